"""Kill -9 in the middle of scanning, publishing and taking back: no half file, no orphan, no lost lock."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from arrtui.db.artwork import assets, nfo_contents, slots
from tests.environment import ENV
from tests.runtime.artwork.bench import RADARR, PublishBench, publish_bench
from tests.trials.art_phase import UNPUBLISH

FILMS = 60
FILMS_OF_SET = 6
SETS = "sets"
OPTIONS = 'nfo = "all"\nprobe = false'
SLOTS = ("poster", "fanart", "banner", "clearlogo")
Tree = dict[str, str]
"""Relative path → hash."""


class ArtSite:
    """Films with owners' files, choices and locks, and a process that works on them."""

    def __init__(self, bench: PublishBench, films: int) -> None:
        self.bench = bench
        self.root = bench.root(RADARR)
        self.sets = bench.folder / SETS
        for number in range(films):
            self._film(number)
        self.locks = self._read_locks()
        self.original = self.tree()
        self.contents = set(self.original.values())
        self.published: Tree = {}
        self.seconds: dict[str, float] = {}

    def _film(self, number: int) -> None:
        title, name = f"Film {number:02}", f"Set {number // FILMS_OF_SET}"
        film = self.bench.film(title, collection_id=1 + number // FILMS_OF_SET, collection_title=name)
        if number % FILMS_OF_SET == 0:
            self._set(film, name, is_owned=number % (2 * FILMS_OF_SET) == 0)
        for slot in SLOTS:
            content = f"{title} {slot}".encode() * 2_000
            self.bench.choose(RADARR, film, slot, content)
        if number % 3 == 0:
            (self.root / title / f"{title}-poster.jpg").write_bytes(f"the owner's {number}".encode() * 500)
            self.bench.choose_as_owner(RADARR, film, "poster", f"asked for {number}".encode() * 700)
        if number % 3 == 1:
            (self.root / title / f"{title}.nfo").write_text(f"<movie><title>Own {number}</title></movie>")
        if number % 5 == 0:
            self.bench.lock(RADARR, film, "banner")

    def _set(self, film: str, name: str, *, is_owned: bool) -> None:
        """Choose pictures for the set of a film; where one ``is_owned``, another lies in its place."""
        self.bench.choose(RADARR, film, "set:fanart", f"{name} fanart".encode() * 2_000)
        if is_owned:
            (self.sets / name).mkdir(parents=True)
            (self.sets / name / "poster.jpg").write_bytes(f"the owner's {name}".encode() * 500)
            self.bench.choose_as_owner(RADARR, film, "set:poster", f"asked for {name}".encode() * 700)

    def tree(self) -> Tree:
        """Return what lies in all folders of titles, and in that of sets."""
        return {
            self._name(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for root in (self.root, self.sets)
            for path in root.rglob("*")
            if path.is_file()
        }

    def _name(self, path: Path) -> str:
        """Return a path below the root folder; of sets below the folder around theirs."""
        return path.relative_to(self.root if path.is_relative_to(self.root) else self.bench.folder).as_posix()

    def _read_locks(self) -> dict[str, set[str]]:
        return self.bench.services.database.read_sync(slots.locks, RADARR)

    def start(self, phase: str) -> subprocess.Popen[str]:
        """Start a phase and wait until it works."""
        command = [
            sys.executable,
            "-m",
            "tests.trials.art_phase",
            str(self.bench.folder / "config.toml"),
            phase,
        ]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENV
        )
        assert process.stdout is not None
        if process.stdout.readline() != "started\n":
            raise RuntimeError(process.communicate()[1][-500:])
        return process

    def finish(self, phase: str) -> str:
        """Do a phase, or the rest of it; return what went wrong."""
        process, began = self.start(phase), time.monotonic()
        assert process.stdout is not None
        process.stdout.readline()
        self.seconds.setdefault(phase, time.monotonic() - began)
        errors = process.communicate()[1]
        return errors[-300:] if process.returncode else ""

    def kill(self, phase: str, after: float) -> None:
        """Start a phase and kill it after some seconds."""
        process = self.start(phase)
        time.sleep(after)
        process.kill()
        process.communicate()

    def faults(self) -> list[str]:
        """Return what must never be, also right after a kill."""
        tree, faults = self.tree(), []
        known = self.contents | set(self.published.values())
        parts = [path for path in tree if "/.arrtui/" in path]
        if half := [path for path, digest in tree.items() if path not in parts and digest not in known]:
            faults.append(f"half or unknown files: {half[:3]}")
        if self._read_locks() != self.locks:
            faults.append("a lock is lost")
        for path in (self.bench.folder / "cache").glob("??/??/*"):
            if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
                faults.append(f"{path.name} in the cache is not whole")
        gone = [digest for path, digest in self.original.items() if digest not in self._everywhere(tree)]
        return [*faults, f"{len(gone)} of the owner's files are gone"] if gone else faults

    def _everywhere(self, tree: Tree) -> set[str]:
        binned = (path for path in (self.bench.folder / "bin").rglob("*") if path.is_file())
        return set(tree.values()) | {hashlib.sha256(path.read_bytes()).hexdigest() for path in binned}

    def leftovers(self) -> list[str]:
        """Return what must not be left when all is done."""
        faults = [str(path) for root in (self.root, self.sets) for path in root.rglob(".arrtui")]
        cached = {path.stem for path in (self.bench.folder / "cache").glob("??/??/*")}
        cached |= self.bench.services.database.read_sync(nfo_contents.stored)
        known = set(self.bench.services.database.read_sync(assets.assets))
        faults += [f"{digest} in the cache is not known" for digest in cached - known]
        faults += [f"{digest} is not in the cache" for digest in known - cached]
        placed = self.bench.placements()
        names = {
            self._name(Path(path)) if path.startswith("/") else f"Film {int(film) - 601:02}/{path}"
            for film, paths in placed.items()
            for path, placement in paths.items()
        }
        faults += [f"{path} is noted and not there" for path in names - self.tree().keys()]
        begun = [path for paths in placed.values() for path, row in paths.items() if not row.placed_at]
        return [*faults, *(f"{path} is noted as begun" for path in begun)]


PHASES = ("scan", "publish", UNPUBLISH)


def attempt(site: ArtSite, phase: str, share: float) -> str:
    """Kill a phase after a share of its time, do it again, and say what came of it."""
    site.kill(phase, site.seconds[phase] * share)
    faults = site.faults()
    error = site.finish(phase)
    faults += [error] if error else []
    faults += site.faults() + site.leftovers()
    expected = site.published if phase != UNPUBLISH else site.original
    if phase != "scan" and site.tree() != expected:
        different = {path for path in site.tree() | expected if site.tree().get(path) != expected.get(path)}
        faults.append(f"another end state: {sorted(different)[:3]}")
    what = f"{phase} killed after {share:.0%} of {site.seconds[phase]:.2f} s"
    return f"FAILED {what}: {'; '.join(faults[:4])}" if faults else f"ok {what}: as without it"


def trial(times: int, films: int = FILMS) -> Iterator[str]:
    """Yield a line for each kill."""
    draw = random.Random(times)
    with (
        tempfile.TemporaryDirectory(prefix="arrtui-artwork-") as folder,
        publish_bench(Path(folder), f'{OPTIONS}\nsets_folder = "{folder}/{SETS}"') as bench,
    ):
        site = ArtSite(bench, films)
        for phase in ("scan", "publish"):
            if error := site.finish(phase):
                yield f"FAILED {phase}: {error}"
        site.published = site.tree()
        if error := site.finish(UNPUBLISH):
            yield f"FAILED {UNPUBLISH}: {error}"
        if site.tree() != site.original:
            yield "FAILED what was taken back is not as it was"
        for number in range(times):
            yield attempt(site, PHASES[number % len(PHASES)], draw.random())
