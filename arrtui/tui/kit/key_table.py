"""The table of keys: what each key means in every pane and screen.

Bindings are made from it by :func:`bind`; help, key line, palette and the README's section "Keys" show it. A
key stands once in it; only in a plan (:data:`IN_PLAN`) a few keys decide entries instead of what they do
elsewhere. Dialogs and menus, text fields and charts have keys of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key


class KeyEntry(NamedTuple):
    """One line of the table."""

    keys: str
    """Textual's names of the keys, with commas between."""
    label: str
    """What the key line says, the same in every pane."""
    meaning: str
    """What the keys do, as the help and the README say it."""


IN_PLAN = "In a plan"
"""Section of keys that mean something else in a plan than elsewhere."""
ONE_ACTION = "Keys of one action"
"""Section of keys that belong to one action each, though several panes may offer it."""

KEY_TABLE: Mapping[str, Mapping[str, KeyEntry]] = {
    "Move": {
        "up": KeyEntry("up,k", "Up", "row above"),
        "down": KeyEntry("down,j", "Down", "row below"),
        "left": KeyEntry("left,h", "Left", "scroll left"),
        "right": KeyEntry("right,l", "Right", "scroll right"),
        "first": KeyEntry("g,home", "Top", "first row"),
        "last": KeyEntry("G,end", "Bottom", "last row"),
        "half_page_down": KeyEntry("ctrl+d", "Half page down", "half a page down"),
        "half_page_up": KeyEntry("ctrl+u", "Half page up", "half a page up"),
        "page_down": KeyEntry("pagedown", "Page down", "a page down"),
        "page_up": KeyEntry("pageup", "Page up", "a page up"),
        "next_match": KeyEntry("n", "Next", "next match of the filter"),
        "previous_match": KeyEntry("N", "Previous", "previous match of the filter"),
        "other": KeyEntry("tab", "Other table", "the other table, or the detail"),
        "instance_before": KeyEntry("less_than_sign", "Instance before", "the instance before"),
        "instance_next": KeyEntry("greater_than_sign", "Next instance", "the next instance"),
        "tab_before": KeyEntry("left_square_bracket", "Tab before", "the tab before"),
        "tab_next": KeyEntry("right_square_bracket", "Next tab", "the next tab"),
        "last_place": KeyEntry("ctrl+o", "Last place", "where you were before"),
    },
    "See": {
        "open": KeyEntry("enter", "Open", "open what is under the cursor"),
        "back": KeyEntry("escape", "Back", "clear filter, then marks; go back one layer"),
        "detail": KeyEntry("d", "Detail", "show the detail, or hide it"),
        "filter": KeyEntry("slash", "Filter", "show only rows that match"),
        "problems": KeyEntry("exclamation_mark", "Problems", "only problems, or all again"),
        "narrow": KeyEntry("f", "Narrow", "choose what shows"),
        "clear_narrowing": KeyEntry("F", "Show all", "narrow by nothing any more"),
        "sort": KeyEntry("s", "Sort", "choose the column to sort by"),
        "views": KeyEntry("W", "Views", "saved views; choose and order columns"),
        "view": KeyEntry("v", "View", "titles or episodes"),
        "refresh": KeyEntry("r", "Refresh", "read again, or ask again"),
    },
    "Mark": {
        "mark": KeyEntry("space", "Mark", "mark the row and move down"),
        "mark_range": KeyEntry("V", "Range", "mark from here to where you move"),
        "mark_shown": KeyEntry("asterisk,shift+space", "Mark all", "mark all rows shown, or none"),
    },
    "Do": {
        "actions": KeyEntry("a", "Actions", "choose what else to do"),
        "edit": KeyEntry("e", "Edit", "edit what is under the cursor"),
        "export": KeyEntry("x", "Export", "write the rows shown to a file"),
        "remove": KeyEntry("delete", "Remove", "remove or delete, after a question"),
        "back_up": KeyEntry("b", "Back up", "back up the marked instances, or this one"),
        "back_up_all": KeyEntry("B", "All", "back up all instances"),
        "search": KeyEntry("S", "Search", "have the apps search their indexers"),
        "ignore": KeyEntry("i", "Ignore", "leave it out for a while, or take it back"),
        "copy": KeyEntry("y", "Copy", "copy to the clipboard"),
        "pager": KeyEntry("vertical_line", "Pager", "read the rows shown in $PAGER"),
        "commands": KeyEntry("C", "Commands", "run a program of yours on the row"),
        "address": KeyEntry("o", "Address", "show or open the web address"),
        "cancel": KeyEntry("c", "Cancel", "cancel what runs"),
        "undo": KeyEntry("z", "Undo", "undo the last change, after a review"),
        "redo": KeyEntry("Z", "Redo", "undo that undo, after a review"),
        "restore": KeyEntry("R", "Restore", "restore to a backup, or from the recycle bin"),
        "plan": KeyEntry("D", "Plan", "plan the pair, again"),
        "apply": KeyEntry("A", "Apply", "apply what is approved or tried, after a summary"),
    },
    IN_PLAN: {
        "decide": KeyEntry("space", "Decide", "approve the entry, or reject an approved one, and move down"),
        "approve_shown": KeyEntry("a", "Approve", "approve all entries shown"),
        "reject_shown": KeyEntry("X", "Reject", "reject all entries shown"),
        "undecide": KeyEntry("u", "Undecide", "take the decision on the marked entries back, or on this one"),
        "effect": KeyEntry("y", "Your files", "list what its settings would do to your files"),
        "why": KeyEntry("w", "Why", "list what the plan leaves alone, and why"),
    },
    ONE_ACTION: {
        "test": KeyEntry("t", "Test", "Estate: ask the marked instances how they are, or this one"),
        "sort_any": KeyEntry("O", "Sort by any", "Library: sort by any column, shown or not"),
        "mark_entry": KeyEntry("m", "Mark", "Plan: mark the entry for edit or undecide, and move down"),
        "notes": KeyEntry("I", "Notes", "Plan, Settings: read all notes in full"),
        "resume": KeyEntry("U", "Resume", "Sync: follow the paused pair again"),
        "profile": KeyEntry("P", "Profile", "Scores: another profile"),
        "title": KeyEntry("H", "Title", "Trends: the score history of a title"),
        "snapshot": KeyEntry("at", "Earlier", "Settings: compare with an earlier backup"),
        "picture": KeyEntry("p", "Picture", "Artwork: draw the picture in the terminal"),
        "releases": KeyEntry("M", "Releases", "Scores, Library: list what indexers have, and grab nothing"),
        "more": KeyEntry("plus,equals_sign", "More", "What-if: 10 points more, or the next quality"),
        "less": KeyEntry("minus", "Less", "What-if: 10 points less, or the quality before"),
        "much_more": KeyEntry("right_curly_bracket", "Much more", "What-if: 100 points more"),
        "much_less": KeyEntry("left_curly_bracket", "Much less", "What-if: 100 points less"),
        "reset": KeyEntry("backspace", "Reset", "What-if: take the change of the value back"),
        "save": KeyEntry("ctrl+s", "Save", "What-if: save it as a scenario with a name"),
        "load": KeyEntry("L", "Load", "What-if: try a saved scenario, or delete one"),
    },
    "Everywhere": {
        "help": KeyEntry("question_mark", "Help", "every key that works here"),
        "front_door": KeyEntry("colon", "Go", "find an action or a place by its name"),
        "palette": KeyEntry("ctrl+p", "Menu", "the same, from a text field too"),
        "editor": KeyEntry("E", "Editor", "edit the configuration in $EDITOR, in a plan the entry"),
        "redraw": KeyEntry("ctrl+l", "Redraw", "draw the whole screen again"),
        "theme": KeyEntry("T", "Theme", "choose how it looks"),
        "quit": KeyEntry("q", "Quit", "leave; unfinished jobs go on with the next start"),
        "quit_now": KeyEntry("ctrl+q", "Quit", "leave, from a text field too"),
    },
}
"""Sections by title; in each, entries by name."""

