"""Whether a screen, in the incognito mode, shows a title, a host or a folder of the estate."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import msgspec
from textual.pilot import Pilot

from arrtui.core.folding import fold
from arrtui.core.incognito import Disguise, Likeness, title_name, words_of
from arrtui.db.private_names import PrivateNames, private_names
from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from arrtui.tui.kit import incognito
from arrtui.tui.kit.disguising import draw_anew

ADDRESSES = ("http://nas", "https://movies.example.org", "http://10.8.0.7")
HOSTS = ("//nas", "movies.example.org", "10.8.0.7")
FOLDERS = ("/movies", "/movies4k", "/tv", "/anime")


def drawn(app: ArrtuiApp) -> list[str]:
    """Return the lines that are on screen."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def names_of(services: Any) -> PrivateNames:
    """Return the names that services know, be they over a database or in memory."""
    if isinstance(services, Services):
        with services.database.reading():
            return private_names()
    parts = (services, services.sync, getattr(services, "scores", services))
    titles = dict.fromkeys(titles_within([list(vars(part).values()) for part in parts]))
    return PrivateNames([title_name(title) for title in titles if title.strip()], list(FOLDERS))


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


def leaks(lines: list[str], names: PrivateNames) -> list[str]:
    """Return the lines that name a title, a host or a folder."""
    loose = {tuple(map(fold, words_of(name.text))) for name in names.names if name.likeness is Likeness.LOOSE}
    exact = {words_of(name.text) for name in names.names if name.likeness is Likeness.EXACT}
    places = re.compile(
        "|".join(rf"(?<!\w){re.escape(text)}(?![\w-])" for text in {*HOSTS, *names.folders} if text != "/")
    )
    return [
        line
        for line in lines
        if places.search(line)
        or holds(words_of(line), exact)
        or holds(tuple(map(fold, words_of(line))), loose)
    ]


def holds(words: tuple[str, ...], names: Collection[tuple[str, ...]]) -> bool:
    """Return whether some words in a row are a name."""
    sizes = {len(name) for name in names}
    return any(words[place : place + size] in names for place in range(len(words)) for size in sizes)


async def leaks_incognito(pilot: Pilot[Any]) -> list[str]:
    """Return the lines of the screen that name something of the estate in the incognito mode.

    The screen stays as it is then.
    """
    app = pilot.app
    assert isinstance(app, ArrtuiApp)
    names = names_of(app.services)
    incognito.use(Disguise(names.names, ADDRESSES, names.folders))
    try:
        draw_anew(app)
        await pilot.pause()
        return leaks(drawn(app), names)
    finally:
        incognito.use(None)
