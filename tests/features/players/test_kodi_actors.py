"""Kodi shows pictures of actors that came after their film or series, and keeps what was watched."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from arrtui.core.artwork import ArtFile, ArtFolder, FileClass
from arrtui.db.artwork import folders
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.kodi_library import KodiVideo
from tests.features.players.home import PlayerHome

FILM, SHOW = "Alien (1979)", "The Wire (2002)"
EPISODE = "Season 01/The Wire S01E01.mkv"
CAST = "".join(f"<actor><name>{name}</name></actor>" for name in ("Sigourney Weaver", "Ian Holm"))


def shown(kodi: SimulatedKodi) -> dict[str, str]:
    """Return the names of the pictures of actors by actor."""
    return {name: Path(unquote(address.rstrip("/"))).name for name, address in kodi.library.actors.items()}


def publish(home: PlayerHome, title: str, name: str, extension: str = ".jpg") -> Path:
    return home.publish(title, f".actors/{name.replace(' ', '_')}{extension}", f"actor:{name}")


def refreshes(kodi: SimulatedKodi) -> int:
    return sum(name.startswith("VideoLibrary.Refresh") for name in kodi.names())


@pytest.fixture
async def film(films: PlayerHome, kodi: SimulatedKodi) -> str:
    """A watched film that Kodi has with its actors, without their pictures."""
    film = films.add(FILM)
    path = films.write_nfo(film, f"{FILM}.mkv")
    path.write_text(path.read_text().replace("</movie>", f"{CAST}</movie>"))
    films.publish(film, f"{FILM}.nfo", "nfo")
    await films.tell()
    video_of(kodi).fields["playcount"] = 3
    video_of(kodi).tags = ["with Ann"]
    kodi.calls.clear()
    return film


def video_of(kodi: SimulatedKodi) -> KodiVideo:
    (video,) = kodi.library.videos.values()
    return video


async def test_pictures_of_actors_of_a_known_film_are_read_at_once(
    films: PlayerHome, kodi: SimulatedKodi, film: str
) -> None:
    for name in ("Sigourney Weaver", "Ian Holm"):
        publish(films, film, name)
    await films.tell()
    assert shown(kodi) == {"Sigourney Weaver": "Sigourney_Weaver.jpg", "Ian Holm": "Ian_Holm.jpg"}
    assert (refreshes(kodi), video_of(kodi).fields["playcount"], video_of(kodi).tags) == (1, 3, ["with Ann"])
    kodi.calls.clear()
    assert (await films.tell()).delivered == 0


@pytest.mark.parametrize("case", ["nobody in the film", "shown already", "no type of Kodi's"])
async def test_a_film_is_not_read_again_for_nothing(
    films: PlayerHome, kodi: SimulatedKodi, film: str, case: str
) -> None:
    if case == "shown already":
        kodi.library.actors["Ian Holm"] = "image://https%3a%2f%2fexample.org%2fholm.jpg/"
    name = "Tom Skerritt" if case == "nobody in the film" else "Ian Holm"
    publish(films, film, name, ".webp" if case == "no type of Kodi's" else ".jpg")
    report = await films.tell()
    assert (report.delivered, refreshes(kodi)) == (1, 0)


async def test_a_picture_whose_file_is_gone_is_read_again(
    films: PlayerHome, kodi: SimulatedKodi, film: str
) -> None:
    kodi.library.actors["Ian Holm"] = f"image://{films.root}/gone/.actors/Ian_Holm.jpg/"
    publish(films, film, "Ian Holm")
    await films.tell()
    assert str(films.folder(film)) in unquote(kodi.library.actors["Ian Holm"])


async def test_a_series_gets_pictures_of_its_actors_and_its_episodes_stay(
    shows: PlayerHome, kodi: SimulatedKodi
) -> None:
    wire = shows.add(SHOW, EPISODE)
    nfo = shows.folder(wire) / "tvshow.nfo"
    nfo.write_text(f"<tvshow><title>The Wire</title>{CAST}</tvshow>")
    shows.publish(wire, "tvshow.nfo", "nfo")
    await shows.tell()
    video_of(kodi).fields["playcount"] = 2
    before = video_of(kodi).id
    publish(shows, wire, "Sigourney Weaver")
    await shows.tell()
    assert shown(kodi) == {"Sigourney Weaver": "Sigourney_Weaver.jpg"}
    assert (video_of(kodi).id, video_of(kodi).fields["playcount"], refreshes(kodi)) == (before, 2, 1)


async def test_pictures_of_actors_of_the_owner_are_read_too(
    films: PlayerHome, kodi: SimulatedKodi, film: str
) -> None:
    path = films.folder(film) / ".actors" / "Ian_Holm.png"
    path.parent.mkdir()
    path.write_bytes(b"mine")
    own = ArtFile(".actors/Ian_Holm.png", FileClass.IMAGE, 4, 1, "actor:Ian Holm", "0" * 64)
    nfo = ArtFile(f"{FILM}.nfo", FileClass.NFO, 4, 1)
    listed = ArtFolder(external_id=film, path=str(films.folder(film)), files=(own, nfo))
    films.database.write_sync(folders.store, films.name, [listed])
    await films.tell()
    assert shown(kodi) == {"Ian Holm": "Ian_Holm.png"} and video_of(kodi).fields["playcount"] == 3
