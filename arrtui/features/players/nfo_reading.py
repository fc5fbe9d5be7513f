"""What an NFO says, as far as it decides whether a player is to read it again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from arrtui.media.nfo import MOST_BYTES, ROOTS, read_nfo


class NfoTexts(NamedTuple):
    """What players show first of an NFO."""

    title: str = ""
    plot: str = ""


def texts_of(path: str) -> list[NfoTexts]:
    """Return title and plot of an NFO, for each episode that it describes.

    Nothing of one that cannot be read, or is of no title.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        return []
    document = read_nfo(data)
    parts = document.parts() if document.root in ROOTS else []
    return [NfoTexts(str(part.get("title", "")), str(part.get("plot", ""))) for part in parts]


def is_readable(path: str) -> bool:
    """Return whether a player finds a title in an NFO: without one Kodi would lose what it has."""
    return any(texts.title for texts in texts_of(path)[:1])


def differs(path: str, title: str, plot: str) -> bool:
    """Return whether an NFO says something else of title or plot than a player has.

    Of a file with several episodes that has each of them, as Kodi does, one is enough that says the same.
    """
    parts = [((texts.title, title), (texts.plot, plot)) for texts in texts_of(path)]
    return bool(parts) and all(
        any(said and said.split() != known.split() for said, known in pairs) for pairs in parts
    )
