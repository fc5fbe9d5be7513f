"""Trends as lines of text: what happened each week, how an instance stood each day, one title's scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain

from arrtui.core.apps import app_of
from arrtui.core.text import format_age, format_time, plural
from arrtui.features.scores.model import Day, Sample, ScoreEvent, Week
from arrtui.tui.panes.scores.bars import area, columns, resampled, spark, with_axis
from arrtui.tui.panes.scores.lines import EVENTS, Line, signed

KINDS = (
    ("upgraded", "upgraded", "good"),
    ("downgraded", "downgraded", "bad"),
    ("rescored", "re-scored", "accent"),
    ("new", "new", ""),
    ("removed", "removed", "warn"),
)
"""Field of a week, its word, its style."""
LABEL, TOTAL = 11, 8
"""Cells before and after the columns of the weeks."""
WIDEST = 4
"""Cells of a week at most."""
TITLE_EVENTS = {**EVENTS, ScoreEvent.FIRST: ("known", "dim"), ScoreEvent.NEW: ("new", "")}
_DAYS_OF_WEEK = 7


def summed(weeks: Sequence[Sequence[Week]]) -> list[Week]:
    """Return the weeks of several instances as those of one, oldest first."""
    sums: dict[str, Week] = {}
    for week in chain.from_iterable(weeks):
        before = sums.get(week.start, Week(week.start, 0, 0, 0, 0, 0))
        counts = (sum(pair) for pair in zip(before[1:], week[1:], strict=True))
        sums[week.start] = Week(week.start, *counts)
    return [sums[start] for start in sorted(sums)]


def happened(week: Week) -> bool:
    """Return whether anything happened in a week."""
    return any(getattr(week, field) for field, _word, _style in KINDS)


def short_date(day: date) -> str:
    """Return a day without its year, e.g. ``17 Nov``."""
    return f"{day.day} {day:%b}"


# --- weeks -----------------------------------------------------------------------------------------------


def week_lines(weeks: Sequence[Week], chosen: int, width: int, height: int, *, plain: bool) -> Iterator[Line]:
    """Yield a band of columns for each kind of event, each to its own scale, and one week in words.

    ``height`` is that of one band; ``chosen`` is the index of the week in words.
    """
    room = max(1, width - LABEL - TOTAL)
    each = max(1, min(WIDEST, room // max(1, len(weeks))))
    count = min(len(weeks), room // each)
    shown, skipped = weeks[-count:], len(weeks) - count
    for field, word, style in KINDS:
        values = [getattr(week, field) for week in shown]
        bands = columns(values, height, most=max(values, default=0), plain=plain)
        for line, band in enumerate(bands):
            last = line == height - 1
            cells = [
                "." if last and not value else level * max(1, each - 1)
                for level, value in zip(band, values, strict=True)
            ]
            yield [
                (f"{word if last else '':<{LABEL}}", ""),
                ("".join(cell.ljust(each) for cell in cells), style),
                (f"{sum(values):>{TOTAL - 1},}" if last else "", ""),
            ]
    yield [(" " * LABEL + months_line(shown, each), "dim")]
    if weeks:
        cursor = LABEL + max(0, chosen - skipped) * each
        yield [(" " * cursor + "^", "accent")]
        yield week_words(weeks[chosen])


def months_line(weeks: Sequence[Week], each: int) -> str:
    """Return the months below the weeks they begin in; one that has no room gives way to the next."""
    labels: list[tuple[int, str]] = []
    for index, week in enumerate(weeks):
        column = index * each
        month = f"{date.fromisoformat(week.start):%b}"
        if labels and labels[-1][1] == month:
            continue
        if labels and column - labels[-1][0] <= len(month):
            labels.pop()
        labels.append((column, month))
    line = ""
    for column, month in labels:
        line = line.ljust(column) + month
    return line


def week_words(week: Week) -> Line:
    """Return a week in words."""
    first = date.fromisoformat(week.start)
    last = first + timedelta(days=_DAYS_OF_WEEK - 1)
    line: Line = [(f"{short_date(first)} to {short_date(last)}: ", "title")]
    if not happened(week):
        return [*line, ("nothing happened", "dim")]
    for field, word, style in KINDS:
        if number := getattr(week, field):
            line += [(", " if len(line) > 1 else "", ""), (f"{number:,} {word}", style)]
    return line


def last_improvement(weeks: Sequence[Week], today: date) -> Line:
    """Return how long ago the last week with an upgrade was."""
    upgraded = [week for week in weeks if week.upgraded]
    if not upgraded:
        return [(f"Nothing was upgraded in {plural(len(weeks), 'week')}.", "warn")]
    start = date.fromisoformat(upgraded[-1].start)
    passed = (today - start).days // _DAYS_OF_WEEK
    when = {0: "this week", 1: "last week"}.get(passed, f"{passed} weeks ago")
    return [("Last improvement: ", "dim"), (when, "title"), (f", {upgraded[-1].upgraded:,} upgraded", "dim")]


# --- days ------------------------------------------------------------------------------------------------


def day_lines(days: Mapping[str, Sequence[Day]], width: int, height: int, *, plain: bool) -> Iterator[Line]:
    """Yield the median score and the health per day: a curve for one instance, a line each for several."""
    for field, words in (("median", "Median score"), ("health", "Health")):
        if len(days) == 1:
            yield from _curve(next(iter(days.values())), field, words, width, height // 2, plain=plain)
        else:
            yield from _trend_lines(days, field, words, width, plain=plain)


def _curve(
    days: Sequence[Day], field: str, words: str, width: int, height: int, *, plain: bool
) -> Iterator[Line]:
    values = [getattr(day, field) for day in days]
    first, last = values[0], values[-1]
    since = short_date(date.fromisoformat(days[0].date))
    yield [
        (f"{words} per day since {since}: ", ""),
        (f"{first:,} -> {last:,}", "title"),
        (f" ({signed(last - first)})", "good" if last > first else "bad" if last < first else "dim"),
    ]
    low, high = min(values), max(values)
    lines = max(2, height - 1)
    labels = [f"{high:,}", *[""] * (lines - 2), f"{low:,}"]
    plot_width = max(8, width - max(len(label) for label in labels) - 3)
    drawn = area(resampled(values, plot_width), lines, low=low, high=high, plain=plain)
    yield from ([(row, "accent")] for row in with_axis(drawn, labels, plain=plain))


def _trend_lines(
    days: Mapping[str, Sequence[Day]], field: str, words: str, width: int, *, plain: bool
) -> Iterator[Line]:
    yield [(f"{words} per day", "head")]
    longest = max(len(name) for name in days)
    for name, days_of_instance in days.items():
        values = [getattr(day, field) for day in days_of_instance]
        numbers = f"{values[0]:,} -> {values[-1]:,}"
        change = values[-1] - values[0]
        room = max(8, min(90, width - longest - 26))
        yield [
            (f"{name:<{longest}}  ", ""),
            (f"{spark(values, room, plain=plain):<{room}}", "accent"),
            (f"  {numbers} ", ""),
            (f"({signed(change)})", "good" if change > 0 else "bad" if change < 0 else "dim"),
        ]


def _part_words(sample: Sample) -> str:
    """Return which part of its title a sample is of: an episode by number, an album by title."""
    if sample.episode < 0:
        return ""
    if not app_of(sample.instance).numbers_children:
        return f"{sample.title:<24} "
    return f"S{sample.season:02}E{sample.episode:02} "


# --- one title -------------------------------------------------------------------------------------------


def title_lines(title: str, instance: str, samples: Sequence[Sample], now: float) -> Iterator[Line]:
    """Yield how the scores of a movie, or of each episode of a series, became what they are; newest first."""
    yield [(title, "title"), (f" on {instance}", "dim"), ("   H another, esc closes", "dim")]
    if not samples:
        yield [("Nothing is known of it over time: two backups are needed.", "warn")]
        return
    upgraded = max((sample.at for sample in samples if sample.event is ScoreEvent.UPGRADED), default=None)
    if upgraded is None:
        yield [("never upgraded so far", "dim")]
    else:
        yield [(f"last improved {format_age(now - upgraded)}", "good")]
    for sample in sorted(samples, key=lambda sample: (-sample.at, sample.season, sample.episode)):
        word, style = TITLE_EVENTS[sample.event]
        score, before = sample.score, sample.before
        yield [
            (f"{format_time(sample.at, now):<13}", "dim"),
            (_part_words(sample), ""),
            (f"{word:<11}", style),
            (f"{'' if score is None else f'{score:,}':>8}", ""),
            (f"{'' if score is None or before is None else signed(score - before):>8}  ", style),
            (sample.quality, ""),
        ]
