"""Handing rows over to other programs: command lines filled so that no value can change them. Pure."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from arrtui.core.errors import UsageError

_PLACEHOLDER = re.compile(r"\{([a-z-]+)\}")
_UNQUOTABLE = re.compile(rf"`|\${_PLACEHOLDER.pattern}")
"""What gives quotes another meaning to a shell."""
_OWN_VARIABLES = "ARRTUI_"
"""How variables begin that arrtui itself reads; API keys may be among them."""


def split_template(template: str) -> list[str]:
    """Return the arguments of a command line with placeholders, split as a shell would.

    Raises ValueError where a quote is not closed or there is no program.
    """
    args = shlex.split(template)
    if not args:
        raise ValueError("names no program")
    if _PLACEHOLDER.search(args[0]):
        raise ValueError("the program itself must not come from a row")
    return args


def placeholders(template: str) -> list[str]:
    """Return the names of the fields that a template asks for."""
    return list(dict.fromkeys(_PLACEHOLDER.findall(template)))


def fill_arguments(template: str, values: Mapping[str, str]) -> list[str]:
    """Return the arguments of a command line with the values of a row.

    Each argument of the template stays one argument, whatever a value holds. Raises UsageError for a field
    without a value, and for a value that a program would take for an option.
    """
    filled: list[str] = []
    for argument in split_template(template):
        text = _PLACEHOLDER.sub(lambda match: _value_of(match[1], values), argument)
        begins = _PLACEHOLDER.match(argument)
        if begins and text.startswith("-") and "--" not in filled:
            raise _refused(f"{{{begins[1]}}} begins with -, which is an option", "Put -- before it in run.")
        filled.append(text)
    return filled


def fill_shell_line(template: str, values: Mapping[str, str]) -> str:
    """Return a line for a shell with the values of a row, each quoted.

    Raises UsageError for a field without a value, and for one that quotes would not protect.
    """
    if not _protected_by_quotes(template):
        raise _refused(
            "a field of the row stands in quotes, in backquotes, or behind $ or \\",
            "Let it stand alone in run: its value is quoted already.",
        )
    return _PLACEHOLDER.sub(lambda match: shlex.quote(_value_of(match[1], values)), template)


def _protected_by_quotes(template: str) -> bool:
    """Return whether a quoted value stays one part of its word, wherever the line has a placeholder.

    Between quotes those of the value would end them, and a shell would read it as commands.
    """
    if _UNQUOTABLE.search(template):
        return False
    words = [_PLACEHOLDER.sub("a b", word) for word in shlex.split(template)]
    try:
        return shlex.split(_PLACEHOLDER.sub("'a b'", template)) == words
    except ValueError:
        return False


_PLUS_LINE = frozenset(
    {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "joe", "mg", "ne", "kak", "micro"}
)
_COLON_LINE = frozenset({"hx", "helix", "subl"})
_GOTO = frozenset({"code", "codium", "code-insiders"})
"""Editors by how they are told the line: ``+7 FILE``, ``FILE:7`` and ``--wait --goto FILE:7``."""


def editor_arguments(program: Sequence[str], path: Path, line: int) -> list[str]:
    """Return the command line of an editor that opens a file at a line.

    The first line needs no telling, and an editor that is not known to take a line opens at the top.
    """
    name = Path(program[0]).name
    if name in _GOTO:
        return [*program, "--wait", "--goto", f"{path}:{line}"]
    if line > 1 and name in _PLUS_LINE:
        return [*program, f"+{line}", str(path)]
    if line > 1 and name in _COLON_LINE:
        return [*program, f"{path}:{line}"]
    return [*program, str(path)]


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for another program: all but those that configure arrtui, API keys among them."""
    return {name: value for name, value in environment.items() if not name.startswith(_OWN_VARIABLES)}


def _value_of(name: str, values: Mapping[str, str]) -> str:
    value = values.get(name, "")
    if not value:
        raise _refused(
            f"this row has no {name}", f"It has {', '.join(key for key in values if values[key])}."
        )
    if "\0" in value:
        raise _refused(f"{name} holds a NUL", "No program can be given that.")
    return value


def _refused(why: str, advice: str) -> UsageError:
    return UsageError("running the command", why=why, advice=advice)
