"""Saved what-ifs: one for each name, and only names that can be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.db.database import Database
from arrtui.features.scores.errors import ScenarioError
from arrtui.features.scores.model import ProfileChange, Scenario
from arrtui.features.scores.scenarios import checked_name, delete_scenario, save_scenario, scenarios

CHANGES = (
    ProfileChange(instance="radarr.main", profile="HD [bold]", scores={"x265 (HD)": -10_000, "<b>\0": 5}),
    ProfileChange(
        instance="sonarr.main", profile="Any", minimum=0, wanted=-1, cutoff="WEB", upgrade_allowed=False
    ),
)


def names(database: Database) -> list[str]:
    return [scenario.name for scenario in database.read_sync(scenarios)]


def test_a_scenario_comes_back_as_it_was_saved(database: Database) -> None:
    saved = database.write_sync(save_scenario, Scenario(name="  No x265 ", changes=CHANGES[1:], saved_at=2.5))
    assert saved == Scenario(name="No x265", changes=CHANGES[1:], saved_at=2.5)
    assert database.read_sync(scenarios) == [saved]


def test_a_name_of_another_case_replaces_it(database: Database) -> None:
    for name in ("Straße", "b", "STRASSE", "A", "Äpfel", "A\u0308PFEL"):
        database.write_sync(save_scenario, Scenario(name=name, saved_at=float(len(name))))
    assert names(database) == ["A", "b", "STRASSE", "ÄPFEL"]
    assert database.write_sync(delete_scenario, " strasse")
    assert not database.write_sync(delete_scenario, "strasse")
    assert names(database) == ["A", "b", "ÄPFEL"]


def test_what_no_database_takes_is_replaced(database: Database) -> None:
    database.write_sync(save_scenario, Scenario(name="a", changes=CHANGES))
    (only,) = database.read_sync(scenarios)
    assert only.changes[0].scores == {"x265 (HD)": -10_000, "<b>\ufffd": 5}
    assert only.changes[1] == CHANGES[1]


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "\x1b[31m", "a\u202eb", "\0", "\ud800", "x" * 61])
def test_a_name_that_cannot_be_used_is_refused_with_the_reason(database: Database, name: str) -> None:
    with pytest.raises(ScenarioError, match="1 to 60 printable") as caught, database.writing():
        save_scenario(Scenario(name=name))
    assert name.strip() == "" or name not in str(caught.value)
    assert names(database) == []


@given(st.text(max_size=70))
def test_names_are_printable_trimmed_and_of_some_length(name: str) -> None:
    try:
        checked = checked_name(name)
    except ScenarioError:
        return
    assert checked.isprintable() and checked == checked.strip() and 1 <= len(checked) <= 60
    assert checked_name(checked) == checked
