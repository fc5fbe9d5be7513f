"""What changing an artist's metadata profile, or removing an artist, takes of albums. Pure.

A refresh deletes the albums that the profile does not allow and that have no files; under the wider profile
again they come back with new ids, monitored as new ones are (LIDARR_API 0). What a profile allows is told by
``SkyHookProxy.FilterAlbums``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from arrtui.core.albums import Album
from arrtui.core.apps import TITLE_PROFILES, App
from arrtui.features.sync.fields.setting_index import ident_name, ident_type
from arrtui.features.sync.model import Entry, EntrySubject, Op, Side, SideTitle

DROPPING = frozenset(profile.name for profile in TITLE_PROFILES if profile.drops_children)
"""Fields of the profiles whose change may cost children."""
STUDIO = "Studio"
"""What an album without a secondary type counts as."""
_LISTS = (
    ("primaryAlbumTypes", "albumType"),
    ("secondaryAlbumTypes", "albumType"),
    ("releaseStatuses", "releaseStatus"),
)
"""The lists of a profile, and where an item names what it allows."""
_MOST_NAMED = 5


def allows(profile: Mapping[str, Any], album: Album) -> bool:
    """Return whether a profile takes an album: its type, one of its secondary types, one of its releases."""
    types, secondary_types, statuses = (
        {item[member]["name"] for item in profile.get(name) or () if item.get("allowed")}
        for name, member in _LISTS
    )
    return (
        album.type in types
        and not secondary_types.isdisjoint(album.secondary_types or (STUDIO,))
        and not statuses.isdisjoint(album.release_statuses)
    )


def dropped_albums(profile: Mapping[str, Any], albums: Iterable[Album]) -> list[Album]:
    """Return the albums that the next refresh deletes under a profile, by title."""
    dropped = [album for album in albums if not album.has_files and not allows(profile, album)]
    return sorted(dropped, key=lambda album: (album.title, album.key))


def dropped_by(after: Mapping[str, Any], side: Side, item_id: int) -> tuple[str, list[Album]]:
    """Return the profile, in words, under which a change of a title of a side costs albums, and these."""
    for kind in side.kind.app.profiles:
        name = after.get(kind.name) if kind.drops_children else None
        for setting in side.settings if name else ():
            if setting.type == kind.type.value and setting.name == name:
                albums = dropped_albums(setting.body, side.albums.get(item_id, ()))
                return f"{kind.word} {name}", albums
    return "", []


def listed_albums(title: SideTitle, side: Side) -> list[Album]:
    """Return the albums of a title of a side that a refresh of it brings, as its profile allows them."""
    kinds = [kind for kind in side.kind.app.profiles if kind.drops_children]
    names = {(kind.type.value, title.profiles.get(kind.name)) for kind in kinds}
    profiles = [row.body for row in side.settings if (row.type, row.name) in names]
    albums = side.albums.get(title.item.id, ())
    return [album for album in albums if any(allows(profile, album) for profile in profiles)]


def lost_warning(title: SideTitle, side: Side) -> str:
    """Return which albums a title of a side does not get again once it is gone; empty for none.

    Files alone had kept them: its profile does not allow them.
    """
    albums = tuple(album._replace(has_files=False) for album in side.albums.get(title.item.id, ()))
    bare = replace(side, albums={title.item.id: albums})
    profile, lost = dropped_by(title.profiles, bare, title.item.id)
    if not lost:
        return ""
    several = (
        f"{side.kind.app.unit.count(len(lost))} that the {profile} does not allow and only files had kept"
    )
    return f"{several} cannot come back: {_some([album.title for album in lost])}."


def with_cost(entry: Entry, side: Side) -> Entry:
    """Return an entry on a side, a change of a profile with what it costs of the titles that have it."""
    if entry.subject is not EntrySubject.SETTING or entry.op is not Op.UPDATE:
        return entry
    type_, name = ident_type(entry.ident), ident_name(entry.ident)
    kind = next((kind for kind in side.kind.app.profiles if kind.drops_children and kind.type is type_), None)
    settings = (row for row in side.settings if kind and (row.type, row.name) == (kind.type.value, name))
    setting = next(settings, None)
    if kind is None or setting is None:
        return entry
    owners = (title.item.id for title in side.titles if title.profiles.get(kind.name) == name)
    albums = [album for item_id in owners for album in side.albums.get(item_id, ())]
    dropped = dropped_albums({**setting.body, **(entry.after.get("body") or {})}, albums)
    warnings = (
        *entry.warnings,
        *filter(None, [cost_sentence(side.kind.app, f"{kind.word} {name}", dropped)]),
    )
    return msgspec.structs.replace(entry, costs=len(dropped), warnings=warnings)


def drop_warning(after: Mapping[str, Any], side: Side, item_id: int) -> str:
    """Return which albums a change of a title costs with the next refresh, as a sentence; empty for none."""
    return cost_sentence(side.kind.app, *dropped_by(after, side, item_id))


def cost_sentence(app: App, profile: str, dropped: Sequence[Album]) -> str:
    """Return which albums the next refresh of an app deletes under a profile, as a sentence; else nothing."""
    if not dropped:
        return ""
    goes = f"The next refresh deletes {app.unit.count(len(dropped))} without files"
    return f"{goes}, which the {profile} does not allow: {_some([album.title for album in dropped])}."


def _some(titles: Sequence[str]) -> str:
    return f"{', '.join(titles[:_MOST_NAMED])}{' …' if len(titles) > _MOST_NAMED else ''}"


def coming_albums(
    after: Mapping[str, Any], side: Side, item_id: int, former: Iterable[Album], flags: Mapping[str, bool]
) -> dict[str, bool]:
    """Return which of ``former`` albums a change of a title of a side lets in, and how they are to be set.

    Those on its exclusion list do not come. ``flags`` are those of the other side or time that has them.
    """
    present = side.episodes.get(item_id, {})
    return {
        album.key: flags[album.key]
        for kind in side.kind.app.profiles
        for setting in side.settings
        if kind.drops_children and (setting.type, setting.name) == (kind.type.value, after.get(kind.name))
        for album in former
        if album.key in flags and album.key not in present and album.key not in side.exclusions
        if allows(setting.body, album)
    }


def lost_albums(entry: Entry, side: Side) -> int:
    """Return how many albums an entry takes: itself, all of an artist, or what a profile drops."""
    if entry.subject is EntrySubject.ALBUM:
        return entry.op is Op.REMOVE
    if entry.op is Op.REMOVE:
        return len(side.albums.get(entry.item_id, ()))
    return len(dropped_by(entry.after, side, entry.item_id)[1]) if entry.op is Op.UPDATE else 0
