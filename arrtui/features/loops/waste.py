"""What chains cost: grabs that brought nothing and their bytes, summed up by a fact of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from arrtui.features.loops.model import Attempt, Chain, LoopReport, Waste


class WasteBy(StrEnum):
    """What waste is summed up by."""

    TITLE = "title"
    PROFILE = "profile"
    FORMAT = "format"
    INDEXER = "indexer"
    GROUP = "group"


def waste_of(chains: Iterable[Chain]) -> Waste:
    """Return what chains wasted together: a pack that several of them share counts as one grab."""
    return sum_of(attempt for chain in chains for attempt in chain.wasted)


def waste_by(
    report: LoopReport, by: WasteBy, formats: Mapping[int, tuple[str, ...]] | None = None
) -> dict[str, Waste]:
    """Return what the chains of an instance wasted by a fact of the grabs, the most bytes first.

    ``formats`` are the names of those that made a difference in a chain, by ``id(chain)``; a grab counts for
    each of them.
    """
    wasted: dict[str, list[Attempt]] = {}
    for chain in report.chains:
        for attempt in chain.wasted:
            for name in _names(report, chain, attempt, by, formats or {}):
                wasted.setdefault(name, []).append(attempt)
    sums = {name: sum_of(attempts) for name, attempts in wasted.items()}
    return dict(sorted(sums.items(), key=lambda entry: (-entry[1].size, -entry[1].grabs, entry[0])))


def _names(
    report: LoopReport,
    chain: Chain,
    attempt: Attempt,
    by: WasteBy,
    formats: Mapping[int, tuple[str, ...]],
) -> tuple[str, ...]:
    match by:
        case WasteBy.TITLE:
            return (report.titles.get(chain.item_id, chain.external_id),)
        case WasteBy.PROFILE:
            return (report.profiles.get(chain.item_id, ""),)
        case WasteBy.FORMAT:
            return formats.get(id(chain), ())
        case WasteBy.INDEXER:
            return (attempt.row.indexer,)
        case WasteBy.GROUP:
            return (attempt.row.release_group,)


def sum_of(attempts: Iterable[Attempt]) -> Waste:
    """Return how many grabs there are and their bytes.

    Rows of one download are one grab, and its bytes those of all its files.
    """
    downloads: dict[object, dict[object, int]] = {}
    for attempt in attempts:
        download = (attempt.row.download_id, attempt.row.date) if attempt.row.download_id else id(attempt)
        file = 0 if attempt.file is None else attempt.file.file_id or id(attempt.file)
        downloads.setdefault(download, {})[file] = attempt.wasted
    return Waste(len(downloads), sum(sum(files.values()) for files in downloads.values()))
