"""The unit and the Containerfile: what they say is what the command takes."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from arrtui.cli.daemon.deploy import containerfile_text, unit_text
from arrtui.cli.main import split_task, task_command
from arrtui.core.config import load_config


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("folder", ["plain", "with a 100% $pace", 'of "quotes" and \\ more'])
def test_systemd_accepts_the_unit(tmp_path: Path, folder: str) -> None:
    config = tmp_path / folder / "config.toml"
    unit = tmp_path / "arrtui.service"
    unit.write_text(unit_text(str(config), ["--log-format", "json"]))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_starts_this_program_with_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/opt/arrtui/bin/arrtui"])
    (start,) = re.findall("^ExecStart=(.*)$", unit_text(None, ["--log-format", "json"]), re.MULTILINE)
    assert shlex.split(start) == ["/opt/arrtui/bin/arrtui", "--run", "daemon", "--log-format", "json"]
    words = ["--print-unit", "--set", "ui.ascii=true", "--read-only"]
    printed = CliRunner().invoke(task_command("daemon"), words, env={"ARRTUI_CONFIG": "/etc/arrtui.toml"})
    assert "--run daemon --config /etc/arrtui.toml --set=ui.ascii=true --read-only\n" in printed.stdout
    odd = unit_text('/a "b" \\ c', ["--set=schedule.sync movies=@daily"])
    (start,) = re.findall("^ExecStart=(.*)$", odd, re.MULTILINE)
    assert shlex.split(start)[3:] == [*("--config", '/a "b" \\ c'), "--set=schedule.sync movies=@daily"]
    assert "Type=notify" in unit_text(None, []) and "WatchdogSec=" in unit_text(None, [])


def test_the_container_names_variables_and_a_command_that_arrtui_takes(tmp_path: Path) -> None:
    text = containerfile_text()
    (variables,) = re.findall("^ENV (.*)$", text, re.MULTILINE)
    env = dict(word.split("=", 1) for word in variables.split())
    config = load_config(Path(env.pop("ARRTUI_CONFIG")), env=env)
    assert config.database.url == "sqlite:////data/arrtui.db"
    (command,) = re.findall(r"^CMD \[(.*)\]$", text, re.MULTILINE)
    words = [word.strip(' "') for word in command.split(",")]
    (check,) = re.findall(r"^HEALTHCHECK .* CMD \[(.*)\]$", text, re.MULTILINE)
    task, rest = split_task([word.strip(' "') for word in check.split(",")][1:])
    assert task == "daemon" and task_command(task).read_words(rest)["alive"]
    task, rest = split_task(words)
    assert task == "daemon" and task_command(task).read_words(rest)["log_format"] == "json"
