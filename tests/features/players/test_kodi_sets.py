"""Kodi is told of pictures of sets of films, which lie in its folder of sets."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from arrtui.core.artwork import SlotChoice
from arrtui.db.artwork import slots
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.kodi_library import KodiMovieSet
from arrtui.features.players.check import check_player
from tests.features.players.home import PlayerHome

FILM, SET = "Alien (1979)", "Alien Collection"


class SetHome:
    """A film of a set that Kodi knows, and the folder of sets."""

    def __init__(self, films: PlayerHome, kodi: SimulatedKodi, folder: Path, *, in_set: bool = True) -> None:
        self.films, self.kodi, self.folder = films, kodi, folder
        folder.mkdir(exist_ok=True)
        self.film = films.add(FILM)
        self.write_nfo(in_set=in_set)

    def write_nfo(self, *, in_set: bool) -> None:
        """Write the NFO of the film, with the name of its set or without."""
        more = {"set": f"<name>{SET}</name>"} if in_set else {}
        self.films.write_nfo(self.film, f"{FILM}.mkv", **more)

    def publish(self, kind: str = "poster", content: bytes = b"image") -> Path:
        """Publish a picture of the set."""
        return self.films.publish(self.film, str(self.folder / SET / f"{kind}.jpg"), f"set:{kind}", content)

    def shown(self) -> dict[str, str]:
        """Return the names of the pictures that Kodi shows for the set, by kind."""
        art = self.movie_set().art
        return {kind: Path(unquote(address.rstrip("/"))).name for kind, address in art.items()}

    def movie_set(self) -> KodiMovieSet:
        """Return the only set that Kodi has."""
        (movie_set,) = self.kodi.library.movie_sets.values()
        return movie_set


@pytest.fixture
def home(films: PlayerHome, kodi: SimulatedKodi, tmp_path: Path) -> SetHome:
    return SetHome(films, kodi, tmp_path / "sets")


async def test_a_known_set_gets_pictures_that_came_later(home: SetHome, kodi: SimulatedKodi) -> None:
    await home.films.tell()
    assert home.shown() == {}
    home.publish()
    home.publish("fanart")
    kodi.calls.clear()
    report = await home.films.tell()
    assert home.shown() == {"poster": "poster.jpg", "fanart": "fanart.jpg"} and report.notes == []
    assert not {"VideoLibrary.Scan", "VideoLibrary.RefreshMovie"} & set(kodi.names())
    kodi.calls.clear()
    assert (await home.films.tell()).delivered == 0 and kodi.calls == []


async def test_pictures_that_kodi_found_itself_are_not_set_again(home: SetHome, kodi: SimulatedKodi) -> None:
    kodi.library.sets_folder = home.folder
    home.publish()
    await home.films.tell()
    assert home.shown() == {"poster": "poster.jpg"}
    assert "VideoLibrary.SetMovieSetDetails" not in kodi.names()


async def test_a_changed_picture_of_a_set_is_seen(home: SetHome, kodi: SimulatedKodi) -> None:
    path = home.publish()
    await home.films.tell()
    before = [texture for texture in kodi.library.textures.values() if SET.split()[0] in texture["url"]]
    home.publish(content=b"another image")
    os.utime(path, (2, 2))
    await home.films.tell()
    assert before and not [old for old in before if old in kodi.library.textures.values()]


async def test_a_picture_of_a_set_that_was_taken_back_goes_and_a_chosen_one_stays(home: SetHome) -> None:
    path = home.publish()
    home.publish("fanart")
    await home.films.tell()
    home.movie_set().art["fanart"] = "image://https%3a%2f%2fexample.org%2fmine.jpg/"
    home.films.unpublish(home.film, str(path))
    home.publish("banner")
    await home.films.tell()
    assert home.shown() == {"fanart": "mine.jpg", "banner": "banner.jpg"}


async def test_a_film_that_kodi_has_in_no_set_says_so(
    films: PlayerHome, kodi: SimulatedKodi, tmp_path: Path
) -> None:
    home = SetHome(films, kodi, tmp_path / "sets", in_set=False)
    home.publish()
    report = await films.tell()
    assert kodi.library.movie_sets == {} and "in no set" in report.notes[0]
    assert (report.delivered, report.waiting) == (1, 0)


async def test_a_path_mapping_holds_for_the_folder_of_sets(home: SetHome) -> None:
    home.films.players.clear()
    mapping = ({"from": str(home.folder), "to": "smb://nas/sets"},)
    home.films.add_player(home.kodi.url, path_mapping=mapping)
    home.publish()
    await home.films.tell()
    address = unquote(home.movie_set().art["poster"])
    assert address == f"image://smb://nas/sets/{SET}/poster.jpg/"


@pytest.mark.parametrize("known", ["same", "other", "none"])
async def test_check_warns_of_another_folder_of_sets(
    films: PlayerHome, kodi: SimulatedKodi, tmp_path: Path, known: str
) -> None:
    folders = {"same": tmp_path / "sets", "other": tmp_path / "elsewhere", "none": None}
    kodi.library.sets_folder = folders[known]
    (player,) = films.players
    check = await check_player(player, films.players, {}, (), str(tmp_path / "sets"))
    assert bool(check.warnings) == (known != "same")
    assert all("Movie set information folder" in warning for warning in check.warnings)
    assert (await check_player(player, films.players, {}, ())).warnings == ()


# --- the owner's -----------------------------------------------------------------------------------------


@pytest.fixture
async def owned(home: SetHome, kodi: SimulatedKodi) -> SetHome:
    """A set that Kodi knows, and a poster of the owner that came to its folder later, adopted by a scan."""
    kodi.library.sets_folder = home.folder
    await home.films.tell()
    path = home.folder / SET / "folder.jpg"
    path.parent.mkdir()
    path.write_bytes(b"mine")
    own = SlotChoice(
        external_id=home.film,
        slot="set:poster",
        sha256="0" * 64,
        provider="owner",
        address=str(path),
        by_owner=True,
    )
    home.films.database.write_sync(slots.store_unlocked, home.films.name, [own])
    return home


async def test_the_owners_picture_of_a_known_set_is_shown(owned: SetHome, kodi: SimulatedKodi) -> None:
    report = await owned.films.tell()
    assert owned.shown() == {"poster": "folder.jpg"} and report.notes == []
    kodi.calls.clear()
    assert (await owned.films.tell()).delivered == 0 and kodi.calls == []


@pytest.mark.parametrize("case", ["chosen in Kodi", "another folder", "gone"])
async def test_the_owners_picture_of_a_set_is_told_only_where_it_counts(
    owned: SetHome, kodi: SimulatedKodi, case: str
) -> None:
    if case == "chosen in Kodi":
        owned.movie_set().art["poster"] = "image://https%3a%2f%2fexample.org%2fmine.jpg/"
    elif case == "another folder":
        kodi.library.sets_folder = owned.folder.parent
    else:
        (owned.folder / SET / "folder.jpg").unlink()
    await owned.films.tell()
    assert owned.shown() == ({"poster": "mine.jpg"} if case == "chosen in Kodi" else {})
