"""Plans as data: entries with what is now and what would be, what was left out, and the sides compared.

Everything an entry says of an instance is said by name. Ids of one instance mean nothing on another, so they
are looked up on the instance that is written, right before it is written.

The fields of a title in ``now`` and ``after``, all of them plain JSON values:

======================== ==================================================================
``monitored``            bool
``quality_profile``      name, as those of the other :data:`.TITLE_PROFILES`
``root_folder``          path of a registered root folder
``path``                 folder of the title
``tags``                 sorted list of labels
``minimum_availability`` as the app writes it
``series_type``          as the app writes it
``monitor_new_items``    as the app writes it
``season_folder``        bool
``seasons``              season number as text → monitored
``episodes``             ``SEASONxNUMBER``, of an album its external id → monitored
``files``                path below the title's folder → facts of the file (:mod:`.file_facts`)
======================== ==================================================================

Those of a file that is renamed on this machine: ``folder`` of the title, ``file`` below it, and ``size`` and
``mtime_ns``, by which it is known again. Those of a download: ``release``, ``episodes`` (how many it is of)
and ``remove_from_client``; of a blocked release ``release``; of one that is grabbed also ``indexer``,
``score`` and ``rejections``, the app's sentences that were overridden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from arrtui.core.albums import Album
from arrtui.core.apps import QUALITY, Kind
from arrtui.core.domain import EntityType, Item, MediaFile, RootFolder, Setting, Volatile
from arrtui.core.structs import describe_structs

Fields = dict[str, Any]
"""Field name → plain JSON value."""
FORCE_SAVE = "force_save"
"""The edit of an entry on a provider that has the app save it although its test fails."""
States = Mapping[EntityType, Mapping[str, str]]
"""Canonical JSON of an instance's records by type and key."""


class PlanKind(StrEnum):
    """What a plan is for."""

    SYNC = "sync"
    COPY = "copy"
    RESTORE = "restore"
    UNDO = "undo"
    ACTION = "action"
    """What was asked for in the Library; applied as soon as it was confirmed."""
    FILES = "files"
    """Names of files that are no good; only what was approved by hand is renamed."""
    TWIN = "twin"
    """Of some titles of a pair that were touched; what it adds and updates may be applied unasked."""
    SETTINGS = "settings"
    """Brings the settings of an instance in line with a source; its pair is the name of the sync."""


class PlanState(StrEnum):
    """Where a plan is in its life."""

    OPEN = "open"
    APPLYING = "applying"
    APPLIED = "applied"
    """An apply has run to its end; entries left undecided can still be applied."""
    SUPERSEDED = "superseded"
    """A later plan took its place before an apply had run to its end; what it wrote can be undone."""
    UNDONE = "undone"
    """A plan that undid it was applied."""
    DISCARDED = "discarded"
    """Somebody put it away before anything of it was written."""


OVER = frozenset({PlanState.SUPERSEDED, PlanState.UNDONE, PlanState.DISCARDED})
"""States of plans that nothing more is written of."""


class Op(StrEnum):
    """What an entry does to the instance it is about."""

    ADD = "add"
    UPDATE = "update"
    REMOVE = "remove"

    @property
    def sign(self) -> str:
        """The glyph of an entry of this kind."""
        return {"add": "+", "update": "~", "remove": "-"}[self.value]


class EntrySubject(StrEnum):
    """What an entry is about."""

    ITEM = "item"
    SETTING = "setting"
    EXCLUSION = "exclusion"
    FILE = "file"
    """A file in a title's folder, on this machine."""
    DOWNLOAD = "download"
    """A download in the app's queue; removed, its release is blocked."""
    BLOCKED = "blocked release"
    """A row of the app's blocklist."""
    REPAIR = "repair"
    """A setting that the app cannot read, by its id, which keeps it from reading the whole list."""
    ALBUM = "album"
    """An album of an artist, by its external id; added, it is let in again and comes back with a refresh."""
    RELEASE = "release"
    """What an indexer has; added, the app grabs it."""


class Decision(StrEnum):
    """What was decided on an entry."""

    UNDECIDED = "undecided"
    APPROVED = "approved"
    REJECTED = "rejected"


