"""What an instance is configured with besides its library: tags, folders, providers, app settings."""

from __future__ import annotations

from typing import Any

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.clock import DAY, iso
from arrtui.demo.world.tables import Kind, qualities
from arrtui.demo.world.words import listed

MASK = "********"
"""What the apps return instead of a stored secret (Radarr 5.0.0, Sonarr 4.0.0)."""

VERSIONS = {"radarr": "6.1.2.10284", "sonarr": "4.0.19.2979"}
PORTS = {"radarr": 7878, "sonarr": 8989}

TAGS = ("kids", "4k-copy", "1", "keep-forever", "german-audio", "unused")
"""Labels of every instance; one looks like a number."""

_ROOTS = {
    ("radarr", "hd"): ("movies", "movies4k", "media/family films"),
    ("radarr", "uhd"): ("movies4k", "movies"),
    ("radarr", "anime"): ("anime-movies",),
    ("sonarr", "hd"): ("tv", "tv-archive"),
    ("sonarr", "uhd"): ("tv4k",),
    ("sonarr", "anime"): ("anime", "tv"),
}


def root_names(kind: Kind, role: str) -> tuple[str, ...]:
    """Relative names of the root folders of an instance; one is a prefix of another."""
    return _ROOTS[kind, role]


def by_id(items: list[Obj]) -> dict[int, Obj]:
    """Objects by their id."""
    return {item["id"]: item for item in items}


def field(order: int, name: str, value: Any, privacy: str = "normal") -> Obj:
    """One field of a provider's settings."""
    kind = "password" if privacy in ("password", "apiKey") else "textbox"
    base = {"order": order, "name": name, "label": name[0].upper() + name[1:], "value": value, "type": kind}
    return base | {"advanced": False, "privacy": privacy, "isFloat": False}


def provider(name: str, implementation: str, fields: dict[str, Any], **own: Any) -> Obj:
    """A provider (indexer, client, list, notification); a field named like a secret is one."""
    listed = [field(order, key, value, _privacy(key)) for order, (key, value) in enumerate(fields.items())]
    return {
        "name": name,
        "fields": listed,
        "implementationName": implementation,
        "implementation": implementation,
        "configContract": f"{implementation}Settings",
        "infoLink": f"https://wiki.servarr.com/supported#{implementation.lower()}",
        "tags": [],
        **own,
    }


def _privacy(name: str) -> str:
    return {"apiKey": "apiKey", "password": "password", "username": "userName", "token": "password"}.get(
        name, "normal"
    )


def masked(item: Obj) -> Obj:
    """The provider as it is returned: secrets that are set show as stars."""
    fields = [
        entry | {"value": MASK}
        if entry["privacy"] in ("apiKey", "password") and entry.get("value")
        else entry
        for entry in item["fields"]
    ]
    return item | {"fields": fields}


def providers(kind: Kind, root: str) -> dict[str, dict[int, Obj]]:
    """The providers every instance starts with, by resource name."""
    return {
        "indexer": by_id(_numbered(_indexers())),
        "downloadclient": by_id(_numbered(_clients())),
        "importlist": by_id(_numbered([_import_list(kind, root)])),
        "notification": by_id(_numbered([_notification(kind)])),
        "metadata": by_id(_numbered([provider("Kodi (XBMC) / Emby", "XbmcMetadata", {}, enable=False)])),
    }


def _numbered(items: list[Obj]) -> list[Obj]:
    return [item | {"id": number} for number, item in enumerate(items, 1)]


def _indexers() -> list[Obj]:
    names = (
        ("NZB Harbour", "Newznab", "usenet"),
        ("Tracker Meridian", "Torznab", "torrent"),
        ("Usenet Compass", "Newznab", "usenet"),
    )
    return [_indexer(*item) for item in names]


def _indexer(name: str, implementation: str, protocol: str) -> Obj:
    fields = {"baseUrl": "https://indexer.example", "apiPath": "/api", "apiKey": "SECRETINDEXERKEY0123"}
    flags = dict.fromkeys(("enableRss", "enableAutomaticSearch", "enableInteractiveSearch"), True)
    flags |= {"supportsRss": True, "supportsSearch": True}
    return provider(name, implementation, fields, **flags, protocol=protocol, priority=25, downloadClientId=0)


def _clients() -> list[Obj]:
    common = {"enable": True, "priority": 1, "removeCompletedDownloads": True, "removeFailedDownloads": True}
    sab = {"host": "sab", "port": 8080, "apiKey": "SECRETSABKEY4567", "username": "", "password": ""}
    qbit = {"host": "qbit", "port": 8080, "username": "admin", "password": "SECRETQBITPASS"}
    return [
        provider("sab", "Sabnzbd", sab, protocol="usenet", **common),
        provider("qbit", "QBittorrent", qbit, protocol="torrent", **common),
    ]


