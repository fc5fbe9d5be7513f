"""Notifications: results, refusals and errors as one sentence each. Names in them are never markup."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, TypeVar

from textual.widgets import Input

from arrtui.core.errors import ArrtuiError
from arrtui.tui.kit import incognito

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

T = TypeVar("T")


def notify_done(node: DOMNode, sentence: str) -> None:
    """Show a notification about what was done."""
    node.app.notify(sentence, markup=False)


def notify_refused(node: DOMNode, sentence: str) -> None:
    """Show a warning about why nothing was done."""
    node.app.notify(sentence, severity="warning", markup=False)


def notify_failed(node: DOMNode, error: object) -> None:
    """Show an error; the text of an ArrtuiError is made for this."""
    node.app.notify(str(error), severity="error", markup=False)


def refuse_incognito(node: DOMNode, subject: str) -> bool:
    """Return whether the incognito mode is on, after telling that ``subject`` would show real names."""
    if incognito.is_on():
        notify_refused(node, f"{subject} would show real names. `:` Incognito ends the incognito mode.")
    return incognito.is_on()


def place_toasts(screen: Screen[Any]) -> None:
    """Show notifications at the top while one types in the lower half of a screen, else at the bottom."""
    focused = screen.focused
    low = isinstance(focused, Input) and focused.region.y >= screen.size.height // 2
    screen.query("ToastRack").set_class(low, "-top")


async def try_or_notify(node: DOMNode, work: Awaitable[T]) -> T | None:
    """Return the result of ``work``, or None after showing its ArrtuiError."""
    try:
        return await work
    except ArrtuiError as error:
        notify_failed(node, error)
        return None
