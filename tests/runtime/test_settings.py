"""Settings compared from what is stored: by side, by snapshot, and what is accepted of them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from arrtui.core.apps import app_of
from arrtui.core.domain import Change, ChangeKind, EntityType, Setting, SettingType
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.settings.model import SettingDifference, SettingsSide, SettingStanding
from arrtui.db import snapshots
from arrtui.db.database import Database
from arrtui.db.snapshots import SnapshotRow
from arrtui.runtime.guides import GuideServices
from arrtui.runtime.settings import SettingsServices
from tests.db.samples import store

MAIN, UHD, NEVER = "radarr.main", "radarr.4k", "radarr.never"


def naming(**body: Any) -> Setting:
    return Setting(id=1, type=SettingType.NAMING.value, body={"id": 1, "renameMovies": True, **body})


@pytest.fixture
def services(database: Database) -> SettingsServices:
    config: Any = SimpleNamespace(instance=lambda name: SimpleNamespace(name=name, kind=app_of(name).kind))
    for instance, pattern in ((MAIN, "{Movie Title}"), (UHD, "{Movie CleanTitle}")):
        stored = store(database, instance, naming(standardMovieFormat=pattern))
        with database.writing():
            snapshots.insert_snapshot(stored, SnapshotRow(taken_at=100.0))
    guides = GuideServices(lambda: config, database, lambda: 500.0)
    return SettingsServices(lambda: config, database, lambda: 500.0, lambda: guides)


def rewrite(database: Database, pattern: str) -> int:
    """Store a later snapshot of the 4K instance, in which its naming is another one; return its id."""
    (before,) = database.read_sync(snapshots.list_snapshots, [UHD], limit=1)
    instance_id = store(database, UHD, naming(standardMovieFormat=pattern))
    old = {"id": 1, "renameMovies": True, "standardMovieFormat": "{Movie CleanTitle}"}
    change = Change(
        type=EntityType.SETTING,
        key="naming/1",
        kind=ChangeKind.CHANGED,
        before={"body": old},
        after={"body": {**old, "standardMovieFormat": pattern}},
    )
    with database.writing():
        newer = snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=200.0))
        snapshots.insert_changes(newer, instance_id, [change])
    return before.id


async def named(services: SettingsServices, left: SettingsSide, right: SettingsSide) -> SettingDifference:
    (difference,) = await services.differences(left, right, [SettingType.NAMING])
    return difference


async def test_what_is_accepted_counts_again_when_a_side_changes(
    database: Database, services: SettingsServices
) -> None:
    left, right = SettingsSide(MAIN), SettingsSide(UHD)
    difference = await named(services, left, right)
    assert (difference.standing, difference.left_id) == (SettingStanding.DIFFERS, 1)
    assert await services.accept(left, right, [difference]) == 1
    assert (await named(services, left, right)).standing is SettingStanding.ACCEPTED
    assert (await named(services, right, left)).accepted
    cell = (await services.matrix([MAIN, UHD], MAIN)).cells[SettingType.NAMING, UHD]
    assert (cell.accepted, cell.differs) == (1, 0)
    rewrite(database, "{Movie OriginalTitle}")
    changed = await named(services, left, right)
    assert changed.standing is SettingStanding.DIFFERS
    await services.accept(left, right, [changed])
    assert len(await services.accepted()) == 1
    assert await services.unaccept(left, right, [changed]) == 1
    assert await services.accepted() == frozenset()


async def test_a_snapshot_compares_as_it_was(database: Database, services: SettingsServices) -> None:
    older = rewrite(database, "{Movie Title}")
    assert (await named(services, SettingsSide(MAIN), SettingsSide(UHD))).standing is SettingStanding.SAME
    (field,) = (await named(services, SettingsSide(UHD), SettingsSide(UHD, older))).fields
    assert (field.now, field.after) == ("{Movie CleanTitle}", "{Movie Title}")
    with pytest.raises(NoSuchSnapshotError):
        await services.differences(SettingsSide(MAIN, older), SettingsSide(UHD))


async def test_what_was_never_backed_up_says_so_in_the_matrix(services: SettingsServices) -> None:
    matrix = await services.matrix([MAIN, NEVER, "sonarr.never"], MAIN)
    assert NEVER in matrix.cells[SettingType.TAG, NEVER].untold
    assert (SettingType.NAMING, "sonarr.never") not in matrix.cells
    assert set(matrix.taken_at) == {MAIN}
