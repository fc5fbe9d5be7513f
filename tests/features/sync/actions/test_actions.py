"""Library actions as data: the entries they make, the commands they send, the sentences that sum them up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.apps import Kind
from arrtui.features.sync.actions import (
    Action,
    ActionError,
    ActionKind,
    ActionTarget,
    check_action,
    commands_of,
    plan_action,
    summarize,
    title_moves,
)
from arrtui.features.sync.model import EntrySubject, Op, Side, Why
from tests.features.sync.models import written
from tests.features.sync.sides import movie, series, side
from tests.features.sync.strategies import sides

MAIN, UHD, TV = "radarr.main", "radarr.uhd", "sonarr.main"


def action(kind: ActionKind, *targets: ActionTarget, **more: Any) -> Action:
    return Action(kind=kind, targets=targets, **more)


def on(instance: str, external: int, **more: Any) -> ActionTarget:
    """The title the builders of sides make of an external id."""
    return ActionTarget(instance=instance, item_id=external + 1, title=f"T{external}", **more)


def sentence(act: Action, *found: Side) -> list[str]:
    return [one.text for one in summarize(act, {one.instance: one for one in found})]


# --- titles that differ ----------------------------------------------------------------------------------


def test_only_titles_that_differ_get_an_entry() -> None:
    here = side(movie(1, monitored=False), movie(2), movie(3, monitored=False))
    draft = plan_action(action(ActionKind.MONITOR, *(on(MAIN, one) for one in (1, 2, 9))), here)
    (entry,) = draft.entries
    assert (entry.ident, entry.item_id, entry.op) == ("1", 2, Op.UPDATE)
    assert (entry.now, entry.after) == ({"monitored": False}, {"monitored": True})
    assert [(one.why, one.ident) for one in draft.left_out] == [(Why.SAME, "2"), (Why.UNMATCHED, "")]
    assert "T9" in draft.left_out[1].title and MAIN in draft.left_out[1].reason


def test_values_are_named_per_instance() -> None:
    act = action(ActionKind.PROFILE, on(MAIN, 1), on(UHD, 1), value={MAIN: "Any", UHD: "UHD"})
    main, uhd = side(movie(1)), side(movie(1), name=UHD)
    assert [plan_action(act, one).entries[0].after for one in (main, uhd)] == [
        {"quality_profile": "Any"},
        {"quality_profile": "UHD"},
    ]


def test_folders_are_compared_without_the_slash_at_their_end() -> None:
    here = side(movie(1, root="/movies"), movie(2, root="/kids"))
    act = action(ActionKind.ROOT_FOLDER, on(MAIN, 1), on(MAIN, 2), value={MAIN: "/movies/"}, move_files=True)
    (entry,) = plan_action(act, here).entries
    assert (entry.ident, entry.after, entry.move_files) == ("2", {"root_folder": "/movies"}, True)


def test_only_folders_that_change_their_root_with_their_files_move() -> None:
    here = {MAIN: side(movie(1, root="/movies"), movie(2, root="/kids"))}
    act = action(ActionKind.ROOT_FOLDER, on(MAIN, 1), on(MAIN, 2), value={MAIN: "/movies"}, move_files=True)
    (move,) = title_moves(act, here)
    assert (move.instance, move.item_id, move.root, move.new_path) == (MAIN, 3, "/movies", "/movies/…")
    assert move.path.startswith("/kids/")
    assert title_moves(msgspec.structs.replace(act, move_files=False), here) == []


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        (ActionKind.TAGS_ADD, ["4k", "kids", "old"]),
        (ActionKind.TAGS_REMOVE, ["old"]),
        (ActionKind.TAGS_REPLACE, ["4k", "kids"]),
    ],
)
def test_tags(kind: ActionKind, after: list[str]) -> None:
    here = side(movie(1, tags=["old", "kids"]))
    (entry,) = plan_action(action(kind, on(MAIN, 1), tags=(" 4K ", "kids")), here).entries
    assert entry.now == {"tags": ["kids", "old"]} and entry.after == {"tags": after}


def test_availability_is_for_movies() -> None:
    value = {MAIN: "announced", TV: "announced"}
    act = action(ActionKind.AVAILABILITY, on(MAIN, 1), on(TV, 2), value=value)
    assert plan_action(act, side(movie(1))).entries[0].after == {"minimum_availability": "announced"}
    draft = plan_action(act, side(series(2), name=TV))
    assert draft.entries == [] and "Sonarr has no" in draft.left_out[0].reason


def test_ids_of_another_instance_are_never_taken() -> None:
    act = action(ActionKind.UNMONITOR, on(MAIN, 1), on(UHD, 2))
    draft = plan_action(act, side(movie(1), movie(2)))
    assert [entry.ident for entry in draft.entries] == ["1"] and draft.left_out == []


def test_two_titles_of_one_id_have_entries_of_their_own() -> None:
    here = side(
        movie(0, id=1, monitored=False), movie(0, id=2, monitored=False), movie(5, id=3), movie(5, id=4)
    )
    wanted = [ActionTarget(instance=MAIN, item_id=one) for one in (1, 2, 3, 4)]
    entries = plan_action(action(ActionKind.DELETE, *wanted), here).entries
    assert len({entry.key for entry in entries}) == 4
    assert [entry.item_id for entry in entries] == [1, 2, 3, 4]


# --- seasons and episodes --------------------------------------------------------------------------------


def show(**flags: bool) -> Side:
    return side(series(7, seasons={1: True, 2: False}), name=TV, episodes={7: flags})


def test_a_season_takes_its_episodes_along_so_that_undo_knows_them() -> None:
    here = show(**{"1x1": True, "1x2": False, "2x1": True, "2x2": False})
    (entry,) = plan_action(action(ActionKind.UNMONITOR, on(TV, 7, seasons=(1,))), here).entries
    assert entry.now == {"seasons": {"1": True}, "episodes": {"1x1": True}}
    assert entry.after == {"seasons": {"1": False}, "episodes": {"1x1": False}}


def test_a_monitored_season_with_unmonitored_episodes_is_not_the_same() -> None:
    here = show(**{"1x1": True, "1x2": False, "11x1": False})
    (entry,) = plan_action(action(ActionKind.MONITOR, on(TV, 7, seasons=(1,))), here).entries
    assert entry.after == {"episodes": {"1x2": True}}


def test_jobs_stored_with_numbers_of_episodes_are_still_read() -> None:
    target = {"instance": TV, "item_id": 8, "episodes": [[2, 1]], "episode_ids": [5]}
    stored = msgspec.convert({"kind": "unmonitor", "targets": [target]}, Action)
    here = show(**{"2x1": True, "1x1": True})
    (entry,) = plan_action(stored, here).entries
    assert entry.after == {"episodes": {"2x1": False}}


def test_single_episodes_leave_series_and_seasons_alone() -> None:
    here = show(**{"2x1": False, "2x2": False, "1x1": True})
    act = action(ActionKind.MONITOR, on(TV, 7, episodes=((2, 1),)), on(TV, 7, episodes=((1, 1),)))
    (entry,) = plan_action(act, here).entries
    assert (entry.now, entry.after) == ({"episodes": {"2x1": False}}, {"episodes": {"2x1": True}})


@pytest.mark.parametrize("kind", [ActionKind.DELETE, ActionKind.PROFILE, ActionKind.TAGS_ADD])
def test_seasons_and_episodes_never_stand_for_the_whole_title(kind: ActionKind) -> None:
    act = action(kind, on(TV, 7, seasons=(1,)), value={TV: "Any"}, tags=("x",), delete_files=True)
    draft = plan_action(act, show())
    assert draft.entries == [] and "whole title" in draft.left_out[0].reason


# --- deleting and excluding ------------------------------------------------------------------------------


def test_a_removal_knows_everything_that_can_be_written_again() -> None:
    here = side(movie(1, tags=["kids"], files=3, size=3 * 10**9))
    (entry,) = plan_action(action(ActionKind.DELETE, on(MAIN, 1), exclude=True), here).entries
    assert (entry.op, entry.after, entry.exclude, entry.files, entry.size) == (
        Op.REMOVE,
        {},
        True,
        3,
        3 * 10**9,
    )
    assert entry.now["tags"] == ["kids"] and entry.now["quality_profile"] == "HD"
    assert entry.now["path"] == "/movies/Movie 1 (1999)" and entry.target_mark


def test_excluding_leaves_out_what_is_excluded_or_has_no_id() -> None:
    here = side(movie(1), movie(2), movie(0), exclusions={"2": "Movie 2"})
    draft = plan_action(action(ActionKind.EXCLUDE, *(on(MAIN, one) for one in (1, 2, 0))), here)
    (entry,) = draft.entries
    assert (entry.op, entry.subject, entry.ident, entry.year) == (Op.ADD, EntrySubject.EXCLUSION, "1", 1999)
    assert [one.why for one in draft.left_out] == [Why.SAME, Why.UNMATCHED]


# --- names that do not exist -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (action(ActionKind.PROFILE, value={MAIN: "UDH"}), "none named UDH. It has: UHD"),
        (action(ActionKind.PROFILE), "none was chosen"),
        (action(ActionKind.ROOT_FOLDER, value={MAIN: "/movies4k"}), "/movies"),
        (action(ActionKind.AVAILABILITY, value={MAIN: "soon"}), "announced"),
        (action(ActionKind.TAGS_ADD, tags=(" ",)), "no tag is named"),
    ],
)
def test_a_name_that_the_instance_does_not_have_is_refused(act: Action, told: str) -> None:
    with pytest.raises(ActionError) as caught:
        check_action(act, side(movie(1)))
    assert told in str(caught.value) and str(caught.value).startswith(MAIN)


def test_a_command_is_no_plan_and_a_plan_no_command() -> None:
    with pytest.raises(ValueError, match="search"):
        plan_action(action(ActionKind.SEARCH, on(MAIN, 1)), side(movie(1)))
    with pytest.raises(ValueError, match="monitor"):
        commands_of(action(ActionKind.MONITOR, on(MAIN, 1)), MAIN, Kind.RADARR)


# --- properties ------------------------------------------------------------------------------------------

CHANGES = [kind for kind in ActionKind if not kind.is_command]


@st.composite
def asked(draw: st.DrawFn, here: Side) -> Action:
    """Return any action on any of an instance's titles, with parts of series among them."""
    targets = []
    for title in here.titles:
        target = ActionTarget(instance=here.instance, item_id=title.item.id)
        numbers = [season.season_number for season in title.item.seasons]
        if numbers and draw(st.booleans()):
            pairs = st.tuples(st.sampled_from(numbers), st.integers(1, 2))
            target = ActionTarget(
                instance=here.instance,
                item_id=title.item.id,
                seasons=tuple(draw(st.sets(st.sampled_from(numbers)))),
                episodes=tuple(draw(st.sets(pairs, max_size=2))),
            )
        targets += draw(st.sampled_from([[], [target], [target, target]]))
    kind = draw(st.sampled_from(CHANGES))
    value = {
        ActionKind.PROFILE: draw(st.sampled_from(here.profile_names("quality_profile"))),
        ActionKind.ROOT_FOLDER: draw(st.sampled_from([root.path for root in here.roots])),
        ActionKind.AVAILABILITY: draw(st.sampled_from(["announced", "released"])),
    }.get(kind, "")
    tags = tuple(draw(st.sets(st.sampled_from(["kids", "4k", "new"]), min_size=1)))
    return action(kind, *targets, value={here.instance: value}, tags=tags)


