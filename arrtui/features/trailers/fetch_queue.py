"""Which titles are being fetched or wait for it, as the job that fetches them says. Pure.

Its arguments are ``titles``, a list of instance, external id and whether a person asked for it, without those
that are done with, and ``current``, instance and external id of the one under way.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from typing import Any

from arrtui.core.events import Job

TitleRow = list[Any]
"""Instance, external id, and whether a person asked for it."""
LOOKING = "looking for it"
"""What is done for a title before its download begins."""
_TITLES, _CURRENT = "titles", "current"


def fetch_args(rows: Iterable[TitleRow]) -> dict[str, Any]:
    """Return the arguments of a job that fetches titles."""
    return {_TITLES: [*rows]}


def title_rows(args: dict[str, Any]) -> list[TitleRow]:
    """Return the titles that are to be fetched, the one under way among them."""
    return list(args.get(_TITLES, ()))


def with_titles(args: dict[str, Any], rows: Iterable[TitleRow]) -> dict[str, Any]:
    """Return arguments with further titles; one that is asked for again is asked for."""
    merged = {(instance, external_id): asked for instance, external_id, asked in title_rows(args)}
    for instance, external_id, asked in rows:
        merged[instance, external_id] = merged.get((instance, external_id), False) or asked
    return {**args, _TITLES: [[*title, asked] for title, asked in merged.items()]}


def with_current(args: dict[str, Any], instance: str, external_id: str) -> dict[str, Any]:
    """Return arguments with the title that is under way."""
    return {**args, _CURRENT: [instance, external_id]}


def without_titles(args: dict[str, Any], titles: Container[tuple[str, str]]) -> dict[str, Any]:
    """Return arguments without titles that are done with, given as instance and external id."""
    rows = [[name, external_id, asked] for name, external_id, asked in title_rows(args)]
    return {**args, _TITLES: [row for row in rows if (row[0], row[1]) not in titles], _CURRENT: []}


def progress_text(title: str, doing: str) -> str:
    """Return what the job says of its progress."""
    return f"{title}: {doing}"


def current_title(job: Job) -> tuple[str, str] | None:
    """Return instance and external id of the title that a job fetches now; None while it fetches none."""
    current = job.args.get(_CURRENT)
    return (current[0], current[1]) if current and not job.state.finished else None


def doing_now(job: Job) -> str:
    """Return what a job does for the title under way."""
    return job.progress.text.rpartition(": ")[2] or LOOKING


def titles_in(jobs: Collection[Job], instance: str) -> dict[str, str]:
    """Return what is done for the titles of an instance, by external id; "" for one that waits its turn."""
    doing: dict[str, str] = {}
    for job in jobs:
        current = current_title(job)
        for name, external_id, *_ in title_rows(job.args):
            if name == instance:
                doing[external_id] = doing_now(job) if (name, external_id) == current else ""
    return doing
