"""The pairs and syncs of settings of a configuration file while its instances change.

Who uses an instance, and following its new name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from arrtui.core.config.toml import Tree

_SIDES = ("source", "target", "targets")
_SECTIONS = ("sync", "settings")


def users_of(tree: Tree, instance: str) -> list[str]:
    """Return the tables that have an instance as a side, or a snapshot of it: ``[sync.movies]``."""
    return [
        f"[{section}.{name}]"
        for section, name, table in _tables(tree)
        if any(_is_side(text, instance) for side in _SIDES for text in _names(table.get(side)))
    ]


def follow_rename(tree: Tree, old: str, new: str) -> None:
    """Rename an instance in the tables that name it."""

    def renamed(text: str) -> str:
        return new + text.removeprefix(old) if _is_side(text, old) else text

    for _, _, table in _tables(tree):
        for side in _SIDES:
            _change_side(table, side, renamed)
        overrides = table.get("override")
        if isinstance(overrides, dict) and old in overrides:
            overrides[new] = overrides.pop(old)


def _change_side(table: Tree, side: str, renamed: Callable[[str], str]) -> None:
    value = table.get(side)
    if isinstance(value, str) and renamed(value) != value:
        table[side] = renamed(value)
    elif isinstance(value, list):
        for place, text in enumerate(value):
            if isinstance(text, str) and renamed(text) != text:
                value[place] = renamed(text)


def _tables(tree: Tree) -> Iterator[tuple[str, str, Tree]]:
    """Yield the section, name and table of what can name instances."""
    for section in _SECTIONS:
        tables = tree.get(section)
        for name, table in tables.items() if isinstance(tables, dict) else ():
            if isinstance(table, dict):
                yield section, name, table


def _names(value: object) -> list[str]:
    """Return the texts of a value that is one, or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def _is_side(text: str, instance: str) -> bool:
    """Return whether one side of a pair is an instance, or a snapshot of it."""
    return text.partition("@")[0] == instance
