"""What a scan of a title's folder does alike for movies and series (`DiskScanService`)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from arrtui.demo.app.extras import Owner
from arrtui.demo.app.metadata_files import write_after_scan
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.world.parsing import parse_release
from arrtui.demo.world.releases import quality_model
from arrtui.demo.world.scanning import extension
from arrtui.demo.world.tables import Kind, languages, qualities

if TYPE_CHECKING:
    from arrtui.demo.app.store import Store

_BY_EXTENSION = {
    **dict.fromkeys((".wtv", ".ts"), "HDTV-720p"),
    **dict.fromkeys((".img", ".iso", ".vob"), "DVD"),
    ".m2ts": "Bluray-720p",
}
"""Qualities of files whose name says none (`MediaFileExtensions`); most others are SDTV."""
_MATROSKA: dict[Kind, str] = {"radarr": "WEBDL-720p", "sonarr": "HDTV-720p", "lidarr": "Unknown"}
"""The same of `.mkv`, where the apps differ."""


def may_scan(store: Store, title: Obj) -> bool:
    """Return whether the root folder of a title is there and not empty, as a lost mount is."""
    root = store.root_of(title["path"])
    return store.is_folder(root) and store.has_entries(root)


def drop_missing(store: Store, title: Obj) -> dict[str, Obj]:
    """Drop the files of a title that are not in its folder; return the videos that are, by relative path.

    Where no folders are laid out, files are missing only after the title was pointed elsewhere.
    """
    files = store.files_of(title["id"])
    store.lay_out(title, files)
    present = store.files_in(title["path"])
    if store.real or title["id"] in store.relocated:
        for file in files:
            if file["relativePath"] not in present:
                store.drop_file(title, file, "MissingFromDisk")
            else:
                file["size"] = present[file["relativePath"]]["size"]
    store.relocated.discard(title["id"])
    return present


def unknown_videos(store: Store, title: Obj, present: dict[str, Obj]) -> list[Obj]:
    """Return the videos in a folder that are no files of its title: the biggest first, then the best.

    So a big trailer comes before a better film (`ImportApprovedMovie`, `ImportApprovedEpisodes`).
    """
    known = {file["relativePath"] for file in store.files_of(title["id"])}
    profile = title["qualityProfileId"]

    def rank(video: Obj) -> tuple[int, int]:
        return video["size"], store.rank(scanned_facts(store.kind, video), profile)

    return sorted((video for name, video in present.items() if name not in known), key=rank, reverse=True)


def scanned_facts(kind: Kind, video: Obj) -> Obj:
    """Return quality and release group of a video: as its name says, or else its extension.

    The height that a probe found counts more than either (`AggregateQuality`); no probe sees a source.
    """
    name = video["relativePath"].rsplit("/", 1)[-1]
    release = parse_release(kind, name)
    quality = release.quality
    if not quality["quality"]["id"]:
        known = _BY_EXTENSION | {".mkv": _MATROSKA[kind]}
        quality = quality_model(kind, known.get(extension(name), "SDTV"))
    quality = with_height(kind, quality, video.get("height"))
    return without_nulls({"quality": quality, "releaseGroup": release.group or None})


def new_file(kind: Kind, video: Obj, language: str) -> Obj:
    """Return a video as a file of the library: all that is known is what its name and a probe say."""
    file: Obj = {key: video[key] for key in ("relativePath", "size", "mediaInfo") if key in video}
    file |= {**scanned_facts(kind, video), "languages": [languages(kind)[language]]}
    return file | {"dateAdded": now_iso(), "indexerFlags": 0}


def adopt_all(store: Store, title: Obj, owner: Owner) -> None:
    """End a scan: what is in the folder is the title's, with the video that each other file belongs to."""
    store.adopt(title["path"], {file["relativePath"] for file in store.files_of(title["id"])})
    store.extras.adopt(title, store.others_in(title["path"]), owner)
    write_after_scan(store, title)
    remove_empty_folders(store, title)


def with_height(kind: Kind, model: Obj, height: int | None) -> Obj:
    """Return a `QualityModel` with the quality of the same source that has a height.

    It stays as it is where there is none, or where no probe told the height.
    """
    quality = model["quality"]
    for row in qualities(kind).values():
        same = quality | {key: row[key] for key in ("id", "name", "resolution")}
        if row == same and row["resolution"] == height:
            return model | {"quality": row}
    return model


def remove_empty_folders(store: Store, title: Obj) -> None:
    """Remove the empty folders of a title, and its own if it is empty, where that is set."""
    if store.real and store.configs["mediamanagement"]["deleteEmptyFolders"]:
        store.real.remove_empty_folders(Path(title["path"]), itself=True)
