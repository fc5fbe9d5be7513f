"""Reading the folders of an instance: what is stored, what is not read again, what changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from arrtui.core.config import TrailersConfig
from arrtui.core.domain import Item
from arrtui.core.trailers import RootState, TrailerKind
from arrtui.db import media
from arrtui.features.trailers import reading, scan
from arrtui.media import roots as roots_module
from arrtui.media.walk import MISSING
from tests.features.trailers.library import TrailerLibrary


def trailers(library: TrailerLibrary) -> dict[str, list[tuple[str, TrailerKind]]]:
    return {
        external_id: [(file.relative_path, file.kind) for file in files]
        for external_id, files in library.trailers().items()
    }


def roots(library: TrailerLibrary) -> list[tuple[str, RootState]]:
    stored = library.database.read_sync(media.media_roots, library.name)
    return [(path, root.state) for path, root in stored.items()]


def test_trailers_are_stored_and_unchanged_folders_are_not_read_again(movies: TrailerLibrary) -> None:
    alien = movies.add("Alien (1979)", "Alien.mkv", "Alien-trailer.mp4")
    dune = movies.add("Dune (2021)", "Dune.mkv", "trailer.mkv")
    movies.add("Heat (1995)", "Heat.mkv")
    expected = {
        alien: [("Alien-trailer.mp4", TrailerKind.TRAILER)],
        dune: [("trailer.mkv", TrailerKind.BECOMES_FILM)],
    }
    assert movies.scan().read == 3
    assert trailers(movies) == expected
    assert movies.scan().read == 0
    movies.lay_out("Heat (1995)", "Trailers/x.mp4")
    (movies.root / "Alien (1979)" / "Alien-trailer.mp4").unlink()
    assert movies.scan().read == 2
    assert trailers(movies) == {dune: expected[dune], "603": [("Trailers/x.mp4", TrailerKind.TRAILER)]}


def test_a_title_is_seen_first_once_and_leaves_with_its_app(movies: TrailerLibrary) -> None:
    alien = movies.add("Alien (1979)", "Alien.mkv")
    movies.scan()
    seen_at = movies.folders()[alien].seen_at
    movies.lay_out("Alien (1979)", "Alien-trailer.mp4")
    movies.scan(after=100.0)
    folder = movies.folders()[alien]
    assert (folder.seen_at, len(folder.videos)) == (seen_at, 2)
    movies.remove(1)
    assert movies.scan().gone == 1
    assert (movies.folders(), movies.trailers()) == ({}, {})


def test_a_folder_that_is_not_there_yet_is_no_fault(movies: TrailerLibrary) -> None:
    movies.add("Alien (1979)", "Alien.mkv")
    new = movies.add("Heat (1995)", has_file=False, folder=False)
    movies.scan()
    assert movies.folders()[new].error == MISSING
    assert movies.counts()._asdict() | {"items": 2, "monitored": 1, "missing": 1} == movies.counts()._asdict()


def test_one_unreadable_title_does_not_stop_the_others(movies: TrailerLibrary) -> None:
    broken = movies.add("Alien (1979)", "Alien.mkv")
    fine = movies.add("Dune (2021)", "Dune.mkv", "Dune-trailer.mkv")
    shutil.rmtree(movies.root / "Alien (1979)")
    (movies.root / "Alien (1979)").write_bytes(b"no folder")
    movies.scan()
    assert (movies.folders()[broken].error, [*movies.trailers()]) == ("not a directory", [fine])
    assert (movies.counts().failed, movies.counts().downloaded) == (1, 1)


# --- roots that are not there ----------------------------------------------------------------------------


@pytest.fixture
def known(movies: TrailerLibrary) -> TrailerLibrary:
    """Return a library that was read once."""
    for title in ("Alien", "Dune", "Heat"):
        movies.add(title, f"{title}.mkv", f"{title}-trailer.mkv")
    movies.scan()
    return movies


@pytest.mark.parametrize("loss", ["absent", "empty", "one left"])
def test_a_root_that_is_not_mounted_changes_nothing(known: TrailerLibrary, loss: str) -> None:
    before = (known.folders(), known.trailers())
    away = known.root.with_name("away")
    known.root.rename(away)
    if loss != "absent":
        known.root.mkdir()
    if loss == "one left":
        known.lay_out("Alien", "Alien.mkv")
    assert known.scan().not_ready == 3
    assert roots(known) == [(str(known.root), RootState.NOT_MOUNTED)]
    assert (known.folders(), known.trailers()) == before
    assert (known.counts().items, known.counts().not_mounted) == (3, 3)
    if loss != "absent":
        shutil.rmtree(known.root)
    away.rename(known.root)
    assert (known.scan().read, roots(known)) == (0, [(str(known.root), RootState.READY)])
    assert known.counts().downloaded == 3


def test_a_root_that_vanishes_while_it_is_read_takes_nothing_with_it(
    known: TrailerLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (known.folders(), known.trailers())
    known.lay_out("Alien", "new-trailer.mkv")
    known.lay_out("Dune", "new-trailer.mkv")
    read = reading.TrailerReader._read

    def unmounting(reader: reading.TrailerReader, title: media.TrailerTitle) -> reading.FolderReading | None:
        result = read(reader, title)
        if known.root.exists():
            known.root.rename(known.root.with_name("away"))
        return result

    monkeypatch.setattr(reading.TrailerReader, "_read", unmounting)
    assert known.scan().read == 0
    assert (known.folders(), known.trailers()) == before
    monkeypatch.undo()
    known.root.with_name("away").rename(known.root)
    assert known.scan().read == 2
    assert len(known.trailers()["601"]) == 2


def test_another_disk_in_its_place_is_noticed(known: TrailerLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    known.lay_out("Alien", "new-trailer.mkv")
    end = roots_module.RootWatch.end

    def remounting(watch: roots_module.RootWatch) -> object:
        shutil.copytree(known.root, known.root.with_name("copy"))
        known.root.rename(known.root.with_name("away"))
        known.root.with_name("copy").rename(known.root)
        return end(watch)

    monkeypatch.setattr(roots_module.RootWatch, "end", remounting)
    assert known.scan().read == 0
    assert roots(known) == [(str(known.root), RootState.NOT_MOUNTED)]
    assert len(known.trailers()["601"]) == 1


def test_a_title_that_moves_between_reading_and_storing_is_left_for_the_next_time(
    known: TrailerLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.lay_out("Alien", "new-trailer.mkv")
    known.lay_out("Dune", "new-trailer.mkv")
    store = scan._store

    def moving(*arguments: object) -> None:
        (known.root / "Alien").rename(known.root / "Alien (1979)")
        item = Item(
            id=1,
            external_id="601",
            title="Alien",
            path=str(known.root / "Alien (1979)"),
            root_folder=str(known.root),
        )
        known.put(item, files=1)
        store(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(scan, "_store", moving)
    known.scan()
    assert [len(files) for files in known.trailers().values()] == [1, 2, 1]
    monkeypatch.undo()
    assert known.scan().read == 1
    folder = known.folders()["601"]
    assert (folder.path, len(folder.videos)) == (str(known.root / "Alien (1979)"), 3)


def test_a_cancelled_reading_stores_nothing(known: TrailerLibrary) -> None:
    known.lay_out("Alien", "new-trailer.mkv")

    def cancelled() -> None:
        raise KeyError("cancelled")

    with pytest.raises(KeyError):
        known.scan(check=cancelled)
    assert len(known.trailers()["601"]) == 1


# --- mappings and lengths --------------------------------------------------------------------------------


def test_paths_of_the_app_are_mapped(tmp_path: Path, movies: TrailerLibrary) -> None:
    mappings = {"path_mapping": [{"from": "D:\\Films", "to": str(movies.root)}]}
    library = TrailerLibrary(movies.database, movies.root, "radarr.windows", **mappings)
    names = {"path": "D:\\Films\\Alien", "root_folder": "D:\\Films\\"}
    library.put(Item(id=1, external_id="601", title="Alien", **names), files=1)
    library.put(
        Item(id=2, external_id="602", title="Bad", path="D:\\Films\\..\\x", root_folder="D:\\Films\\"),
        files=0,
    )
    library.lay_out("Alien", "Alien.mkv", "Alien-trailer.mp4")
    library.scan()
    assert roots(library) == [("D:\\Films", RootState.READY)]
    assert library.folders()["601"].path == str(movies.root / "Alien")
    assert library.folders()["602"].error == roots_module.NOT_HERE
    assert (library.counts().downloaded, library.counts().failed) == (1, 1)


def test_a_path_of_another_machine_without_a_mapping_is_told(movies: TrailerLibrary) -> None:
    movies.put(
        Item(id=1, external_id="601", path="/movies-of-the-app/Alien", root_folder="/movies-of-the-app"),
        files=1,
    )
    movies.scan()
    assert roots(movies) == [("/movies-of-the-app", RootState.UNMAPPED)]
    assert (movies.folders(), movies.counts().unmapped) == ({}, 1)


def test_a_large_trailer_is_measured_once(movies: TrailerLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    alien = movies.add("Alien", "Alien.mkv", "Long-trailer.mkv", "Short-trailer.mkv")
    for name in ("Long-trailer.mkv", "Short-trailer.mkv"):
        with (movies.root / "Alien" / name).open("wb") as file:
            file.truncate(3 * 10**9)
    measured: list[str] = []

    def probe(path: str) -> object:
        measured.append(Path(path).name)
        seconds = 7_000.0 if "Long" in path else 150.0
        return reading.ProbedVideo(seconds, True, True, 1080)

    monkeypatch.setattr(reading, "probe_video", probe)
    movies.scan()
    movies.lay_out("Alien", "Other-trailer.mkv")
    movies.scan()
    assert measured == ["Long-trailer.mkv", "Short-trailer.mkv"]
    assert trailers(movies)[alien] == [
        ("Long-trailer.mkv", TrailerKind.TOO_LONG),
        ("Other-trailer.mkv", TrailerKind.TRAILER),
        ("Short-trailer.mkv", TrailerKind.TRAILER),
    ]


# --- rules -----------------------------------------------------------------------------------------------


def test_the_rule_new_wants_what_comes_after_it(movies: TrailerLibrary) -> None:
    new = TrailersConfig(rule="new")
    movies.add("Alien", "Alien.mkv")
    movies.scan()
    assert movies.counts(new).monitored == 0, "a rule that no refresh has seen finds nothing new"
    movies.scan(rule="new", after=20.0)
    movies.add("Dune", "Dune.mkv")
    movies.scan(rule="new", after=30.0)
    counts = movies.counts(new)
    assert (counts.monitored, counts.missing) == (1, 1)
    assert movies.counts().monitored == 2
