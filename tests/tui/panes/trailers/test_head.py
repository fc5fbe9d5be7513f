"""The line of counts says as much as there is room for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from textual.app import App, ComposeResult

from arrtui.features.trailers.status import TrailerState
from arrtui.tui.panes.trailers.head import CountLine
from arrtui.tui.panes.trailers.rows import SIGNS

FIVE = {
    TrailerState.DOWNLOADED: 4_816,
    TrailerState.MONITORED: 503,
    TrailerState.MISSING: 1_204,
    TrailerState.BACKING_OFF: 12,
    TrailerState.NOT_MOUNTED: 503,
}
SEVEN = {**FIVE, TrailerState.DOWNLOADING: 1, TrailerState.UNMAPPED: 38}


class LineApp(App[None]):
    """Nothing but the line."""

    def compose(self) -> ComposeResult:
        yield CountLine()


@pytest.mark.parametrize(
    ("counts", "marks", "width", "words"),
    [(FIVE, "", 80, 4), (FIVE, "3 marked", 80, 2), (SEVEN, "", 80, 2), (SEVEN, "", 120, 7)],
)
async def test_all_counts_fit_with_the_words_there_is_room_for(
    counts: dict[TrailerState, int], marks: str, width: int, words: int
) -> None:
    rows: list[Any] = [
        SimpleNamespace(status=SimpleNamespace(state=state))
        for state, number in counts.items()
        for _ in range(number)
    ]
    app = LineApp()
    async with app.run_test(size=(width, 24)) as pilot:
        line = app.query_one(CountLine)
        line.show(rows, 515, marks)
        await pilot.pause()
        text = line.content_shown.plain
        assert len(text) <= line.content_size.width
        assert text.endswith(marks)
        assert all(f"{SIGNS[state].glyph} {number:,}" in text for state, number in counts.items())
        assert sum(SIGNS[state].word in text for state in counts) == words
