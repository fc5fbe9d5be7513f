"""The changes of settings that may cure what goes round, each made from grabs of the past.

Runs inside ``Database.reading()``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain as joined

from arrtui.core.apps import APPS
from arrtui.core.upgrades import Propers
from arrtui.features.loops.cures.model import CureKind, SettingsChange
from arrtui.features.loops.cures.past import PastGrabs
from arrtui.features.loops.decisions import GrabDecision

_CONDITIONS = {"size": "Size", "languages": "Language"}
"""Fact in which release and file differ → the condition that reads it."""


def changes_for(past: PastGrabs) -> Iterator[SettingsChange]:
    """Yield each change of settings that may stop grabs in vain, or calm files that drifted."""
    suspects = past.in_vain or past.drifting
    for profile_id in sorted({decision.profile_id for decision in joined(past.in_vain, past.drifting)}):
        own = [decision for decision in past.in_vain if decision.profile_id == profile_id]
        by_score = past.needing_increment(own or past.drifting, profile_id)
        if by_score:
            if APPS[past.book.kind].has_score_increment:
                yield from _increments(past, profile_id, by_score)
            cutoff = min(decision.file.score for decision in by_score)
            if 0 <= cutoff < past.profiles[profile_id].cutoff_score:
                yield SettingsChange(kind=CureKind.CUTOFF, profile_id=profile_id, value=cutoff)
    if any(decision.is_repair for decision in suspects):
        others = (setting for setting in Propers if setting != past.propers)
        yield from (SettingsChange(kind=CureKind.PROPERS, propers=setting) for setting in others)
    yield from _format_changes(past)


def _increments(past: PastGrabs, profile_id: int, by_score: list[GrabDecision]) -> Iterator[SettingsChange]:
    """Yield the least increment that stops all, and the greatest that refuses no real upgrade."""
    gaps = {decision.gap for decision in by_score}
    upgrades = past.needing_increment(past.upgrades, profile_id)
    harmless = min((decision.gap for decision in upgrades), default=max(gaps) + 1)
    values = {max(gaps) + 1, max((gap + 1 for gap in gaps if gap < harmless), default=0)}
    for value in sorted(values):
        if value > past.profiles[profile_id].min_upgrade_score:
            yield SettingsChange(kind=CureKind.INCREMENT, profile_id=profile_id, value=value)


def _format_changes(past: PastGrabs) -> Iterator[SettingsChange]:
    """Yield what takes the weight from the formats that releases and files differ in."""
    settings = past.book.settings.latest
    ids = {format_.name: number for number, format_ in settings.formats.items()}
    known: set[tuple[int, int, str]] = set()
    differences = (
        (profile_id, change) for _, profile_id, changes in past.differences() for change in changes
    )
    for profile_id, change in differences:
        number = ids.get(change.name)
        if number is None or not past.profiles[profile_id].scores.get(number):
            continue
        if (profile_id, number, "") not in known:
            known.add((profile_id, number, ""))
            yield SettingsChange(kind=CureKind.FORMAT_SCORE, profile_id=profile_id, format_id=number)
        word = _CONDITIONS.get(change.field, "")
        if word and (0, number, word) not in known:
            known.add((0, number, word))
            yield from _without_condition(past, number, word)


def _without_condition(past: PastGrabs, format_id: int, word: str) -> Iterator[SettingsChange]:
    """Yield a format without its conditions of a kind; the app takes no format without any."""
    body = past.book.settings.latest.format_body(format_id)
    rows = body.get("specifications") or ()
    others = [row for row in rows if row.get("implementation") != f"{word}Specification"]
    if others and len(others) < len(rows):
        changed = {**body, "id": format_id, "specifications": others}
        yield SettingsChange(kind=CureKind.CONDITION, format_id=format_id, changed_body=changed, word=word)
