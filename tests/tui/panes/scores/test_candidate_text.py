"""What is said of a candidate in full."""

from __future__ import annotations

from dataclasses import replace

import pytest

from arrtui.features.scores.analysis import analyse
from arrtui.tui.panes.scores.candidate_rows import make_rows
from arrtui.tui.panes.scores.candidate_text import candidate_lines
from tests.tui.panes.scores.libraries import main_library


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("preferAndUpgrade", "within 7 days, by a search always"),
        ("doNotUpgrade", "when a search finds them"),
        ("doNotPrefer", "like any other release"),
        ("", None),
    ],
)
def test_what_propers_and_repacks_do_is_told_by_the_setting_of_the_app(
    setting: str, words: str | None
) -> None:
    library = replace(main_library(), propers=setting)
    row = make_rows([analyse(library)], {})[0]
    lines = [line.plain for line in candidate_lines(row, library, None, 200, plain=False)]
    propers = [line for line in lines if line.startswith("Propers")]
    assert len(propers) == (0 if words is None else 1)
    assert words is None or words in propers[0]
