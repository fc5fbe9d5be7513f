"""What instances are doing, in words, order and addresses."""

from __future__ import annotations

import pytest

from arrtui.core.activity import ActivityKind
from arrtui.features.activity.order import in_order
from arrtui.features.activity.pages import page_address
from arrtui.features.activity.words import note_of, progress_of, spaced, state_of, title_of
from tests.features.activity.builders import NOW, row

GIB = 1024**3
FAULT, HEALTH, DOWNLOAD = ActivityKind.FAULT, ActivityKind.HEALTH, ActivityKind.DOWNLOAD
COMMAND, RELEASE, WANTED = ActivityKind.COMMAND, ActivityKind.RELEASE, ActivityKind.WANTED


def test_problems_come_first_then_downloads_commands_counts_and_the_newest_releases() -> None:
    rows = [
        row(RELEASE, "grabbed", at=NOW - 60),
        row(RELEASE, "downloadFolderImported", at=NOW - 30),
        row(WANTED, "missing", count=3),
        row(COMMAND, "started", what="RssSync"),
        row(DOWNLOAD, "paused"),
        row(DOWNLOAD, "downloading"),
        row(RELEASE, "downloadFailed", problem=True, at=NOW - 90),
        row(DOWNLOAD, "importPending", problem=True),
        row(HEALTH, "warning", problem=True),
        row(HEALTH, "error", problem=True),
        row(HEALTH, "notice"),
        row(FAULT, "unread", problem=True),
    ]
    assert [entry.entry.state for entry in in_order(rows)] == [
        *("unread", "error", "warning", "importPending", "downloadFailed"),
        *("downloading", "paused", "started", "missing", "notice"),
        *("downloadFolderImported", "grabbed"),
    ]


@pytest.mark.parametrize(
    ("kind", "state", "problem", "word", "level"),
    [
        (DOWNLOAD, "importPending", False, "to import", "accent"),
        (DOWNLOAD, "importPending", True, "to import", "warn"),
        (DOWNLOAD, "importBlocked", True, "blocked", "bad"),
        (DOWNLOAD, "someNewState", False, "some new state", ""),
        (COMMAND, "completed", True, "failed", "bad"),
        (RELEASE, "episodeFileDeleted", False, "deleted", "warn"),
        (HEALTH, "", False, "unknown", ""),
    ],
)
def test_a_state_has_a_word_and_a_level(
    kind: ActivityKind, state: str, problem: bool, word: str, level: str
) -> None:
    assert state_of(row(kind, state, problem=problem).entry) == (word, level)


def test_names_of_the_apps_are_spelt_as_words() -> None:
    assert spaced("RefreshMovie") == "Refresh movie"
    assert spaced("RSSSync") == "RSSSync"
    assert spaced("") == ""


def test_a_row_is_about_its_stored_title_else_what_the_app_says() -> None:
    release = "Amber.Glass.1997"
    assert title_of(row(DOWNLOAD, "queued", title="Amber Glass", what=release)) == "Amber Glass (1997)"
    assert title_of(row(DOWNLOAD, "queued", what=release)) == release
    episode = row(DOWNLOAD, "queued", instance="sonarr.tv", title="Hollow", episode=(2, 3))
    assert title_of(episode) == "Hollow S02E03"
    assert (
        title_of(row(COMMAND, "started", title="Dune", what="RefreshMovie")) == "Refresh movie: Dune (1997)"
    )
    assert title_of(row(WANTED, "missing", instance="sonarr.tv", count=1_204)) == "1,204 episodes"
    assert title_of(row(HEALTH, "error", what="RootFolderCheck", note="Missing root")) == "Missing root"
    assert title_of(row(FAULT, "unread", note="radarr.main: no answer")) == "no answer"


def test_a_download_says_how_far_it_is_and_when_it_will_be_here() -> None:
    third = {"size": 3 * GIB, "left": GIB}
    assert note_of(row(DOWNLOAD, "downloading", seconds_left=1_269.0, **third)) == "66%, 21 min left"
    assert note_of(row(DOWNLOAD, "paused", **third)) == "66%"
    assert progress_of(row(DOWNLOAD, "delay", size=GIB, left=GIB, seconds_left=5_400.0).entry) == "in 1 h"
    assert note_of(row(DOWNLOAD, "importPending", problem=True, note="Sample", **third)) == "Sample"
    assert note_of(row(DOWNLOAD, "queued")) == ""


def test_a_release_says_its_quality_and_why() -> None:
    assert note_of(row(RELEASE, "movieFileDeleted", quality="DVD", note="Upgrade")) == "DVD Upgrade"


def test_the_page_of_a_row_is_its_own_or_one_of_the_app() -> None:
    base = "http://nas:7878/radarr/"
    wiki = "https://wiki.example.org/health"
    assert page_address(base, row(HEALTH, "error", address=wiki).entry) == wiki
    for odd in ("", "javascript:alert(1)", "file:///etc/passwd"):
        address = page_address(base, row(HEALTH, "error", address=odd).entry)
        assert address == "http://nas:7878/radarr/system/status"
    assert page_address(base, row(DOWNLOAD, "queued").entry) == "http://nas:7878/radarr/activity/queue"
    assert page_address(base, row(WANTED, "below cutoff").entry).endswith("/wanted/cutoffunmet")
    assert page_address(base, row(WANTED, "missing").entry).endswith("/wanted/missing")
