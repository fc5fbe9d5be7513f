"""Fetch the trailer of one title: look for videos, judge them, download the first good one, put it in place.

Nothing but a whole file ever has a name outside of the title's work folder, and nothing is overwritten.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, Protocol

import msgspec

from arrtui.clients.tmdb import TmdbClient
from arrtui.core.config.trailer_profiles import TrailerProfile
from arrtui.core.text import format_size
from arrtui.core.trailers import TrailerAttempt, TrailerDownload
from arrtui.db.media import TrailerTitle
from arrtui.features.trailers.candidates import Source, VideoCandidate, Wish
from arrtui.features.trailers.following import is_own
from arrtui.features.trailers.formats import estimated_size, format_selection
from arrtui.features.trailers.naming import ANY_FILM, film_trailer, series_trailer
from arrtui.features.trailers.ranking import judge, rank
from arrtui.features.trailers.sources import KnownVideos, candidate_of, named_by
from arrtui.media.access import reason_of
from arrtui.media.mounts import look_at_root
from arrtui.media.names import is_video, names_promotion
from arrtui.media.placing import container_of, open_work_folder, place, sweep, work_stem
from arrtui.media.probe import ProbedVideo
from arrtui.media.refusals import Refusal, Scope
from arrtui.media.ytdlp import DownloadRefusedError
from arrtui.media.ytdlp_messages import Downloaded, DownloadProgress, Video, VideoDownload

P = ParamSpec("P")
MOST_TRIES = 4
"""Videos of one title that are asked for in one run."""
_SLACK = 10
"""Seconds by which a file may be shorter than its site says, which rounds."""
_AGAIN = 2
"""Times a video is asked for whose refusal often passes."""


class FetchTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A title whose trailer is to be fetched."""

    title: TrailerTitle
    folder: str
    """On this machine. It exists, and it is never made."""
    root: str
    """The root folder around it, on this machine."""
    was_mount: bool = False
    """Whether the root folder is a mount point when it is as it should be."""
    film: str = ""
    """Relative path of the film that the trailer is for; empty for series and for titles without one."""
    like: str = ""
    """Relative path of a file whose mode and group the trailer takes, where that is not the film."""
    alone: bool = True
    """Whether the folder has no other film."""
    season: int | None = None
    own: tuple[TrailerDownload, ...] = ()
    """What arrtui downloaded for it before, there or not."""
    recycled: frozenset[str] = frozenset()
    """Videos that its owner threw away, as :func:`.video_key` has them."""
    profile_name: str
    profile: TrailerProfile
    known: KnownVideos

    @property
    def wish(self) -> Wish:
        """What is wanted."""
        return Wish(
            title=self.title.title,
            year=self.title.year,
            season=self.season,
            languages=self.profile.languages,
            teasers=self.profile.teasers,
            excluded_words=self.profile.excluded_words,
            recycled=self.recycled,
        )


def is_fetched(target: FetchTarget) -> bool:
    """Return whether a trailer that arrtui downloaded lies there, though no refresh has seen it yet."""
    return any(is_own(Path(target.folder, download.relative_path), download) for download in target.own)


class VideoTools(Protocol):
    """What finds and downloads videos."""

    async def look_up(self, address: str) -> Video:
        """Return what is known of a video."""

    async def search(self, words: str, most: int) -> tuple[Video, ...]:
        """Return what a search finds."""

    async def download(
        self, request: VideoDownload, report: Callable[[DownloadProgress], None]
    ) -> Downloaded:
        """Download a video."""


@dataclass(frozen=True)
class FetchTools:
    """What fetching works with."""

    videos: VideoTools
    sources: Sequence[Source]
    """In order, the owner's pick apart, which comes first."""
    free_space: int
    """Bytes that must be left on a disk."""
    merges: bool
    """Whether ffmpeg is there."""
    tmdb: TmdbClient | None
    probe: Callable[[str], ProbedVideo | None]
    clock: Callable[[], float]
    announce: Callable[[str, TrailerDownload], int]
    """Stores the trailer of an instance that is about to be put in place, as one that is not there; returns
    its id. Whatever happens after that, the file is known for arrtui's own. Called in a thread."""
    report: Callable[[DownloadProgress], None] = field(default=lambda _progress: None)


class StoppedRunError(Exception):
    """Nothing more can be fetched now; the text is the sentence that says why and what to do."""

    def __init__(self, sentence: str, refusal: Refusal) -> None:
        super().__init__(sentence)
        self.refusal = refusal


class LostRootError(Exception):
    """The root folder of a title is not mounted now: nothing is written, and nothing was tried."""


@dataclass
class FetchOutcome:
    """What came of a title."""

    attempts: list[TrailerAttempt] = field(default_factory=list)
    """What was tried, in order."""
    download: TrailerDownload | None = None
    """The trailer, once it is in place."""
    refusals: list[Refusal] = field(default_factory=list)
    asked: bool = False
    """Whether a site was asked for anything."""
    remarks: list[str] = field(default_factory=list)
    """Sentences for people about what went well but for something."""


