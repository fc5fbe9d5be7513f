"""Unreachable cutoffs as the sentences and objects that front ends and reports show. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

from arrtui.core.text import plural
from arrtui.features.loops.cutoffs import CutoffReport, CutoffState, ProfileCutoff
from arrtui.features.loops.sightings import Seen, Sighting

STATE_WORDS = {
    CutoffState.NEVER: "never stops",
    CutoffState.UNTOLD: "cannot tell",
    CutoffState.REACHABLE: "reachable",
    CutoffState.STOPS: "all done",
    CutoffState.NO_UPGRADES: "no upgrades",
    CutoffState.UNUSED: "not used",
}
_OF_MANY = STATE_WORDS | {CutoffState.NEVER: "never stop"}
RULE_WORDS = {
    "best": "the best that ever met the quality cutoff",
    "tenth": "what one in ten files that meet it has",
    "half": "what half of the files that meet it have",
}
"""What a suggestion is, by its rule."""
SEEN_WORDS = {Seen.FILE: "a file on disk", Seen.GRAB: "a release grabbed", Seen.IMPORT: "a file imported"}
UNSEARCHED = (
    "The names of {releases} have not been searched yet: the job Match does so after a backup, while the app "
    "or --run daemon runs."
)


class CutoffCounts(NamedTuple):
    """The profiles of an instance, counted."""

    instance: str
    profiles: int
    """Those that titles have."""
    never: int
    reachable: int
    stops: int
    no_upgrades: int
    cannot_tell: int
    files_short: int
    """Files that the app would still replace."""
    files_never_done: int
    """Those of profiles that never stop which lack nothing but score."""
    unsearched: int


def count_cutoffs(report: CutoffReport) -> CutoffCounts:
    """Return how many profiles of each state an instance has, and what they search for."""
    used = [profile for profile in report.profiles if profile.state is not CutoffState.UNUSED]
    never = report.of_state(CutoffState.NEVER)
    return CutoffCounts(
        instance=report.instance,
        profiles=len(used),
        never=len(never),
        reachable=len(report.of_state(CutoffState.REACHABLE)),
        stops=len(report.of_state(CutoffState.STOPS)),
        no_upgrades=len(report.of_state(CutoffState.NO_UPGRADES)),
        cannot_tell=len(report.of_state(CutoffState.UNTOLD)),
        files_short=sum(profile.short for profile in used),
        files_never_done=sum(profile.short_score for profile in never),
        unsearched=report.unsearched,
    )


def count_words(state: CutoffState, count: int) -> str:
    """Return how many profiles are of a state, ``12 never stop``."""
    return plural(count, STATE_WORDS[state], _OF_MANY[state])


def sentence_of(profile: ProfileCutoff) -> str:
    """Return what is told of a profile."""
    wanted, best = f"{profile.wanted:,}", profile.best
    match profile.state:
        case CutoffState.NEVER:
            impossible = (
                f" Its formats add up to {profile.ceiling:,} at most."
                if profile.ceiling < profile.wanted
                else ""
            )
            if best is None:
                return f"This profile never stops: nothing that meets {profile.cutoff} is known.{impossible}"
            return f"This profile never stops: {_best(best, profile)}, {wanted} wanted.{impossible}"
        case CutoffState.UNTOLD if best is None:
            return f"Whether it stops cannot be told: nothing that meets {profile.cutoff} is known yet."
        case CutoffState.UNTOLD:
            may = f"{plural(profile.open, 'release')} may have the {wanted} that are wanted"
            return f"Whether it stops cannot be told: {_best(best, profile)}, but {may}."
        case CutoffState.REACHABLE:
            short = plural(profile.short, "file")
            return f"It can stop: {_best(best, profile)}, {wanted} wanted. Short of it: {short}."
        case CutoffState.STOPS:
            return f"Nothing is searched for: all files meet {profile.cutoff} and the {wanted} wanted."
        case CutoffState.NO_UPGRADES:
            return "It takes no upgrades: only propers and repacks replace a file."
        case CutoffState.UNUSED:
            return "No title has this profile."


def _best(best: Sighting | None, profile: ProfileCutoff) -> str:
    score = 0 if best is None else best.most
    releases, files = profile.counted
    of = f"{plural(releases, 'release')} and {plural(files, 'file')}"
    return f"{score:,} is the best of {of} that meet {profile.cutoff}"


def cutoff_object(profile: ProfileCutoff) -> dict[str, Any]:
    """Return a profile as plain values."""
    return {
        "instance": profile.instance,
        "profile": profile.profile,
        "state": profile.state.value,
        "cutoff": profile.cutoff,
        "wanted": profile.wanted,
        "minimum": profile.minimum,
        "most_possible": profile.ceiling,
        "best": _sighting_object(profile.best),
        "files": profile.files,
        "short_of_quality": profile.short_quality,
        "short_of_score": profile.short_score,
        "monitored": profile.watched,
        "releases": profile.releases,
        "cannot_tell": profile.untold,
        "may_reach": profile.open,
        "examples": list(profile.examples),
        "qualities": [
            {
                "quality": quality.name,
                "meets_cutoff": quality.meets,
                "best": _sighting_object(quality.best),
                "files": quality.files,
                "done": quality.done,
                "releases": quality.releases,
                "cannot_tell": quality.untold,
            }
            for quality in profile.qualities
        ],
        "suggestions": [suggestion._asdict() for suggestion in profile.suggestions],
    }


def _sighting_object(sighting: Sighting | None) -> dict[str, Any] | None:
    if sighting is None:
        return None
    return {
        "score": sighting.score,
        "name": sighting.name,
        "seen": sighting.seen.value,
        "date": sighting.date,
    }
