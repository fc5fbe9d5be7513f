"""NFO are kept in the database; those that older versions kept in the cache are read and moved."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest

from arrtui.core.artwork import Asset, AssetOrigin
from arrtui.db.artwork import assets, nfo_contents
from arrtui.db.database import Database
from arrtui.features.artwork.nfo_keeping import contents_of, keep, sources_of, take_over
from arrtui.media.art_cache import ArtCache

CONTENT = b"<movie><title>Mine</title></movie>"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NOTE = Asset(sha256=SHA256, extension=".nfo", size=len(CONTENT), origin=AssetOrigin.OWNER, added_at=1.0)


@pytest.fixture
def cache(tmp_path: Path) -> ArtCache:
    return ArtCache(tmp_path / "cache", 10**9)


async def moved(cache: ArtCache, database: Database) -> bool:
    """Return whether a file went from the cache, and check that the NFO is kept as it was, wherever it is."""
    gone = await take_over(list(cache.files()), cache, database)
    assert gone in (set(), {(SHA256, ".nfo")}) and bool(gone) != cache.holds(SHA256, ".nfo")
    return bool(gone)


async def test_a_file_of_an_older_version_is_read_and_moved(cache: ArtCache, database: Database) -> None:
    cache.add(CONTENT, ".nfo")
    await database.write(assets.record, [NOTE])
    assert await database.read(contents_of, [SHA256, "f" * 64], cache) == {SHA256: CONTENT}
    assert await database.read(sources_of, [NOTE], cache) == {SHA256: CONTENT}
    assert await database.read(nfo_contents.stored) == set()
    assert await moved(cache, database)
    assert await database.read(contents_of, [SHA256], cache) == {SHA256: CONTENT}
    assert not await take_over(list(cache.files()), cache, database)


async def test_a_kill_between_storing_and_deleting_leaves_a_file_that_goes(
    cache: ArtCache, database: Database
) -> None:
    await database.write(keep, [(NOTE, CONTENT)])
    cache.add(CONTENT, ".nfo")
    assert await moved(cache, database)
    assert await database.read(nfo_contents.contents, [SHA256]) == {SHA256: CONTENT}


async def test_what_the_database_does_not_know_stays_a_file(cache: ArtCache, database: Database) -> None:
    cache.add(CONTENT, ".nfo")
    assert not await moved(cache, database)


async def test_damage_is_never_stored(cache: ArtCache, database: Database) -> None:
    path = cache.path_of(cache.add(CONTENT, ".nfo"), ".nfo")
    path.chmod(stat.S_IWUSR | stat.S_IRUSR)
    path.write_bytes(b"damaged")
    await database.write(assets.record, [NOTE])
    assert not await moved(cache, database) and await database.read(contents_of, [SHA256], cache) == {}
    await database.write(keep, [(NOTE, CONTENT)])
    assert await moved(cache, database), "it is kept otherwise"
    assert await database.read(nfo_contents.contents, [SHA256]) == {SHA256: CONTENT}
