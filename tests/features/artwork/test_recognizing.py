"""What files are by their names: against what real players read, and whatever else people call files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.art_layouts import FILM_ART, SERIES_ART, ArtLayout
from arrtui.core.artwork import ArtKind, ArtNoteKind, FileClass, slot_of
from arrtui.core.trailers import VideoFile
from arrtui.db.artwork.app_files import AppFile
from arrtui.features.artwork.recognizing import Recognized, by_preference, recognize
from tests.demo.replay.records import FOLDER

RECORDS = FOLDER / "players"
BOTH = ("kodi", "jellyfin")
JELLYFIN_TYPES = {
    ArtKind.POSTER: "Primary",
    ArtKind.THUMB: "Primary",
    ArtKind.FANART: "Backdrop",
    ArtKind.BANNER: "Banner",
    ArtKind.CLEARLOGO: "Logo",
    ArtKind.CLEARART: "Art",
    ArtKind.DISCART: "Disc",
    ArtKind.LANDSCAPE: "Thumb",
}
VIDEOS = (".mkv", ".mp4", ".webm")
pytestmark = pytest.mark.skipif(not RECORDS.is_dir(), reason="the records are not here")


@cache
def variants(player: str) -> dict[str, Any]:
    variants: dict[str, Any] = json.loads((RECORDS / player).read_text())["variants"]
    return variants


def recognized(paths: list[str], layout: ArtLayout = FILM_ART) -> Recognized:
    files = [VideoFile(path, 1, 1) for path in paths]
    folders = {path.rpartition("/")[0] for path in paths if not path.startswith(".")}
    return recognize(files, folders, {}, layout, BOTH)


def slots(found: Recognized) -> dict[str, str]:
    return {file.relative_path: file.slot for file in found.files if file.slot}


def paths_of(variant: dict[str, Any]) -> list[str]:
    return [file["path"] for file in variant["files"] if not file["path"].startswith(".")]


def of_players(variant: str) -> Iterator[tuple[str, str, str]]:
    """Yield player, type of image and relative path of everything that a player showed of a variant."""
    kodi = variants("kodi-20.1.json")[variant]
    start = f"/data/{kodi['folder']}/"
    shows = kodi.get("shows", ())
    arts = [entry["art"] for entry in (*kodi.get("separate_folders_on", ()), *shows)]
    arts += [part["art"] for show in shows for part in (*show.get("seasons", ()), *show.get("episodes", ()))]
    for art in arts:
        for kind, path in art.items():
            if path.startswith(start):
                yield "kodi", kind, path.removeprefix(start)
    jellyfin = variants("jellyfin-10.11.11.json").get(variant, {})
    for item in jellyfin.get("items", ()):
        for image in item["images"]:
            yield "jellyfin", image["type"], image["path"].removeprefix(start)


CASES = sorted(variants("kodi-20.1.json")) if RECORDS.is_dir() else []


@pytest.mark.parametrize("variant", CASES)
def test_an_image_fills_the_slot_that_players_show_it_in(variant: str) -> None:
    record = variants("kodi-20.1.json")[variant]
    layout = SERIES_ART if record["kind"] == "series" else FILM_ART
    found = slots(recognized(paths_of(record), layout))
    for player, shown, path in of_players(variant):
        if path.endswith(VIDEOS):
            continue
        slot = slot_of(found[path]) if path in found else None
        if player == "jellyfin":
            assert slot is not None, path
            assert JELLYFIN_TYPES[slot.kind] == shown, path
        elif shown.rstrip("0123456789") in ("poster", "fanart", "banner", "clearlogo", "clearart", "discart"):
            assert slot is not None or shown == "poster1", path
            assert slot is None or shown in (slot.kind, f"{slot.kind}{slot.number - 1}"), path


@pytest.mark.parametrize("variant", CASES)
def test_films_that_kodi_makes_of_trailers_and_extras_are_told(variant: str) -> None:
    record = variants("kodi-20.1.json")[variant]
    if record["kind"] == "series":
        return
    found = recognized(paths_of(record))
    films = {Path(film["file"]).name for film in record["separate_folders_on"]}
    others = (FileClass.TRAILER, FileClass.EXTRA)
    expected = {
        file.relative_path
        for file in found.files
        if file.kind in others and Path(file.relative_path).name in films
    }
    told = {note.relative_path for note in found.notes if "film of its own" in note.detail}
    assert told == expected


@pytest.mark.parametrize(
    ("variant", "first"),
    [
        ("A32", {"poster": "Variant A32 (2001)-poster.jpg"}),
        ("A33", {"fanart": "Variant A33 (2001)-fanart.jpg"}),
        ("A39", {"clearlogo": "clearlogo.png"}),
        ("A40", {"landscape": "Variant A40 (2001)-landscape.jpg"}),
        ("S16", {"s01:poster": "season01-poster.jpg", "s00:poster": "season-specials-poster.jpg"}),
    ],
)
def test_of_several_images_the_one_that_players_prefer_counts(variant: str, first: dict[str, str]) -> None:
    record = variants("kodi-20.1.json")[variant]
    layout = SERIES_ART if record["kind"] == "series" else FILM_ART
    chosen: dict[str, str] = {}
    for file in by_preference(recognized(paths_of(record), layout).files, layout):
        chosen.setdefault(file.slot, file.relative_path)
    assert chosen.items() >= first.items()


def test_every_kind_of_file_is_told_apart() -> None:
    kinds = {
        "Film.mkv": FileClass.VIDEO,
        "Film.NFO": FileClass.NFO,
        "Film-poster.JPG": FileClass.IMAGE,
        "Film.en.srt": FileClass.SUBTITLE,
        "Film-trailer.mp4": FileClass.TRAILER,
        "Trailers/Official.mkv": FileClass.TRAILER,
        "Film-featurette.mkv": FileClass.EXTRA,
        "extras/poster.jpg": FileClass.EXTRA,
        "theme.mp3": FileClass.EXTRA,
        "notes.txt": FileClass.UNKNOWN,
        "no extension": FileClass.UNKNOWN,
        "._Film-poster.jpg": FileClass.UNKNOWN,
    }
    found = recognized([*kinds])
    assert {file.relative_path: file.kind for file in found.files} == kinds


def test_what_the_app_holds_is_the_film_whatever_it_is_called() -> None:
    paths = ["The-trailer.mkv", "The-trailer-poster.jpg"]
    assert recognized(paths).files[1].kind is FileClass.TRAILER
    found = recognize([VideoFile(path, 1, 1) for path in paths], (), {paths[0]: AppFile()}, FILM_ART, BOTH)
    assert found.files[1].kind is FileClass.VIDEO
    assert slots(found) == {paths[1]: "poster"}


def test_an_episode_is_the_one_that_the_app_says() -> None:
    video, thumb = "Season 01/Pilot.mkv", "Season 01/Pilot-thumb.jpg"
    files = [VideoFile(path, 1, 1) for path in (video, thumb)]
    found = recognize(files, (), {video: AppFile(1, 3)}, SERIES_ART, BOTH)
    assert slots(found) == {thumb: "s01e03:thumb"}


@pytest.mark.parametrize(
    ("path", "player"),
    [
        ("Film.jpg", "Jellyfin"),
        ("logo.png", "Kodi"),
        ("Film-disc.png", "Kodi"),
        ("backdrop1.jpg", "Kodi"),
        (".nomedia", "Kodi"),
        ("My pictures/a.jpg", "Jellyfin"),
    ],
)
def test_names_that_a_player_misunderstands_are_told(path: str, player: str) -> None:
    note = recognized(["Film.mkv", path]).notes[0]
    assert (note.kind, note.detail.partition(" ")[0]) == (ArtNoteKind.FOREIGN_NAME, player)
    assert path.startswith(note.relative_path)
    files = [VideoFile(name, 1, 1) for name in ("Film.mkv", path)]
    assert recognize(files, {path.rpartition("/")[0]}, {}, FILM_ART, ("plex",)).notes == ()


NAMES = st.text("ab.-_/ \n\u202e<>éI\u0130\udce1S01E02fanrtpose", max_size=30)


@given(st.lists(NAMES.filter(bool), unique=True, max_size=12), st.sampled_from([FILM_ART, SERIES_ART]))
def test_any_names_are_recognized_and_slots_can_be_read_again(names: list[str], layout: ArtLayout) -> None:
    extensions = (".mkv", ".jpg", ".png", ".nfo", "")
    paths = sorted({f"{name}{extensions[index % 5]}" for index, name in enumerate(names)})
    found = recognized(paths, layout)
    assert [file.relative_path for file in found.files] == paths
    for file in found.files:
        assert not file.slot or slot_of(file.slot).text == file.slot
        assert not file.slot or file.kind is FileClass.IMAGE


def test_a_folder_of_thousands_of_films_and_images_is_read_in_one_go() -> None:
    names = [f"Film {number}" for number in range(3_000)]
    found = recognized([*(f"{name}.mkv" for name in names), *(f"{name}-poster.jpg" for name in names)])
    assert len(slots(found)) == 3_000


def test_many_images_of_one_kind_have_numbers_up_to_a_limit() -> None:
    found = recognized(["Film.mkv", "fanart.jpg", *(f"extrafanart/{number:03}.jpg" for number in range(150))])
    numbers = sorted(slot_of(slot).number for slot in slots(found).values())
    assert numbers == [*range(1, 100)]
