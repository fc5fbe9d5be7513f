"""A library on disk with a real Kodi over it, for the trials of what it shows."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from arrtui.core.art_layouts import TitleForm
from arrtui.core.artwork import slot_of
from arrtui.db.database import Database
from arrtui.features.artwork.naming import base_of, nfo_name, published_names
from arrtui.media.nfo import edit_nfo
from tests.features.players.home import PlayerHome
from tests.trials.real_kodi import RealKodi


def drawn(colour: str, extension: str = ".jpg") -> bytes:
    """Return an image of one colour."""
    file = BytesIO()
    Image.new("RGB", (400, 600), colour).save(file, "PNG" if extension == ".png" else "JPEG")
    return file.getvalue()


class Site:
    """A library, its Kodi and what arrtui published."""

    def __init__(self, folder: Path) -> None:
        self.database = Database.open(f"sqlite:///{folder / 'arrtui.db'}")
        self.films = PlayerHome(self.database, folder / "movies")
        self.shows = PlayerHome(self.database, folder / "tv", "sonarr.main")
        self.kodi = RealKodi(folder / "home", {self.films.root: "movies", self.shows.root: "tvshows"})
        for home in (self.films, self.shows):
            home.add_player(self.kodi.url)
        made = folder / "v.mkv"
        command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x36:d=2", str(made)]
        subprocess.run(command, check=True)
        self.video = made.read_bytes()

    def publish(self, home: PlayerHome, title: str, slot: str, video: str, colour: str) -> None:
        """Publish an image under the names that Kodi reads."""
        extension = ".png" if "clear" in slot or "disc" in slot else ".jpg"
        for name in published_names(
            slot_of(slot),
            base_of(video),
            {"kodi"},
            extension,
            form=TitleForm.SERIES if home is self.shows else TitleForm.FILM,
        ):
            home.publish(title, name, slot, drawn(colour, extension))

    def write_nfo(self, home: PlayerHome, external_id: str, video: str, root: str, **values: object) -> None:
        """Publish an NFO."""
        name = nfo_name(
            base_of(video), {"kodi"}, form=TitleForm.SERIES if home is self.shows else TitleForm.FILM
        )
        path = home.folder(external_id) / name
        path.write_bytes(edit_nfo(path.read_bytes() if path.exists() else None, root, values))
        home.publish(external_id, name, "nfo")

    def film(self) -> dict[str, Any]:
        """Return the only film that Kodi has."""
        fields = ["title", "file", "playcount", "lastplayed", "resume", "art", "tag", "trailer"]
        (film,) = self.kodi.rpc("VideoLibrary.GetMovies", properties=fields)["movies"]
        return dict(film)

    def episodes(self) -> list[dict[str, Any]]:
        """Return Kodi's episodes in their order."""
        fields = ["title", "file", "playcount", "resume", "art", "episode"]
        rows = self.kodi.rpc("VideoLibrary.GetEpisodes", properties=fields)["episodes"]
        return sorted(rows, key=lambda row: int(row["episode"]))

    def tell(self, home: PlayerHome) -> str:
        """Tell Kodi; return the sentences that came of it."""
        return "; ".join(asyncio.run(home.tell()).notes)


Step = Callable[[Site], Iterator[tuple[str, bool]]]
"""Yields what was looked at, and whether it is as it must be."""
