"""Artists and albums: players are told by their libraries of music, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from arrtui.clients import kodi_music as clients_music
from arrtui.db.database import Database
from arrtui.demo.players.jellyfin import SimulatedJellyfin
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.plex import SimulatedPlex
from arrtui.features.players.check import check_player
from tests.features.players.home import PlayerHome

ARTIST = "The Band"
DAWN, DUSK = "Dawn (2001)", "Dusk (2009)"
COVER, DISC = "s00e01:thumb", "s00e01:discart"


@pytest.fixture
def home(database: Database, tmp_path: Path) -> PlayerHome:
    """An instance whose titles are artists."""
    return PlayerHome(database, tmp_path / "music", "lidarr.main")


@pytest.fixture
def kodi(home: PlayerHome) -> Iterator[SimulatedKodi]:
    simulated = SimulatedKodi(music=[home.root])
    home.add_player(simulated.url)
    yield simulated
    simulated.close()


def add(home: PlayerHome, *albums: str, title: str = ARTIST) -> str:
    """Add an artist whose pictures are published; return its id."""
    artist = home.add(title, *(f"{album}/01 - Song.flac" for album in albums), nfo=False)
    home.publish(artist, "folder.jpg", "poster")
    home.publish(artist, f"{albums[0]}/folder.jpg", COVER, b"cover")
    return artist


def shown(art: dict[str, str]) -> dict[str, str]:
    """Return pictures by kind as paths below the folder of their artist."""
    paths = {kind: unquote(address.removeprefix("image://").rstrip("/")) for kind, address in art.items()}
    return {kind: path.partition(f"{ARTIST}/")[2] for kind, path in paths.items()}


async def test_a_new_artist_is_scanned_as_music(home: PlayerHome, kodi: SimulatedKodi) -> None:
    artist = add(home, DAWN)
    home.publish(artist, "fanart1.jpg", "fanart#2")
    report = await home.tell()
    assert (report.delivered, report.failed, report.notes) == (1, 0, [])
    assert shown(kodi.music.artists[1].art) == {"thumb": "folder.jpg", "fanart1": "fanart1.jpg"}
    assert shown(kodi.music.albums[1].art) == {"thumb": f"{DAWN}/folder.jpg"}
    assert kodi.names().count("AudioLibrary.Scan") == 1
    assert not [name for name in kodi.names() if name.startswith("VideoLibrary")]
    kodi.calls.clear()
    assert (await home.tell()).delivered == 0 and kodi.calls == []


async def test_what_comes_later_is_set_without_a_scan(home: PlayerHome, kodi: SimulatedKodi) -> None:
    artist = add(home, DAWN, DUSK)
    await home.tell()
    kodi.calls.clear()
    home.publish(artist, "clearlogo.png", "clearlogo")
    home.publish(artist, f"{DAWN}/discart.png", DISC)
    home.publish(artist, f"{DAWN}/folder.jpg", COVER, b"another cover")
    report = await home.tell()
    assert report.changed == 3, "two pictures are set, the copy of one is dropped"
    assert shown(kodi.music.artists[1].art)["clearlogo"] == "clearlogo.png"
    dawn = next(album for album in kodi.music.albums.values() if album.name == DAWN)
    dusk = next(album for album in kodi.music.albums.values() if album.name == DUSK)
    assert shown(dawn.art) == {"thumb": f"{DAWN}/folder.jpg", "discart": f"{DAWN}/discart.png"}
    assert dusk.art == {}
    assert "AudioLibrary.Scan" not in kodi.names()
    home.unpublish(artist, "clearlogo.png")
    await home.tell()
    assert "clearlogo" not in kodi.music.artists[1].art


async def test_a_picture_that_somebody_chose_in_kodi_stays(home: PlayerHome, kodi: SimulatedKodi) -> None:
    artist = add(home, DAWN)
    await home.tell()
    mine = home.root.parent / "mine.jpg"
    mine.write_bytes(b"mine")
    kodi.library.set_art(kodi.music.artists[1].art, {"thumb": str(mine)})
    home.publish(artist, "banner.jpg", "banner")
    await home.tell()
    art = kodi.music.artists[1].art
    assert unquote(art["thumb"]).endswith("mine.jpg/") and "banner" in art


async def test_many_new_artists_of_one_root_are_one_scan(home: PlayerHome, kodi: SimulatedKodi) -> None:
    for number in range(21):
        add(home, DAWN, title=f"Band {number}")
    report = await home.tell()
    assert (report.delivered, report.notes) == (21, [])
    assert kodi.names().count("AudioLibrary.Scan") == 1
    assert len(kodi.music.artists) == 21 and all(entry.art for entry in kodi.music.artists.values())


@pytest.mark.parametrize("tracks", [2, 3, 4])
async def test_songs_come_by_pages(
    home: PlayerHome, kodi: SimulatedKodi, monkeypatch: pytest.MonkeyPatch, tracks: int
) -> None:
    monkeypatch.setattr(clients_music, "PAGE", 2)
    home.add(ARTIST, *(f"{DAWN}/0{number} - Song.flac" for number in range(tracks)), nfo=False)
    assert (await home.tell()).notes == []
    assert len(kodi.music.songs) == tracks


async def test_tracks_that_kodi_does_not_show_are_told(home: PlayerHome, kodi: SimulatedKodi) -> None:
    kodi.music.roots.clear()
    add(home, DAWN)
    (note,) = (await home.tell()).notes
    assert "1 track" in note and "sources of music" in note


async def test_a_film_leaves_the_music_alone(database: Database, tmp_path: Path) -> None:
    films = PlayerHome(database, tmp_path / "films")
    kodi = SimulatedKodi([films.root])
    films.add_player(kodi.url)
    films.add("Alien (1979)")
    await films.tell()
    assert not [name for name in kodi.names() if name.startswith("AudioLibrary")]
    kodi.close()


async def test_jellyfin_refreshes_the_artist_and_the_albums_that_changed(home: PlayerHome) -> None:
    jellyfin = SimulatedJellyfin(music=[home.root])
    home.add_player(jellyfin.url, kind="jellyfin", api_key="jelly-key")
    artist = add(home, DAWN, DUSK)
    await home.tell()
    assert jellyfin.reported == [str(home.folder(artist))]
    jellyfin.scan()
    home.publish(artist, f"{DUSK}/folder.jpg", "s00e02:thumb", b"dusk")
    await home.tell()
    names = [jellyfin.items[item_id].path.name for item_id, _ in jellyfin.refreshes]
    assert names == [ARTIST, DUSK]
    dusk = next(item for item in jellyfin.items.values() if item.path.name == DUSK)
    assert dusk.type == "MusicAlbum" and "Primary" in dusk.images
    jellyfin.close()


async def test_plex_is_asked_for_a_library_of_music_only(home: PlayerHome) -> None:
    plex = SimulatedPlex({"1": home.root}, {"2": home.root})
    home.add_player(plex.url, kind="plex", api_key="plex-token")
    artist = add(home, DAWN)
    await home.tell()
    assert plex.scans == [("2", str(home.folder(artist)))]
    plex.close()


async def test_pictures_in_kodis_folder_of_artists_stay(home: PlayerHome, kodi: SimulatedKodi) -> None:
    artist, own = add(home, DAWN), home.root.parent / "artists"
    own.mkdir()
    (own / "folder.jpg").write_bytes(b"own")
    kodi.settings["musiclibrary.artistsfolder"] = f"{own}/"
    await home.tell()
    kodi.library.set_art(kodi.music.artists[1].art, {"thumb": str(own / "folder.jpg")})
    home.publish(artist, "folder.jpg", "poster", b"another")
    await home.tell()
    assert unquote(kodi.music.artists[1].art["thumb"]).endswith("artists/folder.jpg/")


async def test_a_check_says_what_kodi_does_not_read_of_music(home: PlayerHome, kodi: SimulatedKodi) -> None:
    (player,) = home.players
    check = await check_player(player, [player], {home.name: [str(home.root)]}, ())
    (remark,) = check.remarks
    assert "Fetch additional information" in remark and check.roots[0].is_shown
    kodi.settings |= {"musiclibrary.downloadinfo": True, "musiclibrary.artistsfolder": "/artists/"}
    check = await check_player(player, [player], {home.name: [str(home.root)]}, ())
    assert ["/artists/" in remark for remark in check.remarks] == [True]
    assert (await check_player(player, [player], {"radarr.main": []}, ())).remarks == ()


async def test_another_kodi_of_the_group_drops_its_copies(home: PlayerHome, kodi: SimulatedKodi) -> None:
    second = SimulatedKodi(music=[home.root])
    second.music = kodi.music
    home.players.clear()
    for name, player in (("living-room", kodi), ("bedroom", second)):
        home.add_player(player.url, name, group="house")
    add(home, DAWN)
    await home.tell()
    copy = {"url": kodi.music.albums[1].art["thumb"], "imagehash": "d1s1", "shown": ""}
    second.library.textures[9] = copy
    await home.tell(asks_again=True)
    assert 9 not in second.library.textures and "AudioLibrary.Scan" not in second.names()
    second.close()
