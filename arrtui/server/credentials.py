"""Whether a request knows a secret, found out in the same time whatever it says."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping

from arrtui.core.config.server import TOKEN_HEADER, HooksConfig


def may_send_hooks(headers: Mapping[bytes, bytes], config: HooksConfig) -> bool:
    """Return whether a webhook carries the configured token, or user name and password.

    An app that knows no custom headers sends the token as password.
    """
    is_known = False
    if config.token is not None:
        token = config.token.get_secret_value().encode()
        is_known |= hmac.compare_digest(headers.get(TOKEN_HEADER.lower().encode(), b""), token)
        is_known |= hmac.compare_digest(basic_credentials(headers).partition(b":")[2], token)
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
