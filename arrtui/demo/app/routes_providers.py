"""Routes of providers: indexers, download clients, import lists, notifications, metadata."""

from __future__ import annotations

from arrtui.demo.app.live.events import HealthTouched, ResourceChanged
from arrtui.demo.app.live.testing import send_test_call
from arrtui.demo.app.providers import (
    CONTRACTS,
    IMPLEMENTATIONS,
    MASK,
    SCRIPT_MESSAGE,
    WEBHOOK_FIELDS,
    default_providers,
    field_values,
    indexer_defaults,
    is_on,
    masked,
    notification_flags,
    provider,
    unreachable_host,
)
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import name_is_taken, read_row, require_rows
from arrtui.demo.http.errors import Check, broken, broken_rules, invalid, refuse_if_any
from arrtui.demo.http.routing import Table, accepted, check_types, created, integers
from arrtui.demo.http.wire import Obj, Reply

_NO_SERVICE = "Value cannot be null. (Parameter 'serviceType')"
_OUTPUT_ONLY = {"fields", "id", "presets", "infoLink", "implementationName"}
"""Members that are not taken from what is sent (`fields` are merged)."""


class ProviderRoutes:
    """The routes of one resource of providers."""

    def __init__(self, resource: str) -> None:
        self._resource = resource

    def table(self) -> Table:
        """Return the routes; only metadata consumers cannot be changed many at once."""
        path = f"/api/v3/{self._resource}"
        bulk: Table = [("PUT", f"{path}/bulk", self.put_many), ("DELETE", f"{path}/bulk", self.delete_many)]
        return [
            *(bulk if self._resource != "metadata" else []),
            ("POST", f"{path}/testall", self.test_all),
            ("GET", path, self.read_all),
            ("GET", f"{path}/schema", self.schema),
            ("GET", f"{path}/{{id:int}}", self.read_one),
            ("POST", path, self.post),
            ("POST", f"{path}/test", self.test),
            ("PUT", f"{path}/{{id:int}}", self.put),
            ("DELETE", f"{path}/{{id:int}}", self.delete),
        ]

    def read_all(self, call: Call) -> list[Obj]:
        """List the providers. Raises ApiError 500 while one is of a kind the app does not know."""
        if any(row["implementation"] not in IMPLEMENTATIONS for row in self._rows(call).values()):
            raise broken(_NO_SERVICE)
        return [masked(row) for row in self._rows(call).values()]

    def read_one(self, call: Call) -> Obj:
        """Show one provider."""
        return masked(read_row(self._rows(call), call.id))

    def schema(self, call: Call) -> list[Obj]:
        """List templates, without secrets: script and webhook for notifications besides what there is.

        Else of the implementations that are in use, and of those that an instance starts with.
        """
        spec, templates = call.store.spec, list[Obj]()
        if self._resource == "notification":
            flags = notification_flags(spec, False)
            script = provider("", "CustomScript", {"path": ""}, **flags)
            templates = [
                script | {"message": dict(SCRIPT_MESSAGE)},
                provider("", "Webhook", dict(WEBHOOK_FIELDS), **flags),
            ]
        rows = [*templates, *self._rows(call).values(), *default_providers(spec, "")[self._resource].values()]
        by_implementation = {row["implementation"]: row for row in reversed(rows)}
        left_out = {"id", "rootFolderPath"} | (set() if self._resource == "metadata" else {"name"})
        schema = []
        for row in reversed(by_implementation.values()):
            fields = [
                {key: value for key, value in field.items() if key != "value" or field["privacy"] == "normal"}
                for field in row["fields"]
            ]
            template = {key: value for key, value in row.items() if key not in left_out}
            schema.append(template | {"presets": [], "fields": fields})
        return schema

    def test(self, call: Call) -> Obj:
        """Check a provider without saving it; a webhook gets a live call. Raises ApiError."""
        number = int(call.object.get("id") or 0)
        self._test(call, self._read(call, number) | {"id": number})
        return {}

    def post(self, call: Call) -> Reply:
        """Add a provider; one that is switched on is tested, `forceSave` or not."""
        rows = self._rows(call)
        number = call.store.next_id(rows)
        item = self._read(call, 0) | {"id": number}
        if is_on(item):
            self._test(call, item | {"id": 0})
        rows[number] = item
        self._publish(call, "created", item)
        if self._resource == "importlist" and call.store.spec.reads_new_lists:
            call.store.commands.post({"name": "ImportListSync", "definitionId": number}, "unspecified")
        if item["implementation"] not in IMPLEMENTATIONS:  # it is written all the same
            raise broken(_NO_SERVICE)
        return created(self._resource, masked(item))

    def put(self, call: Call) -> Reply:
        """Replace a provider; one that is on and changed is tested unless `forceSave` leaves it out.

        The id in the path counts, then that of the body (`ProviderControllerBase`). Raises ApiError.
        """
        rows = self._rows(call)
        number = int(call.params.get("id") or call.object.get("id") or 0)
        item = self._read(call, number) | {"id": number}
        read_row(rows, number)
        if is_on(item) and item != rows[number] and not call.flag("forceSave"):
            self._test(call, item)
        if item != rows[number]:
            self._publish(call, "updated", item)
        rows[number] = item
        return accepted(masked(item), self._resource)

    def test_all(self, call: Call) -> Reply:
        """Test every provider that is on: 400 if one fails."""
        rows = [row for row in self._rows(call).values() if is_on(row)]
        results = [{"id": row["id"], "problems": unreachable_host(row)} for row in rows]
        answer = [
            {"id": row["id"], "isValid": not row["problems"], "validationFailures": row["problems"]}
            for row in results
        ]
        return Reply(answer, 400 if any(row["problems"] for row in results) else 200)

    def put_many(self, call: Call) -> Reply:
        """Change switches and tags of many providers."""
        body, rows = call.object, self._rows(call)
        chosen = require_rows(rows, integers(body, "ids"))
        for row in chosen:
            row |= {key: body[key] for key in row if key in body and key not in ("id", "tags", "fields")}
            if body.get("tags") is not None:
                present, given = set(row["tags"]), set(integers(body, "tags"))
                changed = {"add": present | given, "remove": present - given}
                row["tags"] = sorted(changed.get(str(body.get("applyTags") or "add"), given))
            self._publish(call, "updated", row)
        return accepted([masked(row) for row in chosen])

    def delete_many(self, call: Call) -> Obj:
        """Delete many providers."""
        for number in integers(call.object, "ids"):
            self._remove(call, number)
        return {}

    def delete(self, call: Call) -> Obj:
        """Delete a provider; an unknown one is no error."""
        self._remove(call, call.id)
        return {}

    def _remove(self, call: Call, number: int) -> None:
        """Delete a provider if it is there."""
        row = self._rows(call).pop(number, None)
        if row is not None:
            call.store.backoff.forget(number)
            self._publish(call, "deleted", row)

    def _publish(self, call: Call, action: str, row: Obj) -> None:
        """Tell that a provider was written, which its health is checked after."""
        call.store.publish(ResourceChanged(self._resource, action, masked(row)))
        call.store.publish(HealthTouched())

    def _rows(self, call: Call) -> dict[int, Obj]:
        return call.store.providers[self._resource]

    def _read(self, call: Call, number: int) -> Obj:
        """Return the provider sent, which has this id (0: a new one); stars keep the stored secret.

        Raises ApiError: a rule is broken, or the app has no such implementation.
        """
        body, rows = call.object, self._rows(call)
        check_types(body, name=str, fields=list, tags=list, implementation=str, configContract=str)
        name, contract = body.get("name") or "", body.get("configContract")
        taken = name_is_taken(rows, name, number)
        checks = [
            Check(not name.strip(), "Name", "'Name' must not be empty.", name, "NotEmptyValidator"),
            Check(taken, "Name", "Should be unique", name),
            _not_empty("Implementation", body.get("implementation")),
            _not_empty("ConfigContract", contract),
        ]
        refuse_if_any(broken_rules(checks))
        if contract not in CONTRACTS:
            raise broken("Value can not be null. (Parameter 'targetType')")
        stored = field_values(rows.get(number, {}))
        values = {
            key: stored.get(key) if value == MASK else value for key, value in field_values(body).items()
        }
        item = provider(name, body["implementation"], values)
        item |= {"implementationName": rows.get(number, item)["implementationName"]}
        if self._resource == "notification":
            item |= notification_flags(call.store.spec, False)
        elif self._resource == "indexer":
            item |= indexer_defaults(call.store.spec)
        return item | {
            key: value
            for key, value in body.items()
            if key not in _OUTPUT_ONLY and not key.startswith("supports")
        }

    def _test(self, call: Call, item: Obj) -> None:
        """Do what the Test button does: only a webhook's receiver is really asked. Raises ApiError."""
        if self._resource == "notification" and item["implementation"] == "Webhook":
            send_test_call(call.store, item)
        elif problems := unreachable_host(item):
            raise invalid(*problems)


def _not_empty(name: str, value: str | None) -> Check:
    spaced = "Config Contract" if name == "ConfigContract" else name
    return Check(not value, name, f"'{spaced}' must not be empty.", value, "NotEmptyValidator")


TABLE: Table = [
    route
    for resource in ("indexer", "downloadclient", "importlist", "notification", "metadata")
    for route in ProviderRoutes(resource).table()
]
