"""The commands of both apps: what they take, and what their bodies say of them besides.

A body repeats the arguments a command knows, whether they were sent or not; what it does not know is dropped
without a word (`CommandController`). The values are those of Radarr 6.1 and Sonarr 4.0.19.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from arrtui.demo.http.errors import broken
from arrtui.demo.http.wire import Obj

_NULL_LIST = "Value cannot be null. (Parameter 'source')"


@dataclass(frozen=True)
class Argument:
    """One argument of a command: the type it must have, and its value when it is not sent."""

    is_right: Callable[[Any], bool]
    net_type: str
    """As .NET names it in its messages."""
    default: Any = None
    """None: not in the body unless it is sent."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_number, value))


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


_LIST = "System.Collections.Generic.List`1[System.Int32]"
_IDS = Argument(_is_numbers, _LIST, ())
_ID = Argument(_is_number, "System.Int32", 0)
_MAYBE_ID = Argument(lambda value: value is None or _is_number(value), "System.Nullable`1[System.Int32]")
_TEXT = Argument(lambda value: value is None or isinstance(value, str), "System.String")
_ROWS = Argument(_is_rows, "System.Collections.Generic.List`1", ())
_OFF = Argument(lambda value: isinstance(value, bool), "System.Boolean", False)
_ON = Argument(lambda value: isinstance(value, bool), "System.Boolean", True)


@dataclass(frozen=True)
class CommandKind:
    """What a command takes and how the queue treats it."""

    arguments: Mapping[str, Argument] = field(default_factory=dict)
    needs_disk: bool = False
    """Of those that do only one runs at a time."""
    is_long: bool = False
    tells_completion: bool = False
    """Whether its message at the end is "Completed" though it is no long one."""
    is_silent: bool = False
    """The web interface shows no message of it."""
    updates_task: bool = True

    def read(self, sent: Obj) -> Obj:
        """Return the arguments of a command that was sent, completed.

        Raises ApiError 500 for one of a wrong type: the body is parsed a second time, strictly
        (`CommandController`, `JsonException`).
        """
        arguments: Obj = {}
        for name, argument in self.arguments.items():
            if name not in sent:
                if argument.default is not None:
                    arguments[name] = list(argument.default) if argument.default == () else argument.default
                continue
            if not argument.is_right(sent[name]):
                _refuse(name, argument, sent[name])
            if sent[name] is not None:
                arguments[name] = sent[name]
        return arguments

    def flags(self, name: str, trigger: str, *, exclusive_by_type: bool) -> Obj:
        """Return what the body of a command says of it behind its arguments."""
        refreshes = name.startswith("Refresh") and (self.is_long or self.tells_completion)
        return {
            "sendUpdatesToClient": True,
            "updateScheduledTask": self.updates_task,
            **({"completionMessage": "Completed"} if refreshes else {}),
            "requiresDiskAccess": self.needs_disk,
            "isExclusive": False,
            **({"isTypeExclusive": name == "ImportListSync"} if exclusive_by_type else {}),
            "isLongRunning": self.is_long,
            "name": name,
            "trigger": trigger,
            "suppressMessages": self.is_silent,
        }


def _refuse(name: str, argument: Argument, value: Any) -> NoReturn:
    """Raise the 500 of an argument that has a wrong type."""
    if value is None and argument.default == ():
        raise broken(_NULL_LIST)
    where, net_type = f"$.{name}", argument.net_type
    if argument is _IDS and isinstance(value, list):
        place = next(index for index, element in enumerate(value) if not _is_number(element))
        where, net_type = f"{where}[{place}]", "System.Int32"
    raise broken(
        f"The JSON value could not be converted to {net_type}. Path: {where} | LineNumber: 0 | "
        "BytePositionInLine: 38."
    )


def _of_title(title: str) -> dict[str, CommandKind]:
    """Return the commands that both apps have under the name of their titles."""
    one, many = f"{title.lower()}Id", f"{title.lower()}Ids"
    plural = "movies" if title == "Movie" else "series"
    return {
        f"Refresh{title}": CommandKind({many: _IDS, f"isNew{title}": _OFF}, is_long=True, updates_task=False),
        f"Rescan{title}": CommandKind({one: _MAYBE_ID}),
        f"Rename{title}": CommandKind({many: _IDS}, needs_disk=True),
        f"Move{title}": CommandKind(
            {one: _ID, "sourcePath": _TEXT, "destinationPath": _TEXT}, needs_disk=True
        ),
        f"BulkMove{title}": CommandKind({plural: _ROWS, "destinationRootFolder": _TEXT}, needs_disk=True),
    }


