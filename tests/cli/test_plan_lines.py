"""The lines and events of a plan without a terminal."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace

from arrtui.cli.plans import print_plan
from tests.tui.panes.sync import plans


def test_a_move_is_told_with_the_folder_the_app_will_make() -> None:
    lines: list[str] = []
    events: list[dict[str, Any]] = []
    out = SimpleNamespace(line=lines.append, event=lambda _, **values: events.append(values))
    task: Any = SimpleNamespace(out=out)
    now, after = {"root_folder": "/movies"}, {"root_folder": "/movies4k"}
    moved = plans.update(155, "The Dark Knight", 2008, now, after, move_files=True)
    named = replace(moved, key="named", folder="The Dark Knight (2008)")
    print_plan(task, plans.opened(entries=(moved, named)))
    assert lines[:2] == [
        "~ The Dark Knight (2008): folder /movies4k, files moved",
        "~ The Dark Knight (2008): folder /movies4k/The Dark Knight (2008), files moved",
    ]
    assert [event.get("new_path") for event in events] == [None, "/movies4k/The Dark Knight (2008)"]


def test_a_changed_setting_is_told_fact_by_fact_and_never_as_a_body() -> None:
    lines: list[str] = []
    events: list[dict[str, Any]] = []
    out = SimpleNamespace(line=lines.append, event=lambda _, **values: events.append(values))
    task: Any = SimpleNamespace(out=out)
    print_plan(task, plans.tried())
    assert lines[:5] == [
        "~ quality profile HD-1080p: quality profile: 4 changes",
        "    cutoff: WEB 1080p -> Bluray-1080p",
        "    min format score: 0 -> 10",
        "    score of x265 (HD): 0 -> -10000",
        "    score of Remux Tier 01: 1700 -> 1950",
    ]
    assert not any("body" in line or "{" in line for line in lines)
    (event,) = events
    assert event["changes"][0] == {"fact": "cutoff", "now": "WEB 1080p", "after": "Bluray-1080p"}
