"""The card at the top of the Scores pane: how well instances do, and what would help most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from textual.content import Content
from textual.reactive import reactive

from arrtui.core.text import format_span, plural
from arrtui.features.scores.model import Day, HealthPart, ScoreHealth
from arrtui.features.scores.summary import joint_parts
from arrtui.tui.kit.signs import CONTENT_STYLES, WARN
from arrtui.tui.kit.text_line import TextBlock
from arrtui.tui.panes.scores.bars import bar, spark
from arrtui.tui.panes.scores.lines import Line, content_line, floor_percent

SHORT, TALL = 4, 9
"""Lines of the card where lines are short, and where there are plenty."""
GRADES = {"A": "good", "B": "good", "C": "warn", "D": "warn", "F": "bad"}
_PARTS = {
    "minimum": ("minimum", "at or above minimum"),
    "done": ("in reach", "as good as in reach"),
    "present": ("present", "wanted and present"),
    "no-negative": ("no negative", "no negative format"),
}
"""What each part is called, in a word and in a few."""
_INSTANCES = 4
"""Instances that have a line of their own in the tall card."""
_MORE = 4
"""Cells that say of how many instances there is no room for the grade."""


@dataclass(frozen=True)
class Standing:
    """How one instance does."""

    instance: str
    health: ScoreHealth
    days: tuple[Day, ...] = ()
    """Oldest first."""


@dataclass(frozen=True)
class CardView:
    """What the card says."""

    instances: tuple[str, ...] = ()
    """All that can be chosen."""
    chosen: str = ""
    """The one that is shown; empty for all."""
    standings: tuple[Standing, ...] = ()
    """Of those shown."""
    age: float | None = None
    """Seconds since the oldest data shown was fetched."""
    never: tuple[str, ...] = ()
    """Instances of which nothing is stored."""
    reading: bool = False
    """Whether newer data is being read."""
    disagreements: int = 0
    """Files on which the apps' own cutoff flag differs from ours."""
    unexplained: int = 0
    """Files whose formats do not sum up to the app's score."""


class ScoreCard(TextBlock):
    """Draws a :class:`CardView` in as many lines as it has."""

    DEFAULT_CSS = """
    ScoreCard {
        height: 4;
        width: 1fr;
    }
    """

    view: reactive[CardView] = reactive(CardView())
    """What it says."""
    plain: reactive[bool] = reactive(False)
    """Whether only ASCII is drawn."""

    def render(self) -> Content:
        """Draw as much as there are lines for."""
        width, height = self.content_size
        if not self.view.standings:
            return Content("")
        draw = tall_lines if height >= TALL else short_lines
        lines = [
            content_line(line).truncate(width, ellipsis=True) for line in draw(self.view, width, self.plain)
        ]
        return Content("\n").join(lines[: max(1, height)])


# --- parts of both cards ---------------------------------------------------------------------------------


def health_parts(standings: Sequence[Standing]) -> tuple[HealthPart, ...]:
    """Return the parts of all instances together: each counts as many as it has."""
    return joint_parts(standing.health.parts for standing in standings)


def part_words(part: HealthPart) -> tuple[str, str]:
    """Return what a part is called, in a word and in a few."""
    return _PARTS.get(part.name, (part.name, part.words))


def _style(share: float) -> str:
    return "good" if share >= 0.9 else "warn" if share >= 0.6 else "bad"


def _grade_style(health: ScoreHealth) -> str:
    return GRADES.get(health.grade[:1], "bad")


def _grade(health: ScoreHealth) -> Line:
    style = f"bold {CONTENT_STYLES[_grade_style(health)]}"
    return [(f"{health.points}", "bold"), (f" {health.grade}", style)]


def _health_spark(standing: Standing, width: int, plain: bool) -> str:
    return spark([day.health for day in standing.days], width, plain=plain)


def trend_words(days: Sequence[Day]) -> str:
    """Return how the health has changed over the days known."""
    if len(days) < 2:
        return "no trend yet"
    length = date.fromisoformat(days[-1].date) - date.fromisoformat(days[0].date)
    return f"{days[-1].health - days[0].health:+d} in {format_span(length.total_seconds())}"


def next_step(standings: Sequence[Standing]) -> str:
    """Return the step that helps the worst of the instances most."""
    unfinished = [standing for standing in standings if standing.health.next_step]
    worst = min(unfinished, key=lambda standing: standing.health.points, default=None)
    if worst is None:
        return "Nothing is left to do." if standings else ""
    where = f"{worst.instance}: " if len(standings) > 1 else ""
    return where + worst.health.next_step


def _closing_lines(view: CardView, width: int, step_lines: int = 2) -> Iterator[Line]:
    """Yield the next step in at most two lines, and what does not add up."""
    words = next_step(view.standings)
    step = [Content(words)] if step_lines < 2 else Content(words).wrap(max(10, width - 5))
    for number, line in enumerate(step[:2]):
        yield [("next " if not number else "     ", "dim"), (line.plain, "")]
    doubts = []
    if view.disagreements:
        doubts.append(f"the app sees {plural(view.disagreements, 'cutoff')} otherwise")
    if view.unexplained == 1:
        doubts.append("1 score is not the sum of its formats")
    elif view.unexplained:
        doubts.append(f"{view.unexplained:,} scores are not the sum of their formats")
    if doubts:
        yield [(f"{WARN} {', '.join(doubts)}", "warn")]


