"""Records of history, wanted, queue and releases: what both apps show alike, with the hooks that differ."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Generic, NamedTuple, TypeVar

from arrtui.demo.app.history import Row, row_data
from arrtui.demo.app.providers import INDEXER_KEY
from arrtui.demo.app.store import Store
from arrtui.demo.http.clock import DAY, iso
from arrtui.demo.http.paging import SortKey
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj

StoreT = TypeVar("StoreT", bound=Store)


class OfferedRelease(NamedTuple):
    """A release that an interactive search offers for a title."""

    title: Obj
    number: int
    name: str
    facts: Obj
    guid: str
    present: Obj | None
    """The file it would replace."""


class View(ABC, Generic[StoreT]):
    """Renders the records of one app."""

    history_keys: ClassVar[Mapping[str, SortKey]]
    wanted_keys: ClassVar[Mapping[str, SortKey]]

    @abstractmethod
    def cover_types(self, title: Obj) -> tuple[str, ...]:
        """Return the types of the pictures of a title."""

    @abstractmethod
    def external_ids(self, title: Obj) -> Obj:
        """Return the ids other services know a title by."""

    @abstractmethod
    def included(self, call: HandlerRequest[StoreT], title: Obj, episode_id: int) -> Obj:
        """Return the resources a request wants inside a record."""

    @abstractmethod
    def title_resource(self, call: HandlerRequest[StoreT], title: Obj) -> Obj:
        """Return a title as a list of what could be imported has it."""

    def import_details(self, store: StoreT, wanted: Obj) -> Obj:
        """Return what the list says besides of the ids that a download names."""
        return {}

    @abstractmethod
    def missing(self, call: HandlerRequest[StoreT], monitored: bool) -> list[Obj]:
        """Return the titles without a file."""

    @abstractmethod
    def cutoff_unmet(self, call: HandlerRequest[StoreT], monitored: bool) -> list[Obj]:
        """Return the titles whose file is below the quality cutoff of their profile."""

    @abstractmethod
    def wanted_record(self, call: HandlerRequest[StoreT], wanted: Obj) -> Obj:
        """Render a record of the wanted lists."""

    @abstractmethod
    def releases(self, call: HandlerRequest[StoreT]) -> list[Obj]:
        """Return what an interactive search offers, the same every time."""

    def is_in_season(self, call: HandlerRequest[StoreT], row: Row) -> bool:
        """Return whether a row of a title's history is of the season the request asks for, if it does."""
        return True

    def history_record(self, call: HandlerRequest[StoreT], row: Row) -> Obj:
        """Render a history record; its score is the one of today, that in `data` the one of its moment."""
        store = call.store
        title = store.titles[row.title_id]
        original = store.original_language(title)
        then = row.score
        if then is None:
            then = store.score_at_start(row.judged, row.profile, original)
        path = f"{title['path']}/{row.release['relativePath']}"
        record: Obj = {
            "id": row.id,
            "sourceTitle": row.source_title,
            "languages": row.release["languages"],
            "quality": row.release["quality"],
            **store.scored(row.judged, title["qualityProfileId"], original),
            "date": row.date,
        }
        if row.download_id:
            record["downloadId"] = row.download_id
        record["eventType"] = row.event
        record["data"] = row_data(store.spec, row, then, path, self.external_ids(title))
        record[store.spec.id_key] = row.title_id
        if row.episode_id:
            record["episodeId"] = row.episode_id
        return record | self.included(call, title, row.episode_id)

    def queue_record(self, call: HandlerRequest[StoreT], download: Obj) -> Obj:
        """Render a running download with the score its title's profile gives it now."""
        store = call.store
        title = store.titles[download[store.spec.id_key]]
        facts = download | {"relativePath": download["title"]}
        scores = store.scored(facts, title["qualityProfileId"], store.original_language(title))
        record = download | {key: scores[key] for key in ("customFormats", "customFormatScore")}
        return record | self.included(call, title, download.get("episodeId", 0))

    def release_record(self, store: StoreT, offered: OfferedRelease, details: Obj) -> Obj:
        """Render a release of an interactive search; it must beat the file that is there.

        `details` are the app's own members.
        """
        facts, guid, number = offered.facts, offered.guid, offered.number
        profile, original = offered.title["qualityProfileId"], store.original_language(offered.title)
        scores = store.scored(facts, profile, original)
        age = 3 + number * 11
        worse = offered.present is not None and scores["customFormatScore"] <= store.score_now(
            offered.present, profile, original
        )
        reason = "Existing file on disk has a equal or higher Custom Format score"
        group = {"releaseGroup": facts["releaseGroup"]} if facts.get("releaseGroup") else {}
        record = {
            "guid": guid,
            "quality": facts["quality"],
            "qualityWeight": 100 + number,
            "age": age,
            "ageHours": age * 24.0,
            "ageMinutes": age * 1440.0,
            "size": facts["size"],
            "indexerId": 1,
            "indexer": "NZB Harbour",
            "title": offered.name,
            "languages": facts["languages"],
            "sceneSource": False,
            "publishDate": iso(store.today - age * DAY),
            "commentUrl": f"{guid}#comments",
            "infoUrl": guid,
            "downloadUrl": f"{guid}.nzb?apikey={INDEXER_KEY}",
            "downloadAllowed": True,
            "protocol": "usenet",
            **group,
            **details,
            "customFormats": scores["customFormats"],
            "customFormatScore": scores["customFormatScore"],
            "approved": not worse,
            "temporarilyRejected": False,
            "rejected": worse,
            "rejections": [reason] if worse else [],
            "releaseWeight": number,
        }
        store.offered[guid] = (offered.title, record)
        return record

    def episodes_of_release(self, store: StoreT, title: Obj, release: Obj) -> list[Obj]:
        """Return the episodes a release is of, where there are any."""
        return []
