"""Remove secrets from texts and history before anything keeps or shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from arrtui.core.masking import CREDENTIAL_QUERY, carries_secret
from arrtui.core.text import MASK as MASK

_SHORTEST = 4
"""Shorter header values (``on``, ``1``) are not taken for secrets: they would blot out ordinary words."""

_QUERY_VALUE = re.compile(CREDENTIAL_QUERY + r"[^&\s\"'\])>]+", re.IGNORECASE)
_LINK = re.compile(r"[a-z][a-z0-9+.-]*://[^\s?]*\?|magnet:", re.IGNORECASE)
_USERINFO = re.compile(r"(://)[^/\s?#]+@")
_HINTS = ("@", "key=", "pass=", "passwd=", "password=", "secret=", "token=")
"""What a text with credentials has at least one of: the ends of the names in CREDENTIAL_QUERY."""


class Scrubber:
    """Removes one instance's own secrets from any text, however they were quoted."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms: set[str] = set()
        for secret in secrets:
            if len(secret) >= _SHORTEST:  # as it may be echoed: plain, in a URL, in a Python or JSON string
                quoted = (quote(secret), quote(secret, safe=""), repr(secret)[1:-1])
                forms.update(form for form in (secret, secret.strip(), *quoted) if form)
        longest_first = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if forms else None

    def __call__(self, text: str) -> str:
        """Return ``text`` with every secret masked, and what `without_credentials` masks."""
        return without_credentials(self._pattern.sub(MASK, text) if self._pattern else text)


def without_credentials(text: str) -> str:
    """Return ``text`` with the userinfo and the keys of every URL in it masked, whoever they belong to.

    An app quotes the addresses of its indexers in its messages.
    """
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS):  # a hundred times as fast as the patterns
        return text
    return _QUERY_VALUE.sub(rf"\1={MASK}", _USERINFO.sub(rf"\1{MASK}@", text))


def carries_link(value: str) -> bool:
    """Return whether a text has a URL with a query or userinfo, or a magnet link, in it."""
    return (":" in value and bool(_LINK.search(value))) or carries_secret(value)
