"""The apps' own images: what an app shows itself, and what a backup knows of its titles.

Which images there are is known from the list of titles (``images[].remoteUrl``), so that none is asked for in
vain. Those of a title and covers of albums come from the app (``/mediacover``); of those of seasons and
episodes, and of discs, it has only the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import formatdate
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import urlsplit

from arrtui.clients.answers import DescribedEpisode
from arrtui.clients.providers.app_episodes import AppEpisodes, EpisodeLibrary, SeriesEpisodes
from arrtui.clients.providers.asking import AskingOptions, ProviderHost, ProviderHttp
from arrtui.clients.providers.protocol import ProviderError, field_list, unique_ids
from arrtui.core.apps import Kind
from arrtui.core.artwork import ArtCandidate, ArtKind, ArtSlot, MetadataField, TitleIds, slot_of
from arrtui.core.domain import Episode, Item, Volatile
from arrtui.core.errors import ArrError, CircuitOpenError, NotFoundError

if TYPE_CHECKING:
    from arrtui.clients.arr import ArrClient

NAME = "app"
SOURCES_PER_SECOND = 10.0
_EXTENSIONS = {ArtKind.CLEARLOGO: ".png"}
"""Of the files that the apps keep; all others are JPEG (``MediaCoverService.GetExtension``)."""


class AppTitle(NamedTuple):
    """What a backup holds of a title."""

    item: Item
    volatile: Volatile


class AppLibrary(EpisodeLibrary, Protocol):
    """Where the titles of an instance are read."""

    async def title(self, external_id: str) -> AppTitle | None:
        """Return a title by its external id, None for one that is not there."""

    async def title_with_id(self, item_id: int) -> AppTitle | None:
        """Return a title by the app's id, None for one that is not there."""


