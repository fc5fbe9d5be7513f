"""Look with ffprobe into videos of which the app has no facts: each once for its path, size and time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from arrtui.core.artwork import ArtFile, ArtFolder, FileClass
from arrtui.core.batches import batched
from arrtui.core.text import shown_name, without_controls
from arrtui.core.trailers import VideoFile
from arrtui.db.artwork import app_files, folders, streams
from arrtui.db.artwork.app_files import AppFile
from arrtui.db.artwork.streams import ProbedFile
from arrtui.db.database import Database
from arrtui.media.streams import probe_streams
from arrtui.media.walk import is_same_file

AT_ONCE = 2
"""Videos that are looked into at the same time: each is read from the same disks."""
_DISC_FOLDERS = frozenset(("bdmv", "video_ts", "hvdvd_ts"))
"""Folders of discs, whose streams are no videos by themselves."""
Progress = Callable[[int, int, str], Awaitable[None]]


class UnknownVideo(NamedTuple):
    """A video of which nobody knows what streams are in it."""

    external_id: str
    folder: str
    """Of the title, on this machine."""
    file: VideoFile


def unknown_videos(instance: str) -> list[UnknownVideo]:
    """Return the videos without facts, as the folders were read last. Runs in a database thread."""
    listed, of_app = folders.folders(instance), app_files.app_files(instance)
    known = {(row.external_id, row.file) for row in streams.probed(instance)}
    return [
        UnknownVideo(external_id, folder.path, file)
        for external_id, folder in listed.items()
        for file in _videos(folder)
        if not of_app.get(external_id, {}).get(file.relative_path, AppFile()).has_facts
        if (external_id, file) not in known
    ]


def _videos(folder: ArtFolder) -> list[VideoFile]:
    """Return the films and episodes in a folder that have content."""

    def is_video(file: ArtFile) -> bool:
        on_disc = any(part in _DISC_FOLDERS for part in file.relative_path.lower().split("/")[:-1])
        return file.kind is FileClass.VIDEO and file.size > 0 and not on_disc

    return [
        VideoFile(file.relative_path, file.size, file.mtime_ns) for file in folder.files if is_video(file)
    ]


async def probe_videos(
    instance: str,
    videos: Sequence[UnknownVideo],
    database: Database,
    progress: Progress,
    check: Callable[[], None],
) -> list[ProbedFile]:
    """Look into videos and store what is found at once; one that changed or went meanwhile is left.

    ``check`` raises when the work is to stop: what was found stays. Raises StorageError.
    """
    results: list[ProbedFile] = []
    for part in batched(videos, AT_ONCE):
        check()
        name = without_controls(shown_name(part[0].file.relative_path))
        await progress(len(results), len(videos), name)
        answers = await asyncio.gather(*(asyncio.to_thread(_probe, video) for video in part))
        read = [answer for answer in answers if answer is not None]
        await database.write(streams.store_probed, instance, read)
        results += read
    return results


def _probe(video: UnknownVideo) -> ProbedFile | None:
    """Return what is in a video; None where it is not what it was, before or after the look."""
    path, file = f"{video.folder}/{video.file.relative_path}", video.file
    if not is_same_file(path, file.size, file.mtime_ns):
        return None
    facts = probe_streams(path)
    is_whole = is_same_file(path, file.size, file.mtime_ns)
    return ProbedFile(video.external_id, file, facts) if is_whole else None


def forget_gone(instance: str) -> int:
    """Remove what was found in videos that are there no longer. Call it inside ``Database.writing()``."""
    kept = {
        (external_id, file.relative_path)
        for external_id, folder in folders.folders(instance).items()
        for file in folder.files
    }
    return streams.forget_probed(instance, kept)
