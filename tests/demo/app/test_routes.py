"""Both apps answer on the same routes under their own names, and on a few that only one of them has."""

from __future__ import annotations

from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.routing import NoRoute, Router, Table
from arrtui.demo.radarr import routes as radarr
from arrtui.demo.radarr.spec import RADARR
from arrtui.demo.sonarr import routes as sonarr
from arrtui.demo.sonarr.spec import SONARR


def neutral_routes(table: Table, spec: AppSpec) -> set[tuple[str, str]]:
    """Return method and path of each route, with the app's names replaced by placeholders."""
    names = {spec.file.lower(): "FILE", spec.noun: "TITLE", spec.exclusion_path: "EXCLUSIONS"}
    return {
        (method, "/".join(names.get(part, part) for part in path.removeprefix("/api/v3/").split("/")))
        for method, path, _ in table
    }


def test_the_apps_differ_in_few_routes() -> None:
    movies, series = neutral_routes(radarr.TABLE, RADARR), neutral_routes(sonarr.TABLE, SONARR)
    assert {path.split("/")[0] for _, path in movies - series} == {
        "TITLE",
        "collection",
        "alttitle",
        "blocklist",
        "credit",
        "extrafile",
        "importlist",
    }
    lookups = {"TITLE/lookup/tmdb", "TITLE/lookup/imdb"}
    assert {path for _, path in movies - series if path.startswith("TITLE")} == lookups
    only_sonarr = {path.split("/")[0] for _, path in series - movies}
    assert only_sonarr == {"episode", "languageprofile", "seasonpass", "wanted"}
    assert len(movies & series) > 90


def test_a_route_is_found_by_method_path_and_number() -> None:
    router = Router(sonarr.TABLE)
    assert router.find("GET", "/API/v3/Series/") == router.find("GET", "/api/v3/series")
    match = router.find("PUT", "/api/v3/series/12")
    assert isinstance(match, tuple) and match[1] == {"id": 12}
    assert router.find("GET", "/api/v3/movie") == NoRoute(())
    assert router.find("POST", "/api/v3/series/12") == NoRoute(("DELETE", "GET", "PUT"))
    assert router.find("HEAD", "/api/v3/series") == NoRoute(("GET", "POST", "PUT"))


def test_no_route_is_listed_twice() -> None:
    for table in (radarr.TABLE, sonarr.TABLE):
        routes = [(method, path) for method, path, _ in table]
        assert len(routes) == len(set(routes))
