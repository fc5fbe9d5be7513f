"""Remove secrets from texts, settings and history before anything keeps or shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from arrtui.core.text import MASK as MASK

_SHORTEST = 4
"""Shorter header values (``on``, ``1``) are not taken for secrets: they would blot out ordinary words."""

_SECRET_NAME = re.compile(
    r"api_?key|(?<!by)pass(?!ive|ed)|token|secret|cookie|web_?hook_?url|auth(?!or)|credential|"
    r"(private|session|access|user|app|config|configuration|rss|encryption|device)_?key|stateless_?urls",
    re.IGNORECASE,
)
_CREDENTIAL_QUERY = r"(api_?key|pass_?key|auth_?key|rss_?key|torrent_?pass|token|secret|password|passwd)="
_SECRET_VALUE = re.compile(_CREDENTIAL_QUERY + r"|[a-z][a-z0-9+.-]*://[^/\s?#]+@", re.IGNORECASE)
_QUERY_VALUE = re.compile(_CREDENTIAL_QUERY + r"[^&\s\"'\])>]+", re.IGNORECASE)
_LINK = re.compile(r"[a-z][a-z0-9+.-]*://[^\s?]*\?|magnet:", re.IGNORECASE)
_SECRET_PRIVACY = frozenset({"apikey", "password", "username"})
_FIELD_KEYS = ("name", "value", "privacy")
_FORM_TEXT = frozenset({"infoLink", "implementationName", "presets"})
_USERINFO = re.compile(r"(://)[^/\s?#]+@")


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
    return _QUERY_VALUE.sub(rf"\1={MASK}", _USERINFO.sub(rf"\1{MASK}@", text))


def looks_secret(name: str) -> bool:
    """Return whether a field of this name holds a secret in some provider of the apps."""
    return bool(_SECRET_NAME.search(name))


def carries_secret(value: str) -> bool:
    """Return whether a text has a key, a token or a URL's userinfo in it."""
    return ("=" in value or "@" in value) and bool(_SECRET_VALUE.search(value))


def carries_link(value: str) -> bool:
    """Return whether a text has a URL with a query or userinfo, or a magnet link, in it."""
    return (":" in value and bool(_LINK.search(value))) or carries_secret(value)


def masked(value: Any) -> Any:
    """Return ``value`` with every non-empty text in it masked; empty ones and flags stay as they are."""
    match value:
        case str():
            return MASK if value else value
        case list():
            return [masked(item) for item in value]
        case dict():
            return {key: masked(item) for key, item in value.items()}
    return value


def setting_body(body: Mapping[str, Any], leave_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return a setting as a backup keeps it.

    Keys in ``leave_out`` are dropped on the first level. The texts of the app's own form (labels, help,
    lists of choices, links to its wiki) are dropped on every level: they are no settings, they change with
    the app's version, and neither app reads them back (``Radarr.Http/ClientSchema/SchemaBuilder.cs`` reads
    name and value). Secrets are masked.
    """
    return {key: _clean(key, value) for key, value in body.items() if _kept(key) and key not in leave_out}


def _kept(key: str) -> bool:
    return key not in _FORM_TEXT and not key.startswith("supports")


def _clean(key: str, value: Any) -> Any:
    """Return the value of ``key`` without secrets and form texts."""
    if key == "fields" and isinstance(value, list):
        return [_field(field) if isinstance(field, dict) else _clean("", field) for field in value]
    if key == "headers":
        return _headers(value)
    if looks_secret(key):
        return masked(value)
    match value:
        case str():
            return MASK if carries_secret(value) else value
        case list():
            return [_clean(key, item) for item in value]
        case dict():
            return {name: _clean(name, item) for name, item in value.items() if _kept(name)}
    return value


def _field(field: Mapping[str, Any]) -> dict[str, Any]:
    """Return a provider's or a custom format's field as name, value and privacy."""
    kept = {key: field[key] for key in _FIELD_KEYS if key in field}
    if "value" not in kept:
        return kept
    if str(field.get("privacy", "")).lower() not in _SECRET_PRIVACY:
        kept["value"] = _clean(str(field.get("name", "")), kept["value"])
    else:
        kept["value"] = MASK if type(kept["value"]) in (int, float) else masked(kept["value"])
    return kept


def _headers(value: Any) -> Any:
    """Mask the values of a webhook's headers and keep their names."""
    match value:
        case list():
            return [_headers(item) for item in value]
        case {"key": key}:
            return {"key": key, "value": masked(value.get("value", ""))}
    return masked(value)
