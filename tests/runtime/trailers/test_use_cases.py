"""What front ends ask about trailers, after a backup of a simulated Radarr."""

from __future__ import annotations

import shutil

import pytest

from arrtui.core.errors import UsageError
from arrtui.core.events import JobState
from arrtui.core.trailers import TrailerChoice
from arrtui.features.trailers.reports import ProblemKind
from arrtui.features.trailers.status import TrailerState
from tests.runtime.trailers.conftest import NAME, Home


async def states(home: Home) -> list[tuple[TrailerState, bool]]:
    """Return state and wish of the one title that has its file."""
    own = str(home.title.external_id)
    rows = await home.services.trailers.rows([NAME])
    return [(row.status.state, row.status.is_wanted) for row in rows if row.facts.title.external_id == own]


async def test_a_backup_tells_what_is_there_and_the_owner_what_is_wanted(home: Home) -> None:
    (home.folder / "trailer.strm").write_bytes(b"t")
    await home.back_up()
    assert await states(home) == [(TrailerState.MONITORED, True)]
    (problem,) = await home.services.trailers.problems()
    assert (problem.kind, problem.relative_path) == (ProblemKind.BECOMES_FILM, "trailer.strm")
    for wanted, state in ((False, TrailerState.MISSING), (None, TrailerState.MONITORED)):
        choice = TrailerChoice(external_id=str(home.title.external_id), wanted=wanted)
        await home.services.trailers.choose(NAME, choice)
        assert await states(home) == [(state, state is TrailerState.MONITORED)]
    await home.download()
    (job_id,) = await home.services.trailers.refresh([NAME])
    await home.work([job_id])
    assert await states(home) == [(TrailerState.DOWNLOADED, False)]
    (job,) = [job for job in await home.services.jobs.list_jobs() if job.id == job_id]
    assert (job.state, job.result and job.result["downloaded"]) == (JobState.COMPLETED, 1)


async def test_a_lost_root_is_accepted_once_it_is_there(home: Home) -> None:
    await home.back_up()
    root = home.folder.parent
    away = root.rename(root.with_name("away"))

    async def look() -> list[TrailerState]:
        await home.work(await home.services.trailers.refresh([NAME]))
        return [state for state, _ in await states(home)]

    assert await look() == [TrailerState.NOT_MOUNTED]
    (doubted,) = await home.services.trailers.doubted_roots(NAME)
    with pytest.raises(UsageError):
        await home.services.trailers.accept_root(NAME, doubted.path)
    root.mkdir()
    with pytest.raises(UsageError, match=str(root)):
        await home.services.trailers.accept_root(NAME, str(root.parent))
    assert await look() == [TrailerState.NOT_MOUNTED]
    await home.services.trailers.accept_root(NAME, doubted.path)
    assert await look() == [TrailerState.MISSING]
    assert await home.services.trailers.doubted_roots(NAME) == []
    shutil.rmtree(root)
    away.rename(root)
    assert await look() == [TrailerState.MONITORED]
