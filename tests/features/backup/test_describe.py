"""Changes as lines of the diff task: subjects with their title, ids by name, long values cut."""

from __future__ import annotations

from typing import Any

from arrtui.core.change_text import ChangeNames
from arrtui.core.domain import Change, ChangeKind, EntityType
from arrtui.features.backup.describe import LONGEST_VALUE, DiffLine, describe

NAMES = ChangeNames(
    titles={1: "The Show (2001)"},
    episodes={5: "S01E02"},
    files={9: "new.mkv"},
    settings={"quality_profile/1": "HD", "quality_profile/2": "UHD"},
)


def line(type: EntityType, key: str, before: Any, after: Any, *, item_id: int = 1) -> DiffLine:
    kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED if after is None else ChangeKind.CHANGED
    return describe(Change(type=type, key=key, kind=kind, item_id=item_id, before=before, after=after), NAMES)


def test_a_changed_title_names_its_profiles() -> None:
    before = {"profile_id": 1, "monitored": True, "tags": []}
    after = {"profile_id": 2, "monitored": False, "tags": [7]}
    assert line(EntityType.ITEM, "1", before, after) == DiffLine(
        "~", "The Show (2001)", ("monitored: yes → no", "profile id: HD → UHD", "tags: none → #7")
    )


def test_what_is_added_or_removed_has_no_fields() -> None:
    assert line(EntityType.EPISODE, "5", None, {"season": 1}) == DiffLine(
        "+", "The Show (2001): episode S01E02", ()
    )
    assert line(EntityType.FILE, "10", {"size": 1}, None) == DiffLine("-", "The Show (2001): file #10", ())


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
