"""The table of kinds of job: what each gives its jobs, and what is said of kinds that nobody registered."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from arrtui.core.events import Access, Job, JobState
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import VANISHED, JobKind, JobKinds


async def _nothing(context: JobContext) -> None:
    return None


APPLY = JobKind(
    *("apply", "Sync", _nothing),
    access=Access.WRITE,
    stores=True,
    max_attempts=9,
    describe_result=lambda result: f"{result.get('applied', 0)} applied",
)


def test_a_new_job_takes_access_and_attempts_from_its_kind() -> None:
    kinds = JobKinds()
    kinds.add(APPLY)
    assert kinds.with_defaults(NewJob(kind="apply", args={"a": 1})) == NewJob(
        kind="apply", args={"a": 1}, access=Access.WRITE, max_attempts=9
    )
    assert kinds.with_defaults(NewJob(kind="?")) == NewJob(kind="?")
    assert kinds.describe(Job(id=1, kind="apply", subject="films")) == "Sync of films"
    assert kinds.describe(Job(id=1, kind="?")) == "?"
    with pytest.raises(ValueError, match="apply"):
        kinds.add(JobKind("apply", "x", _nothing))


def test_an_unknown_kind_is_called_by_its_name_and_promises_nothing() -> None:
    kinds = JobKinds([APPLY])
    assert (kinds.get("?"), kinds.title("?"), kinds.stores("?"), kinds.routine("?")) == (
        None,
        "?",
        False,
        False,
    )
    assert (kinds.title("apply"), kinds.stores("apply"), kinds.routine("apply")) == ("Sync", True, False)
    assert kinds.describe_result(Job(id=1, kind="?", result={"applied": 3})) == ""
    assert kinds.describe_result(Job(id=1, kind="apply", result={"applied": 3})) == "3 applied"
    assert kinds.describe_result(Job(id=1, kind="apply")) == "0 applied"


def test_a_job_that_lost_its_worker_is_parked_unless_its_kind_is_resumable() -> None:
    kinds = JobKinds([APPLY, JobKind("search", "Search", _nothing, resumable=False)])
    apply, search = (Job(id=1, kind=kind, state=JobState.RUNNING) for kind in ("apply", "search"))
    assert kinds.park_reason(apply, 0.0) == ""
    assert kinds.park_reason(search, 0.0) == VANISHED
    waiting = msgspec.structs.replace(search, state=JobState.PENDING)
    assert kinds.park_reason(waiting, 0.0) == ""
    assert kinds.park_reason(msgspec.structs.replace(search, kind="?"), 0.0) == ""


def test_a_kind_says_which_of_its_jobs_must_not_begin_unasked() -> None:
    kinds = JobKinds([JobKind("k", "K", _nothing, park_reason=lambda job, now: f"{job.id} at {now}")])
    assert kinds.park_reason(Job(id=1, kind="k"), 5.0) == "1 at 5.0"


async def test_a_bound_handler_is_given_the_services_and_the_job() -> None:
    given: list[Any] = []

    async def handler(services: object, job: object) -> dict[str, int]:
        given.extend((services, job))
        return {"done": 1}

    kind = JobKind("k", "K", handler, max_attempts=4)
    bound = kind.bound("services", 2)
    assert await bound.handler("job") == {"done": 1}
    assert given == ["services", "job"]
    assert (bound.max_attempts, kind.bound("services", 9).max_attempts) == (2, 4)
