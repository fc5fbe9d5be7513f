"""Publish the artwork of an instance: plan title after title, and do what the plans say.

Every title is planned anew right before it is written, whatever was planned and approved before, so that a
plan that is old by then does nothing that is not right now. A run that was killed goes on where it was.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import partial

import msgspec

from arrtui.core.art_layouts import TitleForm
from arrtui.core.artwork import Placement, PublishAction, PublishEntry
from arrtui.core.batches import batched
from arrtui.core.config import InstanceConfig
from arrtui.core.errors import ArrtuiError
from arrtui.core.text import plural
from arrtui.core.trailers import RootState
from arrtui.db import media
from arrtui.db.artwork import placements, publish_plans
from arrtui.db.artwork.publish_plans import Line, line_of
from arrtui.db.artwork.sets import set_files
from arrtui.db.database import Database
from arrtui.features.artwork.album_folders import bases_of
from arrtui.features.artwork.applying import (
    Applied,
    ApplyTools,
    TitleWork,
    apply_title,
    begun,
    leave_folders,
)
from arrtui.features.artwork.naming import KODI
from arrtui.features.artwork.nfo_keeping import keep, kept_nfo, sources_of
from arrtui.features.artwork.nfo_planning import NfoRules
from arrtui.features.artwork.publish_titles import (
    FolderPlanner,
    Planned,
    PublishFolder,
    only_with,
    stored_facts,
    titles_of,
    videos_of,
    with_fates,
)
from arrtui.features.artwork.set_sharing import SetsFolder
from arrtui.features.artwork.wanting import PublishRules
from arrtui.media.art_placing import sweep_parts
from arrtui.media.mapping import PathMapper
from arrtui.media.roots import RootWatch

BATCH = 48
"""Titles that are planned, noted and confirmed together."""
AT_ONCE = 4
"""Titles that are written at the same time."""
FEW = 5
"""Titles that may be published the first time without a look."""
_MOST_MESSAGES = 20
Progress = Callable[[int, int, str], Awaitable[None]]
Keep = Callable[[PublishEntry], bool]
GiveBack = Callable[[Collection[str]], Awaitable[tuple[int, Sequence[ArrtuiError]]]]
"""Moves what made room in titles' folders back there; returns how many files, and why others are not."""


@dataclass
class PublishCounts:
    """What came of publishing."""

    titles: int = 0
    """That were looked at."""
    published: int = 0
    """Files that were written, replaced or renamed."""
    removed: int = 0
    lost: int = 0
    restored: int = 0
    locked: int = 0
    failed: int = 0
    without_nfo: int = 0
    """Films, series and episode files that have no NFO."""
    messages: list[str] = field(default_factory=list)
    changed: dict[str, None] = field(default_factory=dict)
    """External ids of titles of which a file changed."""

    def tell(self, sentences: Iterable[str]) -> None:
        """Add sentences, as many as there is room for."""
        self.messages = list(dict.fromkeys([*self.messages, *sentences]))[:_MOST_MESSAGES]


@dataclass(frozen=True)
class PublishTools:
    """What a run works with."""

    database: Database
    apply: ApplyTools
    rules: PublishRules
    nfo: NfoRules
    clock: Callable[[], float]
    progress: Progress
    check: Callable[[], None]
    """Raises when the work is to stop."""
    give_back: GiveBack
    turn: Callable[[], AbstractAsyncContextManager[None]]
    """Keeps others from writing into the folders meanwhile."""


