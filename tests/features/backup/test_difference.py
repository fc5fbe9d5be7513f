"""What a set of answers loses: not what went with titles that arrtui removed, nor empty collections."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from arrtui.clients import AppStatus, ListedItem
from arrtui.core.domain import ChangeKind, EntityType, Item, MediaFile, Setting, Volatile, encode
from arrtui.core.errors import ImplausibleAnswerError
from arrtui.db.journal import OwnRemovals
from arrtui.features.backup.collected import Collected
from arrtui.features.backup.difference import StoredRecords, check_plausible, difference
from arrtui.features.backup.digest import EMPTY, digest_of

States = Mapping[EntityType, Mapping[str, str]]
MOVIES = 40
NO_REMOVALS = OwnRemovals()
STATUS = AppStatus("Radarr", "6.1", "", "", "", "", "", is_docker=False, start_time="", latency=0.0)


def state(movies: range, collections: range | None = None) -> States:
    """Return a library of movies with a file each, every one in a collection of its own."""
    settings = [
        Setting(id=number, type="collection", name=f"Collection {number}", body={"tmdbId": 9_000 + number})
        for number in (movies if collections is None else collections)
    ]
    return {
        EntityType.ITEM: {
            str(n): encode(Item(id=n, external_id=f"t{n}", title=f"Movie {n}", collection_id=9_000 + n))
            for n in movies
        },
        EntityType.FILE: {str(1_000 + n): encode(MediaFile(id=1_000 + n, item_id=n)) for n in movies},
        EntityType.SETTING: {f"collection/{setting.id}": encode(setting) for setting in settings},
    }


def stored_records(stored: States) -> StoredRecords:
    """Return what is stored, to be compared with."""
    return StoredRecords(
        keys=lambda kind: stored.get(kind, {}).keys(),
        docs=lambda kind, keys: {key: doc for key, doc in stored.get(kind, {}).items() if key in keys},
    )


def check(stored: States, fresh: States, own_removals: OwnRemovals = NO_REMOVALS) -> None:
    """Judge an answer as a backup does."""
    collected = Collected(STATUS)
    collected.docs = {kind: dict(fresh[kind]) for kind in (EntityType.ITEM, EntityType.SETTING)}
    for key, doc in fresh[EntityType.FILE].items():
        collected.children[EntityType.FILE].add(int(key) - 1_000, key, doc)
    for number in map(int, fresh[EntityType.ITEM]):
        item = Item(id=number, external_id=f"t{number}", collection_id=9_000 + number)
        collected.listed[number] = ListedItem(item, Volatile(), 1, 0, 0, 1, "")
    check_plausible(
        collected,
        difference(collected, stored_records(stored), EMPTY),
        {kind: len(stored.get(kind, ())) for kind in EntityType},
        instance="radarr.main",
        limit=20,
        elsewhere=dict,
        own_removals=lambda: own_removals,
    )


def test_titles_that_arrtui_removed_take_their_files_and_collections_with_them():
    gone = {f"t{number}" for number in range(30)}
    check(state(range(MOVIES)), state(range(30, MOVIES)), OwnRemovals(gone))
    with pytest.raises(ImplausibleAnswerError):
        check(state(range(MOVIES)), state(range(30, MOVIES)))


def test_files_of_other_titles_count_besides_those_that_went_with_titles_removed():
    gone = {f"t{number}" for number in range(10)}
    fresh = {**state(range(10, MOVIES)), EntityType.FILE: {}}
    with pytest.raises(ImplausibleAnswerError, match="30 of 30 stored files"):
        check(state(range(MOVIES)), fresh, OwnRemovals(gone))


def test_settings_that_arrtui_removed_are_no_loss_and_others_still_are():
    stored, fresh = state(range(MOVIES)), state(range(MOVIES), collections=range(8, MOVIES))
    gone = stored[EntityType.SETTING].keys() - fresh[EntityType.SETTING].keys()
    assert len(gone) == 8
    check(stored, fresh, OwnRemovals(settings=gone))
    fresh = state(range(MOVIES), collections=range(28, MOVIES))
    with pytest.raises(ImplausibleAnswerError, match="20 of 32 stored collections"):
        check(stored, fresh, OwnRemovals(settings=gone))


def test_collections_whose_titles_are_there_are_not_believed_to_be_gone():
    with pytest.raises(ImplausibleAnswerError, match="40 of 40 stored collections"):
        check(state(range(MOVIES)), state(range(MOVIES), collections=range(0)))


def test_collections_that_a_clean_up_deletes_later_are_believed_to_be_gone():
    stored = state(range(8), collections=range(MOVIES))
    check(stored, state(range(8)))


def test_a_record_that_another_title_has_now_is_a_change():
    stored = {EntityType.FILE: {str(n): encode(MediaFile(id=n, item_id=n)) for n in range(1, 90)}}
    fresh = {str(n): encode(MediaFile(id=n, item_id=90 - n)) for n in range(1, 90)}
    collected = Collected(STATUS)
    for key, doc in fresh.items():
        collected.children[EntityType.FILE].add(90 - int(key), key, doc)
    result = difference(collected, stored_records(stored), digest_of(stored))
    assert result.count(ChangeKind.CHANGED) == len(result.changes) == 88  # one is where it was
    assert result.digest == digest_of({EntityType.FILE: fresh})
