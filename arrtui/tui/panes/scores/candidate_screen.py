"""One candidate in full over the whole screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.content import Content

from arrtui.features.scores.model import ScoreLibrary
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.lines_screen import LinesScreen
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.panes.scores.candidate_actions import CandidateActions, action_bindings
from arrtui.tui.panes.scores.candidate_rows import CandidateRow, file_name
from arrtui.tui.panes.scores.candidate_text import TitleHistory, candidate_lines

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


class CandidateScreen(LinesScreen[None]):
    """Shows everything about a candidate until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *action_bindings("candidate"),
        bind("back", "candidate.back", "Go back to the list", action="app.pop_screen"),
    ]

    def __init__(self, row: CandidateRow, library: ScoreLibrary, on_ignored: Callable[[], object]) -> None:
        """Make the screen.

        Args:
            row: The candidate.
            library: What is stored of its instance.
            on_ignored: Called when it is ignored, or no longer.
        """
        super().__init__("Scores", row.file.instance, file_name(row.file))
        self._row = row
        self._library = library
        self._on_ignored = on_ignored
        self._history: TitleHistory | None = None
        self._actions = CandidateActions(self, self._chosen, on_ignored=self._ignored)

    def on_mount(self) -> None:
        """Show the candidate once its history is read."""
        self._read()

    @work(exclusive=True)
    async def _read(self) -> None:
        services = self.host.services
        self._history = await try_or_notify(self, read_history(services, self._row))
        self.draw(anew=True)

    def lines(self, width: int) -> list[Content]:
        """Return everything about the candidate."""
        return candidate_lines(self._row, self._library, self._history, width, plain=self.host.plain)

    def action_candidate(self, name: str) -> None:
        """Run one of the actions on the candidate."""
        self._actions.run(name)

    def action_releases(self) -> None:
        """List what indexers have of it."""
        self._actions.run("list_releases")

    async def _chosen(self) -> tuple[CandidateRow]:
        return (self._row,)

    def _ignored(self) -> None:
        """Go back to the list, which has changed."""
        self._on_ignored()
        self.dismiss(None)


async def read_history(services: Services, row: CandidateRow) -> TitleHistory:
    """Read what is stored of a candidate's title. Raises ArrtuiError where that cannot be read."""
    file, scores = row.file, services.scores
    episodes = [(file.season, number) for number in file.episodes] if file.kind.app.has_children else None
    return TitleHistory(
        await scores.history(file.instance, file.external_id),
        await scores.samples(file.instance, file.external_id),
        await scores.other_copies(file),
        await services.loops.titles.histories([(file.instance, file.item_id)], episodes),
    )
