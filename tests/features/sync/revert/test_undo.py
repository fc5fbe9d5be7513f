"""An undo takes back what an apply wrote, as far as it still is as the apply left it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.db.journal import Step
from arrtui.features.sync.fields.file_facts import file_facts
from arrtui.features.sync.fields.title_state import resource_state, single_episodes, title_state
from arrtui.features.sync.model import (
    Entry,
    EntrySubject,
    Op,
    Plan,
    PlanDraft,
    PlanKind,
    PlannedEntry,
    Side,
    SideTitle,
    Why,
    entry_key,
)
from arrtui.features.sync.revert.restore import make_restore
from arrtui.features.sync.revert.undo import make_undo
from tests.features.sync.models import media_file, setting, written
from tests.features.sync.sides import movie, series, side
from tests.features.sync.strategies import sides

PLAN = Plan(id=7, kind=PlanKind.SYNC)


def entry(op: Op, ident: str, subject: EntrySubject = EntrySubject.ITEM, **more: Any) -> Entry:
    instance = more.pop("instance", "radarr.main")
    key = entry_key(instance, subject, ident)
    return Entry(key=key, instance=instance, op=op, subject=subject, ident=ident, **more)


def step(position: int, name: str, before: Any, wanted: Any, number: int = 0, **more: Any) -> Step:
    values = {"instance": "radarr.main", "state": "done", **more}
    return Step(
        id=number or position + 10,
        plan=7,
        position=position,
        step=name,
        before=before,
        wanted=wanted,
        **values,
    )


def undo(entries: Sequence[Entry], steps: Sequence[Step], now: Side) -> PlanDraft:
    planned = [PlannedEntry(position=place, entry=one) for place, one in enumerate(entries)]
    return make_undo(PLAN, planned, steps, {now.instance: now})


def only(draft: PlanDraft) -> Entry:
    (found,) = draft.entries
    return found


# --- for any update --------------------------------------------------------------------------------------


def journalled(place: int, one: Entry, before: Side) -> list[Step]:
    """Return the steps that applying an update leaves, as the journal notes them."""
    (title,) = (found for found in before.titles if found.item.external_id == one.external_id)
    there = resource_state(title, before)
    plain = {name: value for name, value in one.after.items() if name not in ("episodes", "files")}
    steps = []
    if plain:
        old = {name: there[name] for name in plain}
        if "seasons" in plain:
            old["seasons"] = {number: there["seasons"][number] for number in plain["seasons"]}
            flags = before.episodes.get(title.item.id, {})
            lost = {code: flag for code, flag in flags.items() if code.partition("x")[0] in plain["seasons"]}
            if odd := single_episodes(lost, there["seasons"]):
                old["episodes"] = odd
        steps.append(step(place, "edit", old, plain, place * 10 + 1, instance=one.instance))
    between = written(before, [replace_after(one, plain)])
    if flags := one.after.get("episodes"):
        now = between.episodes[title.item.id]
        wanted = {code: flag for code, flag in flags.items() if now[code] is not flag}
        old = {"episodes": {code: not flag for code, flag in wanted.items()}}
        steps.append(
            step(place, "episodes", old, {"episodes": wanted}, place * 10 + 2, instance=one.instance)
        )
    if facts := one.after.get("files"):
        held = {file.relative_path: file_facts(file) for file in before.media[title.item.id]}
        old = {"files": {path: held[path] for path in facts}}
        steps.append(step(place, "files", old, {"files": facts}, place * 10 + 3, instance=one.instance))
    return steps


def replace_after(one: Entry, after: dict[str, Any]) -> Entry:
    return msgspec.structs.replace(one, after=after)


def whole(shown: Side) -> dict[int, tuple[Any, ...]]:
    """Return everything that can be written of each title, every episode and file by itself."""
    return {
        one.item.external_id: (
            resource_state(one, shown),
            dict(shown.episodes.get(one.item.id, {})),
            {file.relative_path: file_facts(file) for file in shown.media.get(one.item.id, ())},
        )
        for one in shown.titles
    }


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
@given(st.data())
def test_an_update_that_is_undone_leaves_everything_as_it_was(kind: str, data: st.DataObject) -> None:
    numbers = (1, 2, 3)
    before, wanted = data.draw(sides(kind, numbers)), data.draw(sides(kind, numbers))
    updates = [one for one in make_restore(wanted, before).entries if one.op is Op.UPDATE]
    steps = [some for place, one in enumerate(updates) for some in journalled(place, one, before)]
    applied = written(before, updates)
    back = undo(updates, steps, applied)
    assert {one.op for one in back.entries} <= {Op.UPDATE}
    undone = written(applied, back.entries)
    assert settable(whole(undone)) == settable(whole(before))
    assert undo(updates, steps, undone).entries == []


def settable(found: dict[int, tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    """Leave out scene names: an app cannot be made to take every one back."""
    for _, _, files in found.values():
        for facts in files.values():
            facts.pop("scene_name")
    return found


@given(st.data())
@settings(max_examples=30)
def test_a_removal_that_is_undone_adds_all_that_can_be_written(data: st.DataObject) -> None:
    before = data.draw(sides("sonarr", (1, 2, 3)))
    removals = [entry(Op.REMOVE, one.item.external_id, instance="sonarr.main") for one in before.titles]
    kept = [
        {**title_state(one, before), "title": one.item.title, "year": one.item.year} for one in before.titles
    ]
    steps = [
        step(place, "remove", removed, {}, instance="sonarr.main")
        for place, removed in enumerate(kept)
    ]  # fmt: skip
    back = undo(removals, steps, replace(before, titles=()))
    assert [one.after for one in back.entries] == [title_state(one, before) for one in before.titles[::-1]]
    assert [one.title for one in back.entries] == [one.item.title for one in before.titles[::-1]]


# --- titles that were added ------------------------------------------------------------------------------


def added(title: SideTitle, item_id: int | None = None) -> tuple[list[Entry], list[Step]]:
    wanted = {**title_state(title, side(title)), "title": title.item.title, "year": title.item.year}
    result = {"item_id": item_id or title.item.id}
    return [entry(Op.ADD, title.item.external_id)], [step(0, "add", None, wanted, result=result)]


def test_an_added_title_is_removed_and_its_files_stay() -> None:
    film = movie(603, "The Matrix", files=1, size=4 * 2**30)
    back = only(undo(*added(film), side(film)))
    assert (back.op, back.ident, back.item_id) == (Op.REMOVE, "603", film.item.id)
    assert (back.now, back.after) == (title_state(film, side(film)), {})
    assert (back.files, back.size, back.exclude) == (1, 4 * 2**30, False)
    assert back.warnings == ("It has 1 file by now (4.0 GiB): they stay on disk.",)
    assert back.reason == "undoes plan 7: it was added"
    assert back.target_mark


def test_what_was_changed_since_it_was_added_is_told() -> None:
    film = movie(603, files=0)
    back = only(undo(*added(film), side(movie(603, files=0, profile="UHD", tags=("kids",)))))
    assert back.warnings == ("Changed since it was added: tags, quality profile.",)


@pytest.mark.parametrize(
    ("now", "gained"),
    [
        (side(movie(603, files=0)), False),
        (side(movie(603, files=1)), True),
        (side(movie(603, files=0, profile="UHD")), True),
        (replace(side(movie(603, files=0)), history={604: 3}), True),
        (replace(side(movie(603, files=0)), history={605: 3}), False),
    ],
    ids=["nothing", "files", "changes", "history", "history-of-another"],
)
def test_removing_what_has_gained_something_is_decided_by_hand(now: Side, gained: bool) -> None:
    draft = undo(*added(movie(603, files=0)), now)
    assert only(draft).by_hand is gained
    assert bool(draft.locked) is gained


def test_an_undo_tells_how_many_removals_take_files_along_and_how_much() -> None:
    films = [movie(number, files=number % 2, size=(number % 2) * 3 * 2**30) for number in range(601, 606)]
    entries = [entry(Op.ADD, film.item.external_id) for film in films]
    steps = [
        step(place, "add", None, added(movie(int(film.item.external_id), files=0))[1][0].wanted)
        for place, film in enumerate(films)
    ]
    draft = undo(entries, steps, side(*films))
    assert draft.locked == (
        "It removes 5 titles. Files, history or changes have come to 3 of them on radarr.main since "
        "(3 files, 9.0 GiB)."
    )
    assert [one.by_hand for one in draft.entries].count(True) == 3


def test_an_added_title_that_is_gone_needs_nothing() -> None:
    draft = undo(*added(movie(603)), side())
    assert (draft.entries, [one.why for one in draft.left_out]) == ([], [Why.SAME])


def test_a_title_somebody_else_added_again_stays() -> None:
    draft = undo(*added(movie(603), item_id=99_999), side(movie(603)))
    assert (draft.entries, [one.why for one in draft.left_out]) == ([], [Why.KEPT])


# --- titles that were removed ----------------------------------------------------------------------------


def removed(**wanted: Any) -> tuple[list[Entry], list[Step]]:
    film = movie(603, "The Matrix")
    before = {**title_state(film, side(film, media={603: (media_file("a.mkv"),)})), "title": "The Matrix"}
    one = entry(Op.REMOVE, "603", title="The Matrix", year=1999, exclude=bool(wanted.get("exclude")))
    return [one], [step(0, "remove", {**before, "year": 1999}, wanted)]


def test_a_removed_title_is_added_again_with_all_it_had() -> None:
    back = only(undo(*removed(delete_files=True, exclude=False), side()))
    assert (back.op, back.title, back.year, back.item_id) == (Op.ADD, "The Matrix", 1999, 0)
    assert back.after["path"] == "/movies/The Matrix (1999)"
    assert "title" not in back.after
    assert back.warnings == ("Its 1 file was deleted with it and cannot come back.",)


def test_a_removal_that_also_excluded_is_taken_off_the_list() -> None:
    draft = undo(*removed(exclude=True), side(exclusions={"603": "The Matrix"}))
    assert [(one.op, one.subject) for one in draft.entries] == [
        (Op.ADD, EntrySubject.ITEM),
        (Op.REMOVE, EntrySubject.EXCLUSION),
    ]
    assert len({one.key for one in draft.entries}) == 2
    assert draft.entries[0].warnings == ()


def test_an_exclusion_of_somebody_else_stays_and_is_told() -> None:
    back = only(undo(*removed(exclude=False), side(exclusions={"603": "The Matrix"})))
    assert back.warnings == ("It is on the exclusion list of radarr.main; it is added all the same.",)


def test_a_removed_title_that_is_there_again_needs_nothing() -> None:
    draft = undo(*removed(), side(movie(603)))
    assert (draft.entries, [one.why for one in draft.left_out]) == ([], [Why.SAME])


# --- titles that were changed ----------------------------------------------------------------------------


def test_what_somebody_else_changed_since_stays_and_is_told() -> None:
    one = entry(Op.UPDATE, "603", item_id=604)
    wrote = step(
        0,
        "edit",
        {"monitored": True, "quality_profile": "HD"},
        {"monitored": False, "quality_profile": "UHD"},
    )
    back = only(undo([one], [wrote], side(movie(603, monitored=False, profile="Any"))))
    assert (back.now, back.after) == ({"monitored": False}, {"monitored": True})
    assert back.warnings == ("Changed by somebody else since, so it stays: quality profile.",)
    assert back.reason == "undoes plan 7: changed were monitored"


def test_nothing_is_planned_where_everything_was_changed_since() -> None:
    wrote = step(0, "edit", {"quality_profile": "HD"}, {"quality_profile": "UHD"})
    draft = undo([entry(Op.UPDATE, "603")], [wrote], side(movie(603, profile="Any")))
    assert (draft.entries, [one.why for one in draft.left_out]) == ([], [Why.KEPT])


def test_the_folder_goes_back_with_the_root_folder_and_so_do_the_files() -> None:
    film = movie(603, "A", root="/kids")
    wrote = step(0, "edit", {"root_folder": "/movies", "path": "/movies/A (1999)"}, {"root_folder": "/kids"})
    back = only(undo([entry(Op.UPDATE, "603", move_files=True)], [wrote], side(film)))
    assert back.after == {"root_folder": "/movies", "path": "/movies/A (1999)"}
    assert back.move_files


def test_single_episodes_that_a_season_took_along_come_back() -> None:
    wrote = step(
        0,
        "edit",
        {"seasons": {"1": True}, "episodes": {"1x2": False}},
        {"seasons": {"1": False}},
        instance="sonarr.main",
    )
    flags = {"1x1": False, "1x2": False}
    show = series(5, seasons={1: False})
    now = side(show, name="sonarr.main", episodes={5: flags})
    one = entry(Op.UPDATE, "5", instance="sonarr.main")
    expected = {"seasons": {"1": True}, "episodes": {"1x2": False}}
    assert only(undo([one], [wrote], now)).after == expected
    assert only(undo([one], [wrote], side(show, name="sonarr.main"))).after == expected


def test_facts_that_were_not_written_are_left_to_whoever_changed_them() -> None:
    old = file_facts(media_file("a.mkv", release_group="GRP", edition=""))
    wrote = step(0, "files", {"files": {"a.mkv": old}}, {"files": {"a.mkv": {"release_group": "NEW"}}})
    file = media_file("a.mkv", release_group="NEW", edition="Extended")
    back = only(undo([entry(Op.UPDATE, "603")], [wrote], side(movie(603), media={603: (file,)})))
    assert back.after == {"files": {"a.mkv": {"release_group": "GRP"}}}


def test_only_finished_steps_are_undone_and_open_ones_are_told() -> None:
    one = entry(Op.UPDATE, "603")
    steps = [
        step(0, "edit", {"monitored": True}, {"monitored": False}, 1, state="failed"),
        step(0, "edit", {"monitored": True}, {"monitored": False}, 2, state="begun"),
        step(0, "search", None, {}, 3),
    ]
    draft = undo([one], steps, side(movie(603, monitored=False)))
    assert draft.entries == []
    assert draft.notes == (
        "1 search of plan 7 cannot be taken back.",
        "Of 1 write of plan 7 nobody knows whether it was carried out: apply the plan to its end first.",
    )


def test_an_instance_nothing_is_known_of_is_told() -> None:
    draft = make_undo(PLAN, [PlannedEntry(position=0, entry=entry(Op.ADD, "603"))], added(movie(603))[1], {})
    assert draft.entries == []
    assert "radarr.main: nothing is known of it now" in draft.notes[0]


# --- tags, settings, exclusions --------------------------------------------------------------------------

TAG = setting("tag", 3, "4k", label="4k")


def test_entries_are_in_the_reverse_order_and_created_tags_last() -> None:
    first, second = movie(1, "A", tags=("4k",)), movie(2, "B")
    steps = [
        step(-1, "tag", None, {"label": "4k"}, 1),
        step(0, "add", None, {}, 2, result={"item_id": first.item.id}),
        step(1, "add", None, {}, 3, result={"item_id": second.item.id}),
    ]
    now = side(first, second, settings=[TAG])
    draft = undo([entry(Op.ADD, "1"), entry(Op.ADD, "2")], steps, now)
    assert [one.ident for one in draft.entries] == ["2", "1", "tag/4k"]
    assert draft.entries[-1].warnings == (
        "1 title carries it now; the app refuses to delete it while one does.",
    )


def test_a_tag_that_is_gone_needs_nothing() -> None:
    draft = undo([], [step(-1, "tag", None, {"label": "4k"})], side())
    assert (draft.entries, [one.why for one in draft.left_out]) == ([], [Why.SAME])


def setting_entry(op: Op, ident: str) -> list[Entry]:
    return [entry(op, ident, EntrySubject.SETTING, title=ident)]


def test_a_setting_that_was_added_is_deleted_and_one_deleted_is_added() -> None:
    rule = setting("custom_format", 5, "F", name="F", specifications=[])
    wanted = {"body": {"name": "F", "specifications": []}}
    wrote = step(0, "setting", None, wanted)
    back = only(undo(setting_entry(Op.ADD, "custom_format/F"), [wrote], side(settings=[rule])))
    assert (back.op, back.now, back.key) == (Op.REMOVE, wanted, "radarr.main/setting/custom_format/F")
    again = only(undo(setting_entry(Op.REMOVE, "custom_format/F"), [step(0, "setting", wanted, {})], side()))
    assert (again.op, again.after) == (Op.ADD, wanted)


def test_a_setting_that_was_changed_goes_back_where_it_still_is_as_it_was_left() -> None:
    before = {"body": {"renameMovies": False, "colonReplacementFormat": "dash"}}
    wanted = {"body": {"renameMovies": True, "colonReplacementFormat": "delete"}}
    now = setting("naming", 1, "", renameMovies=True, colonReplacementFormat="spaceDash")
    wrote = step(0, "setting", before, wanted)
    back = only(undo(setting_entry(Op.UPDATE, "naming/naming"), [wrote], side(settings=[now])))
    assert (back.op, back.now, back.after) == (
        Op.UPDATE,
        {"body": {"renameMovies": True}},
        {"body": {"renameMovies": False}},
    )
    assert back.warnings == ("Changed by somebody else since, so it stays: colon replacement format.",)


def test_a_provider_that_was_added_is_deleted_with_a_word_on_its_secrets() -> None:
    fields = [{"name": "apiKey", "value": "********"}]
    now = setting("indexer", 5, "I", name="I", implementation="Newznab", fields=fields)
    wrote = step(0, "setting", None, {"body": {"name": "I"}})
    back = only(undo(setting_entry(Op.ADD, "indexer/I"), [wrote], side(settings=[now])))
    assert (back.op, back.undoes_addition) == (Op.REMOVE, True)
    assert any("secrets" in warning for warning in back.warnings)


def test_a_score_that_was_none_goes_back_to_none() -> None:
    now = setting(
        "quality_profile", 4, "HD", name="HD", formatItems=[{"format": 1, "name": "A", "score": 50}]
    )
    wrote = step(0, "setting", {"formats": {"A": 0}}, {"formats": {"A": 50}})
    back = only(undo(setting_entry(Op.UPDATE, "quality_profile/HD"), [wrote], side(settings=[now])))
    assert (back.now, back.after) == ({"formats": {"A": 50}}, {"formats": {"A": 0}})


def test_stars_are_never_written_back() -> None:
    before = {"fields": {"apiKey": "********", "url": "a"}}
    wrote = step(0, "setting", before, {"fields": {"apiKey": "********", "url": "b"}})
    fields = [{"name": "apiKey", "value": "********"}, {"name": "url", "value": "b"}]
    now = setting("indexer", 1, "I", name="I", fields=fields)
    back = only(undo(setting_entry(Op.UPDATE, "indexer/I"), [wrote], side(settings=[now])))
    assert back.after == {"fields": {"url": "a"}}


@pytest.mark.parametrize("was_added", [True, False])
def test_exclusions_are_taken_back_either_way(was_added: bool) -> None:
    about = {"external_id": 9, "title": "X", "year": 2000}
    one = entry(Op.ADD if was_added else Op.REMOVE, "9", EntrySubject.EXCLUSION)
    wrote = step(0, "exclusion", None if was_added else about, about if was_added else {})
    listed, empty = side(exclusions={"9": "X"}), side()
    now, done = (listed, empty) if was_added else (empty, listed)
    back = only(undo([one], [wrote], now))
    assert (back.op, back.subject, back.title, back.year) == (
        Op.REMOVE if was_added else Op.ADD,
        EntrySubject.EXCLUSION,
        "X",
        2000,
    )
    assert [left.why for left in undo([one], [wrote], done).left_out] == [Why.SAME]
