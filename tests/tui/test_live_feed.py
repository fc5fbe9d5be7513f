"""Every kind of change that an app tells of is on the screen without a key, marked, the cursor unmoved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from arrtui.core.activity import ActivityKind
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.app.live import feed
from arrtui.features.library.merge import Title, TitleKey
from arrtui.features.live import collector, inbox
from arrtui.tui.kit.table import EstateTable, flashing
from arrtui.tui.panes.activity.pane import ActivityPane
from arrtui.tui.panes.library.pane import LibraryPane
from arrtui.tui.panes.library.series import SeriesScreen
from tests.features.live.records import STREAMS, recorded_operations
from tests.tui.live import Live, Screen, opened
from tests.tui.told import Recorded, Teller

MOVIES, SHOWS = "radarr.main", "sonarr.main"
_ABSENT = not all(stream.exists() for stream in STREAMS.values())
SOURCES = ["simulated", pytest.param("recorded", marks=pytest.mark.skipif(_ABSENT, reason="no recordings"))]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is put off come soon, and marks stay for as long as a test looks."""
    monkeypatch.setattr(collector, "SETTLING", 0.1)
    monkeypatch.setattr(collector, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(inbox, "SORTING", 0.02)
    monkeypatch.setattr(inbox, "GATHERING", 0.05)
    monkeypatch.setattr(feed, "_HEALTH_AFTER", 0.1)
    monkeypatch.setattr(flashing, "FLASH_SECONDS", 3_600.0)
    monkeypatch.setattr(CommandQueue, "queued_for", 0.01)


class Owner:
    """Changes things in a simulated app, and has the screen looked at."""

    def __init__(self, live: Live, name: str, recorded: Recorded, screen: Screen) -> None:
        app = live.estate.apps[name]
        self.name, self.store, self.screen = name, app.store, screen
        self.broadcast = app.hub.broadcast
        self.http = httpx.Client(base_url=f"{app.url}/api/v3", headers={"X-Api-Key": app.api_key})
        self._teller = Teller(app, recorded)

    def get(self, path: str) -> Any:
        return self.http.get(path).raise_for_status().json()

    def send(self, method: str, path: str, body: Any = None) -> Callable[[], object]:
        return lambda: self.http.request(method, path, json=body).raise_for_status()

    async def sees(
        self,
        operation: str,
        do: Callable[[], object],
        table: EstateTable[Any],
        true: Callable[[], object],
        keys: Iterable[object] = (),
    ) -> None:
        """Do an operation and wait for what it changes in a table, with the marks of rows."""
        table._flashing.clear()
        before, marked = (table.cursor_key, table.scroll_offset), set(keys)
        await self._teller.tell(operation, do, self.screen.until)
        await self.screen.until(lambda: true() and marked <= table._flashing)
        assert (table.cursor_key, table.scroll_offset) == before, operation


def named_otherwise(store: Any) -> None:
    """Give the files of movies names that are not those that the app would give them."""
    for number in store.titles:
        for file in store.files_of(number):
            file["relativePath"] = f"Old name {number}.mkv"


def without_rss(store: Any) -> None:
    """Leave one indexer that is asked for new releases."""
    for number, indexer in store.providers["indexer"].items():
        indexer["enableRss"] = number == 1


@asynccontextmanager
async def listening(
    live: Live, name: str, source: str, prepare: Callable[[Any], None]
) -> AsyncIterator[Owner]:
    """Yield the owner of an instance that is backed up and heard."""
    kind = name.partition(".")[0]
    recorded = dict(recorded_operations(kind)) if source == "recorded" else None
    live.keep(name, listened_to=True)
    prepare(live.estate.apps[name].store)
    async with opened(live.services()) as screen:
        await screen.press("B")
        await screen.until(lambda: screen.view(name).row.complete_at and screen.view(name).is_live)
        assert "up, live" in screen.view(name).sign.text
        owner = Owner(live, name, recorded, screen)
        with owner.http:
            yield owner


async def library(screen: Screen) -> EstateTable[Title]:
    """Show the Library and return its table of titles."""
    await screen.press("2")
    panes = screen.app.main.query(LibraryPane)
    await screen.until(lambda: panes and panes.first().titles.total_count)
    return panes.first().titles


@pytest.mark.parametrize("source", SOURCES)
async def test_what_happens_to_movies(live: Live, source: str) -> None:
    async with listening(live, MOVIES, source, named_otherwise) as owner:
        screen, store = owner.screen, owner.store
        table = await library(screen)
        movies = [movie for movie in owner.get("/movie") if movie["hasFile"] and movie["monitored"]][:4]
        ids = [movie["id"] for movie in movies]
        keys = [TitleKey("radarr", str(movie["tmdbId"])) for movie in movies]

        def copies() -> list[Any]:
            return [title.copies[0] for key in keys if (title := table.get_row(key))]

        first, second, third, last = ids
        table.move_to(keys[0])
        editor = owner.send("PUT", "/movie/editor", {"movieIds": ids[:3], "monitored": False})
        await owner.sees(
            *("movies edited by bulk editor (3: monitored)", editor, table),
            lambda: not any(copy.monitored for copy in copies()[:3]),
            keys[:3],
        )
        assert any("◆" in table.render_line(y).text for y in range(table.size.height))
        tags = {"movieIds": ids[:3], "tags": [1], "applyTags": "replace"}
        (label,) = (tag["label"] for tag in owner.get("/tag") if tag["id"] == 1)
        await owner.sees(
            *("movies edited by bulk editor (3: tags)", owner.send("PUT", "/movie/editor", tags), table),
            lambda: all(copy.tags == (label,) for copy in copies()[:3]),
            keys[:3],
        )
        await owner.sees(
            *("tag renamed", owner.send("PUT", "/tag/1", {"id": 1, "label": "renamed"}), table),
            lambda: all(copy.tags == ("renamed",) for copy in copies()[:3]),
        )
        (file,) = store.files_of(first)
        body = {"name": "RenameFiles", "movieId": first, "files": [file["id"]]}
        rename = owner.send("POST", "/command", body)
        await owner.sees("file renamed (RenameFiles 1)", rename, table, lambda: True, keys[:1])
        files = [store.files_of(number)[0]["id"] for number in (second, third)]
        delete = owner.send("DELETE", "/moviefile/bulk", {"movieFileIds": files})
        await owner.sees(
            *("files deleted (DELETE /moviefile/bulk, 2)", delete, table),
            lambda: [copy.files for copy in copies()] == [1, 0, 0, 1],
            keys[1:3],
        )
        store.relocated.add(last)
        scan = owner.send("POST", "/command", {"name": "RescanMovie", "movieId": last})
        await owner.sees(
            *("file gone from disk (RescanMovie)", scan, table),
            lambda: [copy.files for copy in copies()] == [1, 0, 0, 0],
            keys[3:],
        )
        await owner.sees(
            *("movie deleted (DELETE, deleteFiles)", owner.send("DELETE", f"/movie/{last}"), table),
            lambda: table.get_row(keys[3]) is None,
        )
        wanted = ("tmdbId", "title", "year", "qualityProfileId", "rootFolderPath", "monitored")
        add = owner.send("POST", "/movie", {name: movies[3][name] for name in wanted})
        await owner.sees(
            "movie added (POST /movie)", add, table, lambda: table.get_row(keys[3]) is not None, keys[3:]
        )
        await _what_it_is_doing(owner, ids[0])


async def _what_it_is_doing(owner: Owner, movie_id: int) -> None:
    """See a grab, a change of the queue and a command in the Activity."""
    screen = owner.screen
    release = owner.get(f"/release?movieId={movie_id}")[0]
    await screen.press("9")
    panes = screen.app.main.query(ActivityPane)
    await screen.until(lambda: panes and panes.first()._table.total_count)
    table = panes.first()._table
    grab = owner.send("POST", "/release", {name: release[name] for name in ("guid", "indexerId")})

    def grabbed() -> set[object]:
        rows = [view for view in table.rows if view.entry.kind is ActivityKind.RELEASE]
        return {view.key for view in rows if view.entry.what == release["title"]}

    await owner.sees("upgrade: MoviesSearch", grab, table, lambda: grabbed() and grabbed() <= table._flashing)
    number, _, gone, *_ = owner.store.queue  # the cursor is on the one that is in trouble
    owner.store.queue[number]["status"] = "paused"
    keys = [(MOVIES, ActivityKind.DOWNLOAD, str(row)) for row in (number, gone)]
    await owner.sees(
        *("quiet (pings)", owner.send("DELETE", f"/queue/{gone}"), table),
        *(lambda: table.get_row(keys[1]) is None, keys[:1]),
    )
    assert "live" in screen.text("ReadingLine")
    command = {"id": 999, "name": "RssSync", "status": "started", "body": {}}
    owner.broadcast({"name": "command", "body": {"resource": command, "action": "updated"}})
    await screen.until(lambda: (MOVIES, ActivityKind.COMMAND, "999") in table._flashing)


@pytest.mark.parametrize("source", SOURCES)
async def test_what_happens_to_episodes_and_to_the_instance(live: Live, source: str) -> None:
    async with listening(live, SHOWS, source, without_rss) as owner:
        screen, store, estate = owner.screen, owner.store, owner.screen.estate
        indexer = {**owner.get("/indexer/1"), "enableRss": False}
        save = owner.send("PUT", "/indexer/1?forceSave=true", indexer)
        healthy = screen.view(SHOWS).row.health
        await owner.sees(
            *("health issue (indexer RSS off)", save, estate),
            lambda: screen.view(SHOWS).row.health != healthy,
            [SHOWS],
        )
        tag = owner.send("POST", "/tag", {"label": "another"})
        snapshot = screen.view(SHOWS).row.snapshot
        await owner.sees(
            "tag added", tag, estate, lambda: screen.view(SHOWS).row.snapshot > snapshot, [SHOWS]
        )
        table = await library(screen)
        series = next(row for row in table.rows if len(store.files_of(row.copies[0].item_id)) > 2)
        number = series.copies[0].item_id
        table.move_to(series.key)
        await screen.press("enter")
        await screen.until(lambda: isinstance(screen.app.screen, SeriesScreen))
        opened_series = screen.app.screen
        assert isinstance(opened_series, SeriesScreen)
        episodes = opened_series.episodes
        await screen.until(lambda: episodes.total_count)
        rows = [line for line in episodes.rows if line.copies[0] and line.copies[0].file_id]
        line = next(line for line in rows if line.copies[0] and line.copies[0].monitored)
        copy = line.copies[0]
        assert copy is not None

        def now() -> Any:
            shown = episodes.get_row(line.key)
            return shown and shown.copies[0]

        edit = {**owner.get(f"/episode/{copy.episode_id}"), "monitored": False}
        await owner.sees(
            *("episode unmonitored (PUT /episode/ID)", owner.send("PUT", f"/episode/{edit['id']}", edit)),
            *(episodes, lambda: not now().monitored, [line.key]),
        )
        (file,) = (file for file in store.files_of(number) if file["id"] == copy.file_id)
        title = store.titles[number]
        delete = owner.send("DELETE", f"/episodefile/{file['id']}")
        await owner.sees(
            *("file deleted (DELETE /episodefile/ID)", delete, episodes),
            *(lambda: not now().file_id, [line.key]),
        )
        store.leave_behind(title, [file])
        scan = owner.send("POST", "/command", {"name": "RescanSeries", "seriesId": number})
        await owner.sees(
            *("file found on disk (RescanSeries)", scan, episodes),
            *(lambda: now().file_id, [line.key]),
        )
        await screen.press("escape", "1")
        delete = owner.send("DELETE", f"/series/{number}")
        titles = screen.view(SHOWS).row.items
        await owner.sees(
            *("series deleted (DELETE, deleteFiles)", delete, estate),
            *(lambda: screen.view(SHOWS).row.items == titles - 1, [SHOWS]),
        )


async def test_a_flash_ends(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flashing, "FLASH_SECONDS", 0.05)
    live.keep(MOVIES)
    async with opened(live.services()) as screen:
        table = screen.estate
        table.flash([MOVIES, "nobody"])
        assert table._flashing == {MOVIES}
        assert "◆" in "".join(strip.text for strip in (table.render_line(y) for y in range(3)))
        await screen.until(lambda: not table._flashing)
