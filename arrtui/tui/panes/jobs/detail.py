"""The Jobs pane's detail: everything about one job as running text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.content import Content

from arrtui.core.events import JobState
from arrtui.core.text import format_duration, format_timestamp, name_some
from arrtui.tui.kit.signs import CONTENT_STYLES, job_sign
from arrtui.tui.panes.jobs.rows import JobView, counted, progress_text, waiting_reason

_SECRET = ("key", "token", "secret", "password", "header", "cookie")
"""Words in the name of an argument whose value is never shown, should a kind of job ever have one."""


def job_detail(view: JobView) -> Content:
    """Return the text about a job."""
    job, sign = view.job, job_sign(view.job)
    lines = [
        Content.assemble(
            (f"{view.title} {job.subject}".strip(), "bold"), "  ", (sign.text, CONTENT_STYLES[sign.style])
        )
    ]
    if job.error:
        lines += [Content.styled(job.error, CONTENT_STYLES["bad"]), Content("")]
    named = ((f"{name:<10}", value) for name, value in facts(view) if value)
    lines += [Content.assemble((name, CONTENT_STYLES["dim"]), value) for name, value in named]
    if job.error_detail:
        lines += [Content(""), Content(job.error_detail)]
    return Content("\n").join(lines)


def facts(view: JobView) -> Iterator[tuple[str, str]]:
    """Yield what there is to know about a job, as names and values; empty values mean nothing."""
    job = view.job
    yield "number", str(job.id)
    yield "now", " ".join(filter(None, (progress_text(view, 20), counted(view), job.progress.text)))
    if job.state in (JobState.PENDING, JobState.RETRYING):
        yield "waits", waiting_reason(view)
    yield "result", view.outcome
    yield "tries", f"{job.attempts} of {job.max_attempts}"
    yield "priority", f"{job.priority} (1 is first)"
    yield "options", options(job.args)
    yield "queued", format_timestamp(job.created_at)
    yield "started", format_timestamp(job.started_at) if job.started_at else ""
    yield "finished", format_timestamp(job.finished_at) if job.finished_at else ""
    yield "took", format_duration(view.elapsed) if view.elapsed is not None else ""
    yield "worker", job.lease_owner if job.state is JobState.RUNNING else ""
    numbers = [(key, value) for key, value in (job.result or {}).items() if type(value) in (int, float)]
    yield "numbers", ", ".join(f"{key.replace('_', ' ')} {value:,}" for key, value in numbers)
    yield "code", job.error_code


def options(args: Mapping[str, Any]) -> str:
    """Return the arguments a job was queued with: few of many titles, secrets masked, none left at no."""
    shown = []
    for key, value in args.items():
        if value in (False, None, "", []):
            continue
        if any(word in key.lower() for word in _SECRET):
            value = "***"
        elif isinstance(value, list):
            value = name_some([str(part) for part in value])
        name = key.replace("_", " ")
        shown.append(name if value is True else f"{name} {value}")
    return ", ".join(shown)


def full_text(view: JobView) -> str:
    """Return everything about a job as plain text, to be read in full or copied."""
    return job_detail(view).plain
