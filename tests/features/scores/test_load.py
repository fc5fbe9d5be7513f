"""Reading a stored instance for its scores: what counts, what is left out, what profiles say."""

from __future__ import annotations

import pytest

from arrtui.clients import make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.apps import Kind
from arrtui.core.domain import Episode, Item, MediaFile, Record, Setting, encode
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.text import format_iso
from arrtui.db import snapshots
from arrtui.db.database import Database
from arrtui.db.records import Listing, RecordBatch, write_records
from arrtui.db.snapshots import SnapshotRow
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.backup.backup import back_up
from arrtui.features.backup.store import BackupRules
from arrtui.features.scores.load import load_library
from arrtui.features.scores.model import Missing, Profile, ScoredFile, ScoreLibrary
from tests.db.samples import store
from tests.features.backup.conftest import config_of, no_progress

AT = 1_760_000_000.0
"""2025-10-09 08:53:20 UTC."""
PAST, FUTURE = "2025-10-09T08:53:20Z", "2025-10-09T08:53:21Z"


def stored(database: Database, name: str, *records: Record, **listings: Listing) -> ScoreLibrary:
    """Store records of an instance as a complete snapshot and load it; listings by ``item_ID``."""
    instance_id = store(database, name, *records)
    by_id = {int(key.removeprefix("item_")): listing for key, listing in listings.items()}
    with database.writing():
        write_records(instance_id, RecordBatch(listings=by_id), ())
        snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=AT, state="complete"))
    return loaded(database, name)


def loaded(database: Database, name: str) -> ScoreLibrary:
    return database.read_sync(load_library, name, Kind(name.partition(".")[0]))


def movie(number: int, *, monitored: bool = True, title: str = "The Matrix") -> Item:
    external = 600 + number
    return Item(
        id=number, external_id=str(external), tmdb_id=external, title=title, year=1999, profile_id=4,
        monitored=monitored,
    )  # fmt: skip


def series(number: int, *, monitored: bool = True) -> Item:
    return Item(
        id=number,
        external_id=str(800 + number),
        tmdb_id=5,
        title="The Show",
        profile_id=4,
        monitored=monitored,
    )


def episode(
    number: int, *, file: int = 0, item: int = 1, monitored: bool = True, aired: str = PAST
) -> Episode:
    return Episode(
        id=100 + number, item_id=item, season=1, number=number, file_id=file, monitored=monitored,
        air_date=aired,
    )  # fmt: skip


def profile(**body: object) -> Setting:
    return Setting(id=4, type="quality_profile", name="HD", body=body)


def test_nothing_stored_says_what_to_do(database: Database) -> None:
    with pytest.raises(NoSuchSnapshotError, match="--run backup radarr"):
        loaded(database, "radarr.main")
    store(database, "radarr.main", movie(1))
    with pytest.raises(NoSuchSnapshotError):
        loaded(database, "radarr.main")


def test_a_movie_file_has_all_of_its_title(database: Database) -> None:
    file = MediaFile(
        id=9, item_id=1, relative_path="a.mkv", size=2**40, quality_id=7, quality="Bluray-1080p",
        formats=(3, 1), score=-35_000, cutoff_unmet=True, release_group="GRP",
    )  # fmt: skip
    listing = Listing(files=1, available=False, volatile_doc=encode({}))
    library = stored(database, "radarr.main", movie(1), file, item_1=listing)
    assert library.files == [
        ScoredFile(
            "radarr.main", Kind.RADARR, 9, 1, "601", "The Matrix", 1999, 4, 7, "Bluray-1080p", -35_000,
            (3, 1), 2**40, True, False, True, path="a.mkv", release_group="GRP",
        )
    ]  # fmt: skip
    assert (library.taken_at, library.kind) == (AT, Kind.RADARR)


def test_movies_wanted_are_monitored_and_available(database: Database) -> None:
    here, gone, soon = Listing(files=1), Listing(), Listing(available=False)
    items = [movie(1), movie(2), movie(3), movie(4, monitored=False)]
    library = stored(database, "radarr.main", *items, item_1=here, item_2=gone, item_3=soon, item_4=here)
    assert library.missing == Missing(wanted=2, present=1)


def test_an_episode_file_is_followed_where_series_and_an_episode_are(database: Database) -> None:
    records: list[Record] = [
        *(series(1), series(2, monitored=False)),
        *(episode(1, file=11), episode(2, file=11, monitored=False)),
        *(episode(4, file=12, monitored=False), episode(5, file=13, item=2)),
        *(MediaFile(id=number, item_id=1, season=1) for number in (11, 12, 14)),
        MediaFile(id=13, item_id=2, season=1),
    ]
    files = {file.file_id: file for file in stored(database, "sonarr.main", *records).files}
    assert {number: file.monitored for number, file in files.items()} == {
        11: True,
        12: False,
        13: False,
        14: False,
    }
    assert (files[11].episodes, files[11].episode_ids, files[11].season) == ((1, 2), (101, 102), 1)
    assert (files[14].episodes, files[14].available) == ((), True)


