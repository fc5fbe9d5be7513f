"""The writes an app has executed, whether their responses arrived or not: what tests count."""

from __future__ import annotations

from typing import Any, NamedTuple


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


class WriteLog:
    """Every write that reached an app, in order."""

    def __init__(self) -> None:
        self.written: list[RecordedWrite] = []

    def writes(self) -> list[tuple[str, str]]:
        """Return method and path of the writes the app executed, answered or not, since the last reset."""
        return [(write.method, write.path) for write in self.written if write.executed]
