"""Names of the parts of titles, and whose value of a field counts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from arrtui.core.apps import Kind
from arrtui.core.artwork import ChildIds, MetadataField, TitleIds
from arrtui.core.config import ArtworkConfig
from arrtui.core.domain import Episode, Item


def ids_of(kind: Kind, item: Item, children: Iterable[Episode] = ()) -> TitleIds:
    """Return the ids by which providers are asked for a title; ``children``: those that have files."""
    number = int(item.external_id) if item.external_id.isdecimal() else 0
    ids = {"tmdb_id": item.tmdb_id, "tvdb_id": 0, f"{kind.app.external_id.provider}_id": number}
    return TitleIds(
        kind,
        item.external_id,
        tmdb_id=ids["tmdb_id"],
        tvdb_id=ids["tvdb_id"],
        imdb_id=item.imdb_id,
        title=item.title,
        year=item.year,
        children=tuple(
            ChildIds(child.season, child.number, child.external_id) for child in children if child.external_id
        ),
    )


def part_of(season: int, episode: int) -> str:
    """Return what names an episode among the parts of a title."""
    return f"s{season:02}e{episode:02}"


def rank_by(options: ArtworkConfig) -> Callable[[MetadataField], int]:
    """Return what says how much a value counts among those of its field, by the owner's order."""

    def rank(field: MetadataField) -> int:
        order = options.providers_of_field(field.name)
        return order.index(field.source) if field.source in order else len(order)

    return rank
