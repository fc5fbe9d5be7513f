"""The question before searches go out: how many, how fast, and when the last one is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from arrtui.core.text import HOUR, format_time, plural
from arrtui.features.scores.model import ScoredFile
from arrtui.tui.kit.dialogs.base import DialogPanel, button
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question, TitleList


class SearchDialog(ConfirmDialog):
    """Says what a search of some files means; True sends it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Search", id="score-search.yes", tooltip="Queue the searches"),
        Binding("n", "answer(False)", "Not now", id="score-search.no", tooltip="Search for nothing"),
    ]

    DEFAULT_CSS = """
    SearchDialog > DialogPanel {
        width: 66;
    }
    """

    default_answer = "yes"
    """Nothing is lost by a search."""

    def __init__(self, text: str, titles: Sequence[str]) -> None:
        """Make the dialog with what the search means and what is searched for."""
        super().__init__(Question("Search now", text, "Search", tuple(titles)))

    def compose(self) -> ComposeResult:
        """What will be sent, and the two answers."""
        with DialogPanel() as panel:
            panel.border_title = self._question.title
            yield Static(self._question.text, markup=False)
            yield TitleList(self._question.titles)
            with Horizontal(classes="buttons"):
                yield button(f"{self._question.yes}  y", "yes")
                yield button("Not now  n", "no")


def search_words(files: Sequence[ScoredFile], per_hour: int, now: float) -> str:
    """Return what searching for files means: instances, number, pace, and when the last search is sent.

    Each instance searches ``per_hour`` files an hour; the others wait for the next hours.
    """
    counts = Counter(file.instance for file in files)
    hours = max(((number - 1) // per_hour for number in counts.values()), default=0)
    pace = f"At most {plural(per_hour, 'search', 'searches')} an hour go out on each instance: "
    if hours:
        when = format_time(now + hours * HOUR, now)
        pace += f"the first at once, the last in about {hours} h, at {when}."
    else:
        pace += f"{'it goes' if len(files) == 1 else 'all go'} out at once."
    return "\n\n".join(
        (
            f"Search for better releases of {plural(len(files), 'file')} on {', '.join(counts)}.",
            f"{pace} Searches of the last hour count too.",
            "The app takes what its profiles allow. 6 shows the searches; c cancels them there.",
        )
    )
