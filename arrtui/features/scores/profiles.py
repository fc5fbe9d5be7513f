"""The figures of each profile's files, and the differences between profiles of one name. Pure."""

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
    files: dict[int, list[Judged]] = {profile_id: [] for profile_id in library.profiles}
    for judged_file in judged:
        if judged_file.file.profile_id in files:
            files[judged_file.file.profile_id].append(judged_file)
    rows = []
    for profile_id, judged_files in files.items():
        profile = library.profiles[profile_id]
        scores = sorted(file.score for file in judged_files)
        p10, median, p90 = (percentile(scores, percent) if scores else 0 for percent in (10, 50, 90))
        verdicts = Counter(file.verdict for file in judged_files)
        divisor = max(len(judged_files), 1)
        row = ProfileRow(
            instance=profile.instance,
            profile=profile.name,
            files=len(judged_files),
            p10=p10,
            median=median,
            p90=p90,
            done=verdicts[Verdict.DONE] / divisor,
            below_minimum=sum(file.below_minimum for file in judged_files) / divisor,
            no_upgrades=verdicts[Verdict.NO_UPGRADES] / divisor,
            minimum=profile.minimum,
            wanted=profile.wanted,
            cutoff=cutoff_name(profile),
            upgrade_allowed=profile.upgrade_allowed,
            histogram=histogram(Counter(scores)),
        )
        rows.append(row)
    return tuple(sorted(rows, key=lambda row: (-row.files, row.profile.casefold())))


def cutoff_name(profile: Profile) -> str:
    """Return the name of a profile's quality cutoff, empty where the profile has no such quality."""
    return next((name for ids, name, _ in profile.items if profile.cutoff in ids), "")


# --- one name on several instances -----------------------------------------------------------------------


class _NamedProfile(NamedTuple):
    """A profile with its formats' scores by name: ids mean something on their own instance only."""

    profile: Profile
    scores: Mapping[str, int]


def profile_differences(libraries: Sequence[ScoreLibrary]) -> tuple[ProfileDifference, ...]:
    """Return every way in which profiles of one name differ between instances of one kind.

    By name of the profile; what decides upgrades comes first, then the formats by name. A format that an
    instance does not have counts as one with score 0.
    """
    differences: list[ProfileDifference] = []
    for kind in Kind:
        by_name: dict[str, list[_NamedProfile]] = {}
        for library in libraries:
            if library.kind is kind:
                for name, profile in _profiles_by_name(library).items():
                    by_name.setdefault(name, []).append(profile)
        for name in sorted(by_name, key=str.casefold):
            instances = tuple(named.profile.instance for named in by_name[name])
            differences += [ProfileDifference(name, instances, what) for what in _sentences(by_name[name])]
    return tuple(differences)


def _profiles_by_name(library: ScoreLibrary) -> dict[str, _NamedProfile]:
    """Return an instance's profiles by name; of two with one name, the older."""
    by_name: dict[str, _NamedProfile] = {}
    for _, profile in sorted(library.profiles.items()):
        scores = {name: profile.scores.get(format_id, 0) for format_id, name in library.formats.items()}
        by_name.setdefault(profile.name, _NamedProfile(profile, scores))
    return by_name


def _sentences(profiles: Sequence[_NamedProfile]) -> Iterator[str]:
    """Yield one sentence for each value that differs between profiles of one name."""
    values: list[tuple[str, Callable[[_NamedProfile], str]]] = [
        ("Upgrades are", lambda named: "allowed" if named.profile.upgrade_allowed else "not allowed"),
        ("The quality cutoff is", lambda named: cutoff_name(named.profile) or "unknown"),
        ("The minimum score is", lambda named: f"{named.profile.minimum:,}"),
        ("The score that is enough is", lambda named: f"{named.profile.wanted:,}"),
        ("The least gain of an upgrade is", lambda named: f"{named.profile.step:,}"),
    ]
    names = sorted({name for named in profiles for name in named.scores}, key=str.casefold)
    for name in names:
        if len({named.scores.get(name, 0) for named in profiles}) > 1:
            values.append((f"The format {name}", partial(_format_score, name)))
    for head, value_of in values:
        instances: dict[str, list[str]] = {}
        for named in profiles:
            instances.setdefault(value_of(named), []).append(named.profile.instance)
        if len(instances) > 1:
            clauses = []
            for value, names in instances.items():
                others = f"{', '.join(names[:-1])} and " if len(names) > 1 else ""
                clauses.append(f"{value} on {others}{names[-1]}")
            yield f"{head} {', '.join(clauses)}."


def _format_score(name: str, named: _NamedProfile) -> str:
    score = named.scores.get(name)
    return "is missing" if score is None else f"scores {score:,}"
