"""What must not be sent to an app is refused before, by the app's own lists, with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.domain import SettingType
from arrtui.features.sync.apply.app_lists import AppLists
from arrtui.features.sync.apply.setting_checks import first_refusal

QUALITIES = {1: "SDTV", 2: "DVD", 3: "WEBDL-720p"}
LISTS = AppLists(
    "Radarr",
    {
        SettingType.CUSTOM_FORMAT: [{"id": 5, "name": "A"}, {"id": 6, "name": "B"}],
        SettingType.QUALITY_PROFILE: [{"id": 4, "name": "HD"}],
        SettingType.TAG: [{"id": 8, "label": "kids"}],
        SettingType.ROOT_FOLDER: [{"id": 1, "path": "/movies/"}],
        SettingType.INDEXER: [{"id": 2, "name": "NZB"}],
        SettingType.DOWNLOAD_CLIENT: [{"id": 3, "name": "sab"}],
        SettingType.DELAY_PROFILE: [{"id": 1, "tags": []}, {"id": 2, "tags": [8]}],
        SettingType.REMOTE_PATH_MAPPING: [{"id": 1, "host": "nas", "remotePath": "/data/"}],
    },
    {-1: "Any", 1: "English"},
    {
        "LanguageSpecification": {"fields": [{"name": "value", "selectOptions": [{"value": 1}]}]},
        **{
            f"{name}Specification": {}
            for name in ("ReleaseTitle", "Source", "Size", "Tag", "QualityProfile", "RootFolder")
        },
        "Newznab": {"implementation": "Newznab", "configContract": "NewznabSettings"},
    },
    QUALITIES,
    2000.0,
)


def quality(number: int, **more: Any) -> dict[str, Any]:
    return {
        "quality": {"id": number, "name": QUALITIES.get(number, "?")},
        "items": [],
        "allowed": True,
    } | more


def group(*numbers: int, **more: Any) -> dict[str, Any]:
    return {
        "id": 1000,
        "name": "WEB",
        "items": [quality(number) for number in numbers],
        "allowed": True,
    } | more


def profile(**more: Any) -> dict[str, Any]:
    scores = [{"format": 5, "name": "A", "score": 100}, {"format": 6, "name": "B", "score": -5}]
    return {
        "name": "New",
        "cutoff": 3,
        "items": [quality(1), quality(2), quality(3)],
        "language": {"id": 1, "name": "English"},
        "minFormatScore": 100,
        "minUpgradeFormatScore": 1,
        "formatItems": scores,
    } | more


PROFILES = [
    ({"language": {"id": 9999, "name": "Klingon"}}, "language 9999"),
    ({"language": {"name": "English"}}, "language"),
    ({"items": []}, "no qualities"),
    ({"items": [quality(1), quality(2)]}, "lacks WEBDL-720p"),
    ({"items": [quality(1), quality(2), quality(3), quality(3)]}, "twice"),
    ({"items": [quality(1), quality(2), quality(3), quality(99)]}, "no quality"),
    ({"items": [quality(1), {"allowed": True}]}, "neither a quality nor a group"),
    ({"items": [quality(1), quality(3), group(2)]}, "one quality"),
    ({"items": [quality(3), group(1, 2, id=0)]}, "no id"),
    ({"items": [quality(3), group(1, 2, name="")]}, "no name"),
    ({"items": [group(1, 2), group(3, 3)]}, "twice"),
    ({"cutoff": 2, "items": [quality(1), quality(2, allowed=False), quality(3)]}, "cutoff"),
    ({"cutoff": 1, "items": [quality(3), group(1, 2)]}, "cutoff"),
    ({"minFormatScore": 101}, "minimum score 101 is above 100"),
    ({"minFormatScore": 1, "formatItems": [], "cutoff": 3}, "lacks 2 formats"),
    ({"minUpgradeFormatScore": 0}, "below 1"),
    ({"formatItems": [*profile()["formatItems"], {"format": 5, "name": "A", "score": 7}]}, "names A twice"),
    ({"cutoffFormatScore": 2**31}, "32 bits"),
    ({"name": "HD"}, "has this name"),
    ({"name": " "}, "name is empty"),
]


@pytest.mark.parametrize(("change", "why"), PROFILES)
def test_a_profile_that_would_be_refused_or_do_harm(change: dict[str, Any], why: str) -> None:
    refusal = first_refusal(SettingType.QUALITY_PROFILE, 0, profile(**change), LISTS)
    assert refusal is not None
    assert why in refusal.why
    assert refusal.advice


def test_profiles_that_the_apps_take() -> None:
    taken = [
        profile(),
        profile(name="hd"),
        profile(cutoff=1000, items=[quality(3), group(1, 2)]),
        profile(language=None),
        profile(minFormatScore=-10_000),
    ]
    assert [first_refusal(SettingType.QUALITY_PROFILE, 0, body, LISTS) for body in taken] == [None] * 5
    assert first_refusal(SettingType.QUALITY_PROFILE, 4, profile(name="HD"), LISTS) is None


def condition(kind: str, value: Any, **more: Any) -> dict[str, Any]:
    fields = [{"name": "value", "value": value}]
    return {"name": "c", "implementation": f"{kind}Specification", "fields": fields} | more


CONDITIONS = [
    (condition("Nope", 1), "does not have"),
    (condition("ReleaseTitle", "(?P<n>x)"), ".NET"),
    (condition("ReleaseTitle", "(x"), ".NET"),
    (condition("ReleaseTitle", " "), "empty"),
    (condition("Source", 0), "empty"),
    (condition("Source", "web"), "empty"),
    (condition("Source", True), "empty"),
    (condition("Language", 9999), "language"),
    (condition("ReleaseTitle", "x", name=" "), "name"),
    (condition("ReleaseTitle", "x", fields={"value": "x"}), "no list"),
    (
        condition("Size", 0, fields=[{"name": "min", "value": 5}, {"name": "max", "value": 5}]),
        "hold nothing",
    ),
]


@pytest.mark.parametrize(("wrong", "why"), CONDITIONS)
def test_a_format_with_a_condition_that_would_be_refused(wrong: dict[str, Any], why: str) -> None:
    body = {"name": "C", "specifications": [condition("ReleaseTitle", "x"), wrong]}
    refusal = first_refusal(SettingType.CUSTOM_FORMAT, 0, body, LISTS)
    assert refusal is not None
    assert why in refusal.why


def test_formats_that_the_apps_take() -> None:
    good = [condition("Source", "7"), condition("Language", 1), condition("ReleaseTitle", r"\bx(?!y)")]
    assert first_refusal(SettingType.CUSTOM_FORMAT, 0, {"name": "a", "specifications": good}, LISTS) is None
    none = first_refusal(SettingType.CUSTOM_FORMAT, 0, {"name": "a", "specifications": []}, LISTS)
    assert none is not None


OTHERS = [
    (SettingType.INDEXER, {"name": "x", "implementation": "Nope"}, "Radarr has no Nope"),
    (
        SettingType.INDEXER,
        {"name": "x", "implementation": "Newznab", "configContract": "X"},
        "NewznabSettings",
    ),
    (SettingType.INDEXER, {"name": "NZB", "implementation": "Newznab"}, "this name"),
    (SettingType.INDEXER, {"name": "x", "downloadClientId": 9}, "no download client 9"),
    (SettingType.IMPORT_LIST, {"name": "x", "qualityProfileId": 9}, "no quality profile 9"),
    (SettingType.IMPORT_LIST, {"name": "x", "rootFolderPath": "/tv"}, "no root folder /tv"),
    (SettingType.NOTIFICATION, {"name": "x", "tags": [8, 9]}, "no tag 9"),
    (SettingType.AUTO_TAG, {"name": "x", "tags": [8], "specifications": []}, "no condition"),
    (SettingType.AUTO_TAG, {"name": "x", "tags": [], "specifications": [condition("Tag", 8)]}, "no tag"),
    (SettingType.AUTO_TAG, {"name": "x", "tags": [8], "specifications": [condition("Tag", 9)]}, "not there"),
    (
        SettingType.AUTO_TAG,
        {"name": "x", "tags": [8], "specifications": [condition("RootFolder", "/tv")]},
        "not there",
    ),
    (SettingType.RELEASE_PROFILE, {"required": [], "ignored": []}, "nothing"),
    (SettingType.RELEASE_PROFILE, {"required": ["x", " "], "ignored": []}, "empty"),
    (SettingType.RELEASE_PROFILE, {"required": ["x"], "indexerId": 9}, "no indexer 9"),
    (SettingType.QUALITY_DEFINITION, {"minSize": 5, "preferredSize": 4, "maxSize": 9}, "in order"),
    (SettingType.QUALITY_DEFINITION, {"minSize": 5, "maxSize": 2001}, "above 2000"),
    (SettingType.DELAY_PROFILE, {"tags": []}, "no tag"),
    (SettingType.DELAY_PROFILE, {"tags": [8]}, "another delay profile"),
    (SettingType.REMOTE_PATH_MAPPING, {"host": "nas", "remotePath": "/data"}, "another mapping"),
    (SettingType.REMOTE_PATH_MAPPING, {"host": "", "remotePath": "/data"}, "empty"),
    (SettingType.MEDIA_MANAGEMENT, {"recycleBin": "x/y"}, "no whole path"),
    (SettingType.CUSTOM_FILTER, {"label": "x"}, "which table"),
]


@pytest.mark.parametrize(("type", "body", "why"), OTHERS)
def test_other_settings_that_would_be_refused_or_do_harm(
    type: SettingType, body: dict[str, Any], why: str
) -> None:
    refusal = first_refusal(type, 0, body, LISTS)
    assert refusal is not None
    assert why in refusal.why


def test_other_settings_that_the_apps_take() -> None:
    provider = {"name": "x", "implementation": "Newznab", "configContract": "NewznabSettings", "tags": [8]}
    taken: list[tuple[SettingType, int, dict[str, Any]]] = [
        (SettingType.INDEXER, 0, provider | {"downloadClientId": 0}),
        (SettingType.IMPORT_LIST, 0, provider | {"rootFolderPath": "/movies", "qualityProfileId": 4}),
        (SettingType.DELAY_PROFILE, 2, {"tags": [8]}),
        (SettingType.DELAY_PROFILE, 1, {"tags": []}),
        (SettingType.REMOTE_PATH_MAPPING, 0, {"host": "NAS", "remotePath": "/data"}),
        (SettingType.QUALITY_DEFINITION, 3, {"minSize": 0, "preferredSize": 95, "maxSize": None}),
        (SettingType.MEDIA_MANAGEMENT, 1, {"recycleBin": r"D:\bin"}),
    ]
    assert [first_refusal(type, number, body, LISTS) for type, number, body in taken] == [None] * len(taken)
