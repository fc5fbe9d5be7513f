"""Pages as the apps cut them (R `PagingResource.cs`, `PagingRequestResource`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from arrtui.demo.http.errors import unreadable
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj

Key = Callable[[Any], Any]
DIRECTIONS = ("default", "ascending", "descending")


class PageRequest:
    """What a request asks for: page, size, a sort key of the whitelist and a direction.

    An unknown key is silently the default one; no direction means descending (R `PagingResource.cs:35`).
    """

    def __init__(self, call: HandlerRequest, keys: Mapping[str, Key], default: str) -> None:
        self.page = max(1, call.number("page", 1))
        self.size = max(1, call.number("pageSize", 10))
        wanted = call.text("sortKey").lower()
        self.key = next((key for key in keys if key.lower() == wanted), default)
        self._read = keys[self.key]
        self.direction = call.text("sortDirection", "descending").lower()
        if self.direction not in DIRECTIONS:
            raise unreadable("sortDirection", f"The value '{self.direction}' is not valid.")

    def sort(self, items: list[Any]) -> list[Any]:
        """The items in the order asked for."""
        return sorted(items, key=self._read, reverse=self.direction != "ascending")

    def cut(self, items: list[Any], *, last_again: bool = False) -> list[Any]:
        """The items of the page; `last_again`: past the end the last page comes again (the queue's quirk)."""
        page = self.page
        if last_again and items:
            page = min(page, (len(items) - 1) // self.size + 1)
        return items[(page - 1) * self.size : page * self.size]

    def result(self, total: int, records: list[Obj]) -> Obj:
        """The envelope of a page."""
        head = {
            "page": self.page,
            "pageSize": self.size,
            "sortKey": self.key,
            "sortDirection": self.direction,
        }
        return head | {"totalRecords": total, "records": records}
