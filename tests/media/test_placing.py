"""Files reach their final name whole, and only what arrtui left is swept."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from arrtui.media.placing import container_of, open_work_folder, place, sweep, work_stem
from tests.media.video_server import CLIP

STEM = work_stem("https://www.youtube.com/watch?v=x", "b")


@pytest.fixture
def title(tmp_path: Path) -> Path:
    folder = tmp_path / "Alien (1979)"
    folder.mkdir()
    return folder


def test_a_trailer_takes_mode_and_group_of_its_film_and_its_place_in_one_step(title: Path) -> None:
    film, target = title / "Alien.mkv", title / "Alien-trailer.mp4"
    film.write_bytes(b"film")
    film.chmod(0o750)
    source = open_work_folder(title) / f"{STEM}.mp4"
    source.write_bytes(CLIP.read_bytes())
    assert place(source, target, film) == []
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.stat().st_gid == film.stat().st_gid
    assert (target.read_bytes(), target.stat().st_nlink) == (CLIP.read_bytes(), 1)
    assert not source.exists()


def test_a_refused_group_is_a_remark(title: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = open_work_folder(title) / f"{STEM}.mp4"
    source.write_bytes(b"x")
    (remark,) = place(source, title / "Alien-trailer.mp4", title / "gone.mkv")
    assert "gone.mkv" in remark
    assert (title / "Alien-trailer.mp4").exists()


def test_nothing_is_ever_overwritten(title: Path) -> None:
    source, target = open_work_folder(title) / f"{STEM}.mp4", title / "Alien-trailer.mp4"
    source.write_bytes(b"new")
    target.write_bytes(b"somebody's")
    with pytest.raises(FileExistsError):
        place(source, target, None)
    assert (target.read_bytes(), source.read_bytes()) == (b"somebody's", b"new")


def test_the_folder_of_a_title_is_never_made(title: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_work_folder(title.parent / "Gone")
    (title / "elsewhere").mkdir()
    (title / ".arrtui").symlink_to("elsewhere")
    with pytest.raises(NotADirectoryError):
        open_work_folder(title)


def test_only_what_arrtui_left_is_swept(title: Path) -> None:
    folder, other = open_work_folder(title), work_stem("another", "b")
    for name in (
        f"{STEM}.mp4.part",
        f"{STEM}.f137.mp4.ytdl",
        f"{other}.mp4.part",
        "notes.txt",
        "deadbeef.mp4",
    ):
        (folder / name).write_bytes(b"x")
    (folder / f"{STEM}.link").symlink_to("/dev/null")
    assert sweep(title, keep={other}) == 2
    assert {file.name for file in folder.iterdir()} == {
        *(f"{other}.mp4.part", "notes.txt", "deadbeef.mp4", f"{STEM}.link")
    }
    for name in ("notes.txt", "deadbeef.mp4", f"{STEM}.link"):
        (folder / name).unlink()
    assert sweep(title) == 1
    assert list(title.iterdir()) == []
    assert sweep(title) == 0


def test_a_video_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    assert container_of(CLIP) == ".mp4"
    for content, extension in (
        (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", ".webm"),
        (b"\x1a\x45\xdf\xa3\x9fB\x82\x88matroska", ".mkv"),
        (b"<html>", ""),
        (b"", ""),
    ):
        (tmp_path / "file").write_bytes(content)
        assert container_of(tmp_path / "file") == extension
