"""What waits in an inbox is bounded, whatever comes."""

from __future__ import annotations

from arrtui.clients import AppCommand
from arrtui.core.domain import Item
from arrtui.features.live.hints import hint_of
from arrtui.features.live.inbox import MOST_HINTS, Inbox
from arrtui.features.live.marks import FeedMarks

MESSAGES = 10_000


def test_ten_thousand_messages_at_once_wait_as_few_hints_and_are_one_reading() -> None:
    now = 0.0
    inbox = Inbox(clock=lambda: now)
    for number in range(MESSAGES):
        hint = hint_of(Item(id=number, path=f"/movies/{number}"), 1, 0)
        command = AppCommand(id=number % 50, name="RefreshMovie", status="started")
        inbox.add(FeedMarks(hints={number: hint}, commands=(command,)))
    now = 1.0
    assert len(inbox.take_unsorted().hints) <= MOST_HINTS
    assert inbox.take().whole and len(inbox.take_commands()) == 50
