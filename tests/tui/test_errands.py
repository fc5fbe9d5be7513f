"""What an owner does in an evening, each errand with the number of its keys on a terminal of 80 by 24.

An errand begins where the app opens, unless it goes on from the one before it. Typed text counts by its
characters. A change that makes an errand longer fails here; one that makes it shorter lowers the number.
"""

from __future__ import annotations

import asyncio
import csv
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from arrtui.core.config import load_config
from arrtui.core.domain import ChangeKind
from arrtui.core.events import JobState
from arrtui.demo.estate import SimulatedEstate
from arrtui.features.sync.model import Decision, EntryOutcome, Op, PlanState
from arrtui.runtime.services import Services
from arrtui.tui.kit.detail_panel import DetailPanel
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.estate.changes.list_screen import ChangeListScreen
from arrtui.tui.panes.estate.changes.screen import ChangesScreen
from arrtui.tui.panes.library.title_detail import TitleDetailView, TitleScreen
from arrtui.tui.panes.plan.screen import PlanScreen
from arrtui.tui.panes.plan.table import EntryRow
from arrtui.tui.panes.scores.candidate_screen import CandidateScreen
from tests.tui.estates import DAY, HOUR, small_estate
from tests.tui.live import Live, Screen, opened
from tests.tui.panes.estate.changes.test_screens import ask
from tests.tui.scenes import settled

ERRANDS = {
    "find a title and see its history": 7,
    "see what changed since yesterday": 3,
    "restore a deleted series": 15,
    "copy three movies to 4K with the right profile": 18,
    "approve a plan but two, and apply it": 7,
    "undo it": 3,
    "list the ten worst files of a profile": 16,
    "see why a file has its score": 8,
    "add an instance": 56,
    "make a pair": 4,
    "see what failed last night": 3,
    "send a list to a friend": 4,
}
"""Keys by errand."""

MOVIES, UHD, ANIME = "radarr.main", "radarr.4k", "sonarr.anime"
UHD_PROFILE = "UHD Bluray + WEB"
PAIR = f"""
[sync.movies-4k]
source = "{MOVIES}"
target = "{UHD}"
filter = {{ include = {{ year_to = 2003 }} }}
map = {{ quality_profiles = {{ "*" = "{UHD_PROFILE}" }}, root_folders = {{ "*" = "/movies4k" }} }}
"""

Found = TypeVar("Found")


@dataclass
class Stored:
    """An estate that was backed up yesterday and today, with what happened between."""

    estate: SimulatedEstate
    folder: Path
    """Holds configuration and database."""
    deleted: dict[str, Any]
    """The series that was deleted between the backups, as the app listed it."""

    def services(self, folder: Path) -> Services:
        """Return services over a copy of the configuration and of what is stored."""
        for file in self.folder.iterdir():
            shutil.copy(file, folder)
        path = folder / "config.toml"
        path.write_text(path.read_text().replace(str(self.folder), str(folder)))
        path.chmod(0o600)
        return Services(load_config(path, env={}), env={})

    def titles(self, name: str) -> set[int]:
        """Return the external ids of the movies that an instance has now."""
        return {movie["tmdbId"] for movie in self.estate.apps[name].store.movies.values()}


async def back_up(path: Path, ago: float, names: Sequence[str] = ()) -> list[JobState]:
    """Back instances up so many seconds ago and return how that ended; a loss is accepted."""
    services = Services(load_config(path, env={}), kind="run", env={}, clock=lambda: time.time() - ago)
    try:
        jobs = await services.engine.run_jobs(await services.backup.back_up(names, accept_shrink=True))
        return [job.state for job in jobs]
    finally:
        services.database.close()


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    """Return an estate with two days of backups, a failure in the night, and a pair."""
    folder = tmp_path_factory.mktemp("evening")
    with small_estate() as estate:
        live = Live(estate, folder / "config.toml")
        live.keep(*estate.apps)
        assert set(asyncio.run(back_up(live.path, DAY))) == {JobState.COMPLETED}
        estate.apps[UHD].faults.add("401")
        assert asyncio.run(back_up(live.path, 8 * HOUR, [UHD])) == [JobState.FAILED]
        estate.apps[UHD].faults.clear()
        deleted = ask(estate, ANIME, "GET", "/series")[0]
        ask(estate, ANIME, "DELETE", f"/series/{deleted['id']}")
        assert set(asyncio.run(back_up(live.path, 0.0))) == {JobState.COMPLETED}
        live.path.write_text(live.path.read_text() + PAIR)
        yield Stored(estate, folder, deleted)


