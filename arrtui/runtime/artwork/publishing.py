"""Publish artwork into titles' folders: what front ends and jobs ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from arrtui.core.apps import Feature
from arrtui.core.artwork import PhaseName, PublishEntry, PublishPlan
from arrtui.core.domain import SettingType
from arrtui.core.errors import ArrtuiError, UsageError
from arrtui.core.paths import data_folder
from arrtui.db import recycled
from arrtui.db.artwork import assets, publish_plans
from arrtui.db.library import settings_of
from arrtui.runtime.artwork.caching import open_cache
from arrtui.runtime.artwork.following import follow_job
from arrtui.runtime.artwork.phases import PhaseArgs, phase_job
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.artwork.applying import ApplyTools, BinnedFile
    from arrtui.features.artwork.publish_run import PublishRun
    from arrtui.features.artwork.wanting import PublishRules
    from arrtui.features.recycle.keeping import OwnFile
    from arrtui.runtime.services import Services

BIN_KIND = "artwork"
"""Of files in the recycle bin that made room for published ones."""
OWN_BIN_KIND = "artwork-own"
"""Of published files in the recycle bin that left or made room for others."""
_WRITING = "publishing artwork"


async def no_progress(_done: int, _total: int, _text: str) -> None:
    """Publish nothing."""


def never_stop() -> None:
    """Let the work go on."""


class Publishing:
    """Publishes what was chosen. Every method may raise ArrtuiError."""

    def __init__(self, services: Services) -> None:
        self._services = services

    # --- plans ---------------------------------------------------------------------------------------

    async def queue_plan(self, instance: str, external_ids: Sequence[str] = ()) -> int:
        """Queue what stores a plan of publishing titles, some or all; return the id of the job.

        What was rejected before stands in it as rejected, and can be taken in again.
        """
        args = PhaseArgs(external_ids=tuple(external_ids), applies=False, with_rejected=True)
        return (await self._services.artwork.start(PhaseName.PUBLISH, [instance], args))[0]

    async def store_plan(
        self,
        instance: str,
        entries: Sequence[PublishEntry],
        refusals: Sequence[str],
        messages: Sequence[str] = (),
        *,
        waits: bool = True,
    ) -> PublishPlan:
        """Store a plan and return it with its id; ``waits``: to be approved, else it is only a look."""
        now = self._services.clock()
        plan = PublishPlan(
            instance=instance,
            made_at=now,
            done_at=None if waits else now,
            entries=tuple(entries),
            refusals=(*messages, *refusals),
        )
        plan_id = await self._services.database.write(publish_plans.save, plan)
        stored = await self._services.database.read(publish_plans.plan, plan_id)
        assert stored is not None, "it was just stored"
        return stored

    async def plans(self, instances: Sequence[str] = (), *, waiting: bool = False) -> list[PublishPlan]:
        """Return the plans of some instances or all, the newest first; only those that wait, or every one."""
        names = self._services.config.names_with(Feature.ARTWORK, instances)
        return await self._services.database.read(lambda: publish_plans.plans(names, waiting=waiting))

    async def waiting_count(self) -> int:
        """Return how many plans wait."""
        names = self._services.config.names_with(Feature.ARTWORK)
        return await self._services.database.read(publish_plans.waiting_count, names)

    async def decide(self, plan_id: int, entries: Sequence[PublishEntry], approved: bool | None) -> int:
        """Approve, reject or leave open entries of a plan, all where none are given; return how many changed.

        What was rejected is not proposed again.
        """
        lines = list(map(publish_plans.line_of, entries))
        return await self._services.database.write(publish_plans.decide, plan_id, lines, approved)

    async def approve(self, plan_id: int) -> int:
        """Queue what applies a plan except for what was rejected in it; return the id of the job.

        Raises UsageError for a plan that is not there or was approved before, ReadOnlyError.
        """
        refuse_writing(self._services.config, _WRITING)
        plan = await self._services.database.read(publish_plans.plan, plan_id)
        if plan is None or not await self._services.database.write(
            publish_plans.approve, plan_id, self._services.clock()
        ):
            raise UsageError(f"approving plan {plan_id}", why="there is none of that number that waits")
        job = phase_job(PhaseName.PUBLISH, plan.instance, PhaseArgs(plan=plan_id), priority=3)
        return (await self._services.jobs.enqueue(job))[0]

    async def unpublish(
        self, instances: Sequence[str] = (), external_ids: Sequence[str] = (), *, applies: bool = True
    ) -> list[int]:
        """Queue what takes everything of ours back and gives the owner's files back; return the jobs' ids.

        ``applies``: otherwise it is only looked at. Raises UsageError, ReadOnlyError.
        """
        if applies:
            refuse_writing(self._services.config, "taking published artwork back")
        args = PhaseArgs(external_ids=tuple(external_ids), applies=applies, takes_back=True)
        return await self._services.artwork.start(PhaseName.PUBLISH, instances, args)

    async def bring_back(self, instance: str, external_ids: Sequence[str]) -> int:
        """Queue what brings back what an app took or misnamed of titles; return the id of the job.

        Only what was published before is written, renamed or removed, and images and NFO of the owner come
        back from the cache. Raises ReadOnlyError.
        """
        refuse_writing(self._services.config, "bringing back artwork")
        return (await self._services.jobs.enqueue(follow_job(instance, external_ids)))[0]

    # --- writing -------------------------------------------------------------------------------------

    async def run(
        self,
        instance: str,
        progress: Callable[[int, int, str], Awaitable[None]] = no_progress,
        check: Callable[[], None] = never_stop,
        *,
        takes_back: bool = False,
        replaces: Collection[str] = (),
    ) -> PublishRun:
        """Return what publishes titles of an instance, or takes back what was published.

        ``replaces``: hashes of what somebody wrote over published images, which makes room. Raises
        ConfigError for a cache in a root folder.
        """
        from arrtui.features.artwork.folder_turns import turn
        from arrtui.features.artwork.nfo_planning import NfoRules
        from arrtui.features.artwork.publish_run import PublishRun, PublishTools

        services = self._services
        config = services.config
        apply = await self._apply_tools(instance)
        given = await services.database.read(assets.given)
        rules = publish_rules(config)._replace(given=given, replaced=frozenset(replaces))
        misplaced = await services.artwork.warnings.misplaced_sets()
        if misplaced:
            rules = rules._replace(sets_folder="")
        refused = await services.database.read(self._refused_nfos, instance)
        nfo = NfoRules(config.artwork.nfo, rules.players, refused)

        async def give_back(external_ids: Collection[str]) -> tuple[int, list[ArrtuiError]]:
            return await self._give_back(instance, external_ids)

        tools = PublishTools(
            services.database,
            apply,
            rules,
            nfo,
            services.clock,
            progress,
            check,
            give_back,
            partial(turn, data_folder(), instance, check),
        )
        run = PublishRun(config.instance(instance), tools, takes_back=takes_back)
        run.counts.tell([misplaced] if misplaced else [])
        return run

    async def _give_back(
        self, instance: str, external_ids: Collection[str], paths: Collection[Path] = ()
    ) -> tuple[int, list[ArrtuiError]]:
        """Move what made room for published files back, where its place is free; tell why others are not.

        ``paths``: where it was; only what made room last is moved back to these. When empty, to each place
        what made room there first; what came after it stays in the bin.
        """
        read = self._services.database.read
        if paths:
            binned = await read(recycled.files_of, (BIN_KIND, OWN_BIN_KIND), instance, external_ids)
            last = {file.original_path: file.id for file in reversed(binned)}
            ids = [last[str(path)] for path in paths if str(path) in last]
        else:  # the first that made room was there before anything of ours
            ids = await read(recycled.first_of_places, (BIN_KIND,), instance, external_ids)
        restored, errors = await self._services.recycle.restore(ids) if ids else ([], [])
        return len(restored), list(errors)

    def _refused_nfos(self, instance: str) -> frozenset[str]:
        """Return the NFO that are left to the app's own consumer, by their roots."""
        from arrtui.features.artwork.consumers import nfos_of_app

        if self._services.config.artwork.nfo_beside_app:
            return frozenset()
        return nfos_of_app(settings_of(instance, SettingType.METADATA_CONSUMER).values())

    async def _apply_tools(self, instance: str) -> ApplyTools:
        from arrtui.features.artwork.applying import ApplyTools
        from arrtui.media.art_placing import PlacingRules

        artwork = self._services.config.artwork
        cache = await open_cache(self._services)
        mode = None if artwork.mode == "film" else int(artwork.mode, 8)

        async def recycle(files: Sequence[BinnedFile]) -> list[ArrtuiError]:
            return await self.recycle(instance, files)

        async def keep(files: Sequence[BinnedFile]) -> tuple[dict[Path, Path], list[ArrtuiError]]:
            own = _own_files(instance, files)
            kept, errors = await self._services.recycle.recycle(own, stays=True)
            return {Path(file.original_path): Path(file.bin_path) for file in kept}, errors

        async def return_files(external_id: str, paths: Collection[Path]) -> list[ArrtuiError]:
            return (await self._give_back(instance, [external_id], paths))[1]

        return ApplyTools(cache, PlacingRules(artwork.links, mode), recycle, keep, return_files)

    async def recycle(self, instance: str, files: Sequence[BinnedFile]) -> list[ArrtuiError]:
        """Move files that make room or leave into the recycle bin; return why some are not there.

        One that is gone has left already: what a killed process began may be ended by two at once.
        """
        from arrtui.media.recycle import FileGoneError

        _, errors = await self._services.recycle.recycle(_own_files(instance, files))
        return [error for error in errors if not isinstance(error, FileGoneError)]


def _own_files(instance: str, files: Iterable[BinnedFile]) -> list[OwnFile]:
    """Return files as the recycle bin takes them."""
    from arrtui.features.recycle.keeping import OwnFile

    return [
        OwnFile(
            kind=OWN_BIN_KIND if file.is_ours else BIN_KIND,
            instance=instance,
            external_id=file.external_id,
            title=file.folder,
            path=file.path,
            size=file.facts.size,
            mtime_ns=file.facts.mtime_ns,
        )
        for file in files
    ]


def publish_rules(config: Config) -> PublishRules:
    """Return what the configuration says of names and kinds."""
    from arrtui.features.artwork.naming import KODI, players_of
    from arrtui.features.artwork.wanting import PublishRules

    configured = [player.kind for player in config.players]
    players = players_of(config.artwork.names_for, configured)
    sets_folder = config.artwork.sets_folder
    return PublishRules(
        players,
        frozenset(config.artwork.kinds),
        actors=config.artwork.actors,
        sets_folder=sets_folder.as_posix() if sets_folder and KODI in players else "",
    )
