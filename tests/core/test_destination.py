"""Writing where a user says: whole or not at all, through links, into pipes, and never over our own files."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from arrtui.core.destination import DestinationError, opened_destination


def write(path: Path, data: bytes = b"new", *protected: Path) -> None:
    with opened_destination(path, protected) as stream:
        stream.write(data)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_new_file_is_private_and_alone(tmp_path: Path) -> None:
    write(tmp_path / "out")
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_a_file_is_replaced_at_the_end_only(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), opened_destination(path) as stream:
        stream.write(b"half")
        stream.flush()
        assert path.read_bytes() == b"old"
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    write(path)
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_its_target_is_written(tmp_path: Path, there: bool) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "target", tmp_path / "link"
    if there:
        target.write_bytes(b"old")
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert names(tmp_path / "far") == ["target"]


def test_names_that_others_have_made_are_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"old")
    monkeypatch.setattr("secrets.token_hex", lambda _: "guessed")
    (tmp_path / ".out.guessed.tmp").symlink_to(victim)
    with pytest.raises(DestinationError):
        write(tmp_path / "out")
    assert victim.read_bytes() == b"old"
    assert names(tmp_path) == [".out.guessed.tmp", "victim"]


@pytest.mark.parametrize("way", ["itself", "link", "second name", "not there yet", "other spelling"])
def test_our_own_files_are_refused_by_whatever_name(tmp_path: Path, way: str) -> None:
    own = tmp_path / "arrtui.db"
    named = tmp_path / "other"
    if way != "not there yet":
        own.write_bytes(b"data")
    if way == "link":
        named.symlink_to(own)
    elif way == "second name":
        named.hardlink_to(own)
    elif way == "other spelling":
        named = tmp_path / ".." / tmp_path.name / "arrtui.db"
    else:
        named = own
    before = names(tmp_path)
    with pytest.raises(DestinationError):
        write(named, b"new", tmp_path / "config.toml", own)
    assert names(tmp_path) == before
    assert way == "not there yet" or own.read_bytes() == b"data"


@pytest.mark.parametrize("late", [False, True])
def test_a_pipe_is_written_into_and_stays(tmp_path: Path, late: bool) -> None:
    path, link, seen = tmp_path / "pipe", tmp_path / "link", []
    os.mkfifo(path)
    link.symlink_to(path)
    reader = threading.Thread(target=lambda: seen.append(path.read_bytes()))
    writer = threading.Thread(target=write, args=(link,))
    for thread in (writer, reader) if late else (reader, writer):
        thread.start()
    reader.join()
    writer.join()
    assert seen == [b"new"]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_pipe_that_nobody_reads_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arrtui.core.destination._READER_PATIENCE", 0)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DestinationError):
        write(tmp_path / "pipe")


def test_a_pipe_whose_reader_leaves_is_told(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(DestinationError), opened_destination(path) as stream:
        os.close(reader)
        stream.write(b"new")


WRITER = """\
import sys
from pathlib import Path
from arrtui.core.destination import opened_destination
with opened_destination(Path(sys.argv[1])) as stream:
    stream.write(b"new\\n")
"""


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_an_open_descriptor_is_written_into_where_it_stands(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-c", WRITER, name]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"new\n"
    log = tmp_path / "log"
    log.write_bytes(b"old\n")
    with log.open("ab") as file:
        subprocess.run(command, stdout=file, check=True)
    assert log.read_bytes() == b"old\nnew\n"


@pytest.mark.parametrize("name", ["missing/out", "folder", "file/out", "loop"])
def test_a_place_where_nothing_can_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    before = names(tmp_path)
    with pytest.raises(DestinationError, match=name):
        write(tmp_path / name)
    assert names(tmp_path) == before


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(DestinationError):
            write(path, b"x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["out"]
