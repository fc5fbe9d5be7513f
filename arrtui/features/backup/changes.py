"""Changes between two states of an instance: finding them, undoing them, merging them. Pure.

A state maps the key of every record of one :class:`EntityType` to its canonical JSON. Three rules hold for
any states A, B, C and are what the property tests check:

- ``undo(B, compare(A, B)) == A``, and with the sides of every change swapped it leads from A to B;
- ``compare(A, A)`` is empty;
- ``compose(compare(A, B), compare(B, C))`` leads from A to C.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from arrtui.core.domain import Change, ChangeKind, EntityType, RecordKey, decode, encode

Docs = Mapping[str, str]
"""Key of a record → its canonical JSON."""


def compare(
    kind: EntityType, stored: Docs, fresh: Docs, *, kept: Collection[str] = frozenset()
) -> list[Change]:
    """Return what leads from ``stored`` to ``fresh``, in key order of each side.

    Keys in ``kept`` are not taken as removed when they are missing from ``fresh``: their answer was
    unreadable.
    """
    changes = []
    for key, doc in fresh.items():
        old = stored.get(key)
        if old == doc:
            continue
        after = decode(doc)
        if old is None:
            changes.append(_whole(kind, key, before=None, after=after))
        else:
            changes.append(_edit(kind, key, _item_id(kind, after), decode(old), after))
    changes += [
        _whole(kind, key, before=decode(doc), after=None)
        for key, doc in stored.items()
        if key not in fresh and key not in kept
    ]
    return changes


def _edit(
    kind: EntityType, key: str, item_id: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Change:
    """Return the change of the fields that differ."""
    fields = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return Change(
        type=kind,
        key=key,
        kind=ChangeKind.CHANGED,
        item_id=item_id,
        before=_only(before, fields),
        after=_only(after, fields),
    )


def _whole(
    kind: EntityType, key: str, *, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> Change:
    """Return an addition or a removal of a whole record."""
    what = ChangeKind.ADDED if before is None else ChangeKind.REMOVED
    item_id = _item_id(kind, after or before or {})
    return Change(type=kind, key=key, kind=what, item_id=item_id, before=before, after=after)


def _item_id(kind: EntityType, record: Mapping[str, Any]) -> int:
    """Return the title a record belongs to, 0 for a setting."""
    if kind is EntityType.SETTING:
        return 0
    return int(record.get("id" if kind is EntityType.ITEM else "item_id") or 0)


def _only(record: Mapping[str, Any], fields: Collection[str]) -> dict[str, Any]:
    return {name: record[name] for name in sorted(fields) if name in record}


def undo(docs: dict[str, str], changes: Iterable[Change]) -> dict[str, str]:
    """Revert ``changes`` in ``docs``, newest first as given, and return it."""
    for change in changes:
        if change.before is None:
            docs.pop(change.key, None)
        elif change.after is None:
            docs[change.key] = encode(change.before)
        else:
            docs[change.key] = encode(_moved(decode(docs[change.key]), change.after, change.before))
    return docs


def compose(older: Iterable[Change], newer: Iterable[Change]) -> list[Change]:
    """Return one list of changes with the effect of ``older`` followed by ``newer``."""
    merged: dict[RecordKey, Change | None] = {change.record_key: change for change in older}
    for change in newer:
        first = merged.get(change.record_key)
        merged[change.record_key] = change if first is None else _compose_two(first, change)
    return [change for change in merged.values() if change is not None]


def _compose_two(first: Change, second: Change) -> Change | None:
    """Return the joint effect of two changes of one record, None when they cancel out."""
    match first.kind, second.kind:
        case ChangeKind.ADDED, ChangeKind.REMOVED:
            return None
        case ChangeKind.ADDED, _:
            after = _moved(first.after, second.before, second.after)
            return _whole(second.type, second.key, before=None, after=after)
        case ChangeKind.CHANGED, ChangeKind.REMOVED:
            before = _moved(second.before, first.after, first.before)
            return _whole(second.type, second.key, before=before, after=None)
        case ChangeKind.REMOVED, _:
            return _minimal(second, first.before or {}, second.after or {})
        case _:  # two edits: of each field the oldest ``before`` and the newest ``after`` count
            touched_first = set(first.before or {}) | set(first.after or {})
            touched_second = set(second.before or {}) | set(second.after or {})
            before = (first.before or {}) | _only(second.before or {}, touched_second - touched_first)
            after = (second.after or {}) | _only(first.after or {}, touched_first - touched_second)
            return _minimal(second, before, after)


def _moved(
    record: Mapping[str, Any] | None, leave: Mapping[str, Any] | None, enter: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return ``record`` with the fields of ``leave`` replaced by those of ``enter``."""
    kept = {name: value for name, value in (record or {}).items() if name not in (leave or {})}
    return kept | dict(enter or {})


def _minimal(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change | None:
    """Return an edit of the fields that really differ, None when none does."""
    edit = _edit(change.type, change.key, change.item_id, before, after)
    return edit if edit.before or edit.after else None
