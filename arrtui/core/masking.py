"""Mask secrets in settings before anything keeps or shows them.

Neither app hides them all: addresses of lists and connections come with their keys, as do 22 (Radarr) and 28
(Sonarr) fields whose name gives them away (ARR_API 2.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from arrtui.core.domain import SettingType
from arrtui.core.text import MASK as MASK

_SECRET_NAME = re.compile(
    r"api_?key|(?<!by)pass(?!ive|ed)|token|secret|cookie|web_?hook_?url|auth(?!or)|credential|"
    r"(private|session|access|user|app|config|configuration|rss|encryption|device)_?key|stateless_?urls",
    re.IGNORECASE,
)
CREDENTIAL_QUERY = r"(api_?key|pass_?key|auth_?key|rss_?key|torrent_?pass|token|secret|password|passwd)="
_SECRET_VALUE = re.compile(CREDENTIAL_QUERY + r"|[a-z][a-z0-9+.-]*://[^/\s?#]+@", re.IGNORECASE)
_SECRET_PRIVACY = frozenset({"apikey", "password", "username"})
_SECRET_FIELDS = frozenset({"arguments", "author", "topic", "topics", "key"})
"""Fields of a connection that are as good as a password and are answered in clear: what a script is called
with, the name that Discord shows, ntfy's topics, Simplepush's key."""
_FIELD_KEYS = ("name", "value", "privacy")
_FORM_TEXT = frozenset({"infoLink", "implementationName", "presets"})
_SECRET_PATHS = frozenset(
    {SettingType.NOTIFICATION.value, SettingType.IMPORT_LIST.value, SettingType.INDEXER.value}
)
"""Settings in whose addresses the path may be the key: webhooks, RSS feeds, Torznab proxies."""
_PATTERNS = frozenset(
    {
        *(SettingType.CUSTOM_FORMAT.value, SettingType.RELEASE_PROFILE.value),
        *(SettingType.AUTO_TAG.value, SettingType.CUSTOM_FILTER.value),
    }
)
"""Settings whose texts are patterns, which may look like an address with a query and are none."""
_Hide = Callable[[str, str], str]
"""Takes the key of a text and the text; returns it without the keys of its addresses."""
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*://[^/\s?#\"'<>]*)([^\s?#\"'<>]*)([^\s\"'<>]*)", re.IGNORECASE)
"""Scheme and host, path, query and fragment."""
_BARE_ADDRESS = re.compile(r"([^/?#&]*)([^?#&]*)(.*)", re.DOTALL)
_QUERY_PAIR = re.compile(r"([?&;#][^=&;#]*=)[^&;#]+")
_QUERY_WORD = re.compile(r"([?&;#])[^=&;#]+(?=[&;#]|$)")
_PLAIN_SEGMENT = re.compile(r"[a-z][a-z._-]{0,11}|v?[0-9]{1,5}|v[0-9]{1,2}[.][0-9]{1,2}|")
"""A part of a path that no key looks like: ``api``, ``rss.xml``, ``12``, ``v2.0``."""


@lru_cache(4096)
def looks_secret(name: str) -> bool:
    """Return whether a field of this name holds a secret in some provider of the apps."""
    return bool(_SECRET_NAME.search(name))


def mask_addresses(text: str, *, paths: bool = False) -> str:
    """Return a text with the query values of its addresses masked, with ``paths`` also keys in their paths.

    Names of parameters are no help in telling a key (IPTorrents calls it ``tp``), so that all values go.
    """
    if "://" not in text:
        return text
    return _ADDRESS.sub(lambda address: _masked_address(*address.groups(), paths=paths), text)


def _masked_address(host: str, path: str, query: str, *, paths: bool) -> str:
    if paths:
        parts = (part if _PLAIN_SEGMENT.fullmatch(part) else MASK for part in path.split("/"))
        path = "/".join(parts)
    query = _QUERY_WORD.sub(rf"\1{MASK}", _QUERY_PAIR.sub(rf"\1{MASK}", query))
    return f"{host}{path}{query}"


def carries_secret(value: str) -> bool:
    """Return whether a text has a key, a token or a URL's userinfo in it."""
    return ("=" in value or "@" in value) and bool(_SECRET_VALUE.search(value))


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


def setting_body(
    type_: str, body: Mapping[str, Any], leave_out: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return a setting of a type (a :class:`SettingType`'s value) as a backup keeps it.

    Keys in ``leave_out`` are dropped on the first level. The texts of the app's own form (labels, help,
    lists of choices, links to its wiki) are dropped on every level: they are no settings, they change with
    the app's version, and neither app reads them back (``Radarr.Http/ClientSchema/SchemaBuilder.cs`` reads
    name and value). Secrets are masked.
    """
    hide: _Hide = _hide_keys if type_ in _SECRET_PATHS else _hide_queries
    if type_ in _PATTERNS:
        hide = _keep
    kept = {key: value for key, value in body.items() if _kept(key) and key not in leave_out}
    return {key: _clean(key, value, hide) for key, value in kept.items()}


@lru_cache(4096)
def _kept(key: str) -> bool:
    return key not in _FORM_TEXT and not key.startswith("supports")


def _clean(key: str, value: Any, hide: _Hide) -> Any:
    """Return the value of ``key`` without secrets and form texts."""
    if value is None or isinstance(value, (int, float)):  # most of what a profile says of its formats
        return value
    if key == "fields" and isinstance(value, list):
        return [
            _field(field, hide) if isinstance(field, dict) else _clean("", field, hide) for field in value
        ]
    if key == "headers":
        return _headers(value)
    if looks_secret(key):
        return masked(value)
    match value:
        case str():
            return MASK if carries_secret(value) else hide(key, value)
        case list():
            return [_clean(key, item, hide) for item in value]
        case dict():
            return {name: _clean(name, item, hide) for name, item in value.items() if _kept(name)}
    return value


def _keep(key: str, text: str) -> str:
    return text


def _hide_queries(key: str, text: str) -> str:
    return mask_addresses(text)


def _hide_keys(key: str, text: str) -> str:
    """Hide queries and paths. An address may lack the scheme, or be the end of one (``&cat=5000``)."""
    is_address = "url" in key.lower() or text.startswith(("/api", "?", "&"))
    parts = _BARE_ADDRESS.fullmatch(text) if is_address and "://" not in text else None
    if parts is None:
        return mask_addresses(text, paths=True)
    return _masked_address(*parts.groups(), paths=True)


def _field(field: Mapping[str, Any], hide: _Hide) -> dict[str, Any]:
    """Return a provider's or a custom format's field as name, value and privacy."""
    kept = {key: field[key] for key in _FIELD_KEYS if key in field}
    if "value" not in kept:
        return kept
    name = str(field.get("name", ""))
    if name.lower() in _SECRET_FIELDS:
        kept["value"] = masked(kept["value"])
    elif str(field.get("privacy", "")).lower() not in _SECRET_PRIVACY:
        kept["value"] = _clean(name, kept["value"], hide)
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
