"""Routes of Sonarr: series, episodes, files, and what both apps have."""

from __future__ import annotations

from typing import ClassVar

from arrtui.demo.app.calendar import read_calendar_request
from arrtui.demo.app.live.events import EpisodeEdited
from arrtui.demo.app.routes import shared_routes
from arrtui.demo.app.routes_titles import TitleRoutes
from arrtui.demo.app.rows import read_row, require_row, require_rows
from arrtui.demo.http.errors import bad_request, failure, rows_missing, unreadable
from arrtui.demo.http.routing import Table, accepted, check_types, integers
from arrtui.demo.http.wire import Obj, Reply
from arrtui.demo.sonarr import language_profiles, names, season_pass
from arrtui.demo.sonarr.monitoring import MONITOR_TYPES
from arrtui.demo.sonarr.resources import (
    bare_series,
    episode_resource,
    file_resource,
    looked_up_series,
    series_resource,
)
from arrtui.demo.sonarr.spec import SONARR
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.sonarr.views import Call, SonarrView


class SeriesRoutes(TitleRoutes[SonarrStore]):
    """The routes of series and their files."""

    spec = SONARR
    types: ClassVar = {"seasons": list}
    editable = ("qualityProfileId", "monitored", "monitorNewItems", "seasonFolder", "seriesType")
    new_fields = (*editable, "tags", "seasons", "addOptions")
    file_facts = ("quality", "languages", "releaseGroup", "sceneName", "indexerFlags", "releaseType")
    draft: ClassVar = {
        "monitored": True,
        "tags": [],
        "seriesType": "standard",
        "monitorNewItems": "all",
        "seasonFolder": False,
    }

    def resource(self, call: Call, title: Obj) -> Obj:
        """Render a series."""
        images = call.flag("includeSeasonImages")
        return series_resource(call.store, title, call.app.url_base, season_images=images)

    def list_resources(self, call: Call, titles: list[Obj]) -> list[Obj]:
        """Render the series of a list."""
        images = call.flag("includeSeasonImages")
        base = call.app.url_base
        return [
            series_resource(call.store, title, base, listed=True, season_images=images) for title in titles
        ]

    def bare_resource(self, call: Call, title: Obj) -> Obj:
        """Render a series as editor and import answer it."""
        return bare_series(call.store, title)

    def lookup_resource(self, store: SonarrStore, title: Obj) -> Obj:
        """Render a series of a look-up."""
        return looked_up_series(store, title)

    def check_body(self, body: Obj) -> None:
        """Refuse a way of monitoring a new series that the app does not know."""
        monitor = (body.get("addOptions") or {}).get("monitor", "unknown")
        if monitor not in MONITOR_TYPES:
            text = "The JSON value could not be converted to MonitorTypes."
            raise unreadable("$.addOptions.monitor", text)

    def check_new(self, store: SonarrStore, body: Obj) -> list[Obj]:
        """Return the broken rules of a new series' TVDB id and title (S4 `SeriesController.cs:77-106`)."""
        tvdb_id, failures = body.get("tvdbId") or 0, []
        if tvdb_id <= 0:
            text = "'Tvdb Id' must be greater than '0'."
            failures.append(failure("TvdbId", text, tvdb_id, "GreaterThanValidator"))
        elif any(series["tvdbId"] == tvdb_id for series in store.series.values()):
            text = "This series has already been added"
            failures.append(failure("TvdbId", text, tvdb_id, "SeriesExistsValidator"))
        if not body.get("title"):
            text = "'Title' must not be empty."
            failures.append(failure("Title", text, body.get("title"), "NotEmptyValidator"))
        return failures

    def check_slug(self, store: SonarrStore, external_id: int) -> list[Obj]:
        """Return that the slug is used: the metadata host gives each series one of its own."""
        present = (series["title"] for series in store.series.values() if series["tvdbId"] == external_id)
        if (title := next(present, None)) is None:
            return []
        slug = store.metadata(external_id)["titleSlug"]
        text = f"Title slug '{slug}' is in use by series '{title}'. Check the FAQ for more information"
        return [failure("TitleSlug", text, slug, "SeriesTitleSlugValidator")]

    def new_of(self, store: SonarrStore, prepared: list[Obj]) -> list[Obj]:
        """Return the series without those repeated in the batch, of which the first counts."""
        first: dict[int, Obj] = {}
        for fields in prepared:
            first.setdefault(fields["external_id"], fields)
        return list(first.values())

    def prepare(self, store: SonarrStore, body: Obj) -> Obj:
        """Return a new series' fields, with the flags of the seasons that are given."""
        seasons = [
            {"seasonNumber": season["seasonNumber"], "monitored": bool(season.get("monitored"))}
            for season in body.get("seasons") or ()
        ]
        fields = super().prepare(store, body) | {"seasons": seasons}
        is_none = (body.get("addOptions") or {}).get("monitor") == "none"
        return fields | {"monitored": False} if is_none else fields

    def edit(self, store: SonarrStore, title: Obj, body: Obj) -> bool:
        """Change a series as PUT does: omitted seasons are cleared, a changed flag flips its episodes.

        Another type queues a refresh (`SeriesEditedService`); the editor does not.
        """
        before = {season["seasonNumber"]: season["monitored"] for season in store.seasons_of(title)}
        type_before = title["seriesType"]
        super().edit(store, title, body)
        if title["seriesType"] != type_before:
            store.commands.post({"name": "RefreshSeries", "seriesIds": [title["id"]]}, "unspecified")
        flags = {row["seasonNumber"]: bool(row.get("monitored")) for row in body.get("seasons") or ()}
        title["seasons"] = [{"seasonNumber": number, "monitored": flag} for number, flag in flags.items()]
        changed = [number for number, flag in flags.items() if before.get(number, flag) != flag]
        for number in changed:
            store.monitor_season(title, number, flags[number])
        return bool(changed)

    def require_deletable(self, store: SonarrStore, number: int) -> None:
        """Raise ApiError 500 for an unknown id, not 404: the app looks it up as a list."""
        if number not in store.series:
            raise rows_missing(1, 0)

    def file_resource(self, store: SonarrStore, title: Obj, file: Obj) -> Obj:
        """Render a file."""
        return file_resource(store, title, file)

    def read_files(self, call: Call) -> list[Obj]:
        """List files of one series (an unknown one is a 404), or by id (unknown ones are a 500)."""
        store = call.store
        series_id, ids = call.number("seriesId"), call.numbers("episodeFileIds")
        if series_id:
            require_row(store.series, series_id, "Series")
            files = store.files_of(series_id)
        elif ids:
            files = require_rows(store.files, ids)
        else:
            raise bad_request("seriesId or episodeFileIds must be provided")
        files = store.storage.ordered("files", files)
        return [self.own_file_resource(store, file) for file in files]


