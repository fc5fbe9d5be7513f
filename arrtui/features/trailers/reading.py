"""Read the folders of titles and the trailers in them. Runs in threads; stores nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from arrtui.core.apps import ScanRules
from arrtui.core.trailers import MediaRoot, TitleFolder, TrailerFile, VideoFile
from arrtui.db.media import TrailerTitle
from arrtui.media.mapping import PathMapper
from arrtui.media.names import LARGE, names_trailer, season_of, trailer_kind
from arrtui.media.probe import ProbedVideo as ProbedVideo
from arrtui.media.probe import probe_video
from arrtui.media.roots import NOT_HERE
from arrtui.media.walk import is_unchanged, read_folder


@dataclass(frozen=True)
class StoredFacts:
    """What is stored of an instance before its folders are read."""

    titles: Sequence[TrailerTitle]
    folders: Mapping[str, TitleFolder]
    """By external id, without their contents."""
    trailers: Mapping[str, Sequence[TrailerFile]]
    """Those that were measured, by external id."""
    roots: Mapping[str, MediaRoot]
    """By the path that the app gives."""


class FolderReading(NamedTuple):
    """A title's folder that was read, and the trailers in it."""

    title: TrailerTitle
    folder: TitleFolder
    trailers: tuple[TrailerFile, ...]


class TrailerReader:
    """Reads the folders of titles in batches, from any thread."""

    def __init__(
        self, stored: StoredFacts, mapper: PathMapper, rules: ScanRules, *, has_seasons: bool, now: float
    ) -> None:
        """``now`` is the time in UTC seconds."""
        self._stored = stored
        self._mapper = mapper
        self._rules = rules
        self._has_seasons = has_seasons
        self._now = now

    def read(self, titles: Iterable[TrailerTitle]) -> list[FolderReading]:
        """Return the folders of some titles that are new or changed since they were read."""
        readings = (self._read(title) for title in titles)
        return [reading for reading in readings if reading is not None]

    def _read(self, title: TrailerTitle) -> FolderReading | None:
        """Return a title's folder with its trailers, None where it is as it was."""
        path = self._mapper.local(title.path)
        known = self._stored.folders.get(title.external_id)
        if known is not None and (known.error == NOT_HERE if path is None else is_unchanged(known, path)):
            return None
        seen_at = known.seen_at if known is not None else self._now
        folder = read_folder(title.external_id, path or title.path, self._now, seen_at)
        if path is None:
            folder = msgspec.structs.replace(folder, error=NOT_HERE)
        return FolderReading(title, folder, self._trailers(folder))

    def _trailers(self, folder: TitleFolder) -> tuple[TrailerFile, ...]:
        """Return the trailers in a folder; large ones are measured, unless that was done before."""
        measured = {
            (file.relative_path, file.size, file.mtime_ns): file.seconds
            for file in self._stored.trailers.get(folder.external_id, ())
        }
        files = []
        for video in folder.videos:
            if names_trailer(video.relative_path):
                seconds = measured.get((video.relative_path, video.size, video.mtime_ns))
                if seconds is None and video.size > LARGE:
                    probed = probe_video(f"{folder.path}/{video.relative_path}")
                    seconds = probed.seconds if probed is not None else None
                files.append(self._trailer(folder.external_id, video, seconds))
        return tuple(files)

    def _trailer(self, external_id: str, video: VideoFile, seconds: float | None) -> TrailerFile:
        kind = trailer_kind(video.relative_path, video.size, seconds, self._rules)
        assert kind is not None, "only what calls itself a trailer comes here"
        return TrailerFile(
            external_id=external_id,
            relative_path=video.relative_path,
            size=video.size,
            mtime_ns=video.mtime_ns,
            kind=kind,
            season=season_of(video.relative_path) if self._has_seasons else None,
            seconds=seconds,
        )
