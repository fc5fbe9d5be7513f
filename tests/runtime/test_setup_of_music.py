"""An empty Lidarr set up after another one, and a template brought to it: applied, undone, undone again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.domain import SettingType
from arrtui.core.settings.model import SettingsSide, SettingStanding
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.sync.load import load_side
from arrtui.runtime.services import Services
from arrtui.runtime.settings_setup import setup_sync
from tests.features.sync.furnished import set_up_anew
from tests.runtime.test_settings_of_music import MAIN, SECOND, furnish
from tests.runtime.test_settings_setup import apply, entries_of

SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 3, 2, 2), ("second", 2, 2, 2)))
LACKING = (SettingStanding.DIFFERS, SettingStanding.MISSING, SettingStanding.UNTOLD)
ARRIVE_OFF = ("indexer", "download_client", "notification")
ANY = (*LACKING, SettingStanding.ONLY_HERE)


def empty(app: SimulatedApp) -> None:
    """Leave an app nothing but what a fresh installation has and its root folder."""
    root = dict(app.store.root_folders[1])
    for number in list(app.store.titles):
        app.store.delete_title(number)
    set_up_anew(app)
    profiles = app.store.metadata_profiles  # type: ignore[union-attr]
    for number in [number for number, row in profiles.items() if row["name"] not in ("Standard", "None")]:
        del profiles[number]
    standard = next(number for number, row in profiles.items() if row["name"] == "Standard")
    app.store.root_folders[1] = root | {
        "defaultQualityProfileId": 90,
        "defaultMetadataProfileId": standard,
        "defaultTags": [],
    }
    app.store.touch()


def few_formats(app: SimulatedApp) -> None:
    """Leave an app a few formats, and no two release profiles of the same terms."""
    app.store.release_profiles.pop(2)
    for number in list(app.store.formats)[3:]:
        app.store.delete_format(number)


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    with SimulatedEstate(SIZE) as estate:
        few_formats(estate.apps[MAIN])
        furnish(estate.apps[MAIN])
        empty(estate.apps[SECOND])
        file = tmp_path / "config.toml"
        file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
        file.chmod(0o600)
        opened = Services(load_config(file, env={}), kind="run", env={})
        yield opened
        opened.stop()


async def unlike(
    services: Services, left: SettingsSide, standings: tuple[SettingStanding, ...] = LACKING
) -> list[str]:
    """Return the settings of the second Lidarr that are not as those of another side."""
    rows = await services.settings.differences(left, SettingsSide(SECOND))
    return [f"{row.type}/{row.name}: {row.fields}" for row in rows if row.standing in standings]


async def artists(services: Services) -> set[str]:
    """Return the artists of the second Lidarr."""
    side = await services.database.read(load_side, SECOND)
    return {title.item.external_id for title in side.titles}


async def back_and_forth(
    services: Services, plan_id: int, before: SettingsSide, wanted: SettingsSide
) -> None:
    """Undo a plan, which leaves all as it was, and undo that, which brings all again."""
    undo_id, undoing = await entries_of(services, await services.sync.undo(plan_id))
    await apply(services, undo_id, undoing)
    assert await unlike(services, before, ANY) == []
    again_id, again = await entries_of(services, await services.sync.undo(undo_id))
    await apply(services, again_id, again)
    assert await unlike(services, wanted, ANY) == []


async def test_everything_of_a_lidarr_comes_to_an_empty_one_and_goes_again(services: Services) -> None:
    await services.engine.run_jobs(await services.backup.back_up())
    before = SettingsSide(SECOND, (await services.backup.snapshot(SECOND, "latest")).id)
    assert await artists(services) == set()
    roots = {row.name: [root.path for root in row.roots] for row in await services.estate.rows()}
    sync = setup_sync(MAIN, SECOND, (), dict.fromkeys(roots[MAIN], roots[SECOND][0]))
    job_id = await services.settings_plans.plan_unnamed(sync, SECOND, titles=True)
    plan_id, entries = await entries_of(services, job_id)
    await apply(services, plan_id, entries)
    off = {text.partition("/")[0] for text in await unlike(services, SettingsSide(MAIN))}
    assert off == {"root_folder", *ARRIVE_OFF}, "both folders became one, and what works by itself waits"
    assert len(await artists(services)) == 3
    full = SettingsSide(SECOND, (await services.backup.snapshot(SECOND, "latest")).id)
    await back_and_forth(services, plan_id, before, full)
    assert len(await artists(services)) == 3


async def test_a_template_comes_to_an_empty_lidarr_and_goes_again(services: Services) -> None:
    await services.engine.run_jobs(await services.backup.back_up())
    before = SettingsSide(SECOND, (await services.backup.snapshot(SECOND, "latest")).id)
    await services.settings_templates.save("home", SettingsSide(MAIN))
    sync = setup_sync("template:home", SECOND)
    plan_id, entries = await entries_of(services, await services.settings_plans.plan_unnamed(sync, SECOND))
    kinds = {planned.entry.ident.partition("/")[0] for planned in entries}
    assert kinds >= {T.value for T in (SettingType.CUSTOM_FORMAT, SettingType.METADATA_PROFILE)}
    await apply(services, plan_id, entries)
    full = SettingsSide(SECOND, (await services.backup.snapshot(SECOND, "latest")).id)
    await back_and_forth(services, plan_id, before, full)
