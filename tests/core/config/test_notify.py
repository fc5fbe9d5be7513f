"""Channels of notifications in the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.config.load import Config
from arrtui.core.errors import ConfigError

SECRET = "tgram://123456:planted-secret/42"


def load(folder: Path, text: str, env: dict[str, str] | None = None) -> Config:
    path = folder / "config.toml"
    path.write_text(text)
    path.chmod(0o600)
    return load_config(path, env=env or {})


def test_a_channel_takes_its_address_from_a_file_or_a_variable(tmp_path: Path) -> None:
    (tmp_path / "address").write_text(f"{SECRET}\n")
    (tmp_path / "address").chmod(0o600)
    text = '[[notify]]\nname = "a"\nurl_file = "address"\n[[notify]]\nname = "b"\nurl_env = "MINE"\n'
    config = load(tmp_path, text, {"MINE": SECRET})
    assert [channel.url.get_secret_value() for channel in config.notify if channel.url] == [SECRET, SECRET]
    assert "planted" not in repr(config)


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ("", "notify.0.url"),
        ('url = "nowhere"', "notify.0.url"),
        ('url = "x://y"\nurl_env = "Y"', "notify.0.url"),
        ('url = "x://y"\nevents = ["explosions"]', "notify.0.events.0"),
        ('url = "x://y"\nevents = []', "notify.0.events"),
        ('url = "x://y"\ninstances = ["radarr.none"]', "notify.0.instances"),
        ('url = "x://y"\nquiet = "22-7"', "notify.0.quiet"),
        ('url = "x://y"\nquiet = "25:00-07:00"', "notify.0.quiet"),
        ('url = "x://y"\ndigest = "often"', "notify.0.digest"),
        ('url = "x://y"\nmax_per_hour = 0', "notify.0.max_per_hour"),
        ('url = "x://y"\ntitle = "{{ count"', "notify.0.title"),
        ('url = "x://y"\nbody = "{{ password }}"', "notify.0.body"),
        ('url = "x://y"\nbody = "{{ event.titel }}"', "notify.0.body"),
        (
            'url = "x://y"\nbody = "{% for e in events %}{{ e.facts.size }}{{ e.yaer }}{% endfor %}"',
            "notify.0.body",
        ),
        ('url = "x://y"\n[[notify]]\nname = "a"\nurl = "x://z"', "notify.1.name"),
    ],
)
def test_what_is_wrong_with_a_channel_is_told_with_its_place(
    tmp_path: Path, options: str, place: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, f'[[notify]]\nname = "a"\n{options}\n')
    (problem,) = [problem for problem in caught.value.problems if problem.path == place]
    assert problem.message.endswith("(channel a)")


def test_channels_are_a_list_of_tables(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, '[notify.phone]\nurl = "x://y"\n')
    assert [problem.path for problem in caught.value.problems] == ["notify"]
