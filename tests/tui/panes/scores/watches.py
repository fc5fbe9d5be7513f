"""Changes of settings made by hand, with what happened around them."""

from __future__ import annotations

from typing import Any

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import DAY
from arrtui.features.loops.model import LoopReport
from arrtui.features.loops.setting_steps import SettingsStep
from arrtui.features.loops.watch import Comparison, DownloadCounts, Measure, Watch, WatchVerdict
from arrtui.features.loops.watch_load import StoredWatches
from tests.tui.estates import NOW

GIB = 1 << 30


def step(key: str, days_ago: float, *words: str, **values: Any) -> SettingsStep:
    """Return changes that were made so many days ago, seen at a backup a day later unless said otherwise."""
    times = {"earliest": NOW - (days_ago + 1) * DAY, "latest": NOW - days_ago * DAY}
    return SettingsStep(key=key, words=words, **(times | {"profiles": {6: "HD Bluray + WEB"}} | values))


def watches(report: LoopReport) -> list[Watch]:
    """Return a change that made it worse, and one that is still watched, of an instance with chains."""
    profile, other = (
        "HD Bluray + WEB",
        "condition x265 of format Codec: release title x265 -> release title [xh]265",
    )
    words = (f"score of AMZN in {profile} 0 -> 100", f"Upgrades Allowed in {profile} no -> yes")
    worse, recent = step("plan/7", 9, *words, plan=7), step("snapshot/31", 3, other)
    quiet, busy = DownloadCounts(1, 1, 1, 0, 0, 0, 2 * GIB), DownloadCounts(6, 5, 0, 2, 1, 4, 30 * GIB)
    compared = [
        Comparison(measure, after, before, before / 30 * 7, after > 3, fewer=False)
        for measure, after, before in zip(Measure, (6, 0, 2, 4), (3, 3, 0, 0), strict=True)
    ]
    shared: dict[str, Any] = {"compared": tuple(compared), "before_days": 30.0}
    before = tuple(quiet if day % 10 == 0 else DownloadCounts() for day in range(30))
    after = tuple(busy if day in (1, 4) else DownloadCounts() for day in range(7))
    return [
        Watch(step=recent, before=before, after=(quiet, *[DownloadCounts()] * 6), after_days=3.2,
              verdict=WatchVerdict.WATCHING, overlapping=(worse,), chains=(), **shared),
        Watch(step=worse, before=before, after=after, after_days=7.0, verdict=WatchVerdict.WORSE,
              overlapping=(recent,), chains=tuple(report.chains), **shared),
    ]  # fmt: skip


class FakeWatches:
    """Changes in memory; ``fault`` is raised by whatever is asked."""

    def __init__(self, reports: dict[str, LoopReport]) -> None:
        self._reports = reports
        self.changed = {"radarr.main"}
        """Instances whose settings were changed."""
        self.fault: ArrtuiError | None = None

    async def watches(self, instance: str, days: int | None = None) -> StoredWatches:
        if self.fault is not None:
            raise self.fault
        stored: Any = FakeStored(self._reports.get(instance) or LoopReport(instance, []))
        known = watches(stored.report) if instance in self.changed else []
        return StoredWatches(instance, known, NOW - 40 * DAY, stored)


class FakeStored:
    """The chains of an instance without anything that scores follow from."""

    def __init__(self, report: LoopReport) -> None:
        self.report = report
        self.book = None
