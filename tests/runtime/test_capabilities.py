"""The list of capabilities: everything in it can be imported, and an entry is all that a new one needs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from arrtui.cli.command import TaskCommand, TaskGroup
from arrtui.cli.main import run
from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.runtime import capabilities
from arrtui.runtime.services import Services
from arrtui.tui.kit.pane import Pane
from tests.runtime.toy import TOY, greeting

LAZY = (
    "textual",
    "httpx",
    "pydantic",
    "rich",
    "arrtui.features",
    "arrtui.clients",
    "arrtui.cli",
    "arrtui.tui",
)
"""What listing the capabilities must not import."""


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "arrtui.db"}"\n')
    file.chmod(0o600)
    return file


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capabilities, "CAPABILITIES", (*capabilities.CAPABILITIES, TOY))


@pytest.mark.parametrize(("name", "dotted"), capabilities.tasks().items())
def test_every_task_has_a_command_with_a_help_of_one_line(name: str, dotted: str) -> None:
    command = capabilities.load(dotted)
    assert isinstance(command, TaskCommand | TaskGroup)
    assert command.name == name
    assert command.get_short_help_str(200).endswith(".")


@pytest.mark.parametrize("entry", capabilities.panes(), ids=lambda entry: entry.id)
def test_every_pane_has_a_class(entry: capabilities.PaneEntry) -> None:
    assert issubclass(capabilities.load(entry.pane_class), Pane)


def test_nothing_is_listed_twice() -> None:
    listed = capabilities.CAPABILITIES
    for names in (
        [capability.name for capability in listed],
        [kind.name for kind in capabilities.job_kinds()],
        [kind.title for kind in capabilities.job_kinds()],
        [task for capability in listed for task in capability.tasks],
        [entry.id for entry in capabilities.panes()],
        [entry.digit for entry in capabilities.panes()],
    ):
        assert len(set(names)) == len(names)


def test_a_dotted_name_of_nothing_is_an_error() -> None:
    with pytest.raises(ImportError):
        capabilities.load("arrtui.cli.tasks.none:none")
    with pytest.raises(AttributeError):
        capabilities.load("arrtui.cli.tasks.check:none")


def test_listing_the_capabilities_imports_none_of_them() -> None:
    code = (
        "import sys, arrtui.runtime.capabilities as listed\n"
        "listed.job_kinds(), listed.tasks(), listed.panes()\n"
        f"print([name for name in sys.modules if name.startswith({LAZY!r})])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.usefixtures("toy")
async def test_a_new_capability_works_in_the_worker(config_file: Path) -> None:
    services = Services(load_config(config_file, env={}), kind="run", env={})
    try:
        job_id, _ = await services.jobs.enqueue(greeting("you"))
        (job,) = await services.engine.run_jobs([job_id])
        assert (job.state, job.max_attempts) == (JobState.COMPLETED, 2)
        assert job.result == {"text": "Hello you", "instances": 0}
        assert services.kinds.describe(job) == "Greeting of you"
        assert services.kinds.describe_result(job) == "Hello you"
    finally:
        services.database.close()


@pytest.mark.usefixtures("toy")
def test_a_new_capability_has_a_task(config_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "greet NAME" in capsys.readouterr().out
    assert run(["--run", "greet", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "--loud" in shown and "Say hello to somebody." in shown
    assert run(["--loud", "--run", "greet", "you", "--json", "--config", str(config_file)]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "task": "greet",
        "ok": True,
        "text": "HELLO YOU",
    }
