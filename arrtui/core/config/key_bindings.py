"""The section `[keys]`: a shipped keymap by its name, and single actions with the keys that do them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from arrtui.core.config.findings import NO_TABLE, Findings, nearest

if TYPE_CHECKING:
    from arrtui.core.keys import Bindable

PRESET = "preset"
"""The option that names a shipped keymap; no action is named like that."""
PRESETS = ("old",)
"""The files of the folder `keymaps`."""


def flatten_keys(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield ``app.quit`` and its keys, whether the file has ``"app.quit"`` or ``app.quit``."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flatten_keys(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def read_preset(name: str) -> dict[str, str]:
    """Return a shipped keymap: binding id → keys. Raises FileNotFoundError when there is none of the name."""
    text = files(__package__).joinpath("keymaps", f"{name}.toml").read_text(encoding="utf-8")
    return dict(flatten_keys(tomllib.loads(text)))


def build_keys(table: Any, bindings: Callable[[], Bindable] | None, findings: Findings) -> dict[str, str]:
    """Return the configured keys by binding id, those of the shipped keymap first.

    It notes values that are no text and, with ``bindings``, unknown actions and clashes. A shipped keymap may
    share keys among actions that only seem to be live together, as defaults may.
    """
    if not isinstance(table, dict):
        findings.add(("keys",), f"{NO_TABLE}, written [keys]")
        return {}
    keys = {name: value for name, value in table.items() if isinstance(value, str)}
    for name in table.keys() - keys.keys():
        findings.add(("keys", name), 'must be text such as "ctrl+q" or "up,k"')
    preset: dict[str, str] = {}
    if (chosen := keys.pop(PRESET, None)) in PRESETS:
        preset = read_preset(chosen)
    elif chosen is not None:
        findings.add(("keys", PRESET), f"names no keymap; {nearest(chosen, PRESETS)}")
    if keys and bindings is not None:
        from arrtui.core.keys import check_keys  # most start with the keys as they are

        bindable = bindings()
        bindable = replace(bindable, defaults={**bindable.defaults, **preset})
        for problem in check_keys(bindable, keys):
            findings.add(problem.path.split("."), problem.message)
    return {**preset, **keys}
