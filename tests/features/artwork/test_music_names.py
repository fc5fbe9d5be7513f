"""Names of pictures and NFO of artists and albums, and which folders albums have to themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.art_layouts import ARTIST_ART, TitleForm
from arrtui.core.artwork import ArtKind, ArtSlot, FileClass
from arrtui.core.trailers import VideoFile
from arrtui.db.artwork.app_files import AppFile
from arrtui.features.artwork.album_folders import album_folders
from arrtui.features.artwork.name_evidence import readers_text
from arrtui.features.artwork.naming import (
    EXTENSIONS,
    JELLYFIN,
    KODI,
    PLEX,
    base_of,
    nfo_name,
    published_names,
    who_cannot_read,
)
from arrtui.features.artwork.recognizing import by_preference, recognize

ALL = frozenset({KODI, JELLYFIN, PLEX})
COVER, DISC = ArtSlot(ArtKind.THUMB, 0, 12), ArtSlot(ArtKind.DISCART, 0, 12)
AUDIO = frozenset((".mp3", ".flac", ".m4a", ".ogg", ".opus", ".wav", ".wma", ".aac", ".ape", ".mka", ".aif"))


def names(slot: ArtSlot, base: str = "", players: frozenset[str] = ALL, extension: str = ".jpg") -> list[str]:
    return [*published_names(slot, base, players, extension, form=TitleForm.ARTIST)]


def test_names_of_an_artist_and_of_an_album() -> None:
    assert [names(ArtSlot(kind)) for kind in ARTIST_ART.title] == [
        ["folder.jpg"],
        ["fanart.jpg"],
        ["banner.jpg"],
        ["clearlogo.jpg"],
    ]
    assert names(ArtSlot(ArtKind.FANART, number=2)) == ["fanart1.jpg", "fanart-1.jpg"]
    assert names(COVER, "Dawn (1999)/") == ["Dawn (1999)/folder.jpg"]
    assert names(DISC, "Dawn (1999)/", extension=".png") == [
        "Dawn (1999)/discart.png",
        "Dawn (1999)/cdart.png",
    ]
    assert names(ArtSlot(ArtKind.POSTER), players=frozenset({PLEX})) == []
    assert names(COVER, "D/", frozenset({PLEX})) == ["D/folder.jpg"]
    assert nfo_name("", ALL, form=TitleForm.ARTIST) == "artist.nfo"
    assert nfo_name("D/", ALL, form=TitleForm.ARTIST) == "D/album.nfo"


def test_kodi_reads_covers_as_jpeg_only() -> None:
    assert names(COVER, "D/", frozenset({KODI}), ".png") == []
    assert names(COVER, "D/", extension=".png") == ["D/folder.png"]
    assert who_cannot_read(".png", ALL, COVER, form=TitleForm.ARTIST) == ["Kodi"]
    assert who_cannot_read(".png", ALL, DISC, form=TitleForm.ARTIST) == []
    assert who_cannot_read(".png", ALL, ArtSlot(ArtKind.POSTER)) == []


def test_names_of_music_are_tried_on_kodi_or_by_documents() -> None:
    assert readers_text("poster", "folder.jpg", ALL, form=TitleForm.ARTIST) == (
        "Kodi (tried on Kodi 20.1), Jellyfin (by documents)"
    )
    text = readers_text("s00e12:discart", "Dawn (1999)/cdart.png", ALL, form=TitleForm.ARTIST)
    assert text == "Jellyfin (by documents)"
    assert readers_text("nfo", "D/album.nfo", ALL, form=TitleForm.ARTIST).endswith("Jellyfin (by documents)")


@given(
    st.sampled_from([*(ArtSlot(kind) for kind in ARTIST_ART.title), COVER, DISC]),
    st.sampled_from(sorted(ALL)),
)
def test_no_name_is_one_of_music(slot: ArtSlot, player: str) -> None:
    base = "" if slot.season is None else "Live.mp3/"
    for extension in EXTENSIONS[player]:
        for name in names(slot, base, frozenset({player}), extension):
            assert name.endswith(extension) and extension not in AUDIO
            assert base_of(name).count("/") == (slot.season is not None)


def test_an_album_has_the_folder_of_its_files_and_not_that_of_a_disc() -> None:
    albums = album_folders(
        [
            ("Dawn (1999)/CD 01/01.flac", 1),
            ("Dawn (1999)/CD 02/01.flac", 1),
            ("Dusk (2001)/Digital Media 01/01.flac", 2),
            ("Noon/01.flac", 3),
            ("CD 5/01.flac", 4),
        ]
    )
    assert albums.folders == {1: "Dawn (1999)/", 2: "Dusk (2001)/", 3: "Noon/", 4: "CD 5/"}
    assert albums.reasons == {}


def test_an_album_without_a_folder_of_its_own_has_a_reason() -> None:
    albums = album_folders(
        [
            ("01.flac", 1),
            ("Both/01.flac", 2),
            ("Both/02.flac", 3),
            ("A/01.flac", 4),
            ("B/01.flac", 4),
            ("Box/01.flac", 5),
            ("Box/Bonus/01.flac", 6),
            ("Loose/01.flac", 7),
            ("Loose/02.flac", None),
        ]
    )
    assert albums.folders == {6: "Box/Bonus/"}
    assert albums.reasons == {
        1: "its files lie in the artist's folder",
        2: "files of another album lie in Both too",
        3: "files of another album lie in Both too",
        4: "its files lie in several folders",
        5: "files of another album lie in Box too",
        7: "files of another album lie in Loose too",
    }


_PARTS = st.lists(st.sampled_from(("A", "B", "CD 01", "CD 02", "Box")), max_size=3)


@given(st.lists(st.tuples(_PARTS, st.sampled_from((1, 2, 3, None)), st.booleans()), max_size=8))
def test_a_folder_of_an_album_holds_all_its_files_and_no_others(
    rows: list[tuple[list[str], int, bool]],
) -> None:
    files = [
        (f"{'/elsewhere/' * away}{'/'.join([*parts, f'{number}.flac'])}", album)
        for number, (parts, album, away) in enumerate(rows)
    ]
    albums = album_folders(files)
    assert albums.folders.keys() | albums.reasons.keys() == {album for _, album in files if album}
    assert not albums.folders.keys() & albums.reasons.keys()
    for album, folder in albums.folders.items():
        assert folder.endswith("/") and not folder.startswith("/")
        assert [path.startswith(folder) for path, _ in files] == [other == album for _, other in files]


def test_pictures_of_artists_and_albums_are_known_by_their_names() -> None:
    of_artist = {
        **dict.fromkeys(("Folder.jpg", "poster.png", "artist.jpg"), "poster"),
        "fanart.jpg": "fanart",
        "fanart1.jpg": "fanart#2",
        "backdrop2.jpg": "fanart#3",
        "banner.png": "banner",
        "logo.png": "clearlogo",
        "clearlogo.png": "clearlogo",
    }
    of_album = {
        **dict.fromkeys(("cover.jpg", "folder.jpg", "front.jpg", "AlbumArt.jpg"), "s00e12:thumb"),
        **dict.fromkeys(("disc.png", "cdart.png", "discart.png"), "s00e12:discart"),
        **dict.fromkeys(("booklet.jpg", "CD 01/folder.jpg"), ""),
    }
    del of_album["AlbumArt.jpg"]
    paths = {**of_artist, **{f"Other/{name}": slot for name, slot in of_album.items()}, "No/cover.jpg": ""}
    app_files = {f"Other/CD 0{disc}/01.flac": AppFile(0, 12, 1) for disc in (1, 2)}
    files = [VideoFile(path, 1, 1) for path in (*paths, *app_files, "Other/clip.mkv", "stray.mp3")]
    found = recognize(files, {"Other", "Other/CD 01"}, app_files, ARTIST_ART, ALL)
    assert {file.relative_path: file.slot for file in found.files if file.kind is FileClass.IMAGE} == paths
    assert {file.relative_path for file in found.files if file.kind is FileClass.VIDEO} == {*app_files}
    assert found.notes == ()
    first: dict[str, str] = {}
    for file in by_preference(found.files, ARTIST_ART):
        first.setdefault(file.slot, file.relative_path)
    assert first["s00e12:thumb"] == "Other/folder.jpg" and first["poster"] == "Folder.jpg"
    assert first["s00e12:discart"] == "Other/discart.png"
