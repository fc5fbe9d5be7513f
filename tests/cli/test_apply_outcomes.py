"""``sync --apply`` beside an app that refreshes a title or takes back what was written: exit 1, counted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.http.wire import Obj
from tests.cli.conftest import PAIR, Site, site_of

SIZE = EstateSize(radarr=(("main", 6), ("4k", 4)), sonarr=(("main", 3, 12), ("anime", 2, 8)))
SHOWS = {
    "source": "sonarr.main",
    "target": "sonarr.anime",
    "update": ["monitored"],
    "map": {"quality_profiles": {"*": "Any"}, "root_folders": {"*": "/anime"}},
    "refresh_after": 0,
}


@pytest.fixture
def estate() -> Iterator[SimulatedEstate]:
    """Return an estate of this process, so that a test reaches into its apps."""
    with SimulatedEstate(SIZE) as estate:
        yield estate


@pytest.fixture
def site(estate: SimulatedEstate, tmp_path: Path) -> Iterator[Site]:
    """Return a configuration over that estate whose applies wait for no refresh."""
    template = tmp_path / "estate" / "config.toml"
    template.parent.mkdir()
    template.write_text(estate.config_toml(database=tmp_path / "arrtui.db").partition("[sync")[0])
    for made in site_of(template, tmp_path):
        pairs = {"movies": {**PAIR, "refresh_after": 0}, "shows": SHOWS}
        made.change(sync=pairs, apply={"wait_minutes": 0})
        yield made


def test_a_series_that_is_being_refreshed_is_busy_and_written_by_the_next_run(
    estate: SimulatedEstate, site: Site
) -> None:
    source, target = estate.apps["sonarr.main"].store, estate.apps["sonarr.anime"].store
    title = next(iter(source.titles.values()))
    shared = target.add_title(title["tvdbId"], rootFolderPath="/anime", qualityProfileId=1)
    shared["monitored"] = not title["monitored"]
    target.commands.held.add("RefreshSeries")
    target.commands.post({"name": "RefreshSeries", "seriesIds": [shared["id"]]})
    target.commands.advance(time.time() + 60)
    ran = site.run("sync", "shows", "--apply", "--json")
    assert (ran.status, ran.result["ok"]) == (1, False), ran.err
    assert (ran.result["busy"], ran.result["changed_back"], ran.result["failed"]) == (1, 0, 0)
    assert shared["monitored"] is not title["monitored"]
    target.commands.held.clear()
    again = site.run("sync", "shows", "--apply", "--json")
    assert (again.status, again.result["applied"], again.result["busy"]) == (0, 1, 0), again.err
    assert target.titles[shared["id"]]["monitored"] is title["monitored"]


def test_what_the_app_takes_back_is_counted_and_written_by_the_next_run(
    estate: SimulatedEstate, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = estate.apps["radarr.main"].store, estate.apps["radarr.4k"].store
    shown = {movie["tmdbId"]: movie["monitored"] for movie in source.titles.values()}
    for movie in target.titles.values():
        movie["monitored"] = not shown.get(movie["tmdbId"], False)
    before = {number: movie["monitored"] for number, movie in target.titles.items()}

    def take_back(title: Obj) -> None:
        title["monitored"] = before.get(title["id"], title["monitored"])

    monkeypatch.setattr(target, "apply_auto_tags", take_back)  # what the app does last with an edit
    ran = site.run("sync", "movies", "--apply", "--json")
    assert (ran.status, ran.result["ok"]) == (1, False), ran.err
    assert ran.result["changed_back"] == ran.result["update"] > 0
    assert (ran.result["busy"], ran.result["failed"], ran.result["applied"]) == (0, 0, ran.result["add"])
    monkeypatch.undo()
    again = site.run("sync", "movies", "--apply", "--json")
    assert (again.status, again.result["applied"]) == (0, ran.result["changed_back"]), again.err


def test_an_apply_that_cannot_be_read_back_is_not_done_and_says_what_it_wrote(
    estate: SimulatedEstate, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = estate.apps["radarr.4k"]
    add_title = target.store.add_title

    def adding(*args: Any, **options: Any) -> Obj:
        target.faults.add("html", "/movie(/[0-9]+)?$", method="GET")
        return add_title(*args, **options)

    monkeypatch.setattr(target.store, "add_title", adding)
    site.change(sync={"movies": {"update": []}})
    ran = site.run("sync", "movies", "--apply", "--json")
    assert (ran.status, ran.result["ok"], ran.result["applied"]) == (1, False, ran.result["add"]), ran.err
    assert "radarr.4k" in ran.result["error"]
    target.faults.clear()
    added = next(reversed(target.store.titles.values()))
    added["monitored"] = not added["monitored"]
    (job,) = [job for job in site.run("jobs", "--json").result["jobs"] if job["kind"] == "apply"]
    retried = site.run("jobs", "--retry", str(job["id"]), "--json")
    (job,) = [job for job in retried.result["jobs"] if job["kind"] == "apply"]
    assert (retried.status, job["state"], job["result"]["changed_back"]) == (1, "completed", 1)
