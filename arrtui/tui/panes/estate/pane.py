"""The Estate pane: a row for each instance, what is wrong with it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from arrtui.core.apps.words import app_names
from arrtui.core.config import InstanceConfig
from arrtui.core.errors import ArrtuiError, UsageError
from arrtui.core.events import Job
from arrtui.core.text import HOUR, plural
from arrtui.runtime.estate import EstateRow, InstanceFacts
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_failed
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.plan_waiter import plan_opener
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.estate.detail import estate_detail
from arrtui.tui.panes.estate.going_back import open_rescue, restore_chosen, resume
from arrtui.tui.panes.estate.rows import CLOCK_GUARD, InstanceView, columns, make_views
from arrtui.tui.panes.estate.table import InstancesTable

if TYPE_CHECKING:
    from arrtui.features.sync.changes import ChangeSubject

NO_INSTANCES = "No instance yet. Press a, then a again, to add one."
NO_MATCH = "No instance matches.\nesc clears the text, ! shows those without a problem too."


class EstatePane(Pane):
    """All instances, and the detail of the one under the cursor."""

    TOUR = (
        f"Each {app_names()} has a line: is it up, when was it backed up.",
        "{estate.backup} backs up this instance or the marked ones, {estate.backup-all} all of them.",
        "{estate.detail} shows health, disks and the latest backups; enter says why one failed.",
        "{estate.restore} brings the instance back to a backup, as a plan that you review.",
        "{estate.edit} edits it; a, then a, adds another; a, then c, shows what changed.",
        "{estate.problems} leaves only those with a problem; / filters, as in every table.",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("back_up", "estate.backup"),
        bind("back_up_all", "estate.backup-all", "Back up every instance"),
        bind("test", "estate.check", "Ask the marked instances how they are, or this one"),
        bind("edit", "estate.edit", "Edit the instance"),
        bind("remove", "estate.remove", "Take it out of the configuration"),
        bind("problems", "estate.problems", "Show only instances with a problem, or all", show=False),
        bind("detail", "estate.detail", show=False),
        bind("restore", "estate.restore", "Restore it to a backup", show=False),
        bind("address", "estate.open", "Open its address in a browser", show=False),
        bind("copy", "estate.copy", "Copy its address", show=False),
        bind("refresh", "estate.refresh", "Ask every instance how it is"),
        bind("back", "estate.back", "Leave the detail", show=False),
        menu_item("actions", "a", "estate.add", "add", "Add", "Add an instance"),
        menu_item(
            "actions", "c", "estate.changes", "changes", "Changes",
            "See what changed from day to day, and restore single things",
        ),
        menu_item(
            "actions", "l", "estate.accept-loss", "accept_loss", "Accept loss",
            "Back up although much less is there than was stored",
        ),
        menu_item(
            "actions", "p", "estate.rescue", "rescue", "Plan back",
            "Open the plan that brings back what the alarm tells is lost",
        ),
        menu_item(
            "actions", "u", "estate.resume", "resume", "Resume",
            "Let following and scheduled applies go on after the alarm",
        ),
    ]  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table = InstancesTable()
        self._table.empty, self._table.empty_filtered = "Reading what is stored ...", NO_MATCH
        self._split = Split(self._table, columns=True)
        self._rows: Sequence[EstateRow] = ()
        self._jobs: Mapping[int, Job] = {}
        self._facts: dict[str, InstanceFacts] = {}
        self._fresh: set[str] = set()
        self._problems = False
        self._reading = ""
        self._wanted = ""
        """The instance that the cursor is to be put on once its row is there."""
        self._plan_waiter = plan_opener(self)

    def compose(self) -> ComposeResult:
        """The table with its detail, and the filter's line."""
        yield self._split
        yield FilterBar(self._table)

    def focus_content(self) -> None:
        """Focus the table."""
        self._table.focus()

    # Data handed down

    def show_estate(self, rows: Sequence[EstateRow]) -> None:
        """Show other rows; the cursor stays on its instance."""
        names = [row.name for row in rows]
        if names != [row.name for row in self._rows]:
            self._table.set_columns(columns(names))
        self._rows = rows
        self._split.fit(len(rows))
        self._fresh.clear()
        self._table.empty = NO_INSTANCES
        self._table.show(self._views())
        if self._wanted in names:
            self.select(self._wanted)
            self._wanted = ""
        self._show_detail()

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Show what is being done with the instances."""
        self._plan_waiter.take(jobs)
        self._jobs = jobs
        if changed is None or any(jobs[job].instance for job in changed):
            self._update()

    def await_plan(self, job_id: int) -> None:
        """Open the plan of a job once it is made; it may have been made already."""
        self._plan_waiter.wait_for(job_id)

    def tick(self) -> None:
        """Update the ages."""
        self._update()

    def _views(self) -> list[InstanceView]:
        stale_after = self.services.config.backup.stale_after_hours * HOUR
        return make_views(self._rows, self._jobs, self.now(), stale_after)

    def _update(self) -> None:
        """Exchange the rows; the table repaints only lines that look different."""
        self._table.update_rows({view.name: view for view in self._views()})
        self._show_detail()

    # The detail

    @property
    def current(self) -> InstanceView | None:
        """The instance under the cursor."""
        return self._table.cursor_row

    @property
    def change_subject(self) -> ChangeSubject | None:
        """The instance under the cursor."""
        from arrtui.features.sync.changes import ChangeSubject

        return ChangeSubject(instances=frozenset({self.current.name})) if self.current else None

    def select(self, name: str) -> None:
        """Put the cursor on an instance."""
        self._table.set_filter("", None)
        self._problems = False
        self._table.move_to(name)

    @on(EstateTable.CursorMoved)
    def _follow_cursor(self) -> None:
        self.refresh_bindings()
        self._show_detail()

    def _show_detail(self) -> None:
        view = self.current
        if view is None or not self._split.is_mounted:
            return
        facts = self._facts.get(view.name)
        self._split.detail.show(estate_detail(view, self._config(view.name), facts), view.name)
        if view.name not in self._fresh and not self._reading:
            self._reading = view.name
            self.run_worker(self._read_facts(view.name))

    async def _read_facts(self, name: str) -> None:
        """Read what the detail shows beyond the row; what was read before stays on screen meanwhile."""
        self._fresh.add(name)
        facts = await self.trying(self.services.estate.facts(name))
        self._reading = ""
        if facts is not None:
            self._facts[name] = facts
        self._show_detail()

    def _config(self, name: str) -> InstanceConfig | None:
        """Return an instance's configuration; None when it has just been removed."""
        try:
            return self.services.config.instance(name)
        except UsageError:
            return None

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Show why the last backup failed; of another instance, its detail."""
        event.stop()
        if event.row.backup_failed:
            self.action_accept_loss()
        else:
            self.action_detail()

    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self._split.toggle()

    def action_problems(self) -> None:
        """Show only instances with a problem, or all again."""
        self._problems = not self._problems
        condition = (lambda view: view.troubled) if self._problems else None
        self._table.set_filter(self._table.filter_state.text, condition)

    def action_back(self) -> None:
        """Leave the detail."""
        self._split.close()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with the instance under the cursor."""
        if action == "accept_loss":
            return self.current is not None and self.current.guarded
        if action in ("rescue", "resume"):
            return self.current is not None and bool(self.current.row.alarm)
        if action in ("test", "back_up", "edit", "remove", "restore", "address", "copy", "detail"):
            return self.current is not None
        if action == "problems":
            return self._problems or any(view.troubled for view in self._table.rows)
        if action in ("back_up_all", "refresh", "changes"):
            return bool(self._rows)
        return True

    def action_test(self) -> None:
        """Ask the chosen instances how they are."""
        self._queue_chosen(self.services.estate.check, "check")

    def action_refresh(self) -> None:
        """Ask every instance how it is."""
        self._queue(self.services.estate.check(), "check")

    def action_back_up(self) -> None:
        """Back up the chosen instances."""
        self._queue_chosen(self.services.backup.back_up, "backup")

    def action_back_up_all(self) -> None:
        """Back up every instance."""
        self._queue(self.services.backup.back_up(), "backup")

    def _queue_chosen(self, queue: Callable[[list[str]], Coroutine[Any, Any, list[int]]], kind: str) -> None:
        """Queue a job for each marked instance, or for the one under the cursor."""

        async def queue_chosen() -> None:
            if views := await choose_rows(self, self._table):
                self._queue(queue([view.name for view in views]), kind)

        self.run_worker(queue_chosen())

    def _queue(self, work: Coroutine[Any, Any, list[int]], kind: str) -> None:
        """Queue jobs and say so in one line."""

        async def queue() -> None:
            ids = await self.trying(work)
            if ids:
                self.tell(f"{plural(len(ids), kind)} queued.")

        self.run_worker(queue())

    def action_accept_loss(self) -> None:
        """Show why the last backup failed, and back up again or accept the loss as that is answered."""
        view = self.current
        if view is None:
            return
        from arrtui.tui.panes.estate.failed_backup import ACCEPT, FailedBackupDialog

        def answered(answer: str | None) -> None:
            if answer is not None:
                clock = view.row.last is not None and view.row.last.error_code == CLOCK_GUARD
                accepts = {"accept_clock" if clock else "accept_shrink": answer == ACCEPT}
                self._queue(self.services.backup.back_up([view.name], **accepts), "backup")

        self.app.push_screen(FailedBackupDialog(view), answered)

    def action_restore(self) -> None:
        """Choose a backup, then plan the restore to it; the plan opens for review."""
        if self.current is not None:
            self.run_worker(restore_chosen(self, self.current.name))

    def action_rescue(self) -> None:
        """Open the plan that brings back what an alarm tells is lost."""
        if self.current is not None:
            self.run_worker(open_rescue(self, self.current.name))

    def action_resume(self) -> None:
        """Ask, then let what an alarm stopped go on."""
        if self.current is not None:
            self.run_worker(resume(self, self.current.name))

    def action_changes(self) -> None:
        """Show what changed from day to day."""
        from arrtui.tui.panes.estate.changes.screen import ChangesScreen

        self.app.push_screen(ChangesScreen())

    def action_add(self) -> None:
        """Open the editor for a new instance; offer its first backup."""
        self.run_worker(self._add())

    async def _add(self) -> None:
        if saved := await self._edit(None):
            await self._offer_backup([saved])

    def action_add_first(self) -> None:
        """Add the first instances one after another, then offer to back them up."""
        self.run_worker(self._add_first())

    async def _add_first(self) -> None:
        from arrtui.tui.kit.dialogs.confirm import Question

        added: list[str] = []
        text = f"Everything is shown side by side, so add each {app_names()} that you have."
        another = Question("Add another one?", text, "Another", harmless=True)
        while saved := await self._edit(None):
            added.append(saved)
            if not await self.ask(another):
                break
        await self._offer_backup(added)

    async def _offer_backup(self, names: list[str]) -> None:
        """Offer to back up instances of which nothing is stored yet."""
        from arrtui.tui.kit.dialogs.confirm import Question

        new = [row.name for row in self._rows if row.name in names and row.complete_at is None]
        if not new:
            return
        text = (
            f"The first backup of {', '.join(new)} reads every title once; later ones read what has changed. "
            "It only reads: the apps are not changed."
        )
        if await self.ask(Question("Back up now?", text, "Back up", harmless=True)):
            self._queue(self.services.backup.back_up(new), "backup")

    def action_edit(self) -> None:
        """Open the editor for the instance under the cursor."""
        if self.current is not None:
            self.run_worker(self._edit(self.current.name))

    async def _edit(self, name: str | None) -> str | None:
        """Edit an instance, then ask it how it is; return its name when it was saved."""
        from arrtui.tui.panes.estate.instance import edit_instance

        saved = await self.trying(edit_instance(self.app, self.services, name))
        if not saved:
            return None
        self.tell(f"{saved} saved.")
        self._wanted = saved
        self.show_estate(await self.trying(self.services.estate.rows()) or self._rows)
        await self.trying(self.services.estate.check([saved]))
        return saved

    def action_remove(self) -> None:
        """Ask, then take the instance under the cursor out of the configuration."""
        if self.current is not None:
            self.run_worker(self._remove(self.current))

    async def _remove(self, view: InstanceView) -> None:
        from arrtui.tui.kit.dialogs.confirm import Question

        question = Question(
            f"Remove {view.name}?",
            f"{view.name} is taken out of the configuration file and no longer backed up. The app itself is "
            f"not touched.\n\nWhat is stored of it ({plural(view.row.items, 'title')}, "
            f"{plural(view.row.files, 'file')}, all backups) stays in the database and is there again "
            "when an instance of this name is added.",
            "Remove",
        )
        if not await self.ask(question):
            return
        try:
            await self.services.config_file.remove_instance(view.name)
        except ArrtuiError as error:
            notify_failed(self, error)
        else:
            self.tell(f"{view.name} removed; its backups stay in the database.")

    def action_address(self) -> None:
        """Open the address of the instance under the cursor."""
        config = self._config(self.current.name) if self.current else None
        if config is not None:
            self.host.open_address(config.web_url)

    def action_copy(self) -> None:
        """Copy the address of the instance under the cursor."""
        config = self._config(self.current.name) if self.current else None
        if config is not None:
            self.host.copy(config.web_url, config.web_url)
