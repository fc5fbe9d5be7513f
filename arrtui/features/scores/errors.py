"""What can be wrong with a what-if."""

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


def none_named(what: str, word: str, name: str, names: Iterable[str], instance: str) -> ScenarioError:
    """Return the error for a name that nothing has, with those that look like it.

    ``what`` was being done, ``word`` says what was looked for (``custom format``).
    """
    known = sorted(set(names), key=str.casefold)
    folded = {one.casefold(): one for one in known}
    near = [folded[one] for one in get_close_matches(name.casefold(), folded, n=3)]
    return ScenarioError(
        what=what,
        why=f"there is no {word} named {name}",
        advice=f"Did you mean {' or '.join(near)}?" if near else _listed(known),
        instance=instance,
    )


def _listed(names: list[str]) -> str:
    """Return a sentence with the names there are, the first few of many."""
    if not names:
        return "There are none."
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"There are: {', '.join(names[:8])}{more}."
