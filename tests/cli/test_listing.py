"""``--run list`` and ``--run paths``: what is stored, filtered, for people and for programs."""

from __future__ import annotations

import csv
import io
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.apps import APPS
from arrtui.runtime.capabilities import lists
from tests.cli.conftest import PAIR, Site, site_of
from tests.environment import ENV
from tests.terminals import terminal

HOSTILE = "=cmd|' /C calc'!A0\x1b[31m\u202egnp"
"""A title that a spreadsheet would run, that colours a terminal and turns its direction."""


@pytest.fixture(scope="module")
def stored(estate_config: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with one backup, a hostile title among it, whose instances cannot be reached any more."""
    folder = tmp_path_factory.mktemp("stored")
    for made in site_of(estate_config, folder):
        assert made.run("backup").status == 0
        assert made.run("activity").status == 0
        with sqlite3.connect(folder / "arrtui.db") as database:
            database.execute(
                "UPDATE item SET title = ?, path = path || ? "
                "WHERE external_id = (SELECT external_id FROM item ORDER BY rowid LIMIT 1)",
                (HOSTILE, f"{HOSTILE}\n"),
            )
        away = [{"url": f"http://127.0.0.1:{port}"} for port in range(1, 6)]
        made.change(sync={"movies": PAIR}, radarr={"main": away[0], "4k": away[1]})
        made.change(sonarr={"main": away[2], "anime": away[3]}, lidarr={"main": away[4]})
        yield made


@pytest.mark.parametrize("kind", lists())
def test_every_kind_is_listed_without_a_connection(kind: str, stored: Site) -> None:
    assert stored.run("list", kind).status == 0
    ran = stored.run("list", kind, "--json")
    assert (ran.status, ran.result["ok"], ran.result["kind"]) == (0, True, kind)
    assert ran.result["count"] == len(ran.lines) - 1
    assert ran.result["count"] or kind == "plans"
    rows = list(csv.reader(io.StringIO(stored.run("list", kind, "--csv").out)))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > ran.result["count"]


def test_a_filter_means_what_it_means_in_tables(stored: Site) -> None:
    rows = stored.run("list", "titles", "year>2000 @radarr.4k", "--json").lines[:-1]
    everything = stored.run("list", "titles", "--json").lines[:-1]
    assert rows == [
        row
        for row in everything
        if (row["year"] or 0) > 2000 and any(copy["instance"] == "radarr.4k" for copy in row["copies"])
    ]
    assert 0 < len(rows) < len(everything)
    absent = stored.run("list", "titles", "--json", "--", "kind:movies -@radarr.4k").result["count"]
    present = stored.run("list", "titles", "@radarr.4k", "--json").result["count"]
    assert absent + present == stored.run("list", "movies", "--json").result["count"]
    others = stored.run("list", "titles", "!year>2000 @radarr.4k", "--json").result["count"]
    assert others == len(everything) - len(rows)


def test_the_activity_is_listed_as_its_pane_filters_it(stored: Site) -> None:
    rows = stored.run("list", "activity", "kind:download done>0 @radarr.main", "--json").lines[:-1]
    assert rows and all(row["instance"] == "radarr.main" and row["done"] > 0 for row in rows)
    problems = stored.run("list", "activity", "problem", "--json").lines[:-1]
    assert problems and all(row["problem"] for row in problems)


def test_titles_are_those_of_every_app(stored: Site) -> None:
    kinds = [app.title.plural for app in APPS.values()]
    counts = {kind: stored.run("list", kind, "--json").result["count"] for kind in ("titles", *kinds)}
    assert all(counts.values()) and counts["titles"] == sum(counts[kind] for kind in kinds)


def test_albums_are_no_episodes(stored: Site) -> None:
    albums = stored.run("list", "albums", "--json").lines[:-1]
    assert albums and all(row["instance"] == "lidarr.main" and row["artist"] and row["id"] for row in albums)
    assert all(len(row["released"]) == len("2020-05-01") for row in albums)
    assert ":" not in stored.run("list", "albums").out
    assert "year" not in stored.run("list", "artists").out.split("\n")[0]
    lacking = stored.run("list", "albums", "missing", "--json").lines[:-1]
    assert any(0 < row["files"] < row["tracks"] for row in lacking)
    assert all(row["files"] < row["tracks"] for row in lacking)
    episodes = stored.run("list", "episodes", "--json").lines[:-1]
    assert {row["instance"] for row in episodes} == {"sonarr.main", "sonarr.anime"}


def test_a_filter_that_cannot_be_understood_is_a_usage_error(stored: Site) -> None:
    ran = stored.run("list", "titles", "yaer>2000")
    assert (ran.status, ran.out) == (2, "")
    assert "year" in ran.err
    assert stored.run("list", "titels").status == 2


def test_hostile_titles_reach_neither_terminal_nor_spreadsheet(stored: Site) -> None:
    for words in (
        ["list", "titles", "cmd"],
        ["list", "titles", "cmd", "--csv"],
        ["list", "titles", "cmd", "--json"],
    ):
        ran = stored.run(*words)
        assert "cmd" in ran.out
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out
    rows = list(csv.DictReader(io.StringIO(stored.run("list", "titles", "cmd", "--csv").out)))
    assert rows[0]["title"].startswith("'=cmd")


def test_paths_are_exact_for_programs_and_escaped_for_people(stored: Site) -> None:
    done = subprocess.run(stored.command("--run", "paths", "-0"), capture_output=True, env=ENV, timeout=60)
    folders = done.stdout.split(b"\0")[:-1]
    hostile = [folder for folder in folders if folder.endswith(f"{HOSTILE}\n".encode())]
    assert hostile
    assert len(folders) == len(set(folders))
    lines = stored.run("paths")
    assert lines.status == 1  # those with a line break are left out
    assert len(lines.out.splitlines()) == len(folders) - len(hostile)
    with terminal(stored.command("--run", "paths", "-0", "cmd"), env=ENV) as screen:
        assert screen.finish() == 0
    assert b"\x1b[31m" not in screen.seen
    assert "\\x1b[31m" in screen.text


def test_paths_are_those_of_the_copies_that_match(stored: Site) -> None:
    rows = stored.run("paths", "@radarr.4k -cmd", "--json").lines[:-1]
    assert {row["instance"] for row in rows} == {"radarr.4k"}
    lines = stored.run("paths", "@radarr.4k -cmd").out.splitlines()
    assert lines == [row["path"] for row in rows]
