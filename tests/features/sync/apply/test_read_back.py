"""Everything an apply has written is read back: what is not as written is told and can be written again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.app.store import Store
from arrtui.features.sync import store
from arrtui.features.sync.apply import present
from arrtui.features.sync.fields.file_facts import file_facts
from arrtui.features.sync.fields.setting_forms import setting_entry
from arrtui.features.sync.model import (
    Entry,
    EntryOutcome,
    EntrySubject,
    Op,
    PlanDraft,
    PlanKind,
    entry_key,
)
from tests.features.sync.apply.test_refreshes import edit, flipped, until
from tests.features.sync.apply.test_run import (
    ANIME,
    MAIN,
    SERIES,
    UHD,
    StopError,
    movies,
    new_movie,
    series,
)
from tests.features.sync.rig import Rig


class ChangesBack:
    """An app that has something changed back right before it is read back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def before_reading(self, change: Callable[[], object]) -> None:
        """Carry out a change once everything is written."""
        read_items = present.present_items

        async def changed_first(*args: Any, **options: Any) -> present.PresentTitles:
            self._patch.undo()
            change()
            return await read_items(*args, **options)

        self._patch.setattr("arrtui.features.sync.apply.read_back.present_items", changed_first)


@pytest.fixture
def changes_back() -> Any:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield ChangesBack(monkeypatch)


async def changed_back_once(rig: Rig, plan_id: int, name: str, **options: Any) -> str:
    """Apply a plan of which one entry is changed back and written by the next apply; return the message."""
    first = await rig.apply(plan_id, name, **options)
    assert first.get("changed_back") == 1, (first, rig.problems(plan_id))
    (message,) = rig.problems(plan_id)
    assert await rig.apply(plan_id, name, **options) == {"done": 1}
    assert rig.problems(plan_id) == []
    return message


def in_journal(rig: Rig, plan_id: int) -> set[tuple[str, bool]]:
    """Return the state of the plan's steps, each with whether it was read back."""
    steps = rig.database.read_sync(store.steps, plan_id)
    return {(step.state, step.read_back_at is not None) for step in steps if step.position >= 0}


# --- titles that were added ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("monitored", False),
        ("qualityProfileId", 1),
        ("minimumAvailability", "announced"),
        ("tags", []),
        ("path", "/movies4k/Elsewhere"),
    ],
)
async def test_plain_fields_of_an_added_movie(
    rig: Rig, changes_back: ChangesBack, field: str, value: Any
) -> None:
    await rig.back_up(UHD)
    titles = rig.app(UHD).store.titles
    last = next(reversed(rig.app(UHD).store.profiles.values()))["name"]
    entries = [new_movie(number, tags=["kept"], quality_profile=last) for number in (500_001, 500_002)]
    plan_id = rig.save(PlanDraft(entries=entries))

    def change() -> None:
        (movie,) = (movie for movie in titles.values() if movie["tmdbId"] == 500_002)
        assert movie[field] != value
        movie[field] = value

    changes_back.before_reading(change)
    await changed_back_once(rig, plan_id, UHD)
    (movie,) = (movie for movie in titles.values() if movie["tmdbId"] == 500_002)
    assert movie[field] != value
    assert in_journal(rig, plan_id) == {("done", True)}
    posts = [path for method, path in rig.app(UHD).requests if method == "POST" and "/movie" in path]
    assert len(posts) == 1, "what is there is not added again"


async def test_the_season_flags_of_an_added_series(rig: Rig, changes_back: ChangesBack) -> None:
    draft = await rig.compare(series())
    added = next(entry for entry in draft.entries if entry.op is Op.ADD)
    plan_id = rig.save(PlanDraft(entries=[added]))
    flags = added.after["seasons"]

    def change() -> None:
        (title,) = (
            title for title in rig.app(ANIME).store.titles.values() if title["tvdbId"] == int(added.ident)
        )
        for season in title["seasons"]:
            season["monitored"] = not flags[str(season["seasonNumber"])]

    changes_back.before_reading(change)
    assert "seasons" in await changed_back_once(rig, plan_id, ANIME)
    (title,) = (
        title for title in rig.app(ANIME).store.titles.values() if title["tvdbId"] == int(added.ident)
    )
    assert {str(row["seasonNumber"]): row["monitored"] for row in title["seasons"]} == flags


async def test_an_added_title_that_is_gone_is_added_again(rig: Rig, changes_back: ChangesBack) -> None:
    await rig.back_up(UHD)
    plan_id = rig.save(PlanDraft(entries=[new_movie(500_001), new_movie(500_002)]))
    app = rig.app(UHD).store

    def change() -> None:
        (title,) = (title for title in app.titles.values() if title["tmdbId"] == 500_001)
        app.delete_title(title["id"])

    changes_back.before_reading(change)
    assert "not there" in await changed_back_once(rig, plan_id, UHD)
    assert {500_001, 500_002} <= {title["tmdbId"] for title in app.titles.values()}


# --- facts of files --------------------------------------------------------------------------------------


