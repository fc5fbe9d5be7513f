"""What arrtui listens on: ``[server.hooks]`` for the apps' webhooks, ``[server.api]`` for the HTTP API."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr

from arrtui.core.config.findings import Findings, Place, check_table, nearest
from arrtui.core.config.secrets import read_secret
from arrtui.core.config.table import ConfigTable
from arrtui.core.config.values import FilePath, Url, wrong

Scope = Literal["read", "decide", "apply"]
"""What a key of the API may do: read, decide and queue what writes nothing, write to apps."""
SHORTEST_SECRET = 16
"""Characters of a token, a password or a key at least: they are tried from outside."""
TOKEN_HEADER = "X-Hook-Token"  # noqa: S105  # the name of the header
"""The header in which an app sends the token of its webhooks."""
_LISTEN = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})")
_ADDRESS = 'a host and a port such as "127.0.0.1:8788"'
_FILE = "the path of a file that holds only the secret"
_VARIABLE = "the name of an environment variable"


def _check_listen(text: str) -> str:
    match = _LISTEN.fullmatch(text.strip())
    if text.strip() and (match is None or not 0 < int(match[2]) < 65536):
        raise wrong(f"must be {_ADDRESS}")
    return text.strip()


def _check_origin(text: str) -> str:
    if not re.fullmatch(r"https?://[\w.-]+(:\d{1,5})?", text):
        raise wrong('must be origins such as "https://dash.example.org"')
    return text


class ListenerTable(ConfigTable):
    """An address that is listened on; empty is off."""

    listen: Annotated[str, AfterValidator(_check_listen)] = Field(default="", description=_ADDRESS)
    behind_proxy: bool = Field(default=False, description="true or false")
    """Whether whoever comes from beyond this machine comes through a proxy that speaks TLS."""
    tls_cert: FilePath = Field(default=None, description="the path of a PEM file with the certificate")
    tls_key: FilePath = Field(default=None, description="the path of a PEM file with its key")

    @property
    def host(self) -> str:
        """The host that is listened on, without brackets; empty where nothing is."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port that is listened on, 0 where nothing is."""
        return int(self.listen.rpartition(":")[2] or 0)


class HooksConfig(ListenerTable):
    """Where the apps send their webhooks, and what they have to say to be heard."""

    public_url: Url | None = Field(
        default=None, description="an address under which the apps reach arrtui, such as http://nas:8788"
    )
    public_urls: dict[str, Url] = Field(
        default_factory=dict, description='a table of addresses by instance, { "radarr.main" = "http://…" }'
    )
    """Instances that reach arrtui under another address than ``public_url``."""
    token: SecretStr | None = Field(default=None, description="text of at least 16 characters")
    token_file: FilePath = Field(default=None, description=_FILE)
    token_env: str | None = Field(default=None, description=_VARIABLE)
    username: str = Field(default="", description="text without a colon")
    password: SecretStr | None = Field(default=None, description="text of at least 16 characters")
    password_file: FilePath = Field(default=None, description=_FILE)
    password_env: str | None = Field(default=None, description=_VARIABLE)

    def url_for(self, instance: str) -> str:
        """Return the address under which an instance reaches arrtui, empty where none is set."""
        return self.public_urls.get(instance) or self.public_url or ""


class ApiKeyConfig(ConfigTable):
    """A key of the API: who has it, and what it may do."""

    name: str = Field(description="text, who has the key", pattern=r"^[\w .-]{1,40}$")
    key: SecretStr | None = Field(default=None, description="text of at least 16 characters")
    key_file: FilePath = Field(default=None, description=_FILE)
    key_env: str | None = Field(default=None, description=_VARIABLE)
    scopes: tuple[Scope, ...] = Field(
        default=("read",), description='a list of "read", "decide" and "apply"', strict=False
    )


class ApiConfig(ListenerTable):
    """Where the API is served, to whom."""

    hosts: tuple[str, ...] = Field(default=(), description="a list of host names", strict=False)
    """Names under which it is asked, beside localhost and addresses in numbers."""
    cors: tuple[Annotated[str, AfterValidator(_check_origin)], ...] = Field(
        default=(), description='a list of origins such as "https://dash.example.org"', strict=False
    )
    rate: int = Field(
        default=600, ge=1, le=100_000, description="a whole number of requests a minute from 1 to 100000"
    )
    """Requests that one key may send in a minute."""
    key: tuple[ApiKeyConfig, ...] = Field(
        default=(), description="a list of tables, written [[server.api.key]]", strict=False
    )


class ServerConfig(ConfigTable):
    """What arrtui listens on."""

    hooks: HooksConfig = Field(
        default_factory=HooksConfig.model_construct, description="a table, written [server.hooks]"
    )
    api: ApiConfig = Field(
        default_factory=ApiConfig.model_construct, description="a table, written [server.api]"
    )


