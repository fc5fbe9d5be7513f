"""Radarr: its movies and their files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from arrtui.clients import convert, decoding, wire
from arrtui.clients.answers import Fetched, ListedItem
from arrtui.clients.arr import ArrClient
from arrtui.core.domain import MediaFile
from arrtui.core.errors import ServerFaultError

_PROFILE_GONE = re.compile(r"The given key '(\d+)' was not present in the dictionary")
_REPAIR = (
    "No request can repair that: restore one of Radarr's own backups, or stop it and give the rows concerned "
    "in the table Movies of radarr.db the QualityProfileId of a profile there is."
)


class RadarrClient(ArrClient):
    """One Radarr."""

    files_per_request: ClassVar[int] = 250
    """The apps accept 8 KiB of address, nginx not more."""

    async def items(self) -> Fetched[ListedItem]:
        """Return every movie: one request, several kilobytes per movie before compression.

        ``excludeLocalCovers`` spares the app a look at each movie's pictures on disk.

        :raises ServerFaultError: among others, a movie has a quality profile that is gone: Radarr lists none
            until its database is repaired (``MovieRepository.All``).
        """
        query = {"excludeLocalCovers": "true"}
        try:
            return await self._list(
                "/movie", "listing movies", wire.Movie, convert.listed_movie, query=query, heavy=True
            )
        except ServerFaultError as fault:
            if gone := _PROFILE_GONE.search(fault.why):
                fault.why = f"a movie has quality profile {gone[1]}, which is gone, so Radarr lists none"
                fault.advice = _REPAIR
            raise

    async def item(self, item_id: int) -> Fetched[ListedItem]:
        """Return one movie as the list has it: one request. Raises NotFoundError where there is none."""
        return await self._single(f"/movie/{item_id}", "reading a movie", wire.Movie, convert.listed_movie)

    async def files(self, item_ids: Sequence[int]) -> Fetched[MediaFile]:
        """Return the files of up to `files_per_request` movies with formats and scores: one request.

        The list of movies has neither (R ``MovieController.cs:154``). Unknown movies are not in the answer.
        """
        if len(item_ids) > self.files_per_request:
            raise ValueError(f"at most {self.files_per_request} movies per request, not {len(item_ids)}")
        if not item_ids:
            return Fetched([], [])
        query = {"movieId": item_ids}
        return await self._list(
            "/moviefile", "listing movie files", wire.File, convert.media_file, query=query, heavy=True
        )

    def _listed(self, raw: Mapping[str, Any]) -> ListedItem:
        return convert.listed_movie(decoding.as_type(raw, wire.Movie))

    def add_options(self, fields: Mapping[str, Any], *, search: bool) -> dict[str, Any]:
        """Return ``addOptions``: without them Radarr's webhooks fail (``WebhookBase.cs:96``)."""
        return {"addOptions": {"searchForMovie": search, "monitor": "movieOnly", "addMethod": "manual"}}
