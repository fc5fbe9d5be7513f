"""Where the images and NFO of albums go: into the folder that an album's files have to themselves. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from os.path import commonpath
from typing import Generic, TypeVar

from arrtui.core.art_layouts import TitleForm
from arrtui.features.artwork.music_names import without_disc
from arrtui.features.artwork.naming import base_of

Key = TypeVar("Key", bound=Hashable)


@dataclass
class AlbumFolders(Generic[Key]):
    """The folders of an artist's albums."""

    folders: dict[Key, str] = field(default_factory=dict)
    """Below the artist's, with a slash at the end, by album."""
    reasons: dict[Key, str] = field(default_factory=dict)
    """Why an album has none, the rest of a sentence, by album."""

    @property
    def bases(self) -> set[str]:
        """What the names of published files of albums begin with."""
        return set(self.folders.values())


def bases_of(files: Iterable[tuple[str, Key | None]], form: TitleForm) -> set[str]:
    """Return what the names of files published for parts of a title begin with.

    These are the paths of videos without extensions, or the folders of albums with a slash at the end.
    """
    if form.has_part_folders:
        return album_folders(files).bases
    return {base_of(path) for path, _ in files}


def album_folders(files: Iterable[tuple[str, Key | None]]) -> AlbumFolders[Key]:
    """Return the folders of albums by the files of an artist: paths below its folder, each with its album.

    An album has the folder that all its files share, that around the folders of its discs. There is none
    where files lie in the artist's folder itself, as Lidarr puts them without renaming (LIDARR_API 0.15), or
    where files of another album, or of none, lie below it too.
    """
    places: defaultdict[Key | None, set[str]] = defaultdict(set)
    for path, key in files:
        places[key].add(path.rpartition("/")[0])
    result = AlbumFolders[Key]()
    for key, folders in places.items():
        if key is None:
            continue
        if any(place.startswith("/") for place in folders):
            result.reasons[key] = "its files lie outside of the artist's folder"
            continue
        folder = "" if "" in folders else without_disc(commonpath(folders))
        others = (place for other, own in places.items() if other != key for place in own)
        if "" in folders:
            result.reasons[key] = "its files lie in the artist's folder"
        elif not folder:
            result.reasons[key] = "its files lie in several folders"
        elif any(f"{place}/".startswith(f"{folder}/") for place in others):
            result.reasons[key] = f"files of another album lie in {folder} too"
        else:
            result.folders[key] = f"{folder}/"
    return result
