"""The card at the top of the Scores pane: how well instances do, and what would help most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from arrtui.core.text import format_span, plural
from arrtui.features.scores.model import Day, HealthPart, ScoreHealth
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.scores.bars import bar, spark

SHORT, TALL = 4, 9
"""Lines of the card where lines are short, and where there are plenty."""
GRADES = {"A": "good", "B": "good", "C": "warn", "D": "warn", "F": "bad"}
_PARTS = {
    "minimum": ("minimum", "at or above minimum"),
    "done": ("done", "upgradable and done"),
    "present": ("present", "wanted and present"),
    "no-negative": ("no negative", "no negative format"),
}
"""What each part is called, in a word and in a few."""
_INSTANCES = 4
"""Instances that have a line of their own in the tall card."""

Pieces = list[tuple[str, str]]
"""Text, each piece with the name of its style."""


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


class ScoreCard(Widget, can_focus=False):
    """Draws a :class:`CardView` in as many lines as it has."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    ScoreCard {
        height: 4;
        width: 1fr;
        padding: 0 1;
        color: $foreground;
        text-wrap: nowrap;
    }
    """

    view: reactive[CardView] = reactive(CardView())
    """What it says."""
    plain: reactive[bool] = reactive(False)
    """Whether only ASCII is drawn."""

    def render(self) -> Content:
        """Draw as much as there are lines for."""
        width, height = self.content_size
        make = _tall if height >= TALL else _short
        lines = [card_line(pieces, width) for pieces in make(self.view, width, self.plain)]
        return Content("\n").join(lines[: max(1, height)])


def card_line(pieces: Pieces, width: int) -> Content:
    """Return styled pieces as one line, cut to the width."""
    styled = [(sanitise(text), CONTENT_STYLES.get(style, style)) for text, style in pieces]
    return Content.assemble(*styled).truncate(width, ellipsis=True)


# --- parts -----------------------------------------------------------------------------------------------


def parts_of(standings: Sequence[Standing]) -> list[HealthPart]:
    """Return the parts of all instances together: each counts as many as it has."""
    found = []
    for parts in zip(*(one.health.parts for one in standings), strict=False):
        good, total = sum(part.good for part in parts), sum(part.of for part in parts)
        found.append(parts[0]._replace(good=good, of=total, share=good / total if total else 1.0))
    return found


def _words(part: HealthPart) -> tuple[str, str]:
    return _PARTS.get(part.name, (part.name, part.words))


def _style(share: float) -> str:
    return "good" if share >= 0.9 else "warn" if share >= 0.6 else "bad"


def percent(share: float) -> str:
    """Return a share in at most four cells; 100 % only where nothing is missing."""
    return f"{int(share * 100) if share < 1 else 100}%"


def trend_words(days: Sequence[Day]) -> str:
    """Return how the health has changed over the days known."""
    if len(days) < 2:
        return "no trend yet"
    length = date.fromisoformat(days[-1].date) - date.fromisoformat(days[0].date)
    return f"{days[-1].health - days[0].health:+d} in {format_span(length.total_seconds())}"


def _grade(health: ScoreHealth) -> Pieces:
    return [(f"{health.points}", "bold"), (f" {health.grade}", f"bold {CONTENT_STYLES[_colour(health)]}")]


def _colour(health: ScoreHealth) -> str:
    return GRADES.get(health.grade[:1], "bad")


def next_step(standings: Sequence[Standing]) -> str:
    """Return the step that helps the worst of the instances most."""
    open_ends = [one for one in standings if one.health.next_step]
    worst = min(open_ends, key=lambda one: one.health.points, default=None)
    if worst is None:
        return "Nothing is left to do." if standings else ""
    where = f"{worst.instance}: " if len(standings) > 1 else ""
    return where + worst.health.next_step


def _doubts(view: CardView) -> str:
    """Return what does not add up, so that it is not hidden."""
    found = []
    if view.disagreements:
        found.append(f"the app sees {plural(view.disagreements, 'cutoff')} otherwise")
    if view.unexplained:
        one = view.unexplained == 1
        words = "score is not the sum of its formats" if one else "scores are not the sum of their formats"
        found.append(f"{view.unexplained:,} {words}")
    return ", ".join(found)


# --- short -----------------------------------------------------------------------------------------------


def _short(view: CardView, width: int, plain: bool) -> Iterator[Pieces]:
    """Yield four lines: health and trend, the parts, the next step, and what does not add up."""
    if not view.standings:
        return
    yield _one_short(view, plain) if len(view.standings) == 1 else _all_short(view, width, plain)
    yield _parts_short(view, width, plain)
    yield from _closing(view, width)


def _one_short(view: CardView, plain: bool) -> Pieces:
    one = view.standings[0]
    return [
        ("Health ", "dim"),
        *_grade(one.health),
        ("  ", ""),
        (bar(one.health.points / 100, 16, plain=plain), _colour(one.health)),
        ("  Trend ", "dim"),
        (spark([day.health for day in one.days], 20, plain=plain), "accent"),
        (f"  {trend_words(one.days)}", ""),
    ]


def _all_short(view: CardView, width: int, plain: bool) -> Pieces:
    """Return each instance with its grade, and with its trend where there is room for that."""
    names = [f"{one.instance} {one.health.points} {one.health.grade}" for one in view.standings]
    fitting = [number for number in range(1, len(names) + 1) if 8 + sum(map(_long, names[:number])) <= width]
    count = fitting[-1] if fitting else 1
    room = min(16, (width - 8 - sum(map(_long, names[:count]))) // count - 1)
    pieces: Pieces = [("Health", "dim")]
    for one in view.standings[:count]:
        line = spark([day.health for day in one.days], room if len(one.days) > 1 else 0, plain=plain)
        pieces += [("  ", ""), (f"{one.instance} ", ""), *_grade(one.health), (f" {line}", "accent")]
    return pieces


def _long(name: str) -> int:
    return len(name) + 3


def _closing(view: CardView, width: int, room: int = 2) -> Iterator[Pieces]:
    """Yield the next step in at most two lines, and what does not add up."""
    words = next_step(view.standings)
    step = [Content(words)] if room < 2 else Content(words).wrap(max(10, width - 5))
    for number, line in enumerate(step[:2]):
        yield [("next " if not number else "     ", "dim"), (line.plain, "")]
    if doubts := _doubts(view):
        yield [(f"! {doubts}", "warn")]


def _parts_short(view: CardView, width: int, plain: bool) -> Pieces:
    parts = parts_of(view.standings)
    texts = [f"{_words(part)[0]} {percent(part.share)}" for part in parts]
    room = (width - sum(len(text) + 3 for text in texts)) // max(1, len(parts))
    pieces: Pieces = []
    for part, text in zip(parts, texts, strict=True):
        pieces.append((f"{text} ", ""))
        if room > 2:
            pieces.append((bar(part.share, min(room, 10), plain=plain), _style(part.share)))
        pieces.append(("  ", ""))
    return pieces


# --- tall ------------------------------------------------------------------------------------------------


def _tall(view: CardView, width: int, plain: bool) -> Iterator[Pieces]:
    """Yield nine lines: each instance, the parts with their counts, the next step."""
    if not view.standings:
        return
    shown = view.standings if len(view.standings) <= _INSTANCES else view.standings[: _INSTANCES - 1]
    longest = max(len(one.instance) for one in shown)
    alone = len(view.standings) == 1
    for one in shown:
        yield _one_tall(one, longest, 0 if alone else width, plain)
    if len(shown) < len(view.standings):
        yield [(f"and {len(view.standings) - len(shown)} more, each by [ and ]", "dim")]
    if alone and len(view.standings[0].days) > 1:
        yield from _trend_tall(view.standings[0], width, plain)
    yield from _parts_tall(view, width, plain)
    yield from _closing(view, width, TALL - len(view.standings[:_INSTANCES]) - len(_PARTS))


def _one_tall(one: Standing, longest: int, width: int, plain: bool) -> Pieces:
    """Return an instance with its grade; its trend where there is width for it."""
    room = max(0, min(30, width - longest - 27))
    return [
        (one.instance.ljust(longest), ""),
        ("  ", ""),
        (f"{one.health.points:>3}", "bold"),
        (f" {one.health.grade}  ", f"bold {CONTENT_STYLES[_colour(one.health)]}"),
        (bar(one.health.points / 100, 10, plain=plain), _colour(one.health)),
        ("  ", ""),
        (spark([day.health for day in one.days], room if len(one.days) > 1 else 0, plain=plain), "accent"),
        (f" {one.days[-1].health - one.days[0].health:+d}" if room and len(one.days) > 1 else "", "dim"),
    ]


def _trend_tall(one: Standing, width: int, plain: bool) -> Iterator[Pieces]:
    words = trend_words(one.days)
    line = spark([day.health for day in one.days], max(0, width - len(words) - 9), plain=plain)
    yield [("Trend ", "dim"), (line, "accent"), (f"  {words}", "")]


def _parts_tall(view: CardView, width: int, plain: bool) -> Iterator[Pieces]:
    parts = parts_of(view.standings)
    counts = [f"{part.good:,} of {part.of:,}" for part in parts]
    longest = max((len(_words(part)[1]) for part in parts), default=0)
    most = max((len(text) for text in counts), default=0)
    room = max(0, min(20, width - longest - most - 16))
    for part, text in zip(parts, counts, strict=True):
        yield [
            (_words(part)[1].ljust(longest), ""),
            (f" {part.weight:>3}%  ", "dim"),
            (bar(part.share, room, plain=plain), _style(part.share)),
            (f" {percent(part.share):>4}  ", "bold"),
            (text.rjust(most), "dim"),
        ]
