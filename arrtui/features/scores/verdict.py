"""Whether the app would replace a file, decided as the app decides it. Pure.

The rules are ``UpgradableSpecification`` (``QualityCutoffNotMet``, ``CustomFormatCutoffNotMet``,
``IsUpgradeAllowed``) and ``QualityProfile.GetIndex``, which both apps share word for word. Revisions (proper,
repack) play no part in whether a file meets its cutoff. What the app's cutoff search covers is the rule of
``MovieCutoffService`` and ``EpisodeCutoffService``: quality only, available or not, no specials.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from arrtui.features.scores.model import Judged, Profile, ScoredFile, Verdict


class Ruling(NamedTuple):
    """The judgement of a profile on files of one quality, before their score is known."""

    unmet: bool
    upgrades: bool
    enough: int
    """Scores below it are short of the format cutoff."""
    minimum: int
    if_enough: Verdict
    if_short: Verdict


def index_of(profile: Profile, quality_id: int) -> int:
    """Return the place of a quality or group, 0 being the worst.

    Members of a group share its place, so that score alone decides between them. A quality the profile does
    not know has place 0: the app's ``QualityIndex()`` is made of zeros, so it counts as the worst there is.
    """
    return next((place for place, (ids, _, _) in enumerate(profile.items) if quality_id in ids), 0)


def cutoff_place(profile: Profile) -> int:
    """Return the place a file's quality must reach.

    That of the cutoff, or of the first allowed quality when the profile allows no upgrades.
    """
    if profile.upgrade_allowed:
        return index_of(profile, profile.cutoff)
    return next((place for place, (_, _, allowed) in enumerate(profile.items) if allowed), 0)


def quality_unmet(profile: Profile, quality_id: int) -> bool:
    """Return whether a quality is short of the cutoff, which the app calls ``qualityCutoffNotMet``."""
    return index_of(profile, quality_id) < cutoff_place(profile)


def judge_all(files: Iterable[ScoredFile], profiles: Mapping[int, Profile]) -> tuple[Judged, ...]:
    """Return what the app would do about the files of one instance.

    Of a file whose profile is unknown nothing is claimed: no upgrade, no flag, and no disagreement with the
    app, because there is nothing of ours to compare its answer with. A file without a score counts as one
    with 0 points. Each pair of profile and quality is looked up once.
    """
    rulings: dict[tuple[int, int], Ruling | None] = {}
    judged: list[Judged] = []
    for file in files:
        key = (file.profile_id, file.quality_id)
        if key not in rulings:
            profile = profiles.get(file.profile_id)
            rulings[key] = None if profile is None else ruling_of(profile, file.quality_id)
        judged.append(judge_by(rulings[key], file, file.score or 0))
    return tuple(judged)


def ruling_of(profile: Profile, quality_id: int) -> Ruling:
    """Return the ruling of a profile on files of one quality, for :func:`judge_by`."""
    unmet, upgrades = quality_unmet(profile, quality_id), profile.upgrade_allowed
    # Without upgrades minFormatScore counts instead of cutoffFormatScore.
    enough = profile.wanted if upgrades else profile.minimum
    facts = (unmet, upgrades, enough, profile.minimum)
    if not upgrades:  # first: the app may list such a file as below its cutoff, but takes no better one
        return Ruling(*facts, Verdict.NO_UPGRADES, Verdict.NO_UPGRADES)
    if unmet:
        return Ruling(*facts, Verdict.QUALITY, Verdict.QUALITY)
    return Ruling(*facts, Verdict.DONE, Verdict.FORMAT)


def judge_by(ruling: Ruling | None, file: ScoredFile, score: int) -> Judged:
    """Judge a file as if it had this score: for many files of few qualities; None is an unknown profile."""
    if ruling is None:
        return Judged(file, score, Verdict.NO_UPGRADES, False, False, False, False, True)
    unmet, upgrades, enough, minimum, if_enough, if_short = ruling
    short = score < enough
    verdict = Verdict.INCOMPLETE if file.lacking else if_short if short else if_enough
    searches = unmet and upgrades and file.monitored and not file.special
    return Judged(file, score, verdict, unmet, short, score < minimum, searches, file.app_unmet == unmet)
