"""Each type of setting in a form without ids, and back into the ids of another instance."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.clients import convert
from arrtui.core.domain import SettingType
from arrtui.features.sync.apply.setting_lookup import RemoteSettings
from arrtui.features.sync.apply.setting_requests import setting_write
from arrtui.features.sync.fields.setting_forms import (
    references_of,
    setting_entry,
    setting_form,
    unknown_references,
)
from arrtui.features.sync.fields.setting_index import SettingIndex, setting_ident
from arrtui.features.sync.fields.setting_names import SettingNames, setting_names
from arrtui.features.sync.model import Op, PlannedEntry
from tests.features.sync.models import setting

T = SettingType


def others(shift: int) -> dict[SettingType, list[dict[str, Any]]]:
    """Return what settings refer to, with ids of an instance of its own."""
    return {
        T.TAG: [{"id": 1 + shift, "label": "kids"}, {"id": 2 + shift, "label": "1"}],
        T.QUALITY_PROFILE: [{"id": 4 + shift, "name": "HD", "items": []}],
        T.INDEXER: [{"id": 6 + shift, "name": "NZB", "implementation": "Newznab"}],
        T.DOWNLOAD_CLIENT: [{"id": 8 + shift, "name": "sab", "implementation": "Sabnzbd"}],
    }


def condition(implementation: str, value: Any) -> dict[str, Any]:
    fields = [{"name": "value", "value": value}]
    return {
        "name": "c",
        "implementation": implementation,
        "negate": False,
        "required": True,
        "fields": fields,
    }


RELEASE = {"name": "no", "enabled": True, "required": [], "ignored": ["cam"]}
MAPPING = {"host": "nas", "remotePath": "/dl", "localPath": "/data/dl"}
DELAY = {"usenetDelay": 3, "torrentDelay": 0}


@pytest.mark.parametrize(
    ("type_", "ident", "body"),
    [
        (T.RELEASE_PROFILE, "no", RELEASE | {"indexerId": 6, "tags": [1], "excludedTags": [2]}),
        (T.RELEASE_PROFILE, "no", RELEASE | {"indexerId": 0, "tags": []}),
        (T.REMOTE_PATH_MAPPING, "nas /dl", MAPPING),
        (T.AUTO_TAG, "r", {"name": "r", "tags": [2], "specifications": [condition("TagSpecification", 2)]}),
        (
            T.AUTO_TAG,
            "r",
            {"name": "r", "tags": [1], "specifications": [condition("QualityProfileSpecification", 4)]},
        ),
        (
            T.CUSTOM_FILTER,
            "f (movieIndex)",
            {
                "type": "movieIndex",
                "label": "f",
                "filters": [
                    {"key": "tags", "value": [1, 2], "type": "contains"},
                    {"key": "qualityProfileId", "value": [4], "type": "equal"},
                    {"key": "indexerId", "value": [6], "type": "equal"},
                    {"key": "year", "value": 4, "type": "equal"},
                ],
            },
        ),
        (T.DELAY_PROFILE, "1,kids", DELAY | {"tags": [1, 2]}),
    ],
)
def test_a_setting_is_made_on_another_instance_in_its_ids(
    type_: SettingType, ident: str, body: dict[str, Any]
) -> None:
    source = [convert.setting(of, row) for of, rows in others(0).items() for row in rows]
    order = {"order": 1} if type_ is T.DELAY_PROFILE else {}
    there = convert.setting(type_, {**body, **order, "id": 5})
    names = setting_names([*source, there], sizes=False)
    assert setting_ident(there, names) == f"{type_.value}/{ident}"
    form = setting_form(there, names)
    entry = setting_entry("radarr.b", Op.ADD, f"{type_.value}/{ident}", "", "", after=form)
    rows = {**others(100), type_: []}
    made = setting_write(PlannedEntry(position=0, entry=entry), RemoteSettings(rows))
    assert made is not None
    assert made.body == shifted(body)
    rows[type_] = [{**made.body, **order, "id": 77}]
    assert setting_write(PlannedEntry(position=0, entry=entry), RemoteSettings(rows)) is None


def shifted(body: dict[str, Any]) -> dict[str, Any]:
    """Return a body with ids of the other instance."""
    result = dict(body)
    for key in ("tags", "excludedTags"):
        if key in body:
            result[key] = [tag_id + 100 for tag_id in body[key]]
    if body.get("indexerId"):
        result["indexerId"] += 100
    for row in result.get("filters", ()):
        if row["key"] != "year":
            row["value"] = [number + 100 for number in row["value"]]
    for row in result.get("specifications", ()):
        row["fields"] = [{"name": "value", "value": row["fields"][0]["value"] + 100}]
    return result


def test_a_definition_is_written_whole_and_without_sizes_where_the_profiles_have_them() -> None:
    quality = {"quality": {"id": 3, "name": "WEBDL-1080p"}, "title": "WEB", "weight": 9}
    entry = setting_entry(
        "sonarr.b", Op.UPDATE, "quality_definition/WEBDL-1080p", "", "", after={"body": {"maxSize": 40.0}}
    )
    planned = PlannedEntry(position=0, entry=entry)
    raw = {"id": 12, **quality, "minSize": 2.5, "maxSize": 60.0}
    made = setting_write(planned, RemoteSettings({T.QUALITY_DEFINITION: [raw]}))
    assert made is not None
    assert (made.method, made.id, made.body) == ("put", 12, raw | {"maxSize": 40.0})
    fifth = RemoteSettings({T.QUALITY_DEFINITION: [{"id": 12, **quality}]}, sizes=True)
    assert setting_write(planned, fifth) is None


def test_release_profiles_of_one_name_are_told_by_terms_and_equal_ones_by_number() -> None:
    rows = [
        setting("release_profile", 3, "a", name="a", required=["x"], ignored=[]),
        setting("release_profile", 1, "a", name="a", required=["y", "b"], ignored=["z"], tags=[9]),
        setting("release_profile", 4, "a", name="a", required=["x"], ignored=[]),
        setting("release_profile", 2, "", required="q,w", ignored=[]),
    ]
    index = SettingIndex(rows, SettingNames())
    assert [ident.partition("/")[2] for ident, _ in index] == [
        "a (required b, y; ignored z; tags #9)",
        "unnamed (required q, w)",
        "a (required x)",
        "a (required x) #2",
    ]
    alone = SettingIndex(rows[:1], SettingNames())
    assert [ident for ident, _ in alone] == ["release_profile/a"]
    assert alone.find("release_profile/a (required x)") is rows[0]


def test_what_nobody_knows_is_never_left_out_of_a_form() -> None:
    row = setting("custom_filter", 1, "f", type="history", label="f",
                  filters=[{"key": "movieIds", "value": [12], "type": "equal"}])  # fmt: skip
    assert unknown_references(setting_form(row, SettingNames())) == ["title #12"]
    body = {"name": "r", "tags": [7], "specifications": [condition("TagSpecification", 8)]}
    form = setting_form(setting("auto_tag", 1, "r", **body), SettingNames())
    assert unknown_references(form) == ["tag #7", "tag #8"]
    assert [name for _, name in references_of(form)] == ["#7", "#8"]
