"""Read the title folders below one root folder of an instance. Runs in threads; stores nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from arrtui.core.apps import ScanRules
from arrtui.core.trailers import MediaRoot, RootState, TitleFolder, TrailerFile, VideoFile
from arrtui.db.media import TrailerTitle
from arrtui.media.mapping import PathMapper
from arrtui.media.mounts import NO_PATH_HERE, Expected, RootLook, count_there, judge_root, look_at_root
from arrtui.media.names import LARGE, names_trailer, season_of, trailer_kind
from arrtui.media.probe import ProbedVideo as ProbedVideo
from arrtui.media.probe import probe_video
from arrtui.media.walk import is_unchanged, read_folder

NOT_HERE = "its path is none of this machine"
"""The error of a title whose folder no mapping leads to."""


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


class RootReader:
    """Reads the folders of the titles below one root folder.

    ``begin`` comes first, ``read`` in batches from any thread, ``end`` last; each goes to the disk.
    """

    def __init__(
        self,
        path: str,
        titles: Sequence[TrailerTitle],
        stored: StoredFacts,
        mapper: PathMapper,
        rules: ScanRules,
        *,
        has_seasons: bool,
        now: float,
    ) -> None:
        """``path`` is as the app gives it; ``now`` is the time in UTC seconds."""
        self.path = path
        self.titles = titles
        self._stored = stored
        self._mapper = mapper
        self._rules = rules
        self._has_seasons = has_seasons
        self._now = now
        self._look = RootLook()

    def begin(self) -> MediaRoot:
        """Return what the root folder is; below one that is not ready nothing is to be read."""
        self._look, root = self._judge()
        return root

    def read(self, titles: Iterable[TrailerTitle]) -> list[FolderReading]:
        """Return the folders of some titles that are new or changed since they were read."""
        readings = (self._read(title) for title in titles)
        return [reading for reading in readings if reading is not None]

    def end(self) -> MediaRoot:
        """Return what the root folder is after the reading; unless it is ready, nothing read counts."""
        look, root = self._judge()
        if root.state is RootState.READY and look.identity != self._look.identity:
            reason = "it was mounted or taken away while it was read"
            root = msgspec.structs.replace(root, state=RootState.NOT_MOUNTED, reason=reason)
        return root

    def _judge(self) -> tuple[RootLook, MediaRoot]:
        local = self._mapper.local(self.path)
        folders = [self._mapper.local(title.path) for title in self.titles if title.files]
        known = self._stored.roots.get(self.path)
        look = RootLook(error=NO_PATH_HERE) if local is None else look_at_root(local)
        there = 0 if look.error else count_there([path for path in folders if path], local or "", look)
        expected = Expected(len(folders), there)
        is_mapped = self._mapper.covers(self.path)
        return look, judge_root(self.path, look, expected, known, is_mapped=is_mapped, now=self._now)

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
