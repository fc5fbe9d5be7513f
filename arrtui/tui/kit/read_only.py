"""Which keys the read-only mode disables: those whose bindings are declared to write to an app."""

from __future__ import annotations

from textual.dom import DOMNode

from arrtui.core.errors import ReadOnlyError
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_table import declared_bindings


def refusal(node: DOMNode, action: str) -> str:
    """Return why an action of a pane or screen is refused now, as a sentence; empty where it is not."""
    if not host_of(node).services.config.ui.read_only:
        return ""
    for binding in declared_bindings(type(node)).values():
        if binding.writes and binding.action == action:
            return str(ReadOnlyError.refusing(binding.description))
    return ""
