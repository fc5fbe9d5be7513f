"""Which custom formats stored files match: the job that follows a backup, and what front ends ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from arrtui.core.apps import APPS, Kind, app_of
from arrtui.core.memory import not_collecting
from arrtui.core.text import plural
from arrtui.db import pattern_matches
from arrtui.db.database import Database
from arrtui.db.estate import instance_ids
from arrtui.db.history import reading_state
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.core.matching import CompiledFormat, MatchFacts
    from arrtui.core.matching.tasks import SearchTask
    from arrtui.features.matches.masks import NameAnswers
    from arrtui.features.matches.model import FileMatch, MatchForecast, MatchLibrary
    from arrtui.runtime.services import Services

# The feature is imported by the first job or question: the app's first paint does not wait for it.

KIND = "match"
SearchProgress = Callable[[int, int], None]
"""Is told how many searches are done, and how many there are."""


class MatchServices:
    """What can be told of the formats of stored files. Every method may raise ArrtuiError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.early: set[str] = set()
        """Instances whose files were matched while their history was still being read."""

    async def of(self, instance: str) -> Mapping[int, FileMatch]:
        """Return the formats of every stored file of an instance by its id, or why they cannot be told.

        Names that no job has searched yet cannot be told. Raises NoSuchSnapshotError.
        """
        from arrtui.features.matches.evaluation import file_matches, find_doubts
        from arrtui.features.matches.masks import FileMasks

        stored, names, doubts = await self._database.read(_load, instance)

        def evaluate() -> dict[int, FileMatch]:
            masks = FileMasks(stored.facts, names)
            return file_matches(stored, masks, find_doubts(stored, masks) if doubts is None else doubts)

        return await asyncio.to_thread(evaluate)

    async def what_if(
        self,
        instance: str,
        formats: Iterable[Mapping[str, Any]],
        removed: Collection[int] = (),
        progress: SearchProgress | None = None,
    ) -> MatchForecast:
        """Return which files of an instance would match other formats than now.

        ``formats`` are bodies of changed ones, with their id, and of new ones, without; these get the ids
        −1, −2 and so on. ``removed`` are ids. Patterns that are not stored are searched now; ``progress`` is
        told of it. Raises NoSuchSnapshotError.
        """
        from arrtui.core.matching import compile_format
        from arrtui.features.matches.evaluation import find_doubts, forecast
        from arrtui.features.matches.masks import FileMasks

        stored, names, doubts = await self._database.read(_load, instance)
        compiled = [
            compile_format({**body, "id": body.get("id") or -place}, stored.kind)
            for place, body in enumerate(formats, 1)
        ]
        await _search_new(stored, names, compiled, progress)

        def foretell() -> MatchForecast:
            with not_collecting():
                masks = FileMasks(stored.facts, names)
                known = find_doubts(stored, masks) if doubts is None else doubts
                return forecast(stored, masks, compiled, removed, known)

        return await asyncio.to_thread(foretell)

    async def under(
        self, instance: str, change: Callable[[int, MatchFacts], MatchFacts | None]
    ) -> Mapping[int, FileMatch]:
        """Return the formats of files of an instance as if some facts of them were others, by their ids.

        ``change`` is called in a thread with the id of each file and its facts; files for which it returns
        None are left out. What is not stored of the patterns of formats is searched now. Raises
        NoSuchSnapshotError.
        """
        from arrtui.features.matches.evaluation import changed_library, file_matches, find_doubts
        from arrtui.features.matches.masks import FileMasks

        stored, names, doubts = await self._database.read(_load, instance)
        if doubts is None:
            doubts = await asyncio.to_thread(lambda: find_doubts(stored, FileMasks(stored.facts, names)))
        changed = await asyncio.to_thread(changed_library, stored, change)
        await _search_new(changed, names, stored.formats)
        return await asyncio.to_thread(lambda: file_matches(changed, FileMasks(changed.facts, names), doubts))


def _load(instance: str) -> tuple[MatchLibrary, dict[str, NameAnswers], dict[int, str] | None]:
    """Return the files of an instance, what is stored of their names, and its doubts if it was checked."""
    from arrtui.features.matches.load import load_match_library
    from arrtui.features.matches.searching import stored_answers

    with not_collecting():
        stored = load_match_library(instance, app_of(instance).kind)
        doubts = pattern_matches.doubts(stored.instance_id, stored.digest)
        return stored, stored_answers(stored.kind), doubts


async def _search_new(
    library: MatchLibrary,
    names: dict[str, NameAnswers],
    formats: Collection[CompiledFormat],
    progress: SearchProgress | None = None,
) -> None:
    """Search the texts of files for the patterns of formats, as far as that is not stored, into ``names``."""
    from arrtui.features.matches.masks import distinct_texts
    from arrtui.features.matches.searching import add_answers, patterns_of, tasks_of, with_texts
    from arrtui.runtime.search_pool import searched

    texts = await asyncio.to_thread(distinct_texts, library.facts)
    searches: list[tuple[str, list[str], list[SearchTask]]] = []
    for field, patterns in patterns_of(formats).items():
        own, stored = list(texts[field]), names[field]
        added = [text for text in own if text not in stored.places]
        names[field] = await asyncio.to_thread(with_texts, stored, own)
        known = stored.answers.keys()
        for unsearched, in_them in ((own, patterns - known), (added, patterns & known)):
            searches.append((field, unsearched, list(tasks_of(field, unsearched, in_them, {}))))
    done, total = 0, sum(task.searches for _, _, tasks in searches for task in tasks)
    for field, unsearched, tasks in searches:
        results = []
        async for result in searched(tasks):
            results.append(result)
            done += result[0].searches
            if progress is not None:
                progress(done, total)
        await asyncio.to_thread(add_answers, names[field], unsearched, results)


