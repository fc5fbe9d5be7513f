"""Archives on disk: for their owner alone, whole or not at all, so many generations."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from arrtui.core.app_archives import ArchiveError
from arrtui.core.destination import DestinationError
from arrtui.core.text import DAY
from arrtui.features.archives.kept import ArchiveFolder

NOW = 1_800_000_000.0


def add(folder: ArchiveFolder, at: float) -> Path:
    incoming = folder.begin(at)
    incoming.file.write(b"PK")
    return incoming.keep(lambda path: path.read_bytes()).path


def test_only_the_owner_reads_them_and_the_oldest_go(tmp_path: Path) -> None:
    folder = ArchiveFolder(tmp_path / "archives", "radarr.main")
    paths = [add(folder, NOW + days * DAY) for days in range(4)]
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder.path.parent, folder.path, paths[0])]
    assert modes == [0o700, 0o700, 0o600]
    leftover = folder.path / ".2027-01-15_080000.zip.0a1b2c3d.tmp"
    leftover.touch()
    (folder.path / "mine.zip").touch()
    assert folder.prune(2) == 2
    assert [archive.path for archive in folder.archives()] == [paths[3], paths[2]]
    assert {path.name for path in folder.path.iterdir()} == {paths[3].name, paths[2].name, "mine.zip"}


def test_what_is_not_whole_leaves_nothing(tmp_path: Path) -> None:
    def refuse(path: Path) -> None:
        raise ArchiveError("checking", why="it is broken")

    folder = ArchiveFolder(tmp_path / "archives", "radarr.main")
    incoming = folder.begin(NOW)
    with pytest.raises(ArchiveError):
        incoming.keep(refuse)
    incoming.discard()
    assert list(folder.path.iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(DestinationError):
        ArchiveFolder(tmp_path / "file", "radarr.main").begin(NOW)


@pytest.mark.parametrize(
    ("period", "days", "is_due"),
    [
        ("off", 900, False),
        ("daily", 0.5, False),
        ("daily", 0.99, True),
        ("weekly", 6, False),
        ("weekly", 6.9, True),
        ("monthly", 29, False),
        ("monthly", 30, True),
    ],
)
def test_one_is_due_a_little_before_its_time_is_over(
    tmp_path: Path, period: str, days: float, is_due: bool
) -> None:
    folder = ArchiveFolder(tmp_path, "radarr.main")
    assert folder.is_due(period, NOW) is (period != "off")
    add(folder, NOW)
    assert folder.is_due(period, NOW + days * DAY) is is_due
