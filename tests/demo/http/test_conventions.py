"""Status codes, error bodies, authentication and URL base."""

from __future__ import annotations

import gzip
import re
import socket
from typing import Any

import httpx
import pytest

from arrtui.demo.estate import SimulatedApp, SimulatedEstate
from tests.demo.conftest import Api

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


# ---- authentication --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ("", {}, 401),
        ("", {"X-Api-Key": "wrong"}, 401),
        ("", {"X-Api-Key": "KEY"}, 200),
        ("", {"Authorization": "Bearer KEY"}, 200),
        ("?apikey=KEY", {}, 200),
        ("?apikey=KEY", {"X-Api-Key": "wrong"}, 200),
        ("?apikey=", {"X-Api-Key": "KEY"}, 401),
        ("?apikey=wrong", {"X-Api-Key": "KEY"}, 401),
        ("", {"X-Api-Key": "wrong", "Authorization": "Bearer KEY"}, 401),
    ],
)
def test_the_first_key_that_is_there_decides(
    radarr: SimulatedApp, query: str, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.replace("KEY", radarr.api_key) for name, value in headers.items()}
    path = f"{radarr.url}/api/v3/system/status{query.replace('KEY', radarr.api_key)}"
    response = httpx.get(path, headers=sent)
    assert response.status_code == status
    if status == 401:
        assert response.content == b""
        assert "www-authenticate" not in response.headers and "x-application-version" not in response.headers


def test_ping_needs_no_key_and_api_does(radarr: SimulatedApp) -> None:
    assert httpx.get(f"{radarr.url}/ping").json() == {"status": "OK"}
    assert httpx.head(f"{radarr.url}/ping").content == b""
    assert httpx.get(f"{radarr.url}/api").status_code == 401
    answer = httpx.get(f"{radarr.url}/api", headers={"X-Api-Key": radarr.api_key})
    assert answer.json() == {"current": "v3", "deprecated": []}


def test_keys_are_32_hex_digits_and_differ(estate: SimulatedEstate) -> None:
    keys = {app.api_key for app in estate.apps.values()}
    assert len(keys) == 4 and all(re.fullmatch(r"[0-9a-f]{32}", key) for key in keys)


# ---- URL base --------------------------------------------------------------------------------------


def test_without_the_url_base_a_valid_key_is_redirected(estate: SimulatedEstate) -> None:
    app = estate.apps["sonarr.anime"]
    root = f"http://127.0.0.1:{app.port}"
    assert app.url == f"{root}/sonarr-anime"
    ping = httpx.get(f"{root}/ping")
    assert (ping.status_code, ping.headers["location"]) == (307, "/sonarr-anime/ping")
    keyed = httpx.get(f"{root}/api/v3/series?tvdbId=1", headers={"X-Api-Key": app.api_key})
    assert (keyed.status_code, keyed.headers["location"]) == (307, "/sonarr-anime/api/v3/series?tvdbId=1")
    assert httpx.get(f"{root}/api/v3/series", headers={"X-Api-Key": "wrong"}).status_code == 401
    status = httpx.get(f"{app.url}/api/v3/system/status", headers={"X-Api-Key": app.api_key}).json()
    assert (status["appName"], status["urlBase"]) == ("Sonarr", "/sonarr-anime")


def test_an_url_base_that_is_not_configured_leads_to_html(estate: SimulatedEstate) -> None:
    plain, forms = estate.apps["radarr.main"], estate.apps["radarr.4k"]
    page = httpx.get(f"{plain.url}/radarr/api/v3/movie", headers={"X-Api-Key": plain.api_key})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html")
    login = httpx.get(f"{forms.url}/radarr/api/v3/movie", headers={"X-Api-Key": forms.api_key})
    assert login.status_code == 302
    assert login.headers["location"].endswith("/login?returnUrl=%2Fradarr%2Fapi%2Fv3%2Fmovie")
    assert login.headers["location"].startswith("http://")
    assert httpx.get(login.headers["location"]).headers["content-type"] == "text/html"
    script = httpx.get(f"{forms.url}/backup/x.zip", headers={"X-Requested-With": "XMLHttpRequest"})
    assert (script.status_code, "location" in script.headers) == (401, True)


