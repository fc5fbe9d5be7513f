"""What became of downloads after a change of profiles or formats: seven days against the thirty before. Pure.

Only what the app decided itself counts: its grabs, and the files that came of them. A pack is one grab. Days
are 24 hours from the change on; between the times a change was made at the earliest and the latest nothing
counts.

Whether there is more, or less, than can be chance is judged by how many titles something happened to on each
day, since the episodes of one series are no separate cases. If both times were alike, of all these the share
of the later time would be that of its length (the conditional test of two Poisson rates); more is said where
so many would come by chance in less than one of :data:`RARE` weeks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma, log, log1p
from operator import attrgetter
from typing import NamedTuple

from arrtui.core.text import DAY, format_iso, parse_iso
from arrtui.features.loops.model import Attempt, Chain, FileLife
from arrtui.features.loops.setting_steps import SettingsStep
from arrtui.features.loops.waste import sum_of

BEFORE, AFTER = 30, 7
"""Days."""
RARE, RARE_EARLY = 100, 1_000
"""One of so many weeks would have as much by chance: at the end of the seven days, and before."""


class Replaced(StrEnum):
    """What a file is against the one it replaced."""

    BETTER = "better"
    WORSE = "worse"
    EQUAL = "equal"
    UNKNOWN = "unknown"


class WatchVerdict(StrEnum):
    """What the days after a change say."""

    WORSE = "worse"
    """More downgrades or grabs in vain than can be chance; or more grabs, and no more upgrades."""
    MORE = "more"
    """More grabs than can be chance, and more upgrades with them."""
    FEWER = "fewer"
    """Fewer grabs than can be chance."""
    SAME = "same"
    """No more of anything than can be chance."""
    WATCHING = "watching"
    """The seven days are not over."""
    NO_BASIS = "no_basis"
    """Less than a day is stored of the time before."""


class Measure(StrEnum):
    """What is compared."""

    GRABS = "grabs"
    """Grabs for what had a file already."""
    UPGRADES = "upgrades"
    DOWNGRADES = "downgrades"
    IN_VAIN = "in_vain"


class DownloadCounts(NamedTuple):
    """What happened on a day, or on several."""

    grabs: int = 0
    imports: int = 0
    upgrades: int = 0
    """Files replaced by one of better quality, or of the same and a higher score."""
    downgrades: int = 0
    """Files replaced by one of worse quality, or of the same and a lower score."""
    untold: int = 0
    """Files replaced by one of which it cannot be told."""
    in_vain: int = 0
    """Grabs that brought nothing better, by the kinds of chains."""
    size: int = 0
    """Bytes of the grabs."""

    def plus(self, other: DownloadCounts) -> DownloadCounts:
        """Return both together."""
        return DownloadCounts(*map(sum, zip(self, other, strict=True)))


class Comparison(NamedTuple):
    """How often something befell a title on a day, after a change and before it."""

    measure: Measure
    after: int
    before: int
    expected: float
    """How many the time before lets expect for as long a time."""
    more: bool
    """Whether it is more than can be chance."""
    fewer: bool


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A change with what happened after it and before."""

    step: SettingsStep
    before: tuple[DownloadCounts, ...]
    """Thirty days, the oldest first; what is not stored of them is empty."""
    after: tuple[DownloadCounts, ...]
    """Seven days."""
    before_days: float
    """How many days are stored of those before."""
    after_days: float
    """How many days have passed since, as far as backups tell."""
    compared: tuple[Comparison, ...]
    verdict: WatchVerdict
    overlapping: tuple[SettingsStep, ...]
    """Other changes of the same profiles that were made within these days."""
    chains: tuple[Chain, ...]
    """What something was grabbed for in the seven days."""

    @property
    def is_over(self) -> bool:
        """Whether the seven days are over."""
        return self.after_days >= AFTER

    @property
    def sum_before(self) -> DownloadCounts:
        """All that is stored of the thirty days."""
        return _total(self.before)

    @property
    def sum_after(self) -> DownloadCounts:
        """All of the seven days so far."""
        return _total(self.after)

    def expected(self, count: int) -> float:
        """Return what a count of the days before lets expect for the days since."""
        return count / self.before_days * self.after_days if self.before_days else 0.0


@dataclass(frozen=True, kw_only=True)
class WatchFacts:
    """What a watch needs to know beside chains and changes. Times are UTC seconds."""

    profile_at: Callable[[int, float], int]
    """Returns the id of the quality profile that a title (by its id) had at a time; 0 for none."""
    judge: Callable[[FileLife], Replaced]
    """Returns what a file is against the one it replaced."""
    first_at: float
    """When the stored history begins."""
    until: float
    """When the history was read last."""


def watch_changes(steps: Sequence[SettingsStep], chains: Iterable[Chain], facts: WatchFacts) -> list[Watch]:
    """Return what happened around each step, in the order of the steps."""
    if not steps:
        return []
    first = format_iso(min(step.earliest for step in steps) - BEFORE * DAY)
    deeds = _deeds(chains, first)
    return [_watch(step, steps, deeds, facts) for step in steps]


class _Deed(NamedTuple):
    """A grab that the app decided on."""

    at: float
    attempt: Attempt
    chain: Chain
    in_vain: bool


def _deeds(chains: Iterable[Chain], first: str) -> list[_Deed]:
    """Return the app's own grabs from a date on, the oldest first."""
    deeds = []
    for chain in chains:
        if chain.last.date < first:
            continue
        wasted = {id(attempt) for attempt in chain.wasted}
        for attempt in chain.attempts:
            if not attempt.by_person and (at := parse_iso(attempt.row.date)) is not None:
                deeds.append(_Deed(at, attempt, chain, id(attempt) in wasted))
    return sorted(deeds, key=attrgetter("at"))


