"""What Kodi finds on disk: films and episodes with an NFO of their own, and pictures by name.

As ``recorded/players/kodi-20.1.json`` has it, with the local scraper and separate folders on.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

VIDEOS = frozenset({".mkv", ".mp4", ".avi"})
_IMAGES = (".jpg", ".png", ".webp")
_KINDS = (
    *("poster", "fanart", "fanart1", "fanart2", "banner", "clearlogo", "clearart", "discart"),
    *("landscape", "keyart", "characterart", "thumb"),
)
_EPISODES = re.compile(r"S(\d+)((?:-?E\d+)+)", re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml[^>]*\?>")
_SEASON = re.compile(r"season(\d\d|-specials)-(poster|fanart|banner|landscape)", re.IGNORECASE)


def wrapped(address: str) -> str:
    """Return the address of a picture as Kodi's library has it."""
    encoded = re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), quote(address, safe="()!.-_"))
    return f"image://{encoded}/"


def texts_of(nfo: Path, root: str) -> dict[str, str]:
    """Return the texts of the elements of an NFO; nothing where there is none that can be read."""
    try:
        tree = ElementTree.fromstring(nfo.read_bytes())  # noqa: S314  # files of tests and of the demo
    except (OSError, ElementTree.ParseError):
        return {}
    return {child.tag: (child.text or "").strip() for child in tree} if tree.tag == root else {}


def actors_of(nfo: Path) -> list[str]:
    """Return the names of the actors that an NFO lists."""
    try:
        tree = ElementTree.fromstring(nfo.read_bytes())  # noqa: S314  # files of tests and of the demo
    except (OSError, ElementTree.ParseError):
        return []
    return [name for actor in tree.iter("actor") if (name := (actor.findtext("name") or "").strip())]


def actor_art(folder: Path, name: str) -> str:
    """Return the address of an actor's picture in a folder of actors; empty for none."""
    paths = (folder / f"{name.replace(' ', '_')}{extension}" for extension in (".jpg", ".png"))
    return next((wrapped(str(path)) for path in paths if path.is_file()), "")


def set_of(video: Path) -> str:
    """Return the name of the set in the NFO of a film; empty for none."""
    try:
        tree = ElementTree.fromstring(video.with_suffix(".nfo").read_bytes())  # noqa: S314  # of tests
    except (OSError, ElementTree.ParseError):
        return ""
    return (tree.findtext("set/name") or tree.findtext("set") or "").strip()


def set_art(folder: Path | None, name: str) -> dict[str, str]:
    """Return the pictures of a set in the folder of sets, in a folder of a name that Windows takes."""
    legal = re.sub(r'[/\\:*?"<>|]', "_", name).rstrip(" .")
    return show_art(folder / legal) if folder is not None and legal else {}


def film_nfo(video: Path) -> dict[str, str]:
    """Return what the NFO of a film says; ``movie.nfo`` wins."""
    return texts_of(video.parent / "movie.nfo", "movie") or texts_of(video.with_suffix(".nfo"), "movie")


def episode_nfo(video: Path, number: int = 0) -> dict[str, str]:
    """Return what the NFO of a video says of the episode of a number, of its first where it has no such one.

    The NFO of several episodes has a root for each.
    """
    try:
        content = _DECLARATION.sub(b"", video.with_suffix(".nfo").read_bytes())
        tree = ElementTree.fromstring(b"<all>%s</all>" % content)  # noqa: S314  # files of tests and of the demo
    except (OSError, ElementTree.ParseError):
        return {}
    parts = [
        {child.tag: (child.text or "").strip() for child in part} for part in tree.iter("episodedetails")
    ]
    return next((part for part in parts if part.get("episode") == str(number)), parts[0] if parts else {})


def episode_numbers(video: Path) -> tuple[int, list[int]]:
    """Return the season and the episodes that are in a video, by its name."""
    match = _EPISODES.search(video.stem)
    return (int(match[1]), [int(part) for part in re.findall(r"\d+", match[2])]) if match else (0, [0])


def video_art(video: Path, *, bare: bool) -> dict[str, str]:
    """Return the pictures of a video by their names: its own, and bare ones where those count."""
    art, present = {}, {path.name for path in video.parent.glob("*.*")}
    for kind in _KINDS:
        bases = [f"{video.stem}-{kind}", *([kind] if bare else [])]
        names = [f"{base}{ext}" for base in bases for ext in _IMAGES]
        if name := next((name for name in names if name in present), None):
            art[kind] = wrapped(str(video.parent / name))
    return art


def show_art(folder: Path) -> dict[str, str]:
    """Return the pictures of a series, or of a set of films."""
    paths = ((kind, folder / f"{kind}{ext}") for kind in _KINDS for ext in reversed(_IMAGES))
    return {kind: wrapped(str(path)) for kind, path in paths if path.is_file()}


def season_art(folder: Path, season: int) -> dict[str, str]:
    """Return the pictures of a season, which lie in the folder of the series."""
    art = {}
    for path in folder.iterdir():
        match = _SEASON.fullmatch(path.stem)
        if match and (0 if match[1] == "-specials" else int(match[1])) == season:
            art[match[2].lower()] = wrapped(str(path))
    return art


def videos_below(folder: Path) -> list[Path]:
    """Return the videos below a folder, trailers left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in VIDEOS and not path.stem.endswith("-trailer") and path.is_file()
    )
