"""Read what an instance has of what an apply has written: titles, episodes, files, settings, removals.

Few titles are read one by one, many with one list; episodes and files of many series by their ids, up to
:data:`IDS_PER_REQUEST` with one request.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from arrtui.clients.answers import Fetched
from arrtui.clients.arr import IDS_PER_REQUEST
from arrtui.core.apps import Ability
from arrtui.core.batches import batched
from arrtui.core.domain import Episode, Item, MediaFile, SettingType
from arrtui.core.errors import CannotWriteError, NotFoundError
from arrtui.features.sync.apply.context import ApplyTarget, gather
from arrtui.features.sync.apply.journal import REFUSALS
from arrtui.features.sync.apply.refreshes import FIRST_PAUSE, LONGEST_PAUSE
from arrtui.features.sync.apply.setting_checks import NAMED
from arrtui.features.sync.apply.setting_lists import CHECKED_WITH
from arrtui.features.sync.apply.setting_lookup import RemoteSettings, needed_types
from arrtui.features.sync.fields.setting_forms import PROVIDERS
from arrtui.features.sync.fields.setting_index import ident_name, ident_type
from arrtui.features.sync.model import Entry, Op

MOST_SINGLE = 5
"""Titles that are read one by one; of more the list of the library is read."""
_WITH_SIZES = frozenset({SettingType.QUALITY_PROFILE, SettingType.QUALITY_DEFINITION})
"""Settings that have size limits, either in one version or in another."""
DELETION_SECONDS = 15.0
"""How long deletions may get no further before they are taken as ended: the app carries them out title by
title after its answer (ARR_API 2.8)."""


class RowOfTitle(Protocol):
    """A row that belongs to a title."""

    @property
    def item_id(self) -> int:
        """The title's id on the instance."""


R = TypeVar("R", bound=RowOfTitle)


@dataclass(frozen=True)
class PresentTitles:
    """Titles of an instance as they are now."""

    by_id: Mapping[int, Item]
    by_external_id: Mapping[str, Item]
    unreadable: bool
    """Whether the list had titles that cannot be understood, so that a missing one may be there."""
    episodes: Mapping[int, Sequence[Episode]] = field(default_factory=dict)
    files: Mapping[int, Sequence[MediaFile]] = field(default_factory=dict)


async def present_items(
    target: ApplyTarget, item_ids: Collection[int], external_ids: Collection[str] = ()
) -> PresentTitles:
    """Return titles by their ids, and those that have one of the external ids; what is gone is left out."""
    client, unreadable = target.client, False
    if len(item_ids) > MOST_SINGLE or len(external_ids) > target.kind.app.resource.most_finds:
        listed = await client.items()
        items, unreadable = [title.item for title in listed.records], bool(listed.skipped)
    else:
        remote_titles = await gather(client.title, sorted(item_ids))
        remote_titles += await gather(client.find, sorted(external_ids))
        items = [remote.item for remote in remote_titles if remote is not None]
    by_external_id = {item.external_id: item for item in items if item.external_id in external_ids}
    return PresentTitles({item.id: item for item in items}, by_external_id, unreadable)


async def present_episodes(
    target: ApplyTarget, row_ids: Mapping[int, Sequence[int]]
) -> dict[int, list[Episode]]:
    """Return episodes by the title's id: those of the ids given for it, or all where these are unknown."""

    async def of_title(item_ids: Sequence[int]) -> Fetched[Episode]:
        return await target.client.episodes(item_ids[0])

    if not target.kind.app.has_children:
        return {}
    rows, left = await _read_by_ids(row_ids, target.client.episodes_by_id)
    return rows | await _read_by_titles(left, 1, of_title)


async def present_files(
    target: ApplyTarget, row_ids: Mapping[int, Sequence[int]]
) -> dict[int, list[MediaFile]]:
    """Return files by the title's id: those of the ids given for it, or all where that is cheaper."""
    client = target.client
    if client.files_per_request > 1:
        return await _read_by_titles(row_ids, client.files_per_request, client.files)
    rows, left = await _read_by_ids(row_ids, client.files_by_id)
    return rows | await _read_by_titles(left, 1, client.files)


async def _read_by_ids(
    row_ids: Mapping[int, Sequence[int]], read: Callable[[Sequence[int]], Awaitable[Fetched[R]]]
) -> tuple[dict[int, list[R]], set[int]]:
    """Return the rows of these ids by their title, and the titles that have to be read as a whole.

    An id that is gone fails its whole request.
    """
    few = len(row_ids) <= MOST_SINGLE
    left = {item_id for item_id, ids in row_ids.items() if few or not ids}

    async def read_some(batch: Sequence[tuple[int, int]]) -> list[R]:
        try:
            return (await read([row_id for _, row_id in batch])).records
        except REFUSALS:
            left.update(item_id for item_id, _ in batch)
            return []

    pairs = [(item_id, row_id) for item_id, ids in row_ids.items() if item_id not in left for row_id in ids]
    batches = await gather(read_some, batched(pairs, IDS_PER_REQUEST))
    rows = _by_title(row for batch in batches for row in batch)
    return {item_id: rows[item_id] for item_id in rows.keys() - left}, left


