"""What takes back the adding, removing and changing of a title. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from arrtui.core.text import format_gibibytes, plural
from arrtui.features.sync.fields.file_facts import settable
from arrtui.features.sync.fields.single_values import (
    Place,
    Reversion,
    flatten,
    place_names,
    revert_values,
    same_value,
    unflatten,
)
from arrtui.features.sync.fields.title_state import (
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
    exclusion_fields,
)
from arrtui.features.sync.revert.undo_entry import AppliedEntry, UndoResult

if TYPE_CHECKING:
    from arrtui.db.journal import Step

_WRITABLE = frozenset(
    {"monitored", "quality_profile", "root_folder", "path", "tags", "minimum_availability", "series_type"}
    | {"monitor_new_items", "season_folder", "seasons", "episodes", "files"}
)


# --- a title that was added ------------------------------------------------------------------------------


def undo_add(about: AppliedEntry, step: Step) -> UndoResult:
    """Return what removes a title again that was added; its files stay on disk."""
    title = about.title()
    if title is None:
        return about.left(Why.SAME, "It was added, and is gone already.")
    if step.result.get("item_id", title.item.id) != title.item.id:
        return left_alone(Why.KEPT, about.side, title, "Somebody else has added it again since, so it stays.")
    return about.inverse(
        Op.REMOVE,
        "it was added",
        item_id=title.item.id,
        now=title_state(title, about.side),
        files=title.files,
        size=title.size,
        warnings=tuple(_remove_warnings(title, about.side, step.wanted)),
        target_mark=title_checksum(title, about.side),
    )


def _remove_warnings(title: SideTitle, side: Side, written: Mapping[str, Any]) -> Iterable[str]:
    if title.files:
        files, size = plural(title.files, "file"), format_gibibytes(title.size)
        yield f"It has {files} by now ({size}): they stay on disk."
    there = flatten(resource_state(title, side))
    changed = [
        place
        for place, value in flatten(
            {key: value for key, value in written.items() if key in _WRITABLE}
        ).items()
        if place in there and not same_value(place, value, there[place])
    ]
    if changed:
        yield f"Changed since it was added: {place_names(changed)}."


# --- a title that was removed ----------------------------------------------------------------------------


def undo_remove(about: AppliedEntry, step: Step) -> Iterable[UndoResult]:
    """Yield what adds a title again that was removed, and takes it off the exclusion list."""
    excluded = about.entry.external_id in about.side.exclusions
    ours = excluded and bool(step.wanted.get("exclude", about.entry.exclude))
    title = about.title()
    if title is not None:
        yield left_alone(Why.SAME, about.side, title, "It was removed, and is there again.")
    else:
        yield _added_again(about, step, warn_excluded=excluded and not ours)
    if ours:
        yield _off_the_list(about)


def _added_again(about: AppliedEntry, step: Step, *, warn_excluded: bool) -> Entry:
    before = step.before or about.entry.now
    after = {name: value for name, value in before.items() if name in _WRITABLE}
    warnings = []
    if step.wanted.get("delete_files") and before.get("files"):
        number = len(before["files"])
        warnings.append(
            f"Its {number:,} file{' was' if number == 1 else 's were'} deleted with it and cannot come back."
        )
    if warn_excluded:
        warnings.append(f"It is on the exclusion list of {about.entry.instance}; it is added all the same.")
    return about.inverse(
        Op.ADD,
        "it was removed",
        title=str(before.get("title") or about.entry.title),
        year=int(before.get("year") or about.entry.year),
        after=after,
        warnings=tuple(warnings),
    )


def _off_the_list(about: AppliedEntry) -> Entry:
    entry = about.entry
    return about.inverse(
        Op.REMOVE,
        "it was put on the exclusion list when it was removed",
        key=entry_key(entry.instance, EntrySubject.EXCLUSION, entry.ident),
        subject=EntrySubject.EXCLUSION,
        now=exclusion_fields(about.side.kind, entry.external_id, entry.title, entry.year),
    )


# --- a title that was changed ----------------------------------------------------------------------------


def undo_changes(about: AppliedEntry, steps: Sequence[Step]) -> Iterable[UndoResult]:
    """Yield what brings the fields back that were written, as far as they still are as they were left."""
    title = about.title()
    if title is None:
        yield about.left(Why.UNMATCHED, f"It was changed, and is not on {about.entry.instance} any more.")
        return
    before, written = _first(steps), _last(steps)
    revert = _reverting(before, written, title, about.side)
    changed = f"Changed by somebody else since, so it stays: {place_names(revert.changed)}."
    if not revert.after:
        reason = changed if revert.changed else "It is as it was before."
        yield left_alone(Why.KEPT if revert.changed else Why.SAME, about.side, title, reason)
        return
    yield about.inverse(
        Op.UPDATE,
        f"changed were {place_names(dict.fromkeys((place[0],) for place in flatten(revert.after)))}",
        item_id=title.item.id,
        title=title.item.title,
        year=title.item.year,
        now=revert.now,
        after=revert.after,
        move_files=about.entry.move_files,
        warnings=(changed,) if revert.changed else (),
        files=title.files,
        size=title.size,
        target_mark=title_checksum(title, about.side),
    )


def _first(steps: Sequence[Step]) -> Fields:
    """Return each value as it was before the first step that changed it.

    What a later step noted of an episode may be what a season written before it had made of it: then it had
    its season's flag, or that step would have noted it.
    """
    values: dict[Place, Any] = {}
    flipped: dict[str, bool] = {}
    for step in steps:
        for place, value in flatten(step.before or {}).items():
            taken_along = place[0] == "episodes" and episode_season(place[-1]) in flipped
            values.setdefault(place, flipped[episode_season(place[-1])] if taken_along else value)
        flipped |= {season: not flag for season, flag in _flipped(step.before or {}, step.wanted).items()}
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


def _last(steps: Sequence[Step]) -> Fields:
    """Return each value as the last step wrote it."""
    values: dict[Place, Any] = {}
    for step in steps:
        values |= flatten(step.wanted)
    return unflatten(values)


def _reverting(before: Fields, written: Fields, title: SideTitle, side: Side) -> Reversion:
    """Return what takes changes back; episodes and files that are not loaded are as the apply left them."""
    present = {**resource_state(title, side), **_loaded(written, title, side)}
    plain = {name: value for name, value in before.items() if name != "episodes"}
    revert = revert_values(plain, written, present, partial=("files",))
    return _with_episodes(revert, before, written, present)


def _loaded(written: Fields, title: SideTitle, side: Side) -> Fields:
    number = title.item.id
    files = title_state(title, side).get("files", {}) if number in side.media else written.get("files", {})
    return {"episodes": dict(side.episodes.get(number, _left(written))), "files": files}


def _left(written: Fields) -> dict[str, bool]:
    return dict(written.get("episodes", {}))


def _with_episodes(found: Reversion, before: Fields, written: Fields, there: Fields) -> Reversion:
    """Add the episodes to set, given that seasons are written first and take theirs along."""
    seasons = found.after.get("seasons", {})
    old: Mapping[str, bool] = before.get("episodes", {})
    flipped, wrote = _flipped(before, written), _left(written)
    taken_along = {one: flipped[episode_season(one)] for one in old if episode_season(one) in flipped}
    now: dict[str, bool] = taken_along | there["episodes"]
    left = {one: wrote.get(one, taken_along.get(one, now.get(one))) for one in old}
    ours = {one: flag for one, flag in old.items() if one in now and now[one] in (flag, left[one])}
    flags = episodes_to_set(ours, now, seasons)
    changed = [*found.changed, *(("episodes", one) for one in old if one in now and one not in ours)]
    if not flags:
        return Reversion(found.now, found.after, changed)
    return Reversion(
        {**found.now, "episodes": {one: now[one] for one in flags}},
        {**found.after, "episodes": flags},
        changed,
    )
