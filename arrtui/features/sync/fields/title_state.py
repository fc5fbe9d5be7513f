"""The state of a title as data: everything of it that an API can write, by name. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from arrtui.features.sync.fields.file_facts import file_facts
from arrtui.features.sync.fields.names import writable_fields
from arrtui.features.sync.model import Fields, LeftOut, Side, SideTitle, Why


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
    """Return what is known and can be written of a title's own resource: no single episodes, no files."""
    fields = writable_fields(title.item, side.kind, title.profile, title.tags)
    return {name: value for name, value in fields.items() if value != ""}


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


def left_alone(why: Why, side: Side, title: SideTitle, reason: str) -> LeftOut:
    """Return that a title of a side is left as it is, and why."""
    item = title.item
    return LeftOut(why, side.instance, item.external_id, item.title, item.year, reason)
