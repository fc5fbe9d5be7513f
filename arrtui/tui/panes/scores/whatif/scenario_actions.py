"""Keeping what is tried: saved under a name, loaded, deleted, and made a plan for the app."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from arrtui.core.text import plural
from arrtui.tui.panes.scores.whatif.apply_dialog import ScenarioApplyDialog
from arrtui.tui.panes.scores.whatif.draft import change_words
from arrtui.tui.panes.scores.whatif.editor import Editing
from arrtui.tui.panes.scores.whatif.list_dialog import ScenarioListDialog
from arrtui.tui.panes.scores.whatif.name_dialog import ScenarioNameDialog


class Keeping(Editing):
    """What can be done with everything that is tried."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("A", "apply", "Apply", id="whatif.apply", tooltip="Make a plan of it, for review"),
        Binding("S", "save", "Save", id="whatif.save", tooltip="Save it as a scenario with a name"),
        Binding("L", "load", "Load", id="whatif.load", tooltip="Try a saved scenario, or delete one"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something now."""
        if action == "apply":
            return self.tried
        return bool(self.draft.changes) if action == "save" else super().check_action(action, parameters)

    @work(exclusive=True, group="scenarios")
    async def action_save(self) -> None:
        """Save everything that is tried under a name."""
        scores = self.host.services.scores
        known = await self.trying(scores.scenarios())
        if known is None:
            return
        what = plural(self.draft.count, "change")
        dialog = ScenarioNameDialog(what, self.draft.name, [one.name for one in known])
        name: str | None = await self.app.push_screen_wait(dialog)
        if name is None:
            return
        await self.trying(self._save(name))

    async def _save(self, name: str) -> None:
        await self.host.services.scores.save_scenario(self.draft.scenario(name=name))
        self.draft.mark_saved(name)
        self.changed()
        self.tell(f"Saved as {name}; L loads it.")

    @work(exclusive=True, group="scenarios")
    async def action_load(self) -> None:
        """Try what was saved."""
        scores = self.host.services.scores
        known = await self.trying(scores.scenarios())
        if known is None:
            return
        if not known:
            self.tell("No scenario is saved yet; S saves what is tried.")
            return
        chosen: int | None = await self.app.push_screen_wait(
            ScenarioListDialog(known, self.host.clock(), self._delete_scenario)
        )
        left = await self.trying(scores.scenarios())
        if chosen is None or not left:
            return
        self.draft.load(left[chosen])
        self._go_to_first()
        self.changed()

    def _go_to_first(self) -> None:
        """Show the values of a profile that the scenario changes, where one of those can be shown."""
        places = self.places
        if self.place not in self.draft.changes:
            self.place = next((one for one in self.draft.changes if one in places), self.place)

    async def _delete_scenario(self, name: str) -> bool:
        """Delete what was saved under a name, and give whether that was done."""

        async def delete() -> bool:
            await self.host.services.scores.delete_scenario(name)
            return True

        done = bool(await self.trying(delete()))
        if done and name == self.draft.name:
            self.draft.name, self.draft.saved = "", ()
            self.changed()
        return done

    @work(exclusive=True, group="scenarios")
    async def action_apply(self) -> None:
        """Have a plan made of what is tried on the instance, and review it."""
        if self.place is None:
            return
        instance = self.place[0]
        scenario = self.draft.scenario(instance)
        words = {
            one.profile: list(change_words(self.lines_at((one.instance, one.profile))))
            for one in scenario.changes
        }
        if not await self.app.push_screen_wait(ScenarioApplyDialog(instance, words)):
            return
        plan_id = await self.trying(self.host.services.scores.apply_scenario(instance, scenario))
        if plan_id is not None:
            from arrtui.tui.panes.plan.screen import PlanScreen

            self.app.push_screen(PlanScreen(plan_id))
