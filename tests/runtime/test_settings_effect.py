"""What a plan of settings would do to stored files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.config import load_config
from arrtui.core.domain import Item, MediaFile, Setting, SettingType
from arrtui.features.scores.model import Verdict
from arrtui.features.sync import store as plans
from arrtui.features.sync.fields.setting_forms import setting_entry
from arrtui.features.sync.model import Decision, Entry, Op, PlanDraft, PlanKind
from arrtui.runtime.services import Services
from arrtui.runtime.settings_effect import SettingsEffect
from tests.db.samples import store

MAIN = "radarr.main"
BLURAY = {"quality": {"id": 7, "name": "Bluray-1080p"}, "items": [], "allowed": True}


def title_condition(pattern: str) -> dict[str, Any]:
    fields = [{"name": "value", "value": pattern}]
    return {"implementation": "ReleaseTitleSpecification", "name": pattern, "fields": fields}


def custom_format(number: int, name: str, pattern: str) -> Setting:
    body = {"name": name, "specifications": [title_condition(pattern)]}
    return Setting(id=number, type="custom_format", name=name, body=body)


PROFILE = Setting(
    id=1,
    type="quality_profile",
    name="HD",
    body={
        "name": "HD", "upgradeAllowed": True, "cutoff": 7, "items": [BLURAY],
        "minFormatScore": 0, "cutoffFormatScore": 100,
        "formatItems": [{"format": 1, "name": "HDR", "score": 100}, {"format": 2, "name": "LQ", "score": 0}],
    },
)  # fmt: skip


def movie_file(number: int, name: str, *formats: int) -> MediaFile:
    score = 100 * (1 in formats)
    return MediaFile(
        id=number, item_id=1, relative_path=name, quality_id=7, formats=formats, score=score, size=10**9
    )


async def effect_of(services: Services, plan_id: int) -> SettingsEffect:
    entries = await services.database.read(plans.entries, plan_id)
    return await services.settings_effects.of_entries(entries)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    file = tmp_path / "config.toml"
    names = (MAIN, "radarr.new")
    apps = "".join(f'[{name}]\nurl = "http://127.0.0.1:9"\napi_key = "k"\n' for name in names)
    file.write_text(f'{apps}[database]\nurl = "sqlite:///{tmp_path}/arrtui.db"\n')
    file.chmod(0o600)
    opened = Services(load_config(file, env={}), env={})
    title = Item(id=1, external_id="1", title="A", path="/m/A", profile_id=1, monitored=True)
    files = (movie_file(1, "a.HDR.mkv", 1), movie_file(2, "b.DV.mkv"), movie_file(3, "c.LQ.mkv", 2))
    formats = (custom_format(1, "HDR", r"\.HDR\."), custom_format(2, "LQ", r"\.LQ\."))
    save(opened, title, PROFILE, *formats, *files)
    yield opened
    opened.stop()


def save(services: Services, *records: Any) -> None:
    from arrtui.db import snapshots
    from arrtui.db.snapshots import SnapshotRow

    instance_id = store(services.database, MAIN, *records)
    with services.database.writing():
        snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=1.0, state="complete", digest="1"))


def entry(op: Op, ident: str, instance: str = MAIN, **after: Any) -> Entry:
    return setting_entry(instance, op, ident, ident, "", after=after)


async def saved(services: Services, *entries: Entry) -> int:
    draft = PlanDraft(entries=list(entries), kind=PlanKind.RESTORE, target=MAIN)
    return await services.database.write(plans.save, draft, 1.0)


async def test_scores_conditions_and_new_formats_are_told_together(services: Services) -> None:
    plan_id = await saved(
        services,
        entry(Op.UPDATE, "custom_format/HDR", body={"specifications": [title_condition(r"\.LQ\.")]}),
        entry(
            Op.ADD, "custom_format/DV", body={"name": "DV", "specifications": [title_condition(r"\.DV\.")]}
        ),
        entry(Op.UPDATE, "quality_profile/HD", formats={"DV": 150, "LQ": -500}),
    )
    (instance,) = (await effect_of(services, plan_id)).instances
    assert instance.files is not None
    outcomes = {
        move.file.file_id: (move.now.score, move.then.score, move.then.verdict)
        for move in instance.files.moved
    }
    assert outcomes == {
        1: (100, 0, Verdict.FORMAT),
        2: (0, 150, Verdict.DONE),
        3: (0, -400, Verdict.FORMAT),
    }
    assert (instance.files.opens, instance.files.at_stake, instance.files.falls_below) == (1, 10**9, 1)


async def test_formats_of_a_profile_that_is_removed_too_are_missed_by_its_titles(services: Services) -> None:
    removals = (entry(Op.REMOVE, "quality_profile/HD"), entry(Op.REMOVE, "custom_format/HDR"))
    (instance,) = (await effect_of(services, await saved(services, *removals))).instances
    assert instance.files is not None
    assert [(move.file.file_id, move.then.score) for move in instance.files.moved] == [(1, 0)]


async def test_a_format_that_is_made_again_with_its_scores_is_felt(services: Services) -> None:
    body = {"name": "DV", "specifications": [title_condition(r"\.DV\.")]}
    made_again = entry(Op.ADD, "custom_format/DV", body=body, scores={"HD": 50})
    (instance,) = (await effect_of(services, await saved(services, made_again))).instances
    assert instance.files is not None
    assert [(move.file.file_id, move.then.score) for move in instance.files.moved] == [(2, 50)]


async def test_rejected_entries_do_not_count(services: Services) -> None:
    plan_id = await saved(
        services,
        entry(Op.UPDATE, "quality_profile/HD", formats={"HDR": 0}),
        entry(Op.UPDATE, "quality_profile/HD", formats={"HDR": 90}),
    )
    await services.sync.decide(plan_id, [0], Decision.REJECTED)
    (instance,) = (await effect_of(services, plan_id)).instances
    assert instance.files is not None
    assert [move.gain for move in instance.files.moved] == [-10]


async def test_conditions_are_matched_once_whatever_is_decided(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    what_if = services.matches.what_if

    async def counted(instance: str, formats: list[dict[str, Any]], **values: Any) -> Any:
        asked.append([body["name"] for body in formats])
        return await what_if(instance, formats, **values)

    monkeypatch.setattr(services.matches, "what_if", counted)
    names = {"DV": r"\.DV\.", "Mkv": "mkv"}
    plan_id = await saved(
        services,
        *(
            entry(Op.ADD, f"custom_format/{name}", body={"specifications": [title_condition(pattern)]})
            for name, pattern in names.items()
        ),
        entry(Op.UPDATE, "quality_profile/HD", formats={"DV": 150, "Mkv": 7}),
    )
    (both,) = (await effect_of(services, plan_id)).instances
    await services.sync.decide(plan_id, [0], Decision.REJECTED)
    (second,) = (await effect_of(services, plan_id)).instances
    assert both.files is not None and second.files is not None
    assert {move.file.file_id: move.gain for move in both.files.moved} == {1: 7, 2: 157, 3: 7}
    assert {move.file.file_id: move.gain for move in second.files.moved} == {1: 7, 2: 7, 3: 7}
    assert asked == [["DV", "Mkv"]]


async def test_a_format_that_goes_takes_its_points_from_every_profile(services: Services) -> None:
    plan_id = await saved(services, entry(Op.REMOVE, "custom_format/HDR"))
    (instance,) = (await effect_of(services, plan_id)).instances
    assert instance.files is not None
    assert [(move.file.file_id, move.gain) for move in instance.files.moved] == [(1, -100)]


async def test_other_sizes_and_another_naming_are_told(services: Services) -> None:
    definition = {"quality": {"id": 7, "name": "Bluray-1080p"}, "title": "Bluray-1080p", "maxSize": None}
    naming = {"renameMovies": True, "standardMovieFormat": "{Movie Title}", "colonReplacementFormat": "dash"}
    title = Item(id=1, external_id="1", title="A", path="/m/A", profile_id=1, monitored=True, runtime=10)
    extra = (
        Setting(id=7, type="quality_definition", name="Bluray-1080p", body=definition),
        Setting(id=1, type="naming", body=naming),
        movie_file(4, "A.mkv"),
    )
    save(services, title, *extra)
    plan_id = await saved(
        services,
        entry(Op.UPDATE, "quality_definition/Bluray-1080p", body={"maxSize": 50}),
        entry(Op.UPDATE, "naming/naming", body={"standardMovieFormat": "{Movie Title} ({Release Year})"}),
    )
    (instance,) = (await effect_of(services, plan_id)).instances
    assert instance.sizes is not None and instance.names is not None
    assert (len(instance.sizes.refused), instance.sizes.newly_refused) == (4, 4)
    assert (instance.names.renamed + instance.names.untold, instance.names.is_off) == (4, False)
    off = await saved(services, entry(Op.UPDATE, "naming/naming", body={"renameMovies": False}))
    (instance,) = (await effect_of(services, off)).instances
    assert instance.names is not None and instance.names.is_off


async def test_what_no_file_feels_and_what_is_not_stored_is_said(services: Services) -> None:
    plan_id = await saved(
        services,
        entry(Op.ADD, "tag/kids"),
        entry(Op.UPDATE, "quality_profile/HD", "radarr.new", formats={"HDR": 1}),
    )
    silent, unknown = (await effect_of(services, plan_id)).instances
    assert (silent.files, silent.silent) == (None, (SettingType.TAG,))
    assert "nothing of it is stored yet" in unknown.why
