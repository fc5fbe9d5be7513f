"""The secrets that entries of a plan need: typed unseen, and kept in memory until they are written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from arrtui.core.setting_secrets import SecretPlace
from arrtui.core.setting_text import key_words
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, button
from arrtui.tui.kit.dialogs.field import Field, FieldInput
from arrtui.tui.kit.table.cells import sanitise

HELP = (
    "No app gives these out, so they are typed here. They are kept in memory until the entry is written, and "
    "are never stored, shown or logged. Left empty, a new entry is written switched off."
)
GIVEN = "given; type to replace it"


class SecretsDialog(Dialog[dict[SecretPlace, str]]):
    """Gives the secrets that were typed, by where they belong; those left empty are not among them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Keep", id="secrets.save", tooltip="Keep what was typed")
    ]

    DEFAULT_CSS = """
    SecretsDialog > DialogPanel {
        & > Static {
            height: auto;
            color: $text-muted;
            margin-bottom: 1;
        }
        & > VerticalScroll {
            height: auto;
            max-height: 14;
            scrollbar-size-vertical: 1;
        }
    }
    """

    def __init__(self, places: Sequence[SecretPlace], given: Collection[SecretPlace]) -> None:
        """Make the dialog.

        Args:
            places: What is asked for.
            given: Those of them that were given already.
        """
        super().__init__()
        self._places = tuple(places)
        self._given = frozenset(given)

    def compose(self) -> ComposeResult:
        """What becomes of them, an input for each, and the buttons."""
        with DialogPanel() as panel:
            panel.border_title = Content(f"Secrets for {sanitise(self._places[0].instance)}")
            yield Static(HELP, markup=False)
            with VerticalScroll(can_focus=False):
                for number, place in enumerate(self._places):
                    yield self._field(number, place)
            with Horizontal(classes="buttons"):
                yield button("Keep ^s", "save")
                yield button("Cancel esc", "cancel")

    def _field(self, number: int, place: SecretPlace) -> Field:
        given = GIVEN if place in self._given else ""
        entry = FieldInput(f"secret-{number}", password=True, placeholder=given, is_private=True)
        where = f"of the {place.type.replace('_', ' ')} {sanitise(place.name)}; or {place.variable}"
        return Field(sanitise(key_words(place.field)), [entry], where)

    def on_mount(self) -> None:
        """Begin with the first that is not given."""
        first = next((n for n, place in enumerate(self._places) if place not in self._given), 0)
        self.query_one(f"#secret-{first}").focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        """Go on to the next; after the last keep them."""
        event.stop()
        if event.input.id == f"secret-{len(self._places) - 1}":
            self.action_save()
        else:
            self.focus_next(Input)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        (self.action_save if event.button.id == "save" else self.action_close)()

    def action_save(self) -> None:
        """Give what was typed."""
        typed = {
            place: self.query_one(f"#secret-{number}", Input).value
            for number, place in enumerate(self._places)
        }
        self.dismiss({place: value for place, value in typed.items() if value})
