"""Queries on sets of films, whose pictures all films of a set share. Run in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from arrtui.core.artwork import SET_SLOT, Placement, SlotChoice
from arrtui.core.structs import describe_structs
from arrtui.db.artwork.rows import read_structs
from arrtui.db.reading import rows_of, rows_with


class FilmSet(msgspec.Struct, frozen=True, gc=False):
    """The set of a film as its app names it."""

    collection_id: int = 0
    """TMDB's."""
    collection_title: str = ""


_decoder = msgspec.json.Decoder(FilmSet)


def sets_of(instance: str, external_ids: Sequence[str] | None = None) -> dict[str, FilmSet]:
    """Return the sets of some films or all by external id; films of no set are left out."""
    sql = (
        "SELECT t.external_id, t.doc FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
        "WHERE i.name = ? AND t.external_id <> '' AND t.doc LIKE ?"
    )
    known = (
        (external_id, _decoder.decode(doc))
        for external_id, doc in rows_with(sql, (instance, '%"collection_id"%'), "t.external_id", external_ids)
    )
    return {external_id: film_set for external_id, film_set in known if film_set.collection_id}


def sharing(instance: str, targets: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Return the films that share each of some slots, by external id and slot: that film, and its set's.

    The slot of a set is that of all films of the set.
    """
    wanted = {target: [target[0]] for target in targets}
    if not any(slot.startswith(SET_SLOT) for _, slot in wanted):
        return wanted
    films = sets_of(instance)
    mates: defaultdict[int, list[str]] = defaultdict(list)
    for external_id, film_set in films.items():
        mates[film_set.collection_id].append(external_id)
    for (external_id, slot), sharers in wanted.items():
        if slot.startswith(SET_SLOT) and external_id in films:
            sharers += [mate for mate in mates[films[external_id].collection_id] if mate != external_id]
    return wanted


def with_mates(instance: str, targets: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return external ids and slots with those of further films that share them."""
    shared = sharing(instance, targets)
    return list(dict.fromkeys((film, slot) for (_, slot), films in shared.items() for film in films))


class SetFile(NamedTuple):
    """A published picture of a set, and the title that it is noted for."""

    instance: str
    placement: Placement
    is_present: bool
    """Whether the title is there, with a file."""


def set_files() -> dict[str, SetFile]:
    """Return the published pictures of sets by their paths, of all instances: each is noted for one title.

    Of two that are noted for one path, the one of a title that is there counts.
    """
    sql = (
        "SELECT i.name, t.external_id FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
        "WHERE t.files > 0 AND EXISTS (SELECT 1 FROM art_placement AS p WHERE p.instance_id = t.instance_id "
        "AND p.external_id = t.external_id AND p.slot LIKE ?)"
    )
    present = set(rows_of(sql, (f"{SET_SLOT}%",)))
    names = rows_of(
        "SELECT DISTINCT i.name FROM art_placement AS p JOIN instance AS i ON i.id = p.instance_id "
        "WHERE p.slot LIKE ?",
        (f"{SET_SLOT}%",),
    )
    files: dict[str, SetFile] = {}
    for (name,) in sorted(names):
        for placement in read_structs(Placement, "art_placement", name, slots=SET_SLOT):
            file = SetFile(name, placement, (name, placement.external_id) in present)
            known = files.get(placement.relative_path)
            if known is None or (file.is_present and not known.is_present):
                files[placement.relative_path] = file
    return files


def newest_by_set(
    films: Mapping[str, FilmSet], chosen: Mapping[str, Mapping[str, SlotChoice]]
) -> dict[int, dict[str, SlotChoice]]:
    """Return the choice that counts of each slot of each set: the owner's, else the newest. Pure."""
    counts: defaultdict[int, dict[str, SlotChoice]] = defaultdict(dict)
    for external_id, film_set in sorted(films.items()):
        of_set = counts[film_set.collection_id]
        for slot, choice in chosen.get(external_id, {}).items():
            if slot.startswith(SET_SLOT) and (slot not in of_set or _weight(choice) > _weight(of_set[slot])):
                of_set[slot] = choice
    return dict(counts)


def _weight(choice: SlotChoice) -> tuple[bool, float]:
    return choice.by_owner, choice.chosen_at


describe_structs(__name__)
