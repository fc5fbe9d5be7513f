"""The scenarios that were saved: to be tried again, or deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from arrtui.core.text import format_age, plural
from arrtui.features.scores.model import ProfileChange, Scenario
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.panes.scores.whatif.pick_dialog import ScenarioPickDialog


class ScenarioListDialog(ScenarioPickDialog):
    """Gives the place of the scenario to be tried."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "delete", "Delete", id="scenario.delete", tooltip="Delete the scenario"),
    ]

    hint = "enter tries it   d deletes it   esc leaves"

    def __init__(
        self, scenarios: Sequence[Scenario], now: float, delete: Callable[[str], Awaitable[bool]]
    ) -> None:
        """Make the dialog.

        Args:
            scenarios: What was saved.
            now: UTC seconds since the epoch.
            delete: Deletes the scenario of a name, and gives whether that was done.
        """
        super().__init__("Scenarios", {one.name: _note(one, now) for one in scenarios})
        self._delete = delete

    @work
    async def action_delete(self) -> None:
        """Delete the scenario under the cursor, once that is confirmed."""
        place = self.options_list.highlighted
        if place is None:
            return
        name = list(self._words)[place]
        question = Question(
            f"Delete {name}",
            f"The scenario {name} with its {self._words[name]} is deleted from arrtui.\n\n"
            "No app is changed by that.",
            "Delete",
        )
        if not await self.app.push_screen_wait(ConfirmDialog(question)) or not await self._delete(name):
            return
        del self._words[name]
        if not self._words:
            self.dismiss(None)
            return
        self.options_list.clear_options()
        self.options_list.add_options(self.options())
        self.options_list.highlighted = min(place, len(self._words) - 1)


def _note(scenario: Scenario, now: float) -> str:
    """Return how much a scenario changes, and how old it is."""
    changes = sum(values_of(one) for one in scenario.changes)
    places = ", ".join(dict.fromkeys(one.instance for one in scenario.changes))
    age = f", saved {format_age(now - scenario.saved_at)}" if scenario.saved_at else ""
    return f"{plural(changes, 'change')} on {places or 'nothing'}{age}"


def values_of(change: ProfileChange) -> int:
    """Return how many values of a profile a change concerns."""
    rest = (change.minimum, change.wanted, change.cutoff, change.upgrade_allowed)
    return len(change.scores) + sum(value is not None for value in rest)
