"""What is known of title folders and trailers: facts only, since a status is computed from them.

A title is its instance and its external id, so that what the owner chose outlives a title that is removed
and added again. Paths below a title's folder are relative, with ``/`` between their parts. Names on disk are
as Python reads them: a byte that is no UTF-8 is a lone surrogate (``surrogateescape``).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from arrtui.core.structs import describe_structs


class RootState(StrEnum):
    """What became of looking for a root folder."""

    READY = "ready"
    UNMAPPED = "unmapped"
    """The path that the app gives means nothing on this machine and no mapping covers it."""
    NOT_MOUNTED = "not_mounted"
    """Nothing below it is read, written, or counted as missing."""


class TrailerKind(StrEnum):
    """What a video that calls itself a trailer is."""

    TRAILER = "trailer"
    BECOMES_FILM = "becomes_film"
    """A trailer whose name the app imports as the film or as an episode."""
    TOO_LONG = "too_long"
    """Large, and longer than any trailer, or of unknown length: counts as a film."""


class NoteKind(StrEnum):
    """What is remarkable about something in a title's folder."""

    LINK = "link"
    """A link to a folder: a deletion or a move by the app goes through it."""
    BROKEN_LINK = "broken_link"
    """A link to nothing, on which a move by the app stops half way."""
    UNREADABLE = "unreadable"
    ODD_NAME = "odd_name"
    """A name that is not UTF-8."""


class AttemptOutcome(StrEnum):
    """What came of trying a video."""

    DOWNLOADED = "downloaded"
    REJECTED = "rejected"
    """It is no trailer of the title."""
    FAILED = "failed"
    BEGUN = "begun"
    """Nothing yet: a part of it may lie in the title's folder, also of a process that was killed."""
    RECYCLED = "recycled"
    """Its owner threw it away: it is not taken for the title again."""


class VideoFile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A video in a title's folder."""

    relative_path: str
    size: int
    """Bytes."""
    mtime_ns: int


class FolderNote(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something in a title's folder of which the owner should know."""

    kind: NoteKind
    relative_path: str
    detail: str = ""
    """The target of a link, or why something cannot be read."""


class TitleFolder(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The folder of a title as it was read last."""

    external_id: str
    path: str
    """On this machine."""
    changes: dict[str, int] = msgspec.field(default_factory=dict)
    """Change time in nanoseconds of the folder (``""``) and of each folder below it."""
    videos: tuple[VideoFile, ...] = ()
    """Every video, films and trailers alike."""
    notes: tuple[FolderNote, ...] = ()
    error: str = ""
    """Why the folder could not be read; ``missing`` for one that is not there."""
    seen_at: float = 0.0
    """When the title was seen first, UTC seconds."""
    read_at: float = 0.0


class TrailerFile(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A video that is a trailer, or calls itself one."""

    external_id: str
    relative_path: str
    size: int
    mtime_ns: int
    kind: TrailerKind = TrailerKind.TRAILER
    season: int | None = None
    """None where it is of the title as a whole."""
    seconds: float | None = None
    """Its length; None where it was not measured."""


class MediaRoot(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A root folder of an instance as it was found last."""

    path: str
    """As the app gives it."""
    was_mount: bool = False
    """Whether it was a mount point of its own at some time."""
    accepted_at: float | None = None
    """When the owner said that it is right as it is."""
    accepted_folders: int | None = None
    """How many folders of titles were there then; None where nothing was accepted."""
    checked_at: float = 0.0
    state: RootState = RootState.READY
    reason: str = ""
    """A sentence; empty for one that is ready."""


class TrailerDownload(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A trailer that arrtui put beside a film."""

    id: int = 0
    """0 for one that is not stored yet."""
    external_id: str
    season: int | None = None
    source: str
    """Which source named it: ``choice``, ``app``, ``tmdb``, ``search``."""
    address: str
    """Of the video."""
    name: str = ""
    """The title of the video."""
    profile: str = ""
    height: int = 0
    """Lines of the picture."""
    relative_path: str
    size: int
    mtime_ns: int
    made_at: float
    film: str = ""
    """Relative path of the film that it stands beside; empty for none."""
    gone_at: float | None = None
    """When it was no longer there, whoever removed it."""


class TrailerAttempt(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One try to fetch a trailer."""

    external_id: str
    season: int | None = None
    at: float
    source: str = ""
    address: str = ""
    outcome: str
    """An :class:`AttemptOutcome`."""
    reason: str = ""
    """A sentence."""
    retry_after: float | None = None
    """UTC seconds until which the title waits; None for no wait."""


class TrailerChoice(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the owner decided for a title; it beats every rule."""

    external_id: str
    wanted: bool | None = None
    """None leaves it to the rule."""
    address: str = ""
    """The video that the owner picked."""
    profile: str = ""


class BatchEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A trailer that would be downloaded."""

    instance: str
    external_id: str
    season: int | None
    title: str
    year: int
    size: int
    """Bytes, estimated."""
    approved: bool = True
    """Whether the owner wants it; all are until somebody takes one out."""

    @property
    def name(self) -> str:
        """Title, year and season."""
        season = "" if self.season is None else f", season {self.season}"
        return f"{self.title} ({self.year}){season}" if self.year else f"{self.title}{season}"


class TrailerBatch(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Trailers to be reviewed before the first of them is downloaded."""

    id: int = 0
    """0 for one that is not stored yet."""
    made_at: float
    approved_at: float | None = None
    entries: tuple[BatchEntry, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all that are wanted, estimated."""
        return sum(entry.size for entry in self.entries if entry.approved)


class RecycledFile(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A file in the recycle bin, or one that was there."""

    id: int = 0
    """0 for one that is not stored yet."""
    kind: str
    """``trailer`` …"""
    instance: str
    title: str
    original_path: str
    bin_path: str
    size: int
    removed_at: float
    expires_at: float
    restored_at: float | None = None
    external_id: str = ""


describe_structs(__name__)
