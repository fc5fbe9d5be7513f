"""Reading the folder of a title: real files, links, modes and names."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.trailers import NoteKind, TitleFolder
from arrtui.media import walk
from arrtui.media.walk import MISSING, is_unchanged, read_folder

LATER = 10.0
"""Seconds after which a change counts as settled."""


def read(folder: Path, *, after: float = LATER) -> TitleFolder:
    return read_folder("603", str(folder), time.time() + after)


def notes(folder: TitleFolder) -> list[tuple[NoteKind, str, str]]:
    return [(note.kind, note.relative_path, note.detail) for note in folder.notes]


@pytest.fixture
def title(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "Alien (1979)"
    (folder / "Trailers").mkdir(parents=True)
    (folder / ".arrtui").mkdir()
    for name in ("Alien.mkv", "Alien.srt", "Trailers/a.mp4", ".arrtui/b.mp4", "poster.jpg"):
        (folder / name).write_bytes(b"12345")
    yield folder
    for closed in folder.iterdir():
        if closed.is_dir():
            closed.chmod(0o755)


def test_a_folder_is_read_with_its_videos(title: Path) -> None:
    folder = read(title)
    assert [(video.relative_path, video.size) for video in folder.videos] == [
        ("Alien.mkv", 5),
        ("Trailers/a.mp4", 5),
    ]
    assert folder.videos[0].mtime_ns == (title / "Alien.mkv").stat().st_mtime_ns
    assert (set(folder.changes), folder.notes, folder.error) == ({"", "Trailers"}, (), "")


def test_what_did_not_change_is_not_read_again(title: Path) -> None:
    folder = read(title)
    assert is_unchanged(folder, str(title))
    assert not is_unchanged(folder, str(title.parent))
    assert not is_unchanged(read(title, after=0.0), str(title)), "a change this fresh proves nothing"


@pytest.mark.parametrize("change", ["added", "removed", "renamed", "mode", "moved away"])
def test_every_change_of_a_name_shows(title: Path, change: str) -> None:
    folder = read(title)
    inner = title / "Trailers"
    match change:
        case "added":
            (inner / "b.mp4").touch()
        case "removed":
            (inner / "a.mp4").unlink()
        case "renamed":
            (title / "Alien.mkv").rename(title / "Alien 2.mkv")
        case "mode":
            inner.chmod(0o700)
        case _:
            inner.rename(title.parent / "Trailers")
    assert not is_unchanged(folder, str(title))


def test_a_missing_folder_is_told_apart_from_an_unreadable_one(title: Path) -> None:
    assert read(title / "gone").error == MISSING
    assert read(title / "Alien.mkv").error == "not a directory"


def test_what_cannot_be_read_is_told_and_tried_again(title: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, scandir = title / "Trailers", os.scandir

    def refusing(path: str) -> object:
        if path == str(closed):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    closed.chmod(0)
    monkeypatch.setattr(os, "scandir", refusing)  # the superuser reads everything
    folder = read(title)
    assert notes(folder) == [(NoteKind.UNREADABLE, "Trailers", "permission denied")]
    assert [video.relative_path for video in folder.videos] == ["Alien.mkv"]
    assert not is_unchanged(folder, str(title))


def test_a_file_that_goes_while_it_is_read_leads_to_another_reading(
    title: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_video = walk.is_video

    def renaming(name: str) -> bool:
        if name == "Alien.mkv":
            (title / name).rename(title / "Alien (1979).mkv")
        return is_video(name)

    monkeypatch.setattr(walk, "is_video", renaming)
    folder = read(title)
    assert [video.relative_path for video in folder.videos] == ["Trailers/a.mp4"]
    assert not is_unchanged(folder, str(title))
    monkeypatch.undo()
    assert [video.relative_path for video in read(title).videos] == ["Alien (1979).mkv", "Trailers/a.mp4"]


def test_links_are_followed_once_and_told(title: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "x-trailer.mp4").write_bytes(b"1")
    (title / "Extras").symlink_to(kept)
    (title / "circle").symlink_to(title)
    (title / "Alien-trailer.mp4").symlink_to(kept / "x-trailer.mp4")
    (title / "gone-trailer.mp4").symlink_to("nowhere/x.mp4")
    folder = read(title)
    assert notes(folder) == [
        (NoteKind.LINK, "Extras", str(kept)),
        (NoteKind.LINK, "circle", str(title)),
        (NoteKind.BROKEN_LINK, "gone-trailer.mp4", "nowhere/x.mp4"),
    ]
    assert [video.relative_path for video in folder.videos] == [
        "Alien-trailer.mp4",
        "Alien.mkv",
        "Extras/x-trailer.mp4",
        "Trailers/a.mp4",
    ]
    assert is_unchanged(folder, str(title))


def test_a_folder_that_is_a_link_itself_is_told(title: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(title)
    assert notes(read(link)) == [(NoteKind.LINK, "", str(title))]


def test_names_that_are_no_utf_8_come_back(title: Path) -> None:
    odd = os.fsdecode(b"Caf\xe9-trailer.mp4")
    try:
        (title / odd).write_bytes(b"1")
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    folder = read(title)
    assert notes(folder) == [(NoteKind.ODD_NAME, odd, "")]
    assert Path(title, folder.videos[-1].relative_path).exists()
    assert odd in [video.relative_path for video in folder.videos]
