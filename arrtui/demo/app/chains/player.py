"""What an app writes about a title whose releases are grabbed, imported, refused and replaced.

The rows, their order and what each of them holds are those of the recorded chains: a deletion comes before
the import that caused it, has no download id and bears the path; an import has the score before the rename.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

from arrtui.demo.app.history import Row
from arrtui.demo.app.store import Store
from arrtui.demo.http.clock import iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.releases import quality_model, safe_name, scene_stem
from arrtui.demo.world.tables import languages

GIGABYTE = 1024**3


@dataclass(frozen=True)
class Release:
    """A release as an indexer offers it."""

    name: str
    group: str
    quality: str
    size: int
    """Bytes, by the indexer."""
    language: str = "English"
    version: int = 1
    release_type: str = "singleEpisode"


@dataclass(frozen=True)
class Arrival:
    """How a release arrives: what its job and its file are in fact."""

    job: str = ""
    """The name of the job at the client, or of a file of a pack; that of the release if empty."""
    language: str = "English"
    quality: str = ""
    """As the file is parsed; that of the release if empty."""
    codec: str = ""
    """What the naming puts behind the quality."""


class ChainPlayer:
    """One movie, or one episode of a series, over time."""

    def __init__(self, store: Store, title: Obj, episode: Obj | None, rng: random.Random, at: float) -> None:
        self.store = store
        self.title = title
        self.rng = rng
        self.at = at
        self._episode = episode
        self._entry: Obj = {} if episode is None else {"episodeIds": [episode["id"]]}
        if episode is None:
            self.stem = f"{scene_stem(title['title'])}.{title['year']}"
        else:
            code = f"S{episode['seasonNumber']:02}E{episode['episodeNumber']:02}"
            self.stem = f"{scene_stem(title['title'])}.{code}"
        for file in store.replaced_by(title, self._entry):
            store.detach(file["id"])

    def release(self, words: str, group: str, quality: str = "WEBDL-1080p", **facts: Any) -> Release:
        """Return a release of it: ``words`` stand between the title and the group."""
        size = self.rng.randint(4, 11) * GIGABYTE + self.rng.randrange(GIGABYTE)
        return Release(f"{self.stem}.{words}-{group}", group, quality, facts.pop("size", size), **facts)

    def download_id(self) -> str:
        """Return the id of a new job at the download client."""
        return f"SABnzbd_nzo_{self.rng.getrandbits(32):08x}"

    def grab(self, release: Release, source: str = "Rss", download_id: str = "") -> str:
        """Grab a release an hour or more later; return the id of its download.

        With the id of a download that others share it is grabbed at once.
        """
        if not download_id:
            self.pass_time()
            download_id = self.download_id()
        facts = self._facts(release, release.name, release.language, release.quality)
        extra = {"releaseSource": source}
        self._add("grabbed", facts, release.name, download_id, self._score(facts), extra=extra)
        return download_id

    def arrive(self, release: Release, download_id: str, arrival: Arrival | None = None) -> None:
        """Import what was grabbed, in the place of the file that is there."""
        arrival = arrival or Arrival()
        self.at += self.rng.randint(240, 2_400)
        for old in self.store.replaced_by(self.title, self._entry):
            self._drop(old, "Upgrade")
        job, quality = arrival.job or release.name, arrival.quality or release.quality
        dropped = self._facts(release, job, arrival.language, quality)
        dropped |= {"size": self.rng.randint(2, 9) * GIGABYTE, "originalFilePath": f"{job}/{job}.mkv"}
        dropped |= {"sceneName": job, "relativePath": f"{job}.mkv", "dateAdded": iso(self.at)}
        score = self._score(dropped)
        attached = dict(dropped)
        file = self.store.attach_imported(self.title, dict(self._entry), attached, f"{job}.mkv")
        file["relativePath"] = self._library_name(quality, arrival.codec)
        file["releaseType"] = release.release_type
        if arrival.codec:
            file["mediaInfo"] = {"videoCodec": arrival.codec}
        extra = {
            "fileId": str(file["id"]),
            "droppedPath": f"/downloads/complete/{release.name}/{job}.mkv",
            "importedPath": f"{self.title['path']}/{file['relativePath']}",
        }
        self._add("downloadFolderImported", dropped, job, download_id, score, extra=extra)

    def get(self, release: Release, source: str = "Rss", arrival: Arrival | None = None) -> None:
        """Grab a release and import it."""
        self.arrive(release, self.grab(release, source), arrival)

    def lose(self, reason: str) -> None:
        """Delete the file that is there, by hand or because it is gone from the disk."""
        self.pass_time()
        for old in self.store.replaced_by(self.title, self._entry):
            self._drop(old, reason)

    def give_up(self, release: Release, download_id: str, event: str = "downloadFailed") -> None:
        """Note that a download failed, or that the app was told to leave it alone."""
        self.at += self.rng.randint(60, 600)
        facts = self._facts(release, release.name, release.language, release.quality)
        self._add(event, facts, release.name, download_id, None)

    def queue(self, release: Release, download_id: str, *messages: str) -> None:
        """Show a download in the queue: refused with messages, else on its way."""
        number = self.store.next_id(self.store.queue)
        ids = {} if self._episode is None else {"episodeId": self._episode["id"]}
        ids |= {} if self._episode is None else {"seasonNumber": self._episode["seasonNumber"]}
        refused = bool(messages)
        self.store.queue[number] = {
            **self._facts(release, release.name, release.language, release.quality),
            "id": number,
            self.store.spec.id_key: self.title["id"],
            **ids,
            "size": float(release.size),
            "sizeleft": 0.0 if refused else release.size / 2,
            "title": release.name,
            "added": iso(self.at),
            "status": "completed" if refused else "downloading",
            "trackedDownloadStatus": "warning" if refused else "ok",
            "trackedDownloadState": "importPending" if refused else "downloading",
            "statusMessages": [{"title": release.name, "messages": list(messages)}] if refused else [],
            "downloadId": download_id,
            "downloadClient": "sab",
            "downloadClientHasPostImportCategory": False,
            "protocol": "usenet",
            "indexer": "NZB Harbour",
        }

    def pass_time(self) -> None:
        """Let an hour or more go by."""
        self.at += self.rng.randint(3_600, 20_000)

    def _drop(self, file: Obj, reason: str) -> None:
        path = f"{self.title['path']}/{file['relativePath']}"
        by_path = {key: value for key, value in file.items() if key not in ("sceneName", "originalFilePath")}
        self.store.detach(file["id"])
        noun = "movie" if self._episode is None else "episode"
        extra = {"reason": reason}
        self._add(f"{noun}FileDeleted", by_path, path, None, self._score(by_path), extra=extra)

    def _add(
        self,
        event: str,
        facts: Obj,
        name: str,
        download_id: str | None,
        score: int | None,
        extra: dict[str, str] | None = None,
    ) -> None:
        row = Row(
            title_id=self.title["id"],
            event=event,
            at=self.at,
            release=facts,
            source_title=name,
            download_id=download_id,
            score=score or 0,
            profile=self.title["qualityProfileId"],
            file_id=int((extra or {}).get("fileId", 0)),
            episode_id=0 if self._episode is None else self._episode["id"],
            extra=extra,
        )
        self.store.history.play(row)

    def _facts(self, release: Release, name: str, language: str, quality: str) -> Obj:
        """Return what formats look at: a release, or a file as it arrives under a name."""
        kind, is_repack = self.store.kind, "REPACK" in release.name
        return {
            "relativePath": f"{name}.mkv",
            "sceneName": name,
            "size": release.size,
            "quality": quality_model(kind, quality, release.version, is_repack),
            "languages": [languages(kind)[language]],
            "releaseGroup": release.group,
            "indexerFlags": 0,
            "releaseType": release.release_type,
        }

    def _score(self, facts: Obj) -> int:
        original = self.store.original_language(self.title)
        return self.store.score_now(facts, self.title["qualityProfileId"], original)

    def _library_name(self, quality: str, codec: str) -> str:
        behind = f"{quality} {codec}".strip()
        if self._episode is None:
            return f"{safe_name(self.title['title'])} ({self.title['year']}) {behind}.mkv"
        season, number = self._episode["seasonNumber"], self._episode["episodeNumber"]
        name = f"{safe_name(self.title['title'], 80)} - S{season:02}E{number:02} {behind}.mkv"
        return f"Season {season}/{name}"


def in_pack(players: list[ChainPlayer], release: Release, job_words: str, download_id: str) -> None:
    """Import a season pack: each episode under a name of its own."""
    for player in players:
        player.at = players[0].at
        player.arrive(release, download_id, Arrival(job=f"{player.stem}.{job_words}-{release.group}"))


def pack_of(players: list[ChainPlayer], words: str, group: str) -> Release:
    """Return the release of a whole season."""
    first = players[0]
    stem = first.stem[: -len("E00")]
    release = first.release(words, group, release_type="seasonPack", size=40 * GIGABYTE)
    return replace(release, name=f"{stem}.{words}-{group}")
