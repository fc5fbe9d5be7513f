"""Handing over in a real terminal: pager, editor and the owner's own programs, all of them fake."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from tests.environment import ENV
from tests.terminals import WatchedTerminal, watched_terminal
from tests.tui.estates import small_estate
from tests.tui.live import QUIET, Live, opened

KEY = "ARRTUI_RADARR__MAIN__API_KEY"


def program(folder: Path, name: str, script: str) -> Path:
    """Return a program that notes its environment and arguments, then does what a script says."""
    file = folder / name
    note = f'env > "{folder}/env"; printf "%s\\n" "$@" > "{folder}/args"\n'
    file.write_text(f"#!/bin/sh\n{note}{script}\n")
    file.chmod(0o755)
    return file


def start(live: Live, tmp_path: Path, **variables: str):  # type: ignore[no-untyped-def]
    """Run the app in a terminal, with an API key in its environment."""
    live.keep("radarr.main")
    key = load_config(live.path, env={}).instances[0].api_key.get_secret_value()
    command = [sys.executable, "-m", "arrtui", "--config", str(live.path)]
    return watched_terminal(command, env=ENV | {KEY: key} | variables, columns=120, lines=30)


def quit_app(screen: WatchedTerminal) -> None:
    """Quit the app, which must be on screen again."""
    screen.send(b"?", "─ Keys", "Back up")
    screen.send(b"\x1b", "radarr.main", gone="─ Keys")
    screen.terminal.type(b"q")
    assert screen.terminal.finish() == 0


def assert_no_key(folder: Path) -> None:
    """Check that a program was given no API key."""
    handed = (folder / "env").read_text() + (folder / "args").read_text()
    assert "ARRTUI_" not in handed
    assert "PATH=" in handed


def test_the_rows_shown_go_to_the_pager(live: Live, tmp_path: Path) -> None:
    pager = program(tmp_path, "pager", f'cat > "{tmp_path}/rows"; echo PAGER-IS-READY; read line < /dev/tty')
    with start(live, tmp_path, PAGER=f"{pager} --chop") as screen:
        screen.send(b"", "radarr.main")
        screen.send(b"|", "PAGER-IS-READY")
        screen.terminal.type(b"\n")
        quit_app(screen)
    heading, row = (tmp_path / "rows").read_text().splitlines()
    assert "Instance" in heading and "radarr.main" in row
    assert (tmp_path / "args").read_text() == "--chop\n"
    assert_no_key(tmp_path)


def test_ctrl_c_in_the_pager_is_the_pagers(live: Live, tmp_path: Path) -> None:
    wait = "read line < /dev/tty"
    script = f"cat > /dev/null; trap 'echo INTERRUPTED' INT; echo PAGER-IS-READY; {wait}; {wait}"
    with start(live, tmp_path, PAGER=str(program(tmp_path, "pager", script))) as screen:
        screen.send(b"", "radarr.main")
        screen.send(b"|", "PAGER-IS-READY")
        screen.send(b"\x03", "INTERRUPTED")
        screen.terminal.type(b"\n\n")
        quit_app(screen)


def test_the_editor_changes_the_configuration(live: Live, tmp_path: Path) -> None:
    script = 'printf "\\n[scores]\\nignore_days = 7\\n" >> "$1"'
    with start(live, tmp_path, EDITOR=str(program(tmp_path, "editor", script))) as screen:
        screen.send(b"", "radarr.main")
        screen.send(b"E", "read again")
        quit_app(screen)
    assert load_config(live.path, env={}).scores.ignore_days == 7
    assert (tmp_path / "args").read_text() == f"{live.path}\n"
    assert_no_key(tmp_path)


def test_a_configuration_that_is_wrong_after_editing_is_told(live: Live, tmp_path: Path) -> None:
    script = 'printf "\\n[scores]\\nignore_days = -7\\n" >> "$1"'
    with start(live, tmp_path, EDITOR=str(program(tmp_path, "editor", script))) as screen:
        screen.send(b"", "radarr.main")
        screen.send(b"E", "ignore_days")
        screen.terminal.type(b"\x1b")
        quit_app(screen)


@pytest.mark.parametrize("shell", ["false", "true"])
def test_a_program_runs_on_the_row_and_its_output_is_shown(live: Live, tmp_path: Path, shell: str) -> None:
    own = program(tmp_path, "own", 'printf "got \\033[31m%s" "$1"')
    with start(live, tmp_path) as screen:
        screen.send(b"", "radarr.main")
        quit_app(screen)
    text = live.path.read_text()
    live.path.write_text(f'{text}\n[commands.own]\nrun = "{own} {{instance}}"\nshell = {shell}\n')
    command = [sys.executable, "-m", "arrtui", "--config", str(live.path)]
    with watched_terminal(command, env=ENV | {KEY: "0" * 32}, columns=120, lines=30) as screen:
        screen.send(b"", "radarr.main")
        screen.send(b"C", "{instance}")
        screen.send(b"\r", "got radarr.main")
        screen.terminal.type(b"\x11")
        assert screen.terminal.finish() == 0
    assert_no_key(tmp_path)


def test_the_editor_changes_an_entry_of_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    editor = program(tmp_path, "editor", 'sed -i "s/^monitored = true/monitored = false/" "$1"; echo EDITED')
    command = [sys.executable, "-m", "arrtui", "--config", str(path)]
    with small_estate() as estate:
        path.write_text(estate.config_toml(database=tmp_path / "arrtui.db") + QUIET)
        path.chmod(0o600)
        for task in (["backup"], ["plan", "animation"]):
            subprocess.run([*command, "--run", *task], check=True, capture_output=True, env=ENV)
        with watched_terminal(command, env=ENV | {"EDITOR": str(editor)}, columns=120, lines=30) as screen:
            screen.send(b"", "radarr.main")
            screen.send(b"3", "animation")
            screen.send(b"\r", "What it does")
            screen.send(b"E", "EDITED")
            screen.send(b"", "edited")
            screen.terminal.type(b"\x11")
            assert screen.terminal.finish() == 0
    assert (tmp_path / "args").read_text().endswith("entry.toml\n")
    assert_no_key(tmp_path)


async def test_without_a_terminal_or_a_command_that_is_said(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.until(lambda: screen.estate.total_count == 4)
        await screen.press("C")
        await screen.until(lambda: any("[commands.NAME]" in toast for toast in screen.toasts))
        await screen.press("vertical_line")
        await screen.until(lambda: any("no terminal" in toast for toast in screen.toasts))
