"""The lines of a plan to publish: what is decided, what is done with which file, and why."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from msgspec.structs import replace
from textual.content import Content

from arrtui.core.art_layouts import ArtLayout
from arrtui.core.artwork import PublishAction, PublishEntry
from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.core.text import format_size
from arrtui.tui.kit.signs import APPROVED, BAD, CONTENT_STYLES, HOLLOW, Sign
from arrtui.tui.kit.table import REQUIRED, Column
from arrtui.tui.kit.table.cells import sanitise

DECISIONS: dict[bool | None, Sign] = {
    True: Sign(APPROVED, "approved", "good"),
    False: Sign(BAD, "rejected", "bad"),
    None: Sign(HOLLOW, "undecided", ""),
}
"""Signs by decision; what is undecided is written as well once the plan is applied."""
_ACTION_STYLES = {PublishAction.REPLACE: "warn", PublishAction.REMOVE: "warn"}
Numbered = tuple[int, PublishEntry]
"""An entry with its place in the plan, which tells it from all others."""


def decided(rows: Iterable[Numbered], approved: bool | None) -> dict[Hashable, Numbered]:
    """Return rows with another decision, by place."""
    return {place: (place, replace(entry, approved=approved)) for place, entry in rows}


def plan_search(row: Numbered) -> str:
    """Return what plain words of a filter look for."""
    return f"{row[1].title} {row[1].relative_path}"


def plan_columns(layout: ArtLayout) -> tuple[Column[Numbered], ...]:
    """Return the columns of a plan for titles of a layout, which words what images are of."""
    kind: Column[Numbered] = Column(
        "kind",
        "Kind",
        lambda row: (layout.word_of(row[1].slot), "dim"),
        field=FilterField("kind", FieldKind.TEXT, lambda row: layout.word_of(row[1].slot)),
        width=12,
        priority=50,
    )
    place = next(number for number, column in enumerate(_COLUMNS) if column.key == "file")
    return (*_COLUMNS[:place], kind, *_COLUMNS[place:])


_COLUMNS: tuple[Column[Numbered], ...] = (
    Column(
        "decision",
        "",
        lambda row: (DECISIONS[row[1].approved].glyph, DECISIONS[row[1].approved].style),
        field=FilterField("decision", FieldKind.TEXT, lambda row: DECISIONS[row[1].approved].word),
        width=1,
        priority=REQUIRED,
        tooltip="  ".join(sign.text for sign in DECISIONS.values()),
    ),
    Column(
        "action",
        "Does",
        lambda row: (row[1].action.value, _ACTION_STYLES.get(row[1].action, "")),
        field=FilterField("action", FieldKind.TEXT, lambda row: row[1].action.value),
        width=7,
        priority=REQUIRED,
    ),
    Column(
        "title",
        "Title",
        lambda row: row[1].title,
        field=FilterField("title", FieldKind.TEXT, lambda row: row[1].title),
        min_width=16,
        priority=REQUIRED,
    ),
    Column(
        "file",
        "File",
        lambda row: row[1].relative_path,
        field=FilterField("file", FieldKind.TEXT, lambda row: row[1].relative_path),
        min_width=22,
        elides="middle",
        priority=90,
        weight=2,
    ),
    Column(
        "size",
        "Size",
        lambda row: format_size(row[1].size) if row[1].size else "",
        field=FilterField("size", FieldKind.SIZE, lambda row: row[1].size or None),
        width=8,
        align="right",
        priority=40,
        descending=True,
    ),
)


def entry_lines(row: Numbered, layout: ArtLayout, readers: str, width: int) -> list[Content]:
    """Return everything about an entry; ``readers``: who reads the file, and how that is known."""
    entry = row[1]
    sign = DECISIONS[entry.approved]
    facts = (
        ("file", entry.relative_path),
        ("kind", layout.word_of(entry.slot)),
        ("size", format_size(entry.size) if entry.size else ""),
        ("before", entry.before),
        ("read by", readers),
        ("content", entry.sha256[:16]),
    )
    lines = [
        Content.styled(sanitise(entry.title), "bold"),
        Content.assemble(f"{entry.action.value}  ", (sign.text, CONTENT_STYLES[sign.style])),
        Content(sanitise(entry.reason)),
        Content(""),
    ]
    lines += [
        Content.assemble((f"{name:<9}", CONTENT_STYLES["dim"]), sanitise(value))
        for name, value in facts
        if value
    ]
    return Content("\n").join(lines).wrap(width)
