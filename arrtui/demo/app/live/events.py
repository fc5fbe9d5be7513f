"""What happens in a store, as its listeners are told (the apps' `IEvent`s).

Rows are those of the store itself; a listener renders what it needs of them at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from arrtui.demo.http.wire import Obj


@dataclass(frozen=True)
class TitlesAdded:
    """One title was added, or several at once (`MovieAddedEvent`, `MoviesImportedEvent`)."""

    titles: list[Obj]


@dataclass(frozen=True)
class TitleRefreshed:
    """What the metadata host says of a title was written (`MovieUpdatedEvent`, `SeriesUpdatedEvent`)."""

    title: Obj
    is_new: bool
    add_options: Obj | None
    """How a new title was added, before its first refresh has used that up."""


@dataclass(frozen=True)
class TitleEdited:
    """A user changed a title (`MovieEditedEvent`, `SeriesEditedEvent`)."""

    title: Obj
    by_itself: bool = False
    """By its own PUT, which sends its answer to the feed too."""
    episodes_changed: bool = False
    """Whether flags of seasons were set, which their episodes follow."""


@dataclass(frozen=True)
class TitleDeleted:
    """A title is about to leave the library (`MoviesDeletedEvent`, `SeriesDeletedEvent`)."""

    title: Obj
    files_deleted: bool
    size: int
    """Bytes of its files."""


@dataclass(frozen=True)
class FilesRenamed:
    """Files of a title have new names (`MovieRenamedEvent`, `SeriesRenamedEvent`)."""

    title: Obj
    renames: list[tuple[Obj, str]]
    """Each file with its relative path before."""


@dataclass(frozen=True)
class FileAdded:
    """A scan took up a file (`MovieFileAddedEvent`, `EpisodeImportedEvent`)."""

    title: Obj
    file: Obj
    episodes: list[Obj] = field(default_factory=list)


@dataclass(frozen=True)
class FileImported:
    """A file has arrived from a download (`MovieFileImportedEvent`, `EpisodeImportedEvent`)."""

    title: Obj
    file: Obj
    arrived_as: Obj
    """The file with the name it had in the download, by which it is judged."""
    source: str
    """Its path there."""
    replaced: list[Obj]
    episodes: list[Obj] = field(default_factory=list)


@dataclass(frozen=True)
class ImportCompleted:
    """All that an import by hand named for a title has arrived (S `UntrackedDownloadCompletedEvent`)."""

    imports: list[FileImported]


@dataclass(frozen=True)
class ImportBlocked:
    """A download waits for its user (`ManualInteractionRequiredEvent`)."""

    title: Obj
    download: Obj
    """As the queue has it."""
    episodes: list[Obj] = field(default_factory=list)


@dataclass(frozen=True)
class FileDeleted:
    """A file has left the library (`MovieFileDeletedEvent`, `EpisodeFileDeletedEvent`)."""

    title: Obj
    file: Obj
    reason: str
    """`manual`, `missingFromDisk`, `upgrade` or `noLinkedEpisodes`."""
    episodes: list[Obj] = field(default_factory=list)


@dataclass(frozen=True)
class EpisodeEdited:
    """The flag of one episode was set by itself; of several at once nothing is told."""

    episode: Obj


@dataclass(frozen=True)
class ReleaseGrabbed:
    """A release was sent to a download client (`MovieGrabbedEvent`, `EpisodeGrabbedEvent`)."""

    title: Obj
    release: Obj
    """As `/release` lists it."""
    episodes: list[Obj] = field(default_factory=list)


@dataclass(frozen=True)
class TitleScanned:
    """The folder of a new title was scanned first, and its options used (L `ArtistAddCompletedEvent`)."""

    title: Obj


@dataclass(frozen=True)
class AlbumUpdated:
    """An album was added, edited or refreshed (L `AlbumUpdatedEvent`, `AlbumEditedEvent`)."""

    title: Obj
    album: Obj


@dataclass(frozen=True)
class AlbumDeleted:
    """An album is about to leave the library (L `AlbumDeletedEvent`)."""

    title: Obj
    album: Obj


@dataclass(frozen=True)
class AlbumImported:
    """The files of an album have arrived from a download (L `AlbumImportedEvent`)."""

    title: Obj
    album: Obj
    files: list[Obj]
    replaced: list[Obj]


@dataclass(frozen=True)
class FileRetagged:
    """The app has written into a file (L `TrackFileRetaggedEvent`)."""

    title: Obj
    file: Obj


@dataclass(frozen=True)
class CollectionChanged:
    """The app has made a collection, or deletes one (`CollectionAddedEvent`, `CollectionDeletedEvent`)."""

    collection: Obj
    action: str
    """`created` or `deleted`."""


@dataclass(frozen=True)
class ResourceChanged:
    """A row of a table of settings was written; without it only that something in the table was."""

    name: str
    action: str = "sync"
    """`created`, `updated`, `deleted` or `sync`."""
    resource: Obj | None = None


@dataclass(frozen=True)
class HealthTouched:
    """Something changed that the app checks its health after."""


@dataclass(frozen=True)
class HealthChanged:
    """A check of the health fails, or no longer (`HealthCheckFailedEvent`, `HealthCheckRestoredEvent`)."""

    row: Obj
    """As `/health` lists it, or did before."""
    is_restored: bool


@dataclass(frozen=True)
class QueueChanged:
    """The app has looked at its downloads, whether they changed or not."""


@dataclass(frozen=True)
class CommandChanged:
    """A command goes on or has ended (`CommandUpdatedEvent`, `CommandExecutedEvent`)."""

    command: Obj
    at: float
    """Seconds since 1970."""


@dataclass(frozen=True)
class TimePassed:
    """It is this moment; what was put off until then is due."""

    at: float
    """Seconds since 1970."""


Event = (
    TitlesAdded
    | TitleRefreshed
    | TitleEdited
    | TitleDeleted
    | FilesRenamed
    | FileAdded
    | FileImported
    | ImportCompleted
    | ImportBlocked
    | FileDeleted
    | EpisodeEdited
    | ReleaseGrabbed
    | TitleScanned
    | AlbumUpdated
    | AlbumDeleted
    | AlbumImported
    | FileRetagged
    | CollectionChanged
    | ResourceChanged
    | HealthTouched
    | HealthChanged
    | QueueChanged
    | CommandChanged
    | TimePassed
)
