"""The first schema: a frozen copy of the models of that time, which later models do not change."""
# ruff: noqa: D101, D106, RUF012

from __future__ import annotations

from typing import Any

from peewee import (
    SQL,
    AutoField,
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CompositeKey,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Instance(Model):
    id = AutoField()
    name = TextField(unique=True)
    kind = TextField()
    state = TextField(default="unknown")
    error = TextField(default="")
    app_version = TextField(default="")
    app_doc = TextField(default="{}")
    health_doc = TextField(default="[]")
    roots_doc = TextField(default="[]")
    latency = DoubleField(null=True)
    checked_at = DoubleField(null=True)
    full_at = DoubleField(null=True)
    history_complete = BooleanField(default=False)
    history_until = TextField(default="")

    class Meta:
        table_name = "instance"


class Snapshot(Model):
    id = AutoField()
    instance = ForeignKeyField(Instance, backref="snapshots", on_delete="CASCADE")
    taken_at = DoubleField()
    state = TextField()
    full = BooleanField(default=False)
    baseline = BooleanField(default=False)
    app_version = TextField(default="")
    items = IntegerField(default=0)
    episodes = IntegerField(default=0)
    files = IntegerField(default=0)
    settings = IntegerField(default=0)
    size = BigIntegerField(default=0)
    history = IntegerField(default=0)
    new_history = IntegerField(default=0)
    added = IntegerField(default=0)
    changed = IntegerField(default=0)
    removed = IntegerField(default=0)
    requests = IntegerField(default=0)
    seconds = DoubleField(default=0)
    digest = TextField(default="")
    error = TextField(default="")
    error_code = TextField(default="")
    warnings_doc = TextField(default="[]")

    class Meta:
        table_name = "snapshot"
        indexes = ((("instance", "taken_at"), False),)


class ChangeRow(Model):
    id = BigAutoField()
    snapshot = ForeignKeyField(Snapshot, backref="changes", on_delete="CASCADE")
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    type = TextField()
    key = TextField()
    kind = TextField()
    item_id = IntegerField(default=0)
    before_doc = TextField(null=True)
    after_doc = TextField(null=True)

    class Meta:
        table_name = "change"
        indexes = ((("instance", "item_id"), False),)


class ItemRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    item_id = IntegerField()
    external_id = IntegerField(index=True)
    title = TextField()
    sort_title = TextField()
    year = IntegerField()
    status = TextField()
    path = TextField()
    root_folder = TextField()
    profile_id = IntegerField()
    monitored = BooleanField()
    added = TextField()
    tags_doc = TextField()
    files = IntegerField(default=0)
    episodes = IntegerField(default=0)
    total_episodes = IntegerField(default=0)
    size = BigIntegerField(default=0)
    available = BooleanField(default=True)
    fingerprint = TextField(default="")
    volatile_doc = TextField(default="{}")
    doc = TextField()

    class Meta:
        table_name = "item"
        primary_key = CompositeKey("instance", "item_id")


class EpisodeRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    episode_id = IntegerField()
    item_id = IntegerField()
    season = IntegerField()
    number = IntegerField()
    title = TextField()
    air_date = TextField()
    monitored = BooleanField()
    file_id = IntegerField()
    doc = TextField()

    class Meta:
        table_name = "episode"
        primary_key = CompositeKey("instance", "episode_id")
        indexes = ((("instance", "item_id", "season", "number"), False),)


class FileRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    file_id = IntegerField()
    item_id = IntegerField()
    season = IntegerField()
    quality_id = IntegerField()
    quality = TextField()
    score = IntegerField(null=True)
    size = BigIntegerField()
    release_group = TextField()
    cutoff_unmet = BooleanField()
    date_added = TextField()
    doc = TextField()

    class Meta:
        table_name = "file"
        primary_key = CompositeKey("instance", "file_id")
        indexes = ((("instance", "item_id"), False),)


class SettingRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    type = TextField()
    setting_id = IntegerField()
    name = TextField()
    doc = TextField()

    class Meta:
        table_name = "setting"
        primary_key = CompositeKey("instance", "type", "setting_id")


class ReleaseEventRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    event_id = BigIntegerField()
    date = TextField()
    item_id = IntegerField()
    episode_id = IntegerField()
    external_id = IntegerField(default=0)
    event = TextField()
    source_title = TextField()
    download_id = TextField()
    quality_id = IntegerField()
    quality = TextField()
    languages_doc = TextField()
    score = IntegerField(null=True)
    release_group = TextField()
    indexer = TextField()
    protocol = TextField()
    size = BigIntegerField(null=True)
    reason = TextField()
    data_doc = TextField()

    class Meta:
        table_name = "release_event"
        primary_key = CompositeKey("instance", "event_id", "date")
        indexes = (
            (("instance", "item_id", "date"), False),
            (("instance", "external_id"), False),
        )


class JobRow(Model):
    id = AutoField()
    kind = TextField()
    subject = TextField(default="")
    instance = TextField(default="")
    access = TextField(default="read")
    args_doc = TextField(default="{}")
    priority = IntegerField(default=5)
    state = TextField(default="pending")
    attempts = IntegerField(default=0)
    max_attempts = IntegerField(default=4)
    run_after = DoubleField(default=0)
    lease_owner = TextField(default="")
    lease_until = DoubleField(default=0)
    cancel_requested = BooleanField(default=False)
    progress_doc = TextField(default="{}")
    result_doc = TextField(null=True)
    error = TextField(default="")
    error_code = TextField(default="")
    error_detail = TextField(default="")
    parent_id = IntegerField(null=True)
    created_at = DoubleField()
    started_at = DoubleField(null=True)
    finished_at = DoubleField(null=True)
    revision = BigIntegerField(default=0)

    class Meta:
        table_name = "job"
        indexes = (
            (("state", "priority", "id"), False),
            (("revision",), False),
        )
        constraints = [SQL("CHECK (priority BETWEEN 1 AND 10)")]


JobRow.add_index(
    JobRow.kind,
    JobRow.subject,
    unique=True,
    where=JobRow.state.in_(("pending", "running", "retrying")),
    name="job_unfinished",
)


class WorkerRow(Model):
    id = TextField(primary_key=True)
    kind = TextField()
    host = TextField()
    pid = IntegerField()
    started_at = DoubleField()
    heartbeat_at = DoubleField()

    class Meta:
        table_name = "worker"


TABLES = (
    Instance,
    Snapshot,
    ChangeRow,
    ItemRow,
    EpisodeRow,
    FileRow,
    SettingRow,
    ReleaseEventRow,
    JobRow,
    WorkerRow,
)


def up(migrator: Any, db: Any) -> None:
    """Create every table."""
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)
