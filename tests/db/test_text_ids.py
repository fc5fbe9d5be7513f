"""The migration to text ids: an old database becomes exactly what this version would have stored.

An estate is backed up with this version, with changes between the snapshots; the rows are then copied into
a database of the third version, with ids as the numbers they were and digests of that time. Opening it must
give the first database again, and the next backup must see no change.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from arrtui.clients import make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.apps import Kind
from arrtui.core.domain import EntityType, decode, encode
from arrtui.db import scores
from arrtui.db.database import Database
from arrtui.db.estate import instance_ids
from arrtui.db.journal import NewStep
from arrtui.db.models import MODELS, Instance
from arrtui.db.postgres import Postgres
from arrtui.db.schema import HISTORY, MIGRATIONS, bring_up_to_date
from arrtui.db.snapshots import list_snapshots
from arrtui.db.sqlite import Sqlite
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup.backup import BackupOutcome, back_up
from arrtui.features.backup.digest import digest_of
from arrtui.features.backup.rebuild import state_at, verify_all
from arrtui.features.backup.store import BackupRules, StoredSnapshot
from arrtui.features.scores.samples import record_samples
from arrtui.features.sync import store
from arrtui.features.sync.fields.names import exclusion_fields
from arrtui.features.sync.model import (
    Entry,
    EntrySubject,
    LeftOut,
    Op,
    PlanDraft,
    PlanKind,
    Why,
)
from tests.db import servers
from tests.features.backup.conftest import config_of, no_progress

SIZE = EstateSize(radarr=(("main", 12),), sonarr=(("main", 2, 30),))
TODAY = 20_370 * 86_400
AT = 1_760_000_000.0
NAMES = ("radarr.main", "sonarr.main")


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE, today=TODAY) as running:
        yield running


def sample(stored: StoredSnapshot) -> None:
    record_samples(stored.instance_id, stored.at, stored.id)


async def take(app: SimulatedApp, database: Database, at: float) -> BackupOutcome:
    app.clock = lambda: at
    config = config_of(app)
    client = make_client(config, ArrHttp(config, backoff=0.0))
    rules = BackupRules(history=True, max_shrink_percent=90)
    try:
        return await back_up(
            client, database, rules, width=2, progress=no_progress, clock=lambda: at, on_stored=sample
        )
    finally:
        await client.aclose()


async def live_through(estate: SimulatedEstate, database: Database) -> None:
    """Back everything up four times, with titles added, changed and removed, and ids that come and go."""
    radarr, sonarr = (estate.apps[name].store for name in NAMES)
    for step in range(4):
        movies = list(radarr.movies.values())
        if step == 1:
            movies[0]["title"] = "Renamed"
            movies[1]["tmdbId"] = 0
            movies[2]["tmdbId"] = 990_002
            radarr.add_title(990_001, qualityProfileId=movies[0]["qualityProfileId"])
            next(iter(sonarr.series.values()))["tvdbId"] = 990_003
        if step == 2:
            radarr.delete_title(movies[3]["id"], delete_files=True, exclude=True)
            movies[1]["tmdbId"] = 990_004
            movies[2]["monitored"] = not movies[2]["monitored"]
        if step == 3:
            radarr.delete_title(movies[0]["id"], delete_files=True, exclude=False)
            movies[4]["tmdbId"] = 0
        for name in NAMES:
            await take(estate.apps[name], database, AT + step)


def decide(database: Database) -> None:
    """Store plans, a journal and ignored files."""
    excluded = exclusion_fields(Kind.RADARR, "603", "The Matrix", 1999)
    entries = [
        Entry(key="radarr.main/item/603", instance="radarr.main", op=Op.ADD, ident="603", title="The Matrix"),
        Entry(
            key="radarr.main/exclusion/603",
            instance="radarr.main",
            op=Op.ADD,
            subject=EntrySubject.EXCLUSION,
            ident="603",
            after=excluded,
        ),
        Entry(key="radarr.main/item/id7", instance="radarr.main", op=Op.UPDATE, item_id=7, title="Nameless"),
    ]
    left_out = [
        LeftOut(Why.SAME, "radarr.main", "604", "Same", 2000, "It is."),
        LeftOut(Why.UNMATCHED, "radarr.main", "", "Nameless", 0, "It has no id."),
    ]
    draft = PlanDraft(kind=PlanKind.ACTION, target="radarr.main", entries=entries, left_out=left_out)
    with database.writing():
        plan_id = store.save(draft, AT)
        store.begin_steps(plan_id, [NewStep(1, "exclusion", "radarr.main", None, excluded)], AT)
        number = instance_ids()["radarr.main"]
        scores.upsert_ignores([(number, "603", -1, -1), (number, "-7", -1, -1)], AT)


Rows = dict[str, list[dict[str, Any]]]
"""Table → its rows in the order of their keys."""


def rows_of_all() -> Rows:
    found: Rows = {}
    for model in MODELS:
        key = [getattr(model, name) for name in model._meta.sorted_field_names if name in _key_of(model)]
        found[model._meta.table_name] = list(model.select().order_by(*key).dicts())
    return found


def _key_of(model: Any) -> tuple[str, ...]:
    key = model._meta.primary_key
    return key.field_names if hasattr(key, "field_names") else (key.name,)


def with_number(doc: str | None) -> str | None:
    """Return a title's JSON as the third version wrote it."""
    if doc is None:
        return None
    fields = decode(doc)
    return encode(fields | {"external_id": int(fields["external_id"])} if "external_id" in fields else fields)


