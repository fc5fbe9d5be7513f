"""The recorded requests about settings and the real answers, from the folder beside the project."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Obj = dict[str, Any]
_RECORDED = Path(__file__).parents[5] / "shared" / "recorded"
FOLDERS = {"radarr": _RECORDED / "settings-radarr-6.1", "sonarr": _RECORDED / "settings-sonarr-4.0.19"}
FILES = (
    "errors-format",
    "errors-profile",
    "broken-by-a-bad-row",
    "naming-media-quality",
    "other",
    "providers",
    "undo-race-at-once",
)
_NO_ANSWERS = ("whole sync A → B and undo",)
"""What was counted of a client, not answered by an app."""
_AS_IN_BASE = "<as in base>"


@dataclass(frozen=True, eq=False)
class SettingsRecord:
    """One request about settings, with its answer; or what was found out afterwards, without a request."""

    app: str
    file: str
    place: int
    """Its place in the file: they were sent in this order, some others between them."""
    label: str
    method: str
    """Empty: there is no request."""
    path: str
    """Below `/api/v3/`, with the query."""
    body: Any
    status: int
    answer: Any

    @property
    def name(self) -> str:
        """What a test is called by."""
        return f"{self.file}.{self.place:02} {self.label}"

    @property
    def resource(self) -> str:
        """The resource the request is about."""
        return self.path.split("?")[0].split("/")[0]

    @property
    def number(self) -> int:
        """The id at the end of the path; 0 without one."""
        last = self.path.split("?")[0].rsplit("/", 1)[-1]
        return int(last) if last.isdigit() else 0


def is_there() -> bool:
    """Return whether the recordings lie beside the project."""
    return all((folder / "profile-base.json").is_file() for folder in FOLDERS.values())


@cache
def fresh_app(app: str) -> Obj:
    """Return the settings of an app that was just installed, by resource."""
    settings: Obj = _read(app, "fresh-app")
    return settings


@cache
def base_profile(app: str) -> Obj:
    """Return the profile that records refer to, with the formats the app had."""
    profile: Obj = _read(app, "profile-base")
    return profile


@cache
def records(app: str) -> tuple[SettingsRecord, ...]:
    """Return every record of an app in the order they were made, file by file."""
    if not is_there():
        return ()
    return tuple(
        _record(app, file, place, row)
        for file in FILES
        for place, row in enumerate(_read(app, file))
        if row["label"] not in _NO_ANSWERS
    )


def record(app: str, file: str, label: str) -> SettingsRecord:
    """Return the first record of a label."""
    return next(row for row in records(app) if (row.file, row.label) == (file, label))


def _read(app: str, name: str) -> Any:
    return json.loads((FOLDERS[app] / f"{name}.json").read_text())


def _record(app: str, file: str, place: int, row: Obj) -> SettingsRecord:
    request = row.get("request") or {}
    body = _with_base(app, request.get("body"))
    return SettingsRecord(
        app=app,
        file=file,
        place=place,
        label=row["label"],
        method=request.get("method", ""),
        path=request.get("path", "").removeprefix("/api/v3/"),
        body=body,
        status=row.get("status") or 0,
        answer=_with_base(app, row.get("answer")),
    )


def _with_base(app: str, value: Any) -> Any:
    """Return a body or an answer with what it has in common with the base profile."""
    if not isinstance(value, dict):
        return value
    base = base_profile(app)
    return {key: base[key] if member == _AS_IN_BASE else member for key, member in value.items()}
