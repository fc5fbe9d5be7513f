"""Which NFO are read, what each is of, and what is wrong with them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from arrtui.core.art_layouts import ArtLayout
from arrtui.core.artwork import ArtFile, ArtFolder, ArtNote, ArtNoteKind, FileClass, NfoFacts
from arrtui.features.artwork.album_folders import album_folders
from arrtui.features.artwork.fields import part_of
from arrtui.features.artwork.music_names import ALBUM_NFO, ARTIST_NFO
from arrtui.features.artwork.naming import MOVIE_NFO, SERIES_NFO
from arrtui.media.names import episode_of, extension
from arrtui.media.nfo import ids_in

_NOTES = frozenset((ArtNoteKind.TWO_NFO, ArtNoteKind.ID_CONFLICT, ArtNoteKind.BROKEN_NFO))
"""What is noted of NFO."""


def nfo_parts(
    files: Iterable[ArtFile], layout: ArtLayout, episodes: Mapping[str, tuple[int, int]]
) -> dict[str, str]:
    """Return of each NFO that players read the part of the title that it describes, by relative path.

    The part is empty for the title as a whole, else ``s01e02``. ``episodes``: season and first
    episode, or type and number of the album, of the files that the app has; others are known by their names.
    """
    listed = list(files)
    videos = {_stem(file.relative_path): file for file in listed if file.kind is FileClass.VIDEO}
    parts: dict[str, str] = {}
    if layout.form.has_part_folders:
        return _of_music(listed, episodes)
    for file in listed:
        if file.kind is not FileClass.NFO:
            continue
        path, video = file.relative_path, videos.get(_stem(file.relative_path))
        folder, _, name = path.lower().rpartition("/")
        if layout.form.is_named_by_video:
            has_video = not folder or any(stem.rpartition("/")[0] == folder for stem in videos)
            if video is not None or (name == MOVIE_NFO and has_video):
                parts[path] = ""
        elif path.lower() == SERIES_NFO:
            parts[path] = ""
        elif video is not None:
            numbers = episodes.get(video.relative_path) or episode_of(video.relative_path)
            if numbers is not None:
                parts[path] = f"s{numbers[0]:02}e{numbers[1]:02}"
    return parts


def _of_music(files: Iterable[ArtFile], albums: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """Return the part of an artist that each NFO describes; ``albums``: numbers by the paths of files."""
    folders = album_folders(albums.items()).folders
    parts = {ARTIST_NFO: ""} | {
        f"{folder}{ALBUM_NFO}".lower(): part_of(*numbers) for numbers, folder in folders.items()
    }
    nfos = (file.relative_path for file in files if file.kind is FileClass.NFO)
    return {path: parts[path.lower()] for path in nfos if path.lower() in parts}


def _stem(path: str) -> str:
    return path[: len(path) - len(extension(path))].lower()


def with_nfo_notes(folder: ArtFolder, ids: Mapping[str, str]) -> ArtFolder:
    """Return a folder with what is wrong with its NFO.

    ``ids``: those of the title as its app knows it, by provider.
    """
    notes = [note for note in folder.notes if note.kind not in _NOTES]
    notes += _nfo_notes(folder.files, folder.nfos, ids)
    return msgspec.structs.replace(folder, notes=tuple(notes))


def _nfo_notes(files: Iterable[ArtFile], nfos: Sequence[NfoFacts], ids: Mapping[str, str]) -> list[ArtNote]:
    hashes = {file.relative_path: file.sha256 for file in files if file.kind is FileClass.NFO}
    notes = [ArtNote(ArtNoteKind.BROKEN_NFO, nfo.relative_path, nfo.error) for nfo in nfos if nfo.error]
    notes += [
        ArtNote(
            ArtNoteKind.BROKEN_NFO,
            nfo.relative_path,
            "It holds an address and no title: Kodi's local scraper leaves the title out.",
        )
        for nfo in nfos
        if nfo.url and not nfo.root and not nfo.error
    ]
    of_title = [
        nfo for nfo in nfos if nfo.root in ("movie", "tvshow", "artist") or (nfo.url and not nfo.root)
    ]
    notes += [note for nfo in of_title for note in _conflicts(nfo, ids)]
    return notes + _doubles(of_title, hashes)


def _conflicts(nfo: NfoFacts, ids: Mapping[str, str]) -> Iterable[ArtNote]:
    """Yield a note for each id by which an NFO or the address behind it names another title than the app."""
    addressed = ids_in(nfo.url)
    for provider, external_id in ids.items():
        named = [text.strip() for text in (nfo.ids.get(provider, ""), addressed.get(provider, ""))]
        others = [text for text in dict.fromkeys(named) if text and text.lower() != external_id.lower()]
        for other in others if external_id else ():
            detail = f"It names {provider} {other}, and the app has {provider} {external_id}."
            if addressed.get(provider) == other:
                detail += " Kodi's online scrapers follow the address; an NFO that arrtui writes has it not."
            yield ArtNote(ArtNoteKind.ID_CONFLICT, nfo.relative_path, detail)


def _doubles(nfos: Iterable[NfoFacts], hashes: Mapping[str, str]) -> list[ArtNote]:
    """Return a note for a ``movie.nfo`` that differs from one beside it that has the name of the film."""
    by_folder: dict[str, list[str]] = {}
    for nfo in nfos:
        by_folder.setdefault(nfo.relative_path.rpartition("/")[0], []).append(nfo.relative_path)
    notes = []
    for paths in by_folder.values():
        movie = next((path for path in paths if path.lower().rpartition("/")[2] == MOVIE_NFO), None)
        others = [path for path in paths if path != movie and hashes.get(path) != hashes.get(movie or "")]
        if movie is not None and others:
            name = others[0].rpartition("/")[2]
            detail = f"It differs from {name}; Jellyfin prefers it, and Kodi with separate folders."
            notes.append(ArtNote(ArtNoteKind.TWO_NFO, movie, detail))
    return notes
