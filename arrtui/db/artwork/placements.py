"""Queries on the files that arrtui published. Run in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from arrtui.core.artwork import NFO, FileClass, Placement
from arrtui.db.artwork.rows import read_structs, store_structs
from arrtui.db.artwork_models import PlacementRow
from arrtui.db.bulk import delete_rows
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import placeholders, rows_of
from arrtui.db.text import stored_name

_KEYS = ("external_id", "relative_path")
_HAS_IMAGE = f'%,"{FileClass.IMAGE}",%'
"""What the files of a scanned folder contain where there is an image among them, for a player or not."""


def placements(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, list[Placement]]:
    """Return the published files of some titles or all, by external id, begun and lost ones too."""
    placed: defaultdict[str, list[Placement]] = defaultdict(list)
    for placement in read_structs(Placement, "art_placement", instance, external_ids):
        placed[placement.external_id].append(placement)
    return dict(placed)


class PublishedFile(NamedTuple):
    """A published file as it is known again, also under another name."""

    sha256: str
    size: int
    mtime_ns: int


def of_others(instance: str, external_ids: Sequence[str]) -> frozenset[PublishedFile]:
    """Return what was published of the same titles for other instances, which may have the same folders."""
    sql = (
        "SELECT sha256, size, mtime_ns FROM art_placement "  # noqa: S608
        "WHERE instance_id IN (SELECT id FROM instance WHERE name <> ?) "
        f"AND external_id IN ({placeholders(external_ids)}) AND placed_at > 0"
    )
    return frozenset(map(PublishedFile._make, rows_of(sql, (instance, *external_ids))))


def titles_with_artwork(instance: str, item_ids: Iterable[int] | None = None) -> list[str]:
    """Return the titles of which something was published, or anything of the owner is kept, by external id.

    ``item_ids``: the app's ids of some titles; all of the instance when None.
    """
    own = (
        "SELECT p.external_id FROM art_placement AS p JOIN instance AS i ON i.id = p.instance_id "
        "WHERE i.name = ? UNION SELECT s.external_id FROM art_slot AS s "
        "JOIN instance AS i ON i.id = s.instance_id WHERE i.name = ? AND s.by_owner AND s.provider = 'owner' "
        "UNION SELECT f.external_id FROM art_folder AS f JOIN instance AS i ON i.id = f.instance_id "
        "WHERE i.name = ? AND (f.nfos_doc <> '[]' OR f.files_doc LIKE ?) "
        "UNION SELECT k.external_id FROM art_taken AS k JOIN instance AS i ON i.id = k.instance_id "
        "WHERE i.name = ?"
    )
    sql = (
        "SELECT t.external_id, t.item_id FROM item AS t JOIN instance AS i ON i.id = t.instance_id "  # noqa: S608
        f"WHERE i.name = ? AND t.external_id IN ({own}) ORDER BY t.external_id"
    )
    rows = rows_of(sql, (*(instance,) * 4, _HAS_IMAGE, instance))
    wanted = None if item_ids is None else set(item_ids)
    return [external_id for external_id, item_id in rows if wanted is None or item_id in wanted]


def is_anything_kept(instance: str) -> bool:
    """Return whether anything of titles was published, of gone ones too, or is kept of their owner."""
    published = rows_of(
        "SELECT 1 FROM art_placement AS p JOIN instance AS i ON i.id = p.instance_id "
        "WHERE i.name = ? LIMIT 1",
        (instance,),
    )
    return bool(published) or bool(titles_with_artwork(instance))


def titles_by_id(instance: str, external_ids: Iterable[str]) -> dict[int, str]:
    """Return the folders of some titles, as the app gives them, by the app's ids."""
    sql = (
        "SELECT t.external_id, t.item_id, t.path FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
        "WHERE i.name = ?"
    )
    wanted = set(external_ids)
    return {item_id: path for known, item_id, path in rows_of(sql, (instance,)) if known in wanted}


def note(instance: str, placed: Iterable[Placement]) -> int:
    """Store published files: begun (``placed_at`` 0), whole or lost.

    Call it inside ``Database.writing()``.
    """
    return store_structs(PlacementRow, instance, placed, _KEYS)


def forget(instance: str, paths: Iterable[tuple[str, str]]) -> int:
    """Remove published files, given as external id and relative path."""
    instance_id = ensure_instance(instance)
    rows = ((instance_id, external_id, stored_name(path)) for external_id, path in paths)
    return delete_rows(PlacementRow, ("instance", "external_id", "relative_path"), rows)


class PublishedSince(NamedTuple):
    """What was published from a time on and is there."""

    images: int
    nfos: int
    titles: int
    last_at: float
    """When the last of it was, UTC seconds; 0 for nothing."""


def published_since(instance: str, at: float) -> PublishedSince:
    """Return what was published into the folders of an instance after a time, UTC seconds."""
    sql = (
        "SELECT count(CASE WHEN p.slot <> ? THEN 1 END), count(CASE WHEN p.slot = ? THEN 1 END), "
        "count(DISTINCT p.external_id), coalesce(max(p.placed_at), 0) FROM art_placement AS p "
        "JOIN instance AS i ON i.id = p.instance_id "
        "WHERE i.name = ? AND p.placed_at > ? AND p.lost_at IS NULL"
    )
    return PublishedSince._make(rows_of(sql, (NFO, NFO, instance, at))[0])
