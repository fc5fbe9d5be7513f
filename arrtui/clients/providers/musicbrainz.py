"""MusicBrainz and the Cover Art Archive: what they know of artists and their albums, and the covers of these.

MusicBrainz wants a ``User-Agent`` with a way to reach its author, and one request per second. So the albums
of an artist come a hundred at a time; only covers cost a request for each album, of the archive, which asks
for no pace. The archive answers with redirects to archive.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from arrtui.clients.http import user_agent
from arrtui.clients.providers.asking import AskingOptions, ProviderHost, ProviderHttp
from arrtui.clients.providers.musicbrainz_answers import (
    Cover,
    Covers,
    MusicArtist,
    MusicGenre,
    MusicRating,
    ReleaseGroup,
    ReleaseGroups,
)
from arrtui.clients.providers.protocol import field_list, unique_ids
from arrtui.core.artwork import ArtCandidate, ArtKind, ArtSlot, ChildIds, MetadataField, TitleIds

NAME = "musicbrainz"
PER_SECOND = 1.0
"""Requests to musicbrainz.org (musicbrainz.org/doc/MusicBrainz_API/Rate_Limiting)."""
MIRROR_PER_SECOND = 20.0
"""Requests to a mirror of the owner's, which has no such limit."""
COVERS_PER_SECOND = 10.0
"""Requests to the archive and to where it leads: two or three for each cover."""
CONTACT = "https://pypi.org/project/arrtui"
"""Goes into ``User-Agent``, as MusicBrainz asks."""
PAGE = 100
"""Release groups of one answer at most."""
_SITE = ".musicbrainz.org"
_ARCHIVE = ("coverartarchive.org", "archive.org")
"""Where covers lie behind redirects (musicbrainz.org/doc/Cover_Art_Archive/API)."""
_MBID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_KINDS: Mapping[str, ArtKind] = {"Front": ArtKind.THUMB, "Medium": ArtKind.DISCART}
"""Kinds, as Kodi has them of albums, by the types of covers."""
_LARGE = "1200"
"""The size that is preferred to the whole scan, which may be dozens of megabytes."""
_SMALLER = ("500", "large", "250", "small")


