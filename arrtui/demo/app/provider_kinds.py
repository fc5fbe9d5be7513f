"""Kinds of provider the apps know, with the fields of each: name, type, how private it is, default."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from arrtui.demo.app.spec import AppSpec
from arrtui.demo.world.tables import AUDIO, Kind

_FIELD = re.compile(r"(?P<name>\w+)(?::(?P<type>\w+))?(?:!(?P<privacy>\w+))?(?:=(?P<default>\S+))?(?:\s|$)")
_LOGIN = "username!userName password:password!password"
_SERVER = "useSsl:checkbox=false urlBase"
_TOKENS = "accessToken refreshToken expires authUser"
_SIGN_IN = 'signIn:oAuth="startOAuth"'
_LIMITS = "multiLanguages:select=[] failDownloads:select=[]"
_NEWZNAB = 'baseUrl apiPath="/api" apiKey!apiKey'
_MOVIES = f"{_NEWZNAB} categories:select=[2000,2010,2020,2030,2040,2045,2050,2060] additionalParameters"
_EPISODES = (
    f"{_NEWZNAB} categories:select=[5030,5040] animeCategories:select=[] "
    "animeStandardFormatSearch:checkbox=false additionalParameters"
)
_ALBUMS = f"{_NEWZNAB} categories:select=[3000,3010,3030,3040] additionalParameters"
_SEEDS = "minimumSeeders=1"
_QBITTORRENT_END = (
    "initialState:select=0 sequentialOrder:checkbox=false firstAndLast:checkbox=false contentLayout:select=0"
)
_BOTH: Mapping[str, Mapping[str, str]] = {
    "notification": {
        "Apprise": "serverUrl:url configurationKey statelessUrls notificationType:select=0 tags:tag=[] "
        "authUsername!userName authPassword:password!password",
        "CustomScript": "path:filePath arguments",
        "Discord": "webHookUrl username!userName avatar author",
        "Email": f"server port=587 useEncryption:select=0 {_LOGIN} from to=[] cc=[] bcc=[]",
        "Gotify": "server appToken!apiKey priority:select=5",
        "MailGun": "apiKey useEuEndpoint:checkbox=false from senderDomain recipients:tag=[]",
        "Ntfy": "serverUrl accessToken:password!password userName!userName password:password!password "
        "priority:select=3 topics:tag=[] tags:tag=[] clickUrl:url",
        "PlexServer": "host port=32400 useSsl:checkbox=false authToken!apiKey updateLibrary:checkbox=true",
        "Pushover": "apiKey!apiKey userKey!userName devices:tag=[] priority:select=0",
        "Slack": "webHookUrl:url username!userName icon channel",
        "Telegram": "botToken!apiKey chatId topicId sendSilently:checkbox=false",
        "Trakt": f"{_TOKENS} {_SIGN_IN}",
        "Webhook": f"url:url method:select=1 {_LOGIN} headers:keyValueList=[]",
    },
    "indexer": {
        "FileList": f'{_LOGIN} baseUrl="https://filelist.io" {_SEEDS}',
        "HDBits": f'username!userName apiKey!apiKey baseUrl="https://hdbits.org" {_SEEDS}',
        "IPTorrents": f"baseUrl {_SEEDS}",
        "Nyaa": f'baseUrl="https://nyaa.si" additionalParameters {_SEEDS}',
        "TorrentRssIndexer": f"baseUrl cookie allowZeroSize:checkbox=false {_SEEDS}",
    },
    "downloadclient": {
        "Deluge": f'host="localhost" port=8112 {_SERVER} password:password!password',
        "Nzbget": f'host="localhost" port=6789 {_SERVER} {_LOGIN}',
        "RTorrent": f'host="localhost" port=8080 {_SERVER} {_LOGIN}',
        "TorrentBlackhole": "torrentFolder:path watchFolder:path saveMagnetFiles:checkbox=false",
        "Transmission": f'host="localhost" port=9091 {_SERVER} {_LOGIN}',
        "UsenetBlackhole": "nzbFolder:path watchFolder:path",
    },
    "importlist": {
        "PlexImport": f"accessToken {_SIGN_IN}",
        "SimklUserImport": f"{_TOKENS} listType:select=0 {_SIGN_IN}",
        "TraktListImport": f"{_TOKENS} username listname limit=100 {_SIGN_IN}",
        "TraktPopularImport": f"{_TOKENS} traktListType:select=0 limit=100 {_SIGN_IN}",
        "TraktUserImport": f"{_TOKENS} traktListType:select=0 username limit=100 {_SIGN_IN}",
    },
}
_OWN: Mapping[Kind, Mapping[str, Mapping[str, str]]] = {
    "radarr": {
        "notification": {
            "Join": "deviceIds apiKey!apiKey",
            "SendGrid": "apiKey!apiKey from recipients:tag=[]",
        },
        "indexer": {
            "Newznab": f"{_MOVIES} {_LIMITS} removeYear:checkbox=false",
            "PassThePopcorn": f"aPIUser!userName aPIKey!apiKey {_SEEDS}",
            "Torznab": f"{_MOVIES} {_LIMITS} removeYear:checkbox=false {_SEEDS}",
        },
        "downloadclient": {
            "QBittorrent": f'host="localhost" port=8080 {_SERVER} {_LOGIN} movieCategory="radarr" '
            f"movieImportedCategory recentMoviePriority:select=0 olderMoviePriority:select=0 "
            f"{_QBITTORRENT_END}",
            "Sabnzbd": f'host="localhost" port=8080 {_SERVER} apiKey!apiKey {_LOGIN} movieCategory="movies" '
            "recentMoviePriority:select=-100 olderMoviePriority:select=-100",
        },
        "importlist": {
            "RadarrImport": 'baseUrl="" apiKey!apiKey="" profileIds:select=[] tagIds:select=[] '
            "rootFolderPaths:select=[]",
            "RSSImport": "link",
            "TMDbListImport": "listId",
            "TMDbUserImport": f"accountId accessToken listType:select=1 {_SIGN_IN}",
        },
    },
    "sonarr": {
        "notification": {
            "Join": "apiKey deviceNames deviceIds priority:select=0",
            "SendGrid": "apiKey from recipients:tag=[]",
        },
        "indexer": {
            "Fanzub": 'baseUrl="http://fanzub.com/rss/" animeStandardFormatSearch:checkbox=false',
            "Newznab": f"{_EPISODES} {_LIMITS}",
            "Torznab": f"{_EPISODES} {_LIMITS} {_SEEDS}",
        },
        "downloadclient": {
            "QBittorrent": f'host="localhost" port=8080 {_SERVER} apiKey!apiKey {_LOGIN} '
            'tvCategory="tv-sonarr" tvImportedCategory recentTvPriority:select=0 '
            f"olderTvPriority:select=0 {_QBITTORRENT_END}",
            "Sabnzbd": f'host="localhost" port=8080 {_SERVER} apiKey!apiKey {_LOGIN} tvCategory="tv" '
            "recentTvPriority:select=-100 olderTvPriority:select=-100",
        },
        "importlist": {
            "AniListImport": f"accessToken refreshToken expires username {_SIGN_IN}",
            "MyAnimeListImport": f"listStatus:select=0 accessToken refreshToken expires {_SIGN_IN}",
            "SonarrImport": 'baseUrl="" apiKey="" syncSeasonMonitoring:checkbox=false profileIds:select=[] '
            "tagIds:select=[] rootFolderPaths:select=[] languageProfileIds:select=[]",
        },
    },
    "lidarr": {
        "notification": {
            "Join": "deviceIds apiKey!apiKey",
            "SendGrid": "apiKey!apiKey from recipients:tag=[]",
        },
        "indexer": {
            "Gazelle": f"baseUrl {_LOGIN} useFreeleechToken:select=0 {_SEEDS}",
            "Newznab": f"{_ALBUMS} earlyReleaseLimit",
            "Redacted": f"apiKey!apiKey useFreeleechToken:checkbox=false {_SEEDS}",
            "Torznab": f"{_ALBUMS} earlyReleaseLimit {_SEEDS}",
        },
        "downloadclient": {
            "QBittorrent": f'host="localhost" port=8080 {_SERVER} {_LOGIN} musicCategory="lidarr" '
            f"musicImportedCategory recentMusicPriority:select=0 olderMusicPriority:select=0 "
            f"{_QBITTORRENT_END}",
            "Sabnzbd": f'host="localhost" port=8080 {_SERVER} apiKey!apiKey {_LOGIN} musicCategory="music" '
            "recentTvPriority:select=-100 olderTvPriority:select=-100",
        },
        "importlist": {
            "CustomImport": 'baseUrl=""',
            "HeadphonesImport": 'baseUrl="http://localhost:8181/" apiKey!apiKey=""',
            "LastFmTag": "tagId count:number=25",
            "LastFmUser": "userId count:number=25",
            "LidarrImport": 'baseUrl="" apiKey!apiKey="" profileIds:select=[] tagIds:select=[] '
            "rootFolderPaths:select=[]",
            "LidarrLists": "listId",
            "MusicBrainzSeries": "seriesId",
        },
    },
}
"""Fields as `name:type!privacy=default`; the type is `textbox` and the privacy `normal` unless said."""
_NAMES = {
    "CustomScript": "Custom Script",
    "HDBits": "HDBits",
    "MailGun": "Mailgun",
    "Nzbget": "NZBGet",
    "Ntfy": "ntfy.sh",
    "PlexImport": "Plex Watchlist",
    "PlexServer": "Plex Media Server",
    "QBittorrent": "qBittorrent",
    "RSSImport": "RSS List",
    "RadarrImport": "Radarr",
    "RTorrent": "rTorrent",
    "Sabnzbd": "SABnzbd",
    "SonarrImport": "Sonarr",
    "TMDbListImport": "TMDb List",
    "TorrentBlackhole": "Torrent Blackhole",
    "TorrentRssIndexer": "Torrent RSS Feed",
    "TraktListImport": "Trakt List",
    "UsenetBlackhole": "Usenet Blackhole",
}
"""What kinds are called where it is not their implementation."""


class ProviderField(NamedTuple):
    """A field of a kind of provider."""

    name: str
    type: str
    privacy: str
    default: Any


class ProviderKind(NamedTuple):
    """One implementation of a provider."""

    implementation: str
    name: str
    fields: tuple[ProviderField, ...]

    @property
    def contract(self) -> str:
        """The name of its settings."""
        return contract_of(self.implementation)


def contract_of(implementation: str) -> str:
    """Return what the settings of an implementation are called."""
    return f"{implementation.removesuffix('Import')}Settings"


def provider_kinds(spec: AppSpec, resource: str) -> dict[str, ProviderKind]:
    """Return the kinds of a resource that an app has, by implementation."""
    if resource == "metadata":
        return {
            implementation: ProviderKind(
                implementation,
                name,
                tuple(
                    ProviderField(key, "checkbox" if isinstance(value, bool) else "select", "normal", value)
                    for key, value in fields.items()
                ),
            )
            for name, implementation, fields in spec.metadata_consumers
        }
    return _kinds(spec.kind, resource)


@cache
def _kinds(kind: Kind, resource: str) -> dict[str, ProviderKind]:
    """Return the kinds by implementation; the lists of video and of music have none in common."""
    is_music_list = kind in AUDIO and resource == "importlist"
    specs = {**({} if is_music_list else _BOTH[resource]), **_OWN[kind][resource]}
    return {
        implementation: ProviderKind(
            implementation, _NAMES.get(implementation, implementation), _fields(specs[implementation])
        )
        for implementation in sorted(specs, key=str.lower)
    }


def _fields(text: str) -> tuple[ProviderField, ...]:
    return tuple(
        ProviderField(
            match["name"],
            match["type"] or "textbox",
            match["privacy"] or "normal",
            json.loads(match["default"]) if match["default"] else None,
        )
        for match in _FIELD.finditer(text)
    )
