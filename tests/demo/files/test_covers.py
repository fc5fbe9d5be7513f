"""Pictures over HTTP and lists of root folders: what was asked of a real app is asked of a simulated one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from arrtui.demo.estate import EstateSize, SimulatedEstate
from tests.demo.files.neighbours import Title
from tests.demo.replay.records import FOLDER

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the recordings lie beside the project")
_NAMES = ("Content-Type", "Cache-Control", "Last-Modified", "Location")
Obj = dict[str, Any]


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(EstateSize(radarr=(("main", 12),), sonarr=())) as running:
        yield running


def steps_of(name: str) -> list[Obj]:
    (path,) = (FOLDER / "files").glob(f"{name}-*.json")
    steps: list[Obj] = json.loads(path.read_text())["steps"]
    return steps


class Asking:
    """Sends recorded requests for pictures of one film, and compares the answers."""

    def __init__(self, estate: SimulatedEstate) -> None:
        self.app = estate.apps["radarr.main"]
        self.http = httpx.Client(base_url=self.app.url)
        self.film = next(
            row["id"]
            for row in self.rows()
            if {"fanart", "clearlogo"} <= {i["coverType"] for i in row["images"]}
        )
        self.changed = ""
        self.sizes: dict[int, set[int]] = {}
        """By recorded size those of the simulated app."""

    def rows(self) -> list[Obj]:
        response = self.http.get("/api/v3/movie", headers={"X-Api-Key": self.app.api_key})
        rows: list[Obj] = response.json()
        return rows

    def ask(self, step: Obj) -> list[str]:
        """Send the request of a step; return in what the answer differs from the recorded one."""
        method, path = step["request"].split(" ", 1)
        number = path.lower().split("/mediacover/")[-1].split("/")[0]
        if number != "99999":
            path = path.replace(f"/{number}/", f"/{self.film}/", 1)
        headers = dict(step["sent"]) | ({"X-Api-Key": "KEY"} if step.get("key") else {})
        headers = {name: value.replace("KEY", self.app.api_key) for name, value in headers.items()}
        if "If-Modified-Since" in headers:
            headers["If-Modified-Since"] = self.changed
        response = self.http.request(method, path.replace("KEY", self.app.api_key), headers=headers)
        self.changed = response.headers.get("last-modified", self.changed)
        lines = [f"status {response.status_code}"] if response.status_code != step["status"] else []
        for name in _NAMES:
            present, recorded = response.headers.get(name, ""), step["headers"].get(name, "")
            if bool(present) != bool(recorded) or (name in _NAMES[:2] and present != recorded):
                lines.append(f"{name}: {present!r}, the app {recorded!r}")
        if step["status"] == 200:
            self.sizes.setdefault(step["bytes"], set()).add(len(response.content))
        elif bool(response.content) != bool(step["bytes"]):
            lines.append(f"{len(response.content)} bytes, the app {step['bytes']}")
        return [f"{step['request']} {step['sent']}: {line}" for line in lines]


def test_pictures_are_answered_as_the_app_answers_them(estate: SimulatedEstate) -> None:
    asking = Asking(estate)
    requests = [step for step in steps_of("M05")[:25] if "/../" not in step["request"]]
    assert [line for step in requests for line in asking.ask(step)] == []
    assert all(len(sizes) == 1 for sizes in asking.sizes.values())
    assert len(set.union(*asking.sizes.values())) == len(asking.sizes)


def test_pictures_below_the_api_need_the_key_and_others_the_login(estate: SimulatedEstate) -> None:
    """The runtime that was recorded answers everybody 401 with the login; those in use do so to scripts."""
    asking, steps = Asking(estate), steps_of("U01")
    asking.http.headers["X-Requested-With"] = "XMLHttpRequest"
    (login,) = [place for place, step in enumerate(steps) if "note" in step]
    assert [line for step in steps[:login] for line in asking.ask(step)] == []
    asking.app.authentication = "forms"
    try:
        assert [line for step in steps[login + 1 :] for line in asking.ask(step)] == []
    finally:
        asking.app.authentication = "none"


@pytest.mark.parametrize("title", ["radarr"], indirect=True)
def test_folders_that_belong_to_no_title_are_listed_and_files_are_not(title: Title) -> None:
    first, second = steps_of("L15")
    root = title.base / "c"
    ((_, names),) = first["answer"]["body"]
    for name in names:
        (root / name).mkdir()
    (root / "file.jpg").touch()
    (folder,) = [row for row in title.api.get("rootfolder") if row["path"] == str(root)]
    assert sorted(row["name"] for row in folder["unmappedFolders"]) == sorted(names)
    again = title.api.get(f"rootfolder/{folder['id']}")
    assert [row["name"] for row in again["unmappedFolders"]] == [
        row["name"] for row in folder["unmappedFolders"]
    ]
    assert sorted(second["answer"]["body"]) == sorted(names)
