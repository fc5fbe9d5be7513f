"""One TLS context for the HTTP clients of tests, which talk to loopback without TLS.

To read the certificates the system trusts takes 40 ms, for each client anew: a third of what many short tests
took. Contexts that somebody gives, and clients that trust others, have their own.
"""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any

import httpx
from httpx._transports import default

_usual = cache(httpx.create_ssl_context)


def _shared(verify: Any = True, cert: Any = None, trust_env: bool = True) -> ssl.SSLContext:
    """Return the context of a client that asks for nothing special, else one of its own."""
    if verify is True and cert is None:
        return _usual(trust_env=trust_env)
    return httpx.create_ssl_context(verify, cert, trust_env)


def install() -> None:
    """Let the clients of this process share it."""
    transports: Any = default
    transports.create_ssl_context = _shared
