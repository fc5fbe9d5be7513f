"""What cures of loops do to the files that are there, by the analysis of scores. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from msgspec import structs

from arrtui.features.loops.cures.model import Cure, CureKind, FilesEffect
from arrtui.features.loops.renames import RenameReport
from arrtui.features.matches.model import MatchForecast
from arrtui.features.scores.model import Analysis, Profile
from arrtui.features.scores.moves import verdict_moves


class TokenEffect(NamedTuple):
    """What the naming without a token does to files; a whole report would keep every file in memory."""

    gains: Mapping[int, int]
    """What files score more by their ids."""
    untold: int
    """Of how many files it cannot be told."""


def effect_of_rename(report: RenameReport) -> TokenEffect:
    """Return what the renames of a report do to scores."""
    gains = {effect.own.file.id: effect.after - effect.before for effect in report.effects}
    return TokenEffect(gains, len(report.untold))


def with_files(
    cures: Iterable[Cure],
    analysis: Analysis,
    forecast: MatchForecast | None,
    renames: Mapping[str, TokenEffect],
) -> list[Cure]:
    """Return cures with what they do to files; without those that the app would not take.

    ``forecast`` is that of all formats without a condition, None where it cannot be told; ``renames`` say
    what the naming without each token does.
    """
    judge = _FilesJudge(analysis, forecast, renames)
    effects = ((cure, judge.effect_of(cure)) for cure in cures)
    return [replace(cure, files=effect) for cure, effect in effects if effect is not None]


class _FilesJudge:
    """Judges the files of an instance under cures."""

    def __init__(
        self, analysis: Analysis, forecast: MatchForecast | None, renames: Mapping[str, TokenEffect]
    ) -> None:
        self._analysis = analysis
        self._forecast = forecast
        self._renames = renames
        self._profile_of = {row.file.file_id: row.file.profile_id for row in analysis.judged}

    def effect_of(self, cure: Cure) -> FilesEffect | None:
        """Return what a cure does to files; None for one that the app would not take."""
        change = cure.change
        if change.kind in (CureKind.INCREMENT, CureKind.PROPERS):
            return FilesEffect(files=len(self._analysis.judged))
        profiles = self._profiles(cure)
        for profile in profiles.values():
            points_each = profile.scores.values()
            if profile.minimum > max(sum(score for score in points_each if score > 0), *points_each, 0):
                return None  # "Minimum Custom Format Score can never be satisfied"
        points, cannot_tell = self._points(cure)
        moves = verdict_moves(self._analysis.judged, profiles, points)
        verdicts = tuple((now, then, count) for (now, then), count in moves.moves.items())
        return FilesEffect(moves.files, moves.rescored, verdicts, cannot_tell)

    def _profiles(self, cure: Cure) -> dict[int, Profile]:
        """Return the profiles that a cure reaches, as it makes them."""
        change, profiles = cure.change, self._analysis.library.profiles
        own = {number: profile for number, profile in profiles.items() if change.reaches(number)}
        if change.kind is CureKind.CUTOFF:
            return {number: structs.replace(profile, wanted=change.value) for number, profile in own.items()}
        if change.kind is CureKind.FORMAT_SCORE:
            scores = {change.format_id: change.value}
            return {
                number: structs.replace(profile, scores={**profile.scores, **scores})
                for number, profile in own.items()
            }
        return own

    def _points(self, cure: Cure) -> tuple[Mapping[int, int], int]:
        """Return what files would score more by their ids, and of how many it cannot be told."""
        change, number = cure.change, cure.change.format_id
        if change.kind is CureKind.FORMAT_SCORE:
            profile = self._analysis.library.profiles.get(change.profile_id)
            gain = change.value - (profile.scores.get(number, 0) if profile else 0)
            matched = (row.file for row in self._analysis.judged if number in row.file.formats)
            return {file.file_id: gain for file in matched}, 0
        if change.kind is CureKind.NAMING:
            return self._renames[change.word]
        if change.kind is not CureKind.CONDITION:
            return {}, 0
        if self._forecast is None:
            return {}, len(self._analysis.judged)
        points = {}
        for moved in self._forecast.changes:
            profile = self._analysis.library.profiles.get(self._profile_of.get(moved.file_id, 0))
            weight = profile.scores.get(number, 0) if profile else 0
            points[moved.file_id] = weight * ((number in moved.gained) - (number in moved.lost))
        return points, len(self._forecast.cannot_tell)
