"""Which pictures of actors are downloaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.artwork import MetadataField
from arrtui.db.artwork import metadata
from arrtui.db.database import Database
from arrtui.features.artwork.actors import MOST_ACTORS, actor_candidates
from tests.features.artwork.enriched import Enriched
from tests.media.pictures import draw

ACTORS = [
    {"name": "Sigourney Weaver", "role": "Ripley", "order": 0, "thumb": "https://i/weaver.jpg"},
    {"name": "Tom Skerritt", "role": "Dallas", "order": 1, "thumb": ""},
    {"name": "../../etc/passwd", "thumb": "https://i/etc.jpg"},
    {"name": "Sigourney Weaver", "thumb": "https://i/other.jpg"},
    {"name": "File", "thumb": "file:///etc/passwd"},
    "John Hurt",
    {"name": 7, "thumb": None},
]


@pytest.mark.parametrize("value", [None, "text", 7, {}, [None], [{}], [[]]])
def test_what_is_no_list_of_actors_has_no_pictures(value: object) -> None:
    assert actor_candidates([MetadataField(name="actor", value=value, source="tmdb")]) == {}


def test_names_that_are_no_names_and_addresses_that_are_none_are_left_out() -> None:
    known = actor_candidates([MetadataField(name="actor", value=ACTORS, source="tmdb")])
    assert {slot: entry.address for slot, entry in known.items()} == {
        "actor:Sigourney Weaver": "https://i/weaver.jpg"
    }
    many = [{"name": f"Actor {number}", "thumb": f"https://i/{number}"} for number in range(99)]
    assert len(actor_candidates([MetadataField(name="actor", value=many, source="tmdb")])) == MOST_ACTORS


@pytest.mark.parametrize("wanted", [True, False])
def test_pictures_of_actors_are_downloaded_only_where_they_are_wanted(
    database: Database, tmp_path: Path, wanted: bool
) -> None:
    films = Enriched(database, tmp_path, actors=wanted)
    film = films.add("Alien")
    films.tmdb.values[film] = {"actor": ACTORS}
    films.tmdb.images["https://i/weaver.jpg"] = draw(seed=4)
    report = films.run()
    assert (report.fetched, report.failed) == (int(wanted), 0)
    assert films.chosen(film) == ({"actor:Sigourney Weaver": "https://i/weaver.jpg"} if wanted else {})
    assert films.due() == []
    films.run(film)
    assert films.tmdb.asked["image"] == int(wanted)
    assert films.in_cache() == films.assets().keys()


def test_what_an_nfo_names_is_not_downloaded(database: Database, tmp_path: Path) -> None:
    films = Enriched(database, tmp_path, actors=True)
    film = films.add("Alien")
    read = MetadataField(name="actor", value=ACTORS, source="nfo")
    database.write_sync(metadata.store_fields, films.instance.name, film, "", [read])
    report = films.run()
    assert (report.fetched, report.faults) == (0, [])


def test_a_picture_that_is_none_is_told(database: Database, tmp_path: Path) -> None:
    films = Enriched(database, tmp_path, actors=True)
    film = films.add("Alien")
    films.tmdb.values[film] = {"actor": ACTORS}
    films.tmdb.images["https://i/weaver.jpg"] = b"<svg/>"
    report = films.run()
    assert "SVG" in report.faults[0]
    assert films.chosen(film) == {} and films.due() == []
