"""A tour of 2,000 titles: scan, enrich, publish, tell players, verify; the second time nothing happens.

Three quarters are films, the others series with twelve episodes each on average, all in real folders of a
simulated estate; providers and players are simulated too. Every step is the command line's own process.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from unittest import mock

from arrtui.core.artwork import ArtKind
from arrtui.db import media
from arrtui.db.artwork import assets, placements
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.players.jellyfin import SimulatedJellyfin
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.plex import SimulatedPlex
from arrtui.demo.world import pictures
from arrtui.demo.world.pictures import DrawnPicture
from tests.trials.phase_meter import PhaseMeter
from tests.trials.site import Ended, Site

EPISODES = 12
"""Of a series, on average."""
LONGEST = 7_200.0
"""Seconds that a task may take."""
Tree = dict[str, tuple[int, int, int]]
"""Path → size, time of change in ns, inode."""


def draw_quickly(picture: DrawnPicture, title: str, most_width: int = 0) -> bytes:
    """Return a picture that looks as those of its kind and number do, with content of its own.

    Drawing each would take longer than all that is measured.
    """
    alike = picture._replace(owner="m1")
    return pictures.draw(alike, "", most_width) + f"{picture.name} {title}".encode()


class Tour:
    """An estate with folders, providers and players, and arrtui's command line over it."""

    def __init__(self, folder: Path, estate: SimulatedEstate) -> None:
        self.folder, self.estate = folder, estate
        roots = [Path(app.store.root_folders[1]["path"]) for app in estate.apps.values()]
        self.kodi = SimulatedKodi(roots[:1], roots[1:])
        self.jellyfin = SimulatedJellyfin(roots[:1], roots[1:])
        self.jellyfin.scan()
        for item in self.jellyfin.items.values():
            item.saved_at -= 120.0  # or it would not read what is published right now
        self.plex = SimulatedPlex({"1": roots[0], "2": roots[1]})
        self.site = Site(estate, folder)
        self.places = {name: folder / name for name in ("media", "cache", "sets")}
        self.places["sets"].mkdir()
        self._configure()

    def close(self) -> None:
        """Switch the players off."""
        for player in (self.kodi, self.jellyfin, self.plex):
            player.close()

    def _configure(self) -> None:
        kinds = ", ".join(f'"{kind}"' for kind in ArtKind)
        self.site.config.write_text(
            self.estate.config_toml(database=self.site.database).partition("[sync")[0]
            + f'[artwork]\ncache = "{self.places["cache"]}"\nsets_folder = "{self.places["sets"]}"\n'
            f'kinds = [{kinds}]\nfanart = 2\nnfo = "all"\n'
            f'[players.living-room]\nkind = "kodi"\nurl = "{self.kodi.url}"\n'
            'user = "kodi"\npassword = "secret-of-kodi"\n'
            f'[players.jelly]\nkind = "jellyfin"\nurl = "{self.jellyfin.url}"\napi_key = "jelly-key"\n'
            f'[players.plex]\nkind = "plex"\nurl = "{self.plex.url}"\napi_key = "plex-token"\n'
        )
        self.site.config.chmod(0o600)

    # --- what is done --------------------------------------------------------------------------------

    def run(self, *task: str) -> tuple[Ended, list[str]]:
        """Run a task; return how it ended, and a line on each of its jobs."""
        process = self.site.start(*task)
        meter = PhaseMeter(process, self.site.database, self.asked)
        out, err = process.communicate(timeout=LONGEST)
        figures = meter.finish()
        return Ended(process.returncode, out, err), [
            f"  {name}: {each.text}" for name, each in figures.items()
        ]

    def asked(self) -> Counter[str]:
        """Return how many requests everybody has had."""
        assert self.estate.providers is not None
        players = (self.kodi, self.jellyfin, self.plex)
        asked = Counter({"providers": len(self.estate.providers.requests)})
        asked["players"] = sum(len(player.server.requests) for player in players)
        asked["apps"] = sum(len(app.requests) for app in self.estate.apps.values())
        return asked

    # --- what is there -------------------------------------------------------------------------------

    def tree(self) -> Tree:
        """Return every file and folder of the library, the cache and the sets."""
        return {
            str(path): (status.st_size, status.st_mtime_ns, status.st_ino)
            for place in self.places.values()
            for path in [place, *place.rglob("*")]
            for status in [path.lstat()]
        }

    def faults(self, database: Database) -> list[str]:
        """Return what of the published files and of the cache is not as the database says."""
        known = database.read_sync(assets.assets)
        placed = {
            Path(title.path, placement.relative_path): placement
            for name in self.estate.apps
            for rows in [database.read_sync(placements.placements, name)]
            for title in database.read_sync(media.trailer_titles, [name])
            for placement in rows.get(title.external_id, ())
        }
        faults = [
            f"{path} is not what was published"
            for path, placement in placed.items()
            if not placement.placed_at or _digest(path) != placement.sha256
        ]
        cached = list(self.places["cache"].glob("??/??/*"))
        faults += [f"{path.name} is not whole" for path in cached if _digest(path) != path.stem]
        faults += [f"{path.name} is an orphan" for path in cached if path.stem not in known]
        return faults + [f"{path} is left" for path in self.places["media"].rglob(".arrtui")]

    def count(self) -> str:
        """Return how much was published, and how much the players have of it."""
        names = Counter(
            Path(path).suffix for path in self.tree() if path.startswith(str(self.places["media"]))
        )
        shown = self.kodi.library.videos.values()
        dressed = sum("poster" in video.art or "thumb" in video.art for video in shown)
        return (
            f"{names['.jpg'] + names['.png']:,} pictures and {names['.nfo']:,} NFO lie beside "
            f"{names['.mkv']:,} videos; Kodi shows {len(shown):,}, {dressed:,} with a picture; "
            f"Jellyfin was told {len(self.jellyfin.refreshes):,} times, Plex {len(self.plex.scans):,} times"
        )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def move_to_first_roots(estate: SimulatedEstate) -> None:
    """Have all titles of an app below one root folder: players have one library of each kind."""
    for app in estate.apps.values():
        first = app.store.root_folders[1]["path"]
        for root in app.store.root_folders.values():
            for title in app.store.titles.values():
                if root["path"] != first and title["path"].startswith(f"{root['path']}/"):
                    name = Path(title["path"]).name
                    title["path"] = f"{first}/{name} of {Path(root['path']).name}"  # that name may be taken


