"""Exporting the chains that show, in the form that the file's name asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from arrtui.core.text import plural
from arrtui.tui.kit.dialogs.export import ask_and_save
from arrtui.tui.kit.host import host_of
from arrtui.tui.panes.scores.loops.rows import LoopRow

if TYPE_CHECKING:
    from arrtui.features.loops.load import StoredChains
    from arrtui.features.loops.model import Chain


def export_chains(owner: Widget, rows: Sequence[LoopRow]) -> None:
    """Ask for a file, and write a report on chains to it."""
    folder = Path.cwd()
    chosen: dict[str, tuple[StoredChains, list[Chain]]] = {}
    for row in rows:
        chosen.setdefault(row.instance, (row.stored, []))[1].append(row.chain)

    async def save(path: Path) -> str:
        count = await host_of(owner).services.loops.report(path, list(chosen.values()))
        return f"{plural(count, 'chain')} written to {folder / path}"

    form = "A name that ends with .html gives a page with each chain drawn, .csv a table, .json everything."
    question = f"Write {plural(len(rows), 'chain')} to a file in {folder}:\n\n{form}"
    ask_and_save(owner, question, "arrtui-loops.html", save)
