"""The tabs of the Scores pane: their keys, their line, and making each when it is first shown."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.signs import CONTENT_STYLES


class ScoreTab(NamedTuple):
    """A tab as the line names it."""

    name: str
    key: str
    title: str
    tooltip: str

    @property
    def id(self) -> str:
        """The id of its binding."""
        return f"scores.{self.name}"


TABS = (
    ScoreTab("candidates", "c", "Candidates", "Files worth upgrading, and why"),
    ScoreTab("formats", "f", "Formats", "What each custom format contributes"),
    ScoreTab("profiles", "p", "Profiles", "How the files of each profile score"),
    ScoreTab("trends", "t", "Trends", "What changed week by week"),
    ScoreTab("whatif", "x", "What-if", "Try other scores, minimums and cutoffs"),
)


def make_tab(name: str) -> Widget:
    """Return a new tab. Its module is imported when it is first shown."""
    id = f"scores-{name}"
    if name == "formats":
        from arrtui.tui.panes.scores.formats_tab import FormatsTab

        return FormatsTab(id=id)
    if name == "profiles":
        from arrtui.tui.panes.scores.profiles_tab import ProfilesTab

        return ProfilesTab(id=id)
    if name == "trends":
        from arrtui.tui.panes.scores.trends_tab import TrendsTab

        return TrendsTab(id=id)
    if name == "whatif":
        from arrtui.tui.panes.scores.whatif.tab import WhatIfTab

        return WhatIfTab(id=id)
    from arrtui.tui.panes.scores.candidates_tab import CandidatesTab

    return CandidatesTab(id=id)


class TabLine(Widget, can_focus=False):
    """One line with the key and the name of each tab."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    TabLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        text-wrap: nowrap;
    }
    """

    current: reactive[str] = reactive(TABS[0].name)
    """The tab that shows."""

    def _labels(self) -> list[tuple[ScoreTab, str, str]]:
        """Return each tab with its key, as configured, and its label."""
        keys = host_of(self).services.config.keys
        return [(tab, keys.get(tab.id, tab.key), tab.title) for tab in TABS]

    def render(self) -> Content:
        """Draw the tabs, the current one reversed."""
        parts: list[tuple[str, str]] = []
        for tab, key, title in self._labels():
            here = tab.name == self.current
            parts.append((f" {key}", "bold reverse" if here else f"bold {CONTENT_STYLES['accent']}"))
            parts.append((f" {title} ", "bold reverse" if here else ""))
            parts.append((" ", ""))
        return Content.assemble(*parts)

    async def on_click(self, event: events.Click) -> None:
        """Show the tab that was clicked."""
        x = event.x - 1
        for tab, key, title in self._labels():
            width = len(key) + len(title) + 3
            if 0 <= x < width:
                await self.app.run_action(f"tab('{tab.name}')", self.parent)
                return
            x -= width + 1
