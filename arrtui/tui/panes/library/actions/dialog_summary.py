"""The summary before an action: what it does on each instance, each of which can be left out. Default No."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button, Static

from arrtui.core.text import format_size, plural
from arrtui.features.sync.actions import ActionSummary
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, button
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.library.actions.dialog_base import NamedLine

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
    """Whether titles are deleted, so that files and the exclusion list are asked for."""


@dataclass(frozen=True)
class ActionConfirmation:
    """A deliberate Yes, and what it includes."""

    instances: frozenset[str]
    delete_files: bool = False
    exclude: bool = False


Summarise = Callable[[bool, bool], Awaitable[Sequence[ActionSummary] | None]]
"""Returns the summary with files deleted or not and titles excluded or not; None when it failed."""


class InstanceToggle(Widget, can_focus=True):
    """What happens on one instance; `space` leaves it out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "switch", "Leave out", id="summary.toggle", tooltip="Leave this instance out"),
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

    found: reactive[ActionSummary | None] = reactive(None, layout=True)
    """What it says."""
    chosen: reactive[bool] = reactive(True)
    """Whether the instance takes part."""

    def __init__(self, found: ActionSummary) -> None:
        super().__init__()
        self.set_reactive(InstanceToggle.found, found)
        self.set_reactive(InstanceToggle.chosen, bool(found.changed))

    def render(self) -> Content:
        """Draw a mark, the instance and its sentence."""
        assert self.found is not None, "a line is made with its summary"
        mark = " - " if not self.found.changed else "[x]" if self.chosen else "[ ]"
        style = "" if self.chosen else CONTENT_STYLES["dim"]
        name = (f"{sanitise(self.found.instance)}\n", f"bold {style}".strip())
        return Content.assemble((f"{mark} ", style), name, (f"    {sanitise(self.found.text)}", style))

    def action_switch(self) -> None:
        """Leave the instance out, or take it in again; where nothing changes there is nothing to choose."""
        if self.found is not None and self.found.changed:
            self.chosen = not self.chosen
            self.post_message(self.Toggled())

    def on_click(self, event: events.Click) -> None:
        """Do the same by mouse."""
        event.stop()
        self.action_switch()


class SummaryDialog(Dialog[ActionConfirmation]):
    """Gives an answer only after a deliberate Yes."""

    KEYS_BESIDE = frozenset({"choice"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="summary.yes", tooltip="Do it"),
        Binding("n", "answer(False)", "No", id="summary.no", tooltip="Leave everything as it is"),
    ]

    DEFAULT_CSS = """
    SummaryDialog > DialogPanel {
        padding: 1 2;
        & > VerticalScroll {
            height: auto;
            max-height: 12;
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
        self, question: SummaryQuestion, found: Sequence[ActionSummary], summarise: Summarise
    ) -> None:
        """Make the dialog.

        Args:
            question: What it is about.
            found: What happens on each instance, files kept and nothing excluded.
            summarise: Tells the same for other choices.
        """
        super().__init__()
        self._question = question
        self._found = tuple(found)
        self._summarise = summarise

    def compose(self) -> ComposeResult:
        """What happens where, what is chosen besides, and the answers, No first and chosen."""
        with DialogPanel(classes="-danger" if self._question.deletes else "") as panel:
            panel.border_title = Content(self._question.title)
            with VerticalScroll(can_focus=False):
                for one in self._found:
                    yield InstanceToggle(one)
            if self._question.deletes:
                yield from self._choices()
            yield Static(self._note(), classes="note", markup=False)
            with Horizontal(classes="buttons"):
                yield button("No  n", "no")
                yield button(f"{self._question.yes}  y", "yes")

    def _choices(self) -> Iterator[Widget]:
        """Return what is asked before titles are deleted."""
        files = {KEEP: "leave on disk", DELETE: "delete them too"}
        line = NamedLine("Files", Choice(files, KEEP, id="files"))
        line.id = "summary-files"
        yield line
        excluded = {LEAVE: "leave as they are", EXCLUDE: "add the titles"}
        yield NamedLine("Exclusion lists", Choice(excluded, LEAVE, id="exclude"))

    def on_mount(self) -> None:
        """Let enter mean No."""
        self.query_one("#no").focus()

    def _note(self) -> str:
        chosen = [line.found for line in self.query(InstanceToggle) if line.chosen and line.found is not None]
        if not self._delete_files:
            return f"space leaves an instance out. {self._question.note}".rstrip()
        files, size = sum(one.files for one in chosen), sum(one.size for one in chosen)
        where = ", ".join(one.instance for one in chosen if one.files) or "no instance"
        what = f"{plural(files, 'file')}, {format_size(size)}"
        return f"{what} on {where} will be deleted from disk. No undo brings files back."

    @property
    def _delete_files(self) -> bool:
        return any(choice.value == DELETE for choice in self.query(Choice))

    @property
    def _exclude(self) -> bool:
        return any(choice.value == EXCLUDE for choice in self.query(Choice))

    @on(Choice.Changed)
    @work(exclusive=True)
    async def _changed(self) -> None:
        """Say what the choices mean."""
        found = await self._summarise(self._delete_files, self._exclude)
        for line, one in zip(self.query(InstanceToggle), found or (), strict=False):
            line.found = one
        self._renew()

    @on(InstanceToggle.Toggled)
    def _renew(self) -> None:
        """Show what was chosen in the note and on the button too."""
        self.query_one(DialogPanel).set_class(self._delete_files, "-deletes")
        self.query_one(".note", Static).update(self._note())
        yes = self.query_one("#yes", Button)
        yes.label = f"{self._question.yes}{' with files' if self._delete_files else ''}  y"
        yes.refresh(layout=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        event.stop()
        self.action_answer(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answer; a Yes to nothing says so instead."""
        chosen = frozenset(
            line.found.instance
            for line in self.query(InstanceToggle)
            if line.chosen and line.found is not None
        )
        if not yes:
            self.dismiss(None)
        elif not chosen:
            self.query_one(".note", Static).update("There is nothing to do. esc leaves.")
        else:
            self.dismiss(ActionConfirmation(chosen, self._delete_files, self._exclude))
