"""The tables, as Peewee models: the latest state of every instance, and its snapshots and changes.

Those of plans are in :mod:`arrtui.db.plan_models`, those of scores in :mod:`arrtui.db.score_models`, those
of trailers in :mod:`arrtui.db.trailer_models`.

Every key starts with the instance, so two instances never share a row. Times of our own (``*_at``) are UTC
seconds since the epoch; the apps' dates stay the ISO strings they sent. Columns ending in ``doc`` hold
canonical JSON (:func:`arrtui.core.domain.encode`); the columns beside them repeat what views sort and filter
by.
"""
# ruff: noqa: D106, RUF012

from __future__ import annotations

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
)

from arrtui.db.accepted_setting_model import AcceptedSettingRow
from arrtui.db.activity_models import ActivityRow
from arrtui.db.artwork_models import ARTWORK_MODELS
from arrtui.db.chain_mute_model import ChainMuteRow
from arrtui.db.child_number_model import ChildNumber
from arrtui.db.estate_event_models import EstateEventRow, EventCursorRow, NotifyChannelRow, TrippedRow
from arrtui.db.feed_state_model import FeedStateRow
from arrtui.db.fields import TextField
from arrtui.db.front_door_model import RecentChoiceRow
from arrtui.db.guide_model import AcceptedGuideRow, GuideRevisionRow
from arrtui.db.hook_model import HookRow
from arrtui.db.instance_model import Instance as Instance
from arrtui.db.match_models import MATCH_MODELS
from arrtui.db.plan_models import JournalRow, LeftOutRow, PlanEntryRow, PlanRow
from arrtui.db.queue_row_model import QueueRow
from arrtui.db.rename_preview_model import RenamePreviewRow
from arrtui.db.rule_model import RuleDeedRow
from arrtui.db.schedule_model import ScheduleRow
from arrtui.db.score_models import IgnoreRow, SampledRow, SampleRow, ScenarioRow, ScoreDayRow
from arrtui.db.settings_drift_model import SettingsDriftRow
from arrtui.db.settings_template_model import SettingsTemplateRow
from arrtui.db.trailer_models import TRAILER_MODELS
from arrtui.db.twin_models import TouchedTitleRow, TwinRow


class Snapshot(Model):
    """One backup of one instance; only complete ones can be compared and restored."""

    id = AutoField()
    instance = ForeignKeyField(Instance, backref="snapshots", on_delete="CASCADE")
    taken_at = DoubleField()
    state = TextField()
    """``complete`` or ``failed``."""
    full = BooleanField(default=False)
    baseline = BooleanField(default=False)
    """True for the oldest one: nothing before it can be rebuilt, so it has no changes."""
    app_version = TextField(default="")
    items = IntegerField(default=0)
    episodes = IntegerField(default=0)
    files = IntegerField(default=0)
    settings = IntegerField(default=0)
    size = BigIntegerField(default=0)
    """Bytes of all files."""
    history = IntegerField(default=0)
    """Release events stored for the instance when it was taken."""
    new_history = IntegerField(default=0)
    added = IntegerField(default=0)
    changed = IntegerField(default=0)
    removed = IntegerField(default=0)
    requests = IntegerField(default=0)
    seconds = DoubleField(default=0)
    digest = TextField(default="")
    """Sum of the hashes of all its records, hexadecimal; see ``features.backup.digest``."""
    error = TextField(default="")
    error_code = TextField(default="")
    warnings_doc = TextField(default="[]")
    """List of sentences: what was skipped and why."""
    skipped = IntegerField(default=0)
    """Titles that could not be read."""
    live = BooleanField(default=False)
    """Whether only some titles were read, as something was heard of them."""
    pinned = BooleanField(default=False)
    """Whether thinning leaves it."""

    class Meta:
        table_name = "snapshot"
        indexes = ((("instance", "taken_at"), False),)


class ChangeRow(Model):
    """One change of a snapshot; enough to walk back from it to the one before."""

    id = BigAutoField()
    snapshot = ForeignKeyField(Snapshot, backref="changes", on_delete="CASCADE")
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    type = TextField()
    key = TextField()
    kind = TextField()
    item_id = IntegerField(default=0)
    """The title concerned, 0 for settings."""
    before_doc = TextField(null=True)
    after_doc = TextField(null=True)

    class Meta:
        table_name = "change"
        indexes = ((("instance", "item_id"), False),)


