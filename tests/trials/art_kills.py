"""Kill -9 in every phase of artwork, one after the other, on one library: films of a simulated estate.

What is killed is the command line's own process, after a share of the time that its job takes; the same task
again then ends what was begun. Whatever the moment: no half file, no lock lost, every file of the owner's in
its place or in the bin; and after the next run no orphan, nothing unfinished, all that is noted there.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from arrtui.core.artwork import Asset, AssetOrigin, SlotChoice
from arrtui.db.artwork import assets, nfo_contents, placements, slots
from arrtui.db.artwork_models import ArtCandidatesRow, AssetRow, ProviderAnswerRow, SlotChoiceRow
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.artwork.verify import GRACE
from arrtui.media.art_cache import GROWING, ArtCache
from tests.demo.conftest import Api
from tests.media.pictures import draw
from tests.trials.art_tour import draw_quickly
from tests.trials.phase_meter import running_job
from tests.trials.site import Ended, Site, finish

NAME = "radarr.main"
FILMS = 24
KINDS = ("poster", "fanart", "clearlogo", "banner", "discart")
LONGEST = 60.0
"""Seconds until a job begins at the latest."""
_QUALITY = {"quality": {"id": 7, "name": "Bluray-1080p"}}


class KillSite:
    """Films with files of their owner's, locks and choices, and tasks that are killed."""

    def __init__(self, folder: Path, estate: SimulatedEstate, chance: random.Random) -> None:
        self.folder, self.estate, self.chance = folder, estate, chance
        self.app = estate.apps[NAME]
        self.api = Api(self.app)
        self.site = Site(estate, folder)
        self.cache = ArtCache(folder / "cache", 10**10)
        self.root = Path(self.app.store.root_folders[1]["path"])
        self.owners: dict[Path, str] = {}
        """Hashes of what the owner put into folders, by path."""
        self.taken: set[Path] = set()
        """Files of the owner's that the app removed with a film."""
        self.damage: set[str] = set()
        """Hashes of what somebody made of published files and of the cache."""
        self.seconds: dict[str, float] = {}
        """What the job of a step takes, by the name of the step."""
        self.rounds = 0
        self._configure()
        self.run("backup")
        self._own_files()
        self.run("artwork", "scan")
        with self.database() as database:
            known = sorted(str(title["tmdbId"]) for title in self.app.store.titles.values())
            locks = [(external_id, "poster") for external_id in known[::4]]
            locks += [(external_id, "*") for external_id in known[1::6]]
            database.write_sync(slots.lock, NAME, locks, 1.0)
            self.locks = database.read_sync(slots.locks, NAME)

    def _configure(self) -> None:
        kinds = ", ".join(f'"{kind}"' for kind in KINDS)
        self.site.config.write_text(
            self.estate.config_toml(database=self.site.database).partition("[sync")[0]
            + f'[artwork]\ncache = "{self.cache.folder}"\nkinds = [{kinds}]\nnfo = "all"\nverify_days = 1\n'
            'names_for = ["kodi", "jellyfin"]\n'
        )
        self.site.config.chmod(0o600)

    def _own_files(self) -> None:
        """Put files of the owner's beside films: posters, NFO, subtitles."""
        for number, video in enumerate(sorted(self.root.rglob("*.mkv"))):
            if number % 3 == 0:
                self.put(video.with_name(f"{video.stem}-poster.jpg"), draw(300, 450, seed=number))
            if number % 3 == 1:
                nfo = f"<movie><title>Own {number}</title></movie>"
                self.put(video.with_suffix(".nfo"), nfo.encode())
            self.put(video.with_name("notes"), f"{number}".encode())

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

    def kill(self, step: Step, share: float) -> bool:
        """Start a task and kill it after a share of its time; return whether it still ran."""
        process = self.site.start(*step.task, "--json")
        self._until(process, lambda kind: kind in step.kinds)
        time.sleep(share * self.seconds[step.name])
        still_runs = process.poll() is None
        process.kill()
        finish(process)
        return still_runs

    def time(self, step: Step) -> str:
        """Do a step to its end, and keep how long its jobs take; return what went wrong."""
        step.prepare(self)
        process = self.site.start(*step.task, "--json")
        self._until(process, lambda kind: kind in step.kinds)
        began = time.monotonic()
        self._until(process, lambda kind: kind not in step.kinds)
        self.seconds[step.name] = time.monotonic() - began
        ended = finish(process)
        return "" if ended.status == 0 else (ended.err or ended.out)[-300:]

    def _until(self, process: subprocess.Popen[str], is_so: Callable[[str], bool]) -> None:
        """Wait until the kind of the running job is as it should be, or the process has ended."""
        deadline = time.monotonic() + LONGEST
        while process.poll() is None and time.monotonic() < deadline:
            if is_so(running_job(self.site.database)):
                return
            time.sleep(0.01)

    # --- what must be so -------------------------------------------------------------------------------

    def faults(self) -> list[str]:
        """Return what must never be, also right after a kill."""
        with self.database() as database:
            known = set(database.read_sync(assets.assets)) | set(self.owners.values()) | self.damage
            locks = database.read_sync(slots.locks, NAME)
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
            if (digest := _digest(path)) != path.stem and digest not in self.damage
        ]
        faults += [f"the NFO {digest} is not whole" for digest in nfos - whole.keys()]
        faults += [] if locks == self.locks else ["a lock is lost"]
        kept = {*whole, *there.values()} | {path.stem for path in self.cache.folder.glob("??/??/*")}
        kept |= {_digest(path) for path in self.bin.rglob("*") if path.is_file()}
        gone = [path.name for path, digest in self.owners.items() if digest not in kept]
        return faults + [f"{name} of the owner is gone" for name in gone]

    def leftovers(self) -> list[str]:
        """Return what must not be once everything was ended."""
        with self.database() as database:
            known = set(database.read_sync(assets.assets))
            placed = database.read_sync(placements.placements, NAME)
            nfos = database.read_sync(nfo_contents.stored)
        folders = {str(title["tmdbId"]): Path(title["path"]) for title in self.app.store.titles.values()}
        cached = nfos | {path.stem for path in self.cache.folder.glob("??/??/*")}
        faults = [f"{digest} in the cache is an orphan" for digest in cached - known]
        faults += [f"{digest} is noted and not in the cache" for digest in known - cached]
        faults += [f"{path} is unfinished" for path in (self.cache.folder / GROWING).glob("*")]
        faults += [f"{path} is left" for path in self.root.rglob(".arrtui")]
        faults += [
            f"{placement.relative_path} is not as it is noted"
            for external_id, rows in placed.items()
            for placement in rows
            if not placement.placed_at
            or _digest(folders[external_id] / placement.relative_path) != placement.sha256
        ]
        return faults

    def not_back(self) -> list[str]:
        """Return the files of the owner's that are not in their places although all was taken back."""
        with self.database() as database:
            locked = database.read_sync(slots.locks, NAME)
        folders = {Path(title["path"]): str(title["tmdbId"]) for title in self.app.store.titles.values()}
        return [
            f"{path.name} of the owner is not back"
            for path, digest in self.owners.items()
            if path not in self.taken and folders.get(path.parent) not in locked and _digest(path) != digest
        ]

    @property
    def bin(self) -> Path:
        """The recycle bin."""
        return self.folder / "media" / "recycle"

    def files(self) -> dict[Path, str]:
        """Return the hashes of the files beside films, films left out."""
        paths = (path for path in self.root.rglob("*") if path.suffix != ".mkv" and path.is_file())
        return {path: _digest(path) for path in paths}

    # --- what there is to do ---------------------------------------------------------------------------

    def bring_files(self) -> None:
        """Put new pictures of the owner's beside a quarter of the films."""
        self.rounds += 1
        for number, video in enumerate(sorted(self.root.rglob("*.mkv"))):
            if number % 4 == self.rounds % 4:
                picture = draw(512, 512, seed=1_000 * self.rounds + number)
                self.put(video.with_name(f"{video.stem}-keyart.jpg"), picture)

    def forget_choices(self) -> None:
        """Forget what was chosen by providers for half of the films, and what they answered."""

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
        """Choose images as the owner for films that have posters of the owner's: these make room."""
        self.rounds += 1
        with self.database() as database:
            for external_id in sorted(database.read_sync(slots.choices, NAME))[self.rounds % 5 :: 5]:
                content = draw(200, 300, seed=5_000 + 100 * self.rounds + int(external_id) % 97)
                sha256 = self.cache.add(content, ".jpg")
                facts = {"extension": ".jpg", "size": len(content), "added_at": 1.0}
                stored = Asset(sha256=sha256, origin=AssetOrigin.OWNER, **facts)
                choice = SlotChoice(external_id=external_id, slot="banner", sha256=sha256, by_owner=True)
                database.write_sync(assets.record, [stored])
                database.write_sync(slots.choose_as_owner, NAME, choice)

    def upgrade(self) -> None:
        """Have the app replace every third film; it deletes what it holds as belonging to them."""
        self.rounds += 1
        titles = [title for title in self.app.store.titles.values() if self.app.store.files_of(title["id"])]
        for title in titles:
            self._command(name="RescanMovie", movieId=title["id"])
        for title in titles[self.rounds % 3 :: 3]:
            name = f"{title['title']} {title['year']} v{self.rounds} 1080p BluRay x264-GRP".replace("/", " ")
            path = self.folder / "media" / "downloads" / name / f"{name}.mkv"
            path.parent.mkdir(parents=True)
            path.write_bytes(b"")
            os.truncate(path, 90_000_000_000 + self.rounds)
            file = {"path": str(path), "folderName": name, "movieId": title["id"], "quality": _QUALITY}
            self._command(name="ManualImport", importMode="move", files=[file])
        self.taken |= {path for path in self.owners if not path.exists()}

    def _command(self, **body: Any) -> None:
        assert self.api("POST", "command", json=body).status_code == 201
        self.api.settle()

    def spoil(self) -> None:
        """Remove and change published files, and files of the cache that are published."""
        self.rounds += 1
        with self.database() as database:
            placed = database.read_sync(placements.placements, NAME)
            # a file that was noted just now and is missing may yet come
            database.write_sync(AssetRow.update(added_at=AssetRow.added_at - 2 * GRACE).execute)
        folders = {str(title["tmdbId"]): Path(title["path"]) for title in self.app.store.titles.values()}
        images = [
            (folders[external_id] / row.relative_path, row)
            for external_id, rows in sorted(placed.items())
            for row in rows
            if row.slot != "nfo"
        ]
        for number, (path, row) in enumerate(self.chance.sample(images, min(24, len(images)))):
            cached = self.cache.path_of(row.sha256, path.suffix)
            if number % 4 == 0:
                path.unlink(missing_ok=True)
            elif number % 4 == 1:
                self._spoil(path, f"changed {self.rounds} {number}".encode())
            elif number % 4 == 2:
                self._spoil(cached, cached.read_bytes()[:100])
            else:
                cached.unlink(missing_ok=True)

    def _spoil(self, path: Path, content: bytes) -> None:
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        self.damage.add(hashlib.sha256(content).hexdigest())


