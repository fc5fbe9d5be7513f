"""Verifying tells what is wrong in the cache and in the library, and its repair loses nothing."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.artwork import ArtState, Asset, AssetOrigin, PhaseName, Placement, SlotChoice
from arrtui.core.artwork_problems import ArtProblemKind
from arrtui.core.errors import ReadOnlyError
from arrtui.core.estate_events import EventType
from arrtui.core.events import Job, JobState
from arrtui.core.text import DAY
from arrtui.db.artwork import assets, nfo_contents, placements, slots
from arrtui.db.artwork_models import NfoContentRow
from arrtui.db.trailer_models import RecycledRow
from arrtui.features.artwork import publish_run
from arrtui.features.artwork.applying import Applied
from arrtui.features.artwork.nfo_keeping import keep
from arrtui.media.art_cache import GROWING
from arrtui.runtime.artwork import repair_job
from arrtui.runtime.artwork.phases import PhaseArgs
from tests.media.pictures import draw
from tests.runtime.artwork.bench import RADARR, PublishBench, publish_bench

TITLE = "Alien (1979)"
POSTER, FANART = f"{TITLE}-poster.jpg", f"{TITLE}-fanart.jpg"
IMAGE = draw(40, 60)
Kind = ArtProblemKind


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PublishBench]:
    """A Radarr and a Sonarr without titles, and a worker."""
    with publish_bench(tmp_path) as made:
        made.services.start()
        yield made


async def verify(bench: PublishBench, **args: Any) -> Job:
    """Verify all of the cache and the library, and repair what is wrong unless told otherwise."""
    options = {"applies": False, "asks_again": True} | args
    (job_id,) = await bench.services.artwork.start(PhaseName.VERIFY, [RADARR], PhaseArgs(**options))
    job = await bench.finished(job_id)
    assert job.state is JobState.COMPLETED, job.error
    return job


async def problems(bench: PublishBench, **args: Any) -> list[tuple[str, str]]:
    """Return what verifying finds, as kinds with paths."""
    job = await verify(bench, **args)
    assert job.result is not None
    return [(problem["kind"], problem.get("relative_path", "")) for problem in job.result["problems"]]


async def repair(bench: PublishBench) -> Job:
    """Repair what the last report says, and wait for all that follows."""
    (job_id,) = await bench.services.artwork.verifying.repair([RADARR])
    job = await bench.finished(job_id)
    while any(not each.state.finished for each in await bench.services.jobs.list_jobs()):
        await asyncio.sleep(0.02)
    assert job.state is JobState.COMPLETED, job.error
    return job


def folder(bench: PublishBench) -> Path:
    return bench.root(RADARR) / TITLE


def age(bench: PublishBench, path: Path, days: float = 2) -> None:
    """Set the time of a file back."""
    os.utime(path, (time.time() - days * DAY,) * 2)


async def published(bench: PublishBench) -> tuple[str, str]:
    """Publish a poster; return the film's id and the image's hash."""
    film = bench.film()
    sha256 = bench.choose(RADARR, film, "poster", IMAGE)
    assert (await bench.publish()).published == 1
    return film, sha256


async def test_nothing_is_wrong_with_what_was_just_published(bench: PublishBench) -> None:
    await published(bench)
    job = await verify(bench)
    assert job.result is not None and job.result["problems"] == [] and "repair" not in job.result
    assert (job.result["titles"], job.result["files"], job.result["read"], job.result["cached"]) == (
        1,
        1,
        1,
        1,
    )
    (report,) = await bench.services.artwork.verifying.reports()
    assert (report.instance, report.problems, report.counts["files"]) == (RADARR, (), 1)
    assert await bench.services.artwork.verifying.repair() == []


async def test_damage_is_told_unless_it_is_repaired_and_what_is_foreign_is_none(bench: PublishBench) -> None:
    await published(bench)
    (folder(bench) / f"{TITLE}-poster.png").write_bytes(b"somebody else's")
    await verify(bench)
    assert await bench.services.events.after(0, types=(EventType.ARTWORK_DAMAGED,)) == []
    (folder(bench) / POSTER).unlink()
    await verify(bench)
    (event,) = await bench.services.events.after(0, types=(EventType.ARTWORK_DAMAGED,))
    assert (event.instance, event.reason) == (RADARR, "1 file is missing, changed or unreadable")
    await verify(bench, applies=True)
    assert len(await bench.services.events.after(0, types=(EventType.ARTWORK_DAMAGED,))) == 1


async def test_only_the_share_that_is_due_is_read(bench: PublishBench) -> None:
    await published(bench)
    assert (await verify(bench)).result["read"] == 1  # type: ignore[index]
    assert (await verify(bench, asks_again=False)).result["due"] <= 1  # type: ignore[index]
    known = bench.services.database.read_sync(assets.assets)
    assert all(asset.verified_at > 0 for asset in known.values())


async def test_a_published_file_that_is_gone_is_published_again(bench: PublishBench) -> None:
    await published(bench)
    (folder(bench) / POSTER).unlink()
    assert await problems(bench) == [(Kind.LIBRARY_MISSING, POSTER)]
    (row,) = [row for row in await bench.services.artwork.titles.matrix() if row.lost]
    assert (row.state_of("poster"), row.is_problem) == (ArtState.LOST, True)
    await repair(bench)
    assert bench.files() == {POSTER: IMAGE} and await problems(bench) == []
    assert not any(row.lost for row in await bench.services.artwork.titles.matrix())


@pytest.mark.parametrize("content", [b"somebody else's", b"x" * len(IMAGE), b""])
async def test_a_changed_file_goes_to_the_bin_when_it_is_repaired(
    bench: PublishBench, content: bytes
) -> None:
    await published(bench)
    (folder(bench) / POSTER).write_bytes(content)
    assert await problems(bench) == [(Kind.LIBRARY_CHANGED, POSTER)]
    await repair(bench)
    assert bench.files() == {POSTER: IMAGE} and await problems(bench) == []
    (binned,) = await bench.services.recycle.files()
    assert Path(binned.bin_path).read_bytes() == content


async def test_what_somebody_wrote_stays_until_the_image_takes_its_place(
    bench: PublishBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await published(bench)
    (folder(bench) / POSTER).write_bytes(b"somebody else's")
    await verify(bench)
    write, seen = publish_run.apply_title, list[dict[str, bytes]]()

    async def and_look(*args: Any) -> Applied:
        seen.append(bench.files())
        return await write(*args)

    monkeypatch.setattr(publish_run, "apply_title", and_look)
    await repair(bench)
    assert seen == [{POSTER: b"somebody else's"}] and bench.files() == {POSTER: IMAGE}


async def test_a_change_that_keeps_size_and_time_is_seen_when_the_image_is_due(bench: PublishBench) -> None:
    await published(bench)
    before = (folder(bench) / POSTER).stat()
    (folder(bench) / POSTER).write_bytes(b"x" * len(IMAGE))
    os.utime(folder(bench) / POSTER, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert await problems(bench) == [(Kind.LIBRARY_CHANGED, POSTER)]


async def test_another_file_of_the_same_size_and_time_is_seen_at_once_by_its_change_time(
    bench: PublishBench,
) -> None:
    film, _ = await published(bench)
    path = folder(bench) / POSTER
    await verify(bench)
    assert bench.placements()[film][POSTER].changed_ns == path.stat().st_ctime_ns > 0
    before, copy = path.stat(), path.with_name("copy")
    copy.write_bytes(b"x" * len(IMAGE))
    os.utime(copy, ns=(before.st_atime_ns, before.st_mtime_ns))
    copy.replace(path)
    assert await problems(bench, asks_again=False) == [(Kind.LIBRARY_CHANGED, POSTER)]
    assert (await bench.publish()).published == 0


async def test_other_rights_are_no_change(bench: PublishBench) -> None:
    film, _ = await published(bench)
    path = folder(bench) / POSTER
    path.chmod(0o600)
    assert await problems(bench, asks_again=False) == []
    assert bench.placements()[film][POSTER].changed_ns == path.stat().st_ctime_ns


async def test_another_time_alone_is_no_change(bench: PublishBench) -> None:
    film, _ = await published(bench)
    age(bench, folder(bench) / POSTER)
    assert await problems(bench) == []
    assert bench.placements()[film][POSTER].mtime_ns == (folder(bench) / POSTER).stat().st_mtime_ns


async def test_a_link_in_place_of_a_file_is_not_followed(bench: PublishBench, tmp_path: Path) -> None:
    await published(bench)
    secret = tmp_path / "secret"
    secret.write_bytes(IMAGE)
    (folder(bench) / POSTER).unlink()
    (folder(bench) / POSTER).symlink_to(secret)
    assert await problems(bench) == [(Kind.LIBRARY_CHANGED, POSTER)]
    await repair(bench)
    assert (folder(bench) / POSTER).is_symlink() and secret.read_bytes() == IMAGE


async def test_nothing_is_concluded_of_a_root_that_is_not_there(bench: PublishBench) -> None:
    await published(bench)
    bench.root(RADARR).rename(bench.folder / "away")
    bench.root(RADARR).mkdir()
    job = await verify(bench)
    assert job.result is not None and job.result["problems"] == [] and job.result["failed"] == 1
    assert str(bench.root(RADARR)) in job.result["messages"][0]


async def test_a_folder_that_is_gone_is_told_once(bench: PublishBench) -> None:
    await published(bench)
    bench.film("Another (1980)")
    bench.film("Third (1981)")
    folder(bench).rename(folder(bench).with_name("moved"))
    assert await problems(bench) == [(Kind.LIBRARY_MISSING, "")]
    await repair(bench)
    assert not folder(bench).exists()


@pytest.mark.parametrize("damage", ["missing", "changed", "cut"])
async def test_the_cache_heals_by_a_published_copy(bench: PublishBench, damage: str) -> None:
    _, sha256 = await published(bench)
    path = bench.cache.path_of(sha256, ".jpg")
    path.chmod(0o644)
    match damage:
        case "missing":
            bench.image(b"another file, so that the cache is not empty")
            path.unlink()
        case "changed":
            path.write_bytes(b"x" * len(IMAGE))
        case "cut":
            path.write_bytes(IMAGE[:10])
    kind = Kind.CACHE_MISSING if damage == "missing" else Kind.CACHE_CHANGED
    assert await problems(bench, asks_again=damage == "changed") == [(kind, f"{sha256}.jpg")]
    assert (await repair(bench)).result["restored"] == 1  # type: ignore[index]
    assert bench.cache.read(sha256, ".jpg") == IMAGE and await problems(bench) == []


class StandInProvider:
    """A provider that gives an image for an address."""

    def __init__(self, images: dict[str, bytes]) -> None:
        self.images = images
        self.asked: list[str] = []

    async def image(self, candidate: Any) -> bytes:
        self.asked.append(candidate.address)
        return self.images[candidate.address]


def provide(monkeypatch: pytest.MonkeyPatch, images: dict[str, bytes]) -> StandInProvider:
    from contextlib import asynccontextmanager
    from types import SimpleNamespace

    provider = StandInProvider(images)

    @asynccontextmanager
    async def opened(*_: Any, **__: Any) -> Any:
        yield SimpleNamespace(by_name={"tmdb": provider})

    monkeypatch.setattr(repair_job, "opened_providers", opened)
    return provider


def lose(
    bench: PublishBench, address: str, *, by_owner: bool = False, locked: bool = False
) -> tuple[str, str]:
    """Choose an image and lose its file; return the film's id and the image's hash."""
    film = bench.film()
    sha256 = bench.image(IMAGE)
    choice = SlotChoice(
        external_id=film, slot="poster", sha256=sha256, provider="tmdb", address=address, by_owner=by_owner
    )
    write = bench.services.database.write_sync
    write(slots.choose_as_owner, RADARR, choice) if by_owner else write(slots.choose, RADARR, [choice])
    if locked:
        bench.lock(RADARR, film, "poster")
    bench.image(b"another file, so that the cache is not empty")
    bench.cache.path_of(sha256, ".jpg").unlink()
    return film, sha256


async def test_an_image_that_its_address_still_gives_is_fetched_again(
    bench: PublishBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = provide(monkeypatch, {"https://images.example/1.jpg": IMAGE})
    film, sha256 = lose(bench, "https://images.example/1.jpg", locked=True)
    assert await problems(bench) == [(Kind.CACHE_MISSING, f"{sha256}.jpg")]
    await repair(bench)
    assert provider.asked == ["https://images.example/1.jpg"]
    assert bench.cache.read(sha256, ".jpg") == IMAGE and await problems(bench) == []
    assert bench.services.database.read_sync(slots.choices, RADARR)[film]["poster"].sha256 == sha256


@pytest.mark.parametrize("kept", ["", "owner", "lock"])
async def test_another_image_at_the_address_replaces_nothing_that_is_kept(
    bench: PublishBench, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    provide(monkeypatch, {"https://images.example/1.jpg": draw(seed=9)})
    address = "https://images.example/1.jpg"
    film, sha256 = lose(bench, address, by_owner=kept == "owner", locked=kept == "lock")
    await problems(bench)
    job = await repair(bench)
    assert job.result is not None and job.result["restored"] == 0 and job.result["messages"]
    choice = bench.services.database.read_sync(slots.choices, RADARR)[film]["poster"]
    assert choice.sha256 == (sha256 if kept else "") and choice.address == address
    assert job.result["emptied"] == (0 if kept else 1)


@pytest.mark.parametrize(
    ("content", "is_adopted"), [(IMAGE, True), (b"<movie><title>T</title></movie>", True), (b"no", False)]
)
async def test_a_file_that_the_database_lost_is_adopted_and_rubbish_is_deleted(
    bench: PublishBench, content: bytes, is_adopted: bool
) -> None:
    extension = ".nfo" if content.startswith(b"<") else ".jpg"
    sha256 = bench.cache.add(content, extension)
    assert await problems(bench) == [], "somebody may be about to note it"
    age(bench, bench.cache.path_of(sha256, extension))
    assert await problems(bench) == [(Kind.CACHE_ORPHAN, f"{sha256}{extension}")]
    await repair(bench)
    known = bench.services.database.read_sync(assets.assets)
    kept = bench.services.database.read_sync(nfo_contents.contents, [sha256])
    is_kept = kept == {sha256: content} if extension == ".nfo" else bench.cache.holds(sha256, extension)
    assert (sha256 in known) == is_kept == is_adopted
    assert await problems(bench) == []


@pytest.mark.parametrize("has_copy", [True, False])
async def test_an_nfo_that_was_damaged_in_the_database_comes_back_from_its_file(
    bench: PublishBench, has_copy: bool
) -> None:
    film, content = bench.film(), b"<movie><title>T</title></movie>"
    sha256 = hashlib.sha256(content).hexdigest()
    note = Asset(sha256=sha256, extension=".nfo", size=31, origin=AssetOrigin.OWNER, added_at=1.0)
    path = folder(bench) / f"{TITLE}.nfo"
    path.write_bytes(content)
    status = path.stat()
    placed = Placement(
        external_id=film,
        relative_path=path.name,
        slot="nfo",
        sha256=sha256,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        placed_at=1.0,
    )
    write = bench.services.database.write_sync
    write(keep, [(note, content)])
    write(placements.note, RADARR, [placed] if has_copy else [])
    assert await problems(bench) == []
    write(lambda: NfoContentRow.update(content=b"damaged").execute())
    assert await problems(bench) == [(Kind.CACHE_CHANGED, f"{sha256}.nfo")]
    job = await repair(bench)
    whole = bench.services.database.read_sync(nfo_contents.contents, [sha256])
    assert whole == ({sha256: content} if has_copy else {})
    assert await problems(bench) == ([] if has_copy else [(Kind.CACHE_CHANGED, f"{sha256}.nfo")])
    assert has_copy or f"The NFO {sha256} in the database is yours" in str(job.result)


async def test_nfo_are_no_part_of_the_caches_limit(bench: PublishBench) -> None:
    content = b"<movie><title>T</title></movie>"
    sha256 = hashlib.sha256(content).hexdigest()
    note = Asset(sha256=sha256, extension=".nfo", size=10**12, origin=AssetOrigin.PROVIDER, added_at=1.0)
    image = bench.image(IMAGE)
    bench.services.database.write_sync(keep, [(note, content)])
    assert (await verify(bench)).result["evicted"] == 0  # type: ignore[index]
    assert {sha256, image} == bench.services.database.read_sync(assets.assets).keys()


async def test_a_published_image_that_the_database_lost_is_noted_again(bench: PublishBench) -> None:
    _, sha256 = await published(bench)
    bench.image(b"another")
    bench.services.database.write_sync(lambda: assets.AssetRow.delete_by_id(sha256))
    bench.cache.delete(sha256, ".jpg")
    assert (Kind.UNKNOWN_IMAGE, "") in await problems(bench)
    await repair(bench)
    assert bench.cache.read(sha256, ".jpg") == IMAGE and await problems(bench) == []


async def test_a_cache_that_is_not_there_is_no_reason_to_forget_it(bench: PublishBench) -> None:
    film, sha256 = await published(bench)
    bench.cache.folder.rename(bench.folder / "away")
    for _ in range(2):
        assert await problems(bench) == [(Kind.CACHE_GONE, "")]
        await repair(bench)
        bench.cache.folder.mkdir(exist_ok=True)
    assert sha256 in bench.services.database.read_sync(assets.assets)
    assert bench.services.database.read_sync(slots.choices, RADARR)[film]["poster"].sha256 == sha256


async def test_foreign_files_for_the_same_slot_are_told_and_stay(bench: PublishBench) -> None:
    await published(bench)
    (folder(bench) / "movie.nfo").write_bytes(b"<movie><title>Mine</title></movie>")
    (folder(bench) / f"{TITLE}.jpg").write_bytes(draw(seed=3))
    (folder(bench) / "poster.jpg").write_bytes(draw(seed=4))
    (scan_id,) = await bench.services.artwork.start(PhaseName.SCAN, [RADARR])
    await bench.finished(scan_id)
    foreign = [path for kind, path in await problems(bench) if kind == Kind.LIBRARY_FOREIGN]
    assert sorted(foreign) == sorted({*foreign}) and {"poster.jpg", f"{TITLE}.jpg"} <= {*foreign}
    before = bench.files()
    await repair(bench)
    assert bench.files() == before


async def test_the_cache_is_kept_within_its_limit_and_nothing_needed_leaves(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'cache_limit = "1 MB"') as bench:
        bench.services.start()
        film = bench.film()
        needed = bench.choose(RADARR, film, "poster", IMAGE)
        await bench.publish()
        locked = bench.choose(RADARR, film, "fanart", b"l" * 300_000)
        bench.lock(RADARR, film, "fanart")
        chosen = bench.choose(RADARR, film, "banner", b"c" * 300_000)
        owners = bench.image(b"o" * 300_000, origin=AssetOrigin.OWNER)
        bench.cache._limit = 10**9
        loose = [bench.image(bytes([number]) * 100_000) for number in range(5)]
        fresh = bench.cache.add(b"f" * 100_000, ".jpg")
        new = Asset(
            sha256=fresh, extension=".jpg", size=100_000, origin=AssetOrigin.PROVIDER, added_at=time.time()
        )
        bench.services.database.write_sync(assets.record, [new])
        job = await verify(bench, asks_again=False)
        assert job.result is not None and job.result["evicted"] == 5
        known = bench.services.database.read_sync(assets.assets)
        assert set(known) == {needed, locked, chosen, owners, fresh}
        assert {file.sha256 for file in bench.cache.files()} == set(known)
        bench.services.database.write_sync(lambda: assets.AssetRow.update(size=600_000).execute())
        assert not set(loose) & set(known)
        await verify(bench, asks_again=False)
        assert chosen not in bench.services.database.read_sync(assets.assets), "what fills a slot leaves last"
        choices = bench.services.database.read_sync(slots.choices, RADARR)[film]
        assert (choices["banner"].sha256, choices["fanart"].sha256) == ("", locked)


async def test_what_a_killed_process_left_is_swept(bench: PublishBench) -> None:
    await published(bench)
    left = bench.cache.folder / GROWING / "1-abc.jpg"
    left.write_bytes(b"half")
    await verify(bench)
    assert not left.exists()


async def test_the_recycle_bin_is_emptied_of_what_was_kept_long_enough(bench: PublishBench) -> None:
    await published(bench)
    (folder(bench) / POSTER).write_bytes(b"changed")
    await problems(bench)
    await repair(bench)
    bench.services.database.write_sync(lambda: RecycledRow.update(expires_at=1.0).execute())
    assert (await verify(bench)).result["expired"] == 1  # type: ignore[index]
    assert await bench.services.recycle.files() == []


async def test_a_report_of_many_problems_is_cut_but_counted(
    bench: PublishBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    from arrtui.runtime.artwork import verify_job

    monkeypatch.setattr(verify_job, "MOST_PROBLEMS", 3)
    for number in range(5):
        bench.choose(RADARR, bench.film(f"Film {number}"), "poster", IMAGE)
    await bench.publish()
    for number in range(5):
        (bench.root(RADARR) / f"Film {number}" / f"Film {number}-poster.jpg").unlink()
    job = await verify(bench)
    assert job.result is not None
    assert (job.result["found"], job.result["lost"], len(job.result["problems"])) == (5, 5, 3)
    await repair(bench)
    assert len(await problems(bench)) == 2


async def test_a_hostile_path_of_a_placement_leads_nowhere(bench: PublishBench) -> None:
    film, _ = await published(bench)
    placed = bench.placements()[film][POSTER]
    odd = [f"a\nb\u202e<script>{number}" for number in range(2)]
    rows = [
        type(placed)(**{n: getattr(placed, n) for n in placed.__struct_fields__} | {"relative_path": path})
        for path in odd
    ]
    bench.services.database.write_sync(placements.note, RADARR, rows)
    assert sorted(await problems(bench)) == sorted((Kind.LIBRARY_MISSING, path) for path in odd)


async def test_an_image_of_the_owner_that_was_damaged_is_left_to_them(bench: PublishBench) -> None:
    sha256 = bench.image(IMAGE, origin=AssetOrigin.OWNER)
    path = bench.cache.path_of(sha256, ".jpg")
    path.chmod(0o644)
    path.write_bytes(IMAGE[:-1])
    assert await problems(bench) == [(Kind.CACHE_CHANGED, f"{sha256}.jpg")]
    job = await repair(bench)
    assert job.result is not None and str(path) in job.result["messages"][0] and path.exists()
    path.unlink()
    bench.image(b"another file, so that the cache is not empty")
    await problems(bench)
    await repair(bench)
    assert sha256 not in bench.services.database.read_sync(assets.assets)


async def test_a_second_name_of_an_image_is_left_over(bench: PublishBench) -> None:
    _, sha256 = await published(bench)
    bench.cache.add(IMAGE, ".png")
    age(bench, bench.cache.path_of(sha256, ".png"))
    assert await problems(bench) == [(Kind.CACHE_ORPHAN, f"{sha256}.png")]
    await repair(bench)
    assert await problems(bench) == [] and [file.extension for file in bench.cache.files()] == [".jpg"]


async def test_at_most_so_many_titles_are_looked_at(bench: PublishBench) -> None:
    for number in range(3):
        bench.choose(RADARR, bench.film(f"Film {number}"), "poster", IMAGE)
    await bench.publish()
    assert (await verify(bench, limit=2)).result["titles"] == 2  # type: ignore[index]
    (film, *_) = bench.placements()
    assert (await verify(bench, external_ids=(film,))).result["files"] == 1  # type: ignore[index]


async def test_jobs_for_several_instances_read_the_cache_once(bench: PublishBench) -> None:
    await published(bench)
    done = [
        await bench.finished(each) for each in await bench.services.artwork.verifying.look(everything=True)
    ]
    assert [job.state for job in done] == [JobState.COMPLETED] * 2
    assert sum(job.result["read"] for job in done if job.result) == 1


async def test_repairing_is_refused_while_nothing_may_be_written(tmp_path: Path) -> None:
    with publish_bench(tmp_path) as bench:
        bench.services.start()
        await published(bench)
        (folder(bench) / POSTER).write_bytes(b"somebody else's")
        bench.services.config.ui.__dict__["read_only"] = True
        assert await problems(bench) == [(Kind.LIBRARY_CHANGED, POSTER)]
        with pytest.raises(ReadOnlyError):
            await bench.services.artwork.verifying.repair()
        job = await verify(bench, applies=True)
        assert (
            job.result is not None
            and "repair" not in job.result
            and bench.files() == {POSTER: b"somebody else's"}
        )


async def test_a_full_cache_heals_and_takes_the_owners_images(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'cache_limit = "1 MB"') as bench:
        bench.services.start()
        film, sha256 = await published(bench)
        bench.cache.delete(sha256, ".jpg")
        bench.image(b"x" * 1_000_000)
        assert await problems(bench) == [(Kind.CACHE_MISSING, f"{sha256}.jpg")]
        await repair(bench)
        assert await problems(bench) == [] and bench.cache.read(sha256, ".jpg") == IMAGE
        own = tmp_path / "own.png"
        own.write_bytes(draw(50, 50, seed=7, format="PNG"))
        await bench.services.artwork.choosing.import_image(RADARR, film, "fanart", own)
        assert bench.services.database.read_sync(slots.choices, RADARR)[film]["fanart"].by_owner


async def test_sentences_name_titles(bench: PublishBench) -> None:
    await published(bench)
    (folder(bench) / POSTER).unlink()
    job = await verify(bench)
    assert job.result is not None
    (sentence,) = job.result["messages"]
    assert sentence.startswith(f"{TITLE}: {POSTER}: ")
