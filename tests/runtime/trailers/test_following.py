"""A trailer of arrtui's own survives what the app does to its film."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.cli.task import Task
from arrtui.cli.tasks.trailers_rename import trailers_rename
from arrtui.features.sync.model import Decision, EntryOutcome, PlanState
from arrtui.runtime.trailers.following import follow_titles
from tests.demo.files.neighbours import VIDEOS
from tests.runtime.sync.runs import Results
from tests.runtime.trailers.conftest import NAME, Home


@pytest.mark.parametrize("seen_by", ["event", "feed", "refresh"])
async def test_a_trailer_follows_an_upgrade_and_a_rename(home: Home, seen_by: str) -> None:
    async def see() -> None:
        if seen_by == "event":
            await home.work(await home.services.activity.refresh([NAME]))
        elif seen_by == "feed":
            job_id = await follow_titles(home.services, NAME, [home.title.title_id])
            await home.work([job_id] if job_id is not None else [])
        else:
            await home.back_up()

    await home.back_up()
    assert await follow_titles(home.services, NAME, [home.title.title_id]) is None
    await home.download()
    new = home.title.import_better()
    await see()
    (download,) = await home.downloads()
    assert (download.film, download.relative_path) == (new, f"{Path(new).stem}-trailer.mp4")
    assert home.files() == {new, download.relative_path}
    home.title.configure("naming", {"renameMovies": True})
    home.title.command(name="RenameMovie", movieIds=[home.title.title_id])
    await see()
    (film,) = home.title.files()
    assert home.files() == {film, f"{Path(film).stem}-trailer.mp4"}
    assert (home.folder / f"{Path(film).stem}-trailer.mp4").read_bytes() == b"trailer"


async def test_a_trailer_that_was_removed_is_noted_as_gone_and_as_back(home: Home) -> None:
    await home.back_up()
    download = await home.download()
    path = home.folder / download.relative_path
    path.rename(home.folder.parent / "aside.mp4")
    await home.back_up()
    assert (await home.downloads())[0].gone_at is not None
    (home.folder.parent / "aside.mp4").rename(path)
    await home.back_up()
    assert (await home.downloads())[0].gone_at is None


async def test_a_trailer_moves_with_its_folder(home: Home) -> None:
    await home.back_up()
    download = await home.download()
    body = {
        "movieIds": [home.title.title_id],
        "rootFolderPath": str(home.title.base / "b"),
        "moveFiles": True,
    }
    assert home.title.api("PUT", "movie/editor", json=body).status_code == 202
    home.title.api.settle()
    await home.back_up()
    assert await home.downloads() == [download]
    assert (home.title.base / "b" / home.folder.name / download.relative_path).exists()
    removed = await home.services.trailers.recycle(NAME, [download.id])
    assert len(removed.files) == 1


async def test_a_root_folder_that_is_gone_makes_nothing_gone(home: Home) -> None:
    await home.back_up()
    await home.download()
    home.folder.parent.rename(home.folder.parent.with_name("unmounted"))
    await home.back_up()
    assert (await home.downloads())[0].gone_at is None


async def test_a_wrong_name_is_planned_approved_renamed_and_undone(home: Home) -> None:
    (home.folder / "trailer.mkv").write_bytes(b"t")
    await home.back_up()
    out = Results()
    assert trailers_rename.callback is not None
    await trailers_rename.callback(Task("trailers-rename", home.services, out), (NAME,))
    plan_id = out.last["instances"][0]["plan"]
    assert out.last["instances"] == [{"instance": NAME, "plan": plan_id, "renames": 1, "left_alone": 0}]
    opened = await home.services.sync.open(plan_id)
    (planned,) = opened.entries
    assert planned.after["file"] == f"{Path(VIDEOS['radarr']).stem}-trailer.mkv"
    await home.services.sync.decide(plan_id, [0], Decision.APPROVED, by_hand=True)
    await home.work(await home.services.sync.apply(plan_id))
    renamed = {VIDEOS["radarr"], planned.after["file"]}
    assert home.files() == renamed
    await home.work([await home.services.sync.undo(plan_id)])
    undo = (await home.services.sync.recent())[0]
    await home.work(await home.services.sync.apply(undo.id))
    assert home.files() == {VIDEOS["radarr"], "trailer.mkv"}
    opened = await home.services.sync.open(plan_id)
    assert (opened.entries[0].outcome, opened.plan.state) == (EntryOutcome.DONE, PlanState.UNDONE)
