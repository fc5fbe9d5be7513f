"""Which pages of a history to ask for, and which again when rows are missing. Pure.

An app on PostgreSQL decides anew for every page in which order rows of one date come, so that rows whose
dates tie across a seam between two pages may come twice or never, although their number looks right (ARR_API
2.0). No other row is lost. A page that holds all rows of such a date brings every one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from arrtui.clients import HistoryPage

FIRST_PAGE = 1_000
"""Rows of the first page, whose answer has the total."""
LARGEST_PAGE = 5_000
"""Each row costs the app a title parse, so that larger pages would run into timeouts."""
SMALLEST_PAGE = 125
PAGES_WANTED = 3


class Span(NamedTuple):
    """Rows of a history, oldest first, by their places from 0."""

    start: int
    end: int
    """The place after the last row."""


class HistorySlice(NamedTuple):
    """A page as the apps count them."""

    number: int
    """From 1."""
    size: int

    @property
    def span(self) -> Span:
        """Return the rows it asks for."""
        return Span((self.number - 1) * self.size, self.number * self.size)


class ReadPage(NamedTuple):
    """What tells after a walk whether rows at the edges of a page may have been lost."""

    start: int
    """Place of its first row."""
    end: int
    """Place after its last row."""
    first_date: str
    leading: int
    """Rows from its start that may be of the first date."""
    last_date: str
    trailing: int
    """Rows to its end that may be of the last date."""
    unreadable: int
    lacking: int
    """Rows it should have had and that did not come."""
    shrunk: int
    """Rows that the history lost since the page before was read: all later places moved by as many."""

    @classmethod
    def of(cls, request: HistorySlice, page: HistoryPage, total_before: int) -> ReadPage:
        """Return what matters of an answer; ``total_before`` is the total of the answer before it, or 0."""
        dates = [event.date for event in page.fetched.records]
        unreadable = len(page.fetched.skipped)
        start = request.span.start
        expected = max(0, min(request.size, page.total - start))
        first, last = (dates[0], dates[-1]) if dates else ("", "")
        return cls(
            start,
            start + expected,
            first,
            dates.count(first) + unreadable,
            last,
            dates.count(last) + unreadable,
            unreadable,
            max(0, expected - len(dates) - unreadable),
            max(0, total_before - page.total),
        )


def tied_spans(pages: Sequence[ReadPage]) -> list[Span]:
    """Return where rows may have been lost between the pages of one walk.

    These are the rows on both sides of a seam that share its date, and those that moved over it since rows
    before it were deleted.
    """
    spans: list[Span] = []
    shrunk = sum(page.shrunk for page in pages)
    for before, after in pairwise(pages):
        if before.last_date == after.first_date or before.unreadable or after.unreadable or after.shrunk:
            start = max(0, before.end - before.trailing - shrunk)
            end = after.start + after.leading
            if spans and start < spans[-1].end:
                start = spans.pop().start
            if start < end:
                spans.append(Span(start, end))
    return spans


def short_spans(pages: Sequence[ReadPage]) -> list[Span]:
    """Return the pages of a walk that had fewer rows than the app says it has."""
    return [Span(page.start, page.end) for page in pages if page.lacking]


def covering_page(span: Span) -> HistorySlice:
    """Return the smallest page that holds a whole span."""
    size = span.end - span.start
    while span.start // size != (span.end - 1) // size:
        size += 1
    return HistorySlice(span.start // size + 1, size)


class PageWalk:
    """A position in the paged history; the page size adapts to its length and to slow apps."""

    def __init__(self) -> None:
        self.passed = 0
        """Rows from the start that have been asked for."""
        self.size = FIRST_PAGE
        self.total: int | None = None
        """Rows of the whole history; None before the first page."""

    @property
    def done(self) -> bool:
        """Return whether the last page has been asked for, as far as is known."""
        return self.total is not None and self.passed >= self.total

    def take(self) -> HistorySlice:
        """Return the next page, and move past it."""
        request = HistorySlice(self.passed // self.size + 1, self.size)
        self.passed = request.span.end
        return request

    def retreat(self, request: HistorySlice) -> bool:
        """Move back before a page that took too long, and halve the page size.

        Return False where it is the smallest already.
        """
        self.passed = request.span.start
        if self.size // 2 < SMALLEST_PAGE:
            return False
        self.size //= 2
        return True

    def note(self, total: int) -> None:
        """Note what an answer says of the length; the first one decides how large the others are."""
        if self.total is None and self.size < next_size(total):
            self.size, self.passed = next_size(total), 0
        self.total = total


def next_size(total: int) -> int:
    """Return the page size that reads ``total`` rows in about PAGES_WANTED pages, in whole first pages."""
    per_page = -(-total // PAGES_WANTED)
    return min(LARGEST_PAGE, max(1, -(-per_page // FIRST_PAGE)) * FIRST_PAGE)
