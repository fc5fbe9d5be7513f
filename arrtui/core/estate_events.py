"""What happened in the estate: one type for what is stored, followed, shown and sent on."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from arrtui.core.structs import describe_structs


class EventType(StrEnum):
    """What happened."""

    TITLE_ADDED = "title_added"
    TITLE_CHANGED = "title_changed"
    TITLE_REMOVED = "title_removed"
    UNMONITORED = "unmonitored"
    """A title that was monitored is not any more."""
    FILE_ADDED = "file_added"
    FILE_CHANGED = "file_changed"
    FILE_REMOVED = "file_removed"
    RENAMED = "renamed"
    """A file has another path, or a title another folder."""
    SETTING_CHANGED = "setting_changed"
    MANY_CHANGES = "many_changes"
    """One reading brought so many changes that only losses are events of their own; ``facts`` counts all."""
    ROOT_EMPTIED = "root_emptied"
    """A root folder that had titles or files has none any more."""
    OTHER_LIBRARY = "other_library"
    """An instance answered with the titles of another library."""
    GRABBED = "grabbed"
    DOWNLOAD_FAILED = "download_failed"
    IMPORT_BLOCKED = "import_blocked"
    MANUAL_INTERACTION = "manual_interaction"
    LOOP_FOUND = "loop_found"
    """Releases are grabbed for a title again and again, in vain; ``facts`` has the kind and what it cost."""
    CHANGE_REGRESSED = "change_regressed"
    """After a change of profiles or formats more goes wrong than can be chance; ``facts`` has the counts."""
    HEALTH_ISSUE = "health_issue"
    HEALTH_RESTORED = "health_restored"
    APP_UPDATED = "app_updated"
    INSTANCE_DOWN = "instance_down"
    INSTANCE_UP = "instance_up"
    LIVE_FEED_UP = "live_feed_up"
    LIVE_FEED_DOWN = "live_feed_down"
    BACKUP_DONE = "backup_done"
    BACKUP_FAILED = "backup_failed"
    SETTINGS_DRIFTED = "settings_drifted"
    """Settings of an instance are not as a sync of settings would have them; ``facts`` has the count."""
    SETTINGS_ALIKE = "settings_alike"
    """They are again."""
    ARTWORK_PUBLISHED = "artwork_published"
    """Artwork or NFO were put into titles' folders; ``facts`` has the counts."""
    ARCHIVE_REFUSED = "archive_refused"
    """An app hands out no archive of itself."""
    ARTWORK_LOST = "artwork_lost"
    """An app took artwork with a video, and not all of it is back; ``facts`` has the counts."""
    ARTWORK_RESTORED = "artwork_restored"
    """An app took artwork with a video, and it is back."""
    ARTWORK_DAMAGED = "artwork_damaged"
    """Files of the cache or published ones are missing, changed or unreadable; ``facts`` has the counts."""
    PLAN_READY = "plan_ready"
    APPLY_DONE = "apply_done"
    APPLY_FAILED = "apply_failed"
    JOB_FAILED = "job_failed"
    SCHEDULE_MISSED = "schedule_missed"
    PLAN_LOCKED = "plan_locked"
    TRIPWIRE = "tripwire"
    FOLLOWING_PAUSED = "following_paused"
    FOLLOWING_RESUMED = "following_resumed"
    WEBHOOK_UNKNOWN = "webhook_unknown"
    RULE_NOTICE = "rule_notice"
    """A rule tells of an event; ``facts`` names the rule, and the channels where not all are meant."""
    RULE_LIMITED = "rule_limited"
    """A rule has acted as often as it may within an hour."""


class EventSource(StrEnum):
    """Who brought an event."""

    BACKUP = "backup"
    LIVE = "live"
    """A reading of what an app's live feed or webhook pointed at."""
    WEBHOOK = "webhook"
    ARRTUI = "arrtui"


class EstateEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that happened, as it is stored. It holds no secrets."""

    type: EventType
    at: float
    """When, UTC seconds since the epoch."""
    id: int = 0
    """Its number: later ones are higher. 0 before it is stored."""
    instance: str = ""
    """Name of the instance, empty for arrtui itself."""
    key: str = ""
    """Unique with ``instance`` and ``type``: a second event of that key is not stored. One without a key is
    always new."""
    item_id: int = 0
    """The app's id of the title; 0 for none."""
    external_id: str = ""
    title: str = ""
    year: int = 0
    season: int | None = None
    episode: int | None = None
    album_id: int = 0
    """The app's id of the album it is about, which has neither season nor number; 0 for none."""
    album: str = ""
    """Its title."""
    release: str = ""
    score: int | None = None
    reason: str = ""
    """As a sentence or in the app's word."""
    own: bool = False
    """Whether arrtui's own, journalled write did it."""
    upgrade: bool = False
    """Whether a file went because another one came in its place."""
    source: EventSource = EventSource.ARRTUI
    facts: dict[str, Any] = {}
    """What else is known by name; of what changed ``[before, after]``."""

    @property
    def is_of_snapshot(self) -> bool:
        """Whether it tells of a change that a snapshot recorded; its key begins with the snapshot's id."""
        return self.source in (EventSource.BACKUP, EventSource.LIVE)


describe_structs(__name__)
