"""Use cases of sync for front ends: pairs, stored plans, decisions, and the jobs that do the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from msgspec import to_builtins

from arrtui.core.domain import RecordKey, encode
from arrtui.core.errors import PlanLockedError, UsageError
from arrtui.core.events import Access
from arrtui.core.text import plural
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.read_only import refuse_writing
from arrtui.runtime.sync.jobs import ACT, APPLY, COPY, PLAN, RESTORE, UNDO
from arrtui.runtime.sync.readers import InstanceReaders
from arrtui.runtime.sync.unfinished import SETTLE, UnfinishedApply, discard_plan, unfinished_applies

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.config.sync import SyncPair
    from arrtui.features.sync.actions import Action, ActionSummary, TitleMove
    from arrtui.features.sync.changes import ChangeHistory
    from arrtui.features.sync.model import Decision, Fields, LeftOut, Plan, PlannedEntry
    from arrtui.features.sync.review import Choices as Choices
    from arrtui.features.sync.review import OpenPlan as OpenPlan
    from arrtui.runtime.sync.previews import PairPreviews

# The features are imported when they are first used: the app's first paint does not wait for them.


@dataclass(frozen=True)
class PairRow:
    """A configured pair and its last plan."""

    pair: SyncPair
    last: Plan | None


class SyncServices:
    """Read and decide at once, queue what talks to an app. Every method may raise ArrtuiError."""

    def __init__(
        self, config: Callable[[], Config], database: Database, queue: JobQueue, clock: Callable[[], float]
    ) -> None:
        self._config = config
        self._database = database
        self._queue = queue
        self._clock = clock
        self.writing: Counter[int] = Counter()
        """How many jobs of this process write each plan now, one for each instance."""
        self.readers = InstanceReaders(database)

    # --- what there is -------------------------------------------------------------------------------

    async def pairs(self) -> list[PairRow]:
        """Return the configured pairs in the order of the file, each with its last plan."""
        from arrtui.features.sync import store

        last = await self._database.read(store.last_of_pairs)
        return [PairRow(pair, last.get(pair.name)) for pair in self._config().sync]

    def pair_between(self, source: str, target: str) -> SyncPair | None:
        """Return the first pair that leads from one instance to another, a union in either direction."""
        pairs = [pair for pair in self._config().sync if not pair.source_when]
        for pair in pairs:
            if (pair.source, pair.target) == (source, target):
                return pair
        for pair in pairs:
            if pair.mode == "union" and (pair.source, pair.target) == (target, source):
                from arrtui.features.sync.fields.mapping import reverse_pair

                return reverse_pair(pair)
        return None

    async def check_editable(self, pair: str) -> None:
        """Raise UsageError while a plan of a pair is being applied: it would not be that pair's any more."""
        for unfinished in await self.unfinished(pair):
            if unfinished.job.state.active:
                raise UsageError(
                    f"changing the pair {pair}",
                    why=f"its plan {unfinished.plan.id} is being applied",
                    advice="Wait until that has ended, or cancel it (6 Jobs, c).",
                )

    def previews(self) -> PairPreviews:
        """Return what counts and checks for a pair while it is edited."""
        from arrtui.runtime.sync.previews import PairPreviews

        return PairPreviews(self._database, self._clock)

    async def recent(self, limit: int = 20, pair: str | None = None) -> list[Plan]:
        """Return the newest plans of every kind, or of one pair."""
        from arrtui.features.sync import store

        return await self._database.read(store.plans, limit, pair)

    async def changes(self) -> ChangeHistory:
        """Return what can be undone and what undoing can be taken back, of everything or of one subject."""
        from arrtui.features.sync import store

        return await self._database.read(store.changes)

    async def open(self, plan_id: int) -> OpenPlan:
        """Return a plan with its entries and with what has changed since. Raises NoSuchPlanError."""
        from arrtui.features.sync.review import open_plan

        return await self._database.read(open_plan, plan_id)

    async def left_out(self, plan_id: int) -> list[LeftOut]:
        """Return what a plan leaves alone, and why."""
        from arrtui.features.sync import store

        return await self._database.read(store.left_out, plan_id)

    async def choices(self, instance: str) -> Choices:
        """Return the profiles, root folders and tags that are stored of an instance, each list sorted."""
        from arrtui.features.sync.review import instance_choices

        return await self._database.read(instance_choices, instance)

    # --- review --------------------------------------------------------------------------------------

    async def decide(
        self, plan_id: int, positions: Iterable[int], decision: Decision, *, by_hand: bool = False
    ) -> None:
        """Store a decision on entries; ``by_hand`` says that each was decided by itself."""
        from arrtui.features.sync import store

        await self._database.write(store.decide, plan_id, list(positions), decision, by_hand=by_hand)

    async def edit(self, plan_id: int, position: int, edits: Fields) -> None:
        """Store what the user changed of what an entry will write."""
        from arrtui.features.sync import store

        await self._database.write(store.edit, plan_id, position, edits)

    async def profile_costs(self, entries: Sequence[PlannedEntry]) -> list[str]:
        """Return which albums entries as they are edited cost with the next refresh, as sentences."""
        from arrtui.features.sync.review import profile_costs

        return await self._database.read(profile_costs, entries)

    async def force_save(self, plan_id: int, position: int) -> None:
        """Have a provider saved although the app cannot use it; only once it was seen to fail.

        Raises DecisionRefusedError before that, NoSuchPlanError.
        """
        from arrtui.features.sync import store

        await self._database.write(store.force_save, plan_id, position)

    async def last_change(self, name: str | None = None) -> Plan:
        """Return the newest change that can be undone: of a pair, a sync of settings, an instance, or of all.

        Raises UsageError where there is none, or for a name that is none of them.
        """
        from arrtui.features.sync.changes import ChangeSubject

        subject = ChangeSubject()
        if name is not None:
            config = self._config()
            is_pair = name in (sync.name for syncs in (config.sync, config.settings) for sync in syncs)
            instances = frozenset[str]() if is_pair else frozenset({config.instance(name).name})
            subject = ChangeSubject(pair=name if is_pair else "", instances=instances)
        for change in (await self.changes()).changes_of(subject):
            return change
        raise UsageError(
            "undoing the last change",
            why=f"nothing was written{f' of {name}' if name else ''} that can be undone",
        )

    async def discard(self, plan_id: int) -> None:
        """Put an open plan away. Raises NoSuchPlanError, DecisionRefusedError where it is being applied."""
        await self._database.write(discard_plan, plan_id)

    # --- jobs ----------------------------------------------------------------------------------------

    async def plan_pair(self, name: str, *, fresh: bool = False) -> int:
        """Queue the making of a pair's plan; with ``fresh`` the instances are read again first.

        Raises UsageError for a pair that is not configured.
        """
        pair = self._config().pair(name)
        return await self._queue_job(PLAN, pair.name, {"pair": pair.name, "fresh": fresh})

    async def undo(self, plan_id: int) -> int:
        """Queue the making of the plan that undoes one. Raises NoSuchPlanError, UsageError."""
        from arrtui.features.sync import store

        if not await self._database.read(store.has_written, plan_id):
            raise UsageError(
                f"undoing plan {plan_id}", why="it has written nothing", advice="Apply it first, or leave it."
            )
        return await self._queue_job(UNDO, f"plan {plan_id}", {"plan": plan_id})

    async def restore(
        self, instance: str, when: str, records: Collection[RecordKey] = (), *, run_after: float = 0.0
    ) -> int:
        """Queue the making of the plan that brings an instance back to a snapshot, or some records of it.

        ``when`` is resolved now, so that ``latest`` is what was stored when somebody asked for it. With
        ``run_after`` (UTC seconds) it is another job than one that is asked for at another time. The job
        fails for ``records`` that were not there then. Raises UsageError, NoSuchSnapshotError.
        """
        from arrtui.features.backup.find import find_snapshot

        name = self._config().instance(instance).name
        snapshot = await self._database.read(find_snapshot, name, when, self._clock())
        args: dict[str, Any] = {"instance": name, "snapshot": snapshot.id}
        subject = f"{name} to snapshot {snapshot.id}"
        if records:
            args["records"] = [[record.type.value, record.key] for record in records]
            subject = f"{plural(len(records), 'record')} of {subject} {_checksum(args)}"
        if run_after:
            subject = f"{subject} {_checksum({'run_after': run_after})}"
        return await self._queue_job(RESTORE, subject, args, run_after=run_after)

    async def copy(
        self,
        instance: str,
        item_ids: Sequence[int],
        target: str,
        *,
        names: Mapping[str, str],
        search: bool = False,
    ) -> int:
        """Queue the making of the plan that adds titles of one instance to another of its kind.

        ``names`` are the profiles and the root folder of all of them by their fields. What is missing or
        empty is what the pair of the two instances maps that of a title to; tags always are.
        """
        from arrtui.core.config.sync import EVERYTHING_ELSE
        from arrtui.runtime.sync.plans import CopyRequest

        source, goal = self._config().instance(instance), self._config().instance(target)
        if source.kind is not goal.kind or source.name == goal.name:
            raise UsageError(
                "copying", why=f"{goal.name} cannot take titles of {source.name}", advice="Choose another."
            )
        pair = self.pair_between(source.name, goal.name)
        maps = pair.map.model_dump() if pair else {}
        maps |= {f"{field}s": {EVERYTHING_ELSE: name} for field, name in names.items() if name}
        ids, pair_name = list(item_ids), pair.name if pair else ""
        args = to_builtins(CopyRequest(source.name, goal.name, ids, maps, search, pair_name))
        subject = f"{len(item_ids)} titles of {source.name} to {goal.name} {_checksum(args)}"
        return await self._queue_job(COPY, subject, args)

    async def apply(self, plan_id: int, *, delete_files: bool = False) -> list[int]:
        """Queue the approved entries, a job for each instance written; return the jobs' ids.

        Raises PlanLockedError while a limit holds it, UsageError when nothing is approved, ReadOnlyError.
        """
        refuse_writing(self._config(), f"applying plan {plan_id}")
        from arrtui.features.sync.apply.run import to_apply, writes_formats
        from arrtui.features.sync.model import EntrySubject, PlanState

        opened = await self.open(plan_id)
        over = {PlanState.SUPERSEDED: "a later plan took its place", PlanState.DISCARDED: "it was discarded"}
        if why := over.get(opened.plan.state):
            raise UsageError(f"applying plan {plan_id}", why=why, advice="Plan again.")
        if any(planned.entry.subject is EntrySubject.RELEASE for planned in opened.entries):
            why = "a grab is tried only once, since the app forgets what a search has listed"
            raise UsageError(f"applying plan {plan_id}", why=why, advice="Search again, and grab it there.")
        if opened.lock:
            raise PlanLockedError(f"applying plan {plan_id}", why=opened.lock)
        names = dict.fromkeys(planned.entry.instance for planned in opened.entries)
        chosen = [name for name in names if to_apply(opened.entries, name)]
        if not chosen:
            raise UsageError(
                f"applying plan {plan_id}", why="no entry is approved", advice="Approve some first."
            )
        jobs = []
        for name in chosen:
            self._config().instance(name)
            args = {"plan": plan_id, "instance": name, "delete_files": delete_files}
            access = Access.ALONE if writes_formats(opened.entries, name) else APPLY.access
            subject = f"plan {plan_id} on {name}"
            jobs.append(await self._queue_job(APPLY, subject, args, name, priority=2, access=access))
        return jobs

    async def unfinished(self, pair: str) -> list[UnfinishedApply]:
        """Return the applies of a pair that did not come to their end, that of the oldest plan first."""
        return await self._database.read(unfinished_applies, lambda plan: plan.pair == pair, self._clock())

    async def unfinished_undos(self, plan_id: int) -> list[UnfinishedApply]:
        """Return the unfinished applies of plans that undo a plan, that of the oldest first."""
        return await self._database.read(
            unfinished_applies, lambda plan: plan.undoes == plan_id, self._clock()
        )

    async def unfinished_restores(self, instance: str, when: str) -> list[UnfinishedApply]:
        """Return the unfinished applies that bring an instance back to a snapshot, that of the oldest first.

        A restore may have taken a snapshot itself before it wrote: to ask for that one, as the latest, is to
        ask for the same restore. Raises NoSuchSnapshotError.
        """
        from arrtui.features.backup.find import find_snapshot
        from arrtui.features.sync.model import PlanKind

        snapshot = await self._database.read(find_snapshot, instance, when, self._clock())

        def is_same(plan: Plan) -> bool:
            is_source = plan.source == f"{instance}@{snapshot.id}"
            is_restore = plan.kind is PlanKind.RESTORE and plan.target == instance
            return is_restore and (is_source or snapshot.taken_at >= plan.created_at)

        return await self._database.read(unfinished_applies, is_same, self._clock())

    async def settle(self, unfinished: UnfinishedApply) -> int:
        """Have an unfinished apply go on or end as superseded; return the id of the job that does it.

        Raises ReadOnlyError.
        """
        job, plan = unfinished.job, unfinished.plan
        refuse_writing(self._config(), f"going on with plan {plan.id}")
        if unfinished.resumes:
            await self._queue.retry(job.id)
            return job.id
        args = {"job": job.id, "plan": plan.id}
        return await self._queue_job(
            SETTLE, f"plan {plan.id} on {job.instance}", args, job.instance, priority=2
        )

    # --- the Library ---------------------------------------------------------------------------------

    async def summary(self, action: Action) -> list[ActionSummary]:
        """Return what an action would do, instance by instance."""
        from arrtui.features.sync.review import summarize_action

        return await self._database.read(summarize_action, action)

    async def moved_folders(self, action: Action) -> list[TitleMove]:
        """Return the folders that the apps would move, the first of them with their new names.

        The apps are asked for these, with a limit of time; where one does not tell, the name is empty.
        """
        from arrtui.features.sync.review import action_moves
        from arrtui.runtime.sync.folders import named_moves

        moves = await self._database.read(action_moves, action)
        return await named_moves(self._config(), moves)

    async def act(self, action: Action) -> list[int]:
        """Queue an action, a job for each instance; return the jobs' ids.

        Everything but searching and refreshing becomes a plan first, which can be undone. Raises ActionError,
        UsageError, ReadOnlyError.
        """
        refuse_writing(self._config(), f"the action {action.kind}")
        instances = [self._config().instance(name) for name in action.instances]
        if not action.kind.is_command:
            from arrtui.features.sync.review import save_action

            plan_id = await self._database.write(save_action, action, self._clock())
            return [] if plan_id is None else await self.apply(plan_id, delete_files=action.delete_files)
        from arrtui.features.sync.actions import commands_of

        jobs = []
        for instance in instances:
            if commands := commands_of(action, instance.name, instance.kind):
                what = commands[0].text if len(commands) == 1 else f"{len(commands)} commands"
                args = {"commands": commands}
                subject = f"{instance.name}: {what} {_checksum(args)}"
                jobs.append(await self._queue_job(ACT, subject, args, instance.name, priority=2))
        return jobs

    async def _queue_job(
        self,
        kind: JobKind,
        subject: str,
        args: Mapping[str, Any],
        instance: str = "",
        *,
        priority: int = 3,
        run_after: float = 0.0,
        access: Access = Access.READ,
    ) -> int:
        new = NewJob(
            kind=kind.name,
            subject=subject,
            instance=instance,
            access=access,
            args=dict(args),
            priority=priority,
            run_after=run_after,
        )
        return (await self._queue.enqueue(new))[0]


def _checksum(args: Mapping[str, Any]) -> str:
    """Return a checksum of a job's arguments for its subject, so that only equal requests are one job."""
    return f"[{crc32(encode(args).encode()):08x}]"
