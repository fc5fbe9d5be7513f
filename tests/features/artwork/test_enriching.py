"""Enriching titles: what is gathered, downloaded and chosen, and what a second run does."""

from __future__ import annotations

import asyncio
import errno
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from arrtui.core.artwork import AssetOrigin, SlotChoice
from arrtui.db.artwork import assets, slots
from arrtui.db.database import Database
from arrtui.media.art_cache import ArtCache
from arrtui.runtime.engine.jobs import JobCancelled
from tests.features.artwork.enriched import Enriched, MemoryProvider
from tests.media.pictures import bomb, draw


@pytest.fixture
def films(database: Database, tmp_path: Path) -> Enriched:
    return Enriched(database, tmp_path)


def test_a_title_gets_images_and_values_and_a_second_run_does_nothing(films: Enriched) -> None:
    film = films.add("Alien")
    films.tmdb.add(film, "poster", "https://i/p1.jpg", votes=50, rating=8.0)
    films.tmdb.add(film, "poster", "https://i/p2.jpg", width=400, height=600)
    films.tmdb.add(film, "fanart", "https://i/f1.jpg", width=1920, height=1080, language="")
    films.tmdb.values[film] = {"plot": "In space.", "title": "Alien"}
    report = films.run()
    assert (report.titles, report.candidates, report.fetched, report.failed) == (1, 3, 2, 0)
    assert films.chosen(film) == {"poster": "https://i/p1.jpg", "fanart": "https://i/f1.jpg"}
    assert films.fields(film) == {"plot": ("In space.", "tmdb"), "title": ("Alien", "tmdb")}
    assert films.in_cache() == films.assets().keys() == {c.sha256 for c in films.choices(film).values()}
    asked = dict(films.tmdb.asked)
    assert films.due() == []
    assert films.run(film).fetched == 0
    assert films.tmdb.asked["image"] == asked["image"] == 2


def test_titles_without_files_are_known_but_get_no_images_unless_asked(films: Enriched) -> None:
    film = films.add("Dune", files=0)
    films.tmdb.add(film, "poster", "https://i/p.jpg")
    assert films.run().fetched == 0
    assert len(films.stored(film).candidates) == 1
    assert films.run(film).fetched == 1
    assert films.due() == []


def test_answers_count_for_some_days_and_a_clock_set_back_is_not_believed(films: Enriched) -> None:
    films.add("Alien")
    films.run()
    films.now += 6.9 * 86_400
    assert films.due() == []
    films.now += 86_400
    assert len(films.due()) == 1
    films.now -= 30 * 86_400
    assert len(films.due()) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"languages": ("de",)},
        {"kinds": ("poster",)},
        {"min_score": 60},
        {"image_providers": {"poster": ("app",)}},
    ],
)
def test_other_options_are_taken_up_by_the_next_run(films: Enriched, change: dict[str, Any]) -> None:
    films.add("Alien")
    films.run()
    films.options = films.options.model_copy(update=change)
    assert len(films.due()) == 1
    films.run()
    assert films.due() == []


def test_a_new_provider_and_a_lock_taken_away_are_taken_up(films: Enriched) -> None:
    film = films.add("Alien")
    films.tmdb.add(film, "poster", "https://i/p.jpg")
    films.database.write_sync(slots.lock, films.instance.name, [(film, "poster")], 1.0)
    report = films.run()
    assert (report.fetched, report.locked) == (0, 1)
    assert films.due() == []
    films.database.write_sync(slots.unlock, films.instance.name, [(film, "poster")])
    assert films.run().fetched == 1
    films.providers.append(MemoryProvider("fanart"))
    assert len(films.due()) == 1


def test_what_the_owner_chose_stays(films: Enriched) -> None:
    film = films.add("Alien")
    films.tmdb.add(film, "poster", "https://i/p.jpg", votes=900, rating=10.0)
    mine = SlotChoice(external_id=film, slot="poster", sha256="a" * 64, provider="owner", by_owner=True)
    films.database.write_sync(slots.choose_as_owner, films.instance.name, mine)
    assert films.run().fetched == 0
    assert films.choices(film)["poster"].sha256 == "a" * 64


