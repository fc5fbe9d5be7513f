"""The routes that every table of settings has: list, one, add, replace, delete (R `RestController.cs`)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from operator import attrgetter
from typing import ClassVar

from arrtui.demo.app.live.events import ResourceChanged
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import read_row, require_row
from arrtui.demo.http.errors import invalid_operation
from arrtui.demo.http.routing import Table, accepted, created
from arrtui.demo.http.wire import EMPTY, Obj, Reply


def require_no_id(body: Obj) -> None:
    """Refuse a new row that carries an id (`BasicRepository.Insert`). Raises ApiError 500."""
    if body.get("id"):
        raise invalid_operation(f"Can't insert model with existing ID {body['id']}")


class SettingsResource(ABC):
    """One table of settings, whose rows a subclass reads and checks."""

    told_as: ClassVar[str] = ""
    """What the live feed names after a write; empty: most settings are not told."""

    def __init__(self, resource: str, table: str, model: str) -> None:
        """`resource`: its path; `table`: the attribute of the store; `model`: its name in messages."""
        self.resource = resource
        self._table = table
        self._rows = attrgetter(table)
        self._model = model

    def table(self) -> Table:
        """Return the routes."""
        path = f"/api/v3/{self.resource}"
        return [
            ("GET", path, self.read_all),
            ("GET", f"{path}/{{id:int}}", self.read_one),
            ("POST", path, self.post),
            ("PUT", path, self.put),
            ("PUT", f"{path}/{{id:int}}", self.put),
            ("DELETE", f"{path}/{{id:int}}", self.delete),
        ]

    @abstractmethod
    def read(self, call: Call, number: int) -> Obj:
        """Return the row sent, which has this id (0: a new one), without the id. Raises ApiError."""

    def rows(self, call: Call) -> dict[int, Obj]:
        """Return the table."""
        rows: dict[int, Obj] = self._rows(call.store)
        return rows

    def read_all(self, call: Call) -> list[Obj]:
        """List the rows."""
        return call.store.storage.ordered(self._table, self.rows(call).values())

    def read_one(self, call: Call) -> Obj:
        """Show one row."""
        return read_row(self.rows(call), call.id, self._model)

    def post(self, call: Call) -> Reply:
        """Add a row."""
        rows, row = self.rows(call), self.read(call, 0)
        require_no_id(call.object)
        number = call.store.next_id(rows)
        rows[number] = row | {"id": number}
        if self.told_as:
            call.store.publish(ResourceChanged(self.told_as))
        return created(self.resource, rows[number])

    def put(self, call: Call) -> Reply:
        """Replace a row; an unknown one is a 404 after the rules."""
        rows, number = self.rows(call), call.body_id
        row = self.read(call, number)
        require_row(rows, number, self._model)
        rows[number] = row | {"id": number}
        if self.told_as:
            call.store.publish(ResourceChanged(self.told_as))
        return accepted(rows[number], self.resource)

    def delete(self, call: Call) -> Reply:
        """Delete a row; an unknown one is no error (`BasicRepository.Delete` does not look)."""
        self.rows(call).pop(call.id, None)
        if self.told_as:
            call.store.publish(ResourceChanged(self.told_as))
        return Reply(EMPTY)
