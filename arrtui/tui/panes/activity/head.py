"""The line above the table: how old what it shows is, and which instances could not be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from arrtui.core.activity import ActivityKind
from arrtui.core.text import format_age, format_span, plural
from arrtui.runtime.activity import StoredActivity
from arrtui.tui.kit.signs import BAD, CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.text_line import ContentLine

NAMED = 3
"""Most instances of one age that are named."""


EVERY_LIVE = 300.0
"""Seconds between two readings of an instance that tells by itself what is different."""


class Reading(NamedTuple):
    """How an instance was read last."""

    instance: str
    read_at: float | None
    """When it answered last, UTC seconds; None if never."""
    fault: str
    """Why the last attempt failed; empty when it did not."""
    live: bool = False
    """Whether it tells of changes by itself, so that what is shown is as it is now."""


def readings(
    instances: Sequence[str], rows: Sequence[StoredActivity], live: Collection[str] = ()
) -> list[Reading]:
    """Return how each instance was read last, from the rows that are stored; of ``live`` ones all is current.

    Rows of different kinds may be read at different times: the oldest counts.
    """
    answered: dict[str, float] = {}
    faults: dict[str, str] = {}
    for row in rows:
        if row.entry.kind is ActivityKind.FAULT:
            faults[row.instance] = row.entry.note.removeprefix(f"{row.instance}: ")
        else:
            answered[row.instance] = min(row.read_at, answered.get(row.instance, row.read_at))
    return [
        Reading(name, answered.get(name), faults.get(name, ""), name in live and name in answered)
        for name in instances
    ]


def due_readings(
    instances: Sequence[str], rows: Sequence[StoredActivity], live: Collection[str], now: float
) -> list[str]:
    """Return the instances to be read at a moment: all but those whose own word is recent enough."""
    return [
        reading.instance
        for reading in readings(instances, rows, live)
        if not reading.live or reading.read_at is None or now - reading.read_at >= EVERY_LIVE
    ]


class ReadingLine(ContentLine):
    """When each instance was read, and how many problems there are."""

    def show(self, read: Sequence[Reading], now: float, *, problems: int, only_problems: bool) -> None:
        """Say how old everything is at a moment, and how many problems there are."""
        style = "bold reverse" if only_problems else CONTENT_STYLES["warn"] if problems else ""
        parts: list[tuple[str, str]] = [(f" ! {problems:,} ", style), ("  ", "")]
        for text, part_style in reading_parts(read, now):
            parts += [(sanitise(text), CONTENT_STYLES[part_style]), ("  ", "")]
        self.content_shown = Content.assemble(*parts)


def reading_parts(read: Sequence[Reading], now: float) -> Iterator[tuple[str, str]]:
    """Yield what is said of the readings, with its style: what could not be read, the ages, and why not."""
    unread = [reading for reading in read if reading.fault]
    for reading in unread:
        span = format_span(now - reading.read_at) if reading.read_at is not None else ""
        yield f"{BAD} {reading.instance} not read{f' for {span}' if span not in ('', 'now') else ''}", "bad"
    ages: dict[str, list[str]] = {}
    for reading in sorted(read, key=lambda reading: reading.read_at or 0.0):
        if not reading.fault:
            age = "not read yet" if reading.read_at is None else format_age(now - reading.read_at)
            age = "live" if reading.live else age
            ages.setdefault(age, []).append(reading.instance)
    for age, names in ages.items():
        shown = ", ".join(names) if len(names) <= NAMED else plural(len(names), "instance")
        yield f"{age}: {shown}", "dim"
    for reading in unread:
        yield f"{reading.instance}: {reading.fault}", "bad"
