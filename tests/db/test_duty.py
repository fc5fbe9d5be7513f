"""The duty: one process holds it, the next takes it over, whatever clocks and processes do."""

from __future__ import annotations

import subprocess
import sys

import pytest

from arrtui.db import duty
from arrtui.db.database import Database
from arrtui.db.workers import WorkerInfo

NOW = 1_800_000_000.0
TAKES_TURNS = """
import sys
from arrtui.db import duty
from arrtui.db.database import Database
from tests.db.test_duty import nobody_is_gone, worker
database = Database.open(sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    held = database.write_sync(duty.hold, worker(sys.argv[2]), float(line), nobody_is_gone)
    print(held.owner, flush=True)
database.close()
"""


def worker(name: str, **values: str) -> WorkerInfo:
    return WorkerInfo(**{"id": name, "kind": "daemon", "host": "nas", "pid": 1, "started_at": NOW, **values})  # type: ignore[arg-type]


def nobody_is_gone(_worker: WorkerInfo) -> bool:
    return False


def held_by(database: Database, name: str, now: float, *gone: str) -> str:
    """Let a worker try to hold the duty; return who holds it then."""
    held = database.write_sync(duty.hold, worker(name), now, lambda other: other.id in gone)
    assert held is not None and held.until > now
    return held.owner


def test_it_is_kept_by_renewing_it_and_taken_over_when_it_ran_out(database: Database) -> None:
    assert database.read_sync(duty.holder) is None
    for later in (0, 10, 20):
        assert held_by(database, "a", NOW + later) == "a"
        assert held_by(database, "b", NOW + later + 9) == "a"
    assert held_by(database, "b", NOW + 20 + duty.LEASE) == "b"
    assert held_by(database, "a", NOW + 20 + duty.LEASE) == "b"
    held = database.read_sync(duty.holder)
    assert held is not None and held.since == NOW + 20 + duty.LEASE


def test_it_is_taken_over_at_once_when_it_was_given_up_or_its_process_is_gone(database: Database) -> None:
    held_by(database, "a", NOW)
    assert held_by(database, "b", NOW + 1, "a") == "b"
    database.write_sync(duty.release, "a")
    assert held_by(database, "a", NOW + 2) == "b"
    database.write_sync(duty.release, "b")
    assert held_by(database, "a", NOW + 2) == "a"


@pytest.mark.parametrize("back", [5.0, 3_600.0, 10 * 365 * 86_400.0])
def test_a_clock_set_back_holds_it_for_thirty_seconds_at_most(database: Database, back: float) -> None:
    held_by(database, "a", NOW)
    assert held_by(database, "b", NOW - back + 2 * duty.LEASE) == "b"


def test_of_two_processes_that_take_it_at_once_one_has_it(database: Database, database_url: str) -> None:
    command = [sys.executable, "-c", TAKES_TURNS, database_url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    racers = [subprocess.Popen([*command, name], **pipes) for name in ("a", "b")]  # type: ignore[call-overload]
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    owners = set()
    for turn in range(40):
        for racer in racers:
            racer.stdin.write(f"{NOW + turn * 2 * duty.LEASE}\n")
            racer.stdin.flush()
        answers = {racer.stdout.readline().strip() for racer in racers}
        assert len(answers) == 1, turn
        owners |= answers
    for racer in racers:
        racer.communicate(timeout=60)
    assert owners <= {"a", "b"}
