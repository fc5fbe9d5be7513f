"""An instance set up after another one in one plan, and a template brought to it: applied and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from arrtui.core.config import load_config
from arrtui.core.domain import SettingType
from arrtui.core.errors import UsageError
from arrtui.core.events import Job, JobState
from arrtui.core.settings.model import SettingsSide, SettingStanding
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import Decision, EntrySubject, PlannedEntry
from arrtui.runtime.services import Services
from arrtui.runtime.settings_setup import SETUP_TYPES, check_same_app, setup_sync

MAIN, NEW, SONARR = "radarr.main", "radarr.4k", "sonarr.main"
SIZE = EstateSize(radarr=(("main", 4), ("4k", 1)), sonarr=())
FORMATS = ("German", "x265 (HD)", "BR-DISK")
ALIKE = (SettingType.CUSTOM_FORMAT, SettingType.QUALITY_PROFILE, SettingType.NAMING, SettingType.TAG)


def leave_few_formats(app: SimulatedApp) -> None:
    """Leave an app some formats of those that only one instance has, so that a plan is quick to write."""
    for profile in app.store.profiles.values():
        profile |= {"minFormatScore": 0, "cutoffFormatScore": 0}
    ids = [number for number, row in app.store.formats.items() if row["name"] not in FORMATS]
    url, headers = f"{app.url}/api/v3/customformat/bulk", {"X-Api-Key": app.api_key}
    httpx.request("DELETE", url, json={"ids": ids}, headers=headers).raise_for_status()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("setup")
    with SimulatedEstate(SIZE) as estate:
        for app in estate.apps.values():
            app.store.commands.queued_for = app.store.commands.runs_for = 0.01
            leave_few_formats(app)
        file = folder / "config.toml"
        file.write_text(estate.config_toml(database=folder / "arrtui.db"))
        file.chmod(0o600)
        opened = Services(load_config(file, env={}), kind="run", env={})
        yield opened
        opened.stop()


async def run(services: Services, *job_ids: int) -> Job:
    (job, *_) = await services.engine.run_jobs(job_ids)
    assert job.state is JobState.COMPLETED, job.error_detail or job.error
    return job


async def entries_of(services: Services, job_id: int) -> tuple[int, list[PlannedEntry]]:
    """Wait for a plan; return its id and its entries."""
    plan_id = int(((await run(services, job_id)).result or {})["plan"])
    return plan_id, list((await services.sync.open(plan_id)).entries)


async def apply(services: Services, plan_id: int, entries: list[PlannedEntry]) -> None:
    positions = [planned.position for planned in entries]
    await services.sync.decide(plan_id, positions, Decision.APPROVED, by_hand=True)
    await run(services, *(await services.sync.apply(plan_id)))
    opened = await services.sync.open(plan_id)
    assert [planned.message for planned in opened.entries if planned.outcome != "done"] == []


async def unlike(
    services: Services, left: SettingsSide, types: tuple[SettingType, ...], *more: SettingStanding
) -> list[str]:
    """Return the settings of the new instance that are not as those of another side, or ``more`` of it."""
    rows = await services.settings.differences(left, SettingsSide(NEW), types)
    wrong = (SettingStanding.DIFFERS, SettingStanding.MISSING, SettingStanding.UNTOLD, *more)
    return [f"{row.type} {row.name}: {row.standing} {row.fields}" for row in rows if row.standing in wrong]


async def test_settings_and_titles_come_in_one_plan_and_go_again(services: Services) -> None:
    await services.engine.run_jobs(await services.backup.back_up([MAIN, NEW]))
    before = (await services.backup.snapshot(NEW, "latest")).id
    roots = {row.name: [root.path for root in row.roots] for row in await services.estate.rows()}
    folders = dict.fromkeys(roots[MAIN], roots[NEW][0])
    sync = setup_sync(MAIN, NEW, SETUP_TYPES, folders)
    job_id = await services.settings_plans.plan_unnamed(sync, NEW, titles=True)
    plan_id, entries = await entries_of(services, job_id)
    subjects = [planned.entry.subject for planned in entries]
    assert subjects == sorted(subjects, key=[EntrySubject.SETTING, EntrySubject.ITEM].index)
    assert {EntrySubject.SETTING, EntrySubject.ITEM} == set(subjects)
    await apply(services, plan_id, entries)
    assert await unlike(services, SettingsSide(MAIN), ALIKE) == []
    sides = [await services.database.read(load_side, name) for name in (MAIN, NEW)]
    ours, theirs = ({title.item.external_id: title.profile for title in side.titles} for side in sides)
    added = {planned.entry.external_id for planned in entries if planned.entry.external_id}
    assert {ident: theirs.get(ident) for ident in added} == {ident: ours[ident] for ident in added}
    assert ours.keys() <= theirs.keys()
    new = {planned.entry.title for planned in entries if planned.entry.ident.startswith("import_list/")}
    lists = [
        row for row in sides[1].settings if row.type == SettingType.IMPORT_LIST.value and row.name in new
    ]
    assert {row.body.get("enabled", row.body.get("enable")) for row in lists} <= {False}
    undo_id, undoing = await entries_of(services, await services.sync.undo(plan_id))
    await apply(services, undo_id, undoing)
    assert await unlike(services, SettingsSide(NEW, before), SETUP_TYPES, SettingStanding.ONLY_HERE) == []


async def test_titles_whose_folder_leads_nowhere_are_refused_with_what_to_say(services: Services) -> None:
    roots = {row.name: [root.path for root in row.roots] for row in await services.estate.rows()}
    sync = setup_sync(MAIN, NEW, (SettingType.QUALITY_PROFILE,), dict.fromkeys(roots[MAIN], "/nowhere"))
    job_id = await services.settings_plans.plan_unnamed(sync, NEW, titles=True)
    (job,) = await services.engine.run_jobs([job_id])
    assert (job.state, job.error_code) == (JobState.FAILED, "pair")
    assert "--root-folder" in job.error


async def test_a_template_is_brought_to_an_instance_once(services: Services, tmp_path: Path) -> None:
    await services.engine.run_jobs(await services.backup.back_up([MAIN, NEW]))
    template = await services.settings_templates.save("hd", SettingsSide(MAIN))
    names = {row.name for row in template.settings}
    sync = setup_sync("template:hd", NEW)
    plan_id, entries = await entries_of(services, await services.settings_plans.plan_unnamed(sync, NEW))
    assert entries
    assert {planned.entry.ident.partition("/")[2] for planned in entries} <= names
    await apply(services, plan_id, entries)
    assert await unlike(services, SettingsSide(MAIN), ALIKE[:2]) == []
    _, again = await entries_of(services, await services.settings_plans.plan_unnamed(sync, NEW))
    assert again == []


def test_an_instance_is_not_set_up_after_itself_or_another_app() -> None:
    with pytest.raises(UsageError):
        setup_sync(f"{NEW}@12", NEW)
    with pytest.raises(UsageError):
        check_same_app(MAIN, SONARR)
