"""Search indexers without grabbing: one title at a time, judged; and grab what somebody chose of it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.errors import ArrError, NotFoundError, UsageError
from arrtui.core.folding import fold
from arrtui.core.text import episode_number, name_some
from arrtui.db.database import Database
from arrtui.db.library import EpisodeListRow, episode_rows
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.clients import ArrClient
    from arrtui.core.config import Config, InstanceConfig
    from arrtui.core.domain import Item, MediaFile
    from arrtui.features.loops.offers import EpisodeNumber, JudgedRelease
    from arrtui.features.sync.model import Entry

# The features and the clients are imported when they are first used: the app's first paint does not wait.

PAUSE = 10.0
"""Seconds between two searches of one instance: each costs a request at every indexer of it."""
_CHOOSING = "choosing the title"
Report = Callable[[str], None]
"""Takes what is being done, in words."""


class ReleaseSubject(NamedTuple):
    """The movie, episode or season that releases are searched for."""

    instance: str
    item_id: int
    title: str
    """What a person calls it."""
    season: int | None = None
    episode: int | None = None
    """Number in its season."""
    album_id: int = 0
    """The app's, where releases are of albums."""
    album: str = ""
    """Its title."""

    @property
    def words(self) -> str:
        """The title with what is searched for of it."""
        if self.album:
            return f"{self.title} - {self.album}"
        if self.season is None:
            return self.title
        if self.episode is None:
            return f"{self.title} season {self.season}"
        return f"{self.title} {episode_number(self.season, self.episode)}"


class RemoteFiles(NamedTuple):
    """The files that an instance has of a title."""

    files: Mapping[EpisodeNumber, MediaFile | None]
    """Of the movie, or of each episode of the series."""
    wanted: Sequence[EpisodeNumber]
    """What is searched for."""
    episode_id: int = 0
    """Of a single episode, or of an album."""
    album_files: Sequence[MediaFile] | None = None
    """All files of the album that is searched for, the first one first."""
    lacks_tracks: bool = False
    """A track of the album has no file."""


@dataclass(frozen=True)
class ReleaseList:
    """What a search has listed."""

    subject: ReleaseSubject
    releases: Sequence[JudgedRelease]
    unreadable: int = 0
    """Releases that could not be understood."""


