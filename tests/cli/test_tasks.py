"""The tasks of ``--run``, as processes: what they print, how they exit, what they leave behind."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from arrtui.runtime.capabilities import tasks
from tests import prefork
from tests.cli.conftest import Site
from tests.environment import ENV

ALL = ["radarr.main", "radarr.4k", "sonarr.main", "sonarr.anime", "lidarr.main"]


def test_a_backup_and_a_second_one_with_nothing_changed(site):
    first = site.run("backup", "--json")
    assert first.status == 0
    assert (first.result["task"], first.result["ok"]) == ("backup", True)
    assert [one["instance"] for one in first.result["instances"]] == ALL
    for one in first.result["instances"]:
        assert one["items"] and one["files"] and one["history"] and one["requests"]
        assert (one["ok"], one["error"], one["added"], one["changed"], one["removed"]) == (
            True,
            None,
            0,
            0,
            0,
        )
    again = site.run("backup", "--json")
    if any(one["changed"] for one in again.result["instances"]):  # the estate changes one score, 90 s old
        again = site.run("backup", "--json")
    for one in again.result["instances"]:
        assert (one["added"], one["changed"], one["removed"]) == (0, 0, 0)
        assert one["requests"] <= 22  # one is for the queue: a grab has not ended


def test_one_named_instance(site):
    ran = site.run("backup", "sonarr.anime", "--json")
    assert [one["instance"] for one in ran.result["instances"]] == ["sonarr.anime"]


def test_in_a_pipe_there_are_plain_lines(site):
    site.fault("radarr.4k", latency=0.25)  # each step lasts long enough to be told
    ran = site.run("backup", "radarr.4k")
    assert ran.status == 0
    assert "\x1b" not in ran.out + ran.err
    heading, row = ran.out.splitlines()
    assert heading.split()[:3] == ["instance", "result", "titles"]
    assert row.split()[:2] == ["radarr.4k", "ok"]
    assert "radarr.4k: listing movies" in ran.err


def test_a_wrong_key_on_one_instance_is_partly_done(site):
    site.change(radarr={"main": {"api_key": "f" * 32}})
    ran = site.run("backup", "--json")
    assert ran.status == 1
    failed = ran.instance("radarr.main")
    assert (failed["ok"], failed["error_code"]) == (False, "wrong-key")
    assert failed["error"].startswith("radarr.main: ")
    assert ran.instance("sonarr.main")["ok"]
    assert "f" * 32 not in ran.out + ran.err


def test_nothing_done_is_another_status(site):
    site.change(radarr={"main": {"api_key": "f" * 32}})
    assert site.run("backup", "radarr.main").status == 3
    assert site.run("check", "radarr.main").status == 3


def test_a_guard_is_another_status_and_can_be_told_to_believe(site):
    assert site.run("backup", "radarr.main").status == 0
    site.fault("radarr.main", what="partial_list", path="/movie$", share=0.5)
    ran = site.run("backup", "radarr.main", "--json")
    assert ran.status == 4
    assert ran.instance("radarr.main")["error_code"] == "implausible"
    assert "--accept-shrink" in ran.instance("radarr.main")["error"]
    believed = site.run("backup", "radarr.main", "--json", "--accept-shrink")
    assert believed.status == 0
    assert believed.instance("radarr.main")["removed"] > 10


def test_a_clock_behind_the_last_backup_is_a_guard_too(site):
    assert site.run("backup", "radarr.main").status == 0
    with sqlite3.connect(site.config.with_name("arrtui.db")) as database:
        database.execute("UPDATE snapshot SET taken_at = taken_at + 864000")
    ran = site.run("backup", "radarr.main", "--json")
    assert (ran.status, ran.instance("radarr.main")["error_code"]) == (4, "clock")
    believed = site.run("backup", "radarr.main", "--json", "--accept-clock")
    assert (believed.status, believed.instance("radarr.main")["ok"]) == (0, True)
    assert site.run("backup", "radarr.main").status == 0


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["--run", "backup", "radarr.mian"], "radarr.main"),
        (["--run", "backupp"], "backup"),
        (["--run", "diff", "radarr.main"], "INSTANCE A B"),
        (["--run", "backup", "--ful"], "--full"),
        (["--run", "scores", "--out", "x"], "--report"),
        (["--run", "loops", "--cutoffs", "--days", "3"], "--cutoffs and --days"),
        (["--run", "snapshots", "--full"], "No such option"),
        (["--full"], "No such option"),
        (["backup"], "--run TASK"),
        (["--set", "ui.theme", "--run", "check"], "KEY=VALUE"),
        (["--set", "ui.theme=pink", "--run", "check"], "dark"),
        (["--demo"], "--config"),
        (["--run", "jobs", "--retry", "99999"], "99999"),
    ],
)
def test_wrong_usage_is_status_two_with_a_hint(site, args, hint):
    done = prefork.run(site.command(*args))
    assert done.returncode == 2
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("args", [["--help"], ["--run", "--help"], ["-h", "--demo"]])
def test_the_help_lists_every_task_with_its_line(args):
    done = prefork.run([*prefork.COMMAND, *args])
    assert done.returncode == 0, done.stderr
    listed = done.stdout.partition("Tasks:")[2].partition("Options:")[0]
    assert [line.split()[0] for line in listed.splitlines() if line[2:3].strip()] == list(tasks())
    assert "Take a snapshot of some instances, or of all." in listed


@pytest.mark.parametrize("args", [["--run", "backup", "-h"], ["--help", "--json", "--run=backup"]])
def test_a_task_has_a_help_of_its_own(args):
    done = prefork.run([*prefork.COMMAND, *args])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage: arrtui --run backup [OPTIONS] [INSTANCE…]")
    for option in ("--full", "--accept-shrink", "--accept-clock", "--json", "--config"):
        assert option in done.stdout
    assert "--apply" not in done.stdout


def test_every_fault_of_the_configuration_is_told_at_once(site):
    site.change(ui={"theme": "pink", "colour": True}, radarr={"main": {"url": "ftp://x", "timeout": 0}})
    ran = site.run("check", "--json")
    assert ran.status == 2
    for path in ("ui.theme", "ui.colour", "radarr.main.url", "radarr.main.timeout"):
        assert path in ran.out
    assert ran.result["ok"] is False


def test_no_instances_says_what_to_do(tmp_path):
    config = tmp_path / "config.toml"
    config.write_text(f'[database]\nurl = "sqlite:///{tmp_path / "a.db"}"\n')
    config.chmod(0o600)
    command = [sys.executable, "-m", "arrtui", "--config", str(config), "--run", "backup"]
    done = prefork.run(command)
    assert done.returncode == 2
    assert "[radarr.main]" in done.stderr


def test_without_a_terminal_the_app_points_to_run(site):
    done = prefork.run(site.command())
    assert done.returncode == 2
    assert "--run TASK" in done.stderr


def test_check_tells_versions_and_health(site):
    ran = site.run("check", "--json")
    assert ran.status == 0
    assert all(one["ok"] and one["version"] and one["latency"] > 0 for one in ran.result["instances"])


def test_backups_without_a_difference_are_one_line_of_the_list(site):
    for _ in range(3):
        site.run("backup", "radarr.main")
    rows = site.run("snapshots", "radarr.main", "--json").result["snapshots"]
    assert len(rows) == 3
    _headings, *lines = site.run("snapshots", "radarr.main").out.splitlines()
    (line,) = lines
    assert line.split()[0] == str(rows[0]["id"])
    assert "baseline" in line and "3 backups" in line


def test_snapshots_diff_export_and_jobs(site, tmp_path):
    site.run("backup", "radarr.main")
    site.fault("radarr.main", what="partial_list", path="/movie$", share=0.9, times=1)
    site.run("backup", "radarr.main")
    listed = site.run("snapshots", "radarr.main", "--json").result["snapshots"]
    assert [one["state"] for one in listed] == ["complete", "complete"]
    assert listed[1]["baseline"]
    diff = site.run("diff", "radarr.main", "latest~1", "latest", "--json")
    assert diff.result["removed"] == listed[0]["removed"] > 0
    assert len(diff.lines) == diff.result["removed"] + diff.result["added"] + diff.result["changed"] + 1
    told = site.run("diff", "radarr.main", str(listed[1]["id"]), "latest").out.splitlines()
    assert told[0].startswith("- ")
    file = tmp_path / "old.jsonl.gz"
    ran = site.run("export", "radarr.main", "--at", "latest~1", str(file), "--json")
    with gzip.open(file, "rt") as text:
        assert ran.result["records"] == len(text.readlines()) - 1
    assert site.run("export", "radarr.main", "-").out.count("\n") > 100
    jobs = site.run("jobs", "--json").result["jobs"]
    states = {job["kind"]: job["state"] for job in jobs}
    assert states.pop("match") == "pending", "a task that backs up does not wait for it"
    assert set(states.values()) == {"completed"}
    assert site.run("check", "--database", "--json").result["ok"]


def test_an_export_that_cannot_be_written_says_where_and_leaves_nothing(site, tmp_path):
    site.run("backup", "radarr.4k")
    ran = site.run("export", "radarr.4k", str(tmp_path / "missing" / "x.jsonl"))
    assert ran.status == 3
    assert "missing" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("own", ["arrtui.db", "arrtui.db-wal", "arrtui.db-shm", "config.toml"])
def test_an_export_over_a_file_of_arrtui_is_refused(site, tmp_path, own):
    site.run("backup", "radarr.4k")
    link = tmp_path / "link.jsonl"
    link.symlink_to(tmp_path / own)
    config = site.config.read_bytes()
    ran = site.run("export", "radarr.4k", str(link))
    assert ran.status == 3
    assert str(link) in ran.err
    assert link.is_symlink()
    assert site.config.read_bytes() == config
    assert site.run("check", "--database").status == 0


def test_an_export_goes_into_a_pipe_that_is_named(site, tmp_path):
    site.run("backup", "radarr.4k")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with (tmp_path / "read").open("wb") as file, subprocess.Popen(["cat", str(pipe)], stdout=file) as reader:
        ran = site.run("export", "radarr.4k", str(pipe), "--json")
        assert reader.wait(60) == 0
    assert len((tmp_path / "read").read_bytes().splitlines()) - 1 == ran.result["records"]
    assert pipe.is_fifo()


def test_a_damaged_database_is_found(site):
    site.run("backup", "radarr.4k")
    with sqlite3.connect(site.config.parent / "arrtui.db") as database:
        database.execute("UPDATE file SET doc = replace(doc, '\"size\":', '\"size\":1')")
    ran = site.run("check", "--database")
    assert ran.status == 1
    assert "damaged" in ran.err


def test_no_key_is_left_anywhere(site):
    ran = site.run("backup", "--json")
    told = ran.out + ran.err + site.run("jobs").out + site.run("check").out
    files = b"".join(path.read_bytes() for path in site.config.parent.glob("arrtui.db*"))
    for key in site.keys.values():
        assert key not in told
        assert key.encode() not in files
    assert b"SECRETINDEXERKEY" not in files


def test_the_database_is_private(site):
    site.config.with_name("arrtui.db").unlink()  # it is to be made by the command
    site.run("backup", "radarr.4k")
    assert all(path.stat().st_mode & 0o077 == 0 for path in site.config.parent.glob("arrtui.db*"))


def test_a_config_others_can_read_gets_a_warning(site):
    site.config.chmod(0o644)
    assert "chmod 600" in site.run("check", "radarr.4k").err


def test_the_environment_and_the_command_line_override_the_file(site):
    key = site.keys["radarr.4k"]
    site.change(radarr={"4k": {"api_key": "f" * 32}})
    assert site.run("check", "radarr.4k", env={"ARRTUI_RADARR__4K__API_KEY": key}).status == 0
    assert site.run("check", "radarr.4k").status == 3


def test_a_headless_run_loads_neither_textual_nor_what_only_the_demo_needs(site):
    code = (
        "import sys\n"
        f"sys.argv = ['arrtui', '--config', {str(site.config)!r}, '--run', 'backup', 'radarr.4k']\n"
        "from arrtui.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "unwanted = {'textual', 'websockets', 'uvicorn'}\n"
        "print([name for name in sys.modules if name.split('.')[0] in unwanted])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=ENV)
    assert done.stdout.splitlines()[-1] == "[]"


def begun(site: Site, *args: str, until: str) -> subprocess.Popen[str]:
    """Start a task and return once it has said something."""
    process = subprocess.Popen(
        site.command("--run", *args), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENV
    )
    assert process.stderr is not None
    for line in process.stderr:
        if until in line:
            return process
    raise AssertionError(f"it ended without saying {until!r}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_backup_says_so_and_goes_on_next_time(site, number):
    site.run("backup", "sonarr.main")
    site.fault("sonarr.main", latency=3)  # a busy machine may be late with the signal
    process = begun(site, "backup", "sonarr.main", "--full", until="asking for status")
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "next run" in err
    jobs = [job for job in site.run("jobs", "--json").result["jobs"] if job["kind"] == "backup"]
    (waiting,) = [job for job in jobs if job["state"] != "completed"]
    assert (waiting["state"], waiting["attempts"]) == ("pending", 0)
    site.fault("sonarr.main")
    assert site.run("backup", "sonarr.main").status == 0


def test_a_killed_backup_loses_nothing(site):
    site.run("backup", "sonarr.main")
    before = site.run("export", "sonarr.main", "-").out.splitlines()[1:]
    site.fault("sonarr.main", latency=0.4)
    process = begun(site, "backup", "sonarr.main", "--full", until="reading episodes")
    process.kill()
    process.communicate()
    site.fault("sonarr.main")
    assert site.run("export", "sonarr.main", "-").out.splitlines()[1:] == before
    with sqlite3.connect(site.config.parent / "arrtui.db") as database:
        database.execute("UPDATE job SET lease_until = 0 WHERE state = 'running'")
    again = site.run("backup", "sonarr.main", "--json")
    assert again.status == 0
    assert again.instance("sonarr.main")["changed"] == 0


def test_two_processes_backing_up_the_same_instance_share_one_backup(site):
    site.fault("sonarr.main", latency=0.1)
    processes = [
        subprocess.Popen(
            site.command("--run", "backup", "sonarr.main", "--json"),
            stdout=subprocess.PIPE,
            text=True,
            env=ENV,
        )
        for _ in range(2)
    ]
    outs = [process.communicate(timeout=90)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    numbers = {json.loads(out.splitlines()[-1])["instances"][0]["snapshot"] for out in outs}
    taken = site.run("snapshots", "--json").result["snapshots"]
    assert {one["id"] for one in taken} == numbers


def test_a_reader_that_goes_away_is_no_error_message(site):
    site.run("backup", "radarr.main")
    command = " ".join(map(repr, site.command("--run", "export", "radarr.main", "-")))
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -n 1"], capture_output=True, text=True, timeout=60, env=ENV
    )
    assert done.stdout.startswith('{"app_version"') or done.stdout.startswith('{"arrtui_export"')
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_the_demo_backs_up_and_leaves_nothing(tmp_path):
    command = [sys.executable, "-m", "arrtui", "--demo", "--run", "backup", "--json", "radarr.4k"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=200, env=ENV | {"TMPDIR": str(tmp_path)}
    )
    assert done.returncode == 0
    result = json.loads(done.stdout.splitlines()[-1])
    (backup,) = result["instances"]
    assert backup["items"] and backup["files"] and backup["history"]
    assert list(tmp_path.iterdir()) == []


def test_a_killed_demo_takes_its_estate_along(tmp_path):
    command = [sys.executable, "-m", "arrtui", "--demo", "--run", "backup"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENV | {"TMPDIR": str(tmp_path)},
    )
    assert process.stderr is not None
    assert process.stderr.readline()
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 20
    while _demo_processes(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _demo_processes(tmp_path) == []


def _demo_processes(folder: Path) -> list[str]:
    """Return the command lines that mention a folder."""
    found = [
        path.read_bytes().decode(errors="replace")
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists()
    ]
    return [line for line in found if str(folder) in line]


def test_numbers_and_switches_can_be_set_on_the_command_line(site):
    told = ["--set", "backup.keep_days=3", "--set", "ui.ascii=true", "--set", "radarr.4k.timeout=2.5"]
    done = prefork.run(site.command(*told, "--run", "check", "radarr.4k"))
    assert done.returncode == 0, done.stderr
