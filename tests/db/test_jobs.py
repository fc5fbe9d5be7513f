"""The statements on jobs: queueing, claiming, leases, ending, looking, workers."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arrtui.core.errors import JobLostError
from arrtui.core.events import UNFINISHED, Access, Job, Progress
from arrtui.db import jobs, leases, workers
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.db.models import JobRow
from arrtui.db.workers import WorkerInfo

NOW = 1_800_000_000.0
LEASE = 30.0


class Table:
    """The statements, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, kind: str = "k", subject: str = "s", now: float = NOW, **values: Any) -> int:
        return self.put(kind, subject, now, **values)[0]

    def put(self, kind: str = "k", subject: str = "s", now: float = NOW, **values: Any) -> tuple[int, bool]:
        new = NewJob(kind=kind, subject=subject, **values)
        job, created = self.database.write_sync(jobs.enqueue, new, now)
        return job.id, created

    def claim(self, worker: str = "w", now: float = NOW, **values: Any) -> Job | None:
        return self.database.write_sync(leases.claim, worker, now, LEASE, **values)

    def claimed(self, worker: str = "w", now: float = NOW, **values: Any) -> list[int]:
        found = []
        while job := self.claim(worker, now, **values):
            found.append(job.id)
        return found

    def do(self, statement: Callable[..., Any], *args: object) -> Any:
        return self.database.write_sync(statement, *args)

    def get(self, job_id: int) -> Job:
        job = self.database.read_sync(jobs.get, job_id)
        assert job is not None
        return job


@pytest.fixture
def table(database: Database) -> Table:
    return Table(database)


# --- queueing --------------------------------------------------------------------------------------------


def test_a_new_job_is_stored_as_it_was_asked_for(table: Table) -> None:
    new = {"instance": "radarr.main", "access": Access.WRITE, "args": {"é": [1, None]}, "priority": 2}
    job = table.get(table.add("backup", "radarr.main", **new, max_attempts=7, run_after=NOW + 60))
    assert (job.kind, job.subject, job.instance, job.access) == (
        "backup",
        "radarr.main",
        "radarr.main",
        "write",
    )
    assert (job.args, job.priority, job.max_attempts) == ({"é": [1, None]}, 2, 7)
    assert (job.state, job.attempts, job.run_after, job.created_at) == ("pending", 0, NOW + 60, NOW)
    assert (job.result, job.progress, job.started_at, job.finished_at) == (None, Progress(), None, None)


@pytest.mark.parametrize("state", ["pending", "running", "retrying"])
def test_an_equal_unfinished_job_is_returned_instead(table: Table, state: str) -> None:
    first = table.add()
    if state != "pending":
        table.claim()
    if state == "retrying":
        table.do(leases.retry_later, "w", first, NOW, NOW + 5, "no answer")
    assert table.put() == (first, False)
    assert table.get(first).state == state
    assert table.put(subject="other")[1]
    assert table.put(kind="other")[1]


def test_a_finished_job_does_not_stand_in_the_way(table: Table) -> None:
    first = table.add()
    table.claim()
    table.do(leases.complete, "w", first, None, NOW)
    second, created = table.put()
    assert created
    assert second != first


def test_an_equal_job_becomes_more_urgent_but_never_less(table: Table) -> None:
    first = table.add(priority=5, run_after=NOW + 100)
    table.put(priority=8)
    assert (table.get(first).priority, table.get(first).run_after) == (5, NOW + 100)
    table.put(priority=1)
    assert (table.get(first).priority, table.get(first).run_after) == (1, 0)


def test_eight_threads_queue_one_job(table: Table) -> None:
    start = threading.Barrier(8)

    def put(_: int) -> tuple[int, bool]:
        start.wait()
        return table.put()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(put, range(8)))
    assert len({job_id for job_id, _ in answers}) == 1
    assert [created for _, created in answers].count(True) == 1
    assert len(table.do(jobs.list_jobs)) == 1


def test_nothing_is_put_off_for_more_than_an_hour(table: Table) -> None:
    assert table.get(table.add(run_after=NOW + 1e9)).run_after == NOW + jobs.MAX_DELAY


# --- claiming --------------------------------------------------------------------------------------------


