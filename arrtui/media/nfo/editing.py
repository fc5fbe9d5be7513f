"""Change an NFO with care: what is known of a title is set, everything else stays as its owner wrote it.

The same input always gives the same bytes, and editing what was edited changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from arrtui.media.nfo import music
from arrtui.media.nfo.elements import FLAGS, LISTS, NUMBERS, ORDER, STREAMS, TEXTS, text_of, whole_number
from arrtui.media.nfo.parsing import ids_in, parse_nfo

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_INDENT = "    "
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RANKS = {name: rank for rank, name in enumerate(ORDER)}


def edit_nfo(
    original: bytes | None, root: str, values: Mapping[str, object] | Sequence[Mapping[str, object]]
) -> bytes:
    """Return an NFO with some values set, as UTF-8.

    ``original`` is what is there now, or None. ``root`` is one of
    :data:`~arrtui.media.nfo.parsing.ROOTS`; ``values`` of ``episodedetails`` may be several, one for each
    episode of a file. None as a value leaves an element as it
    is, an empty value removes it. Comments, unknown elements, ids and ratings of others, and an address
    behind the XML stay; but not one of another title than the values: Kodi's online scrapers would take that
    for the title, and Jellyfin its ids (``recorded/players``, N06).
    """
    parsed = parse_nfo(original or b"")
    several = [values] if isinstance(values, Mapping) else values
    present = [deepcopy(element) for element in parsed.roots if element.tag == root]
    roots = []
    for entry in several:
        element = _pick(present, entry)
        if element is None:
            element = etree.Element(root)
        _set_values(element, entry)
        element.tail = None
        etree.indent(element, _INDENT)
        roots.append(etree.tostring(element, encoding="unicode"))
    texts = [
        *(f"<!--{comment}-->" for comment in parsed.comments),
        *roots,
        *([parsed.url] if parsed.url and not _is_of_another(parsed.url, root, several) else []),
    ]
    return (_HEAD + "\n".join(texts) + "\n").encode()


def _is_of_another(url: str, root: str, values: Iterable[Mapping[str, object]]) -> bool:
    """Return whether an address names another film or series than the ids that are set."""
    if root == "episodedetails":
        return False
    named = ids_in(url)
    return any(
        named.get(str(entry["type"]), str(entry["value"])).lower() != str(entry["value"]).lower()
        for part in values
        for entry in _sequence(part.get("uniqueid") or ())
    )


def _pick(present: list[etree._Element], values: Mapping[str, object]) -> etree._Element | None:
    """Take the root for some values out of those there: that of the same episode, or the only one."""
    numbers: list[int | None] = []
    for element in present:
        numbers = [whole_number(text_of(element, name)) for name in ("season", "episode")]
        if numbers == [values.get("season"), values.get("episode")]:
            present.remove(element)
            return element
    is_it = len(present) == 1 and ("episode" not in values or numbers == [None, None])
    return present.pop() if is_it else None


def _set_values(root: etree._Element, values: Mapping[str, object]) -> None:
    """Set the values of a root, in the order in which new elements stand."""
    for entry in music.ELEMENTS.get(str(root.tag), ()):
        if values.get(entry.value) is not None:
            _set_music(root, entry, values[entry.value])
    for name in ORDER if root.tag not in music.ELEMENTS else ():
        value = values.get("streamdetails" if name == "fileinfo" else name)
        if value is None:
            continue
        if name in TEXTS or name in NUMBERS or name in FLAGS:
            _set_texts(root, name, [_text(value)] if value != "" else [])
        elif name in LISTS:
            _set_texts(root, name, [_text(entry) for entry in _sequence(value)])
        else:
            _COMPOSITES[name](root, value)


def _set_music(root: etree._Element, entry: music.MusicElement, value: Any) -> None:
    """Set one value of an artist or album."""
    match entry.shape:
        case music.Shape.LIST:
            _set_texts(root, entry.element, [_text(text) for text in _sequence(value)], several=True)
        case music.Shape.ID:
            _set_texts(root, entry.element, [music.id_of(value)])
        case music.Shape.RATING:
            _set_music_rating(root, entry.element, music.first_rating(value))
        case music.Shape.PARTS:
            _set_music_parts(root, entry, _sequence(value))
        case _:
            _set_texts(root, entry.element, [_text(value)] if value != "" else [])


def _set_music_rating(root: etree._Element, name: str, rating: Mapping[str, Any] | None) -> None:
    """Set the one rating that an album has room for, and its votes."""
    _set_texts(root, name, [_text(rating["value"])] if rating else [])
    element = root.find(name)
    if rating is None or element is None:
        return
    element.set("max", _text(rating.get("max", 10)))
    if (votes := rating.get("votes")) is not None:
        _set_texts(root, "votes", [_text(votes)])


def _set_music_parts(
    root: etree._Element, entry: music.MusicElement, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Set elements with children; of one that was there, known by its first child, the rest stays."""
    key = entry.parts[0]
    present = {text_of(element, key): element for element in root.iterfind(entry.element)}
    elements: dict[str, etree._Element] = {}
    for row in rows:
        name = _text(row.get(key, "")).strip()
        element = elements.setdefault(name, present.get(name, etree.Element(entry.element)))
        _set_parts(element, row, entry.parts)
    _replace(root, entry.element, list(elements.values()))


