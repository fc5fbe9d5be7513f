"""How long the event loop stands still while a table gets other rows, sorts and filters them."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from textual.app import App, ComposeResult

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.tui.kit.table import Column, EstateTable
from tests.bench.estate import Estate
from tests.bench.names import COUNT, titles
from tests.bench.report import Row

STALL = 50.0
"""Milliseconds."""
TAGS = ("4k", "hd")
FILTER = "e year>1950 size>1GB tag:4k -horror"


@dataclass(frozen=True)
class Video:
    """A row."""

    number: int
    name: str
    year: int
    size: int
    tags: tuple[str, ...]


FIELDS: FilterFields[Video] = FilterFields(
    [
        FilterField("year", FieldKind.NUMBER, lambda video: video.year),
        FilterField("size", FieldKind.SIZE, lambda video: video.size),
        FilterField("tag", FieldKind.NAMES, lambda video: video.tags),
    ]
)


class OneTable(App[None]):
    """Shows a table."""

    def __init__(self) -> None:
        super().__init__()
        column: Column[Video] = Column(
            "name", "Name", lambda video: video.name, sort=lambda video: video.name
        )
        self.table: EstateTable[Video] = EstateTable([column], fields=FIELDS)

    def compose(self) -> ComposeResult:
        """The table."""
        yield self.table


def measure(_estate: Estate, repeat: int) -> Iterator[Row]:
    """Give a sorted and filtered table other rows; a sample is the longest stall of one time."""
    chance = random.Random(2)
    videos = [
        Video(
            number,
            name,
            chance.randint(1930, 2025),
            chance.randint(0, 10**10),
            (chance.choice(TAGS),),
        )
        for number, name in enumerate(titles(COUNT))
    ]
    samples = asyncio.run(_stalls(videos, repeat + 2))
    what = f"longest stall, {COUNT:,} other rows"
    yield Row(what=what, unit="ms", samples=samples, budget=STALL, budget_is_most=True)


async def _stalls(videos: list[Video], repeat: int) -> tuple[float, ...]:
    app = OneTable()
    async with app.run_test() as pilot:
        await app.table.load_rows(videos, lambda video: video.number)
        app.table.sort_by("name")
        app.table.set_filter(FILTER)
        await app.table.filtered()
        samples = []
        for _ in range(repeat):
            await pilot.pause(0.2)
            loading = asyncio.create_task(app.table.load_rows(videos, lambda video: video.number))
            samples.append(1000 * await _longest_stall(loading))
        return (*samples,)


async def _longest_stall(work: asyncio.Task[None]) -> float:
    """Return the longest time in seconds for which other things had no turn until a work ended.

    It is processor time, which does not depend on what else the machine does.
    """
    longest, last = 0.0, time.thread_time()
    while not work.done():
        await asyncio.sleep(0)
        now = time.thread_time()
        longest, last = max(longest, now - last), now
    return longest
