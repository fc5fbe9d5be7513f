"""Bodies as the apps send them, with more fields than arrtui reads."""

from __future__ import annotations

from typing import Any

LONG = "Lorem ipsum dolor sit amet, consetetur sadipscing elitr. " * 12


def movie_file(number: int, **changes: Any) -> dict[str, Any]:
    """Return a file of ``GET /moviefile``."""
    return {
        "movieId": number,
        "relativePath": f"Film {number} (2001) Bluray-1080p.mkv",
        "path": f"/movies/Film {number} (2001)/Film {number} (2001) Bluray-1080p.mkv",
        "size": 9_000_000_000 + number,
        "dateAdded": "2023-04-05T06:07:08Z",
        "sceneName": f"Film.{number}.2001.1080p.BluRay.x264-GRP",
        "releaseGroup": "GRP",
        "edition": "Director's Cut",
        "languages": [{"id": 1, "name": "English"}, {"id": 4, "name": "German"}],
        "quality": {
            "quality": {
                "id": 7,
                "name": "Bluray-1080p",
                "source": "bluray",
                "resolution": 1080,
                "modifier": "none",
            },
            "revision": {"version": 2, "real": 1, "isRepack": True},
        },
        "customFormats": [{"id": 9, "name": "x264"}, {"id": 3, "name": "German DL"}],
        "customFormatScore": -10_000,
        "indexerFlags": 1,
        "mediaInfo": {
            "audioBitrate": 0,
            "audioChannels": 5.1,
            "audioCodec": "DTS",
            "audioLanguages": "eng/ger",
            "videoCodec": "x264",
            "resolution": "1920x800",
            "runTime": "1:45:00",
            "subtitles": "",
        },
        "originalFilePath": f"Film.{number}/film.mkv",
        "qualityCutoffNotMet": True,
        "id": number + 50_000,
        **changes,
    }


def movie(number: int, **changes: Any) -> dict[str, Any]:
    """Return a movie of ``GET /movie``, 7 to 8 KB when indented."""
    listed = movie_file(number)
    del listed["customFormats"], listed["customFormatScore"]
    return {
        "title": f"Film {number}",
        "originalTitle": f"Le Film {number}",
        "originalLanguage": {"id": 2, "name": "French"},
        "alternateTitles": [
            {"sourceType": "tmdb", "movieMetadataId": number, "title": f"Alternate {n} of {number}", "id": n}
            for n in range(1, 22)
        ],
        "secondaryYearSourceId": 0,
        "sortTitle": f"film {number}",
        "sizeOnDisk": listed["size"],
        "status": "released",
        "overview": LONG,
        "inCinemas": "2001-02-03T00:00:00Z",
        "physicalRelease": "2001-08-03T00:00:00Z",
        "digitalRelease": "2001-07-03T00:00:00Z",
        "images": [
            {
                "coverType": kind,
                "url": f"/MediaCover/{number}/{kind}.jpg?lastWrite=1",
                "remoteUrl": f"https://image/{kind}",
            }
            for kind in ("poster", "fanart")
        ],
        "website": "https://example.org",
        "year": 2001,
        "youTubeTrailerId": "abc123",
        "studio": "Studio",
        "path": f"/movies/Film {number} (2001)",
        "qualityProfileId": 4,
        "hasFile": True,
        "movieFileId": listed["id"],
        "monitored": True,
        "minimumAvailability": "released",
        "isAvailable": True,
        "folderName": f"/movies/Film {number} (2001)",
        "runtime": 105,
        "cleanTitle": f"film{number}",
        "imdbId": f"tt{number:07}",
        "tmdbId": 1000 + number,
        "titleSlug": str(1000 + number),
        "rootFolderPath": "/movies",
        "certification": "PG-13",
        "genres": ["Drama", "Comedy"],
        "keywords": [f"keyword {n}" for n in range(60)],
        "tags": [3, 1],
        "added": "2020-01-02T03:04:05Z",
        "ratings": {
            "imdb": {"votes": 1234, "value": 7.1, "type": "user"},
            "tmdb": {"votes": 12, "value": 6.9, "type": "user"},
            "metacritic": {"votes": 0, "value": 66, "type": "user"},
        },
        "movieFile": listed,
        "collection": {"title": "Films", "tmdbId": 77},
        "popularity": 12.5,
        "lastSearchTime": "2024-01-01T00:00:00Z",
        "statistics": {"movieFileCount": 1, "sizeOnDisk": listed["size"], "releaseGroups": ["GRP"]},
        "id": number,
        **changes,
    }


