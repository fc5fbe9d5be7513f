"""How a command line is read: the task anywhere in it, options before or after, near names for mistakes."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest

from arrtui.cli import dispatch
from arrtui.cli.headless import run_task
from arrtui.cli.main import run, split_task
from arrtui.cli.request import Request
from arrtui.cli.status import ExitStatus
from arrtui.core.config import Config, DatabaseConfig
from arrtui.core.errors import UsageError


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    performed: list[Request] = []

    def perform(request: Request) -> ExitStatus:
        performed.append(request)
        return ExitStatus.PARTLY

    monkeypatch.setattr(dispatch, "perform", perform)
    return performed


@pytest.mark.parametrize(
    ("line", "task", "rest"),
    [
        ("", None, ""),
        ("--demo", None, "--demo"),
        ("--run backup radarr.main", "backup", "radarr.main"),
        ("--json --run=backup --full", "backup", "--json --full"),
        ("radarr.main --run backup", "backup", "radarr.main"),
        ("--run check --run backup", "backup", ""),
        ("--run check -- --run x", "check", "-- --run x"),
        ("--demo --run --help", None, "--help"),
        ("--run -h", None, "-h"),
    ],
)
def test_the_task_may_stand_anywhere(line: str, task: str | None, rest: str) -> None:
    assert split_task(line.split()) == (task, rest.split())


@pytest.mark.parametrize(
    "line",
    [
        "--run backup radarr.4k --full --json --set ui.ascii=true --config file",
        "--config file --set ui.ascii=true --json --full --run backup radarr.4k",
        "radarr.4k --full --config=file --run=backup --json --set=ui.ascii=true",
    ],
)
def test_options_may_stand_before_or_after_the_task(line: str, requests: list[Request]) -> None:
    assert run(line.split()) == 1
    (request,) = requests
    assert request.task is not None
    assert (request.task.name, request.as_json, request.demo) == ("backup", True, False)
    assert (request.config_file, request.overrides) == ("file", {"ui.ascii": "true"})


def test_without_a_task_it_is_the_terminal_app(requests: list[Request]) -> None:
    assert run(["--demo", "--set", "ui.theme=light"]) == 1
    assert requests == [Request(demo=True, overrides={"ui.theme": "light"})]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("--run", "requires an argument"),
        ("--run bakcup", "Did you mean backup?"),
        ("--run nothing-like-it", "Tasks: check, backup, snapshots"),
        ("--run check --databse", "--database"),
        ("--run restore", "INSTANCE"),
        ("--run plans a b", "b"),
        ("--run sync movies --allow-removals", "goes with --apply"),
        ("--run scores --report pdf", "'csv', 'json', 'html'"),
        ("--run check --demo --config x", "leave --config out"),
        ("--set =x", "KEY=VALUE"),
        ("backup", "arrtui --run TASK"),
        ("--json", "--json"),
    ],
)
def test_a_mistake_is_refused_before_anything_is_done(line: str, hint: str, requests: list[Any]) -> None:
    with pytest.raises(click.UsageError) as raised:
        run(line.split())
    assert hint in raised.value.format_message() + str(getattr(raised.value, "possibilities", ""))
    assert requests == []


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_a_machine_without_free_files_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    def perform(request: Request) -> ExitStatus:
        raise OSError(number, "Too many open files")

    monkeypatch.setattr(dispatch, "_perform", perform)
    assert dispatch.perform(Request()) is ExitStatus.NOTHING
    assert "ulimit" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("--run artwork scan radar.main sonarr.main", ("radar.main", "sonarr.main")),
        ("--run diff radar.main latest~1 latest", ("radar.main",)),
        ("--run jobs", ()),
    ],
)
def test_the_demo_refuses_a_mistyped_instance_before_it_backs_up(
    line: str, named: tuple[str, ...], requests: list[Request], tmp_path: Path
) -> None:
    run(line.split())
    (request,) = requests
    assert request.task is not None and request.task.needs_backup
    assert request.task.instances == named
    config = Config(database=DatabaseConfig(url=f"sqlite:///{tmp_path / 'arrtui.db'}"))
    if named:
        with pytest.raises(UsageError, match=r"radar\.main"):
            run_task(request.task, config, replace(request, demo=True))
