"""Radarr's names, numbers and default settings."""

from __future__ import annotations

from arrtui.demo.app.spec import AppSpec, FormatRule
from arrtui.demo.world.words import listed

RADARR = AppSpec(
    kind="radarr",
    version="6.1.2.10284",
    migration=242,
    port=7878,
    metadata_api="RadarrAPI",
    noun="movie",
    plural="movies",
    other_title="an existing movie",
    file="movieFile",
    file_words="movie file",
    external_id="tmdbId",
    exclusion_path="exclusions",
    exclusion_title="movieTitle",
    exclusion_flag="addImportExclusion",
    exclusion_has_year=True,
    downloads_command="DownloadedMoviesScan",
    commands=listed(
        "MoviesSearch MissingMoviesSearch CutoffUnmetMoviesSearch RefreshMovie RescanMovie RenameFiles "
        "RenameMovie DownloadedMoviesScan ImportListSync RssSync RefreshMonitoredDownloads Backup "
        "CheckHealth Housekeeping RefreshCollections MoveMovie BulkMoveMovie ResetApiKey CleanUpRecycleBin "
        "ClearBlocklist MessagingCleanup ApplicationCheckUpdate ResetQualityDefinitions ManualImport"
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
    file_editor_is_deprecated=True,
    history_loads_title=False,
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
    takes_blank_paths=False,
    greatest_size=2000,
    declared_json=(
        r"GET /api/v3/(history|wanted).*|POST /api/v3/(command|movie)|"
        r"PUT /api/v3/(notification|indexer|downloadclient|importlist|metadata)/.*|"
        r"GET /api/v3/moviefile|POST /api/v3/movie/import"
    ),
    profile_in_use=(500, "id"),
    tags_new_titles=True,
    indexer_advice="please check your DNS settings and ensure IPv6 is working or disabled. {}",
    profiles_have_language=True,
    has_release_type=False,
    checks_conditions_twice=False,
    tells_url_of_health=True,
    reads_new_lists=True,
    plain_test_answer=False,
    refresh_message="Updating info for",
    scan_message="Scanning disk for",
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
    imports_extras_below=False,
    whose="Movie's",
    failsafe=" Rescan will not update movies as a failsafe.",
    metadata_consumers=(
        (
            "Kodi (XBMC) / Emby",
            "XbmcMetadata",
            {
                "movieMetadata": True,
                "movieMetadataURL": False,
                "movieMetadataLanguage": 1,
                "movieImages": True,
                "useMovieNfo": False,
                "addCollectionName": True,
            },
        ),
        ("WDTV", "WdtvMetadata", {"movieMetadata": True, "movieImages": True}),
        ("Roksbox", "RoksboxMetadata", {"movieMetadata": True, "movieImages": True}),
        ("Emby (Legacy)", "MediaBrowserMetadata", {"movieMetadata": True}),
        ("Kometa", "KometaMetadata", {"movieImages": True}),
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
    ui={"movieRuntimeFormat": "hoursMinutes", "movieInfoLanguage": 1},
    download_config={"checkForFinishedDownloadInterval": 1},
    list_config={},
    further_configs={"metadata": {"certificationCountry": "us", "id": 1}},
    naming_examples={"movieExample": "standardMovieFormat", "movieFolderExample": "movieFolderFormat"},
    example_values={
        "movie title": "The Movie - Title",
        "release year": 2010,
        "quality title": "Bluray-1080p",
        "quality full": "Bluray-1080p Proper",
        "release group": "EVOLVE",
        "original title": "The.Movie.Title.2010.1080p.BluRay.DTS.x264-EVOLVE",
    },
    naming_rules=(
        FormatRule(
            "standardMovieFormat",
            r"\{[^{}]*movie[ ._-](clean|original)?title[^{}]*\}.*\{[^{}]*release[ ._-]year[^{}]*\}"
            r"|\{original[ ._-](title|filename)\}",
            "Must contain either movie title and release year OR Original Title/Filename",
            "ValidMovieFormatValidator",
        ),
        FormatRule(
            "movieFolderFormat",
            r"\{[^{}]*movie[ ._-](clean)?(original)?title[^{}]*\}",
            "Must contain movie title",
            "ValidMovieFolderFormatValidator",
            (
                (
                    "IllegalMovieFolderTokensValidator",
                    "Must not contain deprecated tokens derived from file properties: {tokens}",
                ),
            ),
        ),
    ),
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
            "releaseDate": "1970-01-01",
            "folderPath": "C:\\testpath",
            "tmdbId": 0,
            "tags": ["test-tag"],
        },
        "remoteMovie": {"tmdbId": 1234, "imdbId": "5678", "title": "Test title", "year": 1970},
        "release": {
            "quality": "Test Quality",
            "qualityVersion": 1,
            "releaseGroup": "Test Group",
            "releaseTitle": "Test Title",
            "indexer": "Test Indexer",
            "size": 9_999_999,
            "customFormatScore": 0,
        },
    },
)
