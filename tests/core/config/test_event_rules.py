"""Rules in the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.config import Config, load_config
from arrtui.core.errors import ConfigError
from arrtui.core.estate_events import EventType
from arrtui.runtime.rules.use_cases import rule_fields

ESTATE = """
[radarr.main]
url = "http://localhost:1"
api_key = "k"
[radarr.4k]
url = "http://localhost:2"
api_key = "k"
[sonarr.main]
url = "http://localhost:3"
api_key = "k"
[sync.movies-4k]
source = "radarr.main"
target = "radarr.4k"
[sync.back]
source = "radarr.main@2026-01-01"
target = "radarr.4k"
[[notify]]
name = "phone"
url = "x://y"
"""


def load(folder: Path, text: str, estate: str = ESTATE) -> Config:
    path = folder / "config.toml"
    path.write_text(estate + text)
    path.chmod(0o600)
    return load_config(path, env={}, rule_fields=rule_fields)


def rule(*options: str, name: str = "mine") -> str:
    return "\n".join((f'[[rule]]\nname = "{name}"', *options, ""))


TAG = ('event = "title_added"', 'action = "tag"', 'tag = "4k"')
PLAN = ('event = "library"', 'action = "plan"', 'pair = "movies-4k"')


def test_what_writes_is_a_dry_run_until_it_is_said_otherwise(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        rule(*TAG)
        + rule(*TAG, "dry_run = false", name="live")
        + rule(*PLAN, name="plan")
        + rule('event = ["all"]', 'instances = "sonarr.main"', 'action = "notify"', name="told"),
    )
    assert {each.name: each.is_dry for each in config.rules} == {
        "mine": True,
        "live": False,
        "plan": False,
        "told": False,
    }
    assert config.rules[2].instances == ("radarr.main", "radarr.4k"), "ids of Sonarr mean other titles"
    assert config.rules[3].types == set(EventType) - {EventType.RULE_NOTICE, EventType.RULE_LIMITED}


@pytest.mark.parametrize(
    ("options", "place"),
    [
        (('event = "explosion"', *TAG[1:]), "event.0"),
        (("event = []", *TAG[1:]), "event"),
        ((TAG[0], 'action = "delete"'), "action"),
        ((TAG[0], 'action = "tag"'), "tag"),
        ((*TAG[:2], 'tag = "Four K"'), "tag"),
        ((*PLAN[:2], 'pair = "none"'), "pair"),
        ((*PLAN[:2],), "pair"),
        ((*PLAN[:2], 'pair = "back"'), "pair"),
        ((*PLAN, 'instances = ["sonarr.main"]'), "instances"),
        ((*TAG, 'instances = ["radarr.none"]'), "instances"),
        ((TAG[0], 'action = "notify"', 'channels = "fax"'), "channels"),
        ((*TAG, 'filter = "flavour:sweet"'), "filter"),
        ((*TAG, 'filter = "year>soon"'), "filter"),
        ((*TAG, "limit = 0"), "limit"),
        (('event = "backup_done"', *TAG[1:]), "event"),
        (('event = "downloads"', 'action = "search"'), "event"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_rule(
    tmp_path: Path, options: tuple[str, ...], place: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, rule(*options))
    (problem,) = caught.value.problems
    assert problem.path == f"rule.0.{place}"
    assert "mine" in problem.message


def test_names_are_unique_and_somebody_must_be_there_to_be_told(tmp_path: Path) -> None:
    told = rule('event = "tripwire"', 'action = "notify"')
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, told + told, ESTATE.partition("[[notify]]")[0])
    places = [problem.path for problem in caught.value.problems]
    assert places == ["rule.0.action", "rule.1.name", "rule.1.action"]
