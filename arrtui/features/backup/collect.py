"""Read an instance's whole state over HTTP, in batches, asking only for what may have changed.

The list of titles is always read; what it says of a title's files and episodes (its *fingerprint*) decides
whether those are asked for again. A change of a quality profile forces new scores for the titles under it, a
change of any custom format for all (R ``MovieFileResource.cs:92``: scores are computed per request).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from arrtui.clients import AppStatus, ArrClient, Fetched, ListedItem, Skipped
from arrtui.core.batches import batched
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

Progress = Callable[[int, int, str], Awaitable[None]]
"""``(done, total, what is being done)``."""


@dataclass(frozen=True)
class StoredState:
    """The stored state of an instance that decides what to request."""

    fingerprints: Mapping[int, str] = field(default_factory=dict)
    """Item id → fingerprint when its files and episodes were last read."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Setting key → canonical JSON."""
    full: bool = True
    """Ask for everything again."""


@dataclass
class Collected:
    """The answers of an instance, as canonical JSON by record key."""

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
        """Skip unreadable records: warn of them, and never take them as removed."""
        for record in skipped:
            self.warnings.append(f"{kind.value} {record.key or 'of unknown id'} skipped: {record.reason}")
            if record.key is None:
                self.keep_missing.add(kind)
            else:
                self.kept[kind].add(record.key)


async def collect(client: ArrClient, stored: StoredState, *, width: int, progress: Progress) -> Collected:
    """Return the state of the instance behind ``client``.

    ``width`` is how many requests may be under way at once. Raises the client's :class:`ArrError` for
    anything that could not be read, and :class:`PartialAnswerError` where files or episodes that the
    instance itself announced are missing: half an answer is no snapshot.
    """
    await progress(0, 0, "asking for status and settings")
    collected = Collected(status=await client.status())
    collected.warnings.extend(collected.status.warnings)
    await _collect_settings(client, collected, width)
    await progress(0, 0, f"listing {client.app.title.plural}")
    fetched = await client.items()
    for listed in fetched.records:
        collected.listed[listed.item.id] = listed
        collected.docs[EntityType.ITEM][str(listed.item.id)] = encode(listed.item)
    collected.skip(EntityType.ITEM, fetched.skipped)
    titles = _to_read(collected, stored)
    collected.asked_items.update(listed.item.id for listed in titles)
    if client.app.has_children:
        await _collect_series(client, collected, titles, width, progress)
    else:
        await _collect_movie_files(client, collected, titles, width, progress)
    return collected


async def _collect_settings(client: ArrClient, collected: Collected, width: int) -> None:
    """Read health, root folders and every type of setting."""

    async def health() -> None:
        collected.health = await client.health()

    async def roots() -> None:
        collected.roots, fetched = await client.root_folders()
        collected.take(EntityType.SETTING, fetched)

    async def settings(kind: SettingType) -> None:
        try:
            collected.take(EntityType.SETTING, await client.settings(kind))
        except NotFoundError:
            collected.kept_settings.add(kind)
            collected.warnings.append(
                f"{kind.value.replace('_', ' ')}s are not offered by this version of the app"
            )

    async def run(step: Callable[[], Awaitable[None]]) -> None:
        await step()

    steps: list[Callable[[], Awaitable[None]]] = [health, roots]
    steps += [partial(settings, kind) for kind in client.setting_types]
    await fan_out(run, steps, width=width)


def _to_read(collected: Collected, stored: StoredState) -> list[ListedItem]:
    """Return the titles whose files and episodes must be asked for."""
    if stored.full or _changed_settings(collected, stored, SettingType.CUSTOM_FORMAT):
        return list(collected.listed.values())
    profiles = _changed_settings(collected, stored, SettingType.QUALITY_PROFILE)
    return [
        listed
        for listed in collected.listed.values()
        if stored.fingerprints.get(listed.item.id) != listed.fingerprint
        or f"{SettingType.QUALITY_PROFILE.value}/{listed.item.profile_id}" in profiles
    ]


def _changed_settings(collected: Collected, stored: StoredState, kind: SettingType) -> set[str]:
    """Return the keys of settings of a type that were added, changed or removed."""
    prefix = f"{kind.value}/"
    fresh = collected.docs[EntityType.SETTING]
    keys = {key for key in fresh.keys() | stored.settings.keys() if key.startswith(prefix)}
    return {
        key for key in keys - collected.kept[EntityType.SETTING] if fresh.get(key) != stored.settings.get(key)
    }


async def _collect_movie_files(
    client: ArrClient, collected: Collected, titles: list[ListedItem], width: int, progress: Progress
) -> None:
    """Read movie files with their scores, many movies a request."""
    with_files = [listed.item.id for listed in titles if listed.files]
    done = 0

    async def read(movie_ids: Sequence[int]) -> None:
        nonlocal done
        fetched = await client.files(movie_ids)
        collected.take(EntityType.FILE, fetched)
        collected.read_items.update(file.item_id for file in fetched.records)
        done += len(movie_ids)
        await progress(done, len(with_files), "reading movie files and scores")

    await fan_out(read, batched(with_files, client.files_per_request), width=width)
    collected.read_items.update(listed.item.id for listed in titles if not listed.files)
    short = [movie_id for movie_id in with_files if movie_id not in collected.read_items]
    unreadable = len(collected.kept[EntityType.FILE])
    check_complete(client.config.name, word="files", asked=len(with_files), short=len(short) - unreadable)
    _note_short(collected, short, "files")


async def _collect_series(
    client: ArrClient, collected: Collected, titles: list[ListedItem], width: int, progress: Progress
) -> None:
    """Read episodes and episode files, two requests a series, one where it has no files."""
    short: list[int] = []
    """Series that came with less than the list announced: what is stored of them stays."""
    done = 0

    async def read(listed: ListedItem) -> None:
        nonlocal done
        item_id = listed.item.id
        episodes = await client.episodes(item_id)
        files = await client.files([item_id]) if listed.files else Fetched[MediaFile]([], [])
        if client.is_complete(listed, episodes, files):
            collected.take(EntityType.EPISODE, episodes)
            collected.take(EntityType.FILE, files)
            collected.read_items.add(item_id)
        else:
            short.append(item_id)
        done += 1
        await progress(done, len(titles), "reading episodes, files and scores")

    await fan_out(read, titles, width=width)
    check_complete(client.config.name, word="episodes or files", asked=len(titles), short=len(short))
    _note_short(collected, short, "episodes or files")


def _note_short(collected: Collected, short: Iterable[int], word: str) -> None:
    for item_id in short:
        title = collected.listed[item_id].item.title
        collected.warnings.append(
            f"{title!r} came with fewer {word} than announced; kept as stored, read again next time"
        )
