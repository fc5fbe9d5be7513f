"""The tables of plans: what goes with a plan, and many who decide at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from arrtui.core.errors import StorageError
from arrtui.db import journal, plans
from arrtui.db.database import Database
from arrtui.db.docs import doc_of
from arrtui.db.journal import NewStep, StepEnd
from arrtui.db.plans import StoredEntry
from arrtui.db.reading import rows_of
from arrtui.db.schema import MIGRATIONS, bring_up_to_date
from arrtui.db.sqlite import Sqlite

TABLES = ("plan", "plan_entry", "left_out", "journal")
DECIDE = """
import sys
from arrtui.db import plans
from arrtui.db.database import Database
from tests.db.test_plans import decide_all
plans.CHUNK = 20
database = Database.open(sys.argv[1])
for turn in range(10):
    decide_all(database, int(sys.argv[2]), range(399, -1, -1), "rejected")
database.close()
"""


def insert(database: Database, entries: int = 2) -> int:
    """Store a plan with so many entries, a step each, and return its id."""
    values = {"kind": "sync", "pair": "a", "source": "radarr.main", "target": "radarr.4k", "mode": "add"}
    values |= {"created_at": 1.0, "snapshots": {}, "counts": {}, "notes": []}
    rows = [StoredEntry(one, f"key {one}", "radarr.4k", "add", "{}", "undecided") for one in range(entries)]
    steps = [NewStep(one, "add", "radarr.4k") for one in range(entries)]
    with database.writing():
        plan_id = plans.insert_plan(values, rows, [])
        journal.insert_steps(plan_id, steps, 1.0)
    return plan_id


def counted(database: Database) -> list[int]:
    """Return how many rows each table of plans has."""
    with database.reading():
        return [rows_of(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def decide_all(database: Database, plan_id: int, positions: Iterable[int], decision: str) -> None:
    """Decide entries as the features do: the plan is held first."""
    with database.writing():
        assert plans.hold_plan(plan_id)
        plans.set_decision(plan_id, positions, decision, by_hand=False)


def decisions(database: Database, plan_id: int) -> set[str]:
    with database.reading():
        return {one.decision for one in plans.stored_entries(plan_id)}


def test_steps_come_by_title_from_a_time_on_without_failed_ones(
    database: Database,
) -> None:
    values = {"kind": "sync", "pair": "a", "source": "radarr.main", "target": "radarr.4k", "mode": "add"}
    values |= {"created_at": 1.0, "snapshots": {}, "counts": {}, "notes": []}
    docs = [doc_of({"ident": str(number)}) for number in range(4)]
    rows = [StoredEntry(one, f"k{one}", "radarr.4k", "add", doc, "undecided") for one, doc in enumerate(docs)]
    names = ("remove", "edit", "remove", "remove")
    steps = [NewStep(one, name, "radarr.4k") for one, name in enumerate(names)]
    with database.writing():
        plan_id = plans.insert_plan(values, rows, [])
        early, late, failed, _cut_off = journal.insert_steps(plan_id, steps, 5.0)
        journal.close_steps(plan_id, [StepEnd(early, "done")], 7.0)
        journal.close_steps(plan_id, [StepEnd(late, "done"), StepEnd(failed, "failed")], 9.0)
    with database.reading():
        assert journal.steps_since("radarr.4k", 8.0) == {"1": {"edit"}}
        assert journal.steps_since("radarr.4k", 5.0) == {"0": {"remove"}, "1": {"edit"}, "3": {"remove"}}
        assert journal.steps_since("radarr.main", 0.0) == {}


def test_everything_of_a_plan_goes_with_it(database: Database) -> None:
    insert(database)
    kept = insert(database, entries=3)
    assert counted(database) == [2, 5, 2, 5]
    with database.writing():
        assert plans.delete_plans(never_applied_before=2.0, applied_before=2.0) == 1
    assert counted(database) == [1, 3, 1, 3]
    with database.reading():
        assert plans.plan_by_id(kept) and len(journal.steps_of(kept)) == 3


def test_an_entry_without_its_plan_is_refused(database: Database) -> None:
    insert(database)
    with pytest.raises(StorageError), database.writing():
        journal.insert_steps(99, [NewStep(0, "add", "radarr.4k")], 1.0)
    assert counted(database) == [1, 2, 1, 2]


def test_more_positions_than_one_statement_takes(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "CHUNK", 3)
    plan_id = insert(database, entries=8)
    decide_all(database, plan_id, range(7), "approved")
    with database.reading():
        assert [one.decision for one in plans.stored_entries(plan_id)] == ["approved"] * 7 + ["undecided"]
        assert plans.decision_groups(plan_id, range(8)) == {("approved", ""): 7, ("undecided", ""): 1}


def test_two_processes_decide_at_once(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They go through the entries from either end, so that each could wait for the other."""
    monkeypatch.setattr(plans, "CHUNK", 20)
    plan_id = insert(database, entries=400)
    command = [sys.executable, "-c", DECIDE, database_url, str(plan_id)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            decide_all(database, plan_id, range(400), "approved")
            time.sleep(0.05)  # SQLite gives the lock to whoever asks just then, not to who waits longest
        assert process.returncode == 0, process.stderr and process.stderr.read()
    assert len(decisions(database, plan_id)) == 1
    decide_all(database, plan_id, range(400), "undecided")
    assert decisions(database, plan_id) == {"undecided"}


@pytest.mark.parametrize(
    ("value", "doc"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"a\0": ["\ud800", ("\0",)]}, '{"a\ufffd":["\ufffd",["\ufffd"]]}'),
        (r"a \u0000 that somebody typed", r'"a \\u0000 that somebody typed"'),
        (
            NewStep(0, "a\udfff", "b"),
            '{"before":null,"instance":"b","position":0,"step":"a\ufffd","wanted":{}}',
        ),
    ],
)
def test_documents_hold_only_what_a_database_takes(value: object, doc: str) -> None:
    assert doc_of(value) == doc


