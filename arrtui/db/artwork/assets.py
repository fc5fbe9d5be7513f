"""Queries on the files in the cache of artwork and on who refers to them. Run in database threads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from arrtui.core.artwork import Asset, AssetOrigin
from arrtui.core.batches import batched
from arrtui.db.artwork_models import AssetRow
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.reading import BATCH, rows_of, rows_with

_COLUMNS = Asset.__struct_fields__
REFERENCES = (
    "SELECT sha256 FROM art_slot WHERE sha256 <> '' UNION SELECT sha256 FROM art_placement "
    "UNION SELECT sha256 FROM art_taken"
)


def assets(sha256s: Sequence[str] | None = None) -> dict[str, Asset]:
    """Return the files of the cache by hash, some of them or all."""
    sql = f"SELECT {', '.join(_COLUMNS)} FROM art_asset WHERE sha256 <> ''"  # noqa: S608
    rows = rows_with(sql, (), "sha256", sha256s)
    known = (msgspec.convert(dict(zip(_COLUMNS, row, strict=True)), Asset) for row in rows)
    return {asset.sha256: asset for asset in known}


def record(added: Iterable[Asset]) -> int:
    """Store files that are in the cache; one that is known stays as it is, but for the owner's, which count.

    Call it inside ``Database.writing()``.
    """
    rows = [msgspec.structs.astuple(asset) for asset in added]
    count = bulk_upsert(AssetRow, rows, _COLUMNS, update=None)
    owners = [row[0] for row in rows if row[_COLUMNS.index("origin")] is AssetOrigin.OWNER]
    for part in batched(owners, BATCH):
        others = AssetRow.sha256.in_(part) & (AssetRow.origin != AssetOrigin.OWNER.value)
        AssetRow.update(origin=AssetOrigin.OWNER.value).where(others).execute()
    return count


def given() -> frozenset[str]:
    """Return the hashes of files that are not the owner's: an app, a provider or arrtui itself made them."""
    sql = "SELECT sha256 FROM art_asset WHERE origin <> ?"
    return frozenset(row[0] for row in rows_of(sql, (AssetOrigin.OWNER.value,)))


def referenced() -> set[str]:
    """Return the hashes to which a slot or a published file refers."""
    return {row[0] for row in rows_of(REFERENCES)}


def forget(sha256s: Iterable[str]) -> int:
    """Remove files that are in the cache no longer, except those to which something refers meanwhile."""
    wanted = set(sha256s) - referenced()
    return delete_rows(AssetRow, ("sha256",), [(sha256,) for sha256 in wanted])
