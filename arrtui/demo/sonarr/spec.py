"""Sonarr's names, numbers and default settings."""

from __future__ import annotations

from arrtui.demo.app.spec import AppSpec, FormatRule
from arrtui.demo.world.words import listed

_EPISODE = "{Series Title} - S{season:00}E{episode:00} - {Episode Title} [{Quality Title}]{-Release Group}"

_IMAGES = {"seriesImages": True, "seasonImages": True, "episodeImages": True}
_NUMBERS = r"\{season(:0+)?\}.*\{episode(:0+)?\}"
_ORIGINAL = r"\{original[ ._-](title|filename)\}"
"""What tells an episode in a naming format."""

SONARR = AppSpec(
    kind="sonarr",
    version="4.0.19.2979",
    migration=217,
    port=8989,
    metadata_api="SkyHook",
    noun="series",
    plural="series",
    other_title="another series",
    file="episodeFile",
    file_words="episode file",
    external_id="tvdbId",
    exclusion_path="importlistexclusion",
    exclusion_title="title",
    exclusion_flag="addImportListExclusion",
    exclusion_has_year=False,
    downloads_command="DownloadedEpisodesScan",
    commands=listed(
        "SeriesSearch SeasonSearch EpisodeSearch MissingEpisodeSearch CutoffUnmetEpisodeSearch "
        "RefreshSeries RescanSeries RenameFiles RenameSeries DownloadedEpisodesScan ImportListSync RssSync "
        "RefreshMonitoredDownloads Backup CheckHealth Housekeeping MoveSeries BulkMoveSeries ResetApiKey "
        "CleanUpRecycleBin ClearBlocklist MessagingCleanup ApplicationUpdateCheck UpdateSceneMapping "
        "ResetQualityDefinitions ManualImport"
    ),
    tasks={
        "ApplicationUpdateCheck": 360,
        "RefreshSeries": 720,
        "UpdateSceneMapping": 180,
        "ImportListSync": 5,
        "MessagingCleanup": 5,
        "CheckHealth": 360,
        "Housekeeping": 1440,
        "CleanUpRecycleBin": 1440,
        "Backup": 10080,
        "RssSync": 30,
        "RefreshMonitoredDownloads": 1,
    },
    indexer_flags=listed("Freeleech Halfleech DoubleUpload Internal Scene Freeleech75 Freeleech25 Nuked"),
    file_editor_is_deprecated=False,
    history_loads_title=True,
    history_events={
        0: "unknown",
        1: "grabbed",
        2: "seriesFolderImported",
        3: "downloadFolderImported",
        4: "downloadFailed",
        5: "episodeFileDeleted",
        6: "episodeFileRenamed",
        7: "downloadIgnored",
    },
    notification_events=listed(
        "Grab Download Upgrade ImportComplete Rename SeriesAdd SeriesDelete EpisodeFileDelete "
        "EpisodeFileDeleteForUpgrade HealthIssue HealthRestored ApplicationUpdate ManualInteractionRequired"
    ),
    tag_pattern=None,
    tag_release_profiles="restrictionIds",
    takes_blank_paths=True,
    greatest_size=1000,
    declared_json=(
        r"GET /api/v3/(history|wanted).*|POST /api/v3/(command|series)|"
        r"PUT /api/v3/(notification|indexer|downloadclient|importlist|metadata)/.*|"
        r"GET /api/v3/series|GET /api/v3/[a-z]+(/detail)?/\d+"
    ),
    profile_in_use=(400, "name"),
    tags_new_titles=False,
    indexer_advice="please check your DNS settings and ensure that IPv6 is working or disabled. {}.",
    profiles_have_language=False,
    has_release_type=True,
    checks_conditions_twice=True,
    tells_url_of_health=False,
    reads_new_lists=False,
    plain_test_answer=False,
    refresh_message="Updating",
    scan_message="Scanning",
    roots={"hd": ("tv", "tv-archive"), "uhd": ("tv4k",), "anime": ("anime", "tv")},
    import_list=(
        "TraktListImport",
        {"listname": "festival"},
        {
            "enableAutomaticAdd": False,
            "searchForMissingEpisodes": False,
            "shouldMonitor": "all",
            "monitorNewItems": "all",
            "seriesType": "standard",
            "seasonFolder": True,
            "listType": "trakt",
        },
    ),
    imports_extras_below=True,
    whose="Series'",
    failsafe="",
    metadata_consumers=(
        (
            "Kodi (XBMC) / Emby",
            "XbmcMetadata",
            {
                "seriesMetadata": True,
                "seriesMetadataEpisodeGuide": False,
                "seriesMetadataUrl": False,
                "episodeMetadata": True,
                "episodeImageThumb": False,
                **_IMAGES,
            },
        ),
        ("WDTV", "WdtvMetadata", {"episodeMetadata": True, **_IMAGES}),
        ("Roksbox", "RoksboxMetadata", {"episodeMetadata": True, **_IMAGES}),
        ("Plex", "PlexMetadata", {"seriesPlexMatchFile": True, "episodeMappings": False}),
        ("Kometa", "KometaMetadata", dict(_IMAGES)),
    ),
    media_management={
        "autoUnmonitorPreviouslyDownloadedEpisodes": False,
        "createEmptySeriesFolders": False,
        "episodeTitleRequired": "always",
    },
    naming={
        "renameEpisodes": True,
        "replaceIllegalCharacters": True,
        "colonReplacementFormat": 4,
        "customColonReplacementFormat": "",
        "multiEpisodeStyle": 2,
        "standardEpisodeFormat": _EPISODE,
        "dailyEpisodeFormat": _EPISODE,
        "animeEpisodeFormat": _EPISODE,
        "seriesFolderFormat": "{Series Title}",
        "seasonFolderFormat": "Season {season:00}",
        "specialsFolderFormat": "Specials",
    },
    ui={},
    download_config={},
    list_config={"listSyncTag": 0},
    further_configs={},
    naming_examples={
        "singleEpisodeExample": "standardEpisodeFormat",
        "multiEpisodeExample": "standardEpisodeFormat",
        "dailyEpisodeExample": "dailyEpisodeFormat",
        "animeEpisodeExample": "animeEpisodeFormat",
        "animeMultiEpisodeExample": "animeEpisodeFormat",
        "seriesFolderExample": "seriesFolderFormat",
        "seasonFolderExample": "seasonFolderFormat",
        "specialsFolderExample": "specialsFolderFormat",
    },
    example_values={
        "series title": "The Series Title's!",
        "season": 1,
        "episode": [1],
        "episode title": "Episode Title (1)",
        "air date": "2013 10 30",
        "quality title": "WEBDL-1080p",
        "quality full": "WEBDL-1080p Proper",
        "release group": "RlsGrp",
    },
    naming_rules=(
        FormatRule(
            "standardEpisodeFormat",
            rf"{_NUMBERS}|{_ORIGINAL}",
            "Must contain season and episode numbers OR Original Title",
            "ValidStandardEpisodeFormatValidator",
        ),
        FormatRule(
            "dailyEpisodeFormat",
            rf"\{{air[ ._-]date\}}|{_NUMBERS}|{_ORIGINAL}",
            "Must contain Air Date OR Season and Episode OR Original Title",
            "ValidDailyEpisodeFormatValidator",
        ),
        FormatRule(
            "animeEpisodeFormat",
            rf"\{{absolute(:0+)?\}}|{_NUMBERS}|{_ORIGINAL}",
            "Must contain Absolute Episode number OR Season and Episode OR Original Title",
            "ValidAnimeEpisodeFormatValidator",
        ),
        FormatRule(
            "seriesFolderFormat",
            r"(?<token>\{(?:Series)(?<separator>[- ._])(Clean)?Title(The)?(Without)?(Year)?"
            r"(?::(?<customFormat>[0-9-]+))?\})",
            "Must contain series title",
            "RegularExpressionValidator",
        ),
        FormatRule(
            "seasonFolderFormat",
            r"(\{season(\:\d+)?\})",
            "Must contain season number",
            "RegularExpressionValidator",
        ),
        FormatRule("specialsFolderFormat"),
    ),
    indexer_config={},
    webhook_test={
        "series": {
            "id": 1,
            "title": "Test Title",
            "path": "C:\\testpath",
            "tvdbId": 1234,
            "tvMazeId": 0,
            "tmdbId": 0,
            "type": "standard",
            "year": 0,
            "tags": ["test-tag"],
        },
        "episodes": [
            {
                "id": 123,
                "episodeNumber": 1,
                "seasonNumber": 1,
                "title": "Test title",
                "seriesId": 0,
                "tvdbId": 0,
            }
        ],
    },
)
