"""Replay records; `python -m tests.demo.replay.lidarr.run [PATTERN]` prints what differs and the counts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import httpx

from tests.demo.replay import compare
from tests.demo.replay.client import Client
from tests.demo.replay.lidarr.library import RECORDS, LidarrBench
from tests.demo.replay.lidarr.state import is_prepared, prepare
from tests.demo.replay.records import Record


def is_there() -> bool:
    """Return whether the recordings lie beside the project."""
    return (RECORDS / "index.json").is_file()


@cache
def records() -> dict[str, Record]:
    """Return every record of a request by name; none where there are no recordings."""
    if not is_there():
        return {}
    names = json.loads((RECORDS / "index.json").read_text())
    return {name: _read(name) for name in names if not name.startswith("webhook.")}


def _read(name: str) -> Record:
    data = json.loads((RECORDS / f"{name}.json").read_text())
    request = data["request"]
    headers = {"conv.accept-html": {"Accept": "text/html"}, "conv.ct-text": {"Content-Type": "text/plain"}}
    headers["conv.json-empty"] = {"Content-Type": "application/json"}
    return Record(
        app="lidarr",
        name=name,
        method=request["method"],
        path=request["path"],
        body=request.get("body"),
        headers=headers.get(name, {}) | ({"X-Api-Key": "wrong"} if name == "conv.key-wrong" else {}),
        with_key=name not in ("conv.nokey", "conv.key-wrong"),
        status=data["status"],
        answer_headers=data["headers"],
        answer=data["body"],
        length=None,
    )


@cache
def _readable(library: str) -> LidarrBench:
    """Return an app that is only read from."""
    return LidarrBench(library)


@cache
def replay(name: str) -> tuple[str, ...]:
    """Send a recorded request to an app as it was; return in what the answer differs."""
    record = records()[name]
    library = "second" if name.startswith("second.") else "read"
    try:
        if record.method == "GET" and not is_prepared(record):
            bench = _readable(library)
        else:
            bench = LidarrBench(library)
            prepare(bench, record)
        response = Client(bench).replay(record)  # type: ignore[arg-type]
        lines = compare.differences(record, response)
        if name.startswith("second."):
            lines += value_differences(response, record)
        if record.method != "GET":
            bench.store.settle()
    except Exception as error:
        return (f"the simulator failed: {error!r:.500}",)
    return tuple(lines)


def value_differences(response: httpx.Response, record: Record) -> list[str]:
    """Compare the values of an answer with the app's, member by member."""
    return list(_values(response.json(), record.answer, "$"))


_OF_THE_HOST = frozenset({"url", "remoteUrl", "links"})
"""Addresses of the invented host, which the demo's host has others of."""


def _values(ours: Any, theirs: Any, where: str) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in (ours.keys() & theirs.keys()) - _OF_THE_HOST - compare.DIALOG_TEXTS:
            yield from _values(ours[key], theirs[key], f"{where}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{where} has {len(ours)} members, the app's {len(theirs)}"
        for index, pair in enumerate(zip(ours, theirs, strict=False)):
            yield from _values(*pair, f"{where}[{index}]")
    elif isinstance(theirs, float):
        if abs(ours - theirs) > 1e-6:
            yield f"{where} is {ours!r}, the app's {theirs!r}"
    elif ours != theirs:
        yield f"{where} is {ours!r}, the app's {theirs!r}"


def main(pattern: str) -> None:
    """Print every difference and the counts."""
    same = 0
    names = [name for name in records() if fnmatchcase(name, pattern)]
    for name in names:
        lines = replay(name)
        same += not lines
        if lines:
            sys.stdout.write("\n    ".join([name, *lines[:6]]) + "\n")
    sys.stdout.write(f"{same} of {len(names)} as by the app\n")


if __name__ == "__main__":
    main((sys.argv[1:] or ["*"])[0])