@given(st.data(), st.sampled_from(["radarr", "sonarr"]))
def test_an_action_that_was_done_leaves_nothing_to_do(data: st.DataObject, kind: str) -> None:
    here = data.draw(sides(kind))
    act = data.draw(asked(here))
    draft = plan_action(act, here)
    after = written(here, draft.entries)
    excluded = {
        entry.external_id: entry.title for entry in draft.entries if entry.subject is EntrySubject.EXCLUSION
    }
    after = replace(after, exclusions={**here.exclusions, **excluded})
    assert plan_action(act, after).entries == []
    assert len(draft.entries) + len(draft.left_out) == len({target.item_id for target in act.targets})


@given(st.data(), st.sampled_from(["radarr", "sonarr"]))
def test_nothing_but_what_was_asked_for_changes(data: st.DataObject, kind: str) -> None:
    here = data.draw(sides(kind))
    act = data.draw(asked(here))
    entries = plan_action(act, here).entries
    assert {entry.instance for entry in entries} <= {here.instance}
    assert {entry.item_id for entry in entries} - {0} <= {target.item_id for target in act.targets}
    for entry in entries:
        if entry.op is Op.UPDATE:
            assert entry.now.keys() == entry.after.keys() and entry.now != entry.after
        assert entry.op is not Op.REMOVE or act.kind is ActionKind.DELETE


