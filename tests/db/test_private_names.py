"""What the incognito mode learns from a database."""

from __future__ import annotations

from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.core.domain import encode
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.trailers import BatchEntry, RecycledFile, TrailerBatch
from arrtui.db import estate_events
from arrtui.db.activity import replace_activity
from arrtui.db.database import Database
from arrtui.db.estate import ensure_instance
from arrtui.db.models import ChangeRow, SettingRow, Snapshot, WorkerRow
from arrtui.db.plan_models import PlanEntryRow, PlanRow
from arrtui.db.private_names import private_names
from arrtui.db.recycled import record_recycled
from arrtui.db.trailer_models import TrailerBatchRow


def fill() -> None:
    """Store names of titles that no instance has any more; to be called while writing."""
    instance = ensure_instance("radarr.main", "radarr")
    snapshot = Snapshot.create(instance=instance, taken_at=1, state="complete")
    for type_, title in (("item", "Removed Movie"), ("episode", "Removed Episode")):
        ChangeRow.create(
            snapshot=snapshot, instance=instance, type=type_, key="1", kind="removed",
            before_doc=encode({"title": title, "sort_title": title.lower()}),
        )  # fmt: skip
    for type_, name in (("exclusion", "Excluded Movie"), ("indexer", "Some Tracker"), ("tag", "kids")):
        doc = encode({"body": {"fields": [{"name": "host", "value": "qbit"}, {"name": "port", "value": 80}]}})
        SettingRow.create(instance=instance, type=type_, setting_id=1, name=name, doc=doc)
    titles = ("Planned Movie", "naming", "custom format HDR", "indexer Gone Tracker")
    plan = PlanRow.create(kind="settings", created_at=1)
    for position, title in enumerate(titles):
        entry_doc = encode({"key": title, "instance": "radarr.main", "op": "add", "title": title})
        values = {"key": title, "instance": "radarr.main", "op": "add", "doc": entry_doc}
        PlanEntryRow.create(plan=plan, position=position, **values)
    release = ActivityEntry(kind=ActivityKind.DOWNLOAD, key="1", state="paused", what="Queued Movie")
    health = ActivityEntry(kind=ActivityKind.HEALTH, key="1", state="error", what="RootFolderCheck")
    replace_activity("radarr.main", (release, health), 1.0)
    estate_events.insert(
        [EstateEvent(type=EventType.TITLE_REMOVED, at=1, title="Gone", release="Its Release")]
    )
    record_recycled(
        RecycledFile(
            kind="trailer",
            instance="radarr.main",
            title="Recycled",
            original_path="/a",
            bin_path="/b",
            size=1,
            removed_at=1,
            expires_at=2,
        )
    )
    entry = BatchEntry("radarr.main", "1", None, "Batched Movie", 2010, 1)
    TrailerBatchRow.create(made_at=1, entries_doc=encode(TrailerBatch(made_at=1, entries=(entry,)).entries))
    WorkerRow.create(id="1", kind="tui", host="tower", pid=1, started_at=1, heartbeat_at=1)


def test_names_of_what_is_gone_or_was_never_there_are_learned(database: Database) -> None:
    database.write_sync(fill)
    with database.reading():
        names, _folders, hosts = private_names()
    assert {name.text for name in names} == {
        "Removed Movie", "Removed Episode", "Excluded Movie", "Some Tracker", "Queued Movie",
        "Gone", "Its Release", "Planned Movie", "indexer Gone Tracker", "Recycled", "Batched Movie",
    }  # fmt: skip
    assert hosts == ["tower", "qbit"]
