"""Editing entries of a plan: the profile, root folder, tags and monitored state they will have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.text import plural
from arrtui.features.sync.model import PlannedEntry
from arrtui.features.sync.wording import value_text
from arrtui.tui.kit.choice import Choice, CompactChoice
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, button
from arrtui.tui.kit.dialogs.field import WideField
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.tags import invalid_tag_text, invalid_tags, new_tags_text, parse_tags
from arrtui.tui.kit.undoable_input import UndoableInput
from arrtui.tui.panes.plan.edits import common_value, editable_fields

if TYPE_CHECKING:
    from arrtui.features.sync.review import Choices

AS_THEY_ARE = ""
"""The alternative that leaves entries with different values as they are."""
_TITLES = {
    **{profile.name: profile.heading for profile in TITLE_PROFILES},
    "root_folder": "Root folder",
    "tags": "Tags",
    "monitored": "Monitored",
}


class EntryDialog(Dialog[dict[str, Any]]):
    """Gives the fields that were changed and their new values."""

    KEYS_BESIDE = frozenset({"choice"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="entry.save", tooltip="Keep what was changed")
    ]

    DEFAULT_CSS = """
    EntryDialog > DialogPanel {
        & > #entry-title {
            margin-bottom: 1;
            max-height: 3;
        }
    }
    """

    def __init__(self, planned: Sequence[PlannedEntry], choices: Choices) -> None:
        """Make the dialog.

        Args:
            planned: Entries for one instance that have an editable field in common.
            choices: The names that instance has.
        """
        super().__init__()
        self._planned = tuple(planned)
        self._choices = choices
        self._fields = editable_fields(planned)
        self._before = {name: self._text(name) for name in self._fields}

    def compose(self) -> ComposeResult:
        """Compose the entries edited, a line for each field, and the buttons."""
        first = self._planned[0].entry
        with DialogPanel() as panel:
            panel.border_title = Content(f"Edit for {sanitise(first.instance)}")
            year = f" ({first.year})" if first.year else ""
            more = len(self._planned) - 1
            rest = f" and {plural(more, 'more entry', 'more entries')}" if more else ""
            heading = sanitise(f"{first.title or first.ident}{year}")[:200] + rest
            yield Static(heading, id="entry-title", markup=False)
            yield from self._lines()
            with Horizontal(classes="buttons"):
                yield button("Save ^s", "save")
                yield button("Cancel esc", "cancel")

    def _lines(self) -> Iterator[WideField]:
        for name in self._fields:
            if name == "tags":
                field = UndoableInput(self._before[name], id=name, compact=True, select_on_focus=False)
                field.cursor_blink = False
                field.placeholder = "" if self._agree(name) else "as they are"
                existing = sanitise(" ".join(self._choices.tags))
                hint = f"with blanks between; there: {existing}" if existing else "with blanks between"
                yield WideField(_TITLES[name], field, hint)
            else:
                widget = Choice if name == "monitored" else CompactChoice
                choice = widget(self._words(name), self._before[name], id=name)
                values = {value_text(planned.entry.after.get(name)) for planned in self._planned}
                value = sanitise(values.pop()) or "none" if len(values) == 1 else "various"
                yield WideField(_TITLES[name], choice, f"planned: {value}")

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.query_one(f"#{self._fields[0]}").focus()

    # What the fields say

    def _agree(self, name: str) -> bool:
        """Return whether all entries have the same value."""
        return len(self._planned) == 1 or common_value(self._planned, name) is not None

    def _text(self, name: str) -> str:
        """Return a field's current value as its widget has it."""
        if not self._agree(name):
            return AS_THEY_ARE
        value = common_value(self._planned, name)
        if name == "tags":
            return " ".join(value or ())
        return value_text(bool(value)) if name == "monitored" else str(value or "")

    def _words(self, name: str) -> Mapping[str, str]:
        """Return the alternatives of a field; the current one is among them whatever the instance has."""
        names = ("yes", "no") if name == "monitored" else self._choices.by_field[name]
        words = {word: word for word in names}
        if not self._agree(name):
            return {AS_THEY_ARE: "as they are", **words}
        current = self._before[name]
        return words if current in words else {current: f"{current or 'none'} (not there)", **words}

    # What is typed

    @on(Input.Changed)
    def _judge(self, event: Input.Changed) -> None:
        """Show which tags are new, and which are invalid."""
        event.stop()
        new = [tag for tag in parse_tags(event.value) if tag not in self._choices.tags]
        invalid = invalid_tags(event.value, self._choices.tags)
        field = self.query_one("#tags", Input).query_ancestor(WideField)
        field.say({"tags": invalid_tag_text(sanitise(invalid[0]))} if invalid else {})
        if new and not invalid:
            field.query_one(".message", Static).update(new_tags_text(new))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        (self.action_save if event.button.id == "save" else self.action_close)()

    def action_save(self) -> None:
        """Dismiss with the changed fields, unless a tag is invalid."""
        values: dict[str, Any] = {}
        for name in self._fields:
            widget = self.query_one(f"#{name}")
            text = widget.value if isinstance(widget, Input | Choice) else ""
            if text == self._before[name]:
                continue
            if name == "tags" and invalid_tags(text, self._choices.tags):
                widget.focus()
                return
            values[name] = {"tags": parse_tags(text), "monitored": text == "yes"}.get(name, text)
        self.dismiss(values)
