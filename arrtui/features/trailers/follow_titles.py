"""Let arrtui's own trailers follow the films of an instance, and note which of them are gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from arrtui.clients import ArrClient
from arrtui.core.batches import batched
from arrtui.core.trailers import RootState, TitleFolder, TrailerDownload
from arrtui.db import media, trailers
from arrtui.db.database import Database
from arrtui.db.media import TrailerTitle
from arrtui.features.trailers.following import FollowOutcome, follow, followed, presence
from arrtui.media.mapping import PathMapper


class FollowCounts(msgspec.Struct, frozen=True):
    """What came of following."""

    titles: int
    renamed: int
    gone: int
    notes: tuple[str, ...] = ()
    """Why others did not follow, as sentences."""


def due_titles(instance: str) -> list[str]:
    """Return the external ids of titles whose own trailers are not where they should be, by stored facts."""
    downloads = trailers.downloads(instance)
    if not downloads:
        return []
    films, folders = media.film_files([instance])[instance], media.stored_folders(instance)
    due = []
    for external_id, own in downloads.items():
        folder = folders.get(external_id)
        paths = [film.relative_path for film in films.get(external_id, ())]
        if folder and not folder.error and (_is_out_of_date(folder, own) or followed(own, paths)):
            due.append(external_id)
    return due


def _is_out_of_date(folder: TitleFolder, downloads: Iterable[TrailerDownload]) -> bool:
    """Return whether a trailer has gone, or is back, since that was noted."""
    there = {(video.relative_path, video.size, video.mtime_ns) for video in folder.videos}
    return any(
        ((own.relative_path, own.size, own.mtime_ns) in there) is (own.gone_at is not None)
        for own in downloads
    )


def titles_with_own(instance: str, item_ids: Iterable[int]) -> list[str]:
    """Return the external ids of those titles of the app beside whose films trailers of arrtui's stand."""
    wanted, downloads = set(item_ids), trailers.downloads(instance)
    own = {external_id for external_id, made in downloads.items() if any(one.film for one in made)}
    titles = media.trailer_titles([instance]) if own and wanted else []
    return [title.external_id for title in titles if title.item_id in wanted and title.external_id in own]


async def follow_titles(
    client: ArrClient,
    database: Database,
    external_ids: Sequence[str],
    *,
    check: Callable[[], None],
    now: float,
) -> FollowCounts:
    """Rename the trailers of some titles to the films that their app has now.

    ``check`` raises when the work is to stop. Below a root folder that is not ready nothing is done. Raises
    ArrError, StorageError.
    """
    instance = client.config.name
    stored = await database.read(_stored, instance, set(external_ids))
    films = await _films_now(client, [title.item_id for title, _ in stored])
    mapper = PathMapper(client.config.path_mapping)
    renamed, gone, notes = 0, 0, list[str]()
    for title, downloads in stored:
        check()
        path = mapper.local(title.path)
        if path is None:
            continue
        outcome = await asyncio.to_thread(_follow, Path(path), downloads, films.get(title.item_id, ()), now)
        for download in outcome.changed:
            await database.write(trailers.update_download, download)
        renamed += sum(download.gone_at is None for download in outcome.changed)
        gone += sum(download.gone_at is not None for download in outcome.changed)
        notes += outcome.notes
    return FollowCounts(titles=len(stored), renamed=renamed, gone=gone, notes=tuple(notes))


def _stored(instance: str, external_ids: set[str]) -> list[tuple[TrailerTitle, list[TrailerDownload]]]:
    """Return the titles below root folders that are ready, with their own trailers."""
    ready = {path for path, root in media.media_roots(instance).items() if root.state is RootState.READY}
    downloads = trailers.downloads(instance)
    return [
        (title, downloads.get(title.external_id, []))
        for title in media.trailer_titles([instance])
        if title.external_id in external_ids and title.root_folder in ready
    ]


async def _films_now(client: ArrClient, item_ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Return the relative paths of the files that the app has of titles, by item id."""
    films: dict[int, list[str]] = {}
    for batch in batched(item_ids, client.files_per_request):
        for file in (await client.files(batch)).records:
            films.setdefault(file.item_id, []).append(file.relative_path.replace("\\", "/"))
    return films


def _follow(
    folder: Path, downloads: Sequence[TrailerDownload], films: Sequence[str], now: float
) -> FollowOutcome:
    """Rename what follows in a title's folder, then look which trailers are there."""
    if not folder.is_dir():
        return FollowOutcome([], [])
    outcome = follow(folder, downloads, films)
    latest = {download.id: download for download in (*downloads, *outcome.changed)}
    changed = {download.id: download for download in outcome.changed}
    changed |= {download.id: download for download in presence(folder, latest.values(), now)}
    return FollowOutcome(list(changed.values()), outcome.notes)
