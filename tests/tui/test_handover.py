"""Handing over in a real terminal: pager, editor and the owner's own programs, all of them fake."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from arrtui.core.config import load_config
from tests.environment import ENV
from tests.prefork import run
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


COMMANDS = """
[commands.split]
run = "{own} {{instance}}"
[commands.shell]
run = "{own} {{instance}} | cat"
shell = true
[commands.here]
run = "{here} {{instance}}"
terminal = true
[commands.long]
run = "{long} {{instance}}"
"""


def is_running(file: Path) -> bool:
    """Return whether a process whose id a file holds still runs."""
    return Path(f"/proc/{int(file.read_text())}").exists()


def until_gone(*files: Path) -> None:
    """Wait until processes are gone whose ids some files hold."""
    for _ in range(600):
        if not any(map(is_running, files)):
            return
        time.sleep(0.05)
    raise AssertionError("a process still runs")


def test_programs_run_on_the_row_in_a_window_or_in_the_terminal_and_can_be_stopped(
    live: Live, tmp_path: Path
) -> None:
    """One session: without a shell, with one, with the terminal; stopped by a key, and by quitting."""
    live.keep("radarr.main")
    child, leader = tmp_path / "child", tmp_path / "leader"
    own = program(tmp_path, "own", 'printf "got \\033[31m%s" "$1"')
    here = program(
        tmp_path, "here", 'test -t 0 && test -t 1 && echo HERE-IS-A-TERMINAL; read line; echo "$line"'
    )
    long = program(
        tmp_path,
        "long",
        f"sleep 900 & echo $! > {child}; echo $$ > {leader}; echo BUSY; wait; wait",
    )
    live.path.write_text(live.path.read_text() + COMMANDS.format(own=own, here=here, long=long))
    command = [sys.executable, "-m", "arrtui", "--config", str(live.path)]
    with watched_terminal(command, env=ENV | {KEY: "0" * 32}, columns=120, lines=30) as screen:
        screen.until(lambda text: "radarr.main" in text)
        for downs in (b"", b"j"):
            screen.send(b"C", "{instance}")
            screen.send(downs + b"\r", "got radarr.main", "esc close", gone="{instance}")
            screen.send(b"\x1b", gone="got radarr.main")
        screen.send(b"C", "{instance}")
        screen.send(b"jj\r", "HERE-IS-A-TERMINAL")
        screen.send(b"typed\n", "radarr.main", "Quit", gone="HERE-IS-A-TERMINAL")
        for stop in (b"c", b"\x1b"):
            screen.send(b"C", "{instance}")
            screen.send(b"jjj\r", "BUSY", "c or esc stops it")
            screen.send(stop, "was stopped", "esc close")
            until_gone(child, leader)
            screen.send(b"\x1b", gone="BUSY")
        long.write_text(long.read_text().replace("sleep", 'trap "" TERM; sleep'))
        screen.send(b"C", "{instance}")
        screen.send(b"jjj\r", "BUSY", "c or esc stops it")
        screen.terminal.type(b"\x11")
        assert screen.terminal.finish() == 0
    until_gone(child, leader)
    assert_no_key(tmp_path)


def test_the_editor_changes_an_entry_of_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    editor = program(tmp_path, "editor", 'sed -i "s/^monitored = true/monitored = false/" "$1"')
    command = [sys.executable, "-m", "arrtui", "--config", str(path)]
    with small_estate() as estate:
        path.write_text(estate.config_toml(database=tmp_path / "arrtui.db") + QUIET)
        path.chmod(0o600)
        for task in (["backup"], ["plan", "animation"]):
            run([*command, "--run", *task]).check_returncode()
        with watched_terminal(command, env=ENV | {"EDITOR": str(editor)}, columns=120, lines=30) as screen:
            screen.send(b"", "radarr.main")
            screen.send(b"3", "animation")
            screen.send(b"\r", "What it does")
            screen.send(b"E", "* edited")
            screen.terminal.type(b"\x11")
            assert screen.terminal.finish() == 0
    assert (tmp_path / "args").read_text().endswith("entry.toml\n")
    assert_no_key(tmp_path)


async def test_without_a_terminal_or_a_command_that_is_said(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.until(lambda: screen.estate.total_count == len(live.estate.apps))
        await screen.press("C")
        await screen.until(lambda: any("[commands.NAME]" in toast for toast in screen.toasts))
        await screen.press("vertical_line")
        await screen.until(lambda: any("no terminal" in toast for toast in screen.toasts))
