"""The state of a title as data, by name: what an API can write of it, its checksum, entries on it. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import msgspec

from arrtui.core.apps import QUALITY
from arrtui.features.sync.fields.file_facts import file_facts
from arrtui.features.sync.fields.names import writable_fields
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

_encode = msgspec.json.Encoder().encode


def title_state(title: SideTitle, side: Side) -> Fields:
    """Return everything of a title that can be written again, episodes and files where they are loaded.

    A field that is not known is left out: a profile without a name, a folder that is none. Of the episodes
    only those are there that are monitored otherwise than their season.
    """
    fields = resource_state(title, side)
    flags = side.episodes.get(title.item.id, {})
    if single := single_episodes(flags, fields.get("seasons", {})):
        fields["episodes"] = single
    files = side.media.get(title.item.id, ())
    if facts := {file.relative_path: file_facts(file) for file in files if file.relative_path}:
        fields["files"] = facts
    return fields


def resource_state(title: SideTitle, side: Side) -> Fields:
    """Return what is known and can be written of a title's own resource: no single episodes, no files.

    Tags that a rule of the app owns are no part of it.
    """
    labels = own_tags(title, side)
    fields = writable_fields(title.item, side.kind, title.profiles, labels)
    return {name: value for name, value in fields.items() if value != ""}


def own_tags(title: SideTitle, side: Side) -> tuple[str, ...]:
    """Return the labels of a title that no rule of its app owns."""
    return tuple(label for label in title.tags if label not in side.rule_tags)


def episode_season(episode: str) -> str:
    """Return the season of an episode named ``SEASONxNUMBER``."""
    return episode.partition("x")[0]


def single_episodes(flags: Mapping[str, bool], seasons: Mapping[str, bool]) -> dict[str, bool]:
    """Return the episodes that are monitored otherwise than their season."""
    return {
        episode: flag for episode, flag in flags.items() if seasons.get(episode_season(episode)) is not flag
    }


def episodes_to_set(
    wanted: Mapping[str, bool], present: Mapping[str, bool], seasons: Mapping[str, bool]
) -> dict[str, bool]:
    """Return the episodes to set so that all are as ``wanted``, once the flags of ``seasons`` were written.

    Writing a season's flag sets all its episodes (S ``SeriesService.UpdateSeries``), so one that is as wanted
    now may have to be set afterwards, and one that is not may need nothing.
    """
    return {
        episode: flag
        for episode, flag in wanted.items()
        if episode in present and flag is not seasons.get(episode_season(episode), present[episode])
    }


def title_entry(title: SideTitle, side: Side, op: Op, reason: str, **values: Any) -> Entry:
    """Return an entry about a title, for the instance of ``side``; ``values`` are its other fields.

    A title without an external id is known by its id on the instance.
    """
    item = title.item
    return Entry(
        key=entry_key(side.instance, EntrySubject.ITEM, item.external_id or f"id{item.id}"),
        instance=side.instance,
        op=op,
        ident=item.external_id,
        title=item.title,
        year=item.year,
        reason=reason,
        **values,
    )


def present_entry(title: SideTitle, side: Side, op: Op, reason: str, **values: Any) -> Entry:
    """Return an entry about a title that ``side`` has: with its id there, its files and its checksum."""
    present = {"item_id": title.item.id, "files": title.files, "size": title.size}
    checksum = title_checksum(title, side)
    children = child_names(side, title, values.get("now", {}), values.get("after", {}))
    return title_entry(title, side, op, reason, **present, target_mark=checksum, children=children, **values)


def child_names(side: Side, title: SideTitle, *fields: Fields) -> dict[str, str]:
    """Return what the albums in fields of a title are called, by their keys; nothing of episodes."""
    keys = {key for values in fields for key in values.get("episodes") or ()}
    return {album.key: album.title for album in side.albums.get(title.item.id, ()) if album.key in keys}


def left_alone(why: Why, side: Side, title: SideTitle, reason: str) -> LeftOut:
    """Return that a title of a side is left as it is, and why."""
    item = title.item
    return LeftOut(why, side.instance, item.external_id, item.title, item.year, reason)


def title_checksum(title: SideTitle, side: Side) -> int:
    """Return a checksum of what a plan looks at in a title, never 0.

    Names only, so that it says the same of the title after its instance was set up anew; what changes by
    itself has no part in it, nor have single episodes, which are not always read.
    """
    item = title.item
    external_id = side.kind.app.external_id.to_wire(item.external_id)  # as stored marks were made
    facts = (
        side.kind, external_id, item.monitored, title.profile, own_tags(title, side), item.root_folder,
        item.path, item.minimum_availability, item.series_type, item.season_folder, item.monitor_new_items,
        [(season.season_number, season.monitored) for season in item.seasons], title.files,
        *(name for field, name in title.profiles.items() if name and field != QUALITY.name),
    )  # fmt: skip
    return zlib.crc32(_encode(facts)) or 1
