"""Which images belong into a title's folder, by what was chosen and by whose names. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple, Protocol

from arrtui.core.artwork import ArtSlot, Asset, Placement, SlotChoice, slot_of
from arrtui.db.artwork.placements import PublishedFile
from arrtui.features.artwork.naming import (
    ACTOR_SLOT,
    EXTENSIONS,
    KODI,
    SET_SLOT,
    actor_name,
    base_of,
    is_safe,
    published_names,
    set_name,
)

_ADOPTED = "owner"
"""Provider of a choice that lay in the folder."""


class DiskFile(Protocol):
    """A file as it is on the disk."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def mtime_ns(self) -> int:
        """When it was written last."""

    @property
    def is_plain(self) -> bool:
        """False for links, folders and devices."""


class TitleVideo(NamedTuple):
    """A film or an episode file as the app holds it."""

    relative_path: str
    season: int = 0
    episodes: tuple[int, ...] = ()

    @property
    def base(self) -> str:
        """Its path without extension."""
        return base_of(self.relative_path)


class PublishRules(NamedTuple):
    """What is published, and under whose names."""

    players: frozenset[str]
    kinds: frozenset[str]
    """Of artwork."""
    given: frozenset[str] = frozenset()
    """Hashes of files that are known and not the owner's."""
    of_others: frozenset[PublishedFile] = frozenset()
    """What was published for other instances, which may have the same folders."""
    actors: bool = False
    """Whether pictures of actors are published."""
    sets_folder: str = ""
    """Kodi's folder of sets of films; empty for none."""


class WantedFile(NamedTuple):
    """A file that is to be there."""

    relative_path: str
    slot: str
    sha256: str
    size: int
    base: str = ""
    asked: bool = False
    """Whether the owner asked for it in the place of whatever is there."""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PublishTitle:
    """A title with what was chosen and published, and what lies in its folder."""

    external_id: str
    title: str
    is_series: bool
    videos: Sequence[TitleVideo]
    choices: Mapping[str, SlotChoice]
    locks: frozenset[str]
    placements: Sequence[Placement]
    files: Mapping[str, DiskFile]
    """What lies in the folders of the title and its videos, by relative path."""
    set_name: str = ""
    """Of the set that a film belongs to; empty for none."""
    nfos: Sequence[WantedFile] = ()
    """The NFO that are to be there."""
    leaving: Sequence[str] = ()
    """Paths of NFO that would beat ours, and go to the recycle bin."""


def wanted_images(
    title: PublishTitle, assets: Mapping[str, Asset], rules: PublishRules
) -> tuple[list[WantedFile], list[str]]:
    """Return the images that are to be there, and what cannot be, as sentences."""
    wanted: dict[str, WantedFile] = {}
    refusals = []
    for text, choice in sorted(title.choices.items()):
        is_slot = not text.startswith((ACTOR_SLOT, SET_SLOT))
        asset, slot = assets.get(choice.sha256), slot_of(text) if is_slot else None
        asked = choice.by_owner and choice.provider != _ADOPTED
        if asset is None or not (slot is None or asked or slot.kind in rules.kinds):
            continue
        if not any(asset.extension in EXTENSIONS[player] for player in rules.players):
            refusals.append(
                f"{title.title}: the {text} is a {asset.extension} file, which players do not read."
            )
            continue
        if slot is None:
            names = _people_names(title, text, asset.extension, rules)
        else:
            names = _names(title, slot, asset.extension, rules)
        for base, name in names:
            if not is_safe(name.removeprefix("/")):
                refusals.append(f"{title.title}: {name.rpartition('/')[2]} is no name that a disk takes.")
                continue
            file = WantedFile(name, text, asset.sha256, asset.size, base, asked, f"from {choice.provider}")
            wanted.setdefault(name, file)
    return list(wanted.values()), refusals


def _people_names(
    title: PublishTitle, slot: str, extension: str, rules: PublishRules
) -> Iterator[tuple[str, str]]:
    """Yield the paths of a picture of an actor or a set, which Kodi reads.

    An actor's is beside each film, or in the series folder; a set's is in Kodi's folder of sets, once for
    all films of the set: the first that has it keeps it.
    """
    if KODI not in rules.players:
        return
    if slot.startswith(SET_SLOT):
        name = set_name(title.set_name, slot_of(slot.removeprefix(SET_SLOT)).kind, extension)
        path = str(PurePath(rules.sets_folder, name))
        own = {placement.relative_path for placement in title.placements}
        if rules.sets_folder and name and (path in own or path not in title.files):
            yield "", path
        return
    name = actor_name(slot.removeprefix(ACTOR_SLOT), extension)
    if not name or not rules.actors:
        return
    bases = [""] if title.is_series else [video.base for video in title.videos]
    for folder in dict.fromkeys(base.rpartition("/")[0] for base in bases):
        yield "", f"{folder}/{name}" if folder else name


def _names(
    title: PublishTitle, slot: ArtSlot, extension: str, rules: PublishRules
) -> Iterator[tuple[str, str]]:
    """Yield the video beside which an image goes, if any, and its path."""
    if slot.episode is not None:
        bases = [
            video.base
            for video in title.videos
            if video.season == slot.season and video.episodes[:1] == (slot.episode,)
        ]
    elif title.is_series:
        seasons = {video.season for video in title.videos}
        bases = [""] if title.videos and (slot.season is None or slot.season in seasons) else []
    else:
        bases = [video.base for video in title.videos]
    for base in bases:
        for name in published_names(slot, base, rules.players, extension, is_series=title.is_series):
            yield (base if name.startswith(f"{base}-") else "", name)
