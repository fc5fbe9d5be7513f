"""Statements with signs that databases take differently, and with more values than they take at once."""

from __future__ import annotations

from arrtui.core.artwork import PublishAction, PublishEntry, PublishPlan, SlotChoice
from arrtui.core.domain import Item
from arrtui.db.artwork import publish_facts, publish_plans, slots
from arrtui.db.database import Database
from tests.db.samples import store

NAME = "radarr.main"


def test_percent_signs_in_a_statement_are_signs(database: Database) -> None:
    entry = PublishEntry(
        external_id="603", title="x", action=PublishAction.WRITE, relative_path="a.jpg", slot="poster"
    )
    plan = PublishPlan(instance=NAME, made_at=1.0, entries=(entry,))
    plan_id = database.write_sync(publish_plans.save, plan)
    assert database.read_sync(publish_plans.rejected, NAME) == set()
    assert database.read_sync(publish_plans.waiting_count, [NAME]) == 1
    line = publish_plans.line_of(entry)
    database.write_sync(publish_plans.decide, plan_id, [line], False)
    assert database.read_sync(publish_plans.rejected, NAME) == {line}


def test_nothing_is_marked_in_folders_that_nobody_read(database: Database) -> None:
    store(database, NAME, Item(id=1, external_id="603", title="x", sort_title="x"))
    assert database.read_sync(publish_facts.marked_folders, NAME) == ([], [])


def test_more_titles_than_one_statement_takes(database: Database) -> None:
    ids = [str(number) for number in range(70_000)]
    chosen = [SlotChoice(external_id=external_id, slot="poster") for external_id in (ids[0], ids[-1])]
    database.write_sync(slots.choose, NAME, chosen)
    database.write_sync(slots.lock, NAME, [(ids[-1], "poster")], 1.0)
    known, locked = database.read_sync(lambda: (slots.choices(NAME, ids), slots.locks(NAME, ids)))
    assert known.keys() == {ids[0], ids[-1]}
    assert locked == {ids[-1]: {"poster"}}
