"""Pictures that the owner put into the folder of sets: adopted by a scan, and never replaced unasked."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from arrtui.core.artwork import ArtState, PhaseName, SlotChoice
from arrtui.db.artwork import assets, slots
from tests.runtime.artwork.bench import RADARR, publish_bench, told
from tests.runtime.artwork.test_sets import ALIEN, POSTER, SetBench


def image(colour: str, kind: str = "JPEG") -> bytes:
    """Return an image of one colour."""
    file = BytesIO()
    Image.new("RGB", (40, 60), colour).save(file, kind)
    return file.getvalue()


@pytest.fixture
def sets(tmp_path: Path) -> Iterator[SetBench]:
    folder = tmp_path / "sets"
    folder.mkdir()
    with publish_bench(tmp_path, f'sets_folder = "{folder}"\nprobe = false') as bench:
        yield SetBench(bench, folder)


def lay(sets: SetBench, name: str, content: bytes) -> Path:
    """Put a picture of the owner into the folder of the set."""
    path = sets.folder / "Alien Collection" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


async def scan(sets: SetBench) -> int:
    """Scan; return how many images and NFO were found."""
    services = sets.bench.services
    job_ids = await services.artwork.start(PhaseName.SCAN, [RADARR])
    job, *_ = await services.engine.run_jobs(job_ids)
    assert job.result is not None, job.error
    return int(job.result["found"])


def chosen(sets: SetBench) -> dict[str, SlotChoice]:
    """Return what is chosen for the set of the first film, by slot."""
    return sets.bench.services.database.read_sync(slots.choices, RADARR).get(sets.alien, {})


async def test_the_owners_pictures_of_a_set_are_theirs_and_stay(sets: SetBench) -> None:
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"of a provider")
    mine = image("red")
    lay(sets, "poster.jpg", mine)
    lay(sets, "notes.txt", b"no picture")
    assert await scan(sets) == 1
    choice = chosen(sets)["set:poster"]
    assert (choice.provider, choice.by_owner) == ("owner", True)
    assert choice.address == str(sets.folder / POSTER)
    known = sets.bench.services.database.read_sync(assets.assets, [choice.sha256])
    assert (known[choice.sha256].origin, known[choice.sha256].width) == ("owner", 40)
    counts = await sets.bench.publish()
    assert (counts.published, told(counts)) == (0, []) and sets.files()[POSTER] == mine
    title = await sets.bench.services.artwork.titles.title(RADARR, sets.aliens)
    assert title.slot("set:poster").state is ArtState.PUBLISHED
    sets.bench.choose_as_owner(RADARR, sets.alien, "set:poster", b"asked for")
    await sets.bench.publish()
    assert sets.files()[POSTER] == b"asked for"
    assert mine in [path.read_bytes() for path in (sets.bench.folder / "bin").rglob("*") if path.is_file()]
    assert await scan(sets) == 0 and chosen(sets)["set:poster"].provider == "import"


async def test_a_picture_is_read_again_only_after_it_changed(sets: SetBench) -> None:
    services = sets.bench.services
    now = services.clock()
    path = lay(sets, "poster.jpg", image("red"))
    services.clock = lambda: now - 1_000.0
    await scan(sets)
    before = chosen(sets)["set:poster"]
    path.write_bytes(image("blue"))
    os.utime(path, (1, 1))
    assert await scan(sets) == 1 and chosen(sets)["set:poster"].sha256 != before.sha256
    services.clock = lambda: now + 1_000.0
    await scan(sets)
    assert await scan(sets) == 0


async def test_pictures_of_ours_and_locked_ones_are_not_adopted(sets: SetBench) -> None:
    sets.bench.choose(RADARR, sets.alien, "set:poster", image("red"))
    await sets.bench.publish()
    sets.bench.lock(RADARR, sets.alien, "set:fanart")
    lay(sets, "fanart.jpg", image("blue"))
    assert await scan(sets) == 0
    assert {slot: choice.provider for slot, choice in chosen(sets).items()} == {"set:poster": "tmdb"}


@pytest.mark.parametrize("name", ["folder.jpg", "poster.png"])
async def test_nothing_is_written_beside_what_kodi_takes_for_the_same(sets: SetBench, name: str) -> None:
    sets.bench.choose(RADARR, sets.alien, "set:poster", b"of a provider")
    lay(sets, name, image("red", "PNG" if name.endswith("png") else "JPEG"))
    counts = await sets.bench.publish()
    assert counts.published == 0 and name in told(counts)[0]
    assert await scan(sets) == 1 and chosen(sets)["set:poster"].by_owner


async def test_two_instances_share_a_set(tmp_path: Path) -> None:
    folder = tmp_path / "sets"
    folder.mkdir()
    other = "radarr.4k"
    table = f'[{other}]\nurl = "http://127.0.0.1:9"\napi_key = "{"k" * 32}"\nlive = false'
    with publish_bench(tmp_path, f'sets_folder = "{folder}"\n{table}') as bench:
        films = SetBench(bench, folder)
        film = bench.film("Alien 4K (1979)", instance=other, **ALIEN)
        for name, external_id in ((RADARR, films.alien), (other, film)):
            bench.choose(name, external_id, "set:poster", b"poster of " + name.encode())
        assert (await bench.publish(RADARR)).published == 1
        counts = await bench.publish(other)
        assert (counts.published, told(counts)) == (0, [])
        assert films.files() == {POSTER: b"poster of radarr.main"}
        assert bench.placements(other) == {}
        await asyncio.gather(bench.publish(RADARR), bench.publish(other))
        await films.take_back()
        assert films.files() == {}
        assert (await bench.publish(other)).published == 1
        assert films.files() == {POSTER: b"poster of radarr.4k"}