ENTRIES: Mapping[str, KeyEntry] = {
    name: entry for section in KEY_TABLE.values() for name, entry in section.items()
}
"""All entries by name."""


KEY_WORDS = {
    "enter": "enter",
    "space": "space",
    "escape": "esc",
    "tab": "tab",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "backspace": "backspace",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
"""Words for keys for which Textual has a glyph of doubtful width."""


def shown_keys(keys: str) -> str:
    """Return keys as people write them, with spaces between."""
    return " ".join(KEY_WORDS.get(key) or format_key(key) for key in keys.split(","))


@dataclass(frozen=True)
class TableBinding(Binding):
    """A binding whose keys and label are those of an entry of the table."""

    entry: str = ""
    """Name of the entry."""
    writes: bool = False
    """Whether it writes to an app, so that the read-only mode refuses it."""


@dataclass(frozen=True)
class MenuBinding(Binding):
    """A binding without a key of its own: a line of a menu, in the palette, and free to be given a key."""

    menu: str = ""
    """Name of the entry of the table that opens the menu."""
    letter: str = ""
    """The key that chooses it in the menu."""
    writes: bool = False
    """Whether it writes to an app, so that the read-only mode refuses it."""


def bind(
    entry: str, id: str, tooltip: str = "", *, action: str = "", show: bool = True, writes: bool = False
) -> TableBinding:
    """Return the binding of a pane, screen or table for an entry of the table.

    Args:
        entry: Name of the entry.
        id: The binding's id in the configuration.
        tooltip: What it does there, as help and palette say it; empty for the meaning of the entry.
        action: Textual's action; empty for one of the entry's name.
        show: Whether the key line shows it.
        writes: Whether it writes to an app.

    Raises:
        KeyError: The table has no such entry.
    """
    keys, label, meaning = ENTRIES[entry]
    text = tooltip or f"{meaning[0].upper()}{meaning[1:]}"
    return TableBinding(
        keys, action or entry, label, show=show, id=id, tooltip=text, entry=entry, writes=writes
    )


def menu_item(
    menu: str, letter: str, id: str, action: str, label: str, tooltip: str, *, writes: bool = False
) -> MenuBinding:
    """Return a line of a menu of a pane or screen.

    Args:
        menu: ``actions`` for the menu of what else can be done, ``narrow`` for that of what shows.
        letter: The key that chooses it there, one character.
        id: The binding's id in the configuration, where it can be given a key of its own.
        action: Textual's action.
        label: What the menu and the palette call it.
        tooltip: What it does, in a sentence.
        writes: Whether it writes to an app.
    """
    return MenuBinding(
        f"<{id}>", action, label, show=False, id=id, tooltip=tooltip, menu=menu, letter=letter, writes=writes
    )  # Textual wants a key; none is named like that


@cache
def declared_bindings(node_class: type[DOMNode]) -> Mapping[str, TableBinding | MenuBinding]:
    """Return what a class and its bases declare by :func:`bind` and :func:`menu_item`, by id."""
    declared = [item for base in node_class.__mro__ for item in base.__dict__.get("BINDINGS", ())]
    return {str(item.id): item for item in declared if isinstance(item, (TableBinding, MenuBinding))}


def is_keyless(binding: Binding) -> bool:
    """Return whether no key calls a binding: a line of a menu that was given none."""
    return binding.key.startswith("<")
