"""What an NFO says of a title or an episode: values of the metadata over those of the app. Pure.

The values have the shapes of :mod:`arrtui.media.nfo`. Ratings are left out of a rewriting that has no other
reason: they move every day, and a player that reads an NFO again forgets more than they are worth.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from arrtui.core.apps import App
from arrtui.core.artwork import FIELD_LOCK, MetadataField
from arrtui.core.domain import Episode, Item, MediaFile, Volatile

FILM, SERIES, EPISODE, ARTIST, ALBUM = "movie", "tvshow", "episodedetails", "artist", "album"
"""Roots of NFO."""
RATINGS = "ratings"
_RATINGS = {
    "imdb": ("imdb", 10),
    "tmdb": ("themoviedb", 10),
    "tvdb": ("tvdb", 10),
    "trakt": ("trakt", 10),
    "metacritic": ("metacritic", 100),
    "rottenTomatoes": ("tomatometerallcritics", 100),
    "musicbrainz": ("musicbrainz", 10),
}
"""What Kodi calls the ratings that apps have, and their scale."""
_CODECS = {"x264": "h264", "avc": "h264", "x265": "hevc", "h265": "hevc", "xvid": "mpeg4", "divx": "mpeg4"}
_SOUNDS = {
    "eac3 atmos": "eac3",
    "truehd atmos": "truehd",
    "dts-hd ma": "dtshd_ma",
    "dts-hd hra": "dtshd_hra",
    "dts-x": "dtshd_ma",
    "dts-es": "dca",
    "dts": "dca",
}
_SERIES_STATUS = {"continuing": "Continuing", "ended": "Ended", "upcoming": "Upcoming"}
"""What players call the states of a series in its app; films have none."""
_HDR = (("DV", "dolbyvision"), ("HDR10Plus", "hdr10plus"), ("HDR10", "hdr10"), ("HLG", "hlg"))
Values = dict[str, Any]


def film_values(
    app: App, item: Item, volatile: Volatile, file: MediaFile, fields: Sequence[MetadataField]
) -> Values:
    """Return what the NFO of a film says."""
    values = _title_values(app, item, volatile) | {
        "dateadded": _time_of(file.date_added),
        "streamdetails": stream_details(file.media),
    }
    values = _with_fields(values, fields) | {"status": None}
    name, known = set_title(item, fields), values.get("set")
    rest = known if isinstance(known, dict) else {}
    return values | {"set": {**rest, "name": name} if name else None}


def set_title(item: Item, fields: Sequence[MetadataField]) -> str:
    """Return the name of the set of a film, on one line; empty for a film of none."""
    value = next((field.value for field in fields if field.name == "set"), None)
    name = value.get("name") if isinstance(value, dict) else value
    return " ".join(str(name or item.collection_title).splitlines()).strip()


def series_values(app: App, item: Item, volatile: Volatile, fields: Sequence[MetadataField]) -> Values:
    """Return what the NFO of a series says."""
    values = _with_fields(_title_values(app, item, volatile) | {"status": item.status}, fields)
    status = str(values["status"] or "")
    return values | {"status": _SERIES_STATUS.get(status, status if status != item.status else None)}


def episode_values(item: Item, episode: Episode, file: MediaFile, fields: Sequence[MetadataField]) -> Values:
    """Return what the NFO of a file says of one of its episodes."""
    values: Values = {
        "title": episode.title,
        "showtitle": item.title,
        "season": episode.season,
        "episode": episode.number,
        "runtime": episode.runtime,
        "aired": episode.air_date[:10],
        "uniqueid": _ids({"tvdb": str(episode.tvdb_id or "")}, "tvdb"),
        "dateadded": _time_of(file.date_added),
        "streamdetails": stream_details(file.media),
    }
    placed = {"season": episode.season, "episode": episode.number}
    return _with_fields(values, fields) | placed


def artist_values(
    app: App, item: Item, volatile: Volatile, albums: Sequence[Episode], fields: Sequence[MetadataField]
) -> Values:
    """Return what the NFO of an artist says; ``albums``: those with files."""
    listed = [
        {"title": album.title, "year": album.air_date[:4], "musicbrainzreleasegroupid": album.external_id}
        for album in sorted(albums, key=lambda album: (album.air_date, album.title))
    ]
    values = _title_values(app, item, volatile) | {
        "sorttitle": item.sort_title,
        "disambiguation": item.disambiguation,
        "albums": [{name: text for name, text in album.items() if text} for album in listed],
    }
    return _with_fields(values, fields)


def album_values(app: App, item: Item, album: Episode, fields: Sequence[MetadataField]) -> Values:
    """Return what the NFO of an album says."""
    provider = (app.child_id or app.external_id).provider
    values: Values = {
        "title": album.title,
        "artist": item.title,
        "artists": [{"artist": item.title, "musicBrainzArtistID": item.external_id}],
        "type": album.album_type,
        "secondarytypes": list(album.secondary_types),
        "premiered": album.air_date[:10],
        "year": int(album.air_date[:4]) if album.air_date[:4].isdecimal() else 0,
        "uniqueid": _ids({provider: album.external_id}, provider),
    }
    merged = _with_fields(values, fields)
    types = [merged.get("type"), *(merged.get("secondarytypes") or ())]
    labels = merged.get("label") or ()
    return merged | {
        "type": " / ".join(str(kind) for kind in types if kind) or None,
        "label": (labels if isinstance(labels, str) else " / ".join(labels)) or None,
        "original_premiered": merged.get("premiered"),
    }


def _title_values(app: App, item: Item, volatile: Volatile) -> Values:
    released = item.in_cinemas or item.first_aired or item.digital_release or item.physical_release
    default = app.external_id.provider
    ids = {"imdb": item.imdb_id, "tmdb": str(item.tmdb_id or ""), default: item.external_id}
    return {
        "title": item.title,
        "originaltitle": item.original_title,
        "year": item.year,
        "plot": volatile.overview,
        "runtime": item.runtime,
        "mpaa": item.certification,
        "genre": list(item.genres),
        "studio": [item.studio] if item.studio else [],
        "premiered": released[:10],
        "uniqueid": _ids(ids, default),
        RATINGS: [
            {"name": _RATINGS[source][0], "max": _RATINGS[source][1], "value": round(value, 1)}
            for source, value in sorted(volatile.ratings.items())
            if source in _RATINGS and value > 0
        ],
    }


def _ids(ids: Mapping[str, str], default: str) -> list[Values]:
    known = {kind: value for kind, value in ids.items() if value}
    return [{"type": kind, "value": value, "default": kind == default} for kind, value in known.items()]


def _with_fields(values: Values, fields: Sequence[MetadataField]) -> Values:
    """Return values with those of the metadata over them; empty ones are None, which changes nothing.

    Ids of all sources stand beside each other, and the default stays the app's. So do ratings, of which
    those that the app has join the others.
    """
    merged = values | {field.name: field.value for field in fields if field.value not in ("", None, [], {})}
    ids = {entry["type"]: entry for entry in values["uniqueid"]}
    has_default = any(entry["default"] for entry in ids.values())
    given: Any = next((field.value for field in fields if field.name == "uniqueid"), None)
    for entry in given or ():
        is_default = bool(entry.get("default")) and not has_default
        ids.setdefault(entry["type"], entry | {"default": is_default})
    merged["uniqueid"] = list(ids.values())
    rated = {entry["name"]: entry for entry in (*values.get(RATINGS, ()), *(merged.get(RATINGS) or ()))}
    merged[RATINGS] = list(rated.values())
    return {name: None if value in ("", 0, None, [], {}) else value for name, value in merged.items()}


def settled(values: Values, original: Mapping[str, object], locks: Collection[str]) -> Values:
    """Return values without those that stay as they are in an NFO: locked ones and the default id's mark."""
    kept = {name: value for name, value in values.items() if not _is_kept(name, original, locks)}
    there = original.get("uniqueid") or ()
    if kept.get("uniqueid") and any(entry["default"] for entry in there):  # type: ignore[attr-defined]
        kept["uniqueid"] = [entry | {"default": False} for entry in kept["uniqueid"]]
    return kept


