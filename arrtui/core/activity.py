"""What an instance is doing now: rows for downloads, health, commands, releases and wanted titles."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from arrtui.core.structs import describe_structs


class ActivityKind(StrEnum):
    """What a row of the activity is about."""

    FAULT = "fault"
    """The instance could not be asked; its other rows are as old as its last answer."""
    HEALTH = "health"
    DOWNLOAD = "download"
    COMMAND = "command"
    RELEASE = "release"
    """A row of the history: grabbed, imported, failed, deleted …"""
    WANTED = "wanted"
    """How many titles or episodes are missing, or below the quality cutoff."""


READ = frozenset(ActivityKind) - {ActivityKind.FAULT}
"""What an app is asked for."""


class ActivityEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row of what an instance is doing."""

    kind: ActivityKind
    key: str
    """Unique within the instance and the kind, the same at the next reading."""
    state: str
    """In a word, as the app says it: ``downloading``, ``warning``, ``started``, ``grabbed``, ``missing``."""
    what: str = ""
    """The release, the command, the health check, or the number wanted."""
    note: str = ""
    """The app's own sentence, credentials redacted."""
    problem: bool = False
    """Whether somebody should look at it."""
    at: float | None = None
    """When it happened or was added, UTC seconds."""
    item_id: int = 0
    """The app's id of the movie or series; 0 where it knows none."""
    episode_id: int = 0
    quality: str = ""
    score: int | None = None
    """Of a download by today's profile, of a release as it was then."""
    size: int = 0
    """Bytes of a download."""
    left: int = 0
    """Bytes of a download that are to come."""
    seconds_left: float | None = None
    """Of a download, by its client's estimate."""
    count: int = 0
    """Of ``WANTED`` rows."""
    address: str = ""
    """A page that explains it."""


describe_structs(__name__)
