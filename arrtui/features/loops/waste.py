"""What chains cost: grabs that brought nothing and their bytes, summed up by a fact of them.

Pure, but for the formats at fault, which the matcher tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from arrtui.features.loops.causes import Cause, causes_of
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.model import Attempt, Chain, LoopReport, Waste


class WasteBy(StrEnum):
    """What waste is summed up by."""

    TITLE = "title"
    PROFILE = "profile"
    FORMAT = "format"
    INDEXER = "indexer"
    GROUP = "group"


NAMELESS = {
    WasteBy.TITLE: "(no title)",
    WasteBy.PROFILE: "(no profile any more)",
    WasteBy.FORMAT: "(no format at fault)",
    WasteBy.INDEXER: "(indexer unknown)",
    WasteBy.GROUP: "(no release group)",
}
"""What stands in the place of a name that no row tells."""


class WasteRow(NamedTuple):
    """What the grabs of one title, profile, format, indexer or group wasted."""

    name: str
    """Empty where no row tells it, or where no format is at fault."""
    waste: Waste
    instances: tuple[str, ...]
    """Where the grabs were made."""
    chains: tuple[Chain, ...]
    """Those that the grabs belong to."""


Formats = Mapping[int, tuple[str, ...]]
"""``id(chain)`` → names of the formats at fault in it."""


def waste_of(chains: Iterable[Chain]) -> Waste:
    """Return what chains of an instance wasted: a pack that several of them share counts as one grab."""
    return sum_of(attempt for chain in chains for attempt in chain.wasted)


def waste_of_all(reports: Iterable[LoopReport]) -> Waste:
    """Return what the chains of several instances wasted together."""
    return total([waste_of(report.chains) for report in reports])


def total(parts: Sequence[Waste]) -> Waste:
    """Return the sum of what was wasted apart."""
    return Waste(sum(part.grabs for part in parts), sum(part.size for part in parts))


def formats_of(causes: Iterable[Cause]) -> tuple[str, ...]:
    """Return the names of the formats that causes are about, each once."""
    return tuple(dict.fromkeys(name for cause in causes for name in cause.formats))


def formats_at_fault(chains: Iterable[Chain], book: ScoreBook) -> dict[int, tuple[str, ...]]:
    """Return the formats that make files of a chain score less than their releases, of those that cost.

    Runs inside ``Database.reading()``.
    """
    return {id(chain): formats_of(causes_of(chain, book)) for chain in chains if chain.wasted}


def waste_by(reports: Iterable[LoopReport], by: WasteBy, formats: Formats | None = None) -> list[WasteRow]:
    """Return what chains wasted by a fact of their grabs, the most bytes first.

    A grab counts once for each of the ``formats`` at fault, so that these may add up to more than the whole.
    """
    sums: dict[str, dict[str, Waste]] = {}
    chains: dict[str, dict[int, Chain]] = {}
    for report in reports:
        wasted: dict[str, list[Attempt]] = {}
        for chain in report.chains:
            for attempt in chain.wasted:
                for name in _names(report, chain, attempt, by, formats or {}):
                    wasted.setdefault(name, []).append(attempt)
                    chains.setdefault(name, {})[id(chain)] = chain
        for name, attempts in wasted.items():
            sums.setdefault(name, {})[report.instance] = sum_of(attempts)
    rows = [
        WasteRow(name, total(list(parts.values())), tuple(parts), tuple(chains[name].values()))
        for name, parts in sums.items()
    ]
    return sorted(rows, key=lambda row: (-row.waste.size, -row.waste.grabs, row.name.casefold()))


def waste_object(row: WasteRow) -> dict[str, Any]:
    """Return what was wasted as plain values."""
    return {
        "name": row.name,
        "instances": list(row.instances),
        "chains": len(row.chains),
        "wasted_grabs": row.waste.grabs,
        "wasted_bytes": row.waste.size,
    }


def _names(
    report: LoopReport, chain: Chain, attempt: Attempt, by: WasteBy, formats: Formats
) -> tuple[str, ...]:
    match by:
        case WasteBy.TITLE:
            return (report.subject_of(chain),)
        case WasteBy.PROFILE:
            return (report.profiles.get(chain.item_id, ""),)
        case WasteBy.FORMAT:
            return formats.get(id(chain)) or ("",)
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
