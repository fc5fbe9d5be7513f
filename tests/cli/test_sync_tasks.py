"""``plan``, ``sync``, ``undo``, ``restore`` and ``plans`` as cron runs them, over an estate of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.conftest import PAIR, Site, site_of


@pytest.fixture
def site(changing_estate: Path, tmp_path: Path) -> Iterator[Site]:
    """Return a configuration and a database of its own over that estate, with a pair."""
    for made in site_of(changing_estate, tmp_path):
        made.change(sync={"movies": PAIR, "twins": {**PAIR, "mode": "mirror"}})
        yield made


def counts(result: dict[str, Any]) -> tuple[int, int, int]:
    """Return how many entries of each kind a result tells."""
    return result["add"], result["update"], result["remove"]


def test_a_plan_is_printed_and_writes_nothing(site: Site) -> None:
    ran = site.run("plan", "movies", "--json")
    assert ran.status == 0, ran.err
    result = ran.result
    assert list(result)[:11] == [
        *(
            "task",
            "ok",
            "pair",
            "plan",
            "add",
            "update",
            "remove",
            "same",
            "filtered",
            "excluded",
            "warnings",
        ),
    ]
    assert (result["task"], result["ok"], result["pair"], result["locked"]) == ("plan", True, "movies", None)
    assert result["add"] > 0
    entries = [line for line in ran.lines if line.get("event") == "entry"]
    assert len(entries) == sum(counts(result))
    again = site.run("sync", "movies", "--json")
    assert again.status == 0
    assert counts(again.result) == counts(result)
    assert [again.result[name] for name in ("applied", "failed", "conflicted", "skipped")] == [0] * 4


def test_sync_writes_and_undo_takes_it_back(site: Site) -> None:
    first = site.run("sync", "movies", "--apply", "--json")
    assert first.status == 0, first.out
    wanted = counts(first.result)
    assert first.result["applied"] == sum(wanted) > 0
    assert site.run("plan", "movies", "--json").result["add"] == 0
    plan = str(first.result["plan"])
    look = site.run("undo", plan, "--json")
    assert look.status == 0
    assert look.result["remove"] >= wanted[0]
    assert look.result["applied"] == 0
    undone = site.run("undo", plan, "--apply", "--json")
    assert undone.status == 0, undone.out
    assert undone.result["failed"] == 0
    assert counts(site.run("plan", "movies", "--json").result) == wanted
    listed = site.run("plans", "--json").result["plans"]
    assert [one["state"] for one in listed if one["id"] == int(plan)] == ["undone"]


def test_the_last_change_is_undone_by_the_name_of_its_pair_or_instance(site: Site) -> None:
    assert site.run("undo", "--last").status == 2
    plan = site.run("sync", "movies", "--apply", "--json").result["plan"]
    assert site.run("undo").status == 2
    for names in ((), ("movies",), ("radarr.4k",)):
        assert site.run("undo", "--last", *names, "--json").result["undoes"] == plan
    undone = site.run("undo", "--last", "movies", "--apply", "--json")
    assert (undone.status, undone.result["undoes"]) == (0, plan), undone.out
    assert site.run("undo", "--last", "movies").status == 2


def flip_monitored(site: Site, instance: str, tmdb_id: str) -> None:
    """Change a movie as a person does in the app."""
    url, headers = f"{site.urls[instance]}/api/v3/movie", {"X-Api-Key": site.keys[instance]}
    (movie,) = httpx.get(url, params={"tmdbId": tmdb_id}, headers=headers).json()
    changed = movie | {"monitored": not movie["monitored"]}
    httpx.put(f"{url}/{movie['id']}", json=changed, headers=headers).raise_for_status()


def test_an_undo_removes_what_has_gained_something_only_when_that_is_allowed(site: Site) -> None:
    first = site.run("sync", "movies", "--apply", "--json")
    assert first.status == 0, first.out
    plan = str(first.result["plan"])
    (added, *_) = [line for line in first.lines if line.get("event") == "entry" and line["op"] == "add"]
    flip_monitored(site, "radarr.4k", added["ident"])
    look = site.run("undo", plan, "--json")
    assert look.status == 4
    assert "1 of them on radarr.4k" in look.result["locked"]
    refused = site.run("undo", plan, "--apply", "--json")
    assert (refused.status, refused.result["applied"]) == (4, 0)
    assert "--allow-removals" in refused.result["error"]
    allowed = site.run("undo", plan, "--apply", "--allow-removals", "--json")
    assert allowed.status == 0, allowed.out
    assert allowed.result["remove"] == first.result["add"]
    assert site.run("undo", plan, "--allow-removals").status == 2


def test_a_limit_locks_the_whole_plan(site: Site) -> None:
    ran = site.run("sync", "twins", "--apply", "--allow-removals", "--json")
    assert ran.status == 4
    assert ran.result["remove"] > 0
    assert "removals" in ran.result["locked"]
    assert ran.result["applied"] == 0
    assert site.run("plan", "twins").status == 4


def test_removals_happen_only_when_they_are_allowed(site: Site) -> None:
    site.change(sync={"twins": {"limits": {"removals": 100, "removals_percent": 100}}})
    without = site.run("sync", "twins", "--apply", "--json")
    assert without.status == 0, without.out
    assert without.result["remove"] > 0
    assert without.result["applied"] == without.result["add"] + without.result["update"]
    allowed = site.run("sync", "twins", "--apply", "--allow-removals", "--json")
    assert allowed.status == 0, allowed.out
    assert allowed.result["applied"] == allowed.result["remove"] == without.result["remove"]
    for one in (allowed, without):
        assert site.run("undo", str(one.result["plan"]), "--apply").status == 0


def test_a_source_that_fails_plans_no_removals(site: Site) -> None:
    site.change(sync={"twins": {"limits": {"removals": 100, "removals_percent": 100}, "refresh_after": 0}})
    assert site.run("backup", "radarr.main", "radarr.4k").status == 0
    site.fault("radarr.main", what="empty_list", path="/api/v3/movie$")
    ran = site.run("sync", "twins", "--apply", "--allow-removals", "--json")
    assert ran.status == 4
    assert (ran.result["remove"], ran.result["held_back"] > 0) == (0, True)
    site.run("undo", str(ran.result["plan"]), "--apply")


def test_removals_held_back_are_no_success(site: Site) -> None:
    site.change(sync={"twins": {"limits": {"removals": 100, "removals_percent": 100}, "refresh_after": 0}})
    assert site.run("backup", "radarr.main", "radarr.4k").status == 0
    site.fault("radarr.main", what="empty_list", path="/api/v3/movie$")
    ran = site.run("plan", "twins", "--json")
    assert (ran.status, ran.result["ok"], ran.result["held_back"] > 0) == (1, False, True)


@pytest.mark.parametrize("side", ["radarr.main", "radarr.4k"])
def test_a_side_that_cannot_be_read_now_is_no_success(site: Site, side: str) -> None:
    site.change(sync={"movies": {"refresh_after": 0}})
    assert site.run("backup", "radarr.main", "radarr.4k").status == 0
    site.fault(side, what="401", path="/api/v3/movie$")
    looked = site.run("plan", "movies", "--json")
    assert (looked.status, looked.result["ok"], looked.result["stale"]) == (1, False, [side])
    assert any(side in note and "could not be read now" in note for note in looked.result["notes"])
    dry = site.run("sync", "movies", "--json")
    assert (dry.status, dry.result["ok"], dry.result["stale"]) == (1, False, [side])


def test_names_that_do_not_exist_are_told_before_anything_is_planned(site: Site) -> None:
    site.change(sync={"movies": {"map": {"quality_profiles": {"*": "Anny"}}}})
    ran = site.run("plan", "movies")
    assert ran.status == 2
    assert ran.err.count("Anny") == 1 and "Any" in ran.err
    names = {"*": "Anny", "Nope": "Any"}
    site.change(sync={"movies": {"map": {"quality_profiles": names}}})
    several = site.run("plan", "movies")
    assert (several.err.count("Anny"), several.err.count("Nope")) == (1, 1)
    told = site.run("plan", "movies", "--json").result
    assert sum("Anny" in line for line in [told["error"], *told["detail"]]) == 1
    unknown = site.run("plan", "moviez")
    assert unknown.status == 2
    assert "movies" in unknown.err


def test_restore_brings_back_what_was_deleted(site: Site) -> None:
    site.change(sync={"twins": {"limits": {"removals": 100, "removals_percent": 100}}})
    assert site.run("backup", "radarr.4k").status == 0
    gone = site.run("sync", "twins", "--apply", "--allow-removals", "--json")
    assert gone.status == 0 and gone.result["remove"] > 0
    look = site.run("restore", "radarr.4k", "--at", "1", "--json")
    assert look.status == 0
    assert look.result["remove"] == 0
    assert look.result["add"] == gone.result["remove"]
    done = site.run("restore", "radarr.4k", "--at", "1", "--apply", "--json")
    assert done.status == 0, done.out
    assert done.result["applied"] >= look.result["add"]
    assert site.run("restore", "radarr.4k", "--at", "1", "--json").result["add"] == 0


def test_restore_wants_to_know_when(site: Site) -> None:
    ran = site.run("restore", "radarr.4k")
    assert ran.status == 2
    assert "--at WHEN" in ran.err


def test_read_only_refuses_to_write_and_says_how_to_leave_the_mode(site: Site) -> None:
    for task in (("sync", "movies"), ("undo", "1"), ("restore", "radarr.main", "--at", "latest")):
        ran = site.run(*task, "--apply", "--read-only", "--json")
        assert ran.status == 4, ran.err
        assert not ran.result["ok"]
        assert "read-only mode" in ran.result["error"]
    assert site.run("plan", "movies", "--read-only").status == 0
    site.change(ui={"read_only": True})
    assert site.run("sync", "movies", "--apply").status == 4
    site.change(ui={"read_only": False})
