"""The advice on a candidate: one sentence with what is met, what is missing and what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from arrtui.features.scores.contributions import name_of
from arrtui.features.scores.model import Judged, Profile, Verdict

_NAMED = 3
"""The most formats that are named; the others are counted as the last of them."""
_Facts = tuple[int, int, int | None, bool, bool, bool, int, tuple[int, ...]]
"""All that a sentence depends on: profile, quality, score, monitored, available, special, lacking tracks and
spoilers."""


class Ground(NamedTuple):
    """What applies to all files of one profile and one quality."""

    profile: Profile
    cutoff: str
    """Name of the quality cutoff."""
    reachable: int
    """Points that comparable files reach."""
    measured: bool
    """Whether that comes from files; otherwise it is the sum of the profile's positive scores."""
    critical: frozenset[int]
    """Formats that make a file critical."""

    def has_better(self, judged: Judged) -> bool:
        """Return whether comparable files reach a score that the app takes instead of the file's.

        It asks for ``minUpgradeFormatScore`` more points (``UpgradableSpecification``).
        """
        return self.reachable >= judged.score + max(self.profile.step, 1)

    def spoilers(self, formats: tuple[int, ...]) -> tuple[int, ...]:
        """Return those of a file's formats that make it critical."""
        if self.critical.isdisjoint(formats):
            return ()
        return tuple(format_id for format_id in formats if format_id in self.critical)


class Adviser:
    """Makes the sentences for the files of one instance.

    Files that agree in all that a sentence depends on share it: thousands of files have few different scores.
    """

    def __init__(self, formats: Mapping[int, str]) -> None:
        self._formats = formats
        self._sentences: dict[_Facts, str] = {}

    def sentence(self, judged: Judged, ground: Ground, spoilers: tuple[int, ...]) -> str:
        """Return what to know and do about a file, of whose formats the ``spoilers`` make it critical."""
        file = judged.file
        state = (file.monitored, file.available, file.special, file.lacking)
        facts = (file.profile_id, file.quality_id, file.score, *state, spoilers)
        sentence = self._sentences.get(facts)
        if sentence is None:
            clauses = [_quality(judged, ground), _points(judged, ground.profile)]
            if spoilers:
                clauses.append(_spoiled(spoilers, ground.profile, self._formats))
            sentence = f"{'; '.join((*clauses, _step(judged, ground)))}."
            self._sentences[facts] = sentence
        return sentence


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


def _spoiled(spoilers: tuple[int, ...], profile: Profile, formats: Mapping[int, str]) -> str:
    """Name the formats that spoil the file, the worst first, and what they count together."""
    points = sum(profile.scores[format_id] for format_id in spoilers)
    names = [name_of(format_id, formats) for format_id in sorted(spoilers, key=profile.scores.__getitem__)]
    if len(names) == 1:
        return f"{names[0]} counts {points:,}"
    if len(names) > _NAMED:
        names[_NAMED - 1 :] = [f"{len(names) - _NAMED + 1} others"]
    return f"{', '.join(names[:-1])} and {names[-1]} count {points:,}"


def _step(judged: Judged, ground: Ground) -> str:
    """Return what to do; what makes a search useless comes before what merely delays it."""
    if judged.verdict is Verdict.INCOMPLETE:
        lacking = judged.file.kind.app.file_noun.count(judged.file.lacking)
        return f"{lacking} without a file: the app takes any release that the profile allows"
    if judged.verdict is Verdict.NO_UPGRADES:
        return "only a release chosen by hand replaces it"
    if judged.verdict is Verdict.DONE:
        return "the app counts it as done: choose a release by hand"
    if judged.verdict is Verdict.FORMAT and not ground.has_better(judged):
        what = "comparable files reach" if ground.measured else "the profile's formats add up to"
        least_gain = ground.profile.step
        more = f", and at least {least_gain:,} more are asked for" if least_gain > 1 else ""
        return f"{what} {ground.reachable:,}{more}: nothing better is within reach"
    if not judged.file.monitored:
        return "it is not monitored, so the app leaves it alone: monitor it or search by hand"
    if not judged.file.available:
        searched = ", unless its cutoff search is started" if judged.app_searches else ""
        return f"it is not available yet, and the app waits until it is{searched}"
    if judged.verdict is Verdict.QUALITY and judged.file.special:
        return "the app looks for it by itself, but its cutoff search leaves specials out"
    if judged.verdict is Verdict.QUALITY:
        return "the app looks for it by itself, and its cutoff search lists it"
    return "the app's cutoff search will not list it: search by hand"
