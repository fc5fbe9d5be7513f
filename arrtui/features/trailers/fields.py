"""What can be asked of titles by their trailers: fields of filters and lists, and facets. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.core.facets import Facet, FacetIndex
from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.trailers import TrailerFile, TrailerKind
from arrtui.features.trailers.overview import TrailerRow
from arrtui.features.trailers.status import TrailerState
from arrtui.features.trailers.wanting import WANTED
from arrtui.media.walk import MISSING

_LOST = frozenset({TrailerState.UNMAPPED, TrailerState.NOT_MOUNTED, TrailerState.BACKING_OFF})
NONE = "(none)"
STATE, INSTANCE = "state", "instance"
MONITORED_WORDS = ("monitored", "not monitored")
MADE_WORDS = ("arrtui", "somebody else")

TrailerKey = tuple[str, str]
"""Instance and external id of a title."""
TrailerIndex = FacetIndex[TrailerRow, TrailerRow]


def row_key(row: TrailerRow) -> TrailerKey:
    """Return the identity of a title."""
    return row.facts.title.instance, row.facts.title.external_id


def main_trailer(row: TrailerRow) -> TrailerFile | None:
    """Return the trailer of a title, that of arrtui's own where there are several; None without one."""
    files = row.facts.own_trailers
    return next((file for file in files if row.facts.download_of(file)), files[0] if files else None)


def is_own(row: TrailerRow) -> bool:
    """Return whether arrtui made the trailer of a title."""
    file = main_trailer(row)
    return file is not None and row.facts.download_of(file) is not None


def is_wanted(row: TrailerRow) -> bool:
    """Return whether a trailer is wanted that is not there."""
    return row.status.ground in WANTED


def is_problem(row: TrailerRow) -> bool:
    """Return whether somebody should look at a title's folder."""
    unsafe = any(file.kind is TrailerKind.BECOMES_FILM for file in row.facts.trailers)
    folder = row.facts.folder
    unreadable = folder is not None and folder.error not in ("", MISSING)
    return row.status.state in _LOST or unsafe or unreadable or bool(folder is not None and folder.notes)


def searched_text(row: TrailerRow) -> str:
    """Return what plain words of a filter look for."""
    title = row.facts.title
    names = (file.relative_path for file in row.facts.trailers)
    return " ".join((title.title, str(title.year), *names))


def _size(row: TrailerRow) -> int | None:
    file = main_trailer(row)
    return None if file is None else file.size


TRAILER_FIELDS: FilterFields[TrailerRow] = FilterFields(
    [
        FilterField("state", FieldKind.TEXT, lambda row: row.status.state.word),
        FilterField("instance", FieldKind.INSTANCE, lambda row: row.facts.title.instance),
        FilterField("title", FieldKind.TEXT, lambda row: row.facts.title.title),
        FilterField("year", FieldKind.NUMBER, lambda row: row.facts.title.year or None),
        FilterField("trailer", FieldKind.TEXT, lambda row: _name(row), "its file"),
        FilterField("size", FieldKind.SIZE, _size, "of the trailer"),
        FilterField("profile", FieldKind.TEXT, lambda row: row.profile),
        FilterField("wanted", FieldKind.FLAG, is_wanted, "and not there"),
        FilterField("own", FieldKind.FLAG, is_own, "made by arrtui"),
        FilterField("problem", FieldKind.FLAG, is_problem, "what somebody should look at"),
        FilterField("chosen", FieldKind.FLAG, lambda row: row.facts.choice is not None, "decided by you"),
        FilterField("monitored", FieldKind.FLAG, lambda row: row.facts.title.monitored, "in its app"),
        FilterField("files", FieldKind.NUMBER, lambda row: row.facts.title.files, "films or episodes"),
        FilterField("id", FieldKind.TEXT, lambda row: row.facts.title.external_id, "TMDb or TVDb id"),
        FilterField("root", FieldKind.TEXT, lambda row: row.facts.title.root_folder, "its root folder"),
        FilterField("path", FieldKind.TEXT, lambda row: row.facts.title.path, "its folder"),
        FilterField("reason", FieldKind.TEXT, lambda row: row.reason),
    ]
)
"""Titles by their trailers."""


def _name(row: TrailerRow) -> str:
    file = main_trailer(row)
    return "" if file is None else file.relative_path


def trailer_index(rows: Sequence[TrailerRow], instances: Sequence[str]) -> TrailerIndex:
    """Return the facets of titles by their trailers."""

    def maker(row: TrailerRow) -> tuple[str, ...]:
        return (MADE_WORDS[not is_own(row)],) if main_trailer(row) else ()

    states = tuple(state.word for state in TrailerState)
    facets: tuple[Facet[TrailerRow], ...] = (
        Facet(STATE, "State", lambda row: (row.status.state.word,), states),
        Facet(INSTANCE, "On", lambda row: (row.facts.title.instance,), tuple(instances)),
        Facet("wanted", "Wanted", lambda row: ("wanted" if is_wanted(row) else "not wanted",)),
        Facet("made", "Made by", maker, MADE_WORDS),
        Facet(
            "monitored",
            "Monitored",
            lambda row: (MONITORED_WORDS[not row.facts.title.monitored],),
            MONITORED_WORDS,
        ),
        Facet("profile", "Profile", lambda row: (row.profile or NONE,)),
        Facet("root", "Root folder", lambda row: (row.facts.title.root_folder or NONE,)),
    )
    return FacetIndex(facets, rows, key=row_key, variants=lambda row: (row,))
