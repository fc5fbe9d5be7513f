"""An app upgrades 50 films or episodes at once, then renames them: how long does artwork stay away?

The apps are the simulated ones, which delete and rename what lies beside a video as the records of real ones
say; arrtui is its daemon, in a process of its own, which hears of it by the live feed, by webhooks only, or
not at all until the next backup.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from arrtui.demo.estate import SimulatedEstate
from arrtui.demo.http.clock import DAY
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.demo.players.kodi_library import KodiVideo
from arrtui.demo.world.catalogue import episode_codes
from arrtui.demo.world.seasons import Airing
from tests.demo.files.bench import EXTERNAL_ID, make_estate
from tests.trials.upgrade_site import HEARD, UpgradeSite

FILMS = 50
KINDS = ("poster", "fanart", "banner", "landscape")
SERIES, EPISODES = 5, 10
_QUALITY = {"quality": {"id": 7, "name": "Bluray-1080p"}}


class FilmSite(UpgradeSite):
    """Films, every fifth of them with a picture of the owner's."""

    kind = "radarr"

    def _add_titles(self, estate: SimulatedEstate) -> None:
        for number in range(FILMS):
            self.bench.external_id = EXTERNAL_ID + number
            estate.catalogue._heads["radarr", EXTERNAL_ID + number] = (f"Film {number:02}", 1990, "English")
            path = self._place(number) / f"{_film(number)} 720p.mkv"
            path.parent.mkdir(parents=True)
            path.write_bytes(b"")
            os.truncate(path, 4_000)
            if number % 5 == 0:
                (path.parent / f"{path.stem}-clearlogo.png").write_bytes(_picture(number))
            self.bench.add(f"a/{_film(number)}")
            self.ids.append(self.bench.title_id)

    def _place(self, number: int) -> Path:
        """Return the folder of a film."""
        return self.bench.base / "a" / _film(number)

    def images(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield an image of each kind for each film."""
        for number in range(FILMS):
            for kind in KINDS:
                yield str(EXTERNAL_ID + number), kind, _content(number, kind)

    def videos(self) -> Mapping[Any, Path]:
        """Return the films by number."""
        paths = {number: next(self._place(number).glob("*.mkv"), None) for number in range(FILMS)}
        return {number: path for number, path in paths.items() if path is not None}

    def _wanted(self, number: int, video: Path) -> dict[str, bytes]:
        wanted = {f"{video.stem}-{kind}.jpg": _content(number, kind) for kind in KINDS}
        return wanted | ({f"{video.stem}-clearlogo.png": _picture(number)} if number % 5 == 0 else {})

    def faults(self, part: Any) -> list[str]:
        """Return what is not as it must be beside a film."""
        video = self.videos().get(part)
        if video is None:
            return [f"film {part} is not there"]
        return _different(video.parent, self._wanted(part, video))

    def strays(self) -> list[str]:
        """Return what lies beside films and should not."""
        strays = []
        for number, video in self.videos().items():
            known = {video.name, *self._wanted(number, video)}
            known |= {video.with_suffix(".nfo").name} if self.writes_nfo else set()
            strays += [f"{path} is left" for path in video.parent.iterdir() if path.name not in known]
        return strays

    def is_of(self, part: Any, path: Path, entry: KodiVideo) -> bool:
        """Return whether an entry lies in the folder of a film."""
        return entry.file.parent == path.parent

    # --- what the app does -----------------------------------------------------------------------------

    def upgrade(self) -> None:
        """Queue the import of a better file for each film."""
        for number, title_id in enumerate(self.ids):
            path = self.download(f"Film.{number:02}.1990.1080p.BluRay.x264-GRP")
            file = {"path": str(path), "folderName": path.stem, "movieId": title_id, "quality": _QUALITY}
            self.post(name="ManualImport", importMode="move", files=[file])

    def rename(self) -> None:
        """Have all films renamed at once."""
        self.bench.configure("naming", {"renameMovies": True})
        self.post(name="RenameMovie", movieIds=self.ids)

    def rename_by_hand(self) -> None:
        """Rename the films on the disk and have them scanned: the app takes them for missing from it."""
        for video in self.videos().values():
            video.rename(video.with_stem(f"{video.stem}-by hand"))
        for title_id in self.ids:
            self.post(name="RescanMovie", movieId=title_id)


class EpisodeSite(UpgradeSite):
    """Five series of ten episodes: in files of one, of two, and both; one becomes the other when upgraded."""

    kind = "sonarr"
    BEFORE = (1, 2, 1, 1, 2)
    """Episodes of a file, by series."""
    AFTER = (1, 2, 1, 2, 1)

    def _add_titles(self, estate: SimulatedEstate) -> None:
        self.bench.configure("naming", {"seasonFolderFormat": "Season {season:00}"})
        for number, step in enumerate(self.BEFORE):
            external_id = self.bench.external_id = EXTERNAL_ID + number
            estate.catalogue._heads["sonarr", external_id] = (f"Series {number:02}", 1990, "English")
            aired = self.bench.store.today - 30 * DAY
            estate.catalogue.airings[external_id, False] = [
                Airing(1, episode, None, f"Part {episode}", aired, None) for episode in range(1, EPISODES + 1)
            ]
            for code in _codes(step):
                path = self._place(number) / f"Series {number:02} - {code} HDTV-720p.mkv"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(b"")
                os.truncate(path, 4_000)
            self.bench.add(f"a/Series {number:02}")
            self.ids.append(self.bench.title_id)

    def _place(self, number: int) -> Path:
        """Return the folder of a season."""
        return self.bench.base / "a" / f"Series {number:02}" / "Season 01"

    def images(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield images of series, seasons and episodes."""
        for number in range(SERIES):
            for name, content in self._of_series(number).items():
                slot = name.removesuffix(".jpg")
                slot = f"s01:{slot.removeprefix('season01-')}" if slot.startswith("season01-") else slot
                yield str(EXTERNAL_ID + number), slot, content
            for episode in range(1, EPISODES + 1):
                yield str(EXTERNAL_ID + number), f"s01e{episode:02}:thumb", _content(number, f"{episode}")

    @staticmethod
    def _of_series(number: int) -> dict[str, bytes]:
        names = ("poster.jpg", "fanart.jpg", "banner.jpg", "landscape.jpg", "season01-poster.jpg")
        return {name: _content(number, name) for name in names}

    def videos(self) -> Mapping[Any, Path]:
        """Return the video of each episode by series and number."""
        return {
            (number, episode): path
            for number in range(SERIES)
            for path in sorted(self._place(number).glob("*.mkv"))
            for _, episode in episode_codes(path.name)
        }

    def faults(self, part: Any) -> list[str]:
        """Return what is not as it must be of an episode and its series."""
        number, video = part[0], self.videos().get(part)
        if video is None:
            return [f"episode {part} is not there"]
        thumb = {f"{video.stem}-thumb.jpg": self._thumb(number, video)}
        return _different(video.parent, thumb) + _different(video.parent.parent, self._of_series(number))

    @staticmethod
    def _thumb(number: int, video: Path) -> bytes:
        """Return the picture of a file: that of its first episode."""
        return _content(number, f"{min(episode for _, episode in episode_codes(video.name))}")

    def strays(self) -> list[str]:
        """Return what lies beside episodes and in the folders of series and should not."""
        videos, strays = set(self.videos().values()), list[str]()
        for number in range(SERIES):
            place = self._place(number)
            known = {"Season 01", *self._of_series(number), *(["tvshow.nfo"] if self.writes_nfo else [])}
            strays += [f"{path} is left" for path in place.parent.iterdir() if path.name not in known]
            mine = [video for video in videos if video.parent == place]
            known = {video.name for video in mine} | {f"{video.stem}-thumb.jpg" for video in mine}
            known |= {f"{video.stem}.nfo" for video in mine} if self.writes_nfo else set()
            strays += [f"{path} is left" for path in place.iterdir() if path.name not in known]
        return strays

    def is_of(self, part: Any, path: Path, entry: KodiVideo) -> bool:
        """Return whether an entry is of an episode."""
        return entry.file.parent == path.parent and entry.episode == part[1]

    # --- what the app does -----------------------------------------------------------------------------

    def upgrade(self) -> None:
        """Queue the import of better files: one by one, of the third series as one pack."""
        for number, step in enumerate(self.AFTER):
            files = []
            for code in _codes(step):
                path = self.download(f"Series.{number:02}.{code}.1080p.BluRay.x264-GRP")
                ids = [
                    row["id"]
                    for row in self.bench.store.episodes_of(self.ids[number])
                    if (row["seasonNumber"], row["episodeNumber"]) in episode_codes(code)
                ]
                file = {"path": str(path), "folderName": path.stem, "seriesId": self.ids[number]}
                files.append(file | {"episodeIds": ids, "quality": _QUALITY})
            for part in [files] if number == 2 else [[file] for file in files]:
                self.post(name="ManualImport", importMode="move", files=part)

    def rename(self) -> None:
        """Have the episodes of all series renamed at once."""
        self.bench.configure("naming", {"renameEpisodes": True})
        self.post(name="RenameSeries", seriesIds=self.ids)

    def rename_by_hand(self) -> None:
        """Rename the episodes on the disk and have them scanned."""
        for video in set(self.videos().values()):
            video.rename(video.with_stem(f"{video.stem}-by hand"))
        for title_id in self.ids:
            self.post(name="RescanSeries", seriesId=title_id)


def _film(number: int) -> str:
    """Return the name of a film's folder."""
    return f"Film {number:02} (1990)"


def _codes(step: int) -> list[str]:
    """Return the episodes of files that hold so many each."""
    firsts = range(1, EPISODES + 1, step)
    return ["S01" + "".join(f"E{episode:02}" for episode in range(first, first + step)) for first in firsts]


def _content(number: int, name: str) -> bytes:
    return f"{number} {name} ".encode() * 3_000


def _picture(number: int) -> bytes:
    file = BytesIO()
    Image.new("RGBA", (400, 155), (number, 0, 0, 0)).save(file, "PNG")
    return file.getvalue()


def _different(folder: Path, wanted: Mapping[str, bytes]) -> list[str]:
    """Return the files in a folder that are not what they must be."""
    return [
        f"{folder.name}/{name}"
        for name, content in wanted.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    ]


def trial(times: int) -> Iterator[str]:
    """Yield a line for each thing the apps do, for each way of hearing of it."""
    for _ in range(times):
        for make in (FilmSite, EpisodeSite):
            for words, heard in HEARD.items():
                yield from _acts(make, words, heard)
            yield from _watched(make)


def _acts(make: Callable[..., UpgradeSite], words: str, heard: dict[str, str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, make_estate(Path(folder) / "estate") as estate:
        site = make(Path(folder), estate, heard)
        site.publish()
        with site.daemon(hooks="hooks" in heard):
            for act in (site.upgrade, site.rename, site.rename_by_hand):
                yield from (line + f" ({site.kind}, {words})" for line in site.watch(act))
                site.adopt()
                site.run("artwork", "scan")


def _watched(make: Callable[..., UpgradeSite]) -> Iterator[str]:
    """Yield what becomes of watched videos in a Kodi that shows them."""
    with tempfile.TemporaryDirectory() as folder, make_estate(Path(folder) / "estate") as estate:
        root = Path(folder) / "estate" / "data" / "a"
        kodi = SimulatedKodi(*(([root],) if make is FilmSite else ([], [root])))
        try:
            site = make(Path(folder), estate, HEARD["by the live feed"], kodi)
            site.publish()
            with site.daemon():
                lines = site.watched(kodi, site.upgrade)
                yield from (f"{line} ({site.kind}, with a Kodi)" for line in lines)
        finally:
            kodi.close()
