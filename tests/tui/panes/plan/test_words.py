"""What entries, pairs and plans are called: pure functions."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from arrtui.core.events import Job, JobState
from arrtui.features.sync.model import Decision, EntryOutcome, EntrySubject, Op, PlannedEntry
from arrtui.features.sync.wording import effect_text
from arrtui.tui.kit.plan_words import route
from arrtui.tui.panes.plan.book import PlanBook, Tally, decided, rows_of
from arrtui.tui.panes.plan.detail_text import REST, entry_lines
from arrtui.tui.panes.plan.edits import editable_fields, edits_of, moved_path
from arrtui.tui.panes.plan.head import fit_notes
from arrtui.tui.panes.plan.jobs import PlanJobs
from arrtui.tui.panes.plan.table import EntryRow
from arrtui.tui.panes.plan.words import warning_sign
from tests.tui.panes.sync import plans


def planned(entry: Any, **more: Any) -> PlannedEntry:
    return PlannedEntry(position=0, entry=entry, **more)


def updated(now: dict[str, Any], after: dict[str, Any], **more: Any) -> PlannedEntry:
    return planned(plans.update(1, "A", 2000, now, after, **more))


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (planned(plans.ADDED[0]), "Ultra-HD in /movies4k, #kids #new, searches"),
        (planned(plans.ADDED[2]), "Ultra-HD in /movies4k, not monitored, #kids"),
        (planned(plans.ADDED[1], edits={"quality_profile": "Any", "tags": []}), "Any in /movies4k"),
        (planned(plans.REMOVED[0]), "2 files, 61.0 GiB"),
        (planned(plans.REMOVED[1]), "no file, then excluded"),
        (updated({"monitored": True}, {"monitored": False}), "not monitored"),
        (updated({"tags": ["a", "b"]}, {"tags": ["b", "c"]}), "tags +c -a"),
        (updated({"root_folder": "/a"}, {"root_folder": "/b"}), "folder /b"),
        (updated({"root_folder": "/a"}, {"root_folder": "/b"}, move_files=True), "folder /b, files moved"),
        (
            updated({"root_folder": "/a"}, {"root_folder": "/b"}, move_files=True, folder="A (2000)"),
            "folder /b/A (2000), files moved",
        ),
        (updated({"root_folder": "/a"}, {"root_folder": "/b"}, folder="A (2000)"), "folder /b/A (2000)"),
        (
            planned(
                plans.update(1, "A", 2000, {"root_folder": "/a"}, {"root_folder": "/b"}, folder="A (2000)"),
                edits={"root_folder": "/c"},
            ),
            "folder /c/A (2000)",
        ),
        (
            updated(
                {"root_folder": "/a", "path": "/a/A"}, {"root_folder": "/b", "path": "/b/A"}, move_files=True
            ),
            "folder /b/A, files moved",
        ),
        (updated({"seasons": {"1": True, "2": False}}, {"seasons": {"1": False, "2": True}}), "-S01 +S02"),
        (updated({"episodes": {"1x1": True}}, {"episodes": {"1x1": False, "1x2": True}}), "2 episodes"),
        (updated({"files": {"a.mkv": {"quality": "HD"}}}, {"files": {"a.mkv": {}}}), "facts of 1 file"),
        (updated({"series_type": "anime"}, {"series_type": "daily"}), "series type daily"),
        (updated({"monitored": True}, {"monitored": True}), "nothing"),
    ],
)
def test_an_effect_is_one_short_line(one: PlannedEntry, text: str) -> None:
    assert effect_text(one) == text


def test_settings_and_exclusions_say_what_they_are() -> None:
    setting = plans.entry(
        Op.UPDATE,
        0,
        "HD",
        subject=EntrySubject.SETTING,
        now={"body": {"cutoff": 1}},
        after={"body": {"cutoff": 2}},
    )
    setting = msgspec.structs.replace(setting, ident="quality_profile/HD")
    assert effect_text(planned(setting)) == "quality profile: cutoff 1 -> 2"
    profile = {"body": {"items": [{"quality": {"id": 7, "name": "Bluray-1080p"}, "allowed": True}]}}
    profile["body"] |= {"cutoff": 7, "upgradeAllowed": True}
    added = msgspec.structs.replace(setting, op=Op.ADD, after=profile | {"formats": {"DV": 100}})
    assert effect_text(planned(added)) == "quality profile: up to Bluray-1080p, 1 format scored"
    indexer = {"body": {"implementation": "Newznab", "enableRss": False}}
    added = msgspec.structs.replace(setting, op=Op.ADD, ident="indexer/NZBgeek", after=indexer)
    assert effect_text(planned(added)) == "indexer: Newznab, switched off"
    exclusion = plans.entry(Op.ADD, 603, "The Matrix", subject=EntrySubject.EXCLUSION)
    assert effect_text(planned(exclusion)) == "on the exclusion list"
    text = "\n".join(line.plain for line in entry_lines(EntryRow(planned(exclusion)), 60))
    assert "+ add exclusion to radarr.4k" in text


@pytest.mark.parametrize("after", [{"root_folder": "/archive"}, {"path": "/archive/Alien"}])
def test_the_detail_of_a_move_says_where_the_files_go(after: dict[str, str]) -> None:
    entry = plans.update(348, "Alien", 1979, dict.fromkeys(after, "/movies"), after, move_files=True)
    text = " ".join(line.plain for line in entry_lines(EntryRow(planned(entry)), 200))
    assert f"the app moves them to {next(iter(after.values()))}" in text
    assert ("naming format" in text) is ("root_folder" in after)
    named = msgspec.structs.replace(entry, folder="Alien (1979)")
    text = " ".join(line.plain for line in entry_lines(EntryRow(planned(named)), 200))
    assert "naming format" not in text
    assert f"the app moves them to {after.get('path') or '/archive/Alien (1979)'}" in text
    stays = msgspec.structs.replace(named, move_files=False)
    text = " ".join(line.plain for line in entry_lines(EntryRow(planned(stays)), 200))
    assert f"the app looks for them in {after.get('path') or '/archive/Alien (1979)'} and moves none" in text


def test_the_mark_that_matters_most_is_shown() -> None:
    entry = msgspec.structs.replace(plans.ADDED[1], by_hand=True)
    one = planned(entry, edits={"tags": []})
    signs = [
        warning_sign(msgspec.structs.replace(one, outcome=EntryOutcome.FAILED), "It changed."),
        warning_sign(one, "It changed."),
        warning_sign(one, ""),
        warning_sign(msgspec.structs.replace(one, by_hand=True), ""),
        warning_sign(planned(plans.ADDED[0], edits={"tags": []}), ""),
        warning_sign(planned(plans.ADDED[0]), ""),
    ]
    assert [sign.word if sign else "" for sign in signs] == [
        *("failed", "stale", "by hand", "warning", "edited", ""),
    ]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=80),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=8), some, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["monitored", "tags", "seasons", "episodes", "files", "root_folder", "cutoff"])


@given(
    now=st.dictionaries(NAMES, VALUES, max_size=4),
    after=st.dictionaries(NAMES, VALUES, max_size=4),
    title=st.text(max_size=60),
    op=st.sampled_from(Op),
    width=st.integers(20, 90),
)
def test_any_entry_fits_its_width(now: Any, after: Any, title: str, op: Op, width: int) -> None:
    now, after = ({name: _shaped(name, value) for name, value in side.items()} for side in (now, after))
    entry = plans.entry(op, 5, title, 2000, now=now, after=after, reason=title, warnings=(title,))
    row = EntryRow(planned(entry, edits=after, outcome=EntryOutcome.FAILED, message=title), title)
    lines = entry_lines(row, width)
    assert max(line.cell_length for line in lines) <= max(width, 30)
    assert not any("\n" in line.plain or "\x1b" in line.plain for line in lines)
    assert isinstance(effect_text(row.planned), str)


def read(lines: list[Content]) -> str:
    return "".join("".join(line.plain for line in lines).split())


@pytest.mark.parametrize("width", [38, 78])
def test_nothing_to_decide_on_is_cut_in_the_detail(width: int) -> None:
    title, path = f"The {'very ' * 30}long title", f"/volume1/{'folder/' * 40}X (2000)"
    now = {"path": "/X", "a_setting_with_a_long_name": "short", "season_folder": True}
    after = {"path": path, "a_setting_with_a_long_name": "value " * 100, "season_folder": False}
    text = read(entry_lines(EntryRow(planned(plans.update(1, title, 2000, now, after))), width * 3))
    assert "".join(title.split()) in text
    narrow = read(entry_lines(EntryRow(planned(plans.addition(1, title, 2000, after=after))), width))
    assert all("".join(part.split()) in narrow for part in (title, path, after["a_setting_with_a_long_name"]))
    assert "Seasonfolder" in narrow and "asettingwithalongname" in narrow


def test_what_is_too_long_for_the_detail_says_how_to_read_the_rest() -> None:
    seasons = {str(number): True for number in range(200)}
    texts = [
        plans.update(1, "A", 2000, {"tags": []}, {"tags": ["x" * 3_000]}),
        plans.update(1, "A", 2000, {"seasons": dict.fromkeys(seasons, False)}, {"seasons": seasons}),
    ]
    for entry in texts:
        assert "".join(REST.split()) in read(entry_lines(EntryRow(planned(entry)), 400))


def _shaped(name: str, value: Any) -> Any:
    """Return a value in the form its field has, whatever it holds."""
    if name == "tags":
        return [str(value)]
    if name in ("seasons", "episodes"):
        return {str(value)[:8]: bool(value)}
    return {str(value)[:8]: {"quality": value}} if name == "files" else value


# --- edits -----------------------------------------------------------------------------------------------


def test_an_update_is_edited_in_what_it_changes_alone() -> None:
    add, change = planned(plans.ADDED[0]), planned(plans.UPDATED[0])
    assert editable_fields([add]) == ("quality_profile", "root_folder", "tags", "monitored")
    assert editable_fields([add, change]) == ("tags", "monitored")
    assert editable_fields([planned(plans.UPDATED[1]), change]) == ()


def test_a_folder_moves_below_the_root_folder_that_was_chosen() -> None:
    entry = plans.addition(1, "A", 2000, after={"path": "/movies4k/A (2000)"})
    assert edits_of(planned(entry), {"root_folder": "/kids"}) == {
        "root_folder": "/kids",
        "path": "/kids/A (2000)",
    }
    back = planned(entry, edits={"root_folder": "/kids", "path": "/kids/A (2000)"})
    assert edits_of(back, {"root_folder": "/movies4k"}) == {}
    assert edits_of(back, {"tags": ["x"]}) == {**back.edits, "tags": ["x"]}
    assert moved_path("D:\\films\\A (2000)\\", "E:\\kids") == "E:\\kids\\A (2000)"


# --- plans -----------------------------------------------------------------------------------------------


def test_a_tally_kept_row_by_row_is_what_counting_all_gives() -> None:
    book = PlanBook(plans.stale(), {})
    rows = list(book.rows.values())
    book.replace(decided(rows[3:8], Decision.APPROVED, by_hand=False))
    book.replace(decided(rows[5:6], Decision.REJECTED, by_hand=True))
    again = Tally(book.rows.values())
    assert book.tally.decisions == again.decisions and book.tally.ops == again.ops
    assert book.tally.stale == again.stale == 2
    assert [row.planned.position for row in book.to_apply()] == [0, 3, 4, 6, 7]


def test_what_ended_for_good_is_not_applied_again() -> None:
    assert [row.planned.position for row in PlanBook(plans.failed(), {}).to_apply()] == [1, 8]


def test_a_plan_read_again_tells_only_what_differs() -> None:
    book = PlanBook(plans.opened(), {})
    assert book.update(plans.opened(), {}) == {}
    changed = book.update(plans.opened(decisions={4: Decision.REJECTED}, stale={2: "It changed."}), {})
    assert changed is not None and [row.planned.position for row in changed.values()] == [2, 4]
    assert book.tally.stale == 1
    assert book.update(plans.opened(8), {}) is None
    assert book.update(plans.opened(7, plans.ADDED), {}) is None
    assert book.plan.id == 7 and rows_of(plans.opened(), {}).keys() == book.rows.keys()


def test_jobs_of_other_plans_are_no_news() -> None:
    jobs = PlanJobs(7)
    other = Job(id=1, kind="apply", args={"plan": 8}, revision=1)
    mine = Job(id=2, kind="apply", args={"plan": 7}, revision=2, state=JobState.RUNNING)
    assert jobs.take([other]) == (False, False)
    assert jobs.take([other, mine]) == (True, False)
    assert jobs.take([mine]) == (False, False)
    done = msgspec.structs.replace(mine, revision=3, state=JobState.COMPLETED)
    assert jobs.take([done]) == (True, True)
    assert jobs.applying == []


# --- lines above the entries ------------------------------------------------------------------------------


def test_notes_take_three_lines_at_most() -> None:
    long = ("word " * 60, "warn")
    assert fit_notes([("one", ""), ("two", ""), ("three", "")], 70) == [
        ("one", ""),
        ("two", ""),
        ("three", ""),
    ]
    (cut, style), (rest, _) = fit_notes([long], 70)
    assert style == "warn" and cut.endswith("...") and len(cut) <= 140 and rest == "I shows all"
    first, (cut, _), (rest, _) = fit_notes([("one", ""), long, long, long], 70)
    assert first == ("one", "") and len(cut) <= 70 and rest == "2 more; I shows all"


def test_a_route_names_the_kind_once() -> None:
    assert route("radarr.main", "radarr.4k", "union") == "radarr.main <-> 4k"
    assert route("radarr.main@2026-11-01", "radarr.main") == "radarr.main@2026-11-01 -> main"
    assert route("plan 7", "radarr.4k, sonarr.main") == "plan 7 -> radarr.4k, sonarr.main"
    assert route("radarr.main", "radarr.main") == "radarr.main"