def season(number: int, **changes: Any) -> dict[str, Any]:
    """Return a season of a series."""
    return {
        "seasonNumber": number,
        "monitored": True,
        "statistics": {
            "previousAiring": "2020-01-01T00:00:00Z",
            "episodeFileCount": 10,
            "episodeCount": 10,
            "totalEpisodeCount": 12,
            "sizeOnDisk": 10_000,
            "releaseGroups": ["AAA", "BBB"],
            "percentOfEpisodes": 100.0,
        },
        **changes,
    }


def series(number: int, **changes: Any) -> dict[str, Any]:
    """Return a series of ``GET /series``."""
    return {
        "title": f"Show {number}",
        "sortTitle": f"show {number}",
        "status": "continuing",
        "ended": False,
        "overview": LONG,
        "nextAiring": "2031-01-01T20:00:00Z",
        "previousAiring": "2024-01-01T20:00:00Z",
        "network": "ABC",
        "airTime": "20:00",
        "images": [{"coverType": "poster", "url": "/poster.jpg?lastWrite=638"}],
        "originalLanguage": {"id": 1, "name": "English"},
        "seasons": [season(2), season(1), season(0, monitored=False)],
        "year": 2019,
        "path": f"/tv/Show {number}",
        "qualityProfileId": 6,
        "seasonFolder": True,
        "monitored": True,
        "monitorNewItems": "all",
        "useSceneNumbering": False,
        "runtime": 42,
        "tvdbId": 2000 + number,
        "tmdbId": 3000 + number,
        "firstAired": "2019-01-01T00:00:00Z",
        "lastAired": "2024-01-01T00:00:00Z",
        "seriesType": "standard",
        "imdbId": f"tt{number:07}",
        "titleSlug": f"show-{number}",
        "rootFolderPath": "/tv/",
        "certification": "TV-14",
        "genres": ["Crime"],
        "tags": [5],
        "added": "2020-01-02T03:04:05Z",
        "ratings": {"votes": 10, "value": 8.5},
        "statistics": {
            "seasonCount": 2,
            "episodeFileCount": 20,
            "episodeCount": 20,
            "totalEpisodeCount": 36,
            "sizeOnDisk": 20_000,
            "releaseGroups": ["AAA", "BBB"],
            "percentOfEpisodes": 100.0,
        },
        "languageProfileId": 1,
        "id": number,
        **changes,
    }


def episode(number: int, **changes: Any) -> dict[str, Any]:
    """Return an episode of ``GET /episode``."""
    return {
        "seriesId": 1,
        "tvdbId": 70_000 + number,
        "episodeFileId": 800 + number,
        "seasonNumber": 1,
        "episodeNumber": number,
        "title": f"Episode {number}",
        "airDate": "2019-01-01",
        "airDateUtc": "2019-01-01T20:00:00Z",
        "runtime": 42,
        "finaleType": "season",
        "overview": LONG,
        "hasFile": True,
        "monitored": True,
        "absoluteEpisodeNumber": number,
        "unverifiedSceneNumbering": False,
        "id": number,
        **changes,
    }


def event(number: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the history."""
    return {
        "movieId": 12,
        "sourceTitle": "Film.2001.1080p.BluRay.x264-GRP",
        "languages": [{"id": 1, "name": "English"}],
        "quality": {"quality": {"id": 7, "name": "Bluray-1080p"}, "revision": {"version": 1, "real": 0}},
        "customFormats": [],
        "customFormatScore": 999,
        "qualityCutoffNotMet": False,
        "date": "2024-05-06T07:08:09Z",
        "downloadId": "ABCDEF",
        "eventType": "grabbed",
        "data": {
            "indexer": "Indexer",
            "nzbInfoUrl": "https://indexer/details/1?apikey=SECRET",
            "releaseGroup": "GRP",
            "size": "9000000000",
            "downloadUrl": "https://indexer/get/1?apikey=SECRET",
            "guid": "https://indexer/1",
            "protocol": "1",
            "customFormatScore": "-50",
            "downloadClient": "SABnzbd",
            "message": None,
            "releaseSource": "Rss",
        },
        "id": number,
        **changes,
    }


STATUS = {
    "appName": "Radarr",
    "instanceName": "Radarr HD",
    "version": "6.1.0.10293",
    "isDocker": True,
    "osName": "alpine",
    "branch": "master",
    "databaseType": "sqLite",
    "urlBase": "",
    "startTime": "2024-05-06T07:08:09Z",
}
