"""The recorded operations on title folders, replayed step by step on a simulated app."""

from __future__ import annotations

import json
import re
import shutil
from os import truncate
from pathlib import Path
from typing import Any

from arrtui.demo.world.scanning import is_video
from tests.demo.files.bench import Bench
from tests.demo.files.trees import Tree, below, differences
from tests.demo.replay.records import FOLDER

Obj = dict[str, Any]
_START = re.compile(r"/data/(?:radarr|sonarr)5n?")
_TITLE = re.compile(r"/(?:a|b|c)/([^/]+)$")
_BY_HAND = re.compile(r"\bcame?\b|root away|in its place|foreign folder|root is back")
"""Operations before which somebody changed the folder: it is as it will be afterwards."""
_SCANNED_BEFORE = {"L11": ("poster.jpg",)}
"""By recording the files that were scanned before the first step; all, where none are named."""
_COMMAND = {"command": "status", "result": "result", "message": "message"}
"""By what a recording tells of a command the member it is from."""
_STEPS_LEFT_OUT = {
    ("L04", 12): "another title",
}
"""Steps that are not compared, with the reason."""
LEFT_OUT = {
    "L01b": "hard and symbolic links, which no tree here lays out: held by `test_recorded_details.py`",
    "L12": "what consumers write: replayed in `test_consumers.py`",
    "L15": "a list, in which nothing is done: replayed in `test_covers.py`",
    "L17": "one row per name: `test_names.py`",
    "M01": "what consumers write: replayed in `test_consumers.py`",
    "M02": "what consumers write: replayed in `test_consumers.py`",
    "M03": "what consumers write: replayed in `test_consumers.py`",
    "M05": "requests for pictures: replayed in `test_covers.py`; what the app keeps of them is nobody else's",
    "M06": "another title: replayed in `test_consumers.py`",
    "M07": "what consumers write: replayed in `test_consumers.py`, but for modes: 640 is its umask",
    "N01": "what consumers write: replayed in `test_consumers.py`",
    "R01": "one row per name: `test_names.py`",
    "S01": "one row per name: `test_names.py`",
    "S15": "one row per name: `test_names.py`",
    "T01": "two apps: `test_two_instances.py`",
    "U01": "requests for pictures: replayed in `test_covers.py`",
    "U04": "times, held by `test_recorded_details.py`; the order is free, and what goes is that of R02",
}
"""Recordings that are not replayed here, by the start of their names, with the reason."""


def scenarios() -> list[Path]:
    """Return the recordings that are replayed; none where the folder beside the project is missing."""
    files = sorted((FOLDER / "files").glob("*.json"))
    return [file for file in files if file.stem != "index" and file.stem.split("-")[0] not in LEFT_OUT]


