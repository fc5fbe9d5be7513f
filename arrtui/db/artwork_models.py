"""The tables of artwork and metadata: what scans found, what was chosen, cached and published.

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

from arrtui.db.fields import OctetsField, TextField
from arrtui.db.instance_model import Instance


class ArtFolderRow(Model):
    """An :class:`~arrtui.core.artwork.ArtFolder`."""

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
    """What ffprobe found in a video for which the app has nothing, by path, size and time."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    relative_path = TextField()
    size = BigIntegerField()
    mtime_ns = BigIntegerField()
    facts_doc = TextField()
    """The fields of the app's ``mediaInfo``, JSON; ``{}`` where ffprobe could not read it."""

    class Meta:
        table_name = "stream_facts"
        primary_key = CompositeKey("instance", "external_id", "relative_path")


class ArtCandidatesRow(Model):
    """The candidates of a title."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    counts_doc = TextField(default="{}")
    """How many there are by slot, JSON, so that a table need not read them all."""
    candidates_doc = TextField(default="[]")
    faults_doc = TextField(default="{}")
    """Why a provider told nothing, by provider, JSON."""
    read_at = DoubleField()
    judged_by = TextField(default="")
    """Mark of the facts by which images were chosen from them last; empty where that was not finished."""

    class Meta:
        table_name = "art_candidates"
        primary_key = CompositeKey("instance", "external_id")


class AssetRow(Model):
    """An :class:`~arrtui.core.artwork.Asset`."""

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


class NfoContentRow(Model):
    """What an NFO says; it goes with the asset that notes it."""

    sha256 = ForeignKeyField(AssetRow, column_name="sha256", on_delete="CASCADE", primary_key=True)
    content = OctetsField()
    """Compressed by zlib."""

    class Meta:
        table_name = "art_nfo"


class SlotChoiceRow(Model):
    """A :class:`~arrtui.core.artwork.SlotChoice`."""

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
    """What no phase writes: a slot, ``nfo``, ``field:NAME`` or everything of a title (``*``)."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    target = TextField()
    locked_at = DoubleField()

    class Meta:
        table_name = "art_lock"
        primary_key = CompositeKey("instance", "external_id", "target")


class MetadataRow(Model):
    """The metadata of a title (part empty), of a season (``s01``) or of an episode (``s01e02``)."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    part = TextField(default="")
    fields_doc = TextField()
    """A list of :class:`~arrtui.core.artwork.MetadataField`, JSON."""
    read_at = DoubleField()

    class Meta:
        table_name = "art_metadata"
        primary_key = CompositeKey("instance", "external_id", "part")


class PlacementRow(Model):
    """A :class:`~arrtui.core.artwork.Placement`."""

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
    replaces = TextField(default="")
    changed_ns = BigIntegerField(default=0)

    class Meta:
        table_name = "art_placement"
        primary_key = CompositeKey("instance", "external_id", "relative_path")


class TakenFileRow(Model):
    """A :class:`~arrtui.core.taken_files.TakenFile`."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    external_id = TextField()
    relative_path = TextField()
    sha256 = TextField(index=True)
    video = TextField(default="")
    kind = TextField(default="image")
    slot = TextField(default="")
    noted_at = DoubleField()

    class Meta:
        table_name = "art_taken"
        primary_key = CompositeKey("instance", "external_id", "relative_path")


class PublishPlanRow(Model):
    """A :class:`~arrtui.core.artwork.PublishPlan`."""

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
    """What a provider answered, for as long as it counts as fresh."""

    provider = TextField()
    request = TextField()
    """Without any key."""
    answer = TextField()
    """JSON; empty for "not known"."""
    read_at = DoubleField()
    expires_at = DoubleField(index=True)

    class Meta:
        table_name = "provider_answer"
        primary_key = CompositeKey("provider", "request")


class PlayerTaskRow(Model):
    """A :class:`~arrtui.core.players.PlayerTask`: it stays until the player took it."""

    player = TextField()
    """Name of its table in the configuration."""
    instance = TextField()
    external_id = TextField()
    queued_at = DoubleField()
    attempts = IntegerField(default=0)
    tried_at = DoubleField(default=0)
    error = TextField(default="")
    reads_nfo = BooleanField(default=False)
    textures_only = BooleanField(default=False)
    kept_doc = TextField(default="{}")
    """A :class:`~arrtui.core.players.WatchState` by the player's path of a video, JSON."""

    class Meta:
        table_name = "player_task"
        primary_key = CompositeKey("player", "instance", "external_id")


class PlayerToldRow(Model):
    """A :class:`~arrtui.core.players.ToldTitle`: what a player was told of a title last."""

    player = TextField()
    instance = TextField()
    external_id = TextField()
    told_doc = TextField()
    told_at = DoubleField()

    class Meta:
        table_name = "player_told"
        primary_key = CompositeKey("player", "instance", "external_id")


ARTWORK_MODELS: tuple[type[Model], ...] = (
    ArtFolderRow,
    StreamFactsRow,
    ArtCandidatesRow,
    AssetRow,
    NfoContentRow,
    SlotChoiceRow,
    ArtLockRow,
    MetadataRow,
    PlacementRow,
    TakenFileRow,
    PublishPlanRow,
    ProviderAnswerRow,
    PlayerTaskRow,
    PlayerToldRow,
)
