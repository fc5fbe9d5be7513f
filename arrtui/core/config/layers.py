"""What the environment and the command line set, laid over what the file says.

They are merged here rather than by pydantic-settings: a fault has to name the variable that caused it, and
the app's first paint cannot wait for an import that adds nothing else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from arrtui.core.config.findings import Findings, Place, nearest, nested_table
from arrtui.core.config.sections import NAMED_SECTIONS, SECTIONS, TABLES
from arrtui.core.config.tables import ConfigTable
from arrtui.core.config.toml import Tree
from arrtui.core.setting_secrets import VARIABLE

PREFIX = "ARRTUI_"
RESERVED_VARIABLES = ("ARRTUI_CONFIG",)
"""Variables with our prefix that are no option of the file; so is what begins as below."""
_FOREIGN_PREFIXES = ("ARRTUI_TEST_", VARIABLE)

Layer = dict[Place, tuple[Any, str]]
"""Path → value and the name of the variable or option it came from."""


def read_environment(env: Mapping[str, str], findings: Findings) -> Layer:
    """Return path → (value, origin) for each of our variables; an empty one counts as not set."""
    layer: Layer = {}
    for name in sorted(env):
        upper = name.upper()
        if not upper.startswith(PREFIX) or upper in RESERVED_VARIABLES or upper.startswith(_FOREIGN_PREFIXES):
            continue
        path = _variable_path(upper)
        if path is None:
            section, _, rest = upper.removeprefix(PREFIX).lower().partition("_")
            hint = f"a section follows {PREFIX}: {nearest(section, SECTIONS)}"
            if section in SECTIONS and rest:
                hint = "two underscores separate the parts, e.g. ARRTUI_RADARR__MAIN__API_KEY"
            findings.add((name,), f"is no variable of arrtui; {hint}")
        elif env[name].strip():
            layer.update(
                (leaf, (value, name)) for leaf, value in _leaves(path, _variable_value(path, env[name]))
            )
    return layer


def _variable_path(name: str) -> Place | None:
    """Return the place in the file a variable stands for, None when there is no such section."""
    section, *rest = name.removeprefix(PREFIX).lower().split("__")
    if section not in SECTIONS or not all(rest):
        return None
    if section == "keys" and rest:
        return (section, ".".join(rest))
    if section != "sync" and len(rest) > 2 and rest[1] == "headers":
        rest[2:] = ["-".join(rest[2:]).replace("_", "-")]  # a variable's name cannot hold the usual dash
    return (section, *rest)


def _variable_value(path: Place, text: str) -> Any:
    """Return a variable's value: text where the option is text, otherwise read as TOML would.

    A list of names is one only in brackets, so that the name ``4`` needs no quotes.
    """
    annotation = _annotation(path)
    # the alternatives of a type, or the type a generic one is made of
    parts = {getattr(annotation, "__origin__", annotation), *getattr(annotation, "__args__", ())}
    plain = text.strip()
    if parts & {tuple, list}:
        return _toml_value(plain) if plain.startswith("[") else text
    return _toml_value(plain) if parts & {int, float, bool, dict} else text


def _annotation(path: Place) -> Any:
    """Return the type of what is at a place: ``dict`` for a table or an unknown option, ``str`` below one."""
    model: type[ConfigTable] | None = TABLES.get(path[0])
    if path[0] == "sync":
        from arrtui.core.config.sync import PairTable  # most start without a pair

        model = PairTable
    elif path[0] == "settings":
        from arrtui.core.config.settings_syncs import SettingsSync

        model = SettingsSync
    elif path[0] == "views":
        from arrtui.core.config.views import ViewOptions

        model = ViewOptions
    elif path[0] == "commands":
        from arrtui.core.config.commands import CommandOptions

        model = CommandOptions
    names = path[2:] if path[0] in NAMED_SECTIONS else path[1:]
    several = False
    for place, name in enumerate(names, start=1):
        if several:  # the name of one of several tables
            several = False
            continue
        option = model.model_fields.get(name) if model else None
        inner = option.annotation if option else dict
        if place < len(names) and (nested := nested_table(inner)) is not None:
            model, several = nested, True
        elif isinstance(inner, type) and issubclass(inner, ConfigTable):
            model = inner
        else:
            return inner if place == len(names) else str
    return dict if model else str


def _toml_value(text: str) -> Any:
    """Return the value TOML reads, or the text itself."""
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        tree = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return tree["value"] if len(tree) == 1 else text


def _leaves(path: Place, value: Any) -> Iterator[tuple[Place, Any]]:
    """Yield the values of a table with their paths, so that a layer changes options and not whole tables."""
    if not isinstance(value, Mapping):
        yield path, value
        return
    for name, inner in value.items():
        yield from _leaves((*path, str(name)), inner)


def read_overrides(overrides: Mapping[str, Any]) -> Layer:
    """Return the command line's layer; its names are dotted paths or tables, and None is not set.

    Text is read as a variable's is: ``"5"`` is a number where the option is one.
    """
    layer: Layer = {}
    for name, value in overrides.items():
        for path, leaf in _leaves(tuple(name.split(".")), value):
            if leaf is not None:
                # the name of an action, of a schedule or in a pair's map may hold dots
                in_map = path[0] == "sync" and path[2:3] == ("map",)
                fixed = 1 if path[0] in ("keys", "schedule") else 4 if in_map else None
                place = (*path[:fixed], ".".join(path[fixed:])) if fixed and len(path) > fixed else path
                value = _variable_value(place, leaf) if isinstance(leaf, str) else leaf
                layer[place] = (value, "the command line")
    return layer


def overlay(tree: Tree, layer: Layer, findings: Findings) -> None:
    """Set a layer's values in the tree, and note where they came from."""
    for path, (value, origin) in layer.items():
        *parents, last = path
        table, place = tree, list[str]()
        for name in parents:
            name = _same_name(table, name)
            if not isinstance(table.get(name), dict):
                table[name] = {}  # a value in the table's place gives way
            table = table[name]
            place.append(name)
            if not table:
                findings.origins.setdefault(".".join(place), origin)
        name = _same_name(table, last)
        # A key wins over a key file of a lower layer, and the reverse.
        other_key = {"api_key": "api_key_file", "api_key_file": "api_key"}.get(last)
        if other_key and (*parents, other_key) not in layer:
            table.pop(other_key, None)
        table[name] = value
        findings.origins[".".join([*place, name])] = origin


def _same_name(table: Tree, name: str) -> str:
    """Return the name already in the table that ``name`` means: a variable has neither case nor dashes.

    No variable can name a folder, so a folder is itself.
    """
    if name in table or "/" in name or "\\" in name:
        return name
    plain = name.lower().replace("-", "_")
    return next((known for known in table if known.lower().replace("-", "_") == plain), name)
