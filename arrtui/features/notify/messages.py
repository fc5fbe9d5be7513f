"""What a message says: the channel's own templates, or a plain text that needs none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from arrtui.core.config.notify import NotifyChannel
from arrtui.core.estate_event_words import sentence_of, title_of
from arrtui.core.estate_events import EstateEvent
from arrtui.core.text import format_timestamp, plural, without_controls
from arrtui.core.text_template import fill_template

MOST_LINES = 25
_LONGEST_TITLE = 200
_LONGEST_BODY = 8_000


class Message(NamedTuple):
    """A message as it is sent, in plain text."""

    title: str
    body: str
    fault: str = ""
    """Why a template of the channel could not be used; empty while all are."""


def compose(channel: NotifyChannel, events: Sequence[EstateEvent], uncounted: int = 0) -> Message:
    """Return the message about some events, of which there is at least one."""
    summary, lines = _summary(events, uncounted), _lines(events, uncounted)
    values = {
        "channel": channel.name,
        "count": len(events) + uncounted,
        "event": _values(events[0]),
        "events": [_values(event) for event in events],
        "summary": summary,
        "lines": lines,
    }
    title, title_fault = _filled(channel.title, values, summary)
    body, body_fault = _filled(channel.body, values, "\n".join(lines))
    title = without_controls(title.strip())[:_LONGEST_TITLE]
    return Message(title, body.strip()[:_LONGEST_BODY] or title, title_fault or body_fault)


def _filled(template: str, values: dict[str, Any], default: str) -> tuple[str, str]:
    """Return a text and what was wrong with its template; then it is what is sent without one."""
    if not template:
        return default, ""
    try:
        return fill_template(template, values), ""
    except Exception as error:  # whatever the owner's template calls for
        return default, f"{type(error).__name__}: {error}"


def _summary(events: Sequence[EstateEvent], uncounted: int) -> str:
    if len(events) == 1 and not uncounted:
        return sentence_of(events[0])
    counts = Counter(event.type.value.replace("_", " ") for event in events)
    shown = ", ".join(f"{count:,} {name}" for name, count in counts.most_common(4))
    return f"{plural(len(events) + uncounted, 'event')}: {shown}"


def _lines(events: Sequence[EstateEvent], uncounted: int) -> list[str]:
    lines = [f"{format_timestamp(event.at)}  {sentence_of(event)}" for event in events[:MOST_LINES]]
    left_out = len(events) - len(lines) + uncounted
    return [*lines, f"and {plural(left_out, 'further event')}"] if left_out else lines


def _values(event: EstateEvent) -> dict[str, Any]:
    """Return an event for templates: its fields, with a sentence, a full title and its local time."""
    values: dict[str, Any] = msgspec.to_builtins(
        {name: getattr(event, name) for name in event.__struct_fields__}
    )
    return values | {
        "sentence": sentence_of(event),
        "full_title": title_of(event),
        "time": format_timestamp(event.at),
    }
