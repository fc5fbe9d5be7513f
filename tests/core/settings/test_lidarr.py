"""Settings that only a Lidarr has compare by what they mean, held against what the real app answered."""

from __future__ import annotations

import copy
from typing import Any

from arrtui.core.apps import APPS
from arrtui.core.domain import Setting, SettingType
from arrtui.core.settings.book import SettingsBook
from arrtui.core.settings.compare import compare
from arrtui.core.settings.identity import compared_types, types_of
from arrtui.core.settings.model import SettingDifference, SettingsSide, SettingStanding
from tests.core.matching.truth import read_record

T = SettingType
RECORDS = {
    T.METADATA_PROFILE: "metadataprofile",
    T.METADATA_PROVIDER: "config-metadataprovider",
    T.ROOT_FOLDER: "rootfolder",
    T.QUALITY_PROFILE: "qualityprofile",
    T.QUALITY_DEFINITION: "qualitydefinition",
    T.NAMING: "config-naming",
    T.MEDIA_MANAGEMENT: "config-mediamanagement",
    T.TAG: "tag",
    T.CUSTOM_FORMAT: "customformat",
    T.DELAY_PROFILE: "delayprofile",
}
Bodies = dict[SettingType, list[dict[str, Any]]]


def recorded() -> Bodies:
    """Return what the real app has of each type."""
    bodies = {type: read_record(f"lidarr/read.{name}.json")["body"] for type, name in RECORDS.items()}
    return {type: body if isinstance(body, list) else [body] for type, body in bodies.items()}


def book(name: str, bodies: Bodies) -> SettingsBook:
    settings = [
        Setting(
            type=type.value,
            id=row.get("id") or 1,
            name=str(row.get("name") or row.get("label") or ""),
            body=row,
        )
        for type, rows in bodies.items()
        for row in rows
    ]
    return SettingsBook(SettingsSide(name), settings, kind="lidarr")


def differences(left: Bodies, right: Bodies) -> list[SettingDifference]:
    books = book("lidarr.main", left), book("lidarr.second", right)
    rows = [row.difference for type in RECORDS for row in compare(type, *books)]
    return [row for row in rows if row.standing is not SettingStanding.SAME]


def test_what_the_app_answered_is_as_itself_with_other_ids() -> None:
    there = recorded()
    here = copy.deepcopy(there)
    assert differences(there, here) == []
    for row in here[T.METADATA_PROFILE]:
        row["id"] += 40
        row["primaryAlbumTypes"].reverse()
    for row in here[T.ROOT_FOLDER]:
        row["defaultMetadataProfileId"] += 40
        row["freeSpace"] = 7
    assert differences(there, here) == []


def test_changes_are_told_in_words() -> None:
    there = recorded()
    here = copy.deepcopy(there)
    profile = next(row for row in here[T.METADATA_PROFILE] if row["name"] == "Standard")
    for row in profile["primaryAlbumTypes"]:
        row["allowed"] = row["albumType"]["name"] in ("Album", "EP")
    here[T.METADATA_PROVIDER][0]["writeAudioTags"] = "allFiles"
    here[T.NAMING][0]["colonReplacementFormat"] = 1
    here[T.ROOT_FOLDER][0]["name"] = "Tunes"
    told = {(row.type, *fact) for row in differences(there, here) for fact in row.fields}
    before = recorded()[T.NAMING][0]["colonReplacementFormat"]
    provider = recorded()[T.METADATA_PROVIDER][0]["writeAudioTags"]
    assert told == {
        (T.METADATA_PROFILE, "primary album types", "Album, EP", "Album"),
        (T.METADATA_PROVIDER, "write audio tags", "allFiles", provider),
        (T.NAMING, "colon replacement format", "1", str(before)),
        (T.ROOT_FOLDER, "name", "Tunes", recorded()[T.ROOT_FOLDER][0]["name"]),
    }


def test_only_an_app_that_has_them_is_compared_by_them() -> None:
    own = {T.METADATA_PROFILE, T.METADATA_PROVIDER}
    assert own <= {*types_of("lidarr")} and not own & {*types_of("radarr"), *types_of("sonarr")}
    assert compared_types("lidarr", "radarr") == compared_types("radarr", "sonarr")


def test_the_flags_are_those_of_the_app() -> None:
    flags = {row["nameLower"]: row["id"] for row in read_record("lidarr/read.indexerflag.json")["body"]}
    assert APPS["lidarr"].vocabulary.flags == flags


def test_the_conditions_are_those_of_the_app() -> None:
    rows = read_record("lidarr/read.customformat-schema.json")["body"]
    kinds = {row["implementation"].removesuffix("Specification") for row in rows}
    assert APPS["lidarr"].vocabulary.implementations == kinds
