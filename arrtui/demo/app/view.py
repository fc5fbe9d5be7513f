"""What the shared routes need of an app: how its history, wanted lists, queue and releases look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from arrtui.demo.app.history import Row, row_data
from arrtui.demo.app.store import Store
from arrtui.demo.http.paging import Key
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.clock import DAY, iso


class View(Protocol):
    """The resources of one app, rendered for the shared routes."""

    history_keys: Mapping[str, Key]
    wanted_keys: Mapping[str, Key]

    def history_record(self, call: HandlerRequest, row: Row) -> Obj:
        """A history record."""

    def missing(self, call: HandlerRequest, monitored: bool) -> list[Obj]:
        """Titles without a file."""

    def cutoff_unmet(self, call: HandlerRequest, monitored: bool) -> list[Obj]:
        """Titles whose file is below the quality cutoff."""

    def wanted_record(self, call: HandlerRequest, item: Obj) -> Obj:
        """A record of the wanted lists."""

    def queue_record(self, call: HandlerRequest, item: Obj) -> Obj:
        """A running download."""

    def releases(self, call: HandlerRequest) -> list[Obj]:
        """What an interactive search finds."""


def history_base(store: Store, row: Row, scores: Obj, path: str, external: Obj, original: int) -> Obj:
    """The part of a history record both apps share; its score is the one of today."""
    then = store.score_at_start(row.release, row.profile, original) if row.score is None else row.score
    record: Obj = {"id": row.id, "sourceTitle": row.title, "languages": row.release["languages"]}
    record |= {"quality": row.release["quality"], **scores, "date": row.date}
    if row.download_id:
        record["downloadId"] = row.download_id
    return record | {"eventType": row.event, "data": row_data(store.kind, row, then, path, external)}


def release_verdict(number: int, scores: Obj, present: Obj | None) -> Obj:
    """The app's verdict on a release: it must beat the file that is there."""
    worse = present is not None and scores["customFormatScore"] <= present["customFormatScore"]
    reasons = ["Existing file on disk has a equal or higher Custom Format score"] if worse else []
    return {
        "approved": not worse,
        "temporarilyRejected": False,
        "rejected": worse,
        "rejections": reasons,
        "releaseWeight": number,
    }


def release_base(store: Store, number: int, title: str, file: Obj, guid: str) -> Obj:
    """The part of a found release both apps share."""
    age = 3 + number * 11
    base: Obj = {"guid": guid, "quality": file["quality"], "qualityWeight": 100 + number, "age": age}
    base |= {"ageHours": age * 24.0, "ageMinutes": age * 1440.0, "size": file["size"], "indexerId": 1}
    base |= {"indexer": "NZB Harbour", "title": title, "languages": file["languages"], "sceneSource": False}
    base |= {"publishDate": iso(store.today - age * DAY), "commentUrl": f"{guid}#comments", "infoUrl": guid}
    base |= {
        "downloadUrl": f"{guid}.nzb?apikey=SECRETINDEXERKEY0123",
        "downloadAllowed": True,
        "protocol": "usenet",
    }
    if file.get("releaseGroup"):
        base["releaseGroup"] = file["releaseGroup"]
    return base