class PublishRun:
    """Publishes titles of one instance, or takes back what was published."""

    def __init__(self, instance: InstanceConfig, tools: PublishTools, *, takes_back: bool = False) -> None:
        self._instance = instance
        self._tools = tools
        self._takes_back = takes_back
        self._claimed: dict[str, str] = {}
        """Pictures of sets by path, with the title that is to write or remove each."""
        self.counts = PublishCounts()

    @property
    def instance(self) -> str:
        """Name of the instance."""
        return self._instance.name

    @property
    def is_recorded(self) -> bool:
        """Whether records tell what the app does to published files."""
        return self._instance.kind.app.extras.is_recorded

    @property
    def placing(self) -> ApplyTools:
        """What it writes with."""
        return self._tools.apply

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Keep others from writing into the folders of the instance meanwhile; wait for them."""
        return self._tools.turn()

    # --- which titles --------------------------------------------------------------------------------

    async def ready_titles(self, external_ids: Sequence[str] = ()) -> list[PublishFolder]:
        """Return the titles, some or all, below root folders that are as they should be now."""
        database, name = self._tools.database, self._instance.name
        everything = await database.read(media.trailer_titles, [name])
        known = await database.read(media.media_roots, name)
        by_root: defaultdict[str, list[str]] = defaultdict(list)
        for title in everything:
            by_root[title.root_folder] += [title.path] if title.files else []
        mapper, now, ready = PathMapper(self._instance.path_mapping), self._tools.clock(), set[str]()
        for path, folders in by_root.items():
            root = await asyncio.to_thread(RootWatch(path, folders, known.get(path), mapper, now).begin)
            if root.state is RootState.READY:
                ready.add(path)
            elif folders:
                self.counts.tell([f"Nothing is written below {path}: {root.reason}."])
        places = await database.read(titles_of, self._instance, external_ids)
        return [place for place in places if place.title.root_folder in ready]

    # --- planning ------------------------------------------------------------------------------------

    async def plan(
        self, places: Sequence[PublishFolder], limit: int = 0, *, with_rejected: bool = False
    ) -> tuple[list[PublishEntry], list[str]]:
        """Return what would be done and what is left out; nothing is changed.

        ``limit``: titles with something to do at most; 0 for all. ``with_rejected``: what the owner rejected
        before is there too, as rejected.
        """
        entries: list[PublishEntry] = []
        refusals: list[str] = []
        touched = done = 0
        keep = await self._unrejected()
        for batch in batched(places, BATCH):
            self._tools.check()
            for title in await self._plan_batch(batch):
                planned = with_fates(title, self._instance.kind.app)
                self.counts.without_nfo += planned.without_nfo
                plan = only_with(planned, keep).plan
                refusals += plan.refusals
                if with_rejected:
                    entries += [
                        entry if keep(entry) else msgspec.structs.replace(entry, approved=False)
                        for entry in planned.plan.entries
                    ]
                elif plan.entries and not (limit and touched >= limit):
                    entries += plan.entries
                    touched += 1
            done += len(batch)
            await self._tools.progress(done, len(places), "planning")
            if limit and touched >= limit:
                break
        self.counts.titles += touched if limit else done
        return entries, list(dict.fromkeys([*self._nfo_remarks(), *refusals]))

    async def _plan_batch(self, places: Sequence[PublishFolder]) -> list[Planned]:
        tools, name = self._tools, self._instance.name
        facts, known = await tools.database.read(stored_facts, name, places)
        shared = await tools.database.read(set_files)
        sets = SetsFolder(name, tools.rules.sets_folder, shared, self._claimed)
        ids = [place.title.external_id for place in places]
        others = await tools.database.read(placements.of_others, name, ids)
        rules, app = tools.rules._replace(of_others=others), self._instance.kind.app
        read_nfo = partial(kept_nfo, tools.database, tools.apply.cache)
        planner = FolderPlanner(app, known, rules, tools.nfo, read_nfo, sets)
        plan, now = planner.plan_back if self._takes_back else planner.plan, self._tools.clock()
        return await asyncio.to_thread(lambda: [plan(title, now) for title in facts])

    def _nfo_remarks(self) -> list[str]:
        """Return what is to be known of NFO that are missing or left to the app."""
        nfo, without, remarks = self._tools.nfo, self.counts.without_nfo, list[str]()
        if nfo.refused and nfo.rule != "off":
            remarks.append(
                f"{self.instance} writes NFO itself, so arrtui writes none of that kind: switch its metadata "
                "off, or set nfo_beside_app under [artwork]."
            )
        if without and KODI in nfo.players:
            advice = ' Set nfo = "missing" under [artwork].' if nfo.rule == "off" else ""
            videos = plural(without, "video")
            remarks.append(f"{videos} without NFO: Kodi's local scraper does not show such titles.{advice}")
        return remarks

    async def _unrejected(self) -> Keep:
        """Return what tells what may be done: everything that the owner did not reject in a plan."""
        if self._takes_back:
            return lambda entry: True
        rejected = await self._tools.database.read(publish_plans.rejected, self._instance.name)
        return lambda entry: line_of(entry) not in rejected

    # --- doing ---------------------------------------------------------------------------------------

    async def apply(
        self, places: Sequence[PublishFolder], limit: int = 0, only: Collection[Line] | None = None
    ) -> None:
        """Do what is right for each title now; only some entries, where those are given.

        ``limit``: titles in which something is done at most; 0 for all.
        """
        keep, done, left = await self._unrejected(), 0, limit or len(places)
        for batch in batched(places, BATCH):
            self._tools.check()
            async with self.turn():
                left -= await self._apply_some(batch, keep, only, left)
            done += len(batch)
            await self._tools.progress(done, len(places), "taking back" if self._takes_back else "publishing")
            if not left:
                break
        self.counts.titles += limit - left if limit else done
        self.counts.tell(self._nfo_remarks())

    async def _apply_some(
        self, places: Sequence[PublishFolder], keep: Keep, only: Collection[Line] | None, most: int
    ) -> int:
        """Do what is right for a few titles, for so many at most; return how many those were."""
        planned = [only_with(title, keep) for title in await self._plan_batch(places)]
        if only is not None:
            planned = [only_with(title, lambda entry: line_of(entry) in only) for title in planned]
        busy = [title for title in planned if title.plan.entries]
        working = busy[:most]
        await self._apply_batch(planned, working)
        if self._takes_back:
            later = {title.facts.place.title.external_id for title in busy[len(working) :]}
            await self._return_files([place for place in places if place.title.external_id not in later])
        await self._leave_folders(working)
        return len(working)

    async def _leave_folders(self, titles: Sequence[Planned]) -> None:
        form = self._instance.kind.app.art.form
        for title in titles:
            await asyncio.to_thread(leave_folders, title.folder, title.plan.entries, form)

    async def restore(
        self, places: Sequence[PublishFolder], known: Mapping[str, Sequence[Placement]]
    ) -> None:
        """Do of what is right for each title only what concerns images that were published of it before.

        The caller has the turn.
        """
        slots = {
            (external_id, placement.slot) for external_id, placed in known.items() for placement in placed
        }
        for batch in batched(places, BATCH):
            self._tools.check()
            planned = [
                only_with(title, lambda entry: (entry.external_id, entry.slot) in slots)
                for title in await self._plan_batch(batch)
            ]
            working = [title for title in planned if title.plan.entries]
            await self._apply_batch(planned, working)
            await self._leave_folders(working)
            self.counts.titles += len(batch)

    async def _return_files(self, places: Sequence[PublishFolder]) -> None:
        """Give owners their files back that made room for published ones."""
        returned, errors = await self._tools.give_back({place.title.external_id for place in places})
        self.counts.restored += returned
        self.counts.failed += len(errors)
        self.counts.tell(str(error) for error in errors)

    async def _apply_batch(self, planned: Sequence[Planned], working: Sequence[Planned]) -> None:
        """Note what is to be written, write it, and confirm it, also when the job is being stopped."""
        works = [_work(title, self._instance.kind.app.art.form) for title in working]
        for folder in [title.folder for title in planned if title.leftovers]:
            await asyncio.to_thread(sweep_parts, folder)
        await self._tools.database.write(self._note, planned, works)
        wanted = [
            title.assets[entry.sha256]
            for title in working
            for entry in title.plan.entries
            if entry.sha256 in title.assets and entry.action is not PublishAction.REMOVE
        ]
        sources = await self._tools.database.read(sources_of, wanted, self._tools.apply.cache)
        await asyncio.shield(self._write_and_confirm([work._replace(sources=sources) for work in works]))
        for title in planned:
            self.counts.locked += title.plan.locked
            self.counts.lost += title.plan.lost
            self.counts.without_nfo += title.without_nfo
            self.counts.tell(title.plan.refusals)

    async def _write_and_confirm(self, works: Sequence[TitleWork]) -> None:
        now, at_once = self._tools.clock(), asyncio.Semaphore(AT_ONCE)

        async def write(work: TitleWork) -> Applied:
            async with at_once:
                return await apply_title(work, self._tools.apply, now)

        applied = await asyncio.gather(*map(write, works))
        await self._tools.database.write(self._confirm, works, applied)
        for work, outcome in zip(works, applied, strict=True):
            self._count(work, outcome)

    def _note(self, planned: Sequence[Planned], works: Sequence[TitleWork]) -> None:
        """Store what was seen, what may be half there from now on, and the NFO that are to be published."""
        name = self._instance.name
        hashes = {entry.sha256 for work in works for entry in work.entries}
        keep(
            (title.assets[digest], content)
            for title in planned
            for digest, content in title.contents.items()
            if digest in hashes
        )
        placements.note(name, (placement for title in planned for placement in title.plan.settled))
        forgotten = ((title.facts.place.title.external_id, title.plan.forgotten) for title in planned)
        placements.forget(name, _paths(forgotten))
        for file in (file for title in planned for file in title.inherited):
            placements.forget(file.instance, [(file.placement.external_id, file.placement.relative_path)])
        placements.note(name, (placement for work in works for placement in begun(work)))

    def _confirm(self, works: Sequence[TitleWork], applied: Sequence[Applied]) -> None:
        """Store what is there and what is not."""
        name = self._instance.name
        outcomes = list(zip(works, applied, strict=True))
        gone = ((work.entries[0].external_id, outcome.forgotten) for work, outcome in outcomes)
        placements.forget(name, _paths(gone))
        placements.note(name, (placement for _, outcome in outcomes for placement in outcome.placed))

    def _count(self, work: TitleWork, outcome: Applied) -> None:
        counts, external_id = self.counts, work.entries[0].external_id
        before = work.placements
        written = [
            placement for placement in outcome.placed if before.get(placement.relative_path) != placement
        ]
        restored = [
            placement
            for placement in written
            if (known := before.get(placement.relative_path)) is not None and known.sha256 == placement.sha256
        ]
        counts.restored += len(restored)
        counts.published += len(written) - len(restored)
        counts.removed += outcome.removed
        counts.failed += len(outcome.errors)
        counts.tell(outcome.errors)
        if written or outcome.removed:
            counts.changed[external_id] = None


def _work(planned: Planned, form: TitleForm) -> TitleWork:
    """Return what is to be done in a title's folder. Pure."""
    files = planned.facts.records.files
    largest = max(files, key=lambda file: file.size)
    return TitleWork(
        folder=planned.folder,
        like=largest.relative_path,
        bases=sorted(bases_of((video.keyed for video in videos_of(planned.facts.records)), form)),
        entries=planned.plan.entries,
        placements={placement.relative_path: placement for placement in planned.facts.placements},
        marks=planned.marks,
    )


def _paths(titles: Iterable[tuple[str, Sequence[str]]]) -> list[tuple[str, str]]:
    return [(external_id, path) for external_id, paths in titles for path in paths]
