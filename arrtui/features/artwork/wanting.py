"""Which images belong into a title's folder, by what was chosen and by whose names. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

from arrtui.core.art_layouts import ARTIST_ART, TitleForm
from arrtui.core.art_sources import OWN_SOURCES, OWNER, source_word
from arrtui.core.artwork import ACTOR_SLOT, ArtKind, ArtSlot, Asset, Placement, SlotChoice, slot_of
from arrtui.db.artwork.placements import PublishedFile
from arrtui.features.artwork.album_folders import AlbumFolders, album_folders, bases_of
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
    """A film, an episode file or a file of an album as the app holds it."""

    relative_path: str
    season: int = 0
    """Of an album the number of its type."""
    episodes: tuple[int, ...] = ()
    """Their numbers, or that of the album."""

    @property
    def base(self) -> str:
        """Its path without extension."""
        return base_of(self.relative_path)

    @property
    def part(self) -> tuple[int, int] | None:
        """Season and number of its first episode, or of its album; None for a film."""
        return (self.season, self.episodes[0]) if self.episodes else None

    @property
    def keyed(self) -> tuple[str, tuple[int, int] | None]:
        """Its path with what it is part of."""
        return self.relative_path, self.part


def is_named_after(name: str, base: str) -> bool:
    """Return whether a published file stands beside a video, or in the folder of an album, by its path."""
    return name.startswith(base if base.endswith("/") else f"{base}-")


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
    form: TitleForm
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
    albums: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """What albums are called, by type and number."""

    @cached_property
    def bases(self) -> set[str]:
        """What the names of files published for its parts begin with."""
        return bases_of((video.keyed for video in self.videos), self.form)

    @cached_property
    def folders(self) -> AlbumFolders[tuple[int, int]]:
        """Where its albums are."""
        files = self.videos if self.form.has_part_folders else ()
        return album_folders(video.keyed for video in files)


def wanted_images(
    title: PublishTitle, assets: Mapping[str, Asset], rules: PublishRules
) -> tuple[list[WantedFile], list[str]]:
    """Return the images that are to be there, and what cannot be, as sentences."""
    wanted: dict[str, WantedFile] = {}
    refusals = []
    for text, choice in sorted(title.choices.items()):
        asset, slot = assets.get(choice.sha256), None if text.startswith(ACTOR_SLOT) else slot_of(text)
        asked = choice.by_owner and choice.provider != OWNER
        if asset is None or not (asked or (rules.actors if slot is None else slot.kind in rules.kinds)):
            continue
        readers = [
            player
            for player in rules.players
            if slot is None or slot.of_set or published_names(slot, "a", {player}, ".jpg", form=title.form)
        ]
        if unread_by := who_cannot_read(asset.extension, readers, slot, form=title.form):
            is_read = len(unread_by) < len(readers)
            rest = "for the others it is published" if is_read else "it is not published"
            what = f"the {_shown(title, slot, text)} is a {asset.extension} file"
            which = f"which {' and '.join(unread_by)} cannot read"
            refusals.append(f"{title.title}: {what}, {which}; {rest}.")
            if not is_read:
                continue
        names = _places(title, text, slot, choice, asset.extension, rules)
        if isinstance(names, str):
            refusals.append(f"{title.title}: {names}.")
            continue
        is_own = choice.provider in OWN_SOURCES
        reason = "yours" if is_own else f"from {source_word(choice.provider)}"
        for base, name in names:
            if not is_safe(name.removeprefix("/") if title.set_folder else name):
                refusals.append(f"{title.title}: {name.rpartition('/')[2]} is no name that a disk takes.")
                continue
            file = WantedFile(name, text, asset.sha256, asset.size, base, asked, reason)
            wanted.setdefault(name, file)
    return list(wanted.values()), refusals


def _places(
    title: PublishTitle,
    text: str,
    slot: ArtSlot | None,
    choice: SlotChoice,
    extension: str,
    rules: PublishRules,
) -> Iterable[tuple[str, str]] | str:
    """Return where an image goes, each place after what it stands beside; or why it goes nowhere."""
    if slot is None:
        return _actor_names(title, text.removeprefix(ACTOR_SLOT), extension, rules)
    if slot.of_set:
        path = f"{title.set_folder}/{slot.kind}{extension}"
        is_free = title.set_folder and title.videos and path not in title.taken
        if is_free and not choice.by_owner and (other := _owned_beside(title, slot.kind, path)):
            return f"{other} is not of arrtui, so {path} is not written beside it"
        return [("", path)] if is_free else []
    part = -1 if slot.season is None else slot.season, slot.episode or 0
    if why := title.folders.reasons.get(part):
        return f"the {_shown(title, slot, text)} is not published: {why}"
    return _names(title, slot, extension, rules)


def _shown(title: PublishTitle, slot: ArtSlot | None, text: str) -> str:
    """Return what people call a slot: that of an album has its name."""
    if not title.form.has_part_folders or slot is None or slot.season is None:
        return text
    name = title.albums.get((slot.season, slot.episode or 0), "")
    return f"{ARTIST_ART.word_of(text)} of {name or 'an album'}"


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
    bases = [video.base for video in title.videos] if title.form.is_named_by_video else [""]
    for folder in dict.fromkeys(base.rpartition("/")[0] for base in bases):
        yield "", f"{folder}/{name}" if folder else name


def _names(
    title: PublishTitle, slot: ArtSlot, extension: str, rules: PublishRules
) -> Iterator[tuple[str, str]]:
    """Yield the video beside which an image goes, if any, and its path."""
    part = None if slot.episode is None else (slot.season or 0, slot.episode)
    if part is not None and title.form.has_part_folders:
        folder = title.folders.folders.get(part)
        bases = [folder] if folder else []
    elif part is not None:
        bases = [video.base for video in title.videos if video.part == part]
    elif not title.form.is_named_by_video:
        seasons = {video.season for video in title.videos}
        bases = [""] if title.videos and (slot.season is None or slot.season in seasons) else []
    else:
        bases = [video.base for video in title.videos]
    for base in bases:
        for name in published_names(slot, base, rules.players, extension, form=title.form):
            yield (base if is_named_after(name, base) else "", name)