def test_the_most_urgent_is_first_and_the_oldest_among_equals(table: Table) -> None:
    ids = {
        name: table.add(subject=name, priority=priority)
        for name, priority in {"a": 5, "b": 1, "c": 10, "d": 5, "e": 1}.items()
    }
    assert table.claimed() == [ids[name] for name in "beadc"]


def test_a_claimed_job_is_running_and_leased(table: Table) -> None:
    job_id = table.add()
    job = table.claim("me", NOW + 3)
    assert job == table.get(job_id)
    assert (job.state, job.attempts, job.lease_owner, job.lease_until, job.started_at) == (
        "running",
        1,
        "me",
        NOW + 3 + LEASE,
        NOW + 3,
    )
    assert table.claim("you") is None


def test_a_job_waits_for_its_time(table: Table) -> None:
    table.add(run_after=NOW + 10)
    assert table.claim(now=NOW + 9.9) is None
    assert table.claim(now=NOW + 10) is not None


def test_one_write_at_a_time_on_an_instance(table: Table) -> None:
    first, second, third, read = (
        table.add(subject="1", instance="radarr.a", access=Access.WRITE),
        table.add(subject="2", instance="radarr.a", access=Access.WRITE),
        table.add(subject="3", instance="radarr.b", access=Access.WRITE),
        table.add(subject="4", instance="radarr.a"),
    )
    assert table.claimed() == [first, third, read]
    table.do(leases.complete, "w", first, None, NOW)
    assert table.claimed() == [second]


def test_nothing_runs_beside_a_job_that_must_be_alone(table: Table) -> None:
    read = table.add(subject="1", instance="radarr.a", priority=1)
    assert table.claimed() == [read]
    alone = table.add(subject="2", instance="radarr.a", access=Access.ALONE, priority=2)
    late, other = (table.add(subject=name, instance=name) for name in ("radarr.a", "radarr.b"))
    assert table.claimed() == [other]  # the late one would keep the other waiting for ever
    table.do(leases.complete, "w", read, None, NOW)
    assert not table.do(leases.is_taken_alone, "radarr.a")
    assert table.claimed() == [alone]
    assert table.do(leases.is_taken_alone, "radarr.a")
    table.do(leases.complete, "w", alone, None, NOW)
    assert table.claimed() == [late]


def test_so_many_reads_on_an_instance(table: Table) -> None:
    ids = [table.add(subject=str(number), instance="radarr.a") for number in range(4)]
    other = table.add(subject="x", instance="sonarr.a", priority=9)
    free = [table.add(subject=f"free{number}", priority=10) for number in range(3)]
    assert table.claimed(reads_per_instance=2) == [*ids[:2], other, *free]
    table.do(leases.release, "w", ids[0], NOW)
    assert table.claimed(reads_per_instance=2) == [ids[0]]


def test_only_the_jobs_asked_for_and_their_children(table: Table) -> None:
    parent = table.add(subject="parent")
    other = table.add(subject="other", priority=1)
    child = table.add(subject="child", parent_id=parent)
    grandchild = table.add(subject="grandchild", parent_id=child)
    assert table.claimed(only={parent}) == [parent, child]
    assert table.claimed(only={parent, child}) == [grandchild]
    assert table.claimed(only=set()) == []
    assert table.claimed() == [other]


def test_looking_for_work_finds_what_claiming_would(table: Table) -> None:
    def due(now: float = NOW, only: set[int] | None = None) -> bool:
        return bool(table.do(leases.anything_due, "me", now, only))

    assert not due()
    job_id = table.add(run_after=NOW + 10)
    assert not due()
    assert due(NOW + 10)
    assert not due(NOW + 10, {job_id + 1})
    table.claim("you", NOW + 10)
    assert not due(NOW + 11)
    assert due(NOW + 10 + LEASE)


# --- leases ----------------------------------------------------------------------------------------------


def test_a_lease_that_runs_out_puts_the_job_back(table: Table) -> None:
    job_id = table.add()
    table.claim("dead")
    assert table.claim("me", NOW + LEASE - 0.1) is None
    job = table.claim("me", NOW + LEASE)
    assert job is not None
    assert (job.id, job.attempts, job.lease_owner) == (job_id, 2, "me")


