"""The titles, and seasons, whose trailers are to be fetched. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from arrtui.core.apps import Kind
from arrtui.core.trailers import AttemptOutcome, BatchEntry, TrailerAttempt
from arrtui.db.media import FilmFile
from arrtui.db.trailer_fetching import VideoIds
from arrtui.features.trailers.candidates import video_key
from arrtui.features.trailers.fetching import FetchTarget
from arrtui.features.trailers.formats import estimated_size
from arrtui.features.trailers.overview import TrailerOverview
from arrtui.features.trailers.sources import KnownVideos
from arrtui.features.trailers.status import TrailerState, TrailerStatus, status_of
from arrtui.features.trailers.wanting import TrailerFacts, WantGround

_NOT_FOR_SEASONS = frozenset({WantGround.DECLINED, WantGround.NO_RULE})


class FetchFacts(NamedTuple):
    """What is stored of an instance that fetching needs beside its overview; all by external id."""

    kind: Kind
    films: Mapping[str, Sequence[FilmFile]]
    videos: Mapping[str, VideoIds]
    attempts: Mapping[str, Sequence[TrailerAttempt]]


class TargetMaker:
    """Makes the targets of an instance."""

    def __init__(
        self, overview: TrailerOverview, facts: FetchFacts, local: Callable[[str], str | None], now: float
    ) -> None:
        """``local`` returns where a folder of the app lies on this machine."""
        self._overview = overview
        self._facts = facts
        self._local = local
        self._now = now

    def wanted(self) -> Iterator[FetchTarget]:
        """Yield the targets that the rules and the owner's choices want now."""
        for title in self._overview.titles:
            status = self._status(title)
            if status.is_wanted:
                yield self._target(title)
            yield from self._seasons(title, status)

    def named(self, external_ids: Container[str]) -> Iterator[FetchTarget]:
        """Yield the targets of titles that were asked for, whatever the rules say; none with a trailer."""
        for title in self._overview.titles:
            status = self._status(title)
            if title.title.external_id in external_ids and self._is_readable(title, status):
                if not title.own_trailers or status.is_wanted:
                    yield self._target(title)
                yield from self._seasons(title, status)

    def target_of(self, external_id: str) -> FetchTarget | None:
        """Return the target that a title would be, whatever is there; None for an unknown title."""
        titles = (title for title in self._overview.titles if title.title.external_id == external_id)
        return next(map(self._target, titles), None)

    def _status(self, title: TrailerFacts) -> TrailerStatus:
        root = self._overview.roots.get(title.title.root_folder)
        return status_of(title, root, self._overview.rules, {}, self._now)

    @staticmethod
    def _is_readable(title: TrailerFacts, status: TrailerStatus) -> bool:
        """Return whether a title has a folder in which something may be put."""
        lost = status.state in (TrailerState.UNMAPPED, TrailerState.NOT_MOUNTED)
        return not lost and title.folder is not None and not title.folder.error

    def _seasons(self, title: TrailerFacts, status: TrailerStatus) -> Iterator[FetchTarget]:
        """Yield targets for the seasons with files and without a trailer, where the profile wants those."""
        external_id = title.title.external_id
        wants = self._overview.profile_of(title)[1].seasons and status.ground not in _NOT_FOR_SEASONS
        if not (wants and self._facts.kind.app.has_children and self._is_readable(title, status)):
            return
        there = {file.season for file in title.trailers}
        tried = self._facts.attempts.get(external_id, ())
        waiting = {attempt.season for attempt in tried if (attempt.retry_after or 0.0) > self._now}
        seasons = {film.season for film in self._facts.films.get(external_id, ())}
        for season in sorted(seasons - there - waiting - {0}):
            yield self._target(title, season)

    def _target(self, title: TrailerFacts, season: int | None = None) -> FetchTarget:
        external_id, folder = title.title.external_id, title.folder
        name, profile = self._overview.profile_of(title)
        films = self._facts.films.get(external_id, ())
        largest = max(films, key=lambda film: film.size, default=None)
        is_film = largest is not None and not self._facts.kind.app.has_children
        ids = self._facts.videos.get(external_id, VideoIds())
        root = self._overview.roots.get(title.title.root_folder)
        return FetchTarget(
            title=title.title,
            folder="" if folder is None else folder.path,
            root=self._local(title.title.root_folder) or "",
            was_mount=root is not None and root.was_mount,
            film=largest.relative_path if largest is not None and is_film else "",
            like="" if largest is None else largest.relative_path,
            alone=len(films) < 2,
            season=season,
            own=tuple(download for download in title.downloads if download.season == season),
            recycled=frozenset(
                video_key(attempt.address)
                for attempt in self._facts.attempts.get(external_id, ())
                if attempt.season == season and attempt.outcome == AttemptOutcome.RECYCLED
            ),
            profile_name=name,
            profile=profile,
            known=KnownVideos(
                kind=self._facts.kind,
                external_id=external_id,
                tmdb_id=ids.tmdb_id,
                app_trailer=ids.trailer,
                picked=title.choice.address if title.choice is not None and season is None else "",
            ),
        )


def failures_of(attempts: Iterable[TrailerAttempt], season: int | None) -> int:
    """Return how often fetching failed since the last trailer was downloaded, of a title or a season."""
    failures = 0
    for attempt in attempts:
        if attempt.season == season:
            failures = 0 if attempt.outcome == "downloaded" else failures + (attempt.retry_after is not None)
    return failures


def entry_of(target: FetchTarget) -> BatchEntry:
    """Return what a batch shows of a target."""
    title = target.title
    return BatchEntry(
        instance=title.instance,
        external_id=title.external_id,
        season=target.season,
        title=title.title,
        year=title.year,
        size=estimated_size(target.profile),
    )
