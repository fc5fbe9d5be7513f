"""What becomes of a title's files when it is moved, or removed and added again; with real folders or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedEstate
from tests.demo.conftest import Api
from tests.demo.library_state import assert_same_library, differences, library_state

SIZE = EstateSize(radarr=(("main", 6),), sonarr=(("main", 2, 40),))
Estates = Callable[[bool], SimulatedEstate]
Obj = dict[str, Any]


@pytest.fixture(scope="module")
def estates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estates]:
    """Estates by whether they have real folders; started once each."""
    started: dict[bool, SimulatedEstate] = {}

    def get(real: bool) -> SimulatedEstate:
        if real not in started:
            folder: Path | None = tmp_path_factory.mktemp("media") if real else None
            started[real] = SimulatedEstate(SIZE, folder=folder)
            started[real].start()
        started[real].wait_for_files()
        return started[real]

    yield get
    for estate in started.values():
        estate.stop()


@pytest.fixture(params=[False, True], ids=["remembered", "real"])
def movies(estates: Estates, request: pytest.FixtureRequest) -> Iterator[Api]:
    client = Api(estates(request.param).apps["radarr.main"])
    yield client
    client.http.close()


@pytest.fixture(params=[False, True], ids=["remembered", "real"])
def shows(estates: Estates, request: pytest.FixtureRequest) -> Iterator[Api]:
    client = Api(estates(request.param).apps["sonarr.main"])
    yield client
    client.http.close()


@pytest.fixture(params=["radarr.main", "sonarr.main"])
def either(estates: Estates, request: pytest.FixtureRequest) -> Iterator[Api]:
    client = Api(estates(False).apps[request.param])
    yield client
    client.http.close()


@pytest.fixture(params=["radarr.main", "sonarr.main"])
def real(estates: Estates, request: pytest.FixtureRequest) -> Iterator[Api]:
    client = Api(estates(True).apps[request.param])
    yield client
    client.http.close()


def title_with_file(api: Api) -> tuple[Obj, str, str]:
    """A title with files, its resource's name and the editor's name for its id."""
    if api.app.kind == "radarr":
        return movie_with_file(api), "movie", "movieIds"
    return series_with_files(api), "series", "seriesIds"


def movie_with_file(api: Api) -> Obj:
    return next(movie for movie in api.get("movie") if movie["hasFile"])


def series_with_files(api: Api) -> Obj:
    return max(api.get("series"), key=lambda item: item["statistics"]["episodeFileCount"])


def refresh(api: Api, title: Obj) -> None:
    name, key = ("RefreshMovie", "movieIds") if api.app.kind == "radarr" else ("RefreshSeries", "seriesIds")
    assert api("POST", "command", json={"name": name, key: [title["id"]]}).status_code == 201
    api.settle()


def other_root(api: Api, title: Obj) -> str:
    roots = [item["path"] for item in api.get("rootfolder")]
    return str(next(path for path in roots if path != title["rootFolderPath"]))


def files_of(api: Api, title: Obj) -> list[Obj]:
    path = "moviefile?movieId" if api.app.kind == "radarr" else "episodefile?seriesId"
    files: list[Obj] = api.get(f"{path}={title['id']}")
    return files


# ---- removed and added again -----------------------------------------------------------------------


def test_a_movie_comes_back_as_it_was_but_for_what_only_the_app_knew(movies: Api) -> None:
    movie = movie_with_file(movies)
    file = files_of(movies, movie)[0]
    before = library_state(movies.app)
    assert movies("DELETE", "movie/editor", json={"movieIds": [movie["id"]]}).json() == {}
    assert movie["tmdbId"] not in library_state(movies.app)["titles"]
    sent = {**movie, "rootFolderPath": None, "addOptions": {"searchForMovie": False}}
    new = movies("POST", "movie", json=sent).json()
    assert new["id"] > movie["id"]
    movies.settle()
    rescanned = files_of(movies, new)[0]
    assert rescanned["id"] != file["id"]
    lost = differences(before, library_state(movies.app))
    assert all("/files/" in line for line in lost)
    names = ("quality", "languages", "sceneName", "releaseGroup", "edition", "indexerFlags")
    facts = {key: file[key] for key in names if key in file} | {"id": rescanned["id"]}
    assert movies("PUT", "moviefile/bulk", json=[facts]).status_code == 202
    assert_same_library(before, library_state(movies.app))


def test_a_series_comes_back_with_seasons_episodes_and_files(shows: Api) -> None:
    series = series_with_files(shows)
    before = library_state(shows.app)
    was = before["titles"][series["tvdbId"]]
    body = {"seriesIds": [series["id"]], "deleteFiles": False, "addImportListExclusion": False}
    assert shows("DELETE", "series/editor", json=body).json() == {}
    new = shows("POST", "series", json={**series, "addOptions": {"monitor": "skip"}}).json()
    assert shows.get("episode", seriesId=new["id"]) == []
    shows.settle()
    now = library_state(shows.app)["titles"][series["tvdbId"]]
    assert (now["seasons"], now["covers"], now["path"]) == (was["seasons"], was["covers"], was["path"])
    seasons = {f"{key}": flag for key, flag in now["seasons"].items()}
    assert all(flag == seasons[key.split("x")[0]] for key, flag in now["episodes"].items())


def test_deleted_files_do_not_come_back(movies: Api) -> None:
    movie = movie_with_file(movies)
    movies("DELETE", "movie/editor", json={"movieIds": [movie["id"]], "deleteFiles": True})
    movies.settle()
    new = movies("POST", "movie", json={**movie, "rootFolderPath": None}).json()
    movies.settle()
    assert files_of(movies, new) == []


@pytest.fixture(params=["radarr.main", "sonarr.main"])
def patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Api]:
    """An app of its own; what follows its answers waits for `settle`, however busy the machine is."""
    monkeypatch.setattr(CommandQueue, "follows_after", 60.0)
    with SimulatedEstate(SIZE, folder=tmp_path) as estate:
        estate.wait_for_files()
        client = Api(estate.apps[request.param])
        yield client
        client.http.close()


def test_files_and_exclusion_of_a_deleted_title_follow_the_answer(patient: Api) -> None:
    spec, store = patient.app.store.spec, patient.app.store
    title, path, _ = title_with_file(patient)
    folder, external_id = Path(title["path"]), title[spec.external_id]
    number = files_of(patient, title)[0]["id"]
    flags = f"deleteFiles=true&{spec.exclusion_flag}=true"
    assert patient("DELETE", f"{path}/{title['id']}?{flags}").status_code == 200
    assert title["id"] not in {row["id"] for row in patient.get(path)}
    batch = "moviefile?movieId" if spec.kind == "radarr" else "episodefile?seriesId"
    assert patient("GET", f"{batch}={title['id']}").status_code == 404
    assert patient("GET", f"{spec.file.lower()}/{number}").status_code == 404
    assert (folder.is_dir(), number in store.files) == (True, True)
    excluded = {row[spec.external_id] for row in patient.get(spec.exclusion_path)}
    assert external_id not in excluded
    patient.settle()
    assert (folder.exists(), number in store.files) == (False, False)
    assert external_id in {row[spec.external_id] for row in patient.get(spec.exclusion_path)}
    if spec.kind == "radarr":
        assert patient.get(batch.split("?")[0], movieId=title["id"]) == []


def test_a_folder_that_holds_another_title_stays_and_so_do_those_after_it(patient: Api) -> None:
    spec, store = patient.app.store.spec, patient.app.store
    root = Path(patient.get("rootfolder")[0]["path"])
    folders = [root / "Alone", root / "Above", root / "After", root / "Above" / "Below"]
    titles = []
    for number, folder in zip((771_003, 771_001, 771_004, 771_002), reversed(folders), strict=True):
        folder.mkdir(parents=True, exist_ok=True)
        titles.append(store.add_title(number, path=str(folder), qualityProfileId=1))
    _, after, above, alone = titles
    ids = [row["id"] for row in (alone, above, after)]
    assert (
        patient("DELETE", f"{spec.noun}/editor", json={spec.ids_key: ids, "deleteFiles": True}).json() == {}
    )
    patient.settle()
    assert [folder.exists() for folder in folders] == [False, True, True, True]


# ---- another folder --------------------------------------------------------------------------------


def test_files_stay_behind_when_only_the_path_changes(either: Api) -> None:
    stay_behind(either)


def test_real_files_stay_behind_too(real: Api) -> None:
    stay_behind(real)


def stay_behind(api: Api) -> None:
    title, path, key = title_with_file(api)
    before = library_state(api.app)
    body = {key: [title["id"]], "rootFolderPath": other_root(api, title), "moveFiles": False}
    changed = api("PUT", f"{path}/editor", json=body).json()[0]
    assert changed["path"] == f"{body['rootFolderPath']}/{title['path'].rsplit('/', 1)[1]}"
    assert api.get(f"{path}/{title['id']}")["rootFolderPath"] == body["rootFolderPath"]
    count = len(files_of(api, title))
    refresh(api, title)
    assert (files_of(api, title), count > 0) == ([], True)
    reason = api.get(f"history/{path}", **{f"{path}Id": title["id"]})[0]["data"]["reason"]
    assert reason == "MissingFromDisk"
    back = {key: [title["id"]], "rootFolderPath": title["rootFolderPath"]}
    assert api("PUT", f"{path}/editor", json=back).status_code == 202
    refresh(api, title)
    left = differences(before, library_state(api.app))
    assert [line for line in left if "/files/" not in line] == []
    assert len(files_of(api, title)) == count


def test_files_move_with_the_title_when_they_are_told_to(either: Api) -> None:
    move(either)


def test_real_files_move_too(real: Api) -> None:
    move(real)


def move(api: Api) -> None:
    title, path, key = title_with_file(api)
    before = library_state(api.app)
    body = {key: [title["id"]], "rootFolderPath": other_root(api, title), "moveFiles": True}
    assert api("PUT", f"{path}/editor", json=body).status_code == 202
    assert api.get("command")[-1]["name"] == f"BulkMove{path.capitalize()}"
    api.settle()
    files = [file["id"] for file in files_of(api, title)]
    refresh(api, title)
    assert [file["id"] for file in files_of(api, title)] == files != []
    full = api.get(f"{path}/{title['id']}") | {"path": title["path"]}
    moved = api("PUT", f"{path}/{title['id']}?moveFiles=true", json=full)
    assert moved.json()["path"] == title["path"]
    api.settle()
    refresh(api, title)
    assert [file["id"] for file in files_of(api, title)] == files
    assert_same_library(before, library_state(api.app))


def test_a_title_that_points_elsewhere_leaves_its_files_where_they_are(movies: Api) -> None:
    movie = movie_with_file(movies)
    elsewhere = f"{movie['rootFolderPath']}/Elsewhere"
    movies("PUT", f"movie/{movie['id']}", json=movie | {"path": elsewhere})
    movies("DELETE", "movie/editor", json={"movieIds": [movie["id"]]})
    new = movies("POST", "movie", json=movie | {"addOptions": {}}).json()
    movies.settle()
    assert [file["relativePath"] for file in files_of(movies, new)] == [movie["movieFile"]["relativePath"]]


# ---- files of two titles in one request ------------------------------------------------------------


def lost_and_found(api: Api) -> None:
    """Delete a file of each of two titles at once: that of the second stays on the disk."""
    store: Any = api.app.store
    spec = store.spec
    by_title: dict[int, Obj] = {}
    for file in store.files.values():
        by_title.setdefault(file[spec.id_key], file)
    first, second = sorted(by_title.values(), key=lambda file: int(file["id"]))[:2]
    names = [file["relativePath"] for file in (first, second)]
    body = {f"{spec.file}Ids": [second["id"], first["id"]]}
    assert api("DELETE", f"{spec.file.lower()}/bulk", json=body).json() == {}
    titles = [api.get(f"{spec.noun}/{file[spec.id_key]}") for file in (first, second)]
    for title, name in zip(titles, names, strict=True):
        assert name not in {file["relativePath"] for file in files_of(api, title)}
        refresh(api, title)
    found = [
        name in {file["relativePath"] for file in files_of(api, title)}
        for title, name in zip(titles, names, strict=True)
    ]
    assert found == [False, True]


def test_a_file_of_a_second_title_is_not_deleted_from_the_disk(either: Api) -> None:
    lost_and_found(either)


def test_a_real_file_of_a_second_title_is_not_deleted_either(real: Api) -> None:
    lost_and_found(real)


# ---- folders that are there, or that go -------------------------------------------------------------


def test_a_move_into_a_folder_that_is_there_overwrites_what_has_the_same_name(estates: Estates) -> None:
    api = Api(estates(True).apps["sonarr.main"])
    series = series_with_files(api)
    source = Path(series["path"])
    target = Path(other_root(api, series)) / "Already there"
    for folder, text in ((target, "theirs"), (source, "ours")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "note.bin").write_text(text)
    (target / "other.bin").write_text("theirs")
    api("PUT", f"series/{series['id']}?moveFiles=true", json=series | {"path": str(target)})
    api.settle()
    assert (target / "note.bin").read_text() == "ours" and (target / "other.bin").read_text() == "theirs"
    assert not source.exists()
    back = api.get(f"series/{series['id']}") | {"path": str(source)}
    api("PUT", f"series/{series['id']}?moveFiles=true", json=back)
    api.settle()


def test_a_folder_goes_with_its_title_only_where_files_are_to_be_deleted(estates: Estates) -> None:
    api = Api(estates(True).apps["sonarr.main"])
    root = api.get("rootfolder")[0]["path"]
    for number, gone in ((780_001, True), (780_002, False)):
        sent = {"tvdbId": number, "title": "T", "qualityProfileId": 1, "rootFolderPath": root}
        series = api("POST", "series", json=sent).json()
        folder = Path(series["path"])
        folder.mkdir()
        (folder / "note.bin").write_text("ours")
        api("DELETE", f"series/{series['id']}?deleteFiles={str(gone).lower()}")
        api.settle()
        assert folder.exists() is not gone


def test_a_folder_that_holds_another_title_ends_the_deletion_of_folders(estates: Estates) -> None:
    api = Api(estates(False).apps["radarr.main"])
    root = api.get("rootfolder")[0]["path"]
    added = [
        {"tmdbId": number, "title": "T", "qualityProfileId": 1, "path": f"{root}/{folder}"}
        for number, folder in (
            (781_001, "First"),
            (781_002, "Set"),
            (781_003, "Third"),
            (781_004, "Set/Inner"),
        )
    ]
    *gone, kept = [api("POST", "movie", json=body).json()["id"] for body in added]
    api.settle()
    api("DELETE", "movie/editor", json={"movieIds": gone, "deleteFiles": True})
    api.settle()
    (first_root, *_) = api.get("rootfolder")
    unmapped = {row["name"] for row in first_root["unmappedFolders"]}
    assert unmapped & {"First", "Set", "Third"} == {"Set", "Third"}
    api("DELETE", f"movie/{kept}?deleteFiles=true")
