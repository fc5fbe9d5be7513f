"""Read an instance's whole state over HTTP, in batches, asking only for what may have changed.

The list of titles is always read; what it says of a title's files and episodes (its *fingerprint*) decides
whether those are asked for again. A change of a quality profile forces new scores for the titles under it, a
change of any custom format for all (R ``MovieFileResource.cs:92``: scores are computed per request).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from arrtui.clients import (
    FILES_PER_REQUEST,
    AppStatus,
    Fetched,
    ListedItem,
    RadarrClient,
    Skipped,
    SonarrClient,
)
from arrtui.core.domain import (
    EntityType,
    Episode,
    Health,
    MediaFile,
    RootFolder,
    Setting,
    SettingType,
    encode,
    record_key_of,
)
from arrtui.core.errors import NotFoundError
from arrtui.features.backup.fan_out import fan_out
from arrtui.features.backup.plausible import check_complete

Client = RadarrClient | SonarrClient
Progress = Callable[[int, int, str], Awaitable[None]]
"""``(done, total, what is being done)``."""


@dataclass(frozen=True)
class Known:
    """What is stored of the instance already, as far as it decides what to ask for."""

    fingerprints: Mapping[int, str] = field(default_factory=dict)
    """Item id → fingerprint when its files and episodes were last read."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Setting key → canonical JSON."""
    full: bool = True
    """Ask for everything again."""


@dataclass
class Collected:
    """An instance's answers, as canonical JSON by record key."""

    status: AppStatus
    health: list[Health] = field(default_factory=list)
    roots: list[RootFolder] = field(default_factory=list)
    listed: dict[int, ListedItem] = field(default_factory=dict)
    docs: dict[EntityType, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in EntityType})
    asked_items: set[int] = field(default_factory=set)
    """Titles whose files and episodes were asked for."""
    read_items: set[int] = field(default_factory=set)
    """Titles whose files and episodes were read completely."""
    kept: dict[EntityType, set[str]] = field(default_factory=lambda: {kind: set() for kind in EntityType})
    """Records whose answer was unreadable: what is stored of them stays."""
    keep_missing: set[EntityType] = field(default_factory=set)
    """Types with an unreadable record of unknown id: nothing of these may be taken as removed."""
    kept_settings: set[SettingType] = field(default_factory=set)
    """Types of setting this version of the app does not offer: what is stored of them stays."""
    warnings: list[str] = field(default_factory=list)

    def take(
        self, kind: EntityType, fetched: Fetched[Setting] | Fetched[Episode] | Fetched[MediaFile]
    ) -> None:
        """Keep the readable records of an answer and note the others."""
        docs = self.docs[kind]
        for record in fetched.records:
            docs[record_key_of(record).key] = encode(record)
        self.skip(kind, fetched.skipped)

    def skip(self, kind: EntityType, skipped: Sequence[Skipped]) -> None:
        """Note unreadable records: reported, left out, and never taken as removed."""
        for one in skipped:
            self.warnings.append(f"{kind.value} {one.key or 'of unknown id'} skipped: {one.reason}")
            if one.key is None:
                self.keep_missing.add(kind)
            else:
                self.kept[kind].add(one.key)


async def collect(client: Client, known: Known, *, width: int, progress: Progress) -> Collected:
    """Return the state of the instance behind ``client``.

    ``width`` is how many requests may be under way at once. Raises the client's :class:`ArrError` for
    anything that could not be read, and :class:`PartialAnswerError` where files or episodes that the
    instance itself announced are missing: half an answer is no snapshot.
    """
    await progress(0, 0, "asking for status and settings")
    found = Collected(status=await client.status())
    found.warnings.extend(found.status.warnings)
    await _collect_settings(client, found, width)
    await progress(0, 0, f"listing {client.config.kind.app.title.plural}")
    await _collect_items(client, found)
    wanted = _to_read(found, known)
    found.asked_items.update(listed.item.id for listed in wanted)
    if isinstance(client, SonarrClient):
        await _collect_series(client, found, wanted, width, progress)
    else:
        await _collect_movie_files(client, found, wanted, width, progress)
    return found


async def _collect_settings(client: Client, found: Collected, width: int) -> None:
    """Read health, root folders and every type of setting."""

    async def health() -> None:
        found.health = await client.health()

    async def roots() -> None:
        found.roots, fetched = await client.root_folders()
        found.take(EntityType.SETTING, fetched)

    async def run(step: Callable[[], Awaitable[None]]) -> None:
        await step()

    steps: list[Callable[[], Awaitable[None]]] = [health, roots]
    steps += [_setting_step(client, found, kind) for kind in client.setting_types]
    await fan_out(run, steps, width=width)


def _setting_step(client: Client, found: Collected, kind: SettingType) -> Callable[[], Awaitable[None]]:
    async def step() -> None:
        try:
            found.take(EntityType.SETTING, await client.settings(kind))
        except NotFoundError:
            found.kept_settings.add(kind)
            found.warnings.append(
                f"{kind.value.replace('_', ' ')}s are not offered by this version of the app"
            )

    return step


