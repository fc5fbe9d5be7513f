"""The columns of the library: one for each instance, as wide as there is room, and what all titles share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from arrtui.core.apps import APPS
from arrtui.core.apps.words import parents
from arrtui.core.text import format_size
from arrtui.features.library.fields import KIND, TITLE, YEAR, episode_fields
from arrtui.features.library.merge import Title
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.table import REQUIRED, Cell, Column
from arrtui.tui.panes.library.cells import (
    COMPLETE,
    MISSING,
    SIGNS,
    UNMONITORED,
    WAITING,
    Room,
    copy_cell,
    episode_sign,
    quality_text,
    score_text,
)

TITLE_LEAST = 20
"""Cells the title never goes below."""
TITLE_FAIR = 32
"""Cells the title should have before columns of instances say more."""
LEGEND = "  ".join(sign.text for sign in SIGNS)
"""What the glyphs mean, in one line."""
_FIXED = 2 + 1 + 1 + 5 + 2
"""Cells of gutter, kind, year, scrollbar and the gaps between them."""


class Fit(NamedTuple):
    """Which columns of instances are shown, and how much they say."""

    names: tuple[str, ...]
    room: Room
    before: int
    """Instances left of those shown."""
    after: int
    """Instances right of them."""
    title: int = TITLE_LEAST
    """Cells the title keeps when further columns ask for room."""


def fit_instances(names: Sequence[str], width: int, first: int = 0) -> Fit:
    """Choose the columns of instances for a table of ``width`` cells, beginning with the ``first``.

    As many as there is room for beside a readable title, each as wide as lets all of them show.
    """
    room = width - _FIXED
    for size in (Room.WIDE, Room.MEDIUM):
        if len(names) * (size.value + 1) + TITLE_FAIR <= room:
            return Fit(tuple(names), size, 0, 0, TITLE_FAIR)
    fitting = max(1, (room - TITLE_LEAST) // (Room.NARROW.value + 1))
    first = max(0, min(first, len(names) - fitting))
    shown = tuple(names[first : first + fitting])
    left = room - len(shown) * (Room.NARROW.value + 1)
    title = max(TITLE_LEAST, min(TITLE_FAIR, left))
    return Fit(shown, Room.NARROW, first, len(names) - first - len(shown), title)


def labels(names: Sequence[str]) -> dict[str, str]:
    """Return what each instance's column is headed: its label, with ``R.`` or ``S.`` where two share one."""
    short = {name: name.partition(".")[2] or name for name in names}
    shared = [label for label in short.values() if list(short.values()).count(label) > 1]
    return {name: f"{name[0].upper()}.{label}" if label in shared else label for name, label in short.items()}


def title_columns(fit: Fit, names: Sequence[str]) -> list[Column[Title]]:
    """Return the columns of titles, those of instances that do not fit included: one may sort by them."""
    headings = labels(names)
    return [
        Column(
            "kind", "", lambda title: (APPS[title.kind].letter, "accent" if title.has_children else "dim"),
            width=1, priority=95, field=KIND,
            tooltip=", ".join(f"{app.letter} {app.title.singular}" for app in APPS.values()),
        ),
        Column(
            "title", "Title", lambda title: title.title or "(no title)", min_width=fit.title,
            priority=REQUIRED, field=TITLE, sort=lambda title: title.sort_title,
        ),
        Column(
            "year", "Year", lambda title: str(title.year or ""), width=4, priority=90,
            field=YEAR, descending=True,
        ),
        *[_instance_column(name, headings[name], fit) for name in names],
        Column(
            "score", "Score", lambda title: score_text(title.score), width=6, align="right", priority=35,
            sort=lambda title: title.score, descending=True,
            tooltip="The best custom-format score among the copies, of several files their mean",
        ),
        Column(
            "size", "Size", lambda title: format_size(title.size) if title.size else "", width=8,
            align="right", priority=40, sort=lambda title: title.size, descending=True,
            tooltip="All files of all copies",
        ),
        Column(
            "added", "Added", lambda title: title.added[:10], width=10, priority=30,
            sort=lambda title: title.added or None, descending=True,
            tooltip="When the newest copy was added",
        ),
    ]  # fmt: skip


def _instance_column(name: str, heading: str, fit: Fit) -> Column[Title]:
    """Return the column that shows what one instance has of a title."""
    shown = name in fit.names
    room = fit.room if shown else Room.NARROW

    def rank(title: Title) -> tuple[int, float] | None:
        """Rank by files, then score; titles not on the instance come last."""
        copy = title.on(name)
        if copy is None:
            return None
        return copy.files, float("-inf") if copy.mean_score is None else copy.mean_score

    return Column(
        name,
        heading if room is Room.NARROW else name,
        lambda title: copy_cell(title.on(name), room),
        width=room.value,
        priority=80 if shown else 1,
        sort=rank,
        descending=True,
        tooltip=f"{name}: {LEGEND}",
    )


def _child_headings(names: Sequence[str]) -> tuple[str, str, str]:
    """Return the headings of what a child belongs to, of its number or type, and of its date."""
    apps = parents(names)
    title = "/".join(app.title.singular for app in apps).capitalize()
    label = "/".join(app.unit.singular if app.numbers_children else app.group.lower() for app in apps)
    return title, label.capitalize(), apps[0].dated if len(apps) == 1 else "Date"


def episode_columns(now: str, names: Sequence[str], room: Room) -> list[Column[EpisodeListRow]]:
    """Return the columns of episodes; ``now`` is UTC in ISO form, ``names`` are the instances."""
    headings, fields = labels(names), episode_fields(now).by_name
    parent, label, dated = _child_headings(names)
    longest = max((len(label) for label in headings.values()), default=0)

    def state(row: EpisodeListRow) -> Cell:
        sign = episode_sign(row, now)
        return sign.glyph, sign.style

    return [
        Column(
            "state", "", state, width=1, priority=REQUIRED, sort=lambda row: episode_sign(row, now).word,
            tooltip=f"{COMPLETE.glyph} has a file  {MISSING.text}  {WAITING.text}  {UNMONITORED.text}",
        ),
        Column(
            "series", parent, lambda row: row.series, min_width=14, priority=REQUIRED,
            field=fields["series"],
        ),
        Column(
            "episode", label, lambda row: row.label, width=max(8, len(label)),
            priority=REQUIRED, sort=lambda row: (row.season, row.number),
        ),
        Column(
            "title", "Title", lambda row: row.title, min_width=12, priority=70, field=fields["title"],
        ),
        Column(
            "aired", dated, lambda row: row.air_date[:10], width=10, priority=60,
            field=fields["aired"], sort=lambda row: row.air_date or None, descending=True,
        ),
        Column(
            "on", "On", lambda row: headings.get(row.instance, row.instance), width=max(4, min(16, longest)),
            priority=80, field=fields["instance"],
        ),
        Column(
            "quality", "Quality", lambda row: quality_text(row.quality or "", room),
            width=12 if room is Room.WIDE else 7, priority=75, field=fields["quality"],
            sort=lambda row: row.quality or None,
        ),
        Column(
            "score", "Score", lambda row: score_text(row.score), width=6, align="right", priority=50,
            field=fields["score"], descending=True,
        ),
        Column(
            "size", "Size", lambda row: format_size(row.size), width=8, align="right", priority=40,
            field=fields["size"], descending=True,
        ),
    ]  # fmt: skip
