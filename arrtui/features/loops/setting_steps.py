"""Changes of profiles and formats that were made together, in words, with the time they were made. Pure.

Those of one plan of ours are one step, whose time the journal tells; the others that a backup saw at once are
another one, made at some time since the backup before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from arrtui.core.domain import ChangeKind, SettingType
from arrtui.core.setting_text import fact_text, setting_facts
from arrtui.db.setting_changes import OwnWrite, SeenChange
from arrtui.features.loops.settings import SettingsTimeline

_TERMS = {
    "min format score": "Minimum Custom Format Score",
    "cutoff format score": "Upgrade Until Custom Format Score",
    "min upgrade format score": "Minimum Custom Format Score Increment",
    "upgrade allowed": "Upgrades Allowed",
    "cutoff": "Upgrade Until",
    "language": "Language",
}
"""What the apps call a fact of a profile."""
_SCORE = "score of "
_NO_FACTS = frozenset({"id", "name"})
_SAME_SNAPSHOT = 1.0
"""Seconds by which a write may seem later than the snapshot that saw it."""


@dataclass(frozen=True, kw_only=True)
class SettingsStep:
    """Changes that were made together. Times are UTC seconds."""

    key: str
    """Unique in its instance: ``plan/7``, else ``snapshot/12``."""
    plan: int = 0
    """Number of our plan that made them; 0 where a backup saw them."""
    earliest: float
    """When they were made at the earliest."""
    latest: float
    """When they were made at the latest."""
    clock_set_back: bool = False
    """Whether the clock was set back between the backups, so that neither time is certain."""
    profiles: Mapping[int, str]
    """Id -> name of the profiles concerned: changed, or scoring a changed format before or after."""
    words: tuple[str, ...]
    """What was changed, from what to what."""


def settings_steps(
    seen: Iterable[SeenChange],
    writes: Sequence[OwnWrite],
    names: Mapping[str, str],
    timeline: SettingsTimeline,
) -> list[SettingsStep]:
    """Return the steps of an instance, the newest first; what makes no difference to grabs is in none.

    ``names`` are those of the settings by record key. A profile that was added or removed has no titles
    before or after, and is in none either.
    """
    grouped: dict[tuple[int, int], list[tuple[SeenChange, tuple[float, ...]]]] = {}
    for change in seen:
        written = _writes_of(change, names, writes)
        plan = written[-1].plan if written else 0
        times = tuple(write.at for write in written if write.plan == plan)
        grouped.setdefault((0 if plan else change.snapshot_id, plan), []).append((change, times))
    steps = (_step(plan, parts, names, timeline) for (_, plan), parts in grouped.items())
    return sorted(
        (step for step in steps if step is not None), key=lambda step: (step.latest, step.key), reverse=True
    )


def _writes_of(seen: SeenChange, names: Mapping[str, str], writes: Sequence[OwnWrite]) -> list[OwnWrite]:
    """Return our writes of a setting between the two backups that its change was seen at."""
    kind = seen.change.key.partition("/")[0]
    idents = {f"{kind}/{name}" for name in (_name(seen, names), *_own_names(seen))}
    first, last = min(seen.since, seen.at), seen.at + _SAME_SNAPSHOT
    return [write for write in writes if write.ident in idents and first <= write.at <= last]


def _own_names(seen: SeenChange) -> Iterator[str]:
    for side in (seen.change.before, seen.change.after):
        if side and side.get("name"):
            yield str(side["name"])


def _name(seen: SeenChange, names: Mapping[str, str]) -> str:
    return names.get(seen.change.key) or next(_own_names(seen), f"#{seen.change.key.partition('/')[2]}")


def _step(
    plan: int,
    parts: Sequence[tuple[SeenChange, tuple[float, ...]]],
    names: Mapping[str, str],
    timeline: SettingsTimeline,
) -> SettingsStep | None:
    """Return some changes as one step; None where they concern no profile."""
    first, name_of = parts[0][0], partial(_name_in, names)
    profiles: dict[int, str] = {}
    words: list[str] = []
    for seen, _ in parts:
        lines = list(_words(seen, names))
        numbers = _profiles_of(seen, timeline) if lines else set()
        if numbers:
            words += lines
            profiles |= {number: name_of(SettingType.QUALITY_PROFILE, number) for number in numbers}
    if not profiles:
        return None
    times = [at for _, ats in parts for at in ats] or [first.since, first.at]
    return SettingsStep(
        key=f"plan/{plan}" if plan else f"snapshot/{first.snapshot_id}",
        plan=plan,
        earliest=min(times),
        latest=max(times),
        clock_set_back=not plan and first.since > first.at,
        profiles=dict(sorted(profiles.items(), key=lambda entry: entry[1].casefold())),
        words=tuple(words),
    )


def _profiles_of(seen: SeenChange, timeline: SettingsTimeline) -> set[int]:
    """Return the ids of the profiles that a change concerns."""
    kind, _, number = seen.change.key.partition("/")
    if kind == SettingType.QUALITY_PROFILE:
        return {int(number)}
    states = (timeline.state_at(math.nextafter(seen.at, -math.inf)), timeline.state_at(seen.at))
    return {
        profile_id
        for state in states
        for profile_id, profile in state.profiles.items()
        if profile.scores.get(int(number))
    }


def _words(seen: SeenChange, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what a change makes of a profile or a format, as far as it decides what is grabbed."""
    change, name = seen.change, _name(seen, names)
    if not change.key.startswith(SettingType.QUALITY_PROFILE):
        if change.kind is not ChangeKind.CHANGED:
            yield f"format {name} {change.kind.value}"
            return
        for fact, before, after in _differences(change.before, change.after, names, ("specifications",)):
            yield f"{fact} of format {name}: {fact_text(before)} -> {fact_text(after)}"
    elif change.kind is ChangeKind.CHANGED:
        for fact, before, after in _differences(change.before, change.after, names, ()):
            if fact.startswith(_SCORE):
                yield f"{fact} in {name} {_number(before)} -> {_number(after)}"
            else:
                yield f"{_TERMS.get(fact, fact)} in {name} {_number(before)} -> {_number(after)}"


def _number(value: Any) -> str:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return f"{value:,}" if is_number else fact_text(value)


def _differences(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    names: Mapping[str, str],
    keys: Sequence[str],
) -> Iterator[tuple[str, Any, Any]]:
    """Yield what differs between two records of a setting: of ``keys`` of their bodies, or of all."""
    old, new = (_facts((side or {}).get("body") or {}, names, keys) for side in (before, after))
    for fact in {**old, **new}:
        missing = 0 if fact.startswith(_SCORE) else None
        sides = old.get(fact, missing), new.get(fact, missing)
        if sides[0] != sides[1]:
            yield fact, *sides


def _name_in(names: Mapping[str, str], kind: SettingType, number: int) -> str:
    return names.get(f"{kind.value}/{number}") or f"#{number}"


def _facts(body: Mapping[str, Any], names: Mapping[str, str], keys: Sequence[str]) -> dict[str, Any]:
    """Return what a body says; formats are named as they are now, so that a new name is no change."""
    chosen = {key: body[key] for key in body if key in (keys or body.keys() - _NO_FACTS)}
    rows = chosen.get("formatItems")
    if isinstance(rows, list):
        formats = SettingType.CUSTOM_FORMAT
        known = ((row, names.get(f"{formats.value}/{row.get('format')}")) for row in rows)
        chosen["formatItems"] = [{**row, "name": name or row.get("name")} for row, name in known]
    return setting_facts(chosen, partial(_name_in, names))