def _is_kept(name: str, original: Mapping[str, object], locks: Collection[str]) -> bool:
    return f"{FIELD_LOCK}{name}" in locks and name in original


def _time_of(text: str) -> str:
    """Return a time of the app, ``2024-05-01T10:00:00Z``, as Kodi writes it; empty for none."""
    return text[:19].replace("T", " ") if len(text) >= 19 else ""


def stream_details(facts: Mapping[str, Any]) -> Values:
    """Return what is known of a file's streams in Kodi's words; Kodi replaces it by what it finds itself."""
    if not facts:
        return {}
    width, _, height = str(facts.get("resolution", "")).partition("x")
    codec = str(facts.get("videoCodec", "")).lower()
    kind = str(facts.get("videoDynamicRangeType", ""))
    video = {
        "codec": _CODECS.get(codec, codec),
        "width": int(width) if width.isdecimal() else None,
        "height": int(height) if height.isdecimal() else None,
        "durationinseconds": _seconds(str(facts.get("runTime", ""))),
        "hdrtype": next((word for mark, word in _HDR if kind.startswith(mark)), None),
    }
    sound = str(facts.get("audioCodec", "")).lower()
    channels = facts.get("audioChannels")
    count = int(channels) + round(channels % 1 * 10) if isinstance(channels, int | float) else 0  # 5.1 are 6
    audio = {"codec": _SOUNDS.get(sound, sound), "channels": count}
    languages = [word for word in str(facts.get("audioLanguages", "")).split("/") if word.strip()] or [""]
    return {
        "video": [_filled(video)],
        "audio": [_filled(audio | {"language": word.strip()}) for word in languages] if sound else [],
        "subtitle": [
            {"language": word.strip()} for word in str(facts.get("subtitles", "")).split("/") if word.strip()
        ],
    }


def _filled(parts: Values) -> Values:
    return {name: value for name, value in parts.items() if value}


def _seconds(text: str) -> int:
    """Return a running time such as ``1:57:03`` or ``45:10`` in seconds; 0 for none."""
    parts = text.split(":")
    if not 1 < len(parts) < 4 or not all(part.partition(".")[0].isdecimal() for part in parts):
        return 0
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part.partition(".")[0])
    return seconds
