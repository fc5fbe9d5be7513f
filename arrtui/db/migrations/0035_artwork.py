"""The tables of artwork and metadata: a frozen copy of their models of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import (
    AutoField,
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

    class Meta:
        table_name = "instance"


class ArtFolderRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    path = TextField()
    changes_doc = TextField(default="{}")
    files_doc = TextField(default="[]")
    nfos_doc = TextField(default="[]")
    notes_doc = TextField(default="[]")
    links_doc = TextField(default="[]")
    error = TextField(default="")
    read_at = DoubleField()

    class Meta:
        table_name = "art_folder"
        primary_key = CompositeKey("instance", "external_id")


class StreamFactsRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    relative_path = TextField()
    size = BigIntegerField()
    mtime_ns = BigIntegerField()
    facts_doc = TextField()

    class Meta:
        table_name = "stream_facts"
        primary_key = CompositeKey("instance", "external_id", "relative_path")


class ArtCandidatesRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    counts_doc = TextField(default="{}")
    candidates_doc = TextField(default="[]")
    faults_doc = TextField(default="{}")
    read_at = DoubleField()
    judged_by = TextField(default="")

    class Meta:
        table_name = "art_candidates"
        primary_key = CompositeKey("instance", "external_id")


class AssetRow(Model):
    sha256 = TextField(primary_key=True)
    extension = TextField()
    size = BigIntegerField()
    width = IntegerField(default=0)
    height = IntegerField(default=0)
    perceptual_hash = TextField(default="")
    origin = TextField()
    added_at = DoubleField()
    verified_at = DoubleField(default=0, index=True)

    class Meta:
        table_name = "art_asset"


class SlotChoiceRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    slot = TextField()
    sha256 = TextField(default="", index=True)
    provider = TextField(default="")
    address = TextField(default="", index=True)
    by_owner = BooleanField(default=False)
    chosen_at = DoubleField()

    class Meta:
        table_name = "art_slot"
        primary_key = CompositeKey("instance", "external_id", "slot")


class ArtLockRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    target = TextField()
    locked_at = DoubleField()

    class Meta:
        table_name = "art_lock"
        primary_key = CompositeKey("instance", "external_id", "target")


class MetadataRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    part = TextField(default="")
    fields_doc = TextField()
    read_at = DoubleField()

    class Meta:
        table_name = "art_metadata"
        primary_key = CompositeKey("instance", "external_id", "part")


class PlacementRow(Model):
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    relative_path = TextField()
    slot = TextField()
    sha256 = TextField(index=True)
    size = BigIntegerField()
    mtime_ns = BigIntegerField()
    placed_at = DoubleField()
    base = TextField(default="")
    lost_at = DoubleField(null=True)
    mark = TextField(default="")

    class Meta:
        table_name = "art_placement"
        primary_key = CompositeKey("instance", "external_id", "relative_path")


class PublishPlanRow(Model):
    id = AutoField()
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=True)
    made_at = DoubleField()
    approved_at = DoubleField(null=True)
    done_at = DoubleField(null=True)
    entries_doc = TextField()
    refusals_doc = TextField(default="[]")

    class Meta:
        table_name = "art_publish_plan"


class ProviderAnswerRow(Model):
    provider = TextField()
    request = TextField()
    answer = TextField()
    """JSON; empty for "not known"."""
    read_at = DoubleField()
    expires_at = DoubleField(index=True)

    class Meta:
        table_name = "provider_answer"
        primary_key = CompositeKey("provider", "request")


class PlayerTaskRow(Model):
    player = TextField()
    instance = TextField()
    external_id = TextField()
    queued_at = DoubleField()
    attempts = IntegerField(default=0)
    tried_at = DoubleField(default=0)
    error = TextField(default="")
    reads_nfo = BooleanField(default=False)
    textures_only = BooleanField(default=False)
    kept_doc = TextField(default="{}")

    class Meta:
        table_name = "player_task"
        primary_key = CompositeKey("player", "instance", "external_id")


class PlayerToldRow(Model):
    player = TextField()
    instance = TextField()
    external_id = TextField()
    told_doc = TextField()
    told_at = DoubleField()

    class Meta:
        table_name = "player_told"
        primary_key = CompositeKey("player", "instance", "external_id")


_MODELS: tuple[type[Model], ...] = (
    ArtFolderRow,
    StreamFactsRow,
    ArtCandidatesRow,
    AssetRow,
    SlotChoiceRow,
    ArtLockRow,
    MetadataRow,
    PlacementRow,
    PublishPlanRow,
    ProviderAnswerRow,
    PlayerTaskRow,
    PlayerToldRow,
)


def up(migrator: Any, db: Any) -> None:
    """Add the tables."""
    with db.bind_ctx([Instance, *_MODELS]):
        db.create_tables(_MODELS)
