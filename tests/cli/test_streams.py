"""Where the output of ``--run`` cannot go: a full disk, an encoding, a closed stream, a lost reader."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Site, site_of
from tests.environment import ENV
from tests.terminals import terminal

TITLE = "Réalité\u009b31m \u202eevil\u2028\x7f é ﷽ 映画"
"""With what a terminal obeys or hides, and letters that it shows."""
HIDDEN = "\u009b\u202e\u2028\x7f"


def shell(site: Site, script: str, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a script in which ``run`` is the command line of a task."""
    command = " ".join(map(repr, site.command("--run", *args)))
    return subprocess.run(
        ["bash", "-c", script.replace("run", command, 1)],
        capture_output=True,
        encoding="latin-1",
        timeout=120,
        env=ENV | env,
    )


@pytest.fixture(scope="module")
def site(estate_config: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with a backup in which a title has characters of every kind."""
    for made in site_of(estate_config, tmp_path_factory.mktemp("site")):
        assert made.run("backup", "radarr.4k").status == 0
        with sqlite3.connect(made.config.with_name("arrtui.db")) as database:
            first = "rowid = (SELECT min(rowid) FROM item)"
            database.execute(f"UPDATE item SET doc = json_set(doc, '$.title', ?) WHERE {first}", [TITLE])
        yield made


@pytest.mark.parametrize("args", [["check"], ["check", "--json"], ["export", "radarr.4k", "-"], ["nonsense"]])
@pytest.mark.parametrize("redirection", [">&-", ">&- 2>&-", "2>&-"])
def test_a_closed_stream_is_told_where_it_can_be(site: Site, args: list[str], redirection: str) -> None:
    ran = shell(site, f"run {redirection}", *args)
    lost = args != ["nonsense"] and redirection != "2>&-"
    expected = {"check": 1, "export": 3, "nonsense": 2}[args[0]] if lost or args == ["nonsense"] else 0
    assert ran.returncode == expected
    if redirection == ">&-":
        assert len(ran.stderr.splitlines()) >= 1
    assert "Traceback" not in ran.stderr
    assert site.run("jobs").status == 0


@pytest.mark.parametrize(
    ("args", "status"),
    [(["snapshots"], 1), (["snapshots", "--json"], 1), (["export", "radarr.4k", "-"], 3), (["--help"], 1)],
)
def test_a_full_disk_below_the_output_is_told(
    site: Site, tmp_path: Path, args: list[str], status: int
) -> None:
    out = tmp_path / "out"
    out.write_bytes(b"x" * 40_960)
    # No file may grow beyond that; nothing else is written by these tasks.
    ran = shell(site, f"trap '' XFSZ; ulimit -f 40; run >> {out}", *args)
    assert out.stat().st_size == 40_960
    assert ran.returncode == status
    assert ran.stderr.startswith("error: ")
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_an_encoding_that_lacks_a_letter_shows_an_escape(site: Site, encoding: str) -> None:
    ran = shell(site, "run", "diff", "radarr.4k", "latest", "latest", "--json", PYTHONIOENCODING=encoding)
    assert ran.returncode == 0
    code = f"from arrtui.cli.output import JsonOutput, PlainOutput; t = {TITLE!r}\n"
    code += "JsonOutput().note(t); PlainOutput().line(t)"
    script = f"from arrtui.cli.streams import prepare_streams; prepare_streams()\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, env=ENV | {"PYTHONIOENCODING": encoding}
    )
    as_json, plain = done.stdout.decode(encoding).splitlines()
    assert json.loads(as_json)["text"] == TITLE
    assert r"\u6620\u753b" in plain


@pytest.mark.parametrize("script", ["run | head -n 1", "run | true", "run 2>&1 | true"])
@pytest.mark.parametrize("args", [["export", "radarr.4k", "-"], ["snapshots", "--json"], ["check", "--json"]])
def test_a_reader_that_goes_away_ends_it_quietly(site: Site, script: str, args: list[str]) -> None:
    ran = shell(site, f"{script}; echo ${{PIPESTATUS[0]}} >&2", *args)
    *messages, status = ran.stderr.splitlines()
    # The one line that is all of the output may be written before its reader has gone.
    assert status == "141" or (status == "0" and "--json" in args and "head" in script)
    assert not [line for line in messages if "rror" in line or "Traceback" in line]


def test_nothing_in_json_is_obeyed_by_a_terminal(site: Site) -> None:
    code = f"from arrtui.cli.output import JsonOutput; JsonOutput().note({TITLE!r})"
    with terminal([sys.executable, "-c", code], env=ENV) as screen:
        assert screen.finish() == 0
    shown = screen.seen.decode()
    assert not set(HIDDEN) & set(shown)
    assert "映画" in shown
    assert json.loads(shown)["text"] == TITLE


@pytest.mark.parametrize("file", ["-", "/dev/stdout"])
def test_an_export_to_a_terminal_is_escaped_and_means_the_same(site: Site, file: str) -> None:
    command = site.command("--run", "export", "radarr.4k", file)
    with terminal(command, env=ENV, columns=4_000) as screen:
        assert screen.finish() == 0
    shown = screen.seen.decode()
    assert not set(HIDDEN) & set(shown)
    piped = site.run("export", "radarr.4k", "-").out
    assert TITLE in piped
    lines = [json.loads(line) for line in shown.splitlines() if line.startswith("{") and '"record"' in line]
    assert lines == [json.loads(line) for line in piped.split("\n")[1:-1]]


@pytest.mark.parametrize("args", [["--run", "check"], []])
def test_a_configuration_that_is_not_there_is_told_and_not_made(tmp_path: Path, args: list[str]) -> None:
    missing = tmp_path / "nowhere" / "config.toml"
    env = ENV | {"HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "data")}
    command = [sys.executable, "-m", "arrtui", "--config", str(missing), *args]
    with terminal(command, env=env) as screen:
        assert screen.finish() == 2
    assert str(missing) in screen.text.replace("\n", "")
    assert list(tmp_path.iterdir()) == []
