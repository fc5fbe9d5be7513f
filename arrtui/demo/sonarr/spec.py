"""Sonarr's names, numbers and default settings."""

from __future__ import annotations

from arrtui.demo.app.spec import AppSpec
from arrtui.demo.world.words import listed

_EPISODE = "{Series Title} - S{season:00}E{episode:00} - {Episode Title} [{Quality Title}]{-Release Group}"

SONARR = AppSpec(
    kind="sonarr",
    version="4.0.19.2979",
    migration=217,
    port=8989,
    noun="series",
    plural="series",
    other_title="another series",
    file="episodeFile",
    external_id="tvdbId",
    exclusion_path="importlistexclusion",
    exclusion_title="title",
    exclusion_flag="addImportListExclusion",
    exclusion_has_year=False,
    commands=listed(
        "SeriesSearch SeasonSearch EpisodeSearch MissingEpisodeSearch CutoffUnmetEpisodeSearch "
        "RefreshSeries RescanSeries RenameFiles RenameSeries DownloadedEpisodesScan ImportListSync RssSync "
        "RefreshMonitoredDownloads Backup CheckHealth Housekeeping MoveSeries BulkMoveSeries ResetApiKey"
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
    tag_pattern="(?s).+",
    tag_release_profiles="restrictionIds",
    has_release_type=True,
    has_quality_modifier=False,
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
    indexer_config={},
    webhook_test={
        "series": {"id": 1, "title": "Test Title", "path": "C:\\testpath", "tvdbId": 1234, "tags": []},
        "episodes": [{"id": 123, "episodeNumber": 1, "seasonNumber": 1, "title": "Test title"}],
    },
)