def test_what_was_removed_since_a_time_is_told_of_one_instance(database: Database) -> None:
    steps = [
        ("603", "remove", "radarr.4k", "done", 10.0),
        ("604", "remove", "radarr.4k", "done", 4.0),
        ("605", "remove", "radarr.main", "done", 10.0),
        ("606", "remove", "radarr.4k", "failed", 10.0),
        ("607", "add", "radarr.4k", "done", 10.0),
        ("608", "remove", "radarr.4k", "done", 10.0),
        ("608", "add", "radarr.4k", "done", 11.0),
        ("609", "add", "radarr.4k", "done", 10.0),
        ("609", "remove", "radarr.4k", "done", 11.0),
        ("610", "exclusion", "radarr.4k", "done", 10.0),
        ("611", "remove", "radarr.4k", "begun", 10.0),
        ("custom_format/DV", "setting", "radarr.4k", "done", 10.0),
        ("tag/kids", "setting", "radarr.4k", "failed", 10.0),
    ]
    values = {"kind": "sync", "pair": "a", "source": "radarr.main", "target": "radarr.4k", "mode": "add"}
    values |= {"created_at": 1.0, "snapshots": {}, "counts": {}, "notes": []}
    rows = [
        StoredEntry(position, f"{position}", instance, "remove", doc_of({"ident": ident}), "approved")
        for position, (ident, _, instance, _, _) in enumerate(steps)
    ]
    with database.writing():
        plan_id = plans.insert_plan(values, rows, [])
        new = [NewStep(position, step, instance) for position, (_, step, instance, _, _) in enumerate(steps)]
        ids = journal.insert_steps(plan_id, new, 1.0)
        for step_id, (_, _, _, state, at) in zip(ids, steps, strict=True):
            journal.close_steps(plan_id, [StepEnd(step_id, state, {"id": 7})], at)
    removals = database.read_sync(journal.own_removals, "radarr.4k", 5.0)
    assert removals == ({"603", "609"}, {"custom_format/7"})


def test_only_what_an_apply_under_way_has_written_is_read_back_after_the_upgrade(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    for migration in MIGRATIONS.glob("000[1-8]*.py"):
        shutil.copy(migration, tmp_path / "migrations")
    old = Sqlite(tmp_path / "arrtui.db")
    old.connect()
    bring_up_to_date(old, str(tmp_path / "arrtui.db"), tmp_path / "migrations")
    plan = "INSERT INTO plan (id, kind, pair, source, target, mode, state, created_at, snapshots_doc, "
    plan += "counts_doc, locked, notes_doc) VALUES (?, 'sync', '', '', '', '', ?, 1, '{}', '{}', '', '[]')"
    step = "INSERT INTO journal (plan_id, position, step, instance, state, wanted_doc, result_doc, message, "
    step += "begun_at, ended_at) VALUES (?, 0, 'add', 'radarr.4k', ?, '{}', '{}', '', 1, 2)"
    for plan_id, state in ((1, "applied"), (2, "applying")):
        old.rows(plan, (plan_id, state))
        for step_state in ("done", "failed"):
            old.rows(step, (plan_id, step_state))
    old.close_all()
    with closing(Database.open(f"sqlite:///{tmp_path / 'arrtui.db'}")) as database, database.reading():
        read = {
            plan_id: [(row.state, row.read_back_at) for row in journal.steps_of(plan_id)]
            for plan_id in (1, 2)
        }
    assert read == {1: [("done", 2.0), ("failed", None)], 2: [("done", None), ("failed", None)]}
