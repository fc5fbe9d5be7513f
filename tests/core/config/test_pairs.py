"""Pairs edited from the app: the filter as a line of text, and what of the file changes."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.config import load_config
from arrtui.core.config.pair_draft import PairDraft
from arrtui.core.config.pair_file import remove_pair, save_pair
from arrtui.core.config.rules import read_rules, rules_text
from arrtui.core.config.sync import FilterRules, SyncFilter
from arrtui.core.errors import ConfigError
from arrtui.core.filter.syntax import FilterError

NAMES = ("radarr.main", "radarr.4k", "sonarr.main")
INSTANCES = "".join(f'[{name}]\nurl = "http://h:{n}"\napi_key = "k"\n' for n, name in enumerate(NAMES, 1))
PAIR = """
# the big one
[sync.movies-4k]
source = "radarr.main"   # the living room
target = "radarr.4k"
monitored = true

[sync.movies-4k.filter.include]
tags = "4k"              # one label

# and the end
[ui]
theme = "light"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def written(path: Path, text: str = "") -> Path:
    path.write_text(INSTANCES + text)
    path.chmod(0o600)
    return path


def draft_of(path: Path, name: str = "movies-4k") -> PairDraft:
    return PairDraft.of(load_config(path, env={}).pair(name))


# --- the filter as text ----------------------------------------------------------------------------------

_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)
_NAMES = st.lists(_TEXT, max_size=3, unique=True).map(tuple)


@st.composite
def rules(draw: st.DrawFn) -> FilterRules:
    first, last = draw(st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(sorted))
    values: dict[str, Any] = {
        "quality_profiles": draw(_NAMES),
        "tags": draw(_NAMES),
        "genres": draw(_NAMES),
        "root_folders": draw(st.sampled_from([(), ("/movies",), ("/a b", "D:\\x")])),
        "year_from": first if first <= last or not last else 0,
        "year_to": last,
        "min_score": draw(st.none() | st.integers(-9999, 9999)),
        "min_rating": draw(st.none() | st.sampled_from([0.0, 6.5, 10.0])),
        "min_quality": draw(st.just("") | _TEXT),
        "text": draw(st.just("") | _TEXT),
    }
    return FilterRules(**values)


@given(rules(), rules(), st.sampled_from([None, True, False]), st.sampled_from([None, True, False]))
def test_every_filter_can_be_written_as_text_and_read_back(
    include: FilterRules, exclude: FilterRules, monitored: bool | None, has_file: bool | None
) -> None:
    include = include.model_copy(update={"monitored": monitored, "has_file": has_file})
    filter = SyncFilter(include=include, exclude=exclude)
    assert SyncFilter.model_validate(read_rules(rules_text(filter))) == filter


def test_terms_become_the_options_of_the_file() -> None:
    text = 'profile:"HD 1080" profile:Any -genre:Horror year>1999 score>=-5 -missing unmonitored star wars'
    assert read_rules(text) == {
        "include": {
            "quality_profiles": ["HD 1080", "Any"],
            "year_from": 2000,
            "min_score": -5,
            "has_file": True,
            "monitored": False,
            "text": "star wars",
        },
        "exclude": {"genres": ["Horror"]},
    }


def test_a_state_left_out_is_the_other_state_asked_for() -> None:
    filter = SyncFilter.model_validate({"exclude": {"monitored": True, "has_file": False}})
    assert rules_text(filter) == "unmonitored -missing"


@pytest.mark.parametrize(
    "text",
    ["!tag:a", "horror:yes", "tag>a", "year:soon", "score<5", "rating>=good", "tag:", "@radarr.4k",
     "-year>=1990 -year<=2000", "score>=1 score>=2"],
)  # fmt: skip
def test_what_is_no_rule_of_a_pair_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(FilterError) as caught:
        read_rules(text)
    assert 0 <= caught.value.start < caught.value.end <= len(text)


# --- the draft -------------------------------------------------------------------------------------------


