"""Trends as lines of text: what happened each week, how an instance stood each day, one title's scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from arrtui.core.text import format_age, format_time, plural
from arrtui.features.scores.model import Day, Sample, ScoreEvent, Week
from arrtui.tui.panes.scores.bars import spark
from arrtui.tui.panes.scores.draw import area, columns, resampled, with_axis
from arrtui.tui.panes.scores.tab import Line, signed

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
EVENTS = {
    ScoreEvent.FIRST: ("known", "dim"),
    ScoreEvent.NEW: ("new", ""),
    ScoreEvent.UPGRADED: ("upgraded", "good"),
    ScoreEvent.DOWNGRADED: ("downgraded", "bad"),
    ScoreEvent.REPLACED: ("replaced", ""),
    ScoreEvent.RESCORED: ("re-scored", "accent"),
    ScoreEvent.REMOVED: ("removed", "warn"),
}
_DAYS_OF_WEEK = 7


def summed(weeks: Sequence[Sequence[Week]]) -> list[Week]:
    """Return the weeks of several instances as those of one, oldest first."""
    found: dict[str, Week] = {}
    for week in (one for some in weeks for one in some):
        before = found.get(week.start, Week(week.start, 0, 0, 0, 0, 0))
        found[week.start] = Week(
            week.start,
            *(mine + other for mine, other in zip(before[1:], week[1:], strict=True)),
        )
    return [found[start] for start in sorted(found)]


def happened(week: Week) -> bool:
    """Return whether anything happened in a week."""
    return any(getattr(week, field) for field, _word, _style in KINDS)


def short_date(day: date) -> str:
    """Return a day as people say it, e.g. ``17 Nov``."""
    return f"{day.day} {day:%b}"


# --- weeks -----------------------------------------------------------------------------------------------


def weeks_that_fit(width: int, count: int) -> tuple[int, int]:
    """Return how many weeks there is room for, and the cells of each."""
    room = max(1, width - LABEL - TOTAL)
    each = max(1, min(WIDEST, room // max(1, count)))
    return min(count, room // each), each


def week_lines(weeks: Sequence[Week], chosen: int, width: int, height: int, *, plain: bool) -> Iterator[Line]:
    """Yield a band of columns for each thing that happens, each with its own scale, and one week in words.

    ``height`` is that of one band; ``chosen`` is the place of the week that is told in words.
    """
    count, each = weeks_that_fit(width, len(weeks))
    shown, skipped = weeks[-count:], len(weeks) - count
    for field, word, style in KINDS:
        values = [getattr(week, field) for week in shown]
        bands = columns(values, height, most=max(values, default=0), plain=plain)
        for line, band in enumerate(bands):
            last = line == height - 1
            yield [
                (f"{word if last else '':<{LABEL}}", ""),
                (_spread(band, values, each, dots=last), style),
                (f"{sum(values):>{TOTAL - 1},}" if last else "", ""),
            ]
    yield [(" " * LABEL + months_line(shown, each), "dim")]
    if weeks:
        at = max(0, chosen - skipped) * each
        yield [(" " * (LABEL + at) + "^", "accent")]
        yield week_words(weeks[chosen])


def _spread(band: str, values: Sequence[int], each: int, *, dots: bool) -> str:
    """Return a band with so many cells for each week; a week without anything has a dot."""
    cells = ["." if dots and not value else level for level, value in zip(band, values, strict=True)]
    wide = each - 1 if each > 1 else 1
    return "".join((cell * wide if cell != "." else ".".ljust(wide)).ljust(each) for cell in cells)


def months_line(weeks: Sequence[Week], each: int) -> str:
    """Return the months below the weeks they begin in; one that has no room gives way to the next."""
    labels: list[tuple[int, str]] = []
    for place, week in enumerate(weeks):
        month = f"{date.fromisoformat(week.start):%b}"
        if labels and labels[-1][1] == month:
            continue
        if labels and place * each - labels[-1][0] <= len(month):
            labels.pop()
        labels.append((place * each, month))
    line = ""
    for at, month in labels:
        line = line.ljust(at) + month
    return line


def week_words(week: Week) -> Line:
    """Return what happened in a week."""
    first = date.fromisoformat(week.start)
    last = first + timedelta(days=_DAYS_OF_WEEK - 1)
    line: Line = [(f"{short_date(first)} to {short_date(last)}: ", "title")]
    found = [(getattr(week, field), word, style) for field, word, style in KINDS if getattr(week, field)]
    if not found:
        return [*line, ("nothing happened", "dim")]
    for place, (number, word, style) in enumerate(found):
        line += [(", " if place else "", ""), (f"{number:,} {word}", style)]
    return line


def last_improvement(weeks: Sequence[Week], today: date) -> Line:
    """Return how long ago the last week was in which something got better."""
    better = [week for week in weeks if week.upgraded]
    if not better:
        return [(f"Nothing was upgraded in {plural(len(weeks), 'week')}.", "warn")]
    start = date.fromisoformat(better[-1].start)
    passed = (today - start).days // _DAYS_OF_WEEK
    when = {0: "this week", 1: "last week"}.get(passed, f"{passed} weeks ago")
    return [("Last improvement: ", "dim"), (when, "title"), (f", {better[-1].upgraded:,} upgraded", "dim")]


# --- days ------------------------------------------------------------------------------------------------


def day_lines(days: Mapping[str, Sequence[Day]], width: int, height: int, *, plain: bool) -> Iterator[Line]:
    """Yield the median score and the health per day: as curves of one instance, as a line each of several."""
    for field, words in (("median", "Median score"), ("health", "Health")):
        if len(days) == 1:
            yield from _curve(next(iter(days.values())), field, words, width, height // 2, plain=plain)
        else:
            yield from _sparks(days, field, words, width, plain=plain)


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
    tall = max(2, height - 1)
    labels = [f"{high:,}", *[""] * (tall - 2), f"{low:,}"]
    wide = max(8, width - max(len(label) for label in labels) - 3)
    drawn = area(resampled(values, wide), tall, low=low, high=high, plain=plain)
    yield from ([(row, "accent")] for row in with_axis(drawn, labels, plain=plain))


def _sparks(
    days: Mapping[str, Sequence[Day]], field: str, words: str, width: int, *, plain: bool
) -> Iterator[Line]:
    yield [(f"{words} per day", "head")]
    longest = max(len(name) for name in days)
    for name, some in days.items():
        values = [getattr(day, field) for day in some]
        numbers = f"{values[0]:,} -> {values[-1]:,}"
        change = values[-1] - values[0]
        room = max(8, min(90, width - longest - 26))
        yield [
            (f"{name:<{longest}}  ", ""),
            (f"{spark(values, room, plain=plain):<{room}}", "accent"),
            (f"  {numbers} ", ""),
            (f"({signed(change)})", "good" if change > 0 else "bad" if change < 0 else "dim"),
        ]


# --- one title -------------------------------------------------------------------------------------------


def title_lines(title: str, instance: str, samples: Sequence[Sample], now: float) -> Iterator[Line]:
    """Yield how the scores of a movie, or of each episode of a series, became what they are; newest first."""
    yield [(title, "title"), (f" on {instance}", "dim"), ("   H another, esc closes", "dim")]
    if not samples:
        yield [("Nothing is known of it over time: two backups are needed.", "warn")]
        return
    better = max((one.at for one in samples if one.event is ScoreEvent.UPGRADED), default=None)
    words = "never upgraded so far" if better is None else f"last improved {format_age(now - better)}"
    yield [(words, "dim" if better is None else "good")]
    for one in sorted(samples, key=lambda one: (-one.at, one.season, one.episode)):
        yield _sample_line(one, now)


def _sample_line(one: Sample, now: float) -> Line:
    word, style = EVENTS[one.event]
    episode = f"S{one.season:02}E{one.episode:02} " if one.episode >= 0 else ""
    score = "" if one.score is None else f"{one.score:,}"
    change = "" if one.score is None or one.before is None else signed(one.score - one.before)
    return [
        (f"{format_time(one.at, now):<13}", "dim"),
        (episode, ""),
        (f"{word:<11}", style),
        (f"{score:>8}", ""),
        (f"{change:>8}  ", style),
        (one.quality, ""),
    ]