def _watch(
    step: SettingsStep, steps: Sequence[SettingsStep], deeds: Sequence[_Deed], facts: WatchFacts
) -> Watch:
    start, end = step.earliest - BEFORE * DAY, step.latest + AFTER * DAY
    read = min(end, facts.until)
    before: list[list[_Deed]] = [[] for _ in range(BEFORE)]
    after: list[list[_Deed]] = [[] for _ in range(AFTER)]
    first, last = (bisect_left(deeds, at, key=attrgetter("at")) for at in (start, read))
    for deed in deeds[first:last]:
        if facts.profile_at(deed.chain.item_id, deed.at) not in step.profiles:
            continue
        if deed.at < step.earliest:
            before[int((deed.at - start) // DAY)].append(deed)
        elif deed.at >= step.latest:
            after[int((deed.at - step.latest) // DAY)].append(deed)
    before_days = min(float(BEFORE), max(0.0, (step.earliest - facts.first_at) / DAY))
    after_days = min(float(AFTER), max(0.0, (facts.until - step.latest) / DAY))
    rare = RARE if after_days >= AFTER else RARE_EARLY
    days = (before_days, after_days)
    compared = tuple(
        _compare(measure, _befallen(after, measure, facts), _befallen(before, measure, facts), days, rare)
        for measure in Measure
    )
    return Watch(
        step=step,
        before=tuple(_count(day, facts) for day in before),
        after=tuple(_count(day, facts) for day in after),
        before_days=before_days,
        after_days=after_days,
        compared=compared,
        verdict=_verdict(compared, before_days, after_days),
        overlapping=tuple(
            other
            for other in steps
            if other is not step
            and other.profiles.keys() & step.profiles.keys()
            and other.latest > start
            and other.earliest < end
        ),
        chains=tuple({id(deed.chain): deed.chain for day in after for deed in day}.values()),
    )


def _count(deeds: Sequence[_Deed], facts: WatchFacts) -> DownloadCounts:
    """Return what happened on a day, by the day of the grabs."""
    files = [deed.attempt.file for deed in deeds if deed.attempt.file is not None]
    lives = {life.file_id or id(life): life for life in files}
    judged = [facts.judge(life) for life in lives.values() if life.replaced is not None]
    grabs = sum_of(deed.attempt for deed in deeds)
    return DownloadCounts(
        grabs=grabs.grabs,
        imports=len(lives),
        upgrades=judged.count(Replaced.BETTER),
        downgrades=judged.count(Replaced.WORSE),
        untold=judged.count(Replaced.UNKNOWN),
        in_vain=sum_of(deed.attempt for deed in deeds if deed.in_vain).grabs,
        size=grabs.size,
    )


def _befallen(days: Sequence[Sequence[_Deed]], measure: Measure, facts: WatchFacts) -> int:
    """Return to how many titles something happened, each counted once a day."""
    applies = _APPLIES[measure]
    return sum(len({deed.chain.item_id for deed in day if applies(deed, facts)}) for day in days)


def _replaced_as(deed: _Deed, facts: WatchFacts) -> Replaced | None:
    life = deed.attempt.file
    return None if life is None or life.replaced is None else facts.judge(life)


_APPLIES: Mapping[Measure, Callable[[_Deed, WatchFacts], bool]] = {
    Measure.GRABS: lambda deed, _facts: deed.attempt.in_place is not None,
    Measure.UPGRADES: lambda deed, facts: _replaced_as(deed, facts) is Replaced.BETTER,
    Measure.DOWNGRADES: lambda deed, facts: _replaced_as(deed, facts) is Replaced.WORSE,
    Measure.IN_VAIN: lambda deed, _facts: deed.in_vain,
}


def _compare(measure: Measure, after: int, before: int, days: tuple[float, float], rare: int) -> Comparison:
    """Return whether there is more or less than can be chance; ``days`` are those before and those after."""
    total = sum(days)
    share = days[1] / total if total else 0.0
    comparable = min(days) > 0
    return Comparison(
        measure=measure,
        after=after,
        before=before,
        expected=before / days[0] * days[1] if days[0] else 0.0,
        more=comparable and chance_of_more(after, after + before, share) < 1 / rare,
        fewer=comparable and chance_of_more(before, after + before, 1 - share) < 1 / rare,
    )


def chance_of_more(count: int, total: int, share: float) -> float:
    """Return how probable it is that so many of a total, or more, fall into a share (0 to 1) of the time."""
    if count <= 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    hit, miss, all_ways = log(share), log1p(-share), lgamma(total + 1)
    return sum(
        exp(all_ways - lgamma(k + 1) - lgamma(total - k + 1) + k * hit + (total - k) * miss)
        for k in range(count, total + 1)
    )


def _verdict(compared: Sequence[Comparison], before_days: float, after_days: float) -> WatchVerdict:
    by_measure = {comparison.measure: comparison for comparison in compared}
    grabs, upgrades = by_measure[Measure.GRABS], by_measure[Measure.UPGRADES]
    if before_days < 1:
        return WatchVerdict.NO_BASIS
    if by_measure[Measure.IN_VAIN].more or by_measure[Measure.DOWNGRADES].more:
        return WatchVerdict.WORSE
    if grabs.more and not upgrades.more:
        return WatchVerdict.WORSE
    if after_days < AFTER:
        return WatchVerdict.WATCHING
    if grabs.more:
        return WatchVerdict.MORE
    return WatchVerdict.FEWER if grabs.fewer else WatchVerdict.SAME


def _total(days: Iterable[DownloadCounts]) -> DownloadCounts:
    total = DownloadCounts()
    for day in days:
        total = total.plus(day)
    return total
