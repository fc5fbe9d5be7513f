"""Every task over two Radarr, two Sonarr and a Lidarr: it ends right and says the Lidarr's line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from arrtui.core.apps import APPS, Feature
from arrtui.runtime.capabilities import tasks
from tests.cli.conftest import Site, site_of

NAME = "lidarr.main"
LIDARR = APPS["lidarr"]


class Run(NamedTuple):
    """One way to call a task."""

    arguments: tuple[str, ...] = ()
    says: str = NAME
    """What is in its output."""
    status: int = 0


PLAIN = Run()
"""How a task is called of which nothing else is known here: one that comes later is tried so, too."""
RUNS = {
    "backup": (Run((NAME, "--full")),),
    "check": (Run(), Run(("--database",))),
    "diff": (Run((NAME, "latest", "latest")),),
    "export": (Run((NAME, "-")),),
    "list": (
        Run(("artists",)),
        Run(("albums",)),
        Run(("titles", f"@{NAME}")),
        Run(("files", f"@{NAME}")),
    ),
    "paths": (Run((f"@{NAME}",)),),
    "plan": (Run(("shows",), says="sonarr.main"),),
    "sync": (Run(("shows",), says="sonarr.main"),),
    "undo": (Run(("--last", NAME), status=2),),
    "restore": (Run((NAME, "--at", "latest")),),
    "plans": (Run(),),
    "twins": (Run(says="shows"),),
    "scores": (Run(),),
    "loops": (
        Run((NAME,), says="the release's name is not stored"),
        Run((NAME, "--by", "format")),
        Run((NAME, "--renames")),
        Run((NAME, "--cutoffs")),
        Run((NAME, "--cures")),
    ),
    "releases": (Run(("radarr.main", "no such title"), says="no such title", status=2),),
    "settings": (
        Run(("compare", "radarr.main", NAME)),
        Run(("drift",), says="All targets"),
        Run(("repair", NAME), says="can read every list"),
    ),
    "activity": (Run(),),
    "trailers": (
        Run(says="sonarr.main"),
        Run((NAME,), says=f"{LIDARR.title.plural} have no trailers", status=2),
    ),
    "trailers-doctor": (Run(says="sonarr.main", status=1),),
    "trailers-rename": (Run(("sonarr.main",), says="sonarr.main"),),
    "artwork": (Run(("scan", "--limit", "1"), says="sonarr.main"),),
    "players-check": (Run(says="kodi"),),
    "webhooks": (Run(("status",)),),
    "daemon": (Run(("--print-unit",), says="ExecStart"),),
    "schedules": (Run(says="Nothing runs by itself"),),
    "notify-test": (Run(says="No channel", status=3),),
    "rules": (Run(says="no rule"),),
}


@pytest.fixture(scope="module")
def five(estate_config: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site of five instances with a backup of each."""
    for made in site_of(estate_config, tmp_path_factory.mktemp("five")):
        ran = made.run("backup")
        assert ran.status == 0, ran.err
        assert "episodes/albums" in ran.out
        yield made


@pytest.mark.parametrize("task", tasks())
def test_every_task_ends_right_and_says_the_lidarr(task: str, five: Site) -> None:
    for run in RUNS.get(task, (PLAIN,)):
        ran = five.run(task, *run.arguments)
        assert ran.status == run.status, (run, ran.out, ran.err)
        assert run.says in ran.out + ran.err, (run, ran.out, ran.err)


def test_what_artists_lack_is_said(five: Site) -> None:
    for task, feature in (("trailers", Feature.TRAILERS), ("artwork", Feature.ARTWORK)):
        ran = five.run(*([task, "scan"] if task == "artwork" else [task]), NAME)
        assert ran.status == 2 and str(feature) in ran.err and NAME in ran.err