def _import_list(kind: Kind, root: str) -> Obj:
    common: Obj = {
        "rootFolderPath": root,
        "qualityProfileId": 1,
        "listOrder": 1,
        "minRefreshInterval": "12:00:00",
    }
    if kind == "radarr":
        own = {"enabled": True, "enableAuto": False, "monitor": "movieOnly", "searchOnAdd": False}
        own |= {"minimumAvailability": "released", "listType": "tmdb"}
        return provider("Festival list", "TMDbListImport", {"listId": "9001"}, **common, **own)
    own = {"enableAutomaticAdd": False, "searchForMissingEpisodes": False, "shouldMonitor": "all"}
    own |= {"monitorNewItems": "all", "seriesType": "standard", "seasonFolder": True, "listType": "trakt"}
    return provider("Festival list", "TraktListImport", {"listname": "festival"}, **common, **own)


EVENTS = {
    "radarr": listed(
        "Grab Download Upgrade Rename MovieAdded MovieDelete MovieFileDelete MovieFileDeleteForUpgrade "
        "HealthIssue HealthRestored ApplicationUpdate ManualInteractionRequired"
    ),
    "sonarr": listed(
        "Grab Download Upgrade ImportComplete Rename SeriesAdd SeriesDelete EpisodeFileDelete "
        "EpisodeFileDeleteForUpgrade HealthIssue HealthRestored ApplicationUpdate ManualInteractionRequired"
    ),
}
"""Events a notification can subscribe to, without their `on`."""


def notification_flags(kind: Kind, on: bool) -> Obj:
    """All event switches of a notification, with what it supports."""
    flags: Obj = {f"on{event}": on for event in EVENTS[kind]}
    flags["includeHealthWarnings"] = False
    return flags | {f"supportsOn{event}": True for event in EVENTS[kind]}


def _notification(kind: Kind) -> Obj:
    fields = {"apiKey": "SECRETPUSHKEY89", "userKey": "demo", "devices": "", "priority": 0}
    flags = notification_flags(kind, False) | {"onGrab": True, "onDownload": True, "onUpgrade": True}
    return provider("Phone", "Pushover", fields, **flags)


def quality_definitions(kind: Kind) -> list[Obj]:
    """Size limits per quality."""
    rows: list[Obj] = []
    for number, (name, quality) in enumerate(qualities(kind).items(), 1):
        row = {"id": number, "quality": quality, "title": name, "weight": number}
        rows.append(row | {"minSize": 0.0, "maxSize": 2000.0, "preferredSize": 1995.0})
    return rows


def delay_profiles() -> list[Obj]:
    """The default delay profile and one for a tag."""
    base = {"enableUsenet": True, "enableTorrent": True, "preferredProtocol": "usenet", "usenetDelay": 0}
    base |= {"torrentDelay": 120, "bypassIfHighestQuality": True, "bypassIfAboveCustomFormatScore": False}
    base |= {"minimumCustomFormatScore": 0}
    return [base | {"id": 1, "order": 2147483647, "tags": []}, base | {"id": 2, "order": 1, "tags": [1]}]


def configs(kind: Kind, key: str, instance: str, url_base: str, port: int) -> dict[str, Obj]:
    """The app settings by the name under `/config/`."""
    return {
        "host": _host(kind, key, instance, url_base, port),
        "mediamanagement": _media(kind),
        "naming": _naming(kind),
        "ui": _ui(),
        "indexer": _indexer_config(kind),
        "downloadclient": _client_config(),
        "importlist": {"id": 1, "listSyncLevel": "disabled"},
    }


def _host(kind: Kind, key: str, instance: str, url_base: str, port: int) -> Obj:
    return {
        "id": 1,
        "bindAddress": "127.0.0.1",
        "port": port,
        "sslPort": PORTS[kind] + 1000,
        "enableSsl": False,
        "launchBrowser": False,
        "authenticationMethod": "forms",
        "authenticationRequired": "enabled",
        "analyticsEnabled": False,
        "username": "admin",
        "password": "5f4dcc3b5aa765d61d8327deb882cf99DEMOHASH",
        "passwordConfirmation": "",
        "logLevel": "info",
        "logSizeLimit": 1,
        "consoleLogLevel": "",
        "branch": "main",
        "apiKey": key,
        "sslCertPath": "",
        "sslCertPassword": "",
        "urlBase": url_base,
        "instanceName": instance,
        "applicationUrl": "",
        "updateAutomatically": False,
        "updateMechanism": "docker",
        "updateScriptPath": "",
        **_proxy(),
        "certificateValidation": "enabled",
        "backupFolder": "Backups",
        "backupInterval": 7,
        "backupRetention": 28,
        "trustCgnatIpAddresses": False,
    }


