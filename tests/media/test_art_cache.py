"""The cache keeps whole files under the hash of their content, whoever dies or interferes."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.artwork import Asset, AssetOrigin
from arrtui.media import art_cache
from arrtui.media.art_cache import GROWING, ArtCache, AssetCheck, CacheError, CacheFullError, plan_eviction

CONTENT = b"poster" * 10_000
HASH = sha256(CONTENT).hexdigest()
LIMIT = 10_000_000


@pytest.fixture
def cache(tmp_path: Path) -> ArtCache:
    return ArtCache(tmp_path / "cache", LIMIT)


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_lies_under_its_hash_read_only_in_a_private_folder(cache: ArtCache) -> None:
    assert cache.add(CONTENT, ".jpg") == HASH
    path = cache.path_of(HASH, ".jpg")
    assert names(cache.folder) == [f"{HASH[:2]}/{HASH[2:4]}/{HASH}.jpg"] and path.read_bytes() == CONTENT
    assert stat.S_IMODE(path.stat().st_mode) == 0o444 and stat.S_IMODE(cache.folder.stat().st_mode) == 0o700
    assert cache.holds(HASH, ".jpg") and cache.read(HASH, ".jpg") == CONTENT
    assert list(cache.files()) == [(HASH, ".jpg", len(CONTENT))] and cache.used() == len(CONTENT)


def test_what_is_there_is_not_written_again(cache: ArtCache) -> None:
    cache.add(CONTENT, ".jpg")
    before = cache.path_of(HASH, ".jpg").stat()
    cache.add(CONTENT, ".jpg")
    assert cache.path_of(HASH, ".jpg").stat().st_ino == before.st_ino and cache.used() == len(CONTENT)


@pytest.mark.parametrize("damage", [b"", b"x" * len(CONTENT)])
def test_damage_is_noticed_and_healed_by_adding_again(cache: ArtCache, damage: bytes) -> None:
    path = cache.path_of(cache.add(CONTENT, ".jpg"), ".jpg")
    path.chmod(0o644)
    path.write_bytes(damage)
    assert cache.check(HASH, ".jpg", len(CONTENT)) is AssetCheck.CHANGED
    with pytest.raises(CacheError, match="changed"):
        cache.read(HASH, ".jpg")
    cache.add(CONTENT, ".jpg")
    assert cache.check(HASH, ".jpg", len(CONTENT)) is AssetCheck.WHOLE


def test_a_file_is_copied_and_its_source_stays(cache: ArtCache, tmp_path: Path) -> None:
    source = tmp_path / "Ünïcode \u202egpj\nname.JPG"
    source.write_bytes(CONTENT)
    assert cache.add_file(source) == cache.add_file(source) == (HASH, len(CONTENT))
    assert cache.add_file(source, ".png") == (HASH, len(CONTENT))
    assert source.read_bytes() == CONTENT and len(list(cache.files())) == 2
    assert names(cache.folder / GROWING) == []


@pytest.mark.parametrize("kind", ["folder", "pipe", "missing", "dangling link"])
def test_what_is_no_plain_file_is_refused_without_waiting(cache: ArtCache, tmp_path: Path, kind: str) -> None:
    source = tmp_path / "poster.jpg"
    match kind:
        case "folder":
            source.mkdir()
        case "pipe":
            os.mkfifo(source)
        case "dangling link":
            source.symlink_to(tmp_path / "nothing")
    with pytest.raises(CacheError) as refused:
        cache.add_file(source)
    assert "poster.jpg" in str(refused.value) and not names(cache.folder)


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("../../etc/passwd", ".jpg"),
        (HASH, "/../../x"),
        (HASH, ""),
        ("", ".jpg"),
        (HASH.upper(), ".jpg"),
        (f"{HASH}\n", ".jpg"),
    ],
)
def test_only_hashes_name_files(cache: ArtCache, name: str, extension: str) -> None:
    with pytest.raises(ValueError, match="names no file"):
        cache.path_of(name, extension)


def test_foreign_files_in_the_cache_are_not_listed_and_not_touched(cache: ArtCache) -> None:
    cache.add(CONTENT, ".jpg")
    foreign = cache.folder / "ab" / "cd" / "notes.txt"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("mine")
    (cache.folder / "README").write_text("mine")
    assert [file.sha256 for file in cache.files()] == [HASH] and cache.sweep() == 0 and foreign.exists()


def test_a_deleted_file_is_gone_with_its_folders(cache: ArtCache) -> None:
    cache.add(CONTENT, ".jpg")
    cache.delete(HASH, ".jpg")
    cache.delete(HASH, ".jpg")
    assert names(cache.folder) == [] and not (cache.folder / HASH[:2]).exists() and cache.used() == 0
    assert cache.check(HASH, ".jpg", 1) is AssetCheck.MISSING
    cache.add(CONTENT, ".jpg")
    assert cache.holds(HASH, ".jpg")


def test_a_full_cache_takes_nothing_new_but_what_is_the_owners(tmp_path: Path) -> None:
    cache = ArtCache(tmp_path / "cache", len(CONTENT) + 10)
    cache.add(CONTENT, ".jpg")
    with pytest.raises(CacheFullError, match="cache_limit"):
        cache.add(b"another image", ".png")
    assert cache.add(CONTENT, ".jpg") == HASH
    source = tmp_path / "owner.png"
    source.write_bytes(b"another image")
    assert cache.add_file(source)[1] == 13 and cache.used() == len(CONTENT) + 13
    assert cache.holds(cache.add(b"a third image", ".png", beyond_limit=True), ".png")


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "no space"), (errno.EACCES, "permission denied"), (errno.EIO, "error")],
)
def test_a_refusal_of_the_system_is_a_sentence_and_leaves_nothing(
    cache: ArtCache, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int, words: str
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    source = tmp_path / "poster.jpg"
    source.write_bytes(CONTENT)
    monkeypatch.setattr(art_cache.os, "fsync", refuse)
    for store in (lambda: cache.add(CONTENT, ".jpg"), lambda: cache.add_file(source)):
        with pytest.raises(CacheError) as failed:
            store()
        assert words in str(failed.value) and names(cache.folder) == [] and source.exists()


def test_an_unreadable_file_is_neither_missing_nor_changed(
    cache: ArtCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.add(CONTENT, ".jpg")

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert cache.check(HASH, ".jpg", len(CONTENT)) is AssetCheck.UNREADABLE


WRITER = """
import sys, os
from pathlib import Path
from arrtui.media import art_cache
cache = art_cache.ArtCache(Path(sys.argv[1]), 10**9)
settle = cache._settle
def slowly(part, path, **options):
    part.file.flush()
    print("growing", flush=True)
    sys.stdin.readline()
    settle(part, path, **options)