class Hand(Screen):
    """Presses keys and counts them."""

    keys = 0

    async def press(self, *keys: str) -> None:
        """Press keys one after another."""
        self.keys += len(keys)
        await super().press(*keys)

    @contextmanager
    def errand(self, name: str) -> Iterator[None]:
        """Check that an errand takes as many keys as is recorded."""
        before = self.keys
        yield
        assert self.keys - before == ERRANDS[name], name

    async def screen(self, screen_class: type[Found], ready: Callable[[Found], object]) -> Found:
        """Wait until a screen of a class is in front and ready, and return it."""
        await self.until(lambda: isinstance(self.app.screen, screen_class) and ready(self.app.screen))
        found = self.app.screen
        assert isinstance(found, screen_class)
        return found

    async def plan(self, *, other_than: PlanScreen | None = None) -> PlanScreen:
        """Wait until a plan is in front and read, and return it."""
        return await self.screen(
            PlanScreen, lambda plan: plan is not other_than and plan.book and plan.table.visible_count
        )

    async def table(self, name: str) -> EstateTable[Any]:
        """Wait until a table of the pane in front has rows, and return it."""
        tables = self.app.main.query(f"#{name}").results(EstateTable)
        await self.until(lambda: self.app.main.query(f"#{name}"))
        table = next(iter(tables))
        await self.until(lambda: table.display and table.visible_count)
        return table

    async def dialog_named(self, name: str) -> None:
        """Wait until a dialog is in front."""
        await self.until(lambda: self.dialog == name)

    async def apply(self, plan: PlanScreen) -> None:
        """Apply what is approved of a plan, and wait until it is done."""
        await self.press("A")
        await self.dialog_named("ApplyDialog")
        await self.press("y")
        await self.until(lambda: plan.book and plan.book.plan.state is PlanState.APPLIED)
        approved = entries(plan, Decision.APPROVED)
        assert {row.planned.outcome for row in approved} == {EntryOutcome.DONE}

    async def undo(self, plan: PlanScreen) -> None:
        """Undo what was applied of the plan in front, as soon as the app knows that it can be undone."""
        await self.until(
            lambda: (history := self.app.undoing.history) and history.change_from(plan.book.plan)
        )
        await self.press("z")
        await self.apply(await self.plan(other_than=plan))

    @property
    def seen(self) -> str:
        """What the terminal shows."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())


def entries(plan: PlanScreen, decision: Decision | None = None) -> list[EntryRow]:
    """Return the entries of a plan, or those that are decided so."""
    assert plan.book is not None
    return [row for row in plan.book.rows.values() if decision in (None, row.planned.decision)]


@asynccontextmanager
async def evening(stored: Stored, folder: Path) -> AsyncIterator[Hand]:
    """Open the app over a copy of what is stored, and leave it once nothing is being read."""
    services = stored.services(folder)
    async with opened(services, (80, 24)) as screen:
        yield Hand(screen.pilot, screen.app, services)
        await settled(screen.pilot)


async def test_find_a_title_and_see_its_history(stored: Stored, tmp_path: Path) -> None:
    movies = ask(stored.estate, MOVIES, "GET", "/movie")
    (movie,) = (movie for movie in movies if movie["title"].startswith("Wren"))
    events = ask(stored.estate, MOVIES, "GET", f"/history/movie?movieId={movie['id']}")
    async with evening(stored, tmp_path) as hand:
        with hand.errand("find a title and see its history"):
            await hand.press("colon", *"wren")
            await hand.until(lambda: movie["title"] in hand.seen)
            await hand.press("enter")
            title = await hand.screen(TitleScreen, lambda _title: movie["title"] in hand.seen)
            await hand.until(lambda: title.query_one(TitleDetailView).max_scroll_y)
            await hand.press("G")
        await hand.until(lambda: all(event["sourceTitle"] in hand.seen for event in events))
        assert events


async def test_see_what_changed_since_yesterday(stored: Stored, tmp_path: Path) -> None:
    async with evening(stored, tmp_path) as hand:
        with hand.errand("see what changed since yesterday"):
            await hand.press("a", "c")
            await hand.screen(ChangesScreen, lambda changes: changes.days.total_count)
            await hand.press("enter")
            listed = await hand.screen(ChangeListScreen, lambda listed: listed.table.visible_count)
        changes = {(line.instance, line.kind, line.subject) for line in listed.table.rows_shown}
        assert (ANIME, ChangeKind.REMOVED, series_name(stored)) in changes
        assert {instance for instance, *_ in changes} == {ANIME}


def series_name(stored: Stored) -> str:
    """Return the deleted series as changes name it."""
    return f"{stored.deleted['title']} ({stored.deleted['year']})"


async def test_restore_a_deleted_series(stored: Stored, tmp_path: Path) -> None:
    async with evening(stored, tmp_path) as hand:
        with hand.errand("restore a deleted series"):
            await hand.press("a", "c")
            await hand.screen(ChangesScreen, lambda changes: changes.days.total_count)
            await hand.press("enter")
            listed = await hand.screen(ChangeListScreen, lambda listed: listed.table.visible_count > 1)
            await hand.press("slash", *"series", "enter")
            assert [line.subject for line in listed.table.rows_shown] == [series_name(stored)]
            await hand.press("R")
            plan = await hand.plan()
            await hand.press("a")
            await hand.apply(plan)
        shows = ask(stored.estate, ANIME, "GET", "/series")
        (restored,) = (show for show in shows if show["tvdbId"] == stored.deleted["tvdbId"])
        ask(stored.estate, ANIME, "DELETE", f"/series/{restored['id']}")


async def test_copy_three_movies_to_4k(stored: Stored, tmp_path: Path) -> None:
    before = stored.titles(UHD)
    async with evening(stored, tmp_path) as hand:
        with hand.errand("copy three movies to 4K with the right profile"):
            await hand.press("2")
            titles = await hand.table("library-titles")
            await hand.press("slash", *"@r -@4k", "enter", "space", "space", "space")
            chosen = {int(title.external_id) for title in titles.chosen_rows}
            await hand.press("a", "c")
            await hand.dialog_named("CopyDialog")
            await hand.press("enter")
            plan = await hand.plan()
            await hand.apply(plan)
        assert {row.planned.after["quality_profile"] for row in entries(plan)} == {UHD_PROFILE}
        assert stored.titles(UHD) - before == chosen
        await hand.undo(plan)
    assert stored.titles(UHD) == before


async def test_approve_a_plan_but_two_and_undo_it(stored: Stored, tmp_path: Path) -> None:
    before = stored.titles(UHD)
    async with evening(stored, tmp_path) as hand:
        with hand.errand("approve a plan but two, and apply it"):
            await hand.press("3")
            await hand.table("sync-table")
            await hand.press("D")
            plan = await hand.plan()
            await hand.press("a", "space", "space")
            await hand.apply(plan)
        assert {row.entry.op for row in entries(plan)} == {Op.ADD}
        rejected = entries(plan, Decision.REJECTED)
        assert len(rejected) == 2
        added = {int(row.entry.external_id) for row in entries(plan, Decision.APPROVED)}
        assert len(added) == len(entries(plan)) - 2
        assert stored.titles(UHD) - before == added
        with hand.errand("undo it"):
            await hand.undo(plan)
        assert stored.titles(UHD) == before


async def test_list_the_ten_worst_files_of_a_profile(stored: Stored, tmp_path: Path) -> None:
    async with evening(stored, tmp_path) as hand:
        with hand.errand("list the ten worst files of a profile"):
            await hand.press("4")
            table = await hand.table("candidates-table")
            await hand.press("F", "slash", *"profile:hd", "enter", "s", "5")
        files = [
            file
            for analysis in await hand.services.scores.analyses()
            for file in analysis.library.files
            if "hd" in analysis.library.profiles[file.profile_id].name.lower()
        ]
        worst = sorted(file.score or 0 for file in files)[:10]
        assert [row.file.score for row in table.rows_shown[:10]] == worst


async def test_see_why_a_file_has_its_score(stored: Stored, tmp_path: Path) -> None:
    async with evening(stored, tmp_path) as hand:
        with hand.errand("see why a file has its score"):
            await hand.press("4")
            table = await hand.table("candidates-table")
            await hand.press("slash", *"wren", "enter")
            (row,) = table.rows_shown
            await hand.press("enter")
            await hand.screen(CandidateScreen, lambda _candidate: f"{row.file.score:,}" in hand.seen)
        assert row.file.formats
        assert all(row.formats[number] in hand.seen for number in row.file.formats)


async def test_add_an_instance(stored: Stored, tmp_path: Path) -> None:
    app = stored.estate.apps[MOVIES]
    async with evening(stored, tmp_path) as hand:
        with hand.errand("add an instance"):
            await hand.press("a", "a")
            await hand.dialog_named("InstanceDialog")
            await hand.press(*"den", "enter", *f"127.0.0.1:{app.port}", "enter", *app.api_key, "enter")
            await hand.dialog_named("ConfirmDialog")
            await hand.press("y")
            await hand.until(lambda: hand.view("radarr.den").row.complete_at)
        added = load_config(tmp_path / "config.toml", env={}).instance("radarr.den")
        assert added.url == app.url
        assert hand.estate.cursor_key == "radarr.den"


async def test_make_a_pair(stored: Stored, tmp_path: Path) -> None:
    async with evening(stored, tmp_path) as hand:
        with hand.errand("make a pair"):
            await hand.press("3")
            await hand.table("sync-table")
            await hand.press("a", "a")
            await hand.dialog_named("PairDialog")
            await hand.until(lambda: "titles of" in hand.seen)
            await hand.press("ctrl+s")
            await hand.plan()
        pair = load_config(tmp_path / "config.toml", env={}).sync[-1]
        assert (pair.name, pair.source, pair.target) == ("main-4k", MOVIES, UHD)
        assert pair.map.quality_profiles["HD Bluray + WEB"] == UHD_PROFILE


async def test_see_what_failed_last_night(stored: Stored, tmp_path: Path) -> None:
    async with evening(stored, tmp_path) as hand:
        with hand.errand("see what failed last night"):
            await hand.press("6")
            table = await hand.table("jobs-table")
            await hand.press("exclamation_mark", "enter")
        (row,) = table.rows_shown
        assert (row.job.kind, row.job.instance, row.job.state) == ("backup", UHD, JobState.FAILED)
        detail = hand.app.main.pane.query_one(DetailPanel)
        await hand.until(lambda: row.job.error[:40] in " ".join(detail.plain.split()))


async def test_send_a_list_to_a_friend(
    stored: Stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with evening(stored, tmp_path) as hand:
        with hand.errand("send a list to a friend"):
            await hand.press("2")
            titles = await hand.table("library-titles")
            await hand.press("exclamation_mark", "x")
            await hand.dialog_named("ExportDialog")
            await hand.press("enter")
            await hand.until(lambda: list(tmp_path.glob("*.csv")))
        shown = {title.title for title in titles.rows_shown}
        assert 0 < len(shown) < titles.total_count
    (file,) = tmp_path.glob("*.csv")
    with file.open(newline="", encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["title"].lstrip("'") for row in rows} == shown
