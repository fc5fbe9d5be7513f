"""Bring together what is known of titles and what lies in their folders, and plan what is published.

Reads the database and disks; blocks. Nothing is changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from msgspec.structs import replace as replace_entry

from arrtui.core.apps import App
from arrtui.core.artwork import (
    ACTOR_SLOT,
    FIELD_LOCK,
    NFO_EXTENSION,
    SET_SLOT,
    Asset,
    AssetOrigin,
    MetadataField,
    Placement,
    PublishAction,
    PublishEntry,
    SlotChoice,
)
from arrtui.core.config import InstanceConfig
from arrtui.db import media
from arrtui.db.artwork import assets, metadata, placements, slots
from arrtui.db.artwork.publish_facts import PublishFacts, publish_facts
from arrtui.db.artwork.sets import SetFile
from arrtui.db.artwork.slots import is_locked
from arrtui.db.media import TrailerTitle
from arrtui.features.artwork.album_folders import bases_of
from arrtui.features.artwork.composing import set_title
from arrtui.features.artwork.foretelling import goes_with_video
from arrtui.features.artwork.naming import is_safe
from arrtui.features.artwork.nfo_planning import NfoPlan, NfoRules, NfoSource, ReadKept, plan_nfos
from arrtui.features.artwork.planning import FolderPlan, as_found, plan_title
from arrtui.features.artwork.set_sharing import SetsFolder, SetShare, is_elsewhere, set_of_nfo
from arrtui.features.artwork.unpublishing import plan_back
from arrtui.features.artwork.wanting import PublishRules, PublishTitle, TitleVideo
from arrtui.media.access import reason_of
from arrtui.media.art_placing import ACTORS_FOLDER, FileFacts, hash_of, list_files, read_small
from arrtui.media.mapping import PathMapper
from arrtui.media.moving import WORK_FOLDER

_PUTTING = (PublishAction.WRITE, PublishAction.REPLACE, PublishAction.UPDATE, PublishAction.RENAME)
MOST_NFO = 4_000_000
"""Bytes of an NFO; a larger file is none."""


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
    fields: Mapping[str, Sequence[MetadataField]]
    """Metadata by part of the title: empty, ``s01e02``."""
    nfo_set: str = ""
    """The set that the NFO in its folder names."""


@dataclass(frozen=True)
class Planned:
    """A title, and what publishing does to its folder."""

    facts: KnownTitle
    plan: FolderPlan
    assets: Mapping[str, Asset]
    """The cached files among its entries, by hash."""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    """Of the NFO that are to be there, by hash."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What each NFO is made of, by path."""
    inherited: Sequence[SetFile] = ()
    """Pictures of its set that were noted for titles that are gone, and are for this one now."""
    without_nfo: int = 0
    """Films, series and episode files that have no NFO and get none."""

    leftovers: bool = False
    """Whether the title's work folder is there: something that was cut off may lie in it."""

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
    fields: defaultdict[str, dict[str, list[MetadataField]]] = defaultdict(dict)
    set_names: dict[str, str] = {}
    for (external_id, part), values in metadata.all_fields(instance, ids).items():
        fields[external_id][part] = metadata.winners(values)
        if not part:
            set_names[external_id] = set_of_nfo(values)
    titles = [
        KnownTitle(
            place,
            records[external_id],
            choices.get(external_id, {}),
            frozenset(locks.get(external_id, ())),
            placed.get(external_id, ()),
            fields[external_id],
            set_names.get(external_id, ""),
        )
        for place, external_id in zip(places, ids, strict=True)
        if external_id in records
    ]
    hashes = {choice.sha256 for title in titles for choice in title.choices.values() if choice.sha256}
    hashes |= {placement.sha256 for title in titles for placement in title.placements}
    return titles, assets.assets(sorted(hashes))


def videos_of(records: PublishFacts) -> tuple[TitleVideo, ...]:
    """Return the videos, or the music, that an app holds of a title. Pure."""
    episodes: dict[int, list[int]] = {}
    for episode in records.episodes:
        episodes.setdefault(episode.file_id, []).append(episode.number)
    albums = {episode.id: episode for episode in records.episodes if episode.external_id}
    videos = (
        TitleVideo(file.relative_path.replace("\\", "/"), album.season, (album.number,))
        if (album := albums.get(file.album_id)) is not None
        else TitleVideo(file.relative_path.replace("\\", "/"), file.season, tuple(episodes.get(file.id, ())))
        for file in records.files
    )
    return tuple(video for video in videos if is_safe(video.relative_path))