# --- commands --------------------------------------------------------------------------------------------


def test_movies_are_searched_in_lists() -> None:
    act = action(ActionKind.SEARCH, *(on(MAIN, one) for one in range(1, 202)), on(UHD, 1))
    found = commands_of(act, MAIN, Kind.RADARR)
    assert [(one.name, len(one.body["movieIds"])) for one in found] == [
        ("MoviesSearch", n) for n in (100, 100, 1)
    ]
    assert found[0].text == "search for 100 movies" and found[2].text == "search for T201"


def test_series_are_searched_one_by_one_and_only_what_was_asked_for() -> None:
    act = action(
        ActionKind.SEARCH,
        on(TV, 1),
        on(TV, 1, seasons=(2,)),
        on(TV, 2, seasons=(0,)),
        on(TV, 2, seasons=(3,)),
        on(TV, 3, episodes=((1, 1),), episode_ids=(11,)),
        on(TV, 3, episodes=((1, 2),), episode_ids=(12,)),
    )
    assert [(one.name, one.body) for one in commands_of(act, TV, Kind.SONARR)] == [
        ("SeriesSearch", {"seriesId": 2}),
        ("SeasonSearch", {"seriesId": 3, "seasonNumber": 0}),
        ("SeasonSearch", {"seriesId": 3, "seasonNumber": 3}),
        ("EpisodeSearch", {"episodeIds": [11, 12]}),
    ]