def old_digests(database: Database) -> dict[int, str]:
    """Return the digest that each snapshot had in the third version."""
    digests = {}
    for row in database.read_sync(list_snapshots):
        states = database.read_sync(state_at, row)
        states[EntityType.ITEM] = {
            key: with_number(doc) or "" for key, doc in states[EntityType.ITEM].items()
        }
        digests[row.id] = digest_of(states)
    return digests


def as_third_version(rows: Rows, digests: dict[int, str]) -> Rows:
    """Return rows as the third version stored them."""
    old: Rows = {}
    for table, found in rows.items():
        old[table] = [dict(row) for row in found]
        for row in old[table]:
            if "external_id" in row and table != "episode":  # that of an album was text from the first
                row["external_id"] = int(row["external_id"] or 0)
            if table == "item":
                row["doc"] = with_number(row["doc"])
            if table == "change" and row["type"] == "item":
                row |= {name: with_number(row[name]) for name in ("before_doc", "after_doc")}
            if table == "snapshot":
                row["digest"] = digests[row["id"]]
            if table == "left_out":
                row["doc"] = encode([[*one[:2], int(one[2] or 0), *one[3:]] for one in decode(row["doc"])])
    return old


def fill_third_version(url: str, tmp_path: Path, rows: Rows) -> None:
    """Make a database of the third version with these rows."""
    folder = tmp_path / "three"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__*", "0004*"))
    database = Postgres(url) if url.startswith("postgresql") else Sqlite(Path(url.removeprefix("sqlite:///")))
    database.connect()
    try:
        bring_up_to_date(database, url, folder)
        with database.bind_ctx(MODELS):
            for model in MODELS:
                found = rows[model._meta.table_name]
                for start in range(0, len(found), 200):
                    model.insert_many(found[start : start + 200]).execute()
        if isinstance(database, Postgres):
            for table in ("instance", "snapshot", "change", "job", "plan", "journal", "score_sample"):
                serial = f"pg_get_serial_sequence('{table}', 'id')"
                database.rows(f"SELECT setval({serial}, (SELECT coalesce(max(id), 1) FROM {table}))")
    finally:
        database.close_all()


@pytest.fixture(scope="module")
def lived(estate: SimulatedEstate, tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, dict[int, str]]:
    """Return the rows of a database of this version, and the digests its snapshots would have had."""
    file = tmp_path_factory.mktemp("lived") / "new.db"
    with closing(Database.open(f"sqlite:///{file}")) as fresh:
        asyncio.run(live_through(estate, fresh))
        decide(fresh)
        return fresh.read_sync(rows_of_all), old_digests(fresh)


@pytest.fixture
def migrated(
    lived: tuple[Rows, dict[int, str]], database_url: str, tmp_path: Path
) -> Iterator[tuple[Database, Rows]]:
    """Return an opened database of the third version, and what it must hold now."""
    rows, digests = deepcopy(lived)
    if database_url.startswith("postgresql"):
        servers.empty_schema(database_url)
    fill_third_version(database_url, tmp_path, as_third_version(rows, digests))
    with closing(Database.open(database_url)) as database:
        yield database, rows


async def test_every_row_is_as_this_version_stores_it(migrated: tuple[Database, Rows]) -> None:
    database, rows = migrated
    (applied,) = database.read_sync(lambda: Instance._meta.database.rows(f"SELECT count(*) FROM {HISTORY}"))
    assert applied == (len(list(MIGRATIONS.glob("[0-9]*.py"))),)
    found = database.read_sync(rows_of_all)
    for table in rows:
        assert found[table] == rows[table], table
    assert {row["external_id"] for row in found["score_ignore"]} == {"603", "-7"}
    assert "" in {row["external_id"] for row in found["item"]}


async def test_snapshots_can_still_be_rebuilt_and_verified(migrated: tuple[Database, Rows]) -> None:
    database, _ = migrated
    for name in NAMES:
        verified = database.read_sync(verify_all, name)
        assert [one.ok for one in verified] == [True] * 4, verified


async def test_the_next_backup_sees_no_change(
    migrated: tuple[Database, Rows], estate: SimulatedEstate
) -> None:
    database, _ = migrated
    for name in NAMES:
        outcome = await take(estate.apps[name], database, AT + 9)
        assert (outcome.added, outcome.changed, outcome.removed, outcome.new_history) == (0, 0, 0, 0)
        assert [one.ok for one in database.read_sync(verify_all, name)] == [True] * 5


async def test_plans_and_their_journal_open(migrated: tuple[Database, Rows]) -> None:
    database, _ = migrated
    (plan,) = database.read_sync(store.plans)
    entries = [one.entry for one in database.read_sync(store.entries, plan.id)]
    assert [one.external_id for one in entries] == ["603", "603", ""]
    assert [one.ident for one in database.read_sync(store.left_out, plan.id)] == ["604", ""]
    (step,) = database.read_sync(store.steps, plan.id)
    assert step.wanted == entries[1].after == {"external_id": 603, "title": "The Matrix", "year": 1999}


async def test_a_damaged_snapshot_stays_damaged(
    lived: tuple[Rows, dict[int, str]], database_url: str, tmp_path: Path
) -> None:
    rows, digests = deepcopy(lived)
    wrong = sorted(row["id"] for row in rows["snapshot"])[2]
    digests[wrong] = f"{int(digests[wrong], 16) ^ 1:064x}"
    if database_url.startswith("postgresql"):
        servers.empty_schema(database_url)
    fill_third_version(database_url, tmp_path, as_third_version(rows, digests))
    with closing(Database.open(database_url)) as database:
        found = {one.snapshot: one.ok for name in NAMES for one in database.read_sync(verify_all, name)}
    assert [number for number, ok in found.items() if not ok] == [wrong]
