"""Jellyfin over its API: which items it has, and how it is told to read them again.

What a refresh does was seen on 10.11 (``recorded/players/jellyfin-10.11.11.json``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from arrtui.clients.player_http import PlayerHttp
from arrtui.core.structs import describe_structs

if TYPE_CHECKING:
    import httpx

    from arrtui.core.config.players import PlayerConfig

_PAGE = 2_000
"""Items of one answer."""
_FIELDS = "Path,Overview,Settings"


class JellyfinItem(msgspec.Struct, rename="pascal", kw_only=True):
    """A film, a series or an episode as Jellyfin has it."""

    id: str
    name: str = ""
    type: str = ""
    path: str = ""
    overview: str = ""
    lock_data: bool = False
    """Whether its metadata is locked: pictures are read, titles never."""
    image_tags: dict[str, str] = msgspec.field(default_factory=dict)
    backdrop_image_tags: tuple[str, ...] = ()


class _Items(msgspec.Struct, rename="pascal"):
    items: tuple[JellyfinItem, ...] = ()
    total_record_count: int = 0


class _LibraryOptions(msgspec.Struct, rename="pascal"):
    metadata_savers: tuple[str, ...] | None = None
    save_local_metadata: bool = False


class JellyfinLibrary(msgspec.Struct, rename="pascal", kw_only=True):
    """A library with its folders."""

    name: str = ""
    locations: tuple[str, ...] = ()
    library_options: _LibraryOptions = msgspec.field(default_factory=_LibraryOptions)

    @property
    def writes_nfo(self) -> bool:
        """Return whether its NFO saver is on: it writes ``movie.nfo`` beside ours, and over it."""
        return "Nfo" in (self.library_options.metadata_savers or ())

    @property
    def writes_pictures(self) -> bool:
        """Return whether it saves pictures into the folders of titles."""
        return self.library_options.save_local_metadata


class _Session(msgspec.Struct, rename="pascal"):
    id: str = ""
    supports_remote_control: bool = False


class _Info(msgspec.Struct, rename="pascal"):
    version: str = ""


class JellyfinClient:
    """Asks one Jellyfin. Every method may raise PlayerError."""

    def __init__(self, config: PlayerConfig, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.config = config
        key = config.api_key.get_secret_value() if config.api_key is not None else ""
        headers = {"Authorization": f'MediaBrowser Token="{key}"'}
        self._http = PlayerHttp(config, headers, transport=transport)

    async def version(self) -> str:
        """Return its version; asking for it needs the key."""
        what = "asking Jellyfin for its version"
        return self._http.read(await self._http.send("GET", "/System/Info", what), _Info, what).version

    async def libraries(self) -> list[JellyfinLibrary]:
        """Return its libraries."""
        what = "asking Jellyfin for its libraries"
        body = await self._http.send("GET", "/Library/VirtualFolders", what)
        return self._http.read(body, list[JellyfinLibrary], what)

    async def items(self, types: Iterable[str], parent: str = "") -> list[JellyfinItem]:
        """Return the items of some types (``Movie``, ``Series``, ``Episode``), all or those below one."""
        query = {
            "recursive": "true",
            "includeItemTypes": ",".join(types),
            "fields": _FIELDS,
            "enableTotalRecordCount": "true",
            "limit": str(_PAGE),
        } | ({"parentId": parent} if parent else {})
        what = "asking Jellyfin for its titles"
        every: list[JellyfinItem] = []
        while True:
            body = await self._http.send("GET", "/Items", what, query=query | {"startIndex": str(len(every))})
            page = self._http.read(body, _Items, what)
            every.extend(page.items)
            if not page.items or len(every) >= page.total_record_count:
                return every

    async def item(self, item_id: str) -> JellyfinItem | None:
        """Return one item as it is now; None where there is none any more."""
        what = "asking Jellyfin for a title"
        query = {"ids": item_id, "fields": _FIELDS, "recursive": "true"}
        body = await self._http.send("GET", "/Items", what, query=query)
        return next(iter(self._http.read(body, _Items, what).items), None)

    async def refresh(self, item_id: str, *, replaces: bool = False) -> None:
        """Have an item's pictures and NFO read again; it shows within seconds.

        By default an NFO is read only where its file is more than a minute newer than the item's last save;
        ``replaces`` has it read anyway (``FullRefresh`` with ``replaceAllMetadata``).
        """
        query = {"metadataRefreshMode": "Default", "imageRefreshMode": "Default"}
        if replaces:
            query = {
                "metadataRefreshMode": "FullRefresh",
                "imageRefreshMode": "Default",
                "replaceAllMetadata": "true",
                "replaceAllImages": "false",
            }
        await self._http.send("POST", f"/Items/{item_id}/Refresh", "refreshing a title", query=query)

    async def report_changes(self, folders: Iterable[str]) -> None:
        """Say that something changed in folders; Jellyfin looks after a minute (``LibraryMonitorDelay``)."""
        updates = [{"Path": folder, "UpdateType": "Modified"} for folder in folders]
        await self._http.send(
            "POST", "/Library/Media/Updated", "reporting folders", body={"Updates": updates}
        )

    async def show_message(self, title: str, text: str) -> None:
        """Show a message on every screen that takes one."""
        what = "asking Jellyfin for its screens"
        sessions = self._http.read(await self._http.send("GET", "/Sessions", what), list[_Session], what)
        for session in sessions:
            if session.supports_remote_control and session.id:
                message = {"Header": title, "Text": text, "TimeoutMs": 8000}
                path = f"/Sessions/{session.id}/Message"
                await self._http.send("POST", path, "showing a message", body=message)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


describe_structs(__name__)
