"""What a change of profiles would do to the files of an instance, without asking the app. Pure.

Only what a change can reach is computed again: a file's score moves by what its matched formats move, so that
whatever the app knows of it besides stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from arrtui.features.scores.errors import ScenarioError, unknown_name
from arrtui.features.scores.health import health
from arrtui.features.scores.model import (
    Analysis,
    Judged,
    MovedFile,
    Profile,
    ProfileChange,
    Scenario,
    ScoreLibrary,
    Verdict,
    WhatIf,
)
from arrtui.features.scores.spread import counted, edges_of
from arrtui.features.scores.verdict import Ruling, judge_by, ruling_of


def changed_profile(profile: Profile, change: ProfileChange, formats: Mapping[int, str]) -> Profile:
    """Return a profile as a change makes it; ``formats`` are its instance's, id → name.

    Raises ScenarioError for a format or a quality that is not there, and for a cutoff that the profile does
    not allow, which the app would refuse (ARR_API 2.4).
    """
    changed: dict[str, object] = {
        "minimum": change.minimum,
        "wanted": change.wanted,
        "upgrade_allowed": change.upgrade_allowed,
        "cutoff": None if change.cutoff is None else _cutoff(profile, change.cutoff),
        "scores": {**profile.scores, **_scores(profile, change, formats)},
    }
    return msgspec.structs.replace(
        profile, **{name: value for name, value in changed.items() if value is not None}
    )


def changed_profiles(library: ScoreLibrary, scenario: Scenario) -> dict[int, Profile]:
    """Return the profiles of an instance that a scenario names, as it makes them, by id.

    What it changes on other instances is not looked at. Raises ScenarioError for names that are not there.
    """
    found: dict[int, Profile] = {}
    for change in scenario.changes:
        if change.instance == library.instance:
            profile = _named(library, change.profile)
            before = found.get(profile.id, profile)
            found[profile.id] = changed_profile(before, change, library.formats)
    return found


def what_if(analysis: Analysis, scenario: Scenario) -> WhatIf:
    """Return what a scenario does to one instance: which files move, their verdicts, scores and health.

    Raises ScenarioError for profiles, formats or qualities that the instance does not have.
    """
    library = analysis.library
    profiles = changed_profiles(library, scenario)
    outcome = _outcome(analysis.judged, library.profiles, profiles)
    now, then = outcome.now, outcome.then
    scores, new_scores = Counter(one.score for one in now), Counter(one.score for one in then)
    edges = edges_of(scores + new_scores)
    bins = zip(edges, edges[1:], counted(edges, scores), counted(edges, new_scores), strict=False)
    after = health(outcome.all, {**library.profiles, **profiles}, library.missing)
    return WhatIf(
        files=len(now),
        moved=_moved(now, then),
        verdicts=_verdicts(now, then),
        histogram=tuple(bins),
        below_minimum=(sum(one.below_minimum for one in now), sum(one.below_minimum for one in then)),
        health=(analysis.health.points, after.points),
    )


# --- names -----------------------------------------------------------------------------------------------


def _named(library: ScoreLibrary, name: str) -> Profile:
    """Return an instance's profile by its name; of two with one name, the older."""
    for number in sorted(library.profiles):
        if library.profiles[number].name == name:
            return library.profiles[number]
    names = (one.name for one in library.profiles.values())
    raise unknown_name("trying other scores", "quality profile", name, names, library.instance)


def _scores(profile: Profile, change: ProfileChange, formats: Mapping[int, str]) -> dict[int, int]:
    """Return the new scores by format id."""
    numbers = {name: number for number, name in formats.items()}
    for name in change.scores:
        if name not in numbers:
            raise unknown_name(_changing(profile), "custom format", name, numbers, profile.instance)
    return {numbers[name]: score for name, score in change.scores.items()}


def _cutoff(profile: Profile, name: str) -> int:
    """Return the id of a quality or a group by its name; a group's own id comes before those it holds."""
    for ids, known, allowed in profile.items:
        if known == name and ids:
            if allowed:
                return ids[0]
            raise ScenarioError(
                what=_changing(profile),
                why=f"it does not allow {name}, so that cannot be its cutoff",
                advice=f"It allows {', '.join(_allowed(profile)) or 'nothing'}.",
                instance=profile.instance,
            )
    raise unknown_name(_changing(profile), "quality", name, _allowed(profile), profile.instance)


def _allowed(profile: Profile) -> list[str]:
    return [name for _, name, allowed in profile.items if allowed]


def _changing(profile: Profile) -> str:
    return f"changing the profile {profile.name}"


# --- files -----------------------------------------------------------------------------------------------


class _Outcome(NamedTuple):
    """Files of the profiles concerned, before and after, one beside the other; and all of the instance."""

    now: list[Judged]
    then: list[Judged]
    all: list[Judged]
    """Of the instance, after."""


class _Judge:
    """Judges files of one profile anew; each quality is looked up once."""

    def __init__(self, before: Profile, after: Profile) -> None:
        numbers = before.scores.keys() | after.scores.keys()
        moves = {one: after.scores.get(one, 0) - before.scores.get(one, 0) for one in numbers}
        self._profiles = before, after
        self._moves = {one: move for one, move in moves.items() if move}
        self._moving = frozenset(self._moves)
        self._rulings: dict[int, tuple[Ruling, bool]] = {}
        """By quality: the new one, and whether it is another than before."""

    def again(self, one: Judged) -> Judged:
        """Return what becomes of a file, itself where nothing does."""
        file = one.file
        moving = self._moving.intersection(file.formats)
        ruling, other = self._rulings.get(file.quality_id) or self._ruling(file.quality_id)
        if not moving and not other:
            return one
        new = judge_by(ruling, file, one.score + sum(map(self._moves.__getitem__, moving)))
        return one if new == one else new

    def _ruling(self, quality_id: int) -> tuple[Ruling, bool]:
        before, after = (ruling_of(profile, quality_id) for profile in self._profiles)
        self._rulings[quality_id] = after, after != before
        return self._rulings[quality_id]


def _outcome(
    judged: Sequence[Judged], before: Mapping[int, Profile], after: Mapping[int, Profile]
) -> _Outcome:
    judges = {number: _Judge(before[number], profile) for number, profile in after.items()}
    outcome = _Outcome([], [], [])
    for one in judged:
        judge_ = judges.get(one.file.profile_id)
        if judge_ is None:
            outcome.all.append(one)
            continue
        new = judge_.again(one)
        outcome.now.append(one)
        outcome.then.append(new)
        outcome.all.append(new)
    return outcome


def _moved(now: Sequence[Judged], then: Sequence[Judged]) -> tuple[MovedFile, ...]:
    """Return the files whose verdict changes, then those whose score does; the greatest change first."""
    changed: list[MovedFile] = []
    shifted: list[MovedFile] = []
    for one, new in zip(now, then, strict=True):
        if one is new:
            continue
        moved = MovedFile(one.file, one.score, new.score, one.verdict, new.verdict)
        if one.verdict is not new.verdict:
            changed.append(moved)
        elif one.score != new.score:
            shifted.append(moved)
    for rows in (changed, shifted):
        rows.sort(key=lambda row: -abs(row.new_score - row.score))
    return (*changed, *shifted)


def _verdicts(now: Sequence[Judged], then: Sequence[Judged]) -> tuple[tuple[Verdict, int, int], ...]:
    """Return how many files each verdict is given, now and then."""
    before, after = ([one.verdict for one in judged] for judged in (now, then))
    return tuple((verdict, before.count(verdict), after.count(verdict)) for verdict in Verdict)
