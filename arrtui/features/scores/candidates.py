"""Files worth upgrading, with what is within reach, how much each matters and what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arrtui.features.scores.advice import Adviser, Ground
from arrtui.features.scores.model import Candidate, Judged, Priority, Profile, Verdict
from arrtui.features.scores.rules import ScoreRules
from arrtui.features.scores.verdict import cutoff_place, index_of

_NO_NAMES: Mapping[int, str] = {}
_Key = tuple[int, int]
"""Id of a profile, and of a quality or a place in it."""


def candidates(
    judged: Sequence[Judged],
    profiles: Mapping[int, Profile],
    rules: ScoreRules,
    formats: Mapping[int, str] = _NO_NAMES,
) -> tuple[Candidate, ...]:
    """Return the files of one instance that the app would replace or that are below the minimum.

    By priority, then gain, then title. Files that lack points only are left out when nothing better is within
    reach: profiles of guides want a score that no release has. All ``judged`` files of the instance must be
    given, because they say what is reachable; ``formats`` names the instance's formats.
    """
    grounds, adviser = _grounds(judged, profiles, rules), Adviser(formats)
    rows = []
    for row in judged:
        if not (row.below_minimum or row.verdict.facts.upgrades):
            continue
        ground = grounds[row.file.profile_id, row.file.quality_id]
        target, reachable = ground.profile.wanted, ground.reachable
        gain = max(0, min(target, reachable) - row.score)
        spoilers = ground.spoilers(row.file.formats)
        if row.verdict is Verdict.FORMAT and not (row.below_minimum or spoilers or ground.has_better(row)):
            continue
        priority = _priority(row, gain, reachable, rules, critical=bool(spoilers))
        advice = adviser.sentence(row, ground, spoilers)
        rows.append(Candidate(row, priority, target, reachable, gain, advice))
    return tuple(sorted(rows, key=_order))


def percentile(scores: Sequence[int], percent: int) -> int:
    """Return a percentile of one score or more by nearest rank.

    It is the least of the scores that at least ``percent`` of all are not above, so always one that a file
    really has.
    """
    rank = -(-percent * len(scores) // 100)
    return sorted(scores)[max(rank, 1) - 1]


def _order(candidate: Candidate) -> tuple[int, int, str, int, str, tuple[int, ...], int]:
    file = candidate.judged.file
    where = file.title.casefold(), file.season, file.album.casefold(), file.episodes, file.file_id
    return candidate.priority, -candidate.gain, *where


def _priority(judged: Judged, gain: int, reachable: int, rules: ScoreRules, *, critical: bool) -> Priority:
    if critical or judged.below_minimum:
        return Priority.CRITICAL
    if judged.quality_unmet and judged.file.monitored:
        return Priority.HIGH
    if gain >= rules.gain_points and 100 * gain >= rules.gain_percent * reachable:
        return Priority.MEDIUM
    return Priority.LOW


def _grounds(
    judged: Sequence[Judged], profiles: Mapping[int, Profile], rules: ScoreRules
) -> dict[_Key, Ground]:
    """Return what applies to files by id of profile and quality.

    Qualities of one place are compared with each other: the app, too, weighs them by score alone. A file to
    which the app gave no score has none here either.
    """
    scores: dict[_Key, list[int]] = {}
    for row in judged:
        with_quality = scores.setdefault((row.file.profile_id, row.file.quality_id), [])
        if row.file.score is not None:
            with_quality.append(row.score)
    places = {key: (key[0], index_of(profiles[key[0]], key[1])) for key in scores if key[0] in profiles}
    groups: dict[_Key, list[int]] = {}
    for key, place in places.items():
        groups.setdefault(place, []).extend(scores[key])
    grounds = {place: _ground(profiles[place[0]], of_place, rules) for place, of_place in groups.items()}
    return {key: grounds[place] for key, place in places.items()}


def _ground(profile: Profile, scores: Sequence[int], rules: ScoreRules) -> Ground:
    measured = len(scores) >= max(rules.reachable_files, 1)
    if measured:
        reachable = percentile(scores, rules.reachable_percentile)
    else:
        reachable = sum(score for score in profile.scores.values() if score > 0)
    place = cutoff_place(profile)
    cutoff = profile.items[place][1] if profile.items else ""
    critical = frozenset(
        format_id for format_id, score in profile.scores.items() if score <= rules.critical_score
    )
    return Ground(profile, cutoff or "the cutoff", reachable, measured, critical)
