"""Every example of the README as a reader would try it: at a terminal, or read by what it is for."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from arrtui.cli.status import ExitStatus
from arrtui.core.config import load_config
from arrtui.runtime.capabilities import tasks
from arrtui.tui.keys import collect_bindings
from tests import prefork
from tests.cli.conftest import Site, running_estate, site_of
from tests.cli.test_terminal import PAIR
from tests.environment import ENV
from tests.features.guides.layouts import write_checkout
from tests.terminals import terminal

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HEADLESS = README.partition("## Without a terminal\n")[2].partition("\n## ")[0]


def blocks(language: str, text: str = README) -> list[str]:
    """Return the fenced examples of a language, "" for those that name none."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [example for name, example in fenced if name == language]


def code(text: str) -> list[str]:
    """Return what stands in backticks outside of fences."""
    plain = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [" ".join(part.split()) for part in re.findall(r"`([^`]+)`", plain)]


USAGES = [
    re.split(r"\s{2,}|(?<=WHEN) ", line)[0].removeprefix("arrtui --run ")
    for line in blocks("", HEADLESS)[0].splitlines()
    if line.startswith("arrtui --run ")
]
ARGUMENTS = {usage.split()[0]: usage.partition(" ")[2] for usage in reversed(USAGES)}
OPTIONS = [
    part if re.search(r"\b[A-Z]", part) else f"{part} {ARGUMENTS[part.split()[0]]}"
    for part in code(HEADLESS)
    if part.split()[0] in tasks() and len(part.split()) > 1
]
"""What the text below the list says, e.g. ``backup --full``."""
MOVIE = "The Heist of Havana"
"""One that the main Radarr of such an estate has."""
MOMENTS = ["latest", "latest~1", "2026-11-01", "2026-11-01T18:30"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with two backups over an estate that only these tests write to."""
    folder = tmp_path_factory.mktemp("readme")
    with running_estate(folder / "estate.toml", "--without-files") as estate:
        for made in site_of(estate, tmp_path_factory.mktemp("site")):
            alike = {"source": "radarr.main", "targets": ["radarr.4k"], "kinds": ["tag"]}
            guide = {"layout": "trash", "path": str(write_checkout(folder / "guide"))}
            made.change(sync={"movies": PAIR}, settings={"alike": alike}, guides={"mine": guide})
            assert [made.run("backup").status for _ in range(2)] == [0, 0]
            yield made


@pytest.fixture(scope="module")
def plan(site: Site) -> str:
    """Return the number of a plan that was applied."""
    return str(site.run("sync", "movies", "--apply", "--json").result["plan"])


def words_of(usage: str, plan: str, folder: Path) -> list[str]:
    """Return a usage with something of this site in place of what stands for it."""
    values = {
        "INSTANCE": "radarr.main",
        "A": "latest~1",
        "B": "latest",
        "FILE": str(folder / "snapshot.jsonl.gz"),
        "PAIR": "movies",
        "TITLE": MOVIE,
        "KIND": "titles",
        "NAME": "movies",
        "FILTER": "year>1900",
        "PLAN": plan,
        "WHEN": "latest",
        "ID": "1",
        "DIR": str(folder),
    }
    if usage.startswith("settings"):
        values |= {
            "A": "radarr.main",
            "B": "radarr.4k",
            "NAME": "*",
            "SYNC": "alike",
            "GUIDE": "mine",
        }  # elsewhere they are snapshots
    bare = usage.replace("[", "").replace("]", "").replace("…", "")
    return [values[word] if word.isupper() else word for word in bare.split()]


STATUSES = {"trailers-doctor": 1, "notify-test": 3, "players-check": 3}
"""Exit statuses of tasks that find something wrong: there are no folders, no channel and no player."""


def run_at_terminal(site: Site, words: list[str]) -> str:
    with terminal(site.command("--run", *words), env=ENV) as screen:
        assert screen.finish() == STATUSES.get(words[0], 0), screen.text
    assert "Traceback" not in screen.text
    return screen.text


def test_every_task_is_in_the_list() -> None:
    assert {usage.split()[0] for usage in USAGES} == set(tasks())


@pytest.mark.parametrize("usage", [*USAGES, *OPTIONS])
def test_every_usage_runs_at_a_terminal(usage: str, site: Site, plan: str, tmp_path: Path) -> None:
    assert run_at_terminal(site, words_of(usage, plan, tmp_path)).strip()


@pytest.mark.parametrize("line", [part for part in code(HEADLESS) if part.startswith("arrtui --run ")])
def test_every_command_in_the_text_runs_as_it_stands(line: str, site: Site) -> None:
    ran = site.run(*shlex.split(line)[2:])
    assert (ran.status, ran.err) in [(0, ""), (0, "Nothing matches.\n")]


def test_options_named_with_their_task_are_options_of_it() -> None:
    lines = blocks("", HEADLESS)[0]
    options: dict[tuple[str, ...], set[str]] = {}
    asked: tuple[str, ...] = ()
    for line in lines.splitlines():
        if line.startswith("arrtui --run "):
            task, *words = line.split()[2:]
            asked = (task, *[word for word in words[:1] if word.isalpha() and word.islower()])
        if named := re.findall(r"(?<!\S)--(?!run)[a-z-]+", line):
            options.setdefault(asked, set()).update(named)
    for words_of_task, named_options in options.items():
        known = prefork.run([*prefork.COMMAND, "--run", *words_of_task, "--help"]).stdout
        assert [option for option in sorted(named_options) if option not in known] == [], words_of_task


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_way_to_name_a_snapshot_is_understood(moment: str, site: Site) -> None:
    assert moment in HEADLESS
    later = moment.replace("2026", "2099")  # when there is a snapshot at or before it
    assert site.run("diff", "radarr.main", later, "latest").status == 0


def test_the_results_have_the_members_that_are_shown(site: Site) -> None:
    for line in blocks("json", HEADLESS)[0].splitlines():
        shown = json.loads(line)
        args = {"backup": ["radarr.main"], "plan": ["movies"]}[shown["task"]]
        result = site.run(shown["task"], *args, "--json").result
        assert list(shown) == list(result)
        for one, other in zip(shown.get("instances", []), result.get("instances", []), strict=True):
            assert list(one) == list(other)


def test_the_exit_statuses_are_all_there() -> None:
    rows = re.findall(r"^\| (\d+) \|", HEADLESS, re.MULTILINE)
    assert [int(row) for row in rows] == [int(status) for status in ExitStatus]


def test_the_line_for_cron_says_nothing_when_all_is_well(site: Site, tmp_path: Path) -> None:
    (line,) = [line for block in blocks("", HEADLESS)[1:] for line in block.splitlines()]
    minute, hour, *_, command = line.split(maxsplit=5)
    assert (minute, hour) == ("30", "3")
    ours = " ".join(map(shlex.quote, site.command()))
    script = command.replace("/home/me/.venv/bin/arrtui", ours)
    assert script != command
    done = subprocess.run(
        ["sh", "-c", script], capture_output=True, text=True, timeout=120, env=ENV | {"HOME": str(tmp_path)}
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    site.fault("radarr.main", what="401")
    done = subprocess.run(
        ["sh", "-c", script], capture_output=True, text=True, timeout=120, env=ENV | {"HOME": str(tmp_path)}
    )
    site.fault("radarr.main")
    assert "radarr.main" in done.stdout


def test_the_units_of_systemd_start_a_backup(site: Site) -> None:
    service, timer = (configparser.ConfigParser(interpolation=None) for _ in range(2))
    for parser, text in zip((service, timer), blocks("ini"), strict=True):
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(text)
    assert set(timer["Timer"]) == {"OnCalendar", "Persistent"}
    program, *args = shlex.split(service["Service"]["ExecStart"])
    assert program == "%h/.venv/bin/arrtui"
    assert prefork.run([*site.command(), *args]).returncode == 0


def test_the_configurations_are_read_together(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("0" * 32)
    key.chmod(0o600)
    tables = blocks("toml")
    path = tmp_path / "config.toml"
    text = "".join(tables).replace("/run/secrets/radarr4k", str(key)).replace("…", "1" * 32)
    path.write_text(text)
    path.chmod(0o600)
    config = load_config(path, env={}, bindings=collect_bindings)
    assert [instance.name for instance in config.instances] == ["radarr.main", "radarr.4k", "sonarr.main"]
    assert [pair.name for pair in config.sync] == ["movies-4k"]
    assert [view.name for view in config.views] == ["to-upgrade"]
    assert [command.name for command in config.commands] == ["play", "grep"]
    assert config.warnings == ()


@pytest.mark.parametrize("setting", [part for part in code(README) if re.match(r"\[[a-z]+\] \w+ = ", part)])
def test_settings_in_the_text_are_settings(setting: str, tmp_path: Path) -> None:
    table, _, option = setting.partition(" ")
    path = tmp_path / "config.toml"
    path.write_text(f"{table}\n{option}\n")
    tree = tomllib.loads(path.read_text())
    config = load_config(path, env={})
    for section, options in tree.items():
        for name, value in options.items():
            assert getattr(getattr(config, section), name) == value


def test_the_first_steps_of_artwork_can_be_taken(site: Site) -> None:
    lines = "".join(blocks("console")).splitlines()
    assert len(lines) == 5
    assert [site.run(*shlex.split(line, comments=True)[2:]).status for line in lines] == [0] * 5


def test_an_option_of_the_command_line_is_taken(site: Site) -> None:
    (option,) = [part for part in code(README) if part.startswith("--set ")]
    command = [*site.command(*option.split()), "--run", "check", "radarr.main"]
    assert prefork.run(command).returncode == 0


def test_the_first_command_shows_the_simulated_estate(tmp_path: Path) -> None:
    first, _ = blocks("sh")
    program, *args = shlex.split(first.strip().rpartition("&& ")[2])
    assert program == ".venv/bin/arrtui"
    with terminal([sys.executable, "-m", "arrtui", *args], env=ENV | {"TMPDIR": str(tmp_path)}) as screen:
        screen.read_until(b"radarr.main")
        screen.type(b"q")
        assert screen.finish() == 0
    assert list(tmp_path.iterdir()) == []


def test_the_commands_of_developers_name_what_is_there() -> None:
    commands = re.findall(r"^\| `(\.[^`]+)` \|", README, re.MULTILINE)
    assert len(commands) > 5
    for command in commands:
        program, *args = shlex.split(command)
        if "-m" in args and program.endswith("python"):
            assert find_spec(args[args.index("-m") + 1]), command
        for path in [program, *args]:
            if "/" in path and not path.startswith(".venv/"):
                assert (ROOT / path).exists(), command
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(re.findall(r"\[(\w+)\]'", " ".join(blocks("sh")))) <= set(extras)


def test_the_command_that_makes_the_estate_fail_is_understood(site: Site) -> None:
    (command,) = [part for part in code(README) if part.startswith("curl ")]
    program, *args = shlex.split(
        command.replace("URL", site.urls["radarr.4k"]).replace("KEY", site.keys["radarr.4k"])
    )
    assert (program, args[0], args[2]) == ("curl", "--json", "-H")
    header, _, value = args[3].partition(": ")
    answer = httpx.post(args[4], content=args[1], headers={"Content-Type": "application/json", header: value})
    assert answer.is_success
    assert site.run("backup", "radarr.4k").status == 3
    site.fault("radarr.4k")
