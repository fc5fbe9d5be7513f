"""Making, editing and removing pairs in the app: what is offered, what is refused, what is written."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input

from arrtui.core.config import load_config
from arrtui.core.config.sync import SyncPair
from arrtui.features.sync.review import Choices
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.dialogs.field import Field
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.plan.screen import PlanScreen
from arrtui.tui.panes.sync.pair_maps import PairMaps
from tests.tui.live import Live, Screen, opened


@pytest.fixture
def live(live: Live, library: Path) -> Live:
    """Return the estate with all of it stored."""
    shutil.copy(library, live.path.with_name("arrtui.db"))
    return live


@asynccontextmanager
async def sync_pane(live: Live, *, pairs: str = "") -> AsyncIterator[Screen]:
    """Run the app with the Sync pane in front."""
    live.path.write_text(live.path.read_text() + pairs)
    async with opened(live.services()) as screen:
        await screen.press("3")
        await screen.until(lambda: screen.app.main.query("#sync-table"))
        await screen.until(lambda: not pairs or table(screen).total_count)
        yield screen


PAIR = """
# the big one
[sync.movies-4k]
source = "radarr.main"
target = "radarr.4k"  # upstairs
filter = { include = { text = "no such title" } }
"""


def table(screen: Screen) -> EstateTable[Any]:
    return screen.app.main.query_one("#sync-table", EstateTable)


async def editor(screen: Screen, *keys: str) -> None:
    """Open the editor and wait for its maps and its count."""
    await screen.press(*keys)
    await screen.until(lambda: screen.dialog == "PairDialog" and screen.app.screen.query("PairMaps .head"))
    await screen.until(lambda: " titles of " in message(screen, "rules"))


def message(screen: Screen, option: str) -> str:
    """Return what stands below the field of an option."""
    field = screen.app.screen.query_one(f"#{option}").query_ancestor(Field)
    return str(field.query_one(".message").render())


def choose(screen: Screen, option: str, value: str) -> None:
    screen.app.screen.query_one(f"#{option}", Choice).choose(value)


def maps(screen: Screen) -> dict[str, dict[str, str]]:
    return screen.app.screen.query_one(PairMaps).maps


def pairs(live: Live) -> tuple[SyncPair, ...]:
    return load_config(live.path, env={}).sync


def titles(screen: Screen) -> int:
    return int(message(screen, "rules").split(" of ")[0].replace(",", ""))


async def test_a_pair_is_made_from_an_empty_pane_in_a_few_keys_and_its_plan_opens(live: Live) -> None:
    async with sync_pane(live) as screen:
        await editor(screen, "a", "a")
        assert maps(screen)["quality_profiles"]["HD Bluray + WEB"] == "UHD Bluray + WEB"
        await screen.type("rules", '-root:"/media/family films"')  # radarr.4k has none like it
        await screen.press("ctrl+s")
        await screen.until(lambda: isinstance(screen.app.screen, PlanScreen))
        (pair,) = pairs(live)
        assert (pair.name, pair.source, pair.target, pair.mode) == (
            "main-4k",
            "radarr.main",
            "radarr.4k",
            "add",
        )
        plan = (await screen.services.sync.recent())[0]
        assert (plan.pair, plan.outcomes) == ("main-4k", {})
        assert plan.counts.add > 0


async def test_the_filter_is_counted_as_it_is_typed(live: Live) -> None:
    async with sync_pane(live) as screen:
        await editor(screen, "a", "a")
        everything = titles(screen)
        await screen.type("rules", "year>=2000 -missing")
        await screen.until(lambda: titles(screen) < everything)
        store = live.estate.apps["radarr.main"].store
        movies = store.movies.values()
        passing = sum(row["year"] >= 2000 and row["movieFileId"] > 0 for row in movies)
        await screen.until(lambda: titles(screen) == passing)


async def test_a_bad_value_is_said_below_its_field_and_nothing_is_written(live: Live) -> None:
    before = live.path.read_bytes()
    async with sync_pane(live) as screen:
        await editor(screen, "a", "a")
        for option, text in {
            "rules": "horror:yes",
            "update": "titles",
            "removals": "many",
            "name": "A b",
        }.items():
            await screen.type(option, text)
            assert message(screen, option).startswith("✗ "), option
        await screen.press("ctrl+s")
        assert screen.dialog == "PairDialog"
        focused = screen.app.focused
        assert isinstance(focused, Input)
        assert message(screen, focused.id or "").startswith("✗ ")
        assert live.path.read_bytes() == before


async def test_a_name_that_no_instance_has_is_saved_only_on_insisting(live: Live) -> None:
    async with sync_pane(live) as screen:
        await editor(screen, "a", "a")
        await screen.type("rules", "tag:nobody")
        await screen.press("ctrl+s")
        save = screen.app.screen.query_one("#save", Button)
        await screen.until(lambda: "anyway" in str(save.label))
        await screen.until(lambda: 'no "nobody"' in message(screen, "rules"))
        assert pairs(live) == ()
        await screen.press("ctrl+s")
        await screen.until(lambda: pairs(live) and pairs(live)[0].filter.include.tags == ("nobody",))


async def test_editing_keeps_comments_and_what_was_not_changed(live: Live) -> None:
    async with sync_pane(live, pairs=PAIR) as screen:
        before = live.path.read_text().splitlines()
        await editor(screen, "e")
        choose(screen, "mode", "union")
        await screen.type("name", "uhd")
        await screen.press("ctrl+s")
        await screen.until(lambda: pairs(live)[0].mode == "union")
        lines = live.path.read_text().splitlines()
        assert [line for line in before if line not in lines] == ["[sync.movies-4k]"]
        assert [line for line in lines if line not in before] == ["[sync.uhd]", 'mode = "union"']


async def test_another_target_gets_maps_of_its_own(live: Live) -> None:
    async with sync_pane(live) as screen:
        await editor(screen, "a", "a")
        choose(screen, "source", "sonarr.main")
        choices = await screen.services.sync.choices("sonarr.anime")
        await screen.until(
            lambda: (
                maps(screen)
                and {*maps(screen).get("root_folders", {}).values()} <= {*choices.roots}
                and "sonarr.main" in message(screen, "rules")
            )
        )
        assert screen.app.screen.query_one("#target", Choice).value == "sonarr.anime"
        assert screen.app.screen.query_one("#name", Input).value == "main-anime"
        assert "series_type" in message(screen, "update")


async def test_maps_of_instances_that_were_chosen_before_do_not_replace_those_of_the_chosen(
    live: Live,
) -> None:
    async with sync_pane(live) as screen:
        choices, late = screen.services.sync.choices, asyncio.Event()

        async def choices_of(instance: str) -> Choices:
            if instance == "radarr.4k":
                await late.wait()
            return await choices(instance)

        screen.services.sync.choices = choices_of  # type: ignore[method-assign]
        await screen.press("a", "a")
        await screen.until(lambda: screen.dialog == "PairDialog")
        dialog = screen.app.screen
        choose(screen, "source", "sonarr.main")
        await screen.until(lambda: maps(screen))
        shown = maps(screen)
        late.set()
        await screen.until(lambda: all(one.is_finished for one in dialog.workers if one.node is dialog))
        assert maps(screen) == shown


async def test_a_pair_that_is_being_applied_is_not_edited(live: Live) -> None:
    async with sync_pane(live, pairs=PAIR) as screen:
        refused = asyncio.Event()

        async def refuse(_name: str) -> None:
            refused.set()
            from arrtui.core.errors import UsageError

            raise UsageError("changing the pair movies-4k", why="its plan 3 is being applied")

        screen.services.sync.check_editable = refuse  # type: ignore[method-assign]
        await screen.press("e")
        await screen.until(refused.is_set)
        await screen.until(lambda: any("being applied" in toast for toast in screen.toasts))
        assert screen.dialog == "MainScreen"


async def test_a_pair_is_removed_after_a_question(live: Live) -> None:
    async with sync_pane(live, pairs=PAIR) as screen:
        await screen.press("delete")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: pairs(live) == ())
        assert "# the big one" in live.path.read_text()
        await screen.until(lambda: not table(screen).total_count)


async def test_leaving_the_editor_writes_nothing(live: Live) -> None:
    async with sync_pane(live) as screen:
        before = live.path.read_bytes()
        await editor(screen, "a", "a")
        await screen.press("escape")
        assert screen.dialog == "MainScreen"
        assert live.path.read_bytes() == before


async def test_without_two_instances_of_one_app_it_says_what_is_missing(live: Live) -> None:
    live.keep("radarr.main", "sonarr.main")
    async with sync_pane(live) as screen:
        await screen.press("a", "a")
        await screen.until(lambda: any("two instances" in toast for toast in screen.toasts))


async def test_names_are_completed_in_the_filter(live: Live) -> None:
    async with sync_pane(live) as screen:
        await editor(screen, "a", "a")
        rules = screen.app.screen.query_one("#rules", Input)
        rules.focus()
        await screen.press(*"prof", "right")
        assert rules.value == "profile:"
