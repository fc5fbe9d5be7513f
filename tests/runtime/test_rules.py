"""Rules from the event to the app: what they do, what they leave alone, and that it is done once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from arrtui.core.config import load_config
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Job, JobState
from arrtui.core.rule_deeds import RuleDeed, RuleVerdict
from arrtui.core.text import HOUR
from arrtui.db import estate_events
from arrtui.db.library import LibraryRow, episode_rows, library_rows
from arrtui.db.tripwire import Alarm
from arrtui.db.tripwire import note as note_alarm
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.runtime.rules.use_cases import CONSUMER, TOO_OLD, rule_fields
from arrtui.runtime.services import Services
from tests.runtime.conftest import Clock

CHANNELS = """
[[notify]]
name = "phone"
url = "json://127.0.0.1:1/"
events = ["tripwire"]
[[notify]]
name = "desk"
url = "json://127.0.0.1:1/"
events = ["tripwire"]
"""
PAIR = """
[sync.twins]
source = "radarr.main"
target = "radarr.second"
"""


@dataclass
class House:
    """Services over a copy of the stored estate, with rules; whose jobs are worked on by the test."""

    services: Services
    estate: SimulatedEstate
    clock: Clock

    async def done(self, job_ids: list[int]) -> list[Job]:
        jobs = await self.services.engine.run_jobs(job_ids)
        return [job for job in jobs if job.id in job_ids]

    async def titles(self, instance: str) -> list[LibraryRow]:
        return await self.services.database.read(library_rows, [instance])

    async def title(self, instance: str = "radarr.main", place: int = 0) -> LibraryRow:
        return (await self.titles(instance))[place]

    async def happen(self, *events: EstateEvent) -> list[RuleDeed]:
        """Publish events that happen now, have the rules look at them, and do what they queue."""
        ids = await self.services.events.publish(
            msgspec.structs.replace(event, at=self.clock()) for event in events
        )
        deeds = await self.services.rules.look_at(await self.services.events.after(ids[0] - 1))
        queued = [deed.job_id for deed in deeds if deed.job_id is not None]
        for job in await self.done(queued) if queued else ():
            if jobs := (job.result or {}).get("jobs", ()):
                await self.done([number for number in jobs if await self.kind_of(number) != "trailers-fetch"])
        return deeds

    async def kind_of(self, number: int) -> str:
        job = await self.services.jobs.get(number)
        return job.kind if job else ""

    async def outcome(self, name: str) -> str:
        return (await self.services.rules.deeds(name))[0].outcome

    def posted(self, instance: str) -> list[Mapping[str, Any]]:
        """Return the searches that an instance was asked for."""
        commands = self.estate.apps[instance].store.commands.items.values()
        return [command["body"] for command in commands if command["name"].endswith("Search")]

    def writes(self, instance: str) -> list[str]:
        return [path for method, path in self.estate.apps[instance].requests if method != "GET"]


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    clock = Clock()
    size = EstateSize(radarr=(("main", 6), ("second", 3)), sonarr=(("main", 2, 8),))
    with SimulatedEstate(size, today=int(clock.now) - int(clock.now) % 86_400) as running:
        for app in running.apps.values():
            app.clock = clock
        yield running


@pytest.fixture(autouse=True)
def fast_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)


@asynccontextmanager
async def opened(estate: SimulatedEstate, folder: Path, rules: str) -> AsyncIterator[House]:
    file, clock = folder / "config.toml", Clock()
    file.write_text(f"{estate.config_toml(database=folder / 'arrtui.db')}\n{CHANNELS}\n{rules}\n")
    file.chmod(0o600)
    config = load_config(file, env={}, rule_fields=rule_fields)
    services = Services(config, kind="run", env={}, clock=clock)
    for app in estate.apps.values():
        app.requests.clear()
    try:
        yield House(services, estate, clock)
    finally:
        await services.clients.aclose()
        services.database.close()


@pytest.fixture(scope="module")
def backed_up(estate: SimulatedEstate, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a database with a snapshot of each instance."""
    folder = tmp_path_factory.mktemp("estate")

    async def back_up() -> None:
        async with opened(estate, folder, "") as house:
            await house.done(await house.services.backup.back_up())

    asyncio.run(back_up())
    return (folder / "arrtui.db").read_bytes()


@pytest.fixture
def folder(backed_up: bytes, tmp_path: Path) -> Path:
    """Return a folder with a copy of the stored estate."""
    (tmp_path / "arrtui.db").write_bytes(backed_up)
    return tmp_path


def rule(name: str, *options: str, event: str = "title_changed") -> str:
    return "\n".join(("[[rule]]", f'name = "{name}"', f'event = "{event}"', *options, ""))


