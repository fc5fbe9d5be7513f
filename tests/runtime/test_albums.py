"""What is asked for an album in Scores, Loops, Activity and by rules reaches that album of the app."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest

from arrtui.core.config import load_config
from arrtui.core.estate_event_words import title_of
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import JobState
from arrtui.db.library import EpisodeListRow, episode_rows
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.activity.words import stored_title
from arrtui.features.sync.actions import Action, ActionKind, ActionTarget
from arrtui.runtime.services import Services
from arrtui.tui.panes.activity.search import search_action

NAME = "lidarr.main"
RULE = '[[rule]]\nname = "hunt"\nevent = "unmonitored"\naction = "search"\ndry_run = false\n'


def services_of(estate: SimulatedEstate, folder: Path) -> Services:
    file = folder / "config.toml"
    file.write_text(estate.config_toml(database=folder / "arrtui.db") + RULE)
    file.chmod(0o600)
    return Services(load_config(file, env={}), kind="run", env={})


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(EstateSize(radarr=(), sonarr=(), lidarr=(("main", 4, 3, 4),))) as running:
        yield running


@pytest.fixture(scope="module")
def stored(estate: SimulatedEstate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with a backup."""
    folder = tmp_path_factory.mktemp("stored")

    async def back_up() -> None:
        services = services_of(estate, folder)
        await services.engine.run_jobs(await services.backup.back_up())
        await services.clients.aclose()
        services.database.close()

    asyncio.run(back_up())
    return folder / "arrtui.db"


class Scene(NamedTuple):
    """Services over the stored Lidarr, whose jobs the test works on."""

    services: Services
    app: SimulatedApp
    before: frozenset[int]
    """Commands that the app had before."""

    async def done(self, *job_ids: int) -> None:
        """Work on jobs and on those they queue."""
        jobs = await self.services.engine.run_jobs(list(job_ids))
        assert [job.error for job in jobs if job.state is not JobState.COMPLETED] == []

    def posted(self) -> list[tuple[str, Any]]:
        """Return the searches that the app was asked for, with the ids they name."""
        items = self.app.store.commands.items
        rows = [items[number] for number in items.keys() - self.before]
        return [(row["name"], row["body"].get("albumIds")) for row in rows if row["name"].endswith("Search")]

    def unmonitored(self) -> set[int]:
        return {number for number, album in self.app.store.albums.items() if not album["monitored"]}


