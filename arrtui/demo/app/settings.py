"""What an instance is configured with besides profiles and providers, as the estate starts."""

from __future__ import annotations

from arrtui.demo.app.spec import AppSpec
from arrtui.demo.http.clock import DAY, iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import Kind, qualities

TAGS = ("kids", "4k-copy", "1", "keep-forever", "german-audio", "unused")
"""Labels of every instance; one looks like a number."""

_UI: Obj = {
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
_MEDIA_MANAGEMENT: Obj = {
    "id": 1,
    "recycleBin": "",
    "recycleBinCleanupDays": 7,
    "deleteEmptyFolders": False,
    "downloadPropersAndRepacks": "preferAndUpgrade",
    "fileDate": "none",
    "rescanAfterRefresh": "always",
    "setPermissionsLinux": False,
    "chmodFolder": "755",
    "chownGroup": "",
    "copyUsingHardlinks": True,
    "skipFreeSpaceCheckWhenImporting": False,
    "minimumFreeSpaceWhenImporting": 100,
    "useScriptImport": False,
    "scriptImportPath": "",
    "importExtraFiles": True,
    "extraFileExtensions": "srt",
    "enableMediaInfo": True,
}
"""What both apps have of these settings."""

DELAY_DEFAULTS: Obj = {
    "enableUsenet": False,
    "enableTorrent": False,
    "preferredProtocol": "usenet",
    "usenetDelay": 0,
    "torrentDelay": 0,
    "bypassIfHighestQuality": False,
    "bypassIfAboveCustomFormatScore": False,
    "minimumCustomFormatScore": 0,
}
"""What a new delay profile has where nothing else is sent."""


def default_quality_definitions(kind: Kind, greatest: float) -> list[Obj]:
    """Return the size limits per quality, which reach up to the greatest that may be set.

    WEBDL and WEBRip of one height weigh the same (`Quality.DefaultQualityDefinitions`).
    """
    sizes = {"minSize": 0.0, "maxSize": greatest, "preferredSize": greatest - 5}
    rows: list[Obj] = []
    weight, before = 0, ""
    for number, (name, quality) in enumerate(qualities(kind).items(), 1):
        weight += not (before.startswith("WEB") and name.startswith("WEB"))
        before = name
        rows.append({"id": number, "quality": quality, "title": name, "weight": weight, **sizes})
    return rows


def default_delay_profiles() -> list[Obj]:
    """Return the delay profile of all titles and one for a tag."""
    delays = DELAY_DEFAULTS | {"enableUsenet": True, "enableTorrent": True}
    delays |= {"torrentDelay": 120, "bypassIfHighestQuality": True}
    return [delays | {"id": 1, "order": 2147483647, "tags": []}, delays | {"id": 2, "order": 1, "tags": [1]}]


def default_configs(spec: AppSpec, instance: str) -> dict[str, Obj]:
    """Return the app settings by the name under `/config/`."""
    return {
        "host": _host(spec, instance),
        "mediamanagement": {**_MEDIA_MANAGEMENT, **spec.media_management},
        "naming": {"id": 1, **spec.naming},
        "ui": {**_UI, **spec.ui},
        "indexer": {
            "id": 1,
            "minimumAge": 0,
            "maximumSize": 0,
            "retention": 0,
            "rssSyncInterval": 30,
            **spec.indexer_config,
        },
        "downloadclient": {
            "id": 1,
            "downloadClientWorkingFolders": "_UNPACK_|_FAILED_",
            "enableCompletedDownloadHandling": True,
            "autoRedownloadFailed": True,
            "autoRedownloadFailedFromInteractiveSearch": True,
            **spec.download_config,
        },
        "importlist": {"id": 1, "listSyncLevel": "disabled", **spec.list_config},
        **{name: dict(config) for name, config in spec.further_configs.items()},
    }


def _host(spec: AppSpec, instance: str) -> Obj:
    return {
        "id": 1,
        "bindAddress": "127.0.0.1",
        "port": spec.port,
        "sslPort": spec.port + 1000,
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
        "apiKey": "",
        "sslCertPath": "",
        "sslCertPassword": "",
        "urlBase": "",
        "instanceName": instance,
        "applicationUrl": "",
        "updateAutomatically": False,
        "updateMechanism": "docker",
        "updateScriptPath": "",
        "proxyEnabled": False,
        "proxyType": "http",
        "proxyPort": 8080,
        "proxyBypassLocalAddresses": True,
        "proxyHostname": "",
        "proxyUsername": "",
        "proxyPassword": "",
        "proxyBypassFilter": "",
        "certificateValidation": "enabled",
        "backupFolder": "Backups",
        "backupInterval": 7,
        "backupRetention": 28,
        "trustCgnatIpAddresses": False,
    }


def default_backups(today: int) -> list[Obj]:
    """Return the app's own weekly backups."""
    rows: list[Obj] = []
    for number in range(1, 4):
        moment = iso(today - number * 7 * DAY)
        name = f"backup_v{number}_{moment[:10]}.zip"
        row = {"id": number, "name": name, "path": f"/backup/scheduled/{name}", "type": "scheduled"}
        rows.append(row | {"size": 7_340_032 + number * 4096, "time": moment})
    return rows


def health_messages(kind: Kind, role: str) -> list[Obj]:
    """Return the messages of the health check: none where the instance is the main one."""
    if role == "hd":
        return []
    texts = [("IndexerStatusCheck", "warning", "Indexers unavailable due to failures: Tracker Meridian")]
    if role == "uhd":
        texts.append(("RootFolderCheck", "error", "Missing root folder: /mnt/old-movies4k"))
    wiki = f"https://wiki.servarr.com/{kind}/system"
    return [
        {"source": source, "type": level, "message": text, "wikiUrl": wiki} for source, level, text in texts
    ]
