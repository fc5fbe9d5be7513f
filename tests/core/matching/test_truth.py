"""What the matcher says of files and formats agrees with what the real apps decided."""

from __future__ import annotations

import re

import pytest

from arrtui.core.matching import evaluate
from tests.core.matching.truth import guide_formats, guide_truth, synthetic_truth

KINDS = ("radarr", "sonarr")
APART = re.compile(r"\(\?n\)|\(\?\(|-\[|[ıİſ]")
"""What .NET and ``regex`` understand differently: an option, conditionals, sets less sets, odd i and s."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_guides_formats_are_understood_and_agree_with_every_file(kind: str) -> None:
    assert len(guide_formats(kind)) == {"radarr": 242, "sonarr": 236}[kind]
    truth = guide_truth(kind)
    for facts, matched in truth.files:
        assert evaluate(truth.formats, facts) == (matched, {}), facts


@pytest.mark.parametrize("kind", KINDS)
def test_made_up_formats_agree_or_name_what_cannot_be_told(kind: str) -> None:
    truth = synthetic_truth(kind)
    for facts, matched in truth.files:
        answer = evaluate(truth.formats, facts)
        assert answer.matched == matched - answer.unknown.keys(), facts
        for number, reason in answer.unknown.items():
            assert APART.search(f"{truth.bodies[number]} {facts.titles}"), (reason, facts)
