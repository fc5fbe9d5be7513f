"""The Activity pane's detail: everything about one row as running text."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from arrtui.core.activity import ActivityKind
from arrtui.core.text import format_age, format_span, format_timestamp
from arrtui.features.activity.words import amount_of, spaced, title_of
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.activity.rows import ActivityView

LABEL = 10
"""Cells of the names to the left of the values."""


def activity_detail(view: ActivityView) -> Content:
    """Return the text about a row."""
    sign, entry = view.sign, view.entry
    style, title = CONTENT_STYLES[sign.style], sanitise(title_of(view.row))
    lines = [Content.styled(title, "bold"), Content.styled(sign.text, style), Content("")]
    sentence = sanitise(entry.note.removeprefix(f"{view.row.instance}: "))
    if sentence not in ("", title):
        lines += [Content.styled(sentence, style if entry.problem else ""), Content("")]
    named = ((f"{name:<{LABEL}}", sanitise(value)) for name, value in facts(view) if value)
    lines += [Content.assemble((name, CONTENT_STYLES["dim"]), value) for name, value in named]
    return Content("\n").join(lines)


def facts(view: ActivityView) -> Iterator[tuple[str, str]]:
    """Yield what there is to know about a row, as names and values; empty values mean nothing."""
    entry = view.entry
    yield "instance", view.row.instance
    yield _WHAT.get(entry.kind, ""), spaced(entry.what) if entry.kind in _SPACED else entry.what
    yield "quality", entry.quality
    yield "score", "" if entry.score is None else f"{entry.score:,}"
    yield "here", amount_of(entry)
    yield "time left", format_span(entry.seconds_left) if entry.seconds_left else ""
    if view.age is not None and entry.kind is not ActivityKind.WANTED:  # counts are of when they are read
        moment = f"{format_timestamp(view.now - view.age)}, {format_age(view.age)}"
        yield _WHEN.get(entry.kind, "at"), moment
    yield "read", "" if entry.kind is ActivityKind.FAULT else format_age(view.now - view.row.read_at)
    yield "address", entry.address


def full_text(view: ActivityView) -> str:
    """Return everything about a row as plain text, to be copied."""
    return activity_detail(view).plain


_WHAT = {
    ActivityKind.DOWNLOAD: "release",
    ActivityKind.RELEASE: "release",
    ActivityKind.COMMAND: "command",
    ActivityKind.HEALTH: "check",
}
_SPACED = frozenset({ActivityKind.COMMAND, ActivityKind.HEALTH})
_WHEN = {ActivityKind.DOWNLOAD: "added", ActivityKind.COMMAND: "since", ActivityKind.FAULT: "tried"}
