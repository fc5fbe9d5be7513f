"""Routes that ask the metadata host or the indexers: look-ups, releases, and releases that are pushed."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from arrtui.demo.app.release_book import ListedRelease
from arrtui.demo.app.routes_releases import REMEMBERED
from arrtui.demo.http.clock import DAY, epoch, iso
from arrtui.demo.http.errors import broken, conflict, described, failure, refuse_if_any
from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import Obj, Reply
from arrtui.demo.lidarr import drawing
from arrtui.demo.lidarr.decisions import judge
from arrtui.demo.lidarr.host_errors import require_host
from arrtui.demo.lidarr.importing import grab
from arrtui.demo.lidarr.named import ParsedAlbum, parse_album, plain
from arrtui.demo.lidarr.resources import looked_up_album, looked_up_artist
from arrtui.demo.lidarr.store import LidarrStore
from arrtui.demo.lidarr.views import Call
from arrtui.demo.world.music import HostAlbum, HostArtist, is_uuid, uuid_of
from arrtui.demo.world.releases import quality_model

_PREFIXES = ("lidarr:", "lidarrid:", "mbid:")
_MOST_FOUND = 20
_DRAWN_RELEASES = 4


def _uuid_in(term: str) -> str | None:
    """Return the UUID a term asks for, None for a term of words."""
    wanted = term.strip().lower()
    return next((wanted[len(prefix) :] for prefix in _PREFIXES if wanted.startswith(prefix)), None)


def _artists_found(store: LidarrStore, term: str) -> list[HostArtist]:
    uuid = _uuid_in(term)
    if uuid is None:
        return list(store.host.search(term))[:_MOST_FOUND]
    artist = store.host.artist(uuid) if is_uuid(uuid) else None
    return [artist] if artist else []


def _albums_found(store: LidarrStore, term: str) -> Iterator[HostAlbum]:
    uuid, wanted = _uuid_in(term), term.strip().lower()
    if uuid is not None or wanted.isdigit():
        album = store.host.album(uuid if uuid is not None else uuid_of("b", int(wanted)))
        yield from [album] if album else []
        return
    for artist in list(store.host.artists.values()):
        yield from (album for album in artist.albums if wanted and wanted in album.title.lower())


def lookup_artists(call: Call) -> Reply:
    """Search the host for artists: by UUID (`lidarr:UUID`) or by words."""
    store, term = call.store, call.text("term")
    require_host(store, None if _uuid_in(term) is not None else term)
    store.host.asked += 1
    rows = [looked_up_artist(known, store, proxied=True) for known in _artists_found(store, term)]
    return Reply(rows, held_back=store.host.seconds)


def lookup_albums(call: Call) -> Reply:
    """Search the host for albums."""
    store, term = call.store, call.text("term")
    require_host(store, None if _uuid_in(term) is not None else term)
    store.host.asked += 1
    rows = [looked_up_album(store, listed) for listed in list(_albums_found(store, term))[:_MOST_FOUND]]
    return Reply(rows, held_back=store.host.seconds)


def search(call: Call) -> Reply:
    """Search the host for artists and albums together."""
    store, term = call.store, call.text("term")
    require_host(store, term)
    store.host.asked += 1
    rows: list[Obj] = [
        {"foreignId": known.artist_id, "artist": looked_up_artist(known, store, proxied=False)}
        for known in _artists_found(store, term)
    ]
    rows += [
        {"foreignId": listed.album_id, "album": looked_up_album(store, listed, proxied=False)}
        for listed in list(_albums_found(store, term))[:_MOST_FOUND]
    ]
    return Reply([row | {"id": number} for number, row in enumerate(rows, 1)], held_back=store.host.seconds)


# ---- releases -------------------------------------------------------------------------------------


def search_releases(call: Call) -> list[Obj]:
    """List what the indexers have of an album, or of an artist's first; nothing where all of them fail."""
    store, number = call.store, call.number("albumId")
    if store.releases.indexers_down or not store.providers["indexer"]:
        return []
    album = store.albums.get(number) if number else None
    if album is None and call.number("artistId"):
        album = next(iter(store.albums_of(call.number("artistId"))), None)
    if album is None and number:
        raise broken(f"Album with ID {number} does not exist")
    if album is None:
        return []
    artist = store.artists[album["artistId"]]
    records = [_drawn_release(store, artist, album, place) for place in range(_DRAWN_RELEASES)]
    return [record | {"releaseWeight": place} for place, record in enumerate(records)]


