"""Files and formats of the real apps and what these decided, where the recordings lie beside the project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest

from arrtui.core.apps import APPS
from arrtui.core.matching import CompiledFormat, MatchFacts, compile_format
from arrtui.core.matching.names import base_name, titles_of_file
from tests.demo.replay.records import FOLDER

RENAMED = 5
"""From this phase of the recordings on, files had been renamed: their first names are in the history."""
_APPS = {"radarr": "settings-radarr-6.1", "sonarr": "settings-sonarr-4.0.19"}


class Truth(NamedTuple):
    """Formats, and files with the numbers of those that the app matches."""

    bodies: list[dict[str, Any]]
    formats: tuple[CompiledFormat, ...]
    files: tuple[tuple[MatchFacts, frozenset[int]], ...]


def read_record(path: str) -> Any:
    """Return a recording; skip the test where the recordings are not beside the project."""
    file = FOLDER / path
    if not file.exists():
        pytest.skip("the recordings are not beside the project")
    return json.loads(file.read_text())


def _compiled(kind: str, bodies: list[dict[str, Any]]) -> tuple[CompiledFormat, ...]:
    return tuple(compile_format(body | {"id": number}, kind) for number, body in enumerate(bodies))


@cache
def guide_rows(kind: str) -> list[dict[str, Any]]:
    """Return what the app said of each file."""
    return list(read_record(f"{_APPS[kind]}/truth.json")["files"])


@cache
def guide_truth(kind: str) -> Truth:
    """Return the guide's formats with the app's verdicts."""
    rows = guide_rows(kind)
    bodies = read_record(f"../trash/{kind}.json")["formats"]
    files = _files(kind, ((row, row["formats"]) for row in rows))
    return Truth(bodies, _compiled(kind, bodies), tuple(files))


@cache
def synthetic_truth(kind: str) -> Truth:
    """Return made-up formats of every implementation with the app's verdicts."""
    truth = read_record(f"{_APPS[kind]}/truth-synthetic.json")
    files = _files(kind, ((file["row"], file["formats"]) for file in truth["files"]))
    return Truth(truth["formats"], _compiled(kind, truth["formats"]), tuple(files))


def _files(
    kind: str, rows: Iterator[tuple[dict[str, Any], list[int]]]
) -> Iterator[tuple[MatchFacts, frozenset[int]]]:
    languages = APPS[kind].vocabulary.languages
    dropped = {}
    if kind == "sonarr":
        imports = read_record(f"{_APPS[kind]}/truth-import-history.json")
        dropped = {row["fileId"]: row["droppedPath"] for row in imports}
    for row, matched in rows:
        file_name = base_name(row["relativePath"])
        original = row.get("originalFilePath") or (
            dropped.get(row["id"], "") if row["phase"] >= RENAMED else ""
        )
        _, quality, source, resolution, modifier = row["quality"]
        facts = MatchFacts(
            titles=titles_of_file(kind, row.get("sceneName", ""), base_name(original), file_name),
            file_name=file_name,
            languages=tuple(languages[number] for number in row["languages"]),
            original_language=languages[row["originalLanguage"]],
            quality=quality,
            source=source,
            resolution=resolution,
            modifier=modifier,
            release_group=row["releaseGroup"] or "",
            has_empty_group=row["releaseGroup"] == "",
            edition=row.get("edition", ""),
            indexer_flags=row["indexerFlags"],
            size=row["size"],
            release_type=row.get("releaseType"),
            year=row["year"],
        )
        yield facts, frozenset(matched)
