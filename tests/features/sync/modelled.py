"""A model of an instance that a plan is applied to: what the apps make of additions, updates and removals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from arrtui.core.domain import Item, Season
from arrtui.features.sync.model import Entry, Fields, Op, PlanDraft, Side, SideTitle

_OF_ITEM = ("monitored", "root_folder", "minimum_availability", "series_type", "monitor_new_items")


def apply_to(side: Side, draft: PlanDraft, known: Mapping[str, Mapping[str, bool]]) -> Side:
    """Return a side after every entry about it was applied.

    ``known`` are the episodes the app learns of a series that is added, by external id.
    """
    titles = {title.item.external_id: title for title in side.titles}
    episodes = {item: dict(flags) for item, flags in side.episodes.items()}
    for entry in draft.entries:
        if entry.instance != side.instance:
            continue
        if entry.op is Op.REMOVE:
            del titles[entry.external_id]
        else:
            old = titles.get(entry.external_id) or _new(entry, max([5000, *_ids(titles)]) + 1)
            if entry.op is Op.ADD:
                episodes[old.item.id] = dict(known.get(entry.external_id, {}))
            titles[entry.external_id] = title = _changed(old, entry.after)
            _set_episodes(episodes.setdefault(title.item.id, {}), old.item, entry.after)
    return replace(side, titles=tuple(titles.values()), episodes=episodes)


def _ids(titles: Mapping[str, SideTitle]) -> list[int]:
    return [title.item.id for title in titles.values()]


def _new(entry: Entry, number: int) -> SideTitle:
    item = Item(
        id=number, external_id=entry.external_id, title=entry.title, sort_title=entry.title, year=entry.year,
        path=f"/new/{entry.title} ({entry.year})",
    )  # fmt: skip
    seasons = tuple(Season(season_number=int(one)) for one in entry.after.get("seasons", {}))
    return SideTitle(msgspec.structs.replace(item, seasons=seasons), {})


def _changed(old: SideTitle, after: Fields) -> SideTitle:
    item = old.item
    values: dict[str, Any] = {name: after[name] for name in _OF_ITEM if name in after}
    if "root_folder" in after:
        values["path"] = f"{after['root_folder']}/{item.path.rpartition('/')[2]}"
    flags = after.get("seasons", {})
    values["seasons"] = tuple(
        msgspec.structs.replace(one, monitored=flags.get(str(one.season_number), one.monitored))
        for one in item.seasons
    )
    return replace(
        old,
        item=msgspec.structs.replace(item, **values),
        profiles={**old.profiles, "quality_profile": after.get("quality_profile", old.profile)},
        tags=tuple(after.get("tags", old.tags)),
    )


def _set_episodes(flags: dict[str, bool], before: Item, after: Fields) -> None:
    """Set a season's episodes with its flag where that changes, or is new; then single ones."""
    for key in flags:
        season = key.partition("x")[0]
        flags[key] = after.get("seasons", {}).get(season, flags[key])
    flags.update({key: flag for key, flag in after.get("episodes", {}).items() if key in flags})
