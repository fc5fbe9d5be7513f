"""What a set of answers means for what is stored: the changes, the guards, the new digest. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field

from arrtui.core.domain import Change, ChangeKind, EntityType, SettingType
from arrtui.features.backup.changes import compare
from arrtui.features.backup.collected import Collected
from arrtui.features.backup.digest import EMPTY, digest_of, moved_digest
from arrtui.features.backup.plausible import check_shrink, own_losses, resemblance_of

States = Mapping[EntityType, Mapping[str, str]]


@dataclass
class AcceptedChanges:
    """What an accepted answer changes."""

    baseline: bool
    """Nothing was stored before: there is nothing to compare with, and so no changes."""
    changes: list[Change] = field(default_factory=list)
    upserts: dict[EntityType, dict[str, str]] = field(default_factory=dict)
    """Canonical JSON of every record to store, by key."""
    digest: str = EMPTY

    def count(self, kind: ChangeKind, of: EntityType | None = None) -> int:
        """Return how many records were added, changed or removed, of one type or of all."""
        return sum(1 for change in self.changes if change.kind is kind and of in (None, change.type))


def first_difference(collected: Collected) -> AcceptedChanges:
    """Return the difference to an empty store: everything is stored, nothing counts as added."""
    return AcceptedChanges(baseline=True, upserts=dict(collected.docs), digest=digest_of(collected.docs))


def gone_items(collected: Collected, stored_items: Iterable[str]) -> set[str]:
    """Return the keys of stored titles the instance no longer has."""
    if EntityType.ITEM in collected.keep_missing:
        return set()
    return set(stored_items) - collected.docs[EntityType.ITEM].keys() - collected.kept[EntityType.ITEM]


def difference(collected: Collected, stored: States, digest: str) -> AcceptedChanges:
    """Compare answers with what is stored.

    ``stored`` holds all titles and settings, and the episodes and files of the titles that were read or are
    gone; ``digest`` is that of the whole stored state.
    """
    result = AcceptedChanges(baseline=False)
    removed: list[tuple[EntityType, str, str]] = []
    added: list[tuple[EntityType, str, str]] = []
    for kind in EntityType:
        old, new = stored.get(kind, {}), collected.docs[kind]
        kept = set(old) if kind in collected.keep_missing else set(collected.kept[kind])
        if kind is EntityType.SETTING and collected.kept_settings:
            unasked = tuple(f"{setting.value}/" for setting in collected.kept_settings)
            kept |= {key for key in old if key.startswith(unasked)}
        changes = compare(kind, old, new, kept=kept)
        result.changes += changes
        result.upserts[kind] = {
            change.key: new[change.key] for change in changes if change.kind is not ChangeKind.REMOVED
        }
        removed += ((kind, change.key, old[change.key]) for change in changes if change.key in old)
        added += ((kind, key, doc) for key, doc in result.upserts[kind].items())
    result.digest = moved_digest(digest, removed, added)
    return result


def check_plausible(
    collected: Collected,
    change: AcceptedChanges,
    stored_counts: Mapping[EntityType, int],
    *,
    instance: str,
    limit: int,
    elsewhere: Callable[[], Mapping[str, Set[str]]],
    own_removals: Callable[[], Set[str]],
) -> None:
    """Raise :class:`ImplausibleAnswerError` where believing the answer would lose too much at once.

    Titles count as lost when their external id is gone: the app may have been set up anew under other ids,
    and another library has titles under the ids of ours. Episodes and files count by how many fewer there are
    (an upgrade replaces a file by another). ``elsewhere`` returns the external ids that other instances have,
    ``own_removals`` those of the titles that arrtui has removed since the last snapshot: neither they nor
    their episodes and files count, as if they had never been stored.
    """
    present = {listed.item.external_id for listed in collected.listed.values()} - {""}
    lost = [row for row in change.changes if _loses_title(row, present)]
    ours = own_losses(lost, own_removals()) if lost else set()
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
    for setting, (stored, removed_settings) in _setting_losses(change.changes, collected).items():
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


def _setting_losses(changes: Iterable[Change], collected: Collected) -> dict[SettingType, tuple[int, int]]:
    """Return, per type of setting that lost some, how many were stored and how many are gone.

    A collection without a title is no loss: Radarr deletes it with its last movie
    (``MovieCollectionService``), or at a later clean-up.
    """
    removed, added = Counter[str](), Counter[str]()
    collections = {listed.item.collection_id for listed in collected.listed.values()}
    for change in changes:
        if _is_empty_collection(change, collections):
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
