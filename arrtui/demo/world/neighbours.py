"""What people keep beside films and episodes: trailers by every naming style, and what only looks like one.

A title's place in the layout chooses its style, so that equal estates are equal. BASE stands for the name of
the video without its extension.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from arrtui.demo.world.own_folder import write_sparse
from arrtui.demo.world.tables import Kind

TRAILER = 38_000_000
"""Bytes of a trailer."""
FILM = 3_000_000_000
UNREADABLE = "unreadable"


class Neighbours(NamedTuple):
    """What one style puts into the folder of a title."""

    style: str
    files: tuple[tuple[str, int], ...] = ()
    """Paths below the folder, and bytes."""
    links: tuple[tuple[str, str], ...] = ()
    """Paths below the folder, and where they lead from there."""
    closed: tuple[str, ...] = ()
    """Folders that nobody may read."""


def _trailer(style: str, *paths: str) -> Neighbours:
    return Neighbours(style, tuple((path, TRAILER) for path in paths))


OWN = _trailer("base", "BASE-trailer.mp4")
_NONE = Neighbours("none")
_FILM_STYLES = (
    _trailer("movie", "movie-trailer.mp4"),
    _trailer("folder", "Trailers/Official Trailer.mkv"),
    _trailer("folder in small letters", "trailers/BASE.webm"),
    _trailer("bare", "trailer.mkv"),
    _trailer("dot", "BASE.trailer.mov"),
    _trailer("underscore", "BASE_trailer.avi"),
    _trailer("blank", "BASE trailer.m4v"),
    _trailer("numbered", "BASE-trailer.mkv", "BASE-trailer2.mkv"),
    _trailer("capitals", "BASE-TRAILER.MKV"),
    _trailer("teaser", "BASE-teaser.mkv"),
    _trailer("two extensions", "BASE-trailer.en.mkv"),
    _trailer("temporary", ".BASE-trailer.tmp.mkv"),
    Neighbours("film named as a trailer", (("Extended Cut-trailer.mkv", FILM),)),
    Neighbours("title with the word", (("Trailer Park Boys.mkv", TRAILER),)),
    Neighbours("empty", (("BASE-clip.mkv", 0),)),
    Neighbours(
        "sidecars",
        (("BASE-trailer.mp4", TRAILER), ("BASE-trailer.en.srt", 900), ("BASE-trailer.info.json", 9)),
    ),
    Neighbours("link", (("Trailers/.kept/x.mp4", TRAILER),), (("BASE-trailer.mp4", "Trailers/.kept/x.mp4"),)),
    Neighbours("broken link", (), (("BASE-trailer.mp4", "gone/x.mp4"),)),
    Neighbours(UNREADABLE, (("Trailers/x.mp4", TRAILER),), (), ("Trailers",)),
    Neighbours("odd encoding", ((os.fsdecode(b"Caf\xe9-trailer.mp4"), TRAILER),)),
)
_SERIES_STYLES = (
    _trailer("folder", "trailers/Official Trailer.mkv", "trailers/Season 1.mp4"),
    _trailer("series", "TITLE-trailer.mp4"),
    _trailer("top", "trailer.mkv"),
    _trailer("season", "Season 01/trailer.mkv"),
    _trailer("episode", "Season 01/TITLE - S01E01 - Trailer.mkv"),
    _trailer("beside an episode", "BASE-trailer.mkv"),
    Neighbours(UNREADABLE, (("Trailers/x.mp4", TRAILER),), (), ("Trailers",)),
)
STYLES: dict[Kind, Sequence[Neighbours]] = {
    # most have one by a tool, or none; every other style comes again and again
    "radarr": [row for style in _FILM_STYLES for row in (style, OWN, _NONE)],
    "sonarr": [row for style in _SERIES_STYLES for row in (style, _NONE)],
    "lidarr": [_NONE],
}


def put_neighbours(neighbours: Neighbours, folder: Path, video: Path) -> None:
    """Write what a style has into the folder of a title, beside one of its videos.

    A name that is too long, or that the file system refuses, is left out.
    """
    for path, size in neighbours.files:
        with suppress(OSError):
            write_sparse(_place(path, folder, video), size)
    for path, target in neighbours.links:
        with suppress(OSError):
            _place(path, folder, video).symlink_to(target)
    for path in neighbours.closed:
        (folder / path).chmod(0)


def _place(path: str, folder: Path, video: Path) -> Path:
    """Return where a path of a style is: BASE at the top lies beside the video, below it keeps its folder."""
    below, _, name = path.rpartition("/")
    beside = video.parent if name.startswith("BASE") and not below else folder / below
    return beside / name.replace("BASE", video.stem).replace("TITLE", folder.name)