def test_a_lock_that_comes_while_an_image_is_downloaded_counts(films: Enriched) -> None:
    film = films.add("Alien")
    films.tmdb.add(film, "poster", "https://i/p.jpg")
    image = films.tmdb.image

    async def locking(candidate: Any) -> bytes:
        await films.database.write(slots.lock, films.instance.name, [(film, "*")], 1.0)
        return await image(candidate)

    films.tmdb.image = locking  # type: ignore[method-assign]
    assert films.run().fetched == 0
    assert films.choices(film) == {}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"\xff\xd8\xff" + b"\0" * 100, "JPEG"),
        (draw()[:2_000], "JPEG"),
        (bomb(), "memory"),
        (b"\xff\xd8\xff" + b"\0" * 2_000_000, "the most"),
    ],
    ids=["empty", "svg", "html", "broken", "cut", "bomb", "large"],
)
def test_what_is_no_image_is_passed_over_and_not_downloaded_again(
    films: Enriched, data: bytes, words: str
) -> None:
    film = films.add("Alien")
    films.tmdb.add(film, "poster", "https://i/bad.jpg", data, votes=900, rating=9.0)
    films.tmdb.add(film, "poster", "https://i/good.jpg")
    report = films.run()
    assert films.chosen(film) == {"poster": "https://i/good.jpg"}
    assert words in report.faults[0] and films.due() == []
    films.now += 8 * 86_400
    films.run()
    assert films.tmdb.asked["image"] == 2
    films.run(asks_again=True)
    assert films.tmdb.asked["image"] == 3
    assert films.in_cache() == films.assets().keys()


def test_an_image_that_is_smaller_than_promised_has_to_be_good_enough(films: Enriched) -> None:
    film = films.add("Alien")
    films.options = films.options.model_copy(update={"min_score": 60})
    films.tmdb.add(film, "poster", "https://i/tiny.jpg", draw(20, 30))
    assert films.run().fetched == 0
    assert films.in_cache() == set()
    assert films.stored(film).candidates[0].width == 20


@pytest.mark.parametrize(
    ("players", "chosen"), [({"kodi", "jellyfin"}, "https://i/a.webp"), ({"kodi", "plex"}, "https://i/b.jpg")]
)
def test_a_type_that_a_player_cannot_read_is_passed_over(
    films: Enriched, players: set[str], chosen: str
) -> None:
    films.players = frozenset(players)
    film = films.add("Alien")
    films.tmdb.add(film, "poster", "https://i/a.webp", draw(format="WEBP"), votes=900, rating=9.0)
    films.tmdb.add(film, "poster", "https://i/b.jpg")
    report = films.run()
    assert films.chosen(film) == {"poster": chosen}
    assert [fault for fault in report.faults if "Plex cannot read" in fault] == report.faults
    assert bool(report.faults) is ("plex" in players)


def test_a_picture_of_an_artist_that_kodi_does_not_look_for_is_passed_over(
    database: Database, tmp_path: Path
) -> None:
    artists = Enriched(database, tmp_path, "lidarr.main")
    artists.players = frozenset({"kodi"})
    band, square = artists.add("The Band"), {"width": 500, "height": 500}
    better = draw(500, 500, seed=3, format="PNG")
    artists.tmdb.add(band, "poster", "https://i/a.png", better, votes=900, rating=9.0, **square)
    artists.tmdb.add(band, "poster", "https://i/b.jpg", draw(500, 500), **square)
    report = artists.run()
    assert artists.chosen(band) == {"poster": "https://i/b.jpg"}
    assert [fault for fault in report.faults if "Kodi cannot read" in fault] == report.faults != []


