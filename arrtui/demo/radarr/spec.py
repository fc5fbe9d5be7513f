"""Radarr's names, numbers and default settings."""

from __future__ import annotations

from arrtui.demo.app.spec import AppSpec
from arrtui.demo.world.words import listed

RADARR = AppSpec(
    kind="radarr",
    version="6.1.2.10284",
    migration=242,
    port=7878,
    noun="movie",
    plural="movies",
    other_title="an existing movie",
    file="movieFile",
    external_id="tmdbId",
    exclusion_path="exclusions",
    exclusion_title="movieTitle",
    exclusion_flag="addImportExclusion",
    exclusion_has_year=True,
    commands=listed(
        "MoviesSearch MissingMoviesSearch CutoffUnmetMoviesSearch RefreshMovie RescanMovie RenameFiles "
        "RenameMovie DownloadedMoviesScan ImportListSync RssSync RefreshMonitoredDownloads Backup "
        "CheckHealth Housekeeping RefreshCollections MoveMovie BulkMoveMovie ResetApiKey"
    ),
    tasks={
        "ApplicationCheckUpdate": 360,
        "RefreshMovie": 1440,
        "RefreshCollections": 1440,
        "ImportListSync": 5,
        "MessagingCleanup": 5,
        "CheckHealth": 360,
        "Housekeeping": 1440,
        "CleanUpRecycleBin": 1440,
        "Backup": 10080,
        "RssSync": 30,
        "RefreshMonitoredDownloads": 1,
    },
    indexer_flags=(
        *listed("G_Freeleech G_Halfleech G_DoubleUpload PTP_Golden PTP_Approved G_Internal"),
        *("", "G_Scene", "G_Freeleech75", "G_Freeleech25", "", "Nuked"),
    ),
    history_events={
        0: "unknown",
        1: "grabbed",
        3: "downloadFolderImported",
        4: "downloadFailed",
        6: "movieFileDeleted",
        7: "movieFolderImported",
        8: "movieFileRenamed",
        9: "downloadIgnored",
    },
    notification_events=listed(
        "Grab Download Upgrade Rename MovieAdded MovieDelete MovieFileDelete MovieFileDeleteForUpgrade "
        "HealthIssue HealthRestored ApplicationUpdate ManualInteractionRequired"
    ),
    tag_pattern="[a-z0-9-]+",
    tag_release_profiles="releaseProfileIds",
    has_release_type=False,
    has_quality_modifier=True,
    roots={
        "hd": ("movies", "movies4k", "media/family films"),
        "uhd": ("movies4k", "movies"),
        "anime": ("anime-movies",),
    },
    import_list=(
        "TMDbListImport",
        {"listId": "9001"},
        {
            "enabled": True,
            "enableAuto": False,
            "monitor": "movieOnly",
            "searchOnAdd": False,
            "minimumAvailability": "released",
            "listType": "tmdb",
        },
    ),
    media_management={
        "autoUnmonitorPreviouslyDownloadedMovies": False,
        "createEmptyMovieFolders": False,
        "autoRenameFolders": False,
        "pathsDefaultStatic": False,
    },
    naming={
        "renameMovies": True,
        "replaceIllegalCharacters": True,
        "colonReplacementFormat": "spaceDash",
        "standardMovieFormat": "{Movie Title} ({Release Year}) [{Quality Title}]{-Release Group}",
        "movieFolderFormat": "{Movie Title} ({Release Year})",
    },
    indexer_config={
        "preferIndexerFlags": False,
        "availabilityDelay": 0,
        "allowHardcodedSubs": False,
        "whitelistedHardcodedSubs": "",
    },
    webhook_test={
        "movie": {
            "id": 1,
            "title": "Test Title",
            "year": 1970,
            "folderPath": "C:\\testpath",
            "tmdbId": 1234,
            "tags": [],
        },
        "remoteMovie": {"tmdbId": 1234, "imdbId": "5678", "title": "Test title", "year": 1970},
        "release": {"quality": "Test Quality"},
    },
)
