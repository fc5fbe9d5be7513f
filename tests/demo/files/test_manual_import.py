"""What can be imported by hand, and the reasons against it."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.demo.app.routes_manualimport import FULL_SEASON
from tests.demo.files.neighbours import DOWNLOADS, FOLDERS, SIZE, VIDEOS, Title

LONG = 900_000_000


def reasons(title: Title, **query: Any) -> dict[str, list[str] | None]:
    """Return the reasons against each file by path; None where the app says nothing of reasons."""
    rows = title.api.get("manualimport", **query)
    return {
        row["relativePath"]: [each["reason"] for each in row["rejections"]] if "rejections" in row else None
        for row in rows
    }


def test_videos_of_a_download_are_judged_and_what_a_scan_leaves_out_is_not_listed(title: Title) -> None:
    name = DOWNLOADS[title.kind]
    folder = title.base / "dl" / name
    worse = name.replace("1080p.BluRay", "480p.WEB-DL")
    files = {f"{name}.mkv": LONG, f"{name}-trailer.mkv": LONG, "Trailers/x.mkv": LONG, f"{name}.srt": 9}
    title.lay_out_files(f"dl/{name}", files | {f"{worse}.mkv": LONG, f"short.{name}.mkv": SIZE})
    told = reasons(title, folder=str(folder))
    assert set(told) == {f"{name}.mkv", f"{worse}.mkv", f"short.{name}.mkv"}
    assert (told[f"{name}.mkv"], told[f"short.{name}.mkv"]) == ([], ["Sample"])
    (reason,) = told[f"{worse}.mkv"] or ()
    assert (
        reason.startswith("Not an upgrade for existing ") and "WEBDL-720p. New Quality WEBDL-480p." in reason
    )


def test_files_of_the_library_are_hidden_by_radarr_and_bare_in_sonarr(title: Title) -> None:
    title.lay_out_files(FOLDERS[title.kind], {"trailer.mkv": SIZE, "Trailer/x.mkv": SIZE})
    rows = title.api.get("manualimport", folder=str(title.folder))
    known = [row for row in rows if row["relativePath"] == VIDEOS[title.kind]]
    assert [{"quality", "rejections"} & set(row) for row in known] == (
        [] if title.kind == "radarr" else [set()]
    )
    told = reasons(title, folder=str(title.folder))
    if title.kind == "sonarr":
        assert told["trailer.mkv"] == told["Trailer/x.mkv"] == ["Unknown Series"]
    else:
        assert told == {"trailer.mkv": [], "Trailer/x.mkv": []}


def test_the_files_of_a_movie_come_with_what_lies_beside_them(title: Title) -> None:
    title.lay_out_files(FOLDERS[title.kind], {"Film [WEBDL-480p].mkv": SIZE})
    told = reasons(title, folder="/nowhere", movieId=title.title_id)
    files = [VIDEOS["radarr"], "Film [WEBDL-480p].mkv"] if title.kind == "radarr" else []
    assert told == {name: [] for name in files}


def test_a_video_comes_with_its_title_formats_score_and_weight(title: Title) -> None:
    store, name = title.store, DOWNLOADS[title.kind]
    condition = {"name": "x264", "implementation": "ReleaseTitleSpecification", "negate": False}
    condition |= {"required": False, "fields": [{"name": "value", "value": "x264"}]}
    format_id = store.save_format({"name": "Coded", "specifications": [condition]})["id"]
    profile = store.titles[title.title_id]["qualityProfileId"]
    for row in store.profiles[profile]["formatItems"]:
        row["score"] = 7 * (row["format"] == format_id)
    title.lay_out_files(f"dl/{name}", {f"{name}.mkv": LONG})
    rows = title.api.get("manualimport", folder=str(title.base / "dl" / name))
    (row,) = rows
    definitions = {row["quality"]["id"]: row["weight"] for row in title.api.get("qualitydefinition")}
    assert row["qualityWeight"] == definitions[row["quality"]["quality"]["id"]] + 1
    assert {"id": format_id, "name": "Coded"} in row["customFormats"]
    assert (row["customFormatScore"], row["releaseGroup"], row["indexerFlags"]) == (7, "GRP", 0)
    shown = title.api.get(f"{title.spec.noun}/{title.title_id}")
    members = ("id", "title", "year", "originalLanguage", "qualityProfileId", "monitored")
    assert all(row[title.spec.noun][key] == shown[key] for key in members)
    assert row["languages"] == [shown["originalLanguage"]]
    if title.kind == "sonarr":
        numbers = [(each["seasonNumber"], each["episodeNumber"]) for each in row["episodes"]]
        assert (row["seasonNumber"], numbers, row["releaseType"]) == (1, [(1, 1)], "singleEpisode")


@pytest.mark.parametrize("title", ["sonarr"], indirect=True)
def test_a_file_of_a_whole_season_is_told_and_not_imported(title: Title) -> None:
    name = "Amber.Signal.S01.1080p.BluRay.x264-GRP"
    title.lay_out_files(f"dl/{name}", {f"{name}.mkv": LONG})
    (row,) = title.api.get("manualimport", folder=str(title.base / "dl" / name))
    assert [each["reason"] for each in row["rejections"]] == [FULL_SEASON]
    assert [each["episodeNumber"] for each in row["episodes"]] == [1, 2, 3, 4, 5]
    assert (row["seasonNumber"], row["releaseType"]) == (1, "seasonPack")
    path = str(title.base / "dl" / name)
    assert title.command(name="DownloadedEpisodesScan", path=path)["result"] == "unsuccessful"
    assert list(title.files()) == [VIDEOS["sonarr"]]
