"""Files that the app moves after an edit: waited for, and told where it could not move them."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from arrtui.demo.http.wire import Obj
from arrtui.features.sync import store
from arrtui.features.sync.model import Entry, EntryOutcome, EntrySubject, Op, PlanDraft, PlanKind, entry_key
from tests.features.sync.apply.test_refreshes import let_go, until
from tests.features.sync.apply.test_run import MAIN
from tests.features.sync.rig import Rig


def movies_below(rig: Rig, root: str) -> list[Obj]:
    """Return the movies of the main Radarr below a root folder, the first two."""
    movies = rig.app(MAIN).store.movies.values()
    return [movie for movie in movies if movie["path"].startswith(f"{root}/")][:2]


def roots(rig: Rig) -> tuple[str, str]:
    """Return a root folder that movies are in, and another one."""
    first, second = (row["path"] for row in list(rig.app(MAIN).store.root_folders.values())[:2])
    return (first, second) if movies_below(rig, first) else (second, first)


def move(movie: Obj, old: str, new: str) -> Entry:
    """Return an entry that moves a movie with its files."""
    return Entry(
        key=entry_key(MAIN, EntrySubject.ITEM, str(movie["tmdbId"])),
        instance=MAIN,
        op=Op.UPDATE,
        ident=str(movie["tmdbId"]),
        item_id=movie["id"],
        title=movie["title"],
        now={"root_folder": old},
        after={"root_folder": new},
        move_files=True,
    )


async def test_an_entry_is_done_only_when_the_app_has_moved_its_files(rig: Rig) -> None:
    await rig.back_up(MAIN)
    old, new = roots(rig)
    (movie, *_) = movies_below(rig, old)
    plan_id = rig.save(PlanDraft(entries=[move(movie, old, new)]), kind=PlanKind.ACTION)
    rig.app(MAIN).store.commands.held.add("BulkMoveMovie")
    apply = asyncio.create_task(rig.apply(plan_id, MAIN))
    await until(lambda: "waiting for Radarr to move 1 movie" in rig.progress)
    assert rig.outcomes(plan_id) == [EntryOutcome.NONE]
    let_go(rig, MAIN)
    assert await apply == {"done": 1}
    assert movie["path"].startswith(f"{new}/")


@pytest.mark.parametrize(
    ("fault", "told"),
    [("io", "could not move its files"), ("permission", "is denied"), ("large", "could not move its files")],
)
async def test_a_title_whose_move_failed_keeps_its_folder_and_is_moved_by_the_next_apply(
    rig: Rig, fault: str, told: str
) -> None:
    await rig.back_up(MAIN)
    old, new = roots(rig)
    movies = movies_below(rig, old)
    before = [movie["path"] for movie in movies]
    plan_id = rig.save(PlanDraft(entries=[move(movie, old, new) for movie in movies]), kind=PlanKind.ACTION)
    rig.app(MAIN).store.move_fault = fault  # type: ignore[assignment]
    assert await rig.apply(plan_id, MAIN) == {"failed": len(movies)}
    assert all(told in message for message in rig.problems(plan_id))
    assert [movie["path"] for movie in movies] == before
    assert not rig.database.read_sync(store.has_written, plan_id), "there is nothing to undo"
    rig.app(MAIN).store.move_fault = ""
    assert await rig.apply(plan_id, MAIN) == {"done": len(movies)}
    assert all(movie["path"].startswith(f"{new}/") for movie in movies)
    undo_id = await rig.undo(plan_id, MAIN)
    await rig.apply(undo_id, MAIN)
    assert rig.problems(undo_id) == []
    assert [movie["path"] for movie in movies] == before


async def test_a_folder_that_could_not_be_put_back_is_put_back_by_the_next_apply(rig: Rig) -> None:
    await rig.back_up(MAIN)
    old, new = roots(rig)
    (movie, *_) = movies_below(rig, old)
    before = movie["path"]
    entry = move(movie, old, new)
    entry = replace(entry, after={**entry.after, "monitored": not movie["monitored"]})
    plan_id = rig.save(PlanDraft(entries=[entry]), kind=PlanKind.ACTION)
    rig.app(MAIN).store.move_fault = "permission"
    rig.app(MAIN).faults.add("500", f"/movie/{movie['id']}$", method="PUT", times=1)
    assert await rig.apply(plan_id, MAIN) == {"failed": 1}
    assert movie["path"].startswith(f"{new}/") and before in rig.problems(plan_id)[0]
    assert await rig.apply(plan_id, MAIN) == {"failed": 1}
    assert movie["path"] == before
    rig.app(MAIN).store.move_fault = ""
    assert await rig.apply(plan_id, MAIN) == {"done": 1}
    assert (movie["path"].startswith(f"{new}/"), movie["monitored"]) == (True, entry.after["monitored"])
    await rig.apply(await rig.undo(plan_id, MAIN), MAIN)
    assert (movie["path"], movie["monitored"]) == (before, not entry.after["monitored"])