_SHARED = {
    "Backup": CommandKind({"type": Argument(_TEXT.is_right, "System.String", "manual")}, updates_task=False),
    "CheckHealth": CommandKind(is_silent=True),
    "CleanUpRecycleBin": CommandKind(is_silent=True),
    "Housekeeping": CommandKind(is_silent=True),
    "RefreshMonitoredDownloads": CommandKind(is_silent=True),
    "ImportListSync": CommandKind({"definitionId": _MAYBE_ID}),
    "RssSync": CommandKind(is_long=True),
    "ManualImport": CommandKind({"files": _ROWS, "importMode": _TEXT}, needs_disk=True),
}
_FILTERS = ("none", "known", "matched")
"""Which files a scan of folders leaves alone."""
_FILTER_TYPE = "NzbDrone.Core.MediaFiles.FilterFilesType"
_DOWNLOADS = {
    "path": _TEXT,
    "downloadClientId": _TEXT,
    "importMode": Argument(_TEXT.is_right, "System.String", "auto"),
}

COMMAND_KINDS: Mapping[str, Mapping[str, CommandKind]] = {
    "radarr": {
        **_SHARED,
        **_of_title("Movie"),
        "MoviesSearch": CommandKind({"movieIds": _IDS}),
        "RenameFiles": CommandKind({"movieId": _ID, "files": _IDS}, needs_disk=True),
        "DownloadedMoviesScan": CommandKind(_DOWNLOADS, needs_disk=True),
    },
    "sonarr": {
        **_SHARED,
        **_of_title("Series"),
        "SeriesSearch": CommandKind({"seriesId": _ID}),
        "SeasonSearch": CommandKind({"seriesId": _ID, "seasonNumber": _ID}),
        "EpisodeSearch": CommandKind({"episodeIds": _IDS}),
        "MissingEpisodeSearch": CommandKind({"seriesId": _MAYBE_ID, "monitored": _ON}),
        "CutoffUnmetEpisodeSearch": CommandKind({"seriesId": _MAYBE_ID, "monitored": _ON}),
        "RenameFiles": CommandKind({"seriesId": _ID, "files": _IDS}, needs_disk=True),
        "DownloadedEpisodesScan": CommandKind(_DOWNLOADS, needs_disk=True),
    },
    "lidarr": {
        **_SHARED,
        **{name: kind for name, kind in _of_title("Artist").items() if name != "RescanArtist"},
        "MoveArtist": CommandKind(
            {"artistId": _ID, "sourcePath": _TEXT, "destinationPath": _TEXT, "moveFiles": _OFF},
            needs_disk=True,
        ),
        "BulkMoveArtist": CommandKind(
            {"artist": _ROWS, "destinationRootFolder": _TEXT, "moveFiles": _OFF}, needs_disk=True
        ),
        "BulkRefreshArtist": CommandKind(
            {"artistIds": _IDS, "areNewArtists": _OFF}, is_long=True, updates_task=False
        ),
        "RefreshAlbum": CommandKind({"albumId": _MAYBE_ID, "isNewAlbum": _OFF}, tells_completion=True),
        "ArtistSearch": CommandKind({"artistId": _ID}),
        "AlbumSearch": CommandKind({"albumIds": _IDS}),
        "MissingAlbumSearch": CommandKind({"artistId": _MAYBE_ID}),
        "CutoffUnmetAlbumSearch": CommandKind({"artistId": _MAYBE_ID}),
        "RescanFolders": CommandKind(
            {
                "folders": Argument(lambda value: value is None or isinstance(value, list), _LIST),
                "filter": Argument(
                    _FILTERS.__contains__, "NzbDrone.Core.MediaFiles.FilterFilesType", "known"
                ),
                "addNewArtists": _ON,
                "artistIds": Argument(lambda value: value is None or _is_numbers(value), _LIST),
            },
            needs_disk=True,
            is_long=True,
        ),
        "RenameFiles": CommandKind({"artistId": _ID, "files": _IDS}, needs_disk=True),
        "RetagFiles": CommandKind({"artistId": _ID, "files": _IDS}, needs_disk=True),
        "RetagArtist": CommandKind({"artistIds": _IDS}, needs_disk=True),
        "DownloadedAlbumsScan": CommandKind(_DOWNLOADS, needs_disk=True),
    },
}
"""By kind of app and name; a command that is not here takes no arguments."""
SINGLE_IDS: Mapping[str, tuple[str, str]] = {
    "RefreshSeries": ("seriesId", "seriesIds"),
    "RefreshArtist": ("artistId", "artistIds"),
}
"""Commands that take the id of a single title too, with the arguments for it and for several."""
