"""Lidarr's names, numbers and default settings."""

from __future__ import annotations

from arrtui.demo.app.spec import AppSpec, FormatRule
from arrtui.demo.world.words import listed

_TRACK = (
    "{Album Title} ({Release Year})/{Artist Name} - {Album Title} - {track:00} - {Track Title}",
    "{Album Title} ({Release Year})/{Medium Format} {medium:00}/"
    "{Artist Name} - {Album Title} - {track:00} - {Track Title}",
)
"""The formats of a track's name: on a single medium, and on one of several."""
_NAMES_A_TRACK = (
    r"\{track[ ._-](?:clean)?title\}.*\{track(:0+)?\}|\{track(:0+)?\}.*\{track[ ._-](?:clean)?title\}|"
    r"\{original[ ._-](title|filename)\}"
)
_BAD_TRACK = "Must contain Track Title and Track numbers OR Original Title"

LIDARR = AppSpec(
    kind="lidarr",
    version="2.14.5.10000",
    migration=80,
    port=8686,
    metadata_api="LidarrAPI",
    noun="artist",
    plural="artist",
    other_title="an existing artist",
    file="trackFile",
    file_words="track file",
    external_id="foreignArtistId",
    exclusion_path="importlistexclusion",
    exclusion_title="artistName",
    exclusion_flag="addImportListExclusion",
    exclusion_has_year=False,
    downloads_command="DownloadedAlbumsScan",
    commands=listed(
        "ArtistSearch AlbumSearch MissingAlbumSearch CutoffUnmetAlbumSearch RefreshArtist BulkRefreshArtist "
        "RefreshAlbum RescanFolders RenameFiles RenameArtist RetagFiles RetagArtist DownloadedAlbumsScan "
        "ImportListSync RssSync RefreshMonitoredDownloads ProcessMonitoredDownloads Backup CheckHealth "
        "Housekeeping MoveArtist BulkMoveArtist ResetApiKey CleanUpRecycleBin ClearBlocklist "
        "MessagingCleanup ApplicationUpdateCheck ResetQualityDefinitions ManualImport"
    ),
    tasks={
        "RefreshMonitoredDownloads": 1,
        "MessagingCleanup": 5,
        "ApplicationUpdateCheck": 360,
        "CheckHealth": 360,
        "RefreshArtist": 1440,
        "RescanFolders": 1440,
        "Housekeeping": 1440,
        "Backup": 10080,
        "ImportListSync": 5,
        "RssSync": 15,
    },
    indexer_flags=listed("Freeleech Halfleech DoubleUpload Internal Scene Freeleech75 Freeleech25"),
    file_editor_is_deprecated=False,
    history_loads_title=True,
    history_events={
        0: "unknown",
        1: "grabbed",
        2: "artistFolderImported",
        3: "trackFileImported",
        4: "downloadFailed",
        5: "trackFileDeleted",
        6: "trackFileRenamed",
        7: "albumImportIncomplete",
        8: "downloadImported",
        9: "trackFileRetagged",
        10: "downloadIgnored",
    },
    notification_events=listed(
        "Grab ReleaseImport Upgrade Rename ArtistAdd ArtistDelete AlbumDelete HealthIssue HealthRestored "
        "DownloadFailure ImportFailure TrackRetag ApplicationUpdate"
    ),
    tag_pattern=".+",
    tag_release_profiles="restrictionIds",
    takes_blank_paths=False,
    greatest_size=1500,
    declared_json=r"GET /api/v1/.*|POST /api/v1/(artist|album|command|release/push)",
    profile_in_use=(400, "name"),
    tags_new_titles=False,
    indexer_advice="please check your DNS settings and ensure IPv6 is working or disabled. {}.",
    profiles_have_language=False,
    has_release_type=False,
    checks_conditions_twice=True,
    tells_url_of_health=True,
    reads_new_lists=False,
    plain_test_answer=True,
    refresh_message="Updating Info for",
    scan_message="Scanning",
    roots={"hd": ("music", "music-archive"), "uhd": ("music",), "anime": ("music",)},
    import_list=(
        "LastFmTag",
        {"tagId": "lighthouse"},
        {
            "enableAutomaticAdd": False,
            "shouldMonitor": "none",
            "shouldMonitorExisting": False,
            "shouldSearch": False,
            "monitorNewItems": "all",
            "metadataProfileId": 0,
            "listType": "lastFm",
            "minRefreshInterval": "06:00:00",
        },
    ),
    imports_extras_below=False,
    whose="Artist's",
    failsafe="",
    metadata_consumers=(
        (
            "Kodi (XBMC) / Emby",
            "XbmcMetadata",
            {"artistMetadata": True, "albumMetadata": True, "artistImages": True, "albumImages": True},
        ),
        ("WDTV", "WdtvMetadata", {"trackMetadata": True}),
        ("Roksbox", "RoksboxMetadata", {"trackMetadata": True, "artistImages": True, "albumImages": True}),
    ),
    media_management={
        "autoUnmonitorPreviouslyDownloadedTracks": False,
        "createEmptyArtistFolders": False,
        "watchLibraryForChanges": True,
        "allowFingerprinting": "newFiles",
        "importExtraFiles": False,
    },
    naming={
        "renameTracks": False,
        "replaceIllegalCharacters": True,
        "colonReplacementFormat": 4,
        "standardTrackFormat": _TRACK[0],
        "multiDiscTrackFormat": _TRACK[1],
        "artistFolderFormat": "{Artist Name}",
        "includeArtistName": False,
        "includeAlbumTitle": False,
        "includeQuality": False,
        "replaceSpaces": False,
    },
    ui={
        "expandAlbumByDefault": False,
        "expandSingleByDefault": False,
        "expandEPByDefault": False,
        "expandBroadcastByDefault": False,
        "expandOtherByDefault": False,
    },
    download_config={},
    list_config={},
    further_configs={
        "metadataprovider": {
            "id": 1,
            "metadataSource": "",
            "writeAudioTags": "no",
            "scrubAudioTags": False,
            "embedCoverArt": True,
        }
    },
    naming_examples={
        "singleTrackExample": "standardTrackFormat",
        "multiDiscTrackExample": "multiDiscTrackFormat",
        "artistFolderExample": "artistFolderFormat",
    },
    example_values={
        "artist name": "The Artist Name",
        "album title": "The Album Title",
        "release year": 2020,
        "track title": "Track Title (1)",
        "track": 3,
        "medium": 1,
        "medium format": "CD",
        "quality full": "MP3-256",
    },
    naming_rules=(
        FormatRule(
            "standardTrackFormat",
            _NAMES_A_TRACK,
            _BAD_TRACK,
            "ValidStandardTrackFormatValidator",
        ),
        FormatRule("multiDiscTrackFormat", _NAMES_A_TRACK, _BAD_TRACK, "ValidStandardTrackFormatValidator"),
        FormatRule(
            "artistFolderFormat",
            r"(?<token>\{(?:Artist)(?<separator>[- ._])(Clean)?Name(The)?(?::(?<customFormat>[0-9-]+))?\})",
            "Must contain Artist name",
            "RegularExpressionValidator",
        ),
    ),
    indexer_config={"rssSyncInterval": 15},
    webhook_test={
        "artist": {
            "id": 1,
            "name": "Test Name",
            "path": "C:\\testpath",
            "mbId": "aaaaa-aaa-aaaa-aaaaaa",
            "tags": ["test-tag"],
        },
        "albums": [{"id": 123, "title": "Test title"}],
    },
    api_versions=("v1", ()),
    api="v1",
    describes_absence=True,
    has_increment=False,
    sorts_by_columns=True,
    describes_conflicts=False,
)
