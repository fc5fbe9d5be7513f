"""Every task of ``--run`` at a terminal of 80 columns, where bars show how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.runtime.capabilities import tasks
from tests.cli.conftest import PAIR, Site, site_of
from tests.environment import ENV
from tests.terminals import terminal

COMMANDS = {
    "check": (["check"], "radarr.main"),
    "backup": (["backup", "--full"], "radarr.main"),
    "snapshots": (["snapshots"], "radarr.main"),
    "diff": (["diff", "radarr.main", "latest~1", "latest"], "radarr.main, snapshot"),
    "export": (["export", "radarr.main", "{folder}/main.jsonl"], "main.jsonl"),
    "list": (["list", "titles", "@4k"], "radarr.4k"),
    "paths": (["paths", "@4k"], "/movies4k/"),
    "plan": (["plan", "movies"], "radarr.main to radarr.4k"),
    "sync": (["sync", "movies"], "radarr.main to radarr.4k"),
    "undo": (["undo", "{plan}", "--apply"], "applied"),
    "restore": (["restore", "radarr.main", "--at", "latest"], "--apply"),
    "plans": (["plans"], "radarr.main to radarr.4k"),
    "scores": (["scores", "--report", "json", "--out", "{folder}"], "written:"),
    "activity": (["activity"], "downloading"),
    "artwork": (["artwork", "publish"], "radarr.main"),
    "loops": (["loops"], "radarr.4k: "),
    "settings": (["settings", "compare", "radarr.main", "radarr.4k"], "custom formats"),
    "releases": (["releases", "radarr.main", "{movie}"], "none was grabbed"),
    "jobs": (["jobs"], "radarr.main"),
    "webhooks": (["webhooks", "status", "radarr.main"], "not registered"),
    "schedules": (["schedules"], "backup"),
    "tripwire": (["tripwire"], "quiet"),
    "twins": (["twins"], "movies"),
    "rules": (["rules"], "no rule yet"),
    "notify-test": (["notify-test", "--preview", "tripwire"], "phone: "),
}
"""The words of each task, and what it shows."""
TASKS = [task for task in tasks() if task != "daemon" and not task.startswith(("trailers", "players"))]
"""Those of trailers read folders, which are not here, as players are not, and the daemon does
not end: they have tests of their own."""


@pytest.fixture(scope="module")
def site(changing_estate: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with two backups of everything."""
    for made in site_of(changing_estate, tmp_path_factory.mktemp("site")):
        made.change(sync={"movies": PAIR}, schedule={"backup": "0 3 * * *"})
        channel = '[[notify]]\nname = "phone"\nurl = "json://127.0.0.1:1/"\n'
        made.config.write_text(made.config.read_text() + channel)
        assert [made.run("backup").status for _ in range(2)] == [0, 0]
        yield made


@pytest.fixture(scope="module")
def plan(site: Site) -> int:
    """Return the number of a plan that was applied."""
    applied = site.run("sync", "movies", "--apply", "--json")
    assert applied.status == 0
    return int(applied.result["plan"])


@pytest.fixture(scope="module")
def movie(site: Site) -> str:
    """Return the name of a movie, with its year."""
    first = site.run("list", "movies", "@main", "--json").lines[0]
    return f"{first['title']} ({first['year']})"


@pytest.mark.parametrize("task", TASKS)
def test_every_task_works_at_a_terminal(task: str, site: Site, plan: int, movie: str, tmp_path: Path) -> None:
    words, shown = COMMANDS[task]
    command = site.command("--run", *(word.format(folder=tmp_path, plan=plan, movie=movie) for word in words))
    with terminal(command, env=ENV) as screen:
        assert screen.finish() == 0, screen.text
        assert shown in screen.text
        assert "Traceback" not in screen.text


@pytest.mark.parametrize("task", TASKS)
def test_every_task_gives_json_at_a_terminal(
    task: str, site: Site, plan: int, movie: str, tmp_path: Path
) -> None:
    words, _ = COMMANDS[task]
    command = site.command(
        "--run", *(word.format(folder=tmp_path, plan=plan, movie=movie) for word in words), "--json"
    )
    with terminal(command, env=ENV) as screen:
        assert screen.finish() == 0, screen.text
        assert f'{{"task":"{task}","ok":true' in screen.text.splitlines()[-1]


def test_a_schedule_is_run_at_a_terminal_paused_and_resumed_in_a_pipe(site: Site) -> None:
    with terminal(site.command("--run", "schedules", "run-now", "backup"), env=ENV) as screen:
        assert screen.finish() == 0, screen.text
    row = screen.text.partition("schedule  cron")[2]
    assert "on time" in row and "never" not in row
    for action, is_paused in (("pause", True), ("resume", False)):
        ran = site.run("schedules", action, "backup", "--json")
        (schedule,) = ran.result["schedules"]
        assert (ran.status, schedule["paused"], schedule["ok"]) == (0, is_paused, True)
        assert len(schedule["next"]) == 5 and schedule["last_success"] >= schedule["last"]
    assert site.run("schedules", "run-now", "bakcup").status == 2
    assert "none is named" in site.run("schedules", "pause").err


def test_a_progress_with_no_total_yet_shows_a_bar(site: Site) -> None:
    site.fault("radarr.4k", latency=0.3)
    with terminal(site.command("--run", "backup", "radarr.4k", "--full"), env=ENV) as screen:
        screen.read_until(b"listing movies")
        assert screen.finish() == 0, screen.text
    site.fault("radarr.4k")
    assert "0/? 0:00:0" in screen.text