def build_server(
    tree: Mapping[str, Any],
    instances: Collection[str],
    findings: Findings,
    folder: Path,
    env: Mapping[str, str],
) -> ServerConfig:
    """Return the listeners of a merged document with their secrets read, noting everything wrong."""
    if "server" not in tree:
        return ServerConfig.model_construct()  # most start without a listener: no validator is built
    server = check_table(ServerConfig, tree["server"], ("server",), findings, folder)
    if server is None:
        return ServerConfig.model_construct()
    hooks, api = server.hooks, server.api
    for name, listener in (("hooks", hooks), ("api", api)):
        _check_listener(listener, ("server", name), findings)
    if hooks.listen and hooks.listen == api.listen:
        findings.add(("server", "api", "listen"), "is that of [server.hooks] too; give each its own port")
    for name in sorted(hooks.public_urls.keys() - set(instances)):
        hint = nearest(name, tuple(instances)) if instances else "no instance is configured"
        findings.add(("server", "hooks", "public_urls", name), f"is no instance; {hint}")
    return server.model_copy(
        update={"hooks": _with_secrets(hooks, findings, env), "api": _with_keys(api, findings, env)}
    )


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine alone, by its name or number."""
    import ipaddress  # most start without a listener

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _check_listener(listener: ListenerTable, path: Place, findings: Findings) -> None:
    """Note what is wrong with where a listener can be reached from."""
    if (listener.tls_cert is None) is not (listener.tls_key is None):
        findings.add((*path, "tls_cert"), "and tls_key belong together; give both or none")
    for option in ("tls_cert", "tls_key"):
        file: Path | None = getattr(listener, option)
        if file is not None and not file.is_file():
            findings.add((*path, option), "names no file")
    is_open = listener.listen and not is_loopback(listener.host)
    if is_open and listener.tls_cert is None and not listener.behind_proxy:
        findings.add(
            (*path, "listen"),
            "can be reached from other machines; give tls_cert and tls_key, or set behind_proxy = true where "
            "a proxy with TLS, or a network of your own, stands between",
        )


def _with_secrets(hooks: HooksConfig, findings: Findings, env: Mapping[str, str]) -> HooksConfig:
    """Return the receiver of webhooks with its token and password, noting what is wrong with them."""
    path, before = ("server", "hooks"), len(findings.problems)
    token = _long_secret(hooks, "token", path, findings, env)
    password = _long_secret(hooks, "password", path, findings, env)
    if len(findings.problems) == before:
        if bool(hooks.username) is not (password is not None):
            findings.add((*path, "username"), "and password belong together; give both or none")
        elif hooks.listen and token is None and password is None:
            findings.add((*path, "token"), "is missing: set token, or username and password")
    if ":" in hooks.username:
        findings.add((*path, "username"), "must be text without a colon")
    return hooks.model_copy(update={"token": token, "password": password})


def _long_secret(
    table: ConfigTable, name: str, path: Place, findings: Findings, env: Mapping[str, str]
) -> SecretStr | None:
    """Return a secret that is long enough to be tried from outside, None after noting that it is not."""
    secret = read_secret(table, name, path, findings, env)
    if secret is not None and len(secret.get_secret_value()) < SHORTEST_SECRET:
        findings.add((*path, name), f"is too short; give at least {SHORTEST_SECRET} characters")
        return None
    return secret


def _with_keys(api: ApiConfig, findings: Findings, env: Mapping[str, str]) -> ApiConfig:
    """Return the API with its keys read, noting what is wrong with them."""
    path = ("server", "api", "key")
    if api.listen and not api.key:
        findings.add(path, "is missing: add at least one table [[server.api.key]] with name and key")
    for number in _repeated([key.name for key in api.key]):
        findings.add((*path, str(number), "name"), "is the name of a key before; names are unique")
    keys = []
    for number, key in enumerate(api.key):
        place, before = (*path, str(number)), len(findings.problems)
        secret = _long_secret(key, "key", place, findings, env)
        if not key.scopes:
            findings.add((*place, "scopes"), 'must be a list of "read", "decide" and "apply", at least one')
        if secret is None and len(findings.problems) == before:
            findings.add((*place, "key"), "is missing: set key, key_file or key_env")
        keys.append(key.model_copy(update={"key": secret}))
    for number in _repeated([key.key.get_secret_value() if key.key else None for key in keys]):
        findings.add((*path, str(number), "key"), "is the key of another table; keys are unique")
    return api.model_copy(update={"key": tuple(keys)})


def _repeated(values: Sequence[str | None]) -> Iterator[int]:
    """Yield the places of values that stood before; None is no value."""
    return (at for at, value in enumerate(values) if value is not None and value in values[:at])
