"""Changes as rows of a list: what sort of thing, its name, and every fact from what to what. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from arrtui.core.apps import app_of
from arrtui.core.change_text import ChangeNames, FieldChange, field_changes
from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.features.backup.days import SnapshotSpan
from arrtui.features.backup.rebuild import SnapshotDiff

LINES_PER_PAGE = 500
"""Changes that are worded at a time."""


class WordedChange(NamedTuple):
    """One change between two snapshots of an instance, in words."""

    instance: str
    older: int
    """Number of the snapshot before the change."""
    change: Change
    word: str
    """What was changed: ``movie``, ``series``, ``episode``, ``file``, ``quality profile``, ``tag`` ..."""
    subject: str
    """The title it belongs to, of an episode with its number; the name of a setting."""
    path: str
    """Of a file, below the title's folder; else empty."""
    facts: tuple[FieldChange, ...]
    """What differs; of an added or removed record everything it says."""

    @property
    def kind(self) -> ChangeKind:
        """Whether it was added, changed or removed."""
        return self.change.kind

    @property
    def restorable(self) -> bool:
        """Whether there is a state before the change to go back to."""
        return self.change.kind is not ChangeKind.ADDED


def pages_of_lines(diff: SnapshotDiff, span: SnapshotSpan) -> Iterator[list[WordedChange]]:
    """Yield the changes of a comparison in words, :data:`LINES_PER_PAGE` at a time."""
    changes = diff.changes
    for start in range(0, len(changes), LINES_PER_PAGE):
        page = changes[start : start + LINES_PER_PAGE]
        yield [_line(change, diff.names, span) for change in page]


def _line(change: Change, names: ChangeNames, span: SnapshotSpan) -> WordedChange:
    word, path, app = change.type.value, "", app_of(span.instance)
    joint = " " if app.numbers_children else " - "
    subject = names.titles.get(change.item_id, f"title #{change.item_id}")
    match change.type:
        case EntityType.ITEM:
            word = app.title.singular
        case EntityType.EPISODE:
            word = app.unit.singular
            subject += f"{joint}{names.episodes.get(int(change.key), f'{word} #{change.key}')}"
        case EntityType.FILE:
            path = names.files.get(int(change.key), f"file #{change.key}")
            if album := names.episodes.get(names.albums.get(int(change.key), 0)):
                subject += f"{joint}{album}"
        case EntityType.SETTING:
            word, _, number = change.key.partition("/")
            word = word.replace("_", " ")
            subject = names.settings.get(change.key) or f"#{number}"
    facts = tuple(map(_in_words, _facts(change, names)))
    return WordedChange(span.instance, span.older.id, change, word, subject, path, facts)


def _facts(change: Change, names: ChangeNames) -> list[FieldChange]:
    """Return what differs; ids and empty facts of whole records tell nothing."""
    facts = field_changes(change, names)
    if change.kind is ChangeKind.CHANGED:
        return facts
    return [
        fact
        for fact in facts
        if (fact.before, fact.after) != ("none", "none") and fact.field not in ("id", "item_id", "type")
    ]


def _in_words(fact: FieldChange) -> FieldChange:
    """Return a fact named in words; a flag that is not stored is not set."""
    before, after = fact.before, fact.after
    if {before, after} == {"yes", "none"}:
        before, after = ("no" if side == "none" else side for side in (before, after))
    return FieldChange(fact.field.replace("_", " "), before, after)
