"""Routes of Sonarr's library: series, episodes, files."""

from __future__ import annotations

from arrtui.demo.app.monitoring import MONITOR_TYPES
from arrtui.demo.app.routes_titles import (
    change_path,
    check_edit,
    check_enums,
    check_path,
    check_place,
    check_profile,
    edit_titles,
    fetch_metadata,
    place_of,
    set_facts,
)
from arrtui.demo.app.store import exactly
from arrtui.demo.http.errors import (
    absent,
    bad_request,
    broken,
    failure,
    not_found,
    refuse_if_any,
    rows_missing,
    unreadable,
)
from arrtui.demo.http.routing import HandlerRequest, Table, accepted, created, integers, typed
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.sonarr.views import episode_resource, file_resource, series_resource
from arrtui.demo.world import catalogue

EDITABLE = ("qualityProfileId", "monitored", "monitorNewItems", "seasonFolder", "seriesType")
EDITED = ("monitored", "monitorNewItems", "qualityProfileId", "seriesType", "seasonFolder")
NEW = (*EDITABLE, "tags", "seasons", "addOptions")
FILE_FACTS = ("quality", "languages", "releaseGroup", "sceneName", "indexerFlags", "releaseType")


def _shown(call: HandlerRequest, series: Obj) -> Obj:
    images = call.flag("includeSeasonImages")
    return series_resource(call.store, series, call.app.url_base, season_images=images)


def all_series(call: HandlerRequest) -> list[Obj]:
    """The whole library, or the one series of a TVDB id; 500 where a profile is missing."""
    used = (item["qualityProfileId"] for item in call.store.series.values())
    if missing := next((number for number in used if number not in call.store.profiles), None):
        raise broken(f"The given key '{missing}' was not present in the dictionary.")
    wanted = call.number("tvdbId")
    return [
        _shown(call, item) for item in call.store.series.values() if not wanted or item["tvdbId"] == wanted
    ]


def one_series(call: HandlerRequest) -> Obj:
    """One series."""
    if call.id not in call.store.series:
        raise absent()
    return _shown(call, call.store.series[call.id])


def lookup(call: HandlerRequest) -> list[Obj]:
    """Search the metadata host: `tvdb:121361`, or words of a title in the library."""
    store: SonarrStore = call.store
    term = call.text("term").strip()
    if term.lower().startswith(("tvdb:", "tvdbid:")):
        number = int(term.split(":")[1]) if term.split(":")[1].isdigit() else 0
        return [_candidate(store, number)] if catalogue.known(number) else []
    found = [item["tvdbId"] for item in store.series.values() if term.lower() in item["title"].lower()]
    return [_candidate(store, number) for number in found[:20]]


def _candidate(store: SonarrStore, tvdb_id: int) -> Obj:
    present = next((item for item in store.series.values() if item["tvdbId"] == tvdb_id), None)
    if present:
        return series_resource(store, present)
    draft: Obj = {
        "id": 0,
        "tvdbId": tvdb_id,
        "path": "",
        "qualityProfileId": 0,
        "monitored": True,
        "tags": [],
    }
    draft |= {
        "seriesType": "standard",
        "monitorNewItems": "all",
        "seasonFolder": True,
        "added": "0001-01-01T00:00:00Z",
    }
    resource = series_resource(store, draft)
    return {key: value for key, value in resource.items() if key not in ("id", "path", "rootFolderPath")}


# ---- adding ---------------------------------------------------------------------------------------


def _check_new(store: SonarrStore, body: Obj) -> list[Obj]:
    """The validators of POST (S4 `SeriesController.cs:77-106`)."""
    tvdb_id = body.get("tvdbId") or 0
    found = check_profile(store, body)
    if tvdb_id <= 0:
        found.append(
            failure("TvdbId", "'Tvdb Id' must be greater than '0'.", tvdb_id, "GreaterThanValidator")
        )
    elif any(item["tvdbId"] == tvdb_id for item in store.series.values()):
        found.append(
            failure("TvdbId", "This series has already been added", tvdb_id, "SeriesExistsValidator")
        )
    if not body.get("title"):
        found.append(failure("Title", "'Title' must not be empty.", body.get("title"), "NotEmptyValidator"))
    return found + check_place(store, store.series, body)


def _read_series(call: HandlerRequest) -> Obj:
    body = call.object
    typed(
        body,
        tvdbId=int,
        qualityProfileId=int,
        monitored=bool,
        path=str,
        rootFolderPath=str,
        tags=list,
        seasons=list,
    )
    check_enums(body)
    how = (body.get("addOptions") or {}).get("monitor", "unknown")
    if how not in MONITOR_TYPES:
        raise unreadable("$.addOptions.monitor", "The JSON value could not be converted to MonitorTypes.")
    return body


