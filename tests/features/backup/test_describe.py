"""Changes as lines of the diff task: subjects with their title, ids by name, long values cut."""

from __future__ import annotations

from typing import Any

from arrtui.core.apps import Kind
from arrtui.core.change_text import ChangeNames
from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.features.backup.describe import LONGEST_VALUE, DiffLine, describe

NAMES = ChangeNames(
    titles={1: "The Show (2001)"},
    episodes={5: "S01E02"},
    files={9: "new.mkv"},
    settings={"quality_profile/1": "HD", "quality_profile/2": "UHD", "metadata_profile/2": "Wide"},
)


def line(
    type: EntityType, key: str, before: Any, after: Any, *, item_id: int = 1, kind_of: Kind = Kind.SONARR
) -> DiffLine:
    kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED if after is None else ChangeKind.CHANGED
    change = Change(type=type, key=key, kind=kind, item_id=item_id, before=before, after=after)
    return describe(change, NAMES, kind_of.app)


def test_a_changed_title_names_its_profiles() -> None:
    before = {"profile_id": 1, "monitored": True, "tags": []}
    after = {"profile_id": 2, "monitored": False, "tags": [7]}
    assert line(EntityType.ITEM, "1", before, after) == DiffLine(
        "~", "The Show (2001)", ("monitored: yes → no", "profile id: HD → UHD", "tags: none → #7")
    )


def test_a_changed_artist_names_its_metadata_profile() -> None:
    (field,) = line(EntityType.ITEM, "1", {"metadata_profile_id": 1}, {"metadata_profile_id": 2}).fields
    assert field == "metadata profile id: #1 → Wide"


def test_what_is_added_or_removed_has_no_fields() -> None:
    assert line(EntityType.EPISODE, "5", None, {"season": 1}) == DiffLine(
        "+", "The Show (2001): episode S01E02", ()
    )
    assert line(EntityType.FILE, "10", {"size": 1}, None) == DiffLine("-", "The Show (2001): file #10", ())
    removed = line(EntityType.EPISODE, "6", {"season": 0}, None, kind_of=Kind.LIDARR)
    assert removed == DiffLine("-", "The Show (2001): album #6", ())


def test_a_title_without_a_year_is_named_by_its_title_alone() -> None:
    names = ChangeNames()
    names.learn(EntityType.ITEM, "3", {"title": "Solstice Cartographers", "year": 0})
    names.learn(EntityType.ITEM, "4", {"title": "The Show", "year": 2001})
    assert names.titles == {3: "Solstice Cartographers", 4: "The Show (2001)"}


def test_a_setting_is_named_by_type_and_name() -> None:
    assert line(EntityType.SETTING, "quality_profile/1", None, {}).subject == "quality profile HD"
    assert line(EntityType.SETTING, "tag/3", None, {}).subject == "tag #3"
    assert line(EntityType.ITEM, "4", None, {}, item_id=4).subject == "title #4"


def test_a_long_value_is_cut() -> None:
    (field,) = line(EntityType.ITEM, "1", {"overview": ""}, {"overview": "x" * 200}).fields
    assert field == f"overview: none → {'x' * (LONGEST_VALUE - 1)}…"


def test_nested_values_are_words() -> None:
    before, after = {"languages": [[1, "English"]]}, {"languages": [[1, "English"], [2, "French"]]}
    (field,) = line(EntityType.FILE, "9", before, after).fields
    assert field == "languages: English → English, French"


def test_a_changed_setting_is_told_fact_by_fact_and_by_name() -> None:
    def profile(score: int, allowed: bool, tags: list[int]) -> dict[str, Any]:
        items = [{"quality": {"id": 3, "name": "WEBDL-1080p"}, "items": [], "allowed": allowed}]
        formats = [{"format": 9, "name": "x265", "score": score}, {"format": 8, "name": "HDR", "score": 1}]
        return {"body": {"minFormatScore": score, "items": items, "formatItems": formats, "tags": tags}}

    names = profile(5, True, [1]), profile(10, False, [1, 2])
    assert line(EntityType.SETTING, "quality_profile/1", *names).fields == (
        "min format score: 5 → 10",
        "WEBDL-1080p: allowed → not allowed",
        "score of x265: 5 → 10",
        "tags: #1 → #1, #2",
    )


def test_forms_conditions_and_other_kinds_of_setting_are_words() -> None:
    def rule(value: str, negate: bool) -> dict[str, Any]:
        fields = [{"name": "value", "value": value}]
        return {"body": {"specifications": [{"name": "Genre", "negate": negate, "fields": fields}]}}

    assert line(EntityType.SETTING, "auto_tag/1", rule("a", False), rule("b", True)).fields == (
        "condition Genre: a → not b",
    )
    indexer = [
        {"body": {"fields": [{"name": "baseUrl", "value": address}]}} for address in ("http://a", "http://b")
    ]
    assert line(EntityType.SETTING, "indexer/1", *indexer).fields == ("base url: http://a → http://b",)
    sizes = [{"body": {"quality": {"id": 1, "name": "WEB"}, "maxSize": size}} for size in (90.5, None)]
    assert line(EntityType.SETTING, "quality_definition/1", *sizes).fields == ("max size: 90.5 → none",)
    filters = [{"body": {"filters": [{"key": "year", "value": [year]}]}} for year in (1999, 2000)]
    assert line(EntityType.SETTING, "custom_filter/1", *filters).fields == ("year: 1999 → 2000",)
