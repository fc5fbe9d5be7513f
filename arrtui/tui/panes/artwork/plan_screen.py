"""A plan to publish artwork over the whole screen, to be reviewed line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.apps import app_of
from arrtui.core.artwork import PublishAction, PublishPlan
from arrtui.core.text import format_size, plural
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.notices import notify_done, notify_refused, try_or_notify
from arrtui.tui.kit.split_screen import SplitScreen
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.artwork.plan_rows import Numbered, decided, entry_lines, plan_columns, plan_search

NOTHING_TO_DO = "Nothing would be written: everything is published as it is to be."
UNRECORDED = "What {} does to such files was not recorded: look at a few of them in a player first."
ALL_REJECTED = "Every line is rejected, so there is nothing to apply; esc leaves."


class PublishPlanScreen(SplitScreen[None]):
    """Shows a plan until it is applied, or `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("decide", "art-plan.decide", "Reject the line, or take it in again, and move down"),
        bind("approve_shown", "art-plan.approve-shown", "Take in all lines shown", show=False),
        bind("reject_shown", "art-plan.reject-shown", "Reject all lines shown"),
        bind("apply", "art-plan.apply", "Write all that is not rejected, after a summary", writes=True),
        bind("why", "art-plan.why", "List what the plan leaves out, and why"),
        bind("detail", "art-plan.detail"),
        bind("back", "art-plan.back", "Go back to where you were", action="leave", show=False),
    ]

    LEAST_WIDTH = 38

    def __init__(self, plan: PublishPlan) -> None:
        self._app_of_plan = app_of(plan.instance)
        columns = plan_columns(self._app_of_plan.art)
        table: EstateTable[Numbered] = EstateTable(columns, search=plan_search, markable=False, id="art-plan")
        table.empty = NOTHING_TO_DO
        self._line = Static("", classes="tab-line", markup=False)
        super().__init__(table, ("Artwork", "Publish", plan.instance), self._line)
        self._plan = plan

    def on_mount(self) -> None:
        """Show the lines."""
        self.table.focus()
        self.table.set_rows(list(enumerate(self._plan.entries)), key=lambda row: row[0])
        self._update_line()

    def detail_lines(self, row: Numbered, width: int) -> list[Content]:
        """Return everything about a line."""
        entry = row[1]
        titles, layout = self.host.services.artwork.titles, self._app_of_plan.art
        readers = titles.readers(self._plan.instance, entry.slot, entry.relative_path)
        return entry_lines(row, layout, readers, width)

    @property
    def _wanted(self) -> Sequence[Numbered]:
        """The lines that are not rejected."""
        return [row for row in self.table.rows if row[1].approved is not False]

    def _update_line(self) -> None:
        wanted = [entry for _, entry in self._wanted]
        replaced = sum(entry.action is PublishAction.REPLACE for entry in wanted)
        parts = [f"{plural(len(wanted), 'file')}, {format_size(sum(entry.size for entry in wanted))}"]
        parts += [f"{replaced:,} of others to the recycle bin"] if replaced else []
        rejected = self.table.total_count - len(wanted)
        parts += [f"{rejected:,} rejected"] if rejected else []
        parts += [f"{plural(len(self._plan.refusals), 'note')}: w"] if self._plan.refusals else []
        self._line.update("   ".join(parts))

    # Deciding

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Show the detail of a line, or hide it."""
        event.stop()
        self.action_detail()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action in ("decide", "detail", "approve_shown", "reject_shown"):
            return self.table.visible_count > 0
        if action == "why":
            return bool(self._plan.refusals)
        return self.table.total_count > 0 if action == "apply" else True

    def action_decide(self) -> None:
        """Reject the line under the cursor, or take a rejected one in again."""
        if (row := self.table.cursor_row) is not None:
            self._decide([row], None if row[1].approved is False else False)
            self.table.action_down()

    def action_approve_shown(self) -> None:
        """Take in all lines shown."""
        self._decide(self.table.rows_shown, True)

    def action_reject_shown(self) -> None:
        """Reject all lines shown."""
        self._decide(self.table.rows_shown, False)

    @work(group="art-plan-decisions")
    async def _decide(self, rows: Sequence[Numbered], approved: bool | None) -> None:
        """Show a decision at once, and store it."""
        self.table.update_rows(decided(rows, approved))
        self._update_line()
        publishing = self.host.services.artwork.publishing
        entries = [entry for _, entry in rows]
        await try_or_notify(self, publishing.decide(self._plan.id, entries, approved))

    @work(group="art-plan-apply", exclusive=True)
    async def action_apply(self) -> None:
        """Queue what applies the plan, after a summary, and leave."""
        wanted = [entry for _, entry in self._wanted]
        if not wanted:
            notify_refused(self, ALL_REJECTED)
            return
        replaced = sum(entry.action is PublishAction.REPLACE for entry in wanted)
        size = format_size(sum(entry.size for entry in wanted))
        text = f"{plural(len(wanted), 'file')} of {size} are written into the folders of titles."
        if replaced:
            text += f" {plural(replaced, 'file')} that are not arrtui's go to the recycle bin first."
        if not self._app_of_plan.extras.is_recorded:
            text += f" {UNRECORDED.format(self._app_of_plan.name)}"
        question = Question(title=f"Publish on {self._plan.instance}", text=text, yes="Publish")
        if await self.app.push_screen_wait(ConfirmDialog(question)):
            job = await try_or_notify(self, self.host.services.artwork.publishing.approve(self._plan.id))
            if job is not None:
                notify_done(self, f"Job {job} publishes them; 6 shows how far it is.")
                self.dismiss(None)

    def action_why(self) -> None:
        """List what the plan leaves out, and why."""
        from arrtui.tui.kit.dialogs.text import TextDialog

        self.app.push_screen(TextDialog("Left out", "\n".join(self._plan.refusals)))
