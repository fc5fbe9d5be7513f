"""The request the handlers of both apps see, and the routes that only read a table of the store."""

from __future__ import annotations

from operator import attrgetter

from arrtui.demo.app.rows import read_row
from arrtui.demo.app.store import Store
from arrtui.demo.http.app import Handler
from arrtui.demo.http.routing import HandlerRequest, Table
from arrtui.demo.http.wire import Obj

Call = HandlerRequest[Store]


def list_route(resource: str, table: str) -> tuple[str, str, Handler]:
    """Return the route that lists a table of the store."""
    rows = attrgetter(table)

    def read_all(call: Call) -> list[Obj]:
        return call.store.storage.ordered(table, rows(call.store).values())

    return "GET", f"/api/v3/{resource}", read_all


def read_routes(resource: str, table: str, model: str) -> Table:
    """Return the routes that list a table of the store and show one row of it; `model`: its name."""
    rows = attrgetter(table)

    def read_one(call: Call) -> Obj:
        return read_row(rows(call.store), call.id, model)

    return [list_route(resource, table), ("GET", f"/api/v3/{resource}/{{id:int}}", read_one)]
