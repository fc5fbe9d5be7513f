"""A Lidarr with every mixture of what a restore brings back, lost whole or in part, and restored."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from arrtui.core.domain import SettingType
from arrtui.core.errors import ArrError
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.sync.fields.metadata_profiles import allows
from arrtui.features.sync.model import PlanKind, Side
from arrtui.features.sync.revert.restore import make_restore
from tests.features.sync.furnished import set_up_anew
from tests.features.sync.rig import Rig

NAME = "lidarr.main"
FIELDS = ("title", "sort_title", "path", "root_folder", "monitored", "monitor_new_items", "status")
"""What is compared of an artist besides its profiles, tags and albums."""


@contextmanager
def lidarr_of(artists: int, folder: Path) -> Iterator[Rig]:
    """Yield a Lidarr with a few formats and so many artists, with an empty database."""
    database = Database.open(f"sqlite:///{folder / 'arrtui.db'}")
    with SimulatedEstate(EstateSize(radarr=(), sonarr=(), lidarr=(("main", artists, 5, 2),))) as estate:
        store = estate.apps[NAME].store
        for number in list(store.formats)[3:]:
            store.delete_format(number)
        store.release_profiles.pop(2)  # two of the same terms cannot be told apart
        yield Rig(estate, database)
    database.close()


async def furnish(rig: Rig) -> None:
    """Give the Lidarr tags, metadata profiles and exclusions of its own."""
    async with rig.client(NAME) as client:
        for number in range(5):
            await client.create_tag(f"tag-{number}")
        wide = (await client.raw_settings(SettingType.METADATA_PROFILE))[-1]
        for name, types in (("EPs too", {"EP", "Album"}), ("Singles too", {"Album", "Single"})):
            listed = wide["primaryAlbumTypes"]
            primary = [row | {"allowed": row["albumType"]["name"] in types} for row in listed]
            body = {**wide, "name": name, "primaryAlbumTypes": primary}
            await client.post_setting(
                SettingType.METADATA_PROFILE, {key: body[key] for key in body if key != "id"}
            )
        await client.add_exclusion("0a0a0a0a-0000-4000-8000-000000000001", "Nobody", 0)
        albums = [album.id for album in (await client.library()).children.records]  # type: ignore[union-attr]
        for number in albums[:: max(2, len(albums) // 6)]:
            await client.remove_child(number, delete_files=True)
    rig.app(NAME).store.settle()


async def mix(rig: Rig, seed: int) -> None:
    """Give every artist and album other values."""
    rng, store = random.Random(seed), rig.app(NAME).store
    async with rig.client(NAME) as client:
        rows = {type: await client.raw_settings(type) for type in SettingType if type in client.app.settings}
        ids = {type: [row["id"] for row in listed] for type, listed in rows.items() if listed}
        for number in list(store.titles):
            values = {
                "monitored": rng.random() < 0.7,
                "monitorNewItems": rng.choice(["all", "none", "new"]),
                "qualityProfileId": rng.choice(ids[SettingType.QUALITY_PROFILE]),
                "metadataProfileId": rng.choice(ids[SettingType.METADATA_PROFILE]),
                "tags": rng.sample(ids[SettingType.TAG], rng.randrange(4)),
            }
            await client.edit([number], {**values, "applyTags": "replace"})
    await refresh(rig)
    async with rig.client(NAME) as client:
        albums = [album.id for album in (await client.library()).children.records]  # type: ignore[union-attr]
        await client.set_episodes(rng.sample(albums, len(albums) // 3), monitored=False)
        await client.set_episodes(rng.sample(albums, len(albums) // 4), monitored=True)


async def refresh(rig: Rig) -> None:
    """Have every artist refreshed."""
    store = rig.app(NAME).store
    async with rig.client(NAME) as client:
        await client.command("RefreshArtist", {"artistIds": [*store.titles]})
    store.settle()


async def lose(rig: Rig, every: int) -> None:
    """Take every so many artists away, and single albums of the others; with all artists the settings too."""
    app = rig.app(NAME)
    async with rig.client(NAME) as client:
        await client.remove([*app.store.titles][::every], delete_files=False, exclude=False)
        app.store.settle()
        for number in list(app.store.albums)[::5]:  # type: ignore[union-attr]
            await client.remove_child(number, delete_files=True)
    app.store.settle()
    if every > 1:
        return
    set_up_anew(app)
    profiles = app.store.metadata_profiles  # type: ignore[union-attr]
    for number in [number for number, row in profiles.items() if row["name"] not in ("Standard", "None")]:
        del profiles[number]
    app.store.touch()


async def stored(rig: Rig) -> Side:
    """Store what the Lidarr has and return it."""
    await rig.back_up(NAME)
    return rig.side(NAME, episodes=True, files=True)


async def restore(rig: Rig, then: Side, *, cut_after: int = 0) -> int:
    """Restore and return the plan; ``cut_after``: the app is lost after so many writes, again and again."""
    plan = rig.save(make_restore(then, await stored(rig)), kind=PlanKind.RESTORE)
    app = rig.app(NAME)
    while cut_after:
        app.faults.crash_after_writes(cut_after)
        try:
            await rig.apply(plan, NAME)
            break
        except ArrError:
            continue
        finally:
            app.faults.clear()
    else:
        await rig.apply(plan, NAME)
    return plan


def state(side: Side) -> dict[str, dict[str, Any]]:
    """Return all of artists that a restore brings back, by their UUIDs.

    Albums that a profile does not allow stay for their files alone: once gone, they cannot come again.
    """
    profiles = {row.name: row.body for row in side.settings if row.type == SettingType.METADATA_PROFILE}
    states = {}
    for title in side.titles:
        profile = profiles[title.profiles["metadata_profile"]]
        allowed = {album.key for album in side.albums.get(title.item.id, ()) if allows(profile, album)}
        flags = side.episodes.get(title.item.id, {})
        states[title.item.external_id] = {
            **{name: getattr(title.item, name) for name in FIELDS},
            "profiles": dict(title.profiles),
            "tags": title.tags,
            "albums": {key: flag for key, flag in flags.items() if key in allowed},
        }
    return states


def unlike(then: Side, now: Side) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Return what differs of artists between two times, by artist and field."""
    before, after = state(then), state(now)
    return {
        (artist, name): (value, after.get(artist, {}).get(name))
        for artist, fields in before.items()
        for name, value in fields.items()
        if value != after.get(artist, {}).get(name)
    }
