"""Operations on title folders where something is in their way: links, permissions, a mount that is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.files.neighbours import FOLDERS, SIZE, VIDEOS, Title

# ---- links ---------------------------------------------------------------------------------------------


def test_a_link_in_a_deleted_folder_costs_the_files_behind_it(title: Title) -> None:
    title.lay_out_files("elsewhere", {"keep.jpg": SIZE})
    outside = title.base.parent.with_name(f"{title.base.parent.name}-outside")
    outside.mkdir(exist_ok=True)
    (outside / "ours.jpg").write_bytes(b"x")
    (title.folder / "linked").symlink_to(title.base / "elsewhere")
    (title.folder / "out").symlink_to(outside)
    title.api("DELETE", f"{title.spec.noun}/{title.title_id}?deleteFiles=true")
    title.api.settle()
    assert not title.folder.exists()
    assert (title.base / "elsewhere").is_dir() and not (title.base / "elsewhere" / "keep.jpg").exists()
    assert (
        outside / "ours.jpg"
    ).exists()  # behind a link that leads out of the demo's folder nothing is touched


def move_with_links(title: Title, *links: tuple[str, str]) -> Path:
    """Move the folder with a hard link and others to a second file system; return where it goes."""
    title.store.real.other_mounts.add(title.base / "c")
    title.lay_out_files("cache", {"shared.jpg": SIZE})
    (title.folder / "shared.jpg").hardlink_to(title.base / "cache" / "shared.jpg")
    for name, target in links:
        (title.folder / name).symlink_to(target)
    body = {title.spec.ids_key: [title.title_id], "rootFolderPath": str(title.base / "c"), "moveFiles": True}
    title.api("PUT", f"{title.spec.noun}/editor", json=body)
    title.api.settle()
    ended = title.api.get("command")[-1]
    assert (ended["status"], ended["result"]) == ("completed", "successful")
    return title.base / "c" / title.folder.name


def test_links_become_files_and_absolute_on_another_file_system(title: Title) -> None:
    before = title.present()
    moved = move_with_links(title, ("here.jpg", "shared.jpg"), ("there.jpg", str(title.base / "cache")))
    assert {str(path.relative_to(moved)) for path in moved.rglob("*") if path.is_file()} >= before
    assert (moved / "shared.jpg").stat().st_nlink == 1 == (title.base / "cache/shared.jpg").stat().st_nlink
    assert str((moved / "here.jpg").readlink()) == str(title.folder / "shared.jpg")
    assert not title.folder.exists() and not (moved / "here.jpg").exists()


def test_a_link_that_leads_nowhere_stops_a_move_half_way(title: Title) -> None:
    gone_over = {name for name in title.present() if name < "broken.jpg" or "/" in name}
    number = title.files()[VIDEOS[title.kind]]
    moved = move_with_links(title, ("broken.jpg", "nowhere.jpg"))
    arrived = {str(path.relative_to(moved)) for path in moved.rglob("*") if path.is_file()}
    assert (arrived, VIDEOS[title.kind] in arrived) == (gone_over, True)
    assert title.api.get(f"{title.spec.noun}/{title.title_id}")["path"] == str(title.folder)
    assert title.files() == {VIDEOS[title.kind]: number}
    title.rescan()
    assert title.files() == {}


# ---- folders that cannot be written, or are not there ------------------------------------------------


def test_a_folder_that_cannot_be_written_stays_as_it_is(title: Title) -> None:
    before, number = title.present(), title.files()[VIDEOS[title.kind]]
    title.store.real.read_only.add(title.folder)
    title.configure("naming", {"renameMovies": True, "renameEpisodes": True})
    title.import_better()
    ended = title.command(name="RenameFiles", files=[number], **{title.spec.id_key: title.title_id})
    assert ended["message"] == f"0 selected {title.spec.file_words}s renamed for Amber Signal"
    refused = title.api("DELETE", f"{title.spec.file.lower()}/{number}")
    assert (refused.status_code, refused.json()["message"][:16]) == (500, "Unable to delete")
    assert (title.present(), title.files()) == (before, {VIDEOS[title.kind]: number})
    body = {title.spec.ids_key: [title.title_id], "rootFolderPath": str(title.base / "b"), "moveFiles": True}
    title.api("PUT", f"{title.spec.noun}/editor", json=body)
    title.api.settle()
    assert title.api.get("command")[-1]["status"] == "failed"
    path = title.api.get(f"{title.spec.noun}/{title.title_id}")["path"]
    assert path == str(title.base / "b" / title.folder.name)
    title.api("DELETE", f"{title.spec.noun}/{title.title_id}?deleteFiles=true")
    title.api.settle()
    assert title.present() == before


@pytest.mark.parametrize("obstacle", ["bin", "root", "missing"])
def test_what_cannot_be_imported_is_left_and_called_a_success(title: Title, obstacle: str) -> None:
    before = title.present()
    if obstacle == "bin":
        (title.base / "bin").write_bytes(b"")
        title.configure("mediamanagement", {"recycleBin": str(title.base / "bin")})
        title.import_better()
        assert (title.present(), list(title.files())) == (before, [VIDEOS[title.kind]])
    elif obstacle == "root":
        title.store.missing_folders.add(str(title.base / "a"))
        title.import_better()
        assert (title.present(), list(title.files())) == (before, [VIDEOS[title.kind]])
    else:
        path = str(title.base / "dl" / "none.mkv")
        entry = {"path": path, title.spec.id_key: title.title_id, "episodeIds": []}
        assert title.command(name="ManualImport", files=[entry])["result"] == "successful"


def test_rows_outlive_a_root_folder_that_is_missing_or_empty_not_one_entry_in_it(
    title: Title,
) -> None:
    root, away = title.base / "a", title.base / "away"
    number = title.files()[VIDEOS[title.kind]]
    path = f"{title.spec.file.lower()}/{number}"
    root.rename(away)
    for note in ("doesn't exist", "is empty"):
        title.rescan()
        assert title.files() == {VIDEOS[title.kind]: number}
        refused = title.api("DELETE", path)
        assert (refused.status_code, note in refused.json()["message"]) == (409, True)
        root.mkdir(exist_ok=True)
    (root / ".probe").touch()
    title.rescan()
    assert (title.files(), title.adopted()) == ({}, set())
    (root / ".probe").unlink()
    root.rmdir()
    away.rename(root)
    title.rescan()
    assert list(title.files()) == [VIDEOS[title.kind]] and title.files()[VIDEOS[title.kind]] > number


# ---- settings ------------------------------------------------------------------------------------------


def test_permissions_are_set_on_the_imported_video_and_new_folders_alone(title: Title) -> None:
    title.configure("mediamanagement", {"setPermissionsLinux": True, "chmodFolder": "750"})
    title.lay_out_files(FOLDERS[title.kind], {"late.jpg": SIZE})
    modes = {path: path.stat().st_mode for path in (title.folder, title.folder / "late.jpg")}
    new = title.folder / title.import_better()
    assert new.stat().st_mode & 0o777 == 0o640
    assert {path: path.stat().st_mode for path in modes} == modes
    if title.kind == "sonarr":
        assert new.parent.stat().st_mode & 0o777 == 0o750


def test_folders_of_nobody_are_listed_unless_a_dot_is_first(title: Title) -> None:
    root = title.base / "a"
    for name in ("#recycle", "Trailers", "empty one", ".hidden"):
        (root / name).mkdir()
    (root / "file.jpg").touch()
    (folder,) = [row for row in title.api.get("rootfolder") if row["path"] == str(root)]
    names = [row["name"] for row in folder["unmappedFolders"] if row["name"] != "@eaDir"]
    assert names == ["#recycle", "Trailers", "empty one"]
