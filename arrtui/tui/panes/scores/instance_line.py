"""The first line of the Scores pane: which instances there are, which shows, and how old its data is."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive

from arrtui.core.text import format_age, plural
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.text_line import TextLine
from arrtui.tui.panes.scores.card import CardView
from arrtui.tui.panes.scores.lines import Line, content_line


class InstanceLine(TextLine):
    """One line: the instances, the chosen one marked, and how old the data is."""

    view: reactive[CardView] = reactive(CardView())
    """What the card below says."""

    def render(self) -> Content:
        """Draw as many instances as fit around the chosen one."""
        view, width = self.view, self.content_size.width
        if view.reading:
            note, style = "reading ...", "accent"
        elif view.never:
            note, style = f"{plural(len(view.never), 'instance')} not backed up yet", "warn"
        else:
            note, style = ("" if view.age is None else f"backed up {format_age(view.age)}"), "dim"
        names = ["", *view.instances]
        left_width = width - len(note) - 2
        chosen = names.index(view.chosen) if view.chosen in names else 0
        first, last = fitting_around(chosen, [len(name or "All") + 2 for name in names], left_width - 12)
        line: Line = [("< ", "dim")] if first else []
        for name in names[first : last + 1]:
            line.append((f" {name or 'All'} ", "bold reverse" if name == view.chosen else ""))
        line += [(" >" if last < len(names) - 1 else "", "dim"), ("  < > choose", "dim")]
        left = content_line(line).truncate(max(0, left_width), ellipsis=True)
        gap = max(2, width - left.cell_length - len(note))
        return left + Content(" " * gap) + Content.styled(note, CONTENT_STYLES[style])


def fitting_around(chosen: int, widths: Sequence[int], room: int) -> tuple[int, int]:
    """Return the first and the last index of the names that fit into ``room`` cells around the chosen one."""
    first = last = chosen
    used = widths[chosen]
    while True:
        if last + 1 < len(widths) and used + widths[last + 1] <= room:
            last += 1
            used += widths[last]
        elif first and used + widths[first - 1] <= room:
            first -= 1
            used += widths[first]
        else:
            return first, last
