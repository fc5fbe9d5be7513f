"""What becomes of the neighbours of a video: one row per neighbour, for every operation on the video.

The facts are those of Radarr 6.1 and Sonarr 4.0.19 (`ExtraFileService`, `MoveFilesAfterRename`).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.files.neighbours import (
    DOWNLOADS,
    FOLDERS,
    RENAMED,
    SIZE,
    TABLES,
    VIDEOS,
    Title,
    title_with_video,
)
from tests.demo.library_changes import set_score


def test_a_scan_adopts_neighbours_by_their_names(title: Title) -> None:
    number = title.files()[VIDEOS[title.kind]]
    wanted = {
        (None if row.of_title else number, title.named(row.path, VIDEOS[title.kind]), importer)
        for row in TABLES[title.kind]
        for importer in row.importers
    }
    assert title.adopted() == wanted
    if title.kind == "radarr":
        rows = title.api.get("extrafile", movieId=title.title_id)
        assert {(row["movieFileId"], row["relativePath"]) for row in rows} == {row[:2] for row in wanted}
        assert {row["type"] for row in rows} == {"metadata", "subtitle", "other"}


def test_an_upgrade_deletes_what_was_adopted_with_the_old_video(title: Title) -> None:
    new = title.import_better()
    assert title.present() - {new} == title.expected(gone=True)


def test_deleting_a_video_deletes_what_was_adopted_with_it(title: Title) -> None:
    number = title.files()[VIDEOS[title.kind]]
    assert title.api("DELETE", f"{title.spec.file.lower()}/{number}").status_code == 200
    assert title.present() == title.expected(gone=True)


def test_a_video_that_was_renamed_by_hand_costs_its_neighbours(title: Title) -> None:
    video = title.folder / VIDEOS[title.kind]
    video.rename(video.with_name(video.name.replace("NTb", "FLUX")))
    title.rescan()
    assert title.present() - title.expected(gone=True) == set(title.files())


def test_a_recycle_bin_keeps_what_goes(title: Title) -> None:
    title.configure("mediamanagement", {"recycleBin": str(title.base / "bin")})
    before = title.present()
    title.api("DELETE", f"{title.spec.file.lower()}/{title.files()[VIDEOS[title.kind]]}")
    kept = title.base / "bin" / title.folder.name
    in_bin = {str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file()}
    assert in_bin == before - title.present() and VIDEOS[title.kind] in in_bin
    title.lay_out_files(FOLDERS[title.kind], {VIDEOS[title.kind]: SIZE})
    title.rescan()
    title.api("DELETE", f"{title.spec.file.lower()}/{title.files()[VIDEOS[title.kind]]}")
    second = Path(VIDEOS[title.kind])
    assert (kept / second.with_name(f"{second.stem}_2.mkv")).exists()


def test_neighbours_that_came_after_the_last_scan_stay(title: Title) -> None:
    title.lay_out_files(FOLDERS[title.kind], {"late.jpg": SIZE, "Season 01/late.jpg": SIZE})
    title.import_better()
    assert {"late.jpg", "Season 01/late.jpg"} <= title.present()


def test_a_rename_gives_neighbours_the_names_of_their_importers(title: Title) -> None:
    title.configure("naming", {"renameMovies": True, "renameEpisodes": True})
    number = title.files()[VIDEOS[title.kind]]
    ended = title.command(name="RenameFiles", files=[number], **{title.spec.id_key: title.title_id})
    assert ended["message"] == f"1 selected {title.spec.file_words}s renamed for Amber Signal"
    wanted = {
        title.named(row.renamed, RENAMED[title.kind])
        if row.renamed
        else title.named(row.path, VIDEOS[title.kind])
        for row in TABLES[title.kind]
    }
    assert title.present() == {*wanted, RENAMED[title.kind]}
    again = title.command(name=f"Rename{title.spec.model}", **{title.spec.ids_key: [title.title_id]})
    assert again["message"] == f"0 {title.spec.file_words}s renamed for Amber Signal"


def test_a_name_that_is_taken_is_left_at_a_rename(title: Title) -> None:
    title.configure("naming", {"renameMovies": True, "renameEpisodes": True})
    taken = title.named(str(Path(RENAMED[title.kind]).with_name("BASE.mp3")), RENAMED[title.kind])
    title.lay_out_files(FOLDERS[title.kind], {taken: 7})
    title.command(name=f"Rename{title.spec.model}", **{title.spec.ids_key: [title.title_id]})
    theme = "theme.mp3" if title.kind == "radarr" else "Season 01/theme.mp3"
    assert theme in title.present() and (title.folder / taken).stat().st_size == 7


def test_all_that_lies_in_a_folder_moves_with_it(title: Title) -> None:
    before = title.present()
    body = {title.spec.ids_key: [title.title_id], "rootFolderPath": str(title.base / "b"), "moveFiles": True}
    assert title.api("PUT", f"{title.spec.noun}/editor", json=body).status_code == 202
    title.api.settle()
    moved = title.base / "b" / title.folder.name
    assert {str(path.relative_to(moved)) for path in moved.rglob("*") if path.is_file()} == before
    assert not title.folder.exists()
    adopted = title.adopted()
    title.rescan()
    assert title.adopted() == adopted


@pytest.mark.parametrize("files", [False, True])
def test_the_folder_of_a_deleted_title(title: Title, files: bool) -> None:
    before = title.present()
    title.configure("mediamanagement", {"recycleBin": str(title.base / "bin")})
    title.api("DELETE", f"{title.spec.noun}/{title.title_id}?deleteFiles={str(files).lower()}")
    title.api.settle()
    kept = title.base / "bin" / title.folder.name if files else title.folder
    assert {str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file()} == before
    assert title.folder.exists() is not files
    assert title.store.extras.rows == {}


def test_files_that_were_there_first_belong_to_no_video_of_radarr(title: Title) -> None:
    title.api("DELETE", f"{title.spec.noun}/{title.title_id}")
    title.api.settle()
    title.add(FOLDERS[title.kind])
    numbers = {number for number, *_ in title.adopted()}
    assert numbers == ({0} if title.kind == "radarr" else {None, *title.files().values()})
    left = title.present() - {VIDEOS[title.kind]}
    new = title.import_better()
    assert title.present() - {new} == (left if title.kind == "radarr" else title.expected(gone=True))


# ---- imports ---------------------------------------------------------------------------------------


def test_extra_files_of_a_download_take_the_name_of_the_video(title: Title) -> None:
    title.configure("mediamanagement", {"importExtraFiles": True, "extraFileExtensions": "srt, jpg,mp4"})
    download = DOWNLOADS[title.kind]
    extras = {f"{download}.en.srt": 1, "poster.jpg": 2, "other.jpg": 3, "trailer.mp4": 4}
    new = Path(title.import_better(**extras, **{"Sample/below.jpg": 5}))
    stem, below = new.stem, new.parent
    arrived = {str(below / f"{stem}{ending}") for ending in (".en.srt", ".jpg", ".mp4", ".mkv")}
    assert title.present() - title.expected(gone=True) == arrived
    left = sorted(path.name for path in (title.base / "dl" / download).rglob("*") if path.is_file())
    assert left == (["below.jpg"] if title.kind == "radarr" else [])


def test_a_video_among_the_extra_files_overwrites_the_episode_not_the_film(title: Title) -> None:
    title.configure("mediamanagement", {"importExtraFiles": True, "extraFileExtensions": "mkv"})
    new = title.import_better(**{f"{DOWNLOADS[title.kind]}-trailer.mkv": 9})
    assert (title.folder / new).stat().st_size == (5000 if title.kind == "radarr" else 9)
    assert title.store.files[title.files()[new]]["size"] == 5000
    title.rescan()
    assert title.store.files[title.files()[new]]["size"] == (title.folder / new).stat().st_size


def test_a_finished_download_is_imported_unless_it_is_a_sample_or_no_upgrade(title: Title) -> None:
    download, command = DOWNLOADS[title.kind], title.spec.downloads_command
    for name, size in ((download, 9_000_000), (download.replace("1080p", "480p"), 900_000_000)):
        title.lay_out_files(f"dl/{name}", {f"{name}.mkv": size})
        ended = title.command(name=command, path=str(title.base / "dl" / name), importMode="Move")
        assert (ended["result"], "message" in ended) == ("unsuccessful", False)
        assert list(title.files()) == [VIDEOS[title.kind]]
    title.lay_out_files(f"dl/{download}", {f"{download}.mkv": 900_000_000})
    ended = title.command(name=command, path=str(title.base / "dl" / download), importMode="Move")
    assert ended["result"] == "successful"
    (name,) = title.files()
    assert name.endswith(f"{download}.mkv") and title.present() - {name} == title.expected(gone=True)


# ---- empty folders -------------------------------------------------------------------


def test_empty_folders_go_where_that_is_set(title: Title) -> None:
    for name in ("Empty/deep", ".hidden"):
        (title.folder / name).mkdir(parents=True)
    title.lay_out_files(FOLDERS[title.kind], {"zero/x.tmp": 0})
    title.rescan()
    assert (title.folder / "Empty" / "deep").is_dir()
    title.configure("mediamanagement", {"deleteEmptyFolders": True})
    title.rescan()
    assert [(title.folder / name).exists() for name in ("Empty", ".hidden", "zero")] == [False, False, True]


def test_a_second_instance_on_the_folder_loses_its_adopted_files(tmp_path: Path) -> None:
    with title_with_video(tmp_path, "radarr") as first:
        folder = FOLDERS["radarr"]
        first.put_neighbours()
        first.rescan()
        (first.folder / VIDEOS["radarr"]).unlink()
        first.lay_out_files(folder, {"Amber Signal (1990) [Bluray-2160p]-UHD.mkv": SIZE})
        first.rescan()
        assert list(first.files()) == ["Amber Signal (1990) [Bluray-2160p]-UHD.mkv"]
        assert first.present() - set(first.files()) == first.expected(gone=True)


def test_a_better_video_beside_the_film_is_a_second_row(tmp_path: Path) -> None:
    with title_with_video(tmp_path, "radarr") as movie:
        folder, better, worse = FOLDERS["radarr"], "Film [Bluray-1080p]-GRP.mkv", "Film [WEBDL-480p]-GRP.mkv"
        movie.lay_out_files(folder, {better: SIZE, worse: SIZE})
        movie.rescan()
        numbers = movie.files()
        assert list(numbers) == [VIDEOS["radarr"], better]
        resource = movie.api.get(f"movie/{movie.title_id}")
        assert resource["movieFileId"] == numbers[better]
        assert resource["movieFile"]["id"] == numbers[VIDEOS["radarr"]]
        assert resource["sizeOnDisk"] == 2 * SIZE
        new = movie.import_better()
        assert sorted(movie.files()) == sorted([better, new])


def test_an_import_is_judged_by_the_name_it_arrived_with(title: Title) -> None:
    store, name = title.store, DOWNLOADS[title.kind]
    profile = store.titles[title.title_id]["qualityProfileId"]
    for row in store.profiles[profile]["formatItems"]:
        row["score"] = 0
    for number, (pattern, score) in enumerate((("x264", 100), ("H264", -80)), 1):
        condition = {"name": pattern, "implementation": "ReleaseTitleSpecification", "negate": False}
        condition |= {"required": False, "fields": [{"name": "value", "value": pattern}]}
        row = store.save_format({"name": f"Name {number}", "specifications": [condition]})
        set_score(store, profile, row["id"], score)
    switch, pattern = ("renameMovies", "standardMovieFormat")
    if title.kind == "sonarr":
        switch, pattern = ("renameEpisodes", "standardEpisodeFormat")
    naming = f"{store.configs['naming'][pattern]} H264"
    title.configure("naming", {switch: True, pattern: naming})
    arrived = title.import_better()
    row = title.api.get(f"history/{title.spec.noun}", **{title.spec.id_key: title.title_id})[0]
    file = title.api.get(f"{title.spec.file.lower()}/{row['data']['fileId']}")
    assert (row["eventType"], row["sourceTitle"]) == ("downloadFolderImported", name)
    assert (row["data"]["customFormatScore"], row["customFormatScore"]) == ("100", 100)
    assert (file["customFormatScore"], "H264" in file["relativePath"]) == (20, True)
    assert row["data"]["importedPath"] == file["path"] != arrived
    assert row["data"]["droppedPath"] == str(title.base / "dl" / name / f"{name}.mkv")
