"""Chains of releases made by hand: a loop, a see-saw and a drift, with their stations."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from arrtui.clients.releases import FoundRelease
from arrtui.core.chain_key import ChainKey
from arrtui.core.errors import ArrtuiError
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.causes import Cause, CauseKind
from arrtui.features.loops.join import join_rows
from arrtui.features.loops.model import Chain, ChainKind, ChainStep, FormatChange, LoopReport, StepKind
from arrtui.features.loops.offers import JudgedRelease
from arrtui.features.loops.title import ChainStory, ScoreHistory
from arrtui.runtime.loops_stop import QueuedGrab
from arrtui.runtime.releases import ReleaseList, ReleaseSubject
from tests.tui.panes.scores.cures import FakeCures
from tests.tui.panes.scores.renames import FakeRenames
from tests.tui.panes.scores.watches import FakeWatches

GIB = 1 << 30
BIG = "Silver.Harbor.2019.1080p.AMZN.WEB-DL.H.264-GOODGRP"
OTHER = "Silver.Harbor.2019.1080p.WEB-DL.H.264-OTHER"
SAW = ("Copper.Street.S01E02.1080p.WEB-DL-ONE", "Copper.Street.S01E02.1080p.WEB-DL-TWO")


def row(number: int, event: str, title: str, *, item: int, episode: int = 0, **values: Any) -> ChainRow:
    """Return a row of a history; each is an hour after the one before."""
    known: dict[str, Any] = {
        "download_id": "", "quality_id": 3, "quality": "WEBDL-1080p", "score": 160,
        "release_group": "GOODGRP", "indexer": "Somewhere", "size": 8 * GIB,
        "reason": "", "languages_doc": "[]", "data_doc": "{}",
    }  # fmt: skip
    date = f"2025-11-{10 + number // 24:02}T{number % 24:02}:00:00Z"
    return ChainRow(
        id=number, date=date, item_id=item, external_id=f"{item}00", episode_id=episode, event=event,
        title=title, **(known | values),
    )  # fmt: skip


def cycle(first: int, title: str, *, item: int, episode: int = 0, replaces: bool = False) -> list[ChainRow]:
    """Return a grab and its import, after the deletion of the file before where there is one."""
    shared: dict[str, Any] = {"item": item, "episode": episode}
    rows = [row(first, "grabbed", title, download_id=f"D{first}", **shared)]
    if replaces:
        rows.append(row(first + 1, "movieFileDeleted", "/m/old.mkv", reason="Upgrade", **shared))
    data = f'{{"fileId": "{first}", "importedPath": "/m/{title}.mkv"}}'
    rows.append(
        row(first + 2, "downloadFolderImported", title, download_id=f"D{first}", data_doc=data, **shared)
    )
    return rows


def judged(rows: Sequence[ChainRow], kind: ChainKind, wasted: int) -> Chain:
    """Return the only chain of some rows as one of a kind, with the last grabs in vain."""
    (chain,) = join_rows(rows)
    chain.kind = kind
    chain.wasted = tuple(chain.attempts[-wasted:]) if wasted else ()
    return chain


def reports() -> dict[str, LoopReport]:
    """Return the chains of two instances."""
    loop = judged(
        [
            *cycle(1, BIG, item=1),
            *cycle(31, BIG, item=1, replaces=True),
            *cycle(61, BIG, item=1, replaces=True),
        ],
        ChainKind.LOOP,
        2,
    )
    drift = judged(cycle(90, OTHER, item=2), ChainKind.DRIFT, 0)
    saw = judged(
        [
            *cycle(5, SAW[0], item=7, episode=71),
            *cycle(35, SAW[1], item=7, episode=71, replaces=True),
            *cycle(65, SAW[0], item=7, episode=71, replaces=True),
        ],
        ChainKind.SEE_SAW,
        1,
    )
    movies = {1: "Silver Harbor (2019)", 2: "Paper Moon Rising (2021)"}
    profiles = {1: "HD Bluray + WEB", 2: "HD Bluray + WEB"}
    return {
        "radarr.main": LoopReport("radarr.main", [loop, drift], movies, {}, profiles),
        "sonarr.main": LoopReport("sonarr.main", [saw], {7: "Copper Street"}, {71: (1, 2)}, {7: "WEB-1080p"}),
    }


def steps() -> list[ChainStep]:
    """Return the stations of a release whose file lost a format."""
    shared: dict[str, Any] = {"quality": "WEBDL-1080p"}
    both, one = ("Big", "AMZN"), ("AMZN",)
    lost = (FormatChange("Big", gained=False, score=60, field="size"),)
    gained = (FormatChange("Codec tag", gained=True, score=-80, field="file_name"),)
    imported, moment = "2025-11-10T03:00:00Z", {"title": BIG, **shared}
    return [
        ChainStep(
            kind=StepKind.GRAB, date="2025-11-10T01:00:00Z", score=160, formats=both, outcome="imported",
            **moment,
        ),
        ChainStep(kind=StepKind.IMPORT, date=imported, score=100, formats=one, changes=lost, **moment),
        ChainStep(
            kind=StepKind.RENAME, date=imported, title="Silver Harbor (2019) x264.mkv", score=20,
            formats=(*one, "Codec tag"), changes=gained, computed=True, **shared,
        ),
        ChainStep(
            kind=StepKind.DELETION, date="2025-11-11T08:00:00Z", title="", score=None, formats=None,
            why="its naming of that time is in no row", outcome="Upgrade", **shared,
        ),
    ]  # fmt: skip


class FakeStopping:
    """Downloads in a queue; what is removed of them is kept with the choice."""

    def __init__(self) -> None:
        self.grabs = [
            QueuedGrab(
                "radarr.main", 1, "Silver Harbor (2019)", "D61", BIG, 8 * GIB, 0, "sab", "importPending"
            )
        ]
        self.removed: list[tuple[str, bool]] = []

    async def queued(self, chains: Iterable[tuple[Any, Chain]]) -> list[QueuedGrab]:
        wanted = {chain.item_id for _, chain in chains}
        return [grab for grab in self.grabs if grab.item_id in wanted]

    async def remove(self, grabs: Sequence[QueuedGrab], *, remove_from_client: bool) -> list[int]:
        self.removed += [(grab.download_id, remove_from_client) for grab in grabs]
        return [1]


def offered(title: str, score: int, *rejections: str, takes: bool, grabs: int = 0) -> JudgedRelease:
    """Return a judged release."""
    release = FoundRelease(
        guid=f"guid of {title}", indexer_id=1, indexer="Somewhere", title=title, size=8 * GIB, age_hours=50.0,
        protocol="torrent", quality_id=3, quality="WEBDL-1080p", revision=(1, 0), is_repack=False,
        languages=("English",), formats=("Big",), score=score, group="GRP", approved=not rejections,
        rejections=rejections, seeders=7, leechers=2, season=0, episodes=(), is_pack=False,
        can_be_grabbed=True,
    )  # fmt: skip
    return JudgedRelease(release, takes, "+60 over the file's 100" if takes else "left", 100, grabs)


class FakeReleases:
    """Releases in memory; ``gate`` holds a search back, ``fault`` is raised by it or by a grab."""

    def __init__(self) -> None:
        self.offers = [
            offered(BIG, 160, takes=True, grabs=3),
            offered(OTHER, 90, "Release is blocklisted", "Not enough seeders: 7", takes=False),
        ]
        self.subjects: list[ReleaseSubject] = []
        self.grabbed: list[str] = []
        self.gate: asyncio.Event | None = None
        self.fault: ArrtuiError | None = None

    async def of_child(self, instance: str, item_id: int, title: str, key: tuple[int, int]) -> ReleaseSubject:
        return ReleaseSubject(instance, item_id, title, *key)

    async def search(self, subject: ReleaseSubject, progress: Any) -> ReleaseList:
        self.subjects.append(subject)
        progress("asking the indexers of radarr.main")
        if self.gate is not None:
            await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        return ReleaseList(subject, self.offers)

    async def grab(self, _listed: ReleaseList, judged: JudgedRelease) -> int:
        if self.fault is not None:
            raise self.fault
        self.grabbed.append(judged.release.title)
        return 1


def causes() -> list[Cause]:
    """Return why the release loops."""
    return [Cause(CauseKind.NAMING_TOKEN, -80, ("Codec tag",)), Cause(CauseKind.INCREMENT, 141)]


class FakeTitles:
    """The loop for every movie of Radarr; of a series no row is stored."""

    async def histories(self, places: Sequence[tuple[str, int]], episodes: Any = None) -> list[ScoreHistory]:
        ((instance, _),) = places
        if instance.startswith("sonarr"):
            return [ScoreHistory(LoopReport(instance, []), ())]
        report = reports()["radarr.main"]
        loop = report.chains[0]
        shown = LoopReport(instance, [loop], report.titles)
        return [ScoreHistory(shown, (ChainStory(loop, steps(), causes()),))]


class FakeLoops:
    """Chains in memory; ``fault`` is raised by whatever is asked."""

    def __init__(self) -> None:
        self.reports = reports()
        self.after_changes = FakeWatches(self.reports)
        self.renames = FakeRenames()
        self.fault: ArrtuiError | None = None
        self.known: set[ChainKey] = set()
        self.cutoffs: Any = None
        self.unmonitored: list[tuple[str, int]] = []
        self.cures = FakeCures(self)
        self.written: dict[Path, list[str]] = {}
        """File → instance of each chain in it."""
        self.stopping = FakeStopping()
        self.releases = FakeReleases()
        self.titles = FakeTitles()

    async def chains(self, instance: str, days: int | None = None) -> Any:
        if self.fault is not None:
            raise self.fault
        return SimpleNamespace(report=self.reports.get(instance) or LoopReport(instance, []), book=None)

    async def unmonitor(self, chains: Iterable[tuple[Any, Chain]]) -> list[int]:
        self.unmonitored += [(stored.report.instance, chain.item_id) for stored, chain in chains]
        return [1]

    async def muted(self) -> frozenset[ChainKey]:
        return frozenset(self.known)

    async def mute(self, keys: Iterable[ChainKey]) -> None:
        self.known |= set(keys)

    async def unmute(self, keys: Iterable[ChainKey]) -> None:
        self.known -= set(keys)

    async def causes(self, _stored: Any, _chain: Chain) -> list[Cause]:
        return causes()

    async def report(self, path: Path, chosen: Sequence[tuple[Any, Sequence[Chain]]]) -> int:
        self.written[path] = [stored.report.instance for stored, chains in chosen for _ in chains]
        return len(self.written[path])

    async def formats_at_fault(self, stored: Any) -> dict[int, tuple[str, ...]]:
        return {id(chain): ("Codec tag",) for chain in stored.report.chains if chain.item_id == 7}

    async def steps(self, _stored: Any, _chain: Chain) -> list[ChainStep]:
        return steps()
