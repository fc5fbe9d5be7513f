"""Finding programs and packages, and telling whether they work."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from arrtui.media import tools


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ffprobe version 5.1.9-0+deb12u1 Copyright (c)", "5.1.9"),
        ("ffprobe version n7.1-2-g1c2 Copyright", "7.1"),
        ("deno 2.9.8 (stable, release, x86_64-unknown-linux-gnu)\nv8 14.0", "2.9.8"),
        ("v20.20.2\n", "20.20.2"),
        ("1.2.11\n", "1.2.11"),
        ("ffprobe version git-2020-08-31-4a11a6f", ""),
        ("", ""),
    ],
)
def test_the_version_is_found_in_the_first_line(text: str, expected: str) -> None:
    assert tools.version_in(text) == expected


@pytest.mark.parametrize("version", ["2026.10.26", "2026.10.26.233022"])
def test_a_version_that_is_a_date_tells_the_day(version: str) -> None:
    assert tools.released_at(version) == datetime(2026, 10, 26, tzinfo=UTC).timestamp()


@pytest.mark.parametrize("version", ["", "1.2.3", "2026.13.40", "2026.10"])
def test_a_version_that_is_no_date_tells_none(version: str) -> None:
    assert tools.released_at(version) is None


def test_a_package_pins_what_it_asks_for_exactly() -> None:
    assert tools.pinned_version("arrtui", "textual") == tools.package_version("textual")
    assert tools.pinned_version("arrtui", "httpx") == ""
    assert tools.pinned_version("no-such-package", "httpx") == ""
    assert tools.package_version("no-such-package") == ""
    assert tools.package_version("pytest") == pytest.__version__


def script(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of ``PATH``."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tools.sysconfig, "get_path", lambda name: str(tmp_path / "scripts"))
    return tmp_path


NODE = '[ "$1" = --version ] && echo v22.1.0 || echo {}'


@pytest.mark.skipif(sys.platform == "win32", reason="scripts as programs")
def test_a_runtime_must_be_new_enough_and_compute(programs: Path) -> None:
    assert tools.find_runtime() is None
    script(programs, "deno", "echo 'deno 2.2.9 (stable)'")
    assert tools.find_runtime() == tools.FoundProgram(
        "deno", str(programs / "deno"), "2.2.9", works=False, too_old=True
    )
    script(programs, "node", NODE.format("41"))
    script(programs, "bun", "exit 1")
    assert tools.find_runtime().name == "deno"  # type: ignore[union-attr]
    script(programs, "node", NODE.format("42"))
    assert tools.find_runtime() == tools.FoundProgram("node", str(programs / "node"), "22.1.0", works=True)
