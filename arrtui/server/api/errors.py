"""The one place where errors become HTTP: which status each kind has."""

from __future__ import annotations

import logging

from starlette.responses import Response

from arrtui.core import errors
from arrtui.core.filter.syntax import FilterError
from arrtui.server.bodies import RefusedRequest
from arrtui.server.envelope import AnswerError, failure, refusal

_log = logging.getLogger(__name__)

_STATUSES: tuple[tuple[type[errors.ArrtuiError], int], ...] = (
    (FilterError, 400),
    (errors.NoSuchSnapshotError, 404),
    (errors.NoSuchPlanError, 404),
    (errors.ReadOnlyError, 403),
    (errors.GuardError, 409),
    (errors.DecisionRefusedError, 409),
    (errors.JobLostError, 409),
    (errors.StorageError, 503),
    (errors.TimedOutError, 504),
    (errors.ArrError, 502),
)
"""By class, the first that fits; any other error of ours says that it cannot be done as asked: 422."""


def response_to(error: Exception) -> Response:
    """Return the answer to a request that failed: our own sentence, never a traceback."""
    if isinstance(error, RefusedRequest):
        return refusal(error)
    if isinstance(error, errors.ArrtuiError):
        status = next((status for type_, status in _STATUSES if isinstance(error, type_)), 422)
        return failure(status, AnswerError(error.code, str(error), error.detail))
    _log.error("a request of the API failed", exc_info=error)
    return failure(500, AnswerError("internal", "Something went wrong in arrtui; its log says what."))