def test_the_same_image_is_downloaded_once_for_all_titles(films: Enriched) -> None:
    data = draw(seed=9)
    for title in ("Alien", "Aliens"):
        film = films.add(title)
        films.tmdb.add(film, "poster", "https://i/same.jpg", data)
        assert films.run().fetched == 1
    assert films.tmdb.asked["image"] == 1
    assert len(films.assets()) == 1


def test_the_app_has_its_own_images_under_the_same_addresses(films: Enriched) -> None:
    films.options = films.options.model_copy(update={"providers": ("app",)})
    app = films.providers[1]
    for number, title in enumerate(("Alien", "Aliens")):
        film = films.add(title)
        app.add(film, "poster", "/api/v3/mediacover/1/poster.jpg", draw(seed=number))
        films.run()
    assert app.asked["image"] == 2
    assert {asset.origin for asset in films.assets().values()} == {AssetOrigin.APP}


def test_a_provider_that_is_down_is_given_up_and_what_it_told_before_stays(films: Enriched) -> None:
    for number in range(10):
        film = films.add(f"Film {number}")
        films.tmdb.add(film, "poster", f"https://i/{number}.jpg")
        films.tmdb.values[film] = {"plot": "In space."}
    films.run()
    films.now += 8 * 86_400
    films.tmdb.down()
    before = films.tmdb.asked["candidates"]
    report = films.run()
    assert films.tmdb.asked["candidates"] - before <= 5
    assert (report.titles, report.failed, len(report.faults)) == (10, 10, 1)
    assert len(films.stored(film).candidates) == 1
    assert films.fields(film)["plot"] == ("In space.", "tmdb")
    assert len(films.due()) == 10
    films.tmdb.fault = None
    assert films.run().failed == 0
    assert films.due() == []


def test_a_title_that_cannot_be_answered_stops_no_other(films: Enriched) -> None:
    for title in ("Alien", "Blow-Up", "Cure", "Dune"):
        film = films.add(title)
        films.tmdb.add(film, "poster", f"https://i/{title}.jpg")
    ask = films.tmdb.candidates

    async def strange(title: Any, languages: Any) -> Any:
        if title.title == "Cure":
            raise ValueError("no number")
        return await ask(title, languages)

    films.tmdb.candidates = strange  # type: ignore[method-assign]
    report = films.run()
    assert (report.titles, report.fetched, report.failed) == (4, 3, 1)
    assert "Cure" in report.faults[0]
    assert [title.title for title in films.due()] == ["Cure"]


def test_values_count_by_the_owners_order(database: Database, tmp_path: Path) -> None:
    films = Enriched(database, tmp_path, field_providers={"plot": ["app", "tmdb"]})
    film = films.add("Alien")
    tmdb, app = films.providers
    tmdb.values[film] = {"plot": "a", "tagline": "b", "ratings": [{"name": "themoviedb", "value": 8.1}]}
    app.values[film] = {"plot": "c", "title": "Alien", "ratings": [{"name": "imdb", "value": 8.5}]}
    films.run()
    fields = films.fields(film)
    assert {name: source for name, (_, source) in fields.items()} == {
        "plot": "app",
        "tagline": "tmdb",
        "title": "app",
        "ratings": "tmdb",
    }
    assert [rating["name"] for rating in fields["ratings"][0]] == ["themoviedb", "imdb"]


