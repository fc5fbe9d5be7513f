"""Who uses a file of the cache, and what of it may leave, on either database."""

from __future__ import annotations

import pytest

from arrtui.core.artwork import NFO, WHOLE_TITLE, Asset, AssetOrigin, Placement, SlotChoice
from arrtui.db.artwork import assets, checks, placements, slots
from arrtui.db.database import Database
from arrtui.db.estate import ensure_instance

MAIN, OTHER = "radarr.main", "radarr.4k"


def digest(number: int) -> str:
    return f"{number:064x}"


def asset(number: int, origin: AssetOrigin = AssetOrigin.PROVIDER) -> Asset:
    return Asset(sha256=digest(number), extension=".jpg", size=1, origin=origin, added_at=1.0)


def choice(number: int, slot: str = "poster", title: str = "1", *, by_owner: bool = False) -> SlotChoice:
    return SlotChoice(
        external_id=title,
        slot=slot,
        sha256=digest(number),
        provider="tmdb",
        address=f"https://images.example/{number}",
        by_owner=by_owner,
    )


def placement(number: int, path: str = "a-poster.jpg", *, placed_at: float = 1.0) -> Placement:
    return Placement(
        external_id="1",
        relative_path=path,
        slot=NFO,
        sha256=digest(number),
        size=1,
        mtime_ns=1,
        placed_at=placed_at,
    )


@pytest.fixture
def stored(database: Database) -> Database:
    """Images: of a slot, of a locked one, the owner's choice, published, begun, the owner's, loose."""

    def store() -> None:
        for name in (MAIN, OTHER):
            ensure_instance(name)
        origins = {6: AssetOrigin.OWNER}
        assets.record(asset(number, origins.get(number, AssetOrigin.PROVIDER)) for number in range(1, 8))
        slots.choose(MAIN, [choice(1), choice(2, "fanart")])
        slots.choose(OTHER, [choice(1, title="9")])
        slots.lock(MAIN, [("1", "fanart")], 1.0)
        slots.choose_as_owner(MAIN, choice(3, "banner", by_owner=True))
        odd = "a\udcff\nb\u202e/<x>.jpg"
        placements.note(MAIN, [placement(4, odd), placement(5, "begun.jpg", placed_at=0.0)])

    database.write_sync(store)
    return database


async def test_slots_come_before_published_files_and_say_whether_they_are_kept(stored: Database) -> None:
    users = await stored.read(checks.uses)
    assert [(use.instance, use.slot, use.is_kept) for use in users] == [
        (OTHER, "poster", False),
        (MAIN, "poster", False),
        (MAIN, "fanart", True),
        (MAIN, "banner", True),
        (MAIN, NFO, True),
    ]
    assert users[-1].relative_path == "a\udcff\nb\u202e/<x>.jpg"
    assert await stored.read(checks.uses, [digest(3), digest(7)]) == [users[3]]
    assert await stored.read(checks.uses, []) == []


async def test_a_lock_on_the_whole_title_keeps_its_slots(stored: Database) -> None:
    await stored.write(slots.lock, MAIN, [("1", WHOLE_TITLE)], 1.0)
    kept = {use.instance: use.is_kept for use in await stored.read(checks.uses, [digest(1)])}
    assert kept == {MAIN: True, OTHER: False}


async def test_only_what_nobody_needs_leaves_and_addresses_stay(stored: Database) -> None:
    gone = await stored.write(checks.evict, [digest(number) for number in range(1, 8)])
    assert gone == [digest(1), digest(7)]
    assert set(await stored.read(assets.assets)) == {digest(number) for number in range(2, 7)}
    emptied = (await stored.read(slots.choices, OTHER))["9"]["poster"]
    assert (emptied.sha256, emptied.address) == ("", "https://images.example/1")
    kept = (await stored.read(slots.choices, MAIN))["1"]
    assert [kept[slot].sha256 for slot in ("poster", "fanart", "banner")] == ["", digest(2), digest(3)]


async def test_what_was_read_is_noted_of_what_is_known(stored: Database) -> None:
    assert await stored.write(checks.mark_verified, [digest(1), digest(99)], 5.0) == 1
    known = await stored.read(assets.assets)
    assert {sha256: one.verified_at for sha256, one in known.items() if one.verified_at} == {digest(1): 5.0}
