"""Plan the restoring of an instance's titles to a snapshot. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from arrtui.features.sync.fields.albums import album_return
from arrtui.features.sync.fields.file_facts import facts_to_set, file_facts
from arrtui.features.sync.fields.match import match
from arrtui.features.sync.fields.metadata_profiles import (
    coming_albums,
    cost_sentence,
    dropped_by,
    listed_albums,
    lost_warning,
)
from arrtui.features.sync.fields.names import trim_path
from arrtui.features.sync.fields.single_values import field_names, flatten, same_value, unflatten
from arrtui.features.sync.fields.title_state import (
    child_names,
    episodes_to_set,
    left_alone,
    present_entry,
    resource_state,
    title_checksum,
    title_entry,
    title_state,
)
from arrtui.features.sync.model import Entry, Fields, LeftOut, Op, Side, SideTitle, Why


@dataclass
class TitlePlan:
    """Entries that restore titles, and what is left alone."""

    adds: list[Entry] = field(default_factory=list)
    updates: list[Entry] = field(default_factory=list)
    albums: list[Entry] = field(default_factory=list)
    """Single albums that come back to artists that stayed."""
    left_out: list[LeftOut] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    """Titles that cannot be told from others, as sentences."""
    lost_files: int = 0
    """Files the snapshot has of titles that are still there, which the app does not have now."""
    added_back: list[SideTitle] = field(default_factory=list)
    """The titles of ``adds``, as they were."""


def restore_titles(then: Side, now: Side) -> TitlePlan:
    """Return what is added again and changed back; titles that only ``now`` has stay as they are."""
    matched = match(then, now)
    holders = {trim_path(title.item.path): title for title in now.titles if title.item.path}
    plan = TitlePlan(notes=matched.notes, added_back=matched.only_source)
    plan.adds += [_addition(title, then, now, holders) for title in matched.only_source]
    plan.left_out += [left_out for _, left_out in matched.unmatched]
    for title, present in matched.both:
        _compare(plan, title, then, present, now)
    kept = "It was added since the backup, and stays."
    plan.left_out += [left_alone(Why.KEPT, now, title, kept) for title in matched.only_target]
    return plan


def _addition(title: SideTitle, then: Side, now: Side, holders: Mapping[str, SideTitle]) -> Entry:
    warnings = []
    if title.item.external_id in now.exclusions:
        warnings.append(
            f"It is on the exclusion list of {now.instance}, and stays on it; it is added all the same."
        )
    if not title.profile:
        warnings.append("Its quality profile is not in the backup: choose one before applying.")
    if holder := holders.get(trim_path(title.item.path)):
        warnings.append(
            f"Its folder {title.item.path} is that of {holder.item.title} now, so the app will refuse it."
        )
    if lost := lost_warning(title, then):
        warnings.append(lost)
    after = title_state(title, then)
    return title_entry(
        title,
        now,
        Op.ADD,
        f"{then.label} has it; {now.instance} does not have it any more.",
        after=after,
        warnings=tuple(warnings),
        source_mark=title_checksum(title, then),
        children=child_names(then, title, after),
    )


def _compare(plan: TitlePlan, title: SideTitle, then: Side, present: SideTitle, now: Side) -> None:
    """Add the entry that restores a title, or that it is as it was."""
    present_files = {file.relative_path: file for file in now.media.get(present.item.id, ())}
    old_files = {file.relative_path: file for file in then.media.get(title.item.id, ())}
    if now.media:
        plan.lost_files += len(old_files.keys() - present_files.keys())
    before, after = _differences(title, then, present, now)
    for path, file in old_files.items():
        if path in present_files and (facts := facts_to_set(file_facts(file), present_files[path])):
            present_facts = file_facts(present_files[path])
            after.setdefault("files", {})[path] = facts
            before.setdefault("files", {})[path] = {name: present_facts[name] for name in facts}
    albums = list(_albums_back(title, then, present, now, after.get("episodes", {})))
    plan.albums += albums
    if not after and not albums:
        reason = f"It is as in {then.label}."
        plan.left_out.append(left_alone(Why.SAME, now, present, reason))
        return
    if after:
        plan.updates.append(_update(title, then, present, now, before, after))


def _albums_back(
    title: SideTitle, then: Side, present: SideTitle, now: Side, coming: Collection[str]
) -> Iterator[Entry]:
    """Yield entries that let in again what an artist has lost of albums that its profile allows.

    ``coming`` are those that come with another change of the artist. What was on the exclusion list then too
    stays on it.
    """
    flags, lost = then.episodes.get(title.item.id, {}), listed_albums(title, then)
    here = now.episodes.get(present.item.id, {}).keys() | {*coming} | then.exclusions.keys()
    for album in (album for album in lost if album.key not in here and album.key in flags):
        excluded = album.key in now.exclusions
        warning = f"It is on the exclusion list of {now.instance}, and is taken off it." if excluded else ""
        reason = f"{then.label} has it; {now.instance} does not have it any more."
        yield album_return(
            present,
            album,
            now,
            reason,
            monitored=flags[album.key],
            warnings=tuple(filter(None, [warning])),
        )


def _differences(title: SideTitle, then: Side, present: SideTitle, now: Side) -> tuple[Fields, Fields]:
    """Return the writable fields that differ: as they are now, and as they were.

    Seasons and episodes that only one side has do not count: those that came since keep their state, except
    that the app sets all episodes of a season whose flag is written.
    """
    present_values = flatten(resource_state(present, now))
    differ = {
        place: value
        for place, value in flatten(resource_state(title, then)).items()
        if not same_value(place, value, present_values.get(place))
        and (place[0] != "seasons" or place in present_values)
    }
    roots = {trim_path(root.path) for side in (then, now) for root in side.roots}
    if ("path",) not in differ or trim_path(title.item.root_folder) not in roots:
        differ.pop(("root_folder",), None)  # it follows from the folder
    after = unflatten(differ)
    present_episodes = now.episodes.get(present.item.id, {})
    flags = episodes_to_set(then.episodes.get(title.item.id, {}), present_episodes, after.get("seasons", {}))
    before = unflatten({place: present_values.get(place) for place in differ})
    coming = coming_albums(
        after,
        now,
        present.item.id,
        then.albums.get(title.item.id, ()),
        then.episodes.get(title.item.id, {}),
    )
    if flags or coming:
        after["episodes"] = {**flags, **coming}
        before["episodes"] = {episode: present_episodes[episode] for episode in flags}
    return before, after


def _update(
    title: SideTitle, then: Side, present: SideTitle, now: Side, before: Fields, after: Fields
) -> Entry:
    """Return the entry that changes a title back.

    A title that has files now has them in its folder of now, so they go back with it; one that has none may
    have been given another folder without them, and they lie where they were.
    """
    moves = "path" in after and present.files > 0
    moved = f"The app moves its files to {after['path']}." if moves else ""
    dropped = dropped_by(after, now, present.item.id)
    entry = present_entry(
        present,
        now,
        Op.UPDATE,
        f"It is not as in {then.label}: {field_names(after, now.kind.app.unit)}.",
        now=before,
        after=after,
        move_files=moves,
        warnings=tuple(filter(None, (moved, cost_sentence(now.kind.app, *dropped)))),
        costs=len(dropped[1]),
        source_mark=title_checksum(title, then),
    )
    return msgspec.structs.replace(entry, children={**child_names(then, title, after), **entry.children})
