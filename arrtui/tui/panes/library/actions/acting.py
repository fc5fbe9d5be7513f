"""The actions of the Library: from the rows over the dialogs to the jobs that do the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from textual import work
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from arrtui.core.apps import Kind
from arrtui.core.errors import ArrtuiError
from arrtui.core.text import plural
from arrtui.features.sync.actions import Action, ActionKind, InstanceSummary
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.panes.library.actions.menu import COPY, TOGGLE, label_of, menu_items, why_not
from arrtui.tui.panes.library.actions.rows import Chosen

if TYPE_CHECKING:
    from arrtui.runtime.services import Services
    from arrtui.tui.panes.library.actions.dialog_summary import ActionConfirmation

UNDO = "z in 3 Sync undoes it."


def action_bindings(scope: str) -> list[BindingType]:
    """Return the keys that act on titles; ``scope`` is the first part of their ids."""
    return [
        Binding("a", "actions", "Actions", id=f"{scope}.actions", tooltip="Choose what to do with the rows"),
        Binding(
            "m", "act('toggle')", "Monitor", id=f"{scope}.monitor", tooltip="Monitor, or unmonitor if it is"
        ),
        *(
            Binding(key, f"act('{name}')", label, show=False, id=f"{scope}.{id}", tooltip=tooltip)
            for key, name, label, id, tooltip in _DIRECT
        ),
    ]


_DIRECT = (
    ("i", "search", "Search", "search", "Let the apps search their indexers"),
    ("p", "profile", "Profile", "profile", "Change the quality profile"),
    ("t", "tags", "Tags", "tags", "Add, remove or replace tags"),
    ("c", "copy", "Copy to", "copy-to", "Copy to another instance"),
    ("delete", "delete", "Delete", "delete", "Delete from the instances"),
)
"""Key, action, label, last part of the id, and what it does."""


class Acting(DOMNode):
    """What panes and screens about titles do with actions; bindings name them."""

    hint_to_watch = "press 6 to watch"
    """How to see the jobs at work from here."""

    @property
    def chosen(self) -> Chosen:
        """The marked rows, or the one under the cursor."""
        raise NotImplementedError

    def acted(self) -> None:
        """Hear that the rows were acted on: their marks have done their duty."""
        raise NotImplementedError

    @work(group="actions", exclusive=True)
    async def action_actions(self) -> None:
        """Show the menu of actions, and do what is chosen."""
        from arrtui.tui.panes.library.actions.dialog_menu import ActionMenu

        chosen = self.chosen
        if not chosen.parts:
            self._refuse("Actions", why_not("", chosen, {}))
            return
        menu = ActionMenu(f"Actions: {chosen.text}", where_text(chosen), menu_items(chosen, self._estate))
        if name := await self.app.push_screen_wait(menu):
            await self._trying(chosen, name)

    @work(group="actions", exclusive=True)
    async def action_act(self, name: str) -> None:
        """Do one action, unless it does not apply to the rows."""
        chosen = self.chosen
        if reason := why_not(name, chosen, self._estate):
            self._refuse(label_of(name).capitalize(), reason)
        else:
            await self._trying(chosen, toggled(chosen, name))

    # --- from the dialogs to the jobs ----------------------------------------------------------------

    @property
    def _host(self) -> Host:
        return host_of(self)

    @property
    def _services(self) -> Services:
        return self._host.services

    @property
    def _estate(self) -> dict[str, Kind]:
        return {one.name: one.kind for one in self._services.config.instances}

    def _refuse(self, what: str, reason: str) -> None:
        self.app.notify(f"{what}: {reason}.", severity="warning", markup=False)

    async def _trying(self, chosen: Chosen, name: str) -> None:
        """Go through the dialogs of an action; an error ends it with its sentence."""
        try:
            if name == COPY:
                await self._copy(chosen)
            else:
                await self._do(chosen, name)
        except ArrtuiError as error:
            self.app.notify(str(error), severity="error", markup=False)

    async def _copy(self, chosen: Chosen) -> None:
        from arrtui.tui.panes.library.actions.copy import ask_copy, queue_copy
        from arrtui.tui.panes.plan.waiter import await_plan

        to = await ask_copy(self.app, self._services, chosen, self._estate)
        if to is None:
            return
        job = await queue_copy(self._services, chosen, to)
        self.acted()
        self.app.notify(f"The copy to {to.target} is being planned; the plan opens when ready.", markup=False)
        await_plan(self.app, job)

    async def _do(self, chosen: Chosen, name: str) -> None:
        from arrtui.tui.panes.library.actions.ask import ask_action

        action = await ask_action(self._host, chosen, name)
        if action is None:
            return
        answer = await self._confirm(chosen, action)
        if answer is None:
            return
        wanted = only(action, answer)
        jobs = await self._services.sync.act(wanted)
        self.acted()
        self._tell(wanted, jobs)

    async def _confirm(self, chosen: Chosen, action: Action) -> ActionConfirmation | None:
        """Show what would be done where; None for a No."""
        from arrtui.tui.panes.library.actions.dialog_summary import Asked, SummaryDialog

        async def summarise(delete_files: bool, exclude: bool) -> Sequence[InstanceSummary] | None:
            changed = msgspec.structs.replace(action, delete_files=delete_files, exclude=exclude)
            try:
                return await self._services.sync.summary(changed)
            except ArrtuiError as error:
                self.app.notify(str(error), severity="error", markup=False)
                return None

        label = _TITLES[action.kind]
        deletes = action.kind is ActionKind.DELETE
        where = f" on {_places(action.instances)}" if deletes else ""
        note = "" if action.kind.is_command else "Undo: z in 3 Sync."
        asked = Asked(f"{label}: {chosen.text}{where}?", label, note, deletes=deletes)
        found = await self._services.sync.summary(action)
        answer: ActionConfirmation | None = await self.app.push_screen_wait(
            SummaryDialog(asked, found, summarise)
        )
        return answer

    def _tell(self, action: Action, jobs: Sequence[int]) -> None:
        """Say what was queued, how to watch it, and how to take it back."""
        if not jobs:
            self.app.notify("Nothing was to be done any more.", markup=False)
            return
        undo = "" if action.kind.is_command else f"; {UNDO}"
        self.app.notify(
            f"{_TITLES[action.kind]}: {plural(len(jobs), 'job')} queued, {self.hint_to_watch}{undo}",
            markup=False,
        )


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
"""What an action is called in titles, on buttons and in messages."""


def only(action: Action, answer: ActionConfirmation) -> Action:
    """Return an action as it was confirmed: for the instances left in, with what was chosen besides."""
    return msgspec.structs.replace(
        action,
        targets=tuple(target for target in action.targets if target.instance in answer.instances),
        value={name: value for name, value in action.value.items() if name in answer.instances},
        delete_files=answer.delete_files,
        exclude=answer.exclude,
    )


def _places(instances: Sequence[str]) -> str:
    """Return instances by name, or their number where they would not fit into a title."""
    return " and ".join(instances) if len(instances) < 3 else f"{len(instances)} instances"


def where_text(chosen: Chosen) -> str:
    """Return where the rows are: ``On radarr.main (3), radarr.uhd (1)``."""
    counts = Counter(part.target.instance for part in chosen.parts)
    if chosen.rows == 1:
        return f"On {', '.join(counts)}"
    return f"On {', '.join(f'{name} ({count:,})' for name, count in counts.items())}"


def toggled(chosen: Chosen, name: str) -> str:
    """Return what an action means for these rows: of monitored ones, toggling unmonitors."""
    if name != TOGGLE:
        return name
    return (ActionKind.UNMONITOR if chosen.all_monitored else ActionKind.MONITOR).value
