"""Chains as data: what was grabbed for a file, what became of it, and of what kind that is.

Scores are ``customFormatScore``. Kinds are told by the app's own decisions: of ``releaseSource`` only
``InteractiveSearch`` was chosen by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from arrtui.core.queued import QueuedDownload
from arrtui.db.chain_rows import ChainRow


class ChainKind(StrEnum):
    """What a chain is, the first one that holds."""

    REPACK_CHURN = "repack_churn"
    """The file was replaced again and again by another revision of the same quality."""
    SEE_SAW = "see_saw"
    """A release came back that another one had replaced."""
    LOOP = "loop"
    """The release on disk, or an equal one, was grabbed again, since its file scores lower than it."""
    GRAB_WITHOUT_IMPORT = "grab_without_import"
    """The app refused to import what it had grabbed."""
    FALSE_UPGRADE = "false_upgrade"
    """A file was replaced by one of no better quality and no higher score."""
    DRIFT = "drift"
    """A file scores other than the release it came from, harmless so far."""
    NONE = "none"


class Outcome(StrEnum):
    """What became of a grab."""

    IMPORTED = "imported"
    FAILED = "failed"
    IGNORED = "ignored"
    REFUSED = "refused"
    """A row of the queue says that the app did not import it, and why."""
    OPEN = "open"
    """A row of the queue says that it is on its way."""
    UNKNOWN = "unknown"


@dataclass(slots=True, eq=False)
class Attempt:
    """A release that was grabbed for a movie, an episode or the episodes of one file."""

    row: ChainRow
    by_person: bool
    """Whether a person chose it, or may have: until the app's history tells."""
    in_place: FileLife | None
    """The file that was there when it was grabbed; None for none, or one that came by no row."""
    outcome: Outcome = Outcome.UNKNOWN
    queued: QueuedDownload | None = None
    """How it stood in the queue last; None where it was never seen there."""
    file: FileLife | None = None
    """What was imported of it."""

    @property
    def wasted(self) -> int:
        """The bytes of it: of its one file, else as its client says, else as its indexer did."""
        if self.file is not None and self.file.row.size is not None and not self.file.is_first_of_many:
            return self.file.row.size
        return self.queued.size if self.queued is not None else self.row.size or 0


@dataclass(slots=True, eq=False)
class FileLife:
    """A file from its import to its end."""

    row: ChainRow
    """Its import."""
    attempt: Attempt | None
    """What was grabbed of it; None for an import by hand."""
    file_id: int
    """The app's id; 0 where the row has none."""
    replaced: FileLife | None = None
    """The file that went because this one came, where its import is known."""
    gone: ChainRow | None = None
    """The row of its deletion."""
    path: str = ""
    """Where its import put it; empty where no row tells."""
    path_now: str = ""
    """Where it lies, or lay last."""
    renames: tuple[ChainRow, ...] = ()
    """The rows of its later renames, the oldest first."""
    is_scanned: bool = False
    """A scan of the disk found it: ``row`` is its first rename, since no row tells how it came."""
    is_first_of_many: bool = False
    """Others came with it: it is the first file of an album, by which the app decides."""


@dataclass(slots=True, eq=False)
class Chain:
    """What happened to the file of one movie, one episode, or several episodes that share their files."""

    item_id: int
    external_id: str
    episode_ids: tuple[int, ...]
    """The app's ids; empty for a movie."""
    attempts: list[Attempt]
    files: list[FileLife]
    last: ChainRow
    """Its newest row."""
    kind: ChainKind = ChainKind.NONE
    wasted: tuple[Attempt, ...] = ()
    """The grabs that brought nothing."""
    untold: str = ""
    """Why it cannot be told whether it is of a worse kind, as a clause; empty where it can."""

    def with_wasted(self, wasted: Iterable[Attempt]) -> Chain:
        """Return the chain with other grabs that brought nothing."""
        subject = self.item_id, self.external_id, self.episode_ids
        return Chain(*subject, self.attempts, self.files, self.last, self.kind, tuple(wasted), self.untold)

    @property
    def is_plain(self) -> bool:
        """Whether something was grabbed once at most and replaced nothing: most chains are so."""
        if len(self.attempts) != 1:
            return not self.attempts
        (grab,) = self.attempts
        return grab.queued is None and (grab.file is None or grab.file.replaced is None)


class Known(NamedTuple):
    """The score of a file after it was renamed."""

    score: int | None
    """None where it cannot be told."""
    computed: bool = False
    """By the matcher; else the app said it."""
    why: str = ""
    """Why it cannot be told, as a clause."""


class StepKind(StrEnum):
    """The stations of a release in a chain."""

    GRAB = "grab"
    IMPORT = "import"
    RENAME = "rename"
    DELETION = "deletion"
    NOW = "now"


SETTINGS = "settings"
"""What a format was read from that a change of formats or scores gave or took."""


class FormatChange(NamedTuple):
    """A format that a step gained or lost against the one before it."""

    name: str
    gained: bool
    score: int
    """What it counts by the profile."""
    field: str
    """The fact that differs: ``size``, ``languages``, ``titles``, ``file_name`` …; empty where several do."""


@dataclass(frozen=True, kw_only=True)
class ChainStep:
    """One station of a chain."""

    kind: StepKind
    date: str
    title: str
    """The release, or the base name of the file."""
    quality: str
    score: int | None
    formats: tuple[str, ...] | None
    """Names; None where they cannot be told."""
    computed: bool = False
    """Whether the score is the matcher's."""
    changes: tuple[FormatChange, ...] = ()
    why: str = ""
    """Why the score or the formats cannot be told, as a clause."""
    outcome: str = ""
    """Of a grab."""


class Waste(NamedTuple):
    """Grabs that brought nothing, and their bytes."""

    grabs: int = 0
    size: int = 0


@dataclass(frozen=True)
class LoopReport:
    """The chains of one instance."""

    instance: str
    chains: Sequence[Chain]
    titles: Mapping[int, str] = field(default_factory=dict)
    """Item id → title with its year."""
    episodes: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Episode id → season and number."""
    profiles: Mapping[int, str] = field(default_factory=dict)
    """Item id → name of its profile."""
    albums: Mapping[int, str] = field(default_factory=dict)
    """Album id → title, where an app has albums."""

    def of_kind(self, kind: ChainKind) -> list[Chain]:
        """Return the chains of a kind."""
        return [chain for chain in self.chains if chain.kind is kind]

    def subject_of(self, chain: Chain) -> str:
        """Return what a person calls a movie, or the series of a chain: ``Title (1999)``."""
        return self.titles.get(chain.item_id) or f"title {chain.item_id}"
