"""Folders as scans read them, and streams of videos, as they come back from the database."""

from __future__ import annotations

from arrtui.core.artwork import ArtFile, ArtFolder, ArtNote, ArtNoteKind, FileClass, NfoFacts
from arrtui.core.domain import Episode, Item, MediaFile
from arrtui.core.trailers import FolderNote, NoteKind, VideoFile
from arrtui.db.artwork import app_files, folders, streams
from arrtui.db.artwork.app_files import AppFile
from arrtui.db.artwork.streams import ProbedFile
from arrtui.db.database import Database
from tests.db.samples import store

NAME = "sonarr.main"
ODD = "Season 1/na\udcefve \ufffd\ufffd0041 \u202e<b>.jpg"


def folder(external_id: str = "603", **facts: object) -> ArtFolder:
    return ArtFolder(external_id=external_id, path=f"/tv/{ODD}", read_at=5.0, **facts)  # type: ignore[arg-type]


async def test_a_folder_comes_back_as_it_was_read(database: Database) -> None:
    read = folder(
        changes={"": 1, ODD: 2**62},
        files=(ArtFile(ODD, FileClass.IMAGE, 2**40, 7, "s01:poster", "a" * 64),),
        nfos=(NfoFacts(relative_path=ODD, ids={"tmdb": "1"}, title="A \ufffd \0 title", is_locked=True),),
        notes=(ArtNote(ArtNoteKind.LINK, ODD, "To /x\udcef."),),
        links=(FolderNote(NoteKind.LINK, ODD, "/x\udcef"),),
    )
    plain = folder("604", error="missing")
    assert await database.write(folders.store, NAME, [read, plain]) == 2
    assert await database.read(folders.folders, NAME) == {"603": read, "604": plain}
    assert await database.read(folders.folders, NAME, ["604", "605"]) == {"604": plain}
    assert await database.read(folders.noted, NAME) == [read]
    assert await database.write(folders.store, NAME, [folder()]) == 1
    assert await database.read(folders.noted, NAME) == []
    assert await database.write(folders.forget, NAME, {"603"}) == 1
    assert [*await database.read(folders.folders, NAME)] == ["603"]
    assert await database.read(folders.folders, "radarr.main") == {}


async def test_files_of_the_app_have_the_numbers_of_their_episodes(database: Database) -> None:
    store(
        database,
        NAME,
        Item(id=1, external_id="603", imdb_id="tt1"),
        MediaFile(id=7, item_id=1, season=2, relative_path="Season 2\\a.mkv", media={"videoCodec": "h264"}),
        MediaFile(id=8, item_id=1, season=2, relative_path="Season 2/b.mkv"),
        *(Episode(id=number, item_id=1, season=2, number=number, file_id=7) for number in (3, 4)),
    )
    expected = {"Season 2/a.mkv": AppFile(2, 3, 2, True), "Season 2/b.mkv": AppFile(2, 0, 1, False)}
    assert await database.read(app_files.app_files, NAME) == {"603": expected}
    assert await database.read(app_files.app_files, NAME, ["604"]) == {}
    assert await database.read(app_files.item_ids, NAME) == {"603": 1}
    ids = await database.read(app_files.known_ids, NAME, "tvdb", ["603", "604"])
    assert ids == {"603": {"imdb": "tt1", "tmdb": "", "tvdb": "603"}}
    assert await database.read(streams.lacks_facts, NAME)


async def test_what_ffprobe_saw_is_kept_for_a_path_and_replaced(database: Database) -> None:
    first = ProbedFile("603", VideoFile(ODD, 2**40, 7), {"videoCodec": "h264"})
    later = first._replace(file=VideoFile(ODD, 5, 8), facts={})
    await database.write(streams.store_probed, NAME, [first])
    assert await database.read(streams.probed, NAME, ["603"]) == [first]
    assert await database.read(streams.stream_facts, NAME) == {"603": {ODD: first.facts}}
    await database.write(streams.store_probed, NAME, [later])
    assert await database.read(streams.probed, NAME) == [later]
    assert await database.read(streams.stream_facts, NAME, ["603"]) == {}
    assert await database.write(streams.forget_probed, NAME, {("603", ODD)}) == 0
    assert await database.write(streams.forget_probed, NAME, set()) == 1