def test_a_series_gets_images_of_seasons_and_episodes_that_have_files(
    database: Database, tmp_path: Path
) -> None:
    shows = Enriched(database, tmp_path, "sonarr.tv", kinds=["poster", "thumb"])
    show = shows.add("Dark")
    shows.add_episode(show, 1, 1)
    shows.add_episode(show, 1, 2, file=False)
    shows.add_episode(show, 2, 1, file=False)
    for slot in ("poster", "s01:poster", "s02:poster", "s01e01:thumb", "s01e02:thumb"):
        wide = {"data": draw(320, 180, seed=len(slot)), "width": 1280, "height": 720, "language": ""}
        shows.tmdb.add(show, slot, f"https://i/{slot}.jpg", **(wide if "thumb" in slot else {}))
    shows.tmdb.episodes[show, 1] = {1: {"plot": "one"}, 2: {"plot": "two"}}
    assert shows.run().fetched == 3
    assert set(shows.chosen(show)) == {"poster", "s01:poster", "s01e01:thumb"}
    assert shows.fields(show, "s01e01") == {"plot": ("one", "tmdb")}
    assert shows.fields(show, "s01e02") == {}
    shows.add_episode(show, 2, 2)
    assert shows.run().fetched == 1


def test_a_series_is_taken_up_once_nfo_of_its_episodes_are_written(
    database: Database, tmp_path: Path
) -> None:
    shows = Enriched(database, tmp_path, "sonarr.tv")
    shows.add_episode(shows.add("Dark"), 1, 1)
    shows.run()
    assert shows.due() == []
    shows.options = shows.options.model_copy(update={"nfo": "missing"})
    assert len(shows.due()) == 1


def test_a_full_cache_is_told_and_nothing_is_lost(films: Enriched) -> None:
    for title in ("Alien", "Blow-Up", "Cure"):
        film = films.add(title)
        films.tmdb.add(film, "poster", f"https://i/{title}.jpg")
    films.cache = ArtCache(films.cache.folder, 10)
    report = films.run()
    assert (report.fetched, report.failed) == (0, 3)
    assert "cache" in films.enricher.stopped
    assert films.tmdb.asked["image"] <= 3
    assert films.in_cache() == set() and films.choices(film) == {}
    films.cache = ArtCache(films.cache.folder, 10**9)
    assert films.run().fetched == 3
    assert films.in_cache() == films.assets().keys()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_disk_that_takes_nothing_is_told(
    films: Enriched, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    film = films.add("Alien")
    films.tmdb.add(film, "poster", "https://i/p.jpg")

    def refusing(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr("arrtui.media.art_cache.ensure_private_dir", refusing)
        assert films.run().fetched == 0
    assert films.enricher.stopped and films.choices(film) == {}
    assert asyncio.run(films.keeper().settle()) == 1
    assert films.assets() == {}


def test_a_run_that_is_stopped_goes_on_later(films: Enriched) -> None:
    for number in range(6):
        film = films.add(f"Film {number}")
        films.tmdb.add(film, "poster", f"https://i/{number}.jpg")
    calls = 0

    def stopping() -> None:
        nonlocal calls
        calls += 1
        if calls == 11:
            raise JobCancelled

    films.check = stopping
    with pytest.raises(JobCancelled):
        films.run()
    films.check = lambda: None
    done = 6 - len(films.due())
    assert 0 < done < 6
    images = films.tmdb.asked["image"]
    films.run()
    assert films.due() == []
    assert films.tmdb.asked["image"] <= images + 6 - done
    assert films.in_cache() == films.assets().keys()


def test_a_note_without_its_file_is_taken_back_but_not_what_is_used(films: Enriched) -> None:
    film = films.add("Alien")
    films.tmdb.add(film, "poster", "https://i/p.jpg")
    films.run()
    (used,) = films.assets().values()
    lost = msgspec.structs.replace(used, sha256="b" * 64)
    owners = msgspec.structs.replace(used, sha256="c" * 64, origin=AssetOrigin.OWNER)
    films.database.write_sync(assets.record, [lost, owners])
    assert asyncio.run(films.keeper().settle()) == 1
    assert films.assets().keys() == {used.sha256, "c" * 64}


def test_titles_that_left_meanwhile_are_passed_over(films: Enriched) -> None:
    films.add("Alien")
    (title,) = films.due()
    report = films.run("no such title")
    assert report.titles == 0
    asyncio.run(films.enricher.enrich(title._replace(external_id="999")))
    assert films.enricher.report.failed == 0
