"""The card above the tabs: what of several instances there is room for, and that there are more."""

from __future__ import annotations

import pytest

from arrtui.features.scores.model import ScoreHealth
from arrtui.tui.panes.scores.card import CardView, Standing, short_lines, tall_lines

NAMES = ("radarr.main", "radarr.4k", "sonarr.main", "sonarr.anime", "lidarr.main")


def card_of(*names: str) -> CardView:
    """Return the card of some instances that do alike."""
    health = ScoreHealth(65, "D", (), "")
    return CardView(names, standings=tuple(Standing(name, health) for name in names))


def first_line(view: CardView, width: int) -> str:
    """Return the grades as text."""
    return "".join(text for text, _ in next(iter(short_lines(view, width, plain=True))))


@pytest.mark.parametrize(("width", "more"), [(58, "+3"), (78, "+2"), (98, "+1"), (118, "")])
def test_grades_that_have_no_room_are_counted(width: int, more: str) -> None:
    line = first_line(card_of(*NAMES), width)
    shown = [name for name in NAMES if f" {name} 65 D" in line]
    assert line.rstrip().endswith(more or "D") and len(line.rstrip()) <= width
    assert len(shown) + int(more or 0) == len(NAMES)


def test_the_tall_card_names_the_keys_of_the_others() -> None:
    lines = ["".join(text for text, _ in line) for line in tall_lines(card_of(*NAMES), 100, plain=True)]
    assert "and 2 more, each by < and >" in lines
