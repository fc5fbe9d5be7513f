"""What routing, the pipeline and the server need of a simulated app, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from arrtui.demo.http.errors import ApiError
from arrtui.demo.http.faults import Faults
from arrtui.demo.http.hub import Hub
from arrtui.demo.http.wire import Obj

Handler = Callable[[Any], Any]
"""Answers a `HandlerRequest` with a JSON value or a `Reply`, or raises ApiError."""


class RecordedWrite(NamedTuple):
    """One write that reached the app."""

    method: str
    path: str
    """Behind the URL base, without query."""
    body: Any
    """The JSON sent, None where there was none."""
    status: int
    """What the app answered, or would have if the connection had held."""

    @property
    def executed(self) -> bool:
        """Whether the app took it; a refused write has changed nothing."""
        return self.status < 400


class ServedCommands(Protocol):
    """The command queue of an app."""

    def advance(self) -> None:
        """Move every command to where it should be now."""


class ServedStore(Protocol):
    """The state of an app, as far as serving a request touches it."""

    tick: int
    """How many requests have been served; volatile values of the answers follow it."""

    @property
    def lock(self) -> AbstractContextManager[Any]:
        """The lock that is held while a handler runs."""

    @property
    def commands(self) -> ServedCommands:
        """The commands that are moved on before a handler runs."""

    def database_error(self, method: str, path: str) -> ApiError | None:
        """Return what a request is answered while its database does not answer."""


class Routes(Protocol):
    """Where the handlers of an app are looked up."""

    table: list[tuple[str, str, Handler]]
    """Method, path and handler of each route."""

    def find(self, method: str, path: str) -> tuple[Handler, Obj] | Any:
        """Return the handler and the parameters of the path, or a `NoRoute`."""


StoreT_co = TypeVar("StoreT_co", bound=ServedStore, covariant=True)


class ServedApp(Protocol[StoreT_co]):
    """One instance on its port."""

    name: str
    app_name: str
    """`Radarr` or `Sonarr`."""
    version: str
    api_key: str
    url_base: str
    authentication: Literal["none", "forms", "external"]
    port: int
    started_at: str
    clock: Callable[[], float]
    """The time the app believes it is (UTC seconds): the `Date` of its responses."""
    faults: Faults
    requests: list[tuple[str, str]]
    """Method and path (behind the URL base, without query) of every request that was served."""
    attempts: list[tuple[str, str]]
    """The same for every request that arrived, those that met a fault among them."""
    written: list[RecordedWrite]
    hub: Hub
    """The clients of its live feed."""

    def advance(self) -> None:
        """Do what the app does by itself up to now."""

    def take_calls(self) -> list[Callable[[], None]]:
        """Return what has to happen before the answer, once the lock of the store is free."""

    @property
    def store(self) -> StoreT_co:
        """What the instance holds."""

    @property
    def router(self) -> Routes:
        """The routes it answers on."""

    def declares_json(self, method: str, path: str) -> bool:
        """Return whether the action of a request declares JSON, which its ProblemDetails are then too."""

    def omits_problem(self, method: str, path: str) -> bool:
        """Return whether the 404 of a request has no body."""

    def picture_path(self, path: str) -> str:
        """Return where the API has a picture of the web interface."""

    @property
    def api_path(self) -> str:
        """Where its API is, behind the URL base: `/api/v3`."""

    @property
    def describes_absence(self) -> bool:
        """Whether the 404 of a GET by an unknown id says what is not there."""

    @property
    def operation_status(self) -> int:
        """What an `InvalidOperationException` is answered with."""
