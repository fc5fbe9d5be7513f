"""A chain in full as lines of text: what goes round, what it cost, and each station of each release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from arrtui.core.text import format_size, plural
from arrtui.features.loops.causes import Cause
from arrtui.features.loops.cures.model import Cure
from arrtui.features.loops.cures.recipes import summary
from arrtui.features.loops.model import ChainStep
from arrtui.features.loops.words import KIND_SENTENCES
from arrtui.tui.kit.chain_lines import KIND_SIGNS, write_cause, write_steps
from arrtui.tui.kit.sheet import Sheet
from arrtui.tui.panes.scores.loops.rows import LoopRow

if TYPE_CHECKING:
    from arrtui.runtime.loops import LoopServices


_CURES = 3
"""Cures that are named."""


class ChainDetail(NamedTuple):
    """What is read of a chain once it is looked at."""

    steps: Sequence[ChainStep] = ()
    causes: Sequence[Cause] = ()
    cures: Sequence[Cure] = ()
    """What would have stopped it, the best first."""


async def read_chain(loops: LoopServices, row: LoopRow) -> ChainDetail:
    """Read a chain's stations and why it is of its kind. Raises StorageError."""
    steps = await loops.steps(row.stored, row.chain)
    causes = await loops.causes(row.stored, row.chain)
    return ChainDetail(steps, causes, await loops.cures.of_chain(row.stored, row.chain))


def chain_lines(row: LoopRow, detail: ChainDetail | None, width: int) -> list[Content]:
    """Return everything about a chain; without its stations where those are not read yet."""
    sheet, chain = Sheet(width), row.chain
    sign = KIND_SIGNS[chain.kind]
    sheet.text((row.title, "bold"))
    profile = f", {row.profile}" if row.profile else ""
    sheet.text((sign.text, sign.style), (f"  {row.instance}{profile}", "dim"))
    sheet.blank()
    sheet.text((KIND_SENTENCES[chain.kind], ""))
    if row.waste.grabs:
        cost = f"{plural(row.waste.grabs, 'grab')} in vain, {format_size(row.waste.size)}"
        sheet.text((f"{cost}, of {len(chain.attempts):,}.", "warn"))
    if chain.untold:
        sheet.text((f"Whether it is worse cannot be told: {chain.untold}.", "dim"))
    if detail is not None and detail.causes:
        sheet.heading("Why")
        for cause in detail.causes:
            write_cause(sheet, cause)
    if detail is not None and detail.cures:
        named = [summary(cure) for cure in detail.cures]
        sheet.heading("Cure", ("   f y in Loops says what each costs", "dim"))
        more = f"; {len(named) - _CURES} more" if len(named) > _CURES else ""
        sheet.text(("; or ".join(named[:_CURES]), "good"), (more, "dim"))
    sheet.heading("What happened")
    if detail is None:
        sheet.text(("Reading ...", "dim"))
    else:
        write_steps(sheet, detail.steps)
    return sheet.lines
