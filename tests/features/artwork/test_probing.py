"""Videos of which the app has no facts are looked into once for their path, size and time."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.domain import MediaFile
from arrtui.db.artwork import streams
from arrtui.db.artwork.publish_facts import publish_facts
from arrtui.features.artwork import probing
from arrtui.features.artwork.probing import forget_gone, probe_videos, unknown_videos
from tests.db.samples import store
from tests.features.artwork.library import ArtLibrary

CLIP = Path(__file__).parents[2] / "media" / "clip.mp4"
FACTS = {"videoCodec": "h265", "audioChannels": 5.1}


async def _no_progress(_done: int, _total: int, _text: str) -> None:
    """Show nothing."""


def probe(library: ArtLibrary) -> dict[str, dict[str, Any]]:
    """Scan, look into what is unknown, and return what was found by relative path."""
    library.scan_art()
    videos = library.database.read_sync(unknown_videos, library.name)
    found = asyncio.run(probe_videos(library.name, videos, library.database, _no_progress, int))
    library.database.write_sync(forget_gone, library.name)
    return {row.file.relative_path: row.facts for row in found}


@pytest.fixture
def film(movies: ArtLibrary) -> Path:
    """Return a film that ffprobe can read, without facts of the app."""
    movies.add("Alien", "Alien-trailer.mp4", "extras/x.mkv")
    store(movies.database, movies.name, MediaFile(id=1, item_id=1, relative_path="Alien.mp4"))
    return Path(shutil.copy(CLIP, movies.root / "Alien" / "Alien.mp4"))


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="there is no ffprobe")
def test_a_film_without_facts_is_looked_into_once(movies: ArtLibrary, film: Path) -> None:
    (found,) = probe(movies).values()
    assert found["resolution"] and found["videoCodec"]
    (file,) = movies.database.read_sync(publish_facts, movies.name, ["601"])["601"].files
    assert file.media == found, "it is published as if the app had it"
    assert probe(movies) == {}
    assert movies.database.read_sync(streams.stream_facts, movies.name) == {"601": {"Alien.mp4": found}}
    os.utime(film, (1, 1))
    movies.lay_out("Alien", "new.srt")
    assert [*probe(movies)] == ["Alien.mp4"], "its time is another one"


def test_what_the_app_knows_is_not_looked_into(
    movies: ArtLibrary, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = {"note": '"media":{"a":1}'}
    store(movies.database, movies.name, MediaFile(id=1, item_id=1, relative_path="Alien.mp4", media=FACTS))
    store(movies.database, movies.name, MediaFile(id=2, item_id=1, relative_path='"media":{x.mkv'))
    movies.lay_out("Alien", "second version.mkv")
    monkeypatch.setattr(probing, "probe_streams", lambda _path: odd)
    assert movies.database.read_sync(streams.lacks_facts, movies.name)
    assert probe(movies) == {"second version.mkv": odd}, "a video that the app does not have"
    known = movies.database.read_sync(streams.stream_facts, movies.name, ["601"])
    assert known == {"601": {"Alien.mp4": FACTS, "second version.mkv": odd}}
    store(movies.database, movies.name, MediaFile(id=2, item_id=1, relative_path="x.mkv", media=FACTS))
    assert not movies.database.read_sync(streams.lacks_facts, movies.name)


def test_what_cannot_be_read_is_not_tried_again(
    movies: ArtLibrary, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "probe_streams", lambda _path: {})
    assert probe(movies) == {"Alien.mp4": {}}
    assert probe(movies) == {}
    assert movies.database.read_sync(streams.stream_facts, movies.name) == {}


@pytest.mark.parametrize("change", ["written", "removed"])
def test_a_video_that_changes_while_it_is_read_is_left_for_the_next_time(
    movies: ArtLibrary, film: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    def changing(path: str) -> dict[str, Any]:
        if change == "written":
            os.truncate(path, 5)
        else:
            Path(path).unlink()
        return FACTS

    monkeypatch.setattr(probing, "probe_streams", changing)
    assert probe(movies) == {}
    assert movies.database.read_sync(streams.probed, movies.name) == []


def test_what_was_found_goes_with_the_video(
    movies: ArtLibrary, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "probe_streams", lambda _path: FACTS)
    odd = os.fsdecode(os.fsencode(movies.root / "Alien") + b"/na\xefve.mkv")
    Path(odd).write_bytes(b"1")
    assert len(probe(movies)) == 2
    Path(odd).unlink()
    film.unlink()
    assert probe(movies) == {}
    assert movies.database.read_sync(streams.probed, movies.name) == []
