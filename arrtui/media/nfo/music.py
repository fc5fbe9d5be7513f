"""The elements of the NFO of artists and albums that arrtui knows, and what each one holds.

Names and shapes are those of Kodi's wiki ("NFO files/Artists", "NFO files/Albums") and of what Kodi loads
(``CArtist::Load``, ``CAlbum::Load``). Values have the names of those of films that mean the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from lxml import etree

ARTIST, ALBUM = "artist", "album"
Children = Mapping[Any, Sequence[etree._Element]]
"""Those of an element by their names."""
_PROVIDER = "musicbrainz"


class Shape(StrEnum):
    """What an element holds."""

    TEXT = "text"
    LIST = "list"
    """An element for each text."""
    ID = "id"
    """The id of MusicBrainz."""
    RATING = "rating"
    """The first rating, with its scale; ``votes`` stands beside it."""
    PARTS = "parts"
    """An element with children for each of several."""


class MusicElement(NamedTuple):
    """An element and the name of its value."""

    value: str
    element: str
    shape: Shape = Shape.TEXT
    parts: tuple[str, ...] = ()


_STYLES = tuple(MusicElement(name, name, Shape.LIST) for name in ("genre", "style", "mood"))
ELEMENTS: Mapping[str, Sequence[MusicElement]] = {
    ARTIST: (
        MusicElement("title", "name"),
        MusicElement("uniqueid", "musicBrainzArtistID", Shape.ID),
        MusicElement("sorttitle", "sortname"),
        MusicElement("type", "type"),
        MusicElement("gender", "gender"),
        MusicElement("disambiguation", "disambiguation"),
        *_STYLES,
        MusicElement("yearsactive", "yearsactive", Shape.LIST),
        MusicElement("born", "born"),
        MusicElement("formed", "formed"),
        MusicElement("plot", "biography"),
        MusicElement("died", "died"),
        MusicElement("disbanded", "disbanded"),
        MusicElement("albums", "album", Shape.PARTS, ("title", "year", "musicbrainzreleasegroupid")),
    ),
    ALBUM: (
        MusicElement("title", "title"),
        MusicElement("uniqueid", "musicbrainzreleasegroupid", Shape.ID),
        MusicElement("artist", "artistdesc"),
        MusicElement("artists", "albumArtistCredits", Shape.PARTS, ("artist", "musicBrainzArtistID")),
        *_STYLES,
        MusicElement("plot", "review"),
        MusicElement("type", "type"),
        MusicElement("premiered", "releasedate"),
        MusicElement("original_premiered", "originalreleasedate"),
        MusicElement("label", "label"),
        MusicElement("ratings", "rating", Shape.RATING),
        MusicElement("year", "year"),
    ),
}
"""By root, in the order in which new elements stand."""
RANKS: Mapping[str, Mapping[str, int]] = {
    root: {entry.element: rank for rank, entry in enumerate(elements)} for root, elements in ELEMENTS.items()
}
"""The same order by the names of elements."""


def music_values(root: str, children: Children) -> dict[str, Any]:
    """Return what the NFO of an artist or album says: only what is there and not empty."""
    values = {
        entry.value: _value(entry, children.get(entry.element, ()), children) for entry in ELEMENTS[root]
    }
    return {name: value for name, value in values.items() if value}


def _value(
    entry: MusicElement,
    elements: Sequence[etree._Element],
    children: Children,
) -> Any:
    texts = [text for element in elements if (text := (element.text or "").strip())]
    match entry.shape:
        case Shape.LIST:
            return list(dict.fromkeys(texts))
        case Shape.ID:
            return [{"type": _PROVIDER, "default": True, "value": text} for text in texts[:1]]
        case Shape.PARTS:
            listed = (
                {name: (each.findtext(name) or "").strip() for name in entry.parts} for each in elements
            )
            rows = [{name: text for name, text in row.items() if text} for row in listed]
            return [row for row in rows if row]
        case Shape.RATING:
            return _rating(elements[0], children) if texts else []
    text = texts[0] if texts else ""
    return int(text) if entry.value == "year" and text.isdecimal() else text


def _rating(element: etree._Element, children: Children) -> list[dict[str, Any]]:
    most = element.get("max", "")
    votes = next(((each.text or "").strip() for each in children.get("votes", ())), "")
    try:
        value = float((element.text or "").replace(",", "."))
    except ValueError:
        return []
    rating = {
        "name": "default",
        "max": int(most) if most.isdecimal() else 10,
        "default": True,
        "value": value,
    }
    return [rating | ({"votes": int(votes)} if votes.isdecimal() else {})]


def id_of(value: Sequence[Mapping[str, Any]]) -> str:
    """Return the id of MusicBrainz among the ids of a title; empty for none."""
    return next((str(entry["value"]) for entry in value if entry["type"] == _PROVIDER), "")


def first_rating(value: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the rating that an NFO of music has room for: the default one, else the first."""
    return next((entry for entry in value if entry.get("default")), value[0] if value else None)
