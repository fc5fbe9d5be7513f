"""The lines of a title: its images, those of seasons and episodes, its NFO, and its metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from arrtui.core.art_sources import source_word
from arrtui.core.artwork import FIELD_LOCK, NFO, MetadataField, slot_of
from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.core.text import format_size, plural
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table import REQUIRED, Cell, Column
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.artwork.detail import folder_lines, named_lines, slot_lines, source_lines, value_text
from arrtui.tui.panes.artwork.rows import LOCKED, SIGNS

if TYPE_CHECKING:
    from arrtui.features.artwork.title import ArtSlotRow, ArtTitle

WHOLE = "title"
"""What the part of a title as a whole is called."""


class TitleLine(NamedTuple):
    """An image, the NFO, or a field of the metadata."""

    key: tuple[str, str]
    """The part (``s01``, ``s01e02``) with the name of a field, or nothing with a slot."""
    part: str
    what: str
    """The kind of image, or the field."""
    is_locked: bool
    target: str
    """As a lock names it."""
    word: str = ""
    """What the image of an album is called, with its name."""
    slot: ArtSlotRow | None = None
    field: MetadataField | None = None


def title_lines(title: ArtTitle) -> list[TitleLine]:
    """Return the lines of a title: images in the order of its seasons, then the metadata."""
    return [*_images(title), *_fields(title)]


def _images(title: ArtTitle) -> Iterator[TitleLine]:
    for slot in title.slots:
        part, what = WHOLE, slot.slot
        if slot.slot != NFO and slot_of(slot.slot).season is not None:
            part, _, what = slot.slot.partition(":")
            if slot.word:
                part, what = title.parts[part], slot.word.partition(" ")[0]
        yield TitleLine(("", slot.slot), part, what, slot.is_locked, slot.slot, slot.word, slot)


def _fields(title: ArtTitle) -> Iterator[TitleLine]:
    for part, fields in title.fields.items():
        for field in fields:
            target = f"{FIELD_LOCK}{field.name}"
            locked = title.is_locked(target)
            shown = title.parts.get(part, part) or WHOLE
            yield TitleLine((part or WHOLE, field.name), shown, field.name, locked, target, field=field)


def _state_cell(line: TitleLine) -> Cell:
    """Return the state of an image; of a field whether it is locked."""
    lock = [(f" {LOCKED}", "warn")] if line.is_locked else []
    if line.slot is None:
        return [("value", "dim"), *lock]
    sign = SIGNS[line.slot.state]
    return [(sign.text, sign.style), *lock]


def _state_word(line: TitleLine) -> str:
    return "value" if line.slot is None else SIGNS[line.slot.state].word


def _source(line: TitleLine) -> str:
    if line.field is not None:
        return source_word(line.field.source)
    choice = line.slot.choice if line.slot is not None else None
    return source_word(choice.provider) if choice is not None else ""


def _content(line: TitleLine) -> str:
    """Return the measures of an image, or the value of a field."""
    if line.field is not None:
        return value_text(line.field.value)
    asset = line.slot.asset if line.slot is not None else None
    if asset is not None:
        measures = f"{asset.width}x{asset.height}  " if asset.width else ""
        return f"{measures}{format_size(asset.size)}"
    candidates = line.slot.candidates if line.slot is not None and line.slot.slot != NFO else 0
    return plural(candidates, "candidate") if candidates else ""


def line_search(line: TitleLine) -> str:
    """Return what plain words of a filter look for."""
    return f"{line.part} {line.what} {_content(line)}"


_NAMED = 22
"""Cells of the names of albums."""


def title_columns(*, named: bool) -> tuple[Column[TitleLine], ...]:
    """Return the columns of a title's lines; ``named``: whether its parts have names, as albums have."""
    part: Column[TitleLine] = Column(
        "part", "Part", lambda line: (line.part, "dim"), width=_NAMED if named else 7, priority=REQUIRED,
        field=FilterField("part", FieldKind.TEXT, lambda line: line.part),
    )  # fmt: skip
    return (part, *_COLUMNS)


_COLUMNS: tuple[Column[TitleLine], ...] = (
    Column(
        "what", "What", lambda line: line.what, width=14, priority=REQUIRED,
        field=FilterField("what", FieldKind.TEXT, lambda line: line.what),
    ),
    Column(
        "state", "State", _state_cell, width=14, priority=REQUIRED,
        field=FilterField("state", FieldKind.TEXT, _state_word),
    ),
    Column(
        "source", "Source", lambda line: (_source(line), "accent"), width=10, priority=90,
        field=FilterField("source", FieldKind.TEXT, _source),
    ),
    Column(
        "content", "Image or value", _content, min_width=16, priority=80,
        field=FilterField("value", FieldKind.TEXT, _content),
    ),
)  # fmt: skip


def line_detail(title: ArtTitle, line: TitleLine, across: int) -> list[Content]:
    """Return everything about a line: an image with its candidates, or a value with its source.

    ``across``: how many parts of a score stand in a line.
    """
    if line.slot is not None:
        kind = line.slot.slot.partition("#")[0]
        return [
            *slot_lines(line.slot),
            Content(""),
            *source_lines(title, line.slot, across),
            *folder_lines(title.folder, kind),
        ]
    assert line.field is not None
    lock = Content.styled(f"{LOCKED} locked", CONTENT_STYLES["warn"]) if line.is_locked else Content("")
    facts = named_lines([("part", line.part), ("source", source_word(line.field.source))])
    return [
        Content.styled(sanitise(line.what), "bold"), lock, *facts, Content(""),
        Content(sanitise(value_text(line.field.value, most=4_000))),
    ]  # fmt: skip
