"""Files left out of the candidates: by what they hold, for a while, each on its own instance."""

from __future__ import annotations

import time

import pytest

from arrtui.db.database import Database
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import rows_of
from arrtui.features.scores.ignores import IgnoreKey, ignore, ignored, key_of, unignore
from tests.features.scores.builders import episodes, file

NOW = 1_760_000_000.0
MOVIE = IgnoreKey("radarr.main", "603", -1, -1)
TWIN = MOVIE._replace(instance="radarr.4k")
EPISODE = IgnoreKey("sonarr.main", "603", 1, 1)


@pytest.fixture(autouse=True)
def instances(database: Database) -> None:
    for name in ("radarr.main", "radarr.4k", "sonarr.main"):
        database.write_sync(ensure_instance, name, name.partition(".")[0])


def stored(database: Database) -> int:
    return int(database.read_sync(rows_of, "SELECT count(*) FROM score_ignore")[0][0])


def test_what_is_ignored_is_so_until_its_time_has_come(database: Database) -> None:
    database.write_sync(ignore, [MOVIE, EPISODE], NOW + 10, NOW)
    assert database.read_sync(ignored, NOW) == {MOVIE: NOW + 10, EPISODE: NOW + 10}
    assert database.read_sync(ignored, NOW + 10) == {}


def test_ignoring_again_moves_the_time_and_unignoring_ends_it(database: Database) -> None:
    database.write_sync(ignore, [MOVIE, TWIN, EPISODE], NOW + 10, NOW)
    database.write_sync(ignore, [MOVIE], NOW + 5, NOW)
    database.write_sync(unignore, [EPISODE])
    assert database.read_sync(ignored, NOW) == {MOVIE: NOW + 5, TWIN: NOW + 10}


def test_what_has_expired_is_forgotten_with_the_next(database: Database) -> None:
    database.write_sync(ignore, [MOVIE, EPISODE], NOW + 10, NOW)
    database.write_sync(ignore, [TWIN], NOW + 99, NOW + 10)
    assert (stored(database), database.read_sync(ignored, NOW)) == (1, {TWIN: NOW + 99})
    database.write_sync(ignore, [MOVIE], time.time() + 60)
    assert database.read_sync(ignored, 0.0).keys() == {MOVIE}


def test_an_instance_takes_what_was_ignored_along(database: Database) -> None:
    database.write_sync(ignore, [MOVIE, TWIN, MOVIE._replace(instance="radarr.gone")], NOW + 10, NOW)
    database.write_sync(rows_of, "DELETE FROM instance WHERE name = 'radarr.main'")
    assert database.read_sync(ignored, NOW) == {TWIN: NOW + 10}


def test_a_file_is_known_by_what_it_holds() -> None:
    assert key_of(file(3)) == ("radarr.main", "603", -1, -1)
    assert key_of(file(3)) == key_of(file(3, file_id=99))
    assert key_of(episodes(3, season=2, episodes=(6, 5))) == ("sonarr.main", "603", 2, 5)


def test_files_without_an_external_id_or_episodes_stay_apart() -> None:
    files = [
        *(file(1, external_id=""), file(2, external_id="")),
        *(
            episodes(1, episodes=()),
            episodes(1, file_id=8, episodes=()),
            episodes(1, season=0, episodes=(0,)),
        ),
    ]
    assert len({key_of(file) for file in files}) == len(files)
