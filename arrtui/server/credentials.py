"""Whether a request knows a secret, found out in the same time whatever it says."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping

from arrtui.core.config.server import HooksConfig

TOKEN_HEADER = "X-Hook-Token"  # noqa: S105  # the name of the header
"""The header in which an app sends the token of its webhooks."""


def may_send_hooks(headers: Mapping[bytes, bytes], config: HooksConfig) -> bool:
    """Return whether a webhook carries the configured token, or user name and password."""
    is_known = False
    if config.token is not None:
        given = headers.get(TOKEN_HEADER.lower().encode(), b"")
        is_known |= hmac.compare_digest(given, config.token.get_secret_value().encode())
    if config.password is not None:
        expected = f"{config.username}:{config.password.get_secret_value()}".encode()
        is_known |= hmac.compare_digest(basic_credentials(headers), expected)
    return is_known


def basic_credentials(headers: Mapping[bytes, bytes]) -> bytes:
    """Return ``user:password`` of a request's Basic authentication, empty where it has none."""
    scheme, _, encoded = headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() != b"basic":
        return b""
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error:
        return b""
