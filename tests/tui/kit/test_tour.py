"""The tour of each pane behind `?`."""

from __future__ import annotations

import re

import pytest
from textual.widgets import Static

from arrtui.runtime.capabilities import PaneEntry, load, panes
from arrtui.tui.kit.key_table import declared_bindings
from tests.tui.live import Live, opened


@pytest.mark.parametrize("entry", panes(), ids=lambda entry: entry.id)
def test_every_pane_has_a_tour_of_six_lines_with_keys_it_has(entry: PaneEntry) -> None:
    pane = load(entry.pane_class)
    assert len(pane.TOUR) == 6
    assert all(len(re.sub(r"[{][^}]*[}]", "ctrl+x", line)) <= 78 for line in pane.TOUR)
    keys = [name for line in pane.TOUR for name in re.findall(r"[{]([^}]*)[}]", line)]
    assert {*keys} <= {*declared_bindings(pane)}


async def test_the_help_begins_with_the_tour_and_names_keys_as_they_are_configured(live: Live) -> None:
    live.path.write_text(f'{live.path.read_text()}\n[keys]\n"estate.backup" = "f8"\n')
    async with opened(live.services(), (80, 24)) as screen:
        await screen.press("question_mark")
        await screen.until(lambda: screen.dialog == "HelpDialog")
        await screen.until(lambda: str(screen.app.screen.query_one(Static).render()))
        lines = str(screen.app.screen.query_one("HelpDialog VerticalScroll Static").render()).splitlines()
        assert lines[0].startswith("Each Radarr, Sonarr and Lidarr")
        assert lines[1].startswith("f8 backs up")
        assert lines[6] == ""