class Scenario:
    """A recording, and the app it is replayed on."""

    def __init__(self, path: Path) -> None:
        self.record: Obj = json.loads(path.read_text())
        self.kind = self.record["app"].split()[0].lower()
        self.steps: list[Obj] = self.record["steps"]
        trees = (step["before"] for step in self.steps if isinstance(step.get("before"), dict))
        self.start = next(found[0] for tree in trees for found in map(_START.match, tree) if found)
        self.last: Tree = {}
        self.names: dict[str, str] = {}
        """By recorded id of a video file its path."""
        self.paths: dict[int, str] = {}
        """The same of the simulated app."""

    def title(self) -> tuple[str, int, int, str]:
        """Return name, year, external id and folder of the title."""
        rows = (step.get("movie") or step.get("series") for step in self.steps)
        row = next(row for row in rows if row)
        folder = row["path"].removeprefix(self.start).lstrip("/")
        name = folder.rsplit("/", 1)[-1]
        year = re.search(r" \((\d{4})\)$", name)
        title = name[: year.start()] if year else name
        return title, int(year[1]) if year else 2001, int(title.rsplit(" ", 1)[-1]), folder

    def tree(self, tree: Any) -> Tree:
        """Return a tree of a step; one that is said to be the same is the last."""
        return below(tree, self.start) if isinstance(tree, dict) else self.last

    def prepare(self, bench: Bench) -> None:
        """Lay out the folders, apply the settings and add the title.

        Files that the app has tied to a video came after it: they are adopted by a scan of their own.
        """
        for group in ("naming", "mediamanagement"):
            settings = (self.record.get("settings") or {}).get(group, {})
            bench.configure(group, {name: self._own(bench, value) for name, value in settings.items()})
        self._make_bin(bench)
        self.last = self.tree(next(step["before"] for step in self.steps if "before" in step))
        if "POST" in self.steps[0]["operation"]:
            return
        bench.lay_out(_videos(self.last))
        bench.add(self.title()[3])
        first = self._only(_SCANNED_BEFORE.get(self.code, ()))
        bench.lay_out(first)
        bench.rescan()
        bench.lay_out(self.last)
        if self.code == "L03":
            bench.store.real.read_only.add(bench.base / self.title()[3])

    @property
    def code(self) -> str:
        """The start of the name of the recording."""
        return str(self.record["scenario"]).split("-")[0]

    def _only(self, names: tuple[str, ...]) -> Tree:
        """Return the last tree with videos and these files; all where none are named."""
        if not names:
            return self.last
        wanted = _videos(self.last)
        for folder, content in self.last.items():
            wanted[folder] |= {name: content[name] for name in names if name in content}
        return wanted

    def _make_bin(self, bench: Bench) -> None:
        """Make the recycle bin; a recording with one that cannot be written has a file there."""
        if self.code == "R18":
            (bench.base / "bin").write_bytes(b"")
            bench.configure("mediamanagement", {"recycleBin": str(bench.base / "bin")})
        elif path := bench.store.configs["mediamanagement"]["recycleBin"]:
            Path(path).mkdir(parents=True, exist_ok=True)

    def replay_all(self, bench: Bench) -> dict[str, list[str]]:
        """Do what all steps do; return the differences by number and operation."""
        differing = {}
        for number, step in enumerate(self.steps):
            lines = self.replay(bench, step)
            if lines and (self.code, number) not in _STEPS_LEFT_OUT:
                differing[f"{number} {step['operation']}"] = lines
        return differing

    def replay(self, bench: Bench, step: Obj) -> list[str]:
        """Do what a step does and return the differences to what was so afterwards."""
        before = self.tree(step.get("before"))
        if _BY_HAND.search(step["operation"]) or not step.get("request"):
            before = self.tree(step.get("after"))
        folder = self.title()[3]
        came = isinstance(step.get("before"), dict) and before.get(folder) != self.last.get(folder)
        bench.lay_out(before)
        if came and bench.title_id and step is not self.steps[0]:
            bench.rescan()
        self.last = before
        if not step.get("request"):
            self._remove_by_hand(bench, step.get("changes") or [])
        lines = self._perform(bench, step)
        after = self.tree(step.get("after"))
        lines += differences(bench.base, after)
        self.last = after
        self.paths |= {number: path for path, number in bench.files().items()}
        rows = step.get("moviefile") or step.get("episodefile")
        for row in rows if isinstance(rows, list) else ():
            self.names[str(row["id"])] = row["relativePath"]
        return lines + self._adopted(bench, step)

    def _remove_by_hand(self, bench: Bench, changes: list[str]) -> None:
        """Remove what a step says is gone."""
        start = f"gone: {self.start}/"
        gone = [line.removeprefix(start) for line in changes if line.startswith(start)]
        for path in gone:
            if path.endswith("/"):
                shutil.rmtree(bench.base / path, ignore_errors=True)
            else:
                (bench.base / path).unlink(missing_ok=True)
        self.last = {
            folder: {name: value for name, value in names.items() if f"{folder}/{name}" not in gone}
            for folder, names in self.last.items()
            if f"{folder}/" not in gone
        }

    def _perform(self, bench: Bench, step: Obj) -> list[str]:
        """Send the request of a step; return in what the answer differs."""
        answer = step.get("answer") or {}
        if not step.get("request"):
            if "POST" in step["operation"] and bench.title_id not in bench.store.titles:
                bench.add(self.title()[3])
            return []
        ((method, path),) = ((key, value) for key, value in step["request"].items() if key != "body")
        if method == "GET":
            return []
        below_api = path.removeprefix("/api/v3/")
        path = re.sub(r"(?<=/)\d+", lambda found: str(self._id(bench, below_api, int(found[0]))), below_api)
        body = self._body(bench, step["request"].get("body"))
        is_import = isinstance(body, dict) and body.get("name") == "ManualImport"
        for entry in body["files"] if is_import else ():
            files = step.get("moviefile") or step.get("episodefile")
            download = Path(entry["path"])
            if download.name not in self.last.get(str(download.parent.relative_to(bench.base)), {}):
                _lay_out_download(download, files if isinstance(files, list) else [])
        response = bench.api(method, path, json=body)
        bench.api.settle()
        if response.status_code != answer["status"]:
            return [f"answered {response.status_code}: {response.text[:200]}"]
        told, wanted = response.json() if response.content else {}, answer.get("body")
        if "command" in answer:
            told = bench.api.get(f"command/{told['id']}")
            wanted = {key: answer[name] for name, key in _COMMAND.items() if name in answer}
        facts = {key: self._own(bench, value) for key, value in (wanted or {}).items()}
        differing = {key: value for key, value in facts.items() if told.get(key) != value}
        return [f"{key}: {told.get(key)!r}, the app {value!r}" for key, value in differing.items()]

    def _own(self, bench: Bench, value: Any) -> Any:
        """Return a recorded value with paths of the bench."""
        return value.replace(self.start, str(bench.base)) if isinstance(value, str) else value

    def _id(self, bench: Bench, path: str, number: int) -> int:
        """Return the simulated id for a recorded one."""
        if "file/" not in path.lower():
            return bench.title_id
        return bench.files().get(self.names.get(str(number), ""), 0)

    def _body(self, bench: Bench, body: Any) -> Any:
        """Return the body of a request with the ids and paths of the bench."""
        if not isinstance(body, dict):
            return self._own(bench, body)
        changed: Obj = {}
        for key, value in body.items():
            if key in ("movieId", "seriesId"):
                changed[key] = bench.title_id
            elif key in ("movieIds", "seriesIds"):
                changed[key] = [bench.title_id]
            elif key == "episodeIds":
                changed[key] = bench.episodes(body["path"])
            elif isinstance(value, list) and value and isinstance(value[0], int):
                changed[key] = [self._id(bench, "file/", number) for number in value]
            elif isinstance(value, list):
                changed[key] = [self._body(bench, entry) for entry in value]
            else:
                changed[key] = self._body(bench, value)
        return changed

    def _adopted(self, bench: Bench, step: Obj) -> list[str]:
        """Return in what the adopted files differ, each with the path of the video it belongs to."""
        adopted = step.get("adopted")
        if not isinstance(adopted, dict):
            return []
        wanted = {
            (self.names.get(number, number), row[0], row[-1])
            for number, rows in adopted.items()
            for row in rows
        }
        present = {
            (self.paths.get(number, str(number)) if number is not None else "None", path, importer)
            for number, path, importer in bench.adopted()
        }
        return [f"not adopted: {row}" for row in sorted(wanted - present)] + [
            f"adopted: {row}" for row in sorted(present - wanted)
        ]


def _videos(tree: Tree) -> Tree:
    """Return a tree with folders and videos alone."""
    return {
        folder: {name: value for name, value in names.items() if name.endswith("/") or is_video(name)}
        for folder, names in tree.items()
    }


def _lay_out_download(path: Path, files: list[Obj]) -> None:
    """Write a download that a recording does not show, with the bytes it has once it has arrived."""
    if files or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        truncate(path, files[-1]["size"] if files else 1)
