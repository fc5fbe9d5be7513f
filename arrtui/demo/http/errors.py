"""The five shapes of error body the apps answer with, and when.

Sources: R `RadarrErrorPipeline.cs:46-80` and ASP.NET's ProblemDetails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_WORDS = re.compile("(?<=.)(?=[A-Z])")


class ApiError(Exception):
    """Ends a request with this status and body (None: an empty body)."""

    def __init__(self, status: int, body: Any = None) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class InvalidOperation(ApiError):
    """An `InvalidOperationException`, which apps answer with statuses of their own."""


def failure(name: str, message: str, value: Any = None, code: str = "", /, **more: Any) -> dict[str, Any]:
    """Return one entry of a validation array; `name` is PascalCase as FluentValidation writes it.

    `more`: what a rule has filled its message with besides the name and the value of the property.
    """
    words = _WORDS.sub(" ", name.rsplit(".", 1)[-1])
    entry = {
        "propertyName": name,
        "errorMessage": message,
        "attemptedValue": value,
        "severity": "error",
        "errorCode": code or None,
        "formattedMessageArguments": [],
        "formattedMessagePlaceholderValues": {**more, "propertyName": words, "propertyValue": value},
    }
    return {key: value for key, value in entry.items() if value is not None}


def rule(message: str, name: str = "") -> dict[str, Any]:
    """Return the entry of a rule that a controller checks by hand: nothing but name and message."""
    return {"propertyName": name, "errorMessage": message, "severity": "error"}


class Check(NamedTuple):
    """One rule of a validator, as it turned out."""

    is_broken: bool
    name: str
    message: str
    value: Any = None
    code: str = "PredicateValidator"
    filled_in: Mapping[str, Any] = {}
    """What the message was filled with besides the name and the value of the property."""


def broken_rules(checks: list[Check]) -> list[dict[str, Any]]:
    """Return an entry for each rule that is broken."""
    return [
        failure(check.name, check.message, check.value, check.code, **check.filled_in)
        for check in checks
        if check.is_broken
    ]


def invalid(*failures: dict[str, Any]) -> ApiError:
    """Return the 400 with an array of failed rules."""
    return ApiError(400, list(failures))


def refuse_if_any(failures: list[dict[str, Any]]) -> None:
    """Raise the 400 array if a rule failed."""
    if failures:
        raise invalid(*failures)


def bad_request(message: str) -> ApiError:
    """Return the 400 of a `BadRequestException`."""
    return ApiError(400, {"message": f"BadRequest: {message}", "content": message})


def _problem(status: int, title: str, section: str, **more: Any) -> ApiError:
    """Return an error in the shape of RFC 7807, as ASP.NET itself answers."""
    body = {
        "type": f"https://tools.ietf.org/html/rfc9110#section-{section}",
        "title": title,
        "status": status,
    }
    return ApiError(
        status, body | more | {"traceId": "00-5f0c6d1a4bd34d6f9e2b7a8c1d0e3f42-9a1b2c3d4e5f6071-00"}
    )


def unreadable(path: str, message: str) -> ApiError:
    """Return the 400 ProblemDetails: malformed JSON, a wrong type, a query value that cannot be parsed."""
    title = "One or more validation errors occurred."
    return _problem(400, title, "15.5.1", errors={path: [message]})


class Absence(ApiError):
    """The 404 of a GET by an unknown id, which apps answer with bodies of their own."""

    model = ""
    """What is not there, as messages call it; empty where no message does."""
    number = 0


def absent(model: str = "", number: int = 0) -> Absence:
    """Return the 404 of a GET by an unknown id: ProblemDetails, unless the app describes what is absent."""
    problem = _problem(404, "Not Found", "15.5.5")
    error = Absence(problem.status, problem.body)
    error.model, error.number = model, number
    return error


def without_type() -> ApiError:
    """Return the 415 ProblemDetails: a body is needed, and nothing says of what type it is."""
    return _problem(415, "Unsupported Media Type", "15.5.16")


def nothing_found() -> ApiError:
    """Return the 404 of a `NotFoundException`: queue and backups by an unknown id."""
    return ApiError(404, {"message": "NotFound"})


def unreachable(message: str) -> ApiError:
    """Return the 503 of a `SkyHookException`: the metadata host does not answer a look-up."""
    return described(503, message, "MetadataSource/SkyHook/SkyHookProxy.cs:line 201")


def described(status: int, message: str, where: str = "Datastore/BasicRepository.cs:line 145") -> ApiError:
    """Return an error of the apps' own handler: the message, and a stack trace as description."""
    trace = f"NzbDrone.Core.Exception: {message}\n   at NzbDrone.Core.{where} in ./src/NzbDrone.Core/{where}"
    return ApiError(status, {"message": message, "description": trace})


def not_found(model: str, number: int) -> ApiError:
    """Return the 404 of a `ModelNotFoundException`: PUT and DELETE of an unknown id."""
    message = f"{model} with ID {number} does not exist"
    return described(404, message, "Datastore/BasicRepository.cs:line 103")


def conflict(message: str) -> ApiError:
    """Return the 409: a tag in use, a UNIQUE constraint, a command that cannot be cancelled."""
    return described(409, message, "Datastore/BasicRepository.cs:line 204")


def broken(message: str) -> ApiError:
    """Return the 500: everything the apps do not foresee."""
    return described(500, message, "Datastore/BasicRepository.cs:line 145")


def invalid_operation(message: str) -> InvalidOperation:
    """Return the 500 (in Sonarr 5 the 400) of an `InvalidOperationException`."""
    error = broken(message)
    return InvalidOperation(error.status, error.body)


def rows_missing(expected: int, returned: int) -> ApiError:
    """Return the 500 for a missing or repeated id in a list (R `BasicRepository.cs:145`)."""
    return broken(f"Expected query to return {expected} rows but returned {returned}")