def _prepared(store: SonarrStore, body: Obj) -> Obj:
    """A new series' fields, as the service that adds it completes and checks them.

    Raises ApiError: the metadata host does not know it, or its folder is used.
    """
    tvdb_id = body.get("tvdbId") or 0
    fetch_metadata("TvdbId", "series", tvdb_id, body.get("path") or body.get("rootFolderPath") or "")
    title, year, _ = store.catalogue.series_head(tvdb_id)
    fields = {key: body.get(key) for key in NEW} | {"tvdb_id": tvdb_id}
    fields["path"] = place_of(store, store.series, body, {"title": title, "year": year})
    fields["seasons"] = [
        {"seasonNumber": item["seasonNumber"], "monitored": bool(item.get("monitored"))}
        for item in body.get("seasons") or ()
    ]
    if (body.get("addOptions") or {}).get("monitor") == "none":
        fields["monitored"] = False
    return fields


def _refresh_new(call: HandlerRequest, added: list[Obj]) -> None:
    if added:
        command = {"name": "RefreshSeries", "seriesIds": [item["id"] for item in added], "isNewSeries": True}
        call.store.commands.post("sonarr", command, "unspecified")


def post_series(call: HandlerRequest) -> Reply:
    """Add a series; a RefreshSeries is queued, which brings episodes and finds files."""
    body = _read_series(call)
    refuse_if_any(_check_new(call.store, body))
    series = call.store.add_series(**_prepared(call.store, body))
    _refresh_new(call, [series])
    return created("series", _shown(call, series))


def import_series(call: HandlerRequest) -> list[Obj]:
    """Add many; those that are there already are skipped silently, and so are repeated ones."""
    store: SonarrStore = call.store
    present = {item["tvdbId"] for item in store.series.values()}
    wanted = {
        item.get("tvdbId"): item for item in reversed(call.objects) if item.get("tvdbId") not in present
    }
    prepared = [_prepared(store, item) for item in reversed(wanted.values())]
    added = [store.add_series(**fields) for fields in prepared]
    _refresh_new(call, added)
    return [_shown(call, item) for item in added]


# ---- changing -------------------------------------------------------------------------------------


def put_series(call: HandlerRequest) -> Reply:
    """Change a series: omitted seasons and tags are cleared; a changed season flag flips its episodes."""
    store: SonarrStore = call.store
    body = _read_series(call)
    number = int(body.get("id") or call.params.get("id") or 0)
    path = (body.get("path") or "").rstrip("/")
    refuse_if_any(check_profile(store, body) + check_path(store, store.series, path, number))
    series = store.series.get(number)
    if series is None:
        raise not_found("Series", number)
    before = {item["seasonNumber"]: item["monitored"] for item in store.seasons_of(series)}
    series |= {key: body[key] for key in EDITABLE if body.get(key) is not None}
    series["tags"] = body.get("tags") or []
    wanted = {item["seasonNumber"]: bool(item.get("monitored")) for item in body.get("seasons") or []}
    series["seasons"] = [{"seasonNumber": season, "monitored": flag} for season, flag in wanted.items()]
    for season, flag in wanted.items():
        if before.get(season, flag) != flag:
            store.monitor_season(series, season, flag)
    change_path(call, series, path)
    return accepted(_shown(call, series))


def edit_series(call: HandlerRequest) -> Reply:
    """Change many series at once; 500 if one id is missing or repeated."""
    store: SonarrStore = call.store
    body = call.object
    check_enums(body)
    chosen = exactly(store.series, integers(body, "seriesIds"))
    refuse_if_any(check_edit(store, body))
    edit_titles(call, chosen, body, EDITED)
    return accepted([_shown(call, series) for series in chosen])


def delete_series(call: HandlerRequest) -> Reply:
    """Delete a series; an unknown id is a 500, not a 404 (the look-up is by list)."""
    if call.id not in call.store.series:
        raise rows_missing(1, 0)
    exclude = call.flag("addImportListExclusion")
    call.store.delete_series(call.id, delete_files=call.flag("deleteFiles"), exclude=exclude)
    return Reply(EMPTY)


def delete_many(call: HandlerRequest) -> Obj:
    """Delete many series; 500 if one id is missing or repeated."""
    body = call.object
    for series in exactly(call.store.series, integers(body, "seriesIds")):
        files, exclude = bool(body.get("deleteFiles")), bool(body.get("addImportListExclusion"))
        call.store.delete_series(series["id"], delete_files=files, exclude=exclude)
    return {}


# ---- episodes -------------------------------------------------------------------------------------


def episodes(call: HandlerRequest) -> list[Obj]:
    """Episodes of a series (and season), by id, or of a file."""
    store: SonarrStore = call.store
    series_id, ids, file_id = (
        call.number("seriesId"),
        call.numbers("episodeIds"),
        call.number("episodeFileId"),
    )
    if series_id:
        chosen = store.episodes_of(series_id)
        if call.text("seasonNumber"):
            chosen = [item for item in chosen if item["seasonNumber"] == call.number("seasonNumber")]
    elif ids:
        chosen = exactly(store.episodes, ids)
    elif file_id:
        chosen = [item for item in store.episodes.values() if item["episodeFileId"] == file_id]
    else:
        raise bad_request("seriesId or episodeIds must be provided")
    asked = {
        "series": call.flag("includeSeries"),
        "file": call.flag("includeEpisodeFile"),
        "images": call.flag("includeImages"),
    }
    return [episode_resource(store, item, **asked) for item in chosen]


