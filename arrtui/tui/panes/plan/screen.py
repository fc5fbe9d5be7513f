"""The plan screen: entries to be decided from the keyboard, applied, undone, planned again and exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from arrtui.core.events import Job
from arrtui.core.text import plural
from arrtui.features.sync.model import EntryOutcome, EntrySubject, Op, PlanState
from arrtui.tui.panes.plan.decide import AT_WORK, DONE_ALREADY, PlanDecider
from arrtui.tui.panes.plan.edits import editable_fields, edits_of
from arrtui.tui.panes.plan.head import plan_title
from arrtui.tui.panes.plan.reader import FAILED
from arrtui.tui.panes.plan.table import EntryRow


class PlanScreen(PlanDecider):
    """Shows a plan until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "approve_shown", "All", id="plan.approve-shown", tooltip="Approve all entries shown"),
        Binding("x", "reject_shown", "None", id="plan.reject-shown", tooltip="Reject all entries shown"),
        Binding(
            "u",
            "undecide",
            "Undecide",
            show=False,
            id="plan.undecide",
            tooltip="Take the decision on the marked entries back, or on this one",
        ),
        Binding("A", "apply", "Apply", id="plan.apply", tooltip="Apply what is approved, after a summary"),
        Binding("c", "cancel", "Stop", id="plan.cancel", tooltip="Stop applying after the write under way"),
        Binding("e", "edit", "Edit", id="plan.edit", tooltip="Change its profile, folder, tags, monitored"),
        Binding("w", "why", "Why", id="plan.why", tooltip="List what the plan leaves alone, and why"),
        Binding("v", "notes", "Notes", show=False, id="plan.notes", tooltip="Read all notes in full"),
        Binding("z", "undo", "Undo", id="plan.undo", tooltip="Plan to undo the last apply, for review"),
        Binding("D", "again", "Again", id="plan.again", tooltip="Plan the pair again"),
        Binding("E", "export", "Export", show=False, id="plan.export", tooltip="Write the entries to a file"),
        *(
            Binding(
                key,
                f"only('{op.value}')",
                f"Only {op.sign}",
                show=False,
                id=f"plan.{words}",
                tooltip=f"Show only {words}, or all entries again",
            )
            for key, op, words in (
                ("plus", Op.ADD, "additions"),
                ("tilde", Op.UPDATE, "updates"),
                ("minus", Op.REMOVE, "removals"),
            )
        ),
        Binding(
            "exclamation_mark,f",
            f"only('{FAILED}')",
            "Failures",
            show=False,
            id="plan.failures",
            tooltip="Show only what failed or conflicted, or all again",
        ),
        Binding("r", "reload", "Reload", show=False, id="plan.reload", tooltip="Read the plan again"),
        Binding("escape", "leave", "Back", show=False, id="plan.leave", tooltip="Go back to where you were"),
    ]  # fmt: skip

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action == "cancel":
            return any(not job.cancel_requested for job in self.applies)
        if action in ("approve_shown", "reject_shown", "undecide", "decide", "edit", "export"):
            return self.book is not None and bool(self.book.rows)
        if action == "again":
            return self.book is not None and bool(self.book.plan.pair)
        if action in ("apply", "why", "undo", "notes"):
            return self.book is not None
        return True

    # Showing some

    def action_only(self, kind: str) -> None:
        """Show only one kind of entry; the same again shows all."""
        self.only = "" if self.only == kind else kind
        self.narrow()

    def action_reload(self) -> None:
        """Read what is stored again."""
        self.read()

    def action_leave(self) -> None:
        """Leave the detail, else the screen."""
        if not self.close_detail():
            self.dismiss(None)

    def action_why(self) -> None:
        """List what the plan leaves alone."""
        from arrtui.tui.panes.plan.dialog_left_out import LeftOutDialog

        if self.book is not None:
            plan = self.book.plan
            self.app.push_screen(LeftOutDialog(plan, lambda: self.services.sync.left_out(plan.id)))

    def action_notes(self) -> None:
        """Read all there is to mind in full."""
        from arrtui.tui.kit.dialogs.text import TextDialog

        if self.book is not None:
            sentences = [text for text, _style in self.notes()]
            text = "\n\n".join(sentences) or "There is nothing to mind."
            self.app.push_screen(TextDialog(f"Plan {self.plan_id}", text))

    # Editing

    def action_edit(self) -> None:
        """Change what the marked entries will have, or the one under the cursor."""
        rows = self.chosen
        if why := self.frozen() or _not_editable(rows):
            self.refuse(why)
        elif rows:
            self.run_worker(self._edit(rows), group="plan-edit", exclusive=True)

    async def _edit(self, rows: list[EntryRow]) -> None:
        from arrtui.tui.panes.plan.dialog_entry import EntryDialog

        await self.stored()
        choices = await self.trying(self.services.sync.choices(rows[0].entry.instance))
        if choices is None:
            return
        dialog = EntryDialog([row.planned for row in rows], choices)
        values: dict[str, Any] | None = await self.app.push_screen_wait(dialog)
        for row in rows if values is not None else ():
            edits = edits_of(row.planned, values or {})
            if edits != row.planned.edits and await self.trying(self._store_edits(row, edits)) is None:
                break
        self.read()

    async def _store_edits(self, row: EntryRow, edits: dict[str, object]) -> bool:
        await self.services.sync.edit(self.plan_id, row.planned.position, edits)
        return True

    # Applying and taking back

    def action_apply(self) -> None:
        """Sum up what would be written, and write it once that is confirmed."""
        if why := self._not_applicable():
            self.refuse(why)
        else:
            self.run_worker(self._apply(), group="plan-apply", exclusive=True)

    def _not_applicable(self) -> str:
        """Return why the plan cannot be applied now, as a sentence."""
        book = self.book
        if why := self.frozen():
            return why
        assert book is not None
        if book.lock:
            return book.lock
        return "" if book.to_apply() else "Nothing is approved. space approves an entry, a all that show."

    async def _apply(self) -> None:
        from arrtui.tui.panes.plan.dialog_apply import ApplyConfirmation, ApplyDialog, summaries

        await self.stored()
        book = self.book
        rows = book.to_apply() if book else []
        if book is None or not rows:
            return
        found = await self.trying(summaries([row.planned for row in rows], self.services.sync.choices))
        if found is None:
            return
        dialog = ApplyDialog(plan_title(book.plan), found, sum(bool(row.stale) for row in rows))
        answer: ApplyConfirmation | None = await self.app.push_screen_wait(dialog)
        if answer is None:
            return
        jobs = await self.trying(self.services.sync.apply(book.plan.id, delete_files=answer.delete_files))
        if jobs:
            self.tell(f"{plural(len(jobs), 'apply', 'applies')} queued; it goes on if you leave.")

    async def action_cancel(self) -> None:
        """Stop the apply between two writes."""
        for job in self.applies:
            await self.trying(self.services.cancel_job(job.id))

    async def action_undo(self) -> None:
        """Have the undo of the last apply planned, to be reviewed like any plan."""
        book = self.book
        if book is None:
            return
        if self.applying:
            self.refuse(AT_WORK)
            return
        plan_id: int | None = None
        if book.tally.outcomes[EntryOutcome.DONE] and book.plan.state is not PlanState.UNDONE:
            plan_id = book.plan.id
        elif book.plan.pair:
            last = await self.trying(self.services.sync.undoable(book.plan.pair))
            plan_id = last.id if last else None
        if plan_id is None:
            self.refuse("Nothing was applied that could be undone.")
        elif (job_id := await self.trying(self.services.sync.undo(plan_id))) is not None:
            self.wait_for(job_id)

    async def action_again(self) -> None:
        """Plan the pair again."""
        pair = self.book.plan.pair if self.book else ""
        if pair and (job_id := await self.trying(self.services.sync.plan_pair(pair))) is not None:
            self.wait_for(job_id)

    def made(self, job: Job, plan_id: int) -> None:
        """Show the new plan of the pair in place of this one; open an undo on top of it."""
        if self.app.screen is not self:
            self.tell(f"Plan {plan_id} is ready.")
        elif job.kind == "undo":
            self.app.push_screen(PlanScreen(plan_id), lambda _nothing: self.read())
        else:
            self.show_plan(plan_id)
            self.tell(f"Planned again: this is plan {plan_id}.")

    # Export

    def action_export(self) -> None:
        """Ask where to, and write the entries that show."""
        from arrtui.tui.panes.plan.export import EntryExportDialog, export_entries

        rows = [row.planned for row in self.shown_rows]

        async def export(path: Path | None) -> None:
            if path is not None and (sentence := await self.trying(export_entries(path, rows))):
                self.tell(sentence)

        what = plural(len(rows), "entry", "entries")
        self.app.push_screen(EntryExportDialog(what, f"arrtui-plan-{self.plan_id}.csv"), export)


def _not_editable(rows: list[EntryRow]) -> str:
    """Return why these entries cannot be edited together, as a sentence."""
    if any(row.planned.outcome is EntryOutcome.DONE for row in rows):
        return DONE_ALREADY
    if any(row.entry.op is Op.REMOVE for row in rows):
        return "A removal has nothing to edit; x or space rejects it."
    if any(row.entry.subject is not EntrySubject.ITEM for row in rows):
        return "Only titles can be edited."
    if len({row.entry.instance for row in rows}) > 1:
        return "The marked entries are for several instances; mark those of one."
    if rows and not editable_fields([row.planned for row in rows]):
        return "It changes none of the fields that can be edited: profile, folder, tags, monitored."
    return ""
