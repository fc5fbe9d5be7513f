"""Every fault knob: what the user is told is a sentence, and what was stored stays."""

from __future__ import annotations

import msgspec
import pytest

from arrtui.core.domain import EntityType
from arrtui.core.errors import (
    ArrError,
    ArrtuiError,
    GuardError,
    ImplausibleAnswerError,
    NotFoundError,
    PartialAnswerError,
)
from arrtui.demo.http.routing import Router
from arrtui.features.backup.rebuild import verify_all
from tests.features.backup.test_backup import complete, stored

LISTS = {"radarr.main": "/movie$", "sonarr.main": "/series$"}
FILES = {"radarr.main": "/moviefile", "sonarr.main": "/(calendar|episodefile)"}


@pytest.fixture
def database_url(tmp_path):
    """Return the url of a new SQLite file for tests of what an app answers, which is judged in front of it.

    That nothing stays behind of a backup that fails is proved on both kinds of database, by `standing`.
    """
    return f"sqlite:///{tmp_path / 'arrtui.db'}"


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("500", "server-fault"),
        ("starting", "starting"),
        ("502", "gateway"),
        ("401", "wrong-key"),
        ("reset", "truncated"),
        ("truncate", "truncated"),
        ("html", "not-json"),
        ("drop", "unreachable"),
        ("empty_list", "implausible"),
        ("partial_list", "implausible"),
    ],
)
async def test_a_bad_list_of_titles_changes_nothing(standing, name, fault, code):
    app, database = standing.apps[name], standing.database
    await standing.back_up(app)
    before, taken = stored(database, name), len(complete(database, name))
    app.faults.add(fault, LISTS[name])
    with pytest.raises(ArrtuiError) as caught:
        await standing.back_up(app)
    assert caught.value.code == code
    assert str(caught.value).startswith(f"{name}: ")
    assert app.api_key not in f"{caught.value} {caught.value.detail}"
    assert stored(database, name) == before
    assert len(complete(database, name)) == taken > 0
    app.faults.clear()
    assert (await standing.back_up(app)).ok


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("fault", ["500", "truncate", "empty_list", "html", "reset"])
async def test_bad_files_change_nothing(standing, name, fault):
    app, database = standing.apps[name], standing.database
    await standing.back_up(app)
    before = stored(database, name)
    assert before[EntityType.FILE]
    app.faults.add(fault, FILES[name])
    with pytest.raises((ArrError, GuardError)):
        await standing.back_up(app, full=True)
    assert stored(database, name) == before


async def test_a_passing_fault_passes_unnoticed(estate, back_it_up):
    app = estate.apps["sonarr.main"]
    for fault in ("503", "reset", "429", "drop"):
        app.faults.add(fault, "/episode", times=1, **({"retry_after": 0} if fault == "429" else {}))
    assert (await back_it_up(app)).ok


async def test_a_loss_that_is_meant_is_taken_when_told_so(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    for movie in list(app.store.movies)[:30]:
        app.store.delete_title(movie)
    with pytest.raises(ImplausibleAnswerError) as caught:
        await back_it_up(app)
    assert "30 of 60" in str(caught.value)
    outcome = await back_it_up(app, accept_shrink=True)
    assert (outcome.items, outcome.ok) == (30, True)
    assert outcome.removed >= 30


async def test_an_app_set_up_anew_under_other_ids_is_believed(estate, back_it_up):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    tmdb = [movie["tmdbId"] for movie in app.store.movies.values()]
    for movie in list(app.store.movies):
        app.store.delete_title(movie)
    for one in tmdb:
        app.store.add_title(one)
    with pytest.raises(ImplausibleAnswerError) as caught:
        await back_it_up(app)
    assert "files" in str(caught.value)


async def test_another_library_behind_the_name_of_an_instance_is_not_believed(estate, back_it_up, database):
    main, other = estate.apps["radarr.main"], estate.apps["radarr.4k"]
    await back_it_up(main)
    await back_it_up(other)
    before = stored(database, "radarr.4k")
    with pytest.raises(ImplausibleAnswerError) as caught:
        await back_it_up(main, name="radarr.4k")
    assert "these are the titles of radarr.main" in str(caught.value)
    assert stored(database, "radarr.4k") == before


async def test_an_app_installed_anew_is_not_believed(estate, back_it_up, database):
    app = estate.apps["sonarr.main"]
    await back_it_up(app)
    for number, series in enumerate(app.store.series.values(), 1):
        series["tvdbId"] = 800_000 + number
    with pytest.raises(ImplausibleAnswerError) as caught:
        await back_it_up(app)
    assert "8 of 8 stored titles" in str(caught.value)
    assert "other titles are there in their place" in str(caught.value)
    assert (await back_it_up(app, accept_shrink=True)).ok


async def test_ids_that_the_metadata_host_replaced_are_believed(estate, back_it_up):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    for movie in list(app.store.movies.values())[:12]:
        movie["tmdbId"] += 400_000
    assert (await back_it_up(app)).changed >= 12


async def test_one_malformed_title_is_reported_and_its_stored_state_stays(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    before = stored(database, app.name)[EntityType.ITEM]
    app.faults.add("malformed_item", "/movie$", times=1)
    outcome = await back_it_up(app)
    assert outcome.ok
    assert outcome.removed == 0
    assert any("skipped" in warning for warning in outcome.warnings)
    assert all(one.ok for one in database.read_sync(verify_all, app.name))
    assert stored(database, app.name)[EntityType.ITEM] == before


@pytest.mark.parametrize("number", ["1e999", "9" * 5_000], ids=["infinite", "endless"])
async def test_a_setting_with_a_number_without_bounds_is_named_and_stays(
    estate, back_it_up, database, number
):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    before = stored(database, app.name)[EntityType.SETTING]
    profile = next(iter(app.store.profiles.values()))
    profile["cutoffFormatScore"] = msgspec.Raw(number.encode())
    app.store.configs["naming"]["colonReplacementFormat"] = msgspec.Raw(number.encode())
    specification = next(iter(app.store.formats.values()))["specifications"][0]
    specification["fields"][0] |= {"name": "max", "value": msgspec.Raw(number.encode())}
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.changed, outcome.removed) == (True, 0, 0)
    assert stored(database, app.name)[EntityType.SETTING] == before
    told = "\n".join(outcome.warnings)
    for name in (profile["name"], "naming", next(iter(app.store.formats.values()))["name"]):
        assert name in told
    for fact in ("cutoff format score", "colon replacement format", "max"):
        assert f"its {fact} is a number without bounds" in told


async def test_one_malformed_title_does_not_sink_the_first_backup(estate, back_it_up):
    app = estate.apps["radarr.main"]
    app.faults.add("malformed_item", "/movie$", times=1)
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.items) == (True, 59)


