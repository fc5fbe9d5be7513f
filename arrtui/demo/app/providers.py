"""Providers of an instance: indexers, download clients, import lists, notifications, metadata."""

from __future__ import annotations

from typing import Any

from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.errors import rule
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.conditions import setting_field
from arrtui.demo.world.words import listed

MASK = "********"
"""What the apps return instead of a stored secret (Radarr 5.0.0, Sonarr 4.0.0)."""
INDEXER_KEY = "SECRETINDEXERKEY0123"
"""The indexers' key, which is inside download addresses too: tests look for it where it must not be."""

IMPLEMENTATIONS = frozenset(
    listed(
        "Newznab Torznab TorrentRssIndexer IPTorrents FileList PassThePopcorn HDBits Nyaa Fanzub "
        "Sabnzbd QBittorrent Transmission Deluge Nzbget RTorrent TorrentBlackhole UsenetBlackhole "
        "TMDbList TMDbListImport TraktList TraktListImport PlexImport SonarrImport RadarrImport RSSImport "
        "Pushover Webhook CustomScript Discord Slack Email Gotify Ntfy Telegram Apprise PlexServer "
        "XbmcMetadata WdtvMetadata RoksboxMetadata MediaBrowserMetadata KometaMetadata PlexMetadata"
    )
)
"""Kinds of provider an app knows; a row of any other one makes its list fail."""
CONTRACTS = frozenset(f"{name}Settings" for name in IMPLEMENTATIONS)
"""Contracts of settings that an app knows; any other one makes a request fail."""
WEBHOOK_FIELDS: Obj = {"url": "", "method": 1, "username": "", "password": "", "headers": []}
SCRIPT_MESSAGE: Obj = {
    "message": "Testing will execute the script with the EventType set to Test",
    "type": "warning",
}
_PRIVACY = {"apiKey": "apiKey", "password": "password", "username": "userName", "token": "password"}
"""How private a field of this name is; all others are `normal`."""
_TYPES = {"password": "password", "token": "password"}


def provider(name: str, implementation: str, fields: dict[str, Any], **settings: Any) -> Obj:
    """Return a provider; a field named like a secret is one."""
    return {
        "name": name,
        "fields": [
            setting_field(order, key, value, _TYPES.get(key, "textbox"), _PRIVACY.get(key, "normal"))
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
            _indexer(spec, "NZB Harbour", "Newznab", "usenet"),
            _indexer(spec, "Tracker Meridian", "Torznab", "torrent"),
            _indexer(spec, "Usenet Compass", "Newznab", "usenet"),
        ],
        "downloadclient": [
            provider("sab", "Sabnzbd", sab, protocol="usenet", **clients),
            provider("qbit", "QBittorrent", qbit, protocol="torrent", **clients),
        ],
        "importlist": [provider("Festival list", implementation, fields, **list_settings)],
        "notification": [provider("Phone", "Pushover", phone_fields, **phone)],
        "metadata": [
            provider(name, implementation, fields, enable=False)
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


def _indexer(spec: AppSpec, name: str, implementation: str, protocol: str) -> Obj:
    address = {"baseUrl": "https://indexer.example", "apiPath": "/api", "apiKey": INDEXER_KEY}
    enabled = dict.fromkeys(("enableRss", "enableAutomaticSearch", "enableInteractiveSearch"), True)
    return provider(
        name, implementation, address, **(indexer_defaults(spec) | enabled | {"protocol": protocol})
    )


def is_on(item: Obj) -> bool:
    """Return whether a provider is switched on: as a whole, or for one of its events or uses."""
    return any(item.get(key) is True for key in item if key.startswith(("on", "enable")))


def unreachable_host(item: Obj) -> list[Obj]:
    """Return the failures of a test of a provider whose host does not listen: port 9 of this machine.

    The other hosts are of the demo's own world and answer.
    """
    values = field_values(item)
    place = f"{values.get('host') or values.get('baseUrl') or ''}:{values.get('port') or ''}"
    if "127.0.0.1:9" not in place:
        return []
    if not values.get("host"):
        return [rule("Unable to connect to indexer, please check your DNS settings") | {"isWarning": False}]
    text = f"Unable to connect to {item['implementationName']}"
    detail = f"{text}, Connection refused (127.0.0.1:9)"
    return [
        rule(text, "Host") | {"isWarning": False, "detailedDescription": detail},
        rule(f"Test was aborted due to an error: {detail}") | {"isWarning": False},
    ]
