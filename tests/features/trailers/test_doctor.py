"""How root folders are on this machine, over real folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from arrtui.core.config.trailers import PathMapping
from arrtui.core.trailers import MediaRoot
from arrtui.db.media import TrailerTitle
from arrtui.features.trailers import doctor
from arrtui.features.trailers.doctor import RootReport, examine_roots
from arrtui.features.trailers.doctor_tools import Grade
from arrtui.media.look_around import list_folders
from arrtui.media.mapping import PathMapper

NAMES = ["Alien (1979)", "Brazil (1985)", "Dune (2021)", "Wanted (2030)"]


def title(root: str, name: str, *, files: int = 1) -> TrailerTitle:
    separator = "\\" if "\\" in root else "/"
    return TrailerTitle(
        "radarr.main", name, 1, name, name.lower(), 1979, True, f"{root}{separator}{name}", root, files
    )


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with three titles; of the fourth the app has no file."""
    folder = tmp_path / "nas" / "films"
    for name in NAMES[:3]:
        (folder / name).mkdir(parents=True)
    return folder


@pytest.fixture
def examine(tmp_path: Path) -> Callable[..., RootReport]:
    """Examines a root folder, with the mappings given as pairs."""

    def examined(
        root: str, *mappings: tuple[str, Path], known: Mapping[str, MediaRoot] | None = None
    ) -> RootReport:
        titles = [title(root, name) for name in NAMES[:3]] + [title(root, NAMES[3], files=0)]
        mapper = PathMapper(PathMapping.model_validate({"from": a, "to": str(b)}) for a, b in mappings)
        (report,) = examine_roots(
            "radarr.main", [root], titles, mapper, lambda: list(list_folders([tmp_path])), known or {}
        )
        assert all("arrtui" not in path.name for path in tmp_path.rglob("*"))
        return report

    return examined


def test_a_root_folder_that_is_right_is_tried_in_the_folder_of_a_title(
    library: Path, examine: Callable[..., RootReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Path] = []
    monkeypatch.setattr(doctor, "try_writing", lambda folder: tried.append(folder) or "")
    report = examine("D:\\Films", ("d:\\films", library))
    assert (report.grade, report.local, report.mapped) == (Grade.GOOD, str(library), True)
    assert (report.titles, report.present, report.writable) == (3, 3, True)
    assert report.owner.endswith("x")
    assert tried == [library / NAMES[0]]


def test_a_folder_that_takes_no_file_is_told(
    library: Path, examine: Callable[..., RootReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "try_writing", lambda folder: "read-only file system")
    report = examine(str(library))
    assert (report.grade, report.writable, report.mapped) == (Grade.BAD, False, False)
    assert "read-only file system" in report.text
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: mode & os.R_OK or NAMES[0] in str(path))
    monkeypatch.setattr(doctor, "try_writing", lambda folder: "")
    assert (examine(str(library)).grade, examine(str(library)).writable) == (Grade.WARN, True)
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: bool(mode & os.R_OK))
    report = examine(str(library))
    assert (report.grade, report.writable, report.tried) == (Grade.BAD, False, "")


@pytest.mark.parametrize("root", ["/movies", "D:\\Films", "\\\\nas\\films"])
def test_the_folder_that_is_meant_is_suggested_and_nothing_is_tried(
    root: str, library: Path, examine: Callable[..., RootReport]
) -> None:
    report = examine(root)
    assert (report.grade, report.exists, report.writable) == (Grade.BAD, False, None)
    assert report.suggestion == str(library)
    assert examine(root, (root, library)).grade is Grade.GOOD


def test_a_mount_point_without_its_titles_is_not_written_to(
    tmp_path: Path, library: Path, examine: Callable[..., RootReport]
) -> None:
    mount = tmp_path / "mnt"
    (mount / NAMES[0]).mkdir(parents=True)
    report = examine(str(mount))
    assert (report.grade, report.present, report.writable) == (Grade.BAD, 1, None)
    assert report.suggestion == str(library)


def test_what_its_owner_accepted_is_good_and_a_mount_that_is_gone_is_not(
    tmp_path: Path, library: Path, examine: Callable[..., RootReport]
) -> None:
    mount = tmp_path / "mnt"
    (mount / NAMES[0]).mkdir(parents=True)
    assert examine(str(mount)).acceptable
    accepted = MediaRoot(path=str(mount), accepted_at=1.0, accepted_folders=1)
    assert examine(str(mount), known={str(mount): accepted}).grade is Grade.GOOD
    was_mount = MediaRoot(path=str(library), was_mount=True)
    report = examine(str(library), known={str(library): was_mount})
    assert (report.grade, report.writable, report.acceptable) == (Grade.BAD, None, True)
    assert not examine("/gone").acceptable


def test_a_root_folder_without_titles_is_looked_at_alone(tmp_path: Path) -> None:
    titles = [title("/elsewhere", NAMES[0])]
    reports = examine_roots("radarr.main", [f"{tmp_path}/"], titles, PathMapper(()), list, {})
    assert [(report.path, report.titles, report.exists) for report in reports] == [
        ("/elsewhere", 1, False),
        (str(tmp_path), 0, True),
    ]
    assert list(tmp_path.iterdir()) == []
