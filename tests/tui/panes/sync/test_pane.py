"""The Sync pane by keys: pairs, their plans, and jobs that make new ones."""

from __future__ import annotations

from arrtui.core.errors import StorageError
from arrtui.core.events import JobState
from arrtui.features.sync.model import PlanState
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.panes.plan.screen import PlanScreen
from arrtui.tui.panes.sync.pane import SyncPane
from arrtui.tui.panes.sync.rows import COLUMNS, SyncView
from tests.tui.panes.sync import plans
from tests.tui.panes.sync.fakes import FakeServices
from tests.tui.panes.sync.harness import SyncScreen, sync_opened, told
from tests.tui.panes.sync.scenes import following


def cells(view: SyncView) -> dict[str, str]:
    """What the table shows of a line."""

    def plain(cell: object) -> str:
        if isinstance(cell, list):
            return "".join(text for text, _style in cell)
        return str(cell[0]) if isinstance(cell, tuple) else str(cell)

    return {column.key: plain(column.text(view)) for column in COLUMNS}


def line(screen: SyncScreen, key: str) -> dict[str, str]:
    view = screen.pairs.get_row(key)
    assert view is not None, key
    return cells(view)


def keys(screen: SyncScreen) -> str:
    """Return the line of keys, wherever it is."""
    return screen.app.screen.query_one(KeyLine).render().plain


def plan_shown(screen: SyncScreen) -> int | None:
    """Return the number of the plan in front, once it is read."""
    front = screen.app.screen
    return front.plan_id if isinstance(front, PlanScreen) and front.book is not None else None


async def test_pairs_show_their_last_plan_and_other_plans_follow() -> None:
    services = FakeServices(plans.opened(), plans.undo(), plans.opened(3, plans.REMOVED))
    async with sync_opened(services) as screen:
        assert [str(key) for key in screen.pairs.visible_keys] == [
            *("pair movies-4k", "pair both-houses", "pair shows", "plan 8"),
        ]
        movies = line(screen, "pair movies-4k")
        assert (movies["route"], movies["mode"]) == ("radarr.main => 4k", "mirror")
        assert (movies["plan"], movies["counts"], movies["note"]) == ("open 12 min", "+6 ~3 -2", "1 warning")
        assert line(screen, "pair both-houses")["plan"] == "none yet"
        undo = line(screen, "plan 8")
        assert (undo["name"], undo["mode"], undo["counts"]) == ("undo plan 7", "undo", "+1 ~1 -1")


async def test_a_pair_that_is_gone_to_shows_although_a_filter_hid_it() -> None:
    async with sync_opened(FakeServices(plans.opened())) as screen:
        await screen.press("slash", *"shows", "enter", "exclamation_mark")
        await screen.until(lambda: not screen.pairs.visible_count)
        screen.app.main.query_one(SyncPane).select("both-houses")
        await screen.until(lambda: screen.pairs.cursor_key == "pair both-houses")
        assert screen.pairs.visible_count == screen.pairs.total_count


async def test_a_lock_and_what_went_wrong_are_noted() -> None:
    async with sync_opened(FakeServices(plans.locked())) as screen:
        assert line(screen, "pair movies-4k")["note"].startswith("▲ locked: It would remove 2 of 31")
    async with sync_opened(FakeServices(plans.failed())) as screen:
        movies = line(screen, "pair movies-4k")
        assert movies["note"] == "2 failed, 1 conflicted, 5 done, 1 skipped"
        assert movies["plan"] == "applied 2 min"


async def test_without_a_pair_it_says_how_to_make_one() -> None:
    services = FakeServices()
    services.sync.configured = ()
    async with sync_opened(services, (80, 24)) as screen:
        assert "Press a, then a again" in screen.seen
        services.sync.add(plans.undo())
        await screen.press("r")
        await screen.until(lambda: screen.pairs.total_count == 1)
        assert "Press a, then a again" not in screen.seen


async def test_the_detail_says_what_is_configured() -> None:
    async with sync_opened(FakeServices(plans.failed()), (120, 50)) as screen:
        seen = " ".join(screen.seen.split())
        for words in (
            "mirror: the target becomes as the source",
            "1,189 same, 771 filtered out, 2 excluded",
            "2 failed, 1 conflicted, 5 done, 1 skipped",
            "only profile HD-1080p",
            "only of 1970 or later",
            "only score 100 or more",
            'not "holiday" in the title',
            "HD-1080p -> Ultra-HD",
            "all others -> /movies4k",
            "old: left out",
            "monitored as on the source, searched for",
            "at most 20 removals, and at most 5 % of the target",
            "at most 500 additions",
        ):
            assert words in seen, words
        await screen.press("j")
        await screen.until(lambda: "every title" in screen.seen)


async def test_at_80_columns_the_detail_is_a_key_away(fake: FakeServices) -> None:
    async with sync_opened(fake, (80, 24)) as screen:
        assert screen.pairs.page_rows >= 16
        assert "with removals" not in screen.seen
        await screen.press("d")
        await screen.until(lambda: "with removals" in screen.seen)
        await screen.press("escape")
        await screen.until(lambda: "with removals" not in screen.seen)


