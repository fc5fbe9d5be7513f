"""Routes of providers: indexers, download clients, import lists, notifications, metadata."""

from __future__ import annotations

from arrtui.demo.app.live.events import HealthTouched, ResourceChanged
from arrtui.demo.app.live.testing import send_test_call
from arrtui.demo.app.provider_kinds import ProviderKind, provider_kinds
from arrtui.demo.app.provider_tests import unreachable_host
from arrtui.demo.app.providers import (
    MASK,
    MESSAGES,
    WITH_PRESETS,
    field_values,
    is_on,
    masked,
    provider,
    provider_defaults,
)
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import name_is_taken, read_row, require_rows
from arrtui.demo.http.errors import Check, broken, broken_rules, invalid, refuse_if_any
from arrtui.demo.http.routing import Table, accepted, check_types, created, integers
from arrtui.demo.http.wire import Obj, Reply

_NO_SERVICE = "Value cannot be null. (Parameter 'serviceType')"
_OUTPUT_ONLY = {"fields", "id", "presets", "infoLink", "implementationName"}
"""Members that are not taken from what is sent (`fields` are merged)."""
_INPUT = {"rootFolderPath", "downloadClientId", "seasonSearchMaximumSingleEpisodeAge"}
"""Members that are taken though they have no default."""


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
        """List the providers by name. Raises ApiError 500 while one is of a kind the app does not know."""
        rows = self._rows(call).values()
        for row in rows:
            self._require_known(call, row)
        return [masked(row) for row in sorted(rows, key=lambda row: str(row["name"]).casefold())]

    def read_one(self, call: Call) -> Obj:
        """Show one provider. Raises ApiError 500 for one of a kind the app does not know."""
        row = read_row(self._rows(call), call.id, f"{self._resource.capitalize()}Definition")
        self._require_known(call, row)
        return masked(row)

    def schema(self, call: Call) -> list[Obj]:
        """List a template of each kind."""
        spec, rows = call.store.spec, []
        for kind in self._kinds(call).values():
            row = provider(kind, "", {}, **provider_defaults(spec, kind, self._resource)) | {"presets": []}
            message = MESSAGES.get(kind.implementation)
            row |= {"message": dict(message)} if message else {}
            has_name = self._resource in ("metadata", "notification") or kind.implementation in WITH_PRESETS
            rows.append({key: value for key, value in row.items() if has_name or key != "name"})
        return rows

    def test(self, call: Call) -> Reply:
        """Check a provider without saving it; a webhook gets a live call. Raises ApiError."""
        number = int(call.object.get("id") or 0)
        self._test(call, self._read(call, number) | {"id": number})
        headers = {"content-type": "text/plain; charset=utf-8"} if call.store.spec.plain_test_answer else {}
        return Reply({}, headers=headers)

    def post(self, call: Call) -> Reply:
        """Add a provider; one that is switched on is tested, `forceSave` or not.

        One of an unknown kind that is off is written although the answer is 500. Raises ApiError.
        """
        rows = self._rows(call)
        number = call.store.next_id(rows)
        item = self._read(call, 0) | {"id": number}
        if is_on(item):
            self._test(call, item | {"id": 0})
        rows[number] = item
        self._publish(call, "created", item)
        if self._resource == "importlist" and call.store.spec.reads_new_lists:
            call.store.commands.post({"name": "ImportListSync", "definitionId": number}, "unspecified")
        self._require_known(call, item)
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
        results = [
            {"id": row["id"], "problems": unreachable_host(call.store.spec, self._resource, row)}
            for row in rows
        ]
        answer = [
            {
                "id": row["id"],
                "isValid": not row["problems"],
                "validationFailures": [
                    {key: value for key, value in problem.items() if key != "isWarning"}
                    for problem in row["problems"]
                ],
            }
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
        name, contract = body.get("name"), body.get("configContract")
        taken = name_is_taken(rows, name, number)
        checks = [
            Check(not (name or "").strip(), "Name", "'Name' must not be empty.", name, "NotEmptyValidator"),
            Check(taken, "Name", "Should be unique", name),
            _not_empty("Implementation", body.get("implementation")),
            _not_empty("ConfigContract", contract),
            *self._folder_checks(call, body),
        ]
        refuse_if_any(broken_rules(checks))
        kinds = self._kinds(call)
        kind = next((kind for kind in kinds.values() if kind.contract == contract), None)
        if kind is None:
            raise broken("Value can not be null. (Parameter 'targetType')")
        stored = field_values(rows.get(number, {}))
        values = {
            key: stored.get(key) if value == MASK and number else value
            for key, value in field_values(body).items()
        }
        item = provider(kind, str(name), values, **provider_defaults(call.store.spec, kind, self._resource))
        item |= {"implementationName": kinds.get(body["implementation"], kind).name}
        return item | {
            key: value
            for key, value in body.items()
            if key in _INPUT or (key not in _OUTPUT_ONLY and key in item)
        }

    def _folder_checks(self, call: Call, body: Obj) -> list[Check]:
        """Check that the root folder of an import list is one of the app's."""
        path = body.get("rootFolderPath")
        if self._resource != "importlist" or not path:
            return []
        known = {root["path"].rstrip("/") for root in call.store.root_folders.values()}
        text = f"Root folder '{path}' does not exist"
        unknown = path.rstrip("/") not in known
        return [Check(unknown, "RootFolderPath", text, path, "RootFolderExistsValidator", {"path": path})]

    def _kinds(self, call: Call) -> dict[str, ProviderKind]:
        return provider_kinds(call.store.spec, self._resource)

    def _require_known(self, call: Call, item: Obj) -> None:
        """Raise ApiError 500 for a provider of a kind the app does not know."""
        if item["implementation"] not in self._kinds(call):
            raise broken(_NO_SERVICE)

    def _test(self, call: Call, item: Obj) -> None:
        """Do what the Test button does: only a webhook's receiver is really asked. Raises ApiError."""
        self._require_known(call, item)
        if self._resource == "notification" and item["implementation"] == "Webhook":
            send_test_call(call.store, item)
        elif problems := unreachable_host(call.store.spec, self._resource, item):
            raise invalid(*problems)


def _not_empty(name: str, value: str | None) -> Check:
    spaced = "Config Contract" if name == "ConfigContract" else name
    return Check(not value, name, f"'{spaced}' must not be empty.", value, "NotEmptyValidator")


TABLE: Table = [
    route
    for resource in ("indexer", "downloadclient", "importlist", "notification", "metadata")
    for route in ProviderRoutes(resource).table()
]
