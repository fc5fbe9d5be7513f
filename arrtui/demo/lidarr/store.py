"""A simulated Lidarr: what the app does with its library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from arrtui.demo.app.command_work import CommandWork
from arrtui.demo.app.history import Row
from arrtui.demo.app.live.events import AlbumDeleted, FileDeleted, TitleDeleted
from arrtui.demo.app.rows import require_row, require_some
from arrtui.demo.app.scans import remove_empty_folders
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.errors import broken
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr import drawing
from arrtui.demo.lidarr.library import LidarrLibrary
from arrtui.demo.lidarr.scanning import scan_artist
from arrtui.demo.lidarr.work import LidarrWork
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.naming import Values, clean_name, file_name, file_values, shorten


class LidarrStore(LidarrLibrary):
    """The state of one Lidarr."""

    work_type: ClassVar[type[CommandWork]] = LidarrWork

    def __init__(
        self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None, numbers: list[int]
    ) -> None:
        """`numbers`: those of its artists at the metadata host."""
        super().__init__(instance, seed, catalogue, folder)
        drawing.draw_library(self, numbers)

    def draw_children(self) -> None:
        """Draw the albums and files of every artist, and the queue."""
        drawing.draw_children(self)

    def draw_history(self) -> Iterable[Row]:
        """Return the rows from before the estate started."""
        self.draw_once()
        return drawing.draw_history(self)

    # ---- artists ------------------------------------------------------------------------------

    def add_title(self, external_id: Any, **fields: Any) -> Obj:
        """Add an artist by UUID; albums come with the refresh."""
        self.draw_once()  # the albums of the artists that were there before
        defaults = {
            "monitored": False,
            "tags": [],
            "qualityProfileId": min(self.profiles),
            "metadataProfileId": min(self.metadata_profiles),
            "monitorNewItems": "all",
        }
        artist = self.new_title(external_id, defaults, fields)
        self.album_ids[artist["id"]], self.file_ids[artist["id"]] = [], []
        return artist

    def delete_titles(self, title_ids: Sequence[int], *, delete_files: bool, exclude: bool) -> None:
        """Remove artists."""
        for number in title_ids:
            self.delete_title(number, delete_files=delete_files, exclude=exclude)

    def delete_title(self, title_id: int, *, delete_files: bool = False, exclude: bool = False) -> None:
        """Remove an artist with all albums; rows of files that stay on the disk become nobody's."""
        artist, size = self.artists[title_id], sum(file["size"] for file in self.files_of(title_id))
        for album in self.albums_of(title_id):
            self.publish(AlbumDeleted(artist, album))
        self.publish(TitleDeleted(artist, delete_files, size))
        self.history.forget(title_id)
        for entry in [entry for entry in self.queue.values() if entry["artistId"] == title_id]:
            del self.queue[entry["id"]]
        files = self.files_of(title_id)
        for album in self.albums_of(title_id):
            self.remove_album(album)
        del self.artists[title_id]
        self.relocated.discard(title_id)
        self.file_ids.pop(title_id, None)
        self.album_ids.pop(title_id, None)
        if delete_files:
            for file in files:
                del self.files[file["id"]]
            with suppress(OSError):  # told in the log alone
                self.remove_tree(artist["path"])
        if exclude:
            self.exclude(artist["foreignArtistId"], artist["title"])

    def delete_album(self, album: Obj, *, delete_files: bool, exclude: bool) -> None:
        """Remove an album; the next refresh of its artist brings it back unless it is excluded."""
        artist = self.artists[album["artistId"]]
        self.publish(AlbumDeleted(artist, album))
        files = [self.files[number] for number in self.album_files[album["id"]]]
        if exclude:
            self.exclude(album["foreignAlbumId"], f"{artist['title']} - {self.facts(album).title}")
        self.remove_album(album)
        for file in files if delete_files else ():
            del self.files[file["id"]]
            with suppress(OSError):
                self.remove_file(self.path_of(file), artist["path"])

    def delete_children(self, title: Obj) -> None:
        """Forget the albums of an artist that is gone."""
        for album in self.albums_of(title["id"]):
            self.remove_album(album)

    # ---- files --------------------------------------------------------------------------------

    def drop_file(self, title: Obj, file: Obj, reason: str) -> None:
        """Forget a file of an artist; of one that is just gone from the disk the history has nothing."""
        if reason != "MissingFromDisk":
            self.history.draw()
            for track in file["trackIds"]:
                self.add_row("trackFileDeleted", title, file, track, {"reason": reason})
        tracks = [{"id": track} for track in file["trackIds"]]
        album_id = file["albumId"]
        self.detach(file["id"])
        gone = file | {"artistId": title["id"], "albumId": album_id}
        self.publish(FileDeleted(title, gone, f"{reason[0].lower()}{reason[1:]}", tracks))

    def delete_file(self, file_id: int, folder: str = "") -> None:
        """Delete a file from the disk, and its row. Raises ApiError 500 if it cannot be deleted."""
        file = self.files[file_id]
        artist = self.artists.get(file["artistId"])
        folder = artist["path"] if artist else file["folder"]
        try:
            self.remove_file(self.path_of(file), folder)
        except OSError as error:
            raise broken("Unable to delete track file") from error
        if artist is None:
            del self.files[file_id]
            return
        self.drop_file(artist, file, "Manual")
        remove_empty_folders(self, artist)

    def name_for(self, title: Obj, file: Obj) -> str:
        """Return the path below the folder of an artist that the naming format gives a file.

        Without renaming it is the name it has, directly in the artist's folder: album folders go.
        """
        naming = self.configs["naming"]
        release = self.release_of_track(file["trackIds"][0]) if file["trackIds"] else None
        if release is None or not naming["renameTracks"]:
            return str(file["relativePath"].rsplit("/", 1)[-1])
        track, edition = self.track_facts(release, file["trackIds"][0]), self.edition(release)
        listed = self.facts(self.albums[file["albumId"]])
        values: dict[str, str | int | list[int]] = {
            "artist name": shorten(clean_name(title["title"], naming), 80),
            "album title": shorten(clean_name(listed.title, naming), 80),
            "release year": listed.date[:4],
            "track title": clean_name(track.title, naming),
            "track": track.position,
            "medium": track.medium,
            "medium format": edition.media[track.medium - 1],
        }
        known: Values = values | file_values(file, self.quality_title(file), naming)
        pattern = naming["multiDiscTrackFormat" if len(edition.media) > 1 else "standardTrackFormat"]
        parts = [file_name(part, known) for part in pattern.split("/")]
        return f"{'/'.join(parts)}.{file['relativePath'].rsplit('.', 1)[-1]}"

    def note_rename(self, title: Obj, file: Obj, paths: dict[str, str]) -> None:
        """Add the rows of a file that was renamed, one for each of its tracks."""
        extra = {"sourcePath": paths["sourcePath"], "path": paths["path"]}
        for track in file["trackIds"]:
            self.add_row("trackFileRenamed", title, file, track, extra)  # type: ignore[arg-type]

    # ---- what the shared imports ask: music arrives by whole albums, which `importing` does ------

    def named_by(self, folder: str, name: str) -> Obj:
        """Return nothing: a track is known by its tags."""
        return {}

    def replaced_by(self, title: Obj, entry: Obj) -> list[Obj]:
        """Return nothing: see `named_by`."""
        return []

    def attach_imported(self, title: Obj, entry: Obj, file: Obj, name: str) -> Obj:
        """Raise ApiError 500: single files are not imported."""
        raise broken("Value cannot be null. (Parameter 'album')")

    def import_rows(self, title: Obj, file: Obj, at: float, paths: dict[str, str]) -> list[Row]:
        """Return nothing: see `named_by`."""
        return []

    # ---- what commands do ---------------------------------------------------------------------

    def refresh(self, title: Obj, before: Obj) -> None:
        """Scan the folder of an artist; a refresh of Lidarr is a command of many steps (`LidarrWork`)."""
        self.rescan(title)

    def rescan(self, title: Obj) -> None:
        """Scan the folder of an artist."""
        scan_artist(self, title)

    def search(self, command: str, body: Obj) -> str | None:
        """Note the time of a search on its albums; return the message at its end.

        Raises ApiError, which makes the command fail, for an artist or an album that is not there.
        """
        if command == "AlbumSearch":
            albums = [require_row(self.albums, number, "Album") for number in require_some(body["albumIds"])]
            outcome = "Album search completed."
        elif command == "ArtistSearch":
            artist = require_row(self.artists, body["artistId"], "Artist")
            albums = [album for album in self.albums_of(artist["id"]) if album["monitored"]]
            outcome = "Artist search completed."
        elif command in ("MissingAlbumSearch", "CutoffUnmetAlbumSearch"):
            wanted = self.missing_albums() if command.startswith("Missing") else self.cutoff_albums()
            asked = body.get("artistId")
            albums = [album for album in wanted if not asked or album["artistId"] == asked]
            outcome = f"Completed search for {len(albums)} albums."
        else:
            return None
        for album in albums:
            album["lastSearchTime"] = now_iso()
        return f"{outcome} 0 reports downloaded."

    def missing_albums(self, monitored: bool = True) -> list[Obj]:
        """Return the albums that are out and lack a file; monitored means artist and album are."""
        now = now_iso()
        return [
            album
            for album in self.albums.values()
            if self._is_monitored(album) == monitored
            and (date := self.facts(album).date)
            and date <= now
            and any(track not in self.track_files for track in self.wanted_tracks(album))
        ]

    def cutoff_albums(self, monitored: bool = True) -> list[Obj]:
        """Return the albums of which a file is below the quality cutoff; the score plays no part."""
        return [
            album
            for album in self.albums.values()
            if self._is_monitored(album) == monitored
            and any(
                self.is_cutoff_unmet(file, self.artists[album["artistId"]]["qualityProfileId"])
                for file in self.files_of_albums([album])
            )
        ]

    def _is_monitored(self, album: Obj) -> bool:
        return bool(album["monitored"] and self.artists[album["artistId"]]["monitored"])
