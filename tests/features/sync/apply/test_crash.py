"""The same apply, the instance lost at every single write: resumed, it ends as if nothing had happened."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from arrtui.core.errors import ArrError
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.sync import store
from arrtui.features.sync.model import Entry, EntryOutcome, Op, PlanDraft
from tests.features.sync.apply.test_run import ANIME, UHD, library_of, movies, series, share_series
from tests.features.sync.rig import Rig

SIZE = EstateSize(radarr=(("main", 6), ("4k", 5)), sonarr=(("main", 3, 12), ("anime", 2, 8)))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Return a very small estate, and an empty database."""
    database = Database.open(f"sqlite:///{tmp_path / 'arrtui.db'}")
    with SimulatedEstate(SIZE, today=1_790_000_000) as estate:
        yield Rig(estate, database)
    database.close()


class Kept:
    """What a simulated instance held at one moment, to be put back."""

    def __init__(self, app: SimulatedApp) -> None:
        self.app = app
        plain = (dict, list, set, int)
        self.values = {
            name: copy.deepcopy(value)
            for name, value in vars(app.store).items()
            if isinstance(value, plain) and name != "listeners"
        }

    def put_back(self) -> None:
        """Let the instance be as it was, its containers the same objects."""
        self.app.faults.clear()
        self.app.store.commands.advance()
        for name, value in copy.deepcopy(self.values).items():
            held = getattr(self.app.store, name)
            if isinstance(held, dict | set):
                held.clear()
                held.update(value)
            elif isinstance(held, list):
                held[:] = value
            else:
                setattr(self.app.store, name, value)
        self.app.reset_requests()


def a_few(draft: PlanDraft) -> PlanDraft:
    """Return a draft with two entries of each kind, the additions with tags of their own."""
    chosen: list[Entry] = []
    for op in Op:
        some = [entry for entry in draft.entries if entry.op is op][:2]
        chosen += [_tagged(entry, number) if op is Op.ADD else entry for number, entry in enumerate(some)]
    return PlanDraft(entries=chosen)


def _tagged(entry: Entry, number: int) -> Entry:
    return msgspec.structs.replace(entry, after=entry.after | {"tags": [f"new-{number}"]})


def additions(writes: list[tuple[str, str]]) -> list[str]:
    """Return the requests that added something, in order."""
    paths = ("/movie", "/movie/import", "/series", "/series/import", "/tag")
    return [path for method, path in writes if method == "POST" and path.endswith(paths)]


CASES: dict[str, tuple[Any, str]] = {
    "movies": (movies(mode="mirror", update=("monitored", "tags", "quality_profile")), UHD),
    "series": (series(mode="mirror"), ANIME),
}


@pytest.mark.parametrize("case", CASES)
async def test_an_apply_that_loses_its_instance_at_any_write_ends_the_same(case: str, rig: Rig) -> None:
    pair, target = CASES[case]
    if target == ANIME:
        await share_series(rig)
    draft, kept = a_few(await rig.compare(pair)), Kept(rig.app(target))
    await applied_to_the_end(rig, draft, target)
    wanted, writes = library_of(rig, target), rig.app(target).writes()
    assert len(writes) >= 6
    for number in range(len(writes)):
        for executed in (True, False):
            kept.put_back()
            plan_id = rig.save(draft)
            rig.app(target).faults.crash_after_writes(number, executed=executed)
            with pytest.raises(ArrError):
                await rig.apply(plan_id, target)
            rig.app(target).faults.clear()
            await rig.apply(plan_id, target)
            where = f"write {number} of {writes}, executed {executed}"
            assert rig.problems(plan_id) == [], where
            assert set(rig.outcomes(plan_id)) == {EntryOutcome.DONE}, where
            assert library_of(rig, target) == wanted, where
            assert additions(rig.app(target).writes()) == additions(writes), where
            steps = rig.database.read_sync(store.steps, plan_id)
            assert all(step.state != "begun" for step in steps), where


async def applied_to_the_end(rig: Rig, draft: PlanDraft, target: str) -> None:
    """Apply a draft without interruption."""
    plan_id = rig.save(draft)
    await rig.apply(plan_id, target)
    assert set(rig.outcomes(plan_id)) == {EntryOutcome.DONE}
