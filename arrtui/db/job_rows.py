"""What the statements on jobs share: the advisory lock, revisions, and rows as jobs. Private to ``db``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from peewee import Expression, PostgresqlDatabase, fn

from arrtui.core.domain import decode
from arrtui.core.events import Job, JobState
from arrtui.db.models import JobRow

MAX_DELAY = 3600.0
"""Seconds a job can be put off at most."""
WAITING = (JobState.PENDING, JobState.RETRYING)
_LOCK_KEY = 0x6A6F6273
"""Advisory lock of PostgreSQL that serialises transactions on jobs: ``jobs``."""


def lock_jobs() -> None:
    """Wait until every other transaction on jobs has ended; SQLite has done that already."""
    database: Any = JobRow._meta.database
    is_postgres = isinstance(database, PostgresqlDatabase)
    if is_postgres:
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK_KEY,))


def latest_revision() -> int:
    """Return the revision of the last change, 0 when there has been none."""
    return JobRow.select(fn.MAX(JobRow.revision)).scalar() or 0


def update_job(job_id: int, *conditions: Expression, **values: Any) -> bool:
    """Update a job if it meets the conditions, with the next revision; return whether it did."""
    query = JobRow.update(revision=latest_revision() + 1, **values).where(JobRow.id == job_id, *conditions)
    return bool(query.execute())


def waiting_values(state: JobState, run_after: float = 0.0) -> dict[str, Any]:
    """Return the columns of a job that waits for its next attempt."""
    return {
        "state": state,
        "run_after": run_after,
        "cancel_requested": False,
        "finished_at": None,
        "progress_doc": "{}",
    }


def error_values(error: str = "", code: str = "", detail: str = "") -> dict[str, str]:
    """Return the columns of an error, by default those of none."""
    return {"error": error, "error_code": code, "error_detail": detail}


def within(job_ids: Collection[int] | None) -> Expression:
    """Return the condition that a job is one of these or was queued by one of them; None for all jobs."""
    if job_ids is None:
        return JobRow.id > 0
    return JobRow.id.in_(list(job_ids)) | JobRow.parent_id.in_(list(job_ids))


def tuples(query: Any) -> Iterable[tuple[Any, ...]]:
    """Run a query and yield its rows."""
    rows: Iterable[tuple[Any, ...]] = query.tuples().iterator()
    return rows


def read_jobs(query: Any) -> list[Job]:
    """Run a query of whole rows and return the jobs they hold."""
    jobs = []
    for row in query.dicts():
        docs = {name: row.pop(f"{name}_doc") for name in ("args", "progress", "result")}
        decoded = {name: None if doc is None else decode(doc) for name, doc in docs.items()}
        jobs.append(msgspec.convert(row | decoded, Job))
    return jobs
