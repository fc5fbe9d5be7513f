"""What is said of the recycle bin, whatever shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.notices import notify_refused, try_or_notify

if TYPE_CHECKING:
    from textual.dom import DOMNode


async def tell_misplaced_bin(node: DOMNode) -> None:
    """Say that the recycle bin lies where an app scans, which only what is stored of the apps can tell."""
    if problem := await try_or_notify(node, host_of(node).services.recycle.misplaced()):
        notify_refused(node, str(problem))