def test_the_one_who_lost_a_job_can_write_nothing_about_it(table: Table) -> None:
    job_id = table.add()
    table.claim("late")
    table.claim("me", NOW + LEASE)
    before = table.get(job_id)
    for statement, args in {
        leases.progress: (Progress(done=1),),
        leases.complete: ("{}", NOW),
        leases.fail: (NOW, "x"),
        leases.retry_later: (NOW, NOW, "x"),
        leases.finish_cancelled: (NOW,),
        leases.release: (NOW,),
    }.items():
        with pytest.raises(JobLostError):
            table.do(statement, "late", job_id, *args)
    assert table.get(job_id) == before
    assert table.do(leases.renew, "late", NOW, LEASE) == {}
    assert table.do(leases.renew, "me", NOW, LEASE) == {job_id: False}


def test_a_renewed_lease_holds(table: Table) -> None:
    job_id = table.add()
    table.claim("me")
    table.do(leases.renew, "me", NOW + 20, LEASE)
    assert table.claim("you", NOW + LEASE + 10) is None
    assert table.get(job_id).lease_until == NOW + 20 + LEASE


def test_a_worker_that_slept_keeps_what_nobody_took(table: Table) -> None:
    job_id = table.add()
    table.claim("me")
    assert table.claim("me", NOW + 1000) is None
    assert table.do(leases.renew, "me", NOW + 1000, LEASE) == {job_id: False}


@pytest.mark.parametrize(("max_attempts", "starts"), [(1, 4), (4, 4), (6, 6)])
def test_a_job_that_kills_its_workers_fails_in_the_end(table: Table, max_attempts: int, starts: int) -> None:
    job_id, now, started = table.add(max_attempts=max_attempts), NOW, 0
    while table.claim(f"dead{started}", now):
        started, now = started + 1, now + LEASE
    job = table.get(job_id)
    assert started == starts
    assert (job.state, job.error_code, job.finished_at) == ("failed", "abandoned", now)
    assert f"started {starts} times" in job.error


def test_an_abandoned_job_that_was_to_stop_is_cancelled(table: Table) -> None:
    job_id = table.add()
    table.claim("dead")
    table.do(jobs.cancel, job_id, NOW)
    assert table.claim("me", NOW + LEASE) is None
    assert table.get(job_id).state == "cancelled"


# --- parking ---------------------------------------------------------------------------------------------


def vanished(job: Job, _now: float) -> str:
    """Park whatever lost its worker."""
    return "how far it came is not known" if job.state == "running" else ""


def old(job: Job, now: float) -> str:
    return "it is old" if now - max(job.asked_at, job.lease_until) > 60 else ""


def test_a_job_whose_worker_vanished_is_parked_where_there_is_a_reason(table: Table) -> None:
    job_id = table.add()
    table.claim("dead")
    assert table.claim("me", NOW + LEASE, park_reason=vanished) is None
    job = table.get(job_id)
    assert (job.state, job.error, job.error_code) == ("parked", "how far it came is not known", "parked")
    assert (job.lease_owner, job.finished_at, job.state.finished, job.state.active) == (
        "",
        None,
        False,
        False,
    )
    assert table.claim("me", NOW + 1e6) is None, "nobody takes it unasked"


def test_a_stray_is_parked_where_there_is_a_reason(table: Table) -> None:
    stray = table.add()
    table.claim("me")
    assert table.do(leases.put_back_strays, "me", set(), NOW, vanished) == 1
    assert table.get(stray).state == "parked"


def test_a_waiting_job_is_parked_and_the_next_one_claimed(table: Table) -> None:
    first, second = table.add(subject="1", priority=1), table.add(subject="2", now=NOW + 50)
    job = table.claim(now=NOW + 70, park_reason=old)
    assert job is not None
    assert (job.id, table.get(first).state, table.get(second).state) == (second, "parked", "running")


def test_a_parked_job_goes_on_by_hand_and_is_not_parked_at_once_again(table: Table) -> None:
    job_id = table.add()
    assert table.claim(now=NOW + 70, park_reason=old) is None
    job = table.do(jobs.retry, job_id, NOW + 80)
    assert (job.state, job.error, job.error_code, job.asked_at) == ("pending", "", "", NOW + 80)
    assert table.claim(now=NOW + 90, park_reason=old) is not None


