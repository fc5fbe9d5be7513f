"""One sentence about a candidate, made of its facts: what is met, how far it is, what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from arrtui.features.scores.contributions import name_of
from arrtui.features.scores.model import Judged, Profile, Verdict


class Ground(NamedTuple):
    """What all files of one profile and one quality have in common."""

    profile: Profile
    cutoff: str
    """Name of the quality cutoff."""
    reachable: int
    """Points that comparable files reach."""
    measured: bool
    """Whether files say so; else it is the sum of the profile's positive scores."""
    critical: frozenset[int]
    """Formats that make a file critical."""


def advise(judged: Judged, ground: Ground, formats: Mapping[int, str]) -> str:
    """Return the sentence; ``formats`` names the formats of the instance."""
    clauses = [_quality(judged, ground), _points(judged, ground.profile)]
    if not ground.critical.isdisjoint(judged.file.formats):
        clauses.append(_critical(judged, ground, formats))
    return f"{'; '.join(clauses)}; {_step(judged, ground)}."


def _quality(judged: Judged, ground: Ground) -> str:
    if judged.verdict is Verdict.NO_UPGRADES:
        return "The profile allows no upgrades"
    if judged.quality_unmet:
        return f"{judged.file.quality or 'Its quality'} is short of {ground.cutoff}"
    return f"{ground.cutoff} is met"


def _points(judged: Judged, profile: Profile) -> str:
    if judged.file.score is None:
        words = "the app gives no score, which counts as 0"
    elif judged.verdict is Verdict.NO_UPGRADES or judged.score >= profile.wanted:
        words = f"{judged.score:,} points" + (" are enough" if not judged.below_minimum else "")
    elif profile.wanted > 0:
        words = f"{judged.score:,} of {profile.wanted:,} points"
    else:
        words = f"{judged.score:,} points where {profile.wanted:,} are wanted"
    return f"{words}, below the minimum of {profile.minimum:,}" if judged.below_minimum else words


def _critical(judged: Judged, ground: Ground, formats: Mapping[int, str]) -> str:
    """Name the formats that spoil the file, the worst first."""
    scores = ground.profile.scores
    found = sorted(
        (one for one in judged.file.formats if one in ground.critical), key=lambda one: scores[one]
    )
    names = " and ".join(name_of(one, formats) for one in found)
    return f"{names} {'counts' if len(found) == 1 else 'count'} {sum(scores[one] for one in found):,}"


def _step(judged: Judged, ground: Ground) -> str:
    """Return what to do; what makes a search useless comes before what merely delays it."""
    if judged.verdict is Verdict.NO_UPGRADES:
        return "only a release chosen by hand replaces it"
    if judged.verdict is Verdict.DONE:
        return "the app counts it as done: choose a release by hand"
    if judged.verdict is Verdict.FORMAT and ground.reachable < judged.score + ground.profile.step:
        return _out_of_reach(judged, ground)
    if not judged.file.monitored:
        return "it is not monitored, so the app leaves it alone: monitor it or search by hand"
    if not judged.file.available:
        return "it is not available yet, and the app waits until it is"
    if judged.verdict is Verdict.QUALITY:
        return "the app looks for it by itself, and its cutoff search lists it"
    return "the app's cutoff search will not list it: search by hand"


def _out_of_reach(judged: Judged, ground: Ground) -> str:
    """Say why a search would end without a release that the app takes (``minUpgradeFormatScore``)."""
    what = "comparable files reach" if ground.measured else "the profile's formats add up to"
    more = f", and at least {ground.profile.step:,} more are asked for" if ground.profile.step > 1 else ""
    return f"{what} {ground.reachable:,}{more}: nothing better is within reach"
