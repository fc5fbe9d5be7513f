"""What planning takes for two large instances, against putting both in a dict and comparing each pair."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.children import python, run
from tests.bench.estate import Estate
from tests.bench.plan import COUNT
from tests.bench.report import Row

BUDGET = 150.0
"""Milliseconds."""


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Plan in a process of its own; what the plans hold is in the JSON."""
    command = python("-m", "tests.bench.plan", str(repeat + 2))
    for name, figures in run(command, estate.folder / "errors").output.items():
        yield Row(
            what=f"plan of {COUNT:,} × {COUNT:,} {name}",
            unit="ms",
            samples=tuple(1000 * seconds for seconds in figures["ours"]),
            floors=tuple(1000 * seconds for seconds in figures["least"]),
            budget=BUDGET,
            detail=figures["counts"],
        )
