"""From a path to a handler: the request a handler receives, and how its result becomes a response."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import parse_qsl

from starlette.routing import BaseRoute, Match, Route

from arrtui.demo.http.app import Handler, ServedApp, ServedStore
from arrtui.demo.http.clock import iso
from arrtui.demo.http.errors import (
    Absence,
    ApiError,
    InvalidOperation,
    not_found,
    unreadable,
    without_type,
)
from arrtui.demo.http.json_input import read_json
from arrtui.demo.http.transport import JSON, PROBLEM, HttpResponse
from arrtui.demo.http.wire import EMPTY, Obj, Reply, pretty

_NEWEST = "/api/v3"
"""Where the tables of shared routes have their paths."""

StoreT = TypeVar("StoreT", bound=ServedStore)
Table = list[tuple[str, str, Handler]]
"""Method, path behind the URL base and handler of each route."""


class HandlerRequest(Generic[StoreT]):
    """One request as a handler sees it."""

    def __init__(
        self,
        app: ServedApp[StoreT],
        params: Obj,
        path: str,
        query: str,
        headers: dict[str, str],
        raw: bytes,
    ) -> None:
        """``path`` is as it was sent; what is in ``params`` of it is in lower case."""
        self.app = app
        self.path = path
        self.store = app.store
        self.params = params
        self.headers = headers
        self._query = parse_qsl(query, keep_blank_values=True)
        self.raw = raw

    @property
    def id(self) -> int:
        """The id in the path."""
        return int(self.params["id"])

    @property
    def body_id(self) -> int:
        """The id in the body, which counts; else the one in the path, else 0 (R `RestController.cs`)."""
        return int(self.object.get("id") or self.params.get("id") or 0)

    def text(self, name: str, default: str = "") -> str:
        """Return the first value of a query key; keys are not case-sensitive."""
        return next((value for key, value in self._query if key.lower() == name.lower()), default)

    def numbers(self, name: str) -> list[int]:
        """Return all values of a repeated numeric key; a comma list is unreadable."""
        numbers = []
        for value in (value for key, value in self._query if key.lower() == name.lower()):
            try:
                numbers.append(int(value))
            except ValueError:
                raise unreadable(name, f"The value '{value}' is not valid.") from None
        return numbers

    def number(self, name: str, default: int = 0) -> int:
        """Return one numeric value."""
        return next(iter(self.numbers(name)), default)

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a truth value: `true` or `false`."""
        value = self.text(name).lower()
        if value not in ("", "true", "false"):
            raise unreadable(name, f"The value '{value}' is not valid.")
        return default if value == "" else value == "true"

    def moment(self, name: str) -> str | None:
        """Convert a date of ISO 8601, or an American one, to the apps' notation; None without one.

        Raises ApiError 400 for an empty one and for what is no date.
        """
        value = self.text(name)
        if not value:
            if any(key.lower() == name.lower() for key, _ in self._query):
                raise unreadable(name, "The value '' is invalid.")
            return None
        try:
            if "/" in value:
                moment = datetime.strptime(value, "%m/%d/%Y").replace(tzinfo=UTC)
            else:
                moment = datetime.fromisoformat(value.strip().replace(" ", "+"))
            return iso((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
        except ValueError:
            raise unreadable(name, f"The value '{value}' is not valid.") from None

    @property
    def body(self) -> Any:
        """The JSON sent; 400 ProblemDetails if it is none, 415 if nothing says of what type it is."""
        if "content-type" not in self.headers:
            raise without_type()
        value = read_json(self.raw)
        if value is None:
            raise unreadable("", "A non-empty request body is required.")
        return value

    @property
    def object(self) -> Obj:
        """The JSON object sent, with its names in camelCase whatever their case was."""
        value = self.body
        if not isinstance(value, dict):
            raise unreadable("$", "The JSON value could not be converted to the resource.")
        return _in_camel_case(value)

    @property
    def objects(self) -> list[Obj]:
        """The JSON list of objects sent, with their names in camelCase."""
        value = self.body
        if not isinstance(value, list) or not all(isinstance(member, dict) for member in value):
            raise unreadable("$", "The JSON value could not be converted to a list.")
        return [_in_camel_case(member) for member in value]


def _in_camel_case(value: Obj) -> Obj:
    return {key[:1].lower() + key[1:]: member for key, member in value.items()}


def integers(body: Obj, name: str) -> list[int]:
    """Return a list of numbers in a body, given as text too; 400 ProblemDetails for anything else."""
    value = body.get(name) or []
    if not isinstance(value, list):
        raise unreadable(f"$.{name}", "The JSON value could not be converted to System.Int32.")
    numbers = [as_number(member, int) for member in value]
    for index, number in enumerate(numbers):
        if not isinstance(number, int) or isinstance(number, bool):
            raise unreadable(f"$.{name}[{index}]", "The JSON value could not be converted to System.Int32.")
    return numbers


def as_number(value: Any, expected: type) -> Any:
    """Return a number that was sent as text; every other value as it is (`NumberHandling` of the web)."""
    if isinstance(value, str) and expected in (int, float):
        try:
            return expected(value)
        except ValueError:
            return value
    return value


_NET_TYPES = {int: "System.Int32", float: "System.Nullable`1[System.Double]", str: "System.String"}
_LARGEST = 2**31


def wrong_type(where: str, expected: type) -> ApiError:
    """Return the 400 of a member that cannot be read as what it should be."""
    name = _NET_TYPES.get(expected, expected.__name__)
    return unreadable(where, f"The JSON value could not be converted to {name}.")


def check_types(body: Obj, where: str = "$.", /, **types: type) -> None:
    """Refuse members of a body that have the wrong type, and turn text into numbers; null is allowed.

    `where`: the path of the body in what was sent. Raises ApiError 400.
    """
    for name, expected in types.items():
        value = as_number(body.get(name), expected)
        if value is None:
            continue
        bool_for_number = isinstance(value, bool) and expected in (int, float)
        whole_for_fraction = isinstance(value, int) and expected is float
        too_large = expected is int and isinstance(value, int) and not -_LARGEST <= value < _LARGEST
        if bool_for_number or too_large or not (isinstance(value, expected) or whole_for_fraction):
            raise wrong_type(f"{where}{name}", expected)
        body[name] = value


def created(path: str, resource: Obj) -> Reply:
    """Return 201 with the address of the new object below the API."""
    return Reply(resource, 201, {"location": f"/{path}/{resource['id']}"})


def accepted(value: Any, path: str = "") -> Reply:
    """Return 202, which the apps answer to every PUT; with a path, the address of the object in it."""
    return Reply(value, 202, {"location": f"/{path}/{value['id']}"} if path else {})


def at_version(version: str, table: Table) -> Table:
    """Return routes of v3 below another version of the API."""
    return [(verb, path.replace(_NEWEST, f"/api/{version}", 1), handler) for verb, path, handler in table]


def with_any_word(table: Table) -> Table:
    """Return routes that take any word at the end of a path for an id: 404 to what is no number."""

    def numbered(handler: Handler) -> Handler:
        def handle(call: HandlerRequest[Any]) -> Any:
            if not str(call.params["id"]).isdigit():
                raise ApiError(404)
            return handler(call)

        return handle

    ending = "/{id:int}"
    return [
        (verb, f"{path.removesuffix(ending)}/{{id}}", numbered(handler))
        if path.endswith(ending)
        else (verb, path, handler)
        for verb, path, handler in table
    ]


class NoRoute(NamedTuple):
    """There is no handler for a method and a path."""

    allowed: tuple[str, ...]
    """The methods the path has: none if it is unknown."""


@lru_cache(maxsize=1_024)
def _route(verb: str, path: str, handler: Handler) -> BaseRoute:
    """Return a route; all apps of a kind have the same, and making them takes longer than a library."""
    return Route(path, handler, methods=[verb])


class Router:
    """Finds the handler of a method and a path (behind the URL base)."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._routes = [_route(*entry) for entry in table]
        self._handlers = {(verb, path): handler for verb, path, handler in table}

    def find(self, method: str, path: str) -> tuple[Handler, Obj] | NoRoute:
        """Return the handler and the parameters of the path, or which methods it has instead."""
        path = path.rstrip("/").lower()
        if "{" not in path and (handler := self._handlers.get((method, path))):
            return handler, {}
        scope = {"type": "http", "method": method, "path": path, "root_path": ""}
        allowed: set[str] = set()
        for route in self._routes:
            match, child = route.matches(scope)
            if match is Match.FULL and isinstance(route, Route) and (method, route.path) in self._handlers:
                return self._handlers[method, route.path], dict(child["path_params"])
            if match is not Match.NONE and isinstance(route, Route):
                allowed |= {verb for verb in route.methods or () if (verb, route.path) in self._handlers}
        return NoRoute(tuple(sorted(allowed)))


def perform(handler: Handler, call: HandlerRequest[Any]) -> HttpResponse:
    """Run a handler under the store's lock, then what has to happen before its answer."""
    with call.store.lock:
        call.store.tick += 1
        call.app.advance()
        response = _render(handler, call)
        calls = call.app.take_calls()
    for make in calls:
        make()
    return response


def _render(handler: Handler, call: HandlerRequest[Any]) -> HttpResponse:
    """Render what a handler returns or raises."""
    try:
        result = handler(call)
        reply = result if isinstance(result, Reply) else Reply(result)
        raw = isinstance(reply.value, bytes)
        body = b"" if reply.value is EMPTY else reply.value if raw else pretty(reply.value)
    except InvalidOperation as error:
        error.status = call.app.operation_status
        return error_response(error)
    except Absence as error:
        described = call.app.describes_absence and error.model
        return error_response(not_found(error.model, error.number) if described else error)
    except ApiError as error:
        return error_response(error)
    headers = {"content-type": JSON, **reply.headers} if body else dict(reply.headers)
    response = HttpResponse(reply.status, body, headers)
    response.held_back = reply.held_back
    return response


def error_response(error: ApiError) -> HttpResponse:
    """Render an error in its shape: nothing, an array, or an object.

    The apps' own error handler clears the headers and names no charset (R `RadarrErrorPipeline.cs`).
    """
    if error.body is None:
        return HttpResponse(error.status)
    if isinstance(error.body, dict) and "traceId" in error.body:
        return HttpResponse(error.status, pretty(error.body), {"content-type": PROBLEM})
    headers = {"content-type": "application/json", "cache-control": "no-cache,no-store"}
    return HttpResponse(error.status, pretty(error.body), headers)
