"""Saved views of tables, ``[views.NAME]``: a filter, a sort and columns by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from arrtui.core.config.findings import Findings, check_named, tables_of
from arrtui.core.config.tables import ConfigTable

ViewedTable = Literal[
    "titles",
    "episodes",
    "instances",
    "jobs",
    "pairs",
    "candidates",
    "loops",
    "activity",
    "trailers",
    "artwork",
]
"""The tables that views can be saved of."""


class ViewOptions(ConfigTable):
    """What a view's table may set."""

    table: ViewedTable = Field(
        description='"titles", "episodes", "instances", "jobs", "pairs", "candidates", "loops", '
        '"activity", "trailers" or "artwork"'
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
    tables = tables_of(tree, "views", "view, with its name: [views.to-upgrade]", findings)
    for name, table in tables.items():
        options = check_named(ViewOptions, table, ("views", name), "view", findings, folder)
        if options is not None:
            yield SavedView.model_construct(name=name, **dict(options))  # checked already, like the instances
