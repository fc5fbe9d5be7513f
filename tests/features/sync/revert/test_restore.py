"""A restore brings back what the backup knows, and takes nothing away that it does not know."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.core.domain import Setting
from arrtui.demo.world.catalogue import is_known
from arrtui.features.sync.model import Entry, EntrySubject, Op, PlanDraft, Side, Why
from arrtui.features.sync.revert.restore import make_restore
from tests.demo.library_state import library_state
from tests.features.sync.models import media_file, setting, written
from tests.features.sync.rig import Rig
from tests.features.sync.sides import movie, series, side
from tests.features.sync.strategies import sides

KINDS = pytest.mark.parametrize("kind", ["radarr", "sonarr"])


def items(draft: PlanDraft) -> list[Entry]:
    return [entry for entry in draft.entries if entry.subject is EntrySubject.ITEM]


def only(draft: PlanDraft) -> Entry:
    (entry,) = draft.entries
    return entry


# --- for any two libraries -------------------------------------------------------------------------------


@KINDS
@given(st.data())
@settings(max_examples=25)
def test_nothing_is_restored_to_what_it_is(kind: str, data: st.DataObject) -> None:
    now = data.draw(sides(kind))
    assert make_restore(now, now).entries == []


@KINDS
@given(st.data())
def test_a_restore_never_removes_and_is_complete(kind: str, data: st.DataObject) -> None:
    then, now = data.draw(sides(kind)), data.draw(sides(kind))
    draft = make_restore(then, now)
    assert all(entry.op is not Op.REMOVE for entry in draft.entries)
    assert len({entry.key for entry in draft.entries}) == len(draft.entries)
    after = written(now, draft.entries)
    ids = {one.item.external_id for one in after.titles}
    assert ids >= {one.item.external_id for one in (*then.titles, *now.titles)} - {""}
    assert items(make_restore(then, after)) == []


@KINDS
@given(st.data())
@settings(max_examples=25)
def test_titles_seasons_and_episodes_added_since_are_left_alone(kind: str, data: st.DataObject) -> None:
    then, now = data.draw(sides(kind)), data.draw(sides(kind))
    known = {one.item.external_id: one for one in then.titles}
    for entry in items(make_restore(then, now)):
        title = known[entry.external_id]
        seasons = {str(one.season_number) for one in title.item.seasons}
        assert entry.after.get("seasons", {}).keys() <= seasons
        assert entry.after.get("episodes", {}).keys() <= then.episodes.get(title.item.id, {}).keys()


@KINDS
@given(st.data())
@settings(max_examples=20)
def test_the_order_of_titles_does_not_matter(kind: str, data: st.DataObject) -> None:
    then, now = data.draw(sides(kind)), data.draw(sides(kind))
    mixed = replace(now, titles=now.titles[::-1]), replace(then, titles=then.titles[::-1])
    assert items(make_restore(mixed[1], mixed[0])) == items(make_restore(then, now))


# --- titles ----------------------------------------------------------------------------------------------


def test_a_title_that_is_gone_is_added_with_everything_it_had() -> None:
    film = movie(603, "The Matrix", tags=("kids",))
    then = side(film, label="radarr.main@2026-11-01", media={603: (media_file("a.mkv"),)})
    entry = only(make_restore(then, side(exclusions={"603": "The Matrix"})))
    assert (entry.op, entry.ident, entry.item_id, entry.title) == (Op.ADD, "603", 0, "The Matrix")
    assert entry.after["quality_profile"] == "HD"
    assert entry.after["files"].keys() == {"a.mkv"}
    assert "radarr.main@2026-11-01 has it" in entry.reason
    assert entry.warnings == (
        "It is on the exclusion list of radarr.main, and stays on it; it is added all the same.",
    )


def test_a_folder_that_another_title_has_by_now_is_told() -> None:
    then = side(movie(1, "A", path="/movies/Same"))
    entry = only(make_restore(then, side(movie(2, "B", path="/movies/Same/"))))
    assert entry.warnings == ("Its folder /movies/Same is that of B now, so the app will refuse it.",)


def test_only_the_fields_that_differ_are_changed_back() -> None:
    then = side(movie(1, "A", profile="HD", tags=("kids",)))
    now = side(movie(1, "A", profile="UHD", monitored=False, tags=("kids",)))
    entry = only(make_restore(then, now))
    assert entry.op is Op.UPDATE
    assert entry.now == {"monitored": False, "quality_profile": "UHD"}
    assert entry.after == {"monitored": True, "quality_profile": "HD"}
    assert "monitored, quality profile" in entry.reason


def test_equal_numbers_of_tags_and_profiles_mean_nothing() -> None:
    """The same names under other ids are the same."""
    film = movie(1, "A", tags=("kids",))
    then = replace(side(film), tags={1: "kids"}, profiles={"quality_profile": {1: "HD"}})
    other = replace(film, item=msgspec.structs.replace(film.item, profile_id=9, tags=(5,)))
    now = replace(side(other), tags={5: "kids", 1: "4k"}, profiles={"quality_profile": {9: "HD", 1: "UHD"}})
    assert make_restore(then, now).entries == []


@pytest.mark.parametrize(("held", "moves"), [(1, True), (0, False)])
def test_files_go_back_with_their_folder_where_the_app_has_them_in_the_new_one(
    held: int, moves: bool
) -> None:
    then, now = side(movie(1, "A", root="/movies")), side(movie(1, "A", root="/kids", files=held))
    entry = only(make_restore(then, now))
    assert entry.after == {"path": "/movies/A (1999)", "root_folder": "/movies"}
    assert entry.move_files is moves
    assert bool(entry.warnings) is moves


def test_a_root_folder_nobody_registered_is_not_written() -> None:
    then = side(movie(1, "A", root="/old"))
    entry = only(make_restore(then, side(movie(1, "A", root="/movies"))))
    assert entry.after == {"path": "/old/A (1999)"}


def test_a_season_written_back_takes_its_single_episodes_along() -> None:
    then = side(
        series(1, "S", seasons={1: True}), name="sonarr.main", episodes={1: {"1x1": True, "1x2": False}}
    )
    now = side(
        series(1, "S", seasons={1: False, 2: True}),
        name="sonarr.main",
        episodes={1: {"1x1": False, "1x2": False, "2x1": True}},
    )
    entry = only(make_restore(then, now))
    assert entry.after == {"seasons": {"1": True}, "episodes": {"1x2": False}}
    assert entry.now == {"seasons": {"1": False}, "episodes": {"1x2": False}}


def test_facts_of_files_come_back_and_lost_files_are_told() -> None:
    film = movie(1, "A")
    then = side(film, media={1: (media_file("a.mkv", release_group="FLUX"), media_file("b.mkv", id=2))})
    now = side(film, media={1: (media_file("a.mkv", id=8, release_group=""),)})
    draft = make_restore(then, now)
    assert only(draft).after == {"files": {"a.mkv": {"release_group": "FLUX"}}}
    assert only(draft).now == {"files": {"a.mkv": {"release_group": ""}}}
    assert any("1 file of the backup" in note for note in draft.notes)


def test_titles_without_an_id_of_their_own_are_told() -> None:
    then = side(movie(0, "No id"), movie(7, "Once"), movie(7, "Twice"))
    draft = make_restore(then, side())
    assert draft.entries == []
    assert {(one.why, one.title) for one in draft.left_out} == {
        (Why.UNMATCHED, "No id"),
        (Why.UNMATCHED, "Once"),
        (Why.UNMATCHED, "Twice"),
    }


def test_titles_added_since_are_listed_as_staying() -> None:
    draft = make_restore(side(movie(1, "A")), side(movie(1, "A"), movie(2, "B")))
    assert [(one.why, one.title) for one in draft.left_out] == [(Why.SAME, "A"), (Why.KEPT, "B")]


def test_what_no_api_gives_back_is_said() -> None:
    notes = " ".join(make_restore(side(movie(1, "A")), side()).notes)
    assert all(word in notes for word in ("first came", "history", "last search", "original path"))


# --- exclusions ------------------------------------------------------------------------------------------


def test_exclusions_come_back_and_those_added_since_stay() -> None:
    row = setting("exclusion", 1, "A", tmdbId=1, movieTitle="A", movieYear=1999)
    then, now = side(exclusions={"1": "A"}, settings=[row]), side(exclusions={"2": "B"})
    entry = only(make_restore(then, now))
    assert (entry.subject, entry.op, entry.ident) == (EntrySubject.EXCLUSION, Op.ADD, "1")
    assert entry.after == {"external_id": 1, "title": "A", "year": 1999}


# --- settings --------------------------------------------------------------------------------------------

TAGS = (setting("tag", 1, "kids", label="kids"), setting("tag", 2, "4k", label="4k"))
NAMING = setting("naming", 1, "", renameMovies=True)


def profile(id: int, name: str = "HD", *, scores: dict[str, int] | None = None, **body: object) -> Setting:
    rows = [
        {"format": n, "name": key, "score": one} for n, (key, one) in enumerate((scores or {}).items(), 1)
    ]
    return setting("quality_profile", id, name, name=name, formatItems=rows, **{"cutoff": 3, **body})


def changes(then: list[Setting], now: list[Setting]) -> list[Entry]:
    return make_restore(side(settings=then), side(settings=now)).entries


def test_settings_come_before_titles_and_each_after_what_it_refers_to() -> None:
    then = side(
        movie(1, "A", collection_id=77),
        movie(2, "B"),
        exclusions={"9": "X"},
        settings=[
            setting("collection", 1, "C", tmdbId=77, title="C", monitored=True),
            setting("naming", 1, "", renameMovies=True),
            profile(4),
            setting("custom_format", 1, "F", name="F", specifications=[]),
            setting("root_folder", 1, "/movies", path="/movies"),
            setting("delay_profile", 2, "", tags=[1], order=1),
            setting("indexer", 1, "I", name="I", implementation="Newznab", priority=1),
            *TAGS,
        ],
    )
    now = side(
        movie(2, "B", profile="UHD"),
        settings=[
            setting("naming", 1, "", renameMovies=False),
            setting("indexer", 1, "I", name="I", implementation="Newznab", priority=2),
        ],
    )
    assert [entry.ident for entry in make_restore(then, now).entries] == [
        "tag/kids",
        "tag/4k",
        "custom_format/F",
        "quality_profile/HD",
        "root_folder//movies",
        "delay_profile/kids",
        "naming/naming",
        "indexer/I",
        "1",
        "2",
        "9",
        "collection/77",
    ]


def test_sizes_of_a_quality_come_back_whole_and_equal_rules_stay() -> None:
    web = {"quality": {"id": 3, "name": "WEBDL-1080p"}, "title": "WEB"}
    rule = {"name": "Kids", "tags": [1], "specifications": []}
    then = [*TAGS, setting("auto_tag", 1, "Kids", **rule), setting("quality_definition", 3, "WEB", **web)]
    now = [*TAGS, setting("auto_tag", 9, "Kids", **rule),
           setting("quality_definition", 3, "WEB", **web, minSize=1.5, maxSize=50.0)]  # fmt: skip
    (entry,) = changes(then, now)
    assert (entry.op, entry.ident) == (Op.UPDATE, "quality_definition/WEBDL-1080p")
    assert entry.after == {"body": {"minSize": None, "maxSize": None}}


def test_settings_added_since_stay() -> None:
    assert changes([NAMING], [NAMING, *TAGS, profile(1)]) == []


def test_a_profile_is_told_by_its_name_whatever_its_id() -> None:
    old = profile(4, scores={"A": 100, "B": 0}, upgradeAllowed=True)
    new = profile(9, scores={"B": 5, "A": 100, "C": 7}, upgradeAllowed=False)
    (entry,) = changes([old], [new])
    assert entry.after == {"body": {"upgradeAllowed": True}, "formats": {"B": 0, "C": 0}}
    assert entry.now == {"body": {"upgradeAllowed": False}, "formats": {"B": 5, "C": 7}}


def test_a_renamed_profile_is_added_by_its_old_name_and_nothing_is_renamed() -> None:
    then = replace(side(settings=[profile(4, "HD")]), profiles={"quality_profile": {4: "HD"}})
    now = replace(side(settings=[profile(4, "HD new")]), profiles={"quality_profile": {4: "HD new"}})
    draft = make_restore(then, now)
    assert [(one.op, one.ident) for one in draft.entries] == [(Op.ADD, "quality_profile/HD")]
    assert any("HD is called HD new now" in note for note in draft.notes)


def test_qualities_the_app_learnt_since_do_not_differ_for_ever() -> None:
    old_item = {"quality": {"id": 1, "name": "SDTV"}, "items": [], "allowed": True}
    new_item = {"quality": {"id": 99, "name": "New"}, "items": [], "allowed": False}
    assert changes([profile(4, items=[old_item])], [profile(4, items=[new_item, old_item])]) == []


def test_delay_profiles_are_known_by_their_labels() -> None:
    old = [*TAGS, setting("delay_profile", 1, "", tags=[], usenetDelay=0),
           setting("delay_profile", 2, "", tags=[1], usenetDelay=30, order=1)]  # fmt: skip
    new = [setting("tag", 8, "kids", label="kids"), setting("tag", 9, "4k", label="4k"),
           setting("delay_profile", 1, "", tags=[], usenetDelay=0),
           setting("delay_profile", 5, "", tags=[8, 9], usenetDelay=60, order=4)]  # fmt: skip
    (entry,) = changes(old, new)
    assert (entry.op, entry.ident) == (Op.UPDATE, "delay_profile/kids")
    assert entry.after == {"body": {"usenetDelay": 30}, "tags": ["kids"]}
    assert entry.now == {"body": {"usenetDelay": 60}, "tags": ["4k", "kids"]}


def test_two_that_fit_one_are_told_apart() -> None:
    def delay(id: int, *tags: int) -> Setting:
        return setting("delay_profile", id, "", tags=[*tags], order=id)

    def terms(id: int, *ignored: str, on: bool = True) -> Setting:
        return setting("release_profile", id, "a", name="a", required=[], ignored=[*ignored], enabled=on)

    split, added = changes([*TAGS, delay(2, 1), delay(3, 2)], [*TAGS, delay(2, 1, 2)])
    assert [(one.op, one.ident) for one in (split, added)] == [
        (Op.UPDATE, "delay_profile/kids"),
        (Op.ADD, "delay_profile/4k"),
    ]
    (entry,) = changes([terms(1, "cam")], [terms(5, "x"), terms(6, "cam", on=False)])
    assert (entry.op, entry.ident) == (Op.UPDATE, "release_profile/a (ignored cam)")
    assert entry.after == {"body": {"enabled": True}}


def indexer(**values: object) -> Setting:
    fields = [{"name": "apiKey", "value": values.pop("key", "********")}, {"name": "url", "value": "u"}]
    return setting(
        "indexer", 1, "I", **{"name": "I", "implementation": "Newznab", "fields": fields, **values}
    )


def test_a_provider_is_changed_back_and_its_secret_left_alone() -> None:
    (entry,) = changes([indexer(priority=1, key="")], [indexer(priority=25)])
    assert entry.after == {"body": {"priority": 1}}
    assert changes([indexer()], [indexer(key="")]) == []


def test_a_provider_that_is_gone_comes_back_switched_off_with_what_to_type() -> None:
    then = side(settings=[indexer(enableRss=True, priority=4)])
    draft = make_restore(then, side())
    (entry,) = draft.entries
    assert (entry.op, entry.after["body"]["enableRss"], entry.after["body"]["priority"]) == (Op.ADD, False, 4)
    assert any("Settings > Indexers > I: API key" in note for note in draft.notes)
    off = side(settings=[indexer(enableRss=False, priority=4, key="")])
    again = make_restore(then, off)
    assert (again.entries, again.notes) == ([], draft.notes), "it has no key yet"
    typed = side(settings=[indexer(enableRss=False, priority=4)])
    (entry,) = make_restore(then, typed).entries
    assert entry.after == {"body": {"enableRss": True}}


def test_what_refers_to_something_unknown_is_told_and_left_as_it_is() -> None:
    rule = {"name": "Kids", "tags": [1, 77], "specifications": []}
    draft = make_restore(side(settings=[*TAGS, setting("auto_tag", 1, "Kids", **rule)]), side(settings=TAGS))
    assert draft.entries == []
    (left_out,) = draft.left_out
    assert "tag #77" in left_out.reason
    now = [*TAGS, setting("auto_tag", 1, "Kids", **(rule | {"tags": [2]}), removeTagsAutomatically=True)]
    then = [*TAGS, setting("auto_tag", 1, "Kids", **rule, removeTagsAutomatically=False)]
    (entry,) = changes(then, now)
    assert entry.after == {"body": {"removeTagsAutomatically": False}}
    assert "tag #77" in entry.warnings[0]


def test_delay_profiles_come_back_in_their_order() -> None:
    def delay(id: int, tag: int, order: int) -> Setting:
        return setting("delay_profile", id, "", tags=[tag], order=order)

    then = [*TAGS, setting("tag", 3, "hd", label="hd"), delay(2, 1, 1), delay(3, 2, 2), delay(4, 3, 3)]
    now = [*then[:3], delay(3, 2, 1), delay(2, 1, 2)]
    moved, added = changes(then, now)
    assert (moved.ident, moved.now, moved.after) == ("delay_profile/kids", {"follows": "4k"}, {"follows": ""})
    assert (added.ident, added.op, added.after["follows"]) == ("delay_profile/hd", Op.ADD, "4k")


def test_another_sort_of_provider_under_the_same_name_is_left_alone() -> None:
    assert changes([indexer(priority=1)], [indexer(priority=2, implementation="Torznab")]) == []


def test_a_provider_refers_to_others_by_name() -> None:
    client = [setting("download_client", 3, "sab", name="sab", implementation="Sabnzbd")]
    other = [setting("download_client", 8, "sab", name="sab", implementation="Sabnzbd"),
             setting("download_client", 3, "qbit", name="qbit", implementation="QBittorrent")]  # fmt: skip
    assert changes([*client, indexer(downloadClientId=3)], [*other, indexer(downloadClientId=8)]) == []
    (entry,) = changes([*client, indexer(downloadClientId=3)], [*other, indexer(downloadClientId=3)])
    assert (entry.now, entry.after) == ({"download_client": "qbit"}, {"download_client": "sab"})


def test_collections_are_changed_back_and_come_with_their_movies() -> None:
    def collection(**values: object) -> Setting:
        return setting("collection", 1, "C", **{"tmdbId": 77, "title": "C", "monitored": True, **values})

    (entry,) = changes(
        [profile(4), collection(qualityProfileId=4)], [profile(4), collection(monitored=False)]
    )
    assert entry.after == {"body": {"monitored": True}, "quality_profile": "HD"}
    assert changes([collection()], []) == []


def test_the_sides_troubles_are_passed_on() -> None:
    then: Side = replace(side(), trouble="the list was shorter than usual")
    assert make_restore(then, side()).notes == ("radarr.main: the list was shorter than usual",)


# --- over real HTTP --------------------------------------------------------------------------------------


async def _damage(rig: Rig, name: str, then: Side) -> int:
    """Remove and change titles, episodes and files, and add a title; return its external id."""
    first, second, third, *_ = (one.item for one in then.titles if one.files)
    async with rig.client(name) as client:
        await client.remove([first.id], delete_files=False, exclude=True)
        profile = next(number for number in then.profiles["quality_profile"] if number != second.profile_id)
        changes = {"monitored": not second.monitored, "qualityProfileId": profile, "tags": []}
        await client.edit([second.id], changes | {"applyTags": "replace"})
        held = await client.title(third.id)
        assert held is not None
        seasons = [one | {"monitored": not one["monitored"]} for one in held.raw.get("seasons", ())]
        await client.put(held.raw | ({"seasons": seasons} if seasons else {"minimumAvailability": "tba"}))
        file = then.media[second.id][0]
        await client.edit_files(
            [{"id": file.id, "releaseGroup": "OTHER", "languages": [{"id": 9, "name": "?"}]}]
        )
        number = next(one for one in range(2_000, 9_000) if is_known(one) and not _has(then, one))
        root = {"rootFolderPath": then.roots[0].path, "qualityProfileId": profile, "tags": []}
        ids = {"tmdbId": number, "tvdbId": number, "title": "Since", "year": 2020}
        await client.add(ids | root | {"addOptions": {"monitor": "skip" if seasons else "movieOnly"}})
    return number


def _has(shown: Side, number: int) -> bool:
    return any(one.item.external_id == str(number) for one in shown.titles)


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_a_library_comes_back_and_what_was_added_since_stays(rig: Rig, name: str) -> None:
    await rig.back_up(name)
    then = rig.side(name, episodes=True, files=True)
    number = await _damage(rig, name, then)
    await rig.back_up(name)
    draft = make_restore(then, rig.side(name, episodes=True, files=True))
    assert {one.op for one in draft.entries} == {Op.ADD, Op.UPDATE}
    plan = rig.save(draft)
    await rig.apply(plan, name)
    assert rig.problems(plan) == []
    await rig.back_up(name)
    restored = rig.side(name, episodes=True, files=True)
    assert make_restore(then, restored).entries == []
    assert _has(restored, number)


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_the_list_of_exclusions_is_read_once_however_many_come_back(rig: Rig, name: str) -> None:
    app = rig.app(name)
    await rig.back_up(name)
    then = rig.side(name, episodes=True, files=True)
    app.store.exclusions.clear()
    await rig.back_up(name)
    plan = rig.save(make_restore(then, rig.side(name, episodes=True, files=True)))
    app.reset_requests()
    await rig.apply(plan, name)
    assert len(app.store.exclusions) == len(then.exclusions) > 1
    read = [path for method, path in app.requests if method == "GET" and "exclusion" in path]
    # Once by the snapshot before the apply, once by the apply, once to read back what it wrote.
    assert read == [f"/api/v3/{app.store.spec.exclusion_path}/paged"] * 3


async def test_collections_come_back_as_they_were_after_a_total_loss(rig: Rig) -> None:
    """Radarr makes each with the settings of the first movie that it refreshes."""
    name = "radarr.main"
    for number, row in enumerate(rig.app(name).store.all_collections().values()):
        row |= {"monitored": True, "minimumAvailability": "announced", "searchOnAdd": number % 2 == 0}
    await rig.back_up(name)
    then, before = rig.side(name, episodes=True, files=True), library_state(rig.app(name))
    assert before["settings"]["collection"]
    async with rig.client(name) as client:
        await client.remove([title.item.id for title in then.titles], delete_files=False, exclude=False)
    assert library_state(rig.app(name))["settings"]["collection"] == {}
    await rig.back_up(name)
    plan_id = rig.save(make_restore(then, rig.side(name, episodes=True, files=True)))
    await rig.apply(plan_id, name)
    assert rig.problems(plan_id) == []
    assert library_state(rig.app(name))["settings"]["collection"] == before["settings"]["collection"]
    await rig.back_up(name)
    assert make_restore(then, rig.side(name, episodes=True, files=True)).entries == []