@contextmanager
def make_tour(folder: Path, titles: int) -> Iterator[Tour]:
    """Yield a tour of so many titles, whose folders lie below a folder and hold videos alone."""
    films = titles * 3 // 4
    series = titles - films
    size = EstateSize(radarr=(("main", films),), sonarr=(("main", series, series * EPISODES),))
    estate = SimulatedEstate(size, folder=folder / "media", providers=True)
    move_to_first_roots(estate)
    with ExitStack() as stack:
        stack.enter_context(mock.patch("arrtui.demo.providers.site.draw", draw_quickly))
        stack.enter_context(estate)
        estate.wait_for_files()
        tour = Tour(folder, estate)
        stack.callback(tour.close)
        yield tour


def trial(hundreds: int) -> Iterator[str]:
    """Yield a line for each step of a tour of so many hundred titles."""
    with (
        tempfile.TemporaryDirectory(prefix="arrtui-tour-") as folder,
        make_tour(Path(folder), hundreds * 100) as tour,
    ):
        for step in (("backup",), ("artwork", "all", "--apply"), ("artwork", "verify")):
            yield _line(step, *tour.run(*step, "--json"))
        with closing(Database.open(f"sqlite:///{tour.site.database}")) as database:
            faults = tour.faults(database)
        yield f"{'WRONG' if faults else 'ok'} {tour.count()} {faults[:4] or ''}"
        yield from _again(tour)


def _again(tour: Tour) -> Iterator[str]:
    """Do it all again, and yield whether nothing happened."""
    before, asked = tour.tree(), tour.asked()
    step = ("artwork", "all", "--apply")
    ended, lines = tour.run(*step, "--json")
    yield _line(step, ended, lines)
    after, more = tour.tree(), tour.asked() - asked
    changed = sorted(path for path in before | after if before.get(path) != after.get(path))
    counts = [row[name] for row in ended.result["instances"] for name in ("fetched", "published")]
    is_right = not changed and not more and not any(counts)
    what = f"the second time: {len(changed)} paths changed, {dict(more) or 'no'} requests, counts {counts}"
    yield f"{'ok' if is_right else 'WRONG'} {what} {changed[:4] or ''}"


def _line(step: tuple[str, ...], ended: Ended, lines: list[str]) -> str:
    failed = [row for row in ended.result.get("instances", ()) if row.get("failed") or row.get("error")]
    is_right = ended.status == 0 and not failed
    rows = [str(row) for row in ended.result.get("instances", ())] if step[0] == "artwork" else []
    what = "\n".join((" ".join(step), *lines, *rows))
    return f"{'ok' if is_right else 'WRONG'} {what}{'' if is_right else ended.err[-500:]}"
