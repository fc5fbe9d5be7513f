"""NFO are complete, keep what arrtui does not know, and leave those of others alone unless told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.artwork import MetadataField, PhaseName
from arrtui.core.domain import MediaFile, Setting, Volatile, encode
from arrtui.db.artwork import metadata
from arrtui.db.artwork_models import MetadataRow
from arrtui.media.nfo import read_nfo
from tests.db.samples import store
from tests.runtime.artwork.bench import RADARR, SONARR, PublishBench, publish_bench

TITLE = "Alien (1979)"
NFO = f"{TITLE}.nfo"
OWN = (
    b"<movie><title>Mine</title><plot>Old</plot><playcount>3</playcount><lockdata>true</lockdata>"
    b'<uniqueid type="imdb" default="true">tt1</uniqueid><odd attr="1">kept</odd></movie>'
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PublishBench]:
    """Where all NFO are written."""
    with publish_bench(tmp_path, 'nfo = "all"') as made:
        yield made


def _fields(bench: PublishBench, name: str, external_id: str, part: str = "", **values: object) -> None:
    fields = [
        MetadataField(name=key, value=value, source="tmdb", read_at=1.0) for key, value in values.items()
    ]
    bench.services.database.write_sync(metadata.store_fields, name, external_id, part, fields)


def _nfo(
    bench: PublishBench, name: str = NFO, title: str = TITLE, instance: str = RADARR
) -> dict[str, object]:
    return read_nfo(bench.files(title, instance)[name]).fields()


def _consumer(bench: PublishBench, name: str, **fields: bool) -> None:
    body = {
        "enable": True,
        "implementation": "XbmcMetadata",
        "fields": [{"name": key, "value": value} for key, value in fields.items()],
    }
    store(bench.services.database, name, Setting(id=1, type="metadata_consumer", name="Kodi", body=body))


async def test_the_nfo_of_a_film_says_what_is_known(bench: PublishBench) -> None:
    film = bench.film(
        title="Alien (1979)", imdb_id="tt0078748", collection_title="Alien Collection", runtime=117
    )
    _fields(bench, RADARR, film, title="Alien", plot="In <space> & \u202eno\u202c one", tag=["horror"])
    counts = await bench.publish()
    fields = _nfo(bench)
    assert (counts.published, counts.messages, counts.without_nfo) == (1, [], 0)
    assert (fields["title"], fields["year"], fields["runtime"]) == ("Alien", 1979, 117)
    assert fields["plot"] == "In <space> & \u202eno\u202c one" and fields["tag"] == ["horror"]
    assert fields["set"] == {"name": "Alien Collection"}
    ids = {entry["type"]: entry for entry in fields["uniqueid"]}
    assert ids["tmdb"] == {"type": "tmdb", "default": True, "value": film} and not ids["imdb"]["default"]
    path = bench.root(RADARR) / TITLE / NFO
    before = path.stat()
    assert (await bench.publish()).changed == {} and path.stat().st_mtime_ns == before.st_mtime_ns
    assert before.st_nlink == 1


async def test_the_nfo_of_the_owner_is_kept_in_what_is_not_known_and_in_the_bin(bench: PublishBench) -> None:
    film = bench.film()
    path = bench.root(RADARR) / TITLE / NFO
    path.write_bytes(OWN)
    _fields(bench, RADARR, film, plot="New")
    await bench.publish()
    fields, text = _nfo(bench), path.read_text()
    assert (fields["plot"], fields["playcount"], fields["lockdata"]) == ("New", 3, True)
    assert '<odd attr="1">kept</odd>' in text and text.count('default="true"') == 1
    (binned,) = await bench.services.recycle.files()
    assert Path(binned.bin_path).read_bytes() == OWN
    assert (await bench.publish()).changed == {}


async def test_a_locked_nfo_and_a_locked_field_stay(bench: PublishBench) -> None:
    film, other = bench.film(), bench.film("Other")
    for title in (TITLE, "Other"):
        (bench.root(RADARR) / title / f"{title}.nfo").write_bytes(OWN)
    bench.lock(RADARR, film, "nfo")
    bench.lock(RADARR, other, "field:plot")
    _fields(bench, RADARR, other, plot="New", tagline="Also new")
    await bench.publish()
    assert bench.files()[NFO] == OWN
    fields = _nfo(bench, "Other.nfo", "Other")
    assert (fields["plot"], fields["title"]) == ("Old", "Other") and fields["tagline"] == "Also new"


async def test_movie_nfo_makes_room_and_hands_over_what_it_says(bench: PublishBench) -> None:
    bench.film()
    (bench.root(RADARR) / TITLE / "movie.nfo").write_bytes(OWN)
    await bench.publish()
    assert set(bench.files()) == {NFO} and _nfo(bench)["playcount"] == 3
    assert len(await bench.services.recycle.files()) == 1
    assert (await bench.publish()).changed == {}


async def test_ratings_alone_are_no_reason_to_write(bench: PublishBench) -> None:
    film = bench.film()
    instance_id = store(bench.services.database, RADARR)
    from arrtui.db.records import Listing, RecordBatch, write_records

    def rate(value: float) -> None:
        listing = Listing(
            "x", 1, volatile_doc=encode(Volatile(ratings={"imdb": value, "rottenTomatoes": 98.0}))
        )
        with bench.services.database.writing():
            write_records(instance_id, RecordBatch(listings={int(film) - 600: listing}), ())

    rate(8.4)
    await bench.publish()
    first = bench.files()[NFO]
    rate(8.5)
    assert (await bench.publish()).changed == {} and bench.files()[NFO] == first
    _fields(bench, RADARR, film, tagline="Another reason")
    await bench.publish()
    ratings = {entry["name"]: entry["value"] for entry in _nfo(bench)["ratings"]}
    assert ratings == {"imdb": 8.5, "tomatometerallcritics": 98.0}
    mine = {"name": "themoviedb", "value": 7.9, "max": 10, "default": True}
    _fields(
        bench, RADARR, film, tagline="A provider", ratings=[mine, {"name": "imdb", "value": 8.6, "max": 10}]
    )
    await bench.publish()
    ratings = {entry["name"]: (entry["value"], entry["default"]) for entry in _nfo(bench)["ratings"]}
    joined = {"imdb": (8.6, False), "tomatometerallcritics": (98.0, False), "themoviedb": (7.9, True)}
    assert ratings == joined


async def test_an_nfo_goes_on_beside_the_film_that_took_the_place_of_another(bench: PublishBench) -> None:
    film = bench.film()
    path = bench.root(RADARR) / TITLE / NFO
    path.write_bytes(OWN)
    await bench.publish()
    bench.replace_file(film, f"{TITLE}.mkv", f"{TITLE} Bluray.mkv")
    await bench.publish()
    assert set(bench.files()) == {f"{TITLE} Bluray.nfo"}
    assert _nfo(bench, f"{TITLE} Bluray.nfo")["playcount"] == 3
    path.with_name(f"{TITLE} Bluray.nfo").unlink()  # taken with the film that goes
    bench.replace_file(film, f"{TITLE} Bluray.mkv", f"{TITLE} Remux.mkv")
    await bench.publish()
    assert _nfo(bench, f"{TITLE} Remux.nfo")["playcount"] == 3


async def test_series_and_episodes_have_theirs(bench: PublishBench) -> None:
    double = "Season 01/S01E01-E02.mkv"
    series = bench.series("Dark", (1, 1, double), (1, 2, double), status="ended")
    _fields(bench, SONARR, series, "s01e02", title="Two", plot="Second")
    await bench.publish(SONARR)
    files = bench.files("Dark", SONARR)
    assert set(files) == {"tvshow.nfo", "Season 01/S01E01-E02.nfo"}
    show = read_nfo(files["tvshow.nfo"]).fields()
    assert (show["title"], show["status"]) == ("Dark", "Ended")
    parts = read_nfo(files["Season 01/S01E01-E02.nfo"]).parts()
    assert [(part["season"], part["episode"], part["title"]) for part in parts] == [
        (1, 1, "Part 1"),
        (1, 2, "Two"),
    ]
    assert (await bench.publish(SONARR)).changed == {}


@pytest.mark.parametrize("target", ["nfo", "*"])
@pytest.mark.parametrize("is_taken", [True, False])
async def test_a_locked_one_follows_its_film_as_it_is(
    bench: PublishBench, target: str, is_taken: bool
) -> None:
    film = bench.film()
    bench.choose(RADARR, film, "poster", b"poster")
    await bench.publish()
    before = bench.files()
    bench.lock(RADARR, film, target)
    for path in (bench.root(RADARR) / TITLE / name for name in before if is_taken):
        path.unlink()
    bench.replace_file(film, f"{TITLE}.mkv", f"{TITLE} Remux.mkv")
    facts = {"videoCodec": "x265", "resolution": "3840x2160"}
    file = MediaFile(id=1001, item_id=1, relative_path=f"{TITLE} Remux.mkv", size=200, media=facts)
    store(bench.services.database, RADARR, file)
    await bench.publish()
    after = {name.replace(TITLE, f"{TITLE} Remux"): content for name, content in before.items()}
    assert bench.files() == after and {*bench.placements()[film]} == {*after}
    assert (await bench.publish()).changed == {} and bench.files() == after


async def test_a_replaced_episode_keeps_its_play_count(bench: PublishBench) -> None:
    series = bench.series("Dark", (1, 1, "S01E01.mkv"), (1, 2, "S01E02.mkv"))
    for number in (1, 2):
        _fields(bench, SONARR, series, f"s01e{number:02}", playcount=number)
    await bench.publish(SONARR)
    for part in ("s01e01", "s01e02"):
        bench.services.database.write_sync(metadata.store_fields, SONARR, series, part, [], sources=["tmdb"])
    folder = bench.root(SONARR) / "Dark"
    for number in (1, 2):
        (folder / f"S01E0{number}.nfo").unlink()  # taken with the file that goes
        (folder / f"S01E0{number}.mkv").rename(folder / f"S01E0{number} Remux.mkv")
        path = f"S01E0{number} Remux.mkv"
        store(
            bench.services.database,
            SONARR,
            MediaFile(id=1000 + number, item_id=1, relative_path=path, season=1),
        )
    await bench.publish(SONARR)
    counts = [_nfo(bench, f"S01E0{number} Remux.nfo", "Dark", SONARR)["playcount"] for number in (1, 2)]
    assert counts == [1, 2]


async def test_the_state_of_a_series_is_in_the_words_of_players_and_films_have_none(
    bench: PublishBench,
) -> None:
    film, series = bench.film(status="released"), bench.series("Dark", (1, 1, "S01E01.mkv"), status="ended")
    for name, external_id, status in ((RADARR, film, "released"), (SONARR, series, "ended")):
        _fields(bench, name, external_id, status=status)
        await bench.publish(name)
    assert "status" not in _nfo(bench)
    assert _nfo(bench, "tvshow.nfo", "Dark", SONARR)["status"] == "Ended"
    _fields(bench, SONARR, series, status="Returning Series")
    await bench.publish(SONARR)
    assert _nfo(bench, "tvshow.nfo", "Dark", SONARR)["status"] == "Returning Series"


async def test_those_that_the_app_writes_itself_are_left_to_it(bench: PublishBench, tmp_path: Path) -> None:
    bench.film()
    _consumer(bench, RADARR, movieMetadata=True)
    counts = await bench.publish()
    assert bench.files() == {} and "writes NFO itself" in counts.messages[0]
    bench.series("Dark", (1, 1, "Season 01/S01E01.mkv"))
    _consumer(bench, SONARR, seriesMetadata=True, episodeMetadata=False)
    await bench.publish(SONARR)
    assert set(bench.files("Dark", SONARR)) == {"Season 01/S01E01.nfo"}
    with publish_bench(tmp_path / "beside", 'nfo = "all"\nnfo_beside_app = true') as other:
        other.film()
        _consumer(other, RADARR, movieMetadata=True)
        await other.publish()
        assert set(other.files()) == {NFO}


async def test_only_missing_ones(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'nfo = "missing"') as bench:
        bench.film()
        other, third = bench.film("Other"), bench.film("Third")
        (bench.root(RADARR) / TITLE / NFO).write_bytes(OWN)
        (bench.root(RADARR) / "Third" / "movie.nfo").write_bytes(OWN)
        await bench.publish()
        assert bench.files()[NFO] == OWN and set(bench.files("Third")) == {"movie.nfo"}
        assert set(bench.placements()) == {other} and third
        _fields(bench, RADARR, other, plot="New")
        assert (await bench.publish()).published == 1 and _nfo(bench, "Other.nfo", "Other")["plot"] == "New"
        (bench.root(RADARR) / "Other" / "Other.nfo").write_bytes(OWN)
        _fields(bench, RADARR, other, plot="Newer")
        await bench.publish()
        assert bench.files("Other")["Other.nfo"] == OWN, "somebody's by now"


async def test_without_nfo_kodi_shows_nothing_and_publish_says_so(tmp_path: Path) -> None:
    with publish_bench(tmp_path) as bench:
        bench.film()
        bench.film("Other")
        (bench.root(RADARR) / "Other" / "Other.nfo").write_bytes(OWN)
        counts = await bench.publish()
        assert counts.without_nfo == 1 and "Kodi's local scraper" in counts.messages[0]


async def test_switched_off_nothing_of_ours_goes_and_it_still_follows(bench: PublishBench) -> None:
    film = bench.film()
    await bench.publish()
    bench.services.config.artwork.__dict__["nfo"] = "off"
    assert (await bench.publish()).changed == {} and set(bench.files()) == {NFO}
    bench.replace_file(film, f"{TITLE}.mkv", f"{TITLE} Bluray.mkv")
    await bench.publish()
    assert set(bench.files()) == {f"{TITLE} Bluray.nfo"}


async def test_a_broken_or_huge_nfo_loses_nothing(bench: PublishBench) -> None:
    bench.film()
    path = bench.root(RADARR) / TITLE / NFO
    evil = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><movie><plot>&x;</plot><title>A</title'
    path.write_bytes(evil)
    await bench.publish()
    assert b"root:" not in path.read_bytes() and _nfo(bench)["title"] == TITLE
    (binned,) = await bench.services.recycle.files()
    assert Path(binned.bin_path).read_bytes() == evil
    assert MetadataRow.select().count() == 0


async def test_a_scan_counts_none_that_arrtui_wrote_as_found(bench: PublishBench) -> None:
    bench.film()
    await bench.publish()
    assert NFO in bench.files()
    bench.services.start()
    found = []
    for _ in range(2):
        (job_id,) = await bench.services.artwork.start(PhaseName.SCAN, [RADARR])
        result = (await bench.finished(job_id)).result or {}
        found.append((result["found"], result["failed"]))
    assert found == [(0, 0), (0, 0)]
