"""The recorded operations of the real apps on files beside videos, step by step."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from arrtui.core.app_extras import AdoptedFile
from arrtui.core.apps import APPS, App
from tests.demo.replay.records import FOLDER

Obj = dict[str, Any]
_LOSS = re.compile(r"ManualImport move|DELETE /(?:movie|episode)file/\d+$")
_RENAME = re.compile(r"Rename(?:Files|Movie|Series)$")


class Step(NamedTuple):
    """A recorded step of a title: what was there, what was taken in, what was there afterwards."""

    name: str
    app: App
    folder: str
    before: list[str]
    after: list[str]
    adopted: list[AdoptedFile]
    """As it stood before the step."""
    adopted_after: list[AdoptedFile]
    videos: dict[str, int]
    videos_after: dict[str, int]


def steps(pattern: re.Pattern[str]) -> Iterator[Step]:
    """Yield the steps whose operations match a pattern, of every recording that shows folders and rows."""
    for file in sorted((FOLDER / "files").glob("*.json")):
        record = json.loads(file.read_text())
        recorded = record.get("steps") if isinstance(record, dict) else None
        if (
            "app" in record
            and isinstance(recorded, list)
            and all(isinstance(step, dict) for step in recorded)
        ):
            yield from _steps(file.stem, record, recorded, pattern)


def _steps(name: str, record: Obj, recorded: list[Obj], pattern: re.Pattern[str]) -> Iterator[Step]:
    app = APPS[record["app"].split()[0].lower()]
    rows = (step.get("movie") or step.get("series") for step in recorded)
    path = next((row["path"] for row in rows if isinstance(row, dict)), "")
    tree: Obj = {}
    adopted, videos = list[AdoptedFile](), dict[str, int]()
    for number, step in enumerate(recorded):
        before = step["before"] if isinstance(step.get("before"), dict) else tree
        after = step["after"] if isinstance(step.get("after"), dict) else before
        taken, files = _adopted(step, adopted), _videos(step, videos)
        matches = pattern.fullmatch(step.get("operation", ""))
        if path and matches and isinstance(step.get("adopted"), dict | str):
            yield Step(
                f"{name} {number} {step['operation']}",
                app,
                path.rpartition("/")[2],
                _paths(before, path),
                _paths(after, path),
                adopted,
                taken,
                videos,
                files,
            )
        tree, adopted, videos = after, taken, files


def _adopted(step: Obj, last: list[AdoptedFile]) -> list[AdoptedFile]:
    rows = step.get("adopted")
    if not isinstance(rows, dict):
        return last
    return [
        AdoptedFile(row[0], row[1], None if number == "None" else int(number))
        for number, group in rows.items()
        for row in group
    ]


def _videos(step: Obj, last: dict[str, int]) -> dict[str, int]:
    rows = step.get("moviefile", step.get("episodefile"))
    return {row["relativePath"]: row["id"] for row in rows} if isinstance(rows, list) else last


def _paths(tree: Obj, title: str) -> list[str]:
    """Return the files of a title's folder, below it."""
    return [
        f"{folder}/{name}".removeprefix(f"{title}/")
        for folder, names in tree.items()
        if f"{folder}/".startswith(f"{title}/")
        for name in names
        if not name.endswith("/")
    ]


def losses() -> list[Step]:
    """Return the steps in which a video goes."""
    return list(steps(_LOSS))


def renames() -> list[Step]:
    """Return the steps in which videos get other names."""
    return list(steps(_RENAME))


def is_recorded() -> bool:
    """Return whether the recordings are there: they lie beside the project."""
    return Path(FOLDER, "files").is_dir()
