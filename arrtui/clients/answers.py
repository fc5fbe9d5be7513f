"""What the clients hand back besides the domain's own records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from arrtui.core.domain import Episode, Item, MediaFile, ReleaseEvent, Volatile, child_key
from arrtui.core.queued import QueuedDownload

T = TypeVar("T")


@dataclass(frozen=True)
class Skipped:
    """One element of a list that could not be understood and was left out."""

    key: str | None
    """The element's id, where it is readable."""
    reason: str
    """What is wrong with it, free of values."""
    name: str = ""
    """What a person calls it, where that is readable."""


class Odd(NamedTuple):
    """An element that is among the records although some of its facts could not be read."""

    key: str | None
    """The element's id, where it has one."""
    name: str
    """What a person calls it, empty where it has no name."""
    facts: tuple[str, ...]
    """What has its default or lost a part, in words: ``runtime``, ``original language``."""


class NewName(NamedTuple):
    """The name that a file would get."""

    item_id: int
    file_id: int
    new_path: str
    """Relative to the title's folder."""


@dataclass(frozen=True)
class Fetched(Generic[T]):
    """A decoded list, what had to be left out of it, and what is not complete in it."""

    records: list[T]
    skipped: list[Skipped]
    odd: list[Odd] = field(default_factory=list)


@dataclass(frozen=True)
class ListedItem:
    """A movie or a series of the library list, with what the list says of its files."""

    item: Item
    volatile: Volatile
    files: int
    """Files on disk."""
    episodes: int
    """Aired or downloaded episodes of a series that are monitored; 0 for a movie."""
    total_episodes: int
    """All episodes of a series, specials included; 0 for a movie."""
    size: int
    """Bytes on disk."""
    fingerprint: str
    """Equal to the one stored: files and episodes need not be fetched again."""


@dataclass(frozen=True)
class ListedLibrary:
    """All titles of an app, with their children where its list has them."""

    titles: Fetched[ListedItem]
    children: Fetched[Episode] | None = None
    """None where they have to be read by themselves."""


@dataclass(frozen=True)
class Delivery:
    """What came of a title's episodes and files."""

    episodes: int = 0
    named_files: Sequence[int] = ()
    """The file of each episode that has one."""
    files: Collection[int] = ()
    """Ids."""
    skipped_episodes: Sequence[Skipped] = ()
    skipped_files: Sequence[Skipped] = ()


@dataclass(frozen=True)
class AppStatus:
    """What an app says of itself in ``/system/status``."""

    app_name: str
    version: str
    instance_name: str
    url_base: str
    branch: str
    database_type: str
    os: str
    is_docker: bool
    start_time: str
    latency: float
    """Seconds from sending the request to the head of the answer."""
    date: float | None = None
    """The time of the answer by the clock of the app's host (UTC seconds), from the ``Date`` header."""
    warnings: tuple[str, ...] = ()
    """Sentences on what works less well than it could."""


@dataclass(frozen=True)
class HistoryPage:
    """One page of an app's history."""

    total: int
    """Rows in the whole history at the time of asking."""
    fetched: Fetched[ReleaseEvent]


class AiredEpisode(NamedTuple):
    """An episode of the calendar."""

    episode: Episode
    file: MediaFile | None
    """With formats and score; None without one, and where files were not asked for."""


class DescribedEpisode(NamedTuple):
    """What an app tells of an episode or an album that a backup does not store."""

    season: int
    number: int
    overview: str
    air_date: str
    """``2024-05-01`` where it is broadcast, empty while unknown."""
    still: str
    """Address of a frame of it, or of its cover, at the source; empty for none."""
    id: int = 0
    """Of an album, as what follows."""
    external_id: str = ""
    disc: str = ""
    """Address of a picture of its disc at the source, empty for none."""
    genres: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """Those of the monitored release."""
    rating: float = 0.0
    """0 to 10."""
    votes: int = 0

    @property
    def key(self) -> str:
        """What names it within its title."""
        return child_key(self.season, self.number, self.external_id)


class RemoteTitle(NamedTuple):
    """A movie or series as the app has it right now."""

    item: Item
    raw: dict[str, Any]
    """All that the app sent, to be changed and sent back."""
    files: int
    """Files on disk."""
    size: int
    """Bytes on disk."""


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """A release in an app's queue."""

    id: int
    release: str
    """Its name at the download client."""
    item_id: int
    """0 where the app knows no title for it."""
    episode_id: int
    status: str
    """At the client: ``queued``, ``paused``, ``downloading``, ``completed``, ``failed``, ``warning`` …"""
    import_state: str
    """``downloading``, ``importPending``, ``importBlocked``, ``importing``, ``imported``, ``failed`` …"""
    troubled: bool
    """Whether the app or the client reports a warning or an error."""
    note: str
    """Their sentences."""
    quality: str
    score: int | None
    """By the profile of now and the client's size."""
    size: int
    """Bytes."""
    left: int
    """Bytes that are to come."""
    seconds_left: float | None
    added: str
    """UTC as ISO 8601."""
    client: str
    indexer: str
    download_id: str
    tracked_status: str = ""
    """The app's word: ``ok``, ``warning`` or ``error``."""
    messages: tuple[str, ...] = ()
    """The sentences of ``note``, one by one."""

    def seen_at(self, now: float) -> QueuedDownload:
        """Return it as it stands at ``now`` (UTC seconds)."""
        return QueuedDownload(
            self.download_id or f"#{self.id}",
            self.episode_id,
            self.item_id,
            self.release,
            self.status,
            self.tracked_status,
            self.import_state,
            self.messages,
            self.size,
            self.left,
            now,
            now,
        )


_UNFINISHED = frozenset({"queued", "started"})


class AppCommand(msgspec.Struct, frozen=True, kw_only=True):
    """Work that an app does on request, and how it stands."""

    id: int
    name: str
    """As the app writes it: ``RefreshMovie``."""
    status: str
    """``queued``, ``started``, ``completed``, ``failed``, ``aborted``, ``cancelled`` or ``orphaned``."""
    result: str = ""
    """``unknown``, ``successful`` or ``unsuccessful``."""
    message: str = ""
    """The app's own words; of a failed one why it failed."""
    body: dict[str, Any] = {}
    """What it was asked with: ``movieIds``, ``seriesIds`` and the like."""
    since: str = ""
    """When it ended, began or was queued, UTC as ISO 8601: the last of them that has happened."""

    @property
    def finished(self) -> bool:
        """Return whether nothing more will come of it."""
        return self.status not in _UNFINISHED

    @property
    def failed(self) -> bool:
        """Return whether it has ended without doing what it was for."""
        return self.finished and (self.status != "completed" or self.result == "unsuccessful")
