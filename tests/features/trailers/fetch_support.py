"""Titles to fetch trailers for, and a store that keeps what came of them in memory."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from arrtui.core.apps import Kind
from arrtui.core.config.trailer_profiles import TrailerProfile
from arrtui.core.trailers import TrailerAttempt, TrailerDownload
from arrtui.db.media import TrailerTitle
from arrtui.features.trailers.candidates import Source
from arrtui.features.trailers.fetch_run import FetchRun
from arrtui.features.trailers.fetching import FetchTarget, FetchTools, TrailerFetcher
from arrtui.features.trailers.sources import KnownVideos
from arrtui.media.probe import probe_video
from arrtui.media.ytdlp import Downloader

FILM = "Alien (1979) [Bluray-1080p].mkv"


def movie(root: Path, name: str = "Alien", **facts: Any) -> FetchTarget:
    """Return a movie with its folder and its film."""
    folder = root / f"{name} (1979)"
    folder.mkdir(exist_ok=True)
    (folder / FILM).write_bytes(b"film")
    (folder / FILM).chmod(0o640)
    title = TrailerTitle("radarr.main", "348", 1, name, name, 1979, True, str(folder), str(root), 1)
    known = {key: facts.pop(key) for key in ("app_trailer", "picked") if key in facts}
    values = {"film": FILM, "profile_name": "default", "profile": TrailerProfile()}
    return FetchTarget(
        title=title,
        folder=str(folder),
        root=str(root),
        known=KnownVideos(Kind.RADARR, "348", **known),
        **values | facts,
    )


def tools(
    downloader: Downloader,
    *sources: Source,
    free_space: int = 0,
    announced: list[TrailerDownload] | None = None,
) -> FetchTools:
    """Return what fetching works with; ``announced`` takes the trailers that are about to be put in place."""
    kept = announced if announced is not None else []

    def announce(instance: str, download: TrailerDownload) -> int:
        kept.append(download)
        return len(kept)

    return FetchTools(
        videos=downloader,
        sources=sources or (Source.APP, Source.SEARCH),
        free_space=free_space,
        merges=False,
        tmdb=None,
        probe=probe_video,
        clock=time.time,
        announce=announce,
    )


class MemoryStore:
    """Keeps what came of titles."""

    def __init__(self, failures: int = 0) -> None:
        self.attempts: list[TrailerAttempt] = []
        self.downloads: list[TrailerDownload] = []
        self.earlier_failures = failures
        self.unpaused: list[bool] = []
        """Of each target that had its turn: whether it may begin at once."""
        self.begun: list[FetchTarget] = []
        """Targets in whose folders something unfinished may lie."""

    async def begin(self, target: FetchTarget) -> None:
        self.begun.append(target)

    async def end(self, target: FetchTarget) -> None:
        self.begun.remove(target)

    async def failures(self, target: FetchTarget) -> int:
        return self.earlier_failures

    async def store(
        self, target: FetchTarget, attempts: Sequence[TrailerAttempt], download: TrailerDownload | None
    ) -> None:
        self.attempts += attempts
        self.downloads += [download] if download is not None else []


def run_of(downloader: Downloader, store: MemoryStore, *sources: Source) -> FetchRun:
    """Return a run that does not pause."""

    async def at_once(_target: FetchTarget, may_begin: bool) -> None:
        store.unpaused.append(may_begin)

    return FetchRun(
        lambda target: TrailerFetcher(target, tools(downloader, *sources)), store, at_once, time.time
    )


def left_behind(target: FetchTarget) -> set[str]:
    """Return what lies in a title's folder beside the film, dot folders included."""
    folder = Path(target.folder)
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")} - {FILM}
