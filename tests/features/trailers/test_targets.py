"""Which titles and seasons are fetched for, and how long one that failed waits."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.apps import Kind
from arrtui.core.config import InstanceConfig, TrailersConfig
from arrtui.core.trailers import (
    MediaRoot,
    RootState,
    TitleFolder,
    TrailerAttempt,
    TrailerChoice,
    TrailerDownload,
    TrailerFile,
)
from arrtui.db.media import FilmFile, TrailerTitle
from arrtui.db.trailer_fetching import VideoIds
from arrtui.db.trailers import InstanceRule
from arrtui.features.trailers.overview import TrailerOverview
from arrtui.features.trailers.targets import FetchFacts, TargetMaker, entry_of, failures_of
from arrtui.features.trailers.wanting import TrailerFacts

NOW = 1_000_000.0


def maker(
    kind: Kind, films: list[FilmFile], config: TrailersConfig, rule: str = "missing", **facts: Any
) -> TargetMaker:
    """Return what makes the targets of an instance with one title."""
    name = f"{kind.value}.main"
    title = TrailerTitle(name, "1", 1, "The Wire", "the wire", 2002, True, "/tv/The Wire", "/tv", len(films))
    folder = TitleFolder(external_id="1", path="/mnt/tv/The Wire", seen_at=1.0, read_at=1.0)
    root = MediaRoot(path="/tv", was_mount=True, state=facts.pop("state", RootState.READY))
    tried = facts.pop("attempts", [])
    title_facts = TrailerFacts(**{"title": title, "folder": folder} | facts)
    instance = InstanceConfig(name=name, kind=kind, label="main", url="http://localhost:1", api_key="k")
    overview = TrailerOverview(instance, config, [title_facts], {"/tv": root}, InstanceRule(rule, 0.0))
    stored = FetchFacts(kind, {"1": films}, {"1": VideoIds(1438, "abc")}, {"1": tried})
    return TargetMaker(overview, stored, lambda path: f"/mnt{path}", NOW)


EPISODES = [FilmFile(f"Season {season:02}/e.mkv", season, season) for season in (0, 1, 2, 3)]
SEASONS = TrailersConfig(profile={"default": {"seasons": True}})


def season_trailer(season: int) -> TrailerFile:
    return TrailerFile(
        external_id="1", relative_path=f"trailers/{season}.mp4", size=1, mtime_ns=1, season=season
    )


def download(season: int | None) -> TrailerDownload:
    path = f"trailers/{season}.mp4"
    return TrailerDownload(
        external_id="1",
        season=season,
        source="tmdb",
        address="x",
        relative_path=path,
        size=1,
        mtime_ns=1,
        made_at=1.0,
    )


def test_a_movie_is_fetched_for_with_its_largest_film() -> None:
    films = [FilmFile("small.mkv", 0, 1), FilmFile("large.mkv", 0, 2)]
    choice = TrailerChoice(external_id="1", address="https://vimeo.com/5")
    (target,) = maker(Kind.RADARR, films, TrailersConfig(), choice=choice).wanted()
    assert (target.film, target.alone, target.folder) == ("large.mkv", False, "/mnt/tv/The Wire")
    assert (target.root, target.was_mount, target.season) == ("/mnt/tv", True, None)
    assert (target.known.app_trailer, target.known.tmdb_id, target.known.picked) == (
        *("abc", 1438, "https://vimeo.com/5"),
    )
    assert entry_of(target).size > 0


def test_seasons_with_files_and_without_a_trailer_are_fetched_for_where_the_profile_wants_them() -> None:
    waiting = TrailerAttempt(external_id="1", season=3, at=1.0, outcome="failed", retry_after=NOW + 1)
    made = maker(Kind.SONARR, EPISODES, SEASONS, trailers=[season_trailer(1)], attempts=[waiting])
    assert [(target.season, target.film, target.like) for target in made.wanted()] == [
        (None, "", "Season 03/e.mkv"),
        (2, "", "Season 03/e.mkv"),
    ]
    assert [target.season for target in maker(Kind.SONARR, EPISODES, TrailersConfig()).wanted()] == [None]


@pytest.mark.parametrize(
    "facts", [{"rule": "none"}, {"choice": TrailerChoice(external_id="1", wanted=False)}]
)
def test_what_nobody_wants_is_fetched_only_when_asked_for(facts: dict[str, Any]) -> None:
    made = maker(Kind.SONARR, EPISODES, SEASONS, **facts)
    assert [*made.wanted()] == []
    assert [target.season for target in made.named({"1"})] == [None]
    assert [*made.named({"2"})] == []


@pytest.mark.parametrize("facts", [{"state": RootState.NOT_MOUNTED}, {"folder": None}])
def test_a_title_whose_folder_cannot_be_used_is_never_fetched_for(facts: dict[str, Any]) -> None:
    made = maker(Kind.SONARR, EPISODES, SEASONS, **facts)
    assert [*made.wanted(), *made.named({"1"})] == []


def test_what_was_downloaded_before_is_known_by_season() -> None:
    own = [download(None), download(2)]
    targets = maker(Kind.SONARR, EPISODES, SEASONS, downloads=own).named({"1"})
    assert {target.season: target.own for target in targets if target.own} == {None: (own[0],), 2: (own[1],)}


def test_failures_count_from_the_last_trailer_on_and_by_season() -> None:
    def attempt(outcome: str, wait: float | None = None, season: int | None = None) -> TrailerAttempt:
        return TrailerAttempt(external_id="1", season=season, at=1.0, outcome=outcome, retry_after=wait)

    tried = [
        *(attempt("failed", 1.0), attempt("downloaded"), attempt("rejected"), attempt("failed")),
        *(attempt("failed", 2.0), attempt("failed", 3.0, season=1), attempt("failed", 4.0)),
    ]
    assert (failures_of(tried, None), failures_of(tried, 1), failures_of(tried, 2)) == (2, 1, 0)
