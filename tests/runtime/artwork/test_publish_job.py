"""The job: a look, a first time that waits for a person, approval line by line, and taking all back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.artwork import PublishAction, PublishPlan
from arrtui.core.errors import ReadOnlyError, UsageError
from arrtui.core.estate_events import EventType
from arrtui.core.events import JobState
from arrtui.runtime.artwork.publish_job import PUBLISH
from arrtui.runtime.artwork.publishing import OWN_BIN_KIND
from tests.runtime.artwork.bench import RADARR, PublishBench, publish_bench

TITLE = "Alien (1979)"
POSTER = f"{TITLE}-poster.jpg"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PublishBench]:
    """A bench whose worker works."""
    with publish_bench(tmp_path) as made:
        made.services.start()
        yield made


def _many(bench: PublishBench, count: int = 6) -> list[str]:
    films = [bench.film(f"Film {number}") for number in range(count)]
    for film in films:
        bench.choose(RADARR, film, "poster", film.encode())
    return films


def _posters(bench: PublishBench) -> int:
    return len(list(bench.root(RADARR).rglob("*-poster.jpg")))


async def _planned(bench: PublishBench) -> PublishPlan:
    """Return the plan that somebody asked for in the pane."""
    await bench.finished(await bench.services.artwork.publishing.queue_plan(RADARR))
    return (await bench.services.artwork.publishing.plans([RADARR], waiting=True))[0]


async def test_a_look_writes_nothing_and_keeps_a_plan(bench: PublishBench) -> None:
    bench.choose(RADARR, bench.film(), "poster", b"poster")
    job = await bench.job(applies=False)
    assert job.result is not None and job.result["entries"] == 1 and bench.files() == {}
    (plan,) = await bench.services.artwork.publishing.plans([RADARR], waiting=True)
    (entry,) = plan.entries
    assert (plan.id, entry.action, entry.relative_path) == (job.result["plan"], PublishAction.WRITE, POSTER)
    assert "1 file of 1 title" in PUBLISH.describe_result(job.result)


async def test_the_first_mass_publish_by_itself_waits_for_a_person(bench: PublishBench) -> None:
    films = _many(bench)
    job = await bench.job(follows=True)
    assert job.state is JobState.COMPLETED and _posters(bench) == 0
    (event,) = await bench.services.events.after(0, types=(EventType.PLAN_READY,))
    assert "6 files of 6 titles" in event.reason
    publishing = bench.services.artwork.publishing
    (plan,) = await publishing.plans(waiting=True)
    rejected = next(entry for entry in plan.entries if entry.external_id == films[0])
    assert await publishing.decide(plan.id, [rejected], False) == 1
    applied = await bench.finished(await publishing.approve(plan.id))
    assert applied.result is not None and applied.result["published"] == 5 and _posters(bench) == 5
    with pytest.raises(UsageError):
        await publishing.approve(plan.id)
    again = await bench.job(follows=True)
    assert again.result is not None and "plan" not in again.result and again.result["published"] == 0
    bench.choose(RADARR, films[1], "poster", b"another")
    again = await bench.job(follows=True)
    assert again.result is not None and again.result["published"] == 1 and _posters(bench) == 5
    bench.choose(RADARR, films[0], "poster", b"not the rejected one")
    await bench.job(follows=True)
    assert _posters(bench) == 6


async def test_a_few_titles_need_no_look_and_a_person_who_asks_is_one(bench: PublishBench) -> None:
    _many(bench, 2)
    await bench.job(follows=True)
    assert _posters(bench) == 2
    for number in range(6):
        bench.choose(RADARR, bench.film(f"More {number}"), "poster", f"more {number}".encode())
    job = await bench.job(follows=True)  # now it is much, and still the first time
    assert job.result is not None and job.result["planned_titles"] == 6 and _posters(bench) == 2


async def test_what_was_rejected_in_a_plan_that_waits_is_not_in_the_next_one(bench: PublishBench) -> None:
    films = _many(bench, 7)
    publishing = bench.services.artwork.publishing
    await bench.job(follows=True)
    (plan,) = await publishing.plans(waiting=True)
    rejected = [entry for entry in plan.entries if entry.external_id == films[0]]
    await publishing.decide(plan.id, rejected, False)
    for _ in range(2):
        await bench.job(follows=True)
        (again,) = await publishing.plans(waiting=True)
        assert len(again.entries) == 6 and again.id != plan.id
    assert await publishing.decide(plan.id, rejected, True) == 0
    with pytest.raises(UsageError):
        await publishing.approve(plan.id)


async def test_asked_for_by_a_person_it_is_done(bench: PublishBench) -> None:
    _many(bench)
    job = await bench.job(limit=4)
    assert job.result is not None and job.result["published"] == 4 and _posters(bench) == 4


async def test_a_plan_is_done_once_somebody_published_all_that_is_in_it(bench: PublishBench) -> None:
    films = _many(bench)
    publishing = bench.services.artwork.publishing
    await bench.job(follows=True)
    assert await publishing.waiting_count() == 1
    await bench.job(limit=4)
    await bench.job(external_ids=tuple(films[:5]))
    assert _posters(bench) == 5 and await publishing.waiting_count() == 1
    await bench.job()
    assert _posters(bench) == 6 and await publishing.waiting_count() == 0


async def test_nothing_is_written_in_read_only_mode(bench: PublishBench) -> None:
    bench.choose(RADARR, bench.film(), "poster", b"poster")
    bench.services.config.ui.__dict__["read_only"] = True
    publishing = bench.services.artwork.publishing
    with pytest.raises(ReadOnlyError):
        await publishing.unpublish([RADARR])
    with pytest.raises(ReadOnlyError):
        await publishing.approve(1)
    with pytest.raises(ReadOnlyError):
        await publishing.bring_back(RADARR, ["601"])
    assert bench.files() == {}


async def test_taking_back_gives_the_owners_files_back(bench: PublishBench) -> None:
    film, other = bench.film(), bench.film("Other")
    path = bench.root(RADARR) / TITLE / POSTER
    path.write_bytes(b"the owner's")
    bench.choose_as_owner(RADARR, film, "poster", b"asked for")
    bench.choose(RADARR, film, "fanart", b"fanart")
    bench.choose(RADARR, film, "banner", b"banner")
    bench.choose(RADARR, other, "poster", b"locked")
    await bench.job()
    bench.lock(RADARR, other, "poster")
    (bench.root(RADARR) / TITLE / f"{TITLE}-banner.jpg").write_bytes(b"changed")
    publishing = bench.services.artwork.publishing
    (look,) = await publishing.unpublish([RADARR], applies=False)
    looked = await bench.finished(look)
    assert looked.result is not None and looked.result["entries"] == 2
    assert bench.files()[POSTER] == b"asked for"
    (job_id,) = await publishing.unpublish([RADARR])
    job = await bench.finished(job_id)
    assert job.result is not None and (job.result["removed"], job.result["restored"]) == (2, 1)
    assert bench.files() == {POSTER: b"the owner's", f"{TITLE}-banner.jpg": b"changed"}
    assert bench.files("Other") == {"Other-poster.jpg": b"locked"}
    assert set(bench.placements()) == {other}
    binned = await bench.services.recycle.files()
    assert {(file.kind, Path(file.bin_path).read_bytes()) for file in binned} == {
        (OWN_BIN_KIND, b"asked for"),
        (OWN_BIN_KIND, b"fanart"),
    }
    (job_id,) = await publishing.unpublish([RADARR])
    again = await bench.finished(job_id)
    assert again.result is not None and (again.result["removed"], again.result["restored"]) == (0, 0)


async def test_what_was_rejected_can_be_taken_in_again(bench: PublishBench) -> None:
    films = _many(bench, 2)
    publishing = bench.services.artwork.publishing
    plan = await _planned(bench)
    refused = next(entry for entry in plan.entries if entry.external_id == films[0])
    await publishing.decide(plan.id, [refused], False)
    look = await bench.job(applies=False)
    assert look.result is not None and look.result["entries"] == 1, "a later plan forgets no rejection"
    plan = await _planned(bench)
    assert {entry.external_id: entry.approved for entry in plan.entries} == {films[0]: False, films[1]: None}
    await publishing.decide(plan.id, [refused], None)
    await bench.finished(await publishing.approve(plan.id))
    assert _posters(bench) == 2


async def test_a_look_at_taking_back_is_no_plan_that_waits(bench: PublishBench) -> None:
    _many(bench, 2)
    await bench.job()
    publishing = bench.services.artwork.publishing
    bench.choose(RADARR, bench.film("Later"), "poster", b"later")
    waiting = await _planned(bench)
    (look,) = await publishing.unpublish([RADARR], applies=False)
    looked = await bench.finished(look)
    assert looked.result is not None and looked.result["entries"] == 2
    assert [plan.id for plan in await publishing.plans(waiting=True)] == [waiting.id]


async def test_taking_back_within_a_limit_gives_back_only_what_belongs_to_it(bench: PublishBench) -> None:
    for title in ("First", "Second"):
        film = bench.film(title)
        (bench.root(RADARR) / title / f"{title}-poster.jpg").write_bytes(b"the owner's")
        bench.choose_as_owner(RADARR, film, "poster", title.encode())
    await bench.job()
    job = await bench.job(limit=1, takes_back=True)
    assert job.result is not None
    assert (job.result["removed"], job.result["restored"], job.result["failed"]) == (1, 1, 0)
    assert bench.files("First") == {"First-poster.jpg": b"the owner's"}
    assert bench.files("Second") == {"Second-poster.jpg": b"Second"}
