"""Choices of images, locks, images of the cache and published files as they come back from the database."""

from __future__ import annotations

import msgspec
import pytest

from arrtui.core.artwork import ArtKind, ArtSlot, Asset, AssetOrigin, Placement, SlotChoice, slot_of
from arrtui.db.artwork import assets, placements, slots
from arrtui.db.database import Database

NAME = "radarr.main"
ODD = "na\udcefve \ufffd-poster.jpg"


def choice(slot: str = "poster", **facts: object) -> SlotChoice:
    return msgspec.convert({"external_id": "603", "slot": slot, "sha256": "a" * 64, **facts}, SlotChoice)


def asset(sha256: str, origin: AssetOrigin = AssetOrigin.PROVIDER) -> Asset:
    return Asset(sha256=sha256, extension=".jpg", size=9, origin=origin, added_at=1.0)


def placement(path: str = "Film-poster.jpg", **facts: object) -> Placement:
    row = {"external_id": "603", "relative_path": path, "slot": "poster", "sha256": "b" * 64}
    return msgspec.convert({**row, "size": 9, "mtime_ns": 5, "placed_at": 2.0, **facts}, Placement)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("poster", ArtSlot(ArtKind.POSTER)),
        ("fanart#2", ArtSlot(ArtKind.FANART, number=2)),
        ("s00:poster", ArtSlot(ArtKind.POSTER, 0)),
        ("s12e03:thumb", ArtSlot(ArtKind.THUMB, 12, 3)),
        ("s2024:banner", ArtSlot(ArtKind.BANNER, 2024)),
    ],
)
def test_a_slot_has_one_text(text: str, slot: ArtSlot) -> None:
    assert slot_of(text) == slot
    assert slot.text == text


@pytest.mark.parametrize(
    "text", ["", "picture", "s:poster", "e01:thumb", "../poster", "poster#", "s1e:thumb"]
)
def test_what_names_no_slot_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        slot_of(text)


async def test_a_phase_leaves_what_is_locked_and_what_the_owner_chose(database: Database) -> None:
    wanted = [choice("poster"), choice("fanart"), choice("banner")]
    await database.write(slots.lock, NAME, [("603", "poster")], 1.0)
    assert await database.write(slots.choose_as_owner, NAME, choice("fanart", by_owner=True))
    stored = await database.write(slots.choose, NAME, wanted)
    assert [row.slot for row in stored] == ["banner"]
    chosen = await database.read(slots.choices, NAME)
    assert chosen["603"].keys() == {"fanart", "banner"}
    assert chosen["603"]["fanart"].by_owner


async def test_a_locked_title_takes_nothing_even_of_the_owner(database: Database) -> None:
    assert await database.write(slots.lock, NAME, [("603", "*")], 1.0) == 1
    assert await database.write(slots.lock, NAME, [("603", "*")], 2.0) == 0
    assert await database.write(slots.choose, NAME, [choice()]) == []
    assert not await database.write(slots.choose_as_owner, NAME, choice())
    assert await database.read(slots.locks, NAME, ["603", "604"]) == {"603": {"*"}}
    assert await database.write(slots.unlock, NAME, [("603", "*")]) == 1
    assert await database.write(slots.choose, NAME, [choice()]) == [choice()]
    assert await database.write(slots.forget_choices, NAME, [("603", "poster")]) == 1


async def test_images_that_something_refers_to_are_not_forgotten(database: Database) -> None:
    known = [asset(letter * 64) for letter in "abc"]
    await database.write(assets.record, known)
    await database.write(slots.choose, NAME, [choice()])
    await database.write(placements.note, NAME, [placement()])
    assert await database.write(assets.forget, [row.sha256 for row in known]) == 1
    assert (await database.read(assets.assets)).keys() == {"a" * 64, "b" * 64}


async def test_an_image_of_the_owner_counts_as_theirs_wherever_it_was_from_before(database: Database) -> None:
    await database.write(assets.record, [asset("a" * 64)])
    await database.write(assets.record, [asset("a" * 64, AssetOrigin.OWNER)])
    await database.write(assets.record, [asset("a" * 64)])
    known = await database.read(assets.assets, ["a" * 64, "f" * 64])
    assert known["a" * 64].origin is AssetOrigin.OWNER


async def test_a_published_file_keeps_its_name_whatever_it_is(database: Database) -> None:
    await database.write(placements.note, NAME, [placement(ODD, placed_at=0.0)])
    await database.write(placements.note, NAME, [placement(ODD, lost_at=9.0)])
    assert await database.read(placements.placements, NAME) == {"603": [placement(ODD, lost_at=9.0)]}
    assert await database.write(placements.forget, NAME, [("603", ODD)]) == 1
