"""Records of history, wanted, queue and releases: what both apps show alike, with the hooks that differ."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar, Generic, TypeVar

from arrtui.demo.app.decisions import rejections
from arrtui.demo.app.history import Row, row_data
from arrtui.demo.app.providers import INDEXER_KEY
from arrtui.demo.app.release_book import OfferedRelease
from arrtui.demo.app.store import Store
from arrtui.demo.http.clock import DAY, iso
from arrtui.demo.http.paging import SortKey
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj

StoreT = TypeVar("StoreT", bound=Store)
_MOST_PAST = 2
"""Releases of the history that a search lists too."""


class View(ABC, Generic[StoreT]):
    """Renders the records of one app."""

    history_keys: ClassVar[Mapping[str, SortKey]]
    wanted_keys: ClassVar[Mapping[str, SortKey]]
    history_table: ClassVar[str] = ""
    wanted_table: ClassVar[str] = ""
    """Tables whose columns the lists are sorted by, where another key is an error."""
    cutoff_key: ClassVar[str] = ""
    """What the list below the cutoff is sorted by, where that is not the first of its keys."""
    drawn_as: ClassVar[Mapping[str, str]] = {}
    """What is drawn for types of pictures that are not called as what they show."""

    @abstractmethod
    def cover_types(self, title: Obj) -> tuple[str, ...]:
        """Return the types of the pictures of a title."""

    @abstractmethod
    def picture_owner(self, title: Obj) -> str:
        """Return whose pictures those of a title are, as their source calls it."""

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

    def row_filter(self, call: HandlerRequest[StoreT]) -> Callable[[Row], bool] | None:
        """Return what a row of the history must be besides, None where the request asks for no more."""
        episode = call.number("episodeId")
        return (lambda row: row.episode_id == episode) if episode else None

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
        """Render a release of an interactive search with the app's decision on it.

        `details` are the app's own members.
        """
        facts, guid, number = offered.facts, offered.guid, offered.number
        profile, original = offered.title["qualityProfileId"], store.original_language(offered.title)
        scores = store.scored(facts, profile, original)
        age = 3 + number * 11
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
        }
        reasons = rejections(store, offered, record)
        record |= {"approved": not reasons, "temporarilyRejected": False, "rejected": bool(reasons)}
        record["rejections"] = reasons
        store.releases.keep(offered.title, record)
        return record

    def blocklist_record(self, call: HandlerRequest[StoreT], row: Obj) -> Obj:
        """Render a blocked release, always with its title."""
        store = call.store
        title = store.titles[row[store.spec.id_key]]
        facts = row | {"relativePath": row["sourceTitle"], "size": 0}
        formats = store.scored(facts, title["qualityProfileId"], store.original_language(title))
        record = row | {"customFormats": formats["customFormats"]}
        return record | {store.spec.noun: self.title_resource(call, title)}

    @abstractmethod
    def search_command(self, entry: Obj, episode_ids: list[int]) -> Obj:
        """Return the command that searches again for what a failed download was of."""

    def past_releases(self, store: StoreT, title: Obj, episode_id: int = 0) -> list[tuple[str, Obj]]:
        """Return name and facts of what was grabbed last for a title, which its indexer still has."""
        names: dict[str, Obj] = {}
        for row in reversed(store.history.rows):
            if (row.event, row.title_id, row.episode_id) == ("grabbed", title["id"], episode_id):
                names.setdefault(row.source_title, row.release | {"relativePath": f"{row.source_title}.mkv"})
        return list(names.items())[:_MOST_PAST]

    def episodes_of_release(self, store: StoreT, title: Obj, release: Obj) -> list[Obj]:
        """Return the episodes a release is of, where there are any."""
        return []
