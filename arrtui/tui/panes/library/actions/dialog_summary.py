"""The summary before an action: what it does on each instance, each of which can be left out. Default No."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from arrtui.core.text import format_size, plural
from arrtui.features.sync.actions import ActionSummary, TitleMove
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.confirm import AnswerDialog, TitleList, answer_bindings
from arrtui.tui.kit.local_steps import note_step
from arrtui.tui.kit.picker import NamedLine
from arrtui.tui.kit.signs import CONTENT_STYLES, OFF
from arrtui.tui.kit.table.cells import sanitise

KEEP, DELETE = "keep", "delete"
LEAVE, EXCLUDE = "leave", "exclude"


@dataclass(frozen=True)
class SummaryQuestion:
    """What the summary is about."""

    title: str
    """The action and what it is done to, as a question."""
    yes: str
    """What the button says that does it."""
    note: str
    """What there is to know besides: whether it can be undone."""
    deletes: bool = False
    """Whether something is deleted, so that files are asked for."""
    excludes: bool = False
    """What is deleted is excluded in any case, so that the exclusion list is not asked for."""
    titles: tuple[str, ...] = ()
    """What it is done to, to be listed."""


@dataclass(frozen=True)
class ActionConfirmation:
    """A deliberate Yes, and what it includes."""

    instances: frozenset[str]
    delete_files: bool = False
    exclude: bool = False


FindMoves = Callable[[], Awaitable[Sequence[TitleMove] | None]]
"""Returns the folders that move, with the names their apps will give them; None when that failed."""
Summarise = Callable[[bool, bool], Awaitable[Sequence[ActionSummary] | None]]
"""Returns the summary with files deleted or not and titles excluded or not; None when it failed."""

_NO_SUMMARY = ActionSummary(instance="", text="", asked=0, changed=0)


class InstanceToggle(Widget, can_focus=True):
    """Shows the effect of the action on one instance; `space` leaves the instance out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "switch", "Leave out", id="summary.toggle", tooltip="Leave this instance out")
    ]

    DEFAULT_CSS = """
    InstanceToggle {
        height: auto;
        &:focus {
            background: $panel;
            text-style: bold;
        }
    }
    """

    class Toggled(Message):
        """The instance takes part now, or no longer does."""

    summary: reactive[ActionSummary] = reactive(_NO_SUMMARY, layout=True)
    """What happens on the instance."""
    chosen: reactive[bool] = reactive(True)
    """Whether the instance takes part."""

    def __init__(self, summary: ActionSummary) -> None:
        super().__init__()
        self.set_reactive(InstanceToggle.summary, summary)
        self.set_reactive(InstanceToggle.chosen, bool(summary.changed))

    def render(self) -> Content:
        """Draw a mark, the instance and its sentence."""
        mark = f" {OFF} " if not self.summary.changed else "[x]" if self.chosen else "[ ]"
        style = "" if self.chosen else CONTENT_STYLES["dim"]
        name = (f"{sanitise(self.summary.instance)}\n", f"bold {style}".strip())
        return Content.assemble((f"{mark} ", style), name, (f"    {sanitise(self.summary.text)}", style))

    async def action_switch(self) -> None:
        """Leave the instance out, or take it in again; where nothing changes there is nothing to choose."""
        if self.summary.changed:
            note_step(self, self.summary.instance, self._toggle)
            await self._toggle()

    async def _toggle(self) -> None:
        self.chosen = not self.chosen
        self.post_message(self.Toggled())

    async def on_click(self, event: events.Click) -> None:
        """Do the same by mouse."""
        event.stop()
        await self.action_switch()


