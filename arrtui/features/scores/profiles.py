"""What the files of each profile look like, and where profiles of one name are not the same. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from arrtui.core.apps import Kind
from arrtui.features.scores.candidates import percentile
from arrtui.features.scores.model import Judged, Profile, ProfileDifference, ProfileRow, ScoreLibrary, Verdict
from arrtui.features.scores.spread import histogram


def profile_rows(judged: Sequence[Judged], library: ScoreLibrary) -> tuple[ProfileRow, ...]:
    """Return every profile of an instance, the one with the most files first.

    Percentiles are scores that files really have (nearest rank). A profile without files has only zeros and
    no histogram. Files whose profile is unknown are in no row.
    """
    files: dict[int, list[Judged]] = {number: [] for number in library.profiles}
    for one in judged:
        known = files.get(one.file.profile_id)
        if known is not None:
            known.append(one)
    rows = [_row(library.profiles[number], found) for number, found in files.items()]
    return tuple(sorted(rows, key=lambda row: (-row.files, row.profile.casefold())))


def cutoff_name(profile: Profile) -> str:
    """Return the name of a profile's quality cutoff, empty where it names nothing of the profile."""
    return next((name for ids, name, _ in profile.items if profile.cutoff in ids), "")


def _row(profile: Profile, judged: Sequence[Judged]) -> ProfileRow:
    scores = sorted(one.score for one in judged)
    p10, median, p90 = (percentile(scores, percent) if scores else 0 for percent in (10, 50, 90))
    verdicts = Counter(one.verdict for one in judged)
    of = max(len(judged), 1)
    return ProfileRow(
        instance=profile.instance,
        profile=profile.name,
        files=len(judged),
        p10=p10,
        median=median,
        p90=p90,
        done=verdicts[Verdict.DONE] / of,
        below_minimum=sum(one.below_minimum for one in judged) / of,
        no_upgrades=verdicts[Verdict.NO_UPGRADES] / of,
        minimum=profile.minimum,
        wanted=profile.wanted,
        cutoff=cutoff_name(profile),
        upgrade_allowed=profile.upgrade_allowed,
        histogram=histogram(Counter(scores)),
    )


# --- one name on several instances -----------------------------------------------------------------------


class _Named(NamedTuple):
    """A profile with its formats' scores by name: ids mean something on their own instance only."""

    profile: Profile
    scores: Mapping[str, int]


def profile_differences(libraries: Sequence[ScoreLibrary]) -> tuple[ProfileDifference, ...]:
    """Return every way in which profiles of one name differ between instances of one kind.

    By name of the profile; what decides upgrades comes first, then the formats by name. A format that an
    instance does not have counts as one with score 0.
    """
    found: list[ProfileDifference] = []
    for kind in Kind:
        by_name: dict[str, list[_Named]] = {}
        for library in libraries:
            if library.kind is kind:
                for name, named in _named(library).items():
                    by_name.setdefault(name, []).append(named)
        for name in sorted(by_name, key=str.casefold):
            twins = by_name[name]
            instances = tuple(one.profile.instance for one in twins)
            found += [ProfileDifference(name, instances, what) for what in _sentences(twins)]
    return tuple(found)


def _named(library: ScoreLibrary) -> dict[str, _Named]:
    """Return an instance's profiles by name; of two with one name, the older."""
    found: dict[str, _Named] = {}
    for number in sorted(library.profiles):
        profile = library.profiles[number]
        scores = {name: profile.scores.get(one, 0) for one, name in library.formats.items()}
        found.setdefault(profile.name, _Named(profile, scores))
    return found


def _sentences(twins: Sequence[_Named]) -> Iterator[str]:
    """Yield one sentence for each thing that is not the same on all of them."""
    yield from _told("Upgrades are", twins, lambda one: _allowed(one.profile))
    yield from _told("The quality cutoff is", twins, lambda one: cutoff_name(one.profile) or "unknown")
    yield from _told("The minimum score is", twins, lambda one: f"{one.profile.minimum:,}")
    yield from _told("The score that is enough is", twins, lambda one: f"{one.profile.wanted:,}")
    yield from _told("The least gain of an upgrade is", twins, lambda one: f"{one.profile.step:,}")
    names = sorted({name for one in twins for name in one.scores}, key=str.casefold)
    for name in names:
        if len({one.scores.get(name, 0) for one in twins}) > 1:
            yield from _told(f"The format {name}", twins, partial(_scored, name))


def _told(head: str, twins: Sequence[_Named], value: Callable[[_Named], str]) -> Iterator[str]:
    """Yield the sentence with every value and the instances that have it, if there is more than one."""
    holders: dict[str, list[str]] = {}
    for one in twins:
        holders.setdefault(value(one), []).append(one.profile.instance)
    if len(holders) > 1:
        yield f"{head} {', '.join(f'{words} on {_joined(names)}' for words, names in holders.items())}."


def _allowed(profile: Profile) -> str:
    return "allowed" if profile.upgrade_allowed else "not allowed"


def _scored(name: str, one: _Named) -> str:
    score = one.scores.get(name)
    return "is missing" if score is None else f"scores {score:,}"


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
