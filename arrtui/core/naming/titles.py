"""Titles as tokens write them (``FileNameBuilder``): cleaned, the article behind, with or without year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_REMOVED = re.compile(
    r"(?<=\s)[,<>/\\;:'\"|`’~!?@%*_=-](?=\s)"
    r"|['`’:?,](?=(?:s|m|t|ve|ll|d|re)\s|\s|$)"
    r"|[()\[\]{}]",
    re.IGNORECASE,
)
"""``ScenifyRemoveChars``."""
_ARTICLE = re.compile(r"^(The|An|A) (.*?)((?: *\([^)]+\))*)$", re.IGNORECASE)
_YEAR = re.compile(r"\((\d{4})\)$")
_PART = re.compile(r":?\s?(?:\(\d+\)|(?:Part|Pt\.?)\s?\d+)$", re.IGNORECASE)
"""``MultiPartCleanupRegex``."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ORDINAL = re.compile(r"(?:\b|_)\d{1,3}(?:st|th|rd|nd)(?:\b|_)", re.IGNORECASE)
_CAPITALS = re.compile(r"(?:\b|_)(?:IMAX|3D|SDR|HDR|DV)(?:\b|_)", re.IGNORECASE)


def clean_title(title: str) -> str:
    """Return a title without marks that names of releases do not have."""
    return plain_letters(_REMOVED.sub("", title.replace("&", "and").replace("/", " ")))


def plain_letters(text: str) -> str:
    """Return a text without the marks of its letters."""
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(part for part in parts if unicodedata.category(part) != "Mn"))


def title_the(title: str) -> str:
    """Return a title with its article behind it."""
    return _ARTICLE.sub(r"\2, \1\3", title)


def clean_title_the(title: str) -> str:
    """Return a cleaned title with its article behind it."""
    match = _ARTICLE.match(title)
    if match is None:
        return clean_title(title)
    return f"{clean_title(match[2]).strip()}, {match[1]}{clean_title(match[3])}"


def title_year(title: str, year: int) -> str:
    """Return a title with its year, unless it ends with one."""
    return title if not year or _YEAR.search(title) else f"{title} ({year})"


def clean_title_the_year(title: str, year: int) -> str:
    """Return a cleaned title with its article behind it, and then the year without brackets."""
    if not year:
        return clean_title_the(title)
    match = _YEAR.search(title)
    if match is None:
        return f"{clean_title_the(title)} {year}"
    return f"{clean_title_the(title[: match.start()].strip())} {match[1]}"


def without_year(title: str) -> str:
    """Return a title without the year in brackets at its end."""
    return _YEAR.sub("", title)


def first_character(title: str) -> str | None:
    """Return the first letter or digit among the first two characters, else ``_``; None for a lone sign."""
    if title[:1].isalnum():
        return plain_letters(title[0].upper())[:1]
    if len(title) < 2:
        return None
    return plain_letters(title[1].upper())[:1] if title[1].isalnum() else "_"


def edition_words(edition: str) -> str:
    """Return an edition with capitals, as far as it is certain (``GetEditionToken``)."""
    text = _WORD.sub(lambda match: match[0][:1].upper() + match[0][1:], edition.lower())
    text = _ORDINAL.sub(lambda match: match[0].lower(), text)
    return _CAPITALS.sub(lambda match: match[0].upper(), text)


def joined_titles(titles: Sequence[str], joint: str) -> str:
    """Return the titles of the episodes of a file as one (``GetEpisodeTitles``)."""
    own = [title.rstrip(" .?") for title in titles]
    if len(own) > 1:
        bare = [_PART.sub("", title).strip() for title in own]
        own = list(dict.fromkeys(bare if any(bare) else own))
    return f" {joint} ".join(own)
