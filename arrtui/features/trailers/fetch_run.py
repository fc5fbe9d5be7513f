"""Fetch the trailers of several titles, one after the other, until something stops all of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import msgspec

from arrtui.core.text import DAY
from arrtui.core.trailers import TrailerAttempt, TrailerDownload
from arrtui.features.trailers.fetching import (
    FetchOutcome,
    FetchTarget,
    LostRootError,
    StoppedRunError,
    TrailerFetcher,
)
from arrtui.media.refusals import Scope

BACK_OFF = (1, 2, 4, 7)
"""Days that a title waits after its first failure, its second …"""
FIRST_TITLES = 3
"""When all of so many titles at the start of a run meet the same kind of refusal, it is this machine's."""


class FetchStore(Protocol):
    """Keeps what came of titles."""

    async def failures(self, target: FetchTarget) -> int:
        """Return how often fetching for a title failed since its last download."""

    async def begin(self, target: FetchTarget) -> None:
        """Note that something unfinished may lie in the title's folder from now on."""

    async def store(
        self, target: FetchTarget, attempts: Sequence[TrailerAttempt], download: TrailerDownload | None
    ) -> None:
        """Keep what was tried, and the trailer."""

    async def end(self, target: FetchTarget) -> None:
        """Note that nothing unfinished lies there, and that the target is done with."""


class RunReport(msgspec.Struct):
    """What came of a run."""

    downloaded: dict[str, int] = {}
    """Trailers by instance."""
    failed: dict[str, int] = {}
    """Titles by instance."""
    waiting: int = 0
    """Titles that were not tried, because something stopped the run or their root folder went."""
    stopped: str = ""
    """Why, in a sentence; empty if nothing did."""
    remarks: list[str] = []


class FetchRun:
    """A run over targets; further ones may follow the first."""

    def __init__(
        self,
        fetcher: Callable[[FetchTarget], TrailerFetcher],
        store: FetchStore,
        turn: Callable[[FetchTarget, bool], Awaitable[None]],
        clock: Callable[[], float],
    ) -> None:
        """``turn`` waits until a target may begin, given whether no site was asked for anything before.

        It raises StoppedRunError when neither this target nor a later one may.
        """
        self._fetcher = fetcher
        self._store = store
        self._turn = turn
        self._clock = clock
        self._begun = 0
        self._asked = False
        self._repeated = 0
        self._downloaded: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self.report = RunReport()

    async def run(self, targets: Sequence[FetchTarget]) -> RunReport:
        """Fetch for each target; return what came of it. What was tried is stored title by title."""
        lost: set[str] = set()
        before = self._downloaded.total() + self._failed.total()
        try:
            for target in targets:
                if target.root in lost:
                    continue
                await self._turn(target, not self._asked)
                self._begun += 1
                await self._store.begin(target)
                try:
                    await self._fetch(target, first=self._begun <= FIRST_TITLES)
                except LostRootError:
                    lost.add(target.root)
                    continue  # what was begun lies there until the root folder is back
                except StoppedRunError:
                    await self._store.end(target)
                    raise
                await self._store.end(target)
        except StoppedRunError as error:
            self.report.stopped = str(error)
        self.report.remarks += [f"{root} is not mounted now; nothing was written there." for root in lost]
        self.report.waiting += len(targets) + before - self._downloaded.total() - self._failed.total()
        self.report.downloaded, self.report.failed = dict(self._downloaded), dict(self._failed)
        return self.report

    async def _fetch(self, target: FetchTarget, *, first: bool) -> None:
        """Fetch for a target and store what came of it, also of a fetching that was broken off."""
        fetcher = self._fetcher(target)
        self._asked = False
        try:
            outcome = await fetcher.fetch()
        except (StoppedRunError, asyncio.CancelledError):
            await self._store.store(target, fetcher.outcome.attempts, fetcher.outcome.download)
            raise
        self._asked = outcome.asked
        repeated = [refusal for refusal in outcome.refusals if refusal.facts.scope is Scope.RUN_WHEN_REPEATED]
        if outcome.download is None and first and repeated:
            self._repeated += 1
            if self._repeated == FIRST_TITLES:
                await self._store.store(target, outcome.attempts, None)
                raise StoppedRunError(repeated[0].facts.sentence, repeated[0])
        await self._store_outcome(target, outcome)

    async def _store_outcome(self, target: FetchTarget, outcome: FetchOutcome) -> None:
        self.report.remarks += [f"{target.title.title}: {remark}" for remark in outcome.remarks]
        if outcome.download is not None:
            self._downloaded[target.title.instance] += 1
            await self._store.store(target, outcome.attempts, outcome.download)
            return
        self._failed[target.title.instance] += 1
        days = BACK_OFF[min(await self._store.failures(target), len(BACK_OFF) - 1)]
        summary = TrailerAttempt(
            external_id=target.title.external_id,
            season=target.season,
            at=self._clock(),
            outcome="failed",
            reason=summary_of(outcome),
            retry_after=self._clock() + days * DAY,
        )
        await self._store.store(target, [*outcome.attempts, summary], None)


def summary_of(outcome: FetchOutcome) -> str:
    """Return why a title has no trailer after all that was tried, in a sentence."""
    failed = [attempt.reason for attempt in outcome.attempts if attempt.outcome == "failed"]
    if failed:
        return failed[-1]
    rejected = [attempt.reason for attempt in outcome.attempts]
    if not rejected:
        return "No source names a video."
    return rejected[0] if len(rejected) == 1 else f"None of {len(rejected)} videos is its trailer."
