"""The tabs of the Scores pane: their letters, the line that names them, and the container that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from pkgutil import resolve_name
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.reactive import reactive

from arrtui.features.scores.model import Analysis
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.text_line import TextLine
from arrtui.tui.panes.scores.tab import ScoresTab


class ScoreTab(NamedTuple):
    """A tab as the line names it."""

    name: str
    letter: str
    """Chooses it in the menu of what shows."""
    title: str
    tooltip: str
    tab_class: str
    """Where its :class:`ScoresTab` is, below this package; it is imported when the tab is first shown."""

    @property
    def id(self) -> str:
        """The id of its binding."""
        return f"scores.{self.name}"

    def make(self) -> ScoresTab:
        """Return a new tab."""
        tab: ScoresTab = resolve_name(f"arrtui.tui.panes.scores.{self.tab_class}")(id=f"scores-{self.name}")
        return tab


TABS = (
    ScoreTab(
        "candidates", "c", "Candidates", "Files worth upgrading, and why", "candidates_tab:CandidatesTab"
    ),
    ScoreTab("formats", "f", "Formats", "What each custom format contributes", "formats_tab:FormatsTab"),
    ScoreTab("profiles", "p", "Profiles", "How the files of each profile score", "profiles_tab:ProfilesTab"),
    ScoreTab("cutoffs", "u", "Cutoffs", "Profiles that never stop searching", "cutoffs.tab:CutoffsTab"),
    ScoreTab("trends", "t", "Trends", "What changed week by week", "trends_tab:TrendsTab"),
    ScoreTab("loops", "l", "Loops", "What is downloaded again and again, and why", "loops.tab:LoopsTab"),
    ScoreTab("whatif", "x", "What-if", "Try other scores, minimums and cutoffs", "whatif.tab:WhatIfTab"),
)


class TabHolder(Container):
    """Shows one tab at a time. A tab is made when it is first shown, and gets data only while it shows."""

    DEFAULT_CSS = """
    TabHolder {
        height: 1fr;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown = TABS[0]
        self._current_data: set[str] = set()
        self._analyses: list[Analysis] = []
        self._instance = ""

    def compose(self) -> ComposeResult:
        """The first tab."""
        yield self._shown.make()

    def beside(self, step: int) -> str:
        """Return the name of the tab so many after the one that shows; the last is followed by the first."""
        return TABS[(TABS.index(self._shown) + step) % len(TABS)].name

    @property
    def current(self) -> ScoresTab:
        """The tab that shows."""
        return self.query_one(f"#scores-{self._shown.name}", ScoresTab)

    async def show_tab(self, name: str) -> None:
        """Show another tab and focus it."""
        self._shown = next(tab for tab in TABS if tab.name == name)
        if not self.query(f"#scores-{name}"):
            await self.mount(self._shown.make())
        for tab in self.children:
            tab.display = tab.id == f"scores-{name}"
        self._hand_down()
        self.current.focus_content()

    def show_data(self, analyses: Sequence[Analysis], instance: str) -> None:
        """Show other analyses, or another instance of them; empty for all."""
        self._analyses, self._instance = list(analyses), instance
        self._current_data.clear()
        self._hand_down()

    def _hand_down(self) -> None:
        """Hand the data to the tab that shows, unless it has it."""
        if self._shown.name not in self._current_data:
            self._current_data.add(self._shown.name)
            self.current.show(self._analyses, self._instance)


class TabLine(TextLine):
    """One line with the names of the tabs."""

    DEFAULT_CSS = """
    TabLine {
        background: $panel;
    }
    """

    current: reactive[str] = reactive(TABS[0].name)
    """The tab that shows."""

    def render(self) -> Content:
        """Draw the tabs, the current one reversed, and the keys that change them."""
        parts: list[tuple[str, str]] = []
        for tab in TABS:
            parts.append((f" {tab.title} ", "bold reverse" if tab.name == self.current else ""))
            parts.append((" ", ""))
        pane = next(node for node in self.ancestors if isinstance(node, Pane))
        keys = f"{pane.keys_of('scores.tab-before')} {pane.keys_of('scores.tab-next')}"
        return Content.assemble(*parts, (keys, f"bold {CONTENT_STYLES['accent']}"))

    async def on_click(self, event: events.Click) -> None:
        """Show the tab that was clicked."""
        x = event.x - 1
        for tab in TABS:
            width = len(tab.title) + 2
            if 0 <= x < width:
                await self.app.run_action(f"tab('{tab.name}')", self.parent)
                return
            x -= width + 1
