"""The rules of the Jobs pane: what they look like, and what one would have done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.db import estate_events, library
from arrtui.db.jobs import NewJob
from arrtui.db.rules import RuleMatch, note_outcome, store_matches
from arrtui.runtime.services import Services
from arrtui.tui.kit.dialogs.text import TextDialog
from arrtui.tui.panes.jobs.rules import rule_text
from tests.tui.estates import CONFIG, DAY, HOUR, NOW, scene_services
from tests.tui.live import opened
from tests.tui.panes.jobs.lists import open_list
from tests.tui.scenes import SIZES, app_at_now

RULES = """
[[rule]]
name = "seen"
event = "title_changed"
filter = "year>1900 -tag:seen"
action = "tag"
tag = "seen"
limit = 2

[[rule]]
name = "try again"
event = ["download_failed", "import_blocked"]
instances = ["radarr.main"]
filter = "-release:cam"
action = "search"
dry_run = false

[[rule]]
name = "alarms"
event = "problems"
action = "notify"

[[notify]]
name = "phone"
url = "json://nas/"
"""


def store() -> None:
    """Store three changes of a title, and what two rules made of them; to be called while writing."""
    row = library.library_rows(["radarr.main"])[0]
    title = {"instance": row.instance, "item_id": row.item_id, "external_id": row.external_id}
    happened = [
        EstateEvent(type=EventType.TITLE_CHANGED, at=NOW - at, title=row.title, year=row.year, **title)
        for at in (40 * DAY, 3 * HOUR, HOUR / 2, HOUR / 3, HOUR / 4)
    ]
    first, *_ = estate_events.insert(happened)

    def match(rule: str, doing: str, *, is_dry: bool) -> RuleMatch:
        job = NewJob(kind="rule", subject=rule)
        return RuleMatch(rule, 2, is_dry, first, row.instance, f"{doing} {row.title} on radarr.main", job)

    store_matches([match("seen", "tag", is_dry=True)], NOW - HOUR / 2)
    (acted,) = store_matches([match("try again", "search for", is_dry=False)], NOW - 3 * DAY).deeds
    note_outcome(acted.id, "queued")


@pytest.fixture
def ruled(library: Path, tmp_path: Path) -> Iterator[Services]:
    with scene_services(library, tmp_path, config=CONFIG + RULES) as services:
        services.database.write_sync(store)
        yield services


async def show(pilot: Pilot[Any]) -> None:
    await open_list(pilot, "u", "RulesDialog")


@pytest.mark.parametrize("size", SIZES)
def test_rules(size: str, ruled: Services, snap_compare: Callable[..., bool]) -> None:
    assert snap_compare(app_at_now(ruled, "dark"), terminal_size=SIZES[size], run_before=show)


async def test_enter_shows_what_a_rule_would_have_done(ruled: Services) -> None:
    async with opened(ruled, clock=lambda: NOW) as screen:
        await show(screen.pilot)
        await screen.press("enter")
        await screen.until(lambda: isinstance(screen.app.screen, TextDialog))
        outcome, deeds = await ruled.rules.dry_run("seen"), await ruled.rules.deeds("try again")
    assert (outcome.events, len(outcome.acts), outcome.held_back) == (4, 3, 1)
    text = rule_text(outcome, deeds)
    assert (text.count("would tag"), text.count("queued")) == (3, 1)
