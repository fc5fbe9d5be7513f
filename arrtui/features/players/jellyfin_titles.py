"""Have Jellyfin read titles again: known ones at once, new ones by their folders.

Of films and series that follows records; of artists and albums its documents, no record of them exists.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from arrtui.clients.jellyfin import JellyfinClient, JellyfinItem
from arrtui.core.art_layouts import TitleForm
from arrtui.core.players import PlayerTask, ToldTitle
from arrtui.features.players.nfo_reading import differs
from arrtui.features.players.outcomes import TitleOutcome
from arrtui.features.players.paths import PlayerPaths, lies_in, same_path
from arrtui.features.players.titles import PlayerTitle

NEWER = 60.0
"""Seconds that an NFO must be newer than Jellyfin's last save of the item to be read by default."""
READING = 6.0
"""Seconds that a refresh is waited for before it is asked for with more emphasis."""
_LOOK = 0.3
ALBUM_NFO = "album.nfo"


class JellyfinTelling:
    """A Jellyfin while it is told of titles: its films and series are listed once."""

    def __init__(self, client: JellyfinClient, paths: PlayerPaths) -> None:
        self._client = client
        self._paths = paths
        self._items: list[JellyfinItem] | None = None
        self._saved_lately = False
        """Whether an item of the title was saved too lately for its NFO to be read by default."""

    async def tell(
        self, title: PlayerTitle, last: ToldTitle | None, told_at: float, task: PlayerTask
    ) -> TitleOutcome:
        """Tell Jellyfin of a title. Raises PlayerError; telling it again does no harm."""
        if title.form not in _FORMS:
            return TitleOutcome()
        folder, self._saved_lately = self._paths.player(title.folder), False
        item = await self._item_of(title, folder)
        if item is None:
            await self._client.report_changes([folder])
            return TitleOutcome(is_new=True, changed=1)
        notes = []
        nfo = _FORMS[title.form].nfo or next(filter(None, map(title.nfo_of, title.videos)), "")
        nfo = nfo if nfo in title.nfos else ""
        changed = await self._refresh(item, title, last, told_at, task, nfo)
        if item.lock_data and title.nfos:
            notes.append(f"{title.title} is locked in Jellyfin: pictures are taken, its NFO is not")
        if tell_parts := _FORMS[title.form].tell_parts:
            changed += await tell_parts(self, item, title, last, told_at, task)
        elif not any(same_path(item.path, self._paths.player(title.path(video))) for video in title.videos):
            await self._client.report_changes([folder])  # the film was replaced under another name
        return TitleOutcome(changed=changed, notes=tuple(notes))

    async def _item_of(self, title: PlayerTitle, folder: str) -> JellyfinItem | None:
        """Return the item of a title: that of its video, else one in its folder."""
        if self._items is None:
            self._items = await self._client.items(form.type for form in _FORMS.values())
        videos = [self._paths.player(title.path(video)) for video in title.videos]
        inside = self._paths.player_folder(title.folder)
        here = [
            item
            for item in self._items
            if item.type == _FORMS[title.form].type
            and (same_path(item.path, folder) or item.path.startswith(inside))
        ]
        exact = [item for item in here if any(same_path(item.path, video) for video in videos)]
        return next(iter(exact or here), None)

    async def _refresh(
        self,
        item: JellyfinItem,
        title: PlayerTitle,
        last: ToldTitle | None,
        told_at: float,
        task: PlayerTask,
        nfo: str,
    ) -> int:
        """Have an item read again; return 1.

        Jellyfin does not tell when it saved an item last. It saves one whenever it is refreshed, so where it
        was told within a minute of the NFO's time, or never, the NFO is read with emphasis.
        """
        changed = nfo and (last is None or task.reads_nfo or last.files.get(nfo) != title.nfos[nfo])
        if not changed or item.lock_data:
            await self._client.refresh(item.id)
            return 1
        path = title.path(nfo)
        if not await asyncio.to_thread(differs, path, item.name, item.overview):
            emphatic = last is not None  # something else changed in it
        else:
            is_near = await asyncio.to_thread(_mtime, path) <= told_at + NEWER
            emphatic = self._saved_lately or is_near
        await self._client.refresh(item.id, replaces=emphatic)
        if not emphatic and not await self._has_read(item, path):
            self._saved_lately = True
            await self._client.refresh(item.id, replaces=True)
        return 1

    async def _has_read(self, item: JellyfinItem, path: str) -> bool:
        """Return whether Jellyfin shows what an NFO says within some seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + READING
        while loop.time() < deadline:
            current = await self._client.item(item.id)
            if current is None or not await asyncio.to_thread(differs, path, current.name, current.overview):
                return True
            await asyncio.sleep(_LOOK)
        return False

    async def tell_episodes(
        self,
        series: JellyfinItem,
        title: PlayerTitle,
        last: ToldTitle | None,
        told_at: float,
        task: PlayerTask,
    ) -> int:
        """Refresh the episodes whose picture or NFO changed; report the folder for new ones."""
        changed = [video for video in title.videos if self._is_changed(title, video, last)]
        if not changed:
            return 0
        items = await self._client.items(("Episode",), series.id)
        refreshed, missing = 0, []
        for video in changed:
            path = self._paths.player(title.path(video))
            item = next((item for item in items if same_path(item.path, path)), None)
            if item is None:
                missing.append(os.path.dirname(title.path(video)))  # noqa: PTH120
            else:
                nfo = title.nfo_of(video)
                refreshed += await self._refresh(item, title, last, told_at, task, nfo)
        if missing:
            await self._client.report_changes(map(self._paths.player, dict.fromkeys(missing)))
        return refreshed + len(missing)

    async def tell_albums(
        self,
        artist: JellyfinItem,
        title: PlayerTitle,
        last: ToldTitle | None,
        told_at: float,
        task: PlayerTask,
    ) -> int:
        """Refresh the albums in whose folders something changed; report those that it does not have."""
        known = (last.files, last.videos) if last is not None else ({}, ())
        paths = {path for path, mark in title.files.items() if known[0].get(path) != mark}
        paths |= {path for path in known[0] if path not in title.files} | {*title.videos} - {*known[1]}
        folders = {path.rpartition("/")[0] for path in paths if "/" in path}
        if not folders:
            return 0
        albums = await self._client.items(("MusicAlbum",), artist.id)
        refreshed, missing = 0, []
        for folder in sorted(folders):
            place = self._paths.player(title.path(folder))
            item = next((item for item in albums if lies_in(place, [item.path])), None)
            if item is None:
                missing.append(place)
            else:
                nfo = f"{folder}/{ALBUM_NFO}" if f"{folder}/{ALBUM_NFO}" in title.nfos else ""
                refreshed += await self._refresh(item, title, last, told_at, task, nfo)
        if missing:
            await self._client.report_changes(missing)
        return refreshed + len(missing)

    def _is_changed(self, title: PlayerTitle, video: str, last: ToldTitle | None) -> bool:
        """Return whether an episode is new, or something of it is another than Jellyfin was told of."""
        if last is None or video not in last.videos:
            return True
        base = os.path.splitext(video)[0]  # noqa: PTH122
        return any(
            title.files.get(path) != last.files.get(path)
            for path in title.files.keys() | last.files.keys()
            if path == f"{base}.nfo" or path.startswith(f"{base}-")
        )


class _Form(NamedTuple):
    """Titles of one form in Jellyfin."""

    type: str
    """Of their items."""
    nfo: str = ""
    """The NFO of a title as a whole; empty where it is named after its video."""
    tell_parts: Callable[..., Awaitable[int]] | None = None
    """Tells of what a title consists of, returns how many items were refreshed."""


_FORMS: Mapping[TitleForm, _Form] = {
    TitleForm.FILM: _Form("Movie"),
    TitleForm.SERIES: _Form("Series", "tvshow.nfo", JellyfinTelling.tell_episodes),
    TitleForm.ARTIST: _Form("MusicArtist", "artist.nfo", JellyfinTelling.tell_albums),
}
"""What Jellyfin is told of; a form that is not listed is in no library of it."""


def _mtime(path: str) -> float:
    try:
        return os.stat(path).st_mtime  # noqa: PTH116
    except OSError:
        return 0.0