# ---- episodes -------------------------------------------------------------------------------------


def episodes(call: Call) -> list[Obj]:
    """List episodes of a series (and season), by id, or of a file."""
    store = call.store
    series_id, ids = call.number("seriesId"), call.numbers("episodeIds")
    file_id = call.number("episodeFileId")
    if series_id:
        rows = store.storage.ordered("episodes", store.episodes_of(series_id))
        if call.text("seasonNumber"):
            season = call.number("seasonNumber")
            rows = [episode for episode in rows if episode["seasonNumber"] == season]
    elif ids:
        rows = require_rows(store.episodes, ids)
    elif file_id:
        rows = [episode for episode in store.episodes.values() if episode["episodeFileId"] == file_id]
    else:
        raise bad_request("seriesId or episodeIds must be provided")
    series, file = call.flag("includeSeries"), call.flag("includeEpisodeFile")
    images = call.flag("includeImages")
    return [episode_resource(store, row, series=series, file=file, images=images) for row in rows]


def episode(call: Call) -> Obj:
    """Show one episode, always with series, file and images."""
    row = read_row(call.store.episodes, call.id)
    return episode_resource(call.store, row, series=True, file=True, images=True)


def put_episode(call: Call) -> Reply:
    """Set whether an episode is monitored; nothing else changes."""
    row = require_row(call.store.episodes, call.id, "Episode")
    row["monitored"] = bool(call.object.get("monitored"))
    call.store.publish(EpisodeEdited(row))
    return accepted(episode_resource(call.store, row))


def monitor_episodes(call: Call) -> Reply:
    """Set whether episodes are monitored; without `monitored` they are not.

    Those that are there are written before a missing or repeated id is a 500; a single missing one is a 404
    (`EpisodeController.SetEpisodesMonitored`).
    """
    body, table = call.object, call.store.episodes
    check_types(body, monitored=bool)
    ids = integers(body, "episodeIds")
    if len(ids) == 1:
        require_row(table, ids[0], "Episode")
    for number in ids:
        if number in table:
            table[number]["monitored"] = bool(body.get("monitored"))
    if len(ids) == 1:
        call.store.publish(EpisodeEdited(table[ids[0]]))
    return accepted([episode_resource(call.store, row) for row in require_rows(table, ids)])


def calendar(call: Call) -> list[Obj]:
    """List the episodes that air in a window, specials included; those without a date are never there."""
    store, request = call.store, read_calendar_request(call)
    series, file = call.flag("includeSeries"), call.flag("includeEpisodeFile")
    images = call.flag("includeEpisodeImages")
    return [
        episode_resource(store, row, series=series, file=file, images=images)
        for row in sorted(store.episodes.values(), key=lambda row: row.get("airDateUtc", ""))
        if request.has_date(row.get("airDateUtc"))
        and request.takes(owner := store.series[row["seriesId"]])
        and (request.unmonitored or (row["monitored"] and owner["monitored"]))
    ]


TABLE: Table = [
    *SeriesRoutes().table(),
    ("GET", "/api/v3/episode", episodes),
    ("PUT", "/api/v3/episode/monitor", monitor_episodes),
    ("GET", "/api/v3/episode/{id:int}", episode),
    ("PUT", "/api/v3/episode/{id:int}", put_episode),
    ("GET", "/api/v3/calendar", calendar),
    ("GET", "/api/v3/wanted/missing/{id:int}", episode),
    ("GET", "/api/v3/wanted/cutoff/{id:int}", episode),
    *names.TABLE,
    *season_pass.TABLE,
    *language_profiles.TABLE,
    *shared_routes(SONARR, SonarrView()),
]
