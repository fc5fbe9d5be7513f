"""An estate for the tests of the library, with everything that can go wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from arrtui.core.domain import (
    Change,
    ChangeKind,
    EntityType,
    Episode,
    Item,
    MediaFile,
    ReleaseEvent,
    Season,
    Setting,
    Volatile,
    encode,
)
from arrtui.db import estate, history, records, snapshots
from arrtui.db.records import Listing, RecordBatch
from arrtui.db.snapshots import SnapshotRow

NOW = 1_760_000_000.0
"""2025-10-09 08:53:20 UTC."""
INSTANCES = {
    "radarr.main": "radarr",
    "radarr.uhd": "radarr",
    "sonarr.main": "sonarr",
    "sonarr.anime": "sonarr",
}
HOSTILE = "[bold]<script>\x1b[31mred\x1b[0m\nnext\u202eline[/]"
HEBREW = "\u05e9\u05dc\u05d5\u05dd"


def profile(number: int, name: str, wanted: int, scores: dict[int, int], *, upgrades: bool = True) -> Setting:
    items = [{"format": one, "name": "", "score": score} for one, score in scores.items()]
    body = {
        "upgradeAllowed": upgrades,
        "cutoffFormatScore": wanted,
        "minFormatScore": 0,
        "formatItems": items,
    }
    return Setting(id=number, type="quality_profile", name=name, body=body)


def settings() -> list[Setting]:
    return [
        profile(1, "HD", 2000, {1: 1750, 2: -10000, 3: 0}),
        profile(2, "UHD [hot]", 0, {1: 100, 2: 0, 3: 0}, upgrades=False),
        Setting(id=1, type="custom_format", name="HD Bluray Tier 01"),
        Setting(id=2, type="custom_format", name="BR-DISK"),
        Setting(id=3, type="custom_format", name="[red]DTS[/red]"),
        Setting(id=1, type="tag", name="kids"),
        Setting(id=2, type="tag", name="keep"),
    ]


def movie(number: int, external: int, title: str, **more: Any) -> Item:
    values: dict[str, Any] = {
        "year": 1990 + number, "status": "released", "path": f"/movies/{number}", "root_folder": "/movies",
        "profile_id": 1, "monitored": True, "added": f"2024-01-{number:02}T10:00:00Z",
        "minimum_availability": "released", "runtime": 100 + number, "sort_title": title.lower(),
    }  # fmt: skip
    return Item(id=number, external_id=str(external or ""), title=title, **(values | more))


def series(number: int, external: int, title: str, **more: Any) -> Item:
    values: dict[str, Any] = {
        "year": 2000 + number, "status": "continuing", "path": f"/tv/{number}", "root_folder": "/tv",
        "profile_id": 1, "monitored": True, "added": f"2024-02-{number:02}T10:00:00Z",
        "series_type": "standard", "sort_title": title.lower(),
        "seasons": (Season(season_number=1, monitored=True), Season(season_number=2, monitored=False)),
    }  # fmt: skip
    return Item(id=number, external_id=str(external or ""), title=title, **(values | more))


def media_file(number: int, item: int, **more: Any) -> MediaFile:
    values: dict[str, Any] = {
        "relative_path": f"file {number}.mkv", "size": 5_000_000_000 + number, "quality_id": 7,
        "quality": "Bluray-1080p", "formats": (1,), "score": 1750, "release_group": "GRP",
        "languages": ((1, "English"),), "date_added": "2024-03-01T10:00:00Z",
        "media": {"videoCodec": "x265", "resolution": "1920x1080", "audioCodec": "DTS", "audioChannels": 5.1},
    }  # fmt: skip
    return MediaFile(id=number, item_id=item, **(values | more))


def episodes_of(item: int, first_id: int, with_files: int) -> tuple[list[Episode], list[MediaFile]]:
    """Two seasons of five episodes; the last one of each is not out yet; the first ones have files."""
    found, files = [], []
    for place in range(10):
        season, number = place // 5 + 1, place % 5 + 1
        file_id = first_id + place if place < with_files else 0
        aired = "2035-01-01T00:00:00Z" if number == 5 else f"2024-0{season}-0{number}T20:00:00Z"
        found.append(
            Episode(
                id=first_id + place, item_id=item, season=season, number=number, title=f"Part {place + 1}",
                air_date=aired, monitored=season == 1, file_id=file_id,
            )
        )  # fmt: skip
        if file_id:
            files.append(media_file(file_id, item, season=season, quality="WEBDL-1080p", score=100 + place))
    return found, files


def store(name: str, things: Iterable[Any], listings: dict[int, Listing], at: float = NOW - 600) -> int:
    """Store records of an instance as a complete snapshot and return the instance's id."""
    instance = estate.ensure_instance(name, name.partition(".")[0])
    types = {Item: EntityType.ITEM, Episode: EntityType.EPISODE, MediaFile: EntityType.FILE}
    docs: dict[EntityType, list[str]] = {type: [] for type in EntityType}
    for thing in things:
        docs[types.get(type(thing), EntityType.SETTING)].append(encode(thing))
    records.write_records(instance, RecordBatch(docs, listings), [])
    snapshots.insert_snapshot(instance, SnapshotRow(taken_at=at, state="complete", items=len(listings)))
    return instance


