"""A fault of arrtui itself: exit status 1, a sentence that says where the details are, and no key."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Site
from tests.environment import ENV
from tests.terminals import terminal

TYPED = "0123456789abcdef0123456789abcdef"
FAULT = """\
def fail(*_args, **_options):
    config = arrtui_config()
    key = config.instances[0].api_key.get_secret_value()
    raise RuntimeError(f"it broke with {key} and %s")

def arrtui_config():
    from arrtui.core.config import load_config
    return load_config(%r, env={})

import sys
""".replace("%s", TYPED)
TASK = "from arrtui.runtime.estate import EstateServices; EstateServices.check = fail\n"
SCREEN = "from arrtui.tui.kit.dialogs import help; help.show_help = fail\n"


def command(site: Site, patch: str, *args: str) -> list[str]:
    """Return the command line of an arrtui in which a function fails."""
    start = f"sys.argv = ['arrtui', '--config', {str(site.config)!r}, *{list(args)!r}]\n"
    main = "from arrtui.cli.main import main; main()"
    return [sys.executable, "-c", FAULT.replace("%r", repr(str(site.config))) + patch + start + main]


def check_details(site: Site, told: str, state: Path) -> None:
    """Prove that the details are where the sentence says, without a key in them or in the sentence."""
    (file,) = state.rglob("crash-*.txt")
    assert str(file) in told
    assert file.stat().st_mode & 0o077 == 0
    details = file.read_text()
    assert "RuntimeError" in details
    assert "in fail" in details
    for secret in (TYPED, *site.keys.values()):
        assert secret not in told + details


def env_of(folder: Path) -> dict[str, str]:
    return ENV | {"HOME": str(folder), "XDG_STATE_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}


@pytest.mark.parametrize("as_json", [False, True])
def test_a_task_that_fails_unforeseen(site: Site, tmp_path: Path, as_json: bool) -> None:
    args = ["--run", "check", *(["--json"] if as_json else [])]
    state = tmp_path / "state"
    state.mkdir()
    done = subprocess.run(
        command(site, TASK, *args), capture_output=True, text=True, timeout=60, env=env_of(state)
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    if as_json:
        result = json.loads(done.stdout.splitlines()[-1])
        assert (result["task"], result["ok"]) == ("check", False)
    check_details(site, done.stdout + done.stderr, state)


def test_an_app_that_fails_unforeseen(site: Site, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    with terminal(command(site, SCREEN), env=env_of(state), columns=120) as screen:
        screen.read_until(b"radarr.main")
        screen.type(b"?")
        assert screen.finish() == 1
    check_details(site, screen.text.replace("\n", ""), state)


def test_details_that_cannot_be_written_are_shown(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = subprocess.run(
        command(site, TASK, "--run", "check"),
        capture_output=True,
        text=True,
        timeout=60,
        env=env_of(tmp_path / "file"),
    )
    assert done.returncode == 1
    assert "in fail" in done.stderr
    assert not [secret for secret in (TYPED, *site.keys.values()) if secret in done.stderr]
