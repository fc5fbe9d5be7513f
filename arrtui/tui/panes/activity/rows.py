"""One line of the Activity pane: state, instance, title, how far it is or what is wrong, and its age."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import NamedTuple

from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.core.filter.fields import FilterField, FilterFields
from arrtui.core.text import format_span, progress_bar
from arrtui.features.activity.fields import ACTIVITY_FIELDS
from arrtui.features.activity.words import note_of, share_of, state_of, title_of
from arrtui.runtime.activity import StoredActivity
from arrtui.tui.kit.signs import ACTIVE, BAD, GOOD, HOLLOW, IDLE, WARN, Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

BAR = 10
"""Cells of the bar of a download."""

_SYMBOLS = {"bad": BAD, "warn": WARN, "accent": ACTIVE, "good": GOOD, "dim": IDLE}


class ActivityView(NamedTuple):
    """A row at one moment."""

    row: StoredActivity
    now: float
    """UTC seconds since the epoch."""

    @property
    def entry(self) -> ActivityEntry:
        """What the instance is doing."""
        return self.row.entry

    @property
    def key(self) -> Hashable:
        """The identity of the row, the same at the next reading."""
        return self.row.instance, self.entry.kind, self.entry.key

    @property
    def noticeable(self) -> tuple[object, ...]:
        """What a change of it is noticed by; a download goes on all the time."""
        entry = self.entry
        return entry.state, entry.what, entry.note, entry.count, entry.problem

    @property
    def sign(self) -> Sign:
        """The state as glyph and word."""
        state = state_of(self.entry)
        return Sign(_SYMBOLS.get(state.level, HOLLOW), state.word, state.level)

    @property
    def age(self) -> float | None:
        """Seconds since it happened or was added; None where the app does not say."""
        return None if self.entry.at is None else self.now - self.entry.at


def bar(view: ActivityView) -> Cell:
    """Return how far a download is as a bar."""
    done = share_of(view.entry)
    return "" if done is None else (progress_bar(done, 100, BAR), view.sign.style or "accent")


def note(view: ActivityView) -> Cell:
    """Return the sentence that matters most about a row; problems stand out."""
    return note_of(view.row), view.sign.style if view.entry.problem else "dim"


def age(view: ActivityView) -> str:
    """Return how long ago it was; counts are of the moment they are read, which the line above says."""
    if view.age is None or view.entry.kind is ActivityKind.WANTED:
        return ""
    return format_span(view.age)


def _field(name: str) -> FilterField[ActivityView]:
    """Return a field of the activity as one of its views."""
    field = ACTIVITY_FIELDS.by_name[name]
    return replace(field, value=lambda view: field.value(view.row))


COLUMNS: tuple[Column[ActivityView], ...] = (
    Column(
        "state",
        "State",
        lambda view: (view.sign.text, view.sign.style),
        field=_field("state"),
        width=14,
        priority=REQUIRED,
    ),
    Column(
        "instance",
        "Instance",
        lambda view: view.row.instance,
        field=_field("instance"),
        width=14,
        priority=95,
    ),
    Column(
        "kind",
        "Kind",
        lambda view: (view.entry.kind.value, "dim"),
        field=_field("kind"),
        width=8,
        priority=40,
    ),
    Column(
        "title",
        "Title",
        lambda view: title_of(view.row),
        field=_field("title"),
        min_width=20,
        priority=REQUIRED,
    ),
    Column(
        "done",
        "Done",
        bar,
        field=_field("done"),
        width=BAR,
        priority=35,
        descending=True,
    ),
    Column("note", "Note", note, min_width=16, priority=90),
    Column(
        "score",
        "Score",
        lambda view: "" if view.entry.score is None else f"{view.entry.score:,}",
        field=_field("score"),
        width=7,
        align="right",
        priority=30,
        descending=True,
    ),
    Column(
        "age",
        "Age",
        age,
        field=_field("age"),
        width=6,
        align="right",
        priority=70,
        sort=lambda view: -view.age if view.age is not None else None,
        descending=True,
        tooltip="Since it happened, or was added to the queue",
    ),
)
"""The table's columns."""

FIELDS: FilterFields[ActivityView] = FilterFields(map(_field, ACTIVITY_FIELDS.by_name))
"""What a filter can ask for."""
