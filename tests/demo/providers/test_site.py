"""The sites answer in the shapes of their documentation, refuse wrong keys, and draw real pictures."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.http.transport import HUGE
from arrtui.demo.providers.answering import KEY
from arrtui.demo.world.pictures import SIZES, DrawnPicture, draw, picture_of

TMDB = {"api_key": KEY}


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatedEstate]:
    size = EstateSize(radarr=(("main", 8),), sonarr=(("main", 3, 60),))
    with SimulatedEstate(size, providers=True) as estate:
        yield estate


@pytest.fixture
def site(running: SimulatedEstate) -> Iterator[Any]:
    assert running.providers
    yield running.providers
    running.providers.faults.clear()


def get(site: Any, path: str, **more: Any) -> httpx.Response:
    return httpx.get(f"{site.url}{path}", timeout=20, **more)


def test_tmdb_appends_what_is_asked_for(site: Any) -> None:
    query = TMDB | {"append_to_response": "images,credits", "include_image_language": "en"}
    film = get(site, "/tmdb/movie/603", params=query).json()
    assert {"id", "title", "overview", "runtime", "images", "credits"} <= film.keys()
    assert {image["iso_639_1"] for image in film["images"]["posters"]} == {"en"}
    assert "videos" not in film
    series = get(site, "/tmdb/tv/40", params=TMDB | {"append_to_response": "season/1,season/99"})
    assert series.status_code == 404 or "season/1" in series.json()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tmdb/movie/603", 401),
        ("/tmdb/movie/0?api_key=" + KEY, 404),
        ("/tvdb/series/5/extended", 401),
        ("/fanart/movies/603?api_key=wrong", 401),
        ("/fanart/movies/605?api_key=" + KEY, 404),
        ("/musicbrainz/release-group/00000000-0000-0000-0000-000000000000", 401),
        ("/coverart/release-group/00000000-0000-0000-0000-000000000000", 404),
        ("/art/nothing.jpg", 404),
        ("/art/../../etc/passwd", 404),
        ("/elsewhere", 404),
    ],
)
def test_what_is_not_there_or_not_allowed(site: Any, path: str, status: int) -> None:
    assert get(site, path).status_code == status


@pytest.mark.parametrize("kind", SIZES)
def test_a_picture_has_its_size_and_looks_like_itself_at_any_other(site: Any, kind: str) -> None:
    picture = DrawnPicture("m603", kind)
    assert picture_of(picture.name) == picture
    answer = get(site, f"/art/original/{picture.name}")
    image = Image.open(BytesIO(answer.content))
    assert image.size == SIZES[kind]
    assert answer.headers["content-type"] == f"image/{(image.format or '').lower()}"
    assert (image.mode == "RGBA") == (picture.extension == "png")
    smaller = Image.open(BytesIO(get(site, f"/art/w92/{picture.name}").content))
    assert smaller.width == 92
    assert draw(picture, "A") == draw(picture, "A")
    assert draw(picture, "A") != draw(picture._replace(number=2), "A")


@pytest.mark.parametrize("what", ["huge", "svg", "html", "truncate", "other_type", "429", "500"])
def test_a_fault_spoils_one_picture(site: Any, what: str) -> None:
    path = f"/art/{DrawnPicture('m603', 'poster').name}"
    whole = get(site, path)
    site.faults.add(what, "/art/", times=1)
    spoiled = get(site, path)
    match what:
        case "huge":
            assert len(spoiled.content) == HUGE
        case "svg":
            assert b"<script>" in spoiled.content
        case "html":
            assert spoiled.headers["content-type"] == "text/html"
        case "truncate":
            assert whole.content.startswith(spoiled.content) and len(spoiled.content) < len(whole.content)
        case "other_type":
            assert (spoiled.content, spoiled.headers["content-type"]) == (
                whole.content,
                "application/octet-stream",
            )
        case _:
            assert spoiled.status_code == int(what)
    assert get(site, path).content == whole.content


def test_the_apps_show_the_pictures_that_their_sources_have(running: SimulatedEstate, site: Any) -> None:
    for app in running.apps.values():
        key = {"X-Api-Key": app.api_key}
        resource = "movie" if app.kind == "radarr" else "series"
        title = httpx.get(
            f"{app.url}/api/v3/{resource}?includeSeasonImages=true", headers=key, timeout=20
        ).json()[0]
        for image in title["images"]:
            name = f"{image['coverType']}.{'png' if image['coverType'] == 'clearlogo' else 'jpg'}"
            own = httpx.get(f"{app.url}/api/v3/mediacover/{title['id']}/{name}", headers=key, timeout=20)
            source = httpx.get(image["remoteUrl"], timeout=20)
            assert own.status_code == source.status_code == 200
            assert own.headers["content-type"] == source.headers["content-type"]
            assert Image.open(BytesIO(own.content)).size == Image.open(BytesIO(source.content)).size
        for season in title.get("seasons", []):
            assert httpx.get(season["images"][0]["remoteUrl"], timeout=20).status_code == 200
