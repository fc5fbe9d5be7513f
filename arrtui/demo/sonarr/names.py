"""Names of Sonarr's files and folders, and what it reads from names of releases."""

from __future__ import annotations

import re

from arrtui.demo.app.named_releases import scored_name, words_of
from arrtui.demo.app.rows import require_row
from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.sonarr.named import NUMBERED, series_named
from arrtui.demo.sonarr.resources import bare_series, episode_resource
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.sonarr.views import Call
from arrtui.demo.world.parsing import ParsedRelease, parse_release
from arrtui.demo.world.tables import languages

_YEAR = re.compile(r" \(?((?:19|20)\d\d)\)?$")


def series_folder(call: Call) -> Obj:
    """Show the name that the folder of a series would get."""
    series = require_row(call.store.series, call.id, "Series")
    return {"folder": call.store.folder_for(series, "").lstrip("/")}


def renames(call: Call) -> list[Obj]:
    """List the files of a series (and season) whose names are not what the naming format says.

    The last season comes first, and in it the last episode (`RenameEpisodeFileService.GetRenamePreviews`).
    """
    store = call.store
    series = require_row(store.series, call.number("seriesId"), "Series")
    asked = call.number("seasonNumber", -1)
    rows = []
    for file in store.files_of(series["id"]):
        name = store.name_for(series, file)
        if name != file["relativePath"] and asked in (-1, file["seasonNumber"]):
            numbers = [row["episodeNumber"] for row in store.episodes_of_file(file)]
            row = {"seriesId": series["id"], "seasonNumber": file["seasonNumber"], "episodeNumbers": numbers}
            row |= {"episodeFileId": file["id"], "existingPath": file["relativePath"], "newPath": name}
            rows.append(row)
    return sorted(rows, key=lambda row: (-row["seasonNumber"], [-number for number in row["episodeNumbers"]]))


def parse(call: Call) -> Obj | Reply:
    """Show what a name says, which episodes it is of and what score it would have with their profile.

    A blank one is answered 204; size and flags are not known.
    """
    title, store = call.text("title"), call.store
    if not title.strip():
        return Reply(EMPTY, 204)
    match = NUMBERED.match(title)
    if match is None:
        return {"title": title, "customFormatScore": 0}
    release = parse_release("sonarr", title)
    parsed = _parsed(match, release)
    series = series_named(store, title)
    resource: Obj = {"title": title, "parsedEpisodeInfo": parsed}
    if series:
        resource["series"] = bare_series(store, series)
    covered = _episodes(store, series, parsed) if series else []
    resource["episodes"] = [episode_resource(store, row) for row in covered]
    return resource | scored_name(store, series, title, release, releaseType=parsed["releaseType"])


def _episodes(store: SonarrStore, series: Obj, parsed: Obj) -> list[Obj]:
    """Return the episodes of a series that a name is of: the whole season where it numbers none."""
    season, numbers = parsed["seasonNumber"], parsed["episodeNumbers"]
    return [
        row
        for row in store.episodes_of(series["id"])
        if row["seasonNumber"] == season and (not numbers or row["episodeNumber"] in numbers)
    ]


def _parsed(match: re.Match[str], release: ParsedRelease) -> Obj:
    """Return the `parsedEpisodeInfo` of a name (`ParsedEpisodeInfo`)."""
    name = words_of(match["title"])
    numbers = [int(number) for number in re.findall(r"\d+", match["codes"])]
    year = _YEAR.search(name)
    bare = _YEAR.sub("", name)
    types = {0: "seasonPack", 1: "singleEpisode"}
    return {
        "releaseTitle": match[0],
        "seriesTitle": name,
        "seriesTitleInfo": {"title": name, "titleWithoutYear": bare, "year": int(year[1]) if year else 0},
        "quality": release.quality,
        "seasonNumber": int(match["season"]),
        "episodeNumbers": numbers,
        "absoluteEpisodeNumbers": [],
        "specialAbsoluteEpisodeNumbers": [],
        "languages": release.languages or [languages("sonarr")["Unknown"]],
        "fullSeason": not numbers,
        **dict.fromkeys(("isPartialSeason", "isMultiSeason", "isSeasonExtra", "isSplitEpisode"), False),
        **dict.fromkeys(("isMiniSeries", "special"), False),
        "releaseGroup": release.group,
        "releaseHash": "",
        "seasonPart": 0,
        "releaseTokens": match["rest"] or "",
        **dict.fromkeys(("isDaily", "isAbsoluteNumbering", "isPossibleSpecialEpisode"), False),
        "isPossibleSceneSeasonSpecial": False,
        "releaseType": types.get(len(numbers), "multiEpisode"),
    }


TABLE: Table = [
    ("GET", "/api/v3/series/{id:int}/folder", series_folder),
    ("GET", "/api/v3/rename", renames),
    ("GET", "/api/v3/parse", parse),
]
