"""The history as the apps write it: what each kind of row holds, what it is called and how it is judged."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.demo.estate import SimulatedEstate
from arrtui.demo.radarr.store import RadarrStore
from tests.demo.conftest import Api
from tests.demo.library_changes import upgrade_episodes, upgrade_movie

Obj = dict[str, Any]
_FILE = {"releaseGroup", "size", "indexerFlags"}
_CLIENT = {"downloadClient", "downloadClientName", "releaseGroup", "size"}
_IMPORTED = {"fileId", "droppedPath", "importedPath", "customFormatScore", "indexerFlags", *_CLIENT}
_GRABBED = {
    *("indexer", "nzbInfoUrl", "age", "ageHours", "ageMinutes", "publishedDate", "downloadUrl", "guid"),
    *("imdbId", "protocol", "customFormatScore", "releaseSource", "indexerFlags", *_CLIENT),
}
KEYS = {
    ("radarr", "grabbed"): _GRABBED | {"tmdbId", "movieMatchType", "indexerId"},
    ("sonarr", "grabbed"): _GRABBED | {"tvdbId", "tvRageId", "seriesMatchType", "releaseType"},
    ("radarr", "downloadFolderImported"): _IMPORTED,
    ("sonarr", "downloadFolderImported"): _IMPORTED | {"releaseType"},
    ("radarr", "movieFileDeleted"): _FILE | {"reason"},
    ("sonarr", "episodeFileDeleted"): _FILE | {"reason", "releaseType"},
    ("radarr", "movieFileRenamed"): _FILE | {"sourcePath", "sourceRelativePath", "path", "relativePath"},
    ("sonarr", "episodeFileRenamed"): _FILE
    | {"sourcePath", "sourceRelativePath", "path", "relativePath", "releaseType"},
    ("radarr", "downloadFailed"): _CLIENT | {"message", "indexer"},
    ("sonarr", "downloadFailed"): _CLIENT | {"message"},
    ("radarr", "downloadIgnored"): _CLIENT | {"message", "indexer"},
    ("sonarr", "downloadIgnored"): _CLIENT | {"message", "releaseType"},
}
"""By app and event the keys of `data`; a torrent's grab has `torrentInfoHash` too."""


@pytest.fixture(params=["radarr.main", "sonarr.main"])
def either(estate: SimulatedEstate, request: pytest.FixtureRequest) -> Api:
    """A client of each app."""
    return Api(estate.apps[request.param])


def upgraded(either: Api) -> tuple[Obj, Obj, list[Obj]]:
    """Upgrade a file; return the old one, its title and the rows of it, in the order of their ids."""
    store: Any = either.app.store
    old = next(iter(store.files.values()))
    title_id = old[store.spec.id_key]
    old = either.get(f"{store.spec.file.lower()}/{old['id']}")
    if isinstance(store, RadarrStore):
        upgrade_movie(store, title_id)
    else:
        upgrade_episodes(store, old["id"])
    query = {store.spec.id_key: title_id}
    rows = sorted(either.get(f"history/{store.spec.noun}", **query), key=lambda row: int(row["id"]))
    return old, either.get(f"{store.spec.noun}/{title_id}"), rows[-3:]


def test_every_kind_of_row_has_its_own_data(either: Api) -> None:
    store: Any = either.app.store
    upgraded(either)
    file = next(iter(store.files.values()))
    title = store.titles[file[store.spec.id_key]]
    for event in ("downloadFailed", "downloadIgnored"):
        store.history.add(store.history_row(event, title, file, store.today))
    store.rename(title, file, f"Odd.{file['relativePath'].rsplit('.', 1)[1]}")
    kinds = {}
    for row in either.get("history/since"):
        keys = set(row["data"]) - {"torrentInfoHash"}
        assert kinds.setdefault(row["eventType"], keys) == keys
        assert all(isinstance(value, str | None) for value in row["data"].values())
    assert kinds == {event: keys for (app, event), keys in KEYS.items() if app == either.app.kind}


def test_an_upgrade_is_a_grab_a_deletion_and_an_import_in_this_order(either: Api) -> None:
    grabbed, deleted, imported = upgraded(either)[2]
    assert (grabbed["eventType"], imported["eventType"]) == ("grabbed", "downloadFolderImported")
    assert grabbed["downloadId"] == imported["downloadId"] and "downloadId" not in deleted
    assert deleted["date"] == imported["date"]


def test_a_deletion_is_called_by_its_path_and_judged_by_that_alone(either: Api) -> None:
    old, title, (_, deleted, _) = upgraded(either)
    assert deleted["sourceTitle"] == old["path"]
    parsed = either.app.store
    bare = {key: value for key, value in old.items() if key not in ("sceneName", "originalFilePath")}
    score = parsed.score_now(bare, title["qualityProfileId"], title["originalLanguage"]["id"])
    assert deleted["customFormatScore"] == score


def test_a_rename_is_told_with_both_paths(either: Api) -> None:
    store: Any = either.app.store
    spec = store.spec
    file = next(iter(store.files.values()))
    title, before = store.titles[file[spec.id_key]], file["relativePath"]
    odd = f"Odd.{before.rsplit('.', 1)[1]}"
    file["relativePath"] = odd
    command = {"name": "RenameFiles", spec.id_key: title["id"], "files": [file["id"]]}
    either("POST", "command", json=command)
    either.settle()
    assert file["relativePath"] == store.name_for(title, file) != odd
    row = either.get(f"history/{spec.noun}", **{spec.id_key: title["id"]})[0]
    assert row["eventType"] == f"{spec.file}Renamed" and row["sourceTitle"] == f"{title['path']}/{odd}"
    paths = (row["data"]["sourceRelativePath"], row["data"]["relativePath"])
    assert paths == (odd, file["relativePath"])
