"""What can be imported by hand, and the reasons against it."""

from __future__ import annotations

from typing import Any

from tests.demo.files.neighbours import DOWNLOADS, FOLDERS, SIZE, VIDEOS, Title

LONG = 900_000_000


def reasons(title: Title, **query: Any) -> dict[str, list[str] | None]:
    """Return the reasons against each file by path; None where the app says nothing of reasons."""
    rows = title.api.get("manualimport", **query)
    return {
        row["relativePath"]: [each["reason"] for each in row["rejections"]] if "rejections" in row else None
        for row in rows
    }


def test_videos_of_a_download_are_judged_and_what_a_scan_leaves_out_is_not_listed(title: Title) -> None:
    name = DOWNLOADS[title.kind]
    folder = title.base / "dl" / name
    worse = name.replace("1080p.BluRay", "480p.WEB-DL")
    files = {f"{name}.mkv": LONG, f"{name}-trailer.mkv": LONG, "Trailers/x.mkv": LONG, f"{name}.srt": 9}
    title.lay_out_files(f"dl/{name}", files | {f"{worse}.mkv": LONG, f"short.{name}.mkv": SIZE})
    told = reasons(title, folder=str(folder))
    assert set(told) == {f"{name}.mkv", f"{worse}.mkv", f"short.{name}.mkv"}
    assert (told[f"{name}.mkv"], told[f"short.{name}.mkv"]) == ([], ["Sample"])
    (reason,) = told[f"{worse}.mkv"] or ()
    assert (
        reason.startswith("Not an upgrade for existing ") and "WEBDL-720p. New Quality WEBDL-480p." in reason
    )


def test_files_of_the_library_are_hidden_by_radarr_and_bare_in_sonarr(title: Title) -> None:
    title.lay_out_files(FOLDERS[title.kind], {"trailer.mkv": SIZE, "Trailer/x.mkv": SIZE})
    rows = title.api.get("manualimport", folder=str(title.folder))
    known = [row for row in rows if row["relativePath"] == VIDEOS[title.kind]]
    assert [{"quality", "rejections"} & set(row) for row in known] == (
        [] if title.kind == "radarr" else [set()]
    )
    told = reasons(title, folder=str(title.folder))
    if title.kind == "sonarr":
        assert told["trailer.mkv"] == told["Trailer/x.mkv"] == ["Unknown Series"]
    else:
        assert told == {"trailer.mkv": [], "Trailer/x.mkv": []}


def test_the_files_of_a_movie_come_with_what_lies_beside_them(title: Title) -> None:
    title.lay_out_files(FOLDERS[title.kind], {"Film [WEBDL-480p].mkv": SIZE})
    told = reasons(title, folder="/nowhere", movieId=title.title_id)
    files = [VIDEOS["radarr"], "Film [WEBDL-480p].mkv"] if title.kind == "radarr" else []
    assert told == {name: [] for name in files}
