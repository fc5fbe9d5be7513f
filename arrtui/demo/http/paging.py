"""Pages as the apps cut them (R `PagingResource.cs`, `PagingRequestResource`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from arrtui.demo.http.errors import unreadable
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj

SortKey = Callable[[Any], Any]
_DIRECTIONS = ("default", "ascending", "descending")


class PageRequest:
    """What a request asks for: page, size, a sort key of the whitelist and a direction.

    An unknown key is silently the default one, or an error where keys are columns of `table`; no direction
    means descending (R `PagingResource.cs:35`).
    """

    def __init__(
        self, call: HandlerRequest[Any], keys: Mapping[str, SortKey], default: str, table: str = ""
    ) -> None:
        """Raises ApiError 400 for an unknown direction, 500 for a key that is no column of `table`."""
        self.page = max(1, call.number("page", 1))
        self.size = max(0 if table else 1, call.number("pageSize", 10))
        self._storage = call.store.storage
        asked = call.text("sortKey").lower()
        self.key = next((key for key in keys if key.lower() == asked), "" if asked and table else default)
        if not self.key:
            raise self._storage.no_such_column(table, asked)
        self._sort_key = keys[self.key]
        self.direction = call.text("sortDirection", "descending").lower()
        if self.direction not in _DIRECTIONS:
            raise unreadable("sortDirection", f"The value '{self.direction}' is not valid.")

    def sort(self, rows: list[Any]) -> list[Any]:
        """Return the rows in the order asked for."""
        rows_in_order = self._storage.before_sorting(rows, self.page)
        return sorted(rows_in_order, key=self._sort_key, reverse=self.direction != "ascending")

    def clamp(self, total: int) -> None:
        """Go back to the last full page of so many rows, if this one lies past the end."""
        if (self.page - 1) * self.size >= total:
            self.page = max(total // self.size, 1)

    def cut(self, rows: list[Any]) -> list[Any]:
        """Return the rows of the page."""
        return rows[(self.page - 1) * self.size : self.page * self.size]

    def result(self, total: int, records: list[Obj]) -> Obj:
        """Return the envelope of a page."""
        return {
            "page": self.page,
            "pageSize": self.size,
            "sortKey": self.key,
            "sortDirection": self.direction,
            "totalRecords": total,
            "records": records,
        }
