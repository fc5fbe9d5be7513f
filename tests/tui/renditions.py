"""Further pictures of a screen in the same app: without colour, in ASCII, and in the incognito mode.

A person starts arrtui in one of them; a test that started an app for each would take thrice the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from textual.app import App
from textual.filter import LineFilter, Monochrome, NoColor
from textual.pilot import Pilot
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from arrtui.tui import themes
from arrtui.tui.kit import incognito
from arrtui.tui.kit.ascii_rendition import draw_in_ascii
from arrtui.tui.kit.detail_panel import DetailPanel
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.library.split import LibrarySplit
from arrtui.tui.panes.plan.split import PlanSplit
from arrtui.tui.panes.plan.table import PlanTable
from tests.tui.incognito import disguise_of, stored
from tests.tui.pictures import picture


@contextmanager
def _filters_kept(app: App[Any]) -> Iterator[list[LineFilter]]:
    """Yield what lines go through, and leave that to what it was."""
    filters = [*app._filters]
    try:
        yield app._filters
    finally:
        app._filters[:] = filters


@contextmanager
def without_colour(app: App[Any]) -> Iterator[None]:
    """Draw as with ``NO_COLOR``."""
    with _filters_kept(app) as filters:
        filters.append(NoColor() if app.native_ansi_color else Monochrome())
        app.no_color = True
        app.refresh_css(animate=False)
        yield
    app.no_color = False
    app.refresh_css(animate=False)


@contextmanager
def in_ascii(app: App[Any]) -> Iterator[None]:
    """Draw as with ``ui.ascii``; the bars of Scores are made of what is drawn before and stay."""
    host: Any = app
    renderer = ScrollBar.renderer
    with _filters_kept(app):
        draw_in_ascii(app)
        host.plain = True
        _draw_plainly(app, plain=True)
        yield
    host.plain = False
    ScrollBar.renderer = renderer
    _draw_plainly(app, plain=False)


def _draw_plainly(app: App[Any], *, plain: bool) -> None:
    """Tell the widgets that ask for it when they are mounted."""
    for node in _nodes(app):
        if isinstance(node, EstateTable):
            node.ascii = plain
        if isinstance(node, (DetailPanel, DialogPanel, LibrarySplit, Pane, PlanSplit)):
            node.set_class(plain, "-ascii")
        if isinstance(node, PlanTable):
            node._arrange(node.rows)


def in_theme(name: str) -> Callable[[App[Any]], AbstractContextManager[None]]:
    """Return what draws with another theme."""

    @contextmanager
    def draw(app: App[Any]) -> Iterator[None]:
        before = app.theme
        app.theme = themes.textual_name(name)
        yield
        app.theme = before

    return draw


@contextmanager
def disguised(app: App[Any]) -> Iterator[None]:
    """Draw as in the incognito mode."""
    host: Any = app
    incognito.use(disguise_of(stored(host.services)[0]))
    try:
        yield
    finally:
        incognito.use(None)


RENDITIONS: dict[str, Callable[[App[Any]], AbstractContextManager[None]]] = {
    "no-colour": without_colour,
    "ascii": in_ascii,
    "incognito": disguised,
    "light": in_theme("light"),
    "ansi": in_theme("ansi"),
}


SYMBOLS = re.compile("[\u2010-\u2027\u2190-\u2bff]")
"""Punctuation, arrows, lines, blocks and signs that are not drawn in ASCII; letters of titles are."""
PLAIN = ("no-colour", "ascii")
"""What each state is looked at in besides, at the size where least fits."""


async def pictures_of(pilot: Pilot[Any], names: Iterable[str]) -> dict[str, str]:
    """Return a picture of the screen in each of the renditions; the app is to end with the last of them."""
    taken = {}
    for name in names:
        with RENDITIONS[name](pilot.app):
            await _redrawn(pilot)
            taken[name] = picture(pilot)
            if name == "ascii" and (symbols := SYMBOLS.findall(taken[name])):
                raise AssertionError(f"not in ASCII: {symbols}")
    return taken


async def _redrawn(pilot: Pilot[Any]) -> None:
    """Draw everything again, with nothing kept of how it was drawn before."""
    await pilot.pause()  # a theme is applied a moment later
    for node in _nodes(pilot.app):
        node.notify_style_update()
        node.refresh()
    await pilot.pause()


def _nodes(app: App[Any]) -> Iterator[Widget]:
    """Yield every widget and screen, and their scroll bars, which are nobody's children."""
    for screen in app.screen_stack:
        for node in screen.walk_children(Widget, with_self=True):
            yield node
            yield from node._get_virtual_dom()
