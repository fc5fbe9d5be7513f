"""Who may ask: the name arrtui is asked under, the key, what it may do, and how often."""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections.abc import Mapping

from arrtui.core.config.server import ApiConfig, ApiKeyConfig, Scope
from arrtui.server.api.rates import RateLimit
from arrtui.server.bodies import RefusedRequest

KEY_HEADER = "X-Api-Key"


class TooMany(RefusedRequest):
    """A key has sent more requests than it may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(429, "This key has sent too many requests; wait a little.", "rate-limited")
        self.seconds = seconds
        """Until the next one is let through."""


class Gate:
    """Lets through who may."""

    def __init__(self, config: ApiConfig) -> None:
        self._config = config
        self._limits = {key.name: RateLimit(config.rate, time.monotonic) for key in config.key}

    def check_host(self, headers: Mapping[str, str]) -> None:
        """Raise RefusedRequest for a name that arrtui is not known by, as a page gives it that was rebound.

        Addresses in numbers are not rebound.
        """
        host = headers.get("host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        known = {"localhost", *(name.lower() for name in self._config.hosts)}
        if name.lower() not in known and not _is_number(name):
            sentence = "arrtui is not asked under this name; name it in hosts under [server.api]."
            raise RefusedRequest(421, sentence, "host")

    def key_of(self, headers: Mapping[str, str]) -> ApiKeyConfig:
        """Return the key of a request and count it. Raises RefusedRequest: 401, 429."""
        given = headers.get(KEY_HEADER, "")
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if not given and scheme.lower() == "bearer":
            given = token.strip()
        known_key: ApiKeyConfig | None = None
        for key in self._config.key:  # all are compared, so that the time says nothing
            secret = key.key.get_secret_value() if key.key else ""
            if secret and hmac.compare_digest(given.encode(), secret.encode()):
                known_key = key
        if known_key is None:
            sentence = f"A key is needed, in the header {KEY_HEADER} or as Bearer token."
            raise RefusedRequest(401, sentence, "wrong-key")
        if seconds := self._limits[known_key.name].take():
            raise TooMany(seconds)
        return known_key


def check_scope(key: ApiKeyConfig, scope: Scope) -> None:
    """Raise RefusedRequest where a key may not do what needs a scope."""
    if scope not in key.scopes:
        raise RefusedRequest(403, f"The key {key.name} may not do this; it needs the scope {scope}.", "scope")


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
