"""Titles with folders on disk, a cache with images, and services that publish them; no app is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from arrtui.core.artwork import Asset, AssetOrigin, MetadataField, PhaseName, Placement, SlotChoice
from arrtui.core.config import load_config
from arrtui.core.domain import EntityType, Episode, Item, MediaFile, RecordKey
from arrtui.core.events import Job
from arrtui.db.albums import count_files
from arrtui.db.artwork import assets, metadata, placements, slots
from arrtui.db.reading import rows_of
from arrtui.db.records import Listing, RecordBatch, write_records
from arrtui.demo.world.music import uuid_of
from arrtui.features.artwork.publish_run import PublishCounts
from arrtui.media.art_cache import ArtCache
from arrtui.runtime.artwork.phases import PhaseArgs
from arrtui.runtime.services import Services
from tests.db.samples import store

RADARR, SONARR, LIDARR = "radarr.main", "sonarr.main", "lidarr.main"
FILM = b"\x1aE\xdf\xa3film"


class PublishBench:
    """An instance of each kind, with the folders of its titles."""

    def __init__(self, folder: Path, services: Services) -> None:
        self.folder, self.services = folder, services
        artwork = services.config.artwork
        self.cache = ArtCache(artwork.cache_place, artwork.cache_bytes)
        self._ids = 0

    # --- what the apps have --------------------------------------------------------------------------

    def film(self, title: str = "Alien (1979)", *videos: str, instance: str = RADARR, **fields: Any) -> str:
        """Store a movie with its files and lay its folder out; return its external id."""
        files = videos or (f"{title}.mkv",)
        return self._title(instance, title, files, [], **fields)

    def series(self, title: str = "Dark", *episodes: tuple[int, int, str], **fields: Any) -> str:
        """Store a series with episodes (season, number, file) and lay its folder out; return its id."""
        files = list(dict.fromkeys(file for _, _, file in episodes))
        return self._title(SONARR, title, files, episodes, **fields)

    def artist(self, title: str = "Silent Harbours", **albums: Sequence[str]) -> str:
        """Store an artist with the files of its albums by their paths, and lay them out; return its id."""
        self._ids += 1
        number, root = self._ids, self.root(LIDARR)
        external_id = uuid_of("a", number)
        values = {"title": title, "sort_title": title.lower(), "path": str(root / title)}
        item = Item(id=number, external_id=external_id, root_folder=str(root), **values)
        records: list[Episode | MediaFile] = []
        for place, (name, files) in enumerate(albums.items(), 1):
            album = 100 * number + place
            records.append(Episode(id=album, item_id=number, external_id=uuid_of("b", album), title=name))
            records += [
                MediaFile(id=100 * album + index, item_id=number, album_id=album, relative_path=path, size=4)
                for index, path in enumerate(files, 1)
            ]
        instance_id = store(self.services.database, LIDARR, item, *records)
        with self.services.database.writing():
            write_records(instance_id, RecordBatch(listings={number: Listing("x", 1)}), ())
            count_files(instance_id)
        for path in (path for files in albums.values() for path in files):
            self.put(Path(item.path, path), b"flac")
        return external_id

    def move_album(self, external_id: str, title: str, *paths: str) -> None:
        """Let an album have other files, on the disk and as the app tells; what lay beside them stays."""
        sql = (
            "SELECT e.item_id, e.episode_id, t.path FROM episode AS e "
            "JOIN item AS t ON t.item_id = e.item_id WHERE e.title = ? AND t.external_id = ?"
        )
        ((number, album, folder),) = self.services.database.read_sync(rows_of, sql, (title, external_id))
        sql = "SELECT file_id, doc FROM file WHERE album_id = ?"
        before = self.services.database.read_sync(rows_of, sql, (album,))
        for _, doc in before:
            Path(folder, msgspec.json.decode(doc, type=MediaFile).relative_path).unlink()
        records = [
            MediaFile(id=100 * album + index, item_id=number, album_id=album, relative_path=path, size=4)
            for index, path in enumerate(paths, 50)
        ]
        gone = [RecordKey(EntityType.FILE, str(file_id)) for file_id, _ in before]
        instance_id = store(self.services.database, LIDARR, *records, removed=gone)
        with self.services.database.writing():
            count_files(instance_id)
        for path in paths:
            self.put(Path(folder, path), b"flac")

    @staticmethod
    def put(path: Path, content: bytes) -> None:
        """Write a file, in a folder that is made."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def slot_of_album(self, title: str, kind: str = "thumb") -> str:
        """Return the slot of an album's cover, or of another kind of its pictures."""
        sql = "SELECT season, number FROM episode WHERE title = ?"
        ((season, number),) = self.services.database.read_sync(rows_of, sql, (title,))
        return f"s{season:02}e{number:02}:{kind}"

    def _title(
        self,
        name: str,
        title: str,
        files: Sequence[str],
        episodes: Sequence[tuple[int, int, str]],
        **fields: Any,
    ) -> str:
        self._ids += 1
        number = self._ids
        root = self.root(name)
        external_id = str(600 + number)
        values = {"title": title, "sort_title": title.lower(), "path": str(root / title), "year": 1979}
        item = Item(id=number, external_id=external_id, root_folder=str(root), **(values | fields))
        records = [
            MediaFile(
                id=1000 * number + index,
                item_id=number,
                relative_path=file,
                size=100 + index,
                season=next((season for season, _, path in episodes if path == file), 0),
            )
            for index, file in enumerate(files, 1)
        ]
        ids = {file.relative_path: file.id for file in records}
        parts = [
            Episode(
                id=100_000 * number + index,
                item_id=number,
                season=season,
                number=episode,
                file_id=ids[path],
                title=f"Part {episode}",
            )
            for index, (season, episode, path) in enumerate(episodes)
        ]
        instance_id = store(self.services.database, name, item, *records, *parts)
        with self.services.database.writing():
            write_records(instance_id, RecordBatch(listings={number: Listing("x", len(records))}), ())
        for file in files:
            path = Path(item.path, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(FILM)
        return external_id

    def root(self, name: str) -> Path:
        """Return the root folder of an instance."""
        return self.folder / name.partition(".")[0]

    def replace_file(self, external_id: str, before: str, after: str) -> None:
        """Let a movie have another file, on the disk and as the app tells."""
        number = int(external_id) - 600
        record = MediaFile(id=1000 * number + 1, item_id=number, relative_path=after, size=200)
        store(self.services.database, RADARR, record)
        folder = next(path for path in self.root(RADARR).iterdir() if (path / before).exists())
        (folder / before).rename(folder / after)

    # --- what was chosen -----------------------------------------------------------------------------

    def image(
        self, content: bytes, extension: str = ".jpg", origin: AssetOrigin = AssetOrigin.PROVIDER
    ) -> str:
        """Bring an image into the cache; return its hash."""
        sha256 = self.cache.add(content, extension)
        asset = Asset(sha256=sha256, extension=extension, size=len(content), origin=origin, added_at=1.0)
        self.services.database.write_sync(assets.record, [asset])
        return sha256

    def choose(self, name: str, external_id: str, slot: str, content: bytes, extension: str = ".jpg") -> str:
        """Let a phase choose an image for a slot; return its hash."""
        sha256 = self.image(content, extension)
        choice = SlotChoice(external_id=external_id, slot=slot, sha256=sha256, provider="tmdb")
        self.services.database.write_sync(slots.choose, name, [choice])
        return sha256

    def choose_as_owner(
        self, name: str, external_id: str, slot: str, content: bytes, provider: str = "import"
    ) -> str:
        """Let the owner choose an image for a slot; return its hash."""
        sha256 = self.image(content, origin=AssetOrigin.OWNER)
        choice = SlotChoice(
            external_id=external_id, slot=slot, sha256=sha256, provider=provider, by_owner=True
        )
        self.services.database.write_sync(slots.choose_as_owner, name, choice)
        return sha256

    def lock(self, name: str, external_id: str, target: str) -> None:
        """Lock something of a title."""
        self.services.database.write_sync(slots.lock, name, [(external_id, target)], 1.0)

    def describe(self, name: str, external_id: str, part: str = "", **values: object) -> None:
        """Store metadata of a title or a part of it, as a provider told it."""
        fields = [
            MetadataField(name=key, value=value, source="tmdb", read_at=1.0) for key, value in values.items()
        ]
        self.services.database.write_sync(metadata.store_fields, name, external_id, part, fields)

    # --- publishing ----------------------------------------------------------------------------------

    async def publish(self, name: str = RADARR, *external_ids: str) -> PublishCounts:
        """Publish titles of an instance."""
        run = await self.services.artwork.publishing.run(name)
        await run.apply(await run.ready_titles(external_ids))
        return run.counts

    async def job(self, name: str = RADARR, **args: Any) -> Job:
        """Let the worker publish; return the job when it is finished."""
        (job_id,) = await self.services.artwork.start(PhaseName.PUBLISH, [name], PhaseArgs(**args))
        return await self.finished(job_id)

    async def finished(self, job_id: int) -> Job:
        """Return a job when it is finished."""
        while True:
            jobs = {job.id: job for job in await self.services.jobs.list_jobs()}
            if jobs[job_id].state.finished:
                return jobs[job_id]
            await asyncio.sleep(0.02)

    def placements(self, name: str = RADARR) -> dict[str, dict[str, Placement]]:
        """Return what is noted as published: external id → path → placement."""
        placed = self.services.database.read_sync(placements.placements, name)
        return {
            external_id: {placement.relative_path: placement for placement in rows}
            for external_id, rows in placed.items()
        }

    def files(self, title: str = "Alien (1979)", name: str = RADARR) -> dict[str, bytes]:
        """Return what lies in a title's folder, videos left out: path → content."""
        folder = self.root(name) / title
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix not in (".mkv", ".flac")
        }


def told(counts: PublishCounts) -> list[str]:
    """Return what was told, but for what Kodi does not show without NFO."""
    return [sentence for sentence in counts.messages if "without NFO" not in sentence]


@contextmanager
def publish_bench(
    folder: Path, options: str = "", names: Sequence[str] = (RADARR, SONARR), table: str = "artwork = true"
) -> Iterator[PublishBench]:
    """Yield a bench below a folder; ``options``: lines of ``[artwork]``; ``table``: of each instance."""
    for kind in (name.partition(".")[0] for name in names):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    file = folder / "config.toml"
    file.write_text(
        "".join(
            f'[{name}]\nurl = "http://127.0.0.1:9"\napi_key = "{"k" * 32}"\nlive = false\n{table}\n'
            for name in names
        )
        + f'[recycle]\nfolder = "{folder / "bin"}"\n'
        f'[artwork]\ncache = "{folder / "cache"}"\n{options}\n'
        f'[database]\nurl = "sqlite:///{folder / "arrtui.db"}"\n'
    )
    file.chmod(0o600)
    services = Services(load_config(file, env={}), env={})
    try:
        yield PublishBench(folder, services)
    finally:
        services.stop()