def test_asking_for_a_parked_job_again_lets_it_go_on(table: Table) -> None:
    job_id = table.add()
    table.claim(now=NOW + 70, park_reason=old)
    assert table.put(now=NOW + 80) == (job_id, False)
    assert table.get(job_id).state == "pending"


def test_a_job_that_a_worker_had_until_just_now_is_not_old(table: Table) -> None:
    job_id = table.add()
    table.claim()
    table.do(leases.release, "w", job_id, NOW + 50)
    assert table.claim(now=NOW + 100, park_reason=old) is not None


def test_a_parked_job_can_be_cancelled(table: Table) -> None:
    job_id = table.add()
    table.claim(now=NOW + 70, park_reason=old)
    job = table.do(jobs.cancel, job_id, NOW + 80)
    assert (job.state, job.finished_at) == ("cancelled", NOW + 80)


def test_a_parked_job_is_listed_after_those_that_wait_and_never_pruned(table: Table) -> None:
    parked, waiting = table.add(subject="1"), table.add(subject="2", now=NOW + 50)
    table.add(subject="3", now=NOW + 50, priority=1)
    table.claim(now=NOW + 70, park_reason=old)
    table.claim(now=NOW + 70, park_reason=lambda job, _now: "no" if job.id == parked else "")
    table.do(leases.complete, "w", waiting, None, NOW + 70)
    assert [job.state for job in table.do(jobs.list_jobs)] == ["running", "parked", "completed"]
    table.do(jobs.prune, NOW + 1e9)
    assert table.get(parked).state == "parked"


def test_jobs_a_worker_holds_unknowingly_are_put_back(table: Table) -> None:
    known, stray = table.add(subject="known"), table.add(subject="stray")
    table.claimed("me")
    other = table.add(subject="other")
    table.claim("you")
    assert table.do(leases.put_back_strays, "me", {known}, NOW) == 1
    assert [table.get(job_id).state for job_id in (known, stray, other)] == ["running", "pending", "running"]
    assert table.get(stray).attempts == 1


@pytest.mark.parametrize("back", [3 * 3600.0, 1e9])
def test_a_clock_set_back_holds_nothing_up(table: Table, back: float) -> None:
    leased, waiting = table.add(subject="leased"), table.add(subject="waiting", run_after=NOW + 3000)
    table.claim("dead")
    assert set(table.claimed("me", NOW - back)) == {leased, waiting}


def test_a_lease_a_little_ahead_is_believed(table: Table) -> None:
    table.add()
    table.claim("alive")
    assert table.claim("me", NOW - 10) is None


# --- ending ----------------------------------------------------------------------------------------------


def test_a_completed_job_keeps_its_result_and_no_error(table: Table) -> None:
    job_id = table.add()
    table.claim()
    table.do(leases.retry_later, "w", job_id, NOW, NOW + 5, "no answer", "timeout", "long")
    table.claim(now=NOW + 5)
    assert table.get(job_id).error == "no answer"
    job = table.do(leases.complete, "w", job_id, '{"items":3}', NOW + 9)
    assert (job.state, job.result, job.error, job.error_code, job.error_detail) == (
        "completed",
        {"items": 3},
        "",
        "",
        "",
    )
    assert (job.finished_at, job.lease_owner) == (NOW + 9, "")


def test_a_failed_job_keeps_why(table: Table) -> None:
    job_id = table.add()
    table.claim()
    job = table.do(leases.fail, "w", job_id, NOW, "radarr.main: wrong key.", "wrong-key", "401")
    assert (job.state, job.error, job.error_code, job.error_detail) == (
        "failed",
        "radarr.main: wrong key.",
        "wrong-key",
        "401",
    )
    assert table.claim(now=NOW + 1e6) is None


def test_a_retrying_job_waits_and_counts(table: Table) -> None:
    job_id = table.add()
    table.claim()
    job = table.do(leases.retry_later, "w", job_id, NOW, NOW + 5, "no answer", "timeout")
    assert (job.state, job.run_after, job.attempts, job.lease_owner) == ("retrying", NOW + 5, 1, "")
    assert table.claim(now=NOW + 4) is None
    again = table.claim(now=NOW + 5)
    assert again is not None
    assert again.attempts == 2


