"""Drift from syncs of settings: looked at after backups without a request, told once, gone when alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from arrtui.core.config import load_config
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import JobState
from arrtui.core.settings.model import SettingsSide
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.runtime.services import Services

MAIN, UHD = "radarr.main", "radarr.4k"
SIZE = EstateSize(radarr=(("main", 2), ("4k", 2)), sonarr=())
SYNC = """
[settings.names]
source = "radarr.main"
targets = ["radarr.4k"]
kinds = ["naming", "tag"]
"""
NAMING = "standardMovieFormat"


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE) as running:
        yield running


@pytest.fixture(scope="module")
def services(estate: SimulatedEstate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("drift")
    file = folder / "config.toml"
    file.write_text(estate.config_toml(database=folder / "arrtui.db") + SYNC)
    file.chmod(0o600)
    opened = Services(load_config(file, env={}), kind="run", env={})
    yield opened
    opened.stop()


def name_alike(app: SimulatedApp, pattern: str) -> None:
    app.store.configs["naming"][NAMING] = pattern


async def back_up(services: Services, name: str) -> int:
    """Back up; return how many settings the job that looked for drift found to differ."""
    jobs = await services.engine.run_jobs(await services.backup.back_up([name]))
    (job,) = [job for job in jobs if job.kind == "settings-drift"]
    assert job.state is JobState.COMPLETED, job.error_detail
    return int((job.result or {})["settings"])


async def told(services: Services) -> list[EstateEvent]:
    return await services.events.since(0.0, [EventType.SETTINGS_DRIFTED, EventType.SETTINGS_ALIKE])


async def test_drift_is_told_once_accepted_away_and_gone_when_alike(
    services: Services, estate: SimulatedEstate
) -> None:
    main, uhd = estate.apps[MAIN], estate.apps[UHD]
    uhd.store.configs["naming"].update(main.store.configs["naming"])
    main.store.tags.clear()
    uhd.store.tags.clear()
    await back_up(services, MAIN)
    assert await told(services) == [], "nothing is stored of the target yet"
    assert await back_up(services, UHD) == 0
    name_alike(main, "{Movie CleanTitle} {Quality Full}")
    requests = len(uhd.requests)
    assert [await back_up(services, MAIN) for _ in range(2)] == [1, 1]
    assert len(uhd.requests) == requests, "the target is not asked"
    (event,) = await told(services)
    assert (event.type, event.instance, event.facts["count"]) == (EventType.SETTINGS_DRIFTED, UHD, 1)
    (drift,) = await services.settings_drift.standing()
    assert (drift.sync, drift.target, len(drift.settings)) == ("names", UHD, 1)
    assert (await services.estate.facts(UHD)).drift == (drift,)
    assert (await services.estate.facts(MAIN)).drift == ()

    differences = await services.settings.differences(SettingsSide(MAIN), SettingsSide(UHD))
    await services.settings.accept(
        SettingsSide(MAIN), SettingsSide(UHD), [row for row in differences if row.type == "naming"]
    )
    looks = await services.settings_drift.look_again(SettingsSide(MAIN), SettingsSide(UHD))
    await services.engine.run_jobs(looks)
    assert (len(looks), await services.settings_drift.standing()) == (1, []), "no backup is needed for it"
    assert await back_up(services, UHD) == 0
    name_alike(uhd, "{Movie Title}")
    assert await back_up(services, UHD) == 1, "what was accepted is another difference now"
    name_alike(uhd, "{Movie CleanTitle} {Quality Full}")
    assert await back_up(services, UHD) == 0
    drifted, alike = EventType.SETTINGS_DRIFTED, EventType.SETTINGS_ALIKE
    assert [event.type for event in await told(services)] == [drifted, alike, drifted, alike]


async def test_what_is_configured_no_more_is_told_no_more(
    services: Services, estate: SimulatedEstate
) -> None:
    name_alike(estate.apps[UHD], "{Movie Title}")
    assert await back_up(services, UHD) == 1
    services.config = services.config.__class__(**{**vars(services.config), "settings": ()})
    assert await services.settings_drift.standing() == []
    assert (await services.estate.facts(UHD)).drift == ()
