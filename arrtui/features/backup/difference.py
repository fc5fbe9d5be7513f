"""What a set of answers means for what is stored: the changes, the guards, the new digest. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from arrtui.core.domain import Change, ChangeKind, EntityType, SettingType
from arrtui.db.journal import OwnRemovals
from arrtui.features.backup.changes import compare
from arrtui.features.backup.collected import Collected
from arrtui.features.backup.digest import EMPTY, moved_digest
from arrtui.features.backup.plausible import check_shrink, own_losses, resemblance_of


@dataclass(frozen=True)
class StoredRecords:
    """What is stored, read as it is needed."""

    keys: Callable[[EntityType], Set[str]]
    """Return the keys of all titles or settings, or of the episodes or files of titles that were read or are
    gone."""
    docs: Callable[[EntityType, Set[str]], Mapping[str, str]]
    """Return the canonical JSON of records of a type that have one of some keys, by key."""


@dataclass
class AcceptedChanges:
    """What an accepted answer changes."""

    baseline: bool
    """Nothing was stored before: there is nothing to compare with, and so no changes."""
    changes: list[Change] = field(default_factory=list)
    upserts: dict[EntityType, dict[str, str]] = field(default_factory=dict)
    """Canonical JSON of every record that differs, by key."""
    digest: str = EMPTY

    def count(self, kind: ChangeKind, of: EntityType | None = None) -> int:
        """Return how many records were added, changed or removed, of one type or of all."""
        return sum(1 for change in self.changes if change.kind is kind and of in (None, change.type))

    def to_store(self, kind: EntityType, collected: Collected) -> Iterator[str]:
        """Yield the canonical JSON of the records of a type that are new or differ."""
        for docs in collected.batches(kind) if self.baseline else [self.upserts[kind]]:
            yield from docs.values()


def first_difference(collected: Collected) -> AcceptedChanges:
    """Return the difference to an empty store: all that was collected is stored, nothing counts as added."""
    come = (
        (kind, key, doc)
        for kind in EntityType
        for docs in collected.batches(kind)
        for key, doc in docs.items()
    )
    return AcceptedChanges(baseline=True, digest=moved_digest(EMPTY, (), come))


def gone_items(collected: Collected, stored_items: Iterable[str]) -> set[str]:
    """Return the keys of stored titles the instance no longer has."""
    if EntityType.ITEM in collected.keep_missing:
        return set()
    return set(stored_items) - collected.docs[EntityType.ITEM].keys() - collected.kept[EntityType.ITEM]


def difference(collected: Collected, stored: StoredRecords, digest: str) -> AcceptedChanges:
    """Compare answers with what is stored, the records of a few titles at a time.

    ``digest`` is that of the whole stored state.
    """
    result = AcceptedChanges(baseline=False)
    removed: list[tuple[EntityType, str, str]] = []
    added: list[tuple[EntityType, str, str]] = []
    for kind in EntityType:
        missing = set(stored.keys(kind))
        upserts = result.upserts.setdefault(kind, {})
        for new in collected.batches(kind):
            old = stored.docs(kind, new.keys())
            changes = compare(kind, old, new, kept=old.keys())
            result.changes += changes
            upserts |= {change.key: new[change.key] for change in changes}
            removed += ((kind, change.key, old[change.key]) for change in changes if change.key in old)
            missing -= new.keys()
        gone = stored.docs(kind, _not_kept(collected, kind, missing))
        result.changes += compare(kind, gone, {})
        removed += ((kind, key, doc) for key, doc in gone.items())
        added += ((kind, key, doc) for key, doc in upserts.items())
    result.digest = moved_digest(digest, removed, added)
    return result


def _not_kept(collected: Collected, kind: EntityType, missing: Set[str]) -> set[str]:
    """Return the keys that are taken as removed, of those that did not come."""
    if kind in collected.keep_missing:
        return set()
    unasked = tuple(f"{setting.value}/" for setting in collected.kept_settings)
    is_setting = kind is EntityType.SETTING
    return {key for key in missing - collected.kept[kind] if not (is_setting and key.startswith(unasked))}


def check_plausible(
    collected: Collected,
    change: AcceptedChanges,
    stored_counts: Mapping[EntityType, int],
    *,
    instance: str,
    limit: int,
    elsewhere: Callable[[], Mapping[str, Set[str]]],
    own_removals: Callable[[], OwnRemovals],
) -> None:
    """Raise :class:`ImplausibleAnswerError` where believing the answer would lose too much at once.

    Titles count as lost when their external id is gone: the app may have been set up anew under other ids,
    and another library has titles under the ids of ours. Episodes and files count by how many fewer there are
    (an upgrade replaces a file by another). ``elsewhere`` returns the external ids that other instances have,
    ``own_removals`` what arrtui has removed itself since all were read: neither it nor the episodes and
    files of its titles count, as if they had never been stored.
    """
    present = {listed.item.external_id for listed in collected.listed.values()} - {""}
    lost = [row for row in change.changes if _loses_title(row, present)]
    removals = own_removals() if lost or any(map(_loses_setting, change.changes)) else OwnRemovals()
    ours = own_losses(lost, removals.titles)
    lost_titles = len(lost) - len(ours)
    check_shrink(
        instance,
        EntityType.ITEM,
        stored=stored_counts[EntityType.ITEM] - len(ours),
        removed=lost_titles,
        limit_percent=limit,
        resemblance=lambda: resemblance_of(present, lost_titles, elsewhere()),
    )
    for kind in (EntityType.EPISODE, EntityType.FILE):
        removed = [row for row in change.changes if row.type is kind and row.kind is ChangeKind.REMOVED]
        of_ours = sum(row.item_id in ours for row in removed)
        fewer = len(removed) - of_ours - change.count(ChangeKind.ADDED, kind)
        stored = stored_counts[kind] - of_ours
        check_shrink(instance, kind, stored=stored, removed=max(0, fewer), limit_percent=limit)
    for setting, (stored, removed_settings) in _setting_losses(
        change.changes, collected, removals.settings
    ).items():
        word = f"{setting.value.replace('_', ' ')}s"
        check_shrink(
            instance,
            EntityType.SETTING,
            stored=stored,
            removed=removed_settings,
            limit_percent=limit,
            word=word,
        )


def _loses_title(change: Change, present: Set[str]) -> bool:
    """Return whether a stored title is gone, or another one is there under its id."""
    before = change.before or {}
    if change.type is not EntityType.ITEM or change.kind is ChangeKind.ADDED:
        return False
    if change.kind is ChangeKind.CHANGED and "external_id" not in before:
        return False
    return before.get("external_id", "") not in present


def _loses_setting(change: Change) -> bool:
    return change.type is EntityType.SETTING and change.kind is ChangeKind.REMOVED


def _setting_losses(
    changes: Iterable[Change], collected: Collected, own_removals: Set[str]
) -> dict[SettingType, tuple[int, int]]:
    """Return, per type of setting that lost some, how many were stored and how many are gone.

    Those whose keys are among ``own_removals`` count as if they had never been stored.
    A collection without a title is no loss: Radarr deletes it with its last movie
    (``MovieCollectionService``), or at a later clean-up.
    """
    removed, added = Counter[str](), Counter[str]()
    collections = {listed.item.collection_id for listed in collected.listed.values()}
    for change in changes:
        is_own = _loses_setting(change) and change.key in own_removals
        if is_own or _is_empty_collection(change, collections):
            continue
        if change.type is EntityType.SETTING and change.kind is not ChangeKind.CHANGED:
            counter = removed if change.kind is ChangeKind.REMOVED else added
            counter[change.key.partition("/")[0]] += 1
    current = Counter(key.partition("/")[0] for key in collected.docs[EntityType.SETTING])
    return {
        SettingType(kind): (current[kind] - added[kind] + count, max(0, count - added[kind]))
        for kind, count in removed.items()
    }


def _is_empty_collection(change: Change, collections: Set[int]) -> bool:
    """Return whether a collection is gone to which no title belongs; ``collections`` are those with one."""
    if change.kind is not ChangeKind.REMOVED or not change.key.startswith(f"{SettingType.COLLECTION.value}/"):
        return False
    body = (change.before or {}).get("body", {})
    return body.get("tmdbId") not in collections
