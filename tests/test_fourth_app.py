"""A kind of app beside those that there are needs a descriptor, and no edit anywhere else.

What fails here asks for apps by name, or lists them, where the descriptor or a register should answer.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import ENV
from tests.fourth_app import TASKS, VIEWS

_OTHERS = re.compile(r"\b(?:movie|series|episode|artist|album|track)s?\b|\b(?:Radarr|Sonarr|Lidarr)\b")
"""Words of the apps that are not configured."""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what each task printed, with its exit status as the last line, and what each view showed."""
    command = [sys.executable, "-m", "tests.fourth_app", str(tmp_path_factory.mktemp("fourth"))]
    root = Path(__file__).parents[1]
    ran = subprocess.run(command, cwd=root, env=ENV, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    parts = ran.stdout.split("### ")[1:]
    return {name: text for name, _, text in (part.partition("\n") for part in parts)}


def test_every_task_does_its_work(shown: dict[str, str]) -> None:
    assert {" ".join(task): shown[" ".join(task)].splitlines()[-1] for task in TASKS} == {
        " ".join(task): "ended with 0" for task in TASKS
    }


def test_nothing_is_called_as_another_app_calls_it(shown: dict[str, str]) -> None:
    called = {name: _OTHERS.findall(text) for name, text in shown.items()}
    assert {name: words for name, words in called.items() if words} == {}


def test_titles_and_their_parts_are_listed_by_their_own_words(shown: dict[str, str]) -> None:
    headings = {name: shown[f"list {name}"].split("\n")[0].split() for name in ("scenes", "books")}
    assert headings == {
        "scenes": ["instance", "site", "season", "scene", "title", "aired", "quality", "score", "size"],
        "books": [
            *("instance", "author", "kind", "title", "released", "chapters", "files"),
            *("quality", "score", "size"),
        ],
    }
    assert "whisparr.main" in shown["list sites"] and "readarr.second" in shown["list authors"]


def test_a_pair_of_them_is_planned(shown: dict[str, str]) -> None:
    plan = shown["plan authors"]
    assert "+ [readarr.second]" in plan and "plan 1, readarr.main to readarr.second" in plan


def test_the_panes_show_them(shown: dict[str, str]) -> None:
    assert {"whisparr.main", "readarr.main", "readarr.second"} <= set(shown["pane 1"].split())
    assert "Scenes, books" in shown["pane 2"]
    assert VIEWS.keys() <= shown.keys()
    assert "All seasons" in shown["a site"] and "Scene " in shown["a site"]
    assert "All books" in shown["an author"] and "Others" in shown["an author"]
