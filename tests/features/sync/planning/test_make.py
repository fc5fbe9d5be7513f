"""What a plan holds: additions, updates, removals with reasons and warnings, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from arrtui.core.config.sync import SyncLimits
from arrtui.core.domain import MediaFile, RootFolder
from arrtui.features.sync import store
from arrtui.features.sync.model import Entry, LeftOut, Op, PlanDraft, Side, Why
from arrtui.features.sync.planning.make import make_plan
from tests.features.sync.pairs import pair
from tests.features.sync.sides import movie, series, side

UHD = "radarr.uhd"


def only(draft: PlanDraft) -> Entry:
    (entry,) = draft.entries
    return entry


def left(draft: PlanDraft, why: Why) -> list[LeftOut]:
    return [one for one in draft.left_out if one.why is why]


def brief(entries: Iterable[Entry]) -> list[str]:
    return [f"{one.op.sign}{one.ident} {one.instance}" for one in entries]


def plan_of(source: Side, target: Side, **options: Any) -> PlanDraft:
    return make_plan(pair(kind=source.kind.value, **options), source, target)


# --- additions -------------------------------------------------------------------------------------------


def test_an_addition_says_all_a_movie_is_to_have_in_the_targets_names() -> None:
    ours = movie(603, "The Matrix", profile="HD", tags=("kids", "4k"), minimum_availability="inCinemas")
    target = side(name=UHD, profiles=("Ultra",), roots=("/uhd",), tags=("children",))
    draft = plan_of(
        side(ours), target,
        profiles={"HD": "Ultra"}, roots={"*": "/uhd"}, tags={"kids": "children", "4k": ""}, search=True,
    )  # fmt: skip
    entry = only(draft)
    assert entry.after == {
        "monitored": True, "quality_profile": "Ultra", "root_folder": "/uhd", "tags": ["children"],
        "minimum_availability": "inCinemas",
    }  # fmt: skip
    assert (entry.key, entry.ident, entry.item_id) == ("radarr.uhd/item/603", "603", 0)
    assert (entry.search, entry.now, entry.warnings) == (True, {}, ())
    assert entry.reason == "radarr.main has it and radarr.uhd does not."
    assert entry.source_mark and not entry.target_mark


def test_an_addition_of_a_series_carries_its_seasons_and_the_episodes_that_deviate() -> None:
    ours = series(81, seasons={0: False, 1: True, 2: False}, series_type="anime", monitor_new_items="none")
    flags = {"1x1": True, "1x2": False, "2x1": True, "2x2": False}
    source = side(ours, name="sonarr.main", episodes={81: flags})
    target = side(name="sonarr.uhd")
    entry = only(plan_of(source, target, update=("episodes",)))
    assert entry.after == {
        "monitored": True, "quality_profile": "HD", "root_folder": "/tv", "tags": [], "series_type": "anime",
        "monitor_new_items": "none", "season_folder": True, "seasons": {"0": False, "1": True, "2": False},
        "episodes": {"1x2": False, "2x1": True},
    }  # fmt: skip
    assert "episodes" not in only(plan_of(source, target)).after


@pytest.mark.parametrize(("option", "wanted"), [("source", False), ("true", True), ("false", False)])
def test_whether_an_addition_is_monitored(option: str, wanted: bool) -> None:
    draft = plan_of(side(movie(603, monitored=False)), side(name=UHD), monitored=option)
    assert only(draft).after["monitored"] is wanted


def test_a_title_on_the_exclusion_list_is_not_added_and_the_reason_is_told() -> None:
    draft = plan_of(side(movie(603)), side(name=UHD, exclusions={"603": "The Matrix"}))
    assert draft.entries == []
    (one,) = left(draft, Why.EXCLUDED)
    assert (one.instance, one.reason) == ("radarr.main", "It is on the exclusion list of radarr.uhd.")


def test_a_pair_that_keeps_nothing_equal_updates_nothing() -> None:
    draft = plan_of(side(movie(603)), side(movie(603, monitored=False, profile="UHD"), name=UHD))
    assert draft.entries == []
    assert [one.reason for one in left(draft, Why.SAME)] == ["Both have it."]


# --- warnings of additions -------------------------------------------------------------------------------


def warnings_of(source: Side, target: Side, **options: Any) -> tuple[str, ...]:
    return only(plan_of(source, target, **options)).warnings


def test_an_addition_to_the_folder_of_another_title_is_held_with_a_folder_of_its_own() -> None:
    there = movie(999, "Other", path="/movies/The Matrix (1999)")
    draft = plan_of(side(movie(603, "The Matrix"), movie(999)), side(there, name=UHD))
    own = "/movies/The Matrix (1999) {tmdb-603}"
    sentence = f"Its folder /movies/The Matrix (1999) belongs to Other (1999): approved, it goes to {own}."
    entry = only(draft)
    assert (entry.warnings, entry.after["path"], entry.by_hand) == ((sentence,), own, True)


def test_two_additions_that_want_one_folder_are_told() -> None:
    first, second = movie(1, "Heat", root="/movies"), movie(2, "Heat", root="/kids")
    draft = plan_of(side(first, second), side(name=UHD), roots={"*": "/movies"})
    own = [f"/movies/Heat (1999) {{tmdb-{number}}}" for number in (1, 2)]
    assert sorted(entry.after["path"] for entry in draft.entries) == own
    assert all(entry.by_hand and "another title of this plan" in entry.warnings[0] for entry in draft.entries)


def test_movies4k_is_not_movies() -> None:
    there = movie(999, "The Matrix", root="/movies4k")
    source = side(movie(603, "The Matrix"), movie(999))
    assert warnings_of(source, side(there, name=UHD, roots=("/movies", "/movies4k"))) == ()


@pytest.mark.parametrize(
    ("root", "warning"),
    [
        (RootFolder(path="/movies", accessible=False), "radarr.uhd cannot reach its root folder /movies."),
        (
            RootFolder(path="/movies", free_space=2**30),
            "No space: it takes 4.7 GiB, /movies has 1.0 GiB left.",
        ),
        (RootFolder(path="/elsewhere"), "radarr.uhd has no root folder /movies."),
    ],
)
def test_a_root_folder_that_cannot_take_it_is_told(root: RootFolder, warning: str) -> None:
    assert warnings_of(side(movie(603)), side(name=UHD, roots=(root,))) == (warning,)


def test_a_root_folder_whose_space_is_unknown_is_no_reason_to_warn() -> None:
    assert warnings_of(side(movie(603)), side(name=UHD, roots=(RootFolder(path="/movies/"),))) == ()


def test_additions_that_fit_one_by_one_but_not_together_are_told_of_the_plan() -> None:
    target = side(name=UHD, roots=(RootFolder(path="/movies", free_space=8 * 2**30),))
    draft = plan_of(side(movie(1), movie(2)), target)
    assert [one.warnings for one in draft.entries] == [(), ()]
    assert draft.notes == (
        "radarr.uhd: what is added to /movies takes 9.3 GiB at the source; 8.0 GiB is left there.",
    )


@pytest.mark.parametrize("status", ["tba", "announced", "inCinemas", "deleted"])
def test_a_movie_that_is_not_out_is_told(status: str) -> None:
    assert len(warnings_of(side(movie(603, status=status)), side(name=UHD))) == 1


def test_a_series_that_has_not_aired_is_told() -> None:
    source = side(series(81, status="upcoming"), name="sonarr.main")
    assert warnings_of(source, side(name="sonarr.uhd")) == ("It has not aired yet.",)


def test_an_app_below_the_recommended_version_is_told_of_entries_and_plan() -> None:
    draft = plan_of(side(movie(603)), side(name=UHD, version="5.4.0.1"))
    sentence = "radarr.uhd is Radarr 5.4.0.1; 5.10.4 or newer is recommended."
    assert (only(draft).warnings, draft.notes) == ((sentence,), (sentence,))


@pytest.mark.parametrize(("version", "refuses"), [("4.0.2.1191", True), ("4.0.2.1192", False)])
def test_an_app_that_takes_no_additions_as_planned_is_told(version: str, refuses: bool) -> None:
    target = side(name="sonarr.uhd", version=version)
    draft = plan_of(side(series(81189), name="sonarr.main"), target)
    assert ("takes no additions" in only(draft).warnings[0]) is refuses


def test_tags_that_will_be_created_are_told() -> None:
    draft = plan_of(side(movie(603, tags=("kids", "keep"))), side(name=UHD, tags=("Keep",)))
    assert only(draft).warnings == ("Creates on radarr.uhd: tag kids.",)
    assert draft.notes == ("Tags created on radarr.uhd: kids.",)


@pytest.mark.parametrize(
    ("target", "version", "refuses"),
    [(UHD, "6.1.2", True), ("sonarr.uhd", "4.0.19", False), ("sonarr.uhd", "5.0.1", True)],
)
def test_a_tag_that_the_app_refuses_is_left_out_and_a_mapping_offered(
    target: str, version: str, refuses: bool
) -> None:
    title = (
        series(81, tags=("größe_1", "kids")) if "sonarr" in target else movie(81, tags=("größe_1", "kids"))
    )
    source = side(title, name=target.replace("uhd", "main"))
    draft = plan_of(source, side(name=target, tags=("kids",), version=version))
    assert only(draft).after["tags"] == (["kids"] if refuses else ["größe_1", "kids"])
    assert any("größe_1" in text for text in only(draft).warnings)
    assert any('"größe_1" = "grosse-1"' in text for text in only(draft).warnings) is refuses


def test_a_tag_that_is_there_already_is_set_whatever_its_letters() -> None:
    source = side(movie(603, tags=("größe",)))
    draft = plan_of(source, side(movie(603), name=UHD, tags=("größe",)), update=("tags",))
    assert only(draft).after == {"tags": ["größe"]} and only(draft).warnings == ()


def test_tags_that_a_rule_of_the_target_owns_are_neither_compared_nor_set() -> None:
    source = side(movie(603, tags=("kids", "by-rule")), movie(604, tags=("by-rule",)))
    target = replace(
        side(movie(603, tags=("kids",)), name=UHD, tags=("kids",)), rule_tags=frozenset({"by-rule"})
    )
    draft = plan_of(source, target, update=("tags",))
    (entry,) = draft.entries
    assert (entry.ident, entry.after["tags"], entry.warnings) == ("604", [], ())


# --- updates ---------------------------------------------------------------------------------------------


def test_an_update_holds_only_what_differs_after_the_maps() -> None:
    ours = movie(603, profile="HD", tags=("kids",), monitored=False, minimum_availability="announced")
    theirs = movie(603, profile="Ultra", tags=("other",), id=9)
    draft = plan_of(
        side(ours), side(theirs, name=UHD, tags=("children",)),
        profiles={"HD": "Ultra"}, tags={"kids": "children"},
        update=("monitored", "quality_profile", "tags"),
    )  # fmt: skip
    entry = only(draft)
    assert entry.now == {"monitored": True, "tags": ["other"]}
    assert entry.after == {"monitored": False, "tags": ["children"]}
    assert entry.reason == "Not as on radarr.main: monitored, tags."
    assert (entry.op, entry.item_id, entry.files) == (Op.UPDATE, 9, 1)
    assert entry.source_mark and entry.target_mark


@pytest.mark.parametrize(
    ("field", "ours", "theirs"),
    [("minimum_availability", "released", "inCinemas"), ("monitored", True, False)],
)
def test_each_field_of_a_movie_follows_the_source(field: str, ours: Any, theirs: Any) -> None:
    draft = plan_of(
        side(movie(603, **{field: ours})), side(movie(603, **{field: theirs}), name=UHD), update=(field,)
    )
    assert (only(draft).now, only(draft).after) == ({field: theirs}, {field: ours})


@pytest.mark.parametrize(("field", "value"), [("series_type", "anime"), ("monitor_new_items", "none")])
def test_each_field_of_a_series_follows_the_source(field: str, value: str) -> None:
    source = side(series(81, **{field: value}), name="sonarr.main")
    entry = only(plan_of(source, side(series(81), name="sonarr.uhd"), update=(field,)))
    assert entry.after == {field: value}


def test_what_the_source_does_not_know_is_not_carried_over() -> None:
    ours = movie(603, profile="", minimum_availability="", root_folder="")
    draft = plan_of(
        side(ours), side(movie(603), name=UHD),
        update=("quality_profile", "minimum_availability", "root_folder"),
    )  # fmt: skip
    assert draft.entries == []


def test_a_fixed_monitored_state_is_kept_by_updates_too() -> None:
    target = side(movie(603, monitored=False), movie(604, monitored=True), name=UHD)
    draft = plan_of(side(movie(603), movie(604)), target, update=("monitored",), monitored="false")
    assert [(one.ident, one.after) for one in draft.entries] == [("604", {"monitored": False})]


def test_only_seasons_both_have_are_compared() -> None:
    source = side(series(81, seasons={1: True, 2: True, 3: True}), name="sonarr.main")
    target = side(series(81, seasons={0: True, 1: True, 2: False}), name="sonarr.uhd")
    entry = only(plan_of(source, target, update=("seasons",)))
    assert (entry.now, entry.after) == ({"seasons": {"2": False}}, {"seasons": {"2": True}})
    same = side(series(81, seasons={0: True, 1: True}), name="sonarr.uhd")
    assert plan_of(source, same, update=("seasons",)).entries == []


def test_episodes_are_set_as_they_have_to_be_once_the_seasons_are() -> None:
    """Season 2 is switched on, which monitors both its episodes: the second must be taken back."""
    source = side(
        series(81, seasons={1: True, 2: True}), name="sonarr.main",
        episodes={81: {"1x1": False, "1x2": True, "2x1": True, "2x2": False, "3x1": False}},
    )  # fmt: skip
    target = side(
        series(81, seasons={1: True, 2: False}), name="sonarr.uhd",
        episodes={81: {"1x1": True, "1x2": True, "2x1": False, "2x2": False, "9x1": True}},
    )  # fmt: skip
    entry = only(plan_of(source, target, update=("seasons", "episodes")))
    assert entry.after == {"seasons": {"2": True}, "episodes": {"1x1": False, "2x2": False}}
    assert entry.now == {"seasons": {"2": False}, "episodes": {"1x1": True, "2x2": False}}
    entry = only(plan_of(source, target, update=("episodes",)))
    assert entry.after == {"episodes": {"1x1": False, "2x1": True}}


def test_episodes_that_are_alike_but_would_change_with_their_season_are_set_again() -> None:
    source, target = (
        side(series(81, seasons={2: on}), name=f"sonarr.{name}", episodes={81: {"2x1": False}})
        for name, on in (("main", True), ("uhd", False))
    )
    entry = only(plan_of(source, target, update=("seasons", "episodes")))
    assert entry.after == {"seasons": {"2": True}, "episodes": {"2x1": False}}


def test_a_root_folder_is_compared_by_where_it_is_not_how_it_is_written() -> None:
    source, target = side(movie(603, root="/movies/")), side(movie(603), name=UHD)
    assert plan_of(source, target, update=("root_folder",)).entries == []


@pytest.mark.parametrize("move", [False, True])
def test_a_move_says_whether_the_files_come_along(move: bool) -> None:
    source, target = side(movie(603, "A", root="/kids")), side(movie(603, "A"), name=UHD)
    entry = only(plan_of(source, target, update=("root_folder",), move_files=move))
    assert (entry.now, entry.after) == ({"root_folder": "/movies"}, {"root_folder": "/kids"})
    assert entry.move_files is move
    stay = ("Its files stay in /movies/A (1999); the app will look in /kids.",)
    assert entry.warnings == (() if move else stay)


def test_a_move_without_files_needs_no_warning() -> None:
    source, target = side(movie(603, root="/kids")), side(movie(603, files=0, size=0), name=UHD)
    assert only(plan_of(source, target, update=("root_folder",))).warnings == ()


def test_no_title_is_moved_to_the_folder_of_another() -> None:
    """The editor does not refuse that, and then two titles share their files."""
    source = side(movie(603, "Heat", root="/kids"), movie(604))
    other = movie(604, "Other", path="/kids/Heat (1999)", monitored=True)
    target = side(movie(603, "Heat", monitored=False), other, name=UHD)
    draft = plan_of(source, target, update=("root_folder",))
    sentence = "Not moved: its folder /kids/Heat (1999) belongs to Other (1999)."
    assert [(one.ident, one.reason) for one in left(draft, Why.KEPT)] == [("603", sentence)]
    assert "603" not in [one.ident for one in draft.entries]
    both = plan_of(source, target, update=("root_folder", "monitored"))
    (entry,) = [one for one in both.entries if one.ident == "603"]
    assert (entry.after, entry.move_files) == ({"monitored": True}, False)
    assert sentence in entry.warnings


def test_two_titles_are_not_moved_to_one_folder() -> None:
    source = side(movie(1, "Heat", root="/kids"), movie(2, "Heat", root="/kids"))
    target = side(movie(1, "Heat"), movie(2, "Heat", root="/other"), name=UHD)
    draft = plan_of(source, target, update=("root_folder",))
    assert draft.entries == []
    assert {one.reason for one in left(draft, Why.KEPT)} == {
        "Not moved: its folder /kids/Heat (1999) belongs to another title of this plan."
    }


def test_a_title_that_lies_in_its_new_folder_already_is_in_nobodys_way() -> None:
    theirs = movie(603, "Heat", root="/movies", path="/kids/Heat (1999)")
    draft = plan_of(side(movie(603, "Heat", root="/kids")), side(theirs, name=UHD), update=("root_folder",))
    assert only(draft).after == {"root_folder": "/kids"}


def test_an_update_tells_of_tags_it_creates() -> None:
    draft = plan_of(side(movie(603, tags=("kids",))), side(movie(603), name=UHD), update=("tags",))
    assert only(draft).warnings == ("Creates on radarr.uhd: tag kids.",)


# --- removals and what stays -----------------------------------------------------------------------------


def test_add_mode_keeps_what_only_the_target_has() -> None:
    draft = plan_of(side(movie(1)), side(movie(1), movie(2), name=UHD))
    assert draft.entries == []
    assert [(one.ident, one.instance) for one in left(draft, Why.KEPT)] == [("2", UHD)]


def test_a_mirror_removes_what_the_source_lacks_and_keeps_all_of_it_in_the_entry() -> None:
    gone = movie(2, profile="UHD", tags=("kids",), files=1, size=7, id=44)
    entry = only(plan_of(side(movie(1)), side(movie(1), gone, name=UHD), mode="mirror"))
    assert (entry.op, entry.item_id, entry.files, entry.size) == (Op.REMOVE, 44, 1, 7)
    assert entry.now["quality_profile"] == "UHD" and entry.now["tags"] == ["kids"]
    assert entry.after == {}
    assert entry.reason == "radarr.uhd has it and radarr.main does not."
    assert entry.target_mark and not entry.source_mark


def test_a_mirror_removes_nothing_that_the_source_has_but_filters_out() -> None:
    source = side(movie(1), movie(2, tags=("private",)))
    draft = plan_of(source, side(movie(1), movie(2), name=UHD), mode="mirror", exclude={"tags": ("private",)})
    assert draft.entries == []
    assert [one.ident for one in left(draft, Why.FILTERED)] == ["2"]


def test_a_mirror_leaves_alone_what_its_filter_is_not_about_in_the_targets_names() -> None:
    source = side(movie(1, profile="HD"))
    target = side(
        movie(1, profile="Ultra"), movie(2, profile="Ultra"), movie(3, profile="Other"), name=UHD,
        profiles=("Ultra", "Other"),
    )  # fmt: skip
    draft = plan_of(
        source, target, mode="mirror",
        include={"quality_profiles": ("HD",), "has_file": True}, profiles={"HD": "Ultra"},
    )  # fmt: skip
    assert brief(draft.entries) == ["-2 radarr.uhd"]
    assert [one.ident for one in left(draft, Why.FILTERED)] == ["3"]


def test_a_mirror_spares_what_its_filter_excludes_in_the_targets_names() -> None:
    source = side(movie(1), tags=("private",))
    target = side(movie(2, tags=("mine",)), movie(3, tags=("private",)), name=UHD)
    draft = plan_of(source, target, mode="mirror", exclude={"tags": ("private",)}, tags={"private": "mine"})
    assert brief(draft.entries) == ["+1 radarr.uhd", "-3 radarr.uhd"]


def test_a_filter_that_looks_at_files_gets_them() -> None:
    files = {1: (MediaFile(id=1, score=10),), 2: (MediaFile(id=2, score=-10),)}
    source = side(movie(1), movie(2), movie(3, files=0), media=files)
    assert brief(plan_of(source, side(name=UHD), include={"min_score": 0}).entries) == ["+1 radarr.uhd"]


def test_a_filter_by_a_tag_that_is_not_carried_over_removes_nothing() -> None:
    source = side(movie(1, tags=("kids",)))
    target = side(movie(1), movie(2), name=UHD)
    draft = plan_of(source, target, mode="mirror", include={"tags": ("kids",)}, tags={"kids": ""})
    assert draft.entries == []


def test_a_state_that_passes_does_not_keep_a_title_that_is_gone() -> None:
    target = side(movie(1), movie(2, files=0, monitored=False), name=UHD)
    draft = plan_of(side(movie(1)), target, mode="mirror", include={"has_file": True, "monitored": True})
    assert brief(draft.entries) == ["-2 radarr.uhd"]


@pytest.mark.parametrize("trouble", ["radarr.main could not be reached.", "It has no titles at all."])
def test_removals_are_held_back_while_the_source_is_in_trouble(trouble: str) -> None:
    source, target = side(movie(1), trouble=trouble), side(movie(2), movie(3), movie(4), name=UHD)
    draft = plan_of(source, target, mode="mirror")
    assert brief(draft.entries) == ["+1 radarr.uhd"]
    assert (draft.held_back, draft.locked) == (3, "")
    assert draft.notes == ("Removals held back: 3.", trouble)
    assert {one.ident for one in left(draft, Why.KEPT)} == {"2", "3", "4"}
    assert all(trouble in one.reason for one in left(draft, Why.KEPT))


# --- union -----------------------------------------------------------------------------------------------


def test_a_union_adds_both_ways_with_the_map_turned_round_and_updates_one_way() -> None:
    source = side(movie(1, "b"), movie(3, monitored=False))
    target = side(movie(2, "a", profile="Ultra"), movie(3), name=UHD, profiles=("Ultra",))
    draft = plan_of(source, target, mode="union", profiles={"HD": "Ultra"}, update=("monitored",))
    assert brief(draft.entries) == ["+2 radarr.main", "+1 radarr.uhd", "~3 radarr.uhd"]
    assert [one.after.get("quality_profile") for one in draft.entries] == ["HD", "Ultra", None]


def test_a_union_judges_each_side_by_its_own_titles_and_exclusions() -> None:
    source = side(movie(1, tags=("private",)), movie(3), exclusions={"4": "x"})
    target = side(movie(2, tags=("private",)), movie(4), name=UHD, exclusions={"3": "x"})
    draft = plan_of(source, target, mode="union", exclude={"tags": ("private",)})
    assert draft.entries == []
    filtered, excluded = left(draft, Why.FILTERED), left(draft, Why.EXCLUDED)
    assert {(one.ident, one.instance) for one in filtered} == {("1", "radarr.main"), ("2", UHD)}
    assert {(one.ident, one.instance) for one in excluded} == {("3", "radarr.main"), ("4", UHD)}


# --- matching --------------------------------------------------------------------------------------------


def test_titles_without_an_id_are_left_out_on_both_sides_and_counted() -> None:
    source = side(movie(0, "None", id=1), movie(1))
    target = side(movie(0, "Other", id=1), movie(1), name=UHD)
    draft = plan_of(source, target, mode="mirror")
    assert draft.entries == []
    assert {one.instance for one in left(draft, Why.UNMATCHED)} == {"radarr.main", UHD}
    assert draft.notes == (
        "radarr.main: titles without a TMDb id left out: 1.",
        "radarr.uhd: titles without a TMDb id left out: 1.",
    )


def test_titles_that_share_an_id_are_left_out_with_their_counterpart() -> None:
    source = side(movie(7, "One", id=1), movie(7, "Two", id=2), movie(8))
    target = side(movie(7, "One"), movie(8), name=UHD)
    draft = plan_of(source, target, mode="mirror", update=("monitored",))
    assert draft.entries == []
    assert len(left(draft, Why.UNMATCHED)) == 3
    assert draft.notes == ("radarr.main: titles left out because they share a TMDb id with another: 2.",)


def test_titles_that_share_everything_but_their_name_are_told_in_one_order() -> None:
    twins = movie(7, "One", id=1, sort_title="x"), movie(7, "Two", id=2, sort_title="x")
    told = [
        [one.title for one in plan_of(side(*found), side(name=UHD)).left_out]
        for found in (twins, twins[::-1])
    ]
    assert told == [["One", "Two"]] * 2


def test_equal_ids_of_two_instances_mean_nothing() -> None:
    """Item, profile and tag ids agree on both sides, and stand for something else on each."""
    source = side(movie(603, "The Matrix", tags=("kids",), id=1))
    target = side(movie(604, "Other", tags=("keep",), profile="UHD", id=1), name=UHD)
    target = Side(
        **{**vars(target), "profiles": dict(source.profiles), "tags": dict.fromkeys(source.tags, "keep")}
    )
    draft = plan_of(source, target, mode="mirror")
    assert brief(draft.entries) == ["+603 radarr.uhd", "-604 radarr.uhd"]
    assert draft.entries[0].after["tags"] == ["kids"]
    assert draft.entries[1].now["tags"] == ["keep"]


def test_a_tag_named_by_a_number_is_a_name() -> None:
    """Tag ``12`` of the source has the id that the target gives to another tag."""
    source = replace(side(movie(603, tags=("12",))), tags={1: "12"})
    target = replace(side(movie(603, tags=("1",)), name=UHD), tags={12: "1"})
    entry = only(plan_of(source, target, update=("tags",)))
    assert (entry.now, entry.after) == ({"tags": ["1"]}, {"tags": ["12"]})
    assert entry.warnings == ("Creates on radarr.uhd: tag 12.",)


# --- filters, order, limits ------------------------------------------------------------------------------


def test_filtered_titles_are_neither_added_nor_updated_and_the_rule_is_told() -> None:
    source = side(movie(1, year=1950), movie(2, year=1950, monitored=False), movie(3))
    draft = plan_of(source, side(movie(2), name=UHD), include={"year_from": 1990}, update=("monitored",))
    assert brief(draft.entries) == ["+3 radarr.uhd"]
    found = left(draft, Why.FILTERED)
    assert [one.ident for one in found] == ["1", "2"]
    assert all("1950" in one.reason or "1990" in one.reason for one in found)


def test_entries_are_ordered_by_what_they_do_then_by_title_then_by_id() -> None:
    source = side(movie(5, "b"), movie(9, "a"), movie(2, "z", monitored=False), movie(4, "b"))
    target = side(movie(2, "z"), movie(7, "c"), movie(6, "c"), name=UHD)
    draft = plan_of(source, target, mode="mirror", update=("monitored",))
    assert [one.op.sign + one.ident for one in draft.entries] == ["+9", "+4", "+5", "~2", "-6", "-7"]
    assert store.count(draft).same == 0


def shrunk(removed: int, total: int, **limits: int) -> PlanDraft:
    target = side(*(movie(number) for number in range(1, total + 1)), name=UHD)
    source = side(*target.titles[removed:])
    return plan_of(source, target, mode="mirror", limits=SyncLimits(**limits))


@pytest.mark.parametrize(
    ("removed", "total", "limits", "locked"),
    [
        (1, 5, {}, False),
        (2, 5, {}, True),
        (2, 40, {}, False),
        (3, 40, {}, True),
        (2, 40, {"removals": 1}, True),
        (1, 40, {"removals": 0}, True),
        (1, 40, {"removals_percent": 0}, True),
        (9, 10, {"removals_percent": 90}, False),
    ],
)
def test_removals_over_either_limit_lock_the_plan(
    removed: int, total: int, limits: dict[str, int], locked: bool
) -> None:
    draft = shrunk(removed, total, **limits)
    assert len(draft.entries) == removed
    assert [one.by_hand for one in draft.entries] == [locked] * removed
    assert bool(draft.locked) is locked


def test_a_lock_names_its_limit_with_numbers() -> None:
    assert shrunk(3, 40).locked == (
        "It removes 3 of 40 titles of radarr.uhd; the limit is 2 (at most 20 and 5 %)."
    )


def test_additions_over_their_limit_lock_the_plan_and_only_them() -> None:
    source = side(movie(1), movie(2), movie(3, monitored=False))
    target = side(movie(3), name=UHD)
    limits = SyncLimits(additions=1)
    draft = plan_of(source, target, update=("monitored",), limits=limits)
    assert draft.locked == "It adds 2 titles; the limit is 1."
    assert [one.by_hand for one in draft.entries] == [True, True, False]
    assert plan_of(source, target, limits=SyncLimits(additions=2)).locked == ""
