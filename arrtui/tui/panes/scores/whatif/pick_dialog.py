"""The dialogs in which one of many words is chosen from a list: a profile, a cutoff, a saved scenario."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from arrtui.core.text import format_age, plural
from arrtui.features.scores.model import Scenario
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.scores.whatif.draft import count_values


class ScenarioPickDialog(OptionsDialog[int]):
    """Returns the index of the word chosen."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("scenario")

    DEFAULT_CSS = """
    ScenarioPickDialog > DialogPanel {
        & > OptionList {
            scrollbar-size-vertical: 1;
        }
        & > .hint {
            height: 1;
            margin-top: 1;
            color: $text-muted;
        }
    }
    """

    hint = "enter chooses   esc leaves"

    def __init__(self, title: str, words: Mapping[str, str], chosen: int = 0) -> None:
        """Make the dialog.

        Args:
            title: What is chosen.
            words: The words, each with a note.
            chosen: The index of the word that is chosen now.
        """
        super().__init__()
        self._title = title
        self._words = dict(words)
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The words and what the keys do."""
        with DialogPanel() as panel:
            panel.border_title = Content(sanitise(self._title))
            yield OptionList(*self.lines())
            yield Static(self.hint, classes="hint", markup=False)

    def lines(self) -> Iterator[Content]:
        """Yield a line for each word."""
        longest = max((len(word) for word in self._words), default=0)
        for word, note in self._words.items():
            yield Content.assemble(f"{sanitise(word):<{longest}}", (f"   {sanitise(note)}", "$text-muted"))

    @property
    def first(self) -> int | None:
        """The present choice."""
        return self._chosen if self._words else None

    def choose(self, place: int) -> None:
        """Give the index."""
        self.dismiss(place)


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
        self.option_list.add_options(self.lines())
        self.option_list.highlighted = min(index, len(self._words) - 1)
