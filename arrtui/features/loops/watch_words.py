"""What happened after a change of settings, as the sentences and objects that front ends show. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.text import format_iso, format_minute, plural
from arrtui.features.loops.model import LoopReport
from arrtui.features.loops.setting_steps import SettingsStep
from arrtui.features.loops.summary import title_of
from arrtui.features.loops.waste import waste_of
from arrtui.features.loops.watch import (
    AFTER,
    RARE,
    RARE_EARLY,
    Comparison,
    Measure,
    Watch,
    WatchVerdict,
)

VERDICT_WORDS = {
    WatchVerdict.WORSE: "worse",
    WatchVerdict.MORE: "more grabs",
    WatchVerdict.FEWER: "fewer grabs",
    WatchVerdict.SAME: "as before",
    WatchVerdict.WATCHING: "still watching",
    WatchVerdict.NO_BASIS: "cannot tell",
}
MEASURE_WORDS = {
    Measure.GRABS: "grabs for what had a file",
    Measure.UPGRADES: "upgrades",
    Measure.DOWNGRADES: "downgrades",
    Measure.IN_VAIN: "grabs in vain",
}
RULE = (
    "A title counts once a day. More is said only where so many would come by chance in less than one of "
    f"{RARE} such weeks, one of {RARE_EARLY:,} before the {AFTER} days are over."
)
"""How it is judged, in words."""


def verdict_text(watch: Watch) -> str:
    """Return what the days since a change say, in a few words."""
    words = VERDICT_WORDS[watch.verdict]
    is_final = watch.is_over or watch.verdict is WatchVerdict.NO_BASIS
    return words if is_final else f"{words}, {_progress(watch)}"


def _progress(watch: Watch) -> str:
    return f"{int(watch.after_days)} of {AFTER} days"


def reasons(watch: Watch) -> list[str]:
    """Return what is more or less than can be chance, a clause each: ``5 downgrades where 0.4 …``."""
    return [
        comparison_text(comparison) for comparison in watch.compared if comparison.more or comparison.fewer
    ]


def comparison_text(comparison: Comparison) -> str:
    """Return how often something happened and how often the days before let expect."""
    words = MEASURE_WORDS[comparison.measure]
    return f"{comparison.after:,} {words} where {rate(comparison.expected)} were to be expected"


def rate(expected: float) -> str:
    """Return a number of events that is an average."""
    return f"{expected:,.0f}" if expected >= 10 or expected == int(expected) else f"{expected:.1f}"


def explanation(watch: Watch) -> str:
    """Return the verdict as a sentence, and a caution where another change may have led to it."""
    differs = watch.verdict in (WatchVerdict.WORSE, WatchVerdict.MORE, WatchVerdict.FEWER)
    caution = " Other changes of these profiles lie within these days: it may have been them."
    return _verdict_sentence(watch) + (caution if differs and watch.overlapping else "")


def _verdict_sentence(watch: Watch) -> str:
    clauses = "; ".join(reasons(watch))
    match watch.verdict:
        case WatchVerdict.WORSE:
            return f"It got worse: {clauses}."
        case WatchVerdict.MORE:
            return f"More is grabbed, and the files get better: {clauses}."
        case WatchVerdict.FEWER:
            return f"Less is grabbed: {clauses}."
        case WatchVerdict.SAME:
            return "No more, and no less, than can be chance."
        case WatchVerdict.NO_BASIS:
            return "Nothing is stored of the thirty days before, so that there is nothing to compare with."
        case WatchVerdict.WATCHING:
            return f"Still watching: {_progress(watch)} have passed, as far as the last backup tells."


def made_text(step: SettingsStep) -> str:
    """Return when a change was made and who tells so, as a sentence."""
    if step.plan:
        return f"Written by plan {step.plan} at {format_minute(step.latest)}."
    if step.clock_set_back:
        return "Seen at a backup. The clock was set back since the one before: the time is not certain."
    if step.earliest == step.latest:
        return f"Seen at the backup of {format_minute(step.latest)}."
    between = f"between the backups of {format_minute(step.earliest)} and {format_minute(step.latest)}"
    return f"Made {between}; what happened meanwhile does not count."


def step_text(step: SettingsStep) -> str:
    """Return what was changed in one line: the first change, and how many others there are."""
    more = len(step.words) - 1
    return step.words[0] + (f" and {plural(more, 'other change')}" if more else "")


class WatchCounts(NamedTuple):
    """The changes of an instance, counted."""

    instance: str
    changes: int
    worse: int
    watching: int


def count_watches(instance: str, watches: Sequence[Watch]) -> WatchCounts:
    """Return how many changes of an instance made something worse, and how many are still watched."""
    verdicts = [watch.verdict for watch in watches]
    return WatchCounts(
        instance,
        len(watches),
        verdicts.count(WatchVerdict.WORSE),
        verdicts.count(WatchVerdict.WATCHING),
    )


def watch_object(report: LoopReport, watch: Watch) -> dict[str, Any]:
    """Return a change with what happened around it as plain values."""
    step = watch.step
    return {
        "instance": report.instance,
        "key": step.key,
        "plan": step.plan or None,
        "earliest": format_iso(step.earliest),
        "latest": format_iso(step.latest),
        "clock_set_back": step.clock_set_back,
        "profiles": list(step.profiles.values()),
        "changes": list(step.words),
        "verdict": watch.verdict.value,
        "explanation": explanation(watch),
        "days_before": round(watch.before_days, 2),
        "days_after": round(watch.after_days, 2),
        "before": watch.sum_before._asdict(),
        "after": watch.sum_after._asdict(),
        "compared": [comparison._asdict() for comparison in watch.compared],
        "days": [
            {"day": day, **counts._asdict()}
            for day, counts in enumerate((*watch.before, *watch.after), -len(watch.before))
        ],
        "overlapping": [other.key for other in watch.overlapping],
        "chains": [
            {
                "title": title_of(report, chain),
                "kind": chain.kind.value,
                "grabs": len(chain.attempts),
                "wasted_bytes": waste_of([chain]).size,
            }
            for chain in watch.chains
        ],
    }


def regressions(instance: str, watches: Sequence[Watch], now: float) -> Iterator[EstateEvent]:
    """Yield the changes that made something worse as events; ``now`` is in UTC seconds.

    An event's key names the change, so that each is told of once.
    """
    for watch in watches:
        if watch.verdict is WatchVerdict.WORSE:
            after = watch.sum_after
            yield EstateEvent(
                type=EventType.CHANGE_REGRESSED,
                at=now,
                instance=instance,
                key=watch.step.key,
                reason=f"{step_text(watch.step)}; {'; '.join(reasons(watch))}",
                facts={
                    "profiles": list(watch.step.profiles.values()),
                    "plan": watch.step.plan,
                    "grabs": after.grabs,
                    "in_vain": after.in_vain,
                    "downgrades": after.downgrades,
                    "bytes": after.size,
                },
            )