def test_a_complete_draft_makes_a_pair() -> None:
    draft = PairDraft("movies", "radarr.main", "radarr.4k", update="tags monitored", rules="tag:4k")
    pair, problems = draft.check(NAMES)
    assert problems == []
    assert pair is not None
    assert (pair.update, pair.filter.include.tags) == (("tags", "monitored"), ("4k",))


def test_every_bad_value_is_named_by_its_option() -> None:
    draft = PairDraft(
        "No Name", "radarr.main", "radarr.main", update="titles", rules="year:soon", removals="many",
        maps={"tags": {"": "x"}}, refresh_after="-1",
    )  # fmt: skip
    pair, problems = draft.check(NAMES)
    assert pair is None
    paths = {problem.path for problem in problems}
    assert paths == {"name", "target", "update", "filter", "limits.removals", "map.tags", "refresh_after"}


# --- the file --------------------------------------------------------------------------------------------


def test_a_new_pair_gets_a_table_of_its_own(path: Path) -> None:
    written(path, "# the end\n")
    draft = PairDraft("movies", "radarr.main", "radarr.4k", rules="tag:4k", maps={"tags": {"4k": ""}})
    save_pair(path, draft, replacing=None, env={})
    text = path.read_text()
    assert "[sync.movies]\n" in text
    assert "# the end" in text
    assert draft_of(path, "movies") == draft
    assert tomllib.loads(text)["sync"]["movies"].keys() == {"source", "target", "filter", "map"}


def test_only_what_was_changed_is_written_and_comments_stay(path: Path) -> None:
    before = written(path, PAIR).read_text()
    old = draft_of(path)
    save_pair(path, replace(old, mode="mirror", removals="7"), replacing=old, env={})
    text = path.read_text()
    kept = [line for line in before.splitlines() if line not in text.splitlines()]
    assert kept == []
    assert tomllib.loads(text)["sync"]["movies-4k"] == {
        "source": "radarr.main",
        "target": "radarr.4k",
        "monitored": True,
        "filter": {"include": {"tags": "4k"}},
        "mode": "mirror",
        "limits": {"removals": 7},
    }


def test_a_pair_that_is_renamed_keeps_its_place_and_comments(path: Path) -> None:
    before = written(path, PAIR).read_text()
    old = draft_of(path)
    save_pair(path, replace(old, name="uhd"), replacing=old, env={})
    assert path.read_text() == before.replace("sync.movies-4k", "sync.uhd")


def test_what_is_taken_out_of_a_filter_is_taken_out_of_the_file(path: Path) -> None:
    written(path, PAIR)
    old = draft_of(path)
    save_pair(path, replace(old, rules=""), replacing=old, env={})
    assert "filter" not in tomllib.loads(path.read_text())["sync"]["movies-4k"]
    assert "# and the end" in path.read_text()


def test_a_taken_name_and_a_bad_value_change_nothing(path: Path) -> None:
    written(path, PAIR)
    before = path.read_bytes()
    good = PairDraft("movies-4k", "radarr.main", "radarr.4k")
    for draft in (good, replace(good, name="other", target="radarr.none")):
        with pytest.raises(ConfigError):
            save_pair(path, draft, replacing=None, env={})
    assert path.read_bytes() == before


def test_a_pair_of_the_environment_is_not_edited(path: Path) -> None:
    written(path)
    draft = PairDraft("env", "radarr.main", "radarr.4k")
    for work in (
        lambda: save_pair(path, draft, replacing=draft, env={}),
        lambda: remove_pair(path, "env", env={}),
    ):
        with pytest.raises(ConfigError, match="not in the file"):
            work()


def test_the_last_pair_takes_its_section_with_it_and_leaves_the_comments(path: Path) -> None:
    written(path, PAIR)
    remove_pair(path, "movies-4k", env={})
    assert "sync" not in tomllib.loads(path.read_text())
    assert "# and the end" in path.read_text()
