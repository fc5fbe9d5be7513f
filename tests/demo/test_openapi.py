"""Every GET answer has only fields and enum values the apps' own descriptions name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.demo.estate import SimulatedEstate
from tests.demo.conftest import Api

FOLDER = Path(__file__).parents[3] / "shared" / "openapi"
REASON = f"no descriptions of the apps' API in {FOLDER}; the tables of facts stand for them"

SHARED = [
    "system/status", "system/backup", "health", "language", "diskspace", "config/host",
    "config/mediamanagement", "config/naming", "config/ui", "config/indexer", "config/downloadclient",
    "config/importlist", "rootfolder",
    "rootfolder/1", "tag", "tag/1", "tag/detail", "tag/detail/1", "qualityprofile", "qualityprofile/1",
    "qualityprofile/schema", "customformat", "customformat/1", "customformat/schema", "qualitydefinition",
    "delayprofile", "releaseprofile", "indexer", "indexer/1", "downloadclient", "importlist", "notification",
    "notification/schema", "metadata", "command", "history?pageSize=500", "history/since", "queue",
    "queue/details", "queue/status", "blocklist", "wanted/missing?pageSize=50", "wanted/cutoff?pageSize=50",
]  # fmt: skip
RADARR = [
    "movie", "movie/{movie}", "movie/lookup?term=tmdb:640005", "movie/lookup/tmdb?tmdbId=640005",
    "movie/lookup/imdb?imdbId=tt5480035",
    "moviefile?movieId={movie}", "moviefile/{file}", "collection", "exclusions", "exclusions/paged",
    "history/movie?movieId={movie}&includeMovie=true", "release?movieId={movie}",
    "calendar?start=1900-01-01&end=2100-01-01&unmonitored=true",
]  # fmt: skip
SONARR = [
    "series?includeSeasonImages=true", "series/{series}", "series/lookup?term=tvdb:640005",
    "episode?seriesId={series}&includeSeries=true&includeEpisodeFile=true&includeImages=true",
    "episode/{episode}", "episodefile?seriesId={series}", "episodefile/{file}", "importlistexclusion",
    "importlistexclusion/paged", "history/series?seriesId={series}&includeSeries=true&includeEpisode=true",
    "release?episodeId={episode}", "languageprofile",
    "calendar?start=1900-01-01&end=2100-01-01&unmonitored=true&includeEpisodeFile=true&includeSeries=true",
]  # fmt: skip

WRONG_FIELDS = {"indexerFlags", "value", "wikiUrl", "data", "required", "ignored", "body"}
"""Fields the descriptions give a wrong type or none."""
WRONG_ENUMS = {"MovieHistoryEventType": {"movieFileRenamed"}}


class Description:
    """One app's OpenAPI file."""

    def __init__(self, kind: str) -> None:
        data = json.loads((FOLDER / f"{kind}-v3.json").read_text())
        self.paths = data["paths"]
        self.schemas = data["components"]["schemas"]

    def of(self, path: str) -> Any:
        """The schema of the answer to GET, None when the file leaves it out."""
        name = path.split("?")[0]
        entry = self.paths.get(f"/api/v3/{name}") or self.paths.get(
            f"/api/v3/{name.rsplit('/', 1)[0]}/{{id}}"
        )
        assert entry and "get" in entry, f"{path} is not described"
        content = entry["get"]["responses"]["200"].get("content") or {}
        return next((item["schema"] for item in content.values()), None)

    def faults(self, schema: Any, value: Any, where: str) -> Iterator[str]:
        """What of a value the schema does not know."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            yield from self._named(name, self.schemas[name], value, where)
        elif schema.get("type") == "array":
            if not isinstance(value, list):
                yield f"{where} is not a list"
                return
            for index, item in enumerate(value):
                yield from self.faults(schema["items"], item, f"{where}[{index}]")
        elif not _fits(schema.get("type"), value):
            yield f"{where}: {value!r} is no {schema['type']}"

    def _named(self, name: str, schema: Any, value: Any, where: str) -> Iterator[str]:
        if "enum" in schema:
            if value not in schema["enum"] and value not in WRONG_ENUMS.get(name, ()):
                yield f"{where}: {value!r} is not one of {schema['enum']}"
            return
        if not isinstance(value, dict):
            yield f"{where} is not an object"
            return
        properties = schema.get("properties", {})
        for key, item in value.items():
            if key in WRONG_FIELDS:
                continue
            if key not in properties:
                yield f"{where}.{key} is unknown to {name}"
            else:
                yield from self.faults(properties[key], item, f"{where}.{key}")


def _fits(kind: str | None, value: Any) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, {"string": str, "boolean": bool}.get(kind or "", object))


def _without_nulls(value: Any) -> bool:
    """The apps omit null, except in the values of history data and provider fields."""
    if isinstance(value, dict):
        return all(
            key in ("data", "value") or (item is not None and _without_nulls(item))
            for key, item in value.items()
        )
    return all(_without_nulls(item) for item in value) if isinstance(value, list) else True


@pytest.fixture(scope="module")
def descriptions() -> dict[str, Description]:
    return {kind: Description(kind) for kind in ("radarr", "sonarr")}


CASES: list[Any] = [("radarr.main", path) for path in SHARED + RADARR] + [
    ("sonarr.main", path) for path in SHARED + SONARR
]
CASES += [
    ("sonarr.anime", path)
    for path in ("series", "episode?seriesId={series}", "episodefile?seriesId={series}")
]
if not FOLDER.is_dir():
    CASES = [pytest.param("", "", marks=pytest.mark.skip(reason=REASON))]


@pytest.mark.parametrize(("name", "path"), CASES)
def test_an_answer_is_as_described(
    estate: SimulatedEstate, descriptions: dict[str, Description], name: str, path: str
) -> None:
    app = estate.apps[name]
    app.store.commands.post({"name": "RssSync"})
    store: Any = app.store
    file = next(iter(store.files.values()))
    ids = {"file": file["id"], "movie": file.get("movieId"), "series": file.get("seriesId")}
    ids["episode"] = next(iter(store.episodes)) if app.kind == "sonarr" else None
    client = Api(app)
    value = client.get(path.format(**ids))
    description = descriptions[app.kind]
    numbered = path.split("?")[0].replace("{movie}", "1").replace("{file}", "1")
    schema = description.of(numbered.replace("{series}", "1").replace("{episode}", "1"))
    assert value or path.split("?")[0] in ("health", "releaseprofile", "queue", "queue/details")
    if schema is not None:
        listed = value if schema.get("type") == "array" or not isinstance(value, list) else value[:1]
        if isinstance(listed, list) and schema.get("type") != "array":
            schema = {"type": "array", "items": schema}
        assert list(description.faults(schema, listed, path)) == []
    assert _without_nulls(value)
