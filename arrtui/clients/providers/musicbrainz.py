"""MusicBrainz and the Cover Art Archive: what they know of a release group, and its covers.

MusicBrainz wants a ``User-Agent`` with a way to reach its author, and one request per second.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import field

from arrtui.clients.http import user_agent
from arrtui.clients.providers.asking import AskingOptions, ProviderHost, ProviderHttp
from arrtui.clients.providers.protocol import field_list, unique_ids
from arrtui.clients.wire import Fraction, Whole, Wire
from arrtui.core.artwork import ArtCandidate, ArtKind, ArtSlot, MetadataField, TitleIds
from arrtui.core.structs import describe_structs

NAME = "musicbrainz"
PER_SECOND = 1.0
COVERS_PER_SECOND = 5.0
CONTACT = "https://pypi.org/project/arrtui"
"""Goes into ``User-Agent``, as MusicBrainz asks (musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting)."""
_MBID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_KINDS: Mapping[str, ArtKind] = {"Front": ArtKind.THUMB, "Medium": ArtKind.DISCART}
"""Kinds, as Kodi has them of albums, by the types of covers."""


class Cover(Wire, rename=str):
    """An image of the Cover Art Archive."""

    image: str = ""
    types: tuple[str, ...] = ()
    front: bool = False
    approved: bool = False
    thumbnails: dict[str, str] = field(default_factory=dict)


class Covers(Wire, rename=str):
    """``/release-group/{id}`` of the Cover Art Archive."""

    images: tuple[Cover, ...] = ()


class MusicGenre(Wire, rename=str):
    """A genre, and how many voted for it."""

    name: str = ""
    count: Whole = 0


class MusicRating(Wire, rename="kebab"):
    """Of five stars."""

    value: Fraction = 0.0
    votes_count: Whole = 0


class ReleaseGroup(Wire, rename="kebab"):
    """``/release-group/{id}`` of MusicBrainz: an album, whatever its editions."""

    id: str = ""
    title: str = ""
    first_release_date: str = ""
    genres: tuple[MusicGenre, ...] = ()
    rating: MusicRating = field(default_factory=MusicRating)


class MusicBrainz:
    """Covers and metadata of albums, which are known by the ids of their release groups."""

    name = NAME

    def __init__(self, address: str, covers: str, options: AskingOptions | None = None) -> None:
        headers = {"User-Agent": f"{user_agent()} ( {CONTACT} )"}
        host = ProviderHost(NAME, "MusicBrainz", address, PER_SECOND, headers=headers, concurrency=1)
        self._http = ProviderHttp(host, options)
        host = ProviderHost(NAME, "the Cover Art Archive", covers, COVERS_PER_SECOND, headers=headers)
        self._covers = ProviderHttp(host, options)

    async def candidates(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        """Return the covers of an album. Raises ProviderError."""
        if not _MBID.fullmatch(title.external_id):
            return []
        answer = await self._covers.ask(f"/release-group/{title.external_id}", Covers)
        return [
            ArtCandidate(
                slot=ArtSlot(_KINDS[type_]).text,
                provider=NAME,
                address=_over_tls(cover.image),
                preview=_over_tls(cover.thumbnails.get("500") or cover.thumbnails.get("large", "")),
                votes=int(cover.approved) + int(cover.front),
            )
            for cover in (answer.images if answer else ())
            for type_ in cover.types
            if type_ in _KINDS and cover.image
        ]

    async def fields(self, title: TitleIds, languages: Sequence[str]) -> list[MetadataField]:
        """Return the metadata of an album. Raises ProviderError."""
        if not _MBID.fullmatch(title.external_id):
            return []
        query = {"inc": "genres+ratings", "fmt": "json"}
        group = await self._http.ask(f"/release-group/{title.external_id}", ReleaseGroup, query)
        if group is None:
            return []
        date, rating = group.first_release_date, group.rating
        stars = {"name": NAME, "max": 5, "default": True, "value": rating.value, "votes": rating.votes_count}
        genres = sorted(group.genres, key=lambda genre: -genre.count)
        return field_list(
            NAME,
            {
                "title": group.title,
                "premiered": date if len(date) == 10 else "",
                "year": int(date[:4]) if date[:4].isdecimal() else 0,
                "genre": [genre.name for genre in genres if genre.name],
                "ratings": [stars] if rating.votes_count else [],
                "uniqueid": unique_ids(musicbrainz=group.id),
            },
        )

    async def season_fields(
        self, title: TitleIds, season: int, languages: Sequence[str]
    ) -> dict[int, list[MetadataField]]:
        """Return nothing: albums have no seasons."""
        return {}

    async def image(self, candidate: ArtCandidate) -> bytes:
        """Return a cover. Raises ProviderError."""
        return await self._covers.fetch(candidate.address)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()
        await self._covers.aclose()


def _over_tls(address: str) -> str:
    """Return an address of the archive, which lists its images with http, with https."""
    prefix = "http://coverartarchive.org/"
    return (
        f"https://coverartarchive.org/{address.removeprefix(prefix)}"
        if address.startswith(prefix)
        else address
    )


describe_structs(__name__)
