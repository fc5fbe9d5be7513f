"""Providers of an instance: indexers, download clients, import lists, notifications, metadata."""

from __future__ import annotations

from typing import Any

from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.profiles import setting_field

MASK = "********"
"""What the apps return instead of a stored secret (Radarr 5.0.0, Sonarr 4.0.0)."""
INDEXER_KEY = "SECRETINDEXERKEY0123"
"""The indexers' key, which is inside download addresses too: tests look for it where it must not be."""

_PRIVACY = {"apiKey": "apiKey", "password": "password", "username": "userName", "token": "password"}
"""How private a field of this name is; all others are `normal`."""


def provider(name: str, implementation: str, fields: dict[str, Any], **settings: Any) -> Obj:
    """Return a provider; a field named like a secret is one."""
    return {
        "name": name,
        "fields": [
            setting_field(order, key, key[0].upper() + key[1:], value, _PRIVACY.get(key, "normal"))
            for order, (key, value) in enumerate(fields.items())
        ],
        "implementationName": implementation,
        "implementation": implementation,
        "configContract": f"{implementation}Settings",
        "infoLink": f"https://wiki.servarr.com/supported#{implementation.lower()}",
        "tags": [],
        **settings,
    }


def field_values(resource: Obj) -> Obj:
    """Return the fields of a provider, or of one that was sent, by name."""
    return {field["name"]: field.get("value") for field in resource.get("fields") or ()}


def masked(resource: Obj) -> Obj:
    """Return a provider as the app shows it: secrets that are set are stars."""
    fields = [
        field | {"value": MASK}
        if field["privacy"] in ("apiKey", "password") and field.get("value")
        else field
        for field in resource["fields"]
    ]
    return resource | {"fields": fields}


def notification_flags(spec: AppSpec, on: bool) -> Obj:
    """Return all event switches of a notification, with what it supports."""
    flags: Obj = {f"on{event}": on for event in spec.notification_events}
    flags["includeHealthWarnings"] = False
    return flags | {f"supportsOn{event}": True for event in spec.notification_events}


def default_providers(spec: AppSpec, root: str) -> dict[str, dict[int, Obj]]:
    """Return the providers every instance starts with, by resource name and id."""
    implementation, fields, settings = spec.import_list
    list_settings = {
        "rootFolderPath": root,
        "qualityProfileId": 1,
        "listOrder": 1,
        "minRefreshInterval": "12:00:00",
        **settings,
    }
    phone = notification_flags(spec, False) | {"onGrab": True, "onDownload": True, "onUpgrade": True}
    phone_fields = {"apiKey": "SECRETPUSHKEY89", "userKey": "demo", "devices": "", "priority": 0}
    clients = {"enable": True, "priority": 1, "removeCompletedDownloads": True, "removeFailedDownloads": True}
    sab = {"host": "sab", "port": 8080, "apiKey": "SECRETSABKEY4567", "username": "", "password": ""}
    qbit = {"host": "qbit", "port": 8080, "username": "admin", "password": "SECRETQBITPASS"}
    rows = {
        "indexer": [
            _indexer("NZB Harbour", "Newznab", "usenet"),
            _indexer("Tracker Meridian", "Torznab", "torrent"),
            _indexer("Usenet Compass", "Newznab", "usenet"),
        ],
        "downloadclient": [
            provider("sab", "Sabnzbd", sab, protocol="usenet", **clients),
            provider("qbit", "QBittorrent", qbit, protocol="torrent", **clients),
        ],
        "importlist": [provider("Festival list", implementation, fields, **list_settings)],
        "notification": [provider("Phone", "Pushover", phone_fields, **phone)],
        "metadata": [provider("Kodi (XBMC) / Emby", "XbmcMetadata", {}, enable=False)],
    }
    return {
        name: {number: row | {"id": number} for number, row in enumerate(table, 1)}
        for name, table in rows.items()
    }


def _indexer(name: str, implementation: str, protocol: str) -> Obj:
    return provider(
        name,
        implementation,
        {"baseUrl": "https://indexer.example", "apiPath": "/api", "apiKey": INDEXER_KEY},
        enableRss=True,
        enableAutomaticSearch=True,
        enableInteractiveSearch=True,
        supportsRss=True,
        supportsSearch=True,
        protocol=protocol,
        priority=25,
        downloadClientId=0,
    )
