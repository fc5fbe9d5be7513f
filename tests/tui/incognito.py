"""Whether a screen, in the incognito mode, shows a title, an episode, a release, a host or a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import msgspec
from textual.app import App
from textual.pilot import Pilot

from arrtui.core.incognito import Disguise, folded_words, is_telling, title_name
from arrtui.db.database import Database
from arrtui.db.private_names import PrivateNames, private_names
from arrtui.db.reading import rows_of
from arrtui.tui.kit import incognito
from arrtui.tui.kit.disguising import draw_anew

ADDRESSES = ("http://nas", "https://movies.example.org", "http://10.8.0.7")
HOSTS = ("nas", "movies.example.org", "10.8.0.7")
FOLDERS = ("/movies", "/movies4k", "/tv", "/anime")
INTERFACE = frozenset({"letter", "letters", "mirror", "round", "shift", "small", "verdict"})
"""Words of titles that arrtui's own sentences have too: ``mode = "mirror"``."""
_STUDIOS = "SELECT DISTINCT doc ->> '$.studio' FROM item"
"""Whose names stay, and share words with titles."""
_TITLES = (
    "SELECT title FROM item",
    "SELECT DISTINCT title FROM episode",
)
_RELEASES = (
    "SELECT substr(path, length(root_folder) + 2) FROM item",
    "SELECT doc ->> '$.relative_path' FROM file",
    "SELECT doc ->> '$.scene_name' FROM file",
    "SELECT DISTINCT source_title FROM release_event",
)
"""Where a database has names, read apart from what the mode itself reads."""


@dataclass(frozen=True)
class Private:
    """What no screen may show."""

    sequences: frozenset[tuple[str, ...]]
    """Names of more than common words, as folded words."""
    words: frozenset[str]
    """Words that tell by themselves, so that what is left of a cut name is recognised."""
    places: re.Pattern[str]


def private_of(titles: Sequence[str], releases: Sequence[str], folders: Sequence[str]) -> Private:
    """Return what no screen may show of some names and folders."""
    names = {folded_words(text) for text in (*titles, *releases)}
    words = {word for title in titles for word in folded_words(title) if len(word) > 4 and word.isalpha()}
    places = {*HOSTS, *folders} - {"/"}
    return Private(
        frozenset(name for name in names if any(map(is_telling, name)) and not INTERFACE.issuperset(name)),
        frozenset(filter(is_telling, words - INTERFACE)),
        re.compile("|".join(rf"(?<![\w.]){re.escape(place)}(?![\w-])" for place in places)),
    )


def drawn(app: App[Any]) -> list[str]:
    """Return the lines that are on screen."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def stored(services: Any) -> tuple[PrivateNames, Private]:
    """Return the names that services know, be they over a database or in memory."""
    database = getattr(services, "database", None)
    if isinstance(database, Database):
        with database.reading():
            names = private_names()
            titles = [text for sql in _TITLES for (text,) in rows_of(sql)]
            studios = {word for (text,) in rows_of(_STUDIOS) for word in folded_words(text or "")}
            releases = [text for sql in _RELEASES for (text,) in rows_of(sql) if text]
        private = private_of(titles, releases, [*FOLDERS, *names.folders])
        return names, replace(private, words=private.words - studios)
    parts = (services, services.sync, getattr(services, "scores", services))
    within = titles_within([list(vars(part).values()) for part in parts])
    titles = [title for title in dict.fromkeys(within) if "\n" not in title]  # no app has such
    known = [title_name(title) for title in titles if title.strip()]
    return PrivateNames(known, list(FOLDERS), []), private_of(titles, (), FOLDERS)


def titles_within(value: Any) -> Iterator[str]:
    """Yield the titles in records that are held in memory."""
    if isinstance(value, msgspec.Struct):
        value = {name: getattr(value, name) for name in value.__struct_fields__}
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name == "title" and isinstance(inner, str):
                yield inner
            yield from titles_within(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from titles_within(inner)


def leaks(lines: Sequence[str], private: Private) -> list[str]:
    """Return the lines that tell something private, after what that is."""
    sizes = {len(name) for name in private.sequences}
    seen = []
    for line in lines:
        words = folded_words(line)
        shown = {words[place : place + size] for place in range(len(words)) for size in sizes}
        told = [*map(" ".join, shown & private.sequences), *private.words.intersection(words)]
        if place := private.places.search(line):
            told.append(place[0])
        if told:
            seen.append(f"{sorted(told)}: {line}")
    return seen


def disguise_of(names: PrivateNames) -> Disguise:
    """Return the disguise of an estate, the same in every run."""
    return Disguise(names.names, ADDRESSES, names.folders, names.hosts)


async def leaks_incognito(pilot: Pilot[Any]) -> list[str]:
    """Return the lines of the screen that name something of the estate in the incognito mode.

    The screen stays as it is then.
    """
    app: Any = pilot.app
    names, private = stored(app.services)
    incognito.use(disguise_of(names))
    try:
        draw_anew(app)
        await pilot.pause()
        return leaks(drawn(app), private)
    finally:
        incognito.use(None)
