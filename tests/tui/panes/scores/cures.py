"""Cures made by hand: an increment that refuses an upgrade, and a score with a smaller one beside it."""

from __future__ import annotations

from typing import Any

from arrtui.core.verdicts import Verdict
from arrtui.features.loops.cures.find import INCREMENT_FIELD, CureList
from arrtui.features.loops.cures.model import (
    Cure,
    CureKind,
    FilesEffect,
    PastEffect,
    RefusedUpgrade,
    SettingsChange,
)
from arrtui.features.loops.model import Chain, LoopReport
from arrtui.features.loops.waste import waste_of


def cures_of(report: LoopReport) -> CureList:
    """Return two cures of the chains of an instance that wasted something, and what is untold beside them."""
    chains = tuple(chain for chain in report.chains if chain.wasted)
    upgrade = RefusedUpgrade(2, (), "Paper.Moon.Rising.2021-OTHER", "2025-11-12T01:00:00Z", 40, 100)
    shared: dict[str, Any] = {"instance": report.instance, "profile": "HD Bluray + WEB"}
    increment = Cure(
        change=SettingsChange(kind=CureKind.INCREMENT, profile_id=8, value=141),
        subject=INCREMENT_FIELD, before="1", after="141",
        past=PastEffect(stopped=chains, spared=waste_of(chains), refused=(upgrade,), upgrades=12),
        files=FilesEffect(files=400),
        **shared,
    )  # fmt: skip
    both = Cure(
        change=SettingsChange(
            kind=CureKind.FORMAT_SCORE, profile_id=8, format_id=8, increment=61, increment_in=frozenset({8})
        ),
        subject="LQ", before="-10000", after="0", increment_in=("HD Bluray + WEB",),
        past=PastEffect(stopped=chains, spared=waste_of(chains), upgrades=12, cannot_tell=1),
        files=FilesEffect(400, 90, ((Verdict.FORMAT, Verdict.DONE, 7),), 2),
        **shared,
    )  # fmt: skip
    return CureList(report.instance, (increment, both) if chains else (), 2, 1, {"a fact is in no row": 1}, 1)


class FakeCures:
    """Cures in memory."""

    def __init__(self, loops: Any) -> None:
        """``loops`` raises its ``fault``."""
        self._loops = loops

    async def of(self, stored: Any, _search: Any = None) -> CureList:
        if self._loops.fault is not None:
            raise self._loops.fault
        return cures_of(stored.report)

    async def of_chain(self, stored: Any, chain: Chain) -> list[Cure]:
        cures = cures_of(stored.report).cures
        return [cure for cure in cures if chain in cure.past.stopped]