def test_episodes_wanted_are_monitored_and_aired(database: Database) -> None:
    records: list[Record] = [
        *(series(1), series(2, monitored=False), MediaFile(id=11, item_id=1, season=1)),
        *(episode(1, file=11), episode(2), episode(3, aired=FUTURE), episode(4, aired="")),
        *(episode(5, monitored=False), episode(6, item=2)),
    ]
    assert stored(database, "sonarr.main", *records).missing == Missing(wanted=2, present=1)


def test_a_file_whose_title_is_gone_is_left_out(database: Database) -> None:
    records = [movie(1), MediaFile(id=1, item_id=1), MediaFile(id=2, item_id=7)]
    assert [file.file_id for file in stored(database, "radarr.main", *records).files] == [1]


def test_equal_ids_on_two_instances_never_mix(database: Database) -> None:
    stored(database, "radarr.main", movie(1), MediaFile(id=1, item_id=1, score=5), profile())
    other = stored(database, "radarr.4k", movie(1, title="Other"), MediaFile(id=1, item_id=1, score=7))
    assert [(file.title, file.score) for file in other.files] == [("Other", 7)]
    assert other.profiles == {}
    assert [file.score for file in loaded(database, "radarr.main").files] == [5]


def test_a_profile_is_read_from_its_body(database: Database) -> None:
    items = [
        {"quality": {"name": "Unknown"}, "items": [], "allowed": False},
        {
            "id": 1000,
            "name": "WEB 1080p",
            "items": [{"quality": {"id": 3}, "allowed": True}, {"quality": {"id": 15}, "allowed": True}],
            "allowed": True,
        },
        {"quality": {"id": 7, "name": "Bluray-1080p"}, "items": [], "allowed": True},
    ]
    body = {
        "upgradeAllowed": True, "cutoff": 1000, "items": items, "minFormatScore": -100,
        "cutoffFormatScore": 2000, "minUpgradeFormatScore": 50,
        "formatItems": [{"format": 1, "name": "x", "score": 10}, {"format": 2, "score": 0}],
    }  # fmt: skip
    formats = Setting(id=1, type="custom_format", name="x265")
    library = stored(database, "radarr.main", profile(**body), formats)
    assert library.formats == {1: "x265"}
    assert library.profiles[4] == Profile(
        instance="radarr.main", id=4, name="HD", upgrade_allowed=True, cutoff=1000,
        items=(((0,), "Unknown", False), ((1000, 3, 15), "WEB 1080p", True), ((7,), "Bluray-1080p", True)),
        minimum=-100, wanted=2000, step=50, scores={1: 10, 2: 0},
    )  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"minUpgradeFormatScore": None, "items": None, "formatItems": [None], "cutoff": "7"},
        {"items": ["x"], "formatItems": {"a": 1}, "upgradeAllowed": "yes", "minFormatScore": None},
    ],
)
def test_what_a_profile_does_not_say_is_unset(database: Database, body: dict[str, object]) -> None:
    library = stored(database, "radarr.main", profile(**body))
    assert library.profiles[4] == Profile(instance="radarr.main", id=4, name="HD")


async def test_a_simulated_estate_is_read_as_the_apps_have_it(database: Database) -> None:
    with SimulatedEstate(EstateSize(radarr=(("main", 25),), sonarr=(("anime", 2, 40),))) as estate:
        for app in estate.apps.values():
            config = config_of(app)
            client = make_client(config, ArrHttp(config, backoff=0.0))
            await back_up(client, database, BackupRules(history=False), width=2, progress=no_progress)
            await client.aclose()
            library = loaded(database, app.name)
            assert {file.file_id for file in library.files} == set(app.store.files)
            assert library.profiles.keys() == app.store.profiles.keys()
            assert library.formats.keys() == app.store.formats.keys()
            for file in library.files:
                scores = library.profiles[file.profile_id].scores
                assert file.score == sum(scores[number] for number in file.formats)
                assert bool(file.episodes) is (app.kind == "sonarr")
            assert 0 < library.missing.present <= library.missing.wanted


def test_moments_compare_with_what_the_apps_write() -> None:
    assert format_iso(AT) == PAST < FUTURE < format_iso(AT + 2)
