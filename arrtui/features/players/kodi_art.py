"""Which pictures of a title Kodi is to be given, and which of its copies are of the day before. Pure."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from arrtui.clients.kodi import KodiTexture, plain_address
from arrtui.core.artwork import ArtSlot
from arrtui.core.players import ToldTitle
from arrtui.features.players.paths import PlayerPaths
from arrtui.features.players.titles import PlayerPicture, PlayerTitle
from arrtui.features.players.watching import is_automatic


def kodi_kind(slot: ArtSlot) -> str:
    """Return Kodi's name for a slot: ``fanart``, that of the second ``fanart1``."""
    return str(slot.kind) if slot.number == 1 else f"{slot.kind}{slot.number - 1}"


def pictures_for(
    title: PlayerTitle, season: int | None = None, episode: int | None = None
) -> dict[str, PlayerPicture]:
    """Return the pictures of a title, of one of its seasons or episodes, by Kodi's names."""
    return {
        kodi_kind(slot): picture
        for slot, picture in title.pictures.items()
        if (slot.season, slot.episode) == (season, episode)
    }


class ArtRules:
    """What Kodi's pictures of a title are compared with."""

    def __init__(
        self,
        title: PlayerTitle,
        last: ToldTitle | None,
        paths: PlayerPaths,
        is_file: Callable[[str], bool],
        folders: Sequence[str] = (),
    ) -> None:
        """Prepare to compare.

        Args:
            title: As it is now.
            last: What Kodi was told of it last.
            paths: The path mappings of this Kodi.
            is_file: Asks this machine's disk.
            folders: Where the pictures lie; in the title's folder when empty.
        """
        self._folders = tuple(folders) or (title.folder,)
        self._title = title
        self._last = last
        self._paths = paths
        self._is_file = is_file

    def to_set(
        self, pictures: Mapping[str, PlayerPicture], current: Mapping[str, str]
    ) -> dict[str, str | None]:
        """Return the pictures to set by kind; None takes one away whose file is gone.

        A picture that somebody chose in Kodi after it was given ours is theirs: it stays until ours changes.
        """
        wanted: dict[str, str | None] = {}
        for kind, picture in pictures.items():
            address = self._paths.player(picture.path)
            given = current.get(kind, "")
            if address != given and self._may_replace(picture, given):
                wanted[kind] = address
        for kind, given in current.items():
            if kind not in pictures and self._is_gone(given):
                wanted[kind] = None
        return wanted

    def _may_replace(self, picture: PlayerPicture, given: str) -> bool:
        if not given or is_automatic(given) or self._is_gone(given):
            return True
        if not picture.is_ours:
            return False
        relative = picture.path.removeprefix(f"{self._title.folder}/")
        return self._last is None or self._last.files.get(relative) != picture.mark

    def _is_gone(self, address: str) -> bool:
        """Return whether an address is that of a file in the pictures' folders that is not there."""
        if is_automatic(address):
            return False
        path = self._paths.local(address)
        is_here = path is not None and any(path.startswith(f"{folder}/") for folder in self._folders)
        return is_here and not self._is_file(path or "")


def folders_of_addresses(addresses: Iterable[str]) -> list[str]:
    """Return how Kodi's addresses of pictures (``image://…/``) begin, one beginning for each folder."""
    folders: dict[str, None] = {}
    for address in addresses:
        if address.startswith("image://") and not is_automatic(plain_address(address)):
            cut = max(address.rfind("%2f"), address.rfind("%5c"))
            if cut > 0:
                folders[address[: cut + 3]] = None
    return list(folders)


def stale_textures(textures: Iterable[KodiTexture], paths: PlayerPaths) -> list[KodiTexture]:
    """Return the copies whose file is another by now, or is gone, as this machine sees it.

    Kodi marks a copy with time and size of its file (``d<seconds>s<bytes>``), and compares them once a day.
    """
    stale = []
    for texture in textures:
        path = paths.local(plain_address(texture.url))
        if path is None or not texture.imagehash.startswith("d"):
            continue
        try:
            status = os.stat(path)  # noqa: PTH116
        except OSError:
            stale.append(texture)
            continue
        if texture.imagehash != f"d{int(status.st_mtime)}s{status.st_size}":
            stale.append(texture)
    return stale