# --- short -----------------------------------------------------------------------------------------------


def short_lines(view: CardView, width: int, plain: bool) -> Iterator[Line]:
    """Yield four lines: health and trend, the parts, the next step, and what does not add up."""
    if len(view.standings) == 1:
        standing = view.standings[0]
        health = standing.health
        yield [
            ("Health ", "dim"),
            *_grade(health),
            ("  ", ""),
            (bar(health.points / 100, 16, plain=plain), _grade_style(health)),
            ("  Trend ", "dim"),
            (_health_spark(standing, 20, plain), "accent"),
            (f"  {trend_words(standing.days)}", ""),
        ]
    else:
        yield _instances_line(view, width, plain)
    parts = health_parts(view.standings)
    texts = [f"{part_words(part)[0]} {floor_percent(part.share)}" for part in parts]
    bar_width = (width - sum(len(text) + 3 for text in texts)) // max(1, len(parts))
    line: Line = []
    for part, text in zip(parts, texts, strict=True):
        line.append((f"{text} ", ""))
        if bar_width > 2:
            line.append((bar(part.share, min(bar_width, 10), plain=plain), _style(part.share)))
        line.append(("  ", ""))
    yield line
    yield from _closing_lines(view, width)


def _instances_line(view: CardView, width: int, plain: bool) -> Line:
    """Return as many instances as fit with their grades, and with their trends where there is room."""
    label = "Health"
    texts = [
        f"{standing.instance} {standing.health.points} {standing.health.grade}" for standing in view.standings
    ]
    widths = [*accumulate((len(text) + 3 for text in texts), initial=len(label) + 2)]
    room = width if widths[-1] <= width else width - _MORE
    count = max(1, sum(used <= room for used in widths[1:]))
    spark_width = min(16, (room - widths[count]) // count - 1)
    line: Line = [(label, "dim")]
    for standing in view.standings[:count]:
        trend = _health_spark(standing, spark_width if len(standing.days) > 1 else 0, plain)
        line += [("  ", ""), (f"{standing.instance} ", ""), *_grade(standing.health), (f" {trend}", "accent")]
    if more := len(texts) - count:
        line.append((f"  +{more}", "dim"))
    return line


# --- tall ------------------------------------------------------------------------------------------------


def tall_lines(view: CardView, width: int, plain: bool) -> Iterator[Line]:
    """Yield nine lines: each instance, the parts with their counts, the next step."""
    standings = view.standings
    shown = standings if len(standings) <= _INSTANCES else standings[: _INSTANCES - 1]
    longest = max(len(standing.instance) for standing in shown)
    alone = len(standings) == 1
    for standing in shown:
        health, days = standing.health, standing.days
        # Where there is one instance, its trend has a line of its own.
        spark_width = 0 if alone or len(days) < 2 else max(0, min(30, width - longest - 27))
        yield [
            (standing.instance.ljust(longest), ""),
            ("  ", ""),
            (f"{health.points:>3}", "bold"),
            (f" {health.grade}  ", f"bold {CONTENT_STYLES[_grade_style(health)]}"),
            (bar(health.points / 100, 10, plain=plain), _grade_style(health)),
            ("  ", ""),
            (_health_spark(standing, spark_width, plain), "accent"),
            (f" {days[-1].health - days[0].health:+d}" if spark_width else "", "dim"),
        ]
    if len(shown) < len(standings):
        yield [(f"and {len(standings) - len(shown)} more, each by < and >", "dim")]
    if alone and len(standings[0].days) > 1:
        words = trend_words(standings[0].days)
        trend = _health_spark(standings[0], max(0, width - len(words) - 9), plain)
        yield [("Trend ", "dim"), (trend, "accent"), (f"  {words}", "")]
    yield from _part_lines(view, width, plain)
    yield from _closing_lines(view, width, TALL - len(standings[:_INSTANCES]) - len(_PARTS))


def _part_lines(view: CardView, width: int, plain: bool) -> Iterator[Line]:
    """Yield a line for each part: its name, weight, bar, share and counts."""
    parts = health_parts(view.standings)
    counts = [f"{part.good:,} of {part.of:,}" for part in parts]
    longest = max((len(part_words(part)[1]) for part in parts), default=0)
    most = max((len(count) for count in counts), default=0)
    bar_width = max(0, min(20, width - longest - most - 21))
    for part, count in zip(parts, counts, strict=True):
        yield [
            (part_words(part)[1].ljust(longest), ""),
            (f"  weight {part.weight}  ", "dim"),
            (bar(part.share, bar_width, plain=plain), _style(part.share)),
            (f" {floor_percent(part.share):>4}  ", "bold"),
            (count.rjust(most), "dim"),
        ]
