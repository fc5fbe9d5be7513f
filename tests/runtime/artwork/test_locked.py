"""A lock is sacred: whatever runs, a locked image and a locked value stay as they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from arrtui.core.artwork import MetadataField, PhaseName, SlotChoice
from arrtui.core.errors import GuardError
from arrtui.db.artwork import checks, metadata, placements, slots
from arrtui.features.artwork.evicting import evict
from arrtui.media.nfo import read_nfo
from arrtui.runtime.artwork.phases import PhaseArgs
from tests.media.pictures import draw
from tests.runtime.artwork.bench import RADARR, PublishBench, publish_bench

TITLE = "Alien (1979)"
POSTER, NFO = f"{TITLE}-poster.jpg", f"{TITLE}.nfo"
LOCKED, OTHER = draw(seed=1), draw(seed=2)
Work = Callable[[PublishBench, str], Awaitable[None]]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PublishBench]:
    with publish_bench(tmp_path, 'nfo = "all"\nphases = ["publish"]') as made:
        yield made


async def _run(bench: PublishBench, phase: PhaseName, **args: object) -> None:
    (job_id,) = await bench.services.artwork.start(phase, [RADARR], PhaseArgs(**args))  # type: ignore[arg-type]
    await bench.finished(job_id)


async def scan(bench: PublishBench, film: str) -> None:
    folder = bench.root(RADARR) / TITLE
    (folder / "poster.jpg").write_bytes(OTHER)
    (folder / "movie.nfo").write_bytes(b"<movie><title>Alien</title><plot>Theirs</plot></movie>")
    await _run(bench, PhaseName.SCAN)
    (folder / "poster.jpg").unlink()
    (folder / "movie.nfo").unlink()


async def enrich(bench: PublishBench, film: str) -> None:
    sha256 = bench.image(OTHER)
    better = SlotChoice(
        external_id=film, slot="poster", sha256=sha256, provider="tmdb", address="https://i/1"
    )
    bench.services.database.write_sync(slots.choose, RADARR, [better])
    fields = [MetadataField(name="plot", value="Another", source="tmdb", read_at=2.0)]
    bench.services.database.write_sync(metadata.store_fields, RADARR, film, "", fields)
    await _run(bench, PhaseName.ENRICH)


async def publish(bench: PublishBench, film: str) -> None:
    await bench.publish()


async def publish_without_the_kind(bench: PublishBench, film: str) -> None:
    config = bench.services.config
    bench.services.config = replace(config, artwork=config.artwork.model_copy(update={"kinds": ()}))
    await bench.publish()


async def publish_after_an_upgrade(bench: PublishBench, film: str) -> None:
    (bench.root(RADARR) / TITLE / POSTER).unlink()
    await bench.publish()


async def unpublish(bench: PublishBench, film: str) -> None:
    (job_id,) = await bench.services.artwork.publishing.unpublish([RADARR])
    await bench.finished(job_id)


async def verify_and_repair(bench: PublishBench, film: str) -> None:
    (job_id,) = await bench.services.artwork.verifying.look([RADARR], everything=True)
    await bench.finished(job_id)
    for job in await bench.services.artwork.verifying.repair([RADARR]):
        await bench.finished(job)


async def evict_everything(bench: PublishBench, film: str) -> None:
    await evict(bench.services.database, bench.cache, 0, 1e12)
    bench.services.database.write_sync(checks.empty_slots, [bench.image(LOCKED)])


async def choose_by_hand(bench: PublishBench, film: str) -> None:
    choosing = bench.services.artwork.choosing
    path = bench.folder / "mine.jpg"
    path.write_bytes(OTHER)
    with pytest.raises(GuardError, match="locked"):
        await choosing.import_image(RADARR, film, "poster", path)
    with pytest.raises(GuardError, match="locked"):
        await choosing.choose(RADARR, film, "poster", "https://i/1")
    with pytest.raises(GuardError, match="locked"):
        await choosing.forget(RADARR, film, "poster")


async def empty_as_a_lookalike(bench: PublishBench, film: str) -> None:
    chosen = bench.services.database.read_sync(slots.choices, RADARR)[film]["poster"]
    assert bench.services.database.write_sync(slots.forget_chosen, RADARR, [chosen]) == []


@pytest.mark.parametrize("target", ["poster", "*"])
@pytest.mark.parametrize(
    "work",
    [
        *(scan, enrich, publish, publish_without_the_kind, publish_after_an_upgrade, unpublish),
        *(verify_and_repair, evict_everything, choose_by_hand, empty_as_a_lookalike),
    ],
    ids=lambda work: getattr(work, "__name__", ""),
)
async def test_no_phase_writes_what_is_locked(bench: PublishBench, work: Work, target: str) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", LOCKED)
    plot = [MetadataField(name="plot", value="Mine", source="tmdb", read_at=1.0)]
    bench.services.database.write_sync(metadata.store_fields, RADARR, film, "", plot)
    await bench.publish()
    bench.lock(RADARR, film, target)
    bench.lock(RADARR, film, "field:plot")
    read = bench.services.database.read_sync
    before = read(slots.choices, RADARR)[film]["poster"], read(slots.locks, RADARR)[film]
    bench.services.start()
    await work(bench, film)
    with suppress(KeyError):
        assert read_nfo(bench.files()[NFO]).fields()["plot"] == "Mine"
    assert NFO in bench.files() or (work is unpublish and target == "poster")
    assert bench.files()[POSTER] == LOCKED
    assert (read(slots.choices, RADARR)[film]["poster"], read(slots.locks, RADARR)[film]) == before
    values = {field.name: field.value for field in read(metadata.fields_of, RADARR)[film, ""]}
    assert values["plot"] == "Mine"
    assert bench.cache.holds(before[0].sha256, ".jpg")


@pytest.mark.parametrize("target", ["poster", "*"])
async def test_what_was_cut_off_before_it_was_confirmed_is_confirmed_also_where_it_is_locked(
    bench: PublishBench, target: str
) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", LOCKED)
    await bench.publish()
    before, placed = bench.files(), bench.placements()[film]
    bench.choose(RADARR, film, "poster", OTHER)  # wanted is another one by now
    bench.lock(RADARR, film, target)
    begun = [msgspec.structs.replace(placement, placed_at=0.0) for placement in placed.values()]
    bench.services.database.write_sync(placements.note, RADARR, begun)
    counts = await bench.publish()
    assert (counts.published, counts.failed, bench.files()) == (0, 0, before)
    confirmed = bench.placements()[film].values()
    assert {placement.relative_path for placement in confirmed if placement.placed_at} == before.keys()
