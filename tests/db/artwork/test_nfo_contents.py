"""NFO are stored with the asset that notes them, on either database."""

from __future__ import annotations

import hashlib

from arrtui.core.artwork import NFO, Asset, AssetOrigin, Placement
from arrtui.db.artwork import assets, nfo_contents, placements
from arrtui.db.artwork_models import NfoContentRow
from arrtui.db.database import Database

ODD = "<movie><title>café \u202e\0</title></movie>".encode() + bytes(range(256))


def put(database: Database, content: bytes, origin: AssetOrigin = AssetOrigin.OWNER) -> str:
    """Store an NFO that was added at second 1; return its hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    asset = Asset(sha256=sha256, extension=".nfo", size=len(content), origin=origin, added_at=1.0)

    def store() -> None:
        assets.record([asset])
        nfo_contents.store({sha256: content})

    database.write_sync(store)
    return sha256


def test_any_bytes_come_back_and_go_with_their_asset(database: Database) -> None:
    odd, empty = put(database, ODD), put(database, b"")
    assert database.read_sync(nfo_contents.contents, [odd, empty, "f" * 64]) == {odd: ODD, empty: b""}
    assert database.write_sync(assets.forget, [odd]) == 1
    assert database.read_sync(nfo_contents.stored) == {empty}


def test_what_is_damaged_is_none_until_it_is_stored_again(database: Database) -> None:
    sha256 = put(database, ODD)
    for damage in (b"no zlib", b"\x78\x01\x03\x00\x00\x00\x00\x01"):  # the second is an empty text
        database.write_sync(lambda content=damage: NfoContentRow.update(content=content).execute())
        assert database.read_sync(nfo_contents.contents, [sha256]) == {}
        assert database.read_sync(nfo_contents.stored) == {sha256}
    put(database, ODD)
    assert database.read_sync(nfo_contents.contents, [sha256]) == {sha256: ODD}


def test_only_old_nfo_of_ours_go_that_nothing_refers_to(database: Database) -> None:
    owners, published, unused = (
        put(database, b"owner"),
        put(database, b"published", AssetOrigin.NFO),
        put(database, b"unused", AssetOrigin.NFO),
    )
    placement = Placement(
        external_id="1", relative_path="a.nfo", slot=NFO, sha256=published, size=1, mtime_ns=1, placed_at=0.0
    )
    database.write_sync(placements.note, "radarr.main", [placement])
    assert database.write_sync(nfo_contents.forget_unused, 1.0) == 0
    assert database.write_sync(nfo_contents.forget_unused, 2.0) == 1
    assert database.read_sync(nfo_contents.stored) == {owners, published}
    assert unused not in database.read_sync(assets.assets)
