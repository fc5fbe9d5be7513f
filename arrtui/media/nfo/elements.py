"""The elements of an NFO that arrtui knows, and what each one holds.

Names and shapes are those of Kodi's wiki ("NFO files") and of what Radarr, Sonarr and Jellyfin write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
_MOST_DIGITS = 18
_WHOLE = re.compile(rf"\s*([+-]?\d{{1,{_MOST_DIGITS}}})")
Values = dict[str, Any]
Children = Mapping[Any, Sequence[etree._Element]]
"""Those of an element by their names."""


def children_of(element: etree._Element) -> Children:
    """Return the children of an element by their names."""
    children: dict[Any, list[etree._Element]] = {}
    for child in element:
        if (tag := child.tag) in children:
            children[tag].append(child)
        else:
            children[tag] = [child]
    return children


def values_of(children: Children) -> Values:
    """Return what a root says of a title: only what is there and not empty."""
    texts = texts_of(children)
    values: Values = {name: text for name in TEXTS if (text := texts.get(name))}
    numbers = {name: whole_number(text) for name in NUMBERS if (text := texts.get(name))}
    values |= {name: number for name, number in numbers.items() if number is not None}
    values |= {name: text.lower() in ("true", "1") for name in FLAGS if (text := texts.get(name))}
    for name in LISTS:
        listed = [_content(element) for element in children.get(name, ())]
        if entries := list(dict.fromkeys(text for text in listed if text)):
            values[name] = entries
    actors = (_parts(actor, ACTOR) for actor in children.get("actor", ()))
    composites = {
        "set": _set(children["set"][0]) if "set" in children else {},
        "uniqueid": unique_ids(children.get("uniqueid", ())),
        "ratings": _ratings(_below(children.get("ratings", ()), "rating")),
        "actor": [entry for entry in actors if entry.get("name")],
        "streamdetails": _streams(_below(children.get("fileinfo", ()), "streamdetails")),
    }
    return values | {name: value for name, value in composites.items() if value}


def _below(elements: Iterable[etree._Element], name: str) -> list[etree._Element]:
    """Return the children of a name of some elements: a path of lxml's takes ten times as long."""
    return [child for element in elements for child in element if child.tag == name]


def text_of(element: etree._Element, name: str) -> str:
    """Return the text of the first child of a name, without blanks around it; empty for none."""
    child = element.find(name)
    return "" if child is None else _content(child)


def texts_of(children: Children) -> dict[Any, str]:
    """Return the text of the first child of each name, without blanks around it."""
    return {name: _content(elements[0]) for name, elements in children.items()}


def whole_number(text: str) -> int | None:
    """Return the whole number with which a text begins, None for none: ``101 min`` is 101."""
    if text.isdecimal() and len(text) <= _MOST_DIGITS:
        return int(text)
    match = _WHOLE.match(text)
    return int(match[1]) if match else None


def _content(element: etree._Element) -> str:
    return (element.text or "").strip()


def _parts(element: etree._Element, names: Iterable[str]) -> Values:
    """Return the children of a composite element that are there and not empty."""
    parts: Values = {}
    texts = {child.tag: child.text for child in reversed(element)}  # of each name the first
    for name in names:
        if (text := texts.get(name)) and (text := text.strip()):
            value = whole_number(text) if name in NUMBER_PARTS else text
            if value is not None:
                parts[name] = value
    return parts


def _set(element: etree._Element) -> Values:
    """Return the set of a film, which is a name or, since Kodi 17, has children."""
    parts = _parts(element, ("name", "overview"))
    return parts or ({"name": text} if (text := _content(element)) else {})


def unique_ids(elements: Iterable[etree._Element]) -> list[Values]:
    """Return the ids of a title by provider, in the order of their elements."""
    return [
        {"type": kind, "default": element.get("default", "").lower() == "true", "value": text}
        for element in elements
        if (text := _content(element)) and (kind := element.get("type", "").strip().lower())
    ]


def _ratings(elements: Iterable[etree._Element]) -> list[Values]:
    ratings = []
    for element in elements:
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


def _streams(details: Iterable[etree._Element]) -> Values:
    streams: dict[str, list[Values]] = {kind: [] for kind in STREAMS}
    for element in (child for entry in details for child in entry if child.tag in STREAMS):
        if parts := _parts(element, STREAMS[element.tag]):
            streams[element.tag].append(parts)
    return {kind: entries for kind, entries in streams.items() if entries}
