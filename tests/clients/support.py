"""What every test of the clients needs: an instance, an impatient client, and a look for secrets."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import httpx
import msgspec

from arrtui.clients import RadarrClient, SonarrClient, make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.config import InstanceConfig
from arrtui.core.domain import SettingType
from arrtui.core.errors import ArrtuiError

KEY = "0123456789abcdef0123456789abcdef"
HEADER = "proxy-secret-4711"
URL = "http://nas.lan:7878"

Answering = Callable[[httpx.Request], httpx.Response]


def instance(url: str = URL, kind: str = "radarr", **options: Any) -> InstanceConfig:
    """Return a configured instance with a key and a secret header."""
    options = {"headers": {"X-Proxy": HEADER}, "api_key": KEY, **options}
    return InstanceConfig.model_validate(
        {"name": f"{kind}.main", "kind": kind, "label": "main", "url": url, **options}
    )


def hurried(seconds: float, url: str) -> InstanceConfig:
    """Return an instance with a timeout shorter than the configuration allows."""
    return instance(url).model_copy(update={"timeout": seconds})


def http(config: InstanceConfig | None = None, answer: Answering | None = None, **options: Any) -> ArrHttp:
    """Return an ArrHttp that does not wait between attempts; ``answer`` replaces the network."""
    transport = httpx.MockTransport(answer) if answer else None
    return ArrHttp(config or instance(), transport=transport, backoff=0, **options)


def client(
    answer: Answering | None = None, config: InstanceConfig | None = None
) -> RadarrClient | SonarrClient:
    """Return a client over `http`."""
    config = config or instance()
    return make_client(config, http(config, answer))


def json_answer(body: Any, status: int = 200, **headers: str) -> Answering:
    """Return what answers every request with this JSON."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(
            status, content=msgspec.json.encode(body), headers={"Content-Type": "application/json", **headers}
        )

    return answer


MAY_BE_NONE = {
    *(SettingType.AUTO_TAG, SettingType.CUSTOM_FILTER),
    *(SettingType.RELEASE_PROFILE, SettingType.REMOTE_PATH_MAPPING),
}
"""Settings of which a simulated instance has none to begin with."""


class App:
    """Answers by path and remembers what it was asked."""

    def __init__(self, **bodies: Any) -> None:
        self.bodies = {f"/api/v3/{name.replace('__', '/')}": body for name, body in bodies.items()}
        self.bodies.setdefault("/ping", {"status": "OK"})
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        body = self.bodies.get(request.url.path.replace("/api/v1/", "/api/v3/"))
        if isinstance(body, httpx.Response):
            return body
        return json_answer({} if body is None else body, 404 if body is None else 200)(request)

    @property
    def targets(self) -> list[str]:
        """Path and query of every request."""
        return [request.url.raw_path.decode() for request in self.asked]


def assert_clean(error: BaseException) -> None:
    """Fail if the key or a header's value is anywhere in an error or in what it hangs on."""
    told = "".join(traceback.format_exception(error)) + str(error) + repr(error)
    if isinstance(error, ArrtuiError):
        told += error.detail + error.advice + error.why
        assert error.__cause__ is None
        assert error.__context__ is None
        assert "Traceback" not in str(error)
    for secret in (KEY, HEADER):
        assert secret.lower() not in told.lower()