def _drawn_release(store: LidarrStore, artist: Obj, album: Obj, place: int) -> Obj:
    """Return a release of an album that an indexer has; the same for the same place."""
    rng = random.Random(f"{store.seed}:{album['foreignAlbumId']}:{place}")
    facts, listed = drawing.make_facts(rng), store.facts(album)
    name = drawing.release_name(artist["title"], listed.title, listed.date[:4] or "2020", facts)
    seconds = sum(track.duration for track in listed.releases[0].tracks) // 1000
    age = 3 + place * 11
    record = {
        "guid": f"https://nzb.example/release/{album['foreignAlbumId']}/{place}",
        "title": name,
        "size": facts["rate"] * 125 * seconds,
        "indexerId": 1,
        "indexer": "NZB Harbour",
        "quality": facts["quality"],
        "releaseGroup": facts["releaseGroup"] or "",
        "publishDate": iso(store.today - age * DAY),
        "downloadUrl": f"https://nzb.example/get/{album['id']}-{place}.nzb",
        "protocol": "usenet",
        "indexerFlags": facts["indexerFlags"],
    }
    record = _release_record(store, record, ParsedAlbum(artist["title"], listed.title, {}, ""), artist, album)
    store.releases.keep(artist, record | {"albumId": album["id"]})
    return record


def _release_record(
    store: LidarrStore, sent: Obj, parsed: ParsedAlbum | None, artist: Obj | None, album: Obj | None
) -> Obj:
    """Render a release with the verdict of the app; of one without an album its formats are not looked at."""
    facts = {"relativePath": f"{sent['title']}.nzb", "sceneName": sent["title"], "indexerFlags": 0, **sent}
    scores: Obj = {"customFormats": [], "customFormatScore": 0}
    if artist and album:
        scored = store.scored(facts, artist["qualityProfileId"], 0)
        scores = {key: scored[key] for key in scores}
    weights = {row["quality"]["id"]: row["weight"] for row in store.quality_definitions.values()}
    hours = max(0.0, (time.time() - epoch(sent["publishDate"])) / 3600)
    record = sent | {
        "qualityWeight": weights.get(sent["quality"]["quality"]["id"], 0) * 25 + 1,
        "age": int(hours // 24),
        "ageHours": hours,
        "ageMinutes": hours * 60,
        "releaseHash": "",
        "discography": False,
        "sceneSource": False,
        "artistName": parsed.artist if parsed else "",
        "albumTitle": parsed.album if parsed else "",
        "temporarilyRejected": False,
        "downloadAllowed": album is not None,
        "releaseWeight": 0,
        **scores,
    }
    if artist is None:
        reasons = ["Unknown Artist"]
    elif album is None:
        reasons = ["Unable to parse albums from release name"]
    else:
        reasons = judge(store, artist, album, record)
    return record | {"approved": not reasons, "rejected": bool(reasons), "rejections": reasons}


def grab_release(call: Call) -> Reply:
    """Grab a release that a search has listed lately, rejected or not."""
    body, store = call.object, call.store
    listed: ListedRelease | None = store.releases.listed.get(str(body.get("guid")))
    if listed is None or listed.listed_at < time.time() - REMEMBERED:
        message = "Couldn't find requested release in cache, try searching again"
        raise described(404, message, "Api.V1/Indexers/ReleaseController.cs:line 75")
    if store.releases.indexers_down:
        raise conflict("Getting release from indexer failed")
    album = store.albums[listed.release["albumId"]]
    grab(store, store.artists[album["artistId"]], album, listed.release)
    return Reply(body)


def push_release(call: Call) -> Obj:
    """Judge a release that is sent, and grab it if it is approved."""
    store, body = call.store, call.object
    failures = [
        failure(name, f"'{name}' must not be empty.", body.get(key), "NotEmptyValidator")
        for key, name in (("title", "Title"), ("downloadUrl", "DownloadUrl"), ("publishDate", "PublishDate"))
        if not body.get(key)
    ]
    refuse_if_any(failures)
    parsed = parse_album(str(body["title"]))
    artist, album = _named(store, parsed) if parsed else (None, None)
    sent = {
        "guid": f"PUSH-{body['downloadUrl']}",
        "title": body["title"],
        "size": body.get("size") or 0,
        "indexerId": 0,
        "indexer": body.get("indexer") or "",
        "quality": parsed.quality if parsed else quality_model("lidarr", "Unknown"),
        "releaseGroup": parsed.group if parsed else "",
        "publishDate": iso(epoch(str(body["publishDate"]))),
        "downloadUrl": body["downloadUrl"],
        "protocol": body.get("protocol") or "unknown",
        "indexerFlags": 0,
    }
    record = _release_record(store, sent, parsed, artist, album)
    if record["approved"] and artist and album:
        grab(store, artist, album, record)
    return record


def _named(store: LidarrStore, parsed: ParsedAlbum) -> tuple[Obj | None, Obj | None]:
    """Return the artist and the album of the library that a release names, None for what is not there."""
    artists = store.artists.values()
    artist = next((row for row in artists if plain(row["title"]) == plain(parsed.artist)), None)
    albums = store.albums_of(artist["id"]) if artist else []
    wanted = plain(parsed.album)
    return artist, next((row for row in albums if plain(store.facts(row).title) == wanted), None)


TABLE: Table = [
    ("GET", "/api/v3/artist/lookup", lookup_artists),
    ("GET", "/api/v3/album/lookup", lookup_albums),
    ("GET", "/api/v3/search", search),
    ("GET", "/api/v3/release", search_releases),
    ("POST", "/api/v3/release", grab_release),
    ("POST", "/api/v3/release/push", push_release),
]
