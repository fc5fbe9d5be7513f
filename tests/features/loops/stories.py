"""Histories of one title in a few words, as rows of ``/history`` that the apps write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from arrtui.clients import convert, wire
from arrtui.clients.decoding import read_list
from arrtui.core.domain import Change, ChangeKind, EntityType, Item, MediaFile, ReleaseEvent, encode
from arrtui.core.queued import QueuedDownload
from arrtui.core.text import format_iso
from arrtui.db.chain_rows import ChainRow
from arrtui.db.setting_changes import DatedChange, ProfileMove
from arrtui.features.loops.compute import QualityFacts, ScoreBook
from arrtui.features.loops.join import join_rows
from arrtui.features.loops.kinds import judge_chain
from arrtui.features.loops.model import Chain
from arrtui.features.loops.settings import SettingsTimeline
from tests.features.loops.live import settings

START = 1_790_000_000.0
"""When a history begins, UTC seconds."""
MINUTE = 60.0
PROFILE = "quality_profile/8"
HDTV, WEB, WEBRIP, BLURAY, UHD = 9, 3, 15, 7, 19
NAMES = {9: "HDTV-1080p", 3: "WEBDL-1080p", 15: "WEBRip-1080p", 7: "Bluray-1080p", 19: "Bluray-2160p"}
NO_BETTER = "Not a Custom Format upgrade for existing movie file(s). New: [] (70) do not improve on …"


class Story:
    """The history of a movie, or of episodes of a series; each row comes a minute after the one before."""

    def __init__(self, kind: str = "radarr", *, episodes: Sequence[int] = (), first: int = 1) -> None:
        self.kind = kind
        self.rows: list[dict[str, Any]] = []
        self.queued: list[QueuedDownload] = []
        self.title_id = 27
        self.at = START
        self._episodes = tuple(episodes) or ((208,) if kind == "sonarr" else ())
        self._first = first
        self._jobs = 0
        self._files = 40
        self._last: dict[str, Any] = {}
        """The facts of the release that was grabbed last."""

    def grab(self, title: str, score: int | None, **facts: Any) -> Story:
        """Grab a release; ``job`` is the id of its download, empty for a client that gives none."""
        self._jobs += 1
        facts = {"job": f"nzo{self._jobs}", "size": 2_000_000_000, "quality": WEB, "source": "Rss"} | facts
        self._last = facts | {"title": title, "score": score}
        data = {"releaseSource": facts["source"], "indexerFlags": "0"} | self._scored(score)
        if "release_type" in facts:
            data["releaseType"] = facts["release_type"]
        self._add("grabbed", title, facts, data, facts["job"])
        return self

    def arrive(self, score: int | None, **facts: Any) -> Story:
        """Import what was grabbed last, or with ``job`` or ``name`` something else; nothing goes for it."""
        self._files += 1
        facts = self._last | {"name": self._last.get("title", ""), "size": 2_000_000_000} | facts
        stem = facts["name"]
        data = {
            "fileId": str(self._files),
            "droppedPath": f"/downloads/{facts.get('folder', stem)}/{stem}.mkv",
            "importedPath": facts.get("path", f"/data/Title 27/Title 27 {NAMES[facts['quality']]}.mkv"),
            "indexerFlags": "0",
        } | self._scored(score)
        self._add("downloadFolderImported", stem, facts, data, facts["job"])
        return self

    def replace(self, score: int | None, **facts: Any) -> Story:
        """Import what was grabbed last in the place of the file that is there."""
        return self.lose("Upgrade").arrive(score, **facts)

    def lose(self, reason: str) -> Story:
        """Delete the file that is there."""
        noun = "movie" if self.kind == "radarr" else "episode"
        path = next(
            (row["data"]["importedPath"] for row in reversed(self.rows) if "importedPath" in row["data"]),
            "/x",
        )
        self._add(f"{noun}FileDeleted", path, {"quality": WEB, "size": 1}, {"reason": reason}, None)
        return self

    def rename(self, path: str) -> Story:
        """Rename the file that is there."""
        noun = "movie" if self.kind == "radarr" else "episode"
        self._add(f"{noun}FileRenamed", "/old", {"quality": WEB, "size": 1}, {"path": path}, None)
        return self

    def fail(self, event: str = "downloadFailed") -> Story:
        """Give up what was grabbed last."""
        self._add(event, self._last["title"], self._last, {"message": "Aborted"}, self._last["job"])
        return self

    def refuse(self, *messages: str, job: str = "") -> Story:
        """Show what was grabbed last in the queue, refused; ``job`` is the id that it has there."""
        return self._queue(job, "completed", "warning", "importPending", messages)

    def load(self) -> Story:
        """Show what was grabbed last in the queue, on its way."""
        return self._queue("", "downloading", "ok", "downloading", ())

    def _queue(self, job: str, status: str, tracked: str, state: str, messages: tuple[str, ...]) -> Story:
        for episode in self._episodes or (0,):
            download = QueuedDownload(
                job or self._last["job"], episode, self.title_id, self._last["title"], status, tracked,
                state, messages, 5_000, 0, self.at, self.at,
            )  # fmt: skip
            self.queued.append(download)
        return self

    def odd(self, event: str) -> Story:
        """Write a row of another type."""
        self._add(event, "odd", {"quality": WEB, "size": 1}, {}, None)
        return self

    def wait(self, minutes: float) -> Story:
        """Let time go by."""
        self.at += minutes * MINUTE
        return self

    def of(self, *episodes: int) -> Story:
        """Go on with other episodes."""
        self._episodes = episodes
        return self

    def again(self, title_id: int) -> Story:
        """Delete the title and add it again."""
        self.title_id = title_id
        return self

    @property
    def chain_rows(self) -> list[ChainRow]:
        """The rows as they are stored."""
        events = read_list(json.dumps(self.rows).encode(), wire.History, convert.release_event).records
        return [_stored(event) for event in events]

    def _scored(self, score: int | None) -> dict[str, str]:
        return {} if score is None else {"customFormatScore": str(score)}

    def _add(self, event: str, title: str, facts: Any, data: dict[str, Any], job: str | None) -> None:
        self.at += MINUTE
        data = data | {"size": str(facts["size"]), "releaseGroup": facts.get("group", "FLUX")}
        language = {"id": 1, "name": facts.get("language", "English")}
        quality = {"quality": {"id": facts["quality"], "name": NAMES[facts["quality"]]}}
        row = {"eventType": event, "sourceTitle": title, "date": format_iso(self.at), "data": data}
        row |= {"languages": [language], "quality": quality} | ({"downloadId": job} if job else {})
        if self.kind == "radarr":
            self.rows.append(row | {"id": self._first + len(self.rows), "movieId": self.title_id})
        for episode in self._episodes:
            number = self._first + len(self.rows)
            self.rows.append(row | {"id": number, "seriesId": self.title_id, "episodeId": episode})


def _stored(event: ReleaseEvent) -> ChainRow:
    return ChainRow(
        event.id, event.date, event.item_id, "603", event.episode_id, event.event, event.source_title,
        event.download_id, event.quality_id, event.quality, event.score, event.release_group, event.indexer,
        event.size, event.reason, encode(event.languages), encode(event.data),
    )  # fmt: skip


# --- settings over time ----------------------------------------------------------------------------------


class Edit(NamedTuple):
    """A change of a setting that a snapshot saw."""

    minutes: float
    """After the beginning of the history."""
    key: str
    before: dict[str, Any]
    """What was different in its body."""


def scores_before(minutes: float, **scores: int) -> Edit:
    """Return a change of the profile; ``scores`` of formats by name, as they were before it."""
    numbers = {setting.name.removeprefix("L "): setting.id for setting in settings("radarr")}
    body = _bodies("radarr")[PROFILE]["body"]
    known = {row["format"]: row["score"] for row in body["formatItems"]}
    known |= {numbers[name]: score for name, score in scores.items()}
    rows = [{"format": number, "score": score} for number, score in known.items()]
    return Edit(minutes, PROFILE, {"formatItems": rows})


def places_before(minutes: float, *qualities: int) -> Edit:
    """Return a change of the profile that had these qualities, the worst first."""
    rows = [
        {"quality": {"id": number, "name": NAMES[number]}, "allowed": True, "items": []}
        for number in qualities
    ]
    return Edit(minutes, PROFILE, {"items": rows})


def _bodies(kind: str) -> dict[str, dict[str, Any]]:
    return {
        f"{setting.type}/{setting.id}": {"id": setting.id, "name": setting.name, "body": setting.body}
        for setting in settings(kind)
    }


def book_of(
    kind: str,
    edits: Iterable[Edit] = (),
    *,
    stored: dict[int, int] | None = None,
    samples: dict[int, list[tuple[float, int]]] | None = None,
    moves: Iterable[ProfileMove] = (),
    first_minutes: float = -1.0,
    there: MediaFile | None = None,
) -> ScoreBook:
    """Return what is stored beside the rows.

    ``stored`` are scores that a snapshot found files at, a minute after all; ``samples`` say them in minutes
    after the beginning. The first snapshot was taken so many minutes after it. The file that is ``there`` now
    belongs to the last import.
    """
    now = _bodies(kind)
    changes = []
    for edit in sorted(edits, key=lambda edit: -edit.minutes):
        before = {"body": now[edit.key]["body"] | edit.before}
        change = Change(
            type=EntityType.SETTING, key=edit.key, kind=ChangeKind.CHANGED, before=before, after={}
        )
        changes.append(DatedChange(START + edit.minutes * MINUTE, change))
    qualities = {
        record["body"]["quality"]["id"]: QualityFacts(
            *(record["body"]["quality"].get(name) for name in QualityFacts._fields)
        )
        for key, record in now.items()
        if key.startswith("quality_definition/")
    }
    timeline = SettingsTimeline(kind, now, changes, START + first_minutes * MINUTE)
    item = Item(id=27, external_id="603", title="Title 27", profile_id=8, original_language="English")
    seen = samples or {}
    return ScoreBook(
        kind=kind,
        settings=timeline,
        items={27: item},
        qualities=qualities,
        stored={number: (score, START + 1e6) for number, score in (stored or {}).items()},
        find_samples=lambda life: [
            (score, START + minutes * MINUTE) for minutes, score in seen.get(life.file_id, ())
        ],
        find_moves=lambda: list(moves),
        read_scores=lambda: {there.id: there.score} if there else {},
        find_file=lambda number: there,
        taken_at=START + 1e6,
    )


def chains_of(story: Story, book: ScoreBook | None = None) -> list[Chain]:
    """Return the chains of a story, each with its kind."""
    chains = join_rows(story.chain_rows, story.queued)
    for chain in chains:
        judge_chain(chain, book or book_of(story.kind))
    return chains
