"""Whatever is in the way of bringing artwork back is a sentence, and costs nothing."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from arrtui.core.events import Access
from arrtui.db import jobs, leases
from arrtui.db.artwork import taken
from arrtui.db.jobs import NewJob
from arrtui.features.artwork import follow_run
from arrtui.media import art_placing
from arrtui.runtime.artwork import following
from tests.demo.files.neighbours import VIDEOS
from tests.runtime.artwork.survival import ArtHome, art_home
from tests.runtime.artwork.test_owner_files import picture, settle, upgrade

pytestmark = pytest.mark.usefixtures("hurry")

OLD = VIDEOS["radarr"].removesuffix(".mkv")
HOSTILE = f"{OLD}-\u202egpj.<script>\n'; --.jpg"
OWN = {"poster.jpg": picture(1), HOSTILE: picture(2)}


@pytest.fixture
def film(tmp_path: Path) -> Iterator[ArtHome]:
    """A film with images of its owner and a published one."""
    with art_home(tmp_path, "radarr") as home:
        for name, content in OWN.items():
            (home.folder / name).write_bytes(content)
        yield home


async def ready(film: ArtHome) -> None:
    """Scan the owner's images and publish one."""
    await settle(film)
    await film.publish(banner=b"banner")
    film.title.rescan()


def wanted(new: str) -> dict[str, bytes]:
    """Return what is to lie beside a film."""
    own = {name.replace(OLD, new): content for name, content in OWN.items()}
    published = {f"{new}-banner.jpg": b"banner", f"{new}-poster.png": OWN["poster.jpg"]}
    return dict(sorted({**own, **published}.items()))


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EIO])
async def test_a_disk_that_takes_nothing_is_a_sentence_each_and_the_next_look_goes_on(
    film: ArtHome, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    await ready(film)
    new = upgrade(film)

    def refuse(*_args: object) -> Path:
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as patch:
        patch.setattr(art_placing, "open_work_folder", refuse)
        found = await film.hear()
    sentences = [line for job in found for line in (job.result or {}).get("messages", ())]
    assert film.images() == {} and len(film.taken()) == 2
    assert sum("poster.jpg" in line for line in sentences) == 1 and any(
        "banner" in line for line in sentences
    )
    (event,) = await film.events("artwork_lost")
    assert (event.facts["lost"], event.facts["restored"]) == (4, 0)
    await film.back_up()
    assert film.images() == wanted(new)
    await film.back_up()
    assert film.taken() == [] and len(await film.events("artwork_lost")) == 1


async def test_a_folder_that_is_renamed_meanwhile_is_not_made_again(
    film: ArtHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ready(film)
    new = upgrade(film)
    moved, bring = film.folder.with_name("Renamed"), follow_run.bring_back

    def rename_first(*args: Any) -> object:
        film.folder.rename(moved)
        return bring(*args)

    with monkeypatch.context() as patch:
        patch.setattr(follow_run, "bring_back", rename_first)
        await film.hear()
    assert not film.folder.exists() and list(moved.iterdir()) == [moved / f"{new}.mkv"]
    moved.rename(film.folder)
    await film.back_up()
    assert film.images() == wanted(new)


@pytest.mark.parametrize("what", ["root", "title"])
async def test_a_disk_that_is_away_takes_nothing_and_gets_nothing(film: ArtHome, what: str) -> None:
    await ready(film)
    before = film.images()
    place = film.folder if what == "title" else film.folder.parent
    aside = film.folder.parent.parent / "aside"
    place.rename(aside)
    place.mkdir()
    await film.hear()
    await film.back_up()
    await film.scan()
    assert list(place.iterdir()) == [] and await film.events("artwork_lost") == []
    place.rmdir()
    aside.rename(place)
    await film.scan()
    await film.back_up()
    assert film.images() == before and film.taken() == []


async def test_a_clock_that_was_set_back_keeps_no_note(film: ArtHome) -> None:
    await ready(film)
    new = upgrade(film)
    await film.scan()
    database = film.services.database
    rows = database.read_sync(taken.taken, film.name)[film.external_id]
    database.write_sync(taken.note, film.name, [replace(row, noted_at=9e9) for row in rows])
    await film.hear()
    assert film.images() == wanted(new) and film.taken() == []


async def test_a_flood_of_news_is_one_look(film: ArtHome, monkeypatch: pytest.MonkeyPatch) -> None:
    await ready(film)
    monkeypatch.setattr(following, "SETTLE", 60.0)
    services = film.services
    context: Any = SimpleNamespace(job=SimpleNamespace(instance=film.name, id=None))
    before = {job.id for job in await services.jobs.list_jobs()}
    for number in range(200):
        await following.follow_events(services, context, {film.title.title_id, number + 10**6})
    (job,) = [job for job in await services.jobs.list_jobs() if job.id not in before]
    assert job.args["external_ids"] == [film.external_id]
    whole = following.follow_job(film.name, ())
    assert (await services.jobs.enqueue(whole))[1]


async def test_a_title_that_nobody_knows_is_no_matter(film: ArtHome) -> None:
    await ready(film)
    before = film.images()
    job_id = await film.services.artwork.publishing.bring_back(film.name, ["999999", "<script>"])
    (job,) = [job for job in await film.work([job_id]) if job.id == job_id]
    assert job.result is not None and job.result["titles"] == 0 and film.images() == before


async def test_a_sync_under_way_is_not_waited_for(film: ArtHome) -> None:
    await ready(film)
    new = upgrade(film)
    database, now = film.services.database, film.services.clock()
    sync = NewJob(kind="apply", subject="s", instance=film.name, access=Access.WRITE, run_after=now + 30)
    held, _ = database.write_sync(jobs.enqueue, sync, now)
    assert database.write_sync(leases.claim, "another", now + 31, 60.0, only=[held.id]) is not None
    await film.services.activity.refresh([film.name])
    while film.images() != wanted(new):
        await asyncio.sleep(0.02)
    (job,) = [job for job in await film.services.jobs.list_jobs() if job.id == held.id]
    assert not job.state.finished