def test_a_released_job_was_never_started(table: Table) -> None:
    job_id = table.add()
    table.claim()
    table.do(leases.progress, "w", job_id, Progress(done=5, total=9))
    job = table.do(leases.release, "w", job_id, NOW)
    assert (job.state, job.attempts, job.lease_owner, job.progress) == ("pending", 0, "", Progress())
    assert table.claimed("you") == [job_id]


def test_cancelling_what_waits_ends_it_at_once(table: Table) -> None:
    pending, retrying = table.add(subject="1"), table.add(subject="2", priority=1)
    table.claim()
    table.do(leases.retry_later, "w", retrying, NOW, NOW + 5, "x")
    for job_id in (pending, retrying):
        assert table.do(jobs.cancel, job_id, NOW + 1).state == "cancelled"
        assert table.get(job_id).finished_at == NOW + 1
    assert table.claim(now=NOW + 100) is None


@pytest.mark.parametrize("end", [leases.release, leases.finish_cancelled])
def test_cancelling_what_runs_asks_its_worker(table: Table, end: Callable[..., Job]) -> None:
    job_id = table.add()
    table.claim()
    job = table.do(jobs.cancel, job_id, NOW)
    assert (job.state, job.cancel_requested) == ("running", True)
    assert table.do(leases.held_jobs, "w") == {job_id: True}
    assert table.do(end, "w", job_id, NOW).state == "cancelled"


def test_a_job_that_was_to_stop_is_not_tried_again(table: Table) -> None:
    job_id = table.add()
    table.claim()
    table.do(jobs.cancel, job_id, NOW)
    job = table.do(leases.retry_later, "w", job_id, NOW, NOW + 5, "no answer")
    assert (job.state, job.error) == ("cancelled", "no answer")


def test_cancelling_a_job_cancels_what_it_asked_for(table: Table) -> None:
    parent = table.add(subject="parent")
    table.claim()
    child = table.add(subject="child", parent_id=parent)
    done = table.add(subject="done", parent_id=parent, priority=1)
    table.claim()
    table.do(leases.complete, "w", done, None, NOW)
    table.do(jobs.cancel, parent, NOW)
    assert [table.get(job_id).state for job_id in (parent, child, done)] == [
        "running",
        "cancelled",
        "completed",
    ]


def test_cancelling_what_is_over_or_unknown_changes_nothing(table: Table) -> None:
    job_id = table.add()
    table.claim()
    before = table.do(leases.complete, "w", job_id, None, NOW)
    assert table.do(jobs.cancel, job_id, NOW) == before
    assert table.do(jobs.cancel, 99, NOW) is None


@pytest.mark.parametrize("end", ["failed", "cancelled", "retrying"])
def test_retrying_by_hand_starts_afresh(table: Table, end: str) -> None:
    job_id = table.add()
    table.claim()
    match end:
        case "failed":
            table.do(leases.fail, "w", job_id, NOW, "x")
        case "retrying":
            table.do(leases.retry_later, "w", job_id, NOW, NOW + 100, "x")
        case _:
            table.do(jobs.cancel, job_id, NOW)
            table.do(leases.finish_cancelled, "w", job_id, NOW)
    job = table.do(jobs.retry, job_id, NOW + 60)
    assert job.asked_at == NOW + 60
    assert (job.state, job.attempts, job.error, job.finished_at) == ("pending", 0, "", None)
    assert not job.cancel_requested
    assert table.claimed() == [job_id]


def test_retrying_by_hand_makes_no_second_job_of_the_same(table: Table) -> None:
    failed = table.add()
    table.claim()
    table.do(leases.fail, "w", failed, NOW, "x")
    waiting = table.add()
    assert table.do(jobs.retry, failed, NOW).id == waiting
    assert table.get(failed).state == "failed"
    assert table.do(jobs.retry, 99, NOW) is None


# --- looking ---------------------------------------------------------------------------------------------


