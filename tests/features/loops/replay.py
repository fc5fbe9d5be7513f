"""An app over real HTTP whose state is recorded: its chains as far as they had come at a moment."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from arrtui.core.apps import APPS, App
from tests.features.loops.live import settings

API_KEY = "0123456789abcdef0123456789abcdef"
Rows = list[dict[str, Any]]
_DATE = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d")
_EPISODE = re.compile(r"S(\d\d)E(\d\d)")
_VERSIONS = {"radarr": "6.1.0.10000", "sonarr": "4.0.19.3000"}


@dataclass
class RecordedApp:
    """What an app would answer; ``until`` is the id of the newest row of its history."""

    kind: str
    history: Rows
    """Oldest first."""
    files: Sequence[tuple[int, Rows]] = ()
    """After which row of the history the files of a title were so."""
    queue: Sequence[tuple[int, Rows]] = ()
    """After which row of the history these stood in the queue."""
    until: int = 0
    profile: Mapping[str, Any] = field(default_factory=dict)
    """What is different in its quality profile now."""
    now: float | None = None
    """What its clock says, UTC seconds; the real time if None."""

    @property
    def app(self) -> App:
        return APPS[self.kind]

    @property
    def title_key(self) -> str:
        return "movieId" if self.kind == "radarr" else "seriesId"

    def rows(self) -> Rows:
        """Return the history as it stands."""
        return [row for row in self.history if row["id"] <= self.until]

    def _title_ids(self) -> list[int]:
        return sorted({row[self.title_key] for row in self.history})

    def _rows_of(self, title: int) -> Rows:
        return [row for row in self.history if row[self.title_key] == title]

    def files_now(self, title: int = 0) -> Rows:
        """Return the files of a title, or of all."""
        latest: dict[tuple[int, str], dict[str, Any]] = {}
        for after, rows in self.files:
            if after <= self.until:
                latest |= {(row[self.title_key], _place(row)): row for row in rows}
        return [row for (number, _), row in latest.items() if title in (0, number)]

    def queue_now(self) -> Rows:
        """Return the queue: what stood in it at this very moment."""
        return [row for after, rows in self.queue if after == self.until for row in rows]

    # --- answers -------------------------------------------------------------------------------------

    def answer(self, path: str, query: Mapping[str, list[str]]) -> Any:
        """Return what the app answers to a GET; None where it has nothing there."""
        ids = [int(number) for number in query.get(self.title_key, ())]
        match path:
            case "/system/status":
                return {"appName": self.app.name, "version": _VERSIONS[self.kind], "instanceName": "Recorded"}
            case "/movie" | "/series":
                return self._titles()
            case "/moviefile" | "/episodefile":
                return [row for number in ids for row in self.files_now(number)]
            case "/episode":
                wanted = [int(number) for number in query.get("episodeIds", ())]
                listed = [one for number in ids or self._title_ids() for one in self._episodes(number)]
                return [one for one in listed if not wanted or one["id"] in wanted]
            case "/history":
                return self._page(int(query["page"][0]), int(query["pageSize"][0]))
            case "/history/since":
                return [row for row in self.rows() if row["date"] >= query["date"][0]]
            case "/queue/details":
                return self.queue_now()
            case "/rootfolder":
                return [{"id": 1, "path": "/data", "accessible": True, "freeSpace": 1, "unmappedFolders": []}]
        return self._setting(path)

    def _setting(self, path: str) -> Any:
        if path.startswith("/config/"):
            return {"id": 1}
        if path.endswith("/paged"):
            return {"totalRecords": 0, "records": []}
        types = [kind for kind, of in self.app.settings.items() if of == path]
        bodies = [setting for setting in settings(self.kind) if setting.type in types]
        own = self.profile if path == "/qualityprofile" else {}
        return [{"id": setting.id, "name": setting.name} | setting.body | own for setting in bodies]

    def _page(self, page: int, size: int) -> dict[str, Any]:
        rows = sorted(self.rows(), key=lambda row: row["date"])
        return {"totalRecords": len(rows), "records": rows[(page - 1) * size : page * size]}

    def _titles(self) -> Rows:
        titles = []
        for number in self._title_ids():
            grab = next((row for row in self._rows_of(number) if row["eventType"] == "grabbed"), None)
            language = grab["languages"][0] if grab else {"id": 1, "name": "English"}
            files = self.files_now(number)
            size = sum(row["size"] for row in files)
            title = {
                "id": number, "title": f"Title {number}", "year": 1999, "qualityProfileId": 8,
                self.app.external_id.field: 500 + number, "originalLanguage": language,
                "path": f"/data/Title {number}", "rootFolderPath": "/data", "monitored": True, "tags": [],
                "hasFile": bool(files), "sizeOnDisk": size,
            }  # fmt: skip
            counts = {"sizeOnDisk": size, "movieFileCount": len(files)}
            if self.kind == "sonarr":
                episodes = self._episodes(number)
                counts |= {"episodeFileCount": sum(bool(one["episodeFileId"]) for one in episodes)}
                counts |= {"episodeCount": len(episodes), "totalEpisodeCount": len(episodes)}
                seasons = sorted({one["seasonNumber"] for one in episodes})
                title["seasons"] = [{"seasonNumber": season, "monitored": True} for season in seasons]
            titles.append(title | {"statistics": counts})
        return titles

    def _episodes(self, series: int) -> Rows:
        numbers: dict[int, tuple[int, int]] = {}
        for row in self._rows_of(series):
            if found := _EPISODE.search(row["sourceTitle"]):
                numbers[row["episodeId"]] = int(found[1]), int(found[2])
        files = {_place(row): row["id"] for row in self.files_now(series)}
        return [
            {
                "id": episode, "seriesId": series, "seasonNumber": season, "episodeNumber": number,
                "monitored": True, "episodeFileId": files.get(f"S{season:02}E{number:02}", 0),
            }
            for episode, (season, number) in numbers.items()
        ]  # fmt: skip


def _place(file: Mapping[str, Any]) -> str:
    """Return which episode a file is; empty for a movie."""
    found = _EPISODE.search(file["relativePath"])
    return found[0] if found else ""


# --- records ---------------------------------------------------------------------------------------------


def recorded_app(folder: Path) -> RecordedApp:
    """Return the app whose records lie in a folder, as if all of it had happened up to now."""
    kind = "radarr" if "radarr" in folder.name else "sonarr"
    history = {row["id"]: row for rows in _read(folder, "history") for row in rows}
    rows = [history[number] for number in sorted(history)]
    steps = {
        what: [step["rows"] for steps in _read(folder, what) for step in steps] for what in ("files", "queue")
    }
    files = [(_row_of_file(rows, listed[0]), listed) for listed in steps["files"] if listed]
    files.sort(key=itemgetter(0))
    queue = [(_row_of(rows, listed[0]["added"]), listed) for listed in steps["queue"] if listed]
    app = RecordedApp(kind, rows, files, queue)
    _shift(app)
    return app


def _read(folder: Path, what: str) -> Iterator[Any]:
    for path in sorted(folder.glob(f"{what}-*.json")):
        yield json.loads(path.read_text())


def _row_of(history: Rows, date: str) -> int:
    """Return the id of the newest row that an app had written at a time."""
    return max((row["id"] for row in history if row["date"] <= date), default=0)


def _row_of_file(history: Rows, file: Mapping[str, Any]) -> int:
    """Return the id of the row since which a file lies where it does: of its rename or its import."""
    renames = (row for row in history if row["eventType"].endswith("FileRenamed"))
    moved = [row["id"] for row in renames if row["data"]["path"] == file["path"]]
    return max([_row_of(history, file["dateAdded"]), *moved])


def _shift(app: RecordedApp) -> None:
    """Move every date, so that the newest was an hour ago: old grabs are not looked for in a queue."""
    newest = datetime.fromisoformat(max(row["date"] for row in app.history))
    by = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1) - newest

    def moved(found: re.Match[str]) -> str:
        return (datetime.fromisoformat(found[0]) + by).isoformat()

    for name in ("history", "files", "queue"):
        setattr(app, name, json.loads(_DATE.sub(moved, json.dumps(getattr(app, name)))))


# --- server ----------------------------------------------------------------------------------------------


@contextmanager
def serving(recorded: RecordedApp) -> Iterator[str]:
    """Answer as a recorded app would; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            found = None
            if self.headers.get("X-Api-Key") == API_KEY:
                found = recorded.answer(parts.path.removeprefix("/api/v3"), parse_qs(parts.query))
            body = json.dumps([] if found is None else found).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("X-Application-Version", _VERSIONS[recorded.kind])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(recorded.now)

        def log_message(self, *_: object) -> None:
            """Keep the terminal clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
