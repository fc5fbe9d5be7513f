"""Queries on the contents of NFO that are kept. Run in database threads.

An NFO has two kilobytes: a row is written in a fraction of the time that a file in the cache takes, and in
the transaction that notes it. Each belongs to an asset, and goes with it.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence

from arrtui.core.artwork import NFO_EXTENSION, AssetOrigin
from arrtui.db.artwork.assets import REFERENCES
from arrtui.db.artwork_models import AssetRow, NfoContentRow
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.reading import rows_of, rows_with

_LEVEL = 1
"""Of the compression: NFO shrink to a third, and no level shrinks them much further."""


def store(contents: Mapping[str, bytes]) -> int:
    """Store contents by their hash, also in the place of one that is damaged; their assets are stored before.

    Call it inside ``Database.writing()``.
    """
    rows = ((sha256, zlib.compress(content, _LEVEL)) for sha256, content in contents.items())
    return bulk_upsert(NfoContentRow, rows, ("sha256", "content"), update=("content",))


def contents(sha256s: Sequence[str]) -> dict[str, bytes]:
    """Return those of some NFO that are stored whole, by hash."""
    whole: dict[str, bytes] = {}
    for sha256, packed in rows_with("SELECT sha256, content FROM art_nfo WHERE 1 = 1", (), "sha256", sha256s):
        try:
            content = zlib.decompress(packed)
        except zlib.error:
            continue
        if hashlib.sha256(content).hexdigest() == sha256:
            whole[sha256] = content
    return whole


def stored() -> set[str]:
    """Return the hashes of all NFO whose contents are stored, damaged ones too."""
    return {row[0] for row in rows_of("SELECT sha256 FROM art_nfo")}


def forget_unused(before: float) -> int:
    """Remove NFO that arrtui wrote, that were noted before a time (UTC seconds) and that nothing refers to.

    Return how many went. The owner's stay. Call it inside ``Database.writing()``.
    """
    sql = (
        "SELECT sha256 FROM art_asset WHERE extension = ? AND origin = ? AND added_at < ? "  # noqa: S608
        f"AND sha256 NOT IN ({REFERENCES})"
    )
    return delete_rows(AssetRow, ("sha256",), rows_of(sql, (NFO_EXTENSION, AssetOrigin.NFO.value, before)))
