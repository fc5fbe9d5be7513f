"""Undo the adding, removing and changing of a title. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.text import format_gibibytes, plural
from arrtui.features.sync.fields.file_facts import settable
from arrtui.features.sync.fields.metadata_profiles import DROPPING, cost_sentence, dropped_by
from arrtui.features.sync.fields.names import exclusion_fields, without_rule_tags
from arrtui.features.sync.fields.single_values import (
    Place,
    Reversion,
    field_names,
    flatten,
    place_names,
    revert_values,
    same_value,
    unflatten,
)
from arrtui.features.sync.fields.title_state import (
    child_names,
    episode_season,
    episodes_to_set,
    left_alone,
    resource_state,
    title_checksum,
    title_state,
)
from arrtui.features.sync.model import (
    Entry,
    EntrySubject,
    Fields,
    Op,
    Side,
    SideTitle,
    Why,
    entry_key,
)
from arrtui.features.sync.revert.undo_entry import AppliedEntry, UndoResult

if TYPE_CHECKING:
    from arrtui.db.journal import Step

_WRITABLE = frozenset(
    {
        "monitored",
        *(profile.name for profile in TITLE_PROFILES),
        "root_folder",
        "path",
        "tags",
        "minimum_availability",
        "series_type",
    }
    | {"monitor_new_items", "season_folder", "seasons", "episodes", "files"}
)


def undo_add(applied: AppliedEntry, step: Step) -> UndoResult:
    """Return the entry that removes a title that was added; its files stay on disk.

    One that has gained files, history or changes since is decided by hand.
    """
    title = applied.title()
    if title is None:
        return applied.left(Why.SAME, "It was added, and is gone already.")
    if step.result.get("item_id", title.item.id) != title.item.id:
        return left_alone(
            Why.KEPT, applied.side, title, "Somebody else has added it again since, so it stays."
        )
    gained = tuple(_gained(title, applied.side, step.wanted))
    return applied.inverse(
        Op.REMOVE,
        "it was added",
        item_id=title.item.id,
        now=title_state(title, applied.side),
        files=title.files,
        size=title.size,
        warnings=gained,
        by_hand=bool(gained),
        target_mark=title_checksum(title, applied.side),
    )


def _gained(title: SideTitle, side: Side, written: Mapping[str, Any]) -> Iterable[str]:
    """Yield what a title has got since it was added, as sentences."""
    if title.files:
        files, size = plural(title.files, "file"), format_gibibytes(title.size)
        yield f"It has {files} by now ({size}): they stay on disk."
    if rows := side.history.get(title.item.id, 0):
        yield f"It has {plural(rows, 'row')} of history by now, which the app deletes with it."
    present = flatten(resource_state(title, side))
    fields = {name: value for name, value in written.items() if name in _WRITABLE}
    fields = without_rule_tags(fields, side.rule_tags)
    changed = [
        place
        for place, value in flatten(fields).items()
        if place in present and not same_value(place, value, present[place])
    ]
    if changed:
        yield f"Changed since it was added: {place_names(changed)}."


def undo_remove(applied: AppliedEntry, step: Step) -> Iterable[UndoResult]:
    """Yield entries that add a title again that was removed, and take it off the exclusion list."""
    excluded = applied.entry.external_id in applied.side.exclusions
    excluded_by_us = excluded and bool(step.wanted.get("exclude", applied.entry.exclude))
    title = applied.title()
    if title is not None:
        yield left_alone(Why.SAME, applied.side, title, "It was removed, and is there again.")
    else:
        yield _added_again(applied, step, warn_excluded=excluded and not excluded_by_us)
    if excluded_by_us:
        entry = applied.entry
        yield applied.inverse(
            Op.REMOVE,
            "it was put on the exclusion list when it was removed",
            key=entry_key(entry.instance, EntrySubject.EXCLUSION, entry.ident),
            subject=EntrySubject.EXCLUSION,
            now=exclusion_fields(applied.side.kind, entry.external_id, entry.title, entry.year),
        )


def _added_again(applied: AppliedEntry, step: Step, *, warn_excluded: bool) -> Entry:
    before = step.before or applied.entry.now
    after = {name: value for name, value in before.items() if name in _WRITABLE}
    warnings = []
    if step.wanted.get("delete_files") and before.get("files"):
        files = plural(len(before["files"]), "file was", "files were")
        warnings.append(f"Its {files} deleted with it and cannot come back.")
    if warn_excluded:
        warnings.append(f"It is on the exclusion list of {applied.entry.instance}; it is added all the same.")
    return applied.inverse(
        Op.ADD,
        "it was removed",
        title=str(before.get("title") or applied.entry.title),
        year=int(before.get("year") or applied.entry.year),
        after=after,
        warnings=tuple(warnings),
        children=applied.entry.children,
    )


def undo_changes(applied: AppliedEntry, steps: Sequence[Step]) -> Iterable[UndoResult]:
    """Yield the entry that reverts the fields that were written and are still as the apply left them."""
    title = applied.title()
    if title is None:
        yield applied.left(Why.UNMATCHED, f"It was changed, and is not on {applied.entry.instance} any more.")
        return
    before = _first_values(steps)
    written = unflatten({place: value for step in steps for place, value in flatten(step.wanted).items()})
    reversion = _revert(before, written, title, applied.side)
    unit, side = applied.side.kind.app.unit, applied.side
    named = child_names(side, title, before, written)
    changed = f"Changed by somebody else since, so it stays: {place_names(reversion.changed, unit, named)}."
    if not reversion.after:
        reason = changed if reversion.changed else "It is as it was before."
        yield left_alone(Why.KEPT if reversion.changed else Why.SAME, applied.side, title, reason)
        return
    dropped = dropped_by(reversion.after, applied.side, title.item.id)
    cost = cost_sentence(applied.side.kind.app, *dropped)
    yield applied.inverse(
        Op.UPDATE,
        f"changed were {field_names(reversion.after, unit)}",
        item_id=title.item.id,
        title=title.item.title,
        year=title.item.year,
        now=reversion.now,
        after=reversion.after,
        move_files=applied.entry.move_files,
        warnings=tuple(filter(None, (changed if reversion.changed else "", cost))),
        costs=len(dropped[1]),
        files=title.files,
        size=title.size,
        target_mark=title_checksum(title, side),
        children={**applied.entry.children, **named},
    )


def _first_values(steps: Sequence[Step]) -> Fields:
    """Return each value as it was before the first step that changed it.

    What a later step noted of an episode may be what a season written before it had made of it: then it had
    its season's flag, or that step would have noted it.
    """
    values: dict[Place, Any] = {}
    season_before: dict[str, bool] = {}
    for step in steps:
        for place, value in flatten(step.before or {}).items():
            season = episode_season(place[-1]) if place[0] == "episodes" else ""
            values.setdefault(place, season_before.get(season, value))
        flipped = _flipped(step.before or {}, step.wanted)
        season_before |= {season: not flag for season, flag in flipped.items()}
    return unflatten(
        {place: value for place, value in values.items() if place[0] != "files" or settable(place[-1], value)}
    )


def _flipped(before: Fields, written: Fields) -> dict[str, bool]:
    """Return the seasons whose flag was changed, and to what."""
    old: Mapping[str, bool] = before.get("seasons", {})
    return {
        season: flag
        for season, flag in written.get("seasons", {}).items()
        if season in old and old[season] is not flag
    }


def _revert(before: Fields, written: Fields, title: SideTitle, side: Side) -> Reversion:
    """Return what reverts changes; episodes and files that are not loaded count as the apply left them."""
    item_id = title.item.id
    files = title_state(title, side).get("files", {}) if item_id in side.media else written.get("files", {})
    present = {**resource_state(title, side), "files": files}
    plain = {name: value for name, value in before.items() if name != "episodes"}
    plain, written = (without_rule_tags(fields, side.rule_tags) for fields in (plain, written))
    reversion = revert_values(plain, written, present, partial=("files",))
    # The episodes to set: seasons are written before their episodes, and set all of them alike.
    old: Mapping[str, bool] = before.get("episodes", {})
    wrote: Mapping[str, bool] = written.get("episodes", {})
    flipped = _flipped(before, written)
    # What the apply made of episodes by writing their season.
    by_season = {
        episode: flipped[episode_season(episode)] for episode in old if episode_season(episode) in flipped
    }
    # An episode that is not loaded counts as its season left it.
    now: dict[str, bool] = {**by_season, **side.episodes.get(item_id, wrote)}
    # What the apply left: what it wrote last, the episode itself after its season; else it left it as it is.
    left = {episode: wrote.get(episode, by_season.get(episode, now.get(episode))) for episode in old}
    # Somebody else has changed what is neither as it was before nor as the apply left it.
    ours = {
        episode: flag
        for episode, flag in old.items()
        if episode in now and now[episode] in (flag, left[episode])
    }
    others = [("episodes", episode) for episode in old if episode in now and episode not in ours]
    changed = [*reversion.changed, *others]
    # The seasons this undoing writes set their episodes once more: only what is then still wrong is set.
    flags = episodes_to_set(ours, now, reversion.after.get("seasons", {}))
    if DROPPING & reversion.after.keys():
        # albums that were dropped since come back with the profile
        flags |= {key: flag for key, flag in before.get("albums", {}).items() if key not in now}
    if not flags:
        return reversion._replace(changed=changed)
    return Reversion(
        {**reversion.now, "episodes": {episode: now[episode] for episode in flags if episode in now}},
        {**reversion.after, "episodes": flags},
        changed,
    )
