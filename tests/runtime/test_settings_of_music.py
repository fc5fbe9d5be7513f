"""Settings of one Lidarr come to another through the use cases: plans, drift, undo, templates, setting up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from arrtui.core.config import load_config
from arrtui.core.domain import SettingType
from arrtui.core.settings.model import SettingsSide, SettingStanding
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.runtime.services import Services
from arrtui.runtime.settings_setup import SETUP_TYPES, setup_sync
from tests.runtime.test_settings_setup import apply, entries_of

MAIN, SECOND = "lidarr.main", "lidarr.second"
SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 3, 2, 2), ("second", 3, 2, 2)))
SYNC = """
[settings.music]
source = "lidarr.main"
targets = ["lidarr.second"]
kinds = ["metadata_profile", "metadata_provider", "root_folder", "custom_filter"]
"""
T = SettingType
PROFILE = "metadata_profile/Live at home"


def ask(app: SimulatedApp, method: str, path: str, body: Any = None) -> Any:
    """Send what the app's own web page would."""
    headers = {"X-Api-Key": app.api_key}
    answer = httpx.request(method, f"{app.url}/api/v1/{path}", json=body, headers=headers)
    assert answer.is_success, answer.text
    return answer.json()


def furnish(app: SimulatedApp) -> None:
    """Give a Lidarr a metadata profile, which a root folder has for its default, and another provider."""
    profile = ask(app, "GET", "metadataprofile")[0] | {"name": "Live at home"}
    for row in profile["secondaryAlbumTypes"]:
        row["allowed"] = row["albumType"]["name"] in ("Studio", "Live")
    made = ask(app, "POST", "metadataprofile", {key: row for key, row in profile.items() if key != "id"})
    folder = ask(app, "GET", "rootfolder")[0]
    folder |= {"name": "Tunes", "defaultMetadataProfileId": made["id"]}
    ask(app, "PUT", f"rootfolder/{folder['id']}", folder)
    provider = ask(app, "GET", "config/metadataprovider")
    ask(app, "PUT", "config/metadataprovider/1", provider | {"writeAudioTags": "sync"})


@pytest.fixture
def services(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Return services over two Lidarrs of which one has settings of its own."""
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    with SimulatedEstate(SIZE) as estate:
        furnish(estate.apps[MAIN])
        file = tmp_path / "config.toml"
        file.write_text(estate.config_toml(database=tmp_path / "arrtui.db") + SYNC)
        file.chmod(0o600)
        opened = Services(load_config(file, env={}), kind="run", env={})
        yield opened
        opened.stop()


async def unlike(services: Services) -> list[str]:
    """Return the settings of the second Lidarr that are not as those of the first."""
    rows = await services.settings.differences(SettingsSide(MAIN), SettingsSide(SECOND))
    return [f"{row.type}/{row.name}" for row in rows if row.standing is not SettingStanding.SAME]


async def drift(services: Services) -> int:
    """Back up the second Lidarr; return how many of its settings are not as the sync would have them."""
    jobs = await services.engine.run_jobs(await services.backup.back_up([SECOND]))
    return sum(int((job.result or {})["settings"]) for job in jobs if job.kind == "settings-drift")


async def test_what_only_a_lidarr_has_is_brought_read_back_and_taken_back(services: Services) -> None:
    await services.engine.run_jobs(await services.backup.back_up())
    before = await unlike(services)
    own = {PROFILE, "metadata_provider/metadata provider", "root_folder//music"}
    assert {*before} >= own
    assert await drift(services) == len(own)
    plan_id, entries = await entries_of(services, (await services.settings_plans.plan("music"))[SECOND])
    await apply(services, plan_id, entries)
    assert not own & {*await unlike(services)}  # the provider too, which is otherwise read daily
    assert await drift(services) == 0
    undo_id, undoing = await entries_of(services, await services.sync.undo(plan_id))
    await apply(services, undo_id, undoing)
    assert await unlike(services) == before


async def test_a_new_lidarr_and_a_template_have_the_metadata_profiles_too(services: Services) -> None:
    await services.engine.run_jobs(await services.backup.back_up())
    template = await services.settings_templates.save("home", SettingsSide(MAIN))
    assert "Live at home" in {row.name for row in template.settings if row.type == T.METADATA_PROFILE}
    sync = setup_sync(MAIN, SECOND, SETUP_TYPES)
    _, entries = await entries_of(services, await services.settings_plans.plan_unnamed(sync, SECOND))
    assert PROFILE in {planned.entry.ident for planned in entries}
    assert [warning for planned in entries for warning in planned.entry.warnings] == []


async def test_a_root_folder_brings_the_metadata_profile_that_it_refers_to(services: Services) -> None:
    await services.engine.run_jobs(await services.backup.back_up())
    sync = setup_sync(MAIN, SECOND, (T.ROOT_FOLDER,))
    job = await services.settings_plans.plan_unnamed(sync, SECOND)
    plan_id, entries = await entries_of(services, job)
    idents = [planned.entry.ident for planned in entries]
    assert sorted(idents) == [PROFILE, "root_folder//music"]
    await apply(services, plan_id, entries)
    assert [row for row in await unlike(services) if "profile/Live" in row or "root_folder" in row] == []
