"""What instances are doing, in words: states, titles and notes. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.core.apps import app_of
from arrtui.core.event_words import EVENT_WORDS
from arrtui.core.text import episode_number, format_size, format_span, percent
from arrtui.db.activity import StoredActivity


class StateWord(NamedTuple):
    """A state for people."""

    word: str
    level: str
    """``good``, ``warn``, ``bad``, ``accent`` for what is under way, ``dim`` for what waits, or nothing."""


UNREAD = StateWord("not read", "bad")

_HEALTH = {
    "error": StateWord("error", "bad"),
    "warning": StateWord("warning", "warn"),
    "notice": StateWord("notice", "dim"),
    "ok": StateWord("ok", "good"),
}
_DOWNLOAD = {
    "queued": StateWord("queued", "dim"),
    "paused": StateWord("paused", "dim"),
    "downloading": StateWord("downloading", "accent"),
    "completed": StateWord("downloaded", "good"),
    "failed": StateWord("failed", "bad"),
    "warning": StateWord("warning", "warn"),
    "delay": StateWord("delayed", "dim"),
    "downloadClientUnavailable": StateWord("no client", "warn"),
    "importPending": StateWord("to import", "accent"),
    "importBlocked": StateWord("blocked", "bad"),
    "importing": StateWord("importing", "accent"),
    "imported": StateWord("imported", "good"),
    "failedPending": StateWord("failed", "bad"),
    "ignored": StateWord("ignored", "dim"),
}
"""By ``status`` and ``trackedDownloadState`` (``QueueStatus``, ``TrackedDownloadState``)."""
_COMMAND = {
    "queued": StateWord("queued", "dim"),
    "started": StateWord("running", "accent"),
    "completed": StateWord("failed", "bad"),  # listed only where it was not successful
    "failed": StateWord("failed", "bad"),
    "aborted": StateWord("aborted", "bad"),
    "cancelled": StateWord("cancelled", "bad"),
    "orphaned": StateWord("orphaned", "bad"),
}
_RELEASE = {event: StateWord(word, style) for event, (word, style) in EVENT_WORDS.items()}
_WANTED = {"missing": StateWord("missing", "dim"), "below cutoff": StateWord("below cutoff", "dim")}
_STATES: Mapping[ActivityKind, Mapping[str, StateWord]] = {
    ActivityKind.FAULT: {"unread": UNREAD},
    ActivityKind.HEALTH: _HEALTH,
    ActivityKind.DOWNLOAD: _DOWNLOAD,
    ActivityKind.COMMAND: _COMMAND,
    ActivityKind.RELEASE: _RELEASE,
    ActivityKind.WANTED: _WANTED,
}
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def state_of(entry: ActivityEntry) -> StateWord:
    """Return the state of a row; one that arrtui does not know in the app's own words."""
    state = _STATES[entry.kind].get(entry.state) or StateWord(spaced(entry.state) or "unknown", "")
    troubled = entry.problem and state.level not in ("warn", "bad")
    return state._replace(level="warn") if troubled else state


def spaced(name: str) -> str:
    """Return a name of the apps as words, e.g. ``Refresh movie`` for ``RefreshMovie``."""
    first, *more = _CAPITAL.sub(" ", name).split() or [""]
    return " ".join([first, *(word if word.isupper() else word.lower() for word in more)])


def title_of(row: StoredActivity) -> str:
    """Return what a row is about: the stored title, else the release, the command, the sentence or number."""
    entry = row.entry
    stored = stored_title(row)
    if entry.kind is ActivityKind.COMMAND:
        return ": ".join(filter(None, (spaced(entry.what), stored)))
    if entry.kind in (ActivityKind.HEALTH, ActivityKind.FAULT):
        return _sentence(row) or spaced(entry.what)
    if entry.kind is ActivityKind.WANTED:
        return app_of(row.instance).unit.count(entry.count)
    return stored or entry.what


def stored_title(row: StoredActivity) -> str:
    """Return the title a row is about with its year, album or number of its episode; empty for none."""
    if not row.title:
        return ""
    if row.album:
        return f"{row.title} - {row.album}"
    if row.season is not None and row.number is not None:
        return f"{row.title} {episode_number(row.season, row.number)}"
    return f"{row.title} ({row.year})" if row.year else row.title


def note_of(row: StoredActivity) -> str:
    """Return what else there is to say of a row in a line: how far it is, its quality, why it waits."""
    entry, sentence = row.entry, _sentence(row)
    if entry.kind is ActivityKind.FAULT:
        return ""
    if entry.kind is ActivityKind.HEALTH:
        return spaced(entry.what) if sentence else ""
    if entry.kind is ActivityKind.DOWNLOAD and not entry.problem:
        return ", ".join(filter(None, (progress_of(entry), sentence)))
    if entry.kind is ActivityKind.RELEASE:
        return " ".join(filter(None, (entry.quality, sentence)))
    return sentence


def _sentence(row: StoredActivity) -> str:
    """Return the app's own sentence without the name of the instance, which has a column of its own."""
    return row.entry.note.removeprefix(f"{row.instance}: ")


def share_of(entry: ActivityEntry) -> int | None:
    """Return how much of a download is here in percent; None for one that has not begun."""
    if entry.kind is not ActivityKind.DOWNLOAD or entry.state == "delay":
        return None
    return percent(entry.size - entry.left, entry.size)


def progress_of(entry: ActivityEntry) -> str:
    """Return how far a download is and how long it takes; empty for one that has not begun."""
    share = share_of(entry)
    if share is None:
        return f"in {format_span(entry.seconds_left)}" if entry.seconds_left else ""
    left = f"{format_span(entry.seconds_left)} left" if entry.seconds_left else ""
    return ", ".join(filter(None, (f"{share}%", left)))


def amount_of(entry: ActivityEntry) -> str:
    """Return how much of a download is here, e.g. ``1.2 GiB of 4.5 GiB``; empty for what has no size."""
    if not entry.size:
        return ""
    return f"{format_size(entry.size - entry.left)} of {format_size(entry.size)}"
