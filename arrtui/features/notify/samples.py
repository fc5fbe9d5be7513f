"""Made-up events, to show what a channel would be told."""

from __future__ import annotations

from arrtui.core.estate_events import EstateEvent, EventType

_REASONS = {
    EventType.HEALTH_ISSUE: "No indexers available with RSS sync enabled",
    EventType.DOWNLOAD_FAILED: "the archive is broken",
    EventType.LOOP_FOUND: "loop, 3 of 4 grabs in vain, 24.0 GiB",
    EventType.CHANGE_REGRESSED: (
        "score of DV in WEB-2160p 1,500 -> 0; 5 downgrades where 0.4 were to be expected"
    ),
    EventType.BACKUP_FAILED: "the app did not answer within 30 s",
    EventType.ARCHIVE_REFUSED: "its web interface asks for a login there",
    EventType.SETTINGS_DRIFTED: "differs from radarr.main in 1 setting of the sync hd: naming",
    EventType.SETTINGS_ALIKE: "as the sync hd says, after radarr.main",
    EventType.ARTWORK_PUBLISHED: "12 images and 2 NFO for 4 titles",
    EventType.ARTWORK_LOST: "9 files gone, 7 back",
    EventType.ARTWORK_RESTORED: "9 files gone, 9 back",
    EventType.ARTWORK_DAMAGED: "3 files are missing, changed or unreadable",
    EventType.INSTANCE_DOWN: "connection refused",
    EventType.TRIPWIRE: "40 titles were removed within 10 minutes",
    EventType.RULE_NOTICE: "grabbed a release for Metropolis (1927) (rule grabs)",
    EventType.RULE_LIMITED: "grabs has acted 10 times within an hour and rests until the hour has room",
}
_WITHOUT_TITLE = frozenset(
    {
        EventType.MANY_CHANGES,
        EventType.SETTING_CHANGED,
        EventType.CHANGE_REGRESSED,
        EventType.HEALTH_ISSUE,
        EventType.HEALTH_RESTORED,
        EventType.APP_UPDATED,
        EventType.INSTANCE_DOWN,
        EventType.INSTANCE_UP,
        EventType.BACKUP_DONE,
        EventType.BACKUP_FAILED,
        EventType.ARCHIVE_REFUSED,
        EventType.SETTINGS_DRIFTED,
        EventType.SETTINGS_ALIKE,
        EventType.ARTWORK_PUBLISHED,
        EventType.ARTWORK_LOST,
        EventType.ARTWORK_RESTORED,
        EventType.ARTWORK_DAMAGED,
        EventType.TRIPWIRE,
        EventType.RULE_LIMITED,
    }
)
_WITH_RELEASE = frozenset(
    {
        EventType.GRABBED,
        EventType.DOWNLOAD_FAILED,
        EventType.IMPORT_BLOCKED,
        EventType.MANUAL_INTERACTION,
        EventType.LOOP_FOUND,
    }
)


def sample_event(kind: EventType, instance: str, at: float) -> EstateEvent:
    """Return an event of a type on an instance, at a time in UTC seconds, with all that such events have."""
    is_about_title = kind not in _WITHOUT_TITLE
    has_release = kind in _WITH_RELEASE
    return EstateEvent(
        type=kind,
        at=at,
        id=1,
        instance=instance,
        item_id=1 if is_about_title else 0,
        title="Metropolis" if is_about_title else "",
        year=1927 if is_about_title else 0,
        release="Metropolis.1927.1080p.BluRay.x264-GROUP" if has_release else "",
        score=125 if has_release else None,
        reason=_REASONS.get(kind, ""),
        facts={"titles added": 1_200} if kind is EventType.MANY_CHANGES else {},
    )
