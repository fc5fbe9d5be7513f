"""Pairs in the configuration: what they may say, every fault at once, and where else they can be set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from arrtui.core.apps import Kind
from arrtui.core.config import Config, load_config
from arrtui.core.config.file import load_draft, remove_instance, save_instance, save_ui
from arrtui.core.config.sync import SyncPair
from arrtui.core.errors import ConfigError, UsageError

INSTANCES = "".join(
    f'[{name}]\nurl = "http://h:{port}"\napi_key = "k"\n'
    for port, name in enumerate(("radarr.main", "radarr.4k", "sonarr.main", "sonarr.anime"), start=1)
)
MOVIES = '[sync.movies-4k]\nsource = "radarr.main"\ntarget = "radarr.4k"\n'
SERIES = '[sync.tv]\nsource = "sonarr.main"\ntarget = "sonarr.anime"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(path: Path, text: str, env: dict[str, str] | None = None, **options: Any) -> Config:
    path.write_text(INSTANCES + text)
    path.chmod(0o600)
    return load_config(path, env=env or {}, **options)


def problems(path: Path, text: str, env: dict[str, str] | None = None, **options: Any) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        load(path, text, env, **options)
    assert "SECRET" not in caught.value.detail
    found = {problem.path: problem.message for problem in caught.value.problems}
    assert len(found) == len(caught.value.problems)
    return found


# --- what a good pair gives ------------------------------------------------------------------------------


def test_a_pair_with_its_sides_alone_adds_everything_and_changes_nothing(path: Path) -> None:
    (pair,) = load(path, MOVIES).sync
    assert pair == SyncPair(name="movies-4k", source="radarr.main", target="radarr.4k")
    assert (pair.mode, pair.update, pair.search, pair.monitored) == ("add", (), False, "source")
    assert (pair.source_instance, pair.source_when, pair.kind) == ("radarr.main", "", Kind.RADARR)
    assert (pair.limits.removals_percent, pair.limits.removals, pair.limits.additions) == (5, 20, 0)
    assert pair.filter.include.monitored is None


def test_a_configuration_without_pairs_has_none(path: Path) -> None:
    assert load(path, "").sync == load(path, "[sync]").sync == ()


def test_everything_can_be_said(path: Path) -> None:
    rest = """
    mode = "mirror"
    update = ["monitored", "seasons", "episodes", "series_type", "monitor_new_items", "root_folder"]
    monitored = false
    [sync.tv.filter.include]
    series_types = ["anime"]
    tags = "12"
    min_rating = 7
    year_from = 1990
    year_to = 1990
    [sync.tv.map]
    quality_profiles = { "*" = "Ultra-HD" }
    root_folders = { 'D:\\tv\\' = '\\\\nas\\tv', "/tv" = "/tv4k", "*" = "/else" }
    tags = { private = "" }
    [sync.tv.limits]
    removals = 0
    """
    (pair,) = load(path, SERIES + rest).sync
    assert (pair.mode, pair.monitored, pair.limits.removals) == ("mirror", "false", 0)
    assert pair.update[-1] == "root_folder"
    assert (pair.filter.include.tags, pair.filter.include.min_rating) == (("12",), 7.0)
    assert pair.map.root_folders == {"D:\\tv\\": "\\\\nas\\tv", "/tv": "/tv4k", "*": "/else"}


@pytest.mark.parametrize(
    "when", ["12", "latest", "latest~3", "yesterday", "2026-11-01", "2026-11-01T18:30", "2026-11-01t18:30z"]
)
def test_a_source_may_be_a_snapshot(path: Path, when: str) -> None:
    (pair,) = load(path, MOVIES.replace('main"', f'main@{when}"')).sync
    assert (pair.source_instance, pair.source_when, pair.kind) == ("radarr.main", when, Kind.RADARR)


def test_a_pair_is_found_by_name_and_a_slip_names_the_near_ones(path: Path) -> None:
    config = load(path, MOVIES + SERIES)
    assert config.pair("tv").target == "sonarr.anime"
    with pytest.raises(UsageError, match=r"there is none named movie-4k\. Did you mean movies-4k\?"):
        config.pair("movie-4k")
    with pytest.raises(UsageError, match=r"Configured: movies-4k, tv\."):
        config.pair("books")
    with pytest.raises(UsageError, match="Configured: none yet"):
        Config().pair("tv")


# --- faults ----------------------------------------------------------------------------------------------


def test_every_fault_of_every_pair_is_reported_at_once(path: Path) -> None:
    found = problems(
        path,
        """
        [sync.movies-4k]
        source = "radarr.mian"
        target = "sonarr.main"
        mode = "unoin"
        updat = ["SECRET"]
        update = "seasons"
        search = "SECRET"
        limits = { removals = -1, additions = "SECRET", removals_percent = 101, percent = 1 }
        map = { tags = { a = 1 }, quality_profiles = { a = "x", A = "y" }, root_folders = { m = "/x" } }
        [sync.movies-4k.filter.include]
        min_rating = 11
        year_from = 2000
        year_to = 1990
        series_types = "anime"
        tag = []
        tags = [1]
        [sync.movies-4k.filter]
        exclude = 5
        exclud = {}
        [sync.Bad]
        source = "radarr.main"
        """,
    )
    assert set(found) == {
        "sync.Bad",
        "sync.Bad.target",
        *(
            f"sync.movies-4k.{name}"
            for name in (
                *("source", "target", "mode", "updat", "update", "search"),
                *("limits.removals", "limits.additions", "limits.removals_percent", "limits.percent"),
                *("map.tags.a", "map.quality_profiles", "map.root_folders"),
                *("filter.include.min_rating", "filter.include.year_to", "filter.include.series_types"),
                *("filter.include.tag", "filter.include.tags", "filter.exclude", "filter.exclud"),
            )
        ),
    }
    assert found["sync.movies-4k.source"] == (
        "names an instance that is not configured; did you mean radarr.main or radarr.4k?"
    )
    assert found["sync.movies-4k.filter.include.min_rating"] == "must be a number from 0 to 10"
    assert found["sync.movies-4k.filter.include.tag"] == "is not an option; did you mean tags?"
    assert "did you mean removals_percent" in found["sync.movies-4k.limits.percent"]
    assert found["sync.movies-4k.map.tags.a"] == "must be text"
    assert found["sync.Bad.target"].startswith("is missing: give an instance")


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (MOVIES.replace("radarr.4k", "radarr.main"), "target", "the source itself"),
        (MOVIES.replace('main"', '4k@12"'), "target", "to bring a snapshot back: arrtui --run restore"),
        (MOVIES.replace("radarr.4k", "sonarr.main"), "target", "of the source's kind"),
        (MOVIES.replace('4k"', '4k@12"'), "target", "only a source can be a snapshot"),
        (MOVIES.replace("radarr.main", "main"), "source", "must name an instance"),
        (MOVIES.replace('main"', 'main@"'), "source", "no snapshot after '@'"),
        (MOVIES.replace('main"', 'main@last week"'), "source", "no snapshot after '@'"),
        (
            MOVIES.replace('main"', 'main@12"') + 'mode = "union"',
            "mode",
            "nothing can be added to a snapshot",
        ),
        (MOVIES + "monitored = 1", "monitored", '"source", true or false'),
        (MOVIES + 'update = ["minimum_availability", "seasons"]', "update", "that Radarr has not"),
        (MOVIES + 'update = ["series_type"]', "update", "that Radarr has not; allowed are monitored"),
        (MOVIES + 'update = ["episodes", "monitored"]', "update", "that Radarr has not"),
        (SERIES + 'update = "minimum_availability"', "update", "that Sonarr has not"),
        (SERIES + 'update = "season"', "update", "an unknown field; did you mean seasons"),
        (SERIES + "refresh_after = -1", "refresh_after", "0 (always) to 43200"),
        (SERIES + 'filter.include.series_types = "weekly"', "filter.include.series_types", "standard, daily"),
        (SERIES + 'filter.exclude.root_folders = "tv"', "filter.exclude.root_folders", "no folder"),
        (SERIES + 'filter.exclude.tags = [" "]', "filter.exclude.tags", "an empty name"),
        (SERIES + 'filter.include.monitored = "yes"', "filter.include.monitored", "must be true or false"),
        (SERIES + "filter.include.min_rating = nan", "filter.include.min_rating", "0 to 10"),
        (SERIES + 'map.root_folders = { "/a" = "b" }', "map.root_folders", "no folder"),
        (SERIES + 'map.root_folders = { "/a" = "/b", "/a/" = "/c" }', "map.root_folders", "one folder twice"),
        (SERIES + 'map.root_folders = { "/a" = "*" }', "map.root_folders", "no folder"),
        (SERIES + 'map.quality_profiles = { "a" = "" }', "map.quality_profiles", "an empty name"),
        (SERIES + 'map.tags = { "" = "a" }', "map.tags", "an empty name"),
        (SERIES + 'map.tags = { "a" = "*" }', "map.tags", "only stand on the left"),
        (SERIES + "map.tags = 1", "map.tags", "a table of texts"),
        (SERIES + 'name = "x"', "name", "is not an option"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is(path: Path, text: str, name: str, message: str) -> None:
    found = problems(path, text)
    pair = "movies-4k" if text.startswith(MOVIES[:10]) else "tv"
    assert list(found) == [f"sync.{pair}.{name}"]
    assert message in found[f"sync.{pair}.{name}"]


@pytest.mark.parametrize(
    ("maps", "faulty"),
    [
        ('tags = { a = "x", b = "X" }', True),
        ('tags = { a = "", b = "" }', False),
        ('quality_profiles = { "HD" = "UHD", "*" = "UHD" }', False),
        ('quality_profiles = { "HD" = "UHD", "SD" = "UHD" }', True),
        ('root_folders = { "/a" = "/x", "/b" = "/x/" }', True),
    ],
)
def test_a_union_needs_maps_it_can_follow_back(path: Path, maps: str, faulty: bool) -> None:
    text = f"{MOVIES}map.{maps}\n"
    assert load(path, text).sync
    if faulty:
        assert "a union goes back too" in problems(path, text + 'mode = "union"')["sync.movies-4k.map"]
    else:
        assert load(path, text + 'mode = "union"').sync


@pytest.mark.parametrize("text", ["sync = 1\n", 'sync.source = "radarr.main"\n'])
def test_pairs_without_a_name(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"must be a table for each pair.*\[sync\.movies-4k\]"):
        load_config(path, env={})


def test_the_fault_of_an_instance_is_not_one_of_its_pairs(path: Path) -> None:
    path.write_text(INSTANCES.replace("http://h:2", "nope") + MOVIES)
    with pytest.raises(ConfigError) as caught:
        load_config(path, env={})
    assert [problem.path for problem in caught.value.problems] == ["radarr.4k.url"]


def test_a_pair_of_instances_where_none_is_configured(path: Path) -> None:
    path.write_text(MOVIES)
    with pytest.raises(ConfigError) as caught:
        load_config(path, env={})
    assert {problem.message for problem in caught.value.problems} == {
        "names an instance that is not configured; none is configured yet"
    }


def test_a_pair_made_by_hand_is_checked_as_far_as_it_can_be() -> None:
    for wrong in ({"target": "sonarr.x"}, {"target": "radarr.a"}, {"update": ("seasons",)}, {"mode": "all"}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            SyncPair(**{"name": "x", "source": "radarr.a", "target": "radarr.b", **wrong})


# --- environment and command line ------------------------------------------------------------------------


def test_variables_reach_every_depth(path: Path) -> None:
    env = {
        "ARRTUI_SYNC__MOVIES_4K__SEARCH": "true",
        "ARRTUI_SYNC__MOVIES_4K__MONITORED": "true",
        "ARRTUI_SYNC__MOVIES_4K__UPDATE": '["monitored", "tags"]',
        "ARRTUI_SYNC__MOVIES_4K__LIMITS__REMOVALS": "50",
        "ARRTUI_SYNC__MOVIES_4K__FILTER__INCLUDE__TAGS": "12",
        "ARRTUI_SYNC__MOVIES_4K__FILTER__INCLUDE__MIN_RATING": "7.5",
        "ARRTUI_SYNC__MOVIES_4K__FILTER__INCLUDE__HAS_FILE": "True",
        "ARRTUI_SYNC__MOVIES_4K__FILTER__EXCLUDE": '{ text = "2", year_to = 1950 }',
        "ARRTUI_SYNC__MOVIES_4K__MAP__QUALITY_PROFILES__HD_1080P": "4",
        "ARRTUI_SYNC__MOVIES_4K__MAP__ROOT_FOLDERS": '{ "/movies/a.b" = "/x" }',
    }
    (pair,) = load(path, MOVIES + 'map.quality_profiles = { "HD-1080p" = "Ultra-HD" }', env).sync
    assert (pair.search, pair.monitored, pair.update) == (True, "true", ("monitored", "tags"))
    assert pair.limits.removals == 50
    include, exclude = pair.filter.include, pair.filter.exclude
    assert (include.tags, include.min_rating, include.has_file) == (("12",), 7.5, True)
    assert (exclude.text, exclude.year_to) == ("2", 1950)
    assert pair.map.quality_profiles == {"HD-1080p": "4"}
    assert pair.map.root_folders == {"/movies/a.b": "/x"}


def test_a_pair_of_variables_alone(path: Path) -> None:
    env = {"ARRTUI_SYNC__UHD__SOURCE": "radarr.main", "ARRTUI_SYNC__UHD__TARGET": "radarr.4k"}
    assert load(path, "", env).pair("uhd").target == "radarr.4k"
    table = {"ARRTUI_SYNC__UHD": '{ source = "radarr.main", target = "radarr.4k", update = "tags" }'}
    assert load(path, "", table).pair("uhd").update == ("tags",)


def test_the_command_line_reaches_every_depth(path: Path) -> None:
    overrides = {
        "sync.movies-4k.search": "true",
        "sync.movies-4k.limits.additions": "5",
        "sync.movies-4k.filter.include.tags": '["a", "b"]',
        "sync.movies-4k.map.root_folders./movies/a.b": "/x.y",
        "sync.movies-4k.map.root_folders./movies_4k": "/z",
    }
    text = MOVIES + 'map.root_folders = { "/movies-4k" = "/y" }'
    (pair,) = load(path, text, {"ARRTUI_SYNC__MOVIES_4K__SEARCH": "false"}, overrides=overrides).sync
    assert (pair.search, pair.limits.additions, pair.filter.include.tags) == (True, 5, ("a", "b"))
    assert pair.map.root_folders == {"/movies-4k": "/y", "/movies/a.b": "/x.y", "/movies_4k": "/z"}


@pytest.mark.parametrize(
    ("name", "path_of"),
    [
        ("ARRTUI_SYNC__MOVIES_4K__SEARCH", "search"),
        ("ARRTUI_SYNC__MOVIES_4K__SOURCE", "source"),
        ("ARRTUI_SYNC__MOVIES_4K__FILTER", "filter"),
        ("ARRTUI_SYNC__MOVIES_4K__FILTER__INCLUDE__YEAR_FROM", "filter.include.year_from"),
        ("ARRTUI_SYNC__MOVIES_4K__FILTER__INCLUDE__TAGS__X", "filter.include.tags"),
        ("ARRTUI_SYNC__MOVIES_4K__LIMIT__REMOVALS", "limit"),
        ("ARRTUI_SYNC__MOVIES_4K__MAP__TAGS__A__B", "map.tags.a"),
    ],
)
def test_a_problem_names_the_variable_it_came_from(path: Path, name: str, path_of: str) -> None:
    found = problems(path, MOVIES, {name: "SECRET"})
    assert list(found) == [f"sync.movies-4k.{path_of}"]
    assert found[f"sync.movies-4k.{path_of}"].endswith(f"(from {name})")


# --- writing the file back -------------------------------------------------------------------------------


def test_saving_keeps_the_pairs(path: Path) -> None:
    text = MOVIES + 'search = true\nfilter.include.tags = ["a"]\nmap.tags = { a = "b" }\n' + SERIES
    before = load(path, text).sync
    save_ui(path, theme="light", env={})
    draft = load_draft(path, "radarr.4k")
    draft.url = "http://elsewhere"
    save_instance(path, draft, replacing="radarr.4k", env={})
    assert load_config(path, env={}).sync == before


def test_a_pair_follows_an_instance_to_its_new_name(path: Path) -> None:
    snapshot = SERIES.replace("tv", "old").replace('main"', 'main@2026-11-01"')
    load(path, MOVIES + SERIES + snapshot)
    draft = load_draft(path, "sonarr.main")
    draft.label = "tv"
    save_instance(path, draft, replacing="sonarr.main", env={})
    sides = {pair.name: (pair.source, pair.target) for pair in load_config(path, env={}).sync}
    assert sides == {
        "movies-4k": ("radarr.main", "radarr.4k"),
        "tv": ("sonarr.tv", "sonarr.anime"),
        "old": ("sonarr.tv@2026-11-01", "sonarr.anime"),
    }


def test_an_instance_of_a_pair_does_not_become_one_of_another_kind(path: Path) -> None:
    load(path, MOVIES)
    draft = load_draft(path, "radarr.4k")
    draft.kind, draft.label = Kind.SONARR, "new"
    with pytest.raises(
        ConfigError, match=r"sync\.movies-4k\.target: must be an instance of the source's kind"
    ):
        save_instance(path, draft, replacing="radarr.4k", env={})
    assert load_config(path, env={}).pair("movies-4k").target == "radarr.4k"


def test_an_instance_that_a_pair_needs_is_not_removed(path: Path) -> None:
    load(path, MOVIES + MOVIES.replace("movies-4k", "old").replace('main"', 'main@12"'))
    before = path.read_bytes()
    with pytest.raises(ConfigError) as caught:
        remove_instance(path, "radarr.main", env={})
    assert "radarr.main is used by [sync.movies-4k] and [sync.old]" in str(caught.value)
    assert "Nothing was changed" in str(caught.value)
    assert path.read_bytes() == before
    remove_instance(path, "sonarr.main", env={})
    assert len(load_config(path, env={}).sync) == 2


def test_an_instance_that_a_pair_of_the_environment_needs_is_not_removed(path: Path) -> None:
    env = {"ARRTUI_SYNC__UHD__SOURCE": "radarr.main", "ARRTUI_SYNC__UHD__TARGET": "radarr.4k"}
    load(path, "", env)
    with pytest.raises(ConfigError, match=r"from ARRTUI_SYNC__UHD__SOURCE"):
        remove_instance(path, "radarr.main", env=env)
