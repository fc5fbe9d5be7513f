"""When the absence of a title proves nothing: each state of a source that holds removals back."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.domain import Health, RootFolder
from arrtui.db.estate import EstateRow
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.sync.planning.guards import distrust_reason

NAME = "radarr.main"


def snapshot(id: int, **fields: Any) -> SnapshotRow:
    values: dict[str, Any] = dict.fromkeys(SnapshotRow._fields, 0) | {
        "instance": NAME, "state": "complete", "items": 100, "files": 100, "error": "", "warnings": (),
    }  # fmt: skip
    return SnapshotRow(**(values | {"id": id} | fields))


def row(**fields: Any) -> EstateRow:
    return EstateRow(NAME, "radarr", 1, **({"state": "up"} | fields))


def trouble(
    *snapshots: SnapshotRow, shrink: int = 20, percent: int = 5, at: SnapshotRow | None = None, **fields: Any
) -> str:
    taken = snapshots or (snapshot(2), snapshot(1))
    return distrust_reason(row(**fields), taken, max_shrink_percent=shrink, removals_percent=percent, at=at)


def test_many_small_losses_heard_of_live_count_as_one() -> None:
    lost = [snapshot(9 - gone, items=91 + gone, removed=1, live=True) for gone in range(8)]
    backups = (snapshot(1), snapshot(0))
    assert "lost 9 of 100 titles" in trouble(*lost, *backups)
    assert trouble(*lost[6:], *backups) == "", "three of them are within the limit"


def test_lost_albums_count_as_lost_titles_do() -> None:
    music = {"instance": "lidarr.main", "files": 0}
    before = snapshot(1, episodes=400, **music)
    lost = snapshot(2, episodes=370, removed=30, **music)
    assert "lost 30 of 400 albums" in trouble(lost, before)
    assert trouble(snapshot(2, episodes=385, removed=15, **music), before) == ""
    shows = {"instance": "sonarr.main", "files": 0}
    assert trouble(snapshot(2, episodes=370, **shows), snapshot(1, episodes=400, **shows)) == ""


def test_a_sound_instance_is_in_no_trouble() -> None:
    health = (Health(type="warning", message="An indexer is slow."), Health(type="notice", message="x"))
    roots = (RootFolder(path="/movies", free_space=0),)
    assert trouble(health=health, roots=roots) == ""


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"state": "down", "error": "radarr.main: listing movies: refused."},
            "radarr.main could not be reached when it was last asked: radarr.main: listing movies: refused.",
        ),
        ({"state": "down"}, "radarr.main could not be reached when it was last asked."),
        (
            {"health": (Health(type="error", message="Missing root folder: /movies."),)},
            "radarr.main reports an error: Missing root folder: /movies.",
        ),
        (
            {"roots": (RootFolder(path="/movies"), RootFolder(path="/nas", accessible=False))},
            "radarr.main cannot reach its root folder /nas.",
        ),
    ],
)
def test_an_instance_that_is_not_well(fields: dict[str, Any], sentence: str) -> None:
    assert trouble(**fields) == sentence


def test_an_instance_that_was_never_backed_up() -> None:
    found = distrust_reason(row(), [], max_shrink_percent=20, removals_percent=5)
    assert found == "radarr.main was never backed up."


def test_a_backup_that_failed_after_the_last_complete_one() -> None:
    found = trouble(snapshot(3, state="failed", error="It broke off."), snapshot(2), snapshot(1))
    assert found == "The last backup of radarr.main failed: It broke off."


def test_a_backup_that_failed_before_the_last_complete_one_is_past() -> None:
    assert trouble(snapshot(3), snapshot(2, state="failed", items=0), snapshot(1)) == ""


def test_an_empty_instance() -> None:
    assert trouble(snapshot(1, items=0)) == "radarr.main has no titles at all."


@pytest.mark.parametrize(
    ("items", "shrink", "percent", "troubled"),
    [
        (99, 20, 0, False),
        (95, 20, 5, False),
        (94, 20, 5, True),
        (94, 20, 10, False),
        (94, 5, 50, True),
        (120, 20, 5, False),
    ],
)
def test_a_library_that_lost_more_titles_than_either_limit(
    items: int, shrink: int, percent: int, troubled: bool
) -> None:
    found = trouble(snapshot(2, items=items), snapshot(1), shrink=shrink, percent=percent)
    assert bool(found) is troubled
    assert not troubled or f"lost {100 - items} of 100 titles" in found


def test_a_library_that_was_exchanged_for_one_as_large() -> None:
    assert trouble(snapshot(2, removed=40, added=40), snapshot(1)) == ""
    found = trouble(snapshot(2, removed=190, added=190), snapshot(1))
    assert "lost 190 of 200 records from one backup to the next" in found


def test_the_first_backup_has_nothing_to_have_shrunk_from() -> None:
    assert trouble(snapshot(1, items=3)) == ""


def test_a_list_that_could_be_read_only_in_part() -> None:
    found = trouble(snapshot(2, skipped=2), snapshot(1))
    assert found == "The backup of radarr.main could not read 2 of its titles."
    assert trouble(snapshot(2, warnings=("file 3 was skipped, since it has no id",)), snapshot(1)) == ""


def test_an_old_snapshot_is_judged_by_itself() -> None:
    """How the instance is now says nothing about what it had then."""
    old = snapshot(2)
    taken = (snapshot(4, state="failed"), snapshot(3, items=900), old, snapshot(1))
    assert trouble(*taken, at=old, state="down") == ""
    shrunken = snapshot(2, items=10)
    assert "lost 90 of 100 titles" in trouble(snapshot(3), shrunken, snapshot(1), at=shrunken)
