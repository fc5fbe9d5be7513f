"""What arrtui has removed itself is no loss to the next backup, even where the one after it failed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

import pytest

from arrtui.core.events import Job, JobState
from arrtui.demo.estate import SimulatedApp
from arrtui.features.sync.actions import Action, ActionKind, ActionTarget
from arrtui.features.sync.model import Op
from tests.runtime.sync.test_use_cases import Bench, empty
from tests.runtime.sync.test_use_cases import bench as bench

TARGET = "radarr.4k"


def break_once_titles_are_removed(app: SimulatedApp, fault: str, path: str) -> None:
    """Let the app answer wrong to the reads of a path from its first removal on."""
    delete_titles = app.store.delete_titles

    def deleting(*args: Any, **options: Any) -> Any:
        app.faults.add(fault, path, method="GET")
        return delete_titles(*args, **options)

    app.store.delete_titles = deleting  # type: ignore[method-assign]


def answer_html_once_titles_are_removed(app: SimulatedApp) -> None:
    """Let the app tell nobody its formats from its first removal on, so that no backup follows it."""
    break_once_titles_are_removed(app, "html", "/customformat$")


def lose(bench: Bench, item_ids: Iterable[int]) -> None:
    """Remove titles of the target behind our back."""
    store = bench.estate.apps[TARGET].store
    for item_id in item_ids:
        type(store).delete_title(store, item_id)


def answer_odd_rows_once_titles_are_removed(app: SimulatedApp) -> None:
    """Let no title of the app be read from its first removal on: a backup keeps what is stored of them."""
    break_once_titles_are_removed(app, "malformed_item", "/movie$")


async def back_up(bench: Bench) -> Job:
    """Back the target up, which can be read again, and return the job."""
    bench.estate.apps[TARGET].faults.clear()
    (job,) = await bench.done(*await bench.services.backup.back_up([TARGET]))
    return job


async def undo_additions(bench: Bench) -> set[int]:
    """Add titles and undo that; return the TMDb ids of the titles that were removed."""
    opened = await bench.planned("movies")
    await bench.approve(opened, Op.ADD)
    before = bench.tmdb(TARGET)
    await bench.applied(opened.plan.id)
    added = bench.tmdb(TARGET) - before
    made = await bench.result(await bench.sync.undo(opened.plan.id))
    await bench.approve(await bench.sync.open(made["plan"]))
    answer_html_once_titles_are_removed(bench.estate.apps[TARGET])
    (result,) = await bench.applied(made["plan"])
    assert "could not be stored" in result["remark"]
    return added


async def remove_in_the_library(bench: Bench) -> set[int]:
    """Remove all but two titles with an action; return their TMDb ids."""
    await bench.done(*await bench.services.backup.back_up([TARGET]))
    store = bench.estate.apps[TARGET].store
    chosen = sorted(store.titles)[2:]
    removed = {store.titles[item_id]["tmdbId"] for item_id in chosen}
    targets = tuple(ActionTarget(instance=TARGET, item_id=item_id) for item_id in chosen)
    answer_html_once_titles_are_removed(bench.estate.apps[TARGET])
    (job,) = await bench.done(*await bench.sync.act(Action(kind=ActionKind.DELETE, targets=targets)))
    assert job.result is not None and "could not be stored" in job.result["remark"]
    return removed


Removing = Callable[[Bench], Awaitable[set[int]]]


@pytest.mark.parametrize("remove", [undo_additions, remove_in_the_library])
async def test_what_arrtui_removed_is_believed_by_the_next_backup(bench: Bench, remove: Removing) -> None:
    removed = await remove(bench)
    left = bench.tmdb(TARGET)
    assert not removed & left
    job = await back_up(bench)
    assert job.state is JobState.COMPLETED, job.error
    assert job.result is not None
    assert job.result["items"] == len(left)


async def test_what_somebody_else_removed_besides_is_refused_and_counted_alone(bench: Bench) -> None:
    removed = await undo_additions(bench)
    store = bench.estate.apps[TARGET].store
    others = sorted(store.titles)[:3]
    left = len(store.titles)
    lose(bench, others)
    job = await back_up(bench)
    assert (job.state, job.error_code) == (JobState.FAILED, "implausible")
    assert f"{len(others)} of {left} stored titles" in job.error
    assert len(removed) > 0


async def test_the_titles_that_are_left_must_not_all_go_with_those_that_arrtui_removed(bench: Bench) -> None:
    await remove_in_the_library(bench)
    empty(bench, TARGET)
    assert (await back_up(bench)).error_code == "implausible"


async def test_a_loss_right_after_an_apply_that_removed_something_is_refused(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up([TARGET]))
    app = bench.estate.apps[TARGET]
    delete_titles = app.store.delete_titles

    def deleting(item_ids: Sequence[int], **options: Any) -> None:
        lose(bench, sorted(app.store.titles)[-4:])
        delete_titles(item_ids, **options)

    app.store.delete_titles = deleting  # type: ignore[method-assign]
    action = Action(kind=ActionKind.DELETE, targets=(bench.target(TARGET),))
    (job,) = await bench.done(*await bench.sync.act(action))
    assert job.state is JobState.COMPLETED
    assert job.result is not None and "4 of 7 stored titles" in job.result["remark"]


async def test_a_title_that_came_back_has_no_removal_to_its_credit(bench: Bench) -> None:
    removed = await remove_in_the_library(bench)
    app = bench.estate.apps[TARGET]
    app.faults.clear()
    (plan,) = await bench.sync.recent(1)
    made = await bench.result(await bench.sync.undo(plan.id))
    await bench.approve(await bench.sync.open(made["plan"]))
    await bench.applied(made["plan"])
    assert removed <= bench.tmdb(TARGET)
    lose(bench, [item_id for item_id, movie in app.store.titles.items() if movie["tmdbId"] in removed])
    assert (await back_up(bench)).error_code == "implausible"


async def test_what_a_backup_kept_that_could_not_read_titles_is_believed_to_be_gone_later(
    bench: Bench,
) -> None:
    await bench.done(*await bench.services.backup.back_up([TARGET]))
    app = bench.estate.apps[TARGET]
    targets = tuple(bench.target(TARGET, number) for number in range(len(app.store.titles) - 2))
    answer_odd_rows_once_titles_are_removed(app)
    (job,) = await bench.done(*await bench.sync.act(Action(kind=ActionKind.DELETE, targets=targets)))
    assert job.state is JobState.COMPLETED
    (taken, *_) = await bench.services.backup.snapshots([TARGET])
    assert taken.state == "complete" and taken.skipped > 0
    job = await back_up(bench)
    assert job.state is JobState.COMPLETED, job.error
    assert job.result is not None and job.result["items"] == 2
