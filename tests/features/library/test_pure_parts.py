"""Addresses, changes in words, and how a file's score comes about."""

from __future__ import annotations

import pytest

from arrtui.core.apps import APPS
from arrtui.core.change_text import ChangeNames, FieldChange
from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.core.profiles import parse_profile
from arrtui.db.library import ItemChange
from arrtui.features.library.addresses import title_address
from arrtui.features.library.changes import describe_change
from arrtui.features.library.detail import FormatScore, file_detail
from tests.features.library.estate import media_file, profile, settings


@pytest.mark.parametrize(
    ("kind", "slug", "external", "address"),
    [
        ("radarr", "603", 603, "http://host/base/movie/603"),
        ("radarr", "", 603, "http://host/base/movie/603"),
        ("radarr", "", 0, "http://host/base/"),
        ("sonarr", "the-show", 1, "http://host/base/series/the-show"),
        ("sonarr", "a b/../c", 1, "http://host/base/series/a%20b%2F..%2Fc"),
        ("sonarr", "", 1, "http://host/base/"),
    ],
)
def test_addresses(kind: str, slug: str, external: int, address: str) -> None:
    assert title_address("http://host/base/", kind, slug, str(external or "")) == address


NAMES = ChangeNames(
    episodes={5: "S01E02"},
    files={9: "new.mkv"},
    settings={"quality_profile/1": "HD", "quality_profile/2": "UHD", "tag/1": "kids"},
)


def fields(type: EntityType, key: str, before: dict[str, object], after: dict[str, object]) -> object:
    change = Change(type=type, key=key, kind=ChangeKind.CHANGED, before=before, after=after)
    return describe_change("sonarr.main", ItemChange(10.0, change), NAMES, APPS["sonarr"])


def test_ids_are_told_by_name_and_quiet_fields_left_out() -> None:
    line = fields(
        EntityType.ITEM,
        "1",
        {"profile_id": 1, "tags": [1], "monitored": True, "item_id": 1},
        {"profile_id": 2, "tags": [1, 7], "monitored": False, "item_id": 2},
    )
    assert line.fields == (  # type: ignore[attr-defined]
        FieldChange("monitored", "yes", "no"),
        FieldChange("profile", "HD", "UHD"),
        FieldChange("tags", "kids", "kids, #7"),
    )


def test_an_episode_is_told_by_number_and_its_file_by_name() -> None:
    line = fields(EntityType.EPISODE, "5", {"file_id": 3}, {"file_id": 9})
    assert line.subject == "episode S01E02"  # type: ignore[attr-defined]
    assert line.fields == (FieldChange("file", "#3", "new.mkv"),)  # type: ignore[attr-defined]


def test_of_lists_only_the_difference_is_told() -> None:
    one, two = {"season_number": 1, "monitored": True}, {"season_number": 2, "monitored": True}
    off = {"season_number": 2}
    line = fields(EntityType.ITEM, "1", {"seasons": [one, two]}, {"seasons": [one, off]})
    assert line.fields == (FieldChange("seasons", "2 monitored", "2 not monitored"),)  # type: ignore[attr-defined]
    line = fields(EntityType.FILE, "9", {"media": {"a": 1, "b": 2}}, {"media": {"a": 1, "b": 3}})
    assert line.fields == (FieldChange("media", "b 2", "b 3"),)  # type: ignore[attr-defined]
    assert line.subject == "file new.mkv"  # type: ignore[attr-defined]


def test_a_score_is_the_sum_of_its_formats() -> None:
    formats = {one.id: one for one in settings() if one.type == "custom_format"}
    scores = {1: 1750, 2: -10000}
    found = file_detail(media_file(1, 1, formats=(1, 2, 3, 12), score=5), scores, formats)
    assert found.formats[:2] == (FormatScore("BR-DISK", -10000), FormatScore("HD Bluray Tier 01", 1750))
    assert FormatScore("format 12, deleted since", 0) in found.formats
    assert (found.total, found.explained) == (-8250, False)
    assert file_detail(media_file(1, 1, formats=(), score=None), scores, formats).explained


def test_without_upgrades_the_least_score_is_what_is_wanted() -> None:
    assert parse_profile(profile(1, "HD", 2000, {}).body).needed_score == 2000
    assert parse_profile(profile(1, "HD", 2000, {}, upgrades=False).body).needed_score == 0
