"""A whole Lidarr comes back on one that was set up anew, on a part of itself, and after being cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.features.sync.model import Op
from arrtui.features.sync.revert.restore import make_restore
from tests.features.sync.furnished import differences
from tests.features.sync.mixed_music import (
    NAME,
    furnish,
    lidarr_of,
    lose,
    mix,
    refresh,
    restore,
    stored,
    unlike,
)
from tests.features.sync.rig import Rig


@pytest.fixture
def lidarr(tmp_path: Path) -> Iterator[Rig]:
    with lidarr_of(8, tmp_path) as rig:
        yield rig


async def test_an_empty_lidarr_gets_everything_back_and_nothing_twice(lidarr: Rig) -> None:
    await furnish(lidarr)
    await mix(lidarr, seed=1)
    then = await stored(lidarr)
    await lose(lidarr, 1)
    empty = await stored(lidarr)
    plan = await restore(lidarr, then, cut_after=4)
    assert lidarr.problems(plan) == []
    await refresh(lidarr)
    now = await stored(lidarr)
    assert unlike(then, now) == {}
    assert now.exclusions == then.exclusions
    off = {name.partition(" ")[0] for name in differences(then, now)}
    assert off <= {"indexer", "download_client", "notification"}, "their secrets are not known"
    assert make_restore(then, now).entries == []
    undo_id = await lidarr.undo(plan, NAME)
    await lidarr.apply(undo_id, NAME)
    after = await stored(lidarr)
    assert (differences(empty, after), after.titles, after.exclusions) == ({}, (), empty.exclusions)


async def test_a_part_of_a_lidarr_gets_the_rest_back_and_is_changed_back(lidarr: Rig) -> None:
    await furnish(lidarr)
    await mix(lidarr, seed=1)
    then = await stored(lidarr)
    await lose(lidarr, 2)
    await mix(lidarr, seed=2)
    plan = await restore(lidarr, then)
    assert lidarr.problems(plan) == []
    await refresh(lidarr)
    now = await stored(lidarr)
    assert unlike(then, now) == {}
    assert make_restore(then, now).entries == []


async def test_albums_that_only_files_had_kept_are_told_before(lidarr: Rig) -> None:
    """Lidarr adds no album that the profile of its artist does not allow, and says nothing of it."""
    then = await stored(lidarr)
    title = next(title for title in then.titles if then.media.get(title.item.id))
    album = next(album for album in then.albums[title.item.id] if album.has_files)
    async with lidarr.client(NAME) as client:
        await client.edit([title.item.id], {"metadataProfileId": 2})  # reserved: allows nothing
        await refresh(lidarr)
        then = await stored(lidarr)
        assert album.key in then.episodes[title.item.id]
        await client.remove([title.item.id], delete_files=False, exclude=False)
    (entry,) = make_restore(then, await stored(lidarr)).entries
    assert entry.op is Op.ADD
    (warning,) = [text for text in entry.warnings if "cannot come back" in text]
    assert album.title in warning
