"""What renames would do to scores, for front ends; and the job that asks apps for the new names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from arrtui.core.apps import Ability, Kind
from arrtui.core.batches import batched
from arrtui.core.errors import NotFoundError, ServerFaultError, UsageError
from arrtui.core.memory import not_collecting
from arrtui.core.text import plural
from arrtui.core.versions import is_able
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.clients import ArrClient
    from arrtui.clients.answers import NewName
    from arrtui.core.config import Config
    from arrtui.core.matching import MatchFacts
    from arrtui.core.naming import NamingScheme
    from arrtui.db.database import Database
    from arrtui.features.loops.rename_files import RenameLibrary
    from arrtui.features.loops.renames import NewNames, RenameReport
    from arrtui.runtime.engine.jobs import JobContext
    from arrtui.runtime.engine.queue import JobQueue
    from arrtui.runtime.matches import MatchServices
    from arrtui.runtime.services import Services

# The features are imported when they are first used: the app's first paint does not wait for them.

KIND = "new-names"
TITLES_PER_REQUEST = 50
"""The app builds the names of all their files before it answers."""
REST = 0.2
"""Seconds between two requests."""


@dataclass(frozen=True)
class TokenChange:
    """A naming that is tried: the one now set, with a token more or less."""

    without: str = ""
    added: str = ""

    def applied(self, scheme: NamingScheme) -> NamingScheme:
        """Return the naming to be tried.

        Raises UsageError where the token does not stand in it, stands in it already, or is not foretold.
        """
        from arrtui.core.naming import token_key
        from arrtui.core.naming.values import addable_tokens

        token = self.without or self.added
        if bool(self.without) != scheme.has(token):
            has = "has no" if self.without else "already has"
            raise UsageError(f"The naming {has} {token}: {next(iter(scheme.formats.values())).text}")
        if self.without:
            return scheme.without(token)
        known = addable_tokens(scheme.kind)
        if token_key(token) not in map(token_key, known):
            others = (
                f"; of {', '.join(known)} it is" if known else f", nor any token of {scheme.kind.app.name}"
            )
            raise UsageError(f"What {token} stands for is not foretold{others}.")
        return scheme.with_token(token)


@dataclass(frozen=True)
class WholeNaming:
    """A naming that is tried in place of the one now set: the body of the app's naming settings."""

    body: Mapping[str, Any]

    def applied(self, scheme: NamingScheme) -> NamingScheme:
        """Return the naming to be tried."""
        from arrtui.core.naming import read_naming

        return read_naming(scheme.kind, self.body)


class NameRequests(NamedTuple):
    """What asking an app for names takes."""

    titles: int
    """Those with files whose new names are not known; where all are known, all."""
    requests: int
    """One tells its version: several titles are asked for at once where it is able to."""
    is_again: bool
    """All names are known, so that they are asked for once more."""


class TokenChoices(NamedTuple):
    """Tokens that a naming can be tried without and with, each with the instances it means something for."""

    present: Mapping[str, tuple[str, ...]]
    absent: Mapping[str, tuple[str, ...]]


_NUMBERS = frozenset({"season", "episode", "absolute", "airdate"})
"""Keys of tokens without which no file is told from another."""


