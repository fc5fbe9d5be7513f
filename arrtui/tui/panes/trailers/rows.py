"""One line of the Trailers pane: state, instance, title, the trailer that is there, and why it is so."""

from __future__ import annotations

from arrtui.core.text import format_size
from arrtui.core.trailers import TrailerKind
from arrtui.features.trailers.fields import TRAILER_FIELDS, is_own, main_trailer
from arrtui.features.trailers.overview import TrailerRow
from arrtui.features.trailers.status import TrailerState
from arrtui.tui.kit.signs import ACTIVE, BAD, GOOD, HOLLOW, IDLE, WARN, Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

SIGNS = {
    TrailerState.DOWNLOADED: Sign(GOOD, "trailer", "good"),
    TrailerState.DOWNLOADING: Sign(ACTIVE, "fetching", "accent"),
    TrailerState.MONITORED: Sign(HOLLOW, "wanted", "accent"),
    TrailerState.MISSING: Sign(IDLE, "none", "dim"),
    TrailerState.BACKING_OFF: Sign(WARN, "waits", "warn"),
    TrailerState.UNMAPPED: Sign(WARN, "unmapped", "warn"),
    TrailerState.NOT_MOUNTED: Sign(BAD, "not mounted", "bad"),
}
"""States in the order of the counts."""
QUEUED = Sign(HOLLOW, "queued", "accent")
"""Of a title that waits for its turn to be fetched."""


def sign_of(row: TrailerRow) -> Sign:
    """Return the state of a title as glyph and word."""
    state = row.status.state
    return QUEUED if state is TrailerState.DOWNLOADING and not row.status.doing else SIGNS[state]


def trailer_cell(row: TrailerRow) -> Cell:
    """Return the file of the trailer, or how far its download is.

    A name that an app imports as the film stands out.
    """
    if row.status.doing:
        return row.status.doing, "accent"
    file = main_trailer(row)
    if file is None:
        return ""
    style = "warn" if file.kind is TrailerKind.BECOMES_FILM else "" if is_own(row) else "dim"
    return file.relative_path, style


def size_cell(row: TrailerRow) -> Cell:
    """Return the bytes of the trailer."""
    file = main_trailer(row)
    return "" if file is None else format_size(file.size)


COLUMNS: tuple[Column[TrailerRow], ...] = (
    Column(
        "state",
        "State",
        lambda row: (sign_of(row).text, sign_of(row).style),
        field=TRAILER_FIELDS.by_name["state"],
        width=13,
        priority=REQUIRED,
    ),
    Column(
        "instance",
        "Instance",
        lambda row: row.facts.title.instance,
        field=TRAILER_FIELDS.by_name["instance"],
        width=12,
        priority=90,
    ),
    Column(
        "title",
        "Title",
        lambda row: row.facts.title.title,
        field=TRAILER_FIELDS.by_name["title"],
        sort=lambda row: row.facts.title.sort_title,
        min_width=18,
        priority=REQUIRED,
    ),
    Column(
        "year",
        "Year",
        lambda row: str(row.facts.title.year or ""),
        field=TRAILER_FIELDS.by_name["year"],
        width=4,
        align="right",
        priority=70,
    ),
    Column(
        "trailer",
        "Trailer",
        trailer_cell,
        field=TRAILER_FIELDS.by_name["trailer"],
        min_width=16,
        priority=85,
    ),
    Column(
        "size",
        "Size",
        size_cell,
        field=TRAILER_FIELDS.by_name["size"],
        width=8,
        align="right",
        priority=60,
        descending=True,
    ),
    Column(
        "profile",
        "Profile",
        lambda row: (row.profile, "dim"),
        field=TRAILER_FIELDS.by_name["profile"],
        width=9,
        priority=30,
    ),
)
"""The table's columns."""
