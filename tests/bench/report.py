"""What was measured, as a table for people and as JSON for comparing two runs."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HEADINGS = ("what", "measured", "budget", "met", "floor", "ratio", "samples")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table."""

    what: str
    unit: str
    samples: tuple[float, ...]
    """What was measured, once per repetition."""
    floors: tuple[float, ...] = ()
    """What the least possible was in the same repetitions."""
    budget: float | None = None
    """The most ``measured`` may be, or the most ``ratio`` may be."""
    budget_is_ratio: bool = False
    budget_is_most: bool = False
    """Whether every sample must keep it, not only the median."""
    detail: dict[str, Any] = field(default_factory=dict)
    """Whatever else helps to understand it; in the JSON only."""

    @property
    def measured(self) -> float:
        """The median of the samples."""
        return statistics.median(self.samples)

    @property
    def floor(self) -> float | None:
        """The median of the floors, None without one."""
        return statistics.median(self.floors) if self.floors else None

    @property
    def ratio(self) -> float | None:
        """The median of each sample's ratio to the floor measured beside it."""
        pairs = [sample / least for sample, least in zip(self.samples, self.floors, strict=False) if least]
        return statistics.median(pairs) if pairs else None

    @property
    def met(self) -> bool | None:
        """Whether the budget is met, None without one."""
        measured = max(self.samples) if self.budget_is_most else self.measured
        judged = self.ratio if self.budget_is_ratio else measured
        return None if self.budget is None or judged is None else judged <= self.budget

    def as_json(self) -> dict[str, Any]:
        """Return everything about it."""
        derived = {"measured": self.measured, "floor": self.floor, "ratio": self.ratio, "met": self.met}
        return asdict(self) | derived


def table(rows: Iterable[Row]) -> str:
    """Return the rows as an aligned table."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join(_aligned(line, widths) for line in lines) + "\n"


def write_json(path: Path, facts: dict[str, Any], rows: Iterable[Row]) -> None:
    """Write the facts of the run and every row."""
    text = json.dumps({**facts, "rows": [row.as_json() for row in rows]}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (cell for cell in cells)
    shown = [first.ljust(widths[0])]
    shown += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
    return "  ".join(shown).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    met = {True: "yes", False: "NO", None: ""}[row.met]
    floor = "" if row.floor is None else _amount(row.floor, row.unit)
    return (row.what, _amount(row.measured, row.unit), _budget(row), met, floor, ratio, _spread(row))


def _budget(row: Row) -> str:
    if row.budget is None:
        return ""
    return f"{row.budget:g} × floor" if row.budget_is_ratio else _amount(row.budget, row.unit)


def _spread(row: Row) -> str:
    low, high = min(row.samples), max(row.samples)
    if low == high:
        return f"{len(row.samples)}"
    return f"{len(row.samples)} ({_number(low, row.unit)} … {_number(high, row.unit)})"


def _amount(value: float, unit: str) -> str:
    return f"{_number(value, unit)} {unit}".rstrip()


def _number(value: float, unit: str) -> str:
    return f"{value:,.2f}" if unit == "s" else f"{value:,.0f}"
