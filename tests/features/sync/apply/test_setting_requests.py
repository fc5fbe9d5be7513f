"""One setting becomes one write, in the ids of the instance that is written."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from arrtui.core.apps import Kind
from arrtui.core.domain import SettingType
from arrtui.core.errors import CannotWriteError
from arrtui.features.sync.apply.setting_lookup import RemoteSettings
from arrtui.features.sync.apply.setting_requests import (
    SettingWrite,
    setting_before,
    setting_conflict,
    setting_write,
)
from arrtui.features.sync.model import (
    Entry,
    EntryOutcome,
    EntrySubject,
    Op,
    PlanDraft,
    PlannedEntry,
    entry_key,
)
from arrtui.features.sync.revert.restore import make_restore
from tests.features.sync.rig import Rig

TAGS = [{"id": 8, "label": "kids"}, {"id": 9, "label": "4k"}]
FORMATS = [{"id": 5, "name": "A", "specifications": []}, {"id": 6, "name": "New", "specifications": []}]


def entry(op: Op, ident: str, after: dict[str, Any] | None = None, **more: Any) -> PlannedEntry:
    key = entry_key("radarr.main", EntrySubject.SETTING, ident)
    values = {"subject": EntrySubject.SETTING, "ident": ident, "after": after or {}, **more}
    return PlannedEntry(position=0, entry=Entry(key=key, instance="radarr.main", op=op, **values))


def write(one: PlannedEntry, **current: list[dict[str, Any]]) -> SettingWrite | None:
    return setting_write(one, RemoteSettings({SettingType(name): rows for name, rows in current.items()}))


# --- plain settings --------------------------------------------------------------------------------------


def test_a_tag_is_made_in_small_letters_and_only_once() -> None:
    one = entry(Op.ADD, "tag/kids", {"body": {"id": 3, "label": "Kids"}})
    assert write(one, tag=[]) == SettingWrite(SettingType.TAG, "post", 0, {"label": "kids"})
    assert write(one, tag=TAGS) is None


def test_a_root_folder_is_the_same_with_a_slash_at_its_end() -> None:
    one = entry(Op.ADD, "root_folder//movies", {"body": {"path": "/movies"}})
    assert write(one, root_folder=[{"id": 1, "path": "/movies/", "freeSpace": 5}]) is None
    made = write(one, root_folder=[{"id": 1, "path": "/movies4k"}])
    assert made == SettingWrite(SettingType.ROOT_FOLDER, "post", 0, {"path": "/movies"})


@pytest.mark.parametrize(
    ("ident", "rows"),
    [
        ("tag/kids", TAGS),
        ("root_folder//movies", [{"id": 8, "path": "/movies"}]),
        ("custom_format/A", [{"id": 8, "name": "A"}]),
        ("quality_profile/HD", [{"id": 8, "name": "HD", "items": []}]),
    ],
)
def test_what_was_added_is_deleted_by_its_name(ident: str, rows: list[dict[str, Any]]) -> None:
    one = entry(Op.REMOVE, ident)
    type_ = SettingType(ident.partition("/")[0])
    assert setting_write(one, RemoteSettings({type_: rows})) == SettingWrite(type_, "delete", 8, {})
    assert setting_write(one, RemoteSettings({type_: []})) is None


def test_naming_is_changed_where_it_is_and_what_nobody_knows_is_kept() -> None:
    one = entry(Op.UPDATE, "naming/naming", {"body": {"renameMovies": True}})
    raw = {"id": 1, "renameMovies": False, "newKey": 4}
    found = write(one, naming=[raw])
    assert found == SettingWrite(SettingType.NAMING, "put", 1, {"id": 1, "renameMovies": True, "newKey": 4})
    assert write(one, naming=[raw | {"renameMovies": True}]) is None


def test_edits_count() -> None:
    one = entry(Op.UPDATE, "naming/naming", {"body": {"renameMovies": True}})
    planned = replace(one, edits={"body": {"renameMovies": False}})
    assert write(planned, naming=[{"id": 1, "renameMovies": False}]) is None


# --- formats and profiles --------------------------------------------------------------------------------


def test_of_a_custom_format_only_what_the_apps_read_counts() -> None:
    spec = {"name": "s", "implementation": "ReleaseTitleSpecification", "negate": False, "required": True}
    wanted = [spec | {"fields": [{"name": "value", "value": "x"}]}]
    raw_fields = [{"order": 0, "name": "value", "label": "Value", "value": "x", "type": "textbox"}]
    given = spec | {"id": 7, "implementationName": "Title", "fields": raw_fields}
    raw = {"id": 5, "name": "A", "includeCustomFormatWhenRenaming": False, "specifications": [given]}
    body = {"name": "A", "includeCustomFormatWhenRenaming": False, "specifications": wanted}
    assert write(entry(Op.UPDATE, "custom_format/A", {"body": body}), custom_format=[raw]) is None
    made = write(entry(Op.ADD, "custom_format/A", {"body": body | {"id": 77}}), custom_format=[])
    assert made == SettingWrite(SettingType.CUSTOM_FORMAT, "post", 0, body)


def test_a_profile_gets_every_format_of_now_by_name() -> None:
    """Unknown formats are dropped, new ones score 0, and no id of the backup is sent."""
    stored = {"id": 40, "name": "HD", "cutoff": 3, "items": [],
              "formatItems": [{"format": 1, "name": "A", "score": 100},
                              {"format": 2, "name": "Gone", "score": 5}]}  # fmt: skip
    one = entry(Op.ADD, "quality_profile/HD", {"body": stored})
    made = write(one, quality_profile=[], custom_format=FORMATS)
    assert made is not None
    assert made.body == {
        "name": "HD",
        "cutoff": 3,
        "items": [],
        "formatItems": [
            {"format": 5, "name": "A", "score": 100},
            {"format": 6, "name": "New", "score": 0},
        ],
    }


def test_a_changed_profile_keeps_the_scores_that_are_not_named() -> None:
    rows = [{"format": 5, "name": "A", "score": 1}, {"format": 6, "name": "New", "score": 7}]
    raw = {"id": 4, "name": "HD", "cutoff": 3, "items": [], "formatItems": rows}
    one = entry(Op.UPDATE, "quality_profile/HD", {"formats": {"A": 100, "Gone": 5}})
    made = write(one, quality_profile=[raw], custom_format=FORMATS)
    assert made is not None
    assert (made.method, made.id) == ("put", 4)
    assert [row["score"] for row in made.body["formatItems"]] == [100, 7]
    raw["formatItems"] = made.body["formatItems"]
    assert write(one, quality_profile=[raw], custom_format=FORMATS) is None


def test_a_quality_the_app_learnt_since_is_put_in_as_not_allowed() -> None:
    def item(number: int, allowed: bool) -> dict[str, Any]:
        return {"quality": {"id": number, "name": str(number)}, "items": [], "allowed": allowed}

    group = {"id": 1000, "name": "WEB", "allowed": True, "items": [item(2, True), item(3, True)]}
    other = {"id": 1, "name": "Any", "items": [item(9, True), item(1, True), group]}
    body = {"name": "HD", "items": [item(1, True), group]}
    made = write(
        entry(Op.ADD, "quality_profile/HD", {"body": body}), quality_profile=[other], custom_format=[]
    )
    assert made is not None
    assert made.body["items"] == [item(9, False), item(1, True), group]


# --- what refers to others -------------------------------------------------------------------------------


def test_a_tag_id_of_the_backup_never_reaches_the_instance() -> None:
    after = {"body": {"id": 2, "usenetDelay": 30, "tags": [1], "order": 3}, "tags": ["kids"]}
    made = write(entry(Op.ADD, "delay_profile/kids", after), delay_profile=[], tag=TAGS)
    assert made == SettingWrite(SettingType.DELAY_PROFILE, "post", 0, {"usenetDelay": 30, "tags": [8]})


def test_a_delay_profile_is_found_by_a_label_it_still_has() -> None:
    raw = [
        {"id": 1, "tags": [], "usenetDelay": 0, "order": 2147483647},
        {"id": 6, "tags": [8, 9], "usenetDelay": 30, "order": 1},
    ]
    one = entry(Op.UPDATE, "delay_profile/kids", {"tags": ["kids"]})
    made = write(one, delay_profile=raw, tag=TAGS)
    assert made is not None
    assert (made.id, made.body) == (6, {"id": 6, "tags": [8], "usenetDelay": 30, "order": 1})
    with pytest.raises(CannotWriteError, match="default one"):
        write(entry(Op.REMOVE, "delay_profile/default"), delay_profile=raw, tag=TAGS)


@pytest.mark.parametrize(
    ("after", "missing"),
    [
        ({"tags": ["gone"]}, "no tag gone"),
        ({"quality_profile": "Gone"}, "no quality profile named Gone"),
        ({"download_client": "Gone"}, "no download client named Gone"),
    ],
)
def test_what_is_referred_to_and_missing_is_named(after: dict[str, Any], missing: str) -> None:
    raw = {"id": 1, "name": "I", "tags": [], "qualityProfileId": 0, "downloadClientId": 0}
    with pytest.raises(CannotWriteError, match=missing):
        write(entry(Op.UPDATE, "indexer/I", after), indexer=[raw], tag=[])


def test_a_collection_is_known_by_its_number_and_written_in_names() -> None:
    raw = {"id": 3, "tmdbId": 77, "title": "Translated", "monitored": False, "qualityProfileId": 1,
           "rootFolderPath": "/movies", "movies": [{"tmdbId": 1}], "tags": []}  # fmt: skip
    one = entry(Op.UPDATE, "collection/77", {"body": {"monitored": True}, "quality_profile": "HD"})
    profiles = [{"id": 1, "name": "Any"}, {"id": 9, "name": "HD"}]
    made = write(one, collection=[raw], quality_profile=profiles, tag=[])
    assert made == SettingWrite(
        SettingType.COLLECTION, "put", 3, raw | {"monitored": True, "qualityProfileId": 9}
    )
    with pytest.raises(CannotWriteError, match="Radarr makes it"):
        write(one, collection=[], quality_profile=profiles, tag=[])


# --- providers and secrets -------------------------------------------------------------------------------


def provider(key: str = "********") -> dict[str, Any]:
    fields = [
        {"order": 0, "name": "apiKey", "value": key, "privacy": "apiKey"},
        {"name": "url", "value": "u"},
    ]
    return {"id": 2, "name": "I", "implementation": "Newznab", "priority": 25, "fields": fields, "tags": [9]}


def test_stars_mean_keep_whatever_the_app_gives() -> None:
    """An older app gives the key itself: it goes back to it, and stars never take its place."""
    stored = [{"name": "apiKey", "value": "********"}, {"name": "url", "value": "new"}]
    one = entry(Op.UPDATE, "indexer/I", {"body": {"priority": 1, "fields": stored}})
    for key in ("********", "clear-text"):
        made = write(one, indexer=[provider(key)], tag=TAGS)
        assert made is not None
        assert [field["value"] for field in made.body["fields"]] == [key, "new"]
        assert (made.body["priority"], made.body["tags"]) == (1, [9])
    only_stars = entry(Op.UPDATE, "indexer/I", {"fields": {"apiKey": "********"}})
    assert write(only_stars, indexer=[provider("clear-text")], tag=TAGS) is None


TEMPLATE = {
    "implementation": "Newznab", "configContract": "NewznabSettings", "enableRss": True, "priority": 25,
    "fields": [{"name": "apiKey", "privacy": "apiKey"}, {"name": "url"}, {"name": "new", "value": 7}],
}  # fmt: skip


def test_a_new_provider_is_what_the_app_proposes_for_its_kind_without_stars() -> None:
    body = {"name": "I", "implementation": "Newznab", "enableRss": False}
    after = {"body": body, "fields": {"apiKey": "********", "url": "u"}, "tags": ["4k"]}
    rows: dict[SettingType, list[dict[str, Any]]] = {SettingType.INDEXER: [], SettingType.TAG: TAGS}
    one = entry(Op.ADD, "indexer/I", after)
    made = setting_write(one, RemoteSettings(rows, templates=[{"implementation": "Torznab"}, TEMPLATE]))
    assert made is not None
    assert (made.method, made.body["enableRss"], made.body["tags"]) == ("post", False, [9])
    values = [(row["name"], row.get("value")) for row in made.body["fields"]]
    assert values == [("apiKey", None), ("url", "u"), ("new", 7)]
    with pytest.raises(CannotWriteError, match="knows no Newznab"):
        setting_write(one, RemoteSettings(rows))


def test_a_provider_is_deleted_only_where_nothing_is_lost() -> None:
    rows = {"indexer": [provider()], "tag": TAGS}
    with pytest.raises(CannotWriteError, match="could not be brought back"):
        write(entry(Op.REMOVE, "indexer/I"), **rows)
    assert write(entry(Op.REMOVE, "indexer/I", undoes_addition=True), **rows) is not None
    assert write(entry(Op.REMOVE, "indexer/I"), indexer=[provider("")], tag=TAGS) is not None


def test_a_part_of_a_setting_that_was_kept_back_is_never_made_up() -> None:
    spec = {"name": "s", "implementation": "X", "fields": [{"name": "value", "value": "********"}]}
    with pytest.raises(CannotWriteError, match="kept back as a secret"):
        write(
            entry(Op.ADD, "custom_format/F", {"body": {"name": "F", "specifications": [spec]}}),
            custom_format=[],
        )


def test_what_is_gone_is_not_made_up_from_a_part_of_it() -> None:
    with pytest.raises(CannotWriteError, match="not there any more"):
        write(
            entry(Op.UPDATE, "quality_profile/HD", {"body": {"cutoff": 3}}),
            quality_profile=[],
            custom_format=[],
        )


def test_a_new_profile_is_what_the_app_proposes_with_the_wanted_parts_in_it() -> None:
    """A snapshot of an older version lacks keys that the app demands since."""
    one = entry(Op.ADD, "quality_profile/HD", {"body": {"name": "HD", "cutoff": 7}, "formats": {"A": 5}})
    proposed = {"name": "", "cutoff": 0, "minUpgradeFormatScore": 1, "formatItems": []}
    rows = {SettingType.QUALITY_PROFILE: list[dict[str, Any]](), SettingType.CUSTOM_FORMAT: FORMATS[:1]}
    made = setting_write(one, RemoteSettings(rows, templates=[proposed]))
    assert made is not None
    scores = [{"name": "A", "score": 5, "format": 5}]
    body = {"name": "HD", "cutoff": 7, "minUpgradeFormatScore": 1, "formatItems": scores}
    assert (made.method, made.body) == ("post", body)


# --- what the journal and a conflict need ----------------------------------------------------------------


def test_the_journal_notes_what_is_written_and_no_secret() -> None:
    one = entry(Op.UPDATE, "indexer/I", {"body": {"priority": 1}, "fields": {"apiKey": "x", "url": "new"}})
    current = RemoteSettings({SettingType.INDEXER: [provider("clear-text")], SettingType.TAG: TAGS})
    assert setting_before(one, current) == {
        "body": {"priority": 25},
        "fields": {"apiKey": "********", "url": "u"},
    }
    assert setting_before(one, RemoteSettings({SettingType.INDEXER: []})) is None
    whole = setting_before(entry(Op.REMOVE, "indexer/I"), current)
    assert whole is not None
    assert whole["tags"] == ["4k"]


def test_a_conflict_names_what_somebody_else_changed() -> None:
    one = entry(
        Op.UPDATE,
        "indexer/I",
        {"body": {"priority": 1}, "tags": []},
        now={"body": {"priority": 25}, "tags": ["4k"]},
    )
    rows = {SettingType.INDEXER: [provider()], SettingType.TAG: TAGS}
    assert setting_conflict(one, RemoteSettings(rows)) == ""
    rows[SettingType.INDEXER] = [provider() | {"priority": 1}]
    assert setting_conflict(one, RemoteSettings(rows)) == ""
    rows[SettingType.INDEXER] = [provider() | {"priority": 7}]
    assert setting_conflict(one, RemoteSettings(rows)) == "changed meanwhile: priority"
    assert setting_conflict(one, RemoteSettings({SettingType.INDEXER: []})) == "it is not there any more"
    added = entry(Op.ADD, "tag/kids", {"body": {"label": "kids"}})
    assert setting_conflict(added, RemoteSettings({SettingType.TAG: TAGS})) == ""


# --- over real HTTP --------------------------------------------------------------------------------------


async def _break(rig: Rig, name: str) -> None:
    """Change, add and delete settings and titles of an instance as a person would."""
    async with rig.client(name) as client:
        raw = {type_: await client.raw_settings(type_) for type_ in SettingType if type_ in _types(name)}
        await client.delete_setting(SettingType.CUSTOM_FORMAT, raw[SettingType.CUSTOM_FORMAT][0]["id"])
        unused = next(one for one in raw[SettingType.TAG] if one["label"] == "unused")
        await client.delete_setting(SettingType.TAG, unused["id"])
        await client.create_tag("since")
        for type_, changes in (
            (SettingType.NAMING, {"replaceIllegalCharacters": False}),
            (SettingType.MEDIA_MANAGEMENT, {"recycleBinCleanupDays": 3}),
            (SettingType.INDEXER, {"priority": 3}),
            (SettingType.IMPORT_LIST, {"qualityProfileId": raw[SettingType.QUALITY_PROFILE][1]["id"]}),
            (SettingType.DELAY_PROFILE, {"usenetDelay": 77}),
        ):
            first = raw[type_][0]
            await client.put_setting(type_, first["id"], first | changes)
        if raw.get(SettingType.COLLECTION):
            first = raw[SettingType.COLLECTION][0]
            changed = first | {"monitored": not first["monitored"]}
            await client.put_setting(SettingType.COLLECTION, first["id"], changed)


def _types(name: str) -> set[SettingType]:
    return {*Kind(name.partition(".")[0]).app.settings, SettingType.ROOT_FOLDER}


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_settings_come_back_from_a_backup_and_that_is_undone(rig: Rig, name: str) -> None:
    await rig.back_up(name)
    then = rig.side(name, episodes=True, files=True)
    await _break(rig, name)
    await rig.back_up(name)
    broken = rig.side(name, episodes=True, files=True)
    draft = make_restore(then, broken)
    plan = rig.save(draft)
    await rig.apply(plan, name)
    assert rig.problems(plan) == []
    await rig.back_up(name)
    restored = rig.side(name, episodes=True, files=True)
    assert make_restore(then, restored).entries == []
    assert "since" in restored.tags.values()
    undone = await rig.undo(plan, name)
    await rig.apply(undone, name)
    assert rig.problems(undone) == []
    await rig.back_up(name)
    again = rig.side(name, episodes=True, files=True)
    assert make_restore(broken, again).entries == []
    assert make_restore(again, broken).entries == []


async def test_a_setting_changed_meanwhile_is_not_overwritten(rig: Rig) -> None:
    name = "radarr.main"
    await rig.back_up(name)
    raw = rig.app(name).store.configs["naming"]
    one = entry(
        Op.UPDATE,
        "naming/naming",
        {"body": {"colonReplacementFormat": "delete"}},
        now={"body": {"colonReplacementFormat": raw["colonReplacementFormat"]}},
    )
    plan = rig.save(PlanDraft(entries=[one.entry]))
    raw["colonReplacementFormat"] = "smart"
    await rig.apply(plan, name)
    assert rig.outcomes(plan) == [EntryOutcome.CONFLICTED]
    assert rig.problems(plan) == ["Nothing was written: changed meanwhile: colon replacement format."]
    assert rig.app(name).store.configs["naming"]["colonReplacementFormat"] == "smart"
