"""Kodi's folder of sets, in which titles of all instances share the pictures of their sets.

Each picture is published for one title of its set, the first that wants it: others leave it alone, so that
no two of them ever write the same file in turn. When that title goes, another one inherits the picture.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from arrtui.core.artwork import MetadataField, Placement
from arrtui.db.artwork.sets import SetFile
from arrtui.db.media import TrailerTitle
from arrtui.features.artwork.naming import set_folder
from arrtui.media.access import reason_of
from arrtui.media.art_placing import FileFacts, list_files
from arrtui.media.moving import WORK_FOLDER


@dataclass(frozen=True)
class SetShare:
    """What a title may do with the pictures of its set."""

    folder: str = ""
    """Of the set; empty where nothing is published."""
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    """What lies in it, by path."""
    taken: frozenset[str] = frozenset()
    """Paths that are another title's."""
    inherited: Sequence[SetFile] = ()
    """Pictures of titles that are gone."""
    inherited_placements: Sequence[Placement] = ()
    """The same as this title's."""
    refusals: Sequence[str] = ()
    """Why nothing is published, sentences."""


class SetsFolder:
    """The folder of sets as the titles of an instance see it. Its methods read disks; they block."""

    def __init__(
        self,
        instance: str,
        folder: str,
        files: Mapping[str, SetFile],
        claimed: MutableMapping[str, str],
    ) -> None:
        """Take what is published of all instances, and the paths that titles of this run claimed."""
        self._instance = instance
        self._folder = folder
        self._files = files
        self._claimed = claimed
        self._away: dict[str, str] = {}

    def share(self, title: TrailerTitle, name: str) -> SetShare:
        """Return what of the pictures of a set is a title's; ``name`` is that of the set."""
        if not self._folder:
            return SetShare()
        own = set_folder(name)
        if not own:
            return SetShare(refusals=[f"{title.title}: a set without a usable name gets no pictures."])
        if why := self.why_away(self._folder):
            return SetShare(refusals=[why])
        folder = f"{self._folder}/{own}"
        try:
            files = list_files(Path(self._folder), [own])
        except OSError as error:
            return SetShare(refusals=[f"{title.title}: {folder} cannot be read: {reason_of(error)}."])
        below = {path: file for path, file in self._files.items() if path.startswith(f"{folder}/")}
        mine = self._instance, title.external_id
        others = {
            path: file for path, file in below.items() if (file.instance, file.placement.external_id) != mine
        }
        taken = {path for path, file in others.items() if file.is_present}
        taken |= {path for path, claimer in self._claimed.items() if claimer != title.external_id}
        inherited = [file for path, file in others.items() if path not in taken]
        placements = [replace(file.placement, external_id=title.external_id) for file in inherited]
        lying = {f"{self._folder}/{path}": facts for path, facts in files.items()}
        return SetShare(folder, lying, frozenset(taken), inherited, placements)

    def claim(self, external_id: str, paths: Iterable[str]) -> None:
        """Keep other titles of this run from the pictures of sets that a title writes or inherits."""
        for path in filter(is_elsewhere, paths):
            self._claimed.setdefault(path, external_id)

    def reachable(self, placements: Sequence[Placement]) -> list[Placement]:
        """Return published files without pictures of sets whose folder is away: of these nothing is known."""
        return [
            placement
            for placement in placements
            if not is_elsewhere(placement.relative_path)
            or not self.why_away(str(Path(placement.relative_path).parent.parent))
        ]

    def why_away(self, folder: str) -> str:
        """Return why a folder of sets cannot be used now, a sentence; empty for one that can."""
        if folder not in self._away:
            self._away[folder] = _why_away(folder, any(path.startswith(f"{folder}/") for path in self._files))
        return self._away[folder]


def is_elsewhere(path: str) -> bool:
    """Return whether a published file lies outside of its title's folder, in the folder of sets."""
    return Path(path).is_absolute()


def _why_away(folder: str, is_used: bool) -> str:
    """Return why a folder of sets cannot be used; one that taken pictures and is empty may be not mounted."""
    try:
        with os.scandir(folder) as entries:
            if is_used and all(entry.name == WORK_FOLDER for entry in entries):
                return (
                    f"The folder of sets {folder} is empty, though pictures were published there: mount its "
                    "disk; if it is the right one, put any file there."
                )
    except OSError as error:
        return f"The folder of sets {folder} cannot be used: {reason_of(error)}. Make it, or mount its disk."
    return ""


def set_of_nfo(fields: Iterable[MetadataField]) -> str:
    """Return the set that the NFO in a title's folder names; empty for none. Pure."""
    value = next((known.value for known in fields if known.name == "set" and known.source == "nfo"), None)
    name = value.get("name") if isinstance(value, dict) else value
    return str(name or "")
