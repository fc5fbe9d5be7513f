"""Titles on disk and in the database, published files among them, and players that show them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape

from arrtui.core.apps import Kind
from arrtui.core.artwork import Placement
from arrtui.core.config import InstanceConfig
from arrtui.core.config.players import PlayerConfig, PlayerTable
from arrtui.core.domain import Item, MediaFile
from arrtui.core.players import PlayerTask
from arrtui.db.artwork import placements, player_tasks
from arrtui.db.database import Database
from arrtui.db.records import Listing, RecordBatch, write_records
from arrtui.features.players.telling import PlayersReport, TellingTools, tell_players
from tests.db.samples import store

PASSWORD = "secret-of-kodi"


class PlayerHome:
    """An instance with titles below one root, and what arrtui published into their folders."""

    def __init__(self, database: Database, root: Path, name: str = "radarr.main") -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.database = database
        self.root = root
        self.name = name
        self.players: list[PlayerConfig] = []
        self.locks = root.parent / "locks"
        self.now: float | None = None
        self.config = InstanceConfig(
            name=name,
            kind=Kind(name.partition(".")[0]),
            label=name.partition(".")[2],
            url="http://localhost:1",
            api_key="k",
        )
        self._items: dict[str, Item] = {}

    def add_player(self, url: str, name: str = "living-room", **options: object) -> PlayerConfig:
        """Configure a player, a Kodi where nothing else is said."""
        table = {"kind": "kodi", "url": url, "user": "kodi", "password": PASSWORD, **options}
        player = PlayerConfig.model_construct(name=name, **dict(PlayerTable.model_validate(table)))
        self.players.append(player)
        return player

    def add(self, title: str, *videos: str, nfo: bool = True) -> str:
        """Store a title and lay its videos out, a film of its own name where none is given; return its id."""
        item_id = len(self._items) + 1
        item = Item(
            id=item_id,
            external_id=str(600 + item_id),
            title=title,
            sort_title=title.lower(),
            path=str(self.root / title),
            root_folder=str(self.root),
        )
        self._items[item.external_id] = item
        self.set_videos(item.external_id, *(videos or (f"{title}.mkv",)))
        if nfo:
            for video in videos or (f"{title}.mkv",):
                self.write_nfo(item.external_id, video)
        return item.external_id

    def folder(self, external_id: str) -> Path:
        """Return the folder of a title."""
        return Path(self._items[external_id].path)

    def set_videos(self, external_id: str, *videos: str) -> None:
        """Store and lay out the videos of a title; others that lay there before stay until removed."""
        item = self._items[external_id]
        files = [
            MediaFile(id=item.id * 100 + number, item_id=item.id, relative_path=video, size=1)
            for number, video in enumerate(videos)
        ]
        instance_id = store(self.database, self.name, item, *files)
        with self.database.writing():
            write_records(instance_id, RecordBatch(listings={item.id: Listing(str(files), len(files))}), ())
        for video in videos:
            path = self.folder(external_id) / video
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"video")

    def write_nfo(
        self, external_id: str, video: str, title: str = "", plot: str = "", **more: object
    ) -> Path:
        """Write an NFO beside a video; nothing notes that it is ours."""
        path = (self.folder(external_id) / video).with_suffix(".nfo")
        root = "episodedetails" if "S0" in video else "movie"
        rest = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
        name = escape(title or Path(video).stem)
        path.write_text(f"<{root}><title>{name}</title><plot>{plot}</plot>{rest}</{root}>")
        return path

    def publish(self, external_id: str, name: str, slot: str = "poster", content: bytes = b"image") -> Path:
        """Put a file of ours into a title's folder."""
        path = self.folder(external_id) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if slot != "nfo":
            path.write_bytes(content)
        status = path.stat()
        placement = Placement(
            external_id=external_id,
            relative_path=name,
            slot=slot,
            sha256=sha256(path.read_bytes()).hexdigest(),
            size=status.st_size,
            mtime_ns=status.st_mtime_ns,
            placed_at=1.0,
        )
        self.database.write_sync(placements.note, self.name, [placement])
        return path

    def unpublish(self, external_id: str, name: str) -> None:
        """Take a file of ours away."""
        (self.folder(external_id) / name).unlink()
        self.database.write_sync(placements.forget, self.name, [(external_id, name)])

    def upgrade(self, external_id: str, old: str, new: str, *, nfo: bool = True) -> None:
        """Replace a video by one of another name, its neighbours published under the new base."""
        folder = self.folder(external_id)
        for path in [path for path in folder.rglob("*") if path.is_file()]:
            relative = str(path.relative_to(folder))
            base = Path(old).with_suffix("")
            if relative.startswith((f"{base}-", f"{base}.")):
                known = self.database.read_sync(placements.placements, self.name).get(external_id, [])
                slot = next((row.slot for row in known if row.relative_path == relative), "")
                renamed = str(Path(new).with_suffix("")) + relative[len(str(base)) :]
                content = path.read_bytes()
                path.unlink()
                if path.suffix != ".nfo" or nfo:
                    (folder / renamed).write_bytes(content)
                if slot:
                    self.database.write_sync(placements.forget, self.name, [(external_id, relative)])
                if slot and (path.suffix != ".nfo" or nfo):
                    self.publish(external_id, renamed, slot, content)
        self.set_videos(external_id, new)

    async def tell(
        self, *external_ids: str, players: Sequence[PlayerConfig] = (), **options: object
    ) -> PlayersReport:
        """Tell the players; return what came of it."""
        return await tell_players(
            self.config, list(players) or self.players, self.tools(), external_ids, **options
        )

    def tools(self) -> TellingTools:
        """Return what telling works with."""
        return TellingTools(
            self.database, lambda: None, lambda: self.now or time.time(), self.locks, lambda *_: None
        )

    def waiting(self) -> list[PlayerTask]:
        """Return what is still to be told."""
        return self.database.read_sync(player_tasks.tasks)


async def until_scanned(kodi: object) -> None:
    """Wait until a scan is over."""
    while kodi.is_scanning:  # type: ignore[attr-defined]
        await asyncio.sleep(0.01)
