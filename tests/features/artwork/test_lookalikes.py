"""Of images that look the same a title gets one: the owner's, else the best."""

from __future__ import annotations

import asyncio
from pathlib import Path

from arrtui.core.art_sources import OWNER
from arrtui.core.artwork import AssetOrigin, SlotChoice
from arrtui.db.artwork import slots
from arrtui.db.database import Database
from arrtui.features.artwork.title import load_title
from tests.features.artwork.enriched import Enriched
from tests.media.pictures import draw

WIDE = {"width": 1920, "height": 1080, "language": ""}
FIRST, TWIN, OTHER = (
    draw(400, 225, seed=5),
    draw(400, 225, seed=5, quality=60),
    draw(400, 225, seed=8),
)


def own(films: Enriched, film: str, slot: str, data: bytes) -> None:
    """Fill a slot with an image of the owner."""
    keeper = films.keeper()

    async def keep() -> str:
        return (await keeper.keep(data, await keeper.inspect(data), AssetOrigin.OWNER)).sha256

    mine = SlotChoice(
        external_id=film, slot=slot, sha256=asyncio.run(keep()), provider="owner", by_owner=True
    )
    films.database.write_sync(slots.choose_as_owner, films.instance.name, mine)


def add(films: Enriched, film: str, name: str, data: bytes, votes: int) -> None:
    films.tmdb.add(film, "fanart", f"https://i/{name}.jpg", data, votes=votes, rating=9.0, **WIDE)


def test_an_image_that_looks_the_same_is_passed_over(database: Database, tmp_path: Path) -> None:
    films = Enriched(database, tmp_path, fanart=2)
    film = films.add("Alien")
    wide = {"width": 1920, "height": 1080, "language": ""}
    films.tmdb.add(film, "fanart", "https://i/1.jpg", draw(400, 225, seed=5), votes=90, rating=9.0, **wide)
    films.tmdb.add(
        film, "fanart", "https://i/2.jpg", draw(400, 225, seed=5, quality=60), votes=50, rating=9.0, **wide
    )
    films.tmdb.add(film, "fanart", "https://i/3.jpg", draw(400, 225, seed=8), **wide)
    films.run()
    assert films.chosen(film) == {"fanart": "https://i/1.jpg", "fanart#2": "https://i/3.jpg"}
    assert len(films.assets()) == 2
    seen = {entry.address: entry.perceptual_hash for entry in films.stored(film).candidates}
    assert all(seen.values())
    assert films.due() == []


def test_many_fanart_images_are_all_different(database: Database, tmp_path: Path) -> None:
    films = Enriched(database, tmp_path, fanart=8)
    film = films.add("Alien")
    for number in range(12):
        films.tmdb.add(
            film,
            "fanart",
            f"https://i/{number}.png",
            draw(seed=number * 7, format="PNG"),
            width=1920,
            height=1080,
            language="",
        )
    films.run()
    chosen = films.chosen(film)
    assert len(set(chosen.values())) == len(chosen) == 8


def test_what_looks_like_the_owners_image_is_passed_over_and_not_downloaded_again(
    database: Database, tmp_path: Path
) -> None:
    films = Enriched(database, tmp_path, kinds=["fanart"], fanart=2)
    film = films.add("Alien")
    own(films, film, "fanart", FIRST)
    add(films, film, "twin", TWIN, 90)
    add(films, film, "other", OTHER, 10)
    films.run()
    assert films.chosen(film) == {"fanart": "", "fanart#2": "https://i/other.jpg"}
    title = films.database.read_sync(load_title, films.instance.name, film, films.options)
    ranked = {row.candidate.address: row.duplicate_of for row in title.pools["fanart"]}
    assert ranked == {"https://i/twin.jpg": OWNER, "https://i/other.jpg": ""}
    images = films.tmdb.asked["image"]
    films.database.write_sync(slots.forget_choices, films.instance.name, [(film, "fanart#2")])
    films.run(film)
    assert films.chosen(film)["fanart#2"] == "https://i/other.jpg"
    assert films.tmdb.asked["image"] == images + 1


def test_what_a_phase_chose_leaves_for_an_image_of_the_owner_that_looks_the_same(
    database: Database, tmp_path: Path
) -> None:
    films = Enriched(database, tmp_path, kinds=["fanart"], fanart=3)
    film, locked = films.add("Alien"), films.add("Aliens")
    for title in (film, locked):
        add(films, title, f"other{title}", OTHER, 90)
        add(films, title, f"twin{title}", TWIN, 10)
    films.run()
    films.database.write_sync(slots.lock, films.instance.name, [(locked, "fanart#2")], 1.0)
    before = films.choices(locked)
    for title in (film, locked):
        own(films, title, "fanart#3", FIRST)
    report = films.run()
    assert films.chosen(film) == {"fanart": f"https://i/other{film}.jpg", "fanart#3": ""}
    assert films.choices(locked)["fanart#2"] == before["fanart#2"]
    assert report.faults == ["Alien: the fanart#2 looks like an image of yours and leaves."]
    assert films.due() == []