class EntryOutcome(StrEnum):
    """What an apply made of an entry."""

    NONE = ""
    """Not applied yet."""
    DONE = "done"
    FAILED = "failed"
    CONFLICTED = "conflicted"
    """The instance had changed since the plan; nothing was written."""
    SKIPPED = "skipped"
    """Nothing was left to do: it is as wanted already."""
    BUSY = "busy"
    """The app was refreshing it for too long; nothing was written that the refresh would overwrite."""
    CHANGED_BACK = "changed_back"
    """It was written, and the app has changed it back since."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a plan."""

    key: str
    """Unique in its plan and the same in the next plan of the same pair: ``INSTANCE/SUBJECT/IDENT``."""
    instance: str
    """The instance that is written."""
    op: Op
    subject: EntrySubject = EntrySubject.ITEM
    ident: str = ""
    """External id of an item, album or exclusion; ``TYPE/NAME`` of a setting, ``TYPE/ID`` of a repair; path
    of a file; the client's id of a download; the app's of a blocked release; the name of a release."""
    item_id: int = 0
    """Id on the instance written, of an album that of its artist; 0 where it is not there yet."""
    parent: str = ""
    """External id of the artist of an album."""
    title: str = ""
    year: int = 0
    reason: str = ""
    """Why it is in the plan, as a sentence."""
    now: Fields = {}
    """What the instance has of the fields concerned; of a removal everything that can be written again."""
    after: Fields = {}
    """What it will have; empty for a removal."""
    search: bool = False
    """Whether the app is to search once it is added."""
    move_files: bool = False
    """Whether the app moves the files when the root folder changes."""
    folder: str = ""
    """What the folder will be called in the root folder it moves to; empty where only the app knows."""
    exclude: bool = False
    """Whether a removal also puts the title on the instance's exclusion list."""
    warnings: tuple[str, ...] = ()
    files: int = 0
    """Files that the instance has of it."""
    size: int = 0
    """Bytes of these files."""
    source_mark: int = 0
    """Checksum of what the source had of it when it was planned; 0 where it had nothing."""
    target_mark: int = 0
    """The same of the instance that is written."""
    qualities: Mapping[int, str] = {}
    """What the ids of a quality profile's cutoff in ``now`` and ``after`` stand for."""
    children: Mapping[str, str] = {}
    """What the albums in ``now`` and ``after`` are called, by their keys."""
    undoes_addition: bool = False
    """A removal of what a plan had added, so that nothing is lost which nobody can bring back."""
    costs: int = 0
    """Albums of titles that stay which the next refresh deletes because of it."""
    by_hand: bool = False
    """It counts only when it was decided by itself, and is stored undecided: it is over a limit, removes what
    has gained since, or would lie in the folder of another title."""

    @property
    def external_id(self) -> str:
        """The external id of an item or exclusion, empty for anything else."""
        return self.ident if self.subject in (EntrySubject.ITEM, EntrySubject.EXCLUSION) else ""


def entry_key(instance: str, subject: EntrySubject, ident: str) -> str:
    """Return the key of an entry."""
    return f"{instance}/{subject.value}/{ident}"


class Why(StrEnum):
    """Why a title is not in a plan."""

    SAME = "same"
    FILTERED = "filtered"
    EXCLUDED = "excluded"
    """It is on the exclusion list of the instance that would be written."""
    UNMATCHED = "unmatched"
    """It has no external id, or shares one with another title of its instance."""
    KEPT = "kept"
    """Only the target has it, and it stays."""


class LeftOut(msgspec.Struct, frozen=True, array_like=True):
    """A title that a plan leaves alone, and why."""

    why: Why
    instance: str
    """The instance that has it."""
    ident: str
    """External id, empty where it has none."""
    title: str
    year: int
    reason: str
    """As a sentence; names the rule that left it out."""


class PlanDraft(msgspec.Struct, kw_only=True):
    """A plan that is not stored yet. Planning fills the first five fields, its caller the others."""

    entries: list[Entry] = []
    left_out: list[LeftOut] = []
    notes: tuple[str, ...] = ()
    """Sentences about the whole: guards that held removals back, duplicates, what cannot be restored."""
    locked: str = ""
    """The limit that is exceeded, as a sentence; empty when none is."""
    held_back: int = 0
    """Removals that were not planned because the source cannot be trusted."""
    kind: PlanKind = PlanKind.SYNC
    pair: str = ""
    source: str = ""
    target: str = ""
    mode: str = ""
    snapshots: dict[str, int] = {}
    undoes: int | None = None
    decision: Decision = Decision.UNDECIDED
    """What every entry is stored with."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many entries of each kind a plan has, and how many titles it leaves alone."""

    add: int = 0
    update: int = 0
    remove: int = 0
    same: int = 0
    filtered: int = 0
    excluded: int = 0
    warnings: int = 0
    """Entries with a warning."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A stored plan without its entries. Times are UTC seconds since the epoch."""

    id: int
    kind: PlanKind
    pair: str = ""
    """Name of the pair; empty where there is none."""
    source: str = ""
    """``radarr.main``, ``radarr.main@2026-11-01``, ``plan 7``."""
    target: str = ""
    """The instance written; several with commas."""
    mode: str = ""
    state: PlanState = PlanState.OPEN
    created_at: float = 0.0
    applied_at: float | None = None
    """When the last apply ended."""
    undoes: int | None = None
    """The plan that this one undoes."""
    snapshots: dict[str, int] = {}
    """Instance → the snapshot it was compared at."""
    counts: Counts = Counts()
    outcomes: dict[str, int] = {}
    """Outcome → entries, after an apply."""
    locked: str = ""
    notes: tuple[str, ...] = ()


class PlannedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it is stored: with its place, its decision and what became of it."""

    position: int
    entry: Entry
    decision: Decision = Decision.UNDECIDED
    by_hand: bool = False
    """Whether it was decided by itself, not with others."""
    edits: Fields = {}
    """What was changed of ``after`` before applying."""
    outcome: EntryOutcome = EntryOutcome.NONE
    message: str = ""
    """The app's own words, or why nothing was written."""

    @property
    def after(self) -> Fields:
        """What the instance will have, edits included."""
        return {**self.entry.after, **self.edits}


@dataclass(frozen=True, slots=True)
class SideTitle:
    """A title of one side, its ids replaced by names."""

    item: Item
    profiles: Mapping[str, str]
    """Field of :data:`.TITLE_PROFILES` → name; empty where the profile is unknown."""
    tags: tuple[str, ...] = ()
    """Labels, sorted; those that rules own are among them."""
    files: int = 0
    size: int = 0
    """Bytes."""
    volatile: Volatile | None = None
    """None where it is not known, as in an old snapshot."""

    @property
    def profile(self) -> str:
        """Name of its quality profile; empty where the profile is unknown."""
        return self.profiles.get(QUALITY.name, "")


class Bystander(NamedTuple):
    """A title that a narrowed side is not about, of which only its folder matters."""

    external_id: str
    title: str
    year: int
    path: str


@dataclass(frozen=True)
class Side:
    """One instance as it is stored, or as it was in a snapshot; narrowed, only some of its titles."""

    instance: str
    kind: Kind
    label: str
    """What people call it: ``radarr.main``, ``radarr.main@2026-11-01``."""
    snapshot: int
    titles: tuple[SideTitle, ...] = ()
    bystanders: tuple[Bystander, ...] = ()
    """The other titles of a narrowed side."""
    profiles: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    """Field of :data:`.TITLE_PROFILES` → the names of its profiles by their ids."""
    tags: Mapping[int, str] = field(default_factory=dict)
    rule_tags: frozenset[str] = frozenset()
    """Labels that the app's auto-tagging rules own."""
    roots: tuple[RootFolder, ...] = ()
    exclusions: Mapping[str, str] = field(default_factory=dict)
    """External id → title."""
    settings: tuple[Setting, ...] = ()
    version: str = ""
    """Of the app, as it was seen last."""
    trouble: str = ""
    """Why nothing may be removed because it is missing here, as a sentence; empty for a sound side."""
    notes: tuple[str, ...] = ()
    """What each plan after it says of it, as sentences."""
    caution: str = ""
    """Why each entry of a plan after it is decided by itself, as a sentence; empty where that need not be."""
    unusable: frozenset[tuple[str, str]] = frozenset()
    """Type and name of settings that a guide has and that cannot be used; an empty type may be any."""
    episodes: Mapping[int, Mapping[str, bool]] = field(default_factory=dict)
    """Item id → key of the episode or album → monitored; filled only where it was asked for."""
    albums: Mapping[int, tuple[Album, ...]] = field(default_factory=dict)
    """Item id → its albums; filled together with ``episodes``."""
    media: Mapping[int, tuple[MediaFile, ...]] = field(default_factory=dict)
    """Item id → its files; filled only where it was asked for."""
    history: Mapping[int, int] = field(default_factory=dict)
    """Item id → rows of its history; filled only for titles that an undo would remove."""

    def profile_names(self, kind: str) -> list[str]:
        """Return the names of the profiles of one kind."""
        return list(self.profiles.get(kind, {}).values())

    @property
    def library_size(self) -> int:
        """How many titles the instance has."""
        return len(self.titles) + len(self.bystanders)


describe_structs(__name__)
