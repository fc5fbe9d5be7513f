"""A model of what the apps do with what is written to a title, and settings by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from arrtui.core.domain import Item, MediaFile, Season, Setting
from arrtui.features.sync.fields.file_facts import facts_rows
from arrtui.features.sync.fields.title_state import episode_season
from arrtui.features.sync.model import Entry, EntrySubject, Op, Side, SideTitle

ITEM_FIELDS = (
    *("monitored", "path", "root_folder", "minimum_availability", "series_type", "monitor_new_items"),
    "season_folder",
)


def setting(type: str, id: int, called: str = "", /, **body: Any) -> Setting:
    """Return a setting as it is stored."""
    return Setting(id=id, type=type, name=called, body={"id": id, **body})


def media_file(path: str, id: int = 1, **facts: Any) -> MediaFile:
    """Return a file with the facts a scan gives it."""
    values: dict[str, Any] = {
        "quality_id": 3, "quality": "WEBDL-1080p", "languages": ((1, "English"),), "release_group": "GRP",
    }  # fmt: skip
    return MediaFile(id=id, relative_path=path, size=10**9, **(values | facts))


def written(side: Side, entries: Iterable[Entry]) -> Side:
    """Return a side after updates, removals and additions of titles, as an app would have it."""
    for entry in entries:
        if entry.subject is EntrySubject.ITEM:
            side = _written(side, entry)
    return side


def _written(side: Side, entry: Entry) -> Side:
    external_id = entry.external_id
    if entry.op is Op.REMOVE:
        return replace(side, titles=tuple(one for one in side.titles if one.item.external_id != external_id))
    if entry.op is Op.ADD:
        return replace(side, titles=(*side.titles, _added(entry)))
    (title,) = (one for one in side.titles if one.item.external_id == external_id)
    new = _changed(title, entry.after)
    return replace(
        side,
        titles=tuple(new if one is title else one for one in side.titles),
        episodes={**side.episodes, title.item.id: _episodes(side, title, entry.after)},
        media={**side.media, title.item.id: _files(side, title, entry.after)},
    )


def _added(entry: Entry) -> SideTitle:
    item = Item(id=7_000 + int(entry.external_id), external_id=entry.external_id, title=entry.title)
    return _changed(SideTitle(item, {}), {"seasons": {}, **entry.after}, new=True)


def _changed(title: SideTitle, after: Mapping[str, Any], *, new: bool = False) -> SideTitle:
    values = {name: after[name] for name in ITEM_FIELDS if name in after}
    seasons = after.get("seasons", {})
    if new:
        flags = {int(number): flag for number, flag in seasons.items()}
    else:
        flags = {
            one.season_number: seasons.get(str(one.season_number), one.monitored)
            for one in title.item.seasons
        }
    values["seasons"] = tuple(Season(season_number=one, monitored=flag) for one, flag in flags.items())
    item = msgspec.structs.replace(title.item, **values)
    tags = tuple(after.get("tags", title.tags))
    field = "quality_profile"
    profiles = {**title.profiles, field: after.get(field, title.profile)}
    return SideTitle(item, profiles, tags, title.files, title.size)


def _episodes(side: Side, title: SideTitle, after: Mapping[str, Any]) -> dict[str, bool]:
    """Seasons first: an app sets all episodes of a season whose flag changes."""
    flags = dict(side.episodes.get(title.item.id, {}))
    old = {str(one.season_number): one.monitored for one in title.item.seasons}
    for number, flag in after.get("seasons", {}).items():
        if old.get(number) is not flag:
            flags |= {one: flag for one in flags if episode_season(one) == number}
    return flags | after.get("episodes", {})


def _files(side: Side, title: SideTitle, after: Mapping[str, Any]) -> tuple[MediaFile, ...]:
    files = side.media.get(title.item.id, ())
    rows = {row["id"]: row for row in facts_rows(after.get("files", {}), files).rows}
    return tuple(took(file, rows.get(file.id, {})) for file in files)


def took(file: MediaFile, row: Mapping[str, Any]) -> MediaFile:
    """Return a file after a row of ``PUT moviefile/bulk``; a scene name with spaces is not taken."""
    values: dict[str, Any] = {}
    for name, wire in (
        ("release_group", "releaseGroup"),
        ("edition", "edition"),
        ("indexer_flags", "indexerFlags"),
        ("release_type", "releaseType"),
    ):
        if row.get(wire) is not None:
            values[name] = row[wire]
    if " " not in row.get("sceneName", " "):
        values["scene_name"] = row["sceneName"]
    if "languages" in row:
        values["languages"] = tuple((one["id"], one["name"]) for one in row["languages"])
    if "quality" in row:
        quality, revision = row["quality"]["quality"], row["quality"]["revision"]
        values |= {"quality_id": quality["id"], "quality": quality["name"]}
        values |= {"revision": (revision["version"], revision["real"]), "is_repack": revision["isRepack"]}
    return msgspec.structs.replace(file, **values)
