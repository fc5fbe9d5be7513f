"""What is said of single files agrees with what the real apps decided."""

from __future__ import annotations

import re

import pytest

from arrtui.core.matching import evaluate
from tests.core.matching.truth import synthetic_truth

KINDS = ("radarr", "sonarr")
APART = re.compile(r"\(\?n\)|\(\?\(|-\[|[ıİſ]")
"""What .NET and ``regex`` understand differently: an option, conditionals, sets less sets, odd i and s."""


@pytest.mark.parametrize("kind", KINDS)
def test_made_up_formats_agree_or_name_what_cannot_be_told(kind: str) -> None:
    truth = synthetic_truth(kind)
    for facts, matched in truth.files:
        answer = evaluate(truth.formats, facts)
        assert answer.matched == matched - answer.unknown.keys(), facts
        for number, reason in answer.unknown.items():
            assert APART.search(f"{truth.bodies[number]} {facts.titles}"), (reason, facts)
