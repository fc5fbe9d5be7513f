"""What the owner decides about images: candidates, images of their own, what comes back from the bin."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from arrtui.clients.providers.protocol import ProviderError
from arrtui.core.artwork import ArtCandidate, AssetOrigin, TitleCandidates
from arrtui.core.errors import GuardError, ReadOnlyError, UsageError
from arrtui.db.artwork import assets, candidates, slots
from arrtui.media.images import ImageRefusedError
from tests.media.pictures import bomb, draw
from tests.runtime.artwork.bench import RADARR, SONARR, PublishBench

POSTER = "Alien (1979)-poster.jpg"


def stored(bench: PublishBench, film: str, *addresses: str) -> None:
    entries = tuple(ArtCandidate(slot="poster", provider="tmdb", address=address) for address in addresses)
    title = TitleCandidates(external_id=film, candidates=entries, read_at=1.0)
    bench.services.database.write_sync(candidates.store, RADARR, [title])


def chosen(bench: PublishBench, film: str, slot: str = "poster") -> tuple[str, str, bool]:
    choice = bench.services.database.read_sync(slots.choices, RADARR)[film][slot]
    return choice.sha256, choice.provider, bool(choice.by_owner)


async def test_an_image_of_the_owner_fills_a_slot_for_good(bench: PublishBench, tmp_path: Path) -> None:
    film = bench.film()
    source = tmp_path / "my .. \u202eposter.name.JPG"
    source.write_bytes(draw())
    choosing = bench.services.artwork.choosing
    choice = await choosing.import_image(RADARR, film, "poster", source)
    assert chosen(bench, film) == (choice.sha256, "import", True)
    source.unlink()
    assert bench.cache.read(choice.sha256, ".jpg") == draw()
    known = bench.services.database.read_sync(assets.assets)[choice.sha256]
    assert (known.origin, known.width) == (AssetOrigin.OWNER, 200)
    assert await choosing.forget(RADARR, film, "poster")
    assert not await choosing.forget(RADARR, film, "poster")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("none.jpg", None),
        ("empty.jpg", b""),
        ("script.svg", b"<svg><script>alert(1)</script></svg>"),
        ("bomb.png", bomb()),
        ("large.jpg", b"\xff\xd8\xff" + b"\0" * 26_000_000),
        ("passwd", b"root:x:0:0::/root:/bin/sh\n"),
    ],
    ids=["none", "empty", "svg", "bomb", "large", "text"],
)
async def test_what_is_no_image_is_refused(
    bench: PublishBench, tmp_path: Path, name: str, data: bytes | None
) -> None:
    film = bench.film()
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ImageRefusedError):
        await bench.services.artwork.choosing.import_image(RADARR, film, "poster", tmp_path / name)
    assert bench.services.database.read_sync(slots.choices, RADARR) == {}
    assert list(bench.cache.files()) == []


async def test_folders_pipes_and_nonsense_are_refused(bench: PublishBench, tmp_path: Path) -> None:
    film = bench.film()
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero"), Path("a\0b"), Path("~nobody-here/x.jpg")):
        with pytest.raises(ImageRefusedError):
            await bench.services.artwork.choosing.import_image(RADARR, film, "poster", path)


@pytest.mark.parametrize("slot", ["", "../../etc", "thumb", "s01:poster", "poster#2", "nfo", "*", "<script>"])
async def test_only_slots_that_a_film_has_can_be_filled(
    bench: PublishBench, tmp_path: Path, slot: str
) -> None:
    film = bench.film()
    (tmp_path / "p.jpg").write_bytes(draw())
    with pytest.raises(UsageError):
        await bench.services.artwork.choosing.import_image(RADARR, film, slot, tmp_path / "p.jpg")


async def test_a_series_has_slots_of_seasons_and_episodes(bench: PublishBench, tmp_path: Path) -> None:
    show = bench.series("Dark", (1, 1, "Season 01/Dark S01E01.mkv"))
    (tmp_path / "p.jpg").write_bytes(draw())
    for slot in ("s01:poster", "s01e01:thumb", "fanart#3"):
        await bench.services.artwork.choosing.import_image(SONARR, show, slot, tmp_path / "p.jpg")
    kept = bench.services.database.read_sync(slots.choices, SONARR)[show]
    assert kept.keys() == {"s01:poster", "s01e01:thumb", "fanart#3"}


async def test_a_locked_slot_is_refused(bench: PublishBench, tmp_path: Path) -> None:
    film = bench.film()
    (tmp_path / "p.jpg").write_bytes(draw())
    bench.lock(RADARR, film, "*")
    choosing = bench.services.artwork.choosing
    stored(bench, film, "https://i/p.jpg")
    with pytest.raises(GuardError, match="locked"):
        await choosing.import_image(RADARR, film, "poster", tmp_path / "p.jpg")
    with pytest.raises(GuardError, match="locked"):
        await choosing.choose(RADARR, film, "poster", "https://i/p.jpg")
    with pytest.raises(GuardError, match="locked"):
        await choosing.forget(RADARR, film, "poster")


async def test_a_candidate_that_is_there_already_is_not_downloaded(bench: PublishBench) -> None:
    other, film = bench.film(), bench.film("Aliens (1986)")
    bench.services.start()
    sha256 = bench.choose(RADARR, other, "poster", b"image")
    choice = bench.services.database.read_sync(slots.choices, RADARR)[other]["poster"]
    import msgspec

    same = msgspec.structs.replace(choice, address="https://i/p.jpg")
    bench.services.database.write_sync(slots.choose, RADARR, [same])
    stored(bench, film, "https://i/p.jpg", "https://127.0.0.1:9/none.jpg")
    choosing = bench.services.artwork.choosing
    await choosing.choose(RADARR, film, "poster", "https://i/p.jpg")
    assert chosen(bench, film) == (sha256, "tmdb", True)
    with pytest.raises(UsageError, match="no provider"):
        await choosing.choose(RADARR, film, "poster", "https://i/other.jpg")
    with pytest.raises(ProviderError):
        await choosing.choose(RADARR, film, "poster", "https://127.0.0.1:9/none.jpg")


async def test_the_owners_file_comes_back_and_stays(bench: PublishBench) -> None:
    film = bench.film()
    folder = bench.root(RADARR) / "Alien (1979)"
    mine = draw(seed=3)
    (folder / POSTER).write_bytes(mine)
    bench.choose_as_owner(RADARR, film, "poster", draw(seed=4))
    await bench.publish()
    choosing = bench.services.artwork.choosing
    (binned,) = await choosing.recycled(RADARR, film)
    assert bench.files()[POSTER] == draw(seed=4)
    files, errors = await choosing.restore([binned.id])
    assert ([file.id for file in files], errors) == ([binned.id], [])
    assert bench.files() == {POSTER: mine}
    assert chosen(bench, film)[1:] == ("owner", True)
    jobs = await bench.services.jobs.list_jobs()
    assert [job.args["external_ids"] for job in jobs if job.kind == "artwork-scan"] == [[film]]
    await bench.publish()
    assert bench.files() == {POSTER: mine}
    (published,) = await choosing.recycled(RADARR, film)
    assert Path(published.bin_path).read_bytes() == draw(seed=4)


async def test_what_lies_there_by_now_is_not_removed(bench: PublishBench) -> None:
    film = bench.film()
    folder = bench.root(RADARR) / "Alien (1979)"
    (folder / POSTER).write_bytes(draw(seed=3))
    bench.choose_as_owner(RADARR, film, "poster", draw(seed=4))
    await bench.publish()
    (folder / POSTER).write_bytes(b"somebody else's")
    choosing = bench.services.artwork.choosing
    (binned,) = await choosing.recycled(RADARR, film)
    files, errors = await choosing.restore([binned.id])
    assert files == [] and len(errors) == 1
    assert bench.files()[POSTER] == b"somebody else's"
    assert len(await choosing.recycled(RADARR, film)) == 1


async def test_a_locked_slot_takes_nothing_back(bench: PublishBench) -> None:
    film = bench.film()
    (bench.root(RADARR) / "Alien (1979)" / POSTER).write_bytes(draw(seed=3))
    bench.choose_as_owner(RADARR, film, "poster", draw(seed=4))
    await bench.publish()
    bench.lock(RADARR, film, "poster")
    choosing = bench.services.artwork.choosing
    (binned,) = await choosing.recycled(RADARR, film)
    _, (error,) = await choosing.restore([binned.id])
    assert "locked" in str(error)
    assert bench.files()[POSTER] == draw(seed=4)


async def test_nothing_is_restored_in_read_only_mode(bench: PublishBench) -> None:
    from dataclasses import replace

    config = bench.services.config
    bench.services.config = replace(config, ui=config.ui.model_copy(update={"read_only": True}))
    with pytest.raises(ReadOnlyError):
        await bench.services.artwork.choosing.restore([1])
