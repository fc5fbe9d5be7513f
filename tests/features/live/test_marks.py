"""What each message means, and that nothing which a message carries as a default is believed."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from arrtui.clients.feed_messages import FeedMessage, read_message
from arrtui.clients.signalr import Splitter
from arrtui.core.activity import ActivityKind
from arrtui.core.apps import APPS
from arrtui.features.live.marks import FeedMarks, marks_of
from tests.features.live.records import recorded_operations

MOVIE = {"id": 7, "title": "A", "tmdbId": 27, "monitored": True, "hasFile": False}
NO_MOVIE = {"id": 7, "status": "tba", "monitored": True, "tmdbId": 0, "qualityProfileId": 0}
SEVEN = frozenset({7})
GRAB = frozenset({ActivityKind.DOWNLOAD, ActivityKind.RELEASE})
CHANGED = frozenset({ActivityKind.RELEASE, ActivityKind.WANTED})


def marks(
    kind: str,
    name: str,
    action: str = "updated",
    resource: dict[str, Any] | None = None,
    version: int | None = None,
) -> FeedMarks:
    """Return what a message of an app means."""
    body = {"action": action} | ({"resource": resource} if resource else {})
    message = read_message(
        json.dumps({"name": name, "body": body} | ({"version": version} if version else {})).encode()
    )
    return FeedMarks() if message is None else marks_of(APPS[kind], message)


@pytest.mark.parametrize(
    ("kind", "name", "action", "resource", "meaning"),
    [
        ("radarr", "movie", "deleted", NO_MOVIE, FeedMarks(deleted=SEVEN)),
        ("radarr", "movie", "sync", {}, FeedMarks(whole=True)),
        ("radarr", "movie", "updated", {"id": "seven"}, FeedMarks(whole=True)),
        (
            *("radarr", "movie", "updated", MOVIE | {"grabbed": True}),
            FeedMarks(titles=SEVEN, grabbed=SEVEN, activity=GRAB),
        ),
        (
            *("radarr", "moviefile", "updated", {"id": 3, "movieId": 7}),
            FeedMarks(titles=SEVEN, activity=frozenset({ActivityKind.RELEASE})),
        ),
        (
            *("radarr", "moviefile", "deleted", {"id": 3, "movieId": 0}),
            FeedMarks(files=frozenset({3}), activity=frozenset({ActivityKind.RELEASE})),
        ),
        (
            "sonarr",
            "episode",
            "updated",
            {"id": 3, "seriesId": 7, "monitored": False},
            FeedMarks(titles=SEVEN),
        ),
        (
            *("sonarr", "episode", "updated", {"id": 3, "seriesId": 7, "grabbed": True}),
            FeedMarks(titles=SEVEN, grabbed=SEVEN, activity=GRAB),
        ),
        (
            *("sonarr", "episodefile", "deleted", {"id": 3, "seriesId": 0}),
            FeedMarks(files=frozenset({3}), activity=frozenset({ActivityKind.RELEASE})),
        ),
        ("sonarr", "series", "deleted", {"id": 7, "title": "B", "monitored": True}, FeedMarks(deleted=SEVEN)),
        ("sonarr", "movie", "updated", MOVIE, FeedMarks()),
        ("radarr", "episode", "updated", {"id": 3, "seriesId": 7}, FeedMarks()),
        ("radarr", "queue", "sync", {}, FeedMarks(activity=frozenset({ActivityKind.DOWNLOAD}))),
        ("radarr", "queue/details", "sync", {}, FeedMarks(activity=frozenset({ActivityKind.DOWNLOAD}))),
        ("radarr", "queue/status", "updated", {"totalCount": 1}, FeedMarks()),
        ("radarr", "health", "sync", {}, FeedMarks(activity=frozenset({ActivityKind.HEALTH}))),
        ("radarr", "wanted/missing", "updated", MOVIE, FeedMarks(activity=frozenset({ActivityKind.WANTED}))),
        ("radarr", "tag", "sync", {}, FeedMarks(settings=True)),
        ("radarr", "collection", "deleted", {"id": 7}, FeedMarks(settings=True)),
        ("radarr", "system/task", "sync", {}, FeedMarks()),
        ("radarr", "command", "sync", {}, FeedMarks()),
        ("radarr", "of a later version", "updated", MOVIE, FeedMarks()),
    ],
)
def test_a_message_means(
    kind: str, name: str, action: str, resource: dict[str, Any], meaning: FeedMarks
) -> None:
    assert marks(kind, name, action, resource) == meaning


def test_a_title_that_was_updated_is_only_a_hint() -> None:
    meaning = marks("radarr", "movie", "updated", MOVIE)
    assert meaning == FeedMarks(hints=meaning.hints) and meaning.hints[7].files == 0


def test_a_command_is_taken_as_it_is_told() -> None:
    command = {"id": 9, "name": "RefreshMovie", "status": "completed", "result": "successful", "body": {}}
    (told,) = marks("radarr", "command", "updated", command).commands
    assert (told.id, told.finished, told.failed) == (9, True, False)


@pytest.mark.parametrize(("version", "counts"), [(None, True), (3, True), (5, False), (6, False)])
def test_messages_of_an_unknown_version_mean_nothing(version: int | None, counts: bool) -> None:
    assert bool(marks("sonarr", "tag", "sync", None, version)) is counts


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b'{"name":1}', b'{"name":"movie"}', b"\xff{", b'"movie"'])
def test_what_is_no_message_is_left_out(body: bytes) -> None:
    assert read_message(body) is None


# ---- what the real apps sent ----------------------------------------------------------------------

TOLD = {
    "radarr": {
        "movie added (POST /movie)": {"hints": {31}},
        "movies edited by bulk editor (3: monitored)": {"hints": {31, 32, 33}},
        "file renamed (RenameFiles 1)": {"hints": {1}},
        "files deleted (DELETE /moviefile/bulk, 2)": {
            "activity": {ActivityKind.RELEASE, ActivityKind.WANTED}
        },
        "movies deleted by bulk editor (2, exclusion)": {"deleted": {32, 33}},
        "tag added": {"settings": True},
        "collection edited": {"settings": True},
        "custom format changed": {},
        "upgrade: MoviesSearch": {"activity": GRAB},
    },
    "sonarr": {
        "series added (POST /series)": {"hints": {6}},
        "season pass (POST /seasonpass)": {},
        "episode unmonitored (PUT /episode/ID)": {"activity": {ActivityKind.WANTED}},
        "episodes monitored (PUT /episode/monitor, 3 ids)": {},
        "file found on disk (RescanSeries)": {"activity": CHANGED},
        "root folder added": {"settings": True},
        "upgrade: EpisodeSearch": {"activity": GRAB},
    },
}
"""What some operations must have marked at least."""


def replayed(kind: str, records: list[str], seed: int) -> list[FeedMessage]:
    """Return the messages of records that arrive in frames cut at random places."""
    chance, text, splitter = random.Random(seed), "".join(f"{record}\x1e" for record in records), Splitter()
    messages = []
    while text:
        length = chance.choice((1, 2, 7, 300, 10_000))
        for record in splitter(text[:length]):
            arguments = json.loads(record).get("arguments", [])
            messages += [read_message(json.dumps(argument).encode()) for argument in arguments]
        text = text[length:]
    return [message for message in messages if message is not None]


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
def test_the_recorded_streams_are_understood(kind: str) -> None:
    app, expected = APPS[kind], TOLD[kind]
    for seed, (operation, records) in enumerate(recorded_operations(kind)):
        messages = replayed(kind, records, seed)
        assert len(messages) == sum('"arguments"' in record for record in records)
        meanings = [marks_of(app, message) for message in messages]
        for name, ids in expected.pop(operation, {}).items():
            told = [getattr(meaning, name) for meaning in meanings]
            if name == "settings":
                assert any(told), operation
            else:
                assert set(ids) <= {value for values in told for value in values}, operation
        for message, meaning in zip(messages, meanings, strict=True):
            if message.is_deletion:
                assert (message.item_id, message.listed, message.grabbed) == (0, None, False)
                assert not (meaning.titles or meaning.hints)
    assert not expected
