"""Films and series with files of their owner's, a Kodi that shows them, and tasks that are killed on them."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import subprocess
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from arrtui.core.artwork import Asset, AssetOrigin, Placement, SlotChoice
from arrtui.db.artwork import assets, nfo_contents, placements, slots
from arrtui.db.artwork_models import ArtCandidatesRow, AssetRow, ProviderAnswerRow, SlotChoiceRow
from arrtui.db.database import Database
from arrtui.demo.estate import SimulatedEstate
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.kodi_library import KodiVideo
from arrtui.features.artwork.verify import GRACE
from arrtui.media.art_cache import GROWING, ArtCache
from tests.demo.conftest import Api
from tests.media.pictures import draw
from tests.trials.site import Ended, Site, finish

FILMS, SERIES = "radarr.main", "sonarr.main"
NAMES = (FILMS, SERIES)
KINDS = ("poster", "fanart", "clearlogo", "banner", "discart", "thumb")
LONGEST = 60.0
"""Seconds until a job begins at the latest."""
_QUALITY = {"quality": {"id": 7, "name": "Bluray-1080p"}}
_SIZE = 90_000_000_000
"""Bytes of a video that is better than any before."""


class KillSite:
    """Titles with files of their owner's, locks and choices, and tasks that are killed."""

    def __init__(self, folder: Path, estate: SimulatedEstate, chance: random.Random) -> None:
        self.folder, self.estate, self.chance = folder, estate, chance
        self.apis = {name: Api(estate.apps[name]) for name in NAMES}
        self.roots = {name: Path(estate.apps[name].store.root_folders[1]["path"]) for name in NAMES}
        self.kodi = SimulatedKodi([self.roots[FILMS]], [self.roots[SERIES]])
        self.site = Site(estate, folder)
        self.cache = ArtCache(folder / "cache", 10**10)
        self.owners: dict[Path, str] = {}
        """Hashes of what the owner put into folders, by path."""
        self.taken: set[Path] = set()
        """Files of the owner's that an app removed with a video."""
        self.damage: set[str] = set()
        """Hashes of what somebody made of published files and of the cache."""
        self.fresh: set[str] = set()
        """Those of the last time."""
        self.seconds: dict[str, float] = {}
        """What the job of a step takes, by the name of the step."""
        self.watched: set[tuple[str, ...]] = set()
        """What was watched in Kodi: films and episodes."""
        self.shown: set[Path] = set()
        """The videos that Kodi had before a kill."""
        self.rounds = 0
        self._configure()
        self.run("backup")
        self._own_files()
        self.run("artwork", "scan")
        with self.database() as database:
            for name in NAMES:
                known = sorted(self.folders(name))
                locks = [(external_id, "poster") for external_id in known[::4]]
                locks += [(external_id, "*") for external_id in known[1::6]]
                database.write_sync(slots.lock, name, locks, 1.0)
            self.locks = {name: database.read_sync(slots.locks, name) for name in NAMES}

    def _configure(self) -> None:
        kinds = ", ".join(f'"{kind}"' for kind in KINDS)
        self.site.config.write_text(
            self.estate.config_toml(database=self.site.database).partition("[sync")[0]
            + f'[artwork]\ncache = "{self.cache.folder}"\nkinds = [{kinds}]\nnfo = "all"\nverify_days = 1\n'
            'names_for = ["kodi", "jellyfin"]\nphases = ["publish", "players"]\n'
            f'[players.den]\nkind = "kodi"\nurl = "{self.kodi.url}"\n'
            'user = "kodi"\npassword = "secret-of-kodi"\n'
        )
        self.site.config.chmod(0o600)

    def _own_files(self) -> None:
        """Put files of the owner's beside videos and into series: posters, thumbs, NFO, notes."""
        for number, video in enumerate(self.videos(FILMS)):
            if number % 3 == 0:
                self.put(video.with_name(f"{video.stem}-poster.jpg"), draw(300, 450, seed=number))
            if number % 3 == 1:
                nfo = f"<movie><title>Own {number}</title></movie>"
                self.put(video.with_suffix(".nfo"), nfo.encode())
            self.put(video.with_name("notes"), f"{number}".encode())
        for number, video in enumerate(self.videos(SERIES)):
            if number % 4 == 0:
                self.put(video.with_name(f"{video.stem}-thumb.jpg"), draw(400, 225, seed=7_000 + number))
            if number % 5 == 0:
                nfo = f"<episodedetails><title>Own {number}</title></episodedetails>"
                self.put(video.with_suffix(".nfo"), nfo.encode())
        for number, folder in enumerate(sorted(self.folders(SERIES).values())):
            if number % 2 == 0:
                self.put(folder / "season01-poster.jpg", draw(300, 450, seed=8_000 + number))

    def put(self, path: Path, content: bytes) -> None:
        """Write a file as its owner."""
        path.write_bytes(content)
        self.owners[path] = hashlib.sha256(content).hexdigest()

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Yield the database."""
        database = Database.open(f"sqlite:///{self.site.database}")
        try:
            yield database
        finally:
            database.close()

    # --- running and killing -------------------------------------------------------------------------

    def run(self, *task: str) -> Ended:
        """Run a task to its end."""
        return self.site.run(*task, "--json")

    def kill(self, task: Collection[str], kinds: Collection[str], after: float) -> bool:
        """Start a task and kill it some seconds after a job of it began; return whether it still ran."""
        process = self.site.start(*task, "--json")
        self._until(process, lambda: self._is_running(kinds))
        time.sleep(after)
        still_runs = process.poll() is None
        process.kill()
        finish(process)
        return still_runs

    def measure(self, task: Collection[str], kinds: Collection[str]) -> tuple[float, Ended]:
        """Run a task to its end; return the seconds that its jobs of some kinds took, and how it ended."""
        process = self.site.start(*task, "--json")
        self._until(process, lambda: self._is_running(kinds))
        began = time.monotonic()
        self._until(process, lambda: not self._is_running(kinds))
        return time.monotonic() - began, finish(process)

    def _until(self, process: subprocess.Popen[str], is_so: Callable[[], bool]) -> None:
        """Wait until something is so, or the process has ended."""
        deadline = time.monotonic() + LONGEST
        while process.poll() is None and time.monotonic() < deadline and not is_so():
            time.sleep(0.01)

    def _is_running(self, kinds: Collection[str]) -> bool:
        uri = f"file:{self.site.database}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as connection:
                rows = connection.execute("select kind from job where state = 'running'").fetchall()
        except sqlite3.Error:
            return False
        return any(kind in kinds for (kind,) in rows)

    # --- what must be so -------------------------------------------------------------------------------

    def faults(self) -> list[str]:
        """Return what must never be, also right after a kill."""
        with self.database() as database:
            known = set(database.read_sync(assets.assets)) | set(self.owners.values()) | self.damage
            locks = {name: database.read_sync(slots.locks, name) for name in NAMES}
            nfos = database.read_sync(nfo_contents.stored)
            whole = database.read_sync(nfo_contents.contents, [*nfos])
        there = self.files()
        faults = [
            f"{path.name} is half or unknown"
            for path, digest in there.items()
            if digest not in known and ".arrtui" not in path.parts
        ]
        faults += [
            f"{path.name} in the cache is not whole"
            for path in self.cache.folder.glob("??/??/*")
            if (digest := digest_of(path)) != path.stem and digest not in self.damage
        ]
        faults += [f"the NFO {digest} is not whole" for digest in nfos - whole.keys()]
        faults += [] if locks == self.locks else ["a lock is lost"]
        kept = {*whole, *there.values()} | {path.stem for path in self.cache.folder.glob("??/??/*")}
        kept |= {digest_of(path) for path in self.bin.rglob("*") if path.is_file()}
        gone = [path.name for path, digest in self.owners.items() if digest not in kept]
        known_videos = {video.file for video in self.kodi.library.videos.values()}
        lost = [path.name for path in self.shown - known_videos if path.is_file()]
        faults += [f"Kodi lost {name}, which is there" for name in lost]
        return faults + [f"{name} of the owner is gone" for name in gone]

    def leftovers(self) -> list[str]:
        """Return what must not be once everything was ended."""
        with self.database() as database:
            known = set(database.read_sync(assets.assets))
            nfos = database.read_sync(nfo_contents.stored)
        cached = nfos | {path.stem for path in self.cache.folder.glob("??/??/*")}
        faults = [f"{digest} in the cache is an orphan" for digest in cached - known]
        faults += [f"{digest} is noted and not in the cache" for digest in known - cached]
        faults += [f"{path} is unfinished" for path in (self.cache.folder / GROWING).glob("*")]
        faults += [f"{path} is left" for root in self.roots.values() for path in root.rglob(".arrtui")]
        return faults + [
            f"{path.name} is not as it is noted"
            for path, placement in self.placed()
            if not placement.placed_at or digest_of(path) != placement.sha256
        ]

    def spoiled(self) -> list[str]:
        """Return what was spoiled last and is so still: what was before is given back by unpublishing."""
        return [f"{path.name} is spoiled" for path, digest in self.files().items() if digest in self.fresh]

    def placed(self) -> list[tuple[Path, Placement]]:
        """Return what is noted as published, with where that is."""
        with self.database() as database:
            by_name = {name: database.read_sync(placements.placements, name) for name in NAMES}
        return [
            (self.folders(name)[external_id] / row.relative_path, row)
            for name, titles in by_name.items()
            for external_id, rows in sorted(titles.items())
            for row in rows
        ]

    def not_back(self) -> list[str]:
        """Return the files of the owner's that are not in their places although all was taken back."""
        locked = {self.folders(name)[title] for name in NAMES for title in self.locks[name]}
        return [
            f"{path.name} of the owner is not back"
            for path, digest in self.owners.items()
            if path not in self.taken and not locked & set(path.parents) and digest_of(path) != digest
        ]

    @property
    def bin(self) -> Path:
        """The recycle bin."""
        return self.folder / "media" / "recycle"

    def folders(self, name: str) -> dict[str, Path]:
        """Return the folders of an app's titles by external id."""
        id_name = "tmdbId" if name == FILMS else "tvdbId"
        titles = self.estate.apps[name].store.titles.values()
        return {str(title[id_name]): Path(title["path"]) for title in titles}

    def videos(self, name: str) -> list[Path]:
        """Return the videos of an app's titles."""
        return sorted(self.roots[name].rglob("*.mkv"))

    def files(self) -> dict[Path, str]:
        """Return the hashes of the files beside videos."""
        paths = (path for root in self.roots.values() for path in root.rglob("*"))
        return {path: digest_of(path) for path in paths if path.suffix != ".mkv" and path.is_file()}

    # --- what Kodi shows -------------------------------------------------------------------------------

    def watch(self) -> None:
        """Watch all that Kodi shows."""
        for video in self.kodi.library.videos.values():
            video.fields["playcount"] = 2
        self.watched = {self._part(video) for video in self.kodi.library.videos.values()}

    def unwatched(self) -> list[str]:
        """Return the videos that were watched and are not any more, or not by the file that is there."""
        files = {
            self._part(video)
            for video in self.kodi.library.videos.values()
            if video.file.is_file() and video.fields["playcount"] == 2
        }
        return [f"{' '.join(map(str, part))} was watched" for part in sorted(self.watched - files)]

    def _part(self, video: KodiVideo) -> tuple[str, ...]:
        """Return what a video is of: a film or an episode."""
        root = self.roots[FILMS if video.kind == "movie" else SERIES]
        title = video.file.relative_to(root).parts[0]
        return (title,) if video.kind == "movie" else (title, f"s{video.season}e{video.episode}")

    # --- what there is to do ---------------------------------------------------------------------------

    def bring_files(self) -> None:
        """Put new pictures of the owner's beside a quarter of the videos."""
        self.rounds += 1
        for number, video in enumerate([*self.videos(FILMS), *self.videos(SERIES)]):
            if number % 4 == self.rounds % 4:
                picture = draw(512, 512, seed=1_000 * self.rounds + number)
                self.put(video.with_name(f"{video.stem}-keyart.jpg"), picture)

    def forget_choices(self) -> None:
        """Forget what was chosen by providers for some titles, and what they answered."""

        def forget() -> None:
            odd = SlotChoiceRow.external_id.endswith(str(self.rounds % 10)) | (
                SlotChoiceRow.external_id.endswith(str((self.rounds + 5) % 10))
            )
            SlotChoiceRow.delete().where(odd & (SlotChoiceRow.by_owner == 0)).execute()
            ArtCandidatesRow.delete().execute()
            ProviderAnswerRow.delete().execute()

        self.rounds += 1
        with self.database() as database:
            database.write_sync(forget)

    def ask_for_images(self) -> None:
        """Choose images as the owner: files of theirs and published ones make room."""
        self.rounds += 1
        with self.database() as database:
            for name in NAMES:
                for external_id in sorted(database.read_sync(slots.choices, name))[self.rounds % 3 :: 3]:
                    for slot in ("banner", "poster", *(["s01:poster"] if name == SERIES else [])):
                        self._ask_for(database, name, external_id, slot)

    def _ask_for(self, database: Database, name: str, external_id: str, slot: str) -> None:
        seed = 50_000 + 1_000 * self.rounds + int(external_id) % 97 + 100 * len(slot)
        content = draw(200, 300, seed=seed)
        sha256 = self.cache.add(content, ".jpg")
        facts = {"extension": ".jpg", "size": len(content), "added_at": 1.0}
        stored = Asset(sha256=sha256, origin=AssetOrigin.OWNER, **facts)
        choice = SlotChoice(external_id=external_id, slot=slot, sha256=sha256, by_owner=True)
        database.write_sync(assets.record, [stored])
        database.write_sync(slots.choose_as_owner, name, choice)

    def upgrade(self) -> None:
        """Have the apps replace every third film and some episodes, with what they hold as theirs."""
        self.rounds += 1
        self._upgrade_films()
        self._upgrade_episodes()
        self.taken |= {path for path in self.owners if not path.exists()}

    def _upgrade_films(self) -> None:
        store = self.estate.apps[FILMS].store
        titles = [title for title in store.titles.values() if store.files_of(title["id"])]
        for title in titles:
            self._command(FILMS, name="RescanMovie", movieId=title["id"])
        for title in titles[self.rounds % 3 :: 3]:
            self._import(FILMS, f"{title['title']} {title['year']}", movieId=title["id"])

    def _upgrade_episodes(self) -> None:
        store: Any = self.estate.apps[SERIES].store
        for title in list(store.titles.values()):
            self._command(SERIES, name="RescanSeries", seriesId=title["id"])
            for file in store.files_of(title["id"])[self.rounds % 5 :: 5]:
                rows = store.episodes_of_file(file)
                code = f"S{rows[0]['seasonNumber']:02}" + "".join(
                    f"E{row['episodeNumber']:02}" for row in rows
                )
                ids = [row["id"] for row in rows]
                self._import(SERIES, f"{title['title']} {code}", seriesId=title["id"], episodeIds=ids)

    def _import(self, app: str, words: str, **ids: Any) -> None:
        """Have an app import a better video."""
        name = f"{words} v{self.rounds} 1080p BluRay x264-GRP".replace("/", " ").replace(":", "")
        path = self.folder / "media" / "downloads" / name / f"{name}.mkv"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"")
        os.truncate(path, _SIZE + self.rounds)
        file = {"path": str(path), "folderName": name, "quality": _QUALITY, **ids}
        self._command(app, name="ManualImport", importMode="move", files=[file])

    def _command(self, app: str, **body: Any) -> None:
        assert self.apis[app]("POST", "command", json=body).status_code == 201
        self.apis[app].settle()

    def spoil(self) -> None:
        """Remove and change published files, and files of the cache that are published.

        What steps before have left to do is done first: a publishing leaves what somebody wrote over its
        files to them, and verifying has nothing to tell of it then.
        """
        self.rounds += 1
        for _ in range(10):
            if not self.has_work():
                break
            self.run("artwork", "scan")
        with self.database() as database:  # a file that was noted just now and is missing may yet come
            database.write_sync(AssetRow.update(added_at=AssetRow.added_at - 2 * GRACE).execute)
        self.fresh = set()
        images = [(path, row) for path, row in self.placed() if row.slot != "nfo"]
        for number, (path, row) in enumerate(self.chance.sample(images, min(24, len(images)))):
            cached = self.cache.path_of(row.sha256, path.suffix)
            if number % 4 == 0:
                path.unlink(missing_ok=True)
            elif number % 4 == 1:
                self._spoil(path, f"changed {self.rounds} {number}".encode())
            elif number % 4 == 2 and cached.exists():  # two slots may have one image
                self._spoil(cached, cached.read_bytes()[:100])
            else:
                cached.unlink(missing_ok=True)

    def has_work(self) -> bool:
        """Return whether jobs are waiting or were cut off."""
        query = "SELECT 1 FROM job WHERE state IN ('pending', 'running', 'retrying') LIMIT 1"
        with closing(sqlite3.connect(f"file:{self.site.database}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchone() is not None

    def _spoil(self, path: Path, content: bytes) -> None:
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        self.fresh.add(hashlib.sha256(content).hexdigest())
        self.damage |= self.fresh


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
