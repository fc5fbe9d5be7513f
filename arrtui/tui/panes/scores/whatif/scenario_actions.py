"""What is done with a scenario: its values edited, the whole saved, loaded, deleted, and made a plan."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import plural
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.notices import notify_done, notify_failed, try_or_notify
from arrtui.tui.kit.plan_waiter import open_plan
from arrtui.tui.panes.scores.whatif.apply_dialog import ScenarioApplyDialog
from arrtui.tui.panes.scores.whatif.draft import LEAST, MOST, EditLine, What, change_words
from arrtui.tui.panes.scores.whatif.editor import ScenarioEditor
from arrtui.tui.panes.scores.whatif.input_dialog import ScenarioNameDialog, ScenarioValueDialog
from arrtui.tui.panes.scores.whatif.pick_dialog import ScenarioListDialog, ScenarioPickDialog

if TYPE_CHECKING:
    from arrtui.runtime.scores.use_cases import ScoresServices


class ScenarioActions:
    """Opens the dialogs above a widget, and hands their results to the editor.

    Saving, loading and applying run in a worker, since they wait for dialogs.
    """

    def __init__(self, owner: Widget, editor: ScenarioEditor) -> None:
        self._owner = owner
        self._editor = editor
        self.any_saved = False
        """Whether there is a saved scenario, as far as is known."""

    async def look(self) -> None:
        """Look whether there is a saved scenario."""
        self.any_saved = bool(await try_or_notify(self._owner, self._scores.scenarios()))
        self._owner.refresh_bindings()

    def run(self, action: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run :meth:`save`, :meth:`load` or :meth:`apply`; another one that still runs is cancelled."""
        self._owner.run_worker(action(), exclusive=True, group="scenarios")

    @property
    def _host(self) -> Host:
        return host_of(self._owner)

    @property
    def _scores(self) -> ScoresServices:
        return self._host.services.scores

    async def save(self) -> None:
        """Save everything that is tried under a name."""
        draft = self._editor.draft
        saved = await try_or_notify(self._owner, self._scores.scenarios())
        if saved is None:
            return
        names = [scenario.name for scenario in saved]
        dialog = ScenarioNameDialog(plural(draft.count, "change"), draft.name, names)
        name: str | None = await self._host.push_screen_wait(dialog)
        if name is None:
            return
        try:
            await self._scores.save_scenario(draft.scenario(name=name))
        except ArrtuiError as error:
            notify_failed(self._owner, error)
        else:
            self.any_saved = True
            self._editor.mark_saved(name)
            notify_done(self._owner, f"Saved as {name}; L loads it.")

    async def load(self) -> None:
        """Try a saved scenario."""
        saved = await try_or_notify(self._owner, self._scores.scenarios())
        if saved is None:
            return
        if not saved:
            notify_done(self._owner, "No scenario is saved yet; ctrl+s saves what is tried.")
            return
        chosen: int | None = await self._host.push_screen_wait(
            ScenarioListDialog(saved, self._host.clock(), self._delete)
        )
        left = await try_or_notify(self._owner, self._scores.scenarios())
        self.any_saved = bool(left)
        if chosen is not None and left:
            self._editor.load(left[chosen])

    async def _delete(self, name: str) -> bool:
        """Delete the scenario of a name, and return whether that was done."""
        try:
            await self._scores.delete_scenario(name)
        except ArrtuiError as error:
            notify_failed(self._owner, error)
            return False
        self._editor.forget_saved(name)
        return True

    async def apply(self) -> None:
        """Have a plan made of what is tried on the instance, and review it."""
        scenario, selected = self._editor.scenario, self._editor.selected
        if scenario is None or selected is None:
            return
        instance = selected[0]
        words = {
            change.profile: list(change_words(self._editor.lines((change.instance, change.profile))))
            for change in scenario.changes
        }
        if not await self._host.push_screen_wait(ScenarioApplyDialog(instance, words)):
            return
        plan_id = await try_or_notify(self._owner, self._scores.apply_scenario(instance, scenario))
        if plan_id is not None:
            open_plan(self._owner, plan_id)

    # Values

    def select_profile(self) -> None:
        """Have another profile selected."""
        editor, profiles = self._editor, list(self._editor.profiles)
        words = {}
        for instance, profile in profiles:
            row = editor.row((instance, profile))
            changed = ", changed" if (instance, profile) in editor.draft.changes else ""
            words[f"{profile} on {instance}"] = plural(row.files if row else 0, "file") + changed
        index = profiles.index(editor.selected) if editor.selected in profiles else 0
        self._pick("Try other values of", words, index, lambda index: editor.select(profiles[index]))

    def edit(self, line: EditLine) -> None:
        """Have a value typed or chosen; what has two values is switched at once."""
        editor = self._editor
        if editor.selected is None:
            return
        if line.what is What.UPGRADES:
            editor.set(line, int(not line.new))
        elif line.is_score:
            instance, profile = editor.selected
            where = f"{profile} on {instance}; now {int(line.now):,}."
            self._owner.app.push_screen(
                ScenarioValueDialog(line.name, where, int(line.new), (LEAST, MOST)),
                lambda value: None if value is None else editor.set(line, value),
            )
        else:
            names = editor.cutoffs
            words = {name: "now" if name == line.now else "" for name in names}
            index = names.index(str(line.new)) if line.new in names else 0
            self._pick(line.name, words, index, lambda index: editor.set(line, names[index]))

    def _pick(self, title: str, words: dict[str, str], index: int, picked: Callable[[int], None]) -> None:
        """Have a word chosen, beginning at ``index``; ``picked`` is called with the index chosen."""
        self._owner.app.push_screen(
            ScenarioPickDialog(title, words, index), lambda choice: None if choice is None else picked(choice)
        )
