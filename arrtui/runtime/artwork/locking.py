"""Locks on what no phase is to write: images, the NFO, fields of the metadata, or all of a title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from arrtui.db.artwork import slots
from arrtui.db.database import Database

TitleKey = tuple[str, str]
"""Instance and external id of a title."""


class ArtLocks:
    """The locks of titles. Every method may raise StorageError."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    async def of(self, titles: Iterable[TitleKey]) -> dict[TitleKey, set[str]]:
        """Return what is locked of some titles; of one without a lock the set is empty."""
        ids = _by_instance(titles)

        def read() -> dict[TitleKey, set[str]]:
            known: dict[TitleKey, set[str]] = {}
            for instance, external_ids in ids.items():
                locked = slots.locks(instance)
                known |= {(instance, title): locked.get(title, set()) for title in external_ids}
            return known

        return await self._database.read(read)

    async def change(
        self, titles: Iterable[TitleKey], *, lock: Collection[str] = (), unlock: Collection[str] = ()
    ) -> None:
        """Lock and unlock targets of titles at once: slots, ``nfo``, ``field:NAME``, ``*`` for everything."""
        ids = _by_instance(titles)

        def write() -> None:
            for instance, external_ids in ids.items():
                now = self._clock()
                slots.lock(instance, [(known, target) for known in external_ids for target in lock], now)
                slots.unlock(instance, [(known, target) for known in external_ids for target in unlock])

        await self._database.write(write)


def _by_instance(titles: Iterable[TitleKey]) -> dict[str, list[str]]:
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for instance, external_id in titles:
        ids[instance].append(external_id)
    return dict(ids)
