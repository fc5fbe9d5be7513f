"""Guides as sides of comparisons: what they want of an instance, what changed in them, what is accepted."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from arrtui.core.apps import Kind, app_of
from arrtui.core.domain import SettingType
from arrtui.core.errors import UsageError
from arrtui.core.settings.model import SettingsSide, SettingStanding
from arrtui.db import snapshots
from arrtui.db.database import Database
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.sync.model import Side
from arrtui.runtime.guides import GuideServices, guide_side
from arrtui.runtime.settings import SettingsServices
from tests.db.samples import store
from tests.features.guides.layouts import COMMIT, format_file, guide_config, target, write_checkout

MAIN, GUIDE = SettingsSide("radarr.main"), SettingsSide("guide:mine")


class Site:
    """A stored instance and a guide."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.folder = write_checkout(folder)
        self.guide = guide_config(path=folder)
        self.now = 1000.0
        config: Any = SimpleNamespace(
            guides=(self.guide,),
            guide=lambda name: self.guide,
            instance=lambda name: SimpleNamespace(name=name, kind=app_of(name).kind),
        )
        self.services = GuideServices(lambda: config, database, lambda: self.now)
        self.settings = SettingsServices(lambda: config, database, lambda: self.now, lambda: self.services)
        for instance in ("radarr.main", "sonarr.main"):
            stored = store(database, instance, *target().settings)
            with database.writing():
                snapshots.insert_snapshot(stored, SnapshotRow(taken_at=100.0, app_version="6.1.0"))

    def pull(self, commit: str, **formats: dict[str, Any] | None) -> None:
        """Bring the checkout to another commit, with formats changed, new, or gone."""
        (self.folder / ".git/HEAD").write_text(commit)
        for name, document in formats.items():
            path = self.folder / f"docs/json/radarr/cf/{name}.json"
            path.write_text(json.dumps(document)) if document else path.unlink()


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    return Site(database, tmp_path / "guide")


async def test_an_instance_compares_with_a_guide_in_what_the_guide_speaks_of(site: Site) -> None:
    rows, notes = await site.settings.comparison(GUIDE, MAIN)
    standings = {(row.type, row.name): row.standing for row in rows}
    assert standings[SettingType.CUSTOM_FORMAT, "Cinema"] is SettingStanding.MISSING
    assert standings[SettingType.QUALITY_DEFINITION, "SDTV"] is SettingStanding.DIFFERS
    assert standings[SettingType.QUALITY_DEFINITION, "Unknown"] is SettingStanding.SAME
    assert not {SettingType.NAMING, SettingType.TAG} & {row.type for row in rows}
    assert any("Bluray-4320p" in note for note in notes)
    rows = await site.settings.differences(MAIN, GUIDE, [SettingType.CUSTOM_FORMAT])
    assert {row.standing for row in rows} == {SettingStanding.ONLY_HERE}
    with pytest.raises(UsageError, match="not with a guide"):
        await site.settings.differences(GUIDE, GUIDE)


async def test_the_matrix_has_a_guide_as_its_reference(site: Site) -> None:
    matrix = await site.settings.matrix(["radarr.main", "sonarr.main"], "guide:mine")
    assert matrix.cells[SettingType.CUSTOM_FORMAT, "radarr.main"].missing == 4
    assert matrix.cells[SettingType.NAMING, "radarr.main"] == (0, 0, 0, 0, 0, "")
    assert "sonarr.main" in matrix.cells[SettingType.CUSTOM_FORMAT, "sonarr.main"].untold


async def test_a_difference_from_a_guide_is_accepted_until_the_guide_changes(site: Site) -> None:
    rows = await site.settings.differences(GUIDE, MAIN, [SettingType.CUSTOM_FORMAT])
    grain = [row for row in rows if row.name == "Grain"]
    assert await site.settings.accept(GUIDE, MAIN, grain) == 1

    async def standing() -> SettingStanding:
        rows = await site.settings.differences(GUIDE, MAIN, [SettingType.CUSTOM_FORMAT])
        return next(row.standing for row in rows if row.name == "Grain")

    assert await standing() is SettingStanding.ACCEPTED
    site.pull("f" * 40, grain=format_file("f-grain", "Grain", {"default": -60}))
    assert await standing() is SettingStanding.ACCEPTED  # its score is no part of the format
    site.pull(
        "e" * 40,
        grain=format_file("f-grain", "Grain", specifications=[])
        | {
            "specifications": [
                {"name": "new", "implementation": "SizeSpecification", "fields": {"min": 1, "max": 2}}
            ]
        },
    )
    assert await standing() is SettingStanding.MISSING
    assert await site.settings.unaccept(GUIDE, MAIN, grain) == 1


async def test_what_changed_in_a_guide_is_told_per_format(site: Site) -> None:
    await site.settings.differences(GUIDE, MAIN)
    site.now = 2000.0
    cinema = format_file("f-cinema", "Cinema", {"default": 90, "loud": 700})
    cinema["specifications"][0]["negate"] = True
    site.pull("f" * 40, cinema=cinema, talk=None, fresh=format_file("f-fresh", "Fresh"))
    (reading,) = await site.services.report("mine", Kind.RADARR)
    assert [str(change) for change in reading.changes] == [
        r"Cinema: condition ReleaseTitle \bCinema\b, score default 100 -> 90",
        "Talk",
        "Fresh",
    ]
    assert reading.since.startswith(COMMIT[:7])
    _, notes = await site.settings.comparison(GUIDE, MAIN)
    assert any("3 formats changed" in note for note in notes)


async def test_a_guide_at_another_commit_than_its_pin_is_told_and_compared_with_it(site: Site) -> None:
    site.guide = guide_config(path=site.folder, revision=COMMIT[:8])
    assert (await site.services.report("mine", Kind.RADARR))[0].trouble == ""
    await site.settings.differences(GUIDE, MAIN)
    for number in range(8):
        site.now += 1
        site.pull(f"{number}" * 40, talk=format_file("f-talk", "Talk", {"default": number}))
        _, notes = await site.settings.comparison(GUIDE, MAIN)
    (reading,) = await site.services.report("mine", Kind.RADARR)
    assert not reading.is_pinned
    assert COMMIT[:7] in reading.trouble
    assert reading.trouble in "\n".join(notes)
    assert [change.facts for change in reading.changes] == [("score default none -> 7",)]


async def test_a_plan_after_a_guide_knows_what_of_it_cannot_be_used(site: Site) -> None:
    site.pull("f" * 40, grain=format_file("f-grain", "Grain", specifications=[]))
    sync: Any = SimpleNamespace(source_name="mine")
    side = await guide_side(site.services, sync, Side("radarr.main", Kind.RADARR, "radarr.main", 1))
    assert ("custom_format", "Grain") in side.unusable
    assert not any(row.name == "Grain" for row in side.settings)
