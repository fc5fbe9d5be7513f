"""Syncs of settings in the configuration: what they may say, and every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.apps import Kind
from arrtui.core.config import Config, load_config
from arrtui.core.config.file import remove_instance
from arrtui.core.config.load import assemble
from arrtui.core.config.pairs import follow_rename
from arrtui.core.domain import SettingType
from arrtui.core.errors import ConfigError, UsageError
from arrtui.runtime.schedules import read_task

INSTANCES = "".join(
    f'[{name}]\nurl = "http://h:{port}"\napi_key = "k"\n'
    for port, name in enumerate(("radarr.main", "radarr.4k", "sonarr.main"), start=1)
)


def load(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(f"{INSTANCES}[settings.hd]\n{text}")
    path.chmod(0o600)
    return load_config(path, env=env or {})


def test_everything_can_be_said_and_what_is_left_out_changes_nothing(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        'source = "radarr.main@latest"\ntargets = "radarr.4k"\nkinds = ["custom_format"]\nnames = ["HD-*"]\n'
        'enable = ["indexer"]\n[settings.hd.override."radarr.4k"]\nscores = { "U.HD" = { "DV" = 5 } }\n',
    )
    sync = config.settings_sync("hd")
    assert (sync.source_instance, sync.source_when, sync.targets) == ("radarr.main", "latest", ("radarr.4k",))
    assert sync.types(Kind.RADARR, Kind.RADARR) == (SettingType.CUSTOM_FORMAT,)
    assert [sync.is_about(name) for name in ("HD-1080p", "hd-1080p", "UHD-")] == [True, False, False]
    assert sync.for_target("radarr.4k").scores == {"U.HD": {"DV": 5}}
    assert sync.for_target("radarr.main").scores == {}
    config = load(tmp_path, 'source = "template:x"\ntargets = ["radarr.4k"]\n')
    sync = config.settings_sync("hd")
    assert (sync.source_prefix, sync.source_name, sync.source_instance) == ("template", "x", "")
    assert (sync.enable, sync.delete_unmanaged, sync.is_about("any")) == ((), False, True)
    with pytest.raises(UsageError, match="hd"):
        config.settings_sync("hdd")
    with pytest.raises(UsageError):
        config.pair("hd")
    mixed = load(tmp_path, 'source = "radarr.main"\ntargets = ["sonarr.main"]\n').settings_sync("hd")
    assert set(mixed.types(Kind.RADARR, Kind.SONARR)) == {SettingType.CUSTOM_FORMAT, SettingType.TAG}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('source = "radarr.none"\ntargets = ["radarr.4k"]', "source"),
        ('source = "guide:none"\ntargets = ["radarr.4k"]', "source"),
        ('source = "guide:"\ntargets = ["radarr.4k"]', "source"),
        ('source = "radarr.main@never"\ntargets = ["radarr.4k"]', "source"),
        ('source = "radarr.main"\ntargets = []', "targets"),
        ('source = "radarr.main"\ntargets = ["radarr.none"]', "targets"),
        ('source = "radarr.main"\ntargets = ["radarr.main"]', "targets"),
        ('source = "radarr.main@3"\ntargets = ["radarr.main"]', "targets"),
        ('source = "radarr.main"\ntargets = ["radarr.4k@3"]', "targets"),
        ('source = "radarr.main"\ntargets = ["radarr.4k"]\nkinds = ["formats"]', "kinds"),
        ('source = "radarr.main"\ntargets = ["sonarr.main"]\nkinds = ["naming"]', "kinds"),
        ('source = "radarr.main"\ntargets = ["radarr.4k"]\nenable = ["naming"]', "enable"),
        ('source = "radarr.main"\ntargets = ["radarr.4k"]\n[settings.hd.override."radarr.2"]', "override"),
        ('source = "radarr.main"\ntargets = ["radarr.4k"]\n[sync.hd]', ""),
    ],
)
def test_what_cannot_be_is_told_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    places = [problem.path for problem in caught.value.problems]
    assert f"settings.hd.{place}".rstrip(".") in places


def test_a_score_that_is_no_number_is_told_as_one(tmp_path: Path) -> None:
    override = '[settings.hd.override."radarr.4k"]\nscores = { "HD" = { "HDR" = "x" } }'
    with pytest.raises(ConfigError, match=r"scores\.HD\.HDR: must be a whole number"):
        load(tmp_path, f'source = "radarr.main"\ntargets = ["radarr.4k"]\n{override}')


def test_an_instance_that_is_used_stays_and_takes_its_new_name_along(tmp_path: Path) -> None:
    text = 'source = "radarr.main@3"\ntargets = ["radarr.4k"]\n'
    load(tmp_path, text)
    with pytest.raises(ConfigError, match=r"settings\.hd"):
        remove_instance(tmp_path / "config.toml", "radarr.4k")
    table = {"source": "radarr.main@3", "targets": ["radarr.4k"], "override": {"radarr.4k": {}}}
    tree = {"settings": {"hd": table}}
    follow_rename(tree, "radarr.4k", "radarr.uhd")
    follow_rename(tree, "radarr.main", "radarr.hd")
    assert table == {"source": "radarr.hd@3", "targets": ["radarr.uhd"], "override": {"radarr.uhd": {}}}


def test_the_environment_sets_options_too(tmp_path: Path) -> None:
    env = {"ARRTUI_SETTINGS__HD__KINDS": '["tag", "naming"]', "ARRTUI_SETTINGS__HD__DELETE_UNMANAGED": "true"}
    sync = load(tmp_path, 'source = "radarr.main"\ntargets = ["radarr.4k"]\n', env).settings_sync("hd")
    assert (sync.kinds, sync.delete_unmanaged) == (("tag", "naming"), True)


def test_a_schedule_names_a_sync_that_is_configured(tmp_path: Path) -> None:
    schedule = '[schedule]\n"settings sync {} --apply" = "0 4 * * *"\n'
    table = f'source = "radarr.main"\ntargets = ["radarr.4k"]\n{schedule}'
    path = tmp_path / "config.toml"
    for name, problems in (("hd", []), ("hdd", ['schedule."settings sync hdd --apply"'])):
        path.write_text(f"{INSTANCES}[settings.hd]\n{table.format(name)}")
        _, found = assemble(path.read_bytes(), path, env={}, tasks=read_task)
        assert [problem.path for problem in found] == problems
