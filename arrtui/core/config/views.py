"""Saved views of tables, ``[views.NAME]``: a filter, a sort and columns by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from arrtui.core.config.findings import NO_TABLE, Findings, check_table
from arrtui.core.config.tables import LABEL, LABEL_RULE, ConfigTable

ViewedTable = Literal["titles", "episodes", "instances", "jobs", "pairs", "candidates", "activity"]
"""The tables that views can be saved of."""


class ViewOptions(ConfigTable):
    """What a view's table may set."""

    table: ViewedTable = Field(
        description='"titles", "episodes", "instances", "jobs", "pairs", "candidates" or "activity"'
    )
    filter: str = Field(default="", description="a filter as it is typed in the table")
    sort: str = Field(default="", description='the key of a column, "-" before it for the other direction')
    columns: list[str] = Field(
        default_factory=list, description='keys of columns in their order, e.g. ["title", "year"]'
    )
    """Empty for all."""


class SavedView(ViewOptions):
    """A view with its name."""

    name: str

    @property
    def sort_key(self) -> str | None:
        """The column sorted by; None for the order in which the table is given."""
        return self.sort.removeprefix("-") or None

    @property
    def descending(self) -> bool:
        """Whether the greatest comes first."""
        return self.sort.startswith("-")

    def written(self) -> dict[str, Any]:
        """Return the view's table as the file has it, without what is empty."""
        options = {name: getattr(self, name) for name in ViewOptions.model_fields}
        return {name: value for name, value in options.items() if value}


def build_views(tree: Mapping[str, Any], findings: Findings, folder: Path) -> Iterator[SavedView]:
    """Yield the views of a merged document in its order, noting everything wrong with them."""
    tables = tree.get("views", {})
    if not isinstance(tables, dict) or any(not isinstance(table, dict) for table in tables.values()):
        findings.add(("views",), f"{NO_TABLE} for each view, with its name: [views.to-upgrade]")
        return
    for name, table in tables.items():
        if not LABEL.fullmatch(name):
            findings.add(("views", name), f"is no name for a view; {LABEL_RULE}")
        options = check_table(ViewOptions, table, ("views", name), findings, folder)
        if options is not None and LABEL.fullmatch(name):
            yield SavedView.model_construct(name=name, **dict(options))  # checked already, like the instances
