"""The effect of changed settings on the files of an instance: scores, verdicts, searches, bytes. Pure.

A file whose formats cannot be told after a change is counted as such, and nothing else is said of it; only
files whose profile gives a changed format points are asked about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from arrtui.features.scores.model import Analysis, Judged, Profile, ScoredFile, Verdict
from arrtui.features.scores.rejudge import NO_MOVE, FormatMove, ProfileJudge, verdict_counts


class FileMove(NamedTuple):
    """A file whose score or verdict would change."""

    now: Judged
    then: Judged

    @property
    def file(self) -> ScoredFile:
        """The file."""
        return self.now.file

    @property
    def gain(self) -> int:
        """Points that it would score more."""
        return self.then.score - self.now.score

    @property
    def is_rejudged(self) -> bool:
        """Whether its verdict would change."""
        return self.now.verdict is not self.then.verdict

    @property
    def rises_above(self) -> bool:
        """Whether it would be below the minimum score of its profile no more."""
        return self.now.below_minimum and not self.then.below_minimum

    @property
    def counts(self) -> bool:
        """Whether anything changes that is told of it."""
        now, then = self
        return (
            now.score != then.score
            or now.verdict is not then.verdict
            or now.below_minimum != then.below_minimum
            or now.app_searches != then.app_searches
        )

    @property
    def falls_below(self) -> bool:
        """Whether it would fall below the minimum score of its profile."""
        return self.then.below_minimum and not self.now.below_minimum

    @property
    def starts_search(self) -> bool:
        """Whether the app's own cutoff search would begin to look for a better release."""
        return self.then.app_searches and not self.now.app_searches

    @property
    def stops_search(self) -> bool:
        """Whether the app's own cutoff search would look for a better release no more."""
        return self.now.app_searches and not self.then.app_searches

    @property
    def opens(self) -> bool:
        """Whether the app would take a better release in its place, which it does not now."""
        return self.then.verdict.facts.upgrades and not self.now.verdict.facts.upgrades

    @property
    def closes(self) -> bool:
        """Whether the app would take a better release in its place no more."""
        return self.now.verdict.facts.upgrades and not self.then.verdict.facts.upgrades


class UntoldFile(NamedTuple):
    """A file of which the effect cannot be told."""

    file: ScoredFile
    why: str


@dataclass(frozen=True)
class FormatMoves:
    """What changed and new custom formats would match, by the ids of files."""

    formats: frozenset[int] = frozenset()
    """Ids of the formats whose conditions change; those of new ones are negative."""
    moves: Mapping[int, FormatMove] = field(default_factory=dict)
    """Files that would match others than now."""
    unknown: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    """File → format → why it cannot be told whether it matches."""
    doubts: Mapping[int, str] = field(default_factory=dict)
    """File → why nothing can be told of it."""

    def why_untold(self, file_id: int, asked: frozenset[int]) -> str:
        """Return why the score of a file cannot be told; empty where it can.

        ``asked`` are the changed formats that its profile gives points to.
        """
        if asked and file_id in self.doubts:
            return self.doubts[file_id]
        unknown = self.unknown.get(file_id, {})
        return next((why for number, why in unknown.items() if number in asked), "")


@dataclass(frozen=True)
class FileEffect:
    """What changed settings would do to the files of one instance."""

    files: int
    """All files of the instance."""
    concerned: int
    """Files of profiles that change, or that give points to a format that changes."""
    moved: tuple[FileMove, ...]
    """Files whose verdict changes first, then those whose score does; each by size of the change."""
    untold: tuple[UntoldFile, ...]
    verdicts: tuple[tuple[Verdict, int, int], ...]
    """Verdict, files now, files then; of the files concerned of which it can be told."""

    @cached_property
    def rescored(self) -> int:
        """Files whose score changes."""
        return sum(move.gain != 0 for move in self.moved)

    @cached_property
    def rejudged(self) -> int:
        """Files whose verdict changes."""
        return sum(move.is_rejudged for move in self.moved)

    @cached_property
    def falls_below(self) -> int:
        """Files that fall below the minimum score of their profile."""
        return sum(move.falls_below for move in self.moved)

    @cached_property
    def rises_above(self) -> int:
        """Files that are below the minimum score of their profile no more."""
        return sum(move.rises_above for move in self.moved)

    @cached_property
    def starts_search(self) -> int:
        """Files that the app's own cutoff search begins to look for better releases of."""
        return sum(move.starts_search for move in self.moved)

    @cached_property
    def stops_search(self) -> int:
        """Files that the app's own cutoff search ends to look for better releases of."""
        return sum(move.stops_search for move in self.moved)

    @cached_property
    def opens(self) -> int:
        """Files that the app would replace by a better release, and would not now."""
        return sum(move.opens for move in self.moved)

    @cached_property
    def closes(self) -> int:
        """Files that the app would replace by a better release now, and would not then."""
        return sum(move.closes for move in self.moved)

    @cached_property
    def at_stake(self) -> int:
        """Bytes of the files that the app would replace by a better release, and would not now."""
        return sum(move.file.size for move in self.moved if move.opens)


NO_MOVES = FormatMoves()
"""No format's conditions change."""


def effect_on_files(
    analysis: Analysis, profiles: Mapping[int, Profile], formats: FormatMoves = NO_MOVES
) -> FileEffect:
    """Return what changed profiles and formats do to the files of an instance.

    ``profiles`` are those that change as they would be, by id; a format that is removed has no score in them.
    """
    present, asking = analysis.library.profiles, _asking(analysis, profiles, formats)
    reached = profiles.keys() & present.keys() | asking.keys()
    judges = {
        number: ProfileJudge(present[number], profiles.get(number, present[number])) for number in reached
    }
    now: Counter[Verdict] = Counter()
    then: Counter[Verdict] = Counter()
    rejudged: list[FileMove] = []
    others: list[FileMove] = []
    untold: list[UntoldFile] = []
    concerned = 0
    unsure = formats.unknown.keys() | formats.doubts.keys()
    for judged in analysis.judged:
        file = judged.file
        judge = judges.get(file.profile_id)
        if judge is None:
            continue
        concerned += 1
        asked = asking.get(file.profile_id)
        if asked and file.file_id in unsure and (why := formats.why_untold(file.file_id, asked)):
            untold.append(UntoldFile(file, why))
            continue
        after = judge.rejudge(judged, formats.moves.get(file.file_id, NO_MOVE) if asked else NO_MOVE)
        now[judged.verdict] += 1
        then[after.verdict] += 1
        if after is not judged and (move := FileMove(judged, after)).counts:
            (others if after.verdict is judged.verdict else rejudged).append(move)
    for moved in (rejudged, others):
        moved.sort(key=lambda move: -abs(move.then.score - move.now.score))
    return FileEffect(
        files=len(analysis.judged),
        concerned=concerned,
        moved=(*rejudged, *others),
        untold=tuple(untold),
        verdicts=verdict_counts(now, then),
    )


def _asking(
    analysis: Analysis, profiles: Mapping[int, Profile], formats: FormatMoves
) -> dict[int, frozenset[int]]:
    """Return the formats whose conditions change that profiles give points to, now or then, by profile."""
    asking = {}
    for number, before in analysis.library.profiles.items():
        after = profiles.get(number, before)
        asked = (own for own in formats.formats if before.scores.get(own) or after.scores.get(own))
        if own_formats := frozenset(asked):
            asking[number] = own_formats
    return asking