@pytest.fixture
async def scene(estate: SimulatedEstate, stored: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    shutil.copy(stored, tmp_path / "arrtui.db")
    services, app = services_of(estate, tmp_path), estate.apps[NAME]
    flags = {number: album["monitored"] for number, album in app.store.albums.items()}
    yield Scene(services, app, frozenset(app.store.commands.items))
    await services.clients.aclose()
    services.database.close()
    for number, flag in flags.items():
        app.store.albums[number]["monitored"] = flag


def push(app: SimulatedApp) -> Any:
    """Have the app grab a release of an album that lacks tracks; return its row of the queue."""
    headers = {"X-Api-Key": app.api_key}
    for album in list(app.store.albums.values()):
        named = httpx.get(f"{app.url}/api/v1/album/{album['id']}", headers=headers, timeout=20).json()
        title = f"{named['artist']['artistName']} - {named['title']} (2001) [FLAC]-GRP"
        body = {"title": title, "downloadUrl": "http://127.0.0.1:9/x.nzb", "protocol": "usenet"}
        body |= {"publishDate": "2026-11-27T00:00:00Z"}
        pushed = httpx.post(f"{app.url}/api/v1/release/push", json=body, headers=headers, timeout=20).json()
        if pushed["approved"]:
            return next(row for row in app.store.queue.values() if row["title"] == title)
    raise AssertionError("no release was approved")


async def albums(scene: Scene) -> list[EpisodeListRow]:
    """Return the monitored albums of an artist that has several."""
    for artist in scene.app.store.artists:
        rows = await scene.services.database.read(episode_rows, NAME, artist)
        if len(monitored := [row for row in rows if row.monitored]) > 1:
            return monitored
    raise AssertionError("no artist has several monitored albums")


async def test_scores_search_and_unmonitor_the_album(scene: Scene) -> None:
    (analysis,) = await scene.services.scores.analyses([NAME])
    file = next(own.file for own in analysis.judged if own.file.monitored)
    await scene.done(*await scene.services.scores.search([file]))
    assert scene.posted() == [("AlbumSearch", [*file.episode_ids])]
    before = scene.unmonitored()
    await scene.done(*await scene.services.scores.unmonitor([file]))
    assert scene.unmonitored() - before == {*file.episode_ids}


async def test_loops_unmonitor_the_album(scene: Scene) -> None:
    stored = await scene.services.loops.chains(NAME)
    before = scene.unmonitored()
    chain = next(own for own in stored.report.chains if own.episode_ids and not before & {*own.episode_ids})
    await scene.done(*await scene.services.loops.unmonitor([(stored, chain)]))
    assert scene.unmonitored() - before == {*chain.episode_ids}


async def test_loops_remove_the_download_of_the_album_and_block_it(scene: Scene) -> None:
    """One item of the queue is one album (LIDARR_API 4)."""
    entry, store = push(scene.app), scene.app.store
    stored = await scene.services.loops.chains(NAME)
    chain = stored.report.chains[0]
    chain.item_id, chain.episode_ids = entry["artistId"], (entry["albumId"],)
    (grab,) = await scene.services.loops.stopping.queued([(stored, chain)])
    assert (grab.release, grab.title.endswith(stored.report.albums[entry["albumId"]])) == (
        entry["title"],
        True,
    )
    await scene.done(*await scene.services.loops.stopping.remove([grab], remove_from_client=True))
    assert entry["id"] not in store.queue
    assert [row["albumIds"] for row in store.releases.blocked.values()] == [[entry["albumId"]]]


async def test_rows_of_the_activity_are_about_their_album(scene: Scene) -> None:
    push(scene.app)
    await scene.done(*await scene.services.activity.refresh([NAME]))
    rows = [row for row in await scene.services.activity.rows([NAME]) if row.entry.episode_id and row.album]
    row = next(row for row in rows if row.entry.item_id)
    assert stored_title(row) == f"{row.title} - {row.album}"
    action = search_action([row])
    assert action is not None
    await scene.done(*await scene.services.sync.act(action))
    assert scene.posted() == [("AlbumSearch", [row.entry.episode_id])]
    await scene.done(*await scene.services.activity.refresh([NAME]))
    commands = [row for row in await scene.services.activity.rows([NAME]) if row.entry.what == "AlbumSearch"]
    assert [(own.title, own.album) for own in commands] == [(row.title, row.album)]


@pytest.mark.parametrize("by_id", (True, False))
async def test_a_rule_searches_for_the_album_of_its_event(scene: Scene, by_id: bool) -> None:
    """Events of a database of before name no album; what they are about is not guessed then."""
    album = (await albums(scene))[by_id]  # an equal command that waits is not posted again
    event = EstateEvent(
        type=EventType.UNMONITORED,
        at=scene.services.clock(),
        instance=NAME,
        item_id=album.item_id,
        external_id=scene.app.store.artists[album.item_id]["foreignArtistId"],
        title=album.series,
        album_id=album.episode_id if by_id else 0,
        album=album.title if by_id else "",
        season=None if by_id else album.season,
        episode=None if by_id else album.number,
    )
    ids = await scene.services.events.publish([event])
    deeds = await scene.services.rules.look_at(await scene.services.events.after(ids[0] - 1))
    assert len(deeds) == 1 and (not by_id or title_of(event) == f"{album.series} - {album.title}")
    await scene.done(*[deed.job_id for deed in deeds if deed.job_id is not None])
    await scene.done(*[job.id for job in await scene.services.jobs.list_jobs() if not job.state.finished])
    assert scene.posted() == [("AlbumSearch", [album.episode_id])]


async def test_what_the_backup_saw_of_an_album_names_it(scene: Scene, estate: SimulatedEstate) -> None:
    album, other = (await albums(scene))[:2]
    scene.app.store.albums[album.episode_id]["monitored"] = False
    before = await scene.services.events.latest_id()
    await scene.done(*await scene.services.backup.back_up())
    events = await scene.services.events.after(before, types=[EventType.UNMONITORED])
    assert [(own.album_id, own.album, own.season) for own in events] == [
        (album.episode_id, album.title, None)
    ]
    assert title_of(events[0]) == f"{album.series} - {album.title}" != other.title


async def test_new_names_are_of_the_artist_and_its_files(scene: Scene) -> None:
    store = scene.app.store
    store.configs["naming"]["renameTracks"] = True
    client = scene.services.clients.get(scene.services.config.instance(NAME))
    names = [own for artist in store.artists for own in (await client.new_names([artist])).records]
    store.configs["naming"]["renameTracks"] = False
    assert {own.item_id for own in names} <= set(store.artists) and names
    assert {own.file_id for own in names} <= set(store.files)


async def test_arguments_of_a_stored_job_with_numbers_are_read(scene: Scene) -> None:
    """Albums had no jobs before they had keys; of episodes pairs are stored."""
    old = {"kind": "unmonitor", "targets": [{"instance": NAME, "item_id": 1, "episodes": [[2, 5]]}]}
    action = msgspec.convert(old, Action)
    assert action.kind is ActionKind.UNMONITOR
    assert action.targets == (ActionTarget(instance=NAME, item_id=1, episodes=((2, 5),)),)