async def test_enter_opens_the_last_plan_and_esc_comes_back(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:
        await screen.press("enter")
        await screen.until(lambda: plan_shown(screen) == 7)
        fake.sync.change_plan(7, state=PlanState.UNDONE)
        await screen.press("escape")
        assert screen.dialog == "MainScreen"
        await screen.until(lambda: line(screen, "pair movies-4k")["plan"] == "undone 12 min")


async def test_enter_plans_a_pair_without_a_plan(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:
        await screen.press("j", "enter")
        await screen.until(lambda: fake.sync.named("plan_pair") == [("both-houses",)])
        assert screen.dialog == "MainScreen"


async def test_planning_shows_progress_and_opens_the_plan(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:
        await screen.press("D")
        await screen.until(lambda: fake.sync.named("plan_pair") == [("movies-4k",)])
        await screen.until(lambda: "waits" in line(screen, "pair movies-4k")["note"])
        fake.work(1, 30, 120, "radarr.4k: reading movies")
        await screen.until(
            lambda: line(screen, "pair movies-4k")["note"] == "planning 25% radarr.4k: reading movies"
        )
        fake.sync.add(plans.opened(8, plans.ADDED))
        fake.finish(1, plan=8)
        await screen.until(lambda: plan_shown(screen) == 8)
        assert line(screen, "pair movies-4k")["counts"] == "+6 ~0 -0"


async def test_a_plan_does_not_open_over_something_else(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:
        await screen.press("D")
        await screen.until(lambda: fake.sync.named("plan_pair"))
        await screen.press("question_mark")
        fake.sync.add(plans.opened(8, plans.ADDED))
        fake.finish(1, plan=8)
        await screen.until(lambda: told(screen)("Plan 8 is ready"))
        assert screen.dialog == "HelpDialog"
        await screen.press("escape", "D")
        await screen.until(lambda: len(fake.sync.named("plan_pair")) == 2)
        await screen.press("6")
        fake.sync.add(plans.opened(9, plans.ADDED))
        fake.finish(2, plan=9)
        await screen.until(lambda: told(screen)("Plan 9 is ready"))
        assert screen.dialog == "MainScreen"


async def test_a_plan_somebody_else_made_is_listed_but_not_opened(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:
        fake.queue("plan", "shows", {"pair": "shows"}, state=JobState.RUNNING)
        fake.sync.add(plans.opened(8, plans.ADDED, pair="shows"))
        fake.finish(1, plan=8)
        await screen.until(lambda: line(screen, "pair shows")["counts"] == "+6 ~0 -0")
        assert screen.dialog == "MainScreen"


async def test_a_failed_plan_shows_its_error(fake: FakeServices) -> None:
    sentence = "movies-4k: planning: no profile is named Ultra. Did you mean Ultra-HD?"
    async with sync_opened(fake) as screen:
        await screen.press("D")
        await screen.until(lambda: fake.sync.named("plan_pair"))
        fake.fail(1, sentence)
        await screen.until(lambda: told(screen)(sentence))
        assert line(screen, "pair movies-4k")["note"] == f"✗ {sentence}"
        assert screen.dialog == "MainScreen"


async def test_a_very_long_error_comes_up_in_short(fake: FakeServices) -> None:
    sentence = "checking the pair movies-4k: " + "no profile of that name is there; " * 20
    async with sync_opened(fake, (80, 24)) as screen:
        await screen.press("D")
        await screen.until(lambda: fake.sync.named("plan_pair"))
        fake.fail(1, sentence)
        await screen.until(lambda: told(screen)("... (d shows all of it)"))
        assert max(map(len, screen.toasts)) < 300
        await screen.press("d")
        await screen.until(lambda: "no profile of that name" in screen.text("SyncPane DetailPanel"))


async def test_z_undoes_the_last_apply_of_the_pair() -> None:
    services = FakeServices(plans.failed(), plans.opened(9, plans.ADDED))
    async with sync_opened(services) as screen:
        assert line(screen, "pair movies-4k")["plan"] == "open 12 min"
        await screen.press("z")
        await screen.until(lambda: services.sync.named("undo") == [(7,)])
        services.sync.add(plans.undo())
        services.finish(1, plan=8)
        await screen.until(lambda: plan_shown(screen) == 8)


async def test_z_undoes_a_plan_without_a_pair() -> None:
    action = plans.opened(
        5, plans.UPDATED[:1], outcomes={0: (plans.EntryOutcome.DONE, "")}, kind=plans.PlanKind.ACTION,
        pair="", source="monitor", state=PlanState.APPLIED, applied_at=plans.NOW,
    )  # fmt: skip
    services = FakeServices(action)
    async with sync_opened(services) as screen:
        await screen.press("G", "z")
        await screen.until(lambda: services.sync.named("undo") == [(5,)])


async def test_z_and_its_hint_are_there_only_with_something_to_undo(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:
        await screen.until(lambda: screen.app.undoing.history is not None)
        await screen.press("z", "Z")
        assert fake.sync.named("undo") == []
        assert "undo" not in keys(screen).lower()


async def test_the_footer_names_what_z_undoes_from_here() -> None:
    services = FakeServices(plans.failed(), plans.restored())
    async with sync_opened(services) as screen:
        await screen.until(lambda: "undo: 5 movies on radarr.4k, 2 min ago" in keys(screen))
        await screen.press("G")
        await screen.until(lambda: "undo: 2 changes to radarr.main" in keys(screen))
        services.sync.change_plan(12, state=PlanState.UNDONE)
        services.finish(services.queue("apply", "plan 12 on radarr.main", {"plan": 12}, "radarr.main"))
        await screen.until(lambda: "undo: 5 movies" in keys(screen))


async def test_the_help_counts_what_can_be_undone() -> None:
    async with sync_opened(FakeServices(plans.failed(), plans.restored())) as screen:
        await screen.until(lambda: "undo:" in keys(screen))
        assert screen.app.key_tooltip("undo").endswith("; 2 changes can be taken back")
        await screen.press("question_mark")
        await screen.until(lambda: "5 movies on radarr.4k" in screen.text("HelpDialog Static"))


async def test_undo_is_offered_in_every_pane() -> None:
    async with sync_opened(FakeServices(plans.failed())) as screen:
        await screen.press("6")
        await screen.until(lambda: "undo: 5 movies on radarr.4k" in keys(screen))
        await screen.press("z")
        await screen.until(lambda: screen.fake.sync.named("undo") == [(7,)])


async def test_shift_z_takes_the_newest_undo_back() -> None:
    services = FakeServices(plans.failed())
    services.sync.change_plan(7, state=PlanState.UNDONE)
    services.sync.add(plans.undone())
    async with sync_opened(services) as screen:
        await screen.until(
            lambda: screen.app.undoing.history is not None and screen.app.undoing.history.undos
        )
        await screen.press("z", "Z")
        await screen.until(lambda: services.sync.named("undo") == [(8,)])


# --- plans of which nothing is left to do ----------------------------------------------------------------


async def test_undone_discarded_and_empty_plans_are_one_line_that_opens() -> None:
    services = FakeServices(plans.opened(), *plans.leftovers())
    async with sync_opened(services) as screen:
        names = [view.name for view in screen.pairs.rows_shown]
        assert names[-1] == "3 plans" and "restore" in names
        await screen.press("G", "enter")
        await screen.until(lambda: len(screen.pairs.rows_shown) == len(names) + 3)
        assert screen.pairs.cursor_row is not None and screen.pairs.cursor_row.folded == 3
        await screen.press("enter")
        await screen.until(lambda: len(screen.pairs.rows_shown) == len(names))


async def test_the_open_plan_of_a_pair_is_discarded_from_the_menu(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:
        await screen.press("a", "d")
        await screen.until(lambda: "Discard plan 7?" in screen.seen)
        await screen.press("n")
        assert fake.sync.named("discard") == []
        await screen.press("a", "d")
        await screen.until(lambda: "Discard plan 7?" in screen.seen)
        await screen.press("y")
        await screen.until(lambda: fake.sync.named("discard") == [(7,)])


async def test_an_open_plan_without_a_pair_is_discarded_with_delete() -> None:
    services = FakeServices(plans.undo())
    async with sync_opened(services) as screen:
        await screen.press("G", "delete")
        await screen.until(lambda: "Discard plan 8?" in screen.seen)
        await screen.press("y")
        await screen.until(lambda: services.sync.named("discard") == [(8,)])


async def test_an_applied_plan_is_not_discarded() -> None:
    async with sync_opened(FakeServices(plans.restored())) as screen:
        await screen.press("G", "delete")
        assert screen.app.screen is screen.app.main


async def test_what_cannot_be_read_is_told_and_what_was_shown_stays(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:

        async def broken() -> list[object]:
            raise StorageError("reading the pairs", why="the disk is gone")

        fake.sync.pairs = broken  # type: ignore[method-assign,assignment]
        await screen.press("r")
        await screen.until(lambda: told(screen)("the disk is gone"))
        assert screen.pairs.total_count == 3


async def test_a_reload_keeps_the_cursor(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:
        await screen.press("G")
        fake.sync.configured = fake.sync.configured[1:]
        await screen.press("r")
        await screen.until(lambda: screen.pairs.total_count == 3 and screen.pairs.get_row("plan 7"))
        assert screen.pairs.cursor_key == "pair shows"


async def test_following_shows_and_a_paused_pair_goes_on_by_a_key() -> None:
    services = following()
    async with sync_opened(services) as screen:
        movies = line(screen, "pair movies-4k")["note"]
        assert "paused: 31 titles would be written" in movies
        assert line(screen, "pair both-houses")["note"].startswith("dry run")
        assert line(screen, "pair shows")["note"].startswith("follows live")
        await screen.press("U")
        await screen.until(lambda: "Resume following movies-4k?" in screen.seen)
        await screen.press("y")
        await screen.until(lambda: services.twins.resumed == ["movies-4k"])
        await screen.until(lambda: line(screen, "pair movies-4k")["note"].startswith("follows live"))
