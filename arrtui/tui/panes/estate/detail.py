"""The Estate pane's detail: everything about one instance as running text."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from arrtui.core.apps import APPS
from arrtui.core.config import InstanceConfig
from arrtui.core.domain import Health
from arrtui.core.events import JobState
from arrtui.core.live import FeedStatus
from arrtui.core.text import (
    format_age,
    format_duration,
    format_latency,
    format_size,
    format_span,
    format_time,
    percent,
    plural,
    progress_bar,
)
from arrtui.runtime.estate import HookFacts, InstanceFacts
from arrtui.tui.kit.signs import BAD, CONTENT_STYLES, GOOD, HOLLOW, IDLE, WARN
from arrtui.tui.panes.estate.rows import InstanceView

_HEALTH = {"error": (BAD, "bad"), "warning": (WARN, "warn"), "notice": ("i", "accent")}

Line = tuple[tuple[str, str], ...]
"""Pieces of text, each with the name of its style."""


def estate_detail(view: InstanceView, config: InstanceConfig | None, facts: InstanceFacts | None) -> Content:
    """Return the text about an instance; ``facts`` is None until they have been read."""
    lines: list[Line] = [((view.name, "title"), ("  ", ""), (view.sign.text, view.sign.style))]
    lines += _alarm(view.row.alarm)
    if config is not None:
        lines.append(((config.url, ""),))
        if config.external_url:
            lines.append((("opens as ", "dim"), (config.external_url, "")))
    lines += _app(view, facts)
    lines += _trouble(view)
    lines += _job(view)
    lines += _health(view.row.health)
    lines += _roots(view)
    lines += _snapshots(view, facts)
    styles = CONTENT_STYLES | {"title": "bold", "head": "bold underline"}
    styled = (((text, styles[style]) for text, style in line) for line in lines)
    return Content("\n").join([Content.assemble(*pieces) for pieces in styled])


def _section(title: str) -> Iterator[Line]:
    """Yield the heading of a part, with the blank line before it."""
    yield (("", ""),)
    yield ((title, "head"),)


def _app(view: InstanceView, facts: InstanceFacts | None) -> Iterator[Line]:
    """Yield which app it is, when it was asked last, and what its last complete backup holds."""
    row = view.row
    if row.app_version:
        app = facts.app if facts else {}
        words = [f"{row.kind.capitalize()} {row.app_version}"]
        words += [f"branch {app['branch']}"] if app.get("branch") else []
        words += [app["database_type"]] if app.get("database_type") else []
        yield ((", ".join(words), ""),)
    if row.checked_at is None:
        yield (("never asked yet; t asks it", "dim"),)
    else:
        answered = f", answered in {format_latency(row.latency)}" if row.latency and row.state == "up" else ""
        yield ((f"asked {format_age(view.now - row.checked_at)}{answered}", "dim"),)
    yield from _feed(view)
    yield from _hooks(facts.hooks if facts else None, view.now)
    for drift in facts.drift if facts else ():
        yield ((f"{WARN} {drift.sentence}", "warn"), ("; 8 plans the sync", "dim"))
    if row.complete_at is not None:
        kind = APPS[row.kind]
        titles = kind.title.count(row.items)
        children = f", {kind.unit.count(row.episodes)}" if kind.has_children and row.episodes else ""
        yield ((f"{titles}{children}, {plural(row.files, 'file')}, {format_size(row.size)}", ""),)


def _feed(view: InstanceView) -> Iterator[Line]:
    """Yield whether the app tells of changes by itself, and why not; nothing where nobody listens."""
    feed = view.row.feed
    if feed is None:
        return
    span = format_span(view.now - feed.since)
    since = "" if span == "now" else f" for {span}"
    if feed.is_up:
        yield ((f"{GOOD} live feed", "good"), (f": changes are seen at once{since}", "dim"))
    else:
        again = ". It is tried again by itself." if feed.status is FeedStatus.LOST else ""
        yield ((f"{HOLLOW} no live feed{since}", "warn"), (f": {feed.why}{again}", "dim"))


def _hooks(hooks: HookFacts | None, now: float) -> Iterator[Line]:
    """Yield when the app sent a webhook last, and of how many nothing could be made."""
    if hooks is None:
        return
    yield ((f"{GOOD} webhooks", "good"), (f": the last came {format_age(now - hooks.last_at)}", "dim"))
    if hooks.odd:
        last = hooks.last_odd or "no event"
        words = f"{WARN} {plural(hooks.odd, 'webhook')} of which nothing could be made, the last: {last}"
        yield ((words, "warn"), ("; arrtui --run webhooks status lists them", "dim"))


def _alarm(reason: str) -> Iterator[Line]:
    """Yield what was lost, what that stops, and what can be done."""
    if reason:
        yield ((reason, "bad"),)
        yield (("Nothing follows it and no schedule applies to or from it.", ""),)
        yield (("a, then p, opens the plan that brings back what is lost; a, then u, resumes.", "dim"),)
        yield (("", ""),)


def _trouble(view: InstanceView) -> Iterator[Line]:
    """Yield why it is down, and what the guard stopped."""
    if view.row.state == "down" and view.row.error:
        yield from _section("Down")
        yield ((view.row.error, "bad"),)
        yield (("What was stored of it stays. t asks it again, e edits it.", "dim"),)
    last = view.row.last
    if last is not None and last.state == "failed":
        yield from _section("Backup stopped" if view.guarded else "Last backup failed")
        if last.error != view.row.error or view.row.state != "down":
            yield ((last.error, "bad"),)
        if view.guarded:
            yield (
                ("Nothing was changed. If the titles are really gone: enter, then y, accepts that.", "dim"),
            )


def _job(view: InstanceView) -> Iterator[Line]:
    job = view.job
    if job is None:
        return
    yield from _section("Now")
    progress = job.progress
    if job.state is not JobState.RUNNING:
        yield ((f"{job.kind} {'will be tried again' if job.state is JobState.RETRYING else 'waits'}", ""),)
        return
    share = percent(progress.done, progress.total)
    bar = "" if share is None else f" {progress_bar(progress.done, progress.total, 22)} {share}%"
    yield ((f"{job.kind}{bar}", "accent"),)
    if progress.text:
        yield ((progress.text, "dim"),)


def _health(messages: tuple[Health, ...]) -> Iterator[Line]:
    if not messages:
        return
    yield from _section("Health")
    for health in messages:
        glyph, style = _HEALTH.get(health.type, (IDLE, ""))
        yield ((f"{glyph} {health.type}: ", style), (health.message, ""))


def _roots(view: InstanceView) -> Iterator[Line]:
    if not view.row.roots:
        return
    yield from _section("Root folders")
    for root in view.row.roots:
        if not root.accessible:
            yield ((f"{root.path} ", ""), (f"{BAD} not accessible", "bad"))
            continue
        free = f"{format_size(root.free_space)} free" if root.free_space is not None else "free space unknown"
        unmapped = f", {root.unmapped:,} unmapped" if root.unmapped else ""
        if root.unmapped_files:
            unmapped += f", {plural(root.unmapped_files, 'unmapped file')}"
        yield ((root.path, ""), (f"  {free}{unmapped}", "dim"))


def _snapshots(view: InstanceView, facts: InstanceFacts | None) -> Iterator[Line]:
    yield (("", ""),)
    yield (("Backups", "head"), ("  +added ~changed -removed", "dim"))
    if facts is None:
        yield (("reading ...", "dim"),)
    elif not facts.snapshots:
        yield (("none yet; b takes the first", "dim"),)
        return
    for snapshot in facts.snapshots if facts else ():
        when = f"{format_time(snapshot.taken_at, view.now):<13}"
        if snapshot.state == "failed":
            yield ((when, ""), (f"{BAD} failed", "bad"))
            yield ((f"  {snapshot.error}", "dim"),)
            continue
        counts = f"+{snapshot.added:,} ~{snapshot.changed:,} -{snapshot.removed:,}"
        changes = f"first, {snapshot.items:,}" if snapshot.baseline else counts
        yield (
            (when, ""),
            (f"{GOOD} ok ", "good"),
            (f" {changes}", ""),
            (f"  {format_duration(snapshot.seconds)}", "dim"),
        )
        for warning in snapshot.warnings:
            yield ((f"  {WARN} {warning}", "warn"),)
