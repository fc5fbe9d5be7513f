"""The one form of every answer: ``{"success", "data", "error", "meta"}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

from arrtui.core.structs import describe_structs
from arrtui.server.bodies import RefusedRequest


class AnswerError(msgspec.Struct, frozen=True):
    """What went wrong."""

    code: str
    """The kind of the error, which does not change between versions."""
    message: str
    """A sentence: what failed, on which instance, why, what to do."""
    detail: str = ""


class Envelope(msgspec.Struct, frozen=True):
    """An answer."""

    success: bool
    data: Any = None
    error: AnswerError | None = None
    meta: dict[str, Any] = msgspec.field(default_factory=dict)


def answer(data: Any, *, status: int = 200, meta: Mapping[str, Any] | None = None) -> Response:
    """Return the response that carries data."""
    return _response(Envelope(success=True, data=data, meta=dict(meta or {})), status)


def refusal(refused: RefusedRequest, headers: Mapping[str, str] | None = None) -> Response:
    """Return the response that says why a request is not served."""
    error = AnswerError(code=refused.code, message=refused.sentence)
    return _response(Envelope(success=False, error=error), refused.status, headers)


def failure(status: int, error: AnswerError) -> Response:
    """Return the response that says what went wrong."""
    return _response(Envelope(success=False, error=error), status)


def _response(envelope: Envelope, status: int, headers: Mapping[str, str] | None = None) -> Response:
    body = msgspec.json.encode(envelope, enc_hook=str)
    return Response(body, status, {"Cache-Control": "no-store", **(headers or {})}, "application/json")


describe_structs(__name__)
