"""The first line of the Scores pane: which instances there are, which shows, and how old its data is."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from arrtui.core.text import format_age, plural
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.panes.scores.card import CardView, Pieces, card_line


class InstanceLine(Widget, can_focus=False):
    """One line: the instances, the chosen one marked, and how old the data is."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    InstanceLine {
        height: 1;
        padding: 0 1;
        color: $foreground;
        text-wrap: nowrap;
    }
    """

    view: reactive[CardView] = reactive(CardView())
    """What the card below says."""

    def render(self) -> Content:
        """Draw as many instances as fit around the chosen one."""
        return _chooser(self.view, self.content_size.width)


def _chooser(view: CardView, width: int) -> Content:
    """Return the instances, the chosen one marked, and to the right how old the data is."""
    note = _note(view)
    names = ["", *view.instances]
    room = width - len(note[0]) - 2
    at = names.index(view.chosen) if view.chosen in names else 0
    first, last = _around([len(name or "All") + 2 for name in names], at, room - 12)
    pieces: Pieces = [("< ", "dim")] if first else []
    for name in names[first : last + 1]:
        here = "bold reverse" if name == view.chosen else ""
        pieces.append((f" {name or 'All'} ", here))
    pieces.append((" >" if last < len(names) - 1 else "", "dim"))
    left = card_line([*pieces, ("  [ ] choose", "dim")], max(0, room))
    gap = max(2, width - left.cell_length - len(note[0]))
    return left + Content(" " * gap) + Content.styled(note[0], CONTENT_STYLES[note[1]])


def _around(widths: Sequence[int], at: int, room: int) -> tuple[int, int]:
    """Return the first and the last of the names that fit around the one chosen."""
    first = last = at
    used = widths[at]
    while True:
        if last + 1 < len(widths) and used + widths[last + 1] <= room:
            last += 1
            used += widths[last]
        elif first and used + widths[first - 1] <= room:
            first -= 1
            used += widths[first]
        else:
            return first, last


def _note(view: CardView) -> tuple[str, str]:
    if view.reading:
        return "reading ...", "accent"
    if view.never:
        return f"{plural(len(view.never), 'instance')} not backed up yet", "warn"
    return ("" if view.age is None else f"backed up {format_age(view.age)}"), "dim"