class ItemRow(Model):
    """The latest state of a movie or series."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    item_id = IntegerField()
    external_id = TextField(index=True)
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
    """List of tag ids."""
    files = IntegerField(default=0)
    episodes = IntegerField(default=0)
    """Monitored or present aired episodes, as the app counts them; 0 for movies."""
    total_episodes = IntegerField(default=0)
    size = BigIntegerField(default=0)
    available = BooleanField(default=True)
    fingerprint = TextField(default="")
    """What the list answer said of its files and episodes: while equal they need not be fetched again."""
    volatile_doc = TextField(default="{}")
    doc = TextField()

    class Meta:
        table_name = "item"
        primary_key = CompositeKey("instance", "item_id")


class EpisodeRow(Model):
    """The latest state of an episode, or of an album with what its files come to."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    episode_id = IntegerField()
    item_id = IntegerField()
    season = IntegerField()
    number = IntegerField()
    title = TextField()
    air_date = TextField()
    monitored = BooleanField()
    file_id = IntegerField()
    """0 without a file; of an album the first of its files, by which the app decides upgrades."""
    doc = TextField()
    external_id = TextField(default="")
    """Of an album; episodes are matched by their numbers."""
    album_type = TextField(default="")
    """As MusicBrainz writes it, ``Album + Live``; empty for an episode."""
    tracks = IntegerField(default=0)
    """Of an album's monitored release."""
    files = IntegerField(default=0)
    """Of an album."""
    size = BigIntegerField(default=0)
    """Bytes of an album's files."""

    class Meta:
        table_name = "episode"
        primary_key = CompositeKey("instance", "episode_id")
        indexes = ((("instance", "item_id", "season", "number"), False),)


class FileRow(Model):
    """The latest state of a file of a movie, an episode or an album."""

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
    album_id = IntegerField(default=0)
    """The album that a track file belongs to."""

    class Meta:
        table_name = "file"
        primary_key = CompositeKey("instance", "file_id")
        indexes = ((("instance", "item_id"), False),)


class SettingRow(Model):
    """The latest state of one setting."""

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    type = TextField()
    setting_id = IntegerField()
    name = TextField()
    doc = TextField()

    class Meta:
        table_name = "setting"
        primary_key = CompositeKey("instance", "type", "setting_id")


class ReleaseEventRow(Model):
    """A row of an app's history, kept after the app forgets it.

    The date is part of the key: an app that was set up anew counts its ids from 1 again.
    """

    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False)
    event_id = BigIntegerField()
    date = TextField()
    item_id = IntegerField()
    episode_id = IntegerField()
    external_id = TextField(default="")
    """Of the item when the event was stored, so that a title added again finds its past."""
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
    """One durable piece of background work."""

    id = AutoField()
    kind = TextField()
    subject = TextField(default="")
    """What it works on; one unfinished job per kind and subject."""
    instance = TextField(default="")
    """Name of the instance it talks to, empty for none."""
    access = TextField(default="read")
    """``read`` or ``write``: writes to one instance run one at a time."""
    args_doc = TextField(default="{}")
    priority = IntegerField(default=5)
    """1 is first, 10 is last."""
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
    """Rises with every change of any job, so that a watcher reads only what is new."""
    asked_at = DoubleField(default=0)
    """When it was queued, or last retried by hand."""
    losses = IntegerField(default=0)
    """How often the process that ran it vanished."""

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
    where=JobRow.state.in_(("pending", "running", "retrying", "parked")),
    name="job_unfinished",
)


class WorkerRow(Model):
    """A process that works on jobs, as long as its heartbeat is fresh."""

    id = TextField(primary_key=True)
    kind = TextField()
    """``tui``, ``run`` or ``daemon``."""
    host = TextField()
    pid = IntegerField()
    started_at = DoubleField()
    heartbeat_at = DoubleField()
    pid_space = TextField(default="")
    """In what ``pid`` is an id: a boot of a machine, or a container on it; empty where that is not known."""

    class Meta:
        table_name = "worker"


class DutyRow(Model):
    """Who holds the duty (:mod:`arrtui.db.duty`), and until when without renewing it."""

    name = TextField(primary_key=True)
    """What of; there is one so far."""
    owner = TextField()
    """The worker that holds it, or held it last."""
    kind = TextField()
    host = TextField()
    pid = IntegerField()
    pid_space = TextField()
    since = DoubleField()
    until = DoubleField()

    class Meta:
        table_name = "duty"


MODELS: tuple[type[Model], ...] = (
    Instance,
    Snapshot,
    ChangeRow,
    ItemRow,
    EpisodeRow,
    ChildNumber,
    FileRow,
    SettingRow,
    ReleaseEventRow,
    JobRow,
    WorkerRow,
    DutyRow,
    ScheduleRow,
    PlanRow,
    PlanEntryRow,
    LeftOutRow,
    JournalRow,
    SampleRow,
    SampledRow,
    ScoreDayRow,
    ScenarioRow,
    IgnoreRow,
    ActivityRow,
    RecentChoiceRow,
    EstateEventRow,
    EventCursorRow,
    HookRow,
    FeedStateRow,
    TrippedRow,
    NotifyChannelRow,
    RuleDeedRow,
    QueueRow,
    ChainMuteRow,
    AcceptedSettingRow,
    SettingsTemplateRow,
    SettingsDriftRow,
    GuideRevisionRow,
    AcceptedGuideRow,
    RenamePreviewRow,
    TwinRow,
    TouchedTitleRow,
    *TRAILER_MODELS,
    *ARTWORK_MODELS,
    *MATCH_MODELS,
)
