"""The menu of actions: one letter for each, those that do not apply dimmed with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from arrtui.core.apps import QUALITY, TITLE_PROFILES, TitleProfile
from arrtui.features.sync.actions import ActionKind
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.signs import CONTENT_STYLES

LABEL = 28
"""Cells of an action's name."""


def action_name(profile: TitleProfile) -> str:
    """Return the name of the action that changes a profile of one kind."""
    return ActionKind.PROFILE.value if profile is QUALITY else profile.name


class MenuItem(NamedTuple):
    """One line of the menu."""

    name: str
    """What choosing it gives."""
    label: str
    note: str
    """What it does, or why it cannot be done."""
    possible: bool


class ActionMenu(OptionsDialog[str]):
    """Gives the name of the action chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "choose('search')", "Search", show=False, id="action.search"),
        Binding("r", "choose('refresh')", "Refresh", show=False, id="action.refresh"),
        Binding("m", "choose('monitor')", "Monitor", show=False, id="action.monitor"),
        Binding("u", "choose('unmonitor')", "Unmonitor", show=False, id="action.unmonitor"),
        *(
            Binding(
                *(profile.letter, f"choose('{action_name(profile)}')", profile.word.capitalize()),
                show=False,
                id=profile.binding,
            )
            for profile in TITLE_PROFILES
        ),
        Binding("v", "choose('availability')", "Availability", show=False, id="action.availability"),
        Binding("f", "choose('root_folder')", "Root folder", show=False, id="action.root-folder"),
        Binding("t", "choose('tags')", "Tags", show=False, id="action.tags"),
        Binding("x", "choose('exclude')", "Exclude", show=False, id="action.exclude"),
        Binding("c", "choose('copy')", "Copy", show=False, id="action.copy"),
        Binding("d", "choose('delete')", "Delete", show=False, id="action.delete"),
        *option_bindings("action"),
    ]

    DEFAULT_CSS = """
    ActionMenu > DialogPanel {
        & > .where, & > .hint {
            height: auto;
            color: $text-muted;
        }
        & > .where {
            margin-bottom: 1;
        }
        & > .hint {
            margin-top: 1;
        }
    }
    """

    def __init__(self, title: str, where: str, items: Sequence[MenuItem]) -> None:
        """Make the menu.

        Args:
            title: What the actions are about.
            where: The instances concerned, with how much of it each has.
            items: The actions.
        """
        super().__init__()
        self._title = title
        self._where = where
        self._items = tuple(items)

    def compose(self) -> ComposeResult:
        """Compose the instances concerned and a line for each action."""
        with DialogPanel() as panel:
            panel.border_title = Content(self._title)
            yield Static(self._where, classes="where", markup=False)
            yield OptionList(*self.options())
            hint = "A letter chooses; nothing is done before you confirm it.   esc closes"
            yield Static(hint, classes="hint", markup=False)

    def options(self) -> Iterator[Option]:
        """Yield a line for each action."""
        # The configuration may have changed the keys, so they are taken from the bindings that are live.
        bindings = [active.binding for active in self.active_bindings.values()]
        keys = {binding.action: self.app.get_key_display(binding) for binding in reversed(bindings)}
        for item in self._items:
            key, label = keys.get(f"choose('{item.name}')", " "), f" {item.label:<{LABEL}}"
            text = Content.styled(f"{key}{label} - {item.note}", CONTENT_STYLES["dim"])
            if item.possible:
                note = (f"   {item.note}", CONTENT_STYLES["dim"])
                text = Content.assemble((key, f"bold {CONTENT_STYLES['accent']}"), label, note)
            yield Option(text, disabled=not item.possible)

    @property
    def first(self) -> int | None:
        """The first action that applies."""
        return next((place for place, item in enumerate(self._items) if item.possible), None)

    def action_choose(self, name: str) -> None:
        """Choose an action, or say why it does not apply."""
        item = next((item for item in self._items if item.name == name), None)
        if item is None:
            return
        if item.possible:
            self.dismiss(name)
        else:
            self.notify(f"{item.label.removesuffix(' ...')}: {item.note}.", severity="warning", markup=False)

    def choose(self, place: int) -> None:
        """Choose the action of a line."""
        self.action_choose(self._items[place].name)
