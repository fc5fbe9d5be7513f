"""Providers of an instance: indexers, download clients, import lists, notifications, metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from arrtui.demo.app.provider_kinds import ProviderKind, provider_kinds
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.conditions import setting_field
from arrtui.demo.world.words import listed

MASK = "********"
"""What the apps return instead of a stored secret (Radarr 5.0.0, Sonarr 4.0.0)."""
INDEXER_KEY = "SECRETINDEXERKEY0123"
"""The indexers' key, which is inside download addresses too: tests look for it where it must not be."""

MESSAGES: Mapping[str, Obj] = {
    "CustomScript": {
        "message": "Testing will execute the script with the EventType set to Test",
        "type": "warning",
    },
    "MusicBrainzSeries": {
        "message": "MusicBrainz Series only supports release groups within series, other types of member "
        "will not be picked up by Lidarr",
        "type": "warning",
    },
}
"""What the dialog of a kind of provider warns of."""
WITH_PRESETS = frozenset({"LidarrLists"})
"""Kinds of list whose template has a name, an empty one."""


def provider(kind: ProviderKind, name: str, values: Obj, **settings: Any) -> Obj:
    """Return a provider of a kind; a field that has no value here has the default of the kind."""
    return {
        "name": name,
        "fields": [
            setting_field(order, field.name, values.get(field.name, field.default), field.type, field.privacy)
            for order, field in enumerate(kind.fields)
        ],
        "implementationName": kind.name,
        "implementation": kind.implementation,
        "configContract": kind.contract,
        "infoLink": f"https://wiki.servarr.com/supported#{kind.implementation.lower()}",
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


_CLIENT: Obj = {
    "enable": True,
    "priority": 1,
    "removeCompletedDownloads": True,
    "removeFailedDownloads": True,
}
_USENET_CLIENTS = frozenset(listed("Nzbget Sabnzbd UsenetBlackhole"))
_USENET_INDEXERS = frozenset(listed("Fanzub Newznab"))


def provider_defaults(spec: AppSpec, kind: ProviderKind, resource: str) -> Obj:
    """Return the settings a provider has beside its fields where nothing else is sent."""
    if resource == "notification":
        return notification_flags(spec, False)
    if resource == "metadata":
        return {"enable": False}
    if resource == "importlist":
        return {
            "qualityProfileId": 0,
            "listOrder": 0,
            "minRefreshInterval": "12:00:00",
            **spec.import_list[2],
        }
    is_usenet = kind.implementation in (_USENET_INDEXERS if resource == "indexer" else _USENET_CLIENTS)
    defaults = indexer_defaults(spec) if resource == "indexer" else _CLIENT
    return defaults | {"protocol": "usenet" if is_usenet else "torrent"}


def default_providers(spec: AppSpec, root: str) -> dict[str, dict[int, Obj]]:
    """Return the providers every instance starts with, by resource name and id."""

    def made(resource: str, name: str, implementation: str, values: Obj, **settings: Any) -> Obj:
        kind = provider_kinds(spec, resource)[implementation]
        return provider(kind, name, values, **(provider_defaults(spec, kind, resource) | settings))

    address = {"baseUrl": "https://indexer.example", "apiPath": "/api", "apiKey": INDEXER_KEY}
    switched_on = dict.fromkeys(("enableRss", "enableAutomaticSearch", "enableInteractiveSearch"), True)
    implementation, fields, _ = spec.import_list
    list_settings = {"rootFolderPath": root, "qualityProfileId": 1, "listOrder": 1}
    phone_fields = {"apiKey": "SECRETPUSHKEY89", "userKey": "demo"}
    phone = {
        f"on{event}": True for event in ("Grab", "Download", "Upgrade") if event in spec.notification_events
    }
    sab = {"host": "sab", "apiKey": "SECRETSABKEY4567"}
    qbit = {"host": "qbit", "username": "admin", "password": "SECRETQBITPASS"}
    rows = {
        "indexer": [
            made("indexer", name, kind, address, **switched_on)
            for name, kind in (
                ("NZB Harbour", "Newznab"),
                ("Tracker Meridian", "Torznab"),
                ("Usenet Compass", "Newznab"),
            )
        ],
        "downloadclient": [
            made("downloadclient", "sab", "Sabnzbd", sab),
            made("downloadclient", "qbit", "QBittorrent", qbit),
        ],
        "importlist": [made("importlist", "Festival list", implementation, fields, **list_settings)],
        "notification": [made("notification", "Phone", "Pushover", phone_fields, **phone)],
        "metadata": [
            made("metadata", name, implementation, fields)
            for name, implementation, fields in spec.metadata_consumers
        ],
    }
    return {
        name: {number: row | {"id": number} for number, row in enumerate(table, 1)}
        for name, table in rows.items()
    }


def indexer_defaults(spec: AppSpec) -> Obj:
    """Return what an indexer has where nothing else is sent."""
    defaults: Obj = dict.fromkeys(("enableRss", "enableAutomaticSearch", "enableInteractiveSearch"), False)
    defaults |= {"supportsRss": True, "supportsSearch": True, "protocol": "usenet", "priority": 25}
    if spec.has_release_type:
        defaults["seasonSearchMaximumSingleEpisodeAge"] = 0
    return defaults | {"downloadClientId": 0}


def is_on(item: Obj) -> bool:
    """Return whether a provider is switched on: as a whole, or for one of its events or uses."""
    return any(item.get(key) is True for key in item if key.startswith(("on", "enable")))
