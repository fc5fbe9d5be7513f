"""The titles of an instance as players are told of them: folder, videos, pictures, NFO, trailer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from arrtui.core.art_layouts import TitleForm
from arrtui.core.artwork import NFO, ArtFile, ArtFolder, ArtSlot, FileClass, Placement, SlotChoice, slot_of
from arrtui.core.players import ToldTitle
from arrtui.core.trailers import RootState, TrailerFile, TrailerKind
from arrtui.db import media
from arrtui.db.artwork import folders as art_folders
from arrtui.db.artwork import placements, slots
from arrtui.media.mapping import PathMapper

if TYPE_CHECKING:
    from arrtui.core.config import InstanceConfig


@dataclass(frozen=True)
class PlayerPicture:
    """A picture of a title."""

    path: str
    """On this machine, absolute."""
    mark: str
    """Its hash; size and time of one that is not ours."""
    is_ours: bool
    """Whether arrtui published it."""


@dataclass(frozen=True)
class PlayerTitle:
    """A title as players are told of it."""

    instance: str
    external_id: str
    title: str
    form: TitleForm
    folder: str
    """On this machine."""
    root: str
    """The root folder around it, on this machine."""
    root_doubt: str = ""
    """Why its root folder is not trusted; empty for nothing."""
    videos: tuple[str, ...] = ()
    """Films, episodes or tracks that the app has, below the folder."""
    pictures: Mapping[ArtSlot, PlayerPicture] = field(default_factory=dict)
    set_pictures: Mapping[str, PlayerPicture] = field(default_factory=dict)
    """Those of its set by Kodi's kind: that arrtui published for this title, and the owner's."""
    nfos: Mapping[str, str] = field(default_factory=dict)
    """Hash, or size and time, by path below the folder; the app or the owner may have written them."""
    trailer: str = ""
    """Of the title as a whole, below the folder."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Everything a player is told of: hash, or size and time, by path below the folder; of sets absolute."""

    @property
    def current(self) -> ToldTitle:
        """Return what a player knows once it was told of the title."""
        return ToldTitle(folder=self.folder, videos=self.videos, files=dict(self.files))

    def path(self, relative: str) -> str:
        """Return the path of a file of the title on this machine."""
        return relative if relative.startswith("/") else f"{self.folder}/{relative}"

    def nfo_of(self, video: str) -> str:
        """Return the NFO that belongs to a video, below the folder; empty for none."""
        own = str(PurePosixPath(video).with_suffix(".nfo"))
        if own in self.nfos:
            return own
        return "movie.nfo" if self.form.is_named_by_video and "movie.nfo" in self.nfos else ""


def load_titles(config: InstanceConfig, external_ids: Sequence[str] | None = None) -> dict[str, PlayerTitle]:
    """Return titles of an instance by external id, those with a folder here and a video.

    Call it in a database thread.
    """
    name = config.name
    mapper = PathMapper(config.path_mapping)
    ids = None if external_ids is None else list(external_ids)
    published = placements.placements(name, ids)
    folders = art_folders.folders(name, ids)
    trailers = media.trailer_files(name)
    of_sets = slots.lying_in_sets(name, ids)
    videos = media.film_files([name])[name]
    roots = media.media_roots(name)
    wanted = None if ids is None else set(ids)
    titles = {}
    for row in media.trailer_titles([name]):
        if (wanted is not None and row.external_id not in wanted) or row.external_id not in videos:
            continue
        folder, root = mapper.local(row.path), mapper.local(row.root_folder)
        if folder is None or root is None:
            continue
        known = roots.get(row.root_folder)
        titles[row.external_id] = _title(
            PlayerTitle(
                instance=name,
                external_id=row.external_id,
                title=row.title,
                form=config.kind.app.art.form,
                folder=folder,
                root=root,
                root_doubt=known.reason if known and known.state is RootState.NOT_MOUNTED else "",
                videos=tuple(sorted(file.relative_path for file in videos[row.external_id])),
            ),
            published.get(row.external_id, ()),
            folders.get(row.external_id),
            trailers.get(row.external_id, ()),
            of_sets.get(row.external_id, ()),
        )
    return titles


def _title(
    bare: PlayerTitle,
    published: Iterable[Placement],
    folder: ArtFolder | None,
    trailers: Iterable[TrailerFile],
    of_sets: Iterable[SlotChoice],
) -> PlayerTitle:
    """Return a title with what lies in its folder. Pure."""
    ours = [placement for placement in published if placement.placed_at and placement.lost_at is None]
    own = {placement.relative_path for placement in ours}
    pictures: dict[ArtSlot, PlayerPicture] = {}
    of_actors: dict[str, str] = {}
    of_set = {
        str(slot_of(choice.slot).kind): PlayerPicture(choice.address, choice.sha256, False)
        for choice in of_sets
    }
    for file in sorted(folder.files if folder else (), key=_preference):
        if file.kind is FileClass.IMAGE and file.slot and file.relative_path not in own:
            mark = file.sha256 or f"{file.size}-{file.mtime_ns}"
            if (slot := _slot(file.slot)) is not None:
                pictures[slot] = PlayerPicture(bare.path(file.relative_path), mark, False)
            else:
                of_actors[file.relative_path] = mark
    for placement in sorted(ours, key=lambda placement: (bool(placement.base), placement.relative_path)):
        if placement.slot != NFO and (slot := _slot(placement.slot)) is not None:
            picture = PlayerPicture(bare.path(placement.relative_path), placement.sha256, True)
            if slot.of_set:
                of_set[slot.kind] = picture
            else:
                pictures[slot] = picture
    nfos = {
        file.relative_path: file.sha256 or f"{file.size}-{file.mtime_ns}"
        for file in (folder.files if folder else ())
        if file.kind is FileClass.NFO
    }
    nfos |= {placement.relative_path: placement.sha256 for placement in ours if placement.slot == NFO}
    matches = [file for file in trailers if file.kind is TrailerKind.TRAILER and file.season is None]
    files = nfos | of_actors | {placement.relative_path: placement.sha256 for placement in ours}
    files |= {
        picture.path.removeprefix(f"{bare.folder}/"): picture.mark
        for picture in (*pictures.values(), *of_set.values())
        if not picture.is_ours
    }
    files |= {file.relative_path: f"{file.size}-{file.mtime_ns}" for file in matches[:1]}
    trailer = matches[0].relative_path if matches else ""
    return replace(bare, pictures=pictures, set_pictures=of_set, nfos=nfos, trailer=trailer, files=files)


def _preference(file: ArtFile) -> tuple[bool, str]:
    """Return what sorts the name that counts to the end: Kodi prefers those of the video to bare ones."""
    return "-" in PurePosixPath(file.relative_path).stem, file.relative_path


def _slot(text: str) -> ArtSlot | None:
    """Return the slot of a published file; None for one that is of no title, as an image of an actor."""
    try:
        return slot_of(text)
    except ValueError:
        return None


def is_changed(title: PlayerTitle, last: ToldTitle | None) -> bool:
    """Return whether a player is to be told of a title: it does not know what is there now. Pure."""
    return last != title.current