class MusicBrainz:
    """Covers and metadata of artists and of their albums, which are known by their release groups."""

    name = NAME

    def __init__(self, address: str, covers: str, options: AskingOptions | None = None) -> None:
        headers = {"User-Agent": f"{user_agent()} ( {CONTACT} )"}
        is_public = f".{urlsplit(address).hostname}".endswith(_SITE)
        pace = PER_SECOND if is_public else MIRROR_PER_SECOND
        host = ProviderHost(NAME, "MusicBrainz", address, pace, headers=headers, concurrency=1)
        self._http = ProviderHttp(host, options)
        archive = ProviderHost(
            *(NAME, "the Cover Art Archive", covers, COVERS_PER_SECOND), headers=headers, leads_to=_ARCHIVE
        )
        self._covers = ProviderHttp(archive, options)

    async def candidates(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        """Return the covers of an artist's albums; artists have no pictures here. Raises ProviderError."""
        candidates: list[ArtCandidate] = []
        for album in _known(title.children):
            answer = await self._covers.ask(f"/release-group/{album.external_id}", Covers)
            candidates += [
                _candidate(cover, ArtSlot(_KINDS[type_], album.season, album.number))
                for cover in (answer.images if answer else ())
                for type_ in cover.types
                if type_ in _KINDS and cover.image
            ]
        return candidates

    async def fields(self, title: TitleIds, languages: Sequence[str]) -> list[MetadataField]:
        """Return the metadata of an artist. Raises ProviderError."""
        if not _MBID.fullmatch(title.external_id):
            return []
        query = {"inc": "genres+ratings", "fmt": "json"}
        artist = await self._http.ask(f"/artist/{title.external_id}", MusicArtist, query)
        if artist is None:
            return []
        began, ended = ("born", "died") if artist.type == "Person" else ("formed", "disbanded")
        return field_list(
            NAME,
            {
                "title": artist.name,
                "sorttitle": artist.sort_name,
                "type": artist.type,
                "disambiguation": artist.disambiguation,
                began: artist.life_span.begin,
                ended: artist.life_span.end,
                "genre": _genres(artist.genres),
                "ratings": _ratings(artist.rating),
                "uniqueid": unique_ids(musicbrainz=title.external_id),
            },
        )

    async def season_fields(
        self, title: TitleIds, season: int, languages: Sequence[str]
    ) -> dict[int, list[MetadataField]]:
        """Return the metadata of an artist's albums of one type by their numbers. Raises ProviderError."""
        albums = [album for album in _known(title.children) if album.season == season]
        groups = await self._groups(title) if albums else {}
        return {
            album.number: _album_fields(album, groups[album.external_id])
            for album in albums
            if album.external_id in groups
        }

    async def _groups(self, title: TitleIds) -> dict[str, ReleaseGroup]:
        """Return what is known of an artist's albums: a page at a time while that takes fewer requests."""
        missing = {album.external_id for album in _known(title.children)}
        groups: dict[str, ReleaseGroup] = {}
        offset, pages_left = 0, 1
        while _MBID.fullmatch(title.external_id) and 0 < pages_left < len(missing):
            page = await self._page(title.external_id, offset)
            groups |= {group.id: group for group in page.release_groups if group.id in missing}
            missing -= groups.keys()
            offset += PAGE
            pages_left = max(0, page.release_group_count - offset + PAGE - 1) // PAGE
        for external_id in sorted(missing):  # of several artists, or merged into another since
            query = {"inc": "genres+ratings", "fmt": "json"}
            group = await self._http.ask(f"/release-group/{external_id}", ReleaseGroup, query)
            groups |= {external_id: group} if group else {}
        return groups

    async def _page(self, artist: str, offset: int) -> ReleaseGroups:
        query = {"artist": artist, "inc": "genres+ratings", "fmt": "json", "limit": str(PAGE)}
        query |= {"offset": str(offset)} if offset else {}
        return await self._http.ask("/release-group", ReleaseGroups, query) or ReleaseGroups()

    async def image(self, candidate: ArtCandidate) -> bytes:
        """Return a cover. Raises ProviderError."""
        return await self._covers.fetch(candidate.address)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()
        await self._covers.aclose()


def _known(albums: Iterable[ChildIds]) -> list[ChildIds]:
    """Return the albums whose ids are such of MusicBrainz."""
    return [album for album in albums if _MBID.fullmatch(album.external_id)]


def _candidate(cover: Cover, slot: ArtSlot) -> ArtCandidate:
    """Return a cover as a candidate; how large it is, nobody says."""
    small = next((cover.thumbnails[size] for size in _SMALLER if cover.thumbnails.get(size)), "")
    return ArtCandidate(
        slot=slot.text,
        provider=NAME,
        address=_over_tls(cover.thumbnails.get(_LARGE) or cover.image),
        preview=_over_tls(small),
        votes=int(cover.approved) + int(cover.front),
    )


def _album_fields(album: ChildIds, group: ReleaseGroup) -> list[MetadataField]:
    date = group.first_release_date
    return field_list(
        NAME,
        {
            "title": group.title,
            "type": group.primary_type,
            "secondarytypes": list(group.secondary_types),
            "disambiguation": group.disambiguation,
            "premiered": date if len(date) == 10 else "",
            "year": int(date[:4]) if date[:4].isdecimal() else 0,
            "genre": _genres(group.genres),
            "ratings": _ratings(group.rating),
            "uniqueid": unique_ids(musicbrainz=album.external_id),
        },
    )


def _genres(genres: Iterable[MusicGenre]) -> list[str]:
    """Return the names of genres, those with most votes first."""
    return [genre.name for genre in sorted(genres, key=lambda genre: -genre.count) if genre.name]


def _ratings(rating: MusicRating) -> list[dict[str, object]]:
    stars = {"name": NAME, "max": 5, "default": True, "value": rating.value, "votes": rating.votes_count}
    return [stars] if rating.votes_count else []


def _over_tls(address: str) -> str:
    """Return an address of the archive, which lists its images with http, with https."""
    prefix = "http://coverartarchive.org/"
    return (
        f"https://coverartarchive.org/{address.removeprefix(prefix)}"
        if address.startswith(prefix)
        else address
    )
