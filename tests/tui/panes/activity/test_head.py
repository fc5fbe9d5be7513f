"""What the line above the activity says of instances that tell by themselves, and when they are asked."""

from __future__ import annotations

from arrtui.core.activity import ActivityKind
from arrtui.tui.panes.activity.head import EVERY_LIVE, due_readings, reading_parts, readings
from tests.features.activity.builders import NOW, row

NAMES = ("radarr.main", "radarr.4k", "sonarr.main")
ROWS = [row(ActivityKind.WANTED, "missing", instance=name) for name in NAMES[:2]]


def test_an_instance_that_tells_is_live_and_seldom_asked() -> None:
    live = {"radarr.main", "sonarr.main"}
    assert due_readings(NAMES, ROWS, live, NOW) == ["radarr.4k", "sonarr.main"]  # the last was never read
    assert due_readings(NAMES, ROWS, live, NOW + EVERY_LIVE) == list(NAMES)
    shown = [text for text, _ in reading_parts(readings(NAMES, ROWS, live), NOW + 40)]
    assert "live: radarr.main" in shown and "not read yet: sonarr.main" in shown


def test_the_oldest_kind_of_row_tells_how_old_the_rest_is() -> None:
    older = row(ActivityKind.HEALTH, "warning")._replace(read_at=NOW - 90)
    (reading, *_) = readings(NAMES, [*ROWS, older])
    assert reading.read_at == NOW - 90 and not reading.live
