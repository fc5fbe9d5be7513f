"""Sentences about what happened in the estate."""

from __future__ import annotations

from collections.abc import Callable

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.text import episode_number, plural, without_controls

_LONGEST = 400


def title_of(event: EstateEvent) -> str:
    """Return the title an event is about with its year, episode or album; empty where it is about none."""
    if event.album:
        return " - ".join(filter(None, (event.title, event.album)))
    year = f" ({event.year})" if event.year and event.title else ""
    number = ""
    if event.season is not None and event.episode is not None:
        number = f" {episode_number(event.season, event.episode)}"
    return f"{event.title}{year}{number}"


def sentence_of(event: EstateEvent) -> str:
    """Return what happened in one line, after the instance it happened on."""
    words = _WORDS[event.type](event)
    line = f"{event.instance}: {words}" if event.instance else words[:1].upper() + words[1:]
    return without_controls(line)[:_LONGEST]


def _named(verb: str) -> Callable[[EstateEvent], str]:
    """Return the words for something that befell a title."""
    return lambda event: f"{verb} {title_of(event) or 'a title'}{_because(event)}"


def _plain(words: str) -> Callable[[EstateEvent], str]:
    """Return words that need no more than their reason."""
    return lambda event: f"{words}{_because(event)}"


def _release(verb: str) -> Callable[[EstateEvent], str]:
    """Return the words for what was done with a release of a title."""

    def words(event: EstateEvent) -> str:
        score = "" if event.score is None else f", score {event.score:,}"
        release = f": {event.release}{score}" if event.release else ""
        return f"{verb} for {title_of(event) or 'a title'}{release}{_because(event)}"

    return words


def _because(event: EstateEvent) -> str:
    return f": {event.reason}" if event.reason else ""


def _file_removed(event: EstateEvent) -> str:
    verb = "replaced a file of" if event.upgrade else "lost a file of"
    return _named(verb)(event)


def _many_changes(event: EstateEvent) -> str:
    counts = {name: count for name, count in event.facts.items() if isinstance(count, int) and count}
    shown = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())
    return f"{plural(sum(counts.values()), 'change')} at once{f': {shown}' if shown else ''}"


_WORDS: dict[EventType, Callable[[EstateEvent], str]] = {
    EventType.TITLE_ADDED: _named("added"),
    EventType.TITLE_CHANGED: _named("changed"),
    EventType.TITLE_REMOVED: _named("removed"),
    EventType.UNMONITORED: _named("does not monitor any more"),
    EventType.FILE_ADDED: _named("imported a file of"),
    EventType.FILE_CHANGED: _named("changed a file of"),
    EventType.FILE_REMOVED: _file_removed,
    EventType.RENAMED: _named("renamed"),
    EventType.SETTING_CHANGED: _plain("a setting changed"),
    EventType.MANY_CHANGES: _many_changes,
    EventType.ROOT_EMPTIED: _plain("a root folder is empty all at once"),
    EventType.OTHER_LIBRARY: _plain("lacks too much of its library to be believed"),
    EventType.GRABBED: _release("grabbed a release"),
    EventType.DOWNLOAD_FAILED: _release("a download failed"),
    EventType.IMPORT_BLOCKED: _release("an import is blocked"),
    EventType.MANUAL_INTERACTION: _release("waits for you"),
    EventType.LOOP_FOUND: _named("keeps downloading"),
    EventType.CHANGE_REGRESSED: _plain("a change of settings made downloads worse"),
    EventType.HEALTH_ISSUE: _plain("reports a problem"),
    EventType.HEALTH_RESTORED: _plain("is well again"),
    EventType.APP_UPDATED: _plain("was updated"),
    EventType.INSTANCE_DOWN: _plain("cannot be reached"),
    EventType.INSTANCE_UP: _plain("answers again"),
    EventType.LIVE_FEED_UP: _plain("the live feed is up"),
    EventType.LIVE_FEED_DOWN: _plain("the live feed is down"),
    EventType.BACKUP_DONE: _plain("backed up"),
    EventType.BACKUP_FAILED: _plain("the backup failed"),
    EventType.SETTINGS_DRIFTED: _plain("its settings drifted"),
    EventType.ARTWORK_PUBLISHED: _plain("has new artwork"),
    EventType.SETTINGS_ALIKE: _plain("its settings are alike again"),
    EventType.ARCHIVE_REFUSED: _plain("its own archive cannot be fetched"),
    EventType.ARTWORK_LOST: _plain("lost artwork to an app"),
    EventType.ARTWORK_RESTORED: _plain("has back the artwork that an app took"),
    EventType.ARTWORK_DAMAGED: _plain("has damaged artwork"),
    EventType.PLAN_READY: _plain("a plan is ready for review"),
    EventType.APPLY_DONE: _plain("a plan was applied"),
    EventType.APPLY_FAILED: _plain("a plan could not be applied as a whole"),
    EventType.JOB_FAILED: _plain("a job failed"),
    EventType.SCHEDULE_MISSED: _plain("a schedule was missed"),
    EventType.PLAN_LOCKED: _plain("a plan is locked, nothing was applied"),
    EventType.TRIPWIRE: _plain("ALARM, much is going at once"),
    EventType.FOLLOWING_PAUSED: _plain("following is paused"),
    EventType.FOLLOWING_RESUMED: _plain("following goes on"),
    EventType.WEBHOOK_UNKNOWN: _plain("sent a webhook that is not known"),
    EventType.RULE_NOTICE: lambda event: event.reason or "a rule tells of something",
    EventType.RULE_LIMITED: _plain("a rule has reached its limit"),
}
