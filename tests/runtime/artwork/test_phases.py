"""What starts by itself, and what is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.artwork import PhaseName
from arrtui.core.estate_event_words import sentence_of
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Job
from arrtui.runtime.artwork.phases import PhaseArgs
from tests.runtime.artwork.bench import RADARR, PublishBench, publish_bench


async def tell(bench: PublishBench) -> tuple[Job, list[EstateEvent]]:
    (job_id,) = await bench.services.artwork.start(PhaseName.NOTIFY, [RADARR])
    job = await bench.finished(job_id)
    return job, await bench.services.events.since(0.0, [EventType.ARTWORK_PUBLISHED])


async def test_what_was_published_is_told_once(bench: PublishBench) -> None:
    bench.services.start()
    assert (await tell(bench))[1] == []
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"poster")
    bench.choose(RADARR, film, "fanart", b"fanart")
    await bench.publish()
    for _ in range(2):
        _, (event,) = await tell(bench)
        assert sentence_of(event) == f"{RADARR}: has new artwork: 2 images for 1 title"
    other = bench.film("Heat (1995)")
    bench.choose(RADARR, other, "poster", b"other")
    await bench.publish()
    job, events = await tell(bench)
    assert job.result is not None and job.result["published"] == 1
    assert [event.facts["images"] for event in events] == [2, 1]


@pytest.mark.parametrize("phases", ['["scan", "notify"]', '["notify"]', "[]"])
async def test_each_phase_starts_the_next_one_that_is_configured(tmp_path: Path, phases: str) -> None:
    with publish_bench(tmp_path, f"phases = {phases}") as bench:
        bench.services.start()
        bench.film()
        first = next(iter(bench.services.config.artwork.phases), "scan")
        args = PhaseArgs(follows=True)
        (job_id,) = await bench.services.artwork.start(PhaseName(first), [RADARR], args)
        await bench.finished(job_id)
        kinds = [job.kind for job in await bench.services.jobs.list_jobs()]
        assert ("artwork-notify" in kinds) == ("notify" in phases)
