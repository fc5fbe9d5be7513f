"""An entry as a text for an editor, and the values that come back from there. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import tomli_w

from arrtui.core.errors import UsageError
from arrtui.core.text import plural, without_controls
from arrtui.features.sync.model import PlannedEntry
from arrtui.tui.kit.tags import invalid_tag_text, invalid_tags
from arrtui.tui.panes.plan.edits import common_value, editable_fields

if TYPE_CHECKING:
    from arrtui.features.sync.review import Choices


def entry_text(planned: Sequence[PlannedEntry], choices: Choices) -> str:
    """Return what entries will have as TOML, with the names to choose from in comments."""
    first, more = planned[0].entry, len(planned) - 1
    rest = f" and {plural(more, 'more entry', 'more entries')}" if more else ""
    names = choices.by_field
    lines = [
        f"# {without_controls(first.title or first.ident)}{rest}, on {first.instance}.",
        "# What is saved here is what applying will write; a line that is taken out stays as planned.",
    ]
    for name in editable_fields(planned):
        if name in names:
            lines += ["", f"# {', '.join(map(without_controls, names[name])) or 'none there yet'}"]
        value = common_value(planned, name)
        lines.append(f"# {name} differs" if value is None else tomli_w.dumps({name: _plain(value)}).rstrip())
    return "\n".join(lines) + "\n"


def read_entry_text(text: str, planned: Sequence[PlannedEntry], choices: Choices) -> dict[str, Any]:
    """Return the fields that a text changes, with their new values. Raises UsageError for what cannot be."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused(f"it is not TOML: {error}") from None
    allowed = editable_fields(planned)
    for name, value in values.items():
        if name not in allowed:
            raise _refused(f"{name} is none of {', '.join(allowed)}")
        if fault := _fault(name, value, choices):
            raise _refused(f"{name}: {fault}")
    return {name: value for name, value in values.items() if value != _plain(common_value(planned, name))}


def _plain(value: Any) -> Any:
    """Return a value as TOML has it."""
    return sorted(value) if isinstance(value, (list, tuple)) else value


def _fault(name: str, value: Any, choices: Choices) -> str:
    """Return why a field cannot have a value; empty where it can."""
    if name == "monitored":
        return "" if isinstance(value, bool) else "must be true or false"
    if name == "tags":
        if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
            return 'must be a list of texts, e.g. ["4k", "kids"]'
        return " ".join(map(invalid_tag_text, invalid_tags(" ".join(value), choices.tags)))
    names = choices.by_field[name]
    return "" if value in names else f"{value!r} is none of {', '.join(names) or 'what is there: nothing'}"


def _refused(why: str) -> UsageError:
    return UsageError("editing the entry", why=why, advice="Nothing was changed; E opens it again.")
