"""The register of verdicts: every verdict is told of everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from arrtui.core.verdicts import Verdict, shown_verdicts
from arrtui.tui.kit.signs import ASCII

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("verdict", Verdict)
def test_facts_fit_where_they_are_shown(verdict: Verdict) -> None:
    facts = verdict.facts
    assert all((facts.word, facts.upgrade, facts.name, facts.takes, facts.counted))
    assert len(facts.upgrade) <= 8 and ord(facts.glyph) in ASCII
    assert facts.style in {"good", "warn", "bad", "dim", "accent"}
    assert not facts.upgrades or facts.weighed


def test_no_two_verdicts_look_or_read_the_same() -> None:
    facts = [verdict.facts for verdict in Verdict]
    for told in ("word", "upgrade", "name", "glyph", "tone", "takes"):
        assert len({getattr(one, told) for one in facts}) == len(facts), told


def test_a_report_has_the_colour_of_each_verdict() -> None:
    folder = ROOT / "arrtui"
    base = (folder / "core/report/assets/base.css").read_text()
    css = folder / "features/scores/report/assets/css"
    for verdict in Verdict:
        tone = verdict.facts.tone
        assert f"--{tone}:" in base
        for name in ("parts.css", "grid.css"):  # "none" is what a mark without a tone has
            assert tone == "none" or f".tone-{tone}" in (css / name).read_text()


def test_the_readme_explains_each_verdict_once() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [*re.findall(rf"^\| ({'|'.join(Verdict)}) \| ", readme, re.MULTILINE)] == [*Verdict]


def test_a_rare_verdict_is_shown_where_there_is_one() -> None:
    usual = [verdict for verdict in Verdict if not verdict.facts.rare]
    assert shown_verdicts(set()) == usual == [*Verdict][: len(usual)]
    assert shown_verdicts({Verdict.INCOMPLETE}) == [*Verdict]
