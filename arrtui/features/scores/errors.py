"""Errors of scenarios."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

from arrtui.core.errors import ArrtuiError


@dataclass(eq=False)
class ScenarioError(ArrtuiError):
    """A scenario has no usable name, or names a profile, format or quality that is not there."""

    code: ClassVar[str] = "scenario"


def unknown_name(what: str, word: str, name: str, names: Iterable[str], instance: str) -> ScenarioError:
    """Return the error for a name that does not exist, with those that look like it.

    ``what`` was being done, ``word`` says what was looked for (``custom format``).
    """
    ordered = sorted(set(names), key=str.casefold)
    by_folded = {existing.casefold(): existing for existing in ordered}
    similar = [by_folded[folded] for folded in get_close_matches(name.casefold(), by_folded, n=3)]
    more = f" and {len(ordered) - 8} more" if len(ordered) > 8 else ""
    advice = f"There are: {', '.join(ordered[:8])}{more}." if ordered else "There are none."
    return ScenarioError(
        what=what,
        why=f"there is no {word} named {name}",
        advice=f"Did you mean {' or '.join(similar)}?" if similar else advice,
        instance=instance,
    )
