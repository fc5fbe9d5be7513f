"""What is stored of schedules, on both databases: each time is dealt with once, and runs never overlap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from arrtui.db import jobs, schedules
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob

NOW = 1_800_000_000.0
RUN = NewJob(kind="schedule", subject="backup")


def test_a_time_is_dealt_with_once_and_runs_do_not_overlap(database: Database) -> None:
    write = database.write_sync
    seen = write(schedules.note_configured, {"backup": "0 3 * * *", "check": "@daily"}, NOW)["backup"]
    with ThreadPoolExecutor(8) as threads:
        looks = [threads.submit(write, schedules.settle, seen, NOW + 60, RUN, NOW + 60) for _ in range(8)]
        outcomes = [look.result() for look in looks]
    (job,) = [job for is_ours, job in outcomes if is_ours]
    assert job is not None and (job.kind, job.subject) == ("schedule", "backup")
    seen = database.read_sync(schedules.stored_schedules)["backup"]
    assert (seen.settled, seen.job_id, seen.began_at) == (NOW + 60, job.id, NOW + 60)
    assert write(schedules.settle, seen, NOW + 120, RUN, NOW + 120) == (True, None), "one is under way"
    assert write(schedules.begin, "backup", RUN, NOW + 130) is None
    write(jobs.cancel, job.id, NOW + 140)
    assert write(schedules.begin, "backup", RUN, NOW + 150) is not None


def test_pauses_ends_and_other_times_are_kept_and_what_is_gone_is_forgotten(database: Database) -> None:
    write = database.write_sync
    timings = {"backup": "0 3 * * *", "check": "@daily"}
    write(schedules.note_configured, timings, NOW)
    write(schedules.pause, ["backup"], True, NOW + 1)
    write(schedules.note_end, "check", "it failed", NOW + 2, ok=False)
    write(schedules.note_end, "check", "all well", NOW + 3, ok=True)
    write(schedules.note_end, "check", "it failed", NOW + 4, ok=False)
    known = write(schedules.note_configured, timings | {"check": "@hourly"}, NOW + 5)
    backup, check = known["backup"], known["check"]
    assert (backup.paused, backup.settled, check.settled) == (True, NOW, NOW + 5)
    assert (check.ok, check.outcome, check.ended_at, check.succeeded_at) == (
        *(False, "it failed"),
        *(NOW + 4, NOW + 3),
    )
    write(schedules.pause, ["backup"], False, NOW + 6)
    known = write(schedules.note_configured, {}, NOW + 7)
    assert (known["backup"].paused, known["backup"].settled) == (False, NOW + 6)
    assert write(schedules.note_configured, {}, NOW + 8, forgets=True) == {}
