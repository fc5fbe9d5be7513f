"""Stop what goes round: remove downloads from the queue with their releases blocked, through the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.errors import UsageError
from arrtui.core.text import format_size, plural
from arrtui.db.database import Database
from arrtui.db.queue_rows import queued_elsewhere
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.clients.answers import Download
    from arrtui.core.config import Config
    from arrtui.features.loops.load import StoredChains
    from arrtui.features.loops.model import Chain
    from arrtui.features.sync.model import Entry
    from arrtui.runtime.sync.use_cases import SyncServices

# The features and the clients are imported when they are first used: the app's first paint does not wait.

REASON = "Stopped, since it goes round."


class QueuedGrab(NamedTuple):
    """A download that is in the queue of an instance now, and what it is of."""

    instance: str
    item_id: int
    title: str
    """What a person calls its movie or episodes."""
    download_id: str
    """The client's: the app gives its rows other ids from time to time."""
    release: str
    size: int
    """Bytes, by the client."""
    episodes: int
    """How many it is of; 0 for a movie."""
    client: str
    state: str
    """``importPending``, ``downloading`` … or the client's state."""
    elsewhere: str = ""
    """Another instance that had it in its queue too, so that it would lose it; empty for none."""

    @property
    def words(self) -> str:
        """What it is of, where, its release and its size, in a line."""
        pack = f", a pack of {self.episodes:,} episodes" if self.episodes > 1 else ""
        client = f" in {self.client}" if self.client else ""
        size = format_size(self.size)
        shared = f"; {self.elsewhere} had it in its queue too" if self.elsewhere else ""
        return f"{self.title} on {self.instance}{pack}: {self.release}, {size}{client}{shared}"


class StopServices:
    """Removes downloads. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        clock: Callable[[], float],
        sync: SyncServices,
    ) -> None:
        self._config = config
        self._database = database
        self._clock = clock
        self._sync = sync

    async def queued(self, chains: Iterable[tuple[StoredChains, Chain]]) -> list[QueuedGrab]:
        """Return what is in the queues now of the movies or episodes of chains: one request an instance."""
        from arrtui.clients import make_client
        from arrtui.features.loops.summary import title_of

        by_instance: dict[str, list[tuple[StoredChains, Chain]]] = {}
        for stored, chain in chains:
            by_instance.setdefault(stored.report.instance, []).append((stored, chain))
        grabs: dict[tuple[str, str], QueuedGrab] = {}
        for name, of_instance in by_instance.items():
            async with make_client(self._config().instance(name)) as client:
                by_title = _by_title(await client.downloads())
            for stored, chain in of_instance:
                title = title_of(stored.report, chain)
                for grab in _of_chain(name, title, chain, by_title.get(chain.item_id, ())):
                    grabs.setdefault((name, grab.download_id), grab)
            ids = [download_id for instance, download_id in grabs if instance == name]
            shared = await self._database.read(queued_elsewhere, name, ids) if ids else {}
            for download_id, other in shared.items():
                grabs[name, download_id] = grabs[name, download_id]._replace(elsewhere=other)
        return list(grabs.values())

    async def remove(self, grabs: Sequence[QueuedGrab], *, remove_from_client: bool) -> list[int]:
        """Queue the removal of downloads, a job for each instance; return the jobs' ids.

        Their releases are blocked, and the app searches for no other. Raises ReadOnlyError, and UsageError
        for nothing to remove.
        """
        from arrtui.features.sync import store
        from arrtui.features.sync.model import Decision, PlanDraft, PlanKind

        refuse_writing(self._config(), f"removing {plural(len(grabs), 'download')}")
        if not grabs:
            raise UsageError("Nothing to remove: none of it is in a queue.")
        draft = PlanDraft(
            entries=[_entry(grab, remove_from_client=remove_from_client) for grab in grabs],
            kind=PlanKind.ACTION,
            source="remove from queue",
            target=", ".join(dict.fromkeys(grab.instance for grab in grabs)),
            decision=Decision.APPROVED,
        )
        plan_id = await self._database.write(store.save, draft, self._clock())
        return await self._sync.apply(plan_id)


def _by_title(downloads: Iterable[Download]) -> dict[int, list[list[Download]]]:
    """Return the rows of each download, by the title of its first; what no client has yet has no id."""
    rows: dict[str, list[Download]] = {}
    for download in downloads:
        if download.download_id:
            rows.setdefault(download.download_id, []).append(download)
    by_title: dict[int, list[list[Download]]] = {}
    for of_download in rows.values():
        by_title.setdefault(of_download[0].item_id, []).append(of_download)
    return by_title


def _of_chain(
    instance: str, title: str, chain: Chain, downloads: Iterable[Sequence[Download]]
) -> Iterable[QueuedGrab]:
    """Yield those of a title's downloads that are of a chain's movie or episodes."""
    for of_download in downloads:
        first = of_download[0]
        episodes = {row.episode_id for row in of_download} - {0}
        if chain.episode_ids and not episodes & {*chain.episode_ids}:
            continue
        state = first.import_state or first.status
        yield QueuedGrab(
            *(instance, chain.item_id, title, first.download_id, first.release),
            *(first.size, len(episodes), first.client, state),
        )


def _entry(grab: QueuedGrab, *, remove_from_client: bool) -> Entry:
    from arrtui.features.sync.model import Entry, EntrySubject, Op, entry_key

    return Entry(
        key=entry_key(grab.instance, EntrySubject.DOWNLOAD, grab.download_id),
        instance=grab.instance,
        op=Op.REMOVE,
        subject=EntrySubject.DOWNLOAD,
        ident=grab.download_id,
        item_id=grab.item_id,
        title=grab.title,
        reason=REASON,
        now={
            "release": grab.release,
            "episodes": grab.episodes,
            "remove_from_client": remove_from_client,
        },
        size=grab.size,
    )