@pytest.mark.parametrize("name", FILES)
async def test_one_malformed_file_is_reported_and_nothing_else_is_lost(estate, back_it_up, database, name):
    app = estate.apps[name]
    await back_it_up(app)
    before = stored(database, name)
    # What the calendar says of a series unreadably is asked of the series itself.
    app.faults.add("malformed_item", FILES[name], times=2 if app.kind == "sonarr" else 1)
    outcome = await back_it_up(app, full=True)
    assert outcome.ok
    assert outcome.removed == 0
    assert any("skipped" in warning for warning in outcome.warnings)
    assert all(one.ok for one in database.read_sync(verify_all, app.name))
    assert stored(database, name) == before


async def test_a_series_cut_short_is_kept_and_read_again(estate, back_it_up, database):
    app = estate.apps["sonarr.main"]
    await back_it_up(app)
    before = stored(database, app.name)
    app.faults.add("partial_list", "/(calendar|episode)$", times=2)
    outcome = await back_it_up(app, full=True)
    assert outcome.ok
    assert any("kept as stored" in warning for warning in outcome.warnings)
    assert all(one.ok for one in database.read_sync(verify_all, app.name))
    assert stored(database, app.name) == before
    app.reset_requests()
    assert not (await back_it_up(app)).warnings
    assert [path for _, path in app.requests].count("/api/v3/episodefile") == 1


def lose_file_rows(app, count):
    """Delete the row of a file of some titles, as a broken database has lost it; return the titles' ids."""
    store = app.store
    store.history.draw()
    lost = {file[store.spec.id_key]: file["id"] for file in store.files.values()}
    titles = [*lost][:count]
    for title in titles:
        del store.files[lost[title]]
    for ids in getattr(store, "file_ids", {}).values():
        ids[:] = [number for number in ids if number in store.files]
    return titles


@pytest.mark.parametrize("name", FILES)
async def test_stale_file_counts_do_not_stop_backups(estate, back_it_up, database, name):
    app = estate.apps[name]
    await back_it_up(app)
    titles = lose_file_rows(app, 2)
    names = [app.store.titles[number]["title"] for number in titles]
    first = await back_it_up(app, full=True)
    assert first.ok
    assert all(any(repr(name) in warning for warning in first.warnings) for name in names)
    again = await back_it_up(app)
    assert (again.ok, again.files) == (True, len(app.store.files)), "the second time they are believed"
    app.reset_requests()
    assert (await back_it_up(app)).warnings == ()
    assert not [path for _, path in app.requests if path.endswith(("moviefile", "episodefile"))]
    assert all(one.ok for one in database.read_sync(verify_all, app.name))


@pytest.mark.parametrize("name", FILES)
async def test_many_stale_file_counts_are_told_once_and_tolerated_the_next_time(estate, back_it_up, name):
    app = estate.apps[name]
    titles = lose_file_rows(app, 3)
    with pytest.raises(PartialAnswerError) as caught:
        await back_it_up(app)
    assert all(repr(app.store.titles[number]["title"]) in str(caught.value) for number in titles)
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.items, outcome.files) == (True, len(app.store.titles), len(app.store.files))