# --- the job ---------------------------------------------------------------------------------------------


def match_job(kind: Kind, *, priority: int = 9) -> NewJob:
    """Return the job that matches the files of all instances of an app."""
    return NewJob(kind=KIND, subject=kind.value, priority=priority)


async def queue_matching(services: Services, instance: str) -> None:
    """Queue the matching of an instance's app if what is stored of the instance is new.

    It is no child of a backup: a task that backs up would wait for its children.
    """
    from arrtui.features.matches.load import is_checked

    if instance in services.matches.early or not await services.database.read(is_checked, instance):
        await services.jobs.enqueue(match_job(app_of(instance).kind))


async def _match(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Search what was not searched yet, then check every instance whose stored state is new.

    A state that is stored meanwhile is taken along. Whatever was searched stays stored.
    """
    kind = APPS[job.job.subject].kind
    figures = {"searches": 0, "files": 0, "doubtful": 0}
    names, early = services.config.instance_names(()), services.matches.early
    while unchecked := await services.database.read(_unchecked, names, kind, frozenset(early)):
        await _register(services, kind, unchecked)
        figures["searches"] += await _search(services.database, job, kind)
        for stored in unchecked:
            job.check()
            figures["files"] += len(stored.facts)
            figures["doubtful"] += await _check(services.database, stored)
    return figures


def _unchecked(names: Iterable[str], kind: Kind, early: Collection[str]) -> list[MatchLibrary]:
    """Return the stored states of an app's instances that are not checked, or were before their history."""
    from arrtui.features.matches.load import is_checked, load_match_library

    own = (name for name in names if app_of(name).kind is kind)
    return [
        load_match_library(name, kind)
        for name in own
        if not is_checked(name) or (name in early and _has_history(name))
    ]


def _has_history(instance: str) -> bool:
    """Return whether all of an instance's history was read, so that no older release is still to come."""
    instance_id = instance_ids().get(instance)
    return instance_id is not None and reading_state(instance_id).complete


async def _register(services: Services, kind: Kind, libraries: Collection[MatchLibrary]) -> None:
    """Store the texts of files and releases that are new, and the patterns of all instances of an app."""
    from arrtui.features.matches.load import stored_formats
    from arrtui.features.matches.masks import distinct_texts
    from arrtui.features.matches.searching import TextsOf, patterns_of, register

    patterns = patterns_of(await services.database.read(stored_formats, kind))
    facts: dict[TextsOf, list[MatchFacts]] = {
        TextsOf.FILES: [subject for stored in libraries for subject in stored.facts],
        TextsOf.RELEASES: [],
    }
    for stored in libraries:
        is_whole = await services.database.read(_has_history, stored.instance)
        (services.matches.early.discard if is_whole else services.matches.early.add)(stored.instance)
        facts[TextsOf.RELEASES] += await services.loops.cutoffs.undecided(stored.instance)
    for of, subjects in facts.items():
        texts = await asyncio.to_thread(distinct_texts, subjects)
        await services.database.write(register, kind, texts, patterns, of)


async def _search(database: Database, job: JobContext, kind: Kind) -> int:
    """Search what is open of an app's names and store it; return how many names were searched."""
    from arrtui.features.matches.searching import open_tasks, store_answers
    from arrtui.runtime.search_pool import searched

    tasks = await database.read(open_tasks, kind)
    done, total = 0, sum(task.searches for task in tasks)
    patterns = plural(len({(task.scope, text) for task in tasks for text in task.patterns}), "pattern")
    await job.progress(0, total, f"searching names for {patterns}")
    async with aclosing(searched(tasks)) as results:
        async for task, answers in results:
            await database.write(store_answers, task, answers)
            done += task.searches
            await job.progress(done, total, f"searching names for {patterns}")
            job.check()
    return done


async def _check(database: Database, stored: MatchLibrary) -> int:
    """Compare the present formats of an instance's files with the app's; return how many are doubtful."""
    from arrtui.features.matches.evaluation import find_doubts
    from arrtui.features.matches.masks import FileMasks
    from arrtui.features.matches.searching import stored_answers

    names = await database.read(stored_answers, stored.kind)
    doubts = await asyncio.to_thread(lambda: find_doubts(stored, FileMasks(stored.facts, names)))
    await database.write(pattern_matches.store_doubts, stored.instance_id, stored.digest, doubts)
    return len(doubts)


def _describe(result: Mapping[str, Any]) -> str:
    if "files" not in result:
        return ""
    doubtful = plural(result["doubtful"], "file")
    return (
        f"{plural(result['files'], 'file')}: {doubtful} not as in the app"
        if result["doubtful"]
        else (f"{plural(result['files'], 'file')} as in the app")
    )


MATCH = JobKind(KIND, "Match", _match, routine=True, describe_result=_describe)
