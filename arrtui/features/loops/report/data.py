"""What a report on chains holds: each chain with its stations and causes, and what all of them wasted."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from arrtui.core.chain_key import ChainKey
from arrtui.features.loops.causes import Cause, causes_of
from arrtui.features.loops.load import StoredChains
from arrtui.features.loops.model import Chain, ChainKind, ChainStep, LoopReport, Waste
from arrtui.features.loops.steps import steps_of
from arrtui.features.loops.summary import LoopCounts, count_chains, key_of_chain
from arrtui.features.loops.waste import WasteBy, WasteRow, formats_of, waste_by, waste_of, waste_of_all


class ReportChain(NamedTuple):
    """A chain with what is read of it."""

    report: LoopReport
    chain: Chain
    steps: Sequence[ChainStep]
    causes: Sequence[Cause]
    is_known: bool
    """Whether it is muted."""


@dataclass(frozen=True)
class ChainsData:
    """Everything that a report on chains shows."""

    made_at: float
    """UTC seconds."""
    counts: tuple[LoopCounts, ...]
    """Of each instance, of the chains in the report; ``chains`` counts all that the instance has."""
    chains: tuple[ReportChain, ...]
    total: Waste
    waste: Mapping[WasteBy, Sequence[WasteRow]]


def chains_data(
    chosen: Iterable[tuple[StoredChains, Sequence[Chain]]], muted: Container[ChainKey], made_at: float
) -> ChainsData:
    """Return a report on the chains chosen of each instance, the worst first.

    Runs inside ``Database.reading()``. ``made_at`` is in UTC seconds.
    """
    order = list(ChainKind)
    counts, reports, chains = list[LoopCounts](), list[LoopReport](), list[ReportChain]()
    for stored, of_instance in chosen:
        report = replace(stored.report, chains=of_instance)
        reports.append(report)
        counts.append(count_chains(report)._replace(chains=len(stored.report.chains)))
        chains += [
            ReportChain(
                report,
                chain,
                steps_of(chain, stored.book),
                causes_of(chain, stored.book),
                key_of_chain(report, chain) in muted,
            )
            for chain in of_instance
        ]
    chains.sort(key=lambda row: (order.index(row.chain.kind), -waste_of([row.chain]).size))
    faults = {id(row.chain): formats_of(row.causes) for row in chains}
    waste = {by: waste_by(reports, by, faults) for by in WasteBy}
    return ChainsData(made_at, tuple(counts), tuple(chains), waste_of_all(reports), waste)
