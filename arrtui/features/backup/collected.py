"""What a backup knows of an instance before it asks, and what it has collected of the answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from arrtui.clients import AppStatus, Fetched, ListedItem, Odd, Skipped
from arrtui.core.domain import (
    EntityType,
    Episode,
    Health,
    MediaFile,
    RootFolder,
    Setting,
    SettingType,
    encode,
    record_key_of,
)
from arrtui.core.text import name_some
from arrtui.db.records import StoredEpisode
from arrtui.features.backup.packed import PackedRecords
from arrtui.features.backup.windows import DueTurn

CHILDREN = (EntityType.EPISODE, EntityType.FILE)
"""Types of record that belong to a title."""
Progress = Callable[[int, int, str], Awaitable[None]]
"""``(done, total, what is being done)``."""


@dataclass(frozen=True)
class StoredState:
    """The stored state of an instance that decides what to request."""

    fingerprints: Mapping[int, str] = field(default_factory=dict)
    """Item id → fingerprint when its files and episodes were last read."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Setting key → canonical JSON."""
    status: AppStatus | None = None
    """What the app said of itself."""
    short: Mapping[int, str] = field(default_factory=dict)
    """Titles that came with less than the list announced the last time → what they lacked."""
    full: bool = True
    """Ask for everything again."""
    all_settings: bool = True
    """Ask for the types of setting too that the app's descriptor has read daily."""
    episodes: Sequence[StoredEpisode] = ()
    """Of all series."""
    file_ids: Set[int] = frozenset()
    """Of all series."""
    turn: DueTurn | None = None
    """Files that are due to be read again although nothing shows a change of them."""


class Opening(NamedTuple):
    """The first answers of an instance."""

    status: AppStatus
    tags: Fetched[Setting]
    has_rules: bool
    """There may be auto-tagging rules."""


