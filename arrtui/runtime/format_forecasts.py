"""What was foretold of changed formats, kept while the decisions on a plan are made. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from arrtui.core.domain import encode
from arrtui.features.matches.model import FormatForecast, MatchForecast
from arrtui.features.scores.effect import FormatMoves
from arrtui.features.scores.rejudge import FormatMove

Body = Mapping[str, Any]
"""A custom format as the app has it; the id of a new one is negative."""


class FormatForecasts:
    """What the matcher foretold of the files of one stored state."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        """Of the snapshot it is the state of."""
        self._by_body: dict[str, FormatForecast] = {}
        self._doubts: Mapping[int, str] = {}

    def missing(self, bodies: Sequence[Body]) -> list[Body]:
        """Return the formats that nothing was foretold of yet."""
        return [body for body in bodies if _key(body) not in self._by_body]

    def add(self, bodies: Sequence[Body], forecast: MatchForecast) -> None:
        """Keep what was foretold of formats."""
        self._doubts = forecast.doubts
        self._by_body |= {_key(body): forecast.by_format[body["id"]] for body in bodies}

    def moves(self, bodies: Sequence[Body]) -> FormatMoves:
        """Return what was foretold of formats, by files."""
        gained: dict[int, set[int]] = {}
        lost: dict[int, set[int]] = {}
        unknown: dict[int, dict[int, str]] = {}
        for body in bodies:
            number, own = body["id"], self._by_body[_key(body)]
            for moved, files in ((gained, own.gained), (lost, own.lost)):
                for file_id in files:
                    moved.setdefault(file_id, set()).add(number)
            for file_id, why in own.unknown.items():
                unknown.setdefault(file_id, {})[number] = why
        moves = {
            file_id: FormatMove(frozenset(gained.get(file_id, ())), frozenset(lost.get(file_id, ())))
            for file_id in gained.keys() | lost.keys()
        }
        return FormatMoves(frozenset(body["id"] for body in bodies), moves, unknown, self._doubts)


def _key(body: Body) -> str:
    """Return what a forecast follows from: the files that match the format now, and its conditions then."""
    return encode([max(0, body["id"]), body.get("specifications")])