def test_the_list_shows_running_then_waiting_then_finished(table: Table) -> None:
    ids = {
        name: table.add(subject=name, priority=priority)
        for name, priority in {"done1": 1, "done2": 2, "runs": 3, "late": 9, "soon": 4}.items()
    }
    for number, name in enumerate(("done1", "done2", "runs")):
        table.claim()
        if name != "runs":
            table.do(leases.complete, "w", ids[name], None, NOW + number)
    listed = [job.subject for job in table.do(jobs.list_jobs)]
    assert listed == ["runs", "soon", "late", "done2", "done1"]
    assert [job.subject for job in table.do(jobs.list_jobs, 4)] == listed[:4]
    states = Counter(job.state for job in table.do(jobs.list_jobs))
    assert states == {"pending": 2, "running": 1, "completed": 2}


def test_every_change_has_a_revision_of_its_own(table: Table) -> None:
    seen = [table.do(jobs.latest_revision)]

    def changed() -> list[int]:
        found = table.do(jobs.changed_since, seen[-1])
        seen.append(found[-1].revision)
        return [job.id for job in found]

    first, second = table.add(subject="1"), table.add(subject="2")
    assert changed() == [first, second]
    table.claim()
    assert changed() == [first]
    table.do(leases.progress, "w", first, Progress(done=1))
    assert changed() == [first]
    table.do(jobs.cancel, second, NOW)
    table.do(leases.complete, "w", first, None, NOW)
    assert changed() == [second, first]
    assert table.do(jobs.changed_since, seen[-1]) == []


def test_changes_come_in_pieces_without_a_gap(table: Table) -> None:
    ids = [table.add(subject=str(number)) for number in range(5)]
    found, last = [], 0
    while piece := table.do(jobs.changed_since, last, 2):
        found += [job.id for job in piece]
        last = piece[-1].revision
    assert found == ids


def test_pruning_removes_old_finished_jobs_and_keeps_counting(table: Table) -> None:
    ids = [table.add(subject=str(number)) for number in range(4)]
    for number in range(3):
        table.claim()
        table.do(leases.complete, "w", ids[number], None, NOW + number)
    last = table.do(jobs.latest_revision)
    assert table.do(jobs.prune, NOW + 2) == 2
    assert [job.id for job in table.do(jobs.list_jobs)] == [ids[3], ids[2]]
    assert table.do(jobs.prune, NOW + 100) == 0
    table.do(jobs.cancel, ids[3], NOW)
    assert table.do(jobs.latest_revision) == last + 1


# --- workers ---------------------------------------------------------------------------------------------


def test_a_worker_lives_as_long_as_its_heartbeat_is_fresh(table: Table) -> None:
    one = WorkerInfo(id="1", kind="daemon", host="h", pid=1, started_at=NOW)
    two = WorkerInfo(id="2", kind="tui", host="h", pid=2, started_at=NOW + 1)
    table.do(workers.heartbeat, one, NOW)
    table.do(workers.heartbeat, two, NOW + 10)

    def alive(now: float) -> list[str]:
        return [worker.id for worker in table.do(workers.all_workers) if worker.is_fresh(now)]

    assert alive(NOW + 15) == ["1", "2"]
    assert alive(NOW + 16) == ["2"]
    table.do(workers.heartbeat, one, NOW + 16)
    assert alive(NOW + 16) == ["1", "2"]
    assert alive(NOW - 3600) == []
    table.do(workers.sign_off, "2")
    assert alive(NOW + 16) == ["1"]
    table.do(workers.heartbeat, two, NOW + 200_000)
    assert [worker for worker in table.do(workers.all_workers) if worker.is_fresh(NOW + 16)] == []


# --- together --------------------------------------------------------------------------------------------


