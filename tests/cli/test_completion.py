"""Completion of command lines, as the shells ask for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from arrtui.cli.command import TaskGroup
from arrtui.cli.completion import SHELLS, ConfiguredName
from arrtui.runtime.capabilities import lists, load, tasks
from tests import prefork
from tests.environment import ENV

CONFIG = """\
[radarr.main]
url = "http://127.0.0.1:9"
api_key = "0123456789abcdef0123456789abcdef"
[radarr.4k]
url = "http://127.0.0.1:9"
api_key = "0123456789abcdef0123456789abcdef"
[sync.movies]
source = "radarr.main"
target = "radarr.4k"
"""


def ask(words: str, config: Path | None = None) -> list[str]:
    """Return what bash is offered for the last of some words."""
    args = f"arrtui {words}".split(" ")
    asked = {
        "_ARRTUI_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(args),
        "COMP_CWORD": str(len(args) - 1),
    }
    env = ENV | asked | ({"ARRTUI_CONFIG": str(config)} if config else {})
    done = prefork.run(prefork.COMMAND, env=env)
    assert done.returncode == 0
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(CONFIG)
    file.chmod(0o600)
    return file


def test_tasks_kinds_and_options_are_offered() -> None:
    assert ask("--run ") == list(tasks())
    assert ask("--run ba") == ["backup"]
    assert ask("--run list ") == list(lists())
    assert "--full" in ask("--run backup --f")
    assert "--demo" in ask("--d")
    assert ask("--run settings com") == ["compare"]
    assert "--kind" in ask("--run settings compare --k")
    assert ask("--run nothing ") == []


def test_instances_and_pairs_are_those_of_the_configuration(config: Path) -> None:
    assert ask("--run backup ", config) == ["radarr.main", "radarr.4k"]
    assert ask("--run backup radarr.main radarr.4", config) == ["radarr.4k"]
    assert ask("--run plan m", config) == ["movies"]
    assert ask(f"--config {config} --run check radarr.m") == ["radarr.main"]


@pytest.mark.parametrize(("task", "dotted"), tasks().items())
def test_every_argument_is_in_the_help_and_a_name_in_it_is_completed(task: str, dotted: str) -> None:
    command = load(dotted)
    actions = (
        map(command.choose, ([word] for word in command.list_commands(click.Context(command))))
        if (isinstance(command, TaskGroup))
        else ()
    )
    for param in (*command.params, *(param for action, _ in actions for param in action.params)):
        if isinstance(param, click.Argument):
            assert param.metavar, f"{task}: {param.name}"
            if "INSTANCE" in param.metavar or "PAIR" in param.metavar:
                assert isinstance(param.type, ConfiguredName), f"{task}: {param.name}"


def test_a_broken_configuration_offers_nothing_and_says_nothing(config: Path) -> None:
    config.write_text("not toml")
    assert ask("--run backup ", config) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_takes_its_script(shell: str, tmp_path: Path) -> None:
    script = prefork.run([*prefork.COMMAND, "--completion", shell]).stdout
    assert "_ARRTUI_COMPLETE" in script
    if program := shutil.which(shell):
        file = tmp_path / "script"
        file.write_text(script)
        assert subprocess.run([program, "-n", str(file)], timeout=60).returncode == 0


@pytest.mark.skipif(not shutil.which("bash"), reason="bash completes only where it is")
def test_bash_completes_a_task(tmp_path: Path) -> None:
    program = tmp_path / "arrtui"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m arrtui "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(arrtui --completion bash)"; COMP_WORDS=(arrtui --run sna); COMP_CWORD=2; '
        '_arrtui_completion arrtui sna --run; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    env = ENV | {"PATH": f"{tmp_path}:{ENV['PATH']}"}
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=env, timeout=60)
    assert done.stdout.split() == ["snapshots"]