def _set_texts(root: etree._Element, name: str, texts: Sequence[str], *, several: bool = False) -> None:
    """Have a root hold an element for each text; one that stays the same keeps its attributes."""
    several = several or name in LISTS
    texts = list(dict.fromkeys(text for text in texts if text))
    present = root.findall(name)
    kept = {(element.text or "").strip(): element for element in reversed(present)}
    elements = []
    for text in texts:
        element = kept.get(text.strip())
        if element is None:
            element = present[0] if present and not several else etree.Element(name)
            _write(element, text)
        elements.append(element)
    _replace(root, name, elements)


def _replace(root: etree._Element, name: str, elements: Sequence[etree._Element]) -> None:
    """Put elements where those of their name stand, or where their name belongs."""
    present = root.findall(name)
    place = root.index(present[0]) if present else _place_for(root, name)
    for element in present:
        root.remove(element)
    for number, element in enumerate(elements):
        element.tail = None
        root.insert(place + number, element)


def _place_for(root: etree._Element, name: str) -> int:
    """Return where a new element goes: behind the last known one that stands before it in the order."""
    ranks = music.RANKS.get(str(root.tag), _RANKS)
    rank = ranks.get(name, len(ranks))
    places = [
        index
        for index, child in enumerate(root)
        if isinstance(child.tag, str) and ranks.get(child.tag, len(ranks)) <= rank
    ]
    return places[-1] + 1 if places else 0


def _set_parts(element: etree._Element, parts: Mapping[str, object], names: Iterable[str]) -> None:
    """Set children of a composite element; those of other names stay."""
    for name in names:
        value = parts.get(name)
        if value is None:
            continue
        child = element.find(name)
        if value == "":
            if child is not None:
                element.remove(child)
            continue
        if child is None:
            child = etree.SubElement(element, name)
        _write(child, _text(value))


def _set_of_films(root: etree._Element, value: Any) -> None:
    element = root.find("set")
    if element is None:
        element = etree.Element("set")
    elif len(element) == 0:
        element.text = None
    _set_parts(element, value or {}, ("name", "overview"))
    _replace(root, "set", [element] if value else [])


def _unique_ids(root: etree._Element, value: Any) -> None:
    """Set ids by their type; those of other types stay, but only one is the default."""
    present = {(element.get("type") or "").lower(): element for element in root.iterfind("uniqueid")}
    _merge_named(root, "uniqueid", "type", present, value)


def _ratings(root: etree._Element, value: Any) -> None:
    """Set ratings by their name; those of other names stay, but only one is the default."""
    container = root.find("ratings")
    if container is None:
        container = etree.Element("ratings")
    present = {(element.get("name") or "").lower(): element for element in container.iterfind("rating")}
    _merge_named(container, "rating", "name", present, value)
    _replace(root, "ratings", [container] if len(container) else [])


def _merge_named(
    parent: etree._Element, name: str, key: str, present: dict[str, etree._Element], value: Any
) -> None:
    """Set elements that an attribute names; an empty list removes all."""
    entries = _sequence(value)
    if any(entry.get("default") for entry in entries):
        for element in present.values():
            element.attrib.pop("default", "")
    elements = dict(present) if entries else {}
    for entry in entries:
        identity = _text(entry[key]).lower()
        element = elements.setdefault(identity, present.get(identity, etree.Element(name)))
        if not element.get(key):
            element.set(key, _text(entry[key]))
        if name == "rating":
            element.set("max", _text(entry.get("max", 10)))
            _set_parts(element, entry, ("value", "votes"))
        else:
            _write(element, _text(entry["value"]))
        if entry.get("default"):
            element.set("default", "true")
    if name == "uniqueid":
        _replace(parent, name, list(elements.values()))
        return
    for element in parent.findall(name):
        parent.remove(element)
    parent.extend(list(elements.values()))


def _actors(root: etree._Element, value: Any) -> None:
    """Set the actors; of one who was there what arrtui does not know stays."""
    present = {text_of(element, "name"): element for element in root.iterfind("actor")}
    elements: dict[str, etree._Element] = {}
    for entry in _sequence(value):
        name = _text(entry["name"]).strip()
        element = elements.setdefault(name, present.get(name, etree.Element("actor")))
        _set_parts(element, entry, ("name", "role", "order", "thumb"))
    _replace(root, "actor", list(elements.values()))


def _stream_details(root: etree._Element, value: Any) -> None:
    """Set the streams of the file; other children of ``fileinfo`` stay."""
    info = root.find("fileinfo")
    if info is None:
        info = etree.Element("fileinfo")
    for details in info.findall("streamdetails"):
        info.remove(details)
    if value:
        details = etree.Element("streamdetails")
        for kind, names in STREAMS.items():
            for entry in _sequence(value.get(kind)):
                _set_parts(etree.SubElement(details, kind), entry, names)
        info.insert(0, details)
    _replace(root, "fileinfo", [info] if len(info) else [])


_COMPOSITES = {
    "set": _set_of_films,
    "uniqueid": _unique_ids,
    "ratings": _ratings,
    "actor": _actors,
    "fileinfo": _stream_details,
}


def _write(element: etree._Element, text: str) -> None:
    """Give an element a text and no children."""
    for child in list(element):
        element.remove(child)
    element.text = text


def _sequence(value: Any) -> list[Any]:
    """Return a value as a list: what is one entry is a list of one."""
    if not value:
        return []
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def _text(value: object) -> str:
    """Return a value as XML can hold it: without control characters and halves of characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    return _UNWRITABLE.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))