async def _collect_items(client: Client, found: Collected) -> None:
    """Read the list of titles."""
    fetched = await client.items()
    items = found.docs[EntityType.ITEM]
    for listed in fetched.records:
        found.listed[listed.item.id] = listed
        items[str(listed.item.id)] = encode(listed.item)
    found.skip(EntityType.ITEM, fetched.skipped)


def _to_read(found: Collected, known: Known) -> list[ListedItem]:
    """Return the titles whose files and episodes must be asked for."""
    if known.full or _changed_settings(found, known, SettingType.CUSTOM_FORMAT):
        return list(found.listed.values())
    profiles = _changed_settings(found, known, SettingType.QUALITY_PROFILE)
    return [
        listed
        for listed in found.listed.values()
        if known.fingerprints.get(listed.item.id) != listed.fingerprint
        or f"{SettingType.QUALITY_PROFILE.value}/{listed.item.profile_id}" in profiles
    ]


def _changed_settings(found: Collected, known: Known, kind: SettingType) -> set[str]:
    """Return the keys of settings of a type that were added, changed or removed."""
    prefix = f"{kind.value}/"
    fresh = found.docs[EntityType.SETTING]
    keys = {key for key in fresh.keys() | known.settings.keys() if key.startswith(prefix)}
    return {key for key in keys - found.kept[EntityType.SETTING] if fresh.get(key) != known.settings.get(key)}


async def _collect_movie_files(
    client: RadarrClient, found: Collected, wanted: list[ListedItem], width: int, progress: Progress
) -> None:
    """Read movie files with their scores, many movies a request."""
    with_files = [listed.item.id for listed in wanted if listed.files]
    done = 0

    async def read(movie_ids: Sequence[int]) -> None:
        nonlocal done
        fetched = await client.files(movie_ids)
        found.take(EntityType.FILE, fetched)
        got = {file.item_id for file in fetched.records}
        found.read_items.update(got)
        done += len(movie_ids)
        await progress(done, len(with_files), "reading movie files and scores")

    await fan_out(read, _batches(with_files, FILES_PER_REQUEST), width=width)
    found.read_items.update(listed.item.id for listed in wanted if not listed.files)
    _check_movie_files(client, found, with_files)


def _batches(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _check_movie_files(client: RadarrClient, found: Collected, asked: Sequence[int]) -> None:
    """Refuse an answer that lacks files the list announced; a few that just vanished are read next time."""
    short = [movie for movie in asked if movie not in found.read_items]
    unreadable = len(found.kept[EntityType.FILE])
    check_complete(client.config.name, word="files", asked=len(asked), short=len(short) - unreadable)
    _note_short(found, short, "files")


async def _collect_series(
    client: SonarrClient, found: Collected, wanted: list[ListedItem], width: int, progress: Progress
) -> None:
    """Read episodes and episode files, two requests a series, one where it has no files."""
    short: list[int] = []
    done = 0

    async def read(listed: ListedItem) -> None:
        nonlocal done
        if not await _read_series(client, found, listed):
            short.append(listed.item.id)
        done += 1
        await progress(done, len(wanted), "reading episodes, files and scores")

    await fan_out(read, wanted, width=width)
    check_complete(client.config.name, word="episodes or files", asked=len(wanted), short=len(short))
    _note_short(found, short, "episodes or files")


async def _read_series(client: SonarrClient, found: Collected, listed: ListedItem) -> bool:
    """Read one series; False if it came with less than the list announced (and keep what is stored)."""
    episodes = await client.episodes(listed.item.id)
    files = await client.files(listed.item.id) if listed.files else Fetched[MediaFile]([], [])
    if not _all_there(listed, episodes, files):
        return False
    found.take(EntityType.EPISODE, episodes)
    found.take(EntityType.FILE, files)
    found.read_items.add(listed.item.id)
    return True


def _all_there(listed: ListedItem, episodes: Fetched[Episode], files: Fetched[MediaFile]) -> bool:
    """Compare with the series' statistics and the files with the episodes that name them.

    ``episodeFileCount`` counts the episodes that have a file, not the files
    (``SeriesStats/SeriesStatisticsRepository.cs``).
    """
    unread = len(episodes.skipped)
    named = [episode.file_id for episode in episodes.records if episode.file_id]
    there = {file.id for file in files.records} | {int(one.key) for one in files.skipped if one.key}
    return (
        len(episodes.records) + unread >= listed.total_episodes
        and len(named) + unread >= listed.files
        and (there.issuperset(named) or any(one.key is None for one in files.skipped))
    )


def _note_short(found: Collected, short: Iterable[int], word: str) -> None:
    for item_id in short:
        title = found.listed[item_id].item.title
        found.warnings.append(
            f"{title!r} came with fewer {word} than announced; kept as stored, read again next time"
        )
