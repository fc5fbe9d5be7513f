"""What recordings tell besides the files that come and go: links on another disk, and times."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from arrtui.runtime.artwork.following import SETTLE
from tests.demo.files.neighbours import Title
from tests.demo.files.test_obstacles import move_with_links
from tests.demo.replay.records import FOLDER

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="the recordings lie beside the project, not in it"
)
Obj = dict[str, Any]


def recorded(name: str) -> Obj:
    """Return a recording."""
    return dict(json.loads((FOLDER / "files" / f"{name}.json").read_text()))


def form(target: str, old: str) -> str:
    """Return what becomes of a link: a target below the title's old folder counts without that."""
    return target.replace(old, "OLD")


def test_links_move_to_another_disk_as_recorded(title: Title) -> None:
    record = recorded("L01b-links-other-filesystem")["steps"][0]
    folder = "Night Hollow 62113 (2025)"
    old, new = f"/data/radarr5/a/{folder}", f"/data/other-filesystem/{folder}"
    before, after = record["before"][old], record["after"][new]
    links = {key: value[3:] for key, value in before.items() if str(value).startswith("-> ")}
    assert sorted(links) == ["backdrop.jpg", "poster.jpg"] and not links["backdrop.jpg"].startswith("/")
    outside = str(title.base / "cache")
    moved = move_with_links(title, ("backdrop.jpg", "shared.jpg"), ("outside.jpg", outside))
    own = {
        name: form(str((moved / name).readlink()), str(title.folder))
        for name in ("backdrop.jpg", "outside.jpg")
    }
    assert own["outside.jpg"] == outside and after["poster.jpg"] == before["poster.jpg"]
    assert form(after["backdrop.jpg"][3:], old) == f"OLD/{links['backdrop.jpg']}"
    assert own["backdrop.jpg"] == "OLD/shared.jpg"
    shared = [row for row in before.values() if isinstance(row, list) and row[4] > 1]
    assert {row[4] for row in shared} == {3}
    assert {row[4] for row in after.values() if isinstance(row, list)} == {1}
    assert (moved / "shared.jpg").stat().st_nlink == 1
    assert Path(outside, "shared.jpg").stat().st_nlink == 1


def test_what_goes_with_a_film_goes_long_before_its_folder_is_looked_at() -> None:
    for run in recorded("U04-timing")["runs"]:
        times = [seconds for seconds, _, _ in run["events"]]
        kinds = {what for _, what, _ in run["events"][:1]}
        assert kinds == {"gone"} and times == sorted(times)
        assert 0.0 < times[-1] < SETTLE / 10
