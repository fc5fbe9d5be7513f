"""The pairs of a configuration file while its instances change: who uses one, and following its new name."""

from __future__ import annotations

from collections.abc import Iterator

from arrtui.core.config.toml import Tree

_SIDES = ("source", "target")


def pairs_with(tree: Tree, instance: str) -> list[str]:
    """Return the names of the pairs that have an instance as a side, or a snapshot of it."""
    return [name for name, table in _tables(tree) if any(_is_side(table, side, instance) for side in _SIDES)]


def follow_rename(tree: Tree, old: str, new: str) -> None:
    """Rename an instance in the pairs that name it."""
    for _, table in _tables(tree):
        for side in _SIDES:
            if _is_side(table, side, old):
                table[side] = new + table[side].removeprefix(old)


def _tables(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Yield the pairs of a file, those that can be pairs at all."""
    section = tree.get("sync")
    for name, table in section.items() if isinstance(section, dict) else ():
        if isinstance(table, dict):
            yield name, table


def _is_side(table: Tree, side: str, instance: str) -> bool:
    """Return whether one side of a pair is an instance, or a snapshot of it."""
    text = table.get(side)
    return isinstance(text, str) and text.partition("@")[0] == instance
