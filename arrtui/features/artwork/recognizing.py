"""What the files in a title's folder are. Pure.

Paths are relative to the title's folder, with ``/`` between their parts. What players make of names is that
of the records in ``recorded/players``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from arrtui.core.art_layouts import ArtLayout, TitleForm
from arrtui.core.artwork import ArtFile, ArtKind, ArtNote, ArtNoteKind, ArtSlot, FileClass, slot_of
from arrtui.core.trailers import VideoFile
from arrtui.db.artwork.app_files import AppFile
from arrtui.features.artwork.album_folders import album_folders
from arrtui.features.artwork.image_names import (
    MOST_IMAGES,
    SLOT_EXTENSIONS,
    ImageName,
    Rank,
    Surroundings,
    image_name,
)
from arrtui.features.artwork.naming import actor_slot
from arrtui.media.names import (
    SOUND_EXTENSIONS,
    VIDEO_EXTENSIONS,
    episode_of,
    extension,
    names_promotion,
    names_trailer,
)

_IMAGES = SLOT_EXTENSIONS | {".bmp", ".tbn", ".tif", ".tiff", ".svg", ".avif"}
_SUBTITLES = frozenset(
    (
        *(".aqt", ".ass", ".idx", ".jss", ".psb", ".rt", ".smi", ".srt", ".ssa", ".sub", ".sup", ".vtt"),
        *(".utf", ".utf8", ".utf-8"),
    )
)
_TRAILER_FOLDERS = frozenset(("trailer", "trailers"))
_EXTRA_FOLDERS = frozenset(
    (
        *("extras", "extra", "featurettes", "behind the scenes", "deleted scenes", "interviews", "scenes"),
        *("samples", "sample", "shorts", "clips", "other", "backdrops", "theme-music", "bonus"),
    )
)
_PLAYERS_FOLDERS = frozenset(("extrafanart", "extrathumbs", "metadata", "subs", "subtitles"))
"""Folders in a film's folder that are no trailers and no extras and that players know besides."""
_DISC_FOLDERS = frozenset(("bdmv", "certificate", "video_ts", "audio_ts", "hvdvd_ts"))
_EXTRA_STEM = re.compile(
    r"(?:.+[-._ ])?sample|.+-(?:other|behindthescenes|deleted|featurette|interview|scene|short|clip|extra)",
    re.IGNORECASE | re.DOTALL,
)
_LEFT_BY_KODI = re.compile(r".*-trailer\d*|.*[-._ ]?sample", re.IGNORECASE | re.DOTALL)
_PART = re.compile(r"(.+?)[ _.-]+(?:cd|dvd|part|pt|disc|disk)[ _.-]*[0-9a-d]", re.IGNORECASE | re.DOTALL)


class Recognized(NamedTuple):
    """What lies in a title's folder."""

    files: tuple[ArtFile, ...]
    """By path."""
    notes: tuple[ArtNote, ...]


def recognize(
    files: Iterable[VideoFile],
    folders: Collection[str],
    app_files: Mapping[str, AppFile],
    layout: ArtLayout,
    players: Collection[str],
) -> Recognized:
    """Return what the files in a title's folder are.

    ``folders``: those below it; ``app_files``: those of the app by relative path; ``players``: whose mistakes
    with names are noted.
    """
    listed = sorted(files, key=lambda file: file.relative_path)
    kinds = {file.relative_path: class_of(file.relative_path, app_files, layout.form) for file in listed}
    videos = [path for path, kind in kinds.items() if kind is FileClass.VIDEO]
    around = Surroundings(layout, _bases(videos, app_files, layout.form))
    images = {
        path: name
        for path, kind in kinds.items()
        if kind is FileClass.IMAGE and (name := image_name(path, around)) is not None
    }
    images = _numbered(images)
    recognized = tuple(
        ArtFile(
            relative_path=file.relative_path,
            kind=kinds[file.relative_path],
            size=file.size,
            mtime_ns=file.mtime_ns,
            slot=images[file.relative_path].slot.text
            if file.relative_path in images
            else actor_slot(file.relative_path),
        )
        for file in listed
    )
    notes = [*_image_notes(images, players), *_kodi_notes(kinds, layout, players)]
    notes += _folder_notes(folders, layout, players)
    return Recognized(recognized, tuple(notes))


def class_of(path: str, app_files: Collection[str] = (), form: TitleForm = TitleForm.FILM) -> FileClass:
    """Return what a file is by its name, its folder and by whether the app holds it.

    Of an artist only files that the app holds are its music, whatever their folders are called.
    """
    *folders, name = path.lower().split("/")
    ending = extension(name)
    if path in app_files:
        return FileClass.VIDEO
    if name.startswith("."):
        return FileClass.UNKNOWN
    is_music = form.is_music
    if ending in VIDEO_EXTENSIONS:
        return FileClass.EXTRA if is_music else _class_of_video(path, folders, name.removesuffix(ending))
    if not is_music and any(folder in _EXTRA_FOLDERS or folder in _TRAILER_FOLDERS for folder in folders):
        return FileClass.EXTRA
    by_ending = (
        ((".nfo",), FileClass.NFO),
        (_IMAGES, FileClass.IMAGE),
        (_SUBTITLES, FileClass.SUBTITLE),
        (SOUND_EXTENSIONS, FileClass.EXTRA),
    )
    return next((kind for endings, kind in by_ending if ending in endings), FileClass.UNKNOWN)


