"""What changed in the custom formats of a guide between two of its states. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from arrtui.core.text import name_some, plural
from arrtui.features.guides.model import GuideFormat

_NONE = "none"


class FormatFate(StrEnum):
    """What became of a format."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


class GuideChange(NamedTuple):
    """A format of a guide that is not as it was."""

    fate: FormatFate
    name: str
    """As it is now, or was last."""
    facts: tuple[str, ...] = ()
    """What is different, as clauses; of a new or a gone one nothing more is said."""

    def __str__(self) -> str:
        return f"{self.name}: {', '.join(self.facts)}" if self.facts else self.name


def format_changes(
    before: Mapping[str, GuideFormat], after: Mapping[str, GuideFormat], wanted: Iterable[str]
) -> list[GuideChange]:
    """Return what changed of the formats by trash id: of those that are wanted, and those that are gone."""
    changes = []
    for trash_id in wanted:
        format, old = after.get(trash_id), before.get(trash_id)
        if format is None:
            continue
        if old is None:
            changes.append(GuideChange(FormatFate.NEW, format.name))
        elif facts := tuple(_differences(old, format)):
            changes.append(GuideChange(FormatFate.CHANGED, format.name, facts))
    gone = (format for trash_id, format in before.items() if trash_id not in after)
    changes += [GuideChange(FormatFate.GONE, format.name) for format in gone]
    return sorted(changes, key=lambda change: (change.fate, change.name))


def changes_sentence(changes: Iterable[GuideChange], since: str) -> str:
    """Return what changed in one sentence; empty where nothing did."""
    changes = list(changes)
    parts = []
    for fate in FormatFate:
        rows = [str(change) for change in changes if change.fate is fate]
        if rows:
            parts.append(f"{len(rows):,} {fate.value} ({name_some(rows, most=3)})")
    head = plural(len(changes), "format")
    return f"since {since} {head} changed: {', '.join(parts)}" if parts else ""


def encode_formats(formats: Mapping[str, GuideFormat]) -> str:
    """Return formats as they are stored."""
    return msgspec.json.encode(formats).decode()


def decode_formats(doc: str) -> dict[str, GuideFormat]:
    """Return formats as they were stored."""
    return _decoder.decode(doc)


def _differences(old: GuideFormat, new: GuideFormat) -> Iterator[str]:
    """Yield what is different of a format: its name, its conditions, its scores."""
    if old.name != new.name:
        yield f"was {old.name}"
    if old.renames != new.renames:
        yield "stands in names of files" if new.renames else "no more stands in names of files"
    was, now = _by_name(old.conditions), _by_name(new.conditions)
    for name in dict.fromkeys((*now, *was)):
        if was.get(name) != now.get(name):
            fate = (
                "new condition"
                if name not in was
                else "no more condition"
                if name not in now
                else "condition"
            )
            yield f"{fate} {name}"
    for key in sorted({*old.scores, *new.scores}):
        scores = (old.scores.get(key, _NONE), new.scores.get(key, _NONE))
        if scores[0] != scores[1]:
            yield f"score {key} {scores[0]} -> {scores[1]}"


def _by_name(conditions: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return conditions by name; several may have one."""
    named: dict[str, list[dict[str, Any]]] = {}
    for condition in conditions:
        named.setdefault(condition["name"], []).append(condition)
    return named


_decoder = msgspec.json.Decoder(dict[str, GuideFormat])
