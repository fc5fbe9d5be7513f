"""What may be done in a folder, without leaving anything in it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from arrtui.media import access


def test_a_folder_tells_whose_it_is_and_what_is_allowed(tmp_path: Path) -> None:
    found = access.folder_access(tmp_path)
    assert (found.exists, found.readable, found.writable, found.reason) == (True, True, True, "")
    assert found.owner.endswith(" drwx------")


def test_what_is_not_there_or_no_folder_is_told(tmp_path: Path) -> None:
    gone = access.folder_access(tmp_path / "gone")
    assert (gone.exists, gone.readable, gone.writable) == (False, False, False)
    (tmp_path / "file").write_text("")
    assert access.folder_access(tmp_path / "file").reason == "no folder"
    assert not access.folder_access(tmp_path / "file" / "below").exists


def test_what_the_system_refuses_to_list_is_not_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(access.os, "scandir", refuse)
    found = access.folder_access(tmp_path)
    assert (found.exists, found.readable, found.reason) == (True, False, "permission denied")


def test_trying_to_write_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "Film.mkv").write_text("")
    assert access.try_writing(tmp_path) == ""
    assert [path.name for path in tmp_path.iterdir()] == ["Film.mkv"]
    assert access.try_writing(tmp_path / "Film.mkv") == "not a directory"
    assert access.try_writing(tmp_path / "gone") == "no such file or directory"
    assert [path.name for path in tmp_path.iterdir()] == ["Film.mkv"]