def small_estate() -> None:
    """Four instances with a dozen titles: shared ones, absent ones, hostile ones. Call it while writing."""
    here = Listing("a", 1, 0, 0, 5_000_000_001, True, encode(Volatile(slug="603")))
    gone = Listing("a", 0, 0, 0, 0, True)
    soon = Listing("a", 0, 0, 0, 0, False)
    main = [
        movie(1, 603, "The Matrix", tags=(1, 2), original_title="Matrix"),
        movie(2, 604, "Missing One"),
        movie(3, 605, "Not Out Yet", status="announced"),
        movie(4, 606, HOSTILE, monitored=False, tags=(9,)),
        movie(5, 0, "No Id"),
        movie(6, 607, HEBREW, root_folder="/archive"),
        movie(7, 608, "Amélie", tags=(1,)),
        media_file(1, 1, formats=(1, 3, 12), score=1800),
        media_file(4, 4, relative_path=f"{HOSTILE}.mkv", quality="WEBDL-720p", formats=(2,), score=-10000),
        media_file(6, 6, cutoff_unmet=True, quality="DVD", score=None, formats=()),
        media_file(7, 7, quality="Remux-1080p"),
        *settings(),
    ]
    instance = store("radarr.main", main, {1: here, 2: gone, 3: soon, 4: here, 5: gone, 6: here, 7: here})
    _past(instance)
    uhd = [
        movie(1, 603, "Die Matrix", profile_id=2),
        movie(2, 0, "No Id"),
        movie(3, 608, "Amélie", monitored=False),
        media_file(1, 1, quality="Bluray-2160p", score=100, size=50_000_000_000),
        *settings(),
    ]
    store("radarr.uhd", uhd, {1: here, 2: gone, 3: gone}, at=NOW - 7_200)
    for name, with_files in (("sonarr.main", 4), ("sonarr.anime", 2)):
        found, files = episodes_of(1, 100, with_files)
        listing = Listing(
            "a", with_files, 4, 10, 5_000_000_000 * with_files, True, encode(Volatile(slug="show"))
        )
        extra = [series(2, 900, "Empty Show")] if name == "sonarr.main" else []
        listings = {1: listing} | ({2: Listing("a")} if extra else {})
        store(name, [series(1, 800, "The Show"), *extra, *found, *files, *settings()], listings)


def _past(instance: int) -> None:
    """Give The Matrix two release events and two changes."""
    events = [
        ReleaseEvent(
            id=1, item_id=1, event="grabbed", date="2024-03-01T09:00:00Z", score=1750, quality="Bluray-1080p",
            source_title="The.Matrix.[bold].1999", indexer="Indexer",
        ),
        ReleaseEvent(
            id=2, item_id=1, event="movieFileDeleted", date="2024-04-01T09:00:00Z", reason="Upgrade",
            source_title="old.mkv",
        ),
    ]  # fmt: skip
    history.store_events(instance, events, {1: 603})
    newer = snapshots.insert_snapshot(instance, SnapshotRow(taken_at=NOW - 300, state="complete"))
    changes = [
        Change(
            type=EntityType.ITEM, key="1", kind=ChangeKind.CHANGED, item_id=1,
            before={"monitored": False, "profile_id": 2}, after={"monitored": True, "profile_id": 1},
        ),
        Change(
            type=EntityType.FILE, key="1", kind=ChangeKind.ADDED, item_id=1,
            after={"id": 1, "item_id": 1, "relative_path": "file 1.mkv"},
        ),
    ]  # fmt: skip
    snapshots.insert_changes(newer, instance, changes)
