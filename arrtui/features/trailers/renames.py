"""Better names for videos that an app imports as the film or an episode. Pure.

Only what calls itself a trailer, a teaser or a clip is renamed, and never what the app holds already: that
would count as deleted, and the app would delete what it adopted with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from arrtui.core.apps import App
from arrtui.core.config.trailer_profiles import TRAILERS_FOLDER
from arrtui.core.trailers import TitleFolder, VideoFile
from arrtui.features.trailers.naming import ANY_FILM, fitted
from arrtui.media.names import AppReading, names_episode, names_promotion, reading
from arrtui.media.walk import is_utf8

_EXTRAS = "extras"
"""Left out by the apps and by Kodi, an extra in Jellyfin and Plex."""
_UNFINISHED = frozenset((".part", ".temp", ".tmp"))


class RenameProposal(NamedTuple):
    """A video with a name that an app takes for a film or an episode."""

    video: VideoFile
    after: str
    """Its better name; empty where none can be given."""
    reason: str
    """Why it is to be renamed, or why it is not, as a sentence."""


def proposals(app: App, folder: TitleFolder, films: Sequence[str]) -> list[RenameProposal]:
    """Return the videos of a title that are to be renamed, and those that need their owner.

    ``films``: relative paths of the files that the app holds.
    """
    taken = {video.relative_path for video in folder.videos}
    listed = []
    for video in folder.videos:
        if not _is_wrong(app, video.relative_path):
            continue
        if video.relative_path in films:
            why = f"{app.name} holds it as a file of the title; delete it there first, without its file."
            listed.append(RenameProposal(video, "", why))
            continue
        better = next((name for name in _names(app, video.relative_path, films) if name not in taken), "")
        if not better:
            why = f"{app.name} may import it, and every better name is taken."
        elif not is_utf8(video.relative_path):
            better, why = "", "Its name is not UTF-8: rename it by hand."
        else:
            taken.add(better)
            why = f"{app.name} imports any video of that name as long as the title has no better file."
        listed.append(RenameProposal(video, better, why))
    return listed


def _is_wrong(app: App, path: str) -> bool:
    """Return whether an app takes a trailer, a teaser or a clip for something else."""
    name = PurePosixPath(path)
    if name.name.startswith(".") or _UNFINISHED & set(name.suffixes):
        return False  # another program is at work on it
    is_promotion = names_promotion(path) and not names_episode(path)
    return is_promotion and reading(path, app.scan) is AppReading.TAKEN


def _names(app: App, path: str, films: Sequence[str]) -> Iterable[str]:
    """Yield names that everybody reads as a trailer, the best first; of a teaser one that nobody minds."""
    video = PurePosixPath(path)
    if "trailer" not in video.name.lower():
        yield f"{_EXTRAS}/{video.name}"
    elif app.has_children:
        parts = [*video.parent.parts, video.stem]
        yield f"{TRAILERS_FOLDER}/{' - '.join(parts)}{video.suffix}"
    elif len(films) <= 1:
        for film in map(PurePosixPath, films):
            yield str(film.parent / fitted(f"{film.stem}-trailer", video.suffix, alone=True))
        yield f"{ANY_FILM}{video.suffix}"
