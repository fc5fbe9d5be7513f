"""What can be asked of titles by their artwork: fields of filters, and facets. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from operator import attrgetter

from arrtui.core.apps import app_of
from arrtui.core.art_sources import source_word
from arrtui.core.artwork import ArtState
from arrtui.core.facets import Facet, FacetIndex
from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.features.artwork.overview import COLUMNS, ArtRow

STATE, MISSING, LOST, LOCKED, INSTANCE = "state", "missing", "lost", "locked", "instance"
"""Keys of facets."""
NONE = "(none)"
STATE_WORDS: dict[ArtState, str] = {
    ArtState.PUBLISHED: "published",
    ArtState.CACHED: "cached",
    ArtState.CANDIDATES: "candidates",
    ArtState.NONE: "nothing",
    ArtState.LOST: "lost",
}
"""What screens call the states, in the order of the counts."""
ArtIndex = FacetIndex[ArtRow, ArtRow]


def state_words(row: ArtRow) -> list[str]:
    """Return the states that any kind of a title has, as words."""
    return [word for state, word in STATE_WORDS.items() if row.columns_in(state)]


def missing_columns(row: ArtRow) -> tuple[str, ...]:
    """Return the kinds of a title without an image."""
    return row.columns_in(ArtState.NONE, ArtState.CANDIDATES)


def source_words(row: ArtRow) -> list[str]:
    """Return where a title's images are from."""
    return [source_word(provider) for provider in row.providers]


def searched_text(row: ArtRow) -> str:
    """Return what plain words of a filter look for."""
    return f"{row.title.title} {row.title.year or ''}"


def _state_of(row: ArtRow, column: str) -> str:
    state = row.state_of(column)
    return "" if state is None else STATE_WORDS[state]


ART_FIELDS: FilterFields[ArtRow] = FilterFields(
    [
        FilterField("instance", FieldKind.INSTANCE, lambda row: row.title.instance),
        FilterField("title", FieldKind.TEXT, lambda row: row.title.title),
        FilterField("year", FieldKind.NUMBER, lambda row: row.title.year or None),
        *(
            FilterField(column, FieldKind.TEXT, partial(_state_of, column=column), "state of the image")
            for column in COLUMNS
        ),
        FilterField(STATE, FieldKind.NAMES, state_words, "of any kind"),
        FilterField(
            MISSING,
            FieldKind.NAMES,
            missing_columns,
            "kinds without an image",
        ),
        FilterField(LOST, FieldKind.NUMBER, lambda row: row.lost, "files that an app took"),
        FilterField(LOCKED, FieldKind.NAMES, lambda row: row.locked_columns, "kinds that are locked"),
        FilterField("source", FieldKind.NAMES, lambda row: row.providers, "where images are from"),
        FilterField("parts", FieldKind.NUMBER, lambda row: row.parts, "images of seasons, episodes, albums"),
        FilterField("problem", FieldKind.FLAG, lambda row: row.is_problem, "what somebody should look at"),
        FilterField("monitored", FieldKind.FLAG, lambda row: row.title.monitored, "in its app"),
        FilterField("files", FieldKind.NUMBER, lambda row: row.title.files, "films, episodes or tracks"),
        FilterField("id", FieldKind.TEXT, lambda row: row.title.external_id, "TMDb, TVDb or MusicBrainz id"),
        FilterField("root", FieldKind.TEXT, lambda row: row.title.root_folder, "its root folder"),
        FilterField("path", FieldKind.TEXT, lambda row: row.title.path, "its folder"),
    ]
)
"""Titles by their artwork."""


def _shared(
    look: Callable[[ArtRow], Hashable], values: Callable[[ArtRow], Iterable[str]]
) -> Callable[[ArtRow], tuple[str, ...]]:
    """Ask for the choices of titles once for all that look alike, which most do."""
    known: dict[Hashable, tuple[str, ...]] = {}

    def choices(row: ArtRow) -> tuple[str, ...]:
        seen = look(row)
        if seen not in known:
            known[seen] = tuple(values(row))
        return known[seen]

    return choices


def art_index(rows: Sequence[ArtRow], instances: Sequence[str]) -> ArtIndex:
    """Return the facets of titles by their artwork."""
    codes = attrgetter("codes")
    facets: tuple[Facet[ArtRow], ...] = (
        Facet(STATE, "State", _shared(codes, state_words), tuple(STATE_WORDS.values())),
        Facet(MISSING, "Missing", _shared(codes, missing_columns), COLUMNS),
        Facet(LOST, "Lost", _shared(codes, lambda row: row.columns_in(ArtState.LOST)), COLUMNS),
        Facet(LOCKED, "Locked", _shared(attrgetter("locks"), lambda row: row.locked_columns), COLUMNS),
        Facet(INSTANCE, "On", lambda row: (row.title.instance,), tuple(instances)),
        Facet("app", "App", lambda row: (app_of(row.title.instance).name,)),
        Facet("source", "Source", _shared(attrgetter("providers"), source_words)),
        Facet("files", "Files", lambda row: ("with files" if row.title.files else "without files",)),
        Facet("root", "Root folder", lambda row: (row.title.root_folder or NONE,)),
    )
    return FacetIndex(facets, rows, key=lambda row: row.key, variants=lambda row: (row,))
