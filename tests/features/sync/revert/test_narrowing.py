"""A restore narrowed to some records of the backup brings those back, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.core.domain import EntityType, RecordKey, Setting, encode
from arrtui.core.errors import UsageError
from arrtui.features.sync.model import Entry, EntrySubject, Op, PlanDraft, Side
from arrtui.features.sync.revert.narrowing import Narrowing, make_narrow_restore, narrowing_of
from arrtui.features.sync.revert.restore import make_restore
from tests.features.sync.models import media_file, setting
from tests.features.sync.sides import movie, series, side
from tests.features.sync.strategies import sides

KINDS = pytest.mark.parametrize("kind", ["radarr", "sonarr"])


def only(draft: PlanDraft) -> Entry:
    (entry,) = draft.entries
    return entry


def idents(draft: PlanDraft) -> list[str]:
    return [entry.ident for entry in draft.entries]


def keys(then: Side, *chosen: str) -> Narrowing:
    """Return the settings of some names."""
    return Narrowing(settings={f"{row.type}/{row.id}" for row in then.settings if row.name in chosen})


def profile(id: int, name: str, *, scores: dict[str, int]) -> Setting:
    rows = [
        {"format": number, "name": name, "score": score}
        for number, (name, score) in enumerate(scores.items())
    ]
    return setting("quality_profile", id, name, name=name, upgradeAllowed=True, formatItems=rows)


# --- titles ----------------------------------------------------------------------------------------------


@KINDS
@given(st.data())
@settings(max_examples=30)
def test_all_titles_narrowed_to_are_the_titles_of_a_whole_restore(kind: str, data: st.DataObject) -> None:
    then, now = data.draw(sides(kind)), data.draw(sides(kind))
    every = Narrowing(titles={title.item.id for title in then.titles})
    whole = [entry for entry in make_restore(then, now).entries if entry.subject is EntrySubject.ITEM]
    narrow = make_narrow_restore(then, now, every).entries
    assert [entry for entry in narrow if entry.subject is EntrySubject.ITEM] == whole


def test_one_title_of_many_is_restored_and_the_others_stay() -> None:
    matrix, heat = movie(603, "The Matrix", monitored=True), movie(949, "Heat")
    then = side(matrix, heat, label="radarr.main@1")
    now = side(movie(603, "The Matrix", monitored=False))
    assert idents(make_narrow_restore(then, now, Narrowing(titles={heat.item.id}))) == ["949"]
    entry = only(make_narrow_restore(then, now, Narrowing(titles={matrix.item.id})))
    assert (entry.op, entry.now, entry.after) == (Op.UPDATE, {"monitored": False}, {"monitored": True})


def test_a_title_comes_back_with_the_profile_and_root_folder_that_are_gone() -> None:
    hd, uhd = profile(1, "HD", scores={"HDR": 50}), profile(2, "UHD", scores={})
    kept = [hd, uhd, setting("custom_format", 4, "HDR", name="HDR"), setting("root_folder", 9, "/movies")]
    film = movie(603, profile="HD", root="/movies")
    then = side(film, settings=kept, label="radarr.main@1")
    now = side(settings=[uhd], roots=["/kids"], profiles=["UHD"])
    draft = make_narrow_restore(then, now, Narrowing(titles={film.item.id}))
    assert idents(draft) == ["custom_format/HDR", "quality_profile/HD", "root_folder//movies", "603"]


def test_what_a_title_refers_to_stays_as_it_is_where_it_is_there() -> None:
    film = movie(603, profile="HD")
    then = side(film, settings=[profile(1, "HD", scores={"HDR": 50})], label="radarr.main@1")
    now = side(settings=[profile(7, "HD", scores={"HDR": 10})])
    assert idents(make_narrow_restore(then, now, Narrowing(titles={film.item.id}))) == ["603"]


def test_a_folder_that_another_title_took_is_told() -> None:
    film = movie(603, "Heat")
    usurper = movie(949, "Heat")
    draft = make_narrow_restore(side(film), side(usurper), Narrowing(titles={film.item.id}))
    (warning,) = only(draft).warnings
    assert film.item.path in warning
    assert draft.left_out == []


# --- episodes and files ----------------------------------------------------------------------------------


def test_of_an_episode_its_flag_alone_is_set() -> None:
    old = series(7, "Dark", seasons={1: True}, monitored=True)
    new = series(7, "Dark", seasons={1: False}, monitored=False, id=old.item.id + 1_000)
    then = side(old, name="sonarr.main", episodes={7: {"1x1": True, "1x2": True}})
    now = side(new, name="sonarr.main", episodes={7: {"1x1": False, "1x2": False}})
    entry = only(make_narrow_restore(then, now, Narrowing(episodes={old.item.id: {"1x2"}})))
    assert (entry.item_id, entry.now, entry.after) == (
        new.item.id,
        {"episodes": {"1x2": False}},
        {"episodes": {"1x2": True}},
    )


def test_of_a_file_its_facts_alone_are_set() -> None:
    old = movie(603, monitored=True)
    then = side(
        old, media={603: (media_file("a.mkv", quality="Bluray-1080p", quality_id=7), media_file("b.mkv"))}
    )
    now = side(
        movie(603, monitored=False),
        media={603: (media_file("a.mkv"), media_file("b.mkv", edition="Cut"))},
    )
    entry = only(make_narrow_restore(then, now, Narrowing(files={old.item.id: {"a.mkv"}})))
    assert entry.after == {"files": {"a.mkv": {"quality": {"id": 7, "name": "Bluray-1080p"}}}}


def test_a_file_the_app_does_not_have_any_more_is_told() -> None:
    old = movie(603)
    then = side(old, media={603: (media_file("a.mkv"),)})
    now = side(movie(603), media={603: (media_file("b.mkv"),)})
    draft = make_narrow_restore(then, now, Narrowing(files={old.item.id: {"a.mkv"}}))
    assert draft.entries == []
    assert any("no API brings a deleted file back" in note for note in draft.notes)


def test_the_title_of_an_episode_that_is_gone_is_added_whole() -> None:
    old = series(7, "Dark", seasons={1: True})
    then = side(old, name="sonarr.main", episodes={7: {"1x1": False}})
    entry = only(
        make_narrow_restore(then, side(name="sonarr.main"), Narrowing(episodes={old.item.id: {"1x1"}}))
    )
    assert (entry.op, entry.after["seasons"], entry.after["episodes"]) == (
        Op.ADD,
        {"1": True},
        {"1x1": False},
    )


# --- settings and exclusions -----------------------------------------------------------------------------


def test_one_tag_of_several_is_created_again() -> None:
    tags = [setting("tag", 1, "kids", label="kids"), setting("tag", 2, "4k", label="4k")]
    then = side(settings=tags)
    assert idents(make_narrow_restore(then, side(), keys(then, "4k"))) == ["tag/4k"]


def test_a_score_of_a_profile_is_set_back_and_other_profiles_stay() -> None:
    then = side(
        settings=[profile(1, "HD", scores={"HDR": 50}), profile(2, "UHD", scores={"HDR": 5})],
    )
    now = side(
        settings=[
            profile(1, "HD", scores={"HDR": 10}),
            profile(2, "UHD", scores={"HDR": 1}),
            setting("custom_format", 4, "HDR", name="HDR"),
        ],
    )
    entry = only(make_narrow_restore(then, now, keys(then, "HD")))
    assert (entry.ident, entry.after) == ("quality_profile/HD", {"formats": {"HDR": 50}})


def test_a_setting_brings_the_tag_it_refers_to() -> None:
    rows = [
        setting("tag", 1, "anime", label="anime"),
        setting("delay_profile", 3, "", tags=[1], usenetDelay=60, order=1),
    ]
    then = side(settings=rows)
    draft = make_narrow_restore(then, side(), Narrowing(settings={"delay_profile/3"}))
    assert idents(draft) == ["tag/anime", "delay_profile/anime"]


def test_a_rule_brings_the_tag_and_the_profile_that_its_conditions_name() -> None:
    conditions = [
        {"name": "n", "implementation": f"{kind}Specification", "fields": [{"name": "value", "value": 1}]}
        for kind in ("Tag", "QualityProfile")
    ]
    rows = [
        *(setting("tag", number, label, label=label) for number, label in ((1, "anime"), (2, "4k"))),
        profile(1, "HD", scores={}),
        setting("auto_tag", 3, "rule", name="rule", tags=[2], specifications=conditions),
    ]
    draft = make_narrow_restore(side(settings=rows), side(), Narrowing(settings={"auto_tag/3"}))
    assert idents(draft) == ["tag/anime", "tag/4k", "quality_profile/HD", "auto_tag/rule"]


def test_an_exclusion_comes_back_alone() -> None:
    rows = [
        setting("exclusion", number, name, tmdbId=number, movieTitle=name, movieYear=1999)
        for number, name in ((603, "The Matrix"), (949, "Heat"))
    ]
    then = side(settings=rows, exclusions={"603": "The Matrix", "949": "Heat"})  # type: ignore[dict-item]
    entry = only(make_narrow_restore(then, side(), Narrowing(settings={"exclusion/949"})))
    assert (entry.subject, entry.ident) == (EntrySubject.EXCLUSION, "949")


# --- records ---------------------------------------------------------------------------------------------


def states(*records: tuple[EntityType, str, Any]) -> dict[EntityType, dict[str, str]]:
    rebuilt: dict[EntityType, dict[str, str]] = {kind: {} for kind in EntityType}
    for kind, key, doc in records:
        rebuilt[kind][key] = encode(doc)
    return rebuilt


def chosen(*records: tuple[EntityType, str]) -> Iterable[RecordKey]:
    return [RecordKey(*record) for record in records]


def test_records_of_a_backup_are_titles_episodes_files_and_settings() -> None:
    rebuilt = states(
        (EntityType.ITEM, "5", {"id": 5}),
        (EntityType.EPISODE, "70", {"id": 70, "item_id": 5, "season": 1, "number": 2}),
        (EntityType.FILE, "80", {"id": 80, "item_id": 6, "relative_path": "a.mkv"}),
        (EntityType.SETTING, "tag/3", {"id": 3, "type": "tag", "name": "kids"}),
    )
    keys = [(kind, key) for kind, docs in rebuilt.items() for key in docs]
    narrowing = narrowing_of(chosen(*keys), rebuilt, "sonarr.main@3")
    assert narrowing == Narrowing({5}, {5: {"1x2"}}, {6: {"a.mkv"}}, {"tag/3"})


def test_what_was_not_there_then_is_refused() -> None:
    with pytest.raises(UsageError, match=r"sonarr\.main@3"):
        narrowing_of(chosen((EntityType.ITEM, "5")), states(), "sonarr.main@3")


def test_trouble_of_a_side_is_told() -> None:
    film = movie(603)
    now = replace(side(), trouble="radarr.main could not be read now.")
    draft = make_narrow_restore(side(film), now, Narrowing(titles={film.item.id}))
    assert any("could not be read" in note for note in draft.notes)
