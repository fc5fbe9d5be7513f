"""What a request of the calendar asks for, in both apps (S4 `CalendarController.cs`, R likewise)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from arrtui.demo.http.clock import DAY, iso
from arrtui.demo.http.errors import invalid_operation, not_found
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj


@dataclass(frozen=True)
class CalendarRequest:
    """A window of dates, both ends included, and which titles count."""

    start: str
    end: str
    unmonitored: bool
    """What is not monitored comes too."""
    tags: frozenset[int]
    """Titles with one of these only; all where there is none."""

    def has_date(self, *dates: str | None) -> bool:
        """Return whether one of the dates lies in the window; what has no date is in none."""
        return any(date is not None and self.start <= date <= self.end for date in dates)

    def takes(self, title: Obj) -> bool:
        """Return whether a title has one of the tags that are asked for."""
        return not self.tags or not self.tags.isdisjoint(title["tags"])


def read_calendar_request(call: HandlerRequest[Any]) -> CalendarRequest:
    """Return the window of a request, from the app's midnight for two days unless it says otherwise.

    Raises ApiError 500 for a tag's label that is not there, 404 for an id.
    """
    midnight = time.mktime((*time.localtime()[:3], 0, 0, 0, 0, 0, -1))
    return CalendarRequest(
        start=call.moment("start") or iso(midnight),
        end=call.moment("end") or iso(midnight + 2 * DAY),
        unmonitored=call.flag("unmonitored"),
        tags=frozenset(_tag_id(call, word.strip()) for word in call.text("tags").split(",") if word.strip()),
    )


def _tag_id(call: HandlerRequest[Any], word: str) -> int:
    if word.isdecimal():
        if int(word) not in call.store.tags:
            raise not_found("Tag", int(word))
        return int(word)
    for tag in call.store.tags.values():
        if tag["label"] == word.lower():
            return int(tag["id"])
    raise invalid_operation(f"Didn't find tag with label {word}")
