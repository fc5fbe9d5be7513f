"""The columns of the Estate: what shows at each width, and what matters most of an instance."""

from __future__ import annotations

import pytest

from arrtui.core.domain import Health, RootFolder
from arrtui.core.live import FeedState, FeedStatus
from arrtui.db.estate import EstateRow, SnapshotSummary
from arrtui.runtime.estate import HookFacts, InstanceFacts
from arrtui.tui.kit.table.cells import plain_text
from arrtui.tui.kit.table.columns import lay_out
from arrtui.tui.panes.estate.detail import estate_detail
from arrtui.tui.panes.estate.rows import (
    QUEUE_LASTS,
    InstanceView,
    changes_text,
    columns,
    matter_text,
    queue_of,
)

NOW = 1_700_000_000.0
NAMES = ("radarr.main", "radarr.4k", "sonarr.anime")
BOTH = frozenset({"state", "name", "backup", "job", "health"})
WARNINGS = (Health(type="warning", source="IndexerCheck", message="Indexer X is down"),)


def view(**facts: object) -> InstanceView:
    return InstanceView(EstateRow("radarr.main", "radarr", 1, **({"state": "up"} | facts)), NOW)  # type: ignore[arg-type]


def backup(state: str, error: str = "", changes: tuple[int, int, int] = (0, 0, 0)) -> SnapshotSummary:
    return SnapshotSummary(1, NOW - 60, state, error, "", *changes)


@pytest.mark.parametrize(
    ("width", "shown", "hidden"),
    [
        (80, BOTH | {"items", "free"}, {"episodes", "queue", "matter"}),
        (120, BOTH | {"version", "latency", "items", "files", "size", "free"}, {"queue", "matter"}),
        (200, {column.key for column in columns(NAMES)}, set()),
    ],
)
def test_a_wider_terminal_shows_more_of_an_instance(width: int, shown: set[str], hidden: set[str]) -> None:
    grid = lay_out(columns(NAMES), width - 3)
    assert set(grid.keys) >= shown and not set(grid.keys) & hidden
    assert grid.width == width - 3
    widest = max(grid.slots, key=lambda slot: slot.width)
    assert widest.column.key == ("matter" if width == 200 else "name") or widest.width <= 16


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (view(alarm="40 titles removed.", state="down", error="no answer"), "alarm: 40 titles removed."),
        (view(state="down", error="radarr.main: no answer", health=WARNINGS), "no answer"),
        (view(last=backup("failed", "radarr.main: it is short"), health=WARNINGS), "it is short"),
        (view(last=backup("complete"), health=WARNINGS), "Indexer X is down"),
        (view(last=backup("complete")), ""),
    ],
)
def test_the_sentence_that_matters_most_is_in_the_table(one: InstanceView, text: str) -> None:
    assert plain_text(matter_text(one)) == text


def test_the_table_says_what_the_last_backup_found() -> None:
    assert changes_text(view(last=backup("complete", changes=(2, 12, 0)))) == ("+2 ~12 -0", "")
    assert changes_text(view(last=backup("failed"))) == changes_text(view()) == ""


def test_a_queue_read_long_ago_is_not_shown() -> None:
    assert queue_of(view(queue=3, queue_at=NOW - 30)) == 3
    assert queue_of(view(queue=3, queue_at=NOW - QUEUE_LASTS)) is queue_of(view()) is None


@pytest.mark.parametrize(
    ("feed", "state", "word", "matter", "detail"),
    [
        (None, "up", "up", "", ""),
        (FeedState(FeedStatus.UP, "", NOW - 300), "up", "up, live", "", "changes are seen at once for 5 min"),
        (FeedState(FeedStatus.UP, "", NOW), "down", "down", "", "changes are seen at once"),
        (
            FeedState(FeedStatus.NONE, "a proxy", NOW),
            "up",
            "up",
            "no live feed: a proxy",
            "no live feed: a proxy",
        ),
        (
            FeedState(FeedStatus.LOST, "gone", NOW),
            "up",
            "up",
            "no live feed: gone",
            "It is tried again by itself.",
        ),
    ],
)
def test_whether_an_instance_tells_of_changes_is_said(
    feed: FeedState | None, state: str, word: str, matter: str, detail: str
) -> None:
    live = view(feed=feed, state=state)
    assert live.sign.word == word and plain_text(matter_text(live)) == matter
    assert detail in estate_detail(live, None, None).plain


def test_webhooks_of_which_nothing_could_be_made_are_told() -> None:
    facts = InstanceFacts("radarr.main", {}, (), HookFacts(NOW - 60, 2, "Teleported"))
    text = estate_detail(view(), None, facts).plain
    assert "the last came 1 min ago" in text
    assert "2 webhooks" in text and "Teleported" in text


def test_files_of_no_title_are_told_beside_their_root_folder() -> None:
    roots = (RootFolder(path="/music", unmapped_files=12), RootFolder(path="/jazz", unmapped_files=0))
    text = estate_detail(view(roots=roots), None, None).plain
    assert [line for line in text.splitlines() if line.startswith("/")] == [
        "/music  free space unknown, 12 unmapped files",
        "/jazz  free space unknown",
    ]
