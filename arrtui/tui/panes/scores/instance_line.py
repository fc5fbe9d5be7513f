"""The first line of the Scores pane: which instances there are, which shows, and how old its data is."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from arrtui.core.text import format_age, plural
from arrtui.tui.kit.instance_choice import instance_choice
from arrtui.tui.kit.text_line import TextLine
from arrtui.tui.panes.scores.card import CardView


class InstanceLine(TextLine):
    """One line: the instances, the chosen one marked, and how old the data is."""

    view: reactive[CardView] = reactive(CardView())
    """What the card below says."""

    def render(self) -> Content:
        """Draw as many instances as fit around the chosen one."""
        view = self.view
        if view.reading:
            note, style = "reading ...", "accent"
        elif view.never:
            note, style = f"{plural(len(view.never), 'instance')} not backed up yet", "warn"
        else:
            note, style = ("" if view.age is None else f"backed up {format_age(view.age)}"), "dim"
        names = {"": "All", **{name: name for name in view.instances}}
        return instance_choice(names, view.chosen, (note, style), self.content_size.width)
