"""What the ends of plans and applies mean for those who follow the estate."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.estate_events import EventType
from arrtui.core.events import Job, JobState
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.sync.jobs import APPLY, PLAN, RESTORE

DONE, FAILED, CANCELLED = JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED
COUNTS = {"plan": 7, "add": 40, "update": 0, "remove": 0, "locked": None}


@pytest.mark.parametrize(
    ("kind", "state", "result", "event", "words"),
    [
        (PLAN, DONE, COUNTS, EventType.PLAN_READY, "plan 7: +40 ~0 -0"),
        (RESTORE, DONE, COUNTS, EventType.PLAN_READY, "radarr.main to snapshot 3, plan 7"),
        (PLAN, DONE, COUNTS | {"add": 0}, None, ""),
        (PLAN, DONE, COUNTS | {"locked": "40 removals"}, EventType.PLAN_LOCKED, "40 removals"),
        (PLAN, FAILED, None, EventType.JOB_FAILED, "no answer"),
        (PLAN, CANCELLED, None, None, ""),
        (APPLY, DONE, {"applied": 40, "failed": 0}, EventType.APPLY_DONE, "40 applied"),
        (APPLY, DONE, {"applied": 39, "failed": 1}, EventType.APPLY_FAILED, "1 entry could not be applied"),
        (APPLY, FAILED, None, EventType.APPLY_FAILED, "no answer"),
        (APPLY, CANCELLED, None, None, ""),
    ],
)
def test_what_the_end_of_a_job_tells(
    kind: JobKind, state: JobState, result: dict[str, Any] | None, event: EventType | None, words: str
) -> None:
    job = Job(
        id=1,
        kind=kind.name,
        subject="radarr.main to snapshot 3 [0badc0de]",
        state=state,
        result=result,
        error="no answer" if state is FAILED else "",
    )
    assert kind.events is not None
    told = kind.events(job)
    assert [each.type for each in told] == ([event] if event else [])
    assert all(words in each.reason and each.facts["job"] == 1 for each in told)
