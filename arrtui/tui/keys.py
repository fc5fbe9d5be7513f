"""The bindings of the terminal app, collected from its classes to check the configured keys against."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from textual.binding import Binding
from textual.dom import DOMNode

import arrtui.tui
from arrtui.core.keys import Bindable
from arrtui.runtime.capabilities import panes
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.base import Dialog
from arrtui.tui.kit.key_table import is_keyless


def collect_bindings() -> Bindable:
    """Return what can be bound in the terminal app.

    It imports every module of the app, which takes a moment; only a configuration with ``[keys]`` needs it.
    """
    defaults = {f"app.{pane.id}": pane.digit for pane in panes()}
    dialogs: dict[str, frozenset[str]] = {}
    tabs: dict[str, str] = {}
    always: set[str] = set()
    for node_class in node_classes():
        bindings = [item for item in node_class.__dict__.get("BINDINGS", ()) if isinstance(item, Binding)]
        defaults.update({binding.id: default_keys(binding) for binding in bindings if binding.id})
        always.update(binding.id for binding in bindings if binding.id and binding.priority)
        for scope in {binding.id.partition(".")[0] for binding in bindings if binding.id}:
            if issubclass(node_class, Dialog):
                dialogs[scope] = dialogs.get(scope, frozenset()) | {"dialog"} | node_class.KEYS_BESIDE
            elif issubclass(node_class, Choice):
                dialogs[scope] = frozenset({"dialog"})
            pane_scope = getattr(node_class, "TAB_OF", scope)
            if pane_scope != scope:
                tabs[scope] = pane_scope
    return Bindable(defaults, dialogs, tabs, frozenset(always))


def default_keys(binding: Binding) -> str:
    """Return the keys a binding has unless configured otherwise, empty for none."""
    return "" if is_keyless(binding) else binding.key


def node_classes() -> Iterator[type[DOMNode]]:
    """Yield every class of the terminal app that can have bindings, the app's own first."""
    modules = {module.name for module in pkgutil.walk_packages(arrtui.tui.__path__, "arrtui.tui.")}
    modules |= {entry.pane_class.partition(":")[0] for entry in panes()}
    for name in sorted(modules, key=lambda name: (name.count("."), name)):
        for member in vars(import_module(name)).values():
            if isinstance(member, type) and issubclass(member, DOMNode) and member.__module__ == name:
                yield member
