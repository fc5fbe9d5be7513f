"""The dialog that asks for tags: to add, to remove, or to have alone, completed from those there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import ClassVar, NamedTuple

from textual import on
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input

from arrtui.features.sync.actions import ActionKind
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.picker import NamedLine
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.tags import invalid_tag_text, invalid_tags, new_tags_text, parse_tags
from arrtui.tui.kit.undoable_input import UndoableInput
from arrtui.tui.panes.library.actions.dialog_base import ValueDialog


class Tags(NamedTuple):
    """The tags chosen, and what is done with them."""

    kind: ActionKind
    labels: tuple[str, ...]


class LabelSuggester(Suggester):
    """Completes the last of several labels."""

    def __init__(self, labels: Collection[str]) -> None:
        super().__init__(case_sensitive=True)
        self._labels = sorted(labels)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the text with its last label completed; None where there is nothing to complete."""
        typed = value[max(value.rfind(" "), value.rfind(",")) + 1 :]
        before = value[: len(value) - len(typed)]
        taken = parse_tags(before)
        matches = (label for label in self._labels if label.startswith(typed.lower()) and label not in taken)
        label = next(matches, None) if typed else None
        return None if label is None else before + typed + label[len(typed) :]


class TagsDialog(ValueDialog[Tags]):
    """Labels are written with blanks between; a new one is made on the instances that lack it."""

    hint: ClassVar[str] = "blanks go between tags, right completes, enter continues"

    DEFAULT_CSS = """
    TagsDialog Input {
        width: 1fr;
        background: $panel;
        &:focus {
            background: $panel-lighten-1;
        }
        &:ansi {
            text-style: underline;
        }
    }
    """

    def __init__(self, title: str, labels: Mapping[str, Collection[str]]) -> None:
        """Make the dialog; ``labels`` are the labels that each instance has."""
        self._existing = sorted({label for of_instance in labels.values() for label in of_instance})
        super().__init__(title, f"Known: {sanitise(' '.join(self._existing)) or 'none yet'}")

    def lines(self) -> Iterator[Widget]:
        """Return what is done with the tags, and the tags."""
        words = {
            ActionKind.TAGS_ADD.value: "add",
            ActionKind.TAGS_REMOVE.value: "remove",
            ActionKind.TAGS_REPLACE.value: "replace all by",
        }
        yield NamedLine("Do", Choice(words, ActionKind.TAGS_ADD.value, id="mode"))
        suggester = LabelSuggester(self._existing)
        field = UndoableInput(compact=True, select_on_focus=False, suggester=suggester, id="labels")
        field.cursor_blink = False
        yield NamedLine("Tags", field)

    def on_mount(self) -> None:
        """Focus the field."""
        self.query_one("#labels").focus()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_submit()

    @on(Input.Changed)
    @on(Choice.Changed)
    def _changed(self) -> None:
        """Show which tags are new."""
        removes = self._kind is ActionKind.TAGS_REMOVE
        self.say("" if removes else sanitise(new_tags_text(self._new)))

    def fault(self) -> str:
        """Return what is wrong with the tags."""
        if not self._labels and self._kind is not ActionKind.TAGS_REPLACE:
            return "Type at least one tag."
        if self._new and self._kind is ActionKind.TAGS_REMOVE:
            return f"There is no tag {sanitise(self._new[0])} on any of these instances."
        invalid = invalid_tags(self._text, self._existing)
        return invalid_tag_text(sanitise(invalid[0])) if invalid else ""

    def answer(self) -> Tags:
        """Return what was chosen."""
        return Tags(self._kind, tuple(self._labels))

    @property
    def _kind(self) -> ActionKind:
        return ActionKind(self.query_one("#mode", Choice).value)

    @property
    def _text(self) -> str:
        return self.query_one("#labels", Input).value

    @property
    def _labels(self) -> list[str]:
        return parse_tags(self._text)

    @property
    def _new(self) -> list[str]:
        return [label for label in self._labels if label not in self._existing]
