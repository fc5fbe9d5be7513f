"""Unreachable cutoffs for front ends: profiles that never stop searching, as far as is stored; no request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from arrtui.core.apps import Kind
from arrtui.core.memory import not_collecting
from arrtui.db.database import Database
from arrtui.db.estate import instance_ids
from arrtui.db.history import count_events
from arrtui.db.pattern_matches import count_searches
from arrtui.db.snapshots import latest_complete

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.matching import MatchFacts
    from arrtui.features.loops.compute import ScoreBook
    from arrtui.features.loops.cutoffs import CutoffReport, StoredFile
    from arrtui.features.scores.model import ScoreLibrary

T = TypeVar("T")
_Version = tuple[int, int, int]
# The features are imported when they are first used: the app's first paint does not wait for them.


class CutoffServices:
    """Reads what is stored. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], database: Database) -> None:
        self._config = config
        self._database = database
        self._reports: dict[str, tuple[_Version, CutoffReport]] = {}

    async def report(self, instance: str) -> CutoffReport:
        """Return whether the profiles of an instance ever stop searching; kept until more is stored of it.

        Files count with the app's own score. Releases whose names no job has searched yet cannot be told
        where they may be better. Raises NoSuchSnapshotError where nothing is stored.
        """
        return await self._database.read(self._report, instance)

    def _report(self, instance: str) -> CutoffReport:
        version = _version(instance, self._config().instance(instance).kind)
        kept = self._reports.get(instance)
        if kept is None or kept[0] != version:
            kept = self._reports[instance] = version, self._read(instance, _report)
        return kept[1]

    async def undecided(self, instance: str) -> list[MatchFacts]:
        """Return the facts of releases that may be better than what is known, for the job that matches names.

        Raises NoSuchSnapshotError where nothing is stored.
        """
        return await self._database.read(self._read, instance, lambda library: _Stored(library).undecided)

    def _read(self, instance: str, answer: Callable[[ScoreLibrary], T]) -> T:
        """Return an answer from what is stored; runs in a database thread."""
        from arrtui.features.scores.load import load_library

        with not_collecting():
            return answer(load_library(instance, self._config().instance(instance).kind))


def _version(instance: str, kind: Kind) -> _Version:
    """Return what a report follows from, as numbers: snapshot, rows of history, names searched."""
    from arrtui.core.matching.formats import TITLE_FIELD
    from arrtui.features.matches.searching import TextsOf, scope_of

    instance_id = instance_ids().get(instance)
    snapshot = None if instance_id is None else latest_complete(instance_id)
    if snapshot is None:
        return 0, 0, 0
    searches = count_searches(scope_of(kind, TITLE_FIELD, TextsOf.RELEASES))
    return snapshot.id, count_events(snapshot.instance_id), searches


def _report(library: ScoreLibrary) -> CutoffReport:
    from arrtui.features.loops.cutoffs import cutoff_report

    stored = _Stored(library)
    names = {number: profile.name for number, profile in library.profiles.items()}
    sightings = [*stored.releases.noted, *stored.evaluated]
    unsearched = stored.unsearched
    return cutoff_report(library.instance, stored.profiles, names, stored.files, sightings, unsearched)


class _Stored:
    """What is stored of an instance, its releases evaluated; made inside ``Database.reading()``."""

    def __init__(self, library: ScoreLibrary) -> None:
        from arrtui.features.loops.load import load_releases
        from arrtui.features.loops.sightings import evaluated
        from arrtui.features.matches.searching import TextsOf, stored_answers

        book, self.releases = load_releases(library.instance, library.kind.value)
        self.profiles = book.settings.latest.profiles
        self.files = list(_files(library))
        self._names = stored_answers(book.kind, TextsOf.RELEASES) if self.releases.rows else {}
        self.evaluated = evaluated(self.releases, self.profiles, self._masks(book))

    def _masks(self, book: ScoreBook) -> dict[int, tuple[int, int]]:
        """Return which releases each format matches that counts in a profile."""
        from arrtui.features.matches.masks import FileMasks

        formats = book.settings.latest.formats
        counting = {
            number for profile in self.profiles.values() for number, score in profile.scores.items() if score
        }
        masks = FileMasks(self.releases.facts, self._names)
        return {number: masks.of(formats[number]) for number in counting & formats.keys()}

    @property
    def undecided(self) -> list[MatchFacts]:
        """Facts of the releases that may be better than the best that is known."""
        from arrtui.features.loops.cutoffs import undecided

        known = [*(file.sighting for file in self.files), *self.releases.noted]
        return [self.releases.facts[place] for place in undecided(self.profiles, known, self.evaluated)]

    @property
    def unsearched(self) -> int:
        """How many of them wait for the job that matches names."""
        if all(release.score is not None for release in self.evaluated):
            return 0
        from arrtui.core.matching.formats import TITLE_FIELD

        places = self._names[TITLE_FIELD].places
        return sum(any(title not in places for title in facts.titles or ()) for facts in self.undecided)


def _files(library: ScoreLibrary) -> Iterator[StoredFile]:
    from arrtui.features.loops.cutoffs import StoredFile
    from arrtui.features.loops.sightings import Seen, Sighting

    for file in library.files:
        name, score = file.path or file.title, file.score or 0
        sighting = Sighting(Seen.FILE, file.profile_id, file.quality_id, name, "", score, score)
        yield StoredFile(sighting, file.monitored)
