"""The top line: the panes, how many instances are up, what runs, and how old the data shown is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive

from arrtui.core.events import JobState
from arrtui.core.text import format_age, plural
from arrtui.runtime.capabilities import PaneEntry
from arrtui.tui.kit.incognito import is_on
from arrtui.tui.kit.signs import BAD, INSTANCE, JOB
from arrtui.tui.kit.text_line import TextLine

_JOBS, _ALL = 8, 99
"""The weight of jobs among the parts of the state, and one above all."""
SHORT = 3
"""Letters of the title of a pane that does not show, where space is short."""


@dataclass(frozen=True)
class TopLineStatus:
    """What the right half of the line says."""

    up: int = 0
    down: int = 0
    unknown: int = 0
    running: int = 0
    """Jobs that run."""
    waiting: int = 0
    """Jobs that wait or will be tried again."""
    percent: int | None = None
    """How far all running jobs are together; None while that is not known."""
    age: float | None = None
    """Seconds since the oldest data shown was fetched; None before anything was."""
    elsewhere: bool = False
    """Whether another process does the work."""
    demo: bool = False
    read_only: bool = False
    """Whether nothing is written to any app."""
    incognito: bool = False
    """Whether made-up names are shown."""
    alarms: int = 0
    """Instances whose losses have stopped what follows them."""
    config_faults: int = 0
    """Faults for which the configuration file is not in use."""


class TopLine(TextLine):
    """One line that is repainted only when what it says has changed."""

    DEFAULT_CSS = """
    TopLine {
        dock: top;
        padding: 0;
        background: $panel;
        link-style: none;
        link-color: $foreground;
        link-background: $panel;
        link-style-hover: underline;
        link-color-hover: $foreground;
        link-background-hover: $panel;
    }
    """

    current: reactive[str] = reactive("")
    """The id of the pane shown."""
    status: reactive[TopLineStatus] = reactive(TopLineStatus())
    """What the right half says."""

    def __init__(self, panes: Sequence[PaneEntry], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._panes = tuple(panes)

    def render(self) -> Content:
        """Draw the panes to the left and the state to the right.

        Where it does not fit, the titles of other panes are shortened first, then what is light of the state
        is left out, and signs and numbers stand for the rest.
        """
        pieces = status_pieces(replace(self.status, incognito=is_on()))
        left = self._tabs()
        if left.cell_length + _cells(pieces) + 2 > self.size.width:
            left = self._tabs(SHORT)
        room = self.size.width - left.cell_length - 1
        pieces = _leave_out(pieces, room, lighter_than=_JOBS)
        if _cells(pieces) > room:
            short = [piece._replace(text=piece.short or piece.text) for piece in pieces]
            pieces = _leave_out(short, room, lighter_than=_ALL)
        right = Content("  ").join([Content.styled(piece.text, piece.style) for piece in pieces])
        return Content.assemble(left, " " * max(1, room - right.cell_length), right, " ")

    def _tabs(self, letters: int | None = None) -> Content:
        """Return the panes, the titles of others in so many letters; a click shows one."""
        tabs = []
        for pane in self._panes:
            is_current = pane.id == self.current
            title = pane.title if is_current else pane.title[:letters]
            style = "bold reverse" if is_current else "bold"
            markup = f"[@click=app.go('{pane.id}')][{style}] {pane.digit} {title} [/][/]"
            tabs.append(Content.from_markup(markup))
        return Content.assemble(*tabs)


def _leave_out(pieces: Sequence[StatusPiece], room: int, lighter_than: int) -> list[StatusPiece]:
    """Return the parts of the state without the lightest ones, until the others fit or one is left."""
    kept = list(pieces)
    while len(kept) > 1 and _cells(kept) > room:
        lightest = min(kept, key=attrgetter("weight"))
        if lightest.weight >= lighter_than:
            break
        kept.remove(lightest)
    return kept


def _cells(pieces: Sequence[StatusPiece]) -> int:
    """Return the width of parts of the state, with two blanks between them."""
    return sum(len(piece.text) + 2 for piece in pieces) - 2


class StatusPiece(NamedTuple):
    """A part of the state."""

    text: str
    style: str
    weight: int
    """The lightest part goes first where space is short."""
    short: str = ""
    """The same in fewer cells; empty where it has no shorter form."""


def status_pieces(status: TopLineStatus) -> list[StatusPiece]:
    """Return the parts of the state, left to right."""
    pieces = _mode_pieces(status)
    for state, number in (("up", status.up), ("down", status.down), ("unknown", status.unknown)):
        if number:
            sign, style = INSTANCE[state], {"up": "$text-success", "down": "bold $text-error"}.get(state, "")
            pieces.append(
                StatusPiece(
                    f"{sign.glyph} {number} {sign.word}",
                    style,
                    {"down": 9, "up": 7}.get(state, 5),
                    f"{sign.glyph} {number}",
                )
            )
    if status.running or status.waiting:
        sign = JOB[JobState.RUNNING if status.running else JobState.PENDING]
        if not status.running:
            text, short = f"{plural(status.waiting, 'job')} waiting", f"{status.waiting}"
        elif status.percent is None:
            text, short = f"{plural(status.running, 'job')} running", f"{status.running}"
        else:
            text, short = f"{plural(status.running, 'job')} {status.percent}%", f"{status.percent}%"
        pieces.append(StatusPiece(text, "$text-accent", _JOBS, f"{sign.glyph} {short}"))
    if status.elsewhere:
        pieces.append(StatusPiece("daemon works", "", 3))
    if status.age is not None:
        pieces.append(StatusPiece(f"data {format_age(status.age)}", "", 6))
    return pieces


def _mode_pieces(status: TopLineStatus) -> list[StatusPiece]:
    """Return what is out of the ordinary in how arrtui itself works."""
    faults = f"{BAD} config: {plural(status.config_faults, 'fault')}" if status.config_faults else ""
    alarm = f"{BAD} {plural(status.alarms, 'alarm')}" if status.alarms else ""
    return [
        piece
        for piece in (
            StatusPiece(f"{alarm}, see Estate" if alarm else "", "bold $text-error", 12, alarm),
            StatusPiece("demo" if status.demo else "", "bold $text-accent", 4),
            StatusPiece(faults, "bold $text-error", 11, f"{BAD} config"),
            StatusPiece("incognito" if status.incognito else "", "bold $text-warning", 10),
            StatusPiece("read-only" if status.read_only else "", "bold $text-warning", 10),
        )
        if piece.text
    ]
