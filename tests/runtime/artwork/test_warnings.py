"""``check`` says what gets in the way of published artwork, and nothing where none is published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from arrtui.core.artwork import ArtFile, ArtFolder, FileClass
from arrtui.core.domain import Item, Setting
from arrtui.core.trailers import FolderNote, NoteKind
from arrtui.db.artwork import folders
from tests.db.samples import store
from tests.runtime.artwork.bench import LIDARR, RADARR, SONARR, PublishBench, publish_bench


def _setting(bench: PublishBench, name: str, number: int, type: str, body: dict[str, Any]) -> None:
    setting = Setting(id=number, type=type, name=str(body.get("name", "")), body=body)
    store(bench.services.database, name, setting)


def _consumer(implementation: str, **fields: bool) -> dict[str, Any]:
    listed = [{"name": key, "value": value} for key, value in fields.items()]
    return {"name": implementation, "enable": True, "implementation": implementation, "fields": listed}


async def test_what_gets_in_the_way_is_a_sentence_each(tmp_path: Path) -> None:
    with publish_bench(tmp_path, 'nfo = "all"\nphases = ["publish"]') as bench:
        film, _ = bench.film("Linked"), bench.series("Dark", (1, 1, "Season 01/S01E01.mkv"))
        kodi = _consumer("XbmcMetadata", movieMetadata=True, movieImages=True)
        _setting(bench, RADARR, 1, "metadata_consumer", kodi)
        _setting(bench, SONARR, 1, "metadata_consumer", _consumer("PlexMetadata", seriesPlexMatchFile=True))
        extras = {"importExtraFiles": True, "extraFileExtensions": "srt,mkv"}
        _setting(bench, SONARR, 2, "media_management", extras)
        folder = ArtFolder(
            external_id=film,
            path="x",
            files=(ArtFile(".plexmatch", FileClass.UNKNOWN, 1, 1),),
            links=(FolderNote(NoteKind.LINK, "poster.jpg", "/elsewhere"),),
        )
        bench.services.database.write_sync(folders.store, RADARR, [folder])
        warnings = await bench.services.artwork.warnings.of([RADARR, SONARR])
        text = {name: " ".join(sentences) for name, sentences in warnings.items()}
        for word in (
            "writes NFO itself",
            "writes pictures itself",
            "1 folder with links (Linked)",
            "Plex matches",
        ):
            assert word in text[RADARR]
        for word in ("writes .plexmatch", "mkv"):
            assert word in text[SONARR]
        assert await bench.services.artwork.warnings.misplaced() is None


async def test_a_lidarr_is_warned_of_as_the_others_are(tmp_path: Path) -> None:
    """Of its folders and settings no doctor of trailers tells."""
    second = "lidarr.second"
    with publish_bench(tmp_path, 'nfo = "all"\nphases = ["publish"]', (LIDARR, second)) as bench:
        artist = bench.artist("Silent Harbours", Dawn=["Dawn/01.flac"])
        store(bench.services.database, second, Item(id=1, external_id=artist, title="The same"))
        kodi = _consumer("XbmcMetadata", artistMetadata=True, albumImages=True)
        roksbox = _consumer("RoksboxMetadata", trackMetadata=True, artistImages=True)
        _setting(bench, LIDARR, 1, "metadata_consumer", kodi)
        _setting(bench, LIDARR, 2, "metadata_consumer", roksbox | {"name": "Roksbox"})
        extras = {"importExtraFiles": True, "extraFileExtensions": "lrc, .FLAC,nfo"}
        _setting(bench, LIDARR, 3, "media_management", extras)
        folder = ArtFolder(external_id=artist, path=str(bench.root(LIDARR) / "Silent Harbours"))
        for name in (LIDARR, second):
            bench.services.database.write_sync(folders.store, name, [folder])
        warnings = await bench.services.artwork.warnings.of([LIDARR, second])
        text = " ".join(warnings[LIDARR])
        for word in (
            "Lidarr writes NFO itself",
            "writes pictures itself where none is (XbmcMetadata and Roksbox)",
            "1 artist in the same folder as on lidarr.second (Silent Harbours)",
            "end with .flac:",
            "end with .nfo:",
        ):
            assert word in text
        (sentence,) = warnings[second]
        assert "as on lidarr.main (The same)" in sentence


async def test_where_no_artwork_is_published_nothing_is_said(bench: PublishBench) -> None:
    bench.choose(RADARR, bench.film(), "poster", b"poster")
    consumer = _consumer("XbmcMetadata", movieImages=True)
    _setting(bench, RADARR, 1, "metadata_consumer", consumer)
    assert await bench.services.artwork.warnings.of([RADARR]) == {}
    await bench.publish()
    assert list(await bench.services.artwork.warnings.of([RADARR])) == [RADARR]
    _setting(bench, RADARR, 1, "metadata_consumer", consumer | {"enable": False})
    assert await bench.services.artwork.warnings.of([RADARR]) == {}


async def test_a_cache_in_a_root_folder_is_a_problem_of_the_configuration(bench: PublishBench) -> None:
    bench.film()
    bench.services.config.artwork.__dict__["cache"] = bench.root(RADARR) / "cache"
    problem = await bench.services.artwork.warnings.misplaced()
    assert problem is not None and problem.path == "artwork.cache"
