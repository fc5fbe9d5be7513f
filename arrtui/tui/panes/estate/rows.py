"""One line of the Estate pane: what is known of an instance, and the columns that show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from arrtui.core.apps.words import child_words, title_words
from arrtui.core.events import Job, JobState
from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.core.text import format_count, format_latency, format_size, format_span, percent, plural
from arrtui.runtime.estate import EstateRow
from arrtui.tui.kit.signs import ALARM, CHECKING, INSTANCE, LIVE, Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

CLOCK_GUARD = "clock"
"""Error code of backups that were stopped because clocks contradict each other."""
ACCEPTABLE = frozenset({"implausible", CLOCK_GUARD})
"""Error codes of backups that a guard stopped, because too much was missing or by the clock, and that can be
taken all the same."""


QUEUE_LASTS = 600.0
"""Seconds for which the length of a queue is worth showing."""


@dataclass(frozen=True)
class InstanceView:
    """An instance with what is going on with it, at one moment."""

    row: EstateRow
    now: float
    """UTC seconds since the epoch; ages are counted from here."""
    stale_after: float = 36 * 3600.0
    """Seconds after which a backup is called stale."""
    job: Job | None = None
    """The unfinished job that matters most."""
    checking: bool = False
    """Whether a check of it runs."""

    @property
    def name(self) -> str:
        """The instance's name, its identity."""
        return self.row.name

    @property
    def sign(self) -> Sign:
        """Its state as glyph and word."""
        if self.checking:
            return CHECKING
        if self.row.alarm and self.row.state == "up":
            return ALARM
        return LIVE if self.is_live else INSTANCE[self.row.state]

    @property
    def is_live(self) -> bool:
        """Whether it is up and tells of changes at once."""
        return self.row.state == "up" and self.row.feed is not None and self.row.feed.is_up

    @property
    def guarded(self) -> bool:
        """Whether its last backup was stopped by a guard that can be told to let it pass."""
        last = self.row.last
        return last is not None and self.backup_failed and last.error_code in ACCEPTABLE

    @property
    def backup_failed(self) -> bool:
        """Whether its last backup failed."""
        return self.row.last is not None and self.row.last.state == "failed"

    @property
    def troubled(self) -> bool:
        """Whether it lost much, is down, its last backup failed, or something is wrong with its health."""
        return (
            bool(self.row.alarm)
            or self.row.state == "down"
            or self.backup_word[1] == "bad"
            or bool(self.row.health)
        )

    @property
    def free_space(self) -> int | None:
        """Bytes free on all its disks; root folders that report the same free space share a disk."""
        free = {root.free_space for root in self.row.roots if root.free_space is not None}
        return sum(free) if free else None

    @property
    def backup_word(self) -> tuple[str, str]:
        """How the last backup went, and the style of the word."""
        last = self.row.last
        if last is None:
            return "none yet", "warn"
        if last.state == "failed":
            return ("stopped" if self.guarded else "failed"), "bad"
        return ("stale", "warn") if self.now - last.at > self.stale_after else ("ok", "good")


def unfinished_by_instance(jobs: Iterable[Job]) -> dict[str, list[Job]]:
    """Return the jobs at work or waiting for each instance, running ones first, then the most urgent."""
    by_instance: dict[str, list[Job]] = {}
    for job in jobs:
        if job.state.active and job.instance and not job.is_put_off:
            by_instance.setdefault(job.instance, []).append(job)
    for unfinished in by_instance.values():
        unfinished.sort(
            key=lambda job: (job.state is not JobState.RUNNING, job.kind == "check", job.priority, job.id)
        )
    return by_instance


def make_views(
    rows: Sequence[EstateRow], jobs: Mapping[int, Job], now: float, stale_after: float
) -> list[InstanceView]:
    """Return the lines of the table for rows and jobs at one moment."""
    unfinished = unfinished_by_instance(jobs.values())
    views = []
    for row in rows:
        row_jobs = unfinished.get(row.name, [])
        checking = any(job.kind == "check" and job.state is JobState.RUNNING for job in row_jobs)
        views.append(InstanceView(row, now, stale_after, row_jobs[0] if row_jobs else None, checking))
    return views


def health_text(row: EstateRow) -> Cell:
    """Return how many warnings and errors an instance reports, nothing while it never answered."""
    errors = sum(health.type == "error" for health in row.health)
    warnings = sum(health.type == "warning" for health in row.health)
    if errors:
        more = f" +{warnings}" if warnings else ""
        return f"{plural(errors, 'error')}{more}", "bad"
    if warnings:
        return plural(warnings, "warning"), "warn"
    return ("fine", "good") if row.app_version else ""


def backup_text(view: InstanceView) -> Cell:
    """Return how the last backup went and when it was."""
    word, style = view.backup_word
    last = view.row.last
    return [(word, style), ("" if last is None else f" {format_span(view.now - last.at)}", "")]


def job_text(view: InstanceView) -> Cell:
    """Return what is being done with an instance, and how far that is."""
    job = view.job
    if job is None:
        return ""
    if job.state is not JobState.RUNNING:
        return (job.state.word, "warn" if job.state is JobState.RETRYING else "dim")
    done = percent(job.progress.done, job.progress.total)
    return job.kind if done is None else f"{job.kind} {done}%", "accent"


