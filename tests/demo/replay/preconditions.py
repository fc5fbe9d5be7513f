"""What a recorded request presupposes: which titles, files, tags … exist, and what is running."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from arrtui.demo.http.clock import DAY
from arrtui.demo.world.seasons import Airing
from tests.demo.replay.library import Library
from tests.demo.replay.records import Record

Step = Callable[[Library, Record], object]
_UNKNOWN_FROM = 90_000
"""Ids from here on are those the recording used for things that do not exist."""
_TITLE_PATH = re.compile(r"/api/v3/(?:movie|series)/(\d+)")
_TITLE_QUERY = re.compile(r"(?:movieId|seriesId)=(\d+)(?:&|$)")
_FILE_PATH = re.compile(r"/api/v3/(?:moviefile|episodefile)/(\d+)|FileIds=(\d+)(?:&|$)")
_FILE_OWNERS = {("radarr", 1): 2, ("radarr", 32): 91, ("sonarr", 1): 2, ("sonarr", 9): 1, ("sonarr", 72): 85}
"""The titles of the files that requests name; any other file belongs to the title of its own number."""
_FIRST_FOLDER = {"radarr": "a/Expedition Verdict 1001 (2014)", "sonarr": "b/Engine Broken 3001"}
_SECOND_FOLDER = {"radarr": "b/Hotel Ferry 1002 (1956)", "sonarr": "a/Compass Hollow 3002"}


def prepare(record: Record) -> Library:
    """Return a fresh app in the state that the request was sent to."""
    library = Library(record.app)
    base_library(library)
    for pattern, step in _TABLE:
        if fnmatchcase(record.name, pattern):
            step(library, record)
    if record.group in _TITLE_GROUPS and record.name not in _WITHOUT_TITLE:
        named_titles(library, record)
    named_files(library, record)
    return library


def base_library(library: Library) -> None:
    """Have three titles, two of them with a file, in the folders that requests name."""
    folder = library.folder
    library.title(1, path=f"{folder}/{_FIRST_FOLDER[library.kind]}")
    library.title(2, path=f"{folder}/{_SECOND_FOLDER[library.kind]}")
    library.title(3)
    for number in (1, 3) if library.kind == "radarr" else (1, 9):
        library.file(number, _FILE_OWNERS.get((library.kind, number), number))


def named_titles(library: Library, record: Record) -> None:
    """Have the titles whose ids are in the path, the query or a list of the body."""
    body = record.body if isinstance(record.body, dict) else {}
    external_id = body.get(library.spec.external_id) or 0
    numbers = [
        int(match[1]) for match in (*_TITLE_PATH.finditer(record.path), *_TITLE_QUERY.finditer(record.path))
    ]
    if not numbers and record.method == "PUT" and isinstance(body.get("id"), int):
        numbers = [body["id"]]
    for number in (number for number in numbers if number < _UNKNOWN_FROM):
        library.title(number, external_id)
    listed = body.get(library.spec.ids_key) or [row["id"] for row in body.get("series") or ()]
    if isinstance(body.get(library.spec.id_key), int):
        listed = [body[library.spec.id_key]]
    for number in listed if isinstance(listed, list) else ():
        if isinstance(number, int) and number < _UNKNOWN_FROM:
            library.title(number)


def named_files(library: Library, record: Record) -> None:
    """Have the files whose ids are in the path, the query or the body."""
    numbers = [int(match[1] or match[2]) for match in _FILE_PATH.finditer(record.path)]
    body: Any = record.body
    if record.group == "file":
        numbers += [row["id"] for row in body]
    if isinstance(body, dict) and "files" in body:
        numbers += body["files"]
    for number in (number for number in numbers if number < _UNKNOWN_FROM):
        library.file(number, _FILE_OWNERS.get((library.kind, number), number))


_TITLE_GROUPS = ("read", "put", "editor", "delete", "cmd", "extrafile", "rename", "seasonpass", "release")
_WITHOUT_TITLE = ("delete.twice",)


def _format(number: int, name: str) -> Step:
    def step(library: Library, record: Record) -> None:
        library.formats(number, keep=True)
        library.store.formats[number]["name"] = name

    return step


def own_id(record: Record) -> int:
    """Return the id at the end of the path."""
    return int(record.path.split("?")[0].rsplit("/", 1)[-1])


def _tag(label: str, offset: int = 0) -> Step:
    """Have a tag with the id of the path, or with one of the next ids."""
    return lambda library, record: library.tag(own_id(record) + offset, label)


def _profile(number: int, name: str) -> Step:
    return lambda library, record: library.profile(number, name)


def _tag_in_use(library: Library, record: Record) -> None:
    library.tag(own_id(record), "probeinuse")
    library.title(1)["tags"] = [own_id(record)]


def _profile_in_use(library: Library, record: Record) -> None:
    library.title(1)["qualityProfileId"] = own_id(record)


def _delayed_tag(library: Library, record: Record) -> None:
    library.delay_profile(5, 4, record.body["tags"])


def _in_usual_folder(library: Library, record: Record) -> None:
    """Let the title that is imported again lie where the app would make its folder."""
    title = library.title(1)
    title["path"] = library.store.folder_for(title, record.body[-1]["rootFolderPath"])


def _excluded(library: Library, record: Record) -> None:
    external_id = record.body[library.spec.external_id]
    library.exclusion(1, external_id)


def _running(number: int) -> Step:
    """Have a command of this id that is done: the one the answer shows."""

    def step(library: Library, record: Record) -> None:
        answer = record.answer if isinstance(record.answer, dict) else {}
        body = {"name": answer.get("name", "CheckHealth")}
        body |= {
            key: value
            for key, value in answer.get("body", {}).items()
            if key.endswith("Ids") or key == "seriesId"
        }
        library.command(number, **body)

    return step


def _host_down(library: Library, record: Record) -> None:
    library.store.metadata_host_down = True


def _ended_series(seasons: int) -> Step:
    """Let the metadata host list specials and seasons of long ago for the series that is posted."""

    def step(library: Library, record: Record) -> None:
        if library.kind == "sonarr":
            library.store.catalogue.airings[record.body["tvdbId"], False] = [
                Airing(season, number, None, f"Part {season}.{number}", 400 * DAY * (20 + season), None)
                for season in range(seasons + 1)
                for number in range(1, 11 if season else 3)
            ]

    return step


def _file_of_91(library: Library, record: Record) -> None:
    title = {"radarr": 91, "sonarr": 85}[library.kind]
    number = {"radarr": 32, "sonarr": 72}[library.kind]
    library.file(number, title)["relativePath"] = {
        "radarr": "Fold 5110 (2001) [Bluray-1080p]-GRP.mkv",
        "sonarr": "Season 01/Odd.S01E01.1080p-GRP.mkv",
    }[library.kind]


def _delays(library: Library, record: Record) -> None:
    library.delay_profile(6, 1, [1])
    library.delay_profile(7, 2, [2])


def _notification(number: int, name: str) -> Step:
    return lambda library, record: library.provider("notification", number, name, "Webhook")


def _with_base(library: Library, record: Record) -> None:
    """Give the app the URL base that the request is sent without."""
    library.app.url_base = "/sonarr-anime"


def _under_way(library: Library, record: Record) -> None:
    """Have the same command posted already; in the recorded Sonarr it was running."""
    named_titles(library, record)
    library.store.commands.held.add(record.body["name"])
    library.command(1, done=False, **record.body)
    if library.kind == "sonarr":
        library.store.commands.advance(time.time() + library.store.commands.queued_for + 1)


def _collection(library: Library, record: Record) -> None:
    """Have a collection of the first title."""
    head: dict[str, Any] = {"title": "Collection 9", "tmdbId": 900_009}
    library.store.metadata(library.title(1)["tmdbId"])["collection"] = dict(head)
    head |= {"id": 1, "sortTitle": "collection 9", "images": [], "overview": "", "monitored": False}
    head |= {"rootFolderPath": f"{library.folder}/a", "qualityProfileId": 2, "searchOnAdd": False}
    library.store.collections[1] = head | {"minimumAvailability": "announced", "tags": []}


def _all_formats(library: Library, record: Record) -> None:
    library.formats(*range(1, 61))


_TABLE: list[tuple[str, Step]] = [
    ("tag.capitals-existing", lambda library, record: library.tag(4, "probe4k")),
    ("tag.get", _tag("probeget")),
    ("tag.detail-one", _tag("probedet")),
    ("tag.put-capitals", _tag("probeputc1")),
    ("tag.put-clash", _tag("probeclash1")),
    ("tag.put-clash", _tag("probeclash2", 1)),
    ("tag.put-mismatch", _tag("probemis1")),
    ("tag.put-mismatch", _tag("probemis2", 1)),
    ("tag.put-noid", _tag("probenoid1")),
    ("tag.delete", _tag("probedel")),
    ("tag.delete-in-use", _tag_in_use),
    ("profile.*", _all_formats),
    ("profile.dup-name", _profile(7, "Probe dup")),
    ("profile.put-extra", _profile(15, "Probe pute")),
    ("profile.put-missing-fields", _profile(14, "Probe putm")),
    ("profile.put-mismatch", _profile(16, "Probe mm1")),
    ("profile.put-mismatch", _profile(17, "Probe mm2")),
    ("profile.put-minscore-lowered", _profile(19, "Probe low")),
    ("profile.delete-in-use", _profile_in_use),
    ("format.dup", _format(62, "Probe dup")),
    ("format.put-same-name-as-other", _format(66, "Probe p1")),
    ("format.put-same-name-as-other", _format(67, "Probe p2")),
    ("format.put-mismatch", _format(68, "Probe q1")),
    ("format.put-mismatch", _format(69, "Probe q2")),
    ("format.bulk-put", _format(71, "Probe bp")),
    ("delay.post-tag-used", _delayed_tag),
    ("delay.reorder", _delays),
    ("excl.post-again", _excluded),
    ("excl.add-excluded-title", _excluded),
    ("excl.delete", lambda library, record: library.exclusion(4, 5007)),
    ("notif.put-on-force", _notification(2, "Probe pof")),
    ("notif.dup-name", _notification(2, "Probe nd")),
    ("cmd.refresh-get", _running(180)),
    ("cmd.refresh-get", _running(130)),
    ("cmd.search-no-indexers-get", _running(189)),
    ("cmd.search-no-indexers-get", _running(142)),
    ("cmd.cancel-done", _running(142)),
    ("cmd.cancel-done", _running(141)),
    ("cmd.rename-files*", _file_of_91),
    ("import.existing-root", _in_usual_folder),
    ("base.missing-*", _with_base),
    ("base.forms-*", lambda library, record: setattr(library.app, "authentication", "forms")),
    ("cmd.dedupe", _under_way),
    ("monitor.*", _ended_series(4)),
    ("monitor.noaddoptions-seasons", _ended_series(3)),
    ("down.*", _host_down),
    ("down.refresh", _running(220)),
    ("down.refresh", _running(213)),
    ("root.post-missing", lambda library, record: library.store.missing_folders.add("/does")),
    ("*.collection*", _collection),
    ("collection.*", _collection),
    ("backup.*", lambda library, record: library.store.backups.clear()),
    ("release.none-indexers", lambda library, record: library.store.providers["indexer"].clear()),
    ("cmd.search-no-indexers*", lambda library, record: library.store.providers["indexer"].clear()),
]
"""Steps by name of the request; all that match are taken, in this order."""
