"""Simulate a change of profiles on the files of an instance, without asking the app. Pure.

Only what a change can reach is computed again: a file's score moves by what its matched formats move, so that
whatever else the app counts stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from arrtui.features.scores.candidates import candidates
from arrtui.features.scores.errors import ScenarioError, unknown_name
from arrtui.features.scores.health import health
from arrtui.features.scores.model import (
    Analysis,
    Judged,
    Profile,
    ProfileChange,
    Scenario,
    ScoredFile,
    ScoreLibrary,
    Verdict,
)
from arrtui.features.scores.rejudge import ProfileJudge, verdict_counts
from arrtui.features.scores.rules import ScoreRules
from arrtui.features.scores.spread import counted, edges_of


class MovedFile(NamedTuple):
    """A file whose score or verdict a scenario changes."""

    file: ScoredFile
    score: int
    new_score: int
    verdict: Verdict
    new_verdict: Verdict


class WhatIf(NamedTuple):
    """The effect of a scenario on one instance."""

    files: int
    """Files of the profiles concerned."""
    moved: tuple[MovedFile, ...]
    """Files whose verdict changes first, then those whose score changes; each by size of the change."""
    verdicts: tuple[tuple[Verdict, int, int], ...]
    """Verdict, files now, files then."""
    histogram: tuple[tuple[int, int, int, int], ...]
    """``(from, to, files now, files then)``."""
    below_minimum: tuple[int, int]
    """Now and then."""
    health: tuple[int, int]


def changed_profile(profile: Profile, change: ProfileChange, formats: Mapping[int, str]) -> Profile:
    """Return a profile as a change makes it; ``formats`` are its instance's, id → name.

    Raises ScenarioError for a format or a quality that is not there, and for a cutoff that the profile does
    not allow, which the app would refuse (ARR_API 2.4).
    """
    cutoff = None if change.cutoff is None else _cutoff(profile, change.cutoff)
    ids = {name: format_id for format_id, name in formats.items()}
    for name in change.scores:
        if name not in ids:
            raise unknown_name(_changing(profile), "custom format", name, ids, profile.instance)
    changed: dict[str, object] = {
        "minimum": change.minimum,
        "wanted": change.wanted,
        "upgrade_allowed": change.upgrade_allowed,
        "cutoff": cutoff,
        "scores": {**profile.scores, **{ids[name]: score for name, score in change.scores.items()}},
    }
    return msgspec.structs.replace(
        profile, **{name: value for name, value in changed.items() if value is not None}
    )


def changed_profiles(library: ScoreLibrary, scenario: Scenario) -> dict[int, Profile]:
    """Return the profiles of an instance that a scenario changes, with the changes, by id.

    Its changes of other instances are skipped. Raises ScenarioError for names that are not there, and for a
    minimum that no release can reach, which the app would refuse (``QualityProfileController``).
    """
    profiles: dict[int, Profile] = {}
    for change in scenario.changes:
        if change.instance == library.instance:
            named = [profile for profile in library.profiles.values() if profile.name == change.profile]
            if not named:
                names = (profile.name for profile in library.profiles.values())
                what, word = "trying other scores", "quality profile"
                raise unknown_name(what, word, change.profile, names, library.instance)
            profile = min(named, key=lambda profile: profile.id)  # of two with one name, the older
            before = profiles.get(profile.id, profile)
            profiles[profile.id] = changed_profile(before, change, library.formats)
    for profile in profiles.values():
        most = max(sum(score for score in profile.scores.values() if score > 0), *profile.scores.values(), 0)
        if profile.minimum > most:
            raise ScenarioError(
                what=_changing(profile),
                why=f"a minimum of {profile.minimum:,} can never be reached: its formats add up to {most:,}",
                advice=f"Lower the minimum to {most:,} at most, or raise the scores.",
                instance=profile.instance,
            )
    return profiles


_DEFAULTS = ScoreRules()


def what_if(analysis: Analysis, scenario: Scenario, rules: ScoreRules = _DEFAULTS) -> WhatIf:
    """Return what a scenario does to one instance: which files move, their verdicts, scores and health.

    ``rules`` are those of the ``analysis``. Raises ScenarioError for profiles, formats or qualities that the
    instance does not have.
    """
    library = analysis.library
    profiles = changed_profiles(library, scenario)
    judges = {id: ProfileJudge(library.profiles[id], profile) for id, profile in profiles.items()}
    # Files of the profiles concerned, before and after in the same order; and all of the instance, after.
    now: list[Judged] = []
    then: list[Judged] = []
    all_then: list[Judged] = []
    for judged in analysis.judged:
        judge = judges.get(judged.file.profile_id)
        if judge is None:
            all_then.append(judged)
            continue
        now.append(judged)
        then.append(judge.rejudge(judged))
        all_then.append(then[-1])
    scores, new_scores = (Counter(file.score for file in files) for files in (now, then))
    edges = edges_of(scores + new_scores)
    bins = zip(edges, edges[1:], counted(edges, scores), counted(edges, new_scores), strict=False)
    before, after = (Counter(file.verdict for file in files) for files in (now, then))
    # What is within reach of a file depends on files of its own profile only.
    to_upgrade = (
        *(row for row in analysis.candidates if row.judged.file.profile_id not in profiles),
        *candidates(then, profiles, rules, library.formats),
    )
    new_health = health(all_then, to_upgrade, {**library.profiles, **profiles}, library.missing)
    return WhatIf(
        files=len(now),
        moved=_moved(now, then),
        verdicts=verdict_counts(before, after),
        histogram=tuple(bins),
        below_minimum=(sum(file.below_minimum for file in now), sum(file.below_minimum for file in then)),
        health=(analysis.health.points, new_health.points),
    )


# --- names -----------------------------------------------------------------------------------------------


def _cutoff(profile: Profile, name: str) -> int:
    """Return the id of a quality or a group by its name; a group's own id comes before those it holds."""
    for ids, item_name, allowed in profile.items:
        if item_name == name and ids:
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


def _moved(now: Sequence[Judged], then: Sequence[Judged]) -> tuple[MovedFile, ...]:
    """Return the files whose verdict changes, then those whose score does; the greatest change first."""
    changed: list[MovedFile] = []
    shifted: list[MovedFile] = []
    for before, after in zip(now, then, strict=True):
        if before is after:
            continue
        moved = MovedFile(before.file, before.score, after.score, before.verdict, after.verdict)
        if before.verdict is not after.verdict:
            changed.append(moved)
        elif before.score != after.score:
            shifted.append(moved)
    for rows in (changed, shifted):
        rows.sort(key=lambda row: -abs(row.new_score - row.score))
    return (*changed, *shifted)