def facts_entry(rig: Rig, name: str, number: int) -> tuple[Entry, int]:
    """Return an entry that gives the first file of a title another group, and that file's id."""
    title = list(rig.side(name, files=True).titles)[number]
    file = rig.side(name, files=True).media[title.item.id][0]
    facts = file_facts(file) | {"release_group": "Another"}
    return replace(
        edit(rig, 0, name=name, files={file.relative_path: facts}),
        item_id=title.item.id,
        ident=title.item.external_id,
        key=entry_key(name, EntrySubject.ITEM, title.item.external_id),
    ), file.id


@pytest.mark.parametrize("name", [MAIN, SERIES])
async def test_facts_of_files(rig: Rig, changes_back: ChangesBack, name: str) -> None:
    await rig.back_up(name)
    with_files = [number for number, title in enumerate(rig.side(name).titles) if title.files][:2]
    entries, files = zip(*(facts_entry(rig, name, number) for number in with_files), strict=True)
    plan_id = rig.save(PlanDraft(entries=list(entries)))
    rows = rig.app(name).store.files

    def change() -> None:
        assert {rows[number]["releaseGroup"] for number in files} == {"Another"}
        rows[files[0]]["releaseGroup"] = "Guessed"

    changes_back.before_reading(change)
    assert "files" in await changed_back_once(rig, plan_id, name)
    assert {rows[number]["releaseGroup"] for number in files} == {"Another"}


