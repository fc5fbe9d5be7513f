"""Radarr: its movies and their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from arrtui.clients import convert, decoding, wire
from arrtui.clients.answers import Fetched, ListedItem
from arrtui.clients.arr import ArrClient
from arrtui.clients.title_writes import TitleNames
from arrtui.core.domain import MediaFile, SettingType

FILES_PER_REQUEST = 250
"""Movies whose files are asked for at once: the apps accept 8 KiB of address, nginx not more."""


class RadarrClient(ArrClient):
    """One Radarr."""

    own_paths: ClassVar[Mapping[SettingType, str]] = {
        SettingType.EXCLUSION: "/exclusions",
        SettingType.COLLECTION: "/collection",
    }

    names: ClassVar[TitleNames] = TitleNames(
        path="/movie",
        external="tmdbId",
        ids="movieIds",
        exclude="addImportExclusion",
        files="/moviefile/bulk",
        one="movie",
        many="movies",
    )

    async def items(self) -> Fetched[ListedItem]:
        """Return every movie: one request, several kilobytes per movie before compression.

        ``excludeLocalCovers`` spares the app a look at each movie's pictures on disk.
        """
        query = {"excludeLocalCovers": "true"}
        return await self._list(
            "/movie", "listing movies", wire.Movie, convert.listed_movie, query=query, heavy=True
        )

    async def files(self, movie_ids: Sequence[int]) -> Fetched[MediaFile]:
        """Return the files of up to `FILES_PER_REQUEST` movies with formats and scores: one request.

        The list of movies has neither (R ``MovieController.cs:154``). Unknown movies are not in the answer.
        """
        if len(movie_ids) > FILES_PER_REQUEST:
            raise ValueError(f"at most {FILES_PER_REQUEST} movies per request, not {len(movie_ids)}")
        if not movie_ids:
            return Fetched([], [])
        query = {"movieId": movie_ids}
        return await self._list(
            "/moviefile", "listing movie files", wire.File, convert.media_file, query=query, heavy=True
        )

    def _listed(self, raw: Mapping[str, Any]) -> ListedItem:
        return convert.listed_movie(decoding.as_type(raw, wire.Movie))

    def _exclusion(self, external_id: str, title: str, year: int) -> dict[str, Any]:
        return {"tmdbId": int(external_id), "movieTitle": title, "movieYear": year}
