"""What the themes draw can be read: the contrast of all that the styles put on one another (WCAG 2.2).

Two things are left out: the theme of the terminal's own colours, as what those look like is not known, and
what lies in the shade behind a dialog: nothing there can be used until the dialog closes, and 1.4.3 and
1.4.11 ask nothing of what is inactive. It is read in full contrast again as soon as the dialog closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from textual.color import Color
from textual.css.parse import parse
from textual.css.styles import RulesMap
from textual.css.tokenize import tokenize_values

import arrtui.tui
from arrtui.tui.themes import THEMES

TEXT, SYMBOL = 4.5, 3.0
"""Least contrast of text (1.4.3), and of symbols and borders (1.4.11)."""
FOLDER = Path(arrtui.tui.__path__[0])
CSS = re.compile(r'_CSS = """\n(.*?)"""', re.DOTALL)
SOURCES = [path.read_text() for path in FOLDER.rglob("*.py")]
STYLESHEETS = [
    *(css for source in SOURCES for css in CSS.findall(source)),
    *(path.read_text() for path in FOLDER.rglob("*.tcss")),
]
IN_TEXT = {
    name for source in SOURCES for name in re.findall(r"\$((?:text|foreground)[a-z-]*)", CSS.sub("", source))
}
"""The variables that style running text."""
GROUNDS = ("background", "surface", "panel", "panel-lighten-1")
"""The variables of what text and borders stand on."""
CURSORS = ("block-cursor-background", "block-cursor-blurred-background")

Look = dict[str, str]
"""The variables of a theme."""
LOOKS = {theme.name: theme.to_color_system().generate() for theme in THEMES if not theme.ansi}
themed = pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))


def luminance(color: Color) -> float:
    """Return the relative luminance (WCAG 2.2, its definition)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(color: Color, ground: Color) -> float:
    """Return the contrast of a colour to what it is drawn on, both as they are blended."""
    lights = sorted((luminance(ground), luminance(ground + color)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def named(look: Look, *names: str) -> dict[str, Color]:
    """Return the colours of variables."""
    return {name: Color.parse(look[name]) for name in names}


def rules(look: Look) -> Iterator[tuple[str, RulesMap]]:
    """Yield the selector and the styles of every rule that uses the colours of the theme."""
    tokens = tokenize_values(look)
    for css in STYLESHEETS:
        for rule in parse("", css, ("", ""), variable_tokens=tokens):
            if not re.search(":(ansi|nocolor)", rule.selectors):
                yield rule.selectors, rule.styles.get_rules()


def pairs(look: Look) -> Iterator[tuple[str, Color, Color]]:
    """Yield what is written on what: where a rule names one of the two, with all that may be the other."""
    inks, grounds = named(look, *IN_TEXT), named(look, *GROUNDS)
    for (ink, color), (name, ground) in product(inks.items(), {**grounds, **named(look, *CURSORS)}.items()):
        yield f"{ink} on {name}", color, ground
    for selector, styles in rules(look):
        color, ground = styles.get("color"), styles.get("background")
        if ground is not None and ground.a < 1:
            continue
        if color is not None and ground is not None:
            auto = styles.get("auto_color")
            yield selector, ground.get_contrast_text(color.a) if auto else color, ground
        elif color is not None:
            yield from ((f"{selector} on {name}", color, other) for name, other in grounds.items())
        elif ground is not None:
            yield from ((f"{ink} on {selector}", other, ground) for ink, other in inks.items())


@themed
def test_text_can_be_read_on_all_that_it_stands_on(look: Look) -> None:
    assert {name: ratio for name, *two in pairs(look) if (ratio := round(contrast(*two), 2)) < TEXT} == {}


@themed
def test_borders_and_scrollbars_can_be_seen(look: Look) -> None:
    grounds = named(look, *GROUNDS[:3])
    edges = [
        (selector, styles[edge][1])
        for selector, styles in rules(look)
        for edge in ("border_top", "border_left")
        if styles.get(edge, ("",))[0]
    ]
    lines = [(f"{name} on {on}", color, ground) for name, color in edges for on, ground in grounds.items()]
    bars = named(look, "scrollbar", "scrollbar-background")
    lines.append(("scrollbar", *bars.values()))
    assert {name: ratio for name, *two in lines if (ratio := round(contrast(*two), 2)) < SYMBOL} == {}
    assert len(edges) > 10
