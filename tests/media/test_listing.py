"""Everything in a title's folder, as it is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.media import listing
from arrtui.media.listing import FolderEntry, list_folder


def test_files_folders_and_links_are_listed_and_links_not_gone_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Extras").mkdir()
    (tmp_path / "Extras" / "clip.mkv").write_bytes(b"12345")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "movie.nfo").write_text("x")
    entries = list_folder(str(tmp_path))
    assert entries == [
        FolderEntry("Extras/"),
        FolderEntry("Extras/clip.mkv", 5),
        FolderEntry("loop", about=f"-> {tmp_path}"),
        FolderEntry("movie.nfo", 1),
    ]
    monkeypatch.setattr(listing, "MOST_ENTRIES", 2)
    assert list_folder(str(tmp_path))[2].relative_path == "..."
    (gone,) = list_folder(str(tmp_path / "gone"))
    assert gone.about == "no such file or directory"
