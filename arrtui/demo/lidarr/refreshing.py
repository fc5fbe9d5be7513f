"""What a refresh does with the albums of an artist (`RefreshArtistService`, `RefreshAlbumService`)."""

from __future__ import annotations

from arrtui.demo.app.live.events import AlbumDeleted, AlbumUpdated
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.library import LidarrLibrary
from arrtui.demo.lidarr.monitoring import monitors_new
from arrtui.demo.lidarr.profiles import allows

EDITED = ("monitored", "monitorNewItems", "qualityProfileId", "metadataProfileId", "tags")
"""Members of an artist that a refresh writes back as they were when it began."""


def follow_merges(store: LidarrLibrary, artist: Obj) -> None:
    """Give an artist and its albums the ids they have at the host now; files and history stay with them.

    Whoever has the other id in the library already keeps it.
    """
    merged = store.host.merged
    taken = {row["foreignArtistId"] for row in store.artists.values()}
    uuid = merged.get(artist["foreignArtistId"])
    artist |= {"foreignArtistId": uuid} if uuid and uuid not in taken else {}
    albums = store.albums_of(artist["id"])
    known = {album["foreignAlbumId"] for album in albums}
    for album in albums:
        uuid = merged.get(album["foreignAlbumId"])
        album |= {"foreignAlbumId": uuid} if uuid and uuid not in known else {}


def follow_albums(store: LidarrLibrary, artist: Obj) -> None:
    """Add the albums that the metadata profile allows, and delete those it does not, or that are gone.

    An album with files stays, and so does one that was added by itself. What is excluded is not added.
    """
    profile = store.metadata_profiles[artist["metadataProfileId"]]
    allowed = {row.album_id: row for row in store.host_artist(artist).albums if allows(profile, row)}
    present = {album["foreignAlbumId"]: album for album in store.albums_of(artist["id"])}
    excluded = {row["foreignId"] for row in store.exclusions.values()}
    known = [date for album in present.values() if (date := store.facts(album).date)]
    for uuid, album in present.items():
        is_kept = uuid in allowed or store.album_files[album["id"]] or album.get("addedAlone")
        if not is_kept or (album.get("addedAlone") and store.host.album(uuid) is None):
            store.publish(AlbumDeleted(artist, album))
            store.remove_album(album)
    for uuid, listed in allowed.items():
        if uuid not in present and uuid not in excluded:
            store.add_album(artist, listed, monitored=monitors_new(store, artist, listed.date, known))


def follow_releases(store: LidarrLibrary, artist: Obj, album: Obj) -> None:
    """Take over what the host lists of an album: its facts, and the releases it has now."""
    listed = store.host.album(album["foreignAlbumId"])
    if listed is not None:
        store.remember_facts(listed)
        known = {release["foreignReleaseId"] for release in store.releases_of(album)}
        for edition in listed.releases:
            if edition.release_id not in known:
                store.add_release(album, edition, monitored=False)
    store.publish(AlbumUpdated(artist, album))