class Step(NamedTuple):
    """A task that is killed."""

    name: str
    kinds: tuple[str, ...]
    """Of the jobs that do it, one of which runs when it is killed."""
    prepare: Callable[[KillSite], None]
    """Gives it something to do."""

    @property
    def task(self) -> tuple[str, ...]:
        """The words of the command line."""
        return tuple(self.name.split())


STEPS = (
    Step("artwork scan", ("artwork-scan",), KillSite.bring_files),
    Step("artwork enrich", ("artwork-enrich",), KillSite.forget_choices),
    Step("artwork publish --apply", ("artwork-publish",), KillSite.ask_for_images),
    Step("backup", ("artwork-follow",), KillSite.upgrade),
    Step("artwork verify --apply", ("artwork-verify", "artwork-repair"), KillSite.spoil),
    Step("artwork unpublish --apply", ("artwork-publish",), lambda _site: None),
)
"""In this order, again and again; what was taken back is published again in between."""


def attempt(site: KillSite, step: Step, share: float) -> str:
    """Kill a step and do it again; return a line on what came of it."""
    step.prepare(site)
    was_killed = site.kill(step, share)
    faults = [f"right after it: {fault}" for fault in site.faults()]
    ended = site.run(*step.task)
    if ended.status != 0:
        faults.append(f"again it ended with {ended.status}: {(ended.err or ended.out)[-300:]}")
    faults += site.faults() + site.leftovers()
    if "unpublish" in step.name:
        faults += site.not_back()
    how = "killed" if was_killed else "ended before it was killed"
    what = f"{step.name}, {how} after {share:.0%} of {site.seconds[step.name]:.1f} s"
    return f"FAILED {what}: {'; '.join(faults[:4])}" if faults else f"ok {what}"


def trial(times: int) -> Iterator[str]:
    """Yield a line for each kill, and one that sums them up."""
    chance, counts = random.Random(times), Counter[str]()
    size = EstateSize(radarr=(("main", FILMS),), sonarr=())
    with tempfile.TemporaryDirectory(prefix="arrtui-kills-") as folder, ExitStack() as stack:
        stack.enter_context(mock.patch("arrtui.demo.providers.site.draw", draw_quickly))
        estate = SimulatedEstate(size, folder=Path(folder) / "media", providers=True)
        stack.enter_context(estate)
        estate.wait_for_files()
        site = KillSite(Path(folder), estate, chance)
        for step in STEPS:
            if error := site.time(step):
                yield f"FAILED {step.name}, not killed: {error}"
        for number in range(times):
            step = STEPS[number % len(STEPS)]
            line = attempt(site, step, chance.uniform(0.0, 0.8))
            counts[step.name] += ", killed" in line
            yield line
        files = f"{len(site.owners)} files of the owner's, {sum(map(len, site.locks.values()))} locks"
        kills = ", ".join(f"{name} {count}" for name, count in counts.items())
        yield f"ok {counts.total()} kills ({kills}); {files}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
