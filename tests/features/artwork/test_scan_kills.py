"""A scan that is killed anywhere: the next one ends with everything in its place, and nothing besides."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from arrtui.db.artwork import assets, nfo_contents, slots
from arrtui.media.art_cache import GROWING
from tests.features.artwork.library import ArtLibrary
from tests.media.pictures import draw

TITLES = 60
KILLS = 4


@pytest.fixture
def library(movies: ArtLibrary) -> ArtLibrary:
    """Return titles with a poster and an NFO each; the poster of one is locked."""
    for number in range(TITLES):
        title = f"Film {number}"
        movies.add(title, f"{title}.mkv")
        movies.put_file(title, f"{title}-poster.jpg", draw(300, 450, seed=number))
        movies.put_file(title, f"{title}.nfo", f"<movie><title>{title}</title></movie>".encode())
    movies.database.write_sync(slots.lock, movies.name, [("601", "poster")], 1.0)
    return movies


def begin(folder: Path) -> subprocess.Popen[str]:
    """Start a scan in a process of its own and return it once it begins."""
    command = [sys.executable, "-m", "tests.features.artwork.scan_process", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "begins\n"
    return process


def is_complete(library: ArtLibrary) -> bool:
    """Return whether the cache and the database have the same images, all of them, and the lock holds."""
    known = library.database.read_sync(assets.assets)
    images = [asset.sha256 for asset in known.values() if asset.extension != ".nfo"]
    cached = [file.sha256 for file in library.cache.files()]
    nfos = library.database.read_sync(nfo_contents.contents, [*known])
    chosen = library.database.read_sync(slots.choices, library.name)
    return (
        sorted(cached) == sorted(images)
        and len(images) == len(nfos) == len(known) - TITLES == TITLES
        and sorted(chosen) == sorted(str(601 + number) for number in range(1, TITLES))
        and not any((library.cache.folder / GROWING).iterdir())
    )


def test_a_scan_that_is_killed_is_finished_by_the_next_one(library: ArtLibrary) -> None:
    folder = library.root.parent
    for _ in range(KILLS):
        process = begin(folder)
        time.sleep(random.uniform(0, 0.6))
        process.kill()
        process.wait()
    library.adopt()
    library.cache.sweep()
    assert is_complete(library)
    assert library.adopt().images == 0


def test_two_processes_at_once_do_no_harm(library: ArtLibrary) -> None:
    processes = [begin(library.root.parent) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert is_complete(library)


def test_a_cache_that_was_lost_is_filled_again_when_asked_for(library: ArtLibrary) -> None:
    library.adopt()
    shutil.rmtree(library.cache.folder)
    library.adopt(reads_again=True)
    library.cache.sweep()
    assert is_complete(library)
