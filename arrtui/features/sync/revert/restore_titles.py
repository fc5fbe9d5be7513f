"""What brings the titles of an instance back to a snapshot of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from arrtui.features.sync.fields.file_facts import facts_to_set, file_facts
from arrtui.features.sync.fields.match import match
from arrtui.features.sync.fields.names import trim_path
from arrtui.features.sync.fields.single_values import Place, flatten, place_names, same_value, unflatten
from arrtui.features.sync.fields.title_state import (
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
    LeftOut,
    Op,
    Side,
    SideTitle,
    Why,
    entry_key,
)


@dataclass
class TitlePlan:
    """What restoring titles takes."""

    adds: list[Entry] = field(default_factory=list)
    updates: list[Entry] = field(default_factory=list)
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


# --- titles that are gone --------------------------------------------------------------------------------


def _addition(title: SideTitle, then: Side, now: Side, holders: Mapping[str, SideTitle]) -> Entry:
    item = title.item
    return Entry(
        key=entry_key(now.instance, EntrySubject.ITEM, item.external_id),
        instance=now.instance,
        op=Op.ADD,
        ident=item.external_id,
        title=item.title,
        year=item.year,
        reason=f"{then.label} has it; {now.instance} does not have it any more.",
        after=title_state(title, then),
        warnings=tuple(_add_warnings(title, now, holders.get(trim_path(item.path)))),
        source_mark=title_checksum(title, then),
    )


def _add_warnings(title: SideTitle, now: Side, holder: SideTitle | None) -> Iterable[str]:
    if title.item.external_id in now.exclusions:
        yield f"It is on the exclusion list of {now.instance}, and stays on it; it is added all the same."
    if not title.profile:
        yield "Its quality profile is not in the backup: choose one before applying."
    if holder is not None:
        yield f"Its folder {title.item.path} is that of {holder.item.title} now, so the app will refuse it."


# --- titles that are still there -------------------------------------------------------------------------


def _compare(plan: TitlePlan, title: SideTitle, then: Side, present: SideTitle, now: Side) -> None:
    """Note what brings a title back, or that it is as it was."""
    files, lost = _files(title, then, present, now)
    plan.lost_files += lost
    before, after = _differences(title, then, present, now)
    if files:
        present_facts = {file.relative_path: file_facts(file) for file in now.media[present.item.id]}
        after["files"] = files
        before["files"] = {
            path: {name: present_facts[path][name] for name in facts} for path, facts in files.items()
        }
    if not after:
        reason = f"It is as in {then.label}."
        plan.left_out.append(left_alone(Why.SAME, now, present, reason))
        return
    plan.updates.append(_update(title, then, present, now, before, after))


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
    if ("path",) not in differ or _root_of(title) not in _registered(then, now):
        differ.pop(("root_folder",), None)  # it follows from the folder
    after = unflatten(differ)
    present_episodes = now.episodes.get(present.item.id, {})
    flags = episodes_to_set(then.episodes.get(title.item.id, {}), present_episodes, after.get("seasons", {}))
    before = unflatten({place: present_values.get(place) for place in differ})
    if flags:
        after["episodes"] = flags
        before["episodes"] = {episode: present_episodes[episode] for episode in flags}
    return before, after


def _root_of(title: SideTitle) -> str:
    return trim_path(title.item.root_folder)


def _registered(*sides: Side) -> set[str]:
    return {trim_path(root.path) for side in sides for root in side.roots}


def _files(title: SideTitle, then: Side, present: SideTitle, now: Side) -> tuple[dict[str, Fields], int]:
    """Return the facts to give back by path, and how many files are gone."""
    present_files = {file.relative_path: file for file in now.media.get(present.item.id, ())}
    facts: dict[str, Fields] = {}
    old = then.media.get(title.item.id, ())
    for file in old:
        if file.relative_path in present_files:
            facts[file.relative_path] = facts_to_set(file_facts(file), present_files[file.relative_path])
    loaded = bool(now.media) or not old
    lost = sum(file.relative_path not in present_files for file in old) if loaded else 0
    return {path: changed_facts for path, changed_facts in facts.items() if changed_facts}, lost


def _update(
    title: SideTitle, then: Side, present: SideTitle, now: Side, before: Fields, after: Fields
) -> Entry:
    """Return the entry that changes a title back.

    A title that has files now has them in its folder of now, so they go back with it; one that has none may
    have been given another folder without them, and they lie where they were.
    """
    moves = "path" in after and present.files > 0
    return Entry(
        key=entry_key(now.instance, EntrySubject.ITEM, present.item.external_id),
        instance=now.instance,
        op=Op.UPDATE,
        ident=present.item.external_id,
        item_id=present.item.id,
        title=present.item.title,
        year=present.item.year,
        reason=f"It is not as in {then.label}: {_named(flatten(after))}.",
        now=before,
        after=after,
        move_files=moves,
        warnings=(f"The app moves its files to {after['path']}.",) if moves else (),
        files=present.files,
        size=present.size,
        source_mark=title_checksum(title, then),
        target_mark=title_checksum(present, now),
    )


def _named(places: Iterable[Place]) -> str:
    """Return what differs in few words: one for all seasons, episodes and files."""
    return place_names(dict.fromkeys((place[0],) for place in places))