def test_a_refresh_sends_no_scan_beside_it() -> None:
    act = action(ActionKind.REFRESH, on(MAIN, 1), on(MAIN, 2), on(TV, 7, episodes=((1, 1),)))
    assert [(one.name, one.body) for one in commands_of(act, MAIN, Kind.RADARR)] == [
        ("RefreshMovie", {"movieIds": [2, 3]})
    ]
    assert [(one.name, one.body) for one in commands_of(act, TV, Kind.SONARR)] == [
        ("RefreshSeries", {"seriesIds": [8]})
    ]


# --- summaries -------------------------------------------------------------------------------------------


def test_a_summary_counts_per_instance_across_kinds() -> None:
    act = action(ActionKind.DELETE, on(MAIN, 1), on(MAIN, 2), on(TV, 7), delete_files=True)
    movies, shows = side(movie(1), movie(2, files=0, size=0)), side(series(7), name=TV)
    assert sentence(act, movies, shows) == [
        "2 movies will be deleted, and 1 file (4.7 GiB) DELETED FROM DISK",
        "1 series will be deleted, and 10 files (18.6 GiB) DELETED FROM DISK",
    ]
    kept = action(ActionKind.DELETE, on(MAIN, 2), on(TV, 7), exclude=True)
    assert sentence(kept, movies, shows) == [
        "1 movie will be deleted and put on the exclusion list; there are no files",
        "1 series will be deleted and put on the exclusion list; 10 files (18.6 GiB) stay on disk",
    ]


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        (ActionKind.MONITOR, {}, "1 of 2 movies will be monitored"),
        (ActionKind.PROFILE, {"value": {MAIN: "UHD"}}, "2 movies will get the quality profile UHD"),
        (ActionKind.TAGS_ADD, {"tags": ("b", "a")}, "2 movies will get the tags a, b"),
        (ActionKind.TAGS_REMOVE, {"tags": ("a",)}, "nothing to do: 2 movies need no change"),
        (ActionKind.TAGS_REPLACE, {}, "nothing to do: 2 movies need no change"),
        (
            ActionKind.ROOT_FOLDER,
            {"value": {MAIN: "/kids"}, "move_files": True},
            "2 movies will move to /kids, 2 files (9.3 GiB) with them; Radarr renames each folder by its "
            "naming format",
        ),
        (
            ActionKind.ROOT_FOLDER,
            {"value": {MAIN: "/kids"}},
            "2 movies will be expected in /kids; no file is moved",
        ),
        (ActionKind.SEARCH, {}, "2 movies will be searched for"),
    ],
)
def test_what_an_action_means_in_a_sentence(kind: ActionKind, more: dict[str, Any], told: str) -> None:
    here = side(movie(1), movie(2, monitored=False))
    assert sentence(action(kind, on(MAIN, 1), on(MAIN, 2), **more), here) == [told]


def test_seasons_and_episodes_are_counted_as_such() -> None:
    here = show(**{"1x1": True, "1x2": False, "2x1": False})
    seasons = action(ActionKind.MONITOR, on(TV, 7, seasons=(1,)), on(TV, 7, seasons=(2,)))
    episodes = action(ActionKind.MONITOR, on(TV, 7, episodes=((1, 1), (1, 2))))
    assert sentence(seasons, here) == ["2 seasons will be monitored"]
    assert sentence(episodes, here) == ["1 of 2 episodes will be monitored"]
    assert sentence(action(ActionKind.MONITOR, on(TV, 7)), here) == ["nothing to do: it needs no change"]