def test_threads_share_the_jobs_and_respect_the_instances(table: Table) -> None:
    dice = random.Random(7)
    for number in range(60):
        access = dice.choice(list(Access))
        table.add(subject=str(number), instance=dice.choice(["a", "b", ""]), access=access)
    lock, running, done = threading.Lock(), Counter[tuple[str, str]](), Counter[int]()

    def work(name: str) -> None:
        for _ in range(400):
            job = table.claim(name, reads_per_instance=2)
            if job is None:
                if len(done) == 60:
                    return
                continue
            place = (job.instance, job.access.value)
            with lock:
                done[job.id] += 1
                running[place] += 1
                assert not job.instance or running[place] <= MOST[job.access]
                beside = running[job.instance, "read"] + running[job.instance, "write"]
                assert not (job.instance and running[job.instance, "alone"] and beside)
            with lock:
                running[place] -= 1
            table.do(leases.complete, name, job.id, None, NOW)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, "pqrs"))
    assert set(done.values()) == {1}
    assert len(done) == 60


MOST = {"read": 2, "write": 1, "folders": 1, "alone": 1}
"""How many jobs of an access may run on an instance."""
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "claim", "renew", "complete", "retry_later", "release", "cancel", "retry", "wait"]
        ),
        st.sampled_from(["p", "q"]),
        st.integers(0, 5),
    ),
    max_size=40,
)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=_STEPS)
def test_whatever_happens_the_rules_hold(database: Database, steps: list[tuple[str, str, int]]) -> None:
    table, now, last = Table(database), NOW, 0
    table.do(lambda: JobRow.delete().execute())
    for action, worker, number in steps:
        now += 20 if action == "wait" else 0.1
        _step(table, action, worker, number, now)
        last = _check(table, last)


def _step(table: Table, action: str, worker: str, number: int, now: float) -> None:
    """Do one thing to the jobs; what a worker does to a job it does not hold must be refused."""
    every = table.do(jobs.list_jobs)
    job = every[number % len(every)] if every else None
    ends: dict[str, tuple[Callable[..., Job], tuple[Any, ...]]] = {
        "complete": (leases.complete, (None, now)),
        "retry_later": (leases.retry_later, (now, now + 30, "x")),
        "release": (leases.release, (now,)),
    }
    if action == "add":
        access = (Access.READ, Access.WRITE, Access.READ, Access.ALONE)[number % 4]
        table.put(f"k{number % 2}", str(number), now, instance="ab"[number // 3], access=access)
    elif action == "claim":
        table.claim(worker, now, reads_per_instance=2, park_reason=_every_fifth)
    elif action == "renew":
        table.do(leases.renew, worker, now, LEASE)
    elif job and action in ("cancel", "retry"):
        table.do(getattr(jobs, action), job.id, now)
    elif job and action in ends:
        statement, args = ends[action]
        if job.state == "running" and job.lease_owner == worker:
            table.do(statement, worker, job.id, *args)
        else:
            with pytest.raises(JobLostError):
                table.do(statement, worker, job.id, *args)


def _every_fifth(job: Job, _now: float) -> str:
    """Park some jobs until they are asked for again."""
    return "not now" if job.id % 5 == 0 and job.asked_at == job.created_at else ""


def _check(table: Table, last: int) -> int:
    """Check what must hold always; return the newest revision."""
    every = table.do(jobs.list_jobs)
    unfinished = Counter((job.kind, job.subject) for job in every if job.state in UNFINISHED)
    assert all(number == 1 for number in unfinished.values())
    running = Counter((job.instance, job.access.value) for job in every if job.state == "running")
    assert all(number <= MOST[access] for (_, access), number in running.items())
    alone = {instance for instance, access in running if access == "alone"}
    assert not any(instance in alone and access != "alone" for instance, access in running)
    assert all((job.state == "running") == bool(job.lease_owner) for job in every)
    assert all((job.finished_at is not None) == job.state.finished for job in every)
    assert all(job.attempts >= 0 for job in every)
    revisions = sorted(job.revision for job in every)
    assert len(set(revisions)) == len(revisions)
    newest = max(revisions, default=0)
    assert newest >= last
    return newest


def test_what_writes_into_folders_runs_beside_what_writes_to_the_app(table: Table) -> None:
    write, first, second = (
        table.add(subject="1", instance="radarr.a", access=Access.WRITE),
        table.add(subject="2", instance="radarr.a", access=Access.FOLDERS),
        table.add(subject="3", instance="radarr.a", access=Access.FOLDERS),
    )
    assert table.claimed() == [write, first]
    table.do(leases.complete, "w", first, None, NOW)
    assert table.claimed() == [second]
