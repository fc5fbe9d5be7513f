"""Titles whose video has a neighbour of every kind, for operations on their folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.demo.files.bench import EXTERNAL_ID, Bench, make_estate

SIZE = 4000


class Neighbour(NamedTuple):
    """A file beside a video: who adopts it, and what a rename of the video makes of it."""

    path: str
    """Below the folder of the title; BASE stands for the video without its extension."""
    importers: tuple[str, ...] = ()
    """Consumers or tables that have a row of it; none: it is left alone."""
    renamed: str = ""
    """Its path after a rename, with the new BASE; empty: it keeps its name."""
    of_title: bool = False
    """Whether it belongs to the series, not to the video: it stays whatever becomes of that."""


KODI, KOMETA, ROKSBOX, WDTV = "XbmcMetadata", "KometaMetadata", "RoksboxMetadata", "WdtvMetadata"
MOVIE = (
    Neighbour("poster.jpg", (KODI, KOMETA), "BASE.jpg"),
    Neighbour("fanart.jpg", (KODI,)),
    Neighbour("logo.png", (KODI,)),
    Neighbour("BASE-poster.jpg", (KODI,)),
    Neighbour("BASE-clearlogo.png", (KODI,)),
    Neighbour("BASE-fanart1.png", ("other",), "BASE.png"),
    Neighbour("folder.jpg", (WDTV,), "BASE.metathumb"),
    Neighbour("BASE.nfo", (KODI,), "BASE.nfo"),
    Neighbour("theme.mp3", ("other",), "BASE.mp3"),
    Neighbour(".tool.json", ("other",), "BASE.json"),
    Neighbour("BASE.mkv.part", ("other",), "BASE.part"),
    Neighbour("BASE.en.srt", ("subtitle",), "BASE.en.srt"),
    Neighbour("BASE.de.forced.srt", ("subtitle",), "BASE.de.forced.srt"),
    Neighbour("notes.txt", ("subtitle",), "BASE.txt"),
    Neighbour("noext"),
    Neighbour("BASE-trailer.mkv"),
    Neighbour("BASE-trailer.nfo"),
    Neighbour("Trailers/Official.mkv"),
    Neighbour("trailers/Official.en.srt"),
    Neighbour("extrafanart/fanart1.jpg"),
    Neighbour("Subs/2_English.srt"),
    Neighbour(".actors/Some_One.jpg"),
)
EPISODE = (
    Neighbour("Season 01/BASE.nfo", (KODI,), "Season 1/BASE.nfo"),
    Neighbour("Season 01/BASE-thumb.jpg", (KODI,), "Season 1/BASE-thumb.jpg"),
    Neighbour("Season 01/BASE-fanart.jpg", (ROKSBOX,), "Season 1/BASE.jpg"),
    Neighbour("Season 01/BASE.metathumb", (WDTV,), "Season 1/BASE.metathumb"),
    Neighbour("Season 01/BASE.de.forced.srt", ("subtitle",), "Season 1/BASE.de.forced.srt"),
    Neighbour("Season 01/BASE.en.srt", ("subtitle",), "Season 1/BASE.1.en.srt"),
    Neighbour("Season 01/Subs/BASE/2_English.srt", ("subtitle",), "Season 1/BASE.2.en.srt"),
    Neighbour("Season 01/theme.mp3", ("other",), "Season 1/BASE.mp3"),
    Neighbour("Season 01/landscape.png", ("other",), "Season 1/BASE.png"),
    Neighbour("Season 01/notes.txt", ("subtitle",), "Season 1/BASE.txt"),
    Neighbour("Season 01/BASE-trailer.mkv"),
    Neighbour("Season 01/trailers/Season.mkv"),
    Neighbour("Season 01/poster.jpg", (KODI, KOMETA), of_title=True),
    Neighbour("Season 01/folder.jpg", (WDTV,), of_title=True),
    Neighbour("Season 01/Season 01.jpg", (ROKSBOX,), of_title=True),
    Neighbour("poster.jpg", (KODI, KOMETA), of_title=True),
    Neighbour("season01-poster.jpg", (KODI,), of_title=True),
    Neighbour("season-specials-poster.jpg", (KODI,), of_title=True),
    Neighbour("tvshow.nfo", (KODI,), of_title=True),
    Neighbour("season-all-poster.jpg"),
    Neighbour("clearlogo.png"),
    Neighbour("landscape.jpg"),
    Neighbour("theme.mp3"),
    Neighbour("notes.txt"),
)
TABLES = {"radarr": MOVIE, "sonarr": EPISODE}
FOLDERS = {"radarr": "a/Amber Signal (1990)", "sonarr": "a/Amber Signal"}
VIDEOS = {
    "radarr": "Amber Signal (1990) [WEBDL-720p]-NTb.mkv",
    "sonarr": "Season 01/Amber Signal - S01E01 - Part [WEBDL-720p]-NTb.mkv",
}
RENAMED = {
    "radarr": "Amber Signal (1990) WEBDL-720p.mkv",
    "sonarr": "Season 1/Amber Signal - S01E01 - Part 1.1 WEBDL-720p.mkv",
}
DOWNLOADS = {
    "radarr": "Amber.Signal.1990.1080p.BluRay.x264-GRP",
    "sonarr": "Amber.Signal.S01E01.1080p.BluRay.x264-GRP",
}


class Title(Bench):
    """An app with a title, its video and all the neighbours of the table."""

    def named(self, path: str, video: str) -> str:
        """Return the path of a neighbour of a video."""
        return path.replace("BASE", Path(video).stem)

    @property
    def folder(self) -> Path:
        """The folder of the title."""
        return self.base / FOLDERS[self.kind]

    def put_neighbours(self) -> None:
        """Lay out what the table lists."""
        names = (self.named(row.path, VIDEOS[self.kind]) for row in TABLES[self.kind])
        self.lay_out_files(FOLDERS[self.kind], dict.fromkeys(names, SIZE))

    def lay_out_files(self, folder: str, files: dict[str, int]) -> None:
        """Write files below a folder."""
        for name, size in files.items():
            path = self.base / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"<movie><episodedetails>" if path.suffix == ".nfo" else b"")
            os.truncate(path, size)

    def present(self) -> set[str]:
        """Return the files in the folder of the title."""
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}

    def expected(self, *, gone: bool) -> set[str]:
        """Return the neighbours that are left, all or those that go with no video."""
        kept = (row for row in TABLES[self.kind] if not gone or row.of_title or not row.importers)
        return {self.named(row.path, VIDEOS[self.kind]) for row in kept}

    def import_better(self, **more: int) -> str:
        """Import a better video by hand, from a folder with further files; return where it arrives."""
        download = DOWNLOADS[self.kind]
        self.lay_out_files(f"dl/{download}", {f"{download}.mkv": 5000, **more})
        entry: dict[str, Any] = {"path": str(self.base / "dl" / download / f"{download}.mkv")}
        entry |= {"folderName": download, self.spec.id_key: self.title_id}
        entry["quality"] = {"quality": {"id": 7, "name": "Bluray-1080p"}}
        entry |= {"episodeIds": self.episodes(download)} if self.kind == "sonarr" else {}
        ended = self.command(name="ManualImport", importMode="move", files=[entry])
        assert (ended["result"], ended["message"]) == ("successful", "Manually imported 1 files")
        return f"{'Season 1/' if self.kind == 'sonarr' else ''}{download}.mkv"


@contextmanager
def title_with_video(folder: Path, kind: str) -> Iterator[Title]:
    """Yield a title of a new estate below a folder; the app knows its one video."""
    with make_estate(folder) as estate:
        title = Title(estate, kind, "Amber Signal", 1990, EXTERNAL_ID)
        title.lay_out_files(FOLDERS[kind], {VIDEOS[kind]: SIZE})
        title.add(FOLDERS[kind])
        yield title
        title.api.http.close()
