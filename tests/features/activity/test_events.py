"""What went wrong between two readings is told once."""

from __future__ import annotations

from typing import Any

from arrtui.core.activity import ActivityEntry, ActivityKind
from arrtui.core.estate_events import EventType
from arrtui.db.activity import StoredActivity
from arrtui.features.activity.events import trouble_events


def row(kind: ActivityKind, key: str, state: str, *, problem: bool = True, **more: Any) -> StoredActivity:
    entry = ActivityEntry(
        kind=kind, key=key, state=state, what="Some.Release-GRP", problem=problem, at=5.0, **more
    )
    return StoredActivity("radarr.main", 9.0, "Some Film", 1999, "603", None, None, entry)


FINE = row(ActivityKind.DOWNLOAD, "1", "downloading", problem=False)
REFUSED = row(ActivityKind.DOWNLOAD, "1", "importPending", note="Sample")
BLOCKED = row(ActivityKind.DOWNLOAD, "2", "importBlocked", note="Several files")
WARNED = row(ActivityKind.HEALTH, "3", "warning")
FAILED = row(ActivityKind.RELEASE, "7", "downloadFailed")


def told(before: list[StoredActivity], after: list[StoredActivity]) -> list[tuple[EventType, str, str]]:
    return [(event.type, event.title, event.reason) for event in trouble_events(before, after, 9.0)]


def test_a_refused_file_and_a_failed_download_are_told() -> None:
    assert told([FINE], [REFUSED, FAILED, WARNED]) == [
        (EventType.IMPORT_BLOCKED, "Some Film", "Sample"),
        (EventType.DOWNLOAD_FAILED, "Some Film", ""),
    ]


def test_nothing_is_told_twice_nor_after_a_first_reading() -> None:
    assert told([], [REFUSED, FAILED]) == []
    assert told([REFUSED, FAILED], [REFUSED, FAILED]) == []
    assert len(told([FINE], [REFUSED, BLOCKED])) == 1  # rows of one release, as those of its episodes