async def test_files_and_episodes_of_many_series_are_read_back_by_their_ids(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(present, "MOST_SINGLE", 1)
    await rig.back_up(SERIES)
    shows = rig.app(SERIES).store
    entries = []
    for title in rig.side(SERIES, files=True).titles:
        row = shows.episodes_of(title.item.id)[0]
        key = f"{row['seasonNumber']}x{row['episodeNumber']}"
        media = rig.side(SERIES, files=True).media.get(title.item.id, ())
        files = {file.relative_path: file_facts(file) | {"release_group": "X"} for file in media}
        place = next(i for i, one in enumerate(shows.titles) if one == title.item.id)
        entries.append(edit(rig, place, name=SERIES, episodes={key: not row["monitored"]}, files=files))
    plan_id = rig.save(PlanDraft(entries=entries))
    rig.app(SERIES).reset_requests()
    assert await rig.apply(plan_id, SERIES) == {"done": len(entries)}
    requests = rig.app(SERIES).requests
    last_write = max(place for place, (method, _) in enumerate(requests) if method != "GET")
    after = [path for _, path in requests[last_write + 1 :]]
    assert [after.count(f"/api/v3/{path}") for path in ("series", "episode", "episodefile")] == [1, 1, 1]


# --- removals --------------------------------------------------------------------------------------------


async def removals(rig: Rig, **values: Any) -> list[Entry]:
    """Return entries that remove movies with files."""
    draft = await rig.compare(movies(mode="mirror"))
    removed = [entry for entry in draft.entries if entry.op is Op.REMOVE and entry.files]
    return [replace(entry, **values) for entry in removed[:2]]


async def test_a_removed_title_that_is_still_there(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    (first, second) = await removals(rig)
    plan_id = rig.save(PlanDraft(entries=[first, second]))
    delete_titles = Store.delete_titles

    def forget_one(app: Store, title_ids: list[int], **options: bool) -> None:
        monkeypatch.undo()
        delete_titles(app, title_ids[1:], **options)

    monkeypatch.setattr(Store, "delete_titles", forget_one)
    assert "still there" in await changed_back_once(rig, plan_id, UHD)
    assert not {first.item_id, second.item_id} & rig.app(UHD).store.titles.keys()
    assert in_journal(rig, plan_id) == {("done", True), ("failed", False)}


async def test_a_removed_title_that_a_list_has_added_again_needs_a_new_plan(
    rig: Rig, changes_back: ChangesBack
) -> None:
    (removed, _) = await removals(rig)
    plan_id = rig.save(PlanDraft(entries=[removed]))
    changes_back.before_reading(
        lambda: rig.app(UHD).store.add_title(
            int(removed.ident), rootFolderPath="/movies4k", qualityProfileId=1
        )
    )
    assert await rig.apply(plan_id, UHD) == {"changed_back": 1}
    assert await rig.apply(plan_id, UHD) == {"changed_back": 1}, "it is another title with an id of its own"
    assert "Plan again" in rig.problems(plan_id)[0]


async def test_a_folder_that_was_not_deleted_with_its_title(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CommandQueue, "follows_after", 0.0)
    (first, second) = await removals(rig)
    movies4k = rig.app(UHD).store
    kept = next(
        title for title in movies4k.titles.values() if title["id"] not in (first.item_id, second.item_id)
    )
    folder = movies4k.titles[second.item_id]["path"]
    movies4k.relocate(kept, f"{folder}/Extended")
    plan_id = rig.save(PlanDraft(entries=[first, second]))
    options = {"delete_files": True, "wait_seconds": 0}
    assert await rig.apply(plan_id, UHD, **options) == {"done": 1, "changed_back": 1}
    assert folder in rig.problems(plan_id)[0]
    movies4k.remove_tree(folder)
    assert await rig.apply(plan_id, UHD, **options) == {"done": 1}


async def test_folders_that_are_deleted_after_the_answer_are_waited_for(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = await removals(rig)
    app = rig.app(UHD).store
    plan_id = rig.save(PlanDraft(entries=entries))
    remove_tree = app.remove_tree
    slow: list[str] = []
    monkeypatch.setattr(app, "remove_tree", slow.append)
    apply = asyncio.create_task(rig.apply(plan_id, UHD, delete_files=True))
    for _ in entries:
        await until(lambda: bool(slow) and "waiting for Radarr to end its deletions" in rig.progress)
        assert not apply.done()
        rig.progress.clear()
        remove_tree(slow.pop())
    assert await apply == {"done": len(entries)}


@pytest.mark.parametrize("removed_first", [True, False])
async def test_an_exclusion_that_was_not_made(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, removed_first: bool
) -> None:
    (removed, _) = await removals(rig, exclude=True)
    name = str(removed.ident)
    listed = replace(
        removed,
        op=Op.ADD,
        subject=EntrySubject.EXCLUSION,
        key=entry_key(UHD, EntrySubject.EXCLUSION, name),
    )
    plan_id = rig.save(PlanDraft(entries=[removed if removed_first else listed]))
    app = rig.app(UHD).store
    monkeypatch.setattr(type(app), "add_exclusion", lambda *_, **__: {"id": 1})
    assert await rig.apply(plan_id, UHD, wait_seconds=0) == {"changed_back": 1}
    assert "exclusion list" in rig.problems(plan_id)[0]
    monkeypatch.undo()
    if removed_first:
        app.add_exclusion(int(name), removed.title, removed.year)
    assert await rig.apply(plan_id, UHD, wait_seconds=0) == {"done": 1}


# --- settings --------------------------------------------------------------------------------------------


def setting(rig: Rig, op: Op, ident: str, **values: Any) -> Entry:
    """Return an entry on a setting of the main Radarr."""
    return setting_entry(MAIN, op, ident, ident, "", **values)


async def test_settings_of_every_sort(rig: Rig, changes_back: ChangesBack) -> None:
    await rig.back_up(MAIN)
    app = rig.app(MAIN).store
    formats = [row["name"] for row in list(app.formats.values())[:2]]
    profile = next(iter(app.profiles.values()))
    entries = [
        setting(rig, Op.UPDATE, f"quality_profile/{profile['name']}", after={"formats": {formats[0]: 77}}),
        setting(rig, Op.ADD, "tag/fresh", after={"body": {"label": "fresh"}}),
        setting(rig, Op.REMOVE, f"custom_format/{formats[1]}"),
        setting(rig, Op.UPDATE, "naming/naming", after={"body": {"renameMovies": False}}),
    ]
    app.configs["naming"]["renameMovies"] = True
    plan_id = rig.save(PlanDraft(entries=entries), kind=PlanKind.ACTION)
    held = dict(next(row for row in app.formats.values() if row["name"] == formats[1]))

    def change() -> None:
        rows = app.profiles[profile["id"]]["formatItems"]
        next(row for row in rows if row["name"] == formats[0])["score"] = 5
        app.tags.clear()
        app.formats[held["id"]] = held
        app.configs["naming"]["renameMovies"] = True

    changes_back.before_reading(change)
    rig.app(MAIN).reset_requests()
    assert await rig.apply(plan_id, MAIN) == {"changed_back": 4}
    words = " | ".join(rig.problems(plan_id))
    assert f"score of {formats[0]}" in words and "it is not there" in words and "there again" in words
    assert await rig.apply(plan_id, MAIN) == {"done": 4}
    assert in_journal(rig, plan_id) == {("failed", False), ("done", True)}
    assert app.configs["naming"]["renameMovies"] is False


# --- after an interruption -------------------------------------------------------------------------------


async def test_what_was_written_before_an_interruption_is_read_back_by_the_next_apply(
    rig: Rig, changes_back: ChangesBack
) -> None:
    await rig.back_up(MAIN)
    entries = [flipped(rig, 0, name=MAIN), flipped(rig, 1, name=MAIN)]
    plan_id = rig.save(PlanDraft(entries=entries))

    def interrupt() -> None:
        raise StopError

    changes_back.before_reading(interrupt)
    with pytest.raises(StopError):
        await rig.apply(plan_id, MAIN)
    assert rig.outcomes(plan_id) == [EntryOutcome.DONE] * 2
    assert in_journal(rig, plan_id) == {("done", False)}
    movie = rig.app(MAIN).store.titles[entries[1].item_id]
    movie["monitored"] = not movie["monitored"]
    assert await rig.apply(plan_id, MAIN) == {"done": 1, "changed_back": 1}
    assert await rig.apply(plan_id, MAIN) == {"done": 1}
    rig.app(MAIN).reset_requests()
    assert await rig.apply(plan_id, MAIN) == {}, "nothing is read back twice"
    assert not any("/movie" in path for _, path in rig.app(MAIN).requests)
