"""What the apps tell their clients of each operation: names and actions in their order, as facts.

Recorded of Radarr 6.1 and Sonarr 4.0.19. The names of operations are those of the recording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.demo.replay.client import Client
from tests.demo.replay.library import Library

Obj = dict[str, Any]
Do = Callable[[Client], Any]

MOVIE = "movie updated"
MOVIE_FILE_GONE = (
    MOVIE,
    "wanted/cutoff updated",
    "wanted/missing updated",
    "moviefile deleted",
    MOVIE,
)
SERIES = "series updated"
EPISODE = ("wanted/cutoff updated", "wanted/missing updated", "episode updated", "episode updated")
EPISODE_FILE_GONE = (
    *EPISODE,
    *("wanted/cutoff updated", "wanted/missing updated", SERIES),
    *("episode updated", "episodefile deleted", "episode updated"),
)
EPISODE_FILE_FOUND = (
    *EPISODE,
    "episodefile updated",
    *("wanted/cutoff updated", "wanted/missing updated", SERIES, "episode updated", "episode updated"),
)


@dataclass(frozen=True)
class Operation:
    """One write and what is told of it, but for what comes by itself or a little later."""

    do: Do
    told: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    """Commands that run because of it, each told as it starts and as it ends."""
    health: bool | None = False
    """Whether the health is read again; None: the recording ended before that could be seen."""


def send(method: str, path: str, body: Any = None) -> Do:
    """Return a write of these parts; the app must take it."""

    def do(client: Client) -> None:
        response = client.call(method, path, body)
        assert response.status_code < 400, f"{method} {path}: {response.status_code} {response.text[:300]}"

    return do


def sent_back(path: str, **changes: Any) -> Do:
    """Return a PUT of what a GET shows, with some members changed."""

    def do(client: Client) -> None:
        send("PUT", path, client.get(path.split("?")[0]) | changes)(client)

    return do


def added_again(resource: str, **changes: Any) -> Do:
    """Return a POST of the first row of a list under other names."""

    def do(client: Client) -> None:
        row = client.get(resource)[0] | {"name": "Another", **changes}
        send("POST", f"{resource}?forceSave=true", {key: row[key] for key in row if key != "id"})(client)

    return do


def looked_up(path: str, *external_ids: int) -> Do:
    """Return the addition of titles as a look-up shows them, one by itself or several at once."""

    def do(client: Client) -> None:
        spec, store = client.library.spec, client.library.store
        bodies = []
        for number in external_ids:
            found = client.get(f"{spec.noun}/lookup?term={spec.external_id[:-2]}:{number}")[0]
            options = {"monitor": "movieOnly"} if spec.kind == "radarr" else {"monitor": "all"}
            found |= {"qualityProfileId": 1, "monitored": True, "addOptions": options}
            bodies.append(found | {"rootFolderPath": store.root_folders[1]["path"]})
        send("POST", path, bodies[0] if len(bodies) == 1 else bodies)(client)

    return do


def gone_from_disk(client: Client) -> None:
    """Take a movie's file away behind the app's back, and let it scan."""
    library = client.library
    library.store.relocated.add(1)
    send("POST", "command", {"name": "RescanMovie", "movieId": 1})(client)


def found_on_disk(client: Client) -> None:
    """Put an episode's file where the app does not know of it yet, and let it scan."""
    library = client.library
    series = library.title(1)
    (file,) = library.store.files_of(1)
    library.store.leave_behind(series, [file])
    library.store.detach(file["id"])
    send("POST", "command", {"name": "RescanSeries", "seriesId": 1})(client)


def renamed(client: Client) -> None:
    """Rename the file of the first title."""
    key = client.library.spec.id_key
    (file,) = client.library.store.files_of(1)
    file["relativePath"] = f"Old name.{file['relativePath'].rsplit('.', 1)[-1]}"
    send("POST", "command", {"name": "RenameFiles", key: 1, "files": [file["id"]]})(client)


def format_added(client: Client) -> None:
    """Add a custom format."""
    model = client.get("customformat")[0]
    send("POST", "customformat", {key: model[key] for key in model if key != "id"} | {"name": "Tmp"})(client)


def profile_added(client: Client) -> None:
    """Add a quality profile."""
    model = client.get("qualityprofile")[0]
    send("POST", "qualityprofile", {key: model[key] for key in model if key != "id"} | {"name": "Tmp"})(
        client
    )