class ReleaseServices:
    """Searches and grabs. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], database: Database, clock: Callable[[], float]) -> None:
        self._config = config
        self._database = database
        self._clock = clock
        self._searching: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._ended_at: dict[str, float] = {}

    async def find(
        self, instance: str, text: str, season: int | None, episode: int | None, album: str | None = None
    ) -> ReleaseSubject:
        """Return what a person means by a title's name or external id, of a series by two numbers.

        Of an artist an album is named by its title, a part of it, or its external id. Raises UsageError
        where a text names nothing or several things, and where what is needed of a title is not named.
        """
        config = self._config().instance(instance)
        item, app = await find_title(config, self._database, text), config.kind.app
        by_title, by_number = app.judges_children, app.numbers_children
        needed = app.unit.singular if by_title else app.group.lower()
        how = (
            f"Add --{needed} TITLE."
            if by_title
            else f"Add --{needed} N, and --{app.unit.singular} N for one."
        )
        for option, is_needed, given in (
            ("season", by_number, season is not None),
            ("album", by_title, album is not None),
        ):
            if given is not is_needed:
                titles = app.title.plural
                why = f"{titles} have no {option}s" if given else f"{titles} are searched by {needed}"
                advice = f"Leave --{option} out." if given else how
                raise UsageError(_CHOOSING, why=why, advice=advice, instance=config.name)
        if album is not None:
            row = await self._find_album(config, item, album)
            return ReleaseSubject(config.name, item.id, item.title, album_id=row.episode_id, album=row.title)
        return ReleaseSubject(config.name, item.id, _named(item), season, episode)

    async def of_child(self, instance: str, item_id: int, title: str, key: EpisodeNumber) -> ReleaseSubject:
        """Return an episode or an album of a title by its season and number as they are stored."""
        if self._config().instance(instance).kind.app.judges_children:
            rows = await self._database.read(episode_rows, instance, item_id)
            for row in rows:
                if (row.season, row.number) == key:
                    return ReleaseSubject(instance, item_id, title, album_id=row.episode_id, album=row.title)
        return ReleaseSubject(instance, item_id, title, *key)

    async def _find_album(self, config: InstanceConfig, item: Item, text: str) -> EpisodeListRow:
        rows, wanted = await self._database.read(episode_rows, config.name, item.id), fold(text.strip())
        named = [row for row in rows if wanted in (fold(row.title), row.external_id)]
        named = named or [row for row in rows if wanted and wanted in fold(row.title)]
        if len(named) == 1:
            return named[0]
        number = config.kind.app.unit.count(len(named))
        why = (
            f"{text!r} names {number} of {item.title}"
            if named
            else f"{item.title} has no {config.kind.app.unit.singular} {text!r}"
        )
        ids = [f"{row.title} {row.external_id}" for row in named]
        advice = f"Name one: {name_some(ids)}." if named else "Back it up if it is new there."
        raise UsageError(_CHOOSING, why=why, advice=advice, instance=config.name)

    async def search(self, subject: ReleaseSubject, report: Report = lambda text: None) -> ReleaseList:
        """Return what the indexers of an instance have of a title, judged; nothing is grabbed.

        It may take minutes. Searches of one instance run one after the other with a pause of :data:`PAUSE`
        between them. Raises NoSuchSnapshotError, UsageError for what the instance does not have.
        """
        from arrtui.clients import make_client
        from arrtui.clients.releases import SearchSubject
        from arrtui.features.loops.offers import SearchedTitle, judge_releases
        from arrtui.features.loops.offers_load import load_title

        kind = self._config().instance(subject.instance).kind.value
        stored = await self._database.read(load_title, subject.instance, kind, subject.item_id)
        if self._searching[subject.instance].locked():
            report("waiting for the search before")
        async with self._searching[subject.instance]:
            await self._pause(subject.instance, report)
            async with make_client(self._config().instance(subject.instance)) as client:
                report(f"reading what {subject.instance} has of it")
                remote = await _read_files(client, subject)
                report(f"asking the indexers of {subject.instance}, which may take minutes")
                try:
                    wanted = SearchSubject(subject.item_id, remote.episode_id, subject.season)
                    fetched = await client.search_releases(wanted)
                finally:
                    self._ended_at[subject.instance] = self._clock()
        profile = None if stored.item is None else stored.profiles.get(stored.item.profile_id)
        title = SearchedTitle(
            profile,
            stored.propers,
            remote.files,
            remote.wanted,
            stored.grabs,
            remote.album_files,
            remote.lacks_tracks,
        )
        judged = await asyncio.to_thread(judge_releases, fetched.records, title)
        return ReleaseList(subject, judged, len(fetched.skipped))

    async def _pause(self, instance: str, report: Report) -> None:
        """Wait until the last search of an instance is long enough ago."""
        rest = self._ended_at.get(instance, -PAUSE) + PAUSE - self._clock()
        if 0 < rest <= PAUSE:
            report(f"waiting {rest:.0f} s, so that the indexers are not asked too often")
            await asyncio.sleep(rest)

    async def grab(self, listed: ReleaseList, judged: JudgedRelease) -> int:
        """Have the app grab a release of a list, rejected or not; return the id of the plan that notes it.

        It cannot be undone. Raises ReadOnlyError, UsageError once the app has forgotten the list.
        """
        from arrtui.clients import make_client
        from arrtui.features.sync import store
        from arrtui.features.sync.model import Decision, PlanDraft, PlanKind

        subject, release = listed.subject, judged.release
        refuse_writing(self._config(), f"grabbing {release.title}")
        draft = PlanDraft(
            entries=[_entry(subject, judged)],
            kind=PlanKind.ACTION,
            source="grab",
            target=subject.instance,
            notes=("A grab cannot be undone.",),
            decision=Decision.APPROVED,
        )
        plan_id = await self._database.write(store.save, draft, self._clock())
        try:
            async with make_client(self._config().instance(subject.instance)) as client:
                await self._journalled_grab(client, plan_id, judged)
        except NotFoundError as error:
            raise UsageError(
                f"grabbing {release.title}",
                why="the app keeps what a search has listed for 30 minutes only",
                advice="Search again.",
                instance=subject.instance,
            ) from error
        finally:
            await self._database.write(store.end_apply, plan_id, self._clock())
        return plan_id

    async def _journalled_grab(self, client: ArrClient, plan_id: int, judged: JudgedRelease) -> None:
        """Send the request, noted before and after. Raises what the app said."""
        from arrtui.db.journal import NewStep, StepEnd
        from arrtui.features.sync import store
        from arrtui.features.sync.apply.journal import REFUSALS, Journal, app_message
        from arrtui.features.sync.model import EntryOutcome

        instance = client.config.name
        journal = Journal(self._database, plan_id, instance, self._clock, lambda: None)
        (planned,) = await self._database.read(store.entries, plan_id)
        (step,) = await journal.begin([NewStep(0, "grab", instance, None, dict(planned.after))])
        try:
            await client.grab_release(judged.release)
        except REFUSALS as error:
            words = app_message(error)
            await journal.end([StepEnd(step, "failed", {}, words)], [(0, EntryOutcome.FAILED, words)])
            raise
        except (ArrError, asyncio.CancelledError) as error:
            said = app_message(error) if isinstance(error, ArrError) else "the answer was not waited for"
            words = f"{said}. Whether it was grabbed is not known: look into the app's queue."
            await journal.end([StepEnd(step, "unconfirmed", {}, words)], [(0, EntryOutcome.FAILED, words)])
            raise
        await journal.end([StepEnd(step, "done")], [(0, EntryOutcome.DONE, "")])


async def find_title(config: InstanceConfig, database: Database, text: str) -> Item:
    """Return the title that a person means by its name, a part of it, or its external id.

    Raises UsageError where the text names no title or several.
    """
    from arrtui.features.loops.offers_load import find_titles

    items = await database.read(find_titles, config.name, text)
    if len(items) == 1:
        return items[0]
    names = list(map(_named, items))
    number = config.kind.app.title.count(len(items))
    why = f"{text!r} names {number}" if items else f"none is called {text!r}"
    advice = f"Name one: {name_some(names)}." if items else "Back it up if it is new there."
    raise UsageError(_CHOOSING, why=why, advice=advice, instance=config.name)


def _named(item: Item) -> str:
    return f"{item.title} ({item.year})" if item.year else item.title


async def _read_files(client: ArrClient, subject: ReleaseSubject) -> RemoteFiles:
    """Return the files of a title, and what is searched for of it.

    Raises UsageError for an episode or a season that the instance does not have.
    """
    from arrtui.features.loops.offers import MOVIE

    if client.app.judges_children:
        return await _read_album(client, subject)
    files = {file.id: file for file in (await client.files([subject.item_id])).records}
    if not client.app.has_children:
        return RemoteFiles({MOVIE: next(iter(files.values()), None)}, (MOVIE,))
    episodes = (await client.episodes(subject.item_id)).records
    wanted = [
        episode
        for episode in episodes
        if episode.season == subject.season and subject.episode in (None, episode.number)
    ]
    if not wanted:
        raise UsageError(
            "searching for releases",
            why=f"it has no {subject.words}",
            advice="Name a season, and an episode of it.",
            instance=subject.instance,
        )
    numbers = tuple((episode.season, episode.number) for episode in wanted)
    every = {(episode.season, episode.number): files.get(episode.file_id) for episode in episodes}
    return RemoteFiles(every, numbers, wanted[0].id if subject.episode is not None else 0)


async def _read_album(client: ArrClient, subject: ReleaseSubject) -> RemoteFiles:
    """Return the files of an album. Raises UsageError where none is named."""
    if not subject.album_id:
        raise UsageError(
            "searching for releases",
            why=f"{client.app.name} has releases of {client.app.unit.plural}",
            advice=f"Choose one of its {client.app.unit.plural}.",
            instance=subject.instance,
        )
    files = (await client.files_of([subject.album_id], [subject.item_id])).records
    tracks = (await client.tracks(subject.album_id)).records
    own = sorted(files, key=lambda file: file.id)
    lacks = any(not track.file_id for track in tracks)
    return RemoteFiles({}, (), subject.album_id, own, lacks)


def _entry(subject: ReleaseSubject, judged: JudgedRelease) -> Entry:
    """Return what the journal says of a grab; the app's guid may hold a key, and is left out."""
    from arrtui.features.sync.model import Entry, EntrySubject, Op, entry_key

    release = judged.release
    return Entry(
        key=entry_key(subject.instance, EntrySubject.RELEASE, release.title),
        instance=subject.instance,
        op=Op.ADD,
        subject=EntrySubject.RELEASE,
        ident=release.title,
        item_id=subject.item_id,
        title=subject.words,
        reason="Chosen from what a search has listed.",
        after={
            "release": release.title,
            "indexer": release.indexer,
            "score": release.score,
            "rejections": list(release.rejections),
        },
        size=release.size,
    )
