"""What an NFO says, as far as it decides whether a player is to read it again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from arrtui.media.nfo import MOST_BYTES, ROOTS, read_nfo


class NfoTexts(NamedTuple):
    """What players show first of an NFO."""

    title: str = ""
    plot: str = ""


def texts_of(path: str) -> NfoTexts:
    """Return title and plot of an NFO; nothing of one that cannot be read, or is of no title."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        return NfoTexts()
    document = read_nfo(data)
    if document.root not in ROOTS:
        return NfoTexts()
    values = document.fields()
    return NfoTexts(str(values.get("title", "")), str(values.get("plot", "")))


def is_readable(path: str) -> bool:
    """Return whether a player finds a title in an NFO: without one Kodi would lose what it has."""
    return bool(texts_of(path).title)


def differs(path: str, title: str, plot: str) -> bool:
    """Return whether an NFO says something else of title or plot than a player has."""
    texts = texts_of(path)
    pairs = ((texts.title, title), (texts.plot, plot))
    return any(said and said.split() != known.split() for said, known in pairs)