def rss(on: bool) -> Do:
    """Switch the RSS of the first indexer."""

    def do(client: Client) -> None:
        client.library.store.providers["indexer"][1]["enableRss"] = not on
        sent_back("indexer/1?forceSave=true", enableRss=on)(client)

    return do


_AUTO_TAG = {
    "name": "at",
    "removeTagsAutomatically": False,
    "tags": [2],
    "specifications": [
        {
            "name": "g",
            "implementation": "GenreSpecification",
            "negate": False,
            "required": False,
            "fields": [{"name": "value", "value": ["Drama"]}],
        }
    ],
}
_RELEASE_PROFILE = {"name": "rp", "enabled": True, "required": [], "ignored": ["NEVERTHIS"], "indexerId": 0}
_SHARED = {
    "notification added": Operation(added_again("notification"), ("notification created",), health=None),
    "indexer added": Operation(added_again("indexer"), ("indexer created",), health=True),
    "tag added": Operation(send("POST", "tag", {"label": "live1"}), ("tag sync",)),
    "custom format added": Operation(format_added),
    "root folder added": Operation(
        send("POST", "rootfolder", {"path": "/data/new"}), ("rootfolder created",), health=None
    ),
    "auto tagging added": Operation(send("POST", "autotagging", _AUTO_TAG), ("tag sync",)),
    "ui config written": Operation(sent_back("config/ui/1"), health=None),
}

RADARR = _SHARED | {
    "movie added (POST /movie)": Operation(looked_up("movie", 4242), (MOVIE,) * 2, ("RefreshMovie",), True),
    "movies added (POST /movie/import, 2)": Operation(
        looked_up("movie/import", 4242, 4243), (MOVIE,) * 4, ("RefreshMovie",) * 2, True
    ),
    "movies edited by bulk editor (3: monitored)": Operation(
        send("PUT", "movie/editor", {"movieIds": [1, 2, 3], "monitored": False}), (MOVIE,) * 3
    ),
    "movies edited by bulk editor (3: tags)": Operation(
        send("PUT", "movie/editor", {"movieIds": [1, 2, 3], "tags": [1], "applyTags": "add"}), (MOVIE,) * 3
    ),
    "naming changed": Operation(sent_back("config/naming/1"), health=True),
    "file renamed (RenameFiles 1)": Operation(renamed, (MOVIE,) * 2, ("RenameFiles",)),
    "file edited (PUT /moviefile/bulk 1: releaseGroup)": Operation(
        send("PUT", "moviefile/bulk", [{"id": 1, "releaseGroup": "CHANGED"}])
    ),
    "file edited (PUT /moviefile/ID: edition)": Operation(sent_back("moviefile/1", edition="Cut")),
    "files deleted (DELETE /moviefile/bulk, 2)": Operation(
        send("DELETE", "moviefile/bulk", {"movieFileIds": [3, 1]}), MOVIE_FILE_GONE * 2
    ),
    "file gone from disk (RescanMovie)": Operation(gone_from_disk, MOVIE_FILE_GONE, ("RescanMovie",)),
    "tag renamed": Operation(send("PUT", "tag/3", {"id": 3, "label": "live2"}), ("tag sync",)),
    "quality profile added": Operation(profile_added),
    "root folder deleted": Operation(send("DELETE", "rootfolder/2"), health=True),
    "exclusion deleted": Operation(send("DELETE", "exclusions/1")),
    "release profile added": Operation(send("POST", "releaseprofile", _RELEASE_PROFILE)),
    "auto tagging deleted": Operation(send("DELETE", "autotagging/1"), ("tag sync",)),
    "delay profile deleted": Operation(send("DELETE", "delayprofile/2")),
    "custom filter added": Operation(
        send("POST", "customfilter", {"type": "movieIndex", "label": "f", "filters": []})
    ),
    "collection edited": Operation(
        sent_back("collection/1", monitored=True, searchOnAdd=True), ("collection updated",)
    ),
    "import list added": Operation(
        added_again("importlist"), ("importlist created",), ("ImportListSync",), True
    ),
    "import list deleted": Operation(send("DELETE", "importlist/1"), ("importlist deleted",), health=None),
    "movie deleted (DELETE, deleteFiles)": Operation(
        send("DELETE", "movie/1?deleteFiles=true"), ("movie deleted",), health=True
    ),
    "movies deleted by bulk editor (2, exclusion)": Operation(
        send("DELETE", "movie/editor", {"movieIds": [1, 2], "addImportExclusion": True}),
        ("movie deleted",) * 2,
        health=True,
    ),
    "health restored (indexer RSS on)": Operation(rss(True), ("indexer updated",), health=True),
}

