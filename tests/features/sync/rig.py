"""Two small instances over real HTTP, their database, and the whole road of a plan: store, decide, apply."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from arrtui.clients import RadarrClient, SonarrClient, make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.apps import Kind
from arrtui.core.config import InstanceConfig
from arrtui.core.config.sync import SyncPair
from arrtui.db.database import Database
from arrtui.demo.estate import SimulatedApp, SimulatedEstate
from arrtui.features.backup.backup import back_up
from arrtui.features.backup.store import BackupRules
from arrtui.features.sync import store
from arrtui.features.sync.apply.context import ApplyOptions
from arrtui.features.sync.apply.run import apply_plan
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import Decision, EntryOutcome, Plan, PlanDraft, PlanKind, PlannedEntry, Side
from arrtui.features.sync.planning.make import make_plan
from arrtui.features.sync.revert.undo import make_undo

NOW = 1_800_000_000.0


async def quiet(done: int, total: int, text: str) -> None:
    """Ignore progress."""


def go_on() -> None:
    """Never ask an apply to stop."""


@dataclass
class Rig:
    """An estate and what is stored of it."""

    estate: SimulatedEstate
    database: Database
    snapshots: list[str] = field(default_factory=list)
    """Instances of which an apply has taken a snapshot."""
    progress: list[str] = field(default_factory=list)
    """What applies have said they were doing."""

    def app(self, name: str) -> SimulatedApp:
        """Return a simulated instance."""
        return self.estate.apps[name]

    @asynccontextmanager
    async def client(self, name: str) -> AsyncIterator[RadarrClient | SonarrClient]:
        """Give a client that does not wait between attempts."""
        app = self.app(name)
        config = InstanceConfig(
            name=app.name,
            kind=Kind(app.kind),
            label=app.name.partition(".")[2],
            url=app.url,
            api_key=app.api_key,
            timeout=5,
        )
        client = make_client(config, ArrHttp(config, backoff=0.0))
        try:
            yield client
        finally:
            await client.aclose()

    async def back_up(self, *names: str) -> None:
        """Store what instances have now."""
        for name in names:
            async with self.client(name) as client:
                await back_up(
                    client, self.database, BackupRules(full=True, accept_shrink=True), width=2, progress=quiet
                )

    def side(self, name: str, **options: Any) -> Side:
        """Return an instance as it is stored."""
        return self.database.read_sync(load_side, name, **options)

    def save(self, draft: PlanDraft, *, decision: Decision = Decision.APPROVED, **options: Any) -> int:
        """Store a draft, every entry approved."""
        write = self.database.write_sync
        plan_id = write(store.save, replace(draft, decision=decision, **options), NOW)
        over_limit = [position for position, entry in enumerate(draft.entries) if entry.by_hand]
        write(store.decide, plan_id, over_limit, decision, by_hand=True)
        return plan_id

    async def compare(self, pair: SyncPair) -> PlanDraft:
        """Store what both sides have now and compare them."""
        await self.back_up(pair.source, pair.target)
        episodes = pair.compares_children
        source = self.side(pair.source, episodes=episodes)
        return make_plan(pair, source, self.side(pair.target, episodes=episodes))

    async def apply(
        self,
        plan_id: int,
        name: str,
        *,
        check: Callable[[], None] = go_on,
        **options: Any,
    ) -> dict[str, int]:
        """Apply what is approved of a plan."""

        async def snapshot() -> None:
            self.snapshots.append(name)
            await self.back_up(name)

        async def progress(done: int, total: int, text: str) -> None:
            self.progress.append(text)

        async with self.client(name) as client:
            return await apply_plan(
                client,
                self.database,
                plan_id,
                ApplyOptions(**options),
                snapshot=snapshot,
                progress=progress,
                check=check,
                clock=lambda: NOW,
            )

    async def undo(self, plan_id: int, *names: str) -> int:
        """Store the plan that undoes another, all of it approved; return its number."""
        await self.back_up(*names)
        read = self.database.read_sync
        sides = {name: self.side(name, episodes=True, files=True) for name in names}
        plan: Plan = read(store.plan, plan_id)
        draft = make_undo(plan, read(store.entries, plan_id), read(store.steps, plan_id), sides)
        return self.save(draft, kind=PlanKind.UNDO, undoes=plan_id)

    def entries(self, plan_id: int) -> list[PlannedEntry]:
        """Return the entries of a plan."""
        return self.database.read_sync(store.entries, plan_id)

    def outcomes(self, plan_id: int) -> list[EntryOutcome]:
        """Return what became of each entry."""
        return [one.outcome for one in self.entries(plan_id)]

    def problems(self, plan_id: int) -> list[str]:
        """Return the messages of the entries that were not written."""
        good = (EntryOutcome.NONE, EntryOutcome.DONE, EntryOutcome.SKIPPED)
        return [one.message for one in self.entries(plan_id) if one.outcome not in good]


def posted(app: SimulatedApp, paths: Iterable[str]) -> list[tuple[str, str]]:
    """Return the writes that an instance carried out below some paths."""
    return [one for one in app.requests if one[0] != "GET" and one[1] in set(paths)]
