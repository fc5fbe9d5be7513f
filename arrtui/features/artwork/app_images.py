"""Tell the images that an app's own metadata consumer wrote from those of the owner: by their content.

The consumer copies the images that the app keeps of a title, byte for byte (record M01), under names that
owners use as well. Where the app has another image by now, the one in the folder counts as the owner's.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence

from arrtui.clients.http import ArrHttp
from arrtui.core.artwork import ACTOR_SLOT, ArtFile, ArtKind, slot_of
from arrtui.core.errors import NotFoundError

_KEPT: Mapping[ArtKind, str] = {
    ArtKind.POSTER: "poster.jpg",
    ArtKind.FANART: "fanart.jpg",
    ArtKind.BANNER: "banner.jpg",
    ArtKind.CLEARLOGO: "clearlogo.png",
}
"""What the apps keep of a title (``MediaCoverService``)."""
AT_ONCE = 4
"""Images that are asked for at the same time."""


class AppImages:
    """The images that an app keeps of its titles."""

    def __init__(self, http: ArrHttp, api: str, item_ids: Mapping[str, int], *, most_bytes: int) -> None:
        """``api``: where the app's API begins; ``item_ids``: the app's ids by external id."""
        self._http = http
        self._covers = f"{api}/mediacover"
        self._item_ids = item_ids
        self._most_bytes = most_bytes
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def of_app(self, external_id: str, files: Sequence[ArtFile]) -> set[str]:
        """Return the relative paths of those files of a title that are copies of the app's images.

        Their hashes are known. Raises ArrError where the app does not answer.
        """
        by_cover: dict[str, list[ArtFile]] = {}
        for file in files:
            if cover := cover_of(file):
                by_cover.setdefault(cover, []).append(file)
        item_id = self._item_ids.get(external_id)
        if item_id is None:
            return set()
        hashes = await asyncio.gather(*(self._hash(item_id, cover) for cover in by_cover))
        return {
            file.relative_path
            for sha256, copies in zip(hashes, by_cover.values(), strict=True)
            for file in copies
            if file.sha256 == sha256
        }

    async def _hash(self, item_id: int, cover: str) -> str:
        """Return the hash of an image that the app keeps, empty where it keeps none."""
        async with self._turns:
            try:
                answer = await self._http.image(f"{self._covers}/{item_id}/{cover}", most=self._most_bytes)
            except NotFoundError:
                return ""
        return hashlib.sha256(answer.body).hexdigest() if answer else ""


def cover_of(file: ArtFile) -> str:
    """Return the image of the app that a file could be a copy of; empty for none.

    Consumers write ``poster.jpg`` and the like, ``folder.jpg``, ``{folder}.jpg``, never ``{base}-poster``.
    Images of seasons and episodes are fetched by the app for each writing, and not kept.
    """
    if not file.slot or file.slot.startswith(ACTOR_SLOT):
        return ""
    slot, path = slot_of(file.slot), file.relative_path
    is_of_title = slot.season is None and slot.number == 1 and "/" not in path
    is_beside_video = path.lower().rpartition(".")[0].endswith(f"-{slot.kind}")
    return _KEPT.get(slot.kind, "") if is_of_title and not is_beside_video else ""