class _UnusableError(Exception):
    """A video is no trailer of the title, or cannot be put in place; the text is the sentence."""


class TrailerFetcher:
    """Fetches one trailer."""

    def __init__(self, target: FetchTarget, tools: FetchTools) -> None:
        self._target = target
        self._tools = tools
        self.outcome = FetchOutcome()
        """Complete up to the last step, also when fetching is broken off."""

    async def fetch(self) -> FetchOutcome:
        """Try the videos of each source until one is in place.

        Raises StoppedRunError when no other title would fare better, LostRootError when the root folder went;
        the outcome so far stands.
        """
        await asyncio.to_thread(self._require_root)
        tries = 0
        for source in (Source.CHOICE, *self._tools.sources):
            for candidate in await self._candidates(source):
                if tries == MOST_TRIES:
                    return self.outcome
                tries += 1
                await self._try(candidate)
                if self.outcome.download is not None:
                    return self.outcome
            if source is Source.CHOICE and self._target.known.picked:
                break  # another trailer is not what the owner wants
        return self.outcome

    async def _candidates(self, source: Source) -> list[VideoCandidate]:
        """Return the videos that a source names and that may be the trailer; note why others may not."""
        wish = self._target.wish
        self.outcome.asked |= source is Source.SEARCH
        try:
            named, remark = await named_by(
                source, wish, self._target.known, self._tools.videos, self._tools.tmdb
            )
        except DownloadRefusedError as error:
            self._note(VideoCandidate(source=source, address=""), error)
            return []
        if remark:
            self.outcome.remarks.append(remark)
        verdicts = rank(named, wish)
        for verdict in verdicts:
            if verdict.rejected:
                self._record(verdict.candidate, "rejected", verdict.rejected)
        return [verdict.candidate for verdict in verdicts if not verdict.rejected]

    async def _try(self, candidate: VideoCandidate) -> None:
        """Download a video and put it in place; record what came of it."""
        for remaining in reversed(range(_AGAIN)):
            try:
                await self._download(candidate)
            except DownloadRefusedError as error:
                if error.refusal.facts.scope is Scope.ITEM_AGAIN and remaining:
                    continue
                self._note(candidate, error)
            except _UnusableError as error:
                self._record(candidate, "rejected", str(error))
            except OSError as error:
                await asyncio.to_thread(self._require_root)
                self._record(candidate, "failed", f"{self._target.folder}: {reason_of(error)}.")
            return

    def _note(self, candidate: VideoCandidate, error: DownloadRefusedError) -> None:
        """Record a refusal. Raises StoppedRunError for one that concerns every video."""
        self.outcome.refusals.append(error.refusal)
        self._record(candidate, "failed", error.why)
        if error.refusal.facts.scope is Scope.RUN:
            raise StoppedRunError(error.why, error.refusal)

    async def _download(self, candidate: VideoCandidate) -> None:
        target, tools = self._target, self._tools
        self.outcome.asked = True
        video = await tools.videos.look_up(candidate.address)
        verdict = judge(candidate_of(video, candidate, looked_up=True), target.wish)
        if verdict.rejected:
            raise _UnusableError(verdict.rejected)
        folder = Path(target.folder)
        await asyncio.to_thread(self._require_space, folder, video)
        selection = format_selection(target.profile, merges=tools.merges)
        stem = work_stem(candidate.address, selection)
        await asyncio.to_thread(sweep, folder, {stem})
        request = VideoDownload(
            address=candidate.address,
            folder=os.fsencode(await asyncio.to_thread(open_work_folder, folder)),
            stem=stem,
            format=selection,
            container=target.profile.container,
            subtitles=target.profile.subtitles,
            merges=tools.merges,
        )
        try:
            done = await tools.videos.download(request, tools.report)
            file = Path(os.fsdecode(request.folder), done.name)
            await _to_its_end(self._finish, file, verdict.candidate, done)
        except asyncio.CancelledError:
            raise  # the part is continued by the next run
        except BaseException:
            await asyncio.to_thread(sweep, folder)
            raise
        await asyncio.to_thread(sweep, folder)

    def _require_root(self) -> None:
        """Raise LostRootError when the root folder is not what it was when it was read."""
        look = look_at_root(self._target.root)
        if look.error or not look.names or (self._target.was_mount and not look.is_mount):
            raise LostRootError(self._target.root)

    def _require_space(self, folder: Path, video: Video) -> None:
        """Raise StoppedRunError if the disk of a folder would have too little left."""
        needed = estimated_size(self._target.profile, video.seconds, video.height)
        free = shutil.disk_usage(folder).free
        if free - needed < self._tools.free_space:
            floor = format_size(self._tools.free_space)
            sentence = (
                f"The disk of {folder} has {format_size(free)} left, and {floor} of it are to stay free "
                "([trailers] free_space). Make room and go on."
            )
            raise StoppedRunError(sentence, Refusal.DISK_FULL)

    # --- what was downloaded -------------------------------------------------------------------------

    def _finish(self, file: Path, candidate: VideoCandidate, done: Downloaded) -> None:
        """Check a downloaded file, name it after the film that is there now, and put it in place."""
        self._require_root()
        extension = container_of(file)
        if not extension:
            raise _UnusableError("What the server sent is no video.")
        probed = self._tools.probe(str(file))
        if probed is not None:
            self._check(probed, candidate)
        folder = Path(self._target.folder)
        film, relative = self._name(folder, extension)
        final = self._existing_folder(folder, relative)
        if os.path.lexists(final):
            raise _UnusableError(f"{final.relative_to(folder)} is there already.")
        status = file.stat()
        announced = TrailerDownload(
            external_id=self._target.title.external_id,
            season=self._target.season,
            source=candidate.source.value,
            address=candidate.address,
            name=candidate.title or done.video.title,
            profile=self._target.profile_name,
            height=probed.height if probed is not None else done.video.height or 0,
            relative_path=final.relative_to(folder).as_posix(),
            size=status.st_size,
            mtime_ns=status.st_mtime_ns,
            made_at=self._tools.clock(),
            film=film,
            gone_at=self._tools.clock(),
        )
        number = self._tools.announce(self._target.title.instance, announced)
        like = film or self._target.like
        self.outcome.remarks += place(file, final, folder / like if like else None)
        self.outcome.remarks += done.warnings[:1] if not self._tools.merges else ()
        self.outcome.download = msgspec.structs.replace(announced, id=number, gone_at=None)
        self._record(candidate, "downloaded", "")

    def _check(self, probed: ProbedVideo, candidate: VideoCandidate) -> None:
        """Raise _UnusableError for a file that is no trailer."""
        if not probed.has_video:
            raise _UnusableError("The file has no picture.")
        if not probed.has_audio and candidate.source is not Source.CHOICE:
            raise _UnusableError("The file has no sound.")
        seconds = probed.seconds
        if seconds is None:
            return
        expected = candidate.seconds
        if expected is not None and seconds < expected - _SLACK:
            raise _UnusableError(f"The file ends after {seconds:.0f} s of {expected:.0f} s.")
        measured = msgspec.structs.replace(candidate, seconds=seconds, source=candidate.source)
        if verdict := judge(measured, self._target.wish).rejected:
            raise _UnusableError(verdict)

    def _name(self, folder: Path, extension: str) -> tuple[str, str]:
        """Return the film that the trailer stands beside now, and the trailer's relative path.

        Raises _UnusableError when the film was replaced meanwhile and nobody knows by which.
        """
        target, title = self._target, self._target.title
        if target.known.kind.app.has_children:
            return "", series_trailer(target.profile, title.title, title.year, target.season, extension)
        if not target.film:
            return "", f"{ANY_FILM}{extension}"
        film = target.film if (folder / target.film).is_file() else _film_instead(folder, target.film)
        if not film:
            raise _UnusableError("The film was replaced meanwhile; the next refresh shows by which.")
        name = film_trailer(target.profile, film, title.title, title.year, extension, alone=target.alone)
        return film, name

    @staticmethod
    def _existing_folder(folder: Path, relative: str) -> Path:
        """Return the final path; the folder of a series' trailers is made, or used however it is written."""
        path = folder / relative
        if path.parent.is_dir():
            return path
        own = path.parent.name
        with os.scandir(folder) as entries:
            others = [entry.name for entry in entries if entry.name.lower() == own.lower() and entry.is_dir()]
        parent = folder / (others[0] if others else own)
        parent.mkdir(exist_ok=True)
        return parent / path.name

    def _record(self, candidate: VideoCandidate, outcome: str, reason: str) -> None:
        attempt = TrailerAttempt(
            external_id=self._target.title.external_id,
            season=self._target.season,
            at=self._tools.clock(),
            source=candidate.source.value,
            address=candidate.address,
            outcome=outcome,
            reason=reason,
        )
        self.outcome.attempts.append(attempt)


async def _to_its_end(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Do work in a thread, also to its end when whoever waits is cancelled."""
    thread = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        await asyncio.shield(thread)
    except asyncio.CancelledError:
        await asyncio.wait([thread])
        raise


def _film_instead(folder: Path, film: str) -> str:
    """Return the only video in the place of a film that is gone; empty for none and for several."""
    parent = (folder / film).parent
    with os.scandir(parent) as entries:
        names = [
            entry.name
            for entry in entries
            if is_video(entry.name) and entry.is_file() and not names_promotion(entry.name)
        ]
    return (parent / names[0]).relative_to(folder).as_posix() if len(names) == 1 else ""
