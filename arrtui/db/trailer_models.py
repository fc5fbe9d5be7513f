"""The tables of title folders and trailers: facts, from which every status is computed.

A title is the instance and its external id. Columns of paths on disk hold them as
:func:`arrtui.db.text.stored_name` writes them; columns ending in ``doc`` hold JSON in which they are too.
"""
# ruff: noqa: D106

from __future__ import annotations

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CompositeKey,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
)

from arrtui.db.fields import TextField
from arrtui.db.instance_model import Instance


class MediaRootRow(Model):
    """A :class:`~arrtui.core.trailers.MediaRoot`."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    path = TextField()
    was_mount = BooleanField(default=False)
    accepted_at = DoubleField(null=True)
    accepted_folders = IntegerField(null=True)
    checked_at = DoubleField()
    state = TextField()
    reason = TextField(default="")

    class Meta:
        table_name = "media_root"
        primary_key = CompositeKey("instance", "path")


class MediaFolderRow(Model):
    """A :class:`~arrtui.core.trailers.TitleFolder`."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    path = TextField()
    changes_doc = TextField(default="{}")
    videos_doc = TextField(default="[]")
    notes_doc = TextField(default="[]")
    error = TextField(default="")
    seen_at = DoubleField()
    read_at = DoubleField()

    class Meta:
        table_name = "media_folder"
        primary_key = CompositeKey("instance", "external_id")


class TrailerFileRow(Model):
    """A :class:`~arrtui.core.trailers.TrailerFile`."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    relative_path = TextField()
    season = IntegerField(null=True)
    size = BigIntegerField()
    mtime_ns = BigIntegerField()
    kind = TextField()
    seconds = DoubleField(null=True)

    class Meta:
        table_name = "trailer_file"
        primary_key = CompositeKey("instance", "external_id", "relative_path")


class TrailerDownloadRow(Model):
    """A :class:`~arrtui.core.trailers.TrailerDownload`."""

    id = AutoField()
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    season = IntegerField(null=True)
    source = TextField()
    address = TextField()
    name = TextField(default="")
    profile = TextField(default="")
    height = IntegerField(default=0)
    relative_path = TextField()
    size = BigIntegerField()
    mtime_ns = BigIntegerField()
    made_at = DoubleField()
    film = TextField(default="")
    gone_at = DoubleField(null=True)

    class Meta:
        table_name = "trailer_download"
        indexes = ((("instance", "external_id"), False),)


class TrailerAttemptRow(Model):
    """A :class:`~arrtui.core.trailers.TrailerAttempt`."""

    id = AutoField()
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    season = IntegerField(null=True)
    at = DoubleField()
    source = TextField(default="")
    address = TextField(default="")
    outcome = TextField()
    reason = TextField(default="")
    retry_after = DoubleField(null=True)

    class Meta:
        table_name = "trailer_attempt"
        indexes = ((("instance", "external_id", "at"), False),)


class TrailerChoiceRow(Model):
    """A :class:`~arrtui.core.trailers.TrailerChoice`."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    wanted = BooleanField(null=True)
    address = TextField(default="")
    profile = TextField(default="")

    class Meta:
        table_name = "trailer_choice"
        primary_key = CompositeKey("instance", "external_id")


class TrailerRuleRow(Model):
    """Which rule an instance has, and since when: the rule ``new`` wants what was seen after that."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", primary_key=True)
    rule = TextField()
    since = DoubleField()

    class Meta:
        table_name = "trailer_rule"


class TrailerBatchRow(Model):
    """A :class:`~arrtui.core.trailers.TrailerBatch`. Instances that are gone leave their entries in it."""

    id = AutoField()
    made_at = DoubleField()
    approved_at = DoubleField(null=True)
    entries_doc = TextField()

    class Meta:
        table_name = "trailer_batch"


class RecycledRow(Model):
    """A :class:`~arrtui.core.trailers.RecycledFile`. It outlives its instance: the file is still there."""

    id = AutoField()
    kind = TextField()
    instance = TextField()
    external_id = TextField(default="")
    title = TextField()
    original_path = TextField()
    bin_path = TextField()
    size = BigIntegerField()
    removed_at = DoubleField()
    expires_at = DoubleField(index=True)
    restored_at = DoubleField(null=True)

    class Meta:
        table_name = "recycled"
        indexes = ((("instance", "external_id"), False),)


TRAILER_MODELS: tuple[type[Model], ...] = (
    MediaRootRow,
    MediaFolderRow,
    TrailerFileRow,
    TrailerDownloadRow,
    TrailerAttemptRow,
    TrailerChoiceRow,
    TrailerRuleRow,
    TrailerBatchRow,
    RecycledRow,
)
