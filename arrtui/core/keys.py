"""Key bindings of the configuration: reading key names, and finding clashes before the app starts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import combinations

from arrtui.core.errors import ConfigProblem

EVERYWHERE = frozenset({"app", "table"})
"""Scopes whose keys are live in every pane, so that they clash with the scope of any pane."""

_EVERY_DIALOG = frozenset({"dialog"})
DIALOGS: Mapping[str, frozenset[str]] = {
    "action": _EVERY_DIALOG,
    "addresses": _EVERY_DIALOG,
    "apply": _EVERY_DIALOG | {"choice"},
    "choice": _EVERY_DIALOG | {"apply", "editor", "entry"},
    "confirm": _EVERY_DIALOG,
    "dialog": _EVERY_DIALOG,
    "editor": _EVERY_DIALOG | {"choice"},
    "entry": _EVERY_DIALOG | {"choice"},
    "facets": _EVERY_DIALOG | {"table", "filter"},
    "format-files": _EVERY_DIALOG | {"table", "filter"},
    "help": _EVERY_DIALOG,
    "left-out": _EVERY_DIALOG | {"table", "filter"},
    "score-search": _EVERY_DIALOG,
    "scenario": _EVERY_DIALOG,
    "sort": _EVERY_DIALOG,
    "summary": _EVERY_DIALOG | {"choice"},
    "text": _EVERY_DIALOG,
    "values": _EVERY_DIALOG | {"choice"},
    "welcome": _EVERY_DIALOG,
}
"""Scopes of dialogs, with the scopes that are live beside each; a dialog keeps all other keys out."""
TABS: Mapping[str, str] = dict.fromkeys(("formats", "profiles", "trends", "whatif"), "scores")
"""Scopes of tabs, each with the scope of the pane it is part of: their keys are live at once."""
ANYWHERE = frozenset({"app.palette", "app.quit-now"})
"""Ids whose keys work in dialogs too."""

_COMBINATION = re.compile(r"(?:(?P<held>[a-z]+(?:\+[a-z]+)*)\+)?(?P<base>\+|[^+]+)", re.IGNORECASE)
_MODIFIERS = frozenset({"alt", "ctrl", "shift", "super", "hyper", "meta"})
_NAMED = frozenset(
    {"escape", "enter", "tab", "space", "backspace", "insert", "delete", "home", "end"}
    | {"pageup", "pagedown", "up", "down", "left", "right"}
) | {f"f{number}" for number in range(1, 25)}
_COMMON_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Unicode's names and what Textual calls them instead."""
_OTHER_NAMES = {"esc": "escape", "return": "enter", "del": "delete", "pgup": "pageup", "pgdn": "pagedown"}
_SAME_BYTE = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "escape",
    "ctrl+space": "ctrl+at",
}
"""Keys a terminal cannot tell apart."""
_HINT = (
    'keys are written like "q", "ctrl+q", "f5", "pagedown" or "question_mark", several with commas between'
)


def _character_name(character: str) -> str:
    """Return Textual's name of the key that types ``character``, empty when it has none."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _COMMON_NAMES.get(name, name)


_PUNCTUATION = frozenset(_character_name(chr(code)) for code in range(0x21, 0x7F) if not chr(code).isalnum())


def _base_key(text: str) -> str:
    """Return the canonical name of a key without modifiers, empty when there is no such key."""
    if len(text) == 1:
        return _character_name(text)
    lowered = text.lower()
    name = _COMMON_NAMES.get(lowered, _OTHER_NAMES.get(lowered, lowered))
    return name if name in _NAMED or name in _PUNCTUATION else ""


def parse_key(text: str) -> str:
    """Return one key as Textual names it (``?`` → ``question_mark``, ``shift+g`` → ``G``).

    Raises ValueError when the text names no key.
    """
    parts = _COMBINATION.fullmatch(text.strip())
    held = set((parts["held"] or "").lower().split("+")) - {""} if parts else set[str]()
    base = _base_key(parts["base"]) if parts else ""
    if not base or not held <= _MODIFIERS:
        raise ValueError(_HINT)
    if len(base) == 1 and base.isascii() and base.isalpha():
        base, held = _with_shift(base, held)
    key = "+".join([*sorted(held), base])
    return _SAME_BYTE.get(key, key)


def _with_shift(letter: str, held: set[str]) -> tuple[str, set[str]]:
    """Return a letter and its modifiers as a terminal sends them: shift alone is the capital letter."""
    if held == {"shift"}:
        return letter.upper(), set()
    return (letter.lower(), held) if held else (letter, held)


def parse_keys(text: str) -> tuple[str, ...]:
    """Return the keys of a comma-separated list, each as Textual names it.

    Raises ValueError when one of them names no key.
    """
    return tuple(dict.fromkeys(parse_key(part) for part in text.split(",")))


def keymap(configured: Mapping[str, str]) -> dict[str, str]:
    """Return checked bindings in the form Textual's ``App.set_keymap`` takes."""
    return {binding: ",".join(parse_keys(keys)) for binding, keys in configured.items()}


def check_keys(known: Mapping[str, str], configured: Mapping[str, str]) -> list[ConfigProblem]:
    """Return what is wrong with the configured keys: unknown ids, unreadable keys and clashes.

    ``known`` maps each binding id to its default keys. Two ids clash when they share a key and both can be
    live at once: within one scope (the id up to its first dot), with a scope of :data:`EVERYWHERE`, or in
    one dialog. Keys that two ids share by default are meant to be shared and may be kept.
    """
    problems = [_unknown(name, known) for name in configured if name not in known]
    effective: dict[str, tuple[str, ...]] = {}
    for name, default in known.items():
        try:
            effective[name] = parse_keys(configured.get(name, default))
        except ValueError as error:
            problems.append(ConfigProblem(f"keys.{name}", f"names no key: {error}"))
    problems.extend(_clashes(effective, known, configured))
    return problems


def _unknown(name: str, known: Iterable[str]) -> ConfigProblem:
    """Return the problem of an id nothing is bound to, with the ids that look like it."""
    near = get_close_matches(name, list(known), n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; ? in the app lists every id"
    return ConfigProblem(f"keys.{name}", f"is not an action that can be bound{hint}")


def _clashes(
    effective: Mapping[str, tuple[str, ...]], known: Mapping[str, str], configured: Iterable[str]
) -> Iterator[ConfigProblem]:
    """Yield a problem for each two ids that newly share a key while both are live."""
    chosen = set(configured)
    for first, second in combinations(effective, 2):
        shared = [key for key in effective[first] if key in effective[second]]
        if not shared or not _live_together(first, second):
            continue
        meant = set(parse_keys(known[first])) & set(parse_keys(known[second]))
        if taken := [key for key in shared if key not in meant]:
            mine, other = (second, first) if second in chosen else (first, second)
            yield ConfigProblem(f"keys.{mine}", f"{', '.join(taken)} is taken by {other}; choose another key")


def _live_together(first: str, second: str) -> bool:
    """Return whether both bindings can be live at the same time."""
    one, other = first.split(".")[0], second.split(".")[0]
    if one == other:
        return True
    if one in DIALOGS or other in DIALOGS:
        beside = other in DIALOGS.get(one, ()) or one in DIALOGS.get(other, ())
        return beside or not ANYWHERE.isdisjoint((first, second))
    if TABS.get(one) == other or TABS.get(other) == one:
        return True
    return not EVERYWHERE.isdisjoint((one, other))
