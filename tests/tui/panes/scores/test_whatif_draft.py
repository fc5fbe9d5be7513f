"""What is tried, as data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.model import ProfileChange
from arrtui.tui.panes.scores.whatif.draft import (
    LEAST,
    MOST,
    ScenarioDraft,
    What,
    change_words,
    cutoff_names,
    edit_lines,
    stepped,
    with_value,
)
from arrtui.tui.panes.scores.whatif.editor import ScenarioEditor
from arrtui.tui.panes.scores.whatif.input_dialog import number_of
from tests.tui.panes.scores.libraries import main_library

LIBRARY = main_library()
PROFILE = LIBRARY.profiles[4]
PLACE = ("radarr.main", PROFILE.name)
ANALYSIS = analyse(LIBRARY)
NONE = ProfileChange(instance=PLACE[0], profile=PLACE[1])


def test_every_format_of_the_instance_has_a_line_after_what_the_profile_wants() -> None:
    lines = edit_lines(LIBRARY, PROFILE, None)
    assert [line.what for line in lines[:4]] == [What.MINIMUM, What.WANTED, What.CUTOFF, What.UPGRADES]
    formats = lines[4:]
    assert sorted(line.name for line in formats) == sorted(LIBRARY.formats.values())
    scored = [line.now for line in formats if line.now]
    assert scored == sorted(scored, reverse=True) and not any(line.now for line in formats[len(scored) :])
    assert not any(line.changed for line in lines)


def test_lines_keep_their_order_whatever_is_tried() -> None:
    before = edit_lines(LIBRARY, PROFILE, None)
    change = with_value(NONE, before[-1], 99_999)
    assert [line.key for line in edit_lines(LIBRARY, PROFILE, change)] == [line.key for line in before]


@given(st.data())
def test_taking_each_change_back_leaves_nothing(data: st.DataObject) -> None:
    draft = ScenarioDraft()
    lines = edit_lines(LIBRARY, PROFILE, None)
    picked = data.draw(st.lists(st.sampled_from(lines), max_size=8, unique_by=lambda line: line.key))
    for line in picked:
        names = cutoff_names(PROFILE)
        value = data.draw(
            st.sampled_from(names) if line.what is What.CUTOFF
            else st.integers(0, 1) if line.what is What.UPGRADES
            else st.integers(LEAST, MOST)
        )  # fmt: skip
        draft.set(PLACE, line, value)
        shown = edit_lines(LIBRARY, PROFILE, draft.changes.get(PLACE))
        assert next(shown_line for shown_line in shown if shown_line.key == line.key).new == value
    shown = edit_lines(LIBRARY, PROFILE, draft.changes.get(PLACE))
    assert draft.count == sum(line.changed for line in shown) == len(list(change_words(shown)))
    for line in picked:
        draft.set(PLACE, line, line.now)
    assert not draft.changes and not draft.unsaved


def test_a_draft_gives_the_changes_of_one_instance() -> None:
    draft = ScenarioDraft()
    line = edit_lines(LIBRARY, PROFILE, None)[0]
    draft.set(PLACE, line, 5)
    draft.set(("radarr.4k", "Ultra-HD"), line, 6)
    assert [change.minimum for change in draft.scenario("radarr.4k").changes] == [6]
    assert len(draft.scenario(name="both").changes) == 2
    draft.mark_saved("both")
    assert (draft.unsaved, draft.scenario().name) == (False, "both")
    draft.set(PLACE, line, 7)
    assert draft.unsaved


def test_another_score_is_tried_of_what_a_profile_wants_or_a_format_counts() -> None:
    editor = ScenarioEditor(lambda: None)
    editor.show([ANALYSIS], [ANALYSIS])
    editor.try_wanted(PLACE, 1_500)
    editor.try_wanted(PLACE, 0, "LQ")
    editor.try_wanted(("radarr.4k", "gone"), 7)
    assert editor.draft.ordered_changes == (
        ProfileChange(instance=PLACE[0], profile=PLACE[1], scores={"LQ": 0}, wanted=1_500),
    )


def test_scores_stay_within_what_the_apps_take() -> None:
    assert (stepped(MOST - 5, 10), stepped(LEAST + 5, -10), stepped(0, -100)) == (MOST, LEAST, -100)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1500", 1_500),
        (" -35,000 ", -35_000),
        ("+5", 5),
        ("1 000", 1_000),
        ("", None),
        ("1.5", None),
        ("x", None),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, number: int | None) -> None:
    assert number_of(typed) == number