async def _read_by_titles(
    item_ids: Collection[int], size: int, read: Callable[[Sequence[int]], Awaitable[Fetched[R]]]
) -> dict[int, list[R]]:
    """Return the rows of titles, ``size`` of them with one request; one that is gone fails its request."""

    async def read_some(batch: Sequence[int]) -> list[R]:
        try:
            return (await read(batch)).records
        except NotFoundError:
            if len(batch) == 1:
                return []
            return [row for item_id in batch for row in await read_some([item_id])]

    batches = await gather(read_some, batched(sorted(item_ids), size))
    return _by_title(row for batch in batches for row in batch)


def _by_title(rows: Iterable[R]) -> dict[int, list[R]]:
    by_title: dict[int, list[R]] = {}
    for row in rows:
        by_title.setdefault(row.item_id, []).append(row)
    return by_title


# --- settings and removals -------------------------------------------------------------------------------


async def present_settings(target: ApplyTarget, entries: Iterable[Entry]) -> RemoteSettings:
    """Return the settings that entries are about and those they refer to: one request for each type."""
    types = dict.fromkeys(needed for entry in entries for needed in needed_types(entry))
    rows = dict(zip(types, await gather(target.client.raw_settings, types), strict=True))
    return RemoteSettings(rows, sizes=await _has_sizes(target, types))


async def present_for(target: ApplyTarget, entry: Entry) -> RemoteSettings:
    """Return what writing an entry on a setting takes; of an addition also what the app proposes for one.

    What is known of lists is not read again, but for profiles and formats before a profile is written:
    another client may have added a format. Raises CannotWriteError where two settings have the name,
    BrokenListError where the app cannot read a list.
    """
    type_, lists = ident_type(entry.ident), target.lists
    if type_ is SettingType.QUALITY_PROFILE:
        lists.forget((type_, SettingType.CUSTOM_FORMAT))
    elif type_ is SettingType.CUSTOM_FORMAT and entry.op is not Op.REMOVE:
        lists.forget((SettingType.QUALITY_PROFILE,))  # its scores are written there
    rows = await lists.rows((*needed_types(entry), *CHECKED_WITH.get(type_, ())))
    name = ident_name(entry.ident)
    count = sum(row.get("name") == name for row in rows[type_]) if type_ in NAMED else 0
    if count > 1:
        raise CannotWriteError(
            f"writing the {type_.value.replace('_', ' ')} {name}",
            why=f"there are {count} of this name",
            advice="Delete all but one in the app, then apply again.",
            instance=target.instance,
        )
    current = RemoteSettings(rows, sizes=await _has_sizes(target, rows))
    if entry.op is not Op.ADD:
        return current
    if type_ is SettingType.QUALITY_PROFILE:
        return replace(current, templates=[await lists.profile_template()])
    if type_ in PROVIDERS:
        return replace(current, templates=list((await lists.templates(type_) or {}).values()))
    return current


async def _has_sizes(target: ApplyTarget, types: Collection[SettingType]) -> bool:
    """Return whether the app has size limits in its profiles; asked only where a type has limits at all."""
    ability = Ability.SIZES_IN_PROFILES
    if _WITH_SIZES.isdisjoint(types) or ability not in target.kind.app.since:
        return False
    return not await target.missing_ability(ability)


@dataclass(frozen=True)
class Deletions:
    """What an app has not carried out of deletions."""

    folders: frozenset[str] = frozenset()
    """Folders that were to be deleted and are there."""
    excluded: frozenset[str] = frozenset()
    """External ids on the exclusion list."""


async def present_deletions(
    target: ApplyTarget, folders: Collection[str], to_exclude: Collection[str], *, exclusions: bool
) -> Deletions:
    """Return which folders are still there and what is excluded, once the app has done all or does no more.

    ``exclusions`` tells that the list is wanted anyway. A folder counts that the app shows as belonging to no
    title, so one outside the root folders, or below one that is out of reach, is taken as gone.
    """
    deletions = Deletions()
    limit, pause = min(DELETION_SECONDS, target.options.wait_seconds), FIRST_PAUSE
    deadline, least = time.monotonic() + limit, len(folders) + len(to_exclude) + 1
    while True:
        if folders:
            roots = await target.client.raw_settings(SettingType.ROOT_FOLDER)
            unmapped = {row.get("path") for root in roots for row in root.get("unmappedFolders") or ()}
            deletions = Deletions(frozenset(unmapped.intersection(folders)), deletions.excluded)
        if exclusions or to_exclude:
            target.exclusions = None
            excluded = frozenset(await target.read_exclusions())
            deletions = Deletions(deletions.folders, excluded)
        left = len(deletions.folders) + len(set(to_exclude) - deletions.excluded)
        if left < least:
            deadline, least = time.monotonic() + limit, left
        if not left or time.monotonic() >= deadline:
            return deletions
        target.check()
        await target.report(
            target.journal.finished, f"waiting for {target.kind.app.name} to end its deletions"
        )
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 1.5)