class SummaryDialog(AnswerDialog[ActionConfirmation]):
    """Gives an answer only after a deliberate Yes."""

    KEYS_BESIDE = frozenset({"choice"})
    BINDINGS: ClassVar[list[BindingType]] = answer_bindings("summary")

    DEFAULT_CSS = """
    SummaryDialog > DialogPanel {
        padding: 1 2;
        & > #summary-instances {
            height: auto;
            max-height: 25vh;
            scrollbar-size-vertical: 1;
        }
        & > #summary-files {
            margin-top: 1;
        }
        & > .note {
            height: auto;
            margin-top: 1;
            color: $text-muted;
        }
        &.-deletes > .note {
            color: $text-error;
        }
    }
    """

    def __init__(
        self,
        question: SummaryQuestion,
        summaries: Sequence[ActionSummary],
        summarise: Summarise,
        find_moves: FindMoves,
    ) -> None:
        """Make the dialog.

        Args:
            question: What it is about.
            summaries: What happens on each instance, files kept and nothing excluded.
            summarise: Returns the same for other choices.
            find_moves: Returns the folders that move.
        """
        super().__init__()
        self._question = question
        self._toggles = [InstanceToggle(summary) for summary in summaries]
        self._summarise = summarise
        self._find_moves = find_moves

    def compose(self) -> ComposeResult:
        """Compose the instances, the options for a deletion, and the answers."""
        with DialogPanel(classes="-danger" if self._question.deletes else "") as panel:
            panel.border_title = Content(self._question.title)
            with VerticalScroll(can_focus=False, id="summary-instances"):
                yield from self._toggles
            yield TitleList(self._question.titles)
            if self._question.deletes:
                files = {KEEP: "leave on disk", DELETE: "delete them too"}
                yield NamedLine("Files", Choice(files, KEEP, id="files"), id="summary-files")
                if not self._question.excludes:
                    excluded = {LEAVE: "leave as they are", EXCLUDE: "add the titles"}
                    yield NamedLine("Exclusion lists", Choice(excluded, LEAVE, id="exclude"))
            yield Static(self._note(), classes="note", markup=False)
            yield self.answers(self._question.yes)

    def on_mount(self) -> None:
        """Ask for what the apps will call the folders."""
        self._show_moves()

    @work
    async def _show_moves(self) -> None:
        """List where each folder goes once the apps have told, which takes a request for each."""
        moves = await self._find_moves()
        if moves and any(move.folder for move in moves):
            lines = [sanitise(f"{move.path} → {move.new_path}") for move in moves]
            self.query_one(TitleList).show(lines)

    @property
    def _chosen(self) -> list[ActionSummary]:
        """The instances that take part."""
        return [toggle.summary for toggle in self._toggles if toggle.chosen]

    @property
    def _options(self) -> set[str]:
        """The keys chosen besides."""
        return {choice.value for choice in self.query(Choice)}

    def _note(self) -> str:
        if DELETE not in self._options:
            return f"space leaves an instance out. {self._question.note}".rstrip()
        chosen = self._chosen
        files, size = sum(summary.files for summary in chosen), sum(summary.size for summary in chosen)
        where = ", ".join(summary.instance for summary in chosen if summary.files) or "no instance"
        deleted = f"{plural(files, 'file')}, {format_size(size)}"
        return f"{deleted} on {where} will be deleted from disk. No undo brings files back."

    @on(Choice.Changed)
    @work(exclusive=True)
    async def _choice_changed(self) -> None:
        """Update the summaries and the note after a choice."""
        options = self._options
        summaries = await self._summarise(DELETE in options, EXCLUDE in options)
        for toggle, summary in zip(self._toggles, summaries or (), strict=False):
            toggle.summary = summary
        self._update_note()

    @on(InstanceToggle.Toggled)
    def _update_note(self) -> None:
        """Show what was chosen in the note and on the button too."""
        deletes = DELETE in self._options
        self.query_one(DialogPanel).set_class(deletes, "-deletes")
        self.query_one(".note", Static).update(self._note())
        self.label_yes(f"{self._question.yes}{' with files' if deletes else ''}")

    def action_answer(self, yes: bool) -> None:
        """Answer; a Yes to nothing says so instead."""
        instances = frozenset(summary.instance for summary in self._chosen)
        if not yes:
            self.dismiss(None)
        elif not instances:
            self.query_one(".note", Static).update("There is nothing to do. esc leaves.")
        else:
            options = self._options
            self.dismiss(ActionConfirmation(instances, DELETE in options, EXCLUDE in options))
