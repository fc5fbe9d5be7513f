"""A line of a form: its name, one or more inputs, and below them what is wrong or what belongs there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from arrtui.tui.kit.signs import BAD
from arrtui.tui.kit.undoable_input import UndoableInput


@dataclass(frozen=True)
class FieldInput:
    """One input of a field."""

    name: str
    """The option it sets."""
    value: str = ""
    before: str = ""
    """A word to its left, where a field has several."""
    width: int | None = None
    """Cells; None for all there are."""
    placeholder: str = ""
    password: bool = False
    is_private: bool = False
    """Whether the incognito mode hides all that is typed."""


class Field(Vertical):
    """Shows the fault of whichever of its options has one, else the hint."""

    DEFAULT_CSS = """
    Field {
        height: auto;
        & .name {
            width: 14;
            text-style: bold;
        }
        & .before {
            width: auto;
            padding: 0 1 0 0;
        }
        & Horizontal {
            height: 1;
        }
        & Input {
            width: 1fr;
            margin-right: 2;
            background: $panel;
            &:focus {
                background: $panel-lighten-1;
            }
            &:ansi {
                text-style: underline;
            }
        }
        & .message {
            height: auto;
            min-height: 1;
            margin-left: 14;
            color: $text-muted;
        }
        &.-wrong .message {
            color: $text-error;
        }
    }
    """

    def __init__(self, title: str, entries: Sequence[FieldInput], hint: str) -> None:
        super().__init__()
        self._title = title
        self._entries = entries
        self._hint = hint
        self._message = Static(hint, classes="message", markup=False)  # there before and after the form shows

    def compose(self) -> ComposeResult:
        """The name, the inputs, and the line below."""
        with Horizontal():
            yield Static(self._title, classes="name", markup=False)
            yield from self._inputs()
        yield self._message

    def _inputs(self) -> ComposeResult:
        for entry in self._entries:
            if entry.before:
                yield Static(entry.before, classes="before", markup=False)
            field = UndoableInput(
                entry.value,
                placeholder=entry.placeholder,
                password=entry.password,
                is_private=entry.is_private,
                compact=True,
                id=entry.name,
                select_on_focus=False,
            )
            field.cursor_blink = False  # two lines a second over the wire for nothing
            if entry.width is not None:
                field.styles.width = entry.width
            yield field

    def show_hint(self, hint: str) -> None:
        """Show another hint, at once unless a fault shows."""
        self._hint = hint
        if not self.has_class("-wrong"):
            self._message.update(hint)

    def say(self, faults: Mapping[str, str]) -> None:
        """Show the first fault of its options, or the hint when there is none."""
        fault = next((faults[entry.name] for entry in self._entries if faults.get(entry.name)), "")
        self.set_class(bool(fault), "-wrong")
        self._message.update(f"{BAD} {fault}" if fault else self._hint)


class WideField(Field):
    """A field around another kind of widget."""

    def __init__(self, title: str, widget: Widget, hint: str) -> None:
        super().__init__(title, [FieldInput(widget.id or "")], hint)
        self._widget = widget

    def _inputs(self) -> ComposeResult:
        yield self._widget