class FolderPlanner:
    """Plans what publishing does to titles' folders; reads the folders and the NFO in them."""

    def __init__(
        self,
        app: App,
        known: Mapping[str, Asset],
        rules: PublishRules,
        nfo: NfoRules,
        read_kept: ReadKept,
        sets: SetsFolder,
    ) -> None:
        """``known``: the kept files that titles chose or that are published, by hash."""
        self._app = app
        self._sets = sets
        self._known = known
        self._rules = rules
        self._nfo = nfo
        self._read_kept = read_kept

    def plan(self, facts: KnownTitle, now: float) -> Planned:
        """Return what publishing does to the folder of a title. Blocks; changes nothing."""
        facts = replace(facts, placements=self._sets.reachable(facts.placements))
        place, videos = facts.place, videos_of(facts.records)
        files = _files(facts, bases_of((video.keyed for video in videos), self._app.art.form))
        if isinstance(files, str):
            return Planned(facts, FolderPlan(refusals=[files]), self._known)
        read: Callable[[str], str] = partial(_hash_below, place.folder)
        facts = replace(facts, placements=as_found(facts.placements, files, read))
        nfos = self._nfos(facts, files)
        share = self._share(facts, writes_nfo=bool(nfos.wanted))
        files |= share.files
        facts = replace(facts, placements=[*facts.placements, *share.inherited_placements])
        title = PublishTitle(
            external_id=place.title.external_id,
            title=place.title.title,
            form=self._app.art.form,
            videos=videos,
            choices=facts.choices,
            locks=facts.locks,
            placements=facts.placements,
            files=files,
            nfos=nfos.wanted,
            leaving=nfos.leaving,
            set_folder=share.folder,
            taken=share.taken,
            albums={(part.season, part.number): part.title for part in facts.records.episodes},
        )
        plan = plan_title(title, self._known, self._rules, read, now)
        plan.refusals += share.refusals
        plan.settled[:0] = share.inherited_placements
        touched = [entry.relative_path for entry in plan.entries]
        touched += [placement.relative_path for placement in share.inherited_placements]
        self._sets.claim(place.title.external_id, touched)
        kind = partial(Asset, extension=NFO_EXTENSION, origin=AssetOrigin.NFO, added_at=now)
        made = {digest: kind(sha256=digest, size=len(content)) for digest, content in nfos.contents.items()}
        return Planned(
            facts,
            plan,
            {**self._known, **made},
            nfos.contents,
            nfos.marks,
            share.inherited,
            nfos.without,
            leftovers=WORK_FOLDER in files,
        )

    def plan_back(self, facts: KnownTitle, _now: float) -> Planned:
        """Return how what was published of a title is taken back. Blocks; changes nothing."""
        facts = replace(facts, placements=self._sets.reachable(facts.placements))
        files = _files(facts, ())
        if isinstance(files, str):
            return Planned(facts, FolderPlan(refusals=[files]), self._known)
        read: Callable[[str], str] = partial(_hash_below, facts.place.folder)
        facts = replace(facts, placements=as_found(facts.placements, files, read))
        plan = plan_back(facts.place.title.title, facts.placements, facts.locks, files, read)
        return Planned(facts, plan, self._known, leftovers=WORK_FOLDER in files)

    def _share(self, facts: KnownTitle, *, writes_nfo: bool) -> SetShare:
        """Return what of the pictures of its set is a title's. Blocks."""
        if not any(slot.startswith(SET_SLOT) for slot in facts.choices):
            return SetShare()
        name = set_title(facts.records.item, facts.fields.get("", ()))
        is_kept = not writes_nfo or is_locked(facts.locks, f"{FIELD_LOCK}set")
        return self._sets.share(facts.place.title, (is_kept and facts.nfo_set) or name)

    def _nfos(self, facts: KnownTitle, files: Mapping[str, FileFacts]) -> NfoPlan:
        source = NfoSource(
            app=self._app,
            records=facts.records,
            fields=facts.fields,
            locks=facts.locks,
            placements={placement.relative_path: placement for placement in facts.placements},
            files=files,
            read=partial(_read_below, facts.place.folder),
            read_kept=self._read_kept,
        )
        return plan_nfos(source, self._nfo)


def with_fates(planned: Planned, app: App) -> Planned:
    """Return a plan whose lines say what the app does to their files when it replaces a video."""
    videos = [video.relative_path for video in videos_of(planned.facts.records)]
    entries = []
    for entry in planned.plan.entries:
        path = entry.relative_path
        goes = not is_elsewhere(path) and goes_with_video(app, planned.folder.name, path, videos)
        fate = "upgrades take it, and it is brought back" if goes else "upgrades leave it alone"
        if not app.extras.is_recorded:
            fate = f"what {app.name} does to it was not recorded, so it is looked at after each event"
        is_put = entry.action in _PUTTING and entry.sha256
        entries.append(replace_entry(entry, reason=f"{entry.reason}; {fate}") if is_put else entry)
    return replace(planned, plan=replace(planned.plan, entries=entries))


def _files(facts: KnownTitle, bases: Collection[str]) -> dict[str, FileFacts] | str:
    """Return what lies where a title's videos and published files are, or why that cannot be told."""
    paths = [*bases]
    paths += [placement.relative_path for placement in facts.placements]
    if any(slot.startswith(ACTOR_SLOT) for slot in facts.choices):
        folders = {path.rpartition("/")[0] for path in paths}
        paths += [f"{folder}/{ACTORS_FOLDER}/".lstrip("/") for folder in folders]
    try:
        return list_files(facts.place.folder, {path.rpartition("/")[0] for path in paths})
    except OSError as error:
        return f"{facts.place.title.title}: {facts.place.folder} cannot be read: {reason_of(error)}."


def _read_below(folder: Path, relative_path: str) -> bytes:
    """Return the content of an NFO; empty for what is too large for one or cannot be read."""
    return read_small(folder / relative_path, MOST_NFO)


def _hash_below(folder: Path, relative_path: str) -> str:
    return hash_of(folder / relative_path)


def only_with(planned: Planned, keep: Callable[[PublishEntry], bool]) -> Planned:
    """Return a plan with only those of its entries that are to be kept."""
    entries = [entry for entry in planned.plan.entries if keep(entry)]
    return replace(planned, plan=replace(planned.plan, entries=entries))
