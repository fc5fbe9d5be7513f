"""Actions of the Library: from the rows chosen over the dialogs to the jobs that do the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from textual.binding import BindingType
from textual.dom import DOMNode

from arrtui.core.apps import Kind
from arrtui.core.text import plural
from arrtui.features.sync.actions import Action, ActionKind, ActionSummary, TitleMove
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_done, notify_refused, try_or_notify
from arrtui.tui.panes.library.actions.menu import COPY, TOGGLE, label_of, menu_items, why_not
from arrtui.tui.panes.library.actions.rows import Chosen

if TYPE_CHECKING:
    from arrtui.tui.panes.library.actions.dialog_summary import ActionConfirmation


def action_bindings(scope: str) -> list[BindingType]:
    """Return the keys that act on titles; ``scope`` is the first part of their ids."""
    return [
        bind("actions", f"{scope}.actions", "Choose what to do with the rows"),
        bind("search", f"{scope}.search", "Let the apps search their indexers", action="act('search')",
             writes=True),
        bind("remove", f"{scope}.delete", "Delete from the instances", action="act('delete')", show=False,
             writes=True),
        *(
            menu_item("actions", letter, f"{scope}.{id}", f"act('{name}')", label, tooltip,
                      writes=name != COPY)
            for letter, name, label, id, tooltip in _IN_MENU
        ),
    ]  # fmt: skip


_IN_MENU = (
    ("m", "toggle", "Monitor", "monitor", "Monitor, or unmonitor if it is"),
    ("p", "profile", "Profile", "profile", "Change the quality profile"),
    ("t", "tags", "Tags", "tags", "Add, remove or replace tags"),
    ("c", "copy", "Copy to", "copy-to", "Copy to another instance"),
)
"""Letter in the menu, action, label, last part of the id, and what it does."""


ChooseRows = Callable[[], Awaitable[Chosen | None]]
"""Returns the rows an action is about, None when the question about hidden marks was left."""


class TitleActions:
    """Does what the keys of :func:`action_bindings` ask for, with the rows of a pane or a screen."""

    def __init__(
        self, node: DOMNode, acted: Callable[[], None], *, watch_hint: str = "press 6 to watch"
    ) -> None:
        """Make the actions.

        Args:
            node: The pane or screen that shows the rows.
            acted: Called after jobs were queued, to take the marks away.
            watch_hint: How to see the jobs at work from there.
        """
        self._node = node
        self._acted = acted
        self._watch_hint = watch_hint

    def choose(self, choose_rows: ChooseRows) -> None:
        """Show the menu of actions in a worker, and do what is chosen."""

        async def show_menu() -> None:
            chosen = await choose_rows()
            if chosen is not None and chosen.parts:
                await self._choose(chosen)
            elif chosen is not None:
                notify_refused(self._node, f"Actions: {why_not('', chosen, {})}.")

        self._run(show_menu())

    def act(self, choose_rows: ChooseRows, name: str) -> None:
        """Do one action in a worker, unless it does not apply to the rows."""

        async def act() -> None:
            chosen = await choose_rows()
            if chosen is None:
                return
            if reason := why_not(name, chosen, self._kinds):
                notify_refused(self._node, f"{label_of(name).capitalize()}: {reason}.")
            elif name == TOGGLE:
                toggled = ActionKind.UNMONITOR if chosen.all_monitored else ActionKind.MONITOR
                await self._act(chosen, toggled.value)
            else:
                await self._act(chosen, name)

        self._run(act())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._node.run_worker(try_or_notify(self._node, work), group="actions", exclusive=True)

    @property
    def _host(self) -> Host:
        return host_of(self._node)

    @property
    def _kinds(self) -> dict[str, Kind]:
        """All instances, and which app each is."""
        return {instance.name: instance.kind for instance in self._host.services.config.instances}

    async def _choose(self, chosen: Chosen) -> None:
        from arrtui.tui.panes.library.actions.dialog_menu import ActionMenu

        counts = Counter(part.target.instance for part in chosen.parts)
        single = len(chosen.names) == 1
        names = [name if single else f"{name} ({count:,})" for name, count in counts.items()]
        where = f"On {', '.join(names)}"
        read_only = self._host.services.config.ui.read_only
        items = menu_items(chosen, self._kinds, read_only=read_only)
        menu = ActionMenu(f"Actions: {chosen.text}", where, items)
        if name := await self._host.push_screen_wait(menu):
            await self._act(chosen, name)

    async def _act(self, chosen: Chosen, name: str) -> None:
        """Ask for the values of an action, show what it does, and queue it once that is confirmed."""
        from arrtui.tui.panes.library.actions.ask import ask_action

        if name == COPY:
            await self._copy(chosen)
            return
        action = await ask_action(self._host, chosen, name)
        answer = None if action is None else await self._confirm(chosen, action)
        if action is None or answer is None:
            return
        confirmed = confirmed_action(action, answer)
        jobs = await self._host.services.sync.act(confirmed)
        self._acted()
        if not jobs:
            notify_done(self._node, "Nothing was to be done any more.")
            return
        undo = "" if confirmed.kind.is_command else "; z undoes it."
        queued = f"{_TITLES[confirmed.kind]}: {plural(len(jobs), 'job')} queued"
        notify_done(self._node, f"{queued}, {self._watch_hint}{undo}")

    async def _copy(self, chosen: Chosen) -> None:
        from arrtui.tui.kit.plan_waiter import await_plan
        from arrtui.tui.panes.library.actions.ask import ask_copy, queue_copy

        request = await ask_copy(self._host, chosen, self._kinds)
        if request is None:
            return
        job_id = await queue_copy(self._host, chosen, request)
        self._acted()
        notify_done(self._node, f"The copy to {request.target} is being planned; the plan opens when ready.")
        await_plan(self._node.app, job_id)

    async def _confirm(self, chosen: Chosen, action: Action) -> ActionConfirmation | None:
        """Show what would be done where; None for a No."""
        from arrtui.tui.panes.library.actions.dialog_summary import SummaryDialog, SummaryQuestion

        async def summarise(delete_files: bool, exclude: bool) -> Sequence[ActionSummary] | None:
            changed = msgspec.structs.replace(action, delete_files=delete_files, exclude=exclude)
            return await try_or_notify(self._node, self._host.services.sync.summary(changed))

        async def find_moves() -> Sequence[TitleMove] | None:
            if not action.move_files:
                return ()
            return await try_or_notify(self._node, self._host.services.sync.moved_folders(action))

        label = _TITLES[action.kind]
        deletes = action.kind is ActionKind.DELETE
        instances = action.instances
        names = " and ".join(instances) if len(instances) < 3 else f"{len(instances)} instances"
        where = f" on {names}" if deletes else ""
        note = "" if action.kind.is_command else "z undoes it."
        title = f"{label}: {chosen.text}{where}?"
        excludes = not any(part.target.is_whole for part in chosen.parts)
        question = SummaryQuestion(
            title, label, note, deletes=deletes, excludes=excludes, titles=chosen.names
        )
        summaries = await self._host.services.sync.summary(action)
        dialog = SummaryDialog(question, summaries, summarise, find_moves)
        answer: ActionConfirmation | None = await self._host.push_screen_wait(dialog)
        return answer


_TITLES = {
    ActionKind.SEARCH: "Search",
    ActionKind.REFRESH: "Refresh and scan",
    ActionKind.MONITOR: "Monitor",
    ActionKind.UNMONITOR: "Unmonitor",
    ActionKind.PROFILE: "Change profile",
    ActionKind.AVAILABILITY: "Change availability",
    ActionKind.ROOT_FOLDER: "Change root folder",
    ActionKind.TAGS_ADD: "Add tags",
    ActionKind.TAGS_REMOVE: "Remove tags",
    ActionKind.TAGS_REPLACE: "Replace tags",
    ActionKind.EXCLUDE: "Exclude",
    ActionKind.DELETE: "Delete",
}
"""The name of an action in titles, on buttons and in messages."""


def confirmed_action(action: Action, answer: ActionConfirmation) -> Action:
    """Return an action as it was confirmed: for the instances left in, with the options chosen."""
    return msgspec.structs.replace(
        action,
        targets=tuple(target for target in action.targets if target.instance in answer.instances),
        value={name: value for name, value in action.value.items() if name in answer.instances},
        delete_files=answer.delete_files,
        exclude=answer.exclude,
    )