def about(row: LibraryRow, **fields: Any) -> EstateEvent:
    event = EstateEvent(
        type=EventType.TITLE_CHANGED,
        at=0.0,
        instance=row.instance,
        item_id=row.item_id,
        external_id=row.external_id,
        title=row.title,
        year=row.year,
    )
    return msgspec.structs.replace(event, **fields)


TAG = ('action = "tag"', 'tag = "seen"')
LIVE = "dry_run = false"


async def test_a_tag_is_written_as_a_change_that_can_be_undone_and_brings_about_nothing(
    estate: SimulatedEstate, folder: Path
) -> None:
    async with opened(estate, folder, rule("tags", *TAG, LIVE)) as house:
        before = await house.services.events.latest_id()
        await house.happen(about(await house.title()))
        assert "seen" in (await house.title()).tags
        own = [event for event in await house.services.events.after(before) if event.own]
        assert [event.type for event in own] == [EventType.TITLE_CHANGED]
        assert await house.services.rules.look_at(own) == []
        change = await house.services.sync.last_change("radarr.main")
        (job,) = await house.done([await house.services.sync.undo(change.id)])
        assert (job.result or {})["update"] == 1


@pytest.mark.parametrize(("action", "writes"), [("plan", 0), ("apply", 1)])
async def test_a_pair_is_planned_for_the_title_alone_and_only_apply_writes_what_it_adds(
    estate: SimulatedEstate, folder: Path, action: str, writes: int
) -> None:
    options = (f'action = "{action}"', 'pair = "twins"', LIVE)
    async with opened(estate, folder, PAIR + rule("copy", *options, event="title_added")) as house:
        before = {row.external_id for row in await house.titles("radarr.second")}
        row = next(row for row in await house.titles("radarr.main") if row.external_id not in before)
        await house.happen(about(row, type=EventType.TITLE_ADDED))
        after = {row.external_id for row in await house.titles("radarr.second")}
        assert after - before == ({row.external_id} if writes else set())
        (plan,) = await house.services.sync.recent(5, "twins")
        opened_plan = await house.services.sync.open(plan.id)
        assert [planned.entry.ident for planned in opened_plan.entries] == [row.external_id]
        assert "plan" in await house.outcome("copy")


async def test_an_app_that_cannot_be_read_gets_it_later(estate: SimulatedEstate, folder: Path) -> None:
    options = ('action = "apply"', 'pair = "twins"', LIVE)
    faults = estate.apps["radarr.second"].faults
    async with opened(estate, folder, PAIR + rule("copy", *options)) as house:
        services, row = house.services, await house.title()
        house.clock.now += HOUR  # what is stored is too old then, and both sides are asked
        (event,) = await services.events.publish([about(row, at=house.clock())])
        faults.add("401")
        (deed,) = await services.rules.look_at(await services.events.after(event - 1))
        working = asyncio.ensure_future(services.engine.run_jobs([deed.job_id or 0]))
        try:
            async with asyncio.timeout(60):
                while (job := await services.jobs.get(deed.job_id or 0)) is None or not job.error:
                    await asyncio.sleep(0.02)
        finally:
            working.cancel()
            faults.clear()
        assert job.state is JobState.RETRYING
        assert "radarr.second" in job.error
        assert await house.outcome("copy") == "", "nothing came of it yet"


async def test_a_dry_run_writes_nothing_and_says_what_it_would_have_done(
    estate: SimulatedEstate, folder: Path
) -> None:
    rules = rule("tags", *TAG, 'filter = "score>100"', event="grabbed") + rule("hunt", 'action = "search"')
    async with opened(estate, folder, rules) as house:
        row = await house.title()
        await house.happen(
            about(row), *(about(row, type=EventType.GRABBED, score=score) for score in (50, 125))
        )
        assert house.writes("radarr.main") == []
        views = {view.rule.name: view for view in await house.services.rules.views()}
        assert {name: view.used for name, view in views.items()} == {"tags": 1, "hunt": 1}
        assert all(view.last and view.last.verdict is RuleVerdict.WOULD for view in views.values())
        outcome = await house.services.rules.dry_run("tags", 30)
        assert (outcome.events, outcome.matched) == (2, 1)
        assert [act.event.score for act in outcome.acts] == [125]
        house.clock.now += 31 * 86_400
        assert (await house.services.rules.dry_run("tags", 30)).events == 0


async def test_searches_are_for_what_the_event_is_about(estate: SimulatedEstate, folder: Path) -> None:
    async with opened(estate, folder, rule("hunt", 'action = "search"', LIVE)) as house:
        movie, series = await house.title(), await house.title("sonarr.main")
        episode = (await house.services.database.read(episode_rows, "sonarr.main", series.item_id))[0]
        await house.happen(
            about(movie),
            about(series, season=episode.season, episode=episode.number),
        )
        assert [body["movieIds"] for body in house.posted("radarr.main")] == [[movie.item_id]]
        assert [body["episodeIds"] for body in house.posted("sonarr.main")] == [[episode.episode_id]]


