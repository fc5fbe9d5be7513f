"""Queries on which image fills a slot, and on locks. Run in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from msgspec.structs import replace

from arrtui.core.artwork import SET_SLOT, WHOLE_TITLE, SlotChoice
from arrtui.db.artwork import sets
from arrtui.db.artwork.rows import read_structs, store_structs
from arrtui.db.artwork_models import ArtLockRow, SlotChoiceRow
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import rows_with

_KEYS = ("external_id", "slot")


def choices(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, dict[str, SlotChoice]]:
    """Return the choices of some titles or all, by external id and slot."""
    chosen: defaultdict[str, dict[str, SlotChoice]] = defaultdict(dict)
    for choice in read_structs(SlotChoice, "art_slot", instance, external_ids):
        chosen[choice.external_id][choice.slot] = choice
    return dict(chosen)


def lying_in_sets(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, list[SlotChoice]]:
    """Return the owner's pictures that lie in the folder of sets, by the external ids of the films."""
    chosen: defaultdict[str, list[SlotChoice]] = defaultdict(list)
    for choice in read_structs(SlotChoice, "art_slot", instance, external_ids, slots=SET_SLOT):
        if choice.by_owner and choice.address.startswith("/"):
            chosen[choice.external_id].append(choice)
    return dict(chosen)


def downloaded(addresses: Sequence[str]) -> dict[str, str]:
    """Return by address the hashes of images that were downloaded for any title, so that none is twice."""
    sql = (
        "SELECT s.address, s.sha256 FROM art_slot AS s JOIN art_asset AS a ON a.sha256 = s.sha256 "
        "WHERE s.address <> ''"
    )
    return dict(rows_with(sql, (), "s.address", addresses))


def locks(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, set[str]]:
    """Return what is locked of some titles or all, by external id."""
    sql = (
        "SELECT k.external_id, k.target FROM art_lock AS k JOIN instance AS i ON i.id = k.instance_id "
        "WHERE i.name = ?"
    )
    locked: defaultdict[str, set[str]] = defaultdict(set)
    for external_id, target in rows_with(sql, (instance,), "k.external_id", external_ids):
        locked[external_id].add(target)
    return dict(locked)


def is_locked(targets: Set[str], target: str) -> bool:
    """Return whether a slot, the NFO or a field is among what is locked of a title, or all of it is. Pure."""
    return target in targets or WHOLE_TITLE in targets


def lock(instance: str, targets: Iterable[tuple[str, str]], now: float) -> int:
    """Lock targets of titles, given as external id and target; return how many are new."""
    instance_id = ensure_instance(instance)
    shared = sets.with_mates(instance, targets)
    rows = ((instance_id, external_id, target, now) for external_id, target in shared)
    return bulk_upsert(ArtLockRow, rows, ("instance", "external_id", "target", "locked_at"), update=None)


def unlock(instance: str, targets: Iterable[tuple[str, str]]) -> int:
    """Take locks away, given as external id and target; return how many there were."""
    instance_id = ensure_instance(instance)
    shared = sets.with_mates(instance, targets)
    rows = ((instance_id, external_id, target) for external_id, target in shared)
    return delete_rows(ArtLockRow, ("instance", "external_id", "target"), rows)


def choose(instance: str, chosen: Iterable[SlotChoice]) -> list[SlotChoice]:
    """Store what a phase chose, except for locked slots and those that the owner filled; return the stored.

    Locks and the owner's choices are read in the same transaction, so that one made meanwhile counts.
    """
    wanted = _shared(instance, chosen)
    ids = list(dict.fromkeys(choice.external_id for choice in wanted))
    locked = locks(instance, ids)
    owned = {
        external_id: {slot for slot, choice in present.items() if choice.by_owner}
        for external_id, present in choices(instance, ids).items()
    }
    free = [
        choice
        for choice in wanted
        if not is_locked(locked.get(choice.external_id, set()), choice.slot)
        and choice.slot not in owned.get(choice.external_id, ())
    ]
    store_structs(SlotChoiceRow, instance, free, _KEYS)
    return free


def choose_as_owner(instance: str, choice: SlotChoice) -> bool:
    """Store what the owner chose; return False for a locked slot, which stays as it is."""
    if is_locked(locks(instance, [choice.external_id]).get(choice.external_id, set()), choice.slot):
        return False
    store_unlocked(instance, [choice])
    return True


def share_in_sets(instance: str, now: float) -> None:
    """Have the films of each set share what was chosen and locked of the set, those that joined it too."""
    films = sets.sets_of(instance)
    chosen, locked = choices(instance, list(films)), locks(instance, list(films))
    counting = sets.newest_by_set(films, chosen)
    missing = [
        replace(choice, external_id=external_id)
        for external_id, film_set in films.items()
        for slot, choice in counting.get(film_set.collection_id, {}).items()
        if not _is_same(chosen.get(external_id, {}).get(slot), choice)
    ]
    _store_unlocked(instance, missing)
    lock(
        instance,
        [
            (title, target)
            for title in films
            for target in locked.get(title, ())
            if target.startswith(SET_SLOT)
        ],
        now,
    )


def _is_same(known: SlotChoice | None, choice: SlotChoice) -> bool:
    return known is not None and replace(known, external_id=choice.external_id) == choice


def _shared(instance: str, chosen: Iterable[SlotChoice]) -> list[SlotChoice]:
    """Return choices with those for the other films of a set where they are of its slots."""
    known = list(chosen)
    films = sets.sharing(instance, ((choice.external_id, choice.slot) for choice in known))
    return [
        replace(choice, external_id=external_id)
        for choice in known
        for external_id in films[choice.external_id, choice.slot]
    ]


def store_unlocked(instance: str, chosen: Iterable[SlotChoice]) -> int:
    """Store choices of slots that are known to be unlocked in this transaction.

    A film of the same set that is locked as a whole keeps its own.
    """
    return _store_unlocked(instance, _shared(instance, chosen))


def _store_unlocked(instance: str, chosen: Sequence[SlotChoice]) -> int:
    locked = locks(instance, list(dict.fromkeys(choice.external_id for choice in chosen)))
    free = [choice for choice in chosen if not is_locked(locked.get(choice.external_id, set()), choice.slot)]
    return store_structs(SlotChoiceRow, instance, free, _KEYS)


def forget_chosen(instance: str, chosen: Iterable[SlotChoice]) -> list[str]:
    """Empty slots of a title that phases filled, as long as they are filled so; return which.

    Locks and the owner's choices are read in the same transaction. Call it inside ``Database.writing()``.
    """
    wanted = list(chosen)
    ids = [choice.external_id for choice in wanted]
    present, locked = choices(instance, ids), locks(instance, ids)
    emptied = [
        (choice.external_id, choice.slot)
        for choice in wanted
        if present.get(choice.external_id, {}).get(choice.slot) == choice
        and not (choice.by_owner or is_locked(locked.get(choice.external_id, set()), choice.slot))
    ]
    forget_choices(instance, emptied)
    return [slot for _, slot in emptied]


def forget_choices(instance: str, slots: Iterable[tuple[str, str]]) -> int:
    """Empty slots, given as external id and slot."""
    instance_id = ensure_instance(instance)
    rows = ((instance_id, external_id, slot) for external_id, slot in sets.with_mates(instance, slots))
    return delete_rows(SlotChoiceRow, ("instance", "external_id", "slot"), rows)