class AppCovers:
    """The images and metadata of one instance."""

    name = NAME

    def __init__(
        self,
        client: ArrClient,
        instance: str,
        library: AppLibrary,
        options: AskingOptions,
        *,
        describes_episodes: bool,
    ) -> None:
        """``describes_episodes``: whether texts and stills of episodes are asked for, series by series."""
        self._http = client.http
        self._app = client.app
        self._covers = f"{client.app.api}/mediacover"
        self._library = library
        self._episodes = AppEpisodes(client, instance, library, options, asks=describes_episodes)
        self._options = options
        self._children: dict[str, str] = {}
        """Where covers of albums are from, by their addresses at the app."""
        host = ProviderHost(NAME, "the source of the app's images", "", SOURCES_PER_SECOND)
        self._sources = ProviderHttp(host, options)

    async def candidates(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        """Return the images that the app has of a title, its seasons and episodes.

        A request is made for stills of episodes only. Raises ProviderError.
        """
        known = await self._library.title(title.external_id)
        if known is None:
            return []
        item_id = known.item.id
        addresses = {
            slot: self._address(item_id, slot, source) for slot, source in known.volatile.images.items()
        }
        series = await self._series(item_id, anew=True)
        for row in series.stored:
            episode = series.described.get(row.key)
            if episode is not None and episode.still:
                slot = ArtSlot(ArtKind.THUMB, row.season, row.number)
                addresses[slot.text] = self._address_of_child(episode)
            if episode is not None and episode.disc:
                addresses[ArtSlot(ArtKind.DISCART, row.season, row.number).text] = episode.disc
        return [
            ArtCandidate(slot=slot, provider=NAME, address=address) for slot, address in addresses.items()
        ]

    async def fields(self, title: TitleIds, languages: Sequence[str]) -> list[MetadataField]:
        """Return what the last backup knows of a title; no request is made."""
        known = await self._library.title(title.external_id)
        if known is None:
            return []
        item, volatile = known
        ids = {Kind(title.kind).app.external_id.provider: item.external_id}
        ids |= {"imdb": item.imdb_id, "tmdb": str(item.tmdb_id or "")}
        collection = {"name": item.collection_title, "overview": ""} if item.collection_title else {}
        released = item.in_cinemas or item.first_aired or item.digital_release
        return field_list(
            NAME,
            {
                "title": item.title,
                "originaltitle": item.original_title,
                "sorttitle": item.sort_title,
                "year": item.year,
                "plot": volatile.overview,
                "runtime": item.runtime,
                "mpaa": item.certification,
                "genre": list(item.genres),
                "studio": [item.studio] if item.studio else [],
                "premiered": released[:10],
                "status": item.status,
                "set": collection,
                "disambiguation": item.disambiguation,
                "uniqueid": unique_ids(**ids),
            },
        )

    async def season_fields(
        self, title: TitleIds, season: int, languages: Sequence[str]
    ) -> dict[int, list[MetadataField]]:
        """Return what the last backup knows of a season's episodes, and what the app says they are about.

        The date is that of where they are broadcast; a backup has it in UTC. Raises ProviderError.
        """
        known = await self._library.title(title.external_id)
        if known is None:
            return {}
        stored, described = await self._series(known.item.id)
        fields = {}
        values_of = _episode_values if self._app.numbers_children else _album_values
        for episode in (row for row in stored if row.season == season):
            values = values_of(episode, described.get(episode.key))
            fields[episode.number] = field_list(NAME, values)
        return fields

    async def image(self, candidate: ArtCandidate) -> bytes:
        """Return an image, from its source where the app lost its file. Raises ProviderError."""
        return await self._read(candidate, "") or b""

    async def image_since(self, candidate: ArtCandidate, since: float) -> bytes | None:
        """Return an image that changed after a time (UTC seconds), None for one that did not.

        One that comes from its source has another address once it changes.
        """
        if not candidate.address.startswith(f"{self._covers}/"):
            return None
        return await self._read(candidate, formatdate(since, usegmt=True))

    async def aclose(self) -> None:
        """Close the connections to sources; those to the app are its client's."""
        await self._sources.aclose()

    async def _series(self, item_id: int, *, anew: bool = False) -> SeriesEpisodes:
        """Return the episodes of a series. Raises ProviderError."""
        try:
            return await self._episodes.of_series(item_id, anew=anew)
        except ArrError as error:
            raise self._fault(error, f"what {self._app.unit.plural} are about") from None

    def _address(self, item_id: int, slot: str, source: str) -> str:
        place = slot_of(slot)
        if place.season is not None:
            return source
        name = f"{place.kind}{self._extension(place.kind, source)}"
        return f"{self._covers}/{self._app.covers.title}{item_id}/{name}"

    def _address_of_child(self, episode: DescribedEpisode) -> str:
        """Return where the picture of an episode or an album is: at the app where that keeps such ones."""
        if not self._app.covers.child:
            return episode.still
        name = f"cover{self._extension(ArtKind.THUMB, episode.still)}"
        address = f"{self._covers}/{self._app.covers.child}{episode.id}/{name}"
        self._children[address] = episode.still
        return address

    def _extension(self, kind: ArtKind, source: str) -> str:
        """Return the extension of the file that the app keeps of an image."""
        own = PurePosixPath(urlsplit(source).path).suffix if self._app.covers.keeps_extension else ""
        return own or _EXTENSIONS.get(kind, ".jpg")

    async def _read(self, candidate: ArtCandidate, since: str) -> bytes | None:
        address = candidate.address
        if not address.startswith(f"{self._covers}/"):
            return await self._sources.fetch(address)
        problem: ArrError
        try:
            answer = await self._http.image(address, most=self._options.most_image, since=since)
        except NotFoundError as error:
            problem = error
        except ArrError as error:
            raise self._fault(error) from None
        else:
            return answer.body if answer else None
        number = address.removeprefix(f"{self._covers}/{self._app.covers.title}").partition("/")[0]
        known = await self._library.title_with_id(int(number)) if number.isdecimal() else None
        source = known.volatile.images.get(candidate.slot) if known else self._children.get(address)
        if source is None:
            raise self._fault(problem)
        return await self._sources.fetch(source)

    def _fault(self, error: ArrError, wanted: str = "an image") -> ProviderError:
        is_down = error.passing or isinstance(error, CircuitOpenError)
        return ProviderError(
            what=f"asking {error.instance} for {wanted}",
            why=error.why,
            advice=error.advice,
            provider=NAME,
            is_down=is_down,
            status=error.status or 0,
        )


def _episode_values(episode: Episode, text: DescribedEpisode | None) -> dict[str, object]:
    return {
        "title": episode.title,
        "plot": text.overview if text else "",
        "aired": (text.air_date if text else "") or episode.air_date[:10],
        "runtime": episode.runtime,
        "uniqueid": unique_ids(tvdb=episode.tvdb_id),
    }


def _album_values(album: Episode, text: DescribedEpisode | None) -> dict[str, object]:
    date = album.air_date[:10]
    values: dict[str, object] = {
        "title": album.title,
        "type": album.album_type,
        "secondarytypes": list(album.secondary_types),
        "disambiguation": album.disambiguation,
        "premiered": date,
        "year": int(date[:4]) if date[:4].isdecimal() else 0,
        "uniqueid": unique_ids(musicbrainz=album.external_id),
    }
    if text is None:
        return values
    stars = {"name": NAME, "max": 10, "default": True, "value": text.rating, "votes": text.votes}
    return values | {
        "plot": text.overview,
        "genre": list(text.genres),
        "label": list(text.labels),
        "ratings": [stars] if text.votes else [],
    }