async def test_a_trailer_is_fetched_once_the_folders_were_read(estate: SimulatedEstate, folder: Path) -> None:
    async with opened(estate, folder, rule("clips", 'action = "trailer"', LIVE)) as house:
        row = await house.title()
        await house.happen(about(row))
        jobs = {job.kind: job for job in await house.services.jobs.list_jobs()}
        assert jobs["trailers"].state is JobState.COMPLETED
        assert jobs["trailers-fetch"].args["titles"] == [["radarr.main", row.external_id, True]]


async def test_the_named_channel_tells_of_an_event_it_does_not_follow(
    estate: SimulatedEstate, folder: Path
) -> None:
    rules = rule("told", 'action = "notify"', 'channels = "desk"', event="backup_failed")
    async with opened(estate, folder, rules) as house:
        await house.services.notify.load()
        before = await house.services.events.latest_id()
        failed = EstateEvent(type=EventType.BACKUP_FAILED, at=0.0, instance="radarr.main", reason="no answer")
        await house.happen(failed)
        events = await house.services.events.after(before)
        await house.services.notify.look_at(events)
        (notice,) = [event for event in events if event.type is EventType.RULE_NOTICE]
        assert "no answer" in notice.reason
        unfinished = [job for job in await house.services.jobs.list_jobs() if job.kind == "notify"]
        assert [(job.subject, job.args["events"]) for job in unfinished] == [("desk", [notice.id])]


async def test_what_is_beyond_the_limit_is_left_and_told_once(estate: SimulatedEstate, folder: Path) -> None:
    rules = rule("told", 'action = "notify"', "limit = 2") + rule("tags", *TAG, "limit = 2")
    async with opened(estate, folder, rules) as house:
        row = await house.title()
        deeds = await house.happen(*(about(row) for _ in range(5)))
        verdicts = [[deed.verdict for deed in deeds if deed.rule == name] for name in ("told", "tags")]
        acted = (RuleVerdict.ACTS, RuleVerdict.WOULD)
        assert verdicts == [[verdict] * 2 + [RuleVerdict.LIMITED] for verdict in acted]
        again = await house.services.rules.look_at(await house.services.events.after(0))
        assert again == [], "a batch that comes again is handled already"
        limited = await house.services.events.after(0, types=[EventType.RULE_LIMITED])
        assert [event.facts["rule"] for event in limited] == ["told"], "a dry run has left nothing"
        house.clock.now += HOUR
        assert {deed.verdict for deed in await house.happen(about(row))} == {*acted}


async def test_nothing_is_written_while_an_alarm_stands_or_of_what_is_long_past(
    estate: SimulatedEstate, folder: Path
) -> None:
    planned = rule("plans", 'action = "plan"', 'pair = "twins"')
    async with opened(estate, folder, PAIR + rule("tags", *TAG, LIVE) + planned) as house:
        row, services = await house.title(), house.services
        await services.database.write(note_alarm, Alarm("radarr.main", house.clock(), "lost", 1, None))
        await house.happen(about(row))
        outcomes = [await house.outcome(name) for name in ("tags", "plans")]
        assert all("alarm" in outcome for outcome in outcomes)
        assert house.writes("radarr.main") == []
        (event,) = await services.events.after(0, types=[EventType.TITLE_CHANGED])
        past = msgspec.structs.replace(event, id=99, at=house.clock() - TOO_OLD)
        assert await services.rules.look_at([past]) == []


async def test_whoever_holds_the_duty_follows_and_rules_begin_with_what_comes_then(
    estate: SimulatedEstate, folder: Path
) -> None:
    async with opened(estate, folder, rule("tags", *TAG)) as house:
        row, services = await house.title(), house.services
        (first,) = await services.events.publish([about(row, at=house.clock())])
        following = asyncio.ensure_future(services.rules.follow())
        async with asyncio.timeout(30):
            while await services.database.write(estate_events.cursor, CONSUMER) < first:
                await asyncio.sleep(0.01)
            (second,) = await services.events.publish([about(row, at=house.clock())])
            while not (deeds := await services.rules.deeds("tags")):
                await asyncio.sleep(0.01)
        following.cancel()
        assert [deed.event_id for deed in deeds] == [second]
    async with opened(estate, folder, "") as house:
        await house.services.rules.follow()
        (third,) = await house.services.events.publish([about(row, at=house.clock())])
        assert await house.services.database.write(estate_events.cursor, CONSUMER) == third