def _proxy() -> Obj:
    blank = dict.fromkeys(("proxyHostname", "proxyUsername", "proxyPassword", "proxyBypassFilter"), "")
    return {
        "proxyEnabled": False,
        "proxyType": "http",
        "proxyPort": 8080,
        "proxyBypassLocalAddresses": True,
        **blank,
    }


def _media(kind: Kind) -> Obj:
    common: Obj = {"id": 1, "recycleBin": "", "recycleBinCleanupDays": 7, "deleteEmptyFolders": False}
    common |= {
        "downloadPropersAndRepacks": "preferAndUpgrade",
        "fileDate": "none",
        "rescanAfterRefresh": "always",
    }
    common |= {
        "setPermissionsLinux": False,
        "chmodFolder": "755",
        "chownGroup": "",
        "copyUsingHardlinks": True,
    }
    common |= {"skipFreeSpaceCheckWhenImporting": False, "minimumFreeSpaceWhenImporting": 100}
    common |= {"useScriptImport": False, "scriptImportPath": "", "importExtraFiles": True}
    common |= {"extraFileExtensions": "srt", "enableMediaInfo": True}
    if kind == "radarr":
        own = {"autoUnmonitorPreviouslyDownloadedMovies": False, "createEmptyMovieFolders": False}
        return common | own | {"autoRenameFolders": False, "pathsDefaultStatic": False}
    own = {"autoUnmonitorPreviouslyDownloadedEpisodes": False, "createEmptySeriesFolders": False}
    return common | own | {"episodeTitleRequired": "always"}


def _naming(kind: Kind) -> Obj:
    if kind == "radarr":
        return {
            "id": 1,
            "renameMovies": True,
            "replaceIllegalCharacters": True,
            "colonReplacementFormat": "spaceDash",
            "standardMovieFormat": "{Movie Title} ({Release Year}) [{Quality Title}]{-Release Group}",
            "movieFolderFormat": "{Movie Title} ({Release Year})",
        }
    episode = "{Series Title} - S{season:00}E{episode:00} - {Episode Title} [{Quality Title}]{-Release Group}"
    return {
        "id": 1,
        "renameEpisodes": True,
        "replaceIllegalCharacters": True,
        "colonReplacementFormat": 4,
        "customColonReplacementFormat": "",
        "multiEpisodeStyle": 0,
        "standardEpisodeFormat": episode,
        "dailyEpisodeFormat": "{Series Title} - {Air-Date} - {Episode Title} [{Quality Title}]",
        "animeEpisodeFormat": episode,
        "seriesFolderFormat": "{Series Title}",
        "seasonFolderFormat": "Season {season:00}",
        "specialsFolderFormat": "Specials",
    }


def _ui() -> Obj:
    return {
        "id": 1,
        "firstDayOfWeek": 1,
        "calendarWeekColumnHeader": "ddd M/D",
        "shortDateFormat": "YYYY-MM-DD",
        "longDateFormat": "dddd, MMMM D YYYY",
        "timeFormat": "HH:mm",
        "showRelativeDates": True,
        "enableColorImpairedMode": False,
        "theme": "auto",
        "uiLanguage": 1,
    }


def _indexer_config(kind: Kind) -> Obj:
    base: Obj = {"id": 1, "minimumAge": 0, "maximumSize": 0, "retention": 0, "rssSyncInterval": 30}
    if kind == "radarr":
        base |= {"preferIndexerFlags": False, "availabilityDelay": 0}
        base |= {"allowHardcodedSubs": False, "whitelistedHardcodedSubs": ""}
    return base


def _client_config() -> Obj:
    return {
        "id": 1,
        "downloadClientWorkingFolders": "_UNPACK_|_FAILED_",
        "enableCompletedDownloadHandling": True,
        "autoRedownloadFailed": True,
        "autoRedownloadFailedFromInteractiveSearch": True,
    }


def backups(today: int) -> list[Obj]:
    """The app's own weekly backups."""
    rows: list[Obj] = []
    for number in range(1, 4):
        name = f"backup_v{number}_{iso(today - number * 7 * DAY)[:10]}.zip"
        row = {"id": number, "name": name, "path": f"/backup/scheduled/{name}", "type": "scheduled"}
        rows.append(row | {"size": 7_340_032 + number * 4096, "time": iso(today - number * 7 * DAY)})
    return rows


def health(kind: Kind, role: str) -> list[Obj]:
    """Messages of the health check: none where the instance is the main one."""
    wiki = f"https://wiki.servarr.com/{kind}/system"
    if role == "hd":
        return []
    texts = [("IndexerStatusCheck", "warning", "Indexers unavailable due to failures: Tracker Meridian")]
    if role == "uhd":
        texts.append(("RootFolderCheck", "error", "Missing root folder: /mnt/old-movies4k"))
    return [
        {"id": number, "source": source, "type": level, "message": text, "wikiUrl": wiki}
        for number, (source, level, text) in enumerate(texts, 1)
    ]
