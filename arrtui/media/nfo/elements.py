"""The elements of an NFO that arrtui knows, and what each one holds.

Names and shapes are those of Kodi's wiki ("NFO files") and of what Radarr, Sonarr and Jellyfin write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

TEXTS = (
    *("title", "originaltitle", "sorttitle", "showtitle", "plot", "outline", "tagline", "mpaa", "premiered"),
    *("aired", "status", "trailer", "dateadded", "lastplayed"),
)
NUMBERS = (
    *("year", "runtime", "playcount", "userrating", "season", "episode", "displayseason", "displayepisode"),
    "top250",
)
FLAGS = ("lockdata", "watched")
LISTS = ("genre", "studio", "country", "tag", "director", "credits")
STREAMS = {
    "video": ("codec", "aspect", "width", "height", "durationinseconds", "hdrtype"),
    "audio": ("codec", "language", "channels"),
    "subtitle": ("language",),
}
ACTOR = ("name", "role", "order", "thumb")
NUMBER_PARTS = frozenset({"order", "votes", "width", "height", "durationinseconds", "channels", "max"})
"""Parts of composite elements that are whole numbers."""
ORDER = (
    *("title", "originaltitle", "sorttitle", "showtitle", "ratings", "userrating", "top250", "season"),
    *("episode", "displayseason", "displayepisode", "outline", "plot", "tagline", "runtime", "mpaa"),
    *("playcount", "lastplayed", "uniqueid", "genre", "country", "set", "tag", "credits", "director"),
    *("premiered", "year", "aired", "status", "studio", "trailer", "fileinfo", "actor", "dateadded"),
    *("lockdata", "watched"),
)
"""In which order new elements stand, as Kodi exports them."""
_WHOLE = re.compile(r"\s*([+-]?\d{1,18})")
Values = dict[str, Any]


def values_of(root: etree._Element) -> Values:
    """Return what a root says of a title: only what is there and not empty."""
    texts_by_name = texts_of(root)
    values: Values = {name: text for name in TEXTS if (text := texts_by_name.get(name))}
    values |= {
        name: number for name in NUMBERS if (number := whole_number(texts_by_name.get(name, ""))) is not None
    }
    values |= {name: text.lower() in ("true", "1") for name in FLAGS if (text := texts_by_name.get(name))}
    for name in LISTS:
        texts = (_content(element) for element in root.iterfind(name))
        if entries := list(dict.fromkeys(text for text in texts if text)):
            values[name] = entries
    composites = {
        "set": _set(root),
        "uniqueid": unique_ids(root),
        "ratings": _ratings(root),
        "actor": [entry for actor in root.iterfind("actor") if (entry := _parts(actor, ACTOR)).get("name")],
        "streamdetails": _streams(root),
    }
    return values | {name: value for name, value in composites.items() if value}


def text_of(element: etree._Element, name: str) -> str:
    """Return the text of the first child of a name, without blanks around it; empty for none."""
    child = element.find(name)
    return "" if child is None else _content(child)


def texts_of(element: etree._Element) -> dict[Any, str]:
    """Return the text of the first child of each name: looking each of them up takes five times as long."""
    texts: dict[Any, str] = {}
    for child in element:
        texts.setdefault(child.tag, (child.text or "").strip())
    return texts


def whole_number(text: str) -> int | None:
    """Return the whole number with which a text begins, None for none: ``101 min`` is 101."""
    match = _WHOLE.match(text)
    return int(match[1]) if match else None


def _content(element: etree._Element) -> str:
    return (element.text or "").strip()


def _parts(element: etree._Element, names: Iterable[str]) -> Values:
    """Return the children of a composite element that are there and not empty."""
    parts: Values = {}
    texts = texts_of(element)
    for name in names:
        text = texts.get(name, "")
        value = whole_number(text) if name in NUMBER_PARTS else text
        if value not in ("", None):
            parts[name] = value
    return parts


def _set(root: etree._Element) -> Values:
    """Return the set of a film, which is a name or, since Kodi 17, has children."""
    element = root.find("set")
    if element is None:
        return {}
    parts = _parts(element, ("name", "overview"))
    return parts or ({"name": text} if (text := _content(element)) else {})


def unique_ids(root: etree._Element) -> list[Values]:
    """Return the ids of a title by provider, in their order."""
    return [
        {"type": kind, "default": element.get("default", "").lower() == "true", "value": text}
        for element in root.iterfind("uniqueid")
        if (text := _content(element)) and (kind := element.get("type", "").strip().lower())
    ]


def _ratings(root: etree._Element) -> list[Values]:
    ratings = []
    for element in root.iterfind("ratings/rating"):
        try:
            value = float(text_of(element, "value").replace(",", "."))
        except ValueError:
            continue
        if value != value or abs(value) > 1_000_000:
            continue
        rating = {
            "name": element.get("name", "").strip() or "default",
            "max": whole_number(element.get("max", "")) or 10,
            "default": element.get("default", "").lower() == "true",
            "value": value,
        }
        votes = whole_number(text_of(element, "votes").replace(",", ""))
        ratings.append(rating if votes is None else rating | {"votes": votes})
    return ratings


def _streams(root: etree._Element) -> Values:
    streams = {
        kind: [
            parts
            for element in root.iterfind(f"fileinfo/streamdetails/{kind}")
            if (parts := _parts(element, names))
        ]
        for kind, names in STREAMS.items()
    }
    return {kind: entries for kind, entries in streams.items() if entries}
