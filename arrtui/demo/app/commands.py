"""Commands that finish later: queued, started, completed, with their effect at the end."""

from __future__ import annotations

import time
from collections.abc import Callable

from arrtui.demo.http.errors import ApiError, broken, conflict, not_found
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.clock import iso, span
from arrtui.demo.world.words import listed

NAMES = {
    "radarr": listed(
        "MoviesSearch MissingMoviesSearch CutoffUnmetMoviesSearch RefreshMovie RescanMovie RenameFiles "
        "RenameMovie DownloadedMoviesScan ImportListSync RssSync RefreshMonitoredDownloads Backup "
        "CheckHealth Housekeeping RefreshCollections MoveMovie BulkMoveMovie ResetApiKey"
    ),
    "sonarr": listed(
        "SeriesSearch SeasonSearch EpisodeSearch MissingEpisodeSearch CutoffUnmetEpisodeSearch "
        "RefreshSeries RescanSeries RenameFiles RenameSeries DownloadedEpisodesScan ImportListSync RssSync "
        "RefreshMonitoredDownloads Backup CheckHealth Housekeeping MoveSeries BulkMoveSeries ResetApiKey"
    ),
}
_META = {"name", "id", "trigger", "commandName"}


class CommandQueue:
    """The commands of an instance; time moves them on whenever somebody looks (`advance`)."""

    queued_for = 0.05
    """Seconds a command waits."""
    runs_for = 0.15
    """Seconds a command runs before its effect shows."""

    def __init__(self, run: Callable[[Obj], None]) -> None:
        self._run = run
        self._next = 1
        self.items: dict[int, Obj] = {}
        self._due: dict[int, float] = {}

    def post(self, kind: str, body: Obj, trigger: str = "manual", agent: str = "") -> Obj:
        """Queue a command; an equal one that has not finished is returned instead.

        Raises ApiError 500 for an unknown name (R `CommandController`: an InvalidOperationException).
        """
        wanted = str(body.get("name", "")).lower().removesuffix("command")
        name = next((item for item in NAMES[kind] if item.lower() == wanted), None)
        if name is None:
            raise broken("Sequence contains no matching element")
        arguments = {key: value for key, value in body.items() if key not in _META}
        same = (
            item for item in self.items.values() if item["name"] == name and _arguments(item) == arguments
        )
        waiting = next((item for item in same if item["status"] in ("queued", "started")), None)
        return waiting or self._queue(name, arguments, trigger, agent)

    def _queue(self, name: str, arguments: Obj, trigger: str, agent: str) -> Obj:
        number, now = self._next, time.time()
        self._next += 1
        body = {
            "sendUpdatesToClient": True,
            "name": name,
            "trigger": trigger,
            "suppressMessages": False,
            **arguments,
        }
        command: Obj = {
            "id": number,
            "name": name,
            "commandName": _spaced(name),
            "body": body,
            "priority": "normal",
        }
        command |= {"status": "queued", "result": "unknown", "queued": iso(now), "trigger": trigger}
        command |= {"clientUserAgent": agent, "stateChangeTime": iso(now)}
        command |= {"sendUpdatesToClient": True, "updateScheduledTask": True}
        self.items[number] = command
        self._due[number] = now
        return command

    def advance(self, now: float | None = None) -> None:
        """Move every command to where it should be at this moment."""
        moment = time.time() if now is None else now
        for number in list(self._due):
            self._advance_one(number, moment)

    def _advance_one(self, number: int, now: float) -> None:
        command, since = self.items[number], self._due[number]
        if command["status"] == "queued" and now >= since + self.queued_for:
            command |= {"status": "started", "started": iso(now), "stateChangeTime": iso(now)}
        if command["status"] == "started" and now >= since + self.queued_for + self.runs_for:
            del self._due[number]
            self._finish(command, since + self.queued_for + self.runs_for)

    def _finish(self, command: Obj, ended: float) -> None:
        try:
            self._run(command)
        except (ApiError, KeyError, ValueError) as error:
            message = error.body["message"] if isinstance(error, ApiError) else str(error)
            outcome = {
                "status": "failed",
                "result": "unsuccessful",
                "exception": message,
                "message": "Failed",
            }
        else:
            outcome = {"status": "completed", "result": "successful", "message": "Completed"}
        command |= outcome | {
            "ended": iso(ended),
            "duration": span(self.runs_for),
            "stateChangeTime": iso(ended),
        }

    def cancel(self, number: int) -> None:
        """Cancel a queued command; 409 once it has started, 404 when unknown."""
        if number not in self.items:
            raise not_found("CommandModel", number)
        if self.items[number]["status"] != "queued":
            raise conflict("Unable to cancel task")
        self.items[number]["status"] = "cancelled"
        self._due.pop(number, None)


def _arguments(command: Obj) -> Obj:
    own = {"sendUpdatesToClient", "name", "trigger", "suppressMessages"}
    return {key: value for key, value in command["body"].items() if key not in own}


def _spaced(name: str) -> str:
    return "".join(f" {letter}" if letter.isupper() else letter for letter in name).strip()
