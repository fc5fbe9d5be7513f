"""Reading a plan, following the jobs that apply it, and storing what is decided about it."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence

from textual import events, on
from textual.timer import Timer

from arrtui.core.errors import ArrtuiError
from arrtui.core.events import Job, JobState
from arrtui.core.text import MINUTE, plural
from arrtui.features.sync.model import EntryOutcome, PlanState
from arrtui.tui.kit.reading import Rereading
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.plan.book import PlanBook, Rows
from arrtui.tui.panes.plan.head import Note, PlanLine, PlanNotes, PlanTitle, outcome_sentence, shown_of
from arrtui.tui.panes.plan.jobs import JobNews, PlanJobs, brief
from arrtui.tui.panes.plan.table import EntryRow
from arrtui.tui.panes.plan.view import READING, PlanView
from arrtui.tui.panes.plan.words import FAILURES
from arrtui.tui.panes.plan.writer import Batch, DecisionWriter

REREAD = 0.5
"""Seconds between two reads while a plan is being applied, at least."""
SHARE = 4
"""How much longer than a read took the next one is waited for: most of the time is left to the work."""
EMPTY = "Nothing to do: every title is as the plan wants it.\nw tells of each why; D plans again."
NO_MATCH = "No entry matches.\nesc clears the text, + ~ - and ! show all kinds again when pressed once more."
FAILED = "what went wrong"
"""What the table is narrowed to by ``!``."""


class PlanReader(Rereading, PlanView):
    """Keeps the screen at what is stored; what was read before stays while it is read again."""

    def __init__(self, plan_id: int) -> None:
        super().__init__()
        self.plan_id = plan_id
        """The plan shown; planning again changes it."""
        self.only = ""
        """The kind of entry shown alone: an operation's value, :data:`FAILED`, or empty for all."""
        self._jobs = PlanJobs(plan_id)
        self._writer = DecisionWriter(self._store, self._not_stored)
        self._timer: Timer | None = None
        self._took = 0.0

    def on_mount(self) -> None:
        """Read the plan, and let its age grow."""
        self.table.empty_filtered = NO_MATCH
        self._jobs.take(self.arrtui.main.jobs.values())
        self.read()
        self.set_interval(MINUTE, self.say)

    def on_resize(self, _event: events.Resize) -> None:
        """Say as much as there is room for."""
        self.say()

    async def on_unmount(self) -> None:
        """Let all decisions be stored before the app may end."""
        await self._writer.settled()

    # Reading

    async def _read_once(self) -> None:
        await self._writer.settled()
        generation, began = self._writer.generation, time.monotonic()
        try:
            opened = await self.services.sync.open(self.plan_id)
        except ArrtuiError as error:
            if self.book is None:
                self.table.empty = str(error)
            raise
        self._took = time.monotonic() - began
        if generation != self._writer.generation or opened.plan.id != self.plan_id:
            self._behind = True  # decided meanwhile: what was read is older than what is shown
            return
        changed = None if self.book is None else self.book.update(opened)
        if changed is not None:
            self._show_changed(changed)
            return
        self.book = PlanBook(opened)
        self._show_all(self.book)

    def show_plan(self, plan_id: int) -> None:
        """Show another plan; cursor and filter stay with the entries they meant."""
        self.plan_id = plan_id
        self._jobs = PlanJobs(plan_id)
        self._jobs.take(self.arrtui.main.jobs.values())
        self.table.empty = READING
        self.table.clear_marks()
        self.read()

    def _show_all(self, book: PlanBook) -> None:
        self.table.empty = EMPTY
        self.table.show_instances(book.instances)
        self.table.set_rows(list(book.rows.values()), key=lambda row: row.key)
        self.say()
        self.follow()

    def _show_changed(self, changed: Rows) -> None:
        """Show rows that are different now; nothing moves under the cursor."""
        self.table.update_rows(dict(changed.items()))
        if self.only == FAILED:
            self.narrow()
        self.say()
        self.follow()

    # Narrowing

    def narrow(self) -> None:
        """Show only entries of the chosen kind, and those that the filter's text leaves."""
        only = self.only
        if not only:
            self.table.set_filter(self.table.filter_text, None)
        elif only == FAILED:
            self.table.set_filter(self.table.filter_text, lambda row: row.planned.outcome in FAILURES)
        else:
            self.table.set_filter(self.table.filter_text, lambda row: row.entry.op.value == only)
        self.say()

    # Jobs

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Follow the work on the plan; called by the main screen."""
        news = self._jobs.take(jobs.values() if changed is None else [jobs[one] for one in changed])
        self._hear(news)

    def wait_for(self, job_id: int) -> None:
        """Tell what comes of a job that was asked for here."""
        self._hear(self._jobs.ask(job_id, self.arrtui.main.jobs))
        self.say()

    def _hear(self, news: JobNews) -> None:
        if news.ended:
            self.read()
        elif news.advanced and self._timer is None:
            self._timer = self.set_timer(max(REREAD, SHARE * self._took), self._read_again)
        for job in news.finished:
            self._finished(job)
        if self.is_mounted:
            self.say()

    def _read_again(self) -> None:
        self._timer = None
        self.read()

    def _finished(self, job: Job) -> None:
        """Open what a job asked for has made, or tell why there is nothing."""
        plan_id = (job.result or {}).get("plan")
        if job.state is JobState.COMPLETED and plan_id is not None:
            self.made(job, plan_id)
        elif job.state is JobState.FAILED:
            self.notify(brief(job.error, "the pane Jobs shows all of it"), severity="error", markup=False)

    def made(self, job: Job, plan_id: int) -> None:
        """Hear that a job asked for here has made a plan."""
        raise NotImplementedError

    @property
    def applying(self) -> bool:
        """Whether the plan is being applied, or about to be."""
        return bool(self._jobs.applying)

    @property
    def applies(self) -> list[Job]:
        """The jobs that apply the plan now."""
        return self._jobs.applying

    # Deciding

    def show_decided(self, after: Rows, batch: Batch) -> None:
        """Show a decision at once, and store it."""
        assert self.book is not None
        self.book.replace(after)
        self._writer.add(batch)
        self._show_changed(after)

    async def stored(self) -> None:
        """Wait until every decision is stored."""
        await self._writer.settled()

    async def _store(self, batch: Batch) -> None:
        await self.services.sync.decide(batch.plan, batch.positions, batch.decision, by_hand=batch.by_hand)

    def _not_stored(self, error: ArrtuiError, lost: Sequence[Batch]) -> None:
        """Put back what was before decisions that could not be stored."""
        self.notify(str(error), severity="error", markup=False)
        if self.book is None or not self.is_mounted:
            return
        for batch in lost:
            if batch.plan == self.book.plan.id:
                self.book.replace(batch.before)
                self._show_changed(batch.before)

    # The lines above

    @on(EstateTable.FilterChanged)
    @on(EstateTable.MarksChanged)
    def say(self) -> None:
        """Say what is shown, what was decided and what there is to mind."""
        book = self.book
        if book is None:
            return
        title = self.query_one(PlanTitle)
        title.plan = book.plan
        age = self.arrtui.clock() - book.plan.created_at
        title.age = age - age % MINUTE
        self.query_one(PlanLine).shown = shown_of(
            book.tally, only=_only_words(self.only), marked=len(self.table.marked), ascii=self.arrtui.plain
        )
        self.query_one(PlanNotes).show(list(self.notes()))
        self.refresh_bindings()

    def notes(self) -> Iterator[Note]:
        """Yield what there is to mind, the most important first."""
        book = self.book
        if book is None:
            return
        yield from self._jobs.notes()
        if book.plan.state is PlanState.UNDONE:
            yield "This plan was undone.", "dim"
        elif any(book.tally.outcomes[outcome] for outcome in EntryOutcome if outcome):
            yield outcome_sentence(book.tally)
        if book.lock:
            yield f"Locked: {book.lock}", "warn"
        if book.tally.stale and not self.applying:
            entries = plural(book.tally.stale, "entry is", "entries are")
            yield f"{entries} stale: a side has changed since. D plans again.", "warn"
        for note in book.plan.notes:
            yield note, ""

    @property
    def shown_rows(self) -> list[EntryRow]:
        """The entries that show."""
        return self.table.rows_shown


def _only_words(only: str) -> str:
    return {"add": "additions", "update": "updates", "remove": "removals"}.get(only, only)
