"""What a change would do: the same as analysing with the changed profile, only at once."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.errors import ScenarioError
from arrtui.features.scores.model import (
    Analysis,
    Missing,
    Profile,
    ProfileChange,
    Scenario,
    ScoredFile,
    Verdict,
)
from arrtui.features.scores.whatif import WhatIf, changed_profile, changed_profiles, what_if
from tests.features.scores.builders import (
    BAD,
    BETTER,
    BLURAY1080,
    FORMATS,
    GOOD,
    HDTV720,
    SCORES,
    SDTV,
    WEB1080,
    WEBDL1080,
    WEBRIP1080,
    ZERO,
    file,
    library,
    profile,
)


def change(**fields: Any) -> ProfileChange:
    return ProfileChange(**{"instance": "radarr.main", "profile": "HD", **fields})


def scenario(*changes: ProfileChange) -> Scenario:
    return Scenario(name="try", changes=changes)


def scored(
    number: int, *formats: int, under: Profile, quality: int = BLURAY1080, more: int = 0
) -> ScoredFile:
    """Return a file whose score is what its formats sum up to, and ``more`` that nothing explains."""
    score = sum(under.scores.get(number, 0) for number in set(formats)) + more
    return file(number, profile_id=under.id, formats=formats, score=score, quality_id=quality)


def analysed(*files: ScoredFile, profiles: tuple[Profile, ...] = ()) -> Analysis:
    return analyse(library(files, profiles or (profile(),), missing=Missing(20, 15)))


def moves(outcome: WhatIf) -> list[tuple[int, int, int, Verdict, Verdict]]:
    return [(moved_file.file.file_id, *moved_file[1:]) for moved_file in outcome.moved]


# --- the changed profile ---------------------------------------------------------------------------------


def test_a_change_touches_only_what_it_names() -> None:
    made = changed_profile(profile(), change(scores={"HDR": 7}, wanted=99), FORMATS)
    assert made == profile(scores={**SCORES, GOOD: 7}, wanted=99)
    made = changed_profile(profile(), change(minimum=0, upgrade_allowed=False), FORMATS)
    assert made == profile(minimum=0, upgrade_allowed=False)
    assert changed_profile(profile(minimum=5), change(), FORMATS) == profile(minimum=5)


@pytest.mark.parametrize(
    ("minimum", "scores", "refused"),
    [
        (30, {GOOD: 10, BETTER: 20, BAD: -50}, False),
        (31, {GOOD: 10, BETTER: 20, BAD: -50}, True),
        (1, {}, True),
        (-5, {BAD: -50}, False),
        (0, {}, False),
    ],
)
def test_a_minimum_that_no_release_can_reach_is_refused_as_by_the_app(
    minimum: int, scores: dict[int, int], refused: bool
) -> None:
    analysis = analysed(profiles=(profile(scores=scores),))
    changes = scenario(change(minimum=minimum))
    if not refused:
        assert changed_profiles(analysis.library, changes)
        return
    with pytest.raises(ScenarioError, match="can never be reached"):
        changed_profiles(analysis.library, changes)


@pytest.mark.parametrize(("name", "number"), [("WEB 1080p", WEB1080), ("HDTV-720p", HDTV720)])
def test_the_cutoff_is_named_by_quality_or_group(name: str, number: int) -> None:
    assert changed_profile(profile(), change(cutoff=name), FORMATS).cutoff == number


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (change(scores={"hdr": 1}), "no custom format named hdr. Did you mean HDR?"),
        (change(scores={"Tier 1": 1}), "Did you mean Tier 01?"),
        (change(scores={"xyzzy": 1}), "There are: HDR, LQ, Repack, Tier 01."),
        (change(cutoff="Bluray-1080"), "no quality named Bluray-1080. Did you mean Bluray-1080p?"),
        (
            change(cutoff="SDTV"),
            "does not allow SDTV, so that cannot be its cutoff. It allows HDTV-720p",
        ),
        (change(profile="HDD"), "no quality profile named HDD. Did you mean HD?"),
    ],
)
def test_an_unknown_name_is_told_with_those_like_it(wrong: ProfileChange, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        what_if(analysed(), scenario(change(), wrong))
    assert words in str(caught.value)
    assert caught.value.instance == "radarr.main"


def test_changes_of_one_profile_add_up() -> None:
    outcome = changed_profiles(
        library([]), scenario(change(scores={"HDR": 1}), change(scores={"LQ": 2}, wanted=3))
    )
    assert outcome == {1: profile(scores={**SCORES, GOOD: 1, BAD: 2}, wanted=3)}


# --- what it does ----------------------------------------------------------------------------------------


def test_scores_verdicts_bins_and_health_then_and_now() -> None:
    under = profile()
    files = [
        scored(1, GOOD, BETTER, under=under),
        scored(2, GOOD, under=under),
        scored(3, BAD, under=under),
        scored(4, under=under, quality=WEBDL1080),
    ]
    outcome = what_if(analysed(*files), scenario(change(scores={"HDR": 2000, "LQ": -5}, minimum=-10)))
    assert moves(outcome) == [
        (2, 500, 2000, Verdict.FORMAT, Verdict.DONE),
        (3, -10_000, -5, Verdict.FORMAT, Verdict.FORMAT),
        (1, 2200, 3700, Verdict.DONE, Verdict.DONE),
    ]
    assert outcome.files == 4
    assert {verdict: counts for verdict, *counts in outcome.verdicts} == {
        Verdict.DONE: [1, 2],
        Verdict.QUALITY: [1, 1],
        Verdict.FORMAT: [2, 1],
        Verdict.NO_UPGRADES: [0, 0],
    }
    assert outcome.below_minimum == (1, 0)
    assert outcome.health[1] > outcome.health[0]
    assert sum(now for *_, now, _ in outcome.histogram) == sum(then for *_, then in outcome.histogram) == 4


def test_what_changes_verdict_comes_first_then_the_size_of_the_change() -> None:
    under = profile(wanted=300)
    files = [scored(1, BETTER, under=under), scored(2, ZERO, under=under), scored(3, GOOD, under=under)]
    made = what_if(
        analysed(*files, profiles=(under,)),
        scenario(change(scores={"Tier 01": 9000, "Repack": 310, "HDR": 1})),
    )
    assert [moved_file.file.file_id for moved_file in made.moved] == [3, 2, 1]


def test_a_cutoff_moves_verdicts_without_a_score() -> None:
    web = scored(1, GOOD, BETTER, under=profile(), quality=WEBRIP1080)
    outcome = what_if(analysed(web), scenario(change(cutoff="WEB 1080p")))
    assert moves(outcome) == [(1, 2200, 2200, Verdict.QUALITY, Verdict.DONE)]


def test_upgrades_may_be_switched_off() -> None:
    outcome = what_if(analysed(scored(1, under=profile())), scenario(change(upgrade_allowed=False)))
    assert moves(outcome) == [(1, 0, 0, Verdict.FORMAT, Verdict.NO_UPGRADES)]


def test_a_minimum_alone_moves_no_file_but_counts() -> None:
    outcome = what_if(analysed(scored(1, GOOD, under=profile())), scenario(change(minimum=501)))
    assert (outcome.moved, outcome.below_minimum) == ((), (0, 1))
    assert outcome.health[1] < outcome.health[0]


def test_points_that_nothing_explains_stay() -> None:
    odd = scored(1, GOOD, under=profile(), more=33)
    assert what_if(analysed(odd), scenario(change(scores={"HDR": 700}))).moved[0].new_score == 733


def test_a_file_without_a_score_counts_as_zero() -> None:
    bare = scored(1, GOOD, under=profile())._replace(score=None)
    outcome = what_if(analysed(bare), scenario(change(scores={"HDR": 501})))
    assert moves(outcome) == [(1, 0, 1, Verdict.FORMAT, Verdict.FORMAT)]


def test_only_the_files_of_the_profile_are_counted_but_all_for_health() -> None:
    kids = profile(id=2, name="Kids")
    files = [scored(1, GOOD, under=profile()), *(scored(number, BAD, under=kids) for number in range(2, 9))]
    outcome = what_if(analysed(*files, profiles=(profile(), kids)), scenario(change(scores={"HDR": 3000})))
    assert (outcome.files, len(outcome.moved), outcome.below_minimum) == (1, 1, (0, 0))
    assert outcome.health[1] - outcome.health[0] == pytest.approx(30 / 8, abs=1)


def test_a_profile_not_in_use_moves_nothing() -> None:
    profiles = (profile(), profile(id=2, name="Spare"))
    analysis = analysed(scored(1, GOOD, under=profile()), profiles=profiles)
    outcome = what_if(analysis, scenario(change(profile="Spare", scores={"HDR": -9}, wanted=1, minimum=9)))
    assert (outcome.files, outcome.moved, outcome.histogram, outcome.below_minimum) == (0, (), (), (0, 0))
    assert all((now, then) == (0, 0) for _, now, then in outcome.verdicts)
    assert outcome.health == (analysis.health.points, analysis.health.points)


def test_what_is_changed_on_other_instances_is_left_to_them() -> None:
    analysis = analysed(scored(1, GOOD, under=profile()))
    elsewhere = change(instance="radarr.4k", profile="Not here", scores={"nor this": 1})
    outcome = what_if(analysis, scenario(elsewhere, change(scores={"HDR": 600})))
    assert moves(outcome) == [(1, 500, 600, Verdict.FORMAT, Verdict.FORMAT)]
    assert what_if(analysis, scenario(elsewhere)).files == 0


# --- for any library -------------------------------------------------------------------------------------

_FORMATS = st.lists(st.sampled_from(sorted(FORMATS)), max_size=4)
_QUALITIES = st.sampled_from([SDTV, HDTV720, WEBDL1080, WEBRIP1080, BLURAY1080, 4711])
_FILES = st.lists(st.tuples(_FORMATS, _QUALITIES, st.sampled_from([1, 2, 3])), max_size=15)
_POINTS = st.integers(-3000, 3000)
_CHANGES = st.builds(
    change,
    scores=st.dictionaries(st.sampled_from(sorted(FORMATS.values())), _POINTS, max_size=3),
    profile=st.sampled_from(["HD", "Kids"]),
    minimum=st.none() | _POINTS,
    wanted=st.none() | _POINTS,
    cutoff=st.none() | st.sampled_from(["HDTV-720p", "WEB 1080p", "Bluray-1080p"]),
    upgrade_allowed=st.none() | st.booleans(),
)
PROFILES = (profile(), profile(id=2, name="Kids", cutoff=WEB1080, scores={GOOD: 5, BAD: -1}, minimum=3))
_Made = list[tuple[list[int], int, int]]


def files_of(made: _Made, profiles: dict[int, Profile]) -> list[ScoredFile]:
    """Return files with the scores that these profiles give them; of profile 3 nothing is known."""
    return [
        scored(number, *formats, under=profiles.get(which, profile(id=3)), quality=quality)
        for number, (formats, quality, which) in enumerate(made)
    ]


@settings(max_examples=30, deadline=None)
@given(_FILES)
def test_a_scenario_without_changes_moves_nothing(made: _Made) -> None:
    analysis = analysed(*files_of(made, {profile.id: profile for profile in PROFILES}), profiles=PROFILES)
    for nothing in (scenario(), scenario(change(), change(profile="Kids", scores={"HDR": 5}))):
        outcome = what_if(analysis, nothing)
        assert outcome.moved == ()
        assert all(now == then for *_, now, then in outcome.verdicts + outcome.histogram)
        assert outcome.below_minimum[0] == outcome.below_minimum[1]
        assert outcome.health == (analysis.health.points, analysis.health.points)


@given(_FILES, st.lists(_CHANGES, min_size=1, max_size=3))
def test_a_scenario_is_what_the_analysis_says_once_it_is_applied(
    made: _Made, changes: list[ProfileChange]
) -> None:
    before = {profile.id: profile for profile in PROFILES}
    analysis = analysed(*files_of(made, before), profiles=PROFILES)
    try:
        after = {**before, **changed_profiles(analysis.library, scenario(*changes))}
    except ScenarioError:  # a minimum out of reach
        reject()
    applied = analysed(*files_of(made, after), profiles=tuple(after.values()))
    outcome = what_if(analysis, scenario(*changes))
    concerned = {
        number for number, profile in before.items() if profile.name in {each.profile for each in changes}
    }
    pairs = [
        (old, new)
        for old, new in zip(analysis.judged, applied.judged, strict=True)
        if old.file.profile_id in concerned
    ]
    assert outcome.files == len(pairs)
    assert {moved_file.file.file_id: moved_file[1:] for moved_file in outcome.moved} == {
        old.file.file_id: (old.score, new.score, old.verdict, new.verdict)
        for old, new in pairs
        if (old.score, old.verdict) != (new.score, new.verdict)
    }
    now, then = Counter(old.verdict for old, _ in pairs), Counter(new.verdict for _, new in pairs)
    assert outcome.verdicts == tuple(
        (verdict, now[verdict], then[verdict]) for verdict in Verdict if not verdict.facts.rare
    )
    assert outcome.below_minimum == tuple(sum(pair[at].below_minimum for pair in pairs) for at in (0, 1))
    assert outcome.health == (analysis.health.points, applied.health.points)
    for low, high, files_now, files_then in outcome.histogram:
        assert files_now == sum(low <= old.score < high for old, _ in pairs)
        assert files_then == sum(low <= new.score < high for _, new in pairs)
    assert sum(bin[2] for bin in outcome.histogram) == sum(bin[3] for bin in outcome.histogram) == len(pairs)
