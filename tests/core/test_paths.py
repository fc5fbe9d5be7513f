"""Files only their owner may read, and the folders they lie in."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from arrtui.core import paths

posix = pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing here")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def open_umask() -> object:
    before = os.umask(0)
    yield
    os.umask(before)


@posix
def test_a_private_folder_is_for_its_owner_and_an_existing_one_keeps_its_mode(tmp_path: Path) -> None:
    assert mode(paths.ensure_private_dir(tmp_path / "a" / "b")) == 0o700
    (tmp_path / "shared").mkdir(0o755)
    assert mode(paths.ensure_private_dir(tmp_path / "shared")) == 0o755


def test_a_file_in_the_place_of_a_folder_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OSError):
        paths.ensure_private_dir(tmp_path / "taken")


@posix
def test_a_private_file_is_created_once_and_never_emptied(tmp_path: Path) -> None:
    file = tmp_path / "arrtui.db"
    assert paths.create_private(file) is True
    assert mode(file) == 0o600
    file.write_text("kept")
    assert paths.create_private(file) is False
    assert file.read_text() == "kept"


@posix
def test_replacing_makes_a_private_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("old")
    paths.replace_private(file, b"new", like=file.stat())
    assert file.read_bytes() == b"new"
    assert mode(file) == 0o600
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_failed_replacement_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file = tmp_path / "f"
    file.write_text("old")
    monkeypatch.setattr(step, full)
    with pytest.raises(OSError, match="No space"):
        paths.replace_private(file, b"new")
    monkeypatch.undo()
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@posix
def test_a_replaced_file_keeps_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given_to: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "chown", lambda path, uid, gid: given_to.append((uid, gid)))
    fields = list(tmp_path.stat())
    fields[4], fields[5] = 12345, 54321
    paths.replace_private(tmp_path / "f", b"", like=os.stat_result(fields))
    assert given_to == [(12345, 54321)]


@posix
@pytest.mark.parametrize(("bits", "readable"), [(0o600, False), (0o700, False), (0o640, True), (0o604, True)])
def test_readable_by_others(tmp_path: Path, bits: int, readable: bool) -> None:
    (tmp_path / "f").write_text("")
    (tmp_path / "f").chmod(bits)
    assert paths.readable_by_others(tmp_path / "f") is readable


def test_the_platforms_folders_are_ours() -> None:
    folders = [paths.config_folder(), paths.data_folder()]
    assert all("arrtui" in folder.parts for folder in folders)
    assert paths.default_database().parent == paths.data_folder()