SONARR = _SHARED | {
    "series added (POST /series)": Operation(
        looked_up("series", 4242), (SERIES,) * 3, ("RefreshSeries",), True
    ),
    "series added (POST /series/import, 2)": Operation(
        looked_up("series/import", 4242, 4243), (SERIES,) * 6, ("RefreshSeries",) * 2, True
    ),
    "series edited by bulk editor (3: monitored)": Operation(
        send("PUT", "series/editor", {"seriesIds": [1, 2, 3], "monitored": True}), (SERIES,) * 3
    ),
    "season pass (POST /seasonpass)": Operation(
        send(
            "POST",
            "seasonpass",
            {"series": [{"id": 1, "monitored": True}], "monitoringOptions": {"monitor": "all"}},
        ),
        (SERIES,),
    ),
    "episode unmonitored (PUT /episode/ID)": Operation(sent_back("episode/1", monitored=False), EPISODE),
    "episodes monitored (PUT /episode/monitor, 3 ids)": Operation(
        send("PUT", "episode/monitor", {"episodeIds": [1, 2, 3], "monitored": False})
    ),
    "series refreshed (RefreshSeries 1)": Operation(
        send("POST", "command", {"name": "RefreshSeries", "seriesId": 1}),
        (SERIES,),
        ("RefreshSeries",),
        True,
    ),
    "file renamed (RenameFiles 1)": Operation(renamed, (SERIES,), ("RenameFiles",)),
    "file edited (PUT /episodefile/bulk 1: releaseGroup)": Operation(
        send("PUT", "episodefile/bulk", [{"id": 1, "releaseGroup": "CHANGED"}])
    ),
    "file deleted (DELETE /episodefile/ID)": Operation(send("DELETE", "episodefile/1"), EPISODE_FILE_GONE),
    "files deleted (DELETE /episodefile/bulk, 2)": Operation(
        send("DELETE", "episodefile/bulk", {"episodeFileIds": [1, 11]}), EPISODE_FILE_GONE * 2
    ),
    "file found on disk (RescanSeries)": Operation(
        found_on_disk, EPISODE_FILE_FOUND, ("RescanSeries",), None
    ),
    "tag deleted": Operation(send("DELETE", "tag/3"), ("tag sync",)),
    "quality profile changed": Operation(sent_back("qualityprofile/1")),
    "exclusion added": Operation(send("POST", "importlistexclusion", {"tvdbId": 777, "title": "X"})),
    "exclusion deleted": Operation(send("DELETE", "importlistexclusion/1")),
    "release profile deleted": Operation(send("DELETE", "releaseprofile/1")),
    "indexer edited": Operation(
        sent_back("indexer/1?forceSave=true", priority=7), ("indexer updated",), health=None
    ),
    "import list added": Operation(added_again("importlist"), ("importlist created",), health=True),
    "command CheckHealth": Operation(
        send("POST", "command", {"name": "CheckHealth"}), (), ("CheckHealth",), True
    ),
    "series deleted (DELETE, deleteFiles)": Operation(
        send("DELETE", "series/1?deleteFiles=true"), ("series deleted",), health=True
    ),
    "health issue (indexer RSS off)": Operation(rss(False), ("indexer updated",), health=True),
}


def _collected(library: Library) -> int:
    """Return the TMDb id of a movie that is in a collection."""
    return next(number for number in range(2000, 9000) if library.store.metadata(number).get("collection"))


OPERATIONS = {"radarr": RADARR, "sonarr": SONARR}


def prepared(kind: str) -> Library:
    """Return a fresh app with three titles, of which two have files."""
    library = Library(kind)
    for number in (1, 2, 3):
        library.title(number)
    if kind == "radarr":
        library.file(1, 1)
        library.file(3, 3)
        movie = library.title(4, _collected(library))
        library.store.collect(movie)
    else:
        library.file(1, 1)
        library.file(11, 2)
    library.exclusion(1, 999)
    return library
