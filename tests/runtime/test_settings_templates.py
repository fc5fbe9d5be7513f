"""Settings saved as templates: with what they refer to, without secrets, exchanged as files."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from arrtui.core.domain import Setting, SettingType
from arrtui.core.errors import UsageError
from arrtui.core.settings.model import SettingsSide
from arrtui.core.text import MASK
from arrtui.db import snapshots
from arrtui.db.database import Database
from arrtui.db.snapshots import SnapshotRow
from arrtui.runtime.settings_templates import TemplateServices, load_template
from tests.db.samples import store

MAIN = "radarr.main"
KEY = "0123456789abcdef0123456789abcdef"


def format_row(number: int, name: str) -> Setting:
    return Setting(id=number, type="custom_format", name=name, body={"id": number, "specifications": []})


def profile(number: int, name: str, **scores: int) -> Setting:
    items = [
        {"format": int(key.removeprefix("f")), "name": key, "score": score} for key, score in scores.items()
    ]
    body = {"id": number, "name": name, "formatItems": items}
    return Setting(id=number, type="quality_profile", name=name, body=body)


SETTINGS = (
    format_row(1, "HDR"),
    format_row(2, "DV"),
    format_row(3, "LQ"),
    profile(1, "HD-1080p", f1=10, f2=0, f3=-10),
    profile(2, "UHD", f2=5),
    Setting(id=7, type="tag", name="4k", body={"id": 7, "label": "4k"}),
    Setting(id=8, type="tag", name="other", body={"id": 8, "label": "other"}),
    Setting(
        id=1,
        type="import_list",
        name="Trakt",
        body={"tags": [7], "qualityProfileId": 2, "fields": [{"name": "accessToken", "value": MASK}]},
    ),
)


@pytest.fixture
def templates(database: Database) -> TemplateServices:
    stored = store(database, MAIN, *SETTINGS)
    with database.writing():
        snapshots.insert_snapshot(stored, SnapshotRow(taken_at=100.0))
    config: Any = SimpleNamespace(own_files=[])
    return TemplateServices(lambda: config, database, lambda: 500.0)


@pytest.mark.parametrize(
    ("types", "patterns", "names"),
    [
        ((), (), "HDR DV LQ HD-1080p UHD"),
        ((), ("HD-*",), "HDR LQ HD-1080p"),
        ((SettingType.CUSTOM_FORMAT,), ("?V",), "DV"),
        ((SettingType.IMPORT_LIST,), (), "DV UHD 4k Trakt"),
    ],
)
async def test_a_template_holds_what_its_settings_refer_to(
    templates: TemplateServices, types: tuple[SettingType, ...], patterns: tuple[str, ...], names: str
) -> None:
    await templates.save("one", SettingsSide(MAIN), types, patterns)
    saved = await templates.get("one")
    assert {row.name for row in saved.settings} == set(names.split())
    scored = {row["format"] for one in saved.settings for row in one.body.get("formatItems", ())}
    assert scored <= {row.id for row in saved.settings if row.type == "custom_format"}


async def test_nothing_is_saved_of_what_is_not_there_or_under_no_name(templates: TemplateServices) -> None:
    for name, patterns in (("x", ("none*",)), (" x", ()), ("", ()), ("a\nb", ())):
        with pytest.raises(UsageError):
            await templates.save(name, SettingsSide(MAIN), (), patterns)
    assert await templates.list_templates() == []
    with pytest.raises(UsageError, match="none yet"):
        await templates.get("x")


async def test_a_file_brings_a_template_and_no_secret(templates: TemplateServices, tmp_path: Path) -> None:
    await templates.save("lists", SettingsSide(MAIN), (SettingType.IMPORT_LIST,))
    file = tmp_path / "lists.json"
    assert await templates.export("lists", str(file)) == 4
    content = json.loads(file.read_text())
    (row,) = [row for row in content["settings"] if row["type"] == "import_list"]
    row["body"]["fields"][0]["value"] = KEY
    row["unknown"] = "left out"
    file.write_text(json.dumps(content))
    again = await templates.import_file(str(file), "again")
    assert KEY not in repr(await templates.get("again"))
    assert [row.name for row in await templates.list_templates()] == ["again", "lists"]
    assert again.settings == (await templates.get("lists")).settings
    await templates.delete("lists")
    with pytest.raises(UsageError):
        await templates.delete("lists")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"<html>",
        b'{"arrtui_template": 9, "name": "x", "app": "radarr", "settings": []}',
        b'{"arrtui_template": 1, "name": "x", "app": "readarr", "settings": []}',
        b'{"arrtui_template": 1, "name": "x", "app": "radarr", "settings": [{"type": "exclusion", "id": 1, '
        b'"body": {}}]}',
        b'{"arrtui_template": 1, "name": " ", "app": "radarr", "settings": []}',
    ],
)
async def test_what_is_no_template_is_refused(
    templates: TemplateServices, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(UsageError):
        await templates.import_file(str(file))
    with pytest.raises(UsageError):
        await templates.import_file(str(tmp_path / "none.json"))
    assert await templates.list_templates() == []


async def test_a_template_is_the_source_of_a_plan(templates: TemplateServices) -> None:
    await templates.save("hd", SettingsSide(MAIN), (), ("HD-*",))
    services: Any = SimpleNamespace(settings_templates=templates)
    sync: Any = SimpleNamespace(source_name="hd")
    side = await load_template(services, sync, None)  # type: ignore[arg-type]
    assert (side.instance, side.kind, len(side.settings)) == ("", "radarr", 3)
