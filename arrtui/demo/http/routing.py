"""From a path to a handler: the call a handler receives, and how its result becomes an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec
from starlette.routing import BaseRoute, Match, Route

from arrtui.demo.http.errors import ApiError, unreadable
from arrtui.demo.http.transport import JSON, HttpResponse
from arrtui.demo.http.wire import EMPTY, Obj, Reply, pretty
from arrtui.demo.world.clock import parse_moment

if TYPE_CHECKING:
    from arrtui.demo.estate import SimulatedApp

API = "/api/v3"


class HandlerRequest:
    """One request as a handler sees it."""

    def __init__(
        self, app: SimulatedApp, params: Obj, query: str, headers: dict[str, str], raw: bytes
    ) -> None:
        self.app = app
        self.store: Any = app.store
        self.params = params
        self.headers = headers
        self._query = parse_qsl(query, keep_blank_values=True)
        self._raw = raw

    @property
    def id(self) -> int:
        """The id in the path."""
        return int(self.params["id"])

    def text(self, name: str, default: str = "") -> str:
        """The first value of a query key; keys are not case-sensitive."""
        return next((value for key, value in self._query if key.lower() == name.lower()), default)

    def numbers(self, name: str) -> list[int]:
        """All values of a repeated numeric key; a comma list is unreadable."""
        values = [value for key, value in self._query if key.lower() == name.lower()]
        return [self._int(name, value) for value in values]

    def number(self, name: str, default: int = 0) -> int:
        """One numeric value."""
        found = self.numbers(name)
        return found[0] if found else default

    @staticmethod
    def _int(name: str, value: str) -> int:
        try:
            return int(value)
        except ValueError:
            raise unreadable(name, f"The value '{value}' is not valid.") from None

    def flag(self, name: str, default: bool = False) -> bool:
        """A truth value: `true` or `false`."""
        value = self.text(name).lower()
        if value not in ("", "true", "false"):
            raise unreadable(name, f"The value '{value}' is not valid.")
        return default if value == "" else value == "true"

    def moment(self, name: str) -> str | None:
        """A date, in the apps' notation; None when it is not given."""
        value = self.text(name)
        if not value:
            return None
        try:
            return parse_moment(value)
        except ValueError:
            raise unreadable(name, f"The value '{value}' is not valid.") from None

    @property
    def body(self) -> Any:
        """The JSON sent; 400 ProblemDetails if it is none."""
        try:
            return msgspec.json.decode(self._raw)
        except msgspec.DecodeError as error:
            raise unreadable("$", f"The JSON value could not be converted. {error}") from None

    @property
    def object(self) -> Obj:
        """The JSON object sent, with its names in camelCase whatever their case was."""
        value = self.body
        if not isinstance(value, dict):
            raise unreadable("$", "The JSON value could not be converted to the resource.")
        return {key[:1].lower() + key[1:]: item for key, item in value.items()}

    @property
    def objects(self) -> list[Obj]:
        """The JSON list of objects sent."""
        value = self.body
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise unreadable("$", "The JSON value could not be converted to a list.")
        return value


Handler = Callable[[HandlerRequest], Any]
Table = list[tuple[str, str, Handler]]


def integers(body: Obj, name: str) -> list[int]:
    """A list of numbers in a body; 400 ProblemDetails if it holds anything else."""
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
        raise unreadable(f"$.{name}", "The JSON value could not be converted to System.Int32.")
    return value


def typed(body: Obj, **kinds: type) -> None:
    """Refuse members of a body that have the wrong type; null is allowed."""
    for name, kind in kinds.items():
        value = body.get(name)
        wrong = isinstance(value, bool) and kind is int
        if value is not None and (wrong or not isinstance(value, kind)):
            raise unreadable(f"$.{name}", f"The JSON value could not be converted to {kind.__name__}.")


def created(path: str, item: Obj) -> Reply:
    """201 with the place of the new object."""
    return Reply(item, 201, {"location": f"{API}/{path}/{item['id']}"})


def accepted(value: Any) -> Reply:
    """202, which the apps answer to every PUT."""
    return Reply(value, 202)


class Router:
    """Finds the handler of a method and a path (behind the URL base)."""

    def __init__(self, table: Table) -> None:
        self._routes: list[BaseRoute] = [
            Route(path, handler, methods=[verb]) for verb, path, handler in table
        ]
        self._handlers = {(verb, path): handler for verb, path, handler in table}
        self._plain = {(verb, path): handler for verb, path, handler in table if "{" not in path}

    def find(self, method: str, path: str) -> tuple[Handler, Obj] | int:
        """The handler with the parameters of the path, or the status of there being none: 404 or 405."""
        method, path = ("GET" if method == "HEAD" else method), path.rstrip("/").lower()
        if plain := self._plain.get((method, path)):
            return plain, {}
        scope = {"type": "http", "method": method, "path": path, "root_path": ""}
        status = 404
        for route in self._routes:
            match, child = route.matches(scope)
            if match is Match.FULL and isinstance(route, Route):
                return self._handlers[method, route.path], dict(child["path_params"])
            status = 405 if match is Match.PARTIAL else status
        return status


def perform(handler: Handler, call: HandlerRequest) -> HttpResponse:
    """Run a handler under the store's lock and render what it returns or raises."""
    try:
        with call.store.lock:
            call.store.tick += 1
            call.store.commands.advance()
            result = handler(call)
            reply = result if isinstance(result, Reply) else Reply(result)
            body = b"" if reply.value is EMPTY else pretty(reply.value)
    except ApiError as error:
        return error_answer(error)
    headers = {"content-type": JSON, **reply.headers} if body else dict(reply.headers)
    return HttpResponse(reply.status, body, headers)


def error_answer(error: ApiError) -> HttpResponse:
    """An error in its shape: nothing, an array, or an object."""
    if error.body is None:
        return HttpResponse(error.status)
    problem = isinstance(error.body, dict) and "traceId" in error.body
    kind = "application/problem+json; charset=utf-8" if problem else JSON
    return HttpResponse(error.status, pretty(error.body), {"content-type": kind})
