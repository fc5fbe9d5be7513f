"""What a plan does to a setting, in words: nothing of the form it is stored in."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from arrtui.core.domain import Setting
from arrtui.core.text import MASK
from arrtui.features.sync.actions.profile_edits import ProfileEdit, plan_profiles
from arrtui.features.sync.fields.setting_forms import setting_entry
from arrtui.features.sync.model import Entry, Op, PlannedEntry
from arrtui.features.sync.revert.restore import make_restore
from arrtui.features.sync.setting_words import setting_changes, whole_setting
from arrtui.features.sync.wording import effect_text, value_text
from tests.features.sync.sides import side

ITEMS = [
    {"quality": {"id": 9, "name": "HDTV-1080p"}, "items": [], "allowed": False},
    {
        "id": 1003,
        "name": "WEB 1080p",
        "allowed": True,
        "items": [
            {"quality": {"id": 15, "name": "WEBRip-1080p"}, "items": [], "allowed": True},
            {"quality": {"id": 3, "name": "WEBDL-1080p"}, "items": [], "allowed": True},
        ],
    },
    {"quality": {"id": 7, "name": "Bluray-1080p"}, "items": [], "allowed": True},
]
PROFILE = {
    "name": "HD",
    "cutoff": 1003,
    "minFormatScore": 0,
    "items": ITEMS,
    "formatItems": [{"format": 1, "name": "x265", "score": -50}],
}


def planned(ident: str, now: dict[str, Any], after: dict[str, Any], op: Op = Op.UPDATE) -> PlannedEntry:
    entry = setting_entry("radarr.main", op, ident, ident, "", now=now, after=after)
    return PlannedEntry(position=0, entry=entry)


def changes(ident: str, now: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [str(change) for change in setting_changes(planned(ident, now, after))]


def test_a_tried_scenario_is_told_by_names() -> None:
    stored = side(settings=[Setting(1, "quality_profile", "HD", PROFILE)])
    edit = ProfileEdit(profile="HD", scores={"x265": 100}, body={"cutoff": 7, "minFormatScore": 10})
    (entry,) = plan_profiles(stored, [edit], "what-if").entries
    one = PlannedEntry(position=0, entry=entry)
    assert [str(change) for change in setting_changes(one)] == [
        "cutoff: WEB 1080p -> Bluray-1080p",
        "min format score: 0 -> 10",
        "score of x265: -50 -> 100",
    ]
    assert effect_text(one) == "quality profile: 3 changes"


def test_changed_qualities_are_told_by_name() -> None:
    after = [
        ITEMS[2],
        ITEMS[0] | {"allowed": True, "maxSize": 100},
        ITEMS[1] | {"items": ITEMS[1]["items"][:1]},
    ]
    assert changes("quality_profile/HD", {"body": {"items": ITEMS}}, {"body": {"items": after}}) == [
        "order of qualities: HDTV-1080p, WEB 1080p, Bluray-1080p -> Bluray-1080p, HDTV-1080p, WEB 1080p",
        "HDTV-1080p: not allowed -> allowed",
        "WEB 1080p: allowed (WEBRip-1080p, WEBDL-1080p) -> allowed (WEBRip-1080p)",
        "HDTV-1080p max size: none -> 100",
    ]


def test_conditions_of_a_format_are_told_by_name() -> None:
    def condition(name: str, value: Any, **more: Any) -> dict[str, Any]:
        fields = [{"name": "value", "value": value}]
        return {"name": name, "implementation": "ReleaseTitleSpecification", "fields": fields, **more}

    now = {"body": {"specifications": [condition("x265", "x265"), condition("gone", "y")]}}
    after = {"body": {"specifications": [condition("x265", "hevc", negate=True, required=True)]}}
    assert changes("custom_format/x265", now, after) == [
        "condition x265: release title x265 -> not release title hevc, required",
        "condition gone: release title y -> none",
    ]


@pytest.mark.parametrize(
    ("implementation", "number", "told"),
    [
        ("Language", 4, "language German"),
        ("Language", "4", "language German"),
        ("Source", 9, "source bluray"),
        ("QualityModifier", 5, "quality modifier remux"),
        ("IndexerFlag", 1, "indexer flag g_freeleech"),
        ("Language", 9999, "language 9999"),
        ("Resolution", 1080, "resolution 1080"),
        ("OriginalLanguage", 4, "original language German"),
    ],
)
def test_the_numbers_of_conditions_are_told_by_name(
    implementation: str, number: int | str, told: str
) -> None:
    fields = [{"name": "value", "value": number}]
    condition = {"name": "c", "implementation": f"{implementation}Specification", "fields": fields}
    assert whole_setting({"body": {"specifications": [condition]}}, "radarr") == {"condition c": told}


@pytest.mark.parametrize(
    ("now", "after", "told"),
    [
        ({"fields": {"apiKey": MASK}}, {"fields": {"apiKey": None}}, f"api key: {MASK} -> none"),
        ({"fields": {"baseUrl": "a"}}, {"fields": {"baseUrl": "b"}}, "base url: a -> b"),
        ({"body": {"enableRss": True}}, {"body": {"enableRss": False}}, "enable rss: yes -> no"),
        ({"tags": []}, {"tags": ["4k", "kids"]}, "tags: none -> 4k, kids"),
        ({"quality_profile": "Any"}, {"quality_profile": "HD"}, "quality profile: Any -> HD"),
        (
            {"body": {"language": {"id": 1, "name": "English"}}},
            {"body": {"language": {"id": 2, "name": "French"}}},
            "language: English -> French",
        ),
    ],
)
def test_forms_of_providers_and_references_are_words(
    now: dict[str, Any], after: dict[str, Any], told: str
) -> None:
    assert changes("indexer/I", now, after) == [told]


@pytest.mark.parametrize(
    ("form", "facts"),
    [
        ({"follows": ""}, {"place in the order": "first"}),
        ({"follows": "kids", "tags": ["4k"]}, {"place in the order": "behind kids", "tags": "4k"}),
        ({"indexer": "", "excluded_tags": ["4k"]}, {"indexer": "any", "excluded tags": "4k"}),
        ({"scores": {"HD": 50}}, {"score in HD": "50"}),
        ({"body": {"minSize": 1.5, "maxSize": None}}, {"min size": "1.5", "max size": "none"}),
        ({"body": {"host": "nas", "localPath": "/data"}}, {"host": "nas", "local path": "/data"}),
        (
            {"body": {"label": "f", "filters": [{"key": "tags", "value": ["kids"], "type": "contains"}]}},
            {"label": "f", "filter tags": "contains kids"},
        ),
        (
            {
                "body": {
                    "specifications": [
                        {
                            "name": "t",
                            "implementation": "TagSpecification",
                            "fields": [{"name": "value", "value": "kids"}],
                        }
                    ]
                }
            },
            {"condition t": "tag kids"},
        ),
    ],
)
def test_a_setting_of_any_type_is_told_fact_by_fact(form: dict[str, Any], facts: dict[str, str]) -> None:
    assert whole_setting(form, "radarr") == facts


def test_a_profile_that_is_added_says_what_it_takes() -> None:
    body = {key: value for key, value in PROFILE.items() if key != "formatItems"}
    assert whole_setting({"body": body, "formats": {"x265": -50}}, "radarr") == {
        "name": "HD",
        "cutoff": "WEB 1080p",
        "min format score": "0",
        "score of x265": "-50",
        "allowed qualities, best first": "Bluray-1080p, WEB 1080p",
    }


def test_two_changes_are_told_in_a_line_and_long_values_left_out() -> None:
    now = {"formats": {"x265": 0}, "fields": {"baseUrl": "http://somewhere.example/feed"}}
    after = {"formats": {"x265": 50}, "fields": {"baseUrl": "b"}}
    assert effect_text(planned("indexer/I", now, after)) == "indexer: base url, score of x265 0 -> 50"


def test_no_value_is_raw_json() -> None:
    assert value_text([{"key": "a", "on": True}, {"key": "b"}]) == "key a, on yes, key b"


def test_the_cutoff_is_told_by_name_in_a_restore_too() -> None:
    old, new = (Setting(1, "quality_profile", "HD", PROFILE | {"cutoff": cutoff}) for cutoff in (7, 1003))
    (entry,) = make_restore(side(settings=[old]), side(settings=[new])).entries
    assert entry.reason.endswith(": cutoff.")
    (change,) = setting_changes(PlannedEntry(position=0, entry=entry))
    assert str(change) == "cutoff: WEB 1080p -> Bluray-1080p"


def test_restored_qualities_are_called_so_in_the_reason() -> None:
    before = Setting(1, "quality_profile", "HD", PROFILE | {"items": ITEMS[::-1]})
    now = Setting(1, "quality_profile", "HD", PROFILE)
    (entry,) = make_restore(side(settings=[before]), side(settings=[now])).entries
    assert entry.reason.endswith(": qualities.")


def test_names_of_cutoffs_are_stored_with_the_entry() -> None:
    edit = ProfileEdit(profile="HD", body={"cutoff": 7})
    stored = side(settings=[Setting(1, "quality_profile", "HD", PROFILE)])
    (entry,) = plan_profiles(stored, [edit], "what-if").entries
    assert msgspec.json.decode(msgspec.json.encode(entry), type=Entry) == entry
    assert entry.qualities == {1003: "WEB 1080p", 7: "Bluray-1080p"}
