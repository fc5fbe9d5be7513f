"""The simulated players do what the steps of the records say."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.kodi_library import KodiVideo
from tests.demo.replay.records import FOLDER


def steps(name: str) -> dict[str, dict[str, Any]]:
    if not (FOLDER / "players").is_dir():
        pytest.skip("the records lie beside the project")
    record = json.loads((FOLDER / "players" / name).read_text())
    return {step["step"]: step for step in record["steps"]}


KODI = "kodi-20.1.json"
FILM = "Variant A06 (2001)"


@pytest.fixture
def kodi(tmp_path: Path) -> Iterator[SimulatedKodi]:
    (tmp_path / "movies").mkdir()
    player = SimulatedKodi([tmp_path / "movies"], scan_seconds=0.0)
    yield player
    player.close()


def lay_out(kodi: SimulatedKodi, name: str = FILM, base: str = "") -> Path:
    (root,) = kodi.library.sources["movies"]
    folder = root / name
    folder.mkdir(exist_ok=True)
    base = base or name
    (folder / f"{base}.mkv").write_bytes(b"video")
    (folder / f"{base}.nfo").write_text(f"<movie><title>Film {name}</title></movie>")
    (folder / f"{base}-poster.jpg").write_bytes(b"red")
    return folder


def videos(kodi: SimulatedKodi) -> list[KodiVideo]:
    return sorted(kodi.library.videos.values(), key=lambda video: video.id)


def test_a_new_picture_beside_a_known_film_is_not_seen_by_a_scan(kodi: SimulatedKodi) -> None:
    folder = lay_out(kodi)
    kodi.library.scan(None)
    (folder / f"{FILM}-fanart.jpg").write_bytes(b"new")
    kodi.library.scan(None)
    recorded = steps(KODI)["new poster+trailer beside a known film, Scan all"]["item"][0]
    assert recorded["art"] == {} and "fanart" not in videos(kodi)[0].art


def test_an_upgrade_leaves_the_old_film_beside_the_new(kodi: SimulatedKodi) -> None:
    folder = lay_out(kodi)
    kodi.library.scan(None)
    videos(kodi)[0].fields["playcount"] = 2
    for path in list(folder.iterdir()):
        path.rename(folder / path.name.replace(FILM, f"{FILM} Bluray-2160p"))
    kodi.library.scan(folder)
    old, new = steps(KODI)["video, NFO and art renamed (upgrade), Scan directory"]["item"]
    shown = [(video.file.name, video.fields["playcount"]) for video in videos(kodi)]
    assert shown == [(old["file"], old["pc"]), (new["file"], new["pc"])]


def test_reading_anew_forgets_playcount_tags_and_art(kodi: SimulatedKodi) -> None:
    lay_out(kodi)
    kodi.library.scan(None)
    (video,) = videos(kodi)
    video.fields["playcount"], video.tags = 3, ["mine"]
    video.art["banner"] = "image://https%3a%2f%2fexample.org%2fx/"
    kodi.library.refresh(video)
    recorded = steps(KODI)["playcount 3, tag and art set by hand, then RefreshMovie"]
    (video,) = videos(kodi)
    assert (video.fields["playcount"], video.tags) == (recorded["item"][0]["pc"], recorded["tag"])
    assert "banner" not in video.art


def test_a_second_scan_stops_the_first(kodi: SimulatedKodi) -> None:
    for number in range(3):
        lay_out(kodi, f"Film {number} (2001)")
    kodi.scan_seconds = 60.0
    kodi.start_scan()
    assert kodi.is_scanning
    kodi.start_scan()
    recorded = steps(KODI)["second Scan while one runs"]
    assert recorded["after"] < steps(KODI)["another Scan"]["after"]
    assert not kodi.is_scanning and kodi.library.scans_stopped == 1 and videos(kodi) == []


def test_a_clean_with_an_empty_root_removes_everything(kodi: SimulatedKodi) -> None:
    folder = lay_out(kodi)
    kodi.library.scan(None)
    folder.rename(folder.parent.with_name("elsewhere"))
    kodi.library.clean()
    assert videos(kodi) == []


def test_a_folder_that_was_not_listed_does_not_exist(kodi: SimulatedKodi) -> None:
    kodi.library.scan(None)
    folder = lay_out(kodi)
    kodi.library.scan(folder)
    recorded = steps(KODI)["new folder, Scan directory=it with slash"]
    assert recorded["before"] == recorded["after"] and videos(kodi) == []
    assert kodi.library.list_folder(folder.parent)
    kodi.library.scan(folder)
    assert len(videos(kodi)) == 1


def test_a_changed_picture_of_the_same_name_stays_old_until_its_copy_goes(kodi: SimulatedKodi) -> None:
    folder = lay_out(kodi)
    kodi.library.scan(None)
    (texture,) = kodi.library.textures.values()
    (folder / f"{FILM}-poster.jpg").write_bytes(b"blue")
    kodi.library.scan(None)
    kodi.library.refresh(videos(kodi)[0])
    recorded = steps(KODI)
    assert recorded["poster changed, after RefreshMovie"]["px"] != recorded["after RemoveTexture"]["px"]
    assert list(kodi.library.textures.values()) == [texture]


def test_jellyfins_records_have_the_minute(kodi: SimulatedKodi) -> None:
    from arrtui.demo.players.jellyfin import SimulatedJellyfin

    folder = lay_out(kodi)
    jellyfin = SimulatedJellyfin([folder.parent])
    try:
        jellyfin.scan()
        (item,) = jellyfin.items.values()
        before = item.name
        (folder / f"{FILM}.nfo").write_text("<movie><title>Edit 2</title></movie>")
        jellyfin.read(item, with_nfo=(folder / f"{FILM}.nfo").stat().st_mtime > item.saved_at + 60)
        recorded = steps("jellyfin-10.11.11.json")["movie.nfo edit 2, Refresh Default"]["after"]
        assert recorded[0] == "Edit 1" and item.name == before
        assert item.saved_at <= time.time()
    finally:
        jellyfin.close()
