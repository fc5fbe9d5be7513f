"""The three looks: dark, light, and one made of the terminal's own sixteen colours.

Text of dark and light has a contrast of at least 4.5 to 1 to whatever it stands on, the cursor included;
symbols, borders and the thumb of a scrollbar of at least 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from textual.theme import Theme

DEFAULT = "dark"
NAMES = (DEFAULT, "light", "ansi")
"""As the configuration calls them."""

_PREFIX = "arrtui-"

THEMES = (
    Theme(
        name="arrtui-dark",
        primary="#5AA9E6",
        secondary="#3E6C8F",
        accent="#F2B134",
        warning="#F2B134",
        error="#E5616A",
        success="#63C37E",
        foreground="#D9DEE4",
        background="#12161B",
        surface="#161B21",
        panel="#242C35",
        variables={
            "block-cursor-text-style": "bold",
            "block-cursor-foreground": "#F2F5F8",
            "block-cursor-background": "#1E4060",
            "block-cursor-blurred-background": "#22394E",
            "foreground-muted": "#A0AAB4",
            "text-muted": "#A0AAB4",
            "border-blurred": "#6E7985",
            "scrollbar": "#4F7FA8",
        },
    ),
    Theme(
        name="arrtui-light",
        primary="#1F6FB2",
        secondary="#5486AE",
        accent="#A65E00",
        warning="#8F5B00",
        error="#B3261E",
        success="#1E7B3C",
        foreground="#1D242B",
        background="#F4F5F7",
        surface="#FBFCFD",
        panel="#DDE3E9",
        dark=False,
        variables={
            "block-cursor-text-style": "bold",
            "block-cursor-foreground": "#12181E",
            "block-cursor-background": "#B5D3EC",
            "block-cursor-blurred-background": "#C9DBEA",
            "foreground-muted": "#4A545E",
            "text-muted": "#4A545E",
            "border-blurred": "#727E8A",
            "scrollbar": "#567EA3",
        },
    ),
    Theme(
        name="arrtui-ansi",
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_cyan",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            "block-cursor-foreground": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-text-style": "reverse",
            "border-blurred": "ansi_default",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "input-cursor-text-style": "reverse",
            "input-selection-background": "ansi_cyan",
            "input-selection-foreground": "ansi_black",
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
        },
    ),
)


def textual_name(name: str) -> str:
    """Return what Textual calls the theme that the configuration calls ``name``."""
    return _PREFIX + (name if name in NAMES else DEFAULT)
