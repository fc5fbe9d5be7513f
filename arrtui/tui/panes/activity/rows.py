"""One line of the Activity pane: state, instance, title, how far it is or what is wrong, and its age."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.text import format_span, percent, progress_bar
from arrtui.features.activity.words import note_of, state_of, title_of
from arrtui.runtime.activity import StoredActivity
from arrtui.tui.kit.signs import Sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

BAR = 10
"""Cells of the bar of a download."""

_GLYPHS = {"bad": "x", "warn": "!", "accent": ">", "good": "+", "dim": "."}


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
    def sign(self) -> Sign:
        """The state as glyph and word."""
        state = state_of(self.entry)
        return Sign(_GLYPHS.get(state.level, "-"), state.word, state.level)

    @property
    def age(self) -> float | None:
        """Seconds since it happened or was added; None where the app does not say."""
        return None if self.entry.at is None else self.now - self.entry.at

    @property
    def done(self) -> int | None:
        """How much of a download is here in percent; None for anything else."""
        entry = self.entry
        if entry.kind is not ActivityKind.DOWNLOAD or entry.state == "delay":
            return None
        return percent(entry.size - entry.left, entry.size)


def bar(view: ActivityView) -> Cell:
    """Return how far a download is as a bar."""
    done = view.done
    return "" if done is None else (progress_bar(done, 100, BAR), view.sign.style or "accent")


def note(view: ActivityView) -> Cell:
    """Return the sentence that matters most about a row; problems stand out."""
    return note_of(view.row), view.sign.style if view.entry.problem else "dim"


def age(view: ActivityView) -> str:
    """Return how long ago it was; counts are of the moment they are read, which the line above says."""
    if view.age is None or view.entry.kind is ActivityKind.WANTED:
        return ""
    return format_span(view.age)


COLUMNS: tuple[Column[ActivityView], ...] = (
    Column(
        "state",
        "State",
        lambda view: (view.sign.text, view.sign.style),
        field=FilterField("state", FieldKind.TEXT, lambda view: view.sign.word),
        width=14,
        priority=REQUIRED,
    ),
    Column(
        "instance",
        "Instance",
        lambda view: view.row.instance,
        field=FilterField("instance", FieldKind.INSTANCE, lambda view: view.row.instance),
        width=14,
        priority=95,
    ),
    Column(
        "kind",
        "Kind",
        lambda view: (view.entry.kind.value, "dim"),
        field=FilterField("kind", FieldKind.TEXT, lambda view: view.entry.kind.value),
        width=8,
        priority=40,
    ),
    Column(
        "title",
        "Title",
        lambda view: title_of(view.row),
        field=FilterField("title", FieldKind.TEXT, lambda view: title_of(view.row)),
        min_width=20,
        priority=REQUIRED,
    ),
    Column(
        "done",
        "Done",
        bar,
        field=FilterField("done", FieldKind.NUMBER, lambda view: view.done, "percent of a download"),
        width=BAR,
        priority=35,
        descending=True,
    ),
    Column("note", "Note", note, min_width=16, priority=90),
    Column(
        "score",
        "Score",
        lambda view: "" if view.entry.score is None else f"{view.entry.score:,}",
        field=FilterField("score", FieldKind.NUMBER, lambda view: view.entry.score),
        width=7,
        align="right",
        priority=30,
        descending=True,
    ),
    Column(
        "age",
        "Age",
        age,
        field=FilterField("age", FieldKind.TIME, lambda view: view.entry.at),
        width=6,
        align="right",
        priority=70,
        sort=lambda view: -view.age if view.age is not None else None,
        descending=True,
        tooltip="Since it happened, or was added to the queue",
    ),
)
"""The table's columns."""

FIELDS: FilterFields[ActivityView] = FilterFields(
    (
        FilterField(
            "problem", FieldKind.FLAG, lambda view: view.entry.problem, "what somebody should look at"
        ),
        FilterField("quality", FieldKind.TEXT, lambda view: view.entry.quality),
        FilterField("release", FieldKind.TEXT, lambda view: view.entry.what),
        FilterField("size", FieldKind.SIZE, lambda view: view.entry.size or None, "of a download"),
        FilterField("left", FieldKind.SPAN, lambda view: view.entry.seconds_left, "time a download needs"),
    )
)
"""What a filter can ask for beside the columns."""
