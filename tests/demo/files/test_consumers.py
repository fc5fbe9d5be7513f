"""What metadata consumers write, overwrite and leave, compared with what the real apps did."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from arrtui.demo.world.seasons import Airing
from tests.demo.files.bench import Bench, make_estate
from tests.demo.files.recorded import Scenario
from tests.demo.files.trees import lay_out
from tests.demo.replay.records import FOLDER

Obj = dict[str, Any]
Digests = dict[str, str]
_MOVED = re.compile(r"moved \(.*?\): (.*) -> (.*)")
_CHANGED = re.compile(r"changed \((.*?)\): (.*)")
_NEW = re.compile(r"new: (.*?)(?: \((?:copy|hard link) of .*\))?")
_FOLDER = re.compile(r"a/(.*) (\d+) \((\d+)\)")
ON, OFF = True, False


def switch(enable: bool, *names: str, **fields: object) -> Callable[[Bench], None]:
    """Return what switches consumers of an app on or off, all when none are named."""

    def act(bench: Bench) -> None:
        for row in bench.store.providers["metadata"].values():
            if not names or row["implementation"] in names:
                row["enable"] = enable and row["implementation"] != "KometaMetadata"
                for field in row["fields"]:
                    field["value"] = fields.get(field["name"], field["value"])

    return act


def set_naming(**values: object) -> Callable[[Bench], None]:
    """Return what changes the names of files."""
    return lambda bench: bench.configure("naming", values)


def change_overview(bench: Bench) -> None:
    """Let the metadata host tell something else."""
    bench.store.metadata(bench.external_id)["overview"] = "Told anew."


def change_title(bench: Bench) -> None:
    """Let the metadata host call the movie otherwise."""
    bench.store.catalogue._heads["radarr", bench.external_id] = ("Quite Another Name", 1999, "English")


KODI = "XbmcMetadata"
BEFORE: dict[tuple[str, int], Callable[[Bench], None]] = {
    ("L12", 3): set_naming(renameMovies=True),
    ("M01", 0): switch(ON, KODI),
    ("M01", 5): change_overview,
    ("M01", 11): set_naming(renameMovies=True),
    ("M01", 12): switch(OFF, KODI),
    ("M02", 0): switch(ON, KODI),
    ("M03", 0): switch(ON, useMovieNfo=True),
    ("M03", 1): set_naming(renameMovies=True),
    ("M06", 0): change_title,
    ("M06", 1): set_naming(renameMovies=True),
    ("M07", 0): switch(ON, KODI),
    ("N01", 0): switch(ON, KODI),
    ("N01", 1): switch(ON),
    ("N01", 2): change_overview,
    ("N01", 4): set_naming(renameEpisodes=True, seasonFolderFormat="Season {season:00}"),
    ("N01", 6): switch(OFF),
}
"""By recording and step what is done before it."""
PICTURES = {
    "M07": ("poster", "fanart"),
    "L12": ("poster", "fanart"),
    "N01": ("banner", "poster", "fanart", "clearlogo"),
}
"""Kinds of picture that the metadata host had; a poster, a fanart and a logo elsewhere."""
RECORDINGS = ("L12", "M01", "M02", "M03", "M06", "M07", "N01")


class Life:
    """The folder of a title in a recording, and the app it is replayed on."""

    def __init__(self, scenario: Scenario, bench: Bench) -> None:
        self.scenario, self.bench, self.code = scenario, bench, scenario.code
        self._set_pictures()

    def digests(self) -> Digests:
        """Return the files below the folders of the recording with a digest of their contents."""
        found = {}
        for folder, _, names in os.walk(self.bench.base):
            for name in names:
                path = Path(folder, name)
                content = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
                found[str(path.relative_to(self.bench.base))] = hashlib.sha256(content).hexdigest()
        return found

    def play(self, number: int, step: Obj) -> list[str]:
        """Do what a step does and return in what the folder differs from the recording."""
        if act := BEFORE.get((self.code, number)):
            act(self.bench)
        if isinstance(step.get("before"), dict):
            self._lay_out(step)
        before = self.digests()
        if step.get("request"):
            lines = self.scenario._perform(self.bench, step)
        elif "POST" in step["operation"]:
            lines = self._add(number)
        else:
            lines = self._do_by_hand(step["changes"])
        self.scenario.paths |= {file_id: path for path, file_id in self.bench.files().items()}
        rows = step.get("moviefile") or step.get("episodefile")
        for row in rows if isinstance(rows, list) else ():
            self.scenario.names[str(row["id"])] = row["relativePath"]
        return lines + self._compare(step, before) + self._rows(step)

    def _lay_out(self, step: Obj) -> None:
        """Lay out what is not there yet: what the app wrote has other bytes than in the recording."""
        tree = self.scenario.tree(step["before"])
        base = self.bench.base
        for folder, names in tree.items() if step is not self.scenario.steps[0] else ():
            for name in names:
                path = base / folder / name
                if path.is_file() and not path.is_symlink():
                    tree = tree | {folder: tree[folder] | {name: [path.stat().st_size]}}
        lay_out(base, tree)
        if self.code == "M07":  # the recording tells hard links by their counts
            cache, folder = self.bench.base / "cache7", self.bench.base / self.scenario.title()[3]
            for name, link in (
                ("p.nfo", "Harbour Signal 65001 (1993) [WEBDL-720p]-NTb.nfo"),
                ("q.jpg", "poster.jpg"),
            ):
                if (folder / link).exists() and (cache / name).exists():
                    (folder / link).unlink()
                    os.link(cache / name, folder / link)

    def _add(self, number: int) -> list[str]:
        """Add the title of a step; later ones are further titles of the same recording."""
        folder = self._own(
            self.scenario.steps[number]["movie" if self.bench.kind == "radarr" else "series"]["path"]
        )
        if number:
            title, external_id, year = _FOLDER.fullmatch(folder).group(1, 2, 3)  # type: ignore[union-attr]
            self.bench.external_id = int(external_id)
            heads = self.bench.store.catalogue._heads
            heads[self.bench.kind, int(external_id)] = (f"{title} {external_id}", int(year), "English")
            self._set_pictures()
        self.bench.add(folder)
        return []

    def _set_pictures(self) -> None:
        pictures = PICTURES.get(self.code, ("poster", "fanart", "clearlogo"))
        self.bench.store.catalogue.pictures[self.bench.kind, self.bench.external_id] = pictures

    def _do_by_hand(self, changes: list[str]) -> list[str]:
        for line in changes:
            path = self.bench.base / self._own(line.split(": ", 1)[1])
            if line.startswith("gone"):
                path.unlink()
            else:
                path.write_bytes(b"by hand")
        return []

    def _own(self, path: str) -> str:
        return path.removeprefix(self.scenario.start).lstrip("/")

    def _compare(self, step: Obj, before: Digests) -> list[str]:
        """Return in what the changes of the files differ from those of the recording."""
        after, lines = self.digests(), []
        new, gone, changed = set(), set(), set()
        for line in step.get("changes") or ():
            if match := _MOVED.fullmatch(line):
                gone.add(self._own(match[1]))
                new.add(self._own(match[2]))
            elif match := _CHANGED.fullmatch(line):
                changed |= {self._own(match[2])} if "content" in match[1] else set()
            elif line.startswith("gone"):
                gone.add(self._own(line.split(": ", 1)[1]))
            elif match := _NEW.fullmatch(line):
                new.add(self._own(match[1]))
        new, gone = ({path for path in paths if not path.endswith("/")} for paths in (new, gone))
        told = {
            "new": (after.keys() - before.keys(), new),
            "gone": ({path for path in before.keys() - after.keys() if not path.startswith("dl/")}, gone),
            "changed": (
                {path for path in before.keys() & after.keys() if before[path] != after[path]},
                changed,
            ),
        }
        for what, (own, recorded) in told.items():
            lines += [f"{what}, not in the app: {path}" for path in sorted(own - recorded)]
            lines += [f"not {what}, but in the app: {path}" for path in sorted(recorded - own)]
        return lines

    def _rows(self, step: Obj) -> list[str]:
        adopted = step.get("adopted")
        if isinstance(adopted, dict):
            step = step | {
                "adopted": {
                    key: [
                        [row[0].replace(self.scenario.start, str(self.bench.base)), *row[1:]] for row in rows
                    ]
                    for key, rows in adopted.items()
                }
            }
        return self.scenario._adopted(self.bench, step)


def _recording(code: str) -> Scenario:
    return Scenario(next((FOLDER / "files").glob(f"{code}-*.json")))


@pytest.mark.skipif(not FOLDER.exists(), reason="the recordings lie beside the project, not in it")
@pytest.mark.parametrize("code", RECORDINGS)
def test_consumers_write_what_the_apps_write(code: str, tmp_path: Path) -> None:
    scenario, estate = _recording(code), make_estate(tmp_path)
    with estate:
        title, year, external_id, folder = scenario.title()
        bench = Bench(estate, scenario.kind, title, year, external_id)
        life = Life(scenario, bench)
        if scenario.kind == "sonarr":
            airings = bench.store.catalogue.airings
            rows = airings[external_id, False]
            airings[external_id, False] = [row for row in rows if isinstance(row, Airing) and row.season < 3]
        if code == "M03":
            (bench.base / "bin").mkdir()
            bench.configure("mediamanagement", {"recycleBin": str(bench.base / "bin")})
        if code == "L12":
            first = scenario.tree(scenario.steps[0]["before"])
            lay_out(
                bench.base,
                {
                    where: {n: v for n, v in names.items() if n.endswith(("mkv", "/"))}
                    for where, names in first.items()
                },
            )
            switch(ON, KODI, movieMetadata=False)(bench)
            bench.add(folder)
            switch(OFF, KODI)(bench)
        if code == "M06":
            lay_out(bench.base, scenario.tree(scenario.steps[0]["before"]))
            bench.add(folder)
        differing = {}
        for number, step in enumerate(scenario.steps):
            if lines := life.play(number, step):
                differing[f"{number} {step['operation']}"] = lines
        assert differing == {}, "\n".join(map(str, differing.items()))