cache._settle = slowly
cache.add(b"poster" * 10_000, ".jpg")
print("done", flush=True)
"""


@contextmanager
def writer(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that is in the middle of storing the poster until it gets a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == "growing\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_sweep_takes_what_a_killed_process_left_and_nothing_of_a_living_one(cache: ArtCache) -> None:
    with writer(cache.folder) as dying, writer(cache.folder) as living:
        dying.send_signal(signal.SIGKILL)
        dying.wait()
        assert len(names(cache.folder / GROWING)) == 2 and not cache.holds(HASH, ".jpg")
        assert cache.sweep() == 1 and len(names(cache.folder / GROWING)) == 1
        assert living.communicate("\n")[0] == "done\n"
    assert cache.read(HASH, ".jpg") == CONTENT and cache.sweep() == 0
    assert names(cache.folder) == [f"{HASH[:2]}/{HASH[2:4]}/{HASH}.jpg"]


def test_two_processes_may_store_the_same_image_at_once(cache: ArtCache) -> None:
    with writer(cache.folder) as first, writer(cache.folder) as second:
        assert first.communicate("\n")[0] == second.communicate("\n")[0] == "done\n"
    assert list(cache.files()) == [(HASH, ".jpg", len(CONTENT))] and names(cache.folder / GROWING) == []


def test_a_folder_that_a_deletion_takes_meanwhile_is_made_again(
    cache: ArtCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, takes = Path.replace, iter([True, False])
    cache.path_of(HASH, ".jpg").parent.mkdir(parents=True)

    def replace_late(source: Path, target: Path) -> Path:
        if next(takes):
            target.parent.rmdir()
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", replace_late)
    cache.add(CONTENT, ".jpg")
    assert cache.read(HASH, ".jpg") == CONTENT


def asset(number: int, size: int = 10, origin: AssetOrigin = AssetOrigin.PROVIDER, at: float = 0) -> Asset:
    return Asset(sha256=f"{number:064x}", extension=".jpg", size=size, origin=origin, added_at=at or number)


def test_the_oldest_that_nobody_needs_leave_first() -> None:
    known = [asset(3), asset(1), asset(2), asset(4), asset(0, origin=AssetOrigin.OWNER)]
    assert plan_eviction(known, {asset(1).sha256}, 30) == [asset(2), asset(3)]
    assert plan_eviction(known, set(), 50) == []
    assert len(plan_eviction(known, set(), 0)) == 4


@given(
    st.lists(st.tuples(st.integers(0, 50), st.sampled_from(AssetOrigin)), max_size=20),
    st.sets(st.integers(0, 19)),
    st.integers(0, 300),
)
def test_eviction_keeps_what_is_needed_and_takes_no_more_than_is_needed(
    sizes: list[tuple[int, AssetOrigin]], needed: set[int], limit: int
) -> None:
    known = [asset(number, size, origin, at=5) for number, (size, origin) in enumerate(sizes)]
    protected = {asset(number).sha256 for number in needed}
    leaving = plan_eviction(known, protected, limit)
    assert all(one.sha256 not in protected and one.origin is not AssetOrigin.OWNER for one in leaving)
    staying = sum(asset.size for asset in known) - sum(asset.size for asset in leaving)
    free = [one for one in known if one.sha256 not in protected and one.origin is not AssetOrigin.OWNER]
    assert staying <= limit or leaving == sorted(free, key=lambda one: one.sha256)
    assert not leaving or staying + leaving[-1].size > limit