class RenameServices:
    """Reads what is stored, and queues what asks apps. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        jobs: JobQueue,
        matches: Callable[[], MatchServices],
    ) -> None:
        self._config = config
        self._database = database
        self._jobs = jobs
        self._matches = matches

    async def library(self, instance: str) -> RenameLibrary:
        """Return what is stored of the files of an instance. Raises NoSuchSnapshotError."""
        from arrtui.features.loops.rename_files import load_rename_library

        kind = self._config().instance(instance).kind

        def load() -> RenameLibrary:
            with not_collecting():
                return load_rename_library(instance, kind)

        return await self._database.read(load)

    async def report(self, instance: str, change: TokenChange | WholeNaming | None = None) -> RenameReport:
        """Return what renames would do: by the names the app told, or by another naming.

        Raises NoSuchSnapshotError where nothing is stored, and UsageError for a change that means nothing.
        """
        from arrtui.features.loops.renames import names_by, names_of_app

        library = await self.library(instance)
        if change is None:
            return await self._report(library, await asyncio.to_thread(names_of_app, library), None)
        scheme = change.applied(library.naming)
        return await self._report(library, await asyncio.to_thread(names_by, library, scheme), scheme)

    async def tokens(self, instances: Iterable[str]) -> TokenChoices:
        """Return what the namings of some instances can be tried without and with.

        Raises NoSuchSnapshotError.
        """
        from arrtui.core.naming import token_key
        from arrtui.core.naming.values import addable_tokens
        from arrtui.features.loops.rename_files import load_naming

        present: dict[str, tuple[str, ...]] = {}
        absent: dict[str, tuple[str, ...]] = {}
        for name in instances:
            kind = self._config().instance(name).kind
            scheme = await self._database.read(load_naming, name, kind)
            own = {token.name for format_ in scheme.formats.values() for token in format_.tokens}
            for token in sorted(own):
                if token_key(token) not in _NUMBERS:
                    present[token] = (*present.get(token, ()), name)
            for token in addable_tokens(scheme.kind):
                if not scheme.has(token) and token_key(token) not in _NUMBERS:
                    absent[token] = (*absent.get(token, ()), name)
        return TokenChoices(present, absent)

    async def needed(self, instance: str) -> NameRequests:
        """Return what asking for the names of an instance takes. Raises NoSuchSnapshotError."""
        library = await self.library(instance)
        titles = len(await asyncio.to_thread(_open_titles, library, None))
        is_again = not titles
        if is_again:
            titles = len({own.file.item_id for own in library.files})
        size = _titles_per_request(library.kind, library.version)
        return NameRequests(titles, 1 + -(-titles // size), is_again)

    async def ask(self, instances: Iterable[str]) -> list[int]:
        """Queue jobs that ask instances for the names they would give; return their ids.

        Titles whose names are known are not asked for, unless all are. Raises NoSuchSnapshotError.
        """
        jobs = []
        for name in self._config().instance_names(tuple(instances)):
            job_id, _ = await self._jobs.enqueue(names_job(name, again=(await self.needed(name)).is_again))
            jobs.append(job_id)
        return jobs

    async def _report(
        self, library: RenameLibrary, new: NewNames, scheme: NamingScheme | None
    ) -> RenameReport:
        """Match the new names and say what becomes of the files."""
        from arrtui.core.matching import Evaluation
        from arrtui.features.loops.renames import renamed_facts, report_renames

        def change(file_id: int, facts: MatchFacts) -> MatchFacts | None:
            name, own = new.names.get(file_id), library.by_id.get(file_id)
            return None if name is None or own is None else renamed_facts(own, facts, name, library.kind)

        matches = await self._matches().under(library.instance, change)
        evaluations = {number: Evaluation(match.formats, match.unknown) for number, match in matches.items()}
        doubts = {number: match.doubt for number, match in matches.items() if match.doubt}
        return await asyncio.to_thread(report_renames, library, new, evaluations, doubts, scheme)


# --- the job ---------------------------------------------------------------------------------------------


def names_job(instance: str, *, again: bool = False) -> NewJob:
    """Return the job that asks an instance for the names that it would give its files.

    ``again``: for those that are known, too.
    """
    return NewJob(kind=KIND, subject=instance, instance=instance, args={"again": again}, priority=6)


def _open_titles(library: RenameLibrary, since: float | None) -> list[int]:
    """Return the titles with files whose new names are not known, or not known since a time (UTC seconds)."""
    from arrtui.features.loops.renames import names_of_app

    untold = names_of_app(library).untold
    titles = {library.by_id[number].file.item_id for number in untold}
    if since is not None:
        asked = {item_id for item_id, title in library.answers.items() if title.asked_at >= since}
        titles |= {own.file.item_id for own in library.files} - asked
    return sorted(titles)


async def _ask_names(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Ask for the names of titles that are not known, a few at a time, and store each answer.

    What was stored before an interruption is not asked for again.
    """
    from arrtui.db.rename_previews import forget_gone_titles

    instance = services.config.instance(job.job.instance)
    client = services.clients.get(instance)
    library = await services.loops.renames.library(instance.name)
    since = job.job.created_at if job.args.get("again") else None
    await services.database.write(forget_gone_titles, library.instance_id)
    titles = await asyncio.to_thread(_open_titles, library, since)
    # an app that was set back since the backup would answer for the first of several titles only
    size = _titles_per_request(instance.kind, (await client.status_unless(None)).version)
    asked, renamed, gone = 0, 0, 0
    for batch in batched(titles, size):
        job.check()
        await job.progress(asked, len(titles), f"asked for {plural(asked, 'title')}")
        if asked:
            await asyncio.sleep(REST)
        names, missing = await _names_of(client, batch)
        answered = [item_id for item_id in batch if item_id not in missing]
        await services.database.write(_store, library, answered, names, services.clock())
        asked, renamed, gone = asked + len(batch), renamed + len(names), gone + len(missing)
    return {"titles": asked, "renamed": renamed, "gone": gone}


def _titles_per_request(kind: Kind, version: str) -> int:
    return TITLES_PER_REQUEST if is_able(kind, Ability.MANY_NAMES, version) else 1


async def _names_of(client: ArrClient, item_ids: Sequence[int]) -> tuple[list[NewName], set[int]]:
    """Return the new names of the files of some titles, and the titles that the app does not have any more.

    One of these spoils the whole answer, which is then asked for in halves.
    """
    try:
        return (await client.new_names(item_ids)).records, set()
    except (NotFoundError, ServerFaultError):
        if len(item_ids) == 1:
            if await client.title(item_ids[0]) is not None:
                raise
            return [], set(item_ids)
    names: list[NewName] = []
    missing: set[int] = set()
    half = len(item_ids) // 2
    for part in (item_ids[:half], item_ids[half:]):
        await asyncio.sleep(REST)
        more, lost = await _names_of(client, part)
        names += more
        missing |= lost
    return names, missing


def _store(library: RenameLibrary, item_ids: Sequence[int], names: Sequence[NewName], now: float) -> None:
    """Store what an app said of the files of some titles; a file that it did not name keeps its name."""
    from arrtui.db.rename_previews import FileName, TitleNames, store_names

    paths = {name.file_id: name.new_path for name in names}

    def answer(item_id: int) -> TitleNames:
        files = library.by_title.get(item_id, ())
        told = tuple(FileName(own.file.id, own.mark, paths.get(own.file.id, "")) for own in files)
        return TitleNames(now, library.naming_mark, told)

    store_names(library.instance_id, ((item_id, answer(item_id)) for item_id in item_ids))


def _describe(result: Mapping[str, Any]) -> str:
    if "titles" not in result:
        return ""
    titles, files = plural(result["titles"], "title"), plural(result["renamed"], "file")
    return f"{titles} asked for: {files} would be renamed"


ASK_NAMES = JobKind(KIND, "Names", _ask_names, describe_result=_describe)
