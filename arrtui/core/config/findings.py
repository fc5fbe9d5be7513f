"""What is found wrong with a configuration: every fault at once, each with its path and none with its value.

No value is ever repeated in a message, because any value may be a secret in the wrong place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from arrtui.core.apps import Kind
from arrtui.core.config.table import ConfigTable
from arrtui.core.config.tables import LABEL, LABEL_RULE
from arrtui.core.errors import ConfigError, ConfigProblem

NO_TABLE = "must be a table"
Place = tuple[str, ...]
"""The names that lead to a value or a table of the document."""
_T = TypeVar("_T", bound=ConfigTable)


@dataclass
class Findings:
    """What has been found wrong so far, and where each value that is not from the file came from."""

    problems: list[ConfigProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)

    def add(self, path: Sequence[str], message: str) -> None:
        """Note a problem, and the variable or option it came from."""
        around = ".".join(path)
        while around and around not in self.origins:  # the value's own origin, or that of a table around it
            around = around.rpartition(".")[0]
        origin = self.origins.get(around)
        self.problems.append(
            ConfigProblem(".".join(path), f"{message} (from {origin})" if origin else message)
        )

    def has(self, path: Sequence[str]) -> bool:
        """Return whether something is wrong at exactly this path."""
        return any(problem.path == ".".join(path) for problem in self.problems)


def nearest(name: str, allowed: Sequence[str]) -> str:
    """Return the hint for an unknown name: the ones that look like it, or all that are allowed."""
    from difflib import get_close_matches  # only a mistake has to wait for it

    near = get_close_matches(name.lower().replace("-", "_"), allowed, n=2)
    return f"did you mean {' or '.join(near)}?" if near else f"allowed are {', '.join(allowed)}"


def _sentence(model: type[ConfigTable], fault: Mapping[str, Any]) -> str:
    """Return our words for one of pydantic's faults, which carry the value and are never shown."""
    if fault["type"] == "arrtui":
        return str(fault["msg"])
    model, names = _innermost(model, tuple(map(str, fault["loc"])))
    if fault["type"] == "extra_forbidden":
        return f"is not an option; {nearest(names[0], list(_options(model)))}"
    listed = len(names) == 2 and names[1].isdigit()  # a value in a list
    option = _options(model).get(names[0]) if len(names) == 1 or listed else None
    number = "a whole number" if fault["type"].startswith("int_") else "text"  # of what a table holds
    allowed = option.description if option else number
    return f"is missing: give {allowed}" if fault["type"] == "missing" else f"must be {allowed}"


def nested_table(annotation: Any) -> type[ConfigTable] | None:
    """Return what a list of tables, or a table of named tables, is made of; None for any other type."""
    types = get_args(annotation)
    return next(
        (type_ for type_ in types if isinstance(type_, type) and issubclass(type_, ConfigTable)), None
    )


def _options(model: type[ConfigTable]) -> dict[str, FieldInfo]:
    """Return the options of a table by the name that the file has for them."""
    return {option.alias or name: option for name, option in model.model_fields.items()}


def _innermost(model: type[ConfigTable], names: Place) -> tuple[type[ConfigTable], Place]:
    """Return the table in which the names lead to a value, and the names that are left there.

    A place in a list of tables is a name too, and so is the name of one of several tables.
    """
    option = _options(model).get(names[0]) if len(names) > 1 else None
    inner = option.annotation if option else None
    if len(names) > 2 and (nested := nested_table(inner)) is not None:
        inner, names = nested, names[1:]
    if isinstance(inner, type) and issubclass(inner, ConfigTable):
        return _innermost(inner, names[1:])
    return model, names or ("",)


def check_table(
    model: type[_T], table: Any, path: Place, findings: Findings, folder: Path, **context: Any
) -> _T | None:
    """Return the checked table, or None after noting everything wrong with it.

    ``context`` is what else the checks of its values need to know.
    """
    if not isinstance(table, dict):
        findings.add(path, f"{NO_TABLE}, written [{'.'.join(path)}]")
        return None
    try:
        return model.model_validate(table, context={"folder": folder, **context})
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
    for fault in faults:
        place = tuple(str(part) for part in fault["loc"] if part != "[key]")
        findings.add(path + place, _sentence(model, fault))
    return None


def tables_of(tree: Mapping[str, Any], section: str, noun: str, findings: Findings) -> Mapping[str, Any]:
    """Return the tables of a section by name; none, after noting it, where it holds anything else.

    ``noun`` says what such a table is and how one is written, e.g. ``pair, with its name: [sync.movies-4k]``.
    """
    tables = tree.get(section, {})
    if isinstance(tables, dict) and all(isinstance(table, dict) for table in tables.values()):
        return tables
    findings.add((section,), f"{NO_TABLE} for each {noun}")
    return {}


def named_instances(tree: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the instances of a merged document: each that has a table, so that its faults are told once."""
    sections = {kind.value: tree.get(kind.value) for kind in Kind}
    return tuple(
        f"{kind}.{label}"
        for kind, section in sections.items()
        if isinstance(section, dict)
        for label in section
    )


def check_named(
    model: type[_T], table: Any, path: Place, noun: str, findings: Findings, folder: Path, **context: Any
) -> _T | None:
    """Return the checked table of a name, or None after noting everything wrong with both."""
    is_name = LABEL.fullmatch(path[-1]) is not None
    if not is_name:
        findings.add(path, f"is no name for a {noun}; {LABEL_RULE}")
    options = check_table(model, table, path, findings, folder, **context)
    return options if is_name else None


def config_error(what: str, problems: Sequence[ConfigProblem]) -> ConfigError:
    """Return the error that says one problem itself, or how many there are and in its detail which."""
    why = str(problems[0]) if len(problems) == 1 else f"{len(problems)} things are wrong"
    return ConfigError(what, why=why, detail="\n".join(map(str, problems)), problems=tuple(problems))
