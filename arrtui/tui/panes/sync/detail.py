"""The Sync pane's detail: everything about one pair or plan as running text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.events import JobState
from arrtui.core.text import format_age, plural
from arrtui.features.sync.model import Plan, PlanState
from arrtui.tui.kit.plan_words import (
    APPLY,
    FAILURES,
    PLAN_STATES,
    counts_text,
    outcome_words,
    plan_progress,
)
from arrtui.tui.kit.signs import CONTENT_STYLES, WARN
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.sync.rows import SyncView, following_words
from arrtui.tui.panes.sync.words import MODES, added_as, field_word, limits_of, maps_of, rules_of

if TYPE_CHECKING:
    from arrtui.core.config.sync import SyncPair

Line = list[tuple[str, str]]
"""Pieces of text, each with the name of its style."""
_STYLES = {**CONTENT_STYLES, "title": "bold", "head": "bold underline"}


def sync_detail(view: SyncView) -> Content:
    """Return the text about a pair or plan."""
    lines: list[Line] = [[(view.name, "title")], [(view.route, "")]]
    if view.pair is not None:
        lines.append([(MODES.get(view.pair.mode, view.pair.mode), "dim")])
    job = view.job
    if job is not None and job.state is JobState.PARKED:
        lines += [*_section("Parked"), [(job.error, "warn")]]
    elif job is not None and job.state.finished:
        lines += [*_section("Failed"), [(job.error, "bad")]]
    elif job is not None:
        lines += _section("Applying" if job.kind == APPLY else "Planning")
        lines.append([(plan_progress(job, 20), "accent")])
    if view.following is not None and view.following.pair.follows:
        lines += _following(view)
    if view.plan is not None:
        lines += _plan(view.plan, view.now)
    if view.pair is not None:
        lines += _pair(view.pair)
    return Content("\n").join(
        [Content.assemble(*((sanitise(text), _STYLES[style]) for text, style in line)) for line in lines]
    )


def _section(title: str) -> list[Line]:
    return [[], [(title, "head")]]


def _named(name: str, value: str) -> Line:
    return [(f"{name:<11}", "dim"), (value, "")]


def _plan(plan: Plan, now: float) -> Iterator[Line]:
    """Yield the counts, notes and outcomes of a plan."""
    word, style = PLAN_STATES[plan.state]
    yield from _section(f"Plan {plan.id}")
    yield [(word, style), (f", made {format_age(now - plan.created_at)}  ", ""), *counts_text(plan)]
    counts = plan.counts
    left = ((counts.same, "same"), (counts.filtered, "filtered out"), (counts.excluded, "excluded"))
    if alone := ", ".join(f"{number:,} {name}" for number, name in left if number):
        yield _named("left alone", alone)
    if counts.warnings:
        yield [(plural(counts.warnings, "entry with a warning", "entries with warnings"), "warn")]
    if plan.locked and plan.state is PlanState.OPEN:
        yield [(f"{WARN} {plan.locked}", "warn")]
    for note in plan.notes:
        yield [(note, "")]
    if words := outcome_words(plan):
        when = f", {format_age(now - plan.applied_at)}" if plan.applied_at else ""
        yield from _section("Applied")
        bad = sum(plan.outcomes.get(outcome, 0) for outcome in FAILURES)
        yield [(words, "warn" if bad else "good"), (when, "")]
        yield [("enter shows each, z undoes it." if plan.state is not PlanState.UNDONE else "undone", "dim")]


def _following(view: SyncView) -> Iterator[Line]:
    """Yield how the following of a pair stands, and what it wrote last."""
    state = view.following
    assert state is not None
    yield from _section("Following")
    yield following_words(view)
    if state.pair.dry_run:
        yield [("Plans are made and told of; nothing is written.", "dim")]
    if state.touched:
        yield [(f"{plural(state.touched, 'title')} touched meanwhile", "")]
    stored = state.stored
    if stored is None:
        return
    if stored.paused_at is not None:
        review = f"plan {stored.review} waits for your review; " if stored.review else ""
        yield [(f"since {format_age(view.now - stored.paused_at)}; {review}a, then u, resumes it", "dim")]
    if stored.written_at is not None:
        yield _named("wrote", f"plan {stored.written}, {format_age(view.now - stored.written_at)}")
    yield _named("at most", f"{plural(state.pair.burst, 'title')} within a minute")


def _pair(pair: SyncPair) -> Iterator[Line]:
    """Yield the filter, map, update and limit settings of a pair."""
    include, exclude = list(rules_of(pair.filter.include)), list(rules_of(pair.filter.exclude))
    yield from _section("Filter")
    if not include and not exclude:
        yield [("every title", "")]
    for sign, rules in (("only", include), ("not", exclude)):
        for rule in rules:
            yield _named(sign, rule)
    maps = {
        **{
            profile.heading.lower().partition(" ")[0]: maps_of(getattr(pair.map, profile.map_option))
            for profile in TITLE_PROFILES
        },
        "folder": maps_of(pair.map.root_folders),
        "tag": maps_of(pair.map.tags, drops="left out"),
    }
    if lines := [_named(name, text) for name, texts in maps.items() for text in texts]:
        yield from (*_section("Map"), *lines)
    yield from _section("Titles")
    yield _named("added", added_as(pair))
    yield _named(
        "kept equal", ", ".join(field_word(name, pair.kind.app) for name in pair.update) or "nothing"
    )
    if pair.move_files:
        yield _named("files", "moved with their root folder")
    yield from _section("Limits")
    for limit in limits_of(pair):
        yield [(limit, "")]
    yield _named("data", f"read again when older than {plural(pair.refresh_after, 'minute')}")