def matter_text(view: InstanceView) -> Cell:
    """Return the sentence that matters most: why it is down, what went wrong, what is being done."""
    row, last = view.row, view.row.last
    if row.alarm:
        return f"alarm: {row.alarm}", "bad"
    if row.state == "down" and row.error:
        return row.error.removeprefix(f"{row.name}: "), "bad"
    if last is not None and view.backup_failed:
        return last.error.removeprefix(f"{row.name}: "), "bad"
    for health in row.health:
        return health.message, "bad" if health.type == "error" else "warn"
    if view.job and view.job.progress.text:
        return view.job.progress.text, "dim"
    return f"no live feed: {row.feed.why}" if row.feed and row.feed.why else "", "dim"


def changes_text(view: InstanceView) -> Cell:
    """Return what the last backup found to be different."""
    last = view.row.last
    if last is None or last.state == "failed":
        return ""
    return f"+{last.added:,} ~{last.changed:,} -{last.removed:,}", "" if any(last[-3:]) else "dim"


def queue_of(view: InstanceView) -> int | None:
    """Return how many downloads are in its queue; None where that was not asked of late."""
    row = view.row
    return row.queue if row.queue_at is not None and view.now - row.queue_at < QUEUE_LASTS else None


def _counted(number: int, row: EstateRow) -> str:
    """Return a count, or nothing before the first complete backup."""
    return "" if row.complete_at is None else format_count(number)


_STATE: Column[InstanceView] = Column(
    "state",
    "State",
    lambda view: (view.sign.text, view.sign.style),
    kind=FieldKind.TEXT,
    width=10,
    priority=REQUIRED,
    sort=lambda view: view.sign.word,
    tooltip="Whether the app answered when it was last asked, and tells of changes by itself",
)
_FACTS: tuple[Column[InstanceView], ...] = (
    Column(
        "version",
        "Version",
        lambda view: view.row.app_version,
        kind=FieldKind.TEXT,
        width=12,
        priority=45,
        sort=lambda view: view.row.app_version,
    ),
    Column(
        "latency",
        "Answers",
        lambda view: format_latency(view.row.latency),
        kind=FieldKind.SPAN,
        width=7,
        align="right",
        priority=40,
        sort=lambda view: view.row.latency,
        tooltip="Time of the last answer",
    ),
    Column(
        "items",
        "Titles",
        lambda view: _counted(view.row.items, view.row),
        kind=FieldKind.NUMBER,
        width=6,
        align="right",
        priority=80,
        sort=lambda view: view.row.items,
        descending=True,
        tooltip=f"{title_words().capitalize()} in the last complete backup",
    ),
    Column(
        "episodes",
        "Episodes",
        lambda view: _counted(view.row.episodes, view.row) if view.row.episodes else "",
        kind=FieldKind.NUMBER,
        width=8,
        align="right",
        priority=30,
        sort=lambda view: view.row.episodes or None,
        descending=True,
    ),
    Column(
        "files",
        "Files",
        lambda view: _counted(view.row.files, view.row),
        kind=FieldKind.NUMBER,
        width=7,
        align="right",
        priority=50,
        sort=lambda view: view.row.files,
        descending=True,
    ),
    Column(
        "size",
        "Size",
        lambda view: format_size(view.row.size if view.row.complete_at else None),
        kind=FieldKind.SIZE,
        width=8,
        align="right",
        priority=60,
        sort=lambda view: view.row.size,
        descending=True,
    ),
    Column(
        "free",
        "Free",
        lambda view: format_size(view.free_space),
        kind=FieldKind.SIZE,
        width=8,
        align="right",
        priority=65,
        sort=lambda view: view.free_space,
        tooltip="Free space on its disks",
    ),
    Column(
        "health",
        "Health",
        lambda view: health_text(view.row),
        kind=FieldKind.NUMBER,
        width=10,
        priority=85,
        sort=lambda view: len(view.row.health),
        descending=True,
    ),
    Column(
        "queue",
        "Queue",
        lambda view: "" if (queue := queue_of(view)) is None else f"{queue:,}",
        kind=FieldKind.NUMBER,
        width=5,
        align="right",
        priority=35,
        sort=queue_of,
        descending=True,
        tooltip="Downloads, while Activity is read",
    ),
    Column(
        "backup",
        "Last backup",
        backup_text,
        kind=FieldKind.TIME,
        width=14,
        priority=95,
        sort=lambda view: view.row.last.at if view.row.last else None,
        descending=True,
    ),
    Column(
        "changes",
        "+ ~ -",
        changes_text,
        kind=FieldKind.NUMBER,
        width=14,
        priority=38,
        sort=lambda view: sum(view.row.last[-3:]) if view.row.last else None,
        descending=True,
        tooltip="Added, changed and removed since the backup before",
    ),
    Column("job", "Now", job_text, width=11, priority=90, tooltip="The job at work on it"),
    Column("matter", "What matters", matter_text, min_width=26, weight=4, priority=10),
)
"""What is known of an instance beside its name."""


def columns(names: Sequence[str]) -> list[Column[InstanceView]]:
    """Return the table's columns; the names get the room that the longest of them needs."""
    longest = min(28, max((len(name) for name in names), default=0))
    name: Column[InstanceView] = Column(
        "name",
        "Instance",
        lambda view: view.name,
        field=FilterField("instance", FieldKind.INSTANCE, lambda view: view.name),
        min_width=max(10, longest),
        priority=REQUIRED,
        sort=lambda view: view.name,
    )
    children = child_words(names, joint="/").capitalize()
    width = max(8, len(children))
    facts = [
        replace(fact, title=children, width=width) if fact.key == "episodes" else fact for fact in _FACTS
    ]
    return [_STATE, name, *facts]
