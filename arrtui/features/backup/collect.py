"""Read an instance's whole state over HTTP, in batches, asking only for what may have changed.

The list of titles and all episodes are always read; what the list says of a title's files (its *fingerprint*)
decides with the new release events whether these are asked for again. A change of a quality profile forces
new scores for the titles under it, a change of any custom format for all (R ``MovieFileResource.cs:92``:
scores are computed per request).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence, Set
from functools import partial

import msgspec

from arrtui.clients import ArrClient, Delivery, Fetched, ListedItem
from arrtui.core.batches import batched
from arrtui.core.domain import EntityType, RootFolder, SettingType, encode
from arrtui.core.errors import NotFoundError
from arrtui.core.fan_out import fan_out
from arrtui.features.backup.albums import ListedChildrenReader
from arrtui.features.backup.collected import Collected, Opening, Progress, StoredState
from arrtui.features.backup.files import read_files
from arrtui.features.backup.series import SeriesReader

DECISIVE = frozenset({"monitored", "quality profile id", "path", "tags", "seasons", "minimum availability"})
"""Facts of a title that a restore and a sync write: a default in their place would be written too, so that
the title stays as it is stored while one cannot be read."""


async def open_instance(client: ArrClient, stored: StoredState) -> Opening:
    """Find out which app answers, and read its tags.

    A backup of everything asks for the status first; another asks only when the tags do not come from the app
    that told the stored one. Raises the client's :class:`ArrError`.
    """
    status = await client.status() if stored.full else None
    tags, has_rules = await client.tags()
    return Opening(status or await client.status_unless(stored.status), tags, has_rules)


async def collect(
    client: ArrClient,
    opening: Opening,
    stored: StoredState,
    touched: Set[int],
    *,
    width: int,
    progress: Progress,
) -> Collected:
    """Return the state of the instance behind ``client``, of which ``opening`` is the first.

    ``touched`` are the titles with new release events, whose files are read in any case. ``width`` is how
    many requests may be under way at once. Titles that come with less than the instance itself announces are
    noted. Raises the client's :class:`ArrError` for anything that could not be read.
    """
    await progress(0, 0, "reading settings")
    collected = Collected(status=opening.status)
    collected.warnings.extend(collected.status.warnings)
    collected.take(EntityType.SETTING, opening.tags)
    if not stored.all_settings:
        collected.kept_settings.update(client.app.daily_settings)
    await collect_settings(client, collected, due_settings(client, stored, opening), width)
    if stored.full and (loose := await client.unmapped_files()) is not None:
        collected.roots = with_unmapped_files(collected.roots, loose.records)
    await progress(0, 0, f"listing {client.app.title.plural}")
    library = await client.library()
    take_titles(collected, library.titles, stored)
    titles = titles_to_read(collected, stored, touched)
    if library.children is not None:
        listed = ListedChildrenReader(client, collected, stored, width=width, progress=progress)
        await listed.read(library.children, (title.item.id for title in titles))
    elif client.app.has_children:
        reader = SeriesReader(client, collected, stored, width=width, progress=progress)
        await reader.read(listed.item.id for listed in titles)
    else:
        collected.asked_items.update(listed.item.id for listed in titles)
        await collect_movie_files(client, collected, stored, titles, width, progress)
    return collected


def take_titles(collected: Collected, fetched: Fetched[ListedItem], stored: StoredState) -> None:
    """Keep the readable titles of an answer, and note the others."""
    doubtful = {odd.key for odd in fetched.odd if DECISIVE & set(odd.facts)}
    for listed in fetched.records:
        key = str(listed.item.id)
        collected.listed[listed.item.id] = listed
        if key in doubtful and listed.item.id in stored.fingerprints:
            collected.kept[EntityType.ITEM].add(key)
        else:
            collected.docs[EntityType.ITEM][key] = encode(listed.item)
    collected.skip(EntityType.ITEM, fetched.skipped)
    collected.note_odd(EntityType.ITEM, fetched.odd)


def due_settings(client: ArrClient, stored: StoredState, opening: Opening) -> list[SettingType]:
    """Return the types of setting to ask for: all but those that cannot have changed unseen."""
    rules = f"{SettingType.AUTO_TAG.value}/"
    has_rules = stored.full or opening.has_rules or any(key.startswith(rules) for key in stored.settings)
    unasked = {SettingType.TAG} if has_rules else {SettingType.TAG, SettingType.AUTO_TAG}
    unasked |= set() if stored.all_settings else client.app.daily_settings
    return [kind for kind in client.setting_types if kind not in unasked]


async def collect_settings(
    client: ArrClient, collected: Collected, kinds: Sequence[SettingType], width: int
) -> None:
    """Read health, root folders and the types of setting in ``kinds``."""

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
    steps += [partial(settings, kind) for kind in kinds]
    await fan_out(run, steps, width=width)


def with_unmapped_files(roots: Sequence[RootFolder], paths: Iterable[str]) -> list[RootFolder]:
    """Return root folders with how many of these files lie below each; each counts for the innermost one."""
    stems = sorted((root.path.rstrip("/\\") for root in roots), key=len, reverse=True)
    counts = Counter(
        next((stem for stem in stems if path.startswith((f"{stem}/", f"{stem}\\"))), "") for path in paths
    )
    return [msgspec.structs.replace(root, unmapped_files=counts[root.path.rstrip("/\\")]) for root in roots]


def titles_to_read(collected: Collected, stored: StoredState, touched: Set[int]) -> list[ListedItem]:
    """Return the titles whose files must be asked for."""
    if stored.full or _changed_settings(collected, stored, SettingType.CUSTOM_FORMAT):
        return list(collected.listed.values())
    profiles = _changed_settings(collected, stored, SettingType.QUALITY_PROFILE)
    return [
        listed
        for listed in collected.listed.values()
        if stored.fingerprints.get(listed.item.id) != listed.fingerprint
        or listed.item.id in touched
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


async def collect_movie_files(
    client: ArrClient,
    collected: Collected,
    stored: StoredState,
    titles: list[ListedItem],
    width: int,
    progress: Progress,
) -> None:
    """Read movie files with their scores, many movies a request."""
    with_files = [listed.item.id for listed in titles if listed.files]
    done = 0
    gone: set[int] = set()

    async def read(movie_ids: Sequence[int]) -> None:
        nonlocal done
        fetched, deleted = await read_files(client, movie_ids)
        gone.update(deleted)
        collected.take(EntityType.FILE, fetched)
        collected.read_items.update(file.item_id for file in fetched.records)
        done += len(movie_ids)
        await progress(done, len(with_files), "reading movie files and scores")

    await fan_out(read, batched(with_files, client.files_per_request), width=width)
    collected.read_items.update(listed.item.id for listed in titles if not listed.files)
    collected.forget(gone)
    unreadable = len(collected.kept[EntityType.FILE]) + (EntityType.FILE in collected.keep_missing)
    short = set(with_files) - collected.read_items - gone
    for movie_id in sorted(short) if len(short) > unreadable else ():
        lacking = client.lacking(collected.listed[movie_id], Delivery())
        known = stored.short.get(movie_id) == lacking
        collected.note_short(movie_id, lacking, known=known, believed=known)
        collected.read_items.update([movie_id] if known else [])
