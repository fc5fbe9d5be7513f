"""The migration that masks keys in settings stored by earlier versions."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from arrtui.core.domain import Change, ChangeKind, EntityType, Setting, decode, encode
from arrtui.core.text import MASK
from arrtui.db import records, snapshots
from arrtui.db.database import Database
from arrtui.db.models import MODELS, Instance, JournalRow, PlanEntryRow, PlanRow, SettingRow
from arrtui.db.postgres import Postgres
from arrtui.db.schema import MIGRATIONS, bring_up_to_date
from arrtui.db.snapshots import SnapshotRow
from arrtui.db.sqlite import Sqlite
from arrtui.features.backup.digest import digest_of
from arrtui.features.backup.rebuild import state_at, verify_all
from tests.db import servers

OLD, NEW = "PLANTED0Old0Key1", "PLANTED0New0Key2"
ADDRESS = f"https://rss.example/feed/{MASK}?tp={MASK}"


def indexer(key: str, priority: int = 1) -> Setting:
    """Return an indexer with a key in the path and the query of its address."""
    fields = [{"name": "baseUrl", "value": f"https://rss.example/feed/{key}?tp={key}", "privacy": "normal"}]
    body = {"id": 1, "name": "T", "implementation": "TorrentRss", "priority": priority, "fields": fields}
    return Setting(id=1, type="indexer", name="T", body=body)


def tag(label: str) -> Setting:
    """Return a setting that has nothing to mask."""
    return Setting(id=7, type="tag", name=label, body={"id": 7, "label": label})


def body_of(setting: Setting) -> dict[str, Any]:
    return {"body": msgspec.to_builtins(setting)["body"]}


def fill(instance_id: int) -> None:
    """Store three snapshots: an indexer, the same with another key, the same with another priority."""
    states = [
        {"indexer/1": encode(indexer(OLD)), "tag/7": encode(tag("a"))},
        {"indexer/1": encode(indexer(NEW)), "tag/7": encode(tag("a"))},
        {"indexer/1": encode(indexer(NEW, 2)), "tag/7": encode(tag("a"))},
    ]
    edits = [
        None,
        (body_of(indexer(OLD)), body_of(indexer(NEW))),
        (body_of(indexer(NEW)), body_of(indexer(NEW, 2))),
    ]
    for number, (state, edit) in enumerate(zip(states, edits, strict=True)):
        digest = digest_of({EntityType.SETTING: state})
        row = SnapshotRow(taken_at=float(number), digest=digest, baseline=number == 0)
        snapshot = snapshots.insert_snapshot(instance_id, row)
        if edit is not None:
            change = Change(
                type=EntityType.SETTING,
                key="indexer/1",
                kind=ChangeKind.CHANGED,
                before=edit[0],
                after=edit[1],
            )
            snapshots.insert_changes(snapshot, instance_id, [change])
    for key, doc in states[-1].items():
        type_, _, number = key.partition("/")
        SettingRow.create(
            instance=instance_id, type=type_, setting_id=int(number), name=decode(doc)["name"], doc=doc
        )
    form = {"fields": {"baseUrl": f"https://rss.example/feed/{OLD}?tp={OLD}"}}
    plan = PlanRow.create(kind="restore", created_at=0)
    entry = {"subject": "setting", "ident": "indexer/T", "now": form, "after": {}}
    PlanEntryRow.create(
        plan=plan, position=1, key="k", instance="radarr.main", op="update", doc=encode(entry)
    )
    JournalRow.create(
        plan=plan, position=1, step="setting", instance="radarr.main", before_doc=encode(form), begun_at=0
    )


@pytest.fixture
def old_url(database_url: str, tmp_path: Path) -> str:
    """Return the url of a database as the version before stored it."""
    if database_url.startswith("postgresql"):
        servers.empty_schema(database_url)
    folder = tmp_path / "before"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__*", "0008*"))
    path = Path(database_url.removeprefix("sqlite:///"))
    database = Postgres(database_url) if database_url.startswith("postgresql") else Sqlite(path)
    database.connect()
    try:
        bring_up_to_date(database, database_url, folder)
        with database.bind_ctx(MODELS):
            fill(Instance.create(name="radarr.main", kind="radarr", health_doc=encode([{"message": OLD}])).id)
    finally:
        database.close_all()
    return database_url


def test_no_key_is_left_and_every_snapshot_is_still_whole(old_url: str) -> None:
    with closing(Database.open(old_url)) as database:
        assert [verified.ok for verified in database.read_sync(verify_all, "radarr.main")] == [True] * 3
        rows = database.read_sync(snapshots.list_snapshots, ["radarr.main"])
        for row in rows:
            (only,) = decode(database.read_sync(state_at, row)[EntityType.SETTING]["indexer/1"])["body"][
                "fields"
            ]
            assert only["value"] == ADDRESS
        stored = database.read_sync(
            lambda: [str(list(model.select().tuples())) for model in MODELS if model is not Instance]
        )
        assert not [text for text in stored if "PLANTED" in text]
        assert database.read_sync(lambda: Instance.get().health_doc) == "[]"
        instance_id = rows[0].instance_id
        assert decode(database.read_sync(records.stored_docs, instance_id, EntityType.SETTING)["tag/7"])
    if old_url.startswith("sqlite"):
        path = Path(old_url.removeprefix("sqlite:///"))
        assert b"PLANTED" not in path.read_bytes()
        assert b"PLANTED" in path.with_name(f"{path.name}.before-0008.bak").read_bytes()


def test_damage_is_still_found(old_url: str) -> None:
    path = Path(old_url.removeprefix("sqlite:///"))
    database = Postgres(old_url) if old_url.startswith("postgresql") else Sqlite(path)
    database.connect()
    database.rows("UPDATE setting SET doc = replace(doc, '\"a\"', '\"b\"') WHERE type = 'tag'")
    database.close_all()
    with closing(Database.open(old_url)) as opened:
        assert not opened.read_sync(verify_all, "radarr.main")[0].ok
