"""Titles that a source has but that cannot be read: their absence is no reason to remove anything."""

from __future__ import annotations

from tests.runtime.sync.test_use_cases import Bench
from tests.runtime.sync.test_use_cases import bench as bench


async def test_a_mirror_removes_nothing_while_a_title_of_its_source_cannot_be_read(bench: Bench) -> None:
    source = bench.estate.apps["radarr.main"]
    source.faults.add("malformed_item", "/movie$", method="GET")
    planned = await bench.planned("twins", fresh=True)
    (taken,) = await bench.services.backup.snapshots(["radarr.main"])
    assert taken.skipped > 0
    assert planned.plan.counts.remove == 0
    assert any("could not read" in note for note in planned.plan.notes)
    source.faults.clear()
    planned = await bench.planned("twins", fresh=True)
    assert planned.plan.counts.remove > 0
