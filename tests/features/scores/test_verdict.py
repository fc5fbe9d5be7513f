"""The app's own verdict: its six vectors, its table, and a second transcription of its rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.apps import Kind
from arrtui.features.scores.model import Profile, ScoredFile, Verdict
from arrtui.features.scores.verdict import (
    index_of,
    judge_all,
    quality_unmet,
)
from tests.features.scores import builders as b
from tests.features.scores.builders import (
    BLURAY1080,
    SDTV,
    WEB1080,
    WEBDL1080,
    WEBRIP1080,
    format_unmet,
    judge,
)

# --- the app's classes again, as C# has them --------------------------------------------------------------


@dataclass
class Item:
    """``QualityProfileQualityItem``: a quality, or a group with an id and items."""

    quality: int | None = None
    id: int = 0
    items: list[Item] = field(default_factory=list)
    allowed: bool = True


@dataclass
class QualityProfile:
    """``QualityProfile`` as far as upgrades go."""

    items: list[Item]
    cutoff: int
    upgrade_allowed: bool = True
    min_format_score: int = 0
    cutoff_format_score: int = 0
    min_upgrade_format_score: int = 1

    def first_allowed_quality(self) -> int:
        """``FirststAllowedQuality``: the first member where it is a group."""
        item = next(item for item in self.items if item.allowed)
        return item.items[0].quality if item.quality is None else item.quality

    def get_index(self, ident: int) -> int:
        """``GetIndex``, without the order inside of groups."""
        for index, item in enumerate(self.items):
            if item.quality is not None and item.quality == ident:
                return index
            if item.quality is None and item.id == ident:
                return index
            for member in item.items:
                if member.quality == ident:
                    return index
        return 0


@dataclass
class Release:
    """What is compared: a file, or a release found for it. Revision is (real, version)."""

    quality: int
    score: int
    revision: tuple[int, int] = (0, 1)


def quality_cutoff_not_met(profile: QualityProfile, current: Release) -> bool:
    cutoff = profile.cutoff if profile.upgrade_allowed else profile.first_allowed_quality()
    return profile.get_index(current.quality) - profile.get_index(cutoff) < 0


def custom_format_cutoff_not_met(profile: QualityProfile, current: Release) -> bool:
    cutoff = profile.cutoff_format_score if profile.upgrade_allowed else profile.min_format_score
    return current.score < cutoff


def is_revision_upgrade(current: Release, new: Release) -> bool:
    return new.quality == current.quality and new.revision > current.revision


def is_upgradable(profile: QualityProfile, current: Release, new: Release) -> bool:
    """``IsUpgradable`` with propers preferred; the first rule that matches decides."""
    better = profile.get_index(new.quality) - profile.get_index(current.quality)
    revision = is_revision_upgrade(current, new)
    if better > 0 and (revision or quality_cutoff_not_met(profile, current)):
        return True
    if better < 0:
        return False
    if new.revision > current.revision:
        return True
    if not profile.upgrade_allowed or new.revision < current.revision or better > 0:
        return False
    if new.score <= current.score or current.score >= profile.cutoff_format_score:
        return False
    return not new.score < current.score + profile.min_upgrade_format_score


def is_upgrade_allowed(profile: QualityProfile, current: Release, new: Release) -> bool:
    if is_revision_upgrade(current, new):
        return True
    ours = (profile.get_index(current.quality), current.revision)
    better = (profile.get_index(new.quality), new.revision) > ours
    return profile.upgrade_allowed or not (better or new.score > current.score)


def would_replace(profile: QualityProfile, current: Release, new: Release) -> bool:
    """All the specifications that know the file and the release."""
    unmet = quality_cutoff_not_met(profile, current) or custom_format_cutoff_not_met(profile, current)
    return (
        (unmet or is_revision_upgrade(current, new))
        and is_upgradable(profile, current, new)
        and is_upgrade_allowed(profile, current, new)
        and new.score >= profile.min_format_score
    )


def as_ours(parsed: QualityProfile) -> Profile:
    """Return the same profile as our data has it."""
    items = tuple(
        (
            (item.id, *(member.quality for member in item.items))
            if item.quality is None
            else (item.quality,),
            f"item {place}",
            item.allowed,
        )
        for place, item in enumerate(parsed.items)
    )
    return b.profile(
        items=items,
        cutoff=parsed.cutoff,
        upgrade_allowed=parsed.upgrade_allowed,
        minimum=parsed.min_format_score,
        wanted=parsed.cutoff_format_score,
        step=parsed.min_upgrade_format_score,
    )


def as_file(current: Release, *, app_unmet: bool = False) -> ScoredFile:
    return b.file(quality_id=current.quality, score=current.score, app_unmet=app_unmet)


POINTS = st.integers(-3, 4).map(lambda number: number * 10)


@st.composite
def profiles(draw: st.DrawFn) -> QualityProfile:
    """Return a profile with a few qualities, some of them in groups, at least one allowed."""
    ids = draw(st.lists(st.integers(0, 30), min_size=2, max_size=7, unique=True))
    items: list[Item] = []
    while ids:
        allowed, size = draw(st.booleans()), draw(st.integers(1, 3))
        taken, ids = ids[:size], ids[size:]
        if len(taken) == 1:
            items.append(Item(quality=taken[0], allowed=allowed))
        else:
            members = [Item(quality=quality, allowed=allowed) for quality in taken]
            items.append(Item(id=1000 + len(items), items=members, allowed=allowed))
    chosen = draw(st.sampled_from(items))
    chosen.allowed = True
    cutoff = chosen.id if chosen.quality is None else chosen.quality
    upgrades, step = draw(st.booleans()), draw(st.integers(1, 15))
    return QualityProfile(items, cutoff, upgrades, draw(POINTS), draw(POINTS), step)


RELEASES = st.builds(Release, st.integers(0, 31), POINTS)


@given(profiles(), RELEASES)
def test_every_verdict_is_that_of_the_transcription(profile: QualityProfile, current: Release) -> None:
    unmet = quality_cutoff_not_met(profile, current)
    short = custom_format_cutoff_not_met(profile, current)
    judged = judge(as_file(current, app_unmet=unmet), as_ours(profile))
    assert (judged.quality_unmet, judged.format_unmet, judged.agrees) == (unmet, short, True)
    expected = Verdict.QUALITY if unmet else Verdict.FORMAT if short else Verdict.DONE
    assert judged.verdict is (expected if profile.upgrade_allowed else Verdict.NO_UPGRADES)
    assert judged.below_minimum == (current.score < profile.min_format_score)


@given(profiles(), RELEASES, st.lists(RELEASES, min_size=1, max_size=12))
def test_a_verdict_foretells_what_the_app_takes(
    profile: QualityProfile, current: Release, releases: list[Release]
) -> None:
    qualities = {member.quality for item in profile.items for member in [item, *item.items]}
    judged, place = judge(as_file(current), as_ours(profile)), profile.get_index(current.quality)
    for new in (new for new in releases if new.quality in qualities):
        better = profile.get_index(new.quality) - place
        foretold = judged.verdict in {Verdict.QUALITY, Verdict.FORMAT}
        if better > 0:
            foretold &= judged.verdict is Verdict.QUALITY
        else:
            foretold &= judged.format_unmet and better == 0
            foretold &= new.score >= current.score + profile.min_upgrade_format_score
        foretold &= new.score >= profile.min_format_score
        assert would_replace(profile, current, new) == foretold


# --- the vectors ------------------------------------------------------------------------------------------

HD = QualityProfile(
    [
        Item(quality=SDTV, allowed=False),
        Item(quality=b.HDTV720),
        Item(id=WEB1080, items=[Item(quality=WEBDL1080), Item(quality=WEBRIP1080)]),
        Item(quality=BLURAY1080),
    ],
    cutoff=WEB1080,
    cutoff_format_score=100,
)


def test_any_member_of_the_cutoff_group_meets_it() -> None:
    ours = as_ours(HD)
    assert not quality_unmet(ours, WEBRIP1080)
    assert not quality_unmet(ours, WEBDL1080)
    assert quality_unmet(ours, b.HDTV720)


def test_a_quality_outside_of_the_profile_counts_as_the_worst() -> None:
    ours = as_ours(HD)
    assert index_of(ours, 99) == 0
    assert quality_unmet(ours, 99)


def test_a_profile_without_upgrades_is_short_of_its_first_allowed_quality_but_upgrades_nothing() -> None:
    ours = b.profile(upgrade_allowed=False)
    judged = judge(b.file(quality_id=SDTV, score=0, app_unmet=True), ours)
    assert judged.quality_unmet
    assert judged.agrees
    assert judged.verdict is Verdict.NO_UPGRADES
    assert not judged.app_searches


def test_the_wanted_score_itself_is_enough() -> None:
    assert not format_unmet(b.profile(wanted=2000), 2000)
    assert format_unmet(b.profile(wanted=2000), 1999)


def test_at_the_cutoff_a_better_quality_is_refused_even_with_a_higher_score() -> None:
    current = Release(WEBDL1080, 50)
    assert not would_replace(HD, current, Release(BLURAY1080, 90))
    assert judge(as_file(current), as_ours(HD)).verdict is Verdict.FORMAT


def test_below_the_cutoff_a_better_quality_is_taken_with_a_lower_score() -> None:
    profile = QualityProfile(HD.items, cutoff=WEB1080, min_format_score=-100, cutoff_format_score=100)
    current = Release(b.HDTV720, 50)
    assert would_replace(profile, current, Release(WEBDL1080, -10))
    assert judge(as_file(current), as_ours(profile)).verdict is Verdict.QUALITY


# --- the table --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("upgrades", "quality", "score", "verdict"),
    [
        (True, BLURAY1080, 2000, Verdict.DONE),
        (True, BLURAY1080, 1999, Verdict.FORMAT),
        (True, WEBDL1080, 5000, Verdict.QUALITY),
        (True, WEBDL1080, 10, Verdict.QUALITY),
        (False, BLURAY1080, 2000, Verdict.NO_UPGRADES),
        (False, BLURAY1080, -5, Verdict.NO_UPGRADES),
        (False, SDTV, 2000, Verdict.NO_UPGRADES),
        (False, SDTV, -5, Verdict.NO_UPGRADES),
    ],
)
def test_the_table(upgrades: bool, quality: int, score: int, verdict: Verdict) -> None:
    judged = judge(b.file(quality_id=quality, score=score), b.profile(upgrade_allowed=upgrades))
    assert judged.verdict is verdict
    assert judged.only_by_hand == (verdict is Verdict.FORMAT)


def test_the_minimum_is_the_format_cutoff_without_upgrades() -> None:
    ours = b.profile(upgrade_allowed=False, minimum=10, wanted=2000)
    assert not format_unmet(ours, 10)
    assert format_unmet(ours, 9)


@pytest.mark.parametrize(("score", "below"), [(9, True), (10, False), (11, False)])
def test_below_the_minimum_is_a_flag_of_its_own(score: int, below: bool) -> None:
    judged = judge(b.file(score=score), b.profile(minimum=10, wanted=0))
    assert (judged.below_minimum, judged.verdict) == (below, Verdict.DONE)


@pytest.mark.parametrize(
    ("quality", "fields", "searches"),
    [
        (WEBDL1080, {}, True),
        (WEBDL1080, {"monitored": False}, False),
        (WEBDL1080, {"available": False}, True),
        (WEBDL1080, {"kind": Kind.SONARR, "season": 0}, False),
        (WEBDL1080, {"kind": Kind.SONARR, "season": 1}, True),
        (BLURAY1080, {"score": 0}, False),
    ],
)
def test_the_apps_own_search_knows_quality_only(quality: int, fields: dict[str, Any], searches: bool) -> None:
    judged = judge(b.file(quality_id=quality, **fields), b.profile())
    assert judged.app_searches == searches


@pytest.mark.parametrize(("quality", "app", "agrees"), [(WEBDL1080, False, False), (BLURAY1080, True, False)])
def test_a_disagreement_with_the_app_is_told(quality: int, app: bool, agrees: bool) -> None:
    assert judge(b.file(quality_id=quality, app_unmet=app), b.profile()).agrees == agrees
    assert judge(b.file(quality_id=quality, app_unmet=not app), b.profile()).agrees != agrees


def test_members_of_a_group_are_compared_with_each_other() -> None:
    ours = b.profile()
    assert index_of(ours, WEBDL1080) == index_of(ours, WEBRIP1080) == index_of(ours, WEB1080)
    assert index_of(ours, WEBDL1080) != index_of(ours, BLURAY1080)


def test_nothing_is_claimed_of_a_file_whose_profile_is_unknown() -> None:
    judged = judge(b.file(score=-5000, app_unmet=True), None)
    assert judged.verdict is Verdict.NO_UPGRADES
    assert judged.agrees
    assert not (judged.quality_unmet or judged.format_unmet or judged.below_minimum or judged.app_searches)


def test_a_file_without_a_score_counts_as_one_with_none() -> None:
    judged = judge(b.file(score=None), b.profile())
    assert (judged.score, judged.verdict) == (0, Verdict.FORMAT)


def test_all_at_once_is_one_by_one() -> None:
    profiles = {1: b.profile(), 2: b.profile(id=2, upgrade_allowed=False, minimum=100)}
    qualities = (SDTV, WEBDL1080, WEBRIP1080, BLURAY1080, 99)
    files = [
        b.file(n, quality_id=qualities[n % 5], score=n * 70 - 700, profile_id=n % 3 + 1) for n in range(60)
    ]
    assert judge_all(files, profiles) == tuple(judge(file, profiles.get(file.profile_id)) for file in files)
