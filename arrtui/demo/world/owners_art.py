"""Artwork that people put into the folders of titles themselves, before arrtui was there.

Only the first titles by name have some, so that it is in sight where a table begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

from arrtui.demo.world.catalogue import clean_title, sort_title
from arrtui.demo.world.pictures import DrawnPicture, draw
from arrtui.demo.world.tables import Kind

FIRST = 24
"""Of so many titles of an instance every second has artwork."""
_POSTER, _FANART = (500, 750), (1280, 720)
_FILM_STYLES = (("BASE-poster.jpg", "BASE-fanart.jpg", "BASE.nfo"), ("poster.jpg",), ("BASE-clearlogo.png",))
_SERIES_STYLES = (("poster.jpg", "fanart.jpg", "season01-poster.jpg"), ("banner.jpg",))
_ARTIST_STYLES = (("fanart.jpg",), ("poster.jpg", "fanart.jpg"))
_STYLES: dict[Kind, tuple[tuple[str, ...], ...]] = {
    "radarr": _FILM_STYLES,
    "sonarr": _SERIES_STYLES,
    "lidarr": _ARTIST_STYLES,
}


def put_owners_art(kind: Kind, videos: Mapping[Path, Path]) -> list[Path]:
    """Write the owner's artwork of an instance; return its files.

    Args:
        videos: The first video of each title, by the title's folder.
    """
    folders = sorted(videos, key=lambda folder: sort_title(folder.name))[:FIRST:2]
    written = []
    for turn, folder in enumerate(folders):
        styles = _STYLES[kind]
        for name in styles[turn % len(styles)]:
            path = folder / name.replace("BASE", videos[folder].stem)
            with suppress(OSError):  # a name that is too long
                path.write_bytes(_content(folder.name, path))
                written.append(path)
    return written


def _content(title: str, path: Path) -> bytes:
    """Return an NFO, or the picture that the name of a file says."""
    if path.suffix == ".nfo":
        plot = "Seen twice, and worth it."
        return f"<movie>\n  <title>{escape(title)}</title>\n  <plot>{plot}</plot>\n</movie>\n".encode()
    kind = path.stem.rpartition("-")[2]
    width, height = {"poster": _POSTER, "fanart": _FANART}.get(kind, (0, 0))
    owner = f"o{clean_title(title).encode().hex()[:12]}"
    return draw(DrawnPicture(owner, kind, 1, width, height), title)
