"""Removing a trailer of arrtui's own, and having it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from arrtui.core.errors import ConfigError, ReadOnlyError
from arrtui.core.trailers import TrailerChoice
from arrtui.db import trailers
from tests.demo.files.neighbours import VIDEOS
from tests.runtime.trailers.conftest import NAME, Home


async def test_a_trailer_goes_into_the_recycle_bin_and_back(home: Home, tmp_path: Path) -> None:
    await home.back_up()
    download = await home.download()
    removed = await home.services.trailers.recycle(NAME, [download.id])
    (file,) = removed.files
    assert removed.errors == [] and home.files() == {VIDEOS["radarr"]}
    assert Path(file.bin_path).is_relative_to(tmp_path / "bin") and Path(file.bin_path).exists()
    assert (await home.downloads())[0].gone_at is not None
    assert await refused(home) == {download.address}
    again = await home.services.trailers.recycle(NAME, [download.id])
    assert (again.files, len(again.errors)) == ([], 1)
    restored = await home.services.trailers.restore([file.id])
    assert restored.errors == [] and await home.services.recycle.files() == []
    assert await refused(home) == set()
    await home.back_up()
    assert (await home.downloads())[0].gone_at is None
    assert home.files() == {VIDEOS["radarr"], download.relative_path}


async def refused(home: Home) -> set[str]:
    """Return the videos that are not to be taken for the movie again."""
    own = str(home.title.external_id)
    target = await home.services.database.read(lambda: home.services.fetching.maker(NAME).target_of(own))
    assert target is not None and target.wish.recycled == target.recycled
    return set(target.recycled)


async def test_a_video_that_was_picked_and_thrown_away_is_picked_no_more(home: Home) -> None:
    await home.back_up()
    download = await home.download()
    own = TrailerChoice(external_id=download.external_id, wanted=True, address=download.address)
    await home.services.trailers.choose(NAME, own)
    await home.services.trailers.recycle(NAME, [download.id])
    stored = await home.services.database.read(trailers.choices, NAME)
    assert stored == {download.external_id: TrailerChoice(external_id=download.external_id, wanted=True)}


async def test_what_must_not_be_removed_stays(home: Home) -> None:
    await home.back_up()
    download = await home.download()
    path = home.folder / download.relative_path
    config = home.services.config
    home.services.config = replace(config, ui=config.ui.model_copy(update={"read_only": True}))
    with pytest.raises(ReadOnlyError):
        await home.services.trailers.recycle(NAME, [download.id])
    inside = config.recycle.model_copy(update={"folder": home.folder.parent / "bin"})
    home.services.config = replace(config, recycle=inside)
    misplaced = await home.services.recycle.misplaced()
    assert misplaced is not None and misplaced.path == "recycle.folder"
    with pytest.raises(ConfigError, match="lies in the root folder"):
        await home.services.trailers.recycle(NAME, [download.id])
    home.services.config = config
    path.write_bytes(b"another")
    refused = await home.services.trailers.recycle(NAME, [download.id])
    assert "not the file that arrtui put there" in str(refused.errors[0])
    assert path.read_bytes() == b"another" and await home.services.recycle.files() == []


async def test_what_was_kept_long_enough_goes_with_the_next_backup(home: Home) -> None:
    await home.back_up()
    removed = await home.services.trailers.recycle(NAME, [(await home.download()).id])
    home.services.clock = lambda: removed.files[0].expires_at + 1
    await home.back_up()
    assert not Path(removed.files[0].bin_path).exists() and await home.services.recycle.files() == []
