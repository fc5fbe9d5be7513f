"""Waiting for jobs that were queued from a pane."""

from __future__ import annotations

from arrtui.core.events import Job, JobState
from arrtui.tui.kit.plan_waiter import JobWaiter


def test_a_job_that_finished_before_it_was_known_is_heard_of_once() -> None:
    finished: list[Job] = []
    waiter = JobWaiter(finished.append)
    done = Job(id=3, kind="undo", state=JobState.COMPLETED, result={"plan": 9})
    waiter.take({3: done})
    assert finished == []
    waiter.wait_for(3)
    assert finished == [done]
    waiter.take({3: done})
    assert finished == [done]


def test_jobs_under_way_are_told_apart_from_those_not_seen_yet() -> None:
    waiter = JobWaiter(lambda _job: None)
    waiter.wait_for(3)
    waiter.wait_for(4)
    assert waiter.unfinished == []
    running = Job(id=3, kind="plan", state=JobState.RUNNING)
    waiter.take({3: running})
    assert waiter.unfinished == [running]
