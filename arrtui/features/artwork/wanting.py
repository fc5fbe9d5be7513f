"""Which images belong into a title's folder, by what was chosen and by whose names. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from arrtui.core.art_sources import OWN_SOURCES, OWNER, source_word
from arrtui.core.artwork import ACTOR_SLOT, ArtKind, ArtSlot, Asset, Placement, SlotChoice, slot_of
from arrtui.db.artwork.placements import PublishedFile
from arrtui.features.artwork.naming import (
    EXTENSIONS,
    KODI,
    actor_name,
    base_of,
    is_safe,
    published_names,
    who_cannot_read,
)


class DiskFile(Protocol):
    """A file as it is on the disk."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def changed_ns(self) -> int:
        """Change time; 0 where it is not known."""

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
    replaced: frozenset[str] = frozenset()
    """Hashes of what somebody wrote over published images, and which makes room for these again."""
    of_others: frozenset[PublishedFile] = frozenset()
    """What was published for other instances, which may have the same folders."""
    actors: bool = False
    """Whether pictures of actors are published."""
    sets_folder: str = ""
    """Kodi's folder of sets; empty where pictures of sets are not published."""


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
    nfos: Sequence[WantedFile] = ()
    """The NFO that are to be there."""
    set_folder: str = ""
    """Where pictures of the title's set are published; empty for nowhere."""
    taken: Collection[str] = ()
    """Pictures of the set that are published for another title of it, by their paths."""
    leaving: Sequence[str] = ()
    """Paths of NFO that would beat ours, and go to the recycle bin."""


def wanted_images(
    title: PublishTitle, assets: Mapping[str, Asset], rules: PublishRules
) -> tuple[list[WantedFile], list[str]]:
    """Return the images that are to be there, and what cannot be, as sentences."""
    wanted: dict[str, WantedFile] = {}
    refusals, series = [], title.is_series
    for text, choice in sorted(title.choices.items()):
        asset, slot = assets.get(choice.sha256), None if text.startswith(ACTOR_SLOT) else slot_of(text)
        asked = choice.by_owner and choice.provider != OWNER
        if asset is None or not (asked or (rules.actors if slot is None else slot.kind in rules.kinds)):
            continue
        readers = [
            player
            for player in rules.players
            if slot is None or slot.of_set or published_names(slot, "a", {player}, ".jpg", is_series=series)
        ]
        if unread_by := who_cannot_read(asset.extension, readers):
            is_read = len(unread_by) < len(readers)
            rest = "for the others it is published" if is_read else "it is not published"
            what = f"the {text} is a {asset.extension} file, which {' and '.join(unread_by)} cannot read"
            refusals.append(f"{title.title}: {what}; {rest}.")
            if not is_read:
                continue
        if slot is None:
            names = _actor_names(title, text.removeprefix(ACTOR_SLOT), asset.extension, rules)
        elif slot.of_set:
            path = f"{title.set_folder}/{slot.kind}{asset.extension}"
            is_free = title.set_folder and title.videos and path not in title.taken
            if is_free and not choice.by_owner and (other := _owned_beside(title, slot.kind, path)):
                refusals.append(
                    f"{title.title}: {other} is not of arrtui, so {path} is not written beside it."
                )
                continue
            names = iter([("", path)] if is_free else [])
        else:
            names = _names(title, slot, asset.extension, rules)
        is_own = choice.provider in OWN_SOURCES
        reason = "yours" if is_own else f"from {source_word(choice.provider)}"
        for base, name in names:
            if not is_safe(name.removeprefix("/") if title.set_folder else name):
                refusals.append(f"{title.title}: {name.rpartition('/')[2]} is no name that a disk takes.")
                continue
            file = WantedFile(name, text, asset.sha256, asset.size, base, asked, reason)
            wanted.setdefault(name, file)
    return list(wanted.values()), refusals


def _owned_beside(title: PublishTitle, kind: ArtKind, path: str) -> str:
    """Return a picture of a set that is not ours and that Kodi takes for the same; empty for none."""
    ours = {placement.relative_path for placement in title.placements} | {*title.taken, path}
    stems = ("poster", "folder") if kind is ArtKind.POSTER else (kind.value,)
    names = (f"{title.set_folder}/{stem}{ending}" for stem in stems for ending in EXTENSIONS[KODI])
    return next((name for name in names if name in title.files and name not in ours), "")


def _actor_names(
    title: PublishTitle, actor: str, extension: str, rules: PublishRules
) -> Iterator[tuple[str, str]]:
    """Yield the paths of an actor's picture: beside each film, or in the series folder. Kodi reads them."""
    name = actor_name(actor, extension)
    if not name or KODI not in rules.players:
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