def _complete(call: HandlerRequest, number: int) -> Obj:
    return episode_resource(call.store, call.store.episodes[number], series=True, file=True, images=True)


def episode(call: HandlerRequest) -> Obj:
    """One episode, always with series, file and images."""
    if call.id not in call.store.episodes:
        raise absent()
    return _complete(call, call.id)


def put_episode(call: HandlerRequest) -> Reply:
    """Set whether an episode is monitored; nothing else changes."""
    if call.id not in call.store.episodes:
        raise not_found("Episode", call.id)
    call.store.episodes[call.id]["monitored"] = bool(call.object.get("monitored"))
    return accepted(_complete(call, call.id))


def monitor_episodes(call: HandlerRequest) -> Reply:
    """Set whether episodes are monitored; 500 if one id is missing or repeated."""
    body = call.object
    typed(body, monitored=bool)
    chosen = exactly(call.store.episodes, integers(body, "episodeIds"))
    for item in chosen:
        item["monitored"] = bool(body.get("monitored"))
    return accepted([episode_resource(call.store, item) for item in chosen])


# ---- files ----------------------------------------------------------------------------------------


def episode_files(call: HandlerRequest) -> list[Obj]:
    """Files of one series, or by id (unknown ones are a 500)."""
    store: SonarrStore = call.store
    series_id, ids = call.number("seriesId"), call.numbers("episodeFileIds")
    if series_id:
        return (
            [file_resource(store, file) for file in store.files_of(series_id)]
            if series_id in store.series
            else []
        )
    if not ids:
        raise bad_request("seriesId or episodeFileIds must be provided")
    return [file_resource(store, file) for file in exactly(store.files, ids)]


def episode_file(call: HandlerRequest) -> Obj:
    """One file."""
    if call.id not in call.store.files:
        raise absent()
    return file_resource(call.store, call.store.files[call.id])


def put_files(call: HandlerRequest) -> Reply:
    """Set facts of files (`PUT /episodefile/bulk`); the answer uses the first file's series for all."""
    store: SonarrStore = call.store
    rows = call.objects
    chosen = exactly(store.files, [int(row.get("id") or 0) for row in rows])
    for file, row in zip(chosen, rows, strict=True):
        set_facts("sonarr", file, row, FILE_FACTS)
    first = store.series[chosen[0]["seriesId"]] if chosen else None
    return accepted([file_resource(store, file, first) for file in chosen])


def put_file(call: HandlerRequest) -> Reply:
    """Set facts of one file."""
    if call.id not in call.store.files:
        raise not_found("EpisodeFile", call.id)
    set_facts("sonarr", call.store.files[call.id], call.object, FILE_FACTS)
    return accepted(file_resource(call.store, call.store.files[call.id]))


def delete_file(call: HandlerRequest) -> Reply:
    """Delete a file from disk."""
    if call.id not in call.store.files:
        raise not_found("EpisodeFile", call.id)
    call.store.delete_file(call.id)
    return Reply(EMPTY)


def delete_files(call: HandlerRequest) -> Obj:
    """Delete many files from disk."""
    for file in exactly(call.store.files, integers(call.object, "episodeFileIds")):
        call.store.delete_file(file["id"])
    return {}


def language_profiles(call: HandlerRequest) -> list[Obj]:
    """Deprecated since Sonarr 4: one profile that means nothing."""
    english = {"id": 1, "name": "English"}
    rows = [{"language": english, "allowed": True}]
    return [{"id": 1, "name": "Deprecated", "upgradeAllowed": True, "cutoff": english, "languages": rows}]


TABLE: Table = [
    ("GET", "/api/v3/series", all_series),
    ("POST", "/api/v3/series", post_series),
    ("PUT", "/api/v3/series", put_series),
    ("GET", "/api/v3/series/lookup", lookup),
    ("POST", "/api/v3/series/import", import_series),
    ("PUT", "/api/v3/series/editor", edit_series),
    ("DELETE", "/api/v3/series/editor", delete_many),
    ("GET", "/api/v3/series/{id:int}", one_series),
    ("PUT", "/api/v3/series/{id:int}", put_series),
    ("DELETE", "/api/v3/series/{id:int}", delete_series),
    ("GET", "/api/v3/episode", episodes),
    ("PUT", "/api/v3/episode/monitor", monitor_episodes),
    ("GET", "/api/v3/episode/{id:int}", episode),
    ("PUT", "/api/v3/episode/{id:int}", put_episode),
    ("GET", "/api/v3/episodefile", episode_files),
    ("PUT", "/api/v3/episodefile/bulk", put_files),
    ("DELETE", "/api/v3/episodefile/bulk", delete_files),
    ("GET", "/api/v3/episodefile/{id:int}", episode_file),
    ("PUT", "/api/v3/episodefile/{id:int}", put_file),
    ("DELETE", "/api/v3/episodefile/{id:int}", delete_file),
    ("GET", "/api/v3/languageprofile", language_profiles),
]
