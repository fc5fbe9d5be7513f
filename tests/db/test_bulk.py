"""Writing many rows at once, and text no database holds as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.errors import StorageError
from arrtui.db import bulk
from arrtui.db.database import Database
from arrtui.db.models import Instance, SettingRow
from arrtui.db.text import clean

COLUMNS = ("instance", "type", "setting_id", "name", "doc")
ID_COLUMNS = ("instance", "setting_id")


@pytest.fixture
def instance_id(database: Database) -> int:
    """Return the id of a noted instance."""
    with database.writing():
        return int(Instance.create(name="radarr.main", kind="radarr").id)


def stored() -> list[tuple[int, str]]:
    query = SettingRow.select(SettingRow.setting_id, SettingRow.name).order_by(SettingRow.setting_id)
    return list(query.tuples())


def test_rows_are_inserted_or_updated(database: Database, instance_id: int) -> None:
    with database.writing():
        first = [(instance_id, "tag", number, "old", "{}") for number in (1, 2)]
        assert bulk.bulk_upsert(SettingRow, first, COLUMNS, update=("name",)) == 2
        second = [(instance_id, "tag", number, "new", "{}") for number in (2, 3)]
        assert bulk.bulk_upsert(SettingRow, second, COLUMNS, update=("name",)) == 2
        assert stored() == [(1, "old"), (2, "new"), (3, "new")]


def test_without_update_what_is_stored_stays(database: Database, instance_id: int) -> None:
    with database.writing():
        bulk.bulk_upsert(SettingRow, [(instance_id, "tag", 1, "old", "{}")], COLUMNS, update=None)
        both = [(instance_id, "tag", number, "new", "{}") for number in (1, 2)]
        assert bulk.bulk_upsert(SettingRow, both, COLUMNS, update=None) == 1
        assert stored() == [(1, "old"), (2, "new")]


def test_only_conflicts_are_passed_over(database: Database, instance_id: int) -> None:
    with pytest.raises(StorageError), database.writing():
        bulk.bulk_upsert(SettingRow, [(instance_id, "tag", 1, None, "{}")], COLUMNS, update=None)
    with pytest.raises(StorageError), database.writing():
        bulk.bulk_upsert(SettingRow, [(instance_id + 1, "tag", 1, "", "{}")], COLUMNS, update=None)


def test_columns_left_out_get_their_default(database: Database) -> None:
    with database.writing():
        names = [("radarr.a", "radarr"), ("radarr.b", "radarr")]
        bulk.bulk_upsert(Instance, names, ("name", "kind"), update=("kind",), target=("name",))
        bulk.bulk_upsert(
            Instance, [("radarr.a", "sonarr")], ("name", "kind"), update=("kind",), target=("name",)
        )
        rows = Instance.select(Instance.name, Instance.kind, Instance.state).order_by(Instance.name).tuples()
        assert list(rows) == [("radarr.a", "sonarr", "unknown"), ("radarr.b", "radarr", "unknown")]


def test_a_generator_longer_than_a_chunk(database: Database, instance_id: int) -> None:
    number = bulk.CHUNK * 2 + 7
    with database.writing():
        rows = ((instance_id, "tag", one, f"tag {one}", "{}") for one in range(number))
        assert bulk.bulk_upsert(SettingRow, rows, COLUMNS, update=("name",)) == number
        assert SettingRow.select().count() == number
        assert (
            bulk.delete_rows(SettingRow, ID_COLUMNS, ((instance_id, id) for id in range(1, number)))
            == number - 1
        )
        assert stored() == [(0, "tag 0")]
        assert bulk.bulk_upsert(SettingRow, [], COLUMNS, update=None) == 0


def test_deleting_stays_within_the_instance(database: Database, instance_id: int) -> None:
    with database.writing():
        other = int(Instance.create(name="radarr.4k", kind="radarr").id)
        rows = [(one, "tag", 1, "", "{}") for one in (instance_id, other)]
        bulk.bulk_upsert(SettingRow, rows, COLUMNS, update=None)
        assert bulk.delete_rows(SettingRow, ID_COLUMNS, [(instance_id, 1), (instance_id, 2)]) == 1
        assert [row.instance_id for row in SettingRow.select()] == [other]


def test_updating_changes_only_what_is_there(database: Database, instance_id: int) -> None:
    with database.writing():
        bulk.bulk_upsert(SettingRow, [(instance_id, "tag", 1, "old", "{}")], COLUMNS, update=None)
        rows = [("new", instance_id, 1), ("lost", instance_id, 2)]
        assert bulk.bulk_update(SettingRow, rows, ("name",), ("instance", "setting_id")) == 1
        assert stored() == [(1, "new")]


@pytest.mark.parametrize(
    "text", ["a\0b", "lone \ud800 surrogate", "\udcff\0", "“ja” ☃ \U0001f600 \u202e'); --", ""]
)
def test_hostile_text_is_the_same_in_bulk_and_alone(database: Database, instance_id: int, text: str) -> None:
    with database.writing():
        bulk.bulk_upsert(SettingRow, [(instance_id, "tag", 1, text, "{}")], COLUMNS, update=("name",))
        SettingRow.insert(instance=instance_id, type="tag", setting_id=2, name=text, doc="{}").execute()
        assert stored() == [(1, clean(text)), (2, clean(text))]
        assert SettingRow.select().where(SettingRow.name == text).count() == 2


@given(st.text(st.characters(exclude_categories=[]), max_size=30))
def test_cleaned_text_can_be_stored_and_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert "\0" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert clean(cleaned) == cleaned
    assert len(cleaned) == len(text)
    assert all(new == old or new == "\ufffd" for new, old in zip(cleaned, text, strict=True))
