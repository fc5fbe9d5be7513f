"""What became of downloads after a change of settings: what counts, for whom, and when it is worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.core.text import DAY, format_iso
from arrtui.db.chain_rows import ChainRow
from arrtui.db.setting_changes import DatedChange, OwnWrite, SeenChange
from arrtui.features.loops.join import join_rows
from arrtui.features.loops.model import Chain, FileLife
from arrtui.features.loops.setting_steps import SettingsStep, settings_steps
from arrtui.features.loops.settings import SettingsTimeline
from arrtui.features.loops.watch import (
    DownloadCounts,
    Replaced,
    Watch,
    WatchFacts,
    WatchVerdict,
    chance_of_more,
    watch_changes,
)
from arrtui.features.loops.watch_words import explanation, made_text, regressions, step_text, verdict_text

AT = 1_790_000_000.0
"""When the settings were changed."""
HD, UHD = 4, 5
NAMES = {
    "quality_profile/4": "HD", "quality_profile/5": "UHD", "custom_format/1": "DV", "custom_format/2": "x265"
}  # fmt: skip


# --- steps -----------------------------------------------------------------------------------------------


def profile(scores: dict[int, int], **values: Any) -> dict[str, Any]:
    rows = [
        {"format": number, "name": f"old name {number}", "score": score} for number, score in scores.items()
    ]
    return {"id": HD, "name": "HD", "upgradeAllowed": True, "formatItems": rows} | values


def seen(key: str, before: Any, after: Any, *, at: float = AT, snapshot: int = 12) -> SeenChange:
    kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED if after is None else ChangeKind.CHANGED
    sides = [None if side is None else {"body": side} for side in (before, after)]
    change = Change(type=EntityType.SETTING, key=key, kind=kind, before=sides[0], after=sides[1])
    return SeenChange(snapshot, at - 3_600, at, change)


def steps_of(*changes: SeenChange, writes: Sequence[OwnWrite] = ()) -> list[SettingsStep]:
    now = {
        f"quality_profile/{number}": {"id": number, "body": profile(scores)}
        for number, scores in ((HD, {1: 5}), (UHD, {1: 0, 2: 7}))
    }
    newest_first = [DatedChange(change.at, change.change) for change in reversed(changes)]
    timeline = SettingsTimeline("radarr", now, newest_first, 0.0)
    return settings_steps(changes, writes, NAMES, timeline)


def test_a_change_is_told_in_the_words_of_the_app() -> None:
    change = seen(
        "quality_profile/4",
        profile({1: 1_500}, minUpgradeFormatScore=1),
        profile({1: 0}, minUpgradeFormatScore=101),
    )
    (step,) = steps_of(change)
    assert set(step.words) == {
        "score of DV in HD 1,500 -> 0", "Minimum Custom Format Score Increment in HD 1 -> 101"
    }  # fmt: skip
    assert (step.key, step.profiles) == ("snapshot/12", {HD: "HD"})
    assert (step.earliest, step.latest) == (AT - 3_600, AT)
    assert step_text(step).endswith(" and 1 other change")


def test_a_format_concerns_the_profiles_that_score_it() -> None:
    conditions = [[{"name": "c", "implementation": "ReleaseTitleSpecification",
                    "fields": [{"name": "value", "value": value}]}] for value in ("a", "b")]  # fmt: skip
    before, after = ({"name": "x265", "specifications": rows} for rows in conditions)
    (step,) = steps_of(seen("custom_format/2", before, after))
    assert step.profiles == {UHD: "UHD"}
    assert step.words == ("condition c of format x265: release title a -> release title b",)
    assert steps_of(seen("custom_format/3", before, after)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (profile({1: 5}), profile({1: 5, 2: 0})),
        (profile({1: 5}), profile({1: 5}, name="other")),
        (profile({1: 5, 2: 0}), profile({1: 5})),
        (None, profile({1: 5})),
        (profile({1: 5}), None),
    ],
)
def test_what_makes_no_difference_is_no_change(before: Any, after: Any) -> None:
    assert steps_of(seen("quality_profile/4", before, after)) == []


def test_our_plan_tells_the_time_and_is_a_change_of_its_own() -> None:
    ours = seen("quality_profile/4", profile({1: 5}), profile({1: 6}))
    theirs = seen("quality_profile/5", profile({2: 5}), profile({2: 6}))
    times = {7: AT - 600, 6: AT - 9_999}
    writes = [OwnWrite(plan, "quality_profile/HD", at) for plan, at in times.items()]
    by_key = {step.key: step for step in steps_of(ours, theirs, writes=writes)}
    assert by_key.keys() == {"plan/7", "snapshot/12"}
    assert by_key["plan/7"].earliest == by_key["plan/7"].latest == AT - 600
    assert "plan 7" in made_text(by_key["plan/7"])
    (step,) = steps_of(ours._replace(since=AT + 60))
    assert step.clock_set_back and "clock" in made_text(step)


# --- counts ----------------------------------------------------------------------------------------------


def grab(number: int, day: float, *, item: int = 1, by_person: bool = False) -> list[ChainRow]:
    """Return a grab and its import, so many days after the change; before it, where negative."""
    date, job = format_iso(AT + day * DAY), f"job{number}"
    source = "InteractiveSearch" if by_person else "Rss"
    row = ChainRow(
        2 * number, date, item, str(item), 0, "grabbed", f"Release {number}", job, 3, "Q", 100, "G", "I",
        1_000, "", "[]", f'{{"releaseSource":"{source}"}}',
    )  # fmt: skip
    data = f'{{"fileId":"{number}"}}'
    return [row, row._replace(id=2 * number + 1, event="downloadFolderImported", data_doc=data)]


def chains_of(rows: Sequence[ChainRow], *, in_vain: bool = False) -> list[Chain]:
    chains = join_rows(rows)
    for chain in chains:
        if in_vain:
            chain.wasted = tuple(chain.attempts)
    return chains


def watched(
    chains: Sequence[Chain],
    *,
    steps: Sequence[SettingsStep] | None = None,
    judged: Replaced = Replaced.EQUAL,
    until: float = AT + 20 * DAY,
    first_at: float = 0.0,
) -> list[Watch]:
    def judge(_life: FileLife) -> Replaced:
        return judged

    facts = WatchFacts(profile_at=lambda item, at: HD, judge=judge, first_at=first_at, until=until)
    return watch_changes([STEP] if steps is None else steps, chains, facts)


STEP = SettingsStep(key="snapshot/12", earliest=AT, latest=AT, profiles={HD: "HD"}, words=("score 1 -> 2",))


def one_a_day(days: Sequence[int], **values: Any) -> list[ChainRow]:
    return [row for day in days for row in grab(500 + day, day + 0.5, **values)]


def test_days_before_and_after_are_counted_by_what_the_app_decided() -> None:
    rows = [*grab(1, -31), *grab(2, -29.5), *grab(3, -0.1), *grab(4, 0.1), *grab(5, 6.9), *grab(6, 7.1)]
    (watch,) = watched(chains_of([*rows, *grab(7, 3, by_person=True)]), judged=Replaced.BETTER)
    assert watch.sum_before == DownloadCounts(2, 2, 2, 0, 0, 0, 2_000)
    assert watch.sum_after == DownloadCounts(2, 2, 2, 0, 0, 0, 2_000)
    assert [day for day, counts in enumerate(watch.after) if counts.grabs] == [0, 6]
    assert (watch.before_days, watch.after_days, watch.expected(30)) == (30, 7, 7)


def test_what_happened_before_the_change_is_certain_to_be_made_does_not_count() -> None:
    (step,) = steps_of(seen("quality_profile/4", profile({1: 5}), profile({1: 6})))
    (watch,) = watched(chains_of(grab(1, -0.01)), steps=[step])
    assert watch.sum_before == watch.sum_after == DownloadCounts()


@pytest.mark.parametrize(
    ("before", "after", "judged", "in_vain", "verdict"),
    [
        (range(-30, 0), range(7), Replaced.BETTER, False, WatchVerdict.SAME),
        ((), range(7), Replaced.WORSE, False, WatchVerdict.WORSE),
        ((), (1, 3), Replaced.WORSE, False, WatchVerdict.SAME),
        ((), (1, 3, 5), Replaced.EQUAL, True, WatchVerdict.WORSE),
        ((), range(7), Replaced.BETTER, False, WatchVerdict.MORE),
        ((), range(7), Replaced.EQUAL, False, WatchVerdict.WORSE),
        (range(-30, 0), (), Replaced.BETTER, False, WatchVerdict.FEWER),
        ((), (), Replaced.BETTER, False, WatchVerdict.SAME),
    ],
)  # fmt: skip
def test_worse_is_only_what_can_be_no_chance(
    before: Sequence[int], after: Sequence[int], judged: Replaced, in_vain: bool, verdict: WatchVerdict
) -> None:
    first = grab(1, -60)
    chains = chains_of([*first, *one_a_day(before), *one_a_day(after)], in_vain=in_vain)
    (watch,) = watched(chains, judged=judged)
    assert watch.verdict is verdict
    told = list(regressions("radarr.main", [watch], AT))
    assert [event.key for event in told] == (["snapshot/12"] if verdict is WatchVerdict.WORSE else [])
    assert explanation(watch).endswith(".")


def test_many_episodes_of_one_series_on_one_day_are_one_case() -> None:
    rows = [
        row._replace(episode_id=number)
        for number in range(1, 12)
        for row in (*grab(number, -60), *grab(100 + number, 2))
    ]
    (watch,) = watched(chains_of(rows, in_vain=True))
    assert (watch.sum_after.in_vain, watch.verdict) == (11, WatchVerdict.SAME)


def test_it_is_watched_until_seven_days_are_backed_up_unless_it_is_clear_before() -> None:
    first, every_day = grab(1, -60), one_a_day(range(7))
    (watch,) = watched(chains_of([*first, *every_day], in_vain=True), until=AT + 3.5 * DAY)
    assert verdict_text(watch) == "still watching, 3 of 7 days"
    many = [row for item in range(2, 9) for row in one_a_day((0, 1), item=item)]
    (watch,) = watched(chains_of(many, in_vain=True), until=AT + 2 * DAY)
    assert verdict_text(watch) == "worse, 2 of 7 days"
    (watch,) = watched(chains_of(many, in_vain=True), first_at=AT)
    assert watch.verdict is WatchVerdict.NO_BASIS


def test_changes_of_one_profile_within_these_days_overlap() -> None:
    days = {"a": 0, "b": 6, "c": -29, "d": 20}
    steps = [
        replace(STEP, key=key, earliest=AT + day * DAY, latest=AT + day * DAY) for key, day in days.items()
    ]
    (first, *_) = watched([], steps=steps)
    assert [step.key for step in first.overlapping] == ["b", "c"]
    assert "may have been them" in explanation(replace(first, verdict=WatchVerdict.WORSE))
    assert "may have been them" not in explanation(first)
    (alone, *_) = watched([], steps=[steps[0], replace(STEP, key="e", profiles={UHD: "UHD"})])
    assert alone.overlapping == ()


@given(st.lists(st.tuples(st.integers(-35, 9), st.integers(1, 3)), max_size=8), st.randoms())
def test_rows_of_one_date_in_any_order_count_the_same(grabs: list[tuple[int, int]], random: Any) -> None:
    rows = [row for number, (day, item) in enumerate(grabs, 1) for row in grab(number, day, item=item)]
    shuffled = list(rows)
    random.shuffle(shuffled)
    (told,), (other,) = watched(join_rows(rows)), watched(join_rows(shuffled))
    assert (told.before, told.after, told.verdict) == (other.before, other.after, other.verdict)
    assert watched(join_rows(rows), steps=[]) == []


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.01, 0.99))
def test_the_chance_is_one_and_falls_with_the_count(count: int, rest: int, share: float) -> None:
    total = count + rest
    assert 0 <= chance_of_more(count + 1, total, share) <= chance_of_more(count, total, share) + 1e-9
    assert chance_of_more(count, total, share) <= 1 + 1e-9
    assert chance_of_more(total, total, 0.5) == pytest.approx(0.5**total)
