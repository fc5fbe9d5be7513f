"""Bring together what is known of titles and what lies in their folders, and plan what is published.

Reads the database and disks; blocks. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from arrtui.core.artwork import Asset, Placement, PublishEntry, SlotChoice
from arrtui.core.config import InstanceConfig
from arrtui.db import media
from arrtui.db.artwork import assets, placements, slots
from arrtui.db.artwork.publish_facts import PublishFacts, publish_facts
from arrtui.db.media import TrailerTitle
from arrtui.features.artwork.naming import is_safe
from arrtui.features.artwork.planning import FolderPlan, plan_title
from arrtui.features.artwork.wanting import PublishRules, PublishTitle, TitleVideo
from arrtui.media.access import reason_of
from arrtui.media.art_placing import hash_of, list_files
from arrtui.media.mapping import PathMapper


@dataclass(frozen=True)
class PublishFolder:
    """A title whose folder is on this machine."""

    title: TrailerTitle
    folder: Path


@dataclass(frozen=True)
class KnownTitle:
    """A title with what is stored of it."""

    place: PublishFolder
    records: PublishFacts
    choices: Mapping[str, SlotChoice]
    locks: frozenset[str]
    placements: Sequence[Placement]


@dataclass(frozen=True)
class Planned:
    """A title, and what publishing does to its folder."""

    facts: KnownTitle
    plan: FolderPlan
    assets: Mapping[str, Asset]
    """The cached files among its entries, by hash."""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    """Of the NFO among its entries, by hash."""

    @property
    def folder(self) -> Path:
        """The title's folder."""
        return self.facts.place.folder


def titles_of(instance: InstanceConfig, external_ids: Sequence[str] = ()) -> list[PublishFolder]:
    """Return the titles of an instance, some or all, that have files and a folder on this machine."""
    mapper, wanted = PathMapper(instance.path_mapping), set(external_ids)
    titles = [title for title in media.trailer_titles([instance.name]) if title.files]
    places = ((title, mapper.local(title.path)) for title in titles)
    return [
        PublishFolder(title, Path(path))
        for title, path in places
        if path and (not wanted or title.external_id in wanted)
    ]


def stored_facts(instance: str, places: Sequence[PublishFolder]) -> tuple[list[KnownTitle], dict[str, Asset]]:
    """Return what is stored of titles, and the cached files that are theirs or published by hash."""
    ids = [place.title.external_id for place in places]
    records, placed = publish_facts(instance, ids), placements.placements(instance, ids)
    choices, locks = slots.choices(instance, ids), slots.locks(instance, ids)
    titles = [
        KnownTitle(
            place,
            records[external_id],
            choices.get(external_id, {}),
            frozenset(locks.get(external_id, ())),
            placed.get(external_id, ()),
        )
        for place, external_id in zip(places, ids, strict=True)
        if external_id in records
    ]
    hashes = {choice.sha256 for title in titles for choice in title.choices.values() if choice.sha256}
    hashes |= {placement.sha256 for title in titles for placement in title.placements}
    return titles, assets.assets(sorted(hashes))


def videos_of(records: PublishFacts) -> tuple[TitleVideo, ...]:
    """Return the videos that an app holds of a title. Pure."""
    episodes: dict[int, list[int]] = {}
    for episode in records.episodes:
        episodes.setdefault(episode.file_id, []).append(episode.number)
    videos = (
        TitleVideo(file.relative_path.replace("\\", "/"), file.season, tuple(episodes.get(file.id, ())))
        for file in records.files
    )
    return tuple(video for video in videos if is_safe(video.relative_path))


def plan_folder(
    facts: KnownTitle,
    known: Mapping[str, Asset],
    rules: PublishRules,
    now: float,
    *,
    is_series: bool,
) -> Planned:
    """Read a title's folder and return what publishing does to it."""
    place, videos = facts.place, videos_of(facts.records)
    try:
        files = list_files(place.folder, {video.relative_path.rpartition("/")[0] for video in videos})
    except OSError as error:
        refusal = f"{place.title.title}: {place.folder} cannot be read: {reason_of(error)}."
        return Planned(facts, FolderPlan(refusals=[refusal]), known)
    title = PublishTitle(
        external_id=place.title.external_id,
        title=place.title.title,
        is_series=is_series,
        videos=videos,
        choices=facts.choices,
        locks=facts.locks,
        placements=facts.placements,
        files=files,
    )
    read: Callable[[str], str] = partial(_hash_below, place.folder)
    return Planned(facts, plan_title(title, known, rules, read, now), known)


def _hash_below(folder: Path, relative_path: str) -> str:
    return hash_of(folder / relative_path)


def only_with(planned: Planned, keep: Callable[[PublishEntry], bool]) -> Planned:
    """Return a plan with only those of its entries that are to be kept."""
    entries = [entry for entry in planned.plan.entries if keep(entry)]
    return replace(planned, plan=replace(planned.plan, entries=entries))