def test_the_url_base_can_be_changed(estate: SimulatedEstate) -> None:
    app = estate.apps["radarr.4k"]
    app.url_base = "/films"
    try:
        assert httpx.get(f"{app.url}/ping").json() == {"status": "OK"}
        movie = Api(app).get("movie")[0]
        assert movie["images"][0]["url"].startswith("/films/MediaCover/")
    finally:
        app.url_base = ""


# ---- the shape of answers --------------------------------------------------------------------------


def test_answers_are_indented_json_with_a_version(api: Api) -> None:
    response = api("GET", "tag")
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.text.startswith('[\n  {\n    "id": 1,')
    assert response.headers["x-application-version"].startswith("6.")


def test_gzip_only_when_asked(radarr: SimulatedApp) -> None:
    key = {"X-Api-Key": radarr.api_key}
    plain = httpx.get(f"{radarr.url}/api/v3/movie", headers=key | {"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with httpx.stream(
        "GET", f"{radarr.url}/api/v3/movie", headers=key | {"Accept-Encoding": "gzip"}
    ) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert len(gzip.decompress(raw)) > 5 * len(raw)


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


def test_dates_have_whole_seconds(api: Api) -> None:
    dates = [text for text in _strings(api.get("movie")) if re.match(r"\d{4}-\d\d-\d\dT", text)]
    assert dates and all(DATE.fullmatch(text) for text in dates)


def test_unknown_routes_and_methods(api: Api) -> None:
    missing = api("GET", "nonsense")
    assert (missing.status_code, missing.content) == (404, b"")
    assert api("DELETE", "system/status").status_code == 405


def test_bodies_that_are_not_json_and_clients_that_do_not_take_it(api: Api) -> None:
    assert api("POST", "tag", content=b"label=x", headers={"Content-Type": "text/plain"}).status_code == 415
    assert api("GET", "tag", headers={"Accept": "image/png"}).status_code == 406


def test_a_request_line_can_be_too_long(api: Api) -> None:
    assert api("GET", "moviefile?" + "movieId=12345&" * 700).status_code == 414


# ---- the five error bodies -------------------------------------------------------------------------


def test_a_failed_rule_is_an_array_with_pascal_case_names(api: Api) -> None:
    present = api.get("movie")[0]
    body = {"tmdbId": present["tmdbId"], "qualityProfileId": 99, "rootFolderPath": "/nowhere"}
    response = api("POST", "movie", json=body)
    assert response.status_code == 400
    faults = {item["propertyName"]: item for item in response.json()}
    assert set(faults) == {"TmdbId", "QualityProfileId", "RootFolderPath"}
    assert faults["TmdbId"]["errorMessage"] == "This movie has already been added"
    assert faults["TmdbId"]["errorCode"] == "MovieExistsValidator"
    assert faults["TmdbId"]["attemptedValue"] == present["tmdbId"]


@pytest.mark.parametrize("body", [b"{", b'{"tmdbId": "x"}', b"[]"])
def test_unreadable_json_is_problem_details(api: Api, body: bytes) -> None:
    response = api("POST", "movie", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert response.json()["title"] == "One or more validation errors occurred."
    assert response.json()["errors"]


def test_an_unreadable_query_is_problem_details(api: Api) -> None:
    for path in ("moviefile?movieId=1,2", "movie?excludeLocalCovers=yes", "history/since?date=yesterday"):
        assert api("GET", path).json()["status"] == 400, path


def test_a_bad_request_says_what_is_missing(api: Api, tv: Api) -> None:
    response = api("GET", "moviefile")
    assert response.status_code == 400
    content = "movieId or movieFileIds must be provided"
    assert response.json() == {"message": f"BadRequest: {content}", "content": content}
    assert tv("GET", "episode").status_code == tv("GET", "episodefile").status_code == 400


def test_unknown_ids(api: Api, tv: Api) -> None:
    lost = api("GET", "movie/99999")
    assert (lost.status_code, lost.json()["title"]) == (404, "Not Found")
    gone = api("DELETE", "movie/99999")
    assert (gone.status_code, gone.json()["message"]) == (404, "Movie with ID 99999 does not exist")
    assert "description" in gone.json()
    series = tv("DELETE", "series/99999")
    assert (series.status_code, series.json()["message"]) == (
        500,
        "Expected query to return 1 rows but returned 0",
    )


def test_lists_of_ids_are_all_or_nothing(api: Api, tv: Api) -> None:
    movies = api.get("movie")
    first, second = movies[0]["id"], movies[1]["id"]
    before = [movie["monitored"] for movie in movies]
    for ids in ([first, 99999], [first, first]):
        answer = api("PUT", "movie/editor", json={"movieIds": ids, "monitored": True})
        assert answer.status_code == 500
        assert answer.json()["message"].startswith("Expected query to return 2 rows but returned 1")
    assert [movie["monitored"] for movie in api.get("movie")] == before
    assert api("DELETE", "movie/editor", json={"movieIds": [second, 99999]}).status_code == 500
    assert api("GET", "moviefile?movieFileIds=1&movieFileIds=99999").status_code == 500
    assert tv("GET", "episode?episodeIds=1&episodeIds=1").status_code == 500
    assert tv("PUT", "episode/monitor", json={"episodeIds": [99999], "monitored": True}).status_code == 404
    assert tv("GET", "episodefile?episodeFileIds=99999").status_code == 500


def test_unknown_movie_ids_are_left_out_of_moviefile(api: Api) -> None:
    with_file = [movie for movie in api.get("movie") if movie["hasFile"]][:2]
    files = api.get(f"moviefile?movieId={with_file[0]['id']}&movieId=99999&movieId={with_file[1]['id']}")
    assert [file["movieId"] for file in files] == [with_file[0]["id"], with_file[1]["id"]]


def test_a_profile_in_use_cannot_be_deleted(api: Api) -> None:
    used = api.get("movie")[0]["qualityProfileId"]
    assert api("DELETE", f"qualityprofile/{used}").status_code == 500


# ---- writes ----------------------------------------------------------------------------------------


def test_status_codes_of_writes(api: Api) -> None:
    posted = api("POST", "tag", json={"label": "fresh"})
    number = posted.json()["id"]
    address = f"{api.app.url}/api/v3/tag/{number}"
    assert (posted.status_code, posted.headers["location"]) == (201, address)
    put = api("PUT", f"tag/{number}", json={"label": "Fresher"})
    assert (put.status_code, put.headers["location"]) == (202, address)
    assert api.get(f"tag/{number}")["label"] == "fresher"
    gone = api("DELETE", f"tag/{number}")
    assert (gone.status_code, gone.content) == (200, b"")


def test_tags_are_looked_up_before_they_are_lowered(api: Api, tv: Api) -> None:
    first = api("POST", "tag", json={"label": "mixed"}).json()
    again = api("POST", "tag", json={"label": "mixed"})
    assert (again.status_code, again.json()) == (201, first)
    clash = api("POST", "tag", json={"label": "MIXED"})
    assert clash.status_code == 409 and "UNIQUE" in clash.json()["message"]
    assert api("POST", "tag", json={"label": "New Tag"}).status_code == 400
    assert tv("POST", "tag", json={"label": "New Tag"}).json()["label"] == "new tag"


def test_a_tag_in_use_cannot_be_deleted(api: Api) -> None:
    detail = next(item for item in api.get("tag/detail") if item["movieIds"])
    assert api("DELETE", f"tag/{detail['id']}").status_code == 409
    assert detail["id"] in {item["id"] for item in api.get("tag")}


def test_an_unknown_command_is_a_500_and_a_known_one_finishes_later(api: Api) -> None:
    assert api("POST", "command", json={"name": "Nonsense"}).status_code == 500
    sent = api("POST", "command", json={"name": "rsssync"})
    assert (sent.status_code, sent.json()["status"]) == (201, "queued")
    same = api("POST", "command", json={"name": "RssSync"}).json()
    assert same["id"] == sent.json()["id"]
    api.settle()
    done = api.get(f"command/{same['id']}")
    assert (done["status"], done["result"]) == ("completed", "successful")
    assert api("DELETE", f"command/{same['id']}").status_code == 409


def test_a_search_for_an_unknown_movie_fails_later(api: Api) -> None:
    sent = api("POST", "command", json={"name": "MoviesSearch", "movieIds": [99999]})
    assert sent.status_code == 201
    api.settle()
    assert api.get(f"command/{sent.json()['id']}")["status"] == "failed"


def test_the_connection_is_loopback_only(radarr: SimulatedApp) -> None:
    with socket.create_connection(("127.0.0.1", radarr.port)) as connection:
        assert connection.getpeername()[0] == "127.0.0.1"