@dataclass
class Collected:
    """The answers of an instance, as canonical JSON by record key."""

    status: AppStatus
    health: list[Health] = field(default_factory=list)
    roots: list[RootFolder] = field(default_factory=list)
    listed: dict[int, ListedItem] = field(default_factory=dict)
    docs: dict[EntityType, dict[str, str]] = field(
        default_factory=lambda: {EntityType.ITEM: {}, EntityType.SETTING: {}}
    )
    """Titles and settings."""
    children: dict[EntityType, PackedRecords] = field(
        default_factory=lambda: {kind: PackedRecords() for kind in CHILDREN}
    )
    """Episodes and files."""
    asked_items: set[int] = field(default_factory=set)
    """Titles whose files and episodes were asked for."""
    read_items: set[int] = field(default_factory=set)
    """Titles whose files and episodes were read completely."""
    turn_items: set[int] = field(default_factory=set)
    """Other titles, some of whose files were read: what is stored of their other files stays."""
    kept: dict[EntityType, set[str]] = field(default_factory=lambda: {kind: set() for kind in EntityType})
    """Records whose answer was unreadable: what is stored of them stays."""
    keep_missing: set[EntityType] = field(default_factory=set)
    """Types with an unreadable record of unknown id: nothing of these may be taken as removed."""
    kept_settings: set[SettingType] = field(default_factory=set)
    """Types of setting that were not asked for, or that this version of the app does not offer: what is
    stored of them stays."""
    short: dict[int, str] = field(default_factory=dict)
    """Titles that came with less than the list announces → what they lack."""
    newly_short: list[str] = field(default_factory=list)
    """Names of those among them that did not lack the same the last time."""
    skipped_titles: int = 0
    """How many titles were unreadable."""
    warnings: list[str] = field(default_factory=list)

    @property
    def external_ids(self) -> dict[int, str]:
        """The external id of each listed title by the app's id."""
        return {item_id: listed.item.external_id for item_id, listed in self.listed.items()}

    def take(
        self, kind: EntityType, fetched: Fetched[Setting] | Fetched[Episode] | Fetched[MediaFile]
    ) -> None:
        """Keep the readable records of an answer and note the others."""
        for record in fetched.records:
            if isinstance(record, Setting):
                self.docs[kind][record_key_of(record).key] = encode(record)
            else:
                self.children[kind].add(record.item_id, str(record.id), encode(record))
        self.skip(kind, fetched.skipped)
        self.note_odd(kind, fetched.odd)

    def batches(self, kind: EntityType) -> Iterator[dict[str, str]]:
        """Yield all records of a type by key, those of a few titles at a time, each once."""
        if kind not in self.children:
            yield self.docs[kind]
            return
        seen: set[str] = set()
        for docs in self.children[kind].batches():
            yield {key: doc for key, doc in docs.items() if key not in seen}
            seen.update(docs)

    def skip(self, kind: EntityType, skipped: Sequence[Skipped]) -> None:
        """Skip unreadable records: warn of them, and never take them as removed."""
        if kind is EntityType.ITEM:
            self.skipped_titles += len(skipped)
        for record in skipped:
            subject = _subject(kind, record.key, record.name)
            self.warnings.append(f"{subject} was skipped, since {record.reason}; what is stored of it stays")
            if record.key is None:
                self.keep_missing.add(kind)
            else:
                self.kept[kind].add(record.key)

    def note_odd(self, kind: EntityType, odd: Sequence[Odd]) -> None:
        """Warn of records with facts that could not be read; records that lack the same share a warning."""
        names: dict[tuple[str, ...], list[str]] = {}
        for record in odd:
            names.setdefault(record.facts, []).append(_subject(kind, record.key, record.name))
        for facts, subjects in names.items():
            self.warnings.append(f"{name_some(facts)} could not be read of {name_some(subjects)}")

    def name_of(self, item_id: int) -> str:
        """Return what a person calls a listed title."""
        item = self.listed[item_id].item
        return f"{item.title!r} ({item.year})" if item.year else repr(item.title)

    def note_short(self, item_id: int, lacking: str, *, known: bool, believed: bool) -> None:
        """Note a title that came without what is ``lacking`` of it.

        ``known``: as it did the last time; ``believed``: it is taken as it came.
        """
        name = self.name_of(item_id)
        self.short[item_id] = lacking
        if not known:
            self.newly_short.append(name)
        outcome = "as before, and is taken as it is" if believed else "and is kept as stored"
        self.warnings.append(f"{name} came without {lacking} of what the app announces, {outcome}")

    def set_aside(self, item_ids: Iterable[int], settings: Iterable[str] = ()) -> None:
        """Leave titles, and settings by their keys, as they are stored, whatever came of them."""
        for key in settings:
            self.docs[EntityType.SETTING].pop(key, None)
            self.kept[EntityType.SETTING].add(key)
        for item_id in item_ids:
            self.listed.pop(item_id, None)
            self.docs[EntityType.ITEM].pop(str(item_id), None)
            self.kept[EntityType.ITEM].add(str(item_id))
            for packed in self.children.values():
                packed.discard(item_id)
            for titles in (self.asked_items, self.read_items, self.turn_items):
                titles.discard(item_id)

    def forget(self, item_ids: Iterable[int]) -> None:
        """Take titles as removed that were deleted after they were listed."""
        for item_id in item_ids:
            self.warnings.append(f"{self.name_of(item_id)} was deleted while the backup ran")
            del self.listed[item_id]
            self.docs[EntityType.ITEM].pop(str(item_id), None)
            self.kept[EntityType.ITEM].discard(str(item_id))
            self.asked_items.discard(item_id)


def _subject(kind: EntityType, key: str | None, name: str) -> str:
    """Return what a person calls a record: ``title 'Alien (1979)'``, ``file 12``."""
    word = "title" if kind is EntityType.ITEM else kind.value
    return f"{word} {name!r}" if name else f"{word} {key or 'of unknown id'}"
