"""Routes of providers: indexers, download clients, import lists, notifications, metadata."""

from __future__ import annotations

from arrtui.demo.app.providers import MASK, field_values, masked, notification_flags, provider, send_test_call
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import name_is_taken, read_row, require_row
from arrtui.demo.http.errors import failure, invalid
from arrtui.demo.http.routing import Table, accepted, check_types, created
from arrtui.demo.http.wire import EMPTY, Obj, Reply

_OUTPUT_ONLY = {"fields", "id", "presets", "infoLink", "implementationName"}
"""Members that are not taken from what is sent (`fields` are merged)."""


class ProviderRoutes:
    """The routes of one resource of providers."""

    def __init__(self, resource: str) -> None:
        self._resource = resource

    def table(self) -> Table:
        """Return the routes."""
        path = f"/api/v3/{self._resource}"
        return [
            ("GET", path, self.read_all),
            ("GET", f"{path}/schema", self.schema),
            ("GET", f"{path}/{{id:int}}", self.read_one),
            ("POST", path, self.post),
            ("POST", f"{path}/test", self.test),
            ("PUT", f"{path}/{{id:int}}", self.put),
            ("DELETE", f"{path}/{{id:int}}", self.delete),
        ]

    def read_all(self, call: Call) -> list[Obj]:
        """List the providers."""
        return [masked(row) for row in self._rows(call).values()]

    def read_one(self, call: Call) -> Obj:
        """Show one provider."""
        return masked(read_row(self._rows(call), call.id))

    def schema(self, call: Call) -> list[Obj]:
        """List templates: the webhook for notifications, else the implementations that are in use."""
        if self._resource == "notification":
            fields = {"url": "", "method": 1, "username": "", "password": "", "headers": []}
            flags = notification_flags(call.store.spec, False)
            return [provider("", "Webhook", fields, **flags) | {"presets": []}]
        return [
            masked({key: value for key, value in row.items() if key != "id"} | {"name": "", "presets": []})
            for row in self._rows(call).values()
        ]

    def test(self, call: Call) -> Obj:
        """Check a provider without saving it; a webhook gets a live call."""
        item = self._read(call, int(call.object.get("id") or 0))
        if item["implementation"] == "Webhook":
            self._test_webhook(call, item)
        return {}

    def post(self, call: Call) -> Reply:
        """Add a provider."""
        rows = self._rows(call)
        number = call.store.next_id(rows)
        item = self._read(call, 0) | {"id": number}
        self._test_if_active(call, item)
        rows[number] = item
        return created(self._resource, masked(item))

    def put(self, call: Call) -> Reply:
        """Replace a provider; `forceSave` leaves the test out."""
        rows, number = self._rows(call), call.body_id
        require_row(rows, number, "ProviderDefinition")
        item = self._read(call, number) | {"id": number}
        if not call.flag("forceSave"):
            self._test_if_active(call, item)
        rows[number] = item
        return accepted(masked(item))

    def delete(self, call: Call) -> Reply:
        """Delete a provider."""
        require_row(self._rows(call), call.id, "ProviderDefinition")
        del self._rows(call)[call.id]
        return Reply(EMPTY)

    def _rows(self, call: Call) -> dict[int, Obj]:
        return call.store.providers[self._resource]

    def _read(self, call: Call, number: int) -> Obj:
        """Return the provider sent, which has this id (0: a new one); stars keep the stored secret."""
        body, rows = call.object, self._rows(call)
        check_types(body, name=str, fields=list, tags=list)
        if not body.get("name"):
            text = "'Name' must not be empty."
            raise invalid(failure("Name", text, body.get("name"), "NotEmptyValidator"))
        if name_is_taken(rows, body["name"], number):
            raise invalid(failure("Name", "Should be unique", body["name"], "PredicateValidator"))
        if not body.get("implementation"):
            text = "'Implementation' must not be empty."
            raise invalid(failure("Implementation", text, None, "NotEmptyValidator"))
        stored = field_values(rows.get(number, {}))
        values = {
            key: stored.get(key) if value == MASK else value for key, value in field_values(body).items()
        }
        item = provider(body["name"], body["implementation"], values)
        if self._resource == "notification":
            item |= notification_flags(call.store.spec, False)
        return item | {
            key: value
            for key, value in body.items()
            if key not in _OUTPUT_ONLY and not key.startswith("supports")
        }

    def _test_if_active(self, call: Call, item: Obj) -> None:
        """Send a webhook with any event on a live test, as saving it does."""
        active = any(value is True for key, value in item.items() if key.startswith("on"))
        if self._resource == "notification" and item["implementation"] == "Webhook" and active:
            self._test_webhook(call, item)

    def _test_webhook(self, call: Call, item: Obj) -> None:
        store = call.store
        if problem := send_test_call(store.spec, store.configs["host"]["instanceName"], item):
            raise invalid(failure("Url", problem, None, "", isWarning=False, detailedDescription=problem))


TABLE: Table = [
    route
    for resource in ("indexer", "downloadclient", "importlist", "notification", "metadata")
    for route in ProviderRoutes(resource).table()
]
