"""The dialog that lists the saved scenarios, to be tried again or deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from arrtui.core.text import format_age, plural
from arrtui.features.scores.model import Scenario
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.panes.scores.whatif.draft import count_values
from arrtui.tui.panes.scores.whatif.pick_dialog import ScenarioPickDialog


class ScenarioListDialog(ScenarioPickDialog):
    """Returns the index of the scenario to be tried."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "delete", "Delete", id="scenario.delete", tooltip="Delete the scenario")
    ]

    hint = "enter tries it   d deletes it   esc leaves"

    def __init__(
        self, scenarios: Sequence[Scenario], now: float, delete: Callable[[str], Awaitable[bool]]
    ) -> None:
        """Make the dialog.

        Args:
            scenarios: What was saved.
            now: UTC seconds since the epoch.
            delete: Deletes the scenario of a name, and returns whether that was done.
        """
        words = {}
        for scenario in scenarios:
            count = plural(sum(map(count_values, scenario.changes)), "change")
            instances = ", ".join(dict.fromkeys(change.instance for change in scenario.changes))
            age = f", saved {format_age(now - scenario.saved_at)}" if scenario.saved_at else ""
            words[scenario.name] = f"{count} on {instances or 'nothing'}{age}"
        super().__init__("Scenarios", words)
        self._delete = delete

    @work
    async def action_delete(self) -> None:
        """Delete the scenario under the cursor, once that is confirmed."""
        index = self.option_list.highlighted
        if index is None:
            return
        name = list(self._words)[index]
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
        self.option_list.clear_options()
        self.option_list.add_options(self.options())
        self.option_list.highlighted = min(index, len(self._words) - 1)