async def test_other_titles_with_stale_counts_are_not_the_same_ones(estate, back_it_up):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    lose_file_rows(app, 2)
    assert (await back_it_up(app, full=True)).ok
    lose_file_rows(app, 3)
    with pytest.raises(PartialAnswerError):
        await back_it_up(app, full=True)


async def test_a_movie_that_is_deleted_while_the_backup_runs_is_gone(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    gone = next(file["movieId"] for file in app.store.files.values())

    def delete(call):
        app.store.titles.pop(gone, None)  # the row of its file is deleted later
        app.store.history.forget(gone)
        return read(call)

    read = next(handler for verb, path, handler in app.routes if (verb, path[-10:]) == ("GET", "/moviefile"))
    app.router = Router([*app.routes, ("GET", "/api/v3/moviefile", delete)])
    outcome = await back_it_up(app, full=True)
    assert (outcome.ok, outcome.items, outcome.files) == (True, 59, len(app.store.files) - 1)
    assert str(gone) not in stored(database, app.name)[EntityType.ITEM]
    assert any("deleted while" in warning for warning in outcome.warnings)


async def test_a_series_that_is_deleted_while_the_backup_runs_is_gone(estate, back_it_up, database):
    app = estate.apps["sonarr.main"]
    await back_it_up(app)
    file = next(iter(app.store.files.values()))
    gone = file["seriesId"]
    file["size"] += 1

    def delete(call):
        if gone in app.store.titles:
            app.store.delete_title(gone)
        return read(call)

    read = next(handler for verb, path, handler in app.routes if path.endswith("/episodefile"))
    app.router = Router([*app.routes, ("GET", "/api/v3/episodefile", delete)])
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.items) == (True, 7)
    states = stored(database, app.name)
    assert str(gone) not in states[EntityType.ITEM]
    assert f'"item_id":{gone},' not in "".join(states[EntityType.FILE].values())
    assert all(one.ok for one in database.read_sync(verify_all, app.name))


async def test_a_404_without_a_word_is_no_deletion(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    app.router = Router([route for route in app.routes if not route[1].endswith("/moviefile")])
    with pytest.raises(NotFoundError):
        await back_it_up(app, full=True)


def spoil(app, path, values):
    """Let an app answer a list with other values in the first of its elements, one dict for each."""
    read = next(handler for verb, route, handler in app.routes if (verb, route) == ("GET", path))

    def spoiled(call):
        rows = read(call)
        return [*(row | odd for row, odd in zip(rows, values, strict=False)), *rows[len(values) :]]

    app.router = Router([*app.routes, ("GET", path, spoiled)])


async def test_odd_values_cost_no_title_and_are_told_by_name(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    odd = [
        {"ratings": {"votes": 3, "value": 7}},
        {"ratings": 7.5},
        {"year": 2**63},
        {"originalLanguage": "English"},
    ]
    spoil(app, "/api/v3/movie", odd)
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.items, outcome.files) == (True, 60, len(app.store.files))
    titles = [movie["title"] for movie in list(app.store.titles.values())[:4]]
    warnings = [warning for warning in outcome.warnings if "could not be read" in warning]
    assert [warning.partition(" could not")[0] for warning in warnings] == [
        "ratings",
        "year",
        "original language",
    ]
    assert all(title in "".join(warnings) for title in titles)
    assert all(one.ok for one in database.read_sync(verify_all, app.name))


async def test_a_title_stays_as_stored_while_a_fact_that_would_be_written_is_odd(
    estate, back_it_up, database
):
    app = estate.apps["sonarr.main"]
    await back_it_up(app)
    before = stored(database, app.name)[EntityType.ITEM]
    spoil(app, "/api/v3/series", [{"monitored": "perhaps"}, {"tags": 5}, {"path": {}}])
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.changed, outcome.removed) == (True, 0, 0)
    assert stored(database, app.name)[EntityType.ITEM] == before


async def test_the_last_import_list_may_go(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    app.store.providers["importlist"].clear()
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.removed > 0) == (True, True)


async def test_a_history_that_fails_leaves_the_library_and_says_so(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    app.faults.add("500", "/history")
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.items, outcome.history, outcome.error_code) == (False, 60, 0, "server-fault")
    assert "history" in outcome.warnings[-1]
    app.faults.clear()
    healed = await back_it_up(app)
    assert healed.ok
    assert healed.new_history > 60


async def test_a_setting_this_version_does_not_offer_is_a_warning(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    await back_it_up(app)
    before = stored(database, app.name)[EntityType.SETTING]
    app.router = Router([route for route in app.routes if "collection" not in route[1]])
    outcome = await back_it_up(app)
    assert outcome.ok
    assert any("collection" in warning for warning in outcome.warnings)
    assert stored(database, app.name)[EntityType.SETTING] == before
