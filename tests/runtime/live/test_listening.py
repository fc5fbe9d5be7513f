"""What happens in an app is stored a moment later, and what is no feed does no harm."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from arrtui.core.activity import ActivityKind
from arrtui.core.estate_events import EventType
from arrtui.core.events import JobState
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.http.hub import Hub
from arrtui.features.live import failures
from arrtui.features.sync.actions import Action, ActionKind, ActionTarget
from tests.runtime.live.conftest import Listening, http


async def test_what_an_owner_does_is_stored(listens: Listening) -> None:
    await listens.backed_up()
    with http(listens.radarr) as owner:
        edited, deleted = owner.get("/movie").json()[:2]
        owner.put(f"/movie/{edited['id']}", json=edited | {"monitored": not edited["monitored"]})
        owner.delete(f"/movie/{deleted['id']}")
    with http(listens.sonarr) as owner:
        series = owner.get("/series").json()[0]
        owner.put(f"/series/{series['id']}", json=series | {"monitored": not series["monitored"]})

    async def stored() -> bool:
        movies, shows = await listens.titles(), await listens.titles("sonarr")
        movie, show = movies[str(edited["tmdbId"])], shows[str(series["tvdbId"])]
        return (
            movie.copies[0].monitored is not edited["monitored"]
            and str(deleted["tmdbId"]) not in movies
            and show.copies[0].monitored is not series["monitored"]
        )

    await listens.until(stored)


async def test_what_happened_without_a_connection_is_read_with_the_next(listens: Listening) -> None:
    await listens.backed_up()
    with http(listens.radarr) as owner:
        movie = owner.get("/movie").json()[0]
        listens.radarr.faults.add("502", "/signalr")
        listens.radarr.hub.drop_all()

        async def lost() -> bool:
            return await listens.status("radarr.main") == "lost"

        await listens.until(lost)
        owner.delete(f"/movie/{movie['id']}")
    listens.radarr.faults.clear()

    async def stored() -> bool:
        return str(movie["tmdbId"]) not in await listens.titles()

    await listens.until(stored)
    assert await listens.status("radarr.main") == "up"


async def test_what_could_not_be_read_is_tried_again_without_a_word_of_the_app(
    listens: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "FIRST_PAUSE", 0.3)
    await listens.backed_up()
    listens.radarr.faults.add("401", "/movie/1$", method="GET")
    with http(listens.radarr) as owner:
        owner.put("/movie/editor", json={"movieIds": [1], "qualityProfileId": 2})
        tmdb_id = next(str(movie["tmdbId"]) for movie in owner.get("/movie").json() if movie["id"] == 1)

    async def failed_for_good() -> bool:
        jobs = await listens.services.jobs.list_jobs()
        return any((job.kind, job.state) == ("refresh", JobState.FAILED) for job in jobs)

    await listens.until(failed_for_good)
    before = (await listens.titles())[tmdb_id].copies[0].profile
    listens.radarr.faults.clear()

    async def stored() -> bool:
        return (await listens.titles())[tmdb_id].copies[0].profile != before

    await listens.until(stored)


@pytest.mark.parametrize("fault", ["302", "401", "html"])
async def test_a_proxy_before_the_feed_is_no_feed_but_not_down(listens: Listening, fault: str) -> None:
    listens.radarr.faults.add(fault, "/signalr")
    listens.radarr.hub.drop_all()

    async def refused() -> bool:
        return await listens.status("radarr.main") == "none"

    await listens.until(refused)
    state = await listens.state("radarr.main")
    assert state is not None and state.why

    async def told() -> bool:
        return bool(await listens.services.events.after(0, types=(EventType.LIVE_FEED_DOWN,)))

    await listens.until(told)
    (down,) = await listens.services.events.after(0, types=(EventType.LIVE_FEED_DOWN,))
    assert (down.instance, down.reason) == ("radarr.main", state.why)
    await listens.services.estate.check()
    await listens.until(listens.idle)
    rows = {row.name: row for row in await listens.services.estate.rows()}
    assert rows["radarr.main"].state == "up" and rows["radarr.main"].feed == state
    assert rows["sonarr.main"].feed is not None and rows["sonarr.main"].feed.is_up


async def test_a_handshake_that_is_never_answered_leaves_the_rest_usable(
    listens: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arrtui.clients.signalr.HANDSHAKE_SECONDS", 0.1)
    listens.set_faults(feedHandshake=False, dropFeed=True)
    await listens.backed_up()

    async def lost() -> bool:
        return await listens.status("radarr.main") == "lost"

    await listens.until(lost)
    assert len(await listens.titles()) == 30


async def test_a_feed_in_single_characters_is_understood(listens: Listening) -> None:
    await listens.backed_up()
    listens.set_faults(feedPiece=1, feedPause=0.0005)
    with http(listens.radarr) as owner:
        tmdb_id = str(owner.get("/movie/3").json()["tmdbId"])
        owner.delete("/movie/3")

    async def stored() -> bool:
        return tmdb_id not in await listens.titles()

    await listens.until(stored)


async def test_ten_thousand_messages_cost_few_requests(listens: Listening) -> None:
    await listens.backed_up()
    app = listens.radarr
    with http(app) as owner:
        movies = owner.get("/movie").json()
    hub: Hub = app.hub
    app.reset_requests()
    for number in range(10_000):
        resource = {"id": 1 + number, "monitored": True, "path": "/movies/A", "tags": []}
        hub.broadcast({"name": "movie", "body": {"resource": resource, "action": "updated"}})
    hub.broadcast({"name": "movie", "body": {"resource": {"id": movies[0]["id"]}, "action": "deleted"}})
    with http(app) as owner:
        owner.delete(f"/movie/{movies[1]['id']}")

    async def stored() -> bool:
        return str(movies[1]["tmdbId"]) not in await listens.titles()

    await listens.until(stored)
    await listens.until(listens.idle)
    assert str(movies[0]["tmdbId"]) in await listens.titles()  # a message alone deletes nothing
    assert len(app.requests) <= 60


async def test_a_grab_is_asked_for_and_told(listens: Listening) -> None:
    await listens.backed_up()
    with http(listens.radarr) as owner:
        movie = owner.get("/movie").json()[0]
        release = owner.get("/release", params={"movieId": movie["id"]}).json()[0]
        owner.post("/release", json={"guid": release["guid"], "indexerId": release["indexerId"]})

    async def told() -> bool:
        return bool(await listens.services.events.after(0, types=(EventType.GRABBED,)))

    await listens.until(told)
    (event,) = await listens.services.events.after(0, types=(EventType.GRABBED,))
    assert (event.instance, event.item_id, event.title) == ("radarr.main", movie["id"], movie["title"])
    assert event.release == release["title"] and event.score is not None


async def test_commands_show_without_a_request(listens: Listening) -> None:
    await listens.backed_up()
    app = listens.radarr
    with http(app) as owner:
        owner.post("/command", json={"name": "RefreshMovie"})
        app.reset_requests()
    command = {"id": 999, "name": "RssSync", "commandName": "Rss Sync", "status": "started", "body": {}}
    app.hub.broadcast({"name": "command", "body": {"resource": command, "action": "updated"}})

    async def shown() -> bool:
        rows = await listens.services.activity.rows(["radarr.main"])
        return any(row.entry.kind is ActivityKind.COMMAND and row.entry.key == "999" for row in rows)

    await listens.until(shown)
    assert not [path for _, path in app.requests if path.endswith("/command")]
    command |= {"status": "completed", "result": "successful"}
    app.hub.broadcast({"name": "command", "body": {"resource": command, "action": "updated"}})

    async def gone() -> bool:
        return not await shown()

    await listens.until(gone)


def refreshing(_owner: httpx.Client) -> Action:
    """Return the action that has the app refresh a movie."""
    return Action(kind=ActionKind.REFRESH, targets=(ActionTarget(instance="radarr.main", item_id=1),))


def moving(owner: httpx.Client) -> Action:
    """Return the action that has the app move the files of a movie to another root folder."""
    path = owner.get("/movie/1").json()["path"]
    roots = [row["path"].rstrip("/") for row in owner.get("/rootfolder").json()]
    value = {"radarr.main": next(root for root in roots if not path.startswith(f"{root}/"))}
    target = ActionTarget(instance="radarr.main", item_id=1)
    return Action(kind=ActionKind.ROOT_FOLDER, targets=(target,), value=value, move_files=True)


@pytest.mark.parametrize("action_of", [refreshing, moving])
async def test_our_own_commands_are_followed_without_asking(
    listens: Listening, monkeypatch: pytest.MonkeyPatch, action_of: Callable[[httpx.Client], Action]
) -> None:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.2)  # long enough for several looks
    services, app = listens.services, listens.radarr
    await listens.backed_up()
    with http(app) as owner:
        action = action_of(owner)
    app.reset_requests()
    (job_id,) = await services.sync.act(action)
    job = await services.engine.queue.ended(job_id)
    assert job is not None and job.result is not None and job.result["applied"] == 1
    asked = [path for method, path in app.requests if method == "GET" and "/command" in path]
    assert asked == ["/api/v3/command"]
