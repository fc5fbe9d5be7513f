"""Which profiles never stop searching, and what another wanted score does to their files."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.domain import Change, ChangeKind, EntityType, Item
from arrtui.core.matching import evaluate
from arrtui.core.profiles import ProfileBody, ProfilePlace
from arrtui.core.text import format_iso
from arrtui.db.chain_rows import ChainRow
from arrtui.db.setting_changes import DatedChange, ProfileMove
from arrtui.features.loops.compute import QualityFacts, ScoreBook
from arrtui.features.loops.cutoff_words import count_words, sentence_of
from arrtui.features.loops.cutoffs import (
    CutoffState,
    ProfileCutoff,
    StoredFile,
    cutoff_report,
    undecided,
)
from arrtui.features.loops.settings import SettingsTimeline
from arrtui.features.loops.sightings import Seen, Sighting, evaluated, stored_releases
from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.model import Profile, ProfileChange, Scenario, Verdict
from arrtui.features.scores.whatif import what_if
from tests.features.scores import builders

SD, WEB, WEBRIP, BLURAY, GROUP = 1, 3, 15, 7, 1000
PLACES = (
    ProfilePlace((SD,), "SDTV", allowed=False),
    ProfilePlace((GROUP, WEB, WEBRIP), "WEB 1080p", allowed=True),
    ProfilePlace((BLURAY,), "Bluray-1080p", allowed=True),
)
SCORES = {1: 1_700, 2: 75, 3: 9_000, 4: -10_000}


def profile(wanted: int = 10_000, *, upgrades: bool = True, cutoff: int = GROUP) -> ProfileBody:
    return ProfileBody(upgrades, cutoff, PLACES, 0, wanted, 1, SCORES)


def release(score: int | None, most: int = 0, quality: int = WEB, name: str = "") -> Sighting:
    most = most if score is None else score
    return Sighting(Seen.GRAB, 1, quality, name or f"release {score} {most}", "2026", score, most)


def file(score: int, quality: int = WEB, *, monitored: bool = True) -> StoredFile:
    return StoredFile(Sighting(Seen.FILE, 1, quality, "file.mkv", "", score, score), monitored)


def judged(body: ProfileBody, files: list[StoredFile], releases: list[Sighting]) -> ProfileCutoff:
    (row,) = cutoff_report("radarr.main", {1: body}, {1: "HD"}, files, releases).profiles
    return row


@pytest.mark.parametrize(
    ("body", "files", "releases", "state", "best"),
    [
        (profile(), [file(1_700)], [release(1_775)], CutoffState.NEVER, 1_775),
        (profile(), [file(1_700, WEBRIP)], [release(10_000)], CutoffState.REACHABLE, 10_000),
        (profile(1_775), [file(1_775)], [release(1_700)], CutoffState.STOPS, 1_775),
        (profile(), [file(1_700)], [release(10_000, quality=SD)], CutoffState.NEVER, 1_700),
        (profile(), [file(1_700)], [release(None, 10_700)], CutoffState.UNTOLD, 1_700),
        (profile(), [file(1_700)], [release(None, 9_999)], CutoffState.NEVER, 1_700),
        (profile(20_000), [], [release(None, 10_775)], CutoffState.NEVER, None),
        (profile(), [file(1_700, SD)], [], CutoffState.UNTOLD, None),
        (profile(upgrades=False), [file(0)], [], CutoffState.NO_UPGRADES, 0),
        (profile(), [], [], CutoffState.UNUSED, None),
        (profile(-100), [file(-100)], [release(-10_000)], CutoffState.STOPS, -100),
    ],
)
def test_a_profile_stops_where_quality_and_score_are_met(
    body: ProfileBody,
    files: list[StoredFile],
    releases: list[Sighting],
    state: CutoffState,
    best: int | None,
) -> None:
    row = judged(body, files, releases)
    assert (row.state, None if row.best is None else row.best.score) == (state, best)
    assert sentence_of(row)


_SCORE = st.integers(-3, 12)


@given(
    st.lists(
        st.tuples(st.none() | _SCORE, st.integers(0, 5), st.sampled_from([SD, WEB, BLURAY])), max_size=6
    ),
    st.integers(-2, 12),
)
def test_never_is_said_only_where_nothing_can_have_had_it(
    seen: list[tuple[int | None, int, int]], wanted: int
) -> None:
    releases = [
        release(score, wanted - 3 + more, quality, f"R{number}")
        for number, (score, more, quality) in enumerate(seen)
    ]
    state = judged(profile(wanted), [], releases).state
    meeting = [one for one in releases if one.quality_id != SD]
    if state is CutoffState.NEVER:
        assert all(one.most < wanted for one in meeting)
    if state in (CutoffState.REACHABLE, CutoffState.STOPS):
        assert any(one.score is not None and one.score >= wanted for one in meeting)


def test_the_sentence_has_the_best_of_how_many_and_what_is_wanted() -> None:
    row = judged(
        profile(), [file(1_700), file(75, SD)], [release(1_775), release(1_700), release(0, quality=SD)]
    )
    assert sentence_of(row) == (
        "This profile never stops: 1,775 is the best of 2 releases and 1 file that meet WEB 1080p, "
        "10,000 wanted."
    )
    assert [count_words(CutoffState.NEVER, count) for count in (1, 12)] == ["1 never stops", "12 never stop"]
    impossible = judged(profile(20_000), [file(1_700)], [])
    assert sentence_of(impossible).endswith("20,000 wanted. Its formats add up to 10,775 at most.")


def test_releases_that_leave_it_open_are_named() -> None:
    open_ones = [release(None, 10_000 + number, name=f"R{number}") for number in range(4)]
    row = judged(profile(), [file(1_700)], [*open_ones, *open_ones])
    assert (row.open, row.examples) == (4, ("R3", "R2", "R1"))


def test_nothing_below_the_minimum_is_suggested() -> None:
    row = judged(profile()._replace(min_score=1_000), [file(1_700), file(10), file(0)], [])
    assert [(suggestion.rule, suggestion.wanted) for suggestion in row.suggestions] == [("best", 1_700)]


def test_each_quality_has_its_best_and_a_group_is_one() -> None:
    releases = [release(5, quality=WEB), release(9, quality=WEBRIP), release(None, 50, BLURAY)]
    row = judged(profile(), [file(7, WEBRIP), file(3, BLURAY)], releases)
    facts = [(at.name, at.best and at.best.score, at.files, at.releases, at.untold) for at in row.qualities]
    assert facts == [("Bluray-1080p", 3, 1, 1, 1), ("WEB 1080p", 9, 1, 2, 0)]


def test_only_releases_that_may_be_better_are_left_open() -> None:
    releases = [release(None, 9), release(None, 11), release(None, 11, SD), release(10)]
    assert undecided({1: profile()}, [], releases) == [1, 2]


# --- what another wanted score does ----------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from([1, 4, 3, 15, 7])), min_size=1, max_size=12),
    st.integers(0, 40),
)
def test_a_suggestion_does_what_the_what_if_says(files: list[tuple[int, int]], wanted: int) -> None:
    stored: Profile = builders.profile(wanted=wanted, cutoff=builders.WEB1080, scores={1: 30})
    places = tuple(ProfilePlace(ids, name, allowed) for ids, name, allowed in stored.items)
    body = ProfileBody(True, stored.cutoff, places, 0, wanted, 1, dict(stored.scores))
    sightings = [
        StoredFile(Sighting(Seen.FILE, 1, quality, "f", "", score, score), monitored=True)
        for score, quality in files
    ]
    row = judged(body, sightings, [])
    scored = [
        builders.file(number, score=score, quality_id=quality, formats=())
        for number, (score, quality) in enumerate(files)
    ]
    analysis = analyse(builders.library(scored, [stored]))
    for suggestion in row.suggestions:
        assert suggestion.wanted < wanted
        change = ProfileChange(instance="radarr.main", profile="HD", wanted=suggestion.wanted)
        effect = what_if(analysis, Scenario(name="", changes=(change,)))
        done = {verdict: (before, after) for verdict, before, after in effect.verdicts}[Verdict.DONE]
        assert suggestion.stopped == done[1] - done[0]
        assert suggestion.left == len(files) - done[1]


# --- which scores count today ----------------------------------------------------------------------------

CHANGED_AT = 2_000_000.0
FIRST_AT = 1_000_000.0


def custom_format(number: int, pattern: str) -> dict[str, Any]:
    condition = {"implementation": "ReleaseTitleSpecification", "name": "t", "fields": {"value": pattern}}
    return {"id": number, "body": {"id": number, "name": pattern, "specifications": [condition]}}


def edition_format(number: int) -> dict[str, Any]:
    condition = {"implementation": "EditionSpecification", "name": "e", "fields": {"value": "cut"}}
    return {"id": number, "body": {"id": number, "name": "cut", "specifications": [condition]}}


def book() -> ScoreBook:
    """Return an instance whose profile counted AMZN 10 until a snapshot, and 70 since; HDR counts 5."""
    items = [{"id": GROUP, "name": "WEB 1080p", "allowed": True, "items": [{"quality": {"id": WEB}}]}]
    scores = [{"format": 1, "score": 70}, {"format": 2, "score": 5}, {"format": 3, "score": 40}]
    body = {"upgradeAllowed": True, "cutoff": GROUP, "cutoffFormatScore": 100, "items": items}
    before = body | {"formatItems": [{"format": 1, "score": 10}, *scores[1:]]}
    now = {
        "custom_format/1": custom_format(1, "AMZN"),
        "custom_format/2": custom_format(2, "HDR"),
        "custom_format/3": edition_format(3),
        "quality_profile/1": {"id": 1, "body": body | {"formatItems": scores}},
    }
    change = Change(
        type=EntityType.SETTING, key="quality_profile/1", kind=ChangeKind.CHANGED, before={"body": before}
    )
    timeline = SettingsTimeline("sonarr", now, [DatedChange(CHANGED_AT, change)], FIRST_AT)
    item = Item(id=1, external_id="1", title="A", profile_id=1, original_language="English")
    return ScoreBook("sonarr", timeline, items={1: item}, qualities={WEB: QualityFacts("web", 1080)})


def grab(number: int, title: str, at: float, score: int | None) -> ChainRow:
    return ChainRow(
        number, format_iso(at), 1, "1", 10 + number, "grabbed", title, f"D{number // 2}", WEB, "WEBDL-1080p",
        score, "GRP", "Somewhere", 1_000, "", '[[1,"English"]]', '{"indexerFlags": "0"}',
    )  # fmt: skip


def scores_of(rows: list[ChainRow], moves: dict[int, float] | None = None) -> list[tuple[int | None, int]]:
    stored = book()
    stored.find_moves = lambda: [ProfileMove(number, at, 9) for number, at in (moves or {}).items()]
    releases = stored_releases(stored, rows)
    profiles, formats = stored.settings.latest.profiles, stored.settings.latest.formats
    masks = {number: [0, 0] for number in formats}
    for place, facts in enumerate(releases.facts):
        found = evaluate(formats.values(), facts)
        for number in found.matched:
            masks[number][0] |= 1 << place
        for number in found.unknown:
            masks[number][1] |= 1 << place
    outcome = evaluated(releases, profiles, {number: (bits[0], bits[1]) for number, bits in masks.items()})
    return [(sighting.score, sighting.most) for sighting in (*releases.noted, *outcome)]


def test_a_noted_score_counts_only_under_the_settings_of_now() -> None:
    old, later = CHANGED_AT - 60, CHANGED_AT + 60
    assert scores_of([grab(2, "A.S01E01.AMZN-GRP", later, 71)]) == [(71, 71)], "as the app noted it"
    unknown = (None, 70 + 40)
    assert scores_of([grab(2, "A.S01E01.AMZN-GRP", old, 10)]) == [unknown], "its edition is in no row"
    assert scores_of([grab(2, "A.S01E01-GRP", FIRST_AT - 60, 71)]) == [(None, 40)]
    assert scores_of([grab(2, "A.S01E01.AMZN-GRP", later, None)]) == [unknown], "nothing is noted"
    assert scores_of([grab(2, "A.S01E01.HDR-GRP", later, 5)], {1: later + 60}) == [(None, 45)], (
        "another profile"
    )


def test_a_pack_counts_once_and_titles_that_are_gone_not_at_all() -> None:
    pack = [grab(2, "A.S01-GRP", CHANGED_AT + 60, 0), grab(3, "A.S01-GRP", CHANGED_AT + 60, 0)]
    assert scores_of(pack) == [(0, 0)]
    assert scores_of([pack[0]._replace(item_id=9, external_id="9")]) == []
    assert scores_of([pack[0]._replace(item_id=9)]) == [(None, 40)], "the title was added again, as another"
