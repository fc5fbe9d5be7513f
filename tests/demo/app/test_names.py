"""Names of files and folders, and what is read from the name of a release."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.demo.estate import SimulatedEstate
from arrtui.demo.world.naming import fill_format, joiner
from arrtui.demo.world.parsing import parse_release
from arrtui.demo.world.releases import scene_stem
from arrtui.demo.world.tables import Kind
from tests.demo.conftest import Api


@pytest.fixture(params=["radarr.main", "sonarr.main"])
def either(estate: SimulatedEstate, request: pytest.FixtureRequest) -> Api:
    """A client of each app."""
    return Api(estate.apps[request.param])


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{Movie Title} ({Release Year})", "Arrival (2016)"),
        ("{Movie Title} {[Edition Tags]}", "Arrival"),
        ("{Movie Title}{-Release Group}", "Arrival-FLUX"),
        ("S{season:00}E{episode:00}", "S01E02E03"),
    ],
)
def test_a_token_without_a_value_goes_with_what_surrounds_it(pattern: str, name: str) -> None:
    values: dict[str, Any] = {"movie title": "Arrival", "release year": "2016", "release group": "FLUX"}
    values |= {"season": 1, "episode": [2, 3], "edition tags": ""}
    assert fill_format(pattern, values, joiner(2, 1)) == name


@pytest.mark.parametrize(
    ("kind", "name", "quality", "group", "version"),
    [
        ("radarr", "Film.2001.2160p.UHD.BluRay.REMUX.HEVC-FraMeSToR", "Remux-2160p", "FraMeSToR", 1),
        ("sonarr", "Show.S01E01.1080p.BluRay.REMUX.AVC-GRP", "Bluray-1080p Remux", "GRP", 1),
        ("sonarr", "Show.S01E01.PROPER.720p.WEB-DL.x264-NTb.mkv", "WEBDL-720p", "NTb", 2),
        ("sonarr", "Show - S01E01 - One [WEBRip-1080p]-FLUX.mkv", "WEBRip-1080p", "FLUX", 1),
        ("sonarr", "Show.S01E01.HDTV.x264-LOL", "SDTV", "LOL", 1),
        ("radarr", "Film.2001.GERMAN.1080p.WEBRip-X", "WEBRip-1080p", "X", 1),
        ("radarr", "Film 2001", "Unknown", "", 1),
    ],
)
def test_quality_group_and_revision_of_a_name(
    kind: Kind, name: str, quality: str, group: str, version: int
) -> None:
    release = parse_release(kind, name)
    assert (release.quality["quality"]["name"], release.group) == (quality, group)
    assert release.quality["revision"]["version"] == version
    assert [row["name"] for row in release.languages] == (["German"] if "GERMAN" in name else [])


def test_a_name_of_a_known_title_is_scored_with_its_profile(either: Api) -> None:
    spec = either.app.store.spec
    title = next(
        row for row in either.get(spec.noun) if scene_stem(row["title"]).replace(".", " ") == row["title"]
    )
    dated = f"{title['year']}" if spec.kind == "radarr" else "S01E01"
    name = f"{scene_stem(title['title'])}.{dated}.1080p.WEB-DL.DDP5.1.H.264-FLUX"
    parsed = either.get("parse", title=name)
    assert parsed[spec.noun]["id"] == title["id"]
    assert parsed["languages"] == [title["originalLanguage"]]
    scores = either.app.store.score_map(title["qualityProfileId"])
    assert parsed["customFormatScore"] == sum(scores[row["id"]] for row in parsed["customFormats"])
    if spec.kind == "sonarr":
        assert [row["seasonNumber"] for row in parsed["episodes"]] == [1]


def test_names_that_say_nothing(either: Api) -> None:
    assert either.get("parse", title="nothing") == {"title": "nothing", "customFormatScore": 0}
    blank = either("GET", "parse?title=%20")
    assert (blank.status_code, blank.content) == (204, b"")
    unknown = either.get("parse", title="Nobody.Knows.S01E02.2001.1080p.WEB-DL-GRP")
    assert unknown["customFormatScore"] == 0 and either.app.store.spec.noun not in unknown


def test_only_files_with_another_name_than_the_format_are_to_be_renamed(either: Api) -> None:
    store = either.app.store
    spec, store_files = store.spec, list(store.files.values())
    title_id = store_files[0][spec.id_key]
    query: dict[str, Any] = {spec.id_key: title_id}
    assert either.get("rename", **query) == []
    before = store_files[0]["relativePath"]
    store_files[0]["relativePath"] = f"Odd name.{before.rsplit('.', 1)[1]}"
    try:
        row = either.get("rename", **query)[0]
    finally:
        store_files[0]["relativePath"] = before
    assert (row["existingPath"][:8], row["newPath"]) == ("Odd name", before)
    missing = either("GET", f"rename?{spec.id_key}=99999")
    assert missing.status_code == {"radarr": 500, "sonarr": 404}[spec.kind]


FOLDERS = [
    ("radarr", "{Movie Title} ({Release Year})", {}, "Dune - Part Two+One! (2024)"),
    (
        "radarr",
        "{Movie Title} ({Release Year}) {tmdb-{TmdbId}}",
        {},
        "Dune - Part Two+One! (2024) {tmdb-603}",
    ),
    ("radarr", "{Movie.Title}.{Release Year}", {}, "Dune.-.Part.Two+One!.2024"),
    ("radarr", "{movie title} {imdb-{ImdbId}}", {}, "dune - part two+one! {imdb-tt1004221}"),
    ("radarr", "{Movie TitleFirstCharacter}/{Movie Title}", {}, "D/Dune - Part Two+One!"),
    ("radarr", "{Movie Title}", {"colonReplacementFormat": "delete"}, "Dune Part Two+One!"),
    ("radarr", "{Movie Title}", {"colonReplacementFormat": "smart"}, "Dune - Part Two+One!"),
    ("radarr", "{Movie Title}", {"replaceIllegalCharacters": False}, "Dune Part TwoOne"),
    ("sonarr", "{Series Title}", {}, "Dune - Part Two+One!"),
    ("sonarr", "{Series TitleYear} {tvdb-{TvdbId}}", {}, "Dune - Part Two+One! (2024) {tvdb-603}"),
    ("sonarr", "{Series Title}", {"colonReplacementFormat": 1}, "Dune- Part Two+One!"),
]
"""Kind, folder format, further naming settings, and the folder of "Dune: Part Two/One?" of 2024."""


@pytest.mark.parametrize(("kind", "pattern", "settings", "folder"), FOLDERS)
def test_the_folder_of_a_new_title_follows_the_naming_settings(
    estate: SimulatedEstate, kind: Kind, pattern: str, settings: dict[str, Any], folder: str
) -> None:
    api = Api(estate.apps[f"{kind}.main"])
    store, spec = api.app.store, api.app.store.spec
    heads = store.catalogue._heads
    before, known = dict(store.configs["naming"]), heads.get((kind, 603))
    heads[kind, 603] = ("Dune: Part Two/One?", 2024, "English")
    name = "movieFolderFormat" if kind == "radarr" else "seriesFolderFormat"
    try:
        assert api("PUT", "config/naming", json=before | {name: pattern} | settings).status_code == 202
        root = api.get("rootfolder")[0]["path"]
        sent = {spec.external_id: 603, "title": "T", "qualityProfileId": 1, "rootFolderPath": root}
        title = api("POST", spec.noun, json=sent).json()
        assert title["path"] == f"{root}/{folder}"
        assert api.get(f"{spec.noun}/{title['id']}/folder") == {"folder": folder}
        api("DELETE", f"{spec.noun}/{title['id']}")
        api.settle()
    finally:
        store.configs["naming"] = before
        del heads[kind, 603]
        heads.update({(kind, 603): known} if known else {})


def test_the_folder_of_a_title_is_named_by_the_format(either: Api) -> None:
    spec = either.app.store.spec
    title = either.get(spec.noun)[0]
    folder = either.get(f"{spec.noun}/{title['id']}/folder")["folder"]
    assert title["path"].rsplit("/", 1)[1].startswith(folder)
    assert either("GET", f"{spec.noun}/99999/folder").status_code == 404
