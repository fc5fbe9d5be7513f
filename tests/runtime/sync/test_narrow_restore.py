"""What changed in the apps is listed day by day, and each change is set back alone, over real HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from arrtui.core.domain import ChangeKind
from arrtui.core.events import JobState
from arrtui.features.backup.change_lines import LINES_PER_PAGE, WordedChange
from arrtui.features.backup.days import DayState, SnapshotSpan
from tests.runtime.sync.test_use_cases import Bench
from tests.runtime.sync.test_use_cases import bench as bench

MOVIES, SHOWS = "radarr.main", "sonarr.main"


class App:
    """What somebody does in an app by hand."""

    def __init__(self, bench: Bench, name: str) -> None:
        simulated = bench.estate.apps[name]
        self.name = name
        self._url = f"{simulated.url}/api/v3"
        self._headers = {"X-Api-Key": simulated.api_key}

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request and return the answer."""
        answer = httpx.request(method, f"{self._url}{path}", headers=self._headers, json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def first(self, path: str) -> dict[str, Any]:
        """Return the first row of a list."""
        return dict(self("GET", path)[0])


async def back_up(bench: Bench, *names: str) -> None:
    jobs = await bench.done(*await bench.services.backup.back_up(names))
    assert [job.error for job in jobs if job.state is not JobState.COMPLETED] == []


async def span_of_today(bench: Bench, name: str) -> SnapshotSpan:
    """Return what to compare for the changes of today."""
    cell = (await bench.services.changes.days())[0].cell(name)
    assert cell.span is not None
    return cell.span


async def lines(bench: Bench, name: str) -> list[WordedChange]:
    """Return what changed today."""
    span = await span_of_today(bench, name)
    return [line async for page in bench.services.changes.lines(span) for line in page]


async def restore(bench: Bench, *chosen: WordedChange) -> list[str]:
    """Restore the state before changes, reviewed as a plan; return what entries it had."""
    first = chosen[0]
    records = [line.change.record_key for line in chosen]
    made = await bench.result(await bench.sync.restore(first.instance, str(first.older), records))
    opened = await bench.sync.open(made["plan"])
    if opened.entries:
        (result,) = await bench.applied(made["plan"])
        assert (result["failed"], result["conflicted"]) == (0, 0), result
    return [planned.entry.title for planned in opened.entries]


def only(lines: list[WordedChange], word: str, kind: ChangeKind) -> WordedChange:
    (line,) = (line for line in lines if (line.word, line.kind) == (word, kind))
    return line


async def test_a_series_deleted_in_the_app_is_restored_alone(bench: Bench) -> None:
    await back_up(bench, SHOWS)
    app = App(bench, SHOWS)
    shows = app("GET", "/series")
    gone, changed = shows[0], shows[1]
    app("DELETE", f"/series/{gone['id']}?deleteFiles=false")
    app("PUT", "/series/editor", {"seriesIds": [changed["id"]], "monitored": not changed["monitored"]})
    await back_up(bench, SHOWS)
    found = await lines(bench, SHOWS)
    removed = only(found, "series", ChangeKind.REMOVED)
    assert gone["title"] in removed.subject
    assert sum(line.word == "episode" for line in found) == gone["statistics"]["totalEpisodeCount"]
    facts = only(found, "series", ChangeKind.CHANGED).facts
    assert ("monitored", "yes" if changed["monitored"] else "no") in [fact[:2] for fact in facts]

    assert await restore(bench, removed) == [gone["title"]]
    back = {show["tvdbId"]: show for show in app("GET", "/series")}
    assert back[gone["tvdbId"]]["qualityProfileId"] == gone["qualityProfileId"]
    assert back[changed["tvdbId"]]["monitored"] is not changed["monitored"]


async def test_a_title_comes_back_with_its_profile_that_is_gone_too(bench: Bench) -> None:
    app = App(bench, MOVIES)
    movie = app.first("/movie")
    profile = app("GET", f"/qualityprofile/{movie['qualityProfileId']}")
    del profile["id"]
    own = app("POST", "/qualityprofile", {**profile, "name": "Of one movie"})
    app("PUT", "/movie/editor", {"movieIds": [movie["id"]], "qualityProfileId": own["id"]})
    await back_up(bench, MOVIES)
    app("DELETE", f"/movie/{movie['id']}")
    app("DELETE", f"/qualityprofile/{own['id']}")
    await back_up(bench, MOVIES)
    removed = only(await lines(bench, MOVIES), "movie", ChangeKind.REMOVED)
    assert await restore(bench, removed) == ["quality profile Of one movie", movie["title"]]
    names = {row["id"]: row["name"] for row in app("GET", "/qualityprofile")}
    back = next(row for row in app("GET", "/movie") if row["tmdbId"] == movie["tmdbId"])
    assert names[back["qualityProfileId"]] == "Of one movie"


async def test_a_tag_and_the_score_of_a_profile_are_set_back(bench: Bench) -> None:
    app = App(bench, MOVIES)
    for label in ("evening", "attic"):
        app("POST", "/tag", {"label": label})
    await back_up(bench, MOVIES)
    for tag in app("GET", "/tag"):
        if tag["label"] in ("evening", "attic"):
            app("DELETE", f"/tag/{tag['id']}")
    profile = app.first("/qualityprofile")
    score = profile["formatItems"][0]["score"]
    profile["formatItems"][0]["score"] = score + 77
    app("PUT", f"/qualityprofile/{profile['id']}", profile)
    await back_up(bench, MOVIES)

    found = await lines(bench, MOVIES)
    changed = only(found, "quality profile", ChangeKind.CHANGED)
    name = profile["formatItems"][0]["name"]
    assert [tuple(fact) for fact in changed.facts] == [(f"score of {name}", str(score), str(score + 77))]
    assert await restore(bench, changed) == [f"quality profile {profile['name']}"]
    tag = next(line for line in found if line.word == "tag" and line.subject == "attic")
    assert await restore(bench, tag) == ["tag attic"]
    assert app("GET", f"/qualityprofile/{profile['id']}")["formatItems"][0]["score"] == score
    labels = {row["label"] for row in app("GET", "/tag")}
    assert ("attic" in labels, "evening" in labels) == (True, False)


async def test_the_quality_of_one_file_is_set_back_and_that_of_another_stays(bench: Bench) -> None:
    app = App(bench, MOVIES)
    files = [movie["movieFile"] for movie in app("GET", "/movie") if movie.get("movieFile")][:2]
    await back_up(bench, MOVIES)
    other = {"quality": {"id": 1, "name": "SDTV"}, "revision": {"version": 1, "real": 0}}
    app("PUT", "/moviefile/bulk", [{"id": file["id"], "quality": other} for file in files])
    await back_up(bench, MOVIES)
    changed = [line for line in await lines(bench, MOVIES) if line.word == "file"]
    assert {line.kind for line in changed} == {ChangeKind.CHANGED}
    line = next(line for line in changed if line.change.key == str(files[0]["id"]))
    assert "SDTV" in [fact.after for fact in line.facts]
    assert len(await restore(bench, line)) == 1
    quality = {
        row["id"]: row["quality"]["quality"]["name"]
        for row in app("GET", f"/moviefile?movieId={files[0]['movieId']}")
    }
    assert quality[files[0]["id"]] == files[0]["quality"]["quality"]["name"]
    (still,) = app("GET", f"/moviefile?movieId={files[1]['movieId']}")
    assert still["quality"]["quality"]["name"] == "SDTV"


async def test_the_flag_of_an_episode_is_set_back_alone(bench: Bench) -> None:
    app = App(bench, SHOWS)
    show = app.first("/series")
    episodes = app("GET", f"/episode?seriesId={show['id']}")[:2]
    flags = {row["id"]: row["monitored"] for row in episodes}
    await back_up(bench, SHOWS)
    for number, flag in flags.items():
        app("PUT", "/episode/monitor", {"episodeIds": [number], "monitored": not flag})
    await bench.done(*await bench.services.backup.back_up([SHOWS], full=True))
    changed = [line for line in await lines(bench, SHOWS) if line.word == "episode"]
    assert len(changed) == 2
    await restore(bench, changed[0])
    now = {row["id"]: row["monitored"] for row in app("GET", f"/episode?seriesId={show['id']}")}
    restored = int(changed[0].change.key)
    assert {number: now[number] == flag for number, flag in flags.items()} == {
        number: number == restored for number in flags
    }


async def test_several_changes_are_one_plan(bench: Bench) -> None:
    await back_up(bench, MOVIES)
    app = App(bench, MOVIES)
    gone, changed = app("GET", "/movie")[0], app("GET", "/movie")[1]
    app("DELETE", f"/movie/{gone['id']}")
    app("PUT", "/movie/editor", {"movieIds": [changed["id"]], "monitored": not changed["monitored"]})
    app("POST", "/tag", {"label": "attic"})
    await back_up(bench, MOVIES)
    chosen = [line for line in await lines(bench, MOVIES) if line.word == "movie"]
    assert await restore(bench, *chosen) == [gone["title"], changed["title"]]
    now = {movie["tmdbId"]: movie["monitored"] for movie in app("GET", "/movie")}
    assert (now[gone["tmdbId"]], now[changed["tmdbId"]]) == (gone["monitored"], changed["monitored"])


async def test_what_was_not_there_before_cannot_be_restored(bench: Bench) -> None:
    await back_up(bench, MOVIES)
    App(bench, MOVIES)("POST", "/tag", {"label": "attic"})
    await back_up(bench, MOVIES)
    line = only(await lines(bench, MOVIES), "tag", ChangeKind.ADDED)
    assert not line.restorable
    job_id = await bench.sync.restore(MOVIES, str(line.older), [line.change.record_key])
    (job,) = await bench.done(job_id)
    assert job.state is JobState.FAILED
    assert "restore removes nothing" in job.error


async def test_days_tell_a_failure_from_a_backup_and_count_changes(bench: Bench) -> None:
    await back_up(bench, MOVIES, SHOWS)
    App(bench, MOVIES)("DELETE", f"/movie/{App(bench, MOVIES).first('/movie')['id']}")
    await back_up(bench, MOVIES)
    bench.estate.apps["radarr.4k"].faults.add("401", ".*")
    await bench.done(*await bench.services.backup.back_up(["radarr.4k"]))
    (today,) = await bench.services.changes.days()
    states = {name: today.cell(name).state for name in bench.estate.apps}
    assert states == {
        MOVIES: DayState.CHANGED,
        "radarr.4k": DayState.FAILED,
        SHOWS: DayState.FIRST,
        "sonarr.anime": DayState.NONE,
    }
    assert today.cell(MOVIES).removed >= 1
    assert today.cell("radarr.4k").error


async def test_changes_come_a_page_at_a_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LINES_PER_PAGE >= 100
    monkeypatch.setattr("arrtui.features.backup.change_lines.LINES_PER_PAGE", 2)
    await back_up(bench, MOVIES)
    app = App(bench, MOVIES)
    for number in range(5):
        app("POST", "/tag", {"label": f"t{number}"})
    await back_up(bench, MOVIES)
    span = await span_of_today(bench, MOVIES)
    assert [len(page) async for page in bench.services.changes.lines(span)] == [2, 2, 1]
