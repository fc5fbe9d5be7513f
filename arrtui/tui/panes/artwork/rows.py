"""One line of the Artwork pane: instance, title, and how each kind of image stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial

from arrtui.core.artwork import NFO, ArtKind, ArtState
from arrtui.features.artwork.matrix_fields import ART_FIELDS, STATE_WORDS
from arrtui.features.artwork.overview import ArtRow
from arrtui.tui.kit.fitting import short_name
from arrtui.tui.kit.signs import ABSENT, APPROVED, IDLE, Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

SIGNS = {
    state: Sign(glyph, STATE_WORDS[state], style)
    for state, glyph, style in (
        (ArtState.LOST, "!", "bad"),
        (ArtState.PUBLISHED, APPROVED, "good"),
        (ArtState.CACHED, "c", "accent"),
        (ArtState.CANDIDATES, IDLE, ""),
        (ArtState.NONE, ABSENT, "dim"),
    )
}
"""States in the order of the counts."""
LOCKED = "L"
HEADINGS = {
    ArtKind.POSTER: "Poster",
    ArtKind.FANART: "Fanart",
    ArtKind.BANNER: "Banner",
    ArtKind.CLEARLOGO: "Logo",
    ArtKind.CLEARART: "Art",
    ArtKind.DISCART: "Disc",
    ArtKind.LANDSCAPE: "Land",
    ArtKind.KEYART: "Key",
    ArtKind.CHARACTERART: "Char",
    ArtKind.THUMB: "Thumb",
    NFO: "Nfo",
}
"""Headings of the columns of kinds."""
_KIND_WORDS: dict[str, str] = {ArtKind.THUMB: "thumb, a frame of an episode or the cover of an album"}
"""What a column is of, where its heading does not say all."""
LEAST = 4
"""Cells of a kind's column: the sign, the lock, and brackets around them."""
_INSTANCE_WIDTH = 8
_KIND_PRIORITY = 80
"""Of the first column of a kind; those to its right hide earlier."""


def kinds_shown(wanted: Collection[str]) -> tuple[str, ...]:
    """Return the columns of kinds that are published, and the NFO's."""
    return (*(kind for kind in ArtKind if kind in wanted), NFO)


def kind_cell(row: ArtRow, column: str, *, chosen: bool) -> Cell:
    """Return how a kind stands; the chosen one is in brackets."""
    state = row.state_of(column)
    before, after = ("[", "]") if chosen else (" ", " ")
    if state is None:
        return [(before, "accent"), (" ", ""), (after, "accent")] if chosen else ""
    sign = SIGNS[state]
    lock = [(LOCKED, "warn")] if row.is_locked(column) else []
    return [(before, "accent"), (sign.glyph, sign.style), *lock, (after, "accent")]


def parts_cell(row: ArtRow) -> Cell:
    """Return how many images of seasons, episodes and albums are published, of how many."""
    return f"{row.published:,}/{row.parts:,}" if row.parts else ""


def matrix_columns(kinds: Iterable[str], chosen: str) -> list[Column[ArtRow]]:
    """Return the table's columns; the ``chosen`` kind stands out and always shows."""
    return [
        Column(
            "instance",
            "On",
            lambda row: short_name(row.title.instance, _INSTANCE_WIDTH),
            field=ART_FIELDS.by_name["instance"],
            width=_INSTANCE_WIDTH,
            priority=90,
        ),
        Column(
            "title",
            "Title",
            lambda row: row.title.title,
            field=ART_FIELDS.by_name["title"],
            sort=lambda row: row.title.sort_title,
            min_width=14,
            priority=REQUIRED,
        ),
        Column(
            "year",
            "Year",
            lambda row: str(row.title.year or ""),
            field=ART_FIELDS.by_name["year"],
            width=4,
            align="right",
            priority=40,
        ),
        *(_kind_column(kind, place, chosen=kind == chosen) for place, kind in enumerate(kinds)),
        Column(
            "parts",
            "Parts",
            parts_cell,
            field=ART_FIELDS.by_name["parts"],
            width=9,
            align="right",
            priority=30,
            descending=True,
            tooltip="Images of seasons, episodes and albums: published, of how many",
        ),
    ]


def _kind_column(kind: str, place: int, *, chosen: bool) -> Column[ArtRow]:
    heading = HEADINGS[kind]
    order: Callable[[ArtRow], int | None] = partial(_order, column=kind)
    return Column(
        kind,
        heading.upper() if chosen else heading,
        partial(kind_cell, column=kind, chosen=chosen),
        field=ART_FIELDS.by_name[kind],
        width=max(LEAST, len(heading)),
        align="center",
        sort=order,
        priority=REQUIRED if chosen else _KIND_PRIORITY - place,
        tooltip=f"{_KIND_WORDS.get(kind, kind)}: {LEGEND}",
    )


_SORT_ORDER = {state: place for place, state in enumerate(SIGNS)}
LEGEND = "  ".join((*(sign.text for sign in SIGNS.values()), f"{LOCKED} locked"))
"""What the glyphs mean, in one line."""


def _order(row: ArtRow, column: str) -> int | None:
    """Return what a column of a kind is sorted by: what is lost first, what cannot be last."""
    state = row.state_of(column)
    return None if state is None else _SORT_ORDER[state]
