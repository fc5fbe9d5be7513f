"""Lidarr: its artists, their albums and the files of these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from arrtui.clients import album_texts, decoding, lidarr_guards, lidarr_records, lidarr_wire
from arrtui.clients.answers import Delivery, DescribedEpisode, Fetched, ListedItem, ListedLibrary
from arrtui.clients.arr import ArrClient
from arrtui.clients.fingerprint import AlbumFacts
from arrtui.clients.http import Query
from arrtui.clients.releases import SearchSubject
from arrtui.core.batches import batched
from arrtui.core.domain import Episode, MediaFile, SettingType, Track, encode
from arrtui.core.fan_out import both
from arrtui.core.text import plural

ALBUMS_PER_REQUEST = 500
"""Albums that are read or set at once: 7,030 characters of an address were taken, 9,100 refused."""
_ARTISTS, _ALBUMS, _FILES = "listing artists", "listing albums", "listing track files"


class LidarrClient(ArrClient):
    """One Lidarr."""

    files_per_request: ClassVar[int] = 1
    children_per_request: ClassVar[int] = ALBUMS_PER_REQUEST
    history_order: ClassVar[str] = "id"  # many rows have one date

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._folders: dict[int, str] = {}
        """Artists' folders by their ids, for paths of files below them."""
        self._roots: dict[int, str] = {}
        """Paths of root folders by their ids, as they were read last."""

    async def library(self) -> ListedLibrary:
        """Return every artist and every album: two requests at the same time."""
        albums, answer = await both(
            self._streamed("/album", _ALBUMS, lidarr_wire.AlbumResource, _album),
            self._get("/artist", _ARTISTS, heavy=True),
        )
        by_artist: defaultdict[int, list[AlbumFacts]] = defaultdict(list)
        for album, facts in albums.records:
            by_artist[album.item_id].append(facts)

        def listed(artist: lidarr_wire.ArtistResource) -> ListedItem:
            return lidarr_records.listed_artist(artist, by_artist[artist.id])

        artists = await self._read(
            answer, _ARTISTS, lambda body: decoding.read_list(body, lidarr_wire.ArtistResource, listed)
        )
        self._folders = {listed.item.id: listed.item.path for listed in artists.records}
        return ListedLibrary(artists, _children(albums))

    async def items(self) -> Fetched[ListedItem]:
        """Return every artist: two requests, as what an artist has of files is told by its albums."""
        return (await self.library()).titles

    async def item(self, item_id: int) -> Fetched[ListedItem]:
        """Return one artist as the list has it: two requests. Raises NotFoundError where there is none."""
        return (await self.title_with_children(item_id)).titles

    async def title_with_children(self, item_id: int) -> ListedLibrary:
        """Return one artist and its albums: two requests. Raises NotFoundError where there is none."""
        albums = await self._albums({"artistId": item_id})
        artist = await self._single(
            f"/artist/{item_id}",
            "reading an artist",
            lidarr_wire.ArtistResource,
            lambda artist: lidarr_records.listed_artist(artist, (facts for _, facts in albums.records)),
        )
        self._folders |= {listed.item.id: listed.item.path for listed in artist.records}
        return ListedLibrary(artist, _children(albums))

    async def episodes(self, item_id: int) -> Fetched[Episode]:
        """Return every album of an artist: one request; none of an artist that is not there."""
        return _children(await self._albums({"artistId": item_id}))

    async def episodes_by_id(self, episode_ids: Sequence[int]) -> Fetched[Episode]:
        """Return up to :data:`ALBUMS_PER_REQUEST` albums: one request, of which no id may be repeated."""
        return _children(await self._albums({"albumIds": list(dict.fromkeys(episode_ids))}))

    async def described_episodes(self, item_id: int) -> Fetched[DescribedEpisode]:
        """Return overview, pictures, genres and rating of every album of an artist: one request."""
        return await self._list(
            "/album",
            "reading what albums are about",
            album_texts.AlbumText,
            album_texts.described_album,
            query={"artistId": item_id},
            heavy=True,
        )

    async def files(self, item_ids: Sequence[int]) -> Fetched[MediaFile]:
        """Return the files of an artist's albums with formats and scores: one request.

        Files that were cut loose from their tracks are not among them (LIDARR_API 0).
        """
        (item_id,) = item_ids
        return await self._files({"artistId": item_id}, {item_id})

    async def files_of(self, child_ids: Sequence[int], item_ids: Iterable[int]) -> Fetched[MediaFile]:
        """Return the files of up to :data:`ALBUMS_PER_REQUEST` albums of some artists: one request."""
        return await self._files({"albumId": list(dict.fromkeys(child_ids))}, item_ids)

    async def files_by_id(self, file_ids: Sequence[int]) -> Fetched[MediaFile]:
        """Return up to :data:`IDS_PER_REQUEST` files with formats and scores: one request."""
        return await self._files({"trackFileIds": list(dict.fromkeys(file_ids))}, ())

    async def unmapped_files(self) -> Fetched[str]:
        """Return the paths of files without an artist: of unknown music, or left by what was deleted."""
        return await self._streamed(
            "/trackfile",
            "listing files without an artist",
            lidarr_wire.TrackFile,
            lambda file: file.path,
            query={"unmapped": "true"},
        )

    async def tracks(self, child_id: int) -> Fetched[Track]:
        """Return the tracks of an album's monitored release: one request; none of one that is not there."""
        query: Query = {"albumId": child_id}
        return await self._list(
            "/track", "listing tracks", lidarr_wire.TrackResource, lidarr_records.track, query=query
        )

    async def _albums(self, query: Query) -> Fetched[_Album]:
        """Return some albums."""
        return await self._list("/album", _ALBUMS, lidarr_wire.AlbumResource, _album, query=query, heavy=True)

    async def _files(self, query: Query, item_ids: Iterable[int]) -> Fetched[MediaFile]:
        """Return files with paths below the folders of their artists, which are asked for once."""
        for item_id in item_ids:
            if item_id not in self._folders:
                await self.item(item_id)
        return await self._list(
            "/trackfile",
            _FILES,
            lidarr_wire.TrackFile,
            lambda file: lidarr_records.track_file(file, self._folders.get(file.artist_id, "")),
            query=query,
            heavy=True,
        )

    def lacking(self, listed: ListedItem, delivery: Delivery) -> str:
        """Return which albums and files did not come of those that statistics announce."""
        albums = listed.total_episodes - delivery.episodes - len(delivery.skipped_episodes)
        files = listed.files - len(delivery.files) - len(delivery.skipped_files)
        parts = ((albums, "album", "albums"), (files, "track file", "track files"))
        return " and ".join(plural(count, one, many) for count, one, many in parts if count > 0)

    async def set_episodes(self, episode_ids: Iterable[int], monitored: bool) -> None:
        """Set whether albums are monitored: one request for each :data:`ALBUMS_PER_REQUEST`.

        The app writes first and reads back then: an unknown or repeated id answers 500 though the others were
        set (``AlbumController.SetAlbumsMonitored``). Read them again then.

        :raises ServerFaultError: an album is not there (any longer); the others of its request were set.
        """
        ids = list(dict.fromkeys(episode_ids))
        what = f"{'monitoring' if monitored else 'unmonitoring'} {plural(len(ids), 'album')}"
        for batch in batched(ids, ALBUMS_PER_REQUEST):
            await self._send("PUT", "/album/monitor", what, {"albumIds": batch, "monitored": monitored})

    async def remove_child(self, child_id: int, *, delete_files: bool) -> None:
        """Remove an album: one request. Excluded, it does not come back with the next refresh."""
        query = {"deleteFiles": "true" if delete_files else "false", "addImportListExclusion": "true"}
        await self._send("DELETE", f"/album/{child_id}", "removing an album", query=query)

    async def edit_files(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Set facts of files: one request for all that get the same, as the app's editor takes one set."""
        alike: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            facts = {name: value for name, value in row.items() if name != "id"}
            alike.setdefault(encode(facts), []).append(row)
        for same in alike.values():
            facts = {name: value for name, value in same[0].items() if name != "id"}
            body = {"trackFileIds": list(dict.fromkeys(row["id"] for row in same)), **facts}
            await self._send(
                "PUT", self.app.resource.files, f"setting facts of {plural(len(same), 'file')}", body
            )

    def _refusal(self, method: str, path: str, query: Query, body: Any) -> str:
        return lidarr_guards.refusal(method, path, query, body) or lidarr_guards.root_refusal(
            method, path, body, self._roots
        )

    async def raw_settings(self, type: SettingType) -> list[dict[str, Any]]:
        """Return all settings of a type as the app sends them: one request."""
        rows = await super().raw_settings(type)
        if type is SettingType.ROOT_FOLDER:
            self._roots = {row["id"]: row["path"] for row in rows if {"id", "path"} <= row.keys()}
        return rows

    def _listed(self, raw: Mapping[str, Any]) -> ListedItem:
        return lidarr_records.listed_artist(decoding.as_type(raw, lidarr_wire.ArtistResource), ())

    def _search_query(self, subject: SearchSubject) -> Query:
        if subject.episode_id:
            return {"albumId": subject.episode_id}
        return super()._search_query(subject)

    def add_options(self, fields: Mapping[str, Any], *, search: bool) -> dict[str, Any]:
        """Return ``addOptions`` that monitor exactly the albums that a plan names.

        ``unknown`` leaves what ``monitorNewItems`` made of every album; with ``albumsToMonitor`` those and no
        others are monitored (LIDARR_API 2.1). An artist whose albums are named is searched later: none of
        them may be monitored, which these options cannot say.
        """
        albums: Mapping[str, bool] = fields.get("episodes") or {}
        monitored = sorted(external_id for external_id, is_monitored in albums.items() if is_monitored)
        options = {
            "monitor": "unknown",
            "albumsToMonitor": monitored,
            "searchForMissingAlbums": search and not albums,
        }
        return {"addOptions": options}


class _Album(NamedTuple):
    """What is kept of an album of the list, which has its artist and many facts of each release besides."""

    record: Episode
    facts: AlbumFacts


def _album(resource: lidarr_wire.AlbumResource) -> _Album:
    return _Album(lidarr_records.album(resource), AlbumFacts.of(resource))


def _children(albums: Fetched[_Album]) -> Fetched[Episode]:
    return Fetched([album.record for album in albums.records], albums.skipped, albums.odd)
