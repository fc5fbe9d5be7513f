"""Keep arrtui's own trailers beside their films: when a film is replaced or renamed, they are renamed too.

The apps leave ``-trailer.EXT`` alone in upgrades, renames and moves, so that it stays under the old film's
name, which Kodi does not pair with the new one. A folder that is moved takes it along.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from msgspec.structs import replace

from arrtui.core.trailers import TrailerDownload
from arrtui.features.trailers.naming import fitted
from arrtui.media.moving import move_aside


class FollowOutcome(NamedTuple):
    """What became of a title's trailers."""

    changed: list[TrailerDownload]
    """As they are now; to be stored."""
    notes: list[str]
    """Why others did not follow, as sentences."""


# --- pure ------------------------------------------------------------------------------------------------


def followed(downloads: Iterable[TrailerDownload], films: Sequence[str]) -> list[TrailerDownload]:
    """Return the downloads whose film is gone, as they are to be beside the film that took its place.

    ``films`` are the relative paths of the files that the app holds now. The film that took the place of
    another is the only one that no trailer stands beside yet; with several, nobody knows which.
    """
    own = [download for download in downloads if download.film and download.gone_at is None]
    orphans = [download for download in own if download.film not in films]
    new = sorted(set(films) - {download.film for download in own})
    if not orphans or len(new) != 1:
        return []
    return [_beside(download, new[0], alone=len(films) == 1) for download in orphans]


def _beside(download: TrailerDownload, film: str, *, alone: bool) -> TrailerDownload:
    """Return a download under the name of another film; ``alone``: it is the only film of its folder."""
    path, old, new = map(PurePosixPath, (download.relative_path, download.film, film))
    folder = new.parent if path.parent == old.parent else path.parent
    name = path.name
    if name.startswith(old.stem):
        name = fitted(new.stem + path.stem.removeprefix(old.stem), path.suffix, alone=alone)
    return replace(download, relative_path=str(folder / name), film=film)


# --- on disk ---------------------------------------------------------------------------------------------


def follow(folder: Path, downloads: Sequence[TrailerDownload], films: Sequence[str]) -> FollowOutcome:
    """Rename the trailers of a title to the films that it has now.

    A trailer is renamed only while its new film is there, its old one is not, and it is the file that arrtui
    made; never over another file. A renaming that was cut off before it was stored is seen as done.
    """
    outcome = FollowOutcome([], [])
    by_id = {download.id: download for download in downloads}
    for download in followed(downloads, films):
        before = by_id[download.id]
        new, old = folder / download.film, folder / before.film
        if not new.is_file() or (old.exists() and not old.samefile(new)):  # one file where case is ignored
            continue
        try:
            if _move(folder, before, download):
                outcome.changed.append(download)
        except FileExistsError:
            outcome.notes.append(
                f"{folder / before.relative_path} keeps its name: {download.relative_path} is there already."
            )
        except OSError as error:
            outcome.notes.append(
                f"{folder / before.relative_path} could not be renamed to {download.relative_path}: "
                f"{error.strerror or error}."
            )
    return outcome


def _move(folder: Path, before: TrailerDownload, after: TrailerDownload) -> bool:
    """Give a trailer its new name; return whether it has it now. Raises OSError."""
    source, target = folder / before.relative_path, folder / after.relative_path
    if source == target:
        return True
    if is_own(source, before):
        move_aside(source, target)
        return True
    return not os.path.lexists(source) and is_own(target, before)


def is_own(path: Path, download: TrailerDownload) -> bool:
    """Return whether a file is the one that arrtui downloaded, by its size and its time."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (download.size, download.mtime_ns)


def presence(folder: Path, downloads: Iterable[TrailerDownload], now: float) -> list[TrailerDownload]:
    """Return the downloads that have gone since, or are there again, as they are to be stored.

    ``folder`` is known to be there: one that is not mounted says nothing of what is in it.
    """
    changed = []
    for download in downloads:
        is_there = is_own(folder / download.relative_path, download)
        if is_there is (download.gone_at is not None):
            changed.append(replace(download, gone_at=None if is_there else now))
    return changed
