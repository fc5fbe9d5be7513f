"""A plan by keys: reading, applying, undoing, planning again, editing, what is left alone, export."""

from __future__ import annotations

import asyncio
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from textual.scrollbar import ScrollBar
from textual.widgets import Input, Static

from arrtui.core.errors import NoSuchPlanError
from arrtui.core.events import JobState
from arrtui.features.sync.model import Decision, EntryOutcome, PlanState, Why
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.tags import invalid_tags, parse_tags
from arrtui.tui.panes.plan import table as plan_table
from arrtui.tui.panes.plan.detail import EntryDetailView
from arrtui.tui.panes.plan.dialog_apply import summary_of
from arrtui.tui.panes.plan.dialog_entry import EntryDialog
from arrtui.tui.panes.plan.dialog_left_out import LeftOutDialog
from arrtui.tui.panes.plan.screen import PlanScreen
from tests.tui.panes.sync import plans
from tests.tui.panes.sync.fakes import FakeServices
from tests.tui.panes.sync.harness import SyncScreen, sync_opened, told
from tests.tui.panes.sync.scenes import decided

SMALL = (80, 24)


# --- reading ---------------------------------------------------------------------------------------------


async def test_a_plan_is_read_without_holding_the_keys_up(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:
        fake.sync.held = asyncio.Event()
        await screen.press("enter")
        await screen.until(lambda: "Reading the plan ..." in screen.seen)
        await screen.press("escape")
        assert screen.dialog == "MainScreen"
        await screen.press("enter")
        fake.sync.held.set()
        await screen.until(lambda: "The Matrix" in screen.seen)


async def test_a_plan_that_is_gone_says_so(fake: FakeServices) -> None:
    async with sync_opened(fake) as screen:
        fake.sync.fault = NoSuchPlanError("opening plan 7", why="there is no such plan")
        await screen.press("enter")
        await screen.until(lambda: "there is no such plan" in screen.seen)
        await screen.press("space", "a", "A", "e", "D", "z", "escape")
        assert screen.dialog == "MainScreen"


@pytest.mark.parametrize("make", [plans.opened, plans.locked, plans.failed])
async def test_80_columns_have_room_for_14_entries(make: Any) -> None:
    async with sync_opened(FakeServices(make()), SMALL, plan=7) as screen:
        assert screen.table.page_rows >= 14
        assert set(screen.table.grid.keys) == {"decision", "op", "title", "year", "effect", "note"}


async def test_the_detail_shows_now_and_after(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.go_to("Pulp Fiction")
        await screen.until(lambda: "~ update on radarr.4k" in screen.detail)
        assert ["Monitored", "no", "yes"] in [line.split() for line in screen.detail.splitlines()]
        assert ["Tags", "kids", "classic,", "kids"] in [line.split() for line in screen.detail.splitlines()]
        await screen.go_to("Star Wars")
        await screen.until(lambda: "2 files, 61.0 GiB" in screen.detail)
        assert "gone" in screen.detail
        await screen.press("enter")
        assert screen.plan.query_one(EntryDetailView).has_focus
        await screen.press("escape")
        assert screen.table.has_focus


async def test_at_80_columns_enter_opens_the_detail_below(fake: FakeServices) -> None:
    async with sync_opened(fake, SMALL, plan=7) as screen:
        assert not screen.plan.query_one(EntryDetailView).display
        await screen.press("enter")
        await screen.until(lambda: "not on radarr.4k" in screen.detail)
        await screen.press("j")
        await screen.until(lambda: "is used by Aliens" in " ".join(screen.detail.split()))
        await screen.press("escape")
        assert not screen.plan.query_one(EntryDetailView).display
        await screen.press("escape")
        assert screen.dialog == "MainScreen"


async def test_several_instances_get_a_column() -> None:
    entries = (*plans.ADDED[:2], plans.addition(1, "Other Way", 2000, instance="radarr.main"))
    async with sync_opened(FakeServices(plans.opened(7, entries, mode="union")), plan=7) as screen:
        assert {"instance", "year", "effect", "note"} <= set(screen.table.grid.keys)
        assert " On " in screen.seen and " 4k " in screen.seen
        await screen.press("slash", *"radarr.main", "enter")
        assert [row.entry.title for row in screen.rows] == ["Other Way"]


async def test_titles_of_any_kind_stay_in_their_line(fake: FakeServices) -> None:
    for size in (SMALL, (120, 40)):
        async with sync_opened(fake, size, plan=7) as screen:
            await screen.go_to("Line")
            await screen.press("enter")
            await screen.until(lambda: "[bold]markup[/bold]" in screen.detail)
            strips = screen.app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {size[0]}
            assert "\x1b" not in screen.seen and "\n" not in screen.lines[6]
            await screen.press("e")
            await screen.until(lambda: screen.dialog == "EntryDialog")
            assert "\x1b" not in screen.seen


async def test_nothing_to_do_says_so_and_notes_are_read() -> None:
    empty = plans.opened(7, (), notes=("radarr.main lists nothing, so no removals are planned.",))
    async with sync_opened(FakeServices(empty), plan=7) as screen:
        assert "Nothing to do" in screen.seen
        assert "so no removals are planned" in screen.seen


async def test_notes_without_room_are_read_in_full_by_their_key() -> None:
    notes = tuple(f"Number {number} cannot be restored: {'the reason is long ' * 5}." for number in range(5))
    async with sync_opened(FakeServices(plans.opened(7, notes=notes)), SMALL, plan=7) as screen:
        assert "4 more; I shows all" in screen.seen
        assert screen.table.page_rows >= 14
        await screen.press("I")
        await screen.until(lambda: screen.dialog == "TextDialog")
        assert all(note in screen.text("TextDialog VerticalScroll > Static") for note in notes)


# --- ten thousand entries --------------------------------------------------------------------------------


async def test_ten_thousand_entries_are_drawn_as_few(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    effect = plan_table.effect_text

    def counted(planned: Any, path_text: Any) -> str:
        drawn.append(planned.position)
        return effect(planned, path_text)

    monkeypatch.setattr(plan_table, "effect_text", counted)
    services = FakeServices(plans.long())
    async with sync_opened(services, plan=9) as screen:
        await screen.until(lambda: "Movie 00000" in screen.seen)
        assert len(set(drawn)) < 100
        drawn.clear()
        await screen.press("space")
        assert len(set(drawn)) <= 4
        drawn.clear()
        await screen.press("a")
        assert screen.plan.book is not None
        assert screen.plan.book.tally.decisions[Decision.APPROVED] == 10_000
        await screen.press("G")
        await screen.until(lambda: "Movie 09999" in screen.seen)
        assert len(set(drawn)) < 200
        await screen.stored(Decision.APPROVED, 10_000)
        assert len(services.sync.named("decide")) == 2


# --- stale, again ----------------------------------------------------------------------------------------


async def test_stale_entries_are_marked_and_approving_one_warns() -> None:
    async with sync_opened(FakeServices(plans.stale()), plan=7) as screen:
        assert "2 entries are stale: a side has changed since. D plans again." in screen.seen
        assert "○ stale" in screen.lines[4]
        await screen.go_to("Forrest Gump")
        await screen.until(lambda: "Forrest Gump has changed on radarr.4k" in " ".join(screen.detail.split()))
        assert "Approved all the same" not in screen.detail
        await screen.press("space", "k")
        await screen.until(lambda: "Approved all the same" in screen.detail)


async def test_planning_again_follows_the_entry_under_the_cursor(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.go_to("Forrest Gump")
        await screen.press("D")
        await screen.until(lambda: fake.sync.named("plan_pair") == [("movies-4k",)])
        fake.work(1, 1, 4, "comparing")
        await screen.until(lambda: "Planning again: [###.........] 1/4 comparing" in screen.seen)
        fake.sync.add(plans.opened(8, (*plans.UPDATED, *plans.ADDED), created_at=plans.NOW))
        fake.finish(1, plan=8)
        await screen.until(lambda: "plan 8, just now" in screen.seen)
        assert screen.table.cursor_key == screen.row("Forrest Gump").key
        assert len(screen.rows) == 9
        await screen.press("space")
        await screen.until(lambda: fake.sync.named("decide") == [(8, [1], Decision.APPROVED, True)])


async def test_planning_again_that_fails_keeps_the_plan(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("D")
        await screen.until(lambda: fake.sync.named("plan_pair"))
        fake.fail(1, "radarr.4k: listing movies: it does not answer")
        await screen.until(lambda: told(screen)("it does not answer"))
        assert len(screen.rows) == 11


# --- applying --------------------------------------------------------------------------------------------


async def test_nothing_is_applied_without_a_deliberate_yes() -> None:
    services = FakeServices(decided())
    async with sync_opened(services, plan=7) as screen:
        for answer in ("enter", "n", "escape"):
            await screen.press("A")
            await screen.until(lambda: screen.dialog == "ApplyDialog")
            seen = screen.seen
            await screen.press(answer)
            assert screen.dialog == "PlanScreen"
        for words in (
            "+ 4 added, 1 of them searched",
            "~ 2 updated",
            "- 1 removed; they have 2 files, 61.0 GiB",
        ):
            assert words in seen
        assert "1 tag created first: new" in seen
        assert services.sync.named("apply") == []
        await screen.press("A")
        await screen.until(lambda: screen.dialog == "ApplyDialog")
        await screen.press("y")
        await screen.until(lambda: services.sync.named("apply") == [(7, False)])


async def test_files_are_deleted_only_when_that_was_chosen() -> None:
    services = FakeServices(decided())
    async with sync_opened(services, SMALL, plan=7) as screen:
        await screen.press("A")
        await screen.until(lambda: screen.dialog == "ApplyDialog")
        await screen.press("shift+tab", "space")
        assert screen.app.screen.query_one(Choice).value == "delete"
        await screen.until(lambda: "2 files, 61.0 GiB on radarr.4k will be deleted" in screen.seen)
        assert "Apply and delete 2 files  y" in screen.seen
        await screen.press("y")
        await screen.until(lambda: services.sync.named("apply") == [(7, True)])


async def test_without_files_to_delete_there_is_no_choice(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("space", "A")
        await screen.until(lambda: screen.dialog == "ApplyDialog")
        assert not screen.app.screen.query(Choice)
        assert not screen.app.screen.query_one("DialogPanel").has_class("-danger")


async def test_nothing_approved_is_not_applied(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("A")
        await screen.until(lambda: told(screen)("Nothing is approved"))
        assert screen.dialog == "PlanScreen"


def test_a_summary_counts_what_is_written() -> None:
    services = FakeServices(decided())
    chosen = [one for one in services.sync.plans[7].entries if one.decision is Decision.APPROVED]
    found = summary_of(plans.UHD, chosen, ("kids",))
    assert (found.added, found.updated, found.removed, found.searched) == (4, 2, 1, 1)
    assert found.new_tags == ("classic", "new")
    assert (found.files, found.size) == (2, 61 * plans.GIB)


async def start_apply(screen: SyncScreen) -> FakeServices:
    """Confirm an apply and wait for its job."""
    await screen.press("A")
    await screen.until(lambda: screen.dialog == "ApplyDialog")
    await screen.press("y")
    await screen.until(lambda: "waits for a free slot" in screen.seen)
    return screen.fake


async def test_an_apply_is_followed_entry_by_entry() -> None:
    async with sync_opened(FakeServices(decided()), plan=7) as screen:
        services = await start_apply(screen)
        await screen.go_to("Alien")
        services.sync.change_plan(7, state=PlanState.APPLYING)
        services.sync.change(7, 0, outcome=EntryOutcome.DONE)
        services.work(1, 1, 7, "adding Alien")
        await screen.until(lambda: "1/7 adding Alien" in screen.seen)
        await screen.until(lambda: "● done" in screen.lines[4] or "● done" in screen.lines[5])
        assert screen.row("The Matrix").planned.outcome is EntryOutcome.DONE
        await screen.press("space")
        await screen.until(lambda: told(screen)("The plan is being applied"))
        services.sync.change(7, 1, outcome=EntryOutcome.FAILED, message="radarr.4k: the path is used.")
        for position in (2, 4, 6, 9):
            services.sync.change(7, position, outcome=EntryOutcome.DONE)
        services.sync.change(7, 7, outcome=EntryOutcome.CONFLICTED, message="It has changed.")
        services.sync.change_plan(7, state=PlanState.APPLIED, applied_at=plans.NOW)
        services.finish(1, plan=7)
        await screen.until(lambda: "Applied: 5 done, 1 failed, 1 conflicted." in screen.seen)
        assert screen.table.cursor_key == screen.row("Alien").key
        await screen.until(
            lambda: "✗ failed: radarr.4k: the path is used." in " ".join(screen.detail.split())
        )
        await screen.press("exclamation_mark")
        assert [row.entry.title for row in screen.rows] == ["Alien", "Forrest Gump"]
        await screen.press("exclamation_mark")
        assert len(screen.rows) == 11


async def test_an_apply_is_stopped_between_writes() -> None:
    async with sync_opened(FakeServices(decided()), plan=7) as screen:
        await screen.press("c")
        assert screen.fake.cancelled == []
        services = await start_apply(screen)
        services.work(1, 0, 0, "radarr.4k: listing movies")
        await screen.until(lambda: "Applying to radarr.4k: listing movies   c stops" in screen.seen)
        await screen.press("c")
        await screen.until(lambda: services.cancelled == [1])
        await screen.until(lambda: "Stopping on radarr.4k after the write under way" in screen.seen)
        services.advance(1, state=JobState.CANCELLED, finished_at=plans.NOW)
        await screen.until(lambda: "Stopped on radarr.4k; A goes on with what is left" in screen.seen)


async def test_an_apply_that_fails_as_a_whole_says_why() -> None:
    async with sync_opened(FakeServices(decided()), plan=7) as screen:
        services = await start_apply(screen)
        services.fail(1, "radarr.4k: listing tags: the API key is wrong.")
        await screen.until(lambda: "radarr.4k: listing tags: the API key is wrong." in screen.seen)
        assert "Applying" not in screen.seen


async def test_what_an_apply_left_to_say_is_shown() -> None:
    async with sync_opened(FakeServices(decided()), plan=7) as screen:
        services = await start_apply(screen)
        services.finish(1, plan=7, remark="What it has now could not be stored yet: it does not answer.")
        await screen.until(lambda: "What it has now could not be stored yet" in screen.seen)


async def test_a_stale_entry_is_mentioned_before_it_is_applied() -> None:
    async with sync_opened(FakeServices(plans.stale()), plan=7) as screen:
        await screen.press("A")
        await screen.until(
            lambda: "1 entry is stale and may end as conflicts" in " ".join(screen.seen.split())
        )


async def test_an_apply_begun_elsewhere_is_seen_when_the_plan_opens() -> None:
    services = FakeServices(decided())
    services.queue("apply", "plan 7 on radarr.4k", {"plan": 7}, "radarr.4k", state=JobState.RUNNING)
    async with sync_opened(services, plan=7) as screen:
        assert "Applying to radarr.4k" in screen.seen
        await screen.press("A")
        await screen.until(lambda: told(screen)("The plan is being applied"))


async def test_undo_opens_its_plan_on_top() -> None:
    services = FakeServices(plans.failed())
    async with sync_opened(services, plan=7) as screen:
        await screen.press("z")
        await screen.until(lambda: services.sync.named("undo") == [(7,)])
        services.sync.add(plans.undo())
        services.finish(1, plan=8)
        await screen.until(lambda: "undo of plan 7" in screen.seen)
        await screen.until(lambda: "cannot be brought back" in screen.seen)
        await screen.press("escape")
        assert isinstance(screen.app.screen, PlanScreen) and screen.plan.plan_id == 7


async def test_a_plan_not_applied_undoes_the_last_apply_of_its_pair() -> None:
    services = FakeServices(plans.failed(), plans.opened(9, plans.ADDED))
    async with sync_opened(services, plan=9) as screen:
        await screen.press("z")
        await screen.until(lambda: services.sync.named("undo") == [(7,)])


async def test_nothing_applied_has_no_undo(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.until(lambda: screen.app.undoing.history is not None)
        await screen.press("z", "Z")
        assert fake.sync.named("undo") == []


def keys(screen: SyncScreen) -> str:
    """Return the line of keys of the plan."""
    return screen.plan.query_one(KeyLine).render().plain


async def test_z_takes_local_steps_back_before_the_apply() -> None:
    services = FakeServices(plans.failed(), plans.opened(9, plans.ADDED))
    async with sync_opened(services, plan=9) as screen:
        before = screen.decisions()
        await screen.until(lambda: "undo: 5 movies" in keys(screen))
        await screen.press("space", "a", "m")
        assert screen.table.marked
        assert "undo: marks" in keys(screen)
        await screen.press("z")
        assert not screen.table.marked
        assert "undo: 5 decisions" in keys(screen)
        await screen.press("z")
        assert screen.decisions() == ["a", *before[1:]]
        await screen.press("z")
        assert screen.decisions() == before
        assert services.sync.named("undo") == []
        await screen.until(
            lambda: all(one.decision is Decision.UNDECIDED for one in services.sync.plans[9].entries)
        )
        await screen.press("z")
        await screen.until(lambda: services.sync.named("undo") == [(7,)])


async def test_taking_back_a_decision_keeps_what_was_decided_by_hand(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("space", "X", "z")
        row = screen.rows[0].planned
        assert (row.decision, row.by_hand) == (Decision.APPROVED, True)


async def test_z_takes_an_edit_back(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("e")
        await screen.until(lambda: screen.dialog == "EntryDialog")
        screen.app.screen.query_one("#monitored", Choice).choose("no")
        await screen.press("ctrl+s")
        await screen.until(lambda: fake.sync.named("edit"))
        await screen.until(lambda: "undo: 1 edit" in keys(screen))
        await screen.press("z")
        await screen.until(lambda: fake.sync.named("edit")[-1][2] == {})


async def test_an_apply_ends_the_local_steps() -> None:
    services = FakeServices(decided())
    async with sync_opened(services, plan=7) as screen:
        await screen.press("space", "A")
        await screen.until(lambda: screen.dialog == "ApplyDialog")
        await screen.press("y")
        await screen.until(lambda: services.sync.named("apply"))
        await screen.until(lambda: "undo" not in keys(screen))


async def test_a_plan_is_discarded_from_within_and_left(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("delete")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: fake.sync.named("discard") == [(7,)])
        await screen.until(lambda: screen.app.screen is screen.app.main)


async def test_a_plan_being_applied_is_not_discarded() -> None:
    services = FakeServices(decided())
    services.queue("apply", "plan 7 on radarr.4k", {"plan": 7}, "radarr.4k", state=JobState.RUNNING)
    async with sync_opened(services, plan=7) as screen:
        await screen.press("delete")
        assert screen.app.screen is screen.plan


async def test_from_an_undone_plan_shift_z_takes_the_undo_back() -> None:
    services = FakeServices(plans.failed())
    services.sync.change_plan(7, state=PlanState.UNDONE)
    services.sync.add(plans.undone())
    async with sync_opened(services, plan=7) as screen:
        await screen.until(lambda: screen.app.undoing.history is not None)
        await screen.press("z", "Z")
        await screen.until(lambda: services.sync.named("undo") == [(8,)])


# --- editing ---------------------------------------------------------------------------------------------


async def edit_opened(screen: SyncScreen) -> EntryDialog:
    """Press the key and wait for the dialog."""
    await screen.press("e")
    await screen.until(lambda: screen.dialog == "EntryDialog")
    dialog = screen.app.screen
    assert isinstance(dialog, EntryDialog)
    return dialog


async def test_an_entry_is_edited_before_it_is_applied(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        dialog = await edit_opened(screen)
        await screen.press("left")  # Ultra-HD is the last of three profiles
        await screen.press("tab", "right")
        dialog.query_one("#tags", Input).value = "Kids, 4K-Only"
        await screen.until(lambda: "new, will be created: 4k-only" in screen.seen)
        dialog.query_one("#monitored", Choice).choose("no")
        await screen.press("ctrl+s")
        await screen.until(lambda: fake.sync.named("edit"))
        assert fake.sync.named("edit") == [
            (
                7,
                0,
                {
                    "quality_profile": "HD-1080p",
                    "root_folder": "/movies4k-kids",
                    "tags": ["4k-only", "kids"],
                    "monitored": False,
                },
            )
        ]
        await screen.until(lambda: "HD-1080p in /mov" in screen.seen)
        await screen.until(lambda: "* edited; planned was" in screen.detail)


async def test_what_is_put_back_is_no_edit(fake: FakeServices) -> None:
    fake.sync.change(7, 0, edits={"quality_profile": "Any"})
    async with sync_opened(fake, plan=7) as screen:
        dialog = await edit_opened(screen)
        assert dialog.query_one("#quality_profile", Choice).value == "Any"
        dialog.query_one("#quality_profile", Choice).choose("Ultra-HD")
        await screen.press("ctrl+s")
        await screen.until(lambda: fake.sync.named("edit") == [(7, 0, {})])


async def test_marked_entries_are_edited_together(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("m", "m", "m")
        dialog = await edit_opened(screen)
        assert "and 2 more entries" in screen.seen
        assert dialog.query_one("#monitored", Choice).value == ""
        dialog.query_one("#quality_profile", Choice).choose("Any")
        await screen.press("ctrl+s")
        await screen.until(lambda: len(fake.sync.named("edit")) == 3)
        assert [(one, edits) for _plan, one, edits in fake.sync.named("edit")] == [
            (number, {"quality_profile": "Any"}) for number in range(3)
        ]


async def test_an_update_offers_only_what_it_changes(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.go_to("Forrest Gump")
        dialog = await edit_opened(screen)
        assert [field.id for field in dialog.query(Choice)] == ["quality_profile"]
        await screen.press("ctrl+s")
        assert screen.dialog == "PlanScreen"
        assert fake.sync.named("edit") == []


async def test_a_letter_goes_to_the_word_it_begins(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        profile = (await edit_opened(screen)).query_one("#quality_profile", Choice)
        values = []
        for key in ("a", "u", "h", "q"):
            await screen.press(key)
            values.append(profile.value)
        # h is the key for the word before, as in every choice; q begins none
        assert values == ["Any", "Ultra-HD", "HD-1080p", "HD-1080p"]


async def test_a_removal_has_nothing_to_edit(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("G", "e")
        await screen.until(lambda: told(screen)("A removal has nothing to edit"))
        assert screen.dialog == "PlanScreen"


async def test_a_tag_that_cannot_be_is_not_saved(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        dialog = await edit_opened(screen)
        dialog.query_one("#tags", Input).value = "kids bad_tag"
        await screen.until(lambda: "bad_tag: tags have only a-z, 0-9 and -" in screen.seen)
        await screen.press("ctrl+s")
        assert screen.dialog == "EntryDialog"
        await screen.press("escape")
        assert fake.sync.named("edit") == []


def test_tags_are_read_as_they_are_typed() -> None:
    assert parse_tags(" Kids,4k  kids ") == ["4k", "kids"]
    assert invalid_tags("old_one new_one", ["old_one"]) == ["new_one"]


# --- what is left alone ----------------------------------------------------------------------------------


async def test_w_tells_why_titles_are_left_alone(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("w")
        await screen.until(lambda: "The Lion King" in screen.seen)
        dialog = screen.app.screen
        assert isinstance(dialog, LeftOutDialog)
        table = dialog._table
        assert "0 all 7" in screen.seen and "1 filtered 2" in screen.seen
        for key, why, number in (("1", Why.FILTERED, 2), ("2", Why.EXCLUDED, 1), ("5", Why.SAME, 2)):
            await screen.press(key)
            shown = [table.get_row(key) for key in table.visible_keys]
            assert [row.title.why for row in shown if row] == [why] * number
        await screen.press("0", "slash", *"score", "enter")
        assert table.visible_count == 1
        await screen.until(
            lambda: "its score 20 is below 100" in str(dialog.query_one("#left-out-reason", Static).content)
        )
        await screen.press("escape", "escape")
        assert screen.dialog == "PlanScreen"


async def test_a_plan_may_leave_nothing_alone_and_the_list_may_fail(fake: FakeServices) -> None:
    fake.sync.left = []
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("w")
        await screen.until(lambda: "names nothing that it leaves alone" in screen.seen)
        await screen.press("w")
        assert screen.dialog == "PlanScreen"
        fake.sync.fault = NoSuchPlanError("opening plan 7", why="there is no such plan")
        await screen.press("w")
        await screen.until(lambda: "there is no such plan" in screen.seen)


# --- export ----------------------------------------------------------------------------------------------


async def test_the_entries_shown_are_exported(
    fake: FakeServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    formula = plans.addition(1, '=HYPERLINK("http://x")', 2000)
    fake.sync.add(plans.opened(7, (formula, *plans.UPDATED[:1])))
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("f", "plus", "x")
        await screen.until(lambda: screen.dialog == "ExportDialog")
        await screen.press("enter")
        await screen.until(lambda: told(screen)("1 line written"))
        await screen.press("f", "plus", "x")
        screen.app.screen.query_one(Input).value = "entries.jsonl"
        await screen.press("enter")
        await screen.until(lambda: told(screen)("2 lines written"))
    with (tmp_path / "arrtui-plan-7.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["title"] == '\'=HYPERLINK("http://x")'
    assert (row["decision"], row["op"], row["effect"]) == ("undecided", "add", "Ultra-HD in /movies4k, #kids")
    found = [json.loads(line) for line in (tmp_path / "entries.jsonl").read_text().splitlines()]
    assert [one["entry"]["title"] for one in found] == ['=HYPERLINK("http://x")', "Pulp Fiction"]


# --- everywhere ------------------------------------------------------------------------------------------


async def test_the_help_explains_every_key_of_a_plan(fake: FakeServices) -> None:
    async with sync_opened(fake, (120, 60), plan=7) as screen:
        await screen.press("question_mark")
        text = screen.text("HelpDialog Static")
        bindings = [*PlanScreen.BINDINGS, *plan_table.PlanTable.BINDINGS]
        absent = ("plan.cancel", "plan.undo", "plan.redo", "plan.effect")
        live = [one for one in bindings if one.id not in absent]  # type: ignore[union-attr]
        for binding in live:
            assert binding.id in text and binding.tooltip.split()[0] in text, binding  # type: ignore[union-attr]
        assert len(live) > 15


async def test_ascii_draws_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScrollBar, "renderer", ScrollBar.renderer)
    made = plans.opened(
        7,
        (*plans.ADDED[:3], *plans.UPDATED, *plans.REMOVED),
        decisions={0: Decision.APPROVED, 1: Decision.REJECTED},
        stale={2: "It has changed."},
    )
    services = FakeServices(made, ascii=True)
    services.sync.change_plan(7, source="radarr.main@2026-11-01T12:00:00", target="radarr.a-long-name")
    services.sync.left = services.sync.left[:2]
    async with sync_opened(services, SMALL) as screen:
        for keys in (("d",), ("enter",), ("enter",), ("A",), ("escape", "e"), ("escape", "w")):
            await screen.press(*keys)
            await screen.until(lambda: "Reading" not in screen.seen)
            assert screen.seen.isascii(), {letter for letter in screen.seen if not letter.isascii()}
            assert screen.dialog != "PlanScreen" or screen.lines[0].endswith("~   plan 7, 12 min ago")
