"""A removal from the queue that is cut off is found done or not when it goes on, and never sent twice."""

from __future__ import annotations

import pytest

from arrtui.core.errors import ArrError
from arrtui.features.sync.model import Entry, EntryOutcome, EntrySubject, Op, PlanDraft, PlanKind
from tests.demo.app.test_queue import queue_a_grab
from tests.features.sync.rig import Rig, posted

SHOWS = "sonarr.main"


@pytest.mark.parametrize("carried_out", [True, False])
async def test_a_removal_that_was_cut_off_goes_on_where_it_stopped(rig: Rig, carried_out: bool) -> None:
    app = rig.app(SHOWS)
    row, release, download_id = queue_a_grab(app.store)
    entry = Entry(
        key="k",
        instance=SHOWS,
        op=Op.REMOVE,
        subject=EntrySubject.DOWNLOAD,
        ident=download_id,
        item_id=row["seriesId"],
        title="The Show S01E01",
        now={"release": release.name, "episodes": 1, "remove_from_client": True},
    )
    plan_id = rig.save(PlanDraft(entries=[entry]), kind=PlanKind.ACTION)
    app.faults.crash_after_writes(0, executed=carried_out)
    with pytest.raises(ArrError):
        await rig.apply(plan_id, SHOWS)
    app.faults.clear()
    app.reset_requests()
    assert await rig.apply(plan_id, SHOWS) == {"done": 1}
    deletions = [path for method, path in app.requests if method == "DELETE"]
    assert len(deletions) == (0 if carried_out else 1)
    assert [blocked["sourceTitle"] for blocked in app.store.releases.blocked.values()] == [release.name]
    assert rig.snapshots == [], "a download is in no snapshot"

    undo = await rig.undo(plan_id, SHOWS)
    assert await rig.apply(undo, SHOWS) == {"done": 1}
    assert not app.store.releases.blocked and posted(app, ["/api/v3/queue"]) == []
    again = await rig.undo(undo, SHOWS)
    assert rig.entries(again) == [], "the app blocks nothing that is not in its queue"
    assert rig.outcomes(plan_id) == [EntryOutcome.DONE]
