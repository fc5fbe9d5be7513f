"""The question before a scenario becomes a plan; its default is No."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from arrtui.core.text import plural
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.kit.table.cells import sanitise


class ScenarioApplyDialog(ConfirmDialog):
    """Names the instance, its profiles and each change."""

    DEFAULT_CSS = """
    ScenarioApplyDialog > DialogPanel {
        width: 76;
        & > VerticalScroll {
            height: auto;
            max-height: 14;
            scrollbar-size-vertical: 1;
        }
        & > .after {
            margin-top: 1;
        }
    }
    """

    def __init__(self, instance: str, profiles: Mapping[str, Sequence[str]]) -> None:
        """Make the dialog; ``profiles`` has what would change of each, in words."""
        count = sum(len(words) for words in profiles.values())
        super().__init__(
            Question(
                f"Apply to {instance}",
                f"{plural(count, 'value')} of {plural(len(profiles), 'profile')} on {instance} "
                "would change. A plan of that opens for review; nothing is written before you have applied "
                "it there, and z undoes it.",
                "Make the plan",
            )
        )
        self._profiles = profiles

    def compose(self) -> ComposeResult:
        """What would change, what comes next, and the two answers, No first and chosen."""
        with DialogPanel(classes="-danger") as panel:
            panel.border_title = self._question.title
            with VerticalScroll(can_focus=False):
                lines = []
                for profile, words in self._profiles.items():
                    lines.append(Content.styled(sanitise(profile), "bold"))
                    lines += [Content(f"  {sanitise(change)}") for change in words]
                yield Static(Content("\n").join(lines))
            yield Static(self._question.text, classes="after", markup=False)
            yield self.answers(self._question.yes)
