"""Everything that leaves a title's folder goes to the recycle bin, and comes back from there and stays."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from arrtui.core.artwork import PhaseName
from arrtui.db.artwork import slots
from arrtui.features.artwork.applying import BinnedFile
from arrtui.media.art_cache import GROWING
from arrtui.media.art_placing import facts_of
from arrtui.runtime.artwork.phases import PhaseArgs
from arrtui.runtime.artwork.publishing import OWN_BIN_KIND
from tests.media.pictures import draw
from tests.runtime.artwork.bench import RADARR, PublishBench, publish_bench

TITLE = "Alien (1979)"
POSTER, NFO = f"{TITLE}-poster.jpg", f"{TITLE}.nfo"
FIRST, SECOND = draw(seed=1), draw(seed=2)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PublishBench]:
    with publish_bench(tmp_path) as made:
        yield made


async def _binned(bench: PublishBench) -> dict[str, int]:
    """Return the published files in the bin by the names that they had."""
    files = [file for file in await bench.services.recycle.files() if file.kind == OWN_BIN_KIND]
    return {Path(file.original_path).name: file.id for file in files}


async def _unpublish(bench: PublishBench) -> None:
    (job_id,) = await bench.services.artwork.publishing.unpublish([RADARR])
    await bench.finished(job_id)


async def _scan(bench: PublishBench) -> None:
    (job_id,) = await bench.services.artwork.start(PhaseName.SCAN, [RADARR], PhaseArgs())
    await bench.finished(job_id)


async def test_what_was_taken_back_comes_back_alone_and_is_the_owners(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", FIRST)
    bench.choose(RADARR, film, "fanart", draw(seed=3))
    await bench.publish()
    bench.services.start()
    await _unpublish(bench)
    assert bench.files() == {}
    bench.choose(RADARR, film, "poster", SECOND)
    binned = await _binned(bench)
    files, errors = await bench.services.artwork.choosing.restore([binned[POSTER]])
    assert (len(files), errors, bench.files()) == (1, [], {POSTER: FIRST})
    await _scan(bench)
    await bench.publish()
    assert bench.files()[POSTER] == FIRST
    assert bench.services.database.read_sync(slots.choices, RADARR)[film]["poster"].by_owner


async def test_what_is_wanted_no_longer_and_what_another_choice_replaced_come_back(
    bench: PublishBench,
) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", FIRST)
    await bench.publish()
    bench.choose(RADARR, film, "poster", SECOND)
    await bench.publish()
    choosing = bench.services.artwork.choosing
    await choosing.restore([(await _binned(bench))[POSTER]])
    assert bench.files() == {POSTER: FIRST}
    await bench.publish()
    assert bench.files() == {POSTER: FIRST} and POSTER in await _binned(bench)
    bench.services.database.write_sync(slots.forget_choices, RADARR, [(film, "poster")])
    bench.choose(RADARR, film, "banner", draw(seed=5))
    await bench.publish()
    assert {*await _binned(bench)} == {POSTER}


async def test_a_copy_that_an_app_renamed_is_in_the_bin(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", FIRST)
    await bench.publish()
    folder = bench.root(RADARR) / TITLE
    (folder / POSTER).rename(folder / f"{TITLE}.jpg")
    await bench.publish()
    assert bench.files() == {POSTER: FIRST} and {*await _binned(bench)} == {f"{TITLE}.jpg"}


async def test_a_bin_that_is_full_takes_nothing_away(bench: PublishBench) -> None:
    config = bench.services.config
    bench.services.config = replace(config, recycle=config.recycle.model_copy(update={"limit": "1 KB"}))
    film = bench.film()
    bench.choose(RADARR, film, "poster", FIRST)
    await bench.publish()
    bench.choose(RADARR, film, "poster", SECOND)
    counts = await bench.publish()
    assert "recycle bin holds" in " ".join(counts.messages) and counts.failed
    assert bench.files() == {POSTER: FIRST}
    bench.services.start()
    await _unpublish(bench)
    assert bench.files() == {POSTER: FIRST} and POSTER in bench.placements()[film]


async def test_an_nfo_that_was_taken_back_comes_back_locked(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'nfo = "all"') as bench:
        film = bench.film()
        await bench.publish()
        content = bench.files()[NFO]
        bench.services.start()
        await _unpublish(bench)
        await bench.services.artwork.choosing.restore([(await _binned(bench))[NFO]])
        assert bench.files() == {NFO: content}
        assert "nfo" in bench.services.database.read_sync(slots.locks, RADARR)[film]


async def test_of_what_made_room_one_after_the_other_the_first_comes_back(bench: PublishBench) -> None:
    film = bench.film()
    poster = bench.root(RADARR) / TITLE / f"{TITLE}-poster.jpg"
    poster.write_bytes(b"the owner's")
    bench.choose_as_owner(RADARR, film, "poster", b"asked for")
    publishing = bench.services.artwork.publishing
    await bench.publish()
    poster.write_bytes(b"a player's")
    facts = facts_of(poster)
    assert facts is not None
    assert await publishing.recycle(RADARR, [BinnedFile(film, TITLE, poster, facts)]) == []
    await bench.publish()
    for restored in (1, 0):
        run = await publishing.run(RADARR, takes_back=True)
        await run.apply(await run.ready_titles())
        assert (run.counts.restored, run.counts.failed, run.counts.messages) == (restored, 0, [])
        assert bench.files() == {poster.name: b"the owner's"}


async def test_what_two_take_back_at_once_is_no_fault_of_either(bench: PublishBench) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", FIRST)
    bench.choose(RADARR, film, "fanart", draw(seed=3))
    await bench.publish()
    publishing = bench.services.artwork.publishing
    folder = bench.root(RADARR) / TITLE
    seen = [(path, facts_of(path)) for path in sorted(folder.glob(f"{TITLE}-*"))]
    leaving = [
        BinnedFile(film, TITLE, path, facts, is_ours=True) for path, facts in seen if facts is not None
    ]
    outcomes = await asyncio.gather(*(publishing.recycle(RADARR, leaving) for _ in range(2)))
    assert (len(leaving), outcomes, bench.files()) == (2, [[], []], {})
    assert len(await _binned(bench)) == 2


async def test_publishing_sweeps_what_a_killed_process_left_in_the_cache(bench: PublishBench) -> None:
    part = bench.cache.folder / GROWING / "1-abc.nfo"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"<movie>")
    bench.film()
    await bench.publish()
    assert not part.exists()
