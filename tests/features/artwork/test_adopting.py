"""Images that lie in folders become the owner's; what NFO say is kept, and what is wrong is told."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path

import pytest

from arrtui.core.artwork import ArtNoteKind, AssetOrigin, Placement, SlotChoice
from arrtui.core.domain import Episode, Item, MediaFile
from arrtui.db.artwork import assets, metadata, placements, slots
from arrtui.features.artwork import adopting, content_reading
from arrtui.media import art_cache
from arrtui.media.art_cache import CacheError
from tests.db.samples import store
from tests.features.artwork.library import ArtLibrary
from tests.media.nfo.samples import FILM
from tests.media.pictures import bomb, draw

POSTER, FANART, OTHER = draw(seed=1), draw(300, 200, seed=2, format="PNG"), draw(seed=3)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def alien(movies: ArtLibrary) -> str:
    """Return a title with a film, a poster and a fanart of its owner."""
    external_id = movies.add("Alien", "Alien.mkv")
    movies.put_file("Alien", "Alien-poster.jpg", POSTER)
    movies.put_file("Alien", "fanart.jpg", FANART)
    return external_id


def test_images_are_adopted_as_the_owners_and_once(movies: ArtLibrary, alien: str) -> None:
    assert movies.adopt().images == 2
    chosen = movies.choices(alien)
    assert {slot: choice.sha256 for slot, choice in chosen.items()} == {
        "poster": sha(POSTER),
        "fanart": sha(FANART),
    }
    assert all(choice.by_owner and choice.provider == "owner" for choice in chosen.values())
    assert movies.cache.read(sha(FANART), ".png") == FANART, "the type is that of the content"
    known = movies.database.read_sync(assets.assets)
    assert (known[sha(POSTER)].origin, known[sha(POSTER)].width) == (AssetOrigin.OWNER, 200)
    assert movies.adopt().images == 0


def test_the_owners_own_image_takes_the_place_of_a_fetched_one(movies: ArtLibrary, alien: str) -> None:
    fetched = SlotChoice(external_id=alien, slot="poster", sha256="a" * 64, provider="tmdb")
    movies.database.write_sync(slots.choose, movies.name, [fetched])
    movies.adopt()
    assert movies.choices(alien)["poster"].sha256 == sha(POSTER)


def test_what_the_owner_chose_by_hand_and_locks_stay(movies: ArtLibrary, alien: str) -> None:
    chosen = SlotChoice(external_id=alien, slot="poster", sha256="a" * 64, provider="import", by_owner=True)
    movies.database.write_sync(slots.choose_as_owner, movies.name, chosen)
    movies.database.write_sync(slots.lock, movies.name, [(alien, "fanart")], 1.0)
    assert movies.adopt().locked == 1
    assert movies.choices(alien) == {"poster": chosen}
    assert movies.cache.holds(sha(FANART), ".png"), "it is kept all the same"


def test_an_image_that_its_owner_replaced_takes_its_slot(movies: ArtLibrary, alien: str) -> None:
    movies.adopt()
    movies.put_file("Alien", "Alien-poster.jpg", OTHER)
    assert movies.adopt().images == 1
    assert movies.choices(alien)["poster"].sha256 == sha(OTHER)
    assert movies.cache.holds(sha(POSTER), ".jpg")


def test_of_several_images_the_one_that_players_prefer_is_chosen_and_all_are_kept(
    movies: ArtLibrary, alien: str
) -> None:
    movies.put_file("Alien", "poster.jpg", OTHER)
    movies.put_file("Alien", "folder.jpg", draw(seed=9))
    assert movies.adopt().images == 4
    assert movies.choices(alien)["poster"].sha256 == sha(POSTER)
    assert movies.cache.holds(sha(OTHER), ".jpg")


def test_an_image_without_a_slot_is_kept(movies: ArtLibrary, alien: str) -> None:
    movies.put_file("Alien", "my screenshot.jpg", OTHER)
    movies.adopt()
    assert movies.cache.holds(sha(OTHER), ".jpg")
    assert len(movies.choices(alien)) == 2


def test_what_arrtui_published_is_not_the_owners_even_renamed(movies: ArtLibrary) -> None:
    dune = movies.add("Dune", "Dune.mkv")
    path = movies.put_file("Dune", "Dune-poster.jpg", POSTER)
    movies.put_file("Dune", "Dune.jpg", POSTER)
    placed = Placement(
        external_id=dune,
        relative_path="Dune-poster.jpg",
        slot="poster",
        sha256=sha(POSTER),
        size=path.stat().st_size,
        mtime_ns=path.stat().st_mtime_ns,
        placed_at=1.0,
    )
    movies.database.write_sync(placements.note, movies.name, [placed])
    assert movies.adopt().images == 0
    assert movies.choices(dune) == {}
    assert {file.sha256 for file in movies.art()[dune].files if file.slot} == {sha(POSTER)}
    movies.put_file("Dune", "poster.jpg", OTHER)
    assert movies.adopt().images == 1
    assert movies.choices(dune)["poster"].sha256 == sha(OTHER), (
        "the owner's, although ours has the better name"
    )


def test_what_was_published_for_another_instance_with_the_same_folder_is_not_the_owners(
    movies: ArtLibrary, alien: str
) -> None:
    movies.put_file("Alien", "Alien.nfo", FILM)
    published = {"Alien-poster.jpg": POSTER, "Alien.nfo": FILM}
    for name, content in published.items():
        status = (movies.root / "Alien" / name).stat()
        placement = Placement(
            external_id=alien,
            relative_path=name,
            slot="poster" if content is POSTER else "nfo",
            sha256=sha(content),
            size=status.st_size,
            mtime_ns=status.st_mtime_ns,
            placed_at=1.0,
        )
        movies.database.write_sync(placements.note, "radarr.4k", [placement])
    movies.adopt()
    assert [*movies.choices(alien)] == ["fanart"]
    assert movies.database.read_sync(metadata.fields_of, movies.name, [alien]) == {}
    assert movies.adopt().images == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<svg onload='alert(1)'><script>alert(1)</script></svg>", "SVG"),
        (b"<html>404</html>", "web page"),
        (POSTER[:-500], "cut"),
        (bomb(), "memory"),
        (bytes(6_000_000), "most"),
    ],
    ids=["empty", "svg", "html", "cut", "bomb", "large"],
)
def test_what_is_no_image_is_told_and_read_once(
    movies: ArtLibrary, alien: str, data: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    movies.put_file("Alien", "Alien-poster.jpg", data)
    assert movies.adopt().images == 1
    (note,) = movies.art()[alien].notes
    assert (note.kind, note.relative_path) == (ArtNoteKind.BROKEN_IMAGE, "Alien-poster.jpg")
    assert words in note.detail and note.detail.endswith(".")
    movies.lay_out("Alien", "new.srt")
    assert movies.scan_art().unread == ()
    assert movies.notes(alien) == [(ArtNoteKind.BROKEN_IMAGE, "Alien-poster.jpg")]
    movies.put_file("Alien", "Alien-poster.jpg", POSTER)
    assert movies.adopt().images == 1
    assert movies.notes(alien) == []


def test_an_image_that_may_not_be_read_is_told_and_tried_again(
    movies: ArtLibrary, alien: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refusing(path: str, *arguments: int) -> int:
        if str(path).endswith("fanart.jpg"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, *arguments)

    monkeypatch.setattr(content_reading.os, "open", refusing)  # the superuser reads everything
    assert movies.adopt().images == 1
    assert movies.notes(alien) == [(ArtNoteKind.UNREADABLE, "fanart.jpg")]
    monkeypatch.undo()
    assert movies.adopt().images == 1
    assert movies.notes(alien) == []


def test_a_full_disk_loses_nothing(movies: ArtLibrary, alien: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = art_cache.ArtCache._settle

    def full(cache: art_cache.ArtCache, part: art_cache._Part, path: Path) -> None:
        if path.suffix == ".png":
            raise OSError(errno.ENOSPC, "No space left on device")
        settle(cache, part, path)

    monkeypatch.setattr(art_cache.ArtCache, "_settle", full)
    with pytest.raises(CacheError, match="no space"):
        movies.adopt()
    assert [*movies.choices(alien)] == ["poster"]
    monkeypatch.undo()
    assert movies.adopt().images == 1
    assert {*movies.choices(alien)} == {"poster", "fanart"}


def test_a_folder_renamed_while_it_is_read_is_left_for_the_next_time(
    movies: ArtLibrary, alien: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspect = content_reading.inspect_image

    def renaming(data: bytes, *, most_bytes: int) -> object:
        if (movies.root / "Alien").exists():
            (movies.root / "Alien").rename(movies.root / "Alien (1979)")
        return inspect(data, most_bytes=most_bytes)

    monkeypatch.setattr(content_reading, "inspect_image", renaming)
    movies.adopt()
    monkeypatch.undo()
    path = str(movies.root / "Alien (1979)")
    movies.put(Item(id=1, external_id=alien, title="Alien", path=path, root_folder=str(movies.root)), files=1)
    movies.adopt()
    assert {*movies.choices(alien)} == {"poster", "fanart"}


def test_a_scan_that_stops_half_way_goes_on_where_it_stopped(
    movies: ArtLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adopting, "BATCH", 20)
    for number in range(30):
        title = f"Film {number}"
        movies.add(title, f"{title}.mkv")
        movies.put_file(title, "poster.jpg", draw(20, 30, seed=number % 7))
    calls = 0

    def stopping() -> None:
        nonlocal calls
        calls += 1
        if calls == 2:  # after the first batch was stored
            raise KeyError("stopped")

    with pytest.raises(KeyError):
        movies.adopt(check=stopping)
    stored = sum(bool(movies.choices(external_id)) for external_id in movies.art())
    assert 0 < stored < 30
    assert movies.adopt().images == 30 - stored


def test_two_scans_at_once_store_each_image_once(movies: ArtLibrary, alien: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as threads:
        assert len([*threads.map(lambda _: movies.adopt(), range(2))]) == 2
    assert {*movies.choices(alien)} == {"poster", "fanart"}
    assert sorted(file.sha256 for file in movies.cache.files()) == sorted([sha(POSTER), sha(FANART)])


# --- NFO -------------------------------------------------------------------------------------------------


def values(library: ArtLibrary, external_id: str, part: str = "") -> dict[str, object]:
    fields = library.database.read_sync(metadata.fields_of, library.name).get((external_id, part), [])
    assert {field.source for field in fields} <= {"nfo"}
    return {field.name: field.value for field in fields}


def test_what_an_nfo_says_is_kept_with_its_source(movies: ArtLibrary, alien: str) -> None:
    movies.put_file("Alien", "Alien.nfo", FILM)
    movies.put_file("Alien", "xyz-group.nfo", b"\xb0\xb1 release notes")
    assert movies.adopt().nfos == 1
    assert values(movies, alien)["title"] == "Heat"
    (facts,) = movies.art()[alien].nfos
    assert (facts.relative_path, facts.root, facts.is_locked) == ("Alien.nfo", "movie", True)
    assert facts.ids["imdb"] == "tt0113277"
    assert movies.adopt().nfos == 0


def test_two_nfo_that_differ_are_told_and_the_one_of_the_players_counts(
    movies: ArtLibrary, alien: str
) -> None:
    movies.put_file("Alien", "Alien.nfo", b"<movie><title>Base</title></movie>")
    movies.put_file("Alien", "movie.nfo", b"<movie><title>Movie</title></movie>")
    movies.adopt()
    assert movies.notes(alien) == [(ArtNoteKind.TWO_NFO, "movie.nfo")]
    assert values(movies, alien) == {"title": "Movie"}
    movies.put_file("Alien", "Alien.nfo", b"<movie><title>Movie</title></movie>")
    movies.adopt()
    assert movies.notes(alien) == [], "two that are the same are no trouble"
    (movies.root / "Alien" / "movie.nfo").unlink()
    movies.adopt()
    assert [facts.relative_path for facts in movies.art()[alien].nfos] == ["Alien.nfo"]


@pytest.mark.parametrize(
    ("nfo", "kinds"),
    [
        (b'<movie><title>A</title><uniqueid type="tmdb">601</uniqueid></movie>', []),
        (b'<movie><title>A</title><uniqueid type="tmdb">999</uniqueid></movie>', [ArtNoteKind.ID_CONFLICT]),
        (
            b'<movie><title>A</title><uniqueid type="tmdb">601</uniqueid></movie>\n'
            b"https://www.themoviedb.org/movie/999",
            [ArtNoteKind.ID_CONFLICT],
        ),
        (b"https://www.themoviedb.org/movie/601", [ArtNoteKind.BROKEN_NFO]),
        (b"<movie><title>A</title></movie>\nhttps://www.themoviedb.org/movie/601", []),
        (b"<movie><title>A</title><plot>cut", [ArtNoteKind.BROKEN_NFO]),
        (b'<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><movie><title>&x;</title></movie>', None),
        (b"", [ArtNoteKind.BROKEN_NFO]),
        (bytes(5_000_000), [ArtNoteKind.BROKEN_NFO]),
        ("<movie><title>\u202eA\n<b></title></movie>".encode(), None),
    ],
    ids=[
        "fine",
        "conflict",
        "conflict behind",
        "address",
        "address behind",
        "cut",
        "entity",
        "empty",
        "huge",
        "marks",
    ],
)
def test_what_is_wrong_with_an_nfo_is_told(
    movies: ArtLibrary, alien: str, nfo: bytes, kinds: list[ArtNoteKind] | None
) -> None:
    movies.put_file("Alien", "Alien.nfo", nfo)
    movies.adopt()
    notes = movies.art()[alien].notes
    assert kinds is None or [note.kind for note in notes] == kinds
    assert all(note.relative_path == "Alien.nfo" and note.detail.endswith(".") for note in notes)
    assert "root:" not in str(values(movies, alien))
    movies.lay_out("Alien", "new.srt")
    movies.adopt()
    assert movies.art()[alien].notes == notes, "what did not change is still told"


def test_movie_nfo_counts_whichever_was_changed_last(movies: ArtLibrary, alien: str) -> None:
    movies.put_file("Alien", "Alien.nfo", b"<movie><title>Base</title></movie>")
    movies.put_file("Alien", "movie.nfo", b"<movie><title>Movie</title></movie>")
    movies.adopt()
    movies.put_file("Alien", "Alien.nfo", b"<movie><title>Changed</title></movie>")
    movies.adopt()
    assert values(movies, alien) == {"title": "Movie"}
    (movies.root / "Alien" / "movie.nfo").unlink()
    movies.adopt()
    assert values(movies, alien) == {"title": "Changed"}


def test_the_nfo_of_a_season_is_left_to_jellyfin(series: ArtLibrary) -> None:
    show = series.add("Dark", "Season 01/Dark S01E01.mkv")
    series.put_file("Dark", "Season 01/season.nfo", b"<season><title>One</title></season>")
    assert series.adopt().nfos == 0
    assert series.notes(show) == []


def test_an_nfo_of_several_episodes_is_kept_for_each(series: ArtLibrary) -> None:
    show = series.add("Dark", "Season 01/Dark S01E02-E03.mkv")
    nfo = b"".join(
        b"<episodedetails><title>%d</title><season>1</season><episode>%d</episode></episodedetails>"
        % (number, number)
        for number in (2, 3)
    )
    series.put_file("Dark", "Season 01/Dark S01E02-E03.nfo", nfo)
    series.put_file("Dark", "tvshow.nfo", b"<tvshow><title>Dark</title><id>999</id></tvshow>")
    file = MediaFile(id=7, item_id=1, season=1, relative_path="Season 01/Dark S01E02-E03.mkv")
    episodes = [Episode(id=number, item_id=1, season=1, number=number, file_id=7) for number in (2, 3)]
    store(series.database, series.name, file, *episodes)
    assert series.adopt().nfos == 2
    assert values(series, show)["title"] == "Dark"
    assert [values(series, show, part)["title"] for part in ("s01e02", "s01e03")] == ["2", "3"]
    assert series.notes(show) == [(ArtNoteKind.ID_CONFLICT, "tvshow.nfo")]


def test_what_arrtui_wrote_is_no_source_of_metadata(movies: ArtLibrary, alien: str) -> None:
    path = movies.put_file("Alien", "Alien.nfo", FILM)
    placed = Placement(
        external_id=alien,
        relative_path="Alien.nfo",
        slot="nfo",
        sha256=sha(FILM),
        size=path.stat().st_size,
        mtime_ns=1,
        placed_at=1.0,
    )
    movies.database.write_sync(placements.note, movies.name, [placed])
    movies.adopt()
    assert values(movies, alien) == {}
    assert len(movies.art()[alien].nfos) == 1


def test_everything_is_read_again_when_asked_for(movies: ArtLibrary, alien: str) -> None:
    movies.adopt()
    shutil.rmtree(movies.cache.folder)
    assert movies.adopt().images == 0
    assert movies.adopt(reads_again=True).images == 2
    assert movies.cache.read(sha(POSTER), ".jpg") == POSTER
