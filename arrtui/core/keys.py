"""Key bindings of the configuration: reading key names, and finding clashes before the app starts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import combinations

from arrtui.core.errors import ConfigProblem

EVERYWHERE = frozenset({"app", "table"})
"""Scopes whose keys are live in every pane, so that they clash with the scope of any pane."""


@dataclass(frozen=True)
class Bindable:
    """The ids that keys can be bound to. The part of an id before its first dot is its scope."""

    defaults: Mapping[str, str]
    """Id to default keys; empty for what is only in a menu and the palette."""
    dialogs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Scopes of dialogs, with the scopes that are live beside each; a dialog keeps all other keys out."""
    tabs: Mapping[str, str] = field(default_factory=dict)
    """Scopes of tabs, each with the scope of the pane it is part of: their keys are live at once."""
    always: frozenset[str] = frozenset()
    """Ids whose keys work in dialogs too."""

    def live_together(self, first: str, second: str) -> bool:
        """Return whether two ids can be live at the same time."""
        scope, other = first.split(".")[0], second.split(".")[0]
        if scope == other:
            return True
        if scope in self.dialogs or other in self.dialogs:
            beside = other in self.dialogs.get(scope, ()) or scope in self.dialogs.get(other, ())
            return beside or not self.always.isdisjoint((first, second))
        if self.tabs.get(scope) == other or self.tabs.get(other) == scope:
            return True
        return not EVERYWHERE.isdisjoint((scope, other))


_COMBINATION = re.compile(r"(?:(?P<modifiers>[a-z]+(?:\+[a-z]+)*)\+)?(?P<base>\+|[^+]+)", re.IGNORECASE)
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
    modifiers = set((parts["modifiers"] or "").lower().split("+")) - {""} if parts else set[str]()
    base = _base_key(parts["base"]) if parts else ""
    if not base or not modifiers <= _MODIFIERS:
        raise ValueError(_HINT)
    if len(base) == 1 and base.isascii() and base.isalpha():  # as a terminal sends it: shift+g is G
        if modifiers == {"shift"}:
            return base.upper()
        base = base.lower() if modifiers else base
    key = "+".join([*sorted(modifiers), base])
    return _SAME_BYTE.get(key, key)


def parse_keys(text: str) -> tuple[str, ...]:
    """Return the keys of a comma-separated list, each as Textual names it.

    Raises ValueError when one of them names no key.
    """
    return tuple(dict.fromkeys(parse_key(part) for part in text.split(",")))


def keymap(configured: Mapping[str, str]) -> dict[str, str]:
    """Return checked bindings in the form Textual's ``App.set_keymap`` takes."""
    return {binding: ",".join(parse_keys(keys)) for binding, keys in configured.items()}


def check_keys(bindable: Bindable, configured: Mapping[str, str]) -> list[ConfigProblem]:
    """Return what is wrong with the configured keys: unknown ids, unreadable keys and clashes.

    Two ids clash when they share a key and can be live at the same time: within one scope, with a scope of
    :data:`EVERYWHERE`, or in one dialog. Keys that two ids share by default are meant to be shared and may be
    kept.
    """
    problems: list[ConfigProblem] = []
    for name in configured:
        if name not in bindable.defaults:
            similar = get_close_matches(name, list(bindable.defaults), n=3, cutoff=0.5)
            hint = f"; did you mean {' or '.join(similar)}?" if similar else "; ? in the app lists every id"
            problems.append(ConfigProblem(f"keys.{name}", f"is not an action that can be bound{hint}"))
    effective: dict[str, tuple[str, ...]] = {}
    for name, default in bindable.defaults.items():
        keys = configured.get(name, default)
        try:
            effective[name] = parse_keys(keys) if keys or name in configured else ()
        except ValueError as error:
            problems.append(ConfigProblem(f"keys.{name}", f"names no key: {error}"))
    problems.extend(_clashes(effective, bindable, configured))
    return problems


def _clashes(
    effective: Mapping[str, tuple[str, ...]], bindable: Bindable, configured: Mapping[str, str]
) -> Iterator[ConfigProblem]:
    """Yield a problem for each two ids that newly share a key while both are live."""
    for first, second in combinations(effective, 2):
        shared = [key for key in effective[first] if key in effective[second]]
        if not shared or not bindable.live_together(first, second):
            continue
        defaults = [bindable.defaults[name] for name in (first, second)]
        shared_by_default = set.intersection(*(set(parse_keys(keys)) if keys else set() for keys in defaults))
        if taken := [key for key in shared if key not in shared_by_default]:
            changed, other = (second, first) if second in configured else (first, second)
            yield ConfigProblem(
                f"keys.{changed}", f"{', '.join(taken)} is taken by {other}; choose another key"
            )
