"""Reading key names and finding clashes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key

from arrtui.core.keys import Bindable, check_keys, keymap, parse_key, parse_keys

DIALOGS = {
    scope: frozenset({"dialog", *beside})
    for scope, beside in {
        "dialog": (),
        "choice": (),
        "confirm": (),
        "editor": ("choice",),
        "facets": ("table", "filter"),
        "text": (),
    }.items()
}
TABS = {"whatif": "scores"}
ALWAYS = frozenset({"app.palette"})

KNOWN = {
    "app.quit": "q",
    "app.help": "question_mark",
    "table.down": "down,j",
    "sync.apply": "a",
    "estate.add": "a",
    "estate.edit": "e",
}


def messages(configured: dict[str, str], known: dict[str, str] = KNOWN) -> list[str]:
    return [str(problem) for problem in check_keys(Bindable(known, DIALOGS, TABS, ALWAYS), configured)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("q", "q"),
        ("G", "G"),
        ("shift+g", "G"),
        ("Ctrl+Q", "ctrl+q"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("?", "question_mark"),
        ("/", "slash"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("F5", "f5"),
        ("esc", "escape"),
        ("PgDn", "pagedown"),
        ("ctrl+i", "tab"),
        (" space ", "space"),
        ("ö", "ö"),
    ],
)
def test_a_key_is_named_as_textual_names_it(text: str, name: str) -> None:
    assert parse_key(text) == name


@pytest.mark.parametrize("text", ["", " ", "control+q", "quit", "ctrl+", "+q", "f25", "ctrl+ctrl", "shift"])
def test_what_names_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="keys are written like"):
        parse_key(text)


@given(st.characters(min_codepoint=0x21, max_codepoint=0x7E).filter(lambda character: character != ","))
def test_every_printable_character_gets_textuals_name_and_keeps_it(character: str) -> None:
    name = parse_key(character)
    assert name == _character_to_key(character)
    assert parse_key(name) == name


@given(st.text(alphabet=st.sampled_from("abQ+, shiftcrl?_1×ß\0"), max_size=20))
def test_any_text_is_keys_or_a_value_error_and_nothing_else(text: str) -> None:
    try:
        names = parse_keys(text)
    except ValueError:
        return
    assert all(names)
    assert len(set(names)) == len(names) <= text.count(",") + 1


def test_the_keymap_has_textuals_names() -> None:
    assert keymap({"app.help": "?, f1", "table.down": "down,down"}) == {
        "app.help": "question_mark,f1",
        "table.down": "down",
    }


def test_free_keys_are_no_problem() -> None:
    assert messages({"app.quit": "ctrl+q", "estate.edit": "q"}) == []


def test_an_unknown_action_names_those_that_look_like_it() -> None:
    (message,) = messages({"app.qiut": "x"})
    assert message.startswith("keys.app.qiut: is not an action that can be bound; did you mean app.quit")


def test_an_unreadable_key_says_how_keys_are_written() -> None:
    (message,) = messages({"app.quit": "q,control+x"})
    assert message.startswith('keys.app.quit: names no key: keys are written like "q", "ctrl+q"')


def test_two_actions_of_one_scope_clash() -> None:
    assert messages({"estate.edit": "a"}) == [
        "keys.estate.edit: a is taken by estate.add; choose another key"
    ]


@pytest.mark.parametrize(
    ("binding", "key", "other"), [("sync.apply", "?", "app.help"), ("app.quit", "j", "table.down")]
)
def test_keys_that_are_live_everywhere_clash_with_every_scope(binding: str, key: str, other: str) -> None:
    (message,) = messages({binding: key})
    assert message.startswith(f"keys.{binding}:")
    assert message.endswith(f"is taken by {other}; choose another key")


def test_two_panes_may_use_the_same_key() -> None:
    assert messages({"sync.apply": "e"}) == []


def test_swapping_two_keys_is_no_clash() -> None:
    assert messages({"estate.add": "e", "estate.edit": "a"}) == []


SHARED = {
    "app.palette": "ctrl+p",
    "app.quit": "q",
    "table.up": "up,k",
    "filter.up": "up",
    "detail.up": "k",
    "estate.check": "t",
    "estate.backup": "b",
    "dialog.previous": "up,left",
    "choice.previous": "left,h",
    "confirm.yes": "y",
    "editor.test": "ctrl+t",
    "facets.tick": "space",
    "text.up": "up,k",
}
"""Ids that share keys on purpose, because the nearer one takes them or a dialog keeps others out."""


@pytest.mark.parametrize(
    "configured",
    [
        SHARED,
        {"table.up": "up,k,ctrl+k"},
        {"detail.up": "k,K", "filter.up": "up,ctrl+k"},
        {"choice.previous": "left,h,minus"},
        {"confirm.yes": "q,k"},
        {"editor.test": "t"},
    ],
)
def test_keys_that_are_shared_by_default_may_be_kept(configured: dict[str, str]) -> None:
    assert messages(configured, SHARED) == []


@pytest.mark.parametrize(
    ("binding", "keys", "taken"),
    [
        ("estate.backup", "t", "t is taken by estate.check"),
        ("estate.backup", "b,k", "k is taken by table.up"),
        ("detail.up", "up,k", "up is taken by table.up"),
        ("confirm.yes", "left", "left is taken by dialog.previous"),
        ("choice.previous", "ctrl+t", "ctrl+t is taken by editor.test"),
        ("facets.tick", "k", "k is taken by table.up"),
        ("text.up", "ctrl+p", "ctrl+p is taken by app.palette"),
    ],
)
def test_a_key_that_is_newly_shared_is_a_clash(binding: str, keys: str, taken: str) -> None:
    assert messages({binding: keys}, SHARED) == [f"keys.{binding}: {taken}; choose another key"]


def test_every_problem_is_reported_at_once() -> None:
    assert len(messages({"app.nope": "x", "app.quit": "??", "estate.edit": "a"})) == 3
