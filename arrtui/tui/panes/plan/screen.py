"""The plan screen: entries to be decided from the keyboard, applied, undone, planned again and exported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen

from arrtui.core.errors import ArrtuiError
from arrtui.core.events import Job
from arrtui.core.text import MINUTE, plural
from arrtui.features.sync.model import Decision, EntryOutcome, Op
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_done, notify_failed, notify_refused, try_or_notify
from arrtui.tui.kit.plan_words import plan_title
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.plan.again import plan_again
from arrtui.tui.panes.plan.applier import apply_plan, why_not_applicable
from arrtui.tui.panes.plan.book import PlanBook, Rows
from arrtui.tui.panes.plan.decider import APPLIED_ALREADY, Decider, why_frozen
from arrtui.tui.panes.plan.editor import edit_entries, why_not_editable
from arrtui.tui.panes.plan.export import export_entries
from arrtui.tui.panes.plan.follower import JobFollower
from arrtui.tui.panes.plan.head import PlanHead, plan_notes
from arrtui.tui.panes.plan.secrets import read_plan
from arrtui.tui.panes.plan.split import PlanSplit
from arrtui.tui.panes.plan.table import FAILED, EntryRow, PlanTable
from arrtui.tui.panes.plan.undoing import PlanUndoing
from arrtui.tui.panes.plan.words import EMPTY, NO_MATCH, READING
from arrtui.tui.panes.plan.writer import Batch, DecisionWriter, PlanReader

if TYPE_CHECKING:
    from arrtui.runtime.sync.use_cases import SyncServices


class PlanScreen(Screen[None]):
    """Shows a plan until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("approve_shown", "plan.approve-shown"),
        bind("undecide", "plan.undecide", show=False),
        bind("apply", "plan.apply", "Apply what is approved, after a summary", writes=True),
        bind("undo", "plan.undo", "Take the last decision, mark or edit back; without any, undo the apply"),
        bind("reject_shown", "plan.reject-shown"),
        bind("cancel", "plan.cancel", "Stop applying after the write under way"),
        bind("edit", "plan.edit", "Change its profile, folder, tags, monitored, or type its secret"),
        bind("editor", "plan.editor", "Change them in $EDITOR", action="edit(True)", show=False),
        bind("why", "plan.why"),
        bind("effect", "plan.effect"),
        bind("notes", "plan.notes", "Read all notes in full", show=False),
        bind("redo", "plan.redo", show=False),
        bind("remove", "plan.discard", "Discard the open plan; nothing of it was written", show=False),
        bind("plan", "plan.again", "Plan the pair, or the settings, again", action="again"),
        bind("export", "plan.export", "Write the entries shown to a file", show=False),
        bind("problems", "plan.failures", "Show only what failed or conflicted, or all", show=False),
        bind("refresh", "plan.reload", "Read the plan again", show=False),
        bind("back", "plan.leave", "Go back to where you were", action="leave", show=False),
        *(
            menu_item(
                "narrow", op.sign, f"plan.{words}", f"only('{op.value}')", words.capitalize(),
                f"Show only {words}, or all entries again",
            )
            for op, words in ((Op.ADD, "additions"), (Op.UPDATE, "updates"), (Op.REMOVE, "removals"))
        ),
    ]  # fmt: skip

    def __init__(self, plan_id: int) -> None:
        super().__init__()
        self.plan_id = plan_id
        """The plan shown; planning again changes it."""
        self.book: PlanBook | None = None
        """The plan as it was read; None before that."""
        self._writer = DecisionWriter(self._store, self._restore)
        self._undoing = PlanUndoing(self, self._writer)
        self.decider = Decider(self._writer, self._show_changed, self._undoing.note_decision)
        self._reader = PlanReader(lambda plan_id: read_plan(self, plan_id), self._writer)
        self._reloader = Reloader(self, self._read)
        self._jobs = JobFollower(self, self._reader, self.read, self._planned)

    def compose(self) -> ComposeResult:
        """The lines above, the entries with the detail, and the keys."""
        self.table = PlanTable(id="plan-table")
        self.table.empty, self.table.empty_filtered = READING, NO_MATCH
        self._head = PlanHead()
        self._split = PlanSplit(self.table, plain=self.host.plain)
        yield self._head.title
        with Vertical():
            yield from (self._head.effect, self._head.line, self._head.notes, self._split)
            yield FilterBar(self.table, id="plan-filter")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the plan, and update its age every minute."""
        self.table.show_entries([])
        self.table.focus()
        self._jobs.follow(self.plan_id, self.host.jobs)
        self.read()
        self.set_interval(MINUTE, self._update_head)

    async def on_unmount(self) -> None:
        """Store all decisions before the app may end."""
        await self._writer.settled()

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    @property
    def sync(self) -> SyncServices:
        """The use cases of plans."""
        return self.host.services.sync

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action == "cancel":
            return any(not job.cancel_requested for job in self._jobs.applying)
        if action in ("approve_shown", "reject_shown", "undecide", "decide", "edit", "export"):
            return self.book is not None and bool(self.book.rows)
        if action == "again":
            return self.book is not None and bool(self.book.plan.pair)
        if action in ("undo", "redo", "remove"):
            return self._undoing.can(action, self._jobs.applying)
        if action == "effect":
            return self._head.effect.can_open
        if action in ("apply", "why", "notes"):
            return self.book is not None
        return True

    def offers(self, action: str) -> bool:
        """Leave keys out of the line that would only say why nothing can be done; they still say it."""
        book = self.book
        if book is None:
            return False
        if action in ("decide", "approve_shown", "reject_shown", "undecide", "edit"):
            editable = action != "edit" or not why_not_editable(self.table.actionable_rows)
            return editable and not self._why_frozen() and self.table.visible_count > 0
        if action == "apply":
            return not self._why_frozen() and not why_not_applicable(book)
        if action == "why":
            return book.leaves_out
        return action not in ("again", "undo", "redo") or not self._jobs.applying

    # Reading and showing

    def read(self) -> None:
        """Read the plan; what was read before stays while it is read again."""
        self._reloader.request()

    async def _read(self) -> None:
        try:
            read = await self._reader.read(self.plan_id)
        except ArrtuiError as error:
            if self.book is None:
                self.table.empty = str(error)
            raise
        if read is None or read.opened.plan.id != self.plan_id:
            self._reloader.outdated = True
            return
        changed = None if self.book is None else self.book.update(read.opened, read.secrets)
        if changed is not None:
            self._show_changed(changed)
            return
        self.book = PlanBook(read.opened, read.secrets)
        self.table.empty = EMPTY
        self.table.show_entries(list(self.book.rows.values()))
        self._show_book()

    def _show_changed(self, changed: Rows) -> None:
        """Show rows that are different now; nothing moves under the cursor."""
        self.table.update_entries(changed)
        if self.table.only == FAILED:
            self.table.narrow()
        self._show_book()

    def _show_book(self) -> None:
        """Show in the lines above and in the detail what the rows say now."""
        if self.book is not None:
            self._split.notes = self.book.plan.notes
            self._head.effect.follow(row.planned for row in self.book.rows.values())
        self._update_head()
        self._split.follow()

    def show_plan(self, plan_id: int) -> None:
        """Show another plan; cursor and filter stay with the entries they meant."""
        self.plan_id = plan_id
        self._jobs.follow(plan_id, self.host.jobs)
        self.table.empty = READING
        self.table.clear_marks()
        self._undoing.forget()
        self.read()

    @on(EstateTable.FilterChanged)
    @on(EstateTable.MarksChanged)
    @on(events.Resize)
    def _update_head(self) -> None:
        """Update the lines above and the keys that mean something."""
        if self.book is None or not self.is_mounted:
            return
        notes = list(plan_notes(self.book, self._jobs))
        self._head.update(self.book, self.table, notes, now=self.host.clock())
        self.refresh_bindings()

    @on(EstateTable.MarksChanged)
    def _note_marks(self) -> None:
        self._undoing.note_marks()

    @on(EstateTable.CursorMoved)
    def _cursor_moved(self) -> None:
        self.refresh_bindings()

    def action_only(self, kind: str) -> None:
        """Show only one kind of entry; the same again shows all."""
        self.table.show_only(kind)
        self._update_head()

    def action_problems(self) -> None:
        """Show only what failed or conflicted; again shows all."""
        self.action_only(FAILED)

    def action_refresh(self) -> None:
        """Read what is stored again."""
        self._head.effect.outdate()
        self.read()

    def action_leave(self) -> None:
        """Leave the detail, else the screen."""
        if not self._split.close():
            self.dismiss(None)

    def action_why(self) -> None:
        """List what the plan leaves alone."""
        from arrtui.tui.panes.plan.dialog_left_out import LeftOutDialog

        if self.book is not None:
            plan = self.book.plan
            self.app.push_screen(LeftOutDialog(plan_title(plan), lambda: self.sync.left_out(plan.id)))

    def action_notes(self) -> None:
        """Show all notes in full."""
        from arrtui.tui.kit.dialogs.text import TextDialog

        if self.book is not None:
            notes = plan_notes(self.book, self._jobs)
            text = "\n\n".join(sentence for sentence, _style in notes) or "There is nothing to mind."
            self.app.push_screen(TextDialog(f"Plan {self.plan_id}", text))

    # Jobs

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Follow the work on the plan; called by the main screen."""
        self._jobs.take(jobs, changed)
        self._update_head()

    def wait_for(self, job_id: int | None) -> None:
        """Show what comes of a job that was asked for here; None is no job."""
        if job_id is not None:
            self._jobs.wait_for(job_id)
            self._update_head()

    def _planned(self, job: Job, plan_id: int) -> None:
        """Show the new plan of the pair in place of this one; open an undo on top of it."""
        if self.app.screen is not self:
            notify_done(self, f"Plan {plan_id} is ready.")
        elif job.kind == "undo":
            self.app.push_screen(PlanScreen(plan_id), lambda _nothing: self.read())
        else:
            self.show_plan(plan_id)
            notify_done(self, f"Planned again: this is plan {plan_id}.")

    # Deciding

    def _refused(self, why: str) -> bool:
        """Notify why nothing can be done; return whether there is a reason."""
        if why:
            notify_refused(self, why)
        return bool(why)

    def _why_frozen(self) -> str:
        return why_frozen(self.book, applying=bool(self._jobs.applying))

    def action_decide(self) -> None:
        """Approve the entry under the cursor, or reject an approved one, and move down."""
        row = self.table.cursor_row
        if row is None or self.book is None:
            return
        applied = row.planned.outcome is EntryOutcome.DONE
        if not self._refused(self._why_frozen() or (APPLIED_ALREADY if applied else "")):
            self.decider.toggle(self.book, row)
            self.table.action_down()
            self.table.keep_cursor()

    def action_approve_shown(self) -> None:
        """Approve all entries that show, but those that must be decided one by one."""
        if self._refused(self._why_frozen()) or self.book is None:
            return
        if left := self.decider.approve(self.book, self.table.rows_shown):
            entries = plural(left, "entry", "entries")
            notify_refused(self, f"{entries} over a limit must be decided one by one, with space.")

    def action_reject_shown(self) -> None:
        """Reject all entries that show."""
        self._decide(self.table.rows_shown, Decision.REJECTED)

    def action_undecide(self) -> None:
        """Clear the decision on the marked entries, or on the entry under the cursor."""

        async def undecide() -> None:
            self._decide(await choose_rows(self, self.table) or (), Decision.UNDECIDED)

        self.run_worker(undecide(), group="plan-marks", exclusive=True)

    def _decide(self, rows: Iterable[EntryRow], decision: Decision) -> None:
        if not self._refused(self._why_frozen()) and self.book is not None:
            self.decider.decide(self.book, rows, decision)

    async def _store(self, batch: Batch) -> None:
        await self.sync.decide(batch.plan, batch.positions, batch.decision, by_hand=batch.by_hand)

    def _restore(self, error: ArrtuiError, lost: Sequence[Batch]) -> None:
        """Put back what was before decisions that could not be stored."""
        notify_failed(self, error)
        if self.book is None or not self.is_mounted:
            return
        for batch in lost:
            if batch.plan == self.book.plan.id:
                self.book.replace(batch.before)
                self._show_changed(batch.before)

    # Editing, applying and undoing

    def action_edit(self, in_editor: bool = False) -> None:
        """Change what the marked entries will have, or the one under the cursor."""
        if not self._refused(self._why_frozen()):
            self.run_worker(self._edit(in_editor), group="plan-edit", exclusive=True)

    async def _edit(self, in_editor: bool) -> None:
        rows = await choose_rows(self, self.table)
        if not rows or self._refused(why_not_editable(rows)):
            return
        await self._writer.settled()
        self._undoing.note_edits(await edit_entries(self, self.sync, self.plan_id, rows, in_editor=in_editor))
        self.read()

    def action_apply(self) -> None:
        """Sum up what would be written, and write it once that is confirmed."""
        if self._refused(self._why_frozen()) or self.book is None:
            return
        if not self._refused(why_not_applicable(self.book)):
            self.run_worker(self._apply(), group="plan-apply", exclusive=True)

    async def _apply(self) -> None:
        await self._writer.settled()
        if self.book is not None and await apply_plan(self, self.sync, self.book):
            self._undoing.forget()

    async def action_cancel(self) -> None:
        """Stop the apply between two writes."""
        for job in self._jobs.applying:
            await try_or_notify(self, self.host.services.jobs.cancel(job.id))

    async def action_undo(self) -> None:
        """Take the last local step back; without any, plan to undo the apply, for review."""
        await self._undoing.undo(self._jobs.applying)

    async def action_redo(self) -> None:
        """Plan what takes the newest undo of the plan back, for review."""
        await self._undoing.redo(self._jobs.applying)

    def key_label(self, action: str, room: int) -> str:
        """Return what the key line calls `z` now: the local step, or the change, that it takes back."""
        return self._undoing.label(action, room)

    def action_remove(self) -> None:
        """Put the open plan away, after a question, and leave."""
        self.run_worker(self._undoing.discard(), group="plan-discard", exclusive=True)

    async def action_again(self) -> None:
        """Plan again."""
        if self.book is not None and self.book.plan.pair:
            self.wait_for(await try_or_notify(self, plan_again(self.host.services, self.book.plan)))

    def action_export(self) -> None:
        """Ask for a file, and write the entries that show."""
        export_entries(self, self.plan_id, [row.planned for row in self.table.rows_shown])

    def action_effect(self) -> None:
        """List the files that the settings of the plan reach."""
        self._head.effect.open_list()