def _class_of_video(path: str, folders: Sequence[str], stem: str) -> FileClass:
    if any(folder in _EXTRA_FOLDERS for folder in folders):
        return FileClass.EXTRA
    if names_trailer(path) or (names_promotion(path) and episode_of(path) is None):
        return FileClass.TRAILER
    if any(folder in _TRAILER_FOLDERS for folder in folders):
        return FileClass.TRAILER
    return FileClass.EXTRA if _EXTRA_STEM.fullmatch(stem) else FileClass.VIDEO


def _bases(
    videos: Iterable[str], app_files: Mapping[str, AppFile], form: TitleForm
) -> dict[tuple[str, str], tuple[int, int] | None]:
    """Return folder and name without extension of each video, those that the app holds first.

    Parts of one film share the name before their numbers, as Kodi reads it. Of an artist these are the
    folders of albums.
    """
    bases: dict[tuple[str, str], tuple[int, int] | None] = {}
    is_series = form is TitleForm.SERIES
    if form.has_part_folders:
        known = ((path, app_files[path]) for path in videos if path in app_files)
        albums = album_folders((path, file.numbers) for path, file in known)
        return {(folder.rstrip("/").lower(), ""): numbers for numbers, folder in albums.folders.items()}
    for path in sorted(videos, key=lambda video: video not in app_files):
        folder, _, name = path.lower().rpartition("/")
        stem = name.removesuffix(extension(name))
        app_file = app_files.get(path)
        episode = (app_file and app_file.numbers) or episode_of(path)
        bases[(folder, stem)] = episode if is_series else None
        if not is_series and (part := _PART.fullmatch(stem)):
            bases.setdefault((folder, part[1]), None)
    return bases


def _numbered(images: Mapping[str, ImageName]) -> dict[str, ImageName]:
    """Return the images with numbers for those of ``extrafanart``, after all others."""
    last = max((name.slot.number for name in images.values() if name.rank < Rank.EXTRA_FOLDER), default=0)
    numbered = {path: name for path, name in images.items() if name.rank < Rank.EXTRA_FOLDER}
    further = [path for path in images if path not in numbered]
    for number, path in enumerate(further[: MOST_IMAGES - last], last + 1):
        slot = ArtSlot(ArtKind.FANART, number=max(number, 2))
        numbered[path] = images[path]._replace(slot=slot)
    return numbered


def by_preference(files: Iterable[ArtFile], layout: ArtLayout) -> list[ArtFile]:
    """Return the images that fill slots; of several for one slot, the one that players prefer comes first."""
    listed = list(files)
    videos = [file.relative_path for file in listed if file.kind is FileClass.VIDEO]
    around = Surroundings(layout, _bases(videos, {}, layout.form) | _filled_albums(listed, layout))

    def rank(file: ArtFile) -> tuple[int, int, str]:
        name = image_name(file.relative_path, around)
        return (*((Rank.OF_VIDEO, 0) if name is None else (name.rank, name.place)), file.relative_path)

    return sorted((file for file in listed if file.slot), key=rank)


def _filled_albums(
    files: Iterable[ArtFile], layout: ArtLayout
) -> dict[tuple[str, str], tuple[int, int] | None]:
    """Return the folders of albums by the images in them, whose slots the scan knew."""
    if not layout.form.has_part_folders:
        return {}
    slots = (
        (file.relative_path.lower().rpartition("/")[0], slot_of(file.slot)) for file in files if file.slot
    )
    return {
        (folder, ""): (slot.season, slot.episode)
        for folder, slot in slots
        if slot.season is not None and slot.episode is not None
    }


# --- what players misunderstand --------------------------------------------------------------------------


def _image_notes(images: Mapping[str, ImageName], players: Collection[str]) -> list[ArtNote]:
    return [
        ArtNote(ArtNoteKind.FOREIGN_NAME, path, f"{name.player.title()} {name.trouble}.")
        for path, name in images.items()
        if name.player in players
    ]


def _kodi_notes(
    kinds: Mapping[str, FileClass], layout: ArtLayout, players: Collection[str]
) -> Iterable[ArtNote]:
    """Yield what Kodi makes of trailers, extras and of a folder that is to be left out."""
    if "kodi" not in players:
        return
    for path, kind in kinds.items():
        *folders, name = path.split("/")
        ending = extension(name)
        if name == ".nomedia" and not folders:
            yield ArtNote(ArtNoteKind.FOREIGN_NAME, path, "Kodi leaves the whole folder out because of it.")
        is_other = kind in (FileClass.TRAILER, FileClass.EXTRA) and ending in VIDEO_EXTENSIONS
        if (
            not is_other
            or not layout.form.is_named_by_video
            or any(folder.lower() == "extras" for folder in folders)
        ):
            continue
        if not _LEFT_BY_KODI.fullmatch(name[: -len(ending)]):
            yield ArtNote(ArtNoteKind.FOREIGN_NAME, path, "Kodi takes it for a film of its own.")


def _folder_notes(folders: Collection[str], layout: ArtLayout, players: Collection[str]) -> list[ArtNote]:
    """Return the folders in a film's folder that Jellyfin does not know."""
    if not layout.form.is_named_by_video or "jellyfin" not in players:
        return []
    known = _EXTRA_FOLDERS | _TRAILER_FOLDERS | _PLAYERS_FOLDERS | _DISC_FOLDERS
    return [
        ArtNote(
            ArtNoteKind.FOREIGN_NAME,
            folder,
            "Jellyfin does not know such a folder and takes that of the film for a container.",
        )
        for folder in sorted(folders)
        if folder and "/" not in folder and not folder.startswith(".") and folder.lower() not in known
    ]
