"""The list of what indexers have: judged, searched again, cancelled; grabbed only after a question."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from arrtui.core.errors import UsageError
from arrtui.runtime.releases import ReleaseSubject
from arrtui.tui.panes.scores.loops.tab import LoopsTab
from arrtui.tui.panes.scores.releases.opening import subject_of_chain
from tests.tui.panes.scores.chains import BIG, reports
from tests.tui.panes.scores.tabs import tab_opened


def test_a_chain_is_searched_by_its_movie_or_its_episode() -> None:
    subjects = []
    for report in reports().values():
        stored: Any = SimpleNamespace(report=report)
        subjects.append(subject_of_chain(stored, report.chains[0]))
    assert subjects == [
        ReleaseSubject("radarr.main", 1, "Silver Harbor (2019)"),
        ReleaseSubject("sonarr.main", 7, "Copper Street", 1, 2),
    ]


async def test_releases_are_listed_and_only_the_chosen_one_is_grabbed_after_a_question() -> None:
    async with tab_opened(LoopsTab, instance="radarr.main", size=(200, 40)) as screen:
        await screen.until(lambda: screen.tab._table.total_count == 2)
        await screen.press("M")
        await screen.until(lambda: "2 releases   1 to be taken by our rule   1 by the app" in screen.seen)
        assert "1 grabbed before" in screen.seen and "Release is blocklist" in screen.seen
        assert "this would be the fourth grab of it" in screen.seen
        await screen.press("down")
        await screen.until(lambda: "Not enough seeders: 7" in screen.seen)
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.until(lambda: "- Release is blocklisted" in screen.seen)
        assert " GiB from Somewhere, score 90" in screen.seen and "cannot be undone" in screen.seen
        await screen.press("n")
        releases = screen.services.loops.releases
        assert releases.grabbed == []
        await screen.press("up", "enter")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: releases.grabbed == [BIG])

        releases.fault = UsageError("grabbing", why="the app has forgotten it", advice="Search again.")
        await screen.press("enter")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        await screen.press("y")
        await screen.until(lambda: any("Search again." in text for text in screen.app.notifications))


async def test_a_search_is_cancelled_fails_or_has_nothing_and_each_says_what_to_do() -> None:
    async with tab_opened(LoopsTab, instance="radarr.main") as screen:
        await screen.until(lambda: screen.tab._table.total_count == 2)
        releases = screen.services.loops.releases
        releases.gate, releases.offers = asyncio.Event(), []
        await screen.press("M")
        await screen.until(lambda: "Asking the indexers of radarr.main ..." in screen.seen)
        assert "c Cancel" in screen.seen and "r Refresh" not in screen.seen
        await screen.press("c")
        await screen.until(lambda: "The search was cancelled. r searches again" in screen.seen)
        releases.gate.set()
        await screen.press("r")
        await screen.until(lambda: "No indexer has anything of it." in screen.seen)
        releases.fault = UsageError("searching", why="it has no such episode")
        await screen.press("r")
        await screen.until(lambda: "Nothing was listed. r searches again" in screen.seen)
        assert any("no such episode" in text for text in screen.app.notifications)
        await screen.press("escape")
        await screen.until(lambda: screen.dialog == "TabScreen")
