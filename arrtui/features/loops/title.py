"""What happened to one title: its chains with their stations, and files that no row tells of.

Runs in a database thread, inside ``Database.reading()``; no request is made and nothing read of other titles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec

from arrtui.core.domain import EntityType, Episode, MediaFile
from arrtui.db import records
from arrtui.features.loops.causes import Cause, causes_of
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.load import StoredChains, load_settings, load_title_chains
from arrtui.features.loops.model import Chain, ChainKind, ChainStep, LoopReport, StepKind
from arrtui.features.loops.steps import format_names, steps_of

EpisodePlace = tuple[int, int]
"""Season and number."""
_episodes = msgspec.json.Decoder(Episode)
_files = msgspec.json.Decoder(MediaFile)


class ChainStory(NamedTuple):
    """A chain with its stations and why it is of its kind."""

    chain: Chain
    steps: Sequence[ChainStep]
    """The oldest first."""
    causes: Sequence[Cause]
    """What costs most first."""


class ScoreHistory(NamedTuple):
    """How the score of a title on an instance, or of some of its episodes, came to be what it is."""

    report: LoopReport
    """Names of what the chains are about, and all of the chains that were asked for."""
    stories: tuple[ChainStory, ...]
    """In the order of their episodes."""
    unexplained: tuple[ChainStep, ...] = ()
    """Files that are there and that no chain tells of."""

    @property
    def instance(self) -> str:
        """The name of the instance."""
        return self.report.instance

    @property
    def quiet(self) -> int:
        """How many chains are left out because nothing goes round."""
        return len(self.report.chains) - len(self.stories)


def load_score_histories(
    instance: str,
    kind: str,
    item_ids: Iterable[int],
    episodes: Collection[EpisodePlace] | None = None,
    *,
    since: str = "",
    every: bool = False,
) -> list[ScoreHistory]:
    """Return the history of the score of each of some movies, or of some episodes of series.

    Without ``episodes`` a series is told of by its chains that are of a kind, or by ``every`` one. Chains
    of which the last row is older than ``since`` (a date as the app writes it) are left out. Raises
    :class:`NoSuchSnapshotError` when nothing is stored.
    """
    settings = load_settings(instance, kind, "telling the history of a score")
    return [
        _history_of(load_title_chains(settings, item_id), item_id, episodes, since, every)
        for item_id in item_ids
    ]


def _history_of(
    stored: StoredChains, item_id: int, episodes: Collection[EpisodePlace] | None, since: str, every: bool
) -> ScoreHistory:
    book, report, wanted = stored.book, stored.report, None
    chains = [chain for chain in report.chains if chain.last.date >= since]
    if episodes is not None:
        wanted = {number for number, place in report.episodes.items() if place in episodes}
        chains = [chain for chain in chains if wanted.intersection(chain.episode_ids)]
    report = replace(report, chains=chains)
    listed = sorted(
        (
            chain
            for chain in chains
            if every or episodes is not None or not chain.episode_ids or chain.kind is not ChainKind.NONE
        ),
        key=lambda chain: [report.episodes.get(number, (0, 0)) for number in chain.episode_ids],
    )
    stories = tuple(ChainStory(chain, steps_of(chain, book), causes_of(chain, book)) for chain in listed)
    files = () if report.episodes and wanted is None else _files_of(book, item_id, wanted)
    return ScoreHistory(report, stories, tuple(_unexplained(files, stored.report.chains, book)))


def _files_of(book: ScoreBook, item_id: int, episode_ids: Collection[int] | None) -> list[MediaFile]:
    """Return the files that are there of a title, or of some episodes."""
    docs = records.docs_of_items(book.instance_id, EntityType.FILE, [item_id])
    files = [_files.decode(doc) for doc in docs.values()]
    if episode_ids is None:
        return files
    keys = list(map(str, episode_ids))
    own = records.docs_by_key(book.instance_id, EntityType.EPISODE, keys)
    file_ids = {_episodes.decode(doc).file_id for doc in own.values()}
    return [file for file in files if file.id in file_ids]


def _unexplained(files: Sequence[MediaFile], chains: Sequence[Chain], book: ScoreBook) -> Iterator[ChainStep]:
    """Yield how files stand that no chain has: it has one by its import, or by a rename of what was found."""
    present = [life for chain in chains for life in chain.files if life.gone is None]
    if any(life.is_scanned for life in present):
        return
    known = {life.file_id for life in present}
    for file in files:
        if file.id not in known:
            yield ChainStep(
                kind=StepKind.NOW,
                date="",
                title=file.relative_path,
                quality=file.quality,
                score=file.score,
                formats=format_names(file, book),
            )
