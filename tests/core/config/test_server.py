"""What arrtui listens on: off until set, secrets from everywhere, and every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.config import Config, load_config
from arrtui.core.errors import ConfigError

LONG = "0123456789abcdefSECRET"
MAIN = '[radarr.main]\nurl = "http://localhost:7878"\napi_key = "k"\n'


def load(folder: Path, text: str, **env: str) -> Config:
    path = folder / "config.toml"
    path.write_text(MAIN + text)
    path.chmod(0o600)
    return load_config(path, env=env)


def places(folder: Path, text: str, **env: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text, **env)
    assert "SECRET" not in caught.value.detail
    return [problem.path.removeprefix("server.") for problem in caught.value.problems]


def test_both_are_off_until_set(tmp_path: Path) -> None:
    server = load(tmp_path, "").server
    assert (server.hooks.listen, server.api.listen, server.api.key) == ("", "", ())


def test_secrets_come_from_the_file_a_file_or_a_variable(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{LONG}-file\n")
    (tmp_path / "secret").chmod(0o600)
    server = load(
        tmp_path,
        '[server.hooks]\nlisten = "[::1]:8788"\ntoken_file = "secret"\n'
        '[server.api]\nlisten = "localhost:8789"\n[[server.api.key]]\nname = "a"\nkey_env = "KEY"\n'
        f'[[server.api.key]]\nname = "b"\nkey = "{LONG}"\nscopes = ["read", "apply"]\n',
        KEY=f"{LONG}-env",
        ARRTUI_SERVER__API__RATE="7",
    ).server
    assert server.hooks.token is not None
    assert server.hooks.token.get_secret_value() == f"{LONG}-file"
    assert [key.key and key.key.get_secret_value() for key in server.api.key] == [f"{LONG}-env", LONG]
    assert (server.hooks.host, server.hooks.port, server.api.rate) == ("::1", 8788, 7)
    assert LONG not in repr(server)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = f"""
    [server.hooks]
    listen = "0.0.0.0:8788"
    token = "short"
    token_env = "NOT_SET"
    username = "a:b"
    public_urls = {{ "radarr.mian" = "http://nas:8788" }}
    tls_cert = "missing.pem"
    [server.api]
    listen = "0.0.0.0:8788"
    [[server.api.key]]
    name = "one"
    key = "{LONG}"
    [[server.api.key]]
    name = "one"
    key = "{LONG}"
    [[server.api.key]]
    name = "two"
    """
    assert places(tmp_path, text) == [
        *("hooks.tls_cert", "hooks.tls_cert"),  # without its key, and no file
        *("api.listen", "api.listen"),  # open to other machines, and that of the hooks
        *("hooks.public_urls.radarr.mian", "hooks.token", "hooks.username"),
        *("api.key.1.name", "api.key.2.key", "api.key.1.key"),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[server.hooks]\nlisten = "127.0.0.1:8788"', "hooks.token"),
        ('[server.hooks]\nlisten = "127.0.0.1:8788"\nusername = "me"', "hooks.username"),
        ('[server.api]\nlisten = "127.0.0.1:8789"', "api.key"),
        ('[server.api]\nlisten = "127.0.0.1"', "api.listen"),
        ('[server.api]\nlisten = "127.0.0.1:0"', "api.listen"),
        ('[server.api]\ncors = ["*"]', "api.cors.0"),
        (f'[[server.api.key]]\nname = "a"\nkey = "{LONG}"\nscopes = []', "api.key.0.scopes"),
        (f'[[server.api.key]]\nname = "a"\nkey = "{LONG}"\nscopes = ["write"]', "api.key.0.scopes.0"),
        ('[[server.api.key]]\nname = "a"\nkey_file = "none"', "api.key.0.key_file"),
        (f'[server.hooks]\nlisten = "nas.lan:1"\ntoken = "{LONG}"', "hooks.listen"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, place: str) -> None:
    assert places(tmp_path, text) == [place]


@pytest.mark.parametrize("more", ["behind_proxy = true", 'tls_cert = "pem"\ntls_key = "pem"'])
def test_other_machines_are_let_in_on_purpose(tmp_path: Path, more: str) -> None:
    (tmp_path / "pem").write_text("x")
    assert load(tmp_path, f'[server.hooks]\nlisten = "0.0.0.0:8788"\ntoken = "{LONG}"\n{more}').server.hooks
