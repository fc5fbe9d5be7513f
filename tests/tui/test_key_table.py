"""The rule of keys: each key has one meaning in all panes and screens, and every action can be called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from arrtui.core.config import load_config
from arrtui.core.config.key_bindings import PRESETS, read_preset
from arrtui.core.errors import ConfigError
from arrtui.core.keys import keymap, parse_keys
from arrtui.tui.keys import collect_bindings, node_classes
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.base import Dialog
from arrtui.tui.kit.dialogs.confirm import TitleList
from arrtui.tui.kit.dialogs.facets import FacetTable
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_table import ENTRIES, IN_PLAN, KEY_TABLE, ONE_ACTION, MenuBinding, TableBinding
from arrtui.tui.kit.menus import MENU_TITLES
from arrtui.tui.kit.undoable_input import UndoableInput
from arrtui.tui.panes.library.actions.dialog_summary import InstanceToggle
from arrtui.tui.panes.scores.trends_tab import WeekChart
from tests.tui.key_docs import key_lines, readme_lines

OUTSIDE = (Dialog, Choice, InstanceToggle, TitleList, FacetTable, FilterBar, UndoableInput, WeekChart)
"""Dialogs and menus with what is inside of them, text fields and charts have keys of their own."""


def declared() -> Iterator[tuple[type[DOMNode], Binding]]:
    """Yield every binding that a pane, a screen or a table of theirs declares."""
    for node_class in node_classes():
        if not issubclass(node_class, OUTSIDE):
            bindings = node_class.__dict__.get("BINDINGS", ())
            yield from ((node_class, item) for item in bindings if not item.system)


def keys_of(name: str) -> set[str]:
    """Return the keys of an entry of the table."""
    return set(parse_keys(ENTRIES[name].keys))


def test_a_key_stands_once_in_the_table_but_for_those_of_a_plan() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for name in ENTRIES:
        for key in keys_of(name):
            names[key].add(name)
    twice = {key: found for key, found in names.items() if len(found) > 1}
    assert twice == {"a": {"actions", "approve_shown"}, "space": {"mark", "decide"}, "y": {"copy", "effect"}}
    assert all(found & KEY_TABLE[IN_PLAN].keys() for found in twice.values())


def test_every_binding_of_a_pane_or_screen_is_in_the_table_or_a_line_of_a_menu() -> None:
    outside = [
        (node_class.__name__, item.key)
        for node_class, item in declared()
        if not isinstance(item, (TableBinding, MenuBinding))
    ]
    assert outside == []


def test_a_binding_has_the_keys_and_the_label_of_its_entry() -> None:
    tables = [item for _class, item in declared() if isinstance(item, TableBinding)]
    assert len(tables) > 100
    for item in tables:
        assert (item.key, item.description) == ENTRIES[item.entry][:2]
        assert item.tooltip


def test_a_key_means_something_else_only_in_a_plan() -> None:
    classes = {
        node_class.__module__
        for node_class, item in declared()
        if isinstance(item, TableBinding) and item.entry in KEY_TABLE[IN_PLAN]
    }
    assert classes == {
        "arrtui.tui.panes.artwork.plan_screen",
        "arrtui.tui.panes.plan.screen",
        "arrtui.tui.panes.plan.table",
    }


def test_each_key_outside_the_grammar_belongs_to_one_action() -> None:
    actions: dict[str, set[str]] = defaultdict(set)
    for _class, item in declared():
        if isinstance(item, TableBinding) and item.entry in KEY_TABLE[ONE_ACTION]:
            actions[item.entry].add(item.action)
    assert {name: found for name, found in actions.items() if len(found) > 1} == {}
    assert actions.keys() == KEY_TABLE[ONE_ACTION].keys()


def test_no_entry_of_the_table_is_without_effect() -> None:
    bound = {item.entry for _class, item in declared() if isinstance(item, TableBinding)}
    assert ENTRIES.keys() - bound == set()


@pytest.mark.parametrize("menu", list(MENU_TITLES))
def test_letters_of_a_menu_are_unique_where_its_lines_are_live_together(menu: str) -> None:
    """The lines of the Scores pane are live with those of one tab at a time."""
    letters: dict[str, list[str]] = defaultdict(list)
    for node_class, item in declared():
        if isinstance(item, MenuBinding) and item.menu == menu:
            letters[node_class.__name__].append(item.letter)
    tabs = {name for name in letters if name.endswith("Tab")}
    for name, own in letters.items():
        together = own + (letters.get("ScoresPane", []) if name in tabs else [])
        assert len(set(together)) == len(together), name
    assert not {"j", "k"} & {letter for own in letters.values() for letter in own}


def test_the_readme_has_the_table() -> None:
    assert readme_lines() == key_lines()


@pytest.mark.parametrize("preset", PRESETS)
def test_a_shipped_keymap_binds_actions_that_exist(preset: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[keys]\npreset = "{preset}"\n')
    config = load_config(path, env={}, bindings=collect_bindings)
    assert config.keys == read_preset(preset)
    assert config.keys.keys() <= collect_bindings().defaults.keys()
    assert keymap(config.keys)["estate.accept-loss"] == "exclamation_mark"


def test_a_key_of_ones_own_goes_before_that_of_the_shipped_keymap(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keys]\npreset = "old"\n"estate.remove" = "ctrl+x"\n')
    assert load_config(path, env={}, bindings=collect_bindings).keys["estate.remove"] == "ctrl+x"


def test_an_unknown_keymap_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keys]\npreset = "odd"\n')
    with pytest.raises(ConfigError, match=r"keys\.preset: names no keymap; did you mean old"):
        load_config(path, env={})
