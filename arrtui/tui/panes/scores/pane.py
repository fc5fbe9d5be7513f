"""The Scores pane: how well instances do, how their scores are spread, and tabs for everything else."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import ClassVar, Protocol, cast

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Static

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import MINUTE, plural
from arrtui.features.scores.model import Analysis
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.top_line import PaneTab
from arrtui.tui.panes.scores.card import CardView, ScoreCard, Standing
from arrtui.tui.panes.scores.instance_line import InstanceLine
from arrtui.tui.panes.scores.plot import ScorePlot
from arrtui.tui.panes.scores.tabs import TABS, TabLine, make_tab

HIGH = 28
"""Lines of the pane from which card and plot have room for all they say."""
BROAD = 100
"""Columns from which the plot stands beside the card."""
READING = "Reading scores ..."
NO_INSTANCE = "No instance is configured yet.\nPress 1 for the Estate pane and add one there."
NO_BACKUP = """\
Nothing is backed up yet, so there are no scores to look at.

Press b to back up all instances; this pane fills when the first is done."""


class NoScores(Static, can_focus=True):
    """What to do where nothing is stored; it has the focus, so that keys of the pane work."""


class Tab(Protocol):
    """What the pane asks of each of its tabs."""

    display: bool

    def show(self, analyses: list[Analysis], instance: str) -> None:
        """Show these; ``instance`` is empty for all of them together."""

    def focus_content(self) -> None:
        """Give the focus to what keys are for."""


class ScoresPane(Pane):
    """Card and plot above, one of several tabs below."""

    TAB = PaneTab("scores", "4", "Scores")

    BINDINGS: ClassVar[list[BindingType]] = [
        *[
            Binding(tab.key, f"tab('{tab.name}')", tab.title, show=False, id=tab.id, tooltip=tab.tooltip)
            for tab in TABS
        ],
        Binding(
            "left_square_bracket",
            "instance(-1)",
            "Instance before",
            show=False,
            id="scores.instance-before",
            tooltip="Show the instance before, or all",
        ),
        Binding(
            "right_square_bracket",
            "instance(1)",
            "Next instance",
            show=False,
            id="scores.instance-next",
            tooltip="Show the next instance, or all",
        ),
        Binding("v", "plot", "Plot", id="scores.plot", tooltip="Show how scores are spread, or hide it"),
        Binding(
            "b", "back_up", "Back up", show=False, id="scores.back-up", tooltip="Back up all instances now"
        ),
        Binding("r", "reload", "Reload", show=False, id="scores.reload", tooltip="Read what is stored again"),
    ]

    DEFAULT_CSS = """
    ScoresPane {
        & > #scores-none {
            display: none;
            height: 1fr;
            padding: 1 3;
        }
        &.-none > #scores-none {
            display: block;
        }
        &.-none > InstanceLine, &.-none > #scores-top, &.-none > TabLine, &.-none > #scores-tabs {
            display: none;
        }
        & > #scores-top {
            height: auto;
            layout: vertical;
            & > ScorePlot {
                display: none;
            }
        }
        &.-plot > #scores-top {
            & > ScorePlot {
                display: block;
            }
            & > ScoreCard {
                display: none;
            }
        }
        &.-high > #scores-top > ScoreCard {
            display: block;
            height: 9;
        }
        &.-high.-broad > #scores-top {
            layout: horizontal;
        }
        & > #scores-tabs {
            height: 1fr;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._analyses: list[Analysis] = []
        self._standings: dict[str, Standing] = {}
        self._instance = ""
        self._tab = TABS[0].name
        self._behind = self._reading = self._asked = False
        self._fresh: set[str] = set()
        self._plot_wanted: bool | None = None
        self.read_once = False
        """Whether what is stored has been read."""

    def compose(self) -> ComposeResult:
        """What to do where nothing is stored; card, plot, tabs."""
        yield NoScores(READING, id="scores-none", markup=False)
        yield InstanceLine()
        with Horizontal(id="scores-top"):
            yield ScoreCard()
            yield ScorePlot()
        yield TabLine()
        with Container(id="scores-tabs"):
            yield make_tab(self._tab)

    def on_mount(self) -> None:
        """Read what is stored."""
        self.query_one(ScoreCard).plain = self.host.plain
        self.query_one(ScorePlot).plain = self.host.plain
        self.add_class("-none")
        self.focus_content()
        self.read()

    # Reading

    def read(self) -> None:
        """Read everything; while a read is under way, once more after it."""
        self._behind = True
        if not self._reading:
            self._reading = True
            self._read()

    @work(group="scores-read")
    async def _read(self) -> None:
        try:
            while self._behind:
                self._behind = False
                self._say()
                await self.trying(self._read_stored())
        finally:
            self._reading = False
            self._say()

    async def _read_stored(self) -> None:
        """Read analyses and days; what was shown stays until all of it is there."""
        scores = self.services.scores
        try:
            found = await scores.analyses()
            days = [await scores.days(one.instance) for one in found]
        except ArrtuiError as error:
            self.query_one(NoScores).update(f"{error}\n\nr reads again.")
            raise
        finally:
            self.read_once = True
        self._standings = {
            one.instance: Standing(one.instance, one.health, tuple(some))
            for one, some in zip(found, days, strict=True)
        }
        self._analyses = found
        if self._instance not in self._standings:
            self._instance = ""
        self._fresh.clear()
        await self._show()
        if self._asked:
            self._asked = False
            self.tell("Read again from the database.")

    async def _show(self) -> None:
        """Show what was read, of the instance chosen."""
        was_empty = self.has_class("-none")
        nothing = NO_BACKUP if self.services.config.instances else NO_INSTANCE
        self.query_one(NoScores).update(nothing)
        self.set_class(not self._analyses, "-none")
        self._say()
        shown = self._chosen
        scores = await asyncio.to_thread(lambda: [file.score for one in shown for file in one.judged])
        self.query_one(ScorePlot).scores = scores
        self._show_tab()
        if was_empty != self.has_class("-none") and self.display and self.app.screen is self.screen:
            self.focus_content()

    @property
    def _chosen(self) -> list[Analysis]:
        return [one for one in self._analyses if self._instance in ("", one.instance)]

    def _say(self) -> None:
        """Say on the card how the instances do, and how old that is."""
        shown = self._chosen
        oldest = min((one.library.taken_at for one in shown), default=None)
        configured = [one.name for one in self.services.config.instances]
        view = CardView(
            instances=tuple(self._standings),
            chosen=self._instance,
            standings=tuple(self._standings[one.instance] for one in shown),
            age=None if oldest is None else _whole_minutes(self.now() - oldest),
            never=tuple(name for name in configured if name not in self._standings) if shown else (),
            reading=self._reading,
            disagreements=sum(one.disagreements for one in shown),
            unexplained=sum(one.unexplained for one in shown),
        )
        self.query_one(InstanceLine).view = self.query_one(ScoreCard).view = view

    # Data handed down

    def shown(self) -> None:
        """Catch up with what changed meanwhile."""
        if self.is_mounted and self._behind:
            self.read()

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Read anew, at once or when the pane shows again."""
        self._behind = True
        if self.display:
            self.read()

    def tick(self) -> None:
        """Let the age of the data grow."""
        self._say()

    # Tabs

    def focus_content(self) -> None:
        """Give the focus to the tab that shows."""
        if not self.is_mounted:
            return
        if self.has_class("-none"):
            self.query_one(NoScores).focus()
        else:
            self._current.focus_content()

    @property
    def _current(self) -> Tab:
        return cast("Tab", self.query_one(f"#scores-{self._tab}"))

    async def action_tab(self, name: str) -> None:
        """Show another tab; it is made when it is first shown."""
        if not self._analyses:
            return
        if not self.query(f"#scores-{name}"):
            await self.query_one("#scores-tabs").mount(make_tab(name))
        self._tab = name
        self._show_tab()
        self._current.focus_content()

    def _show_tab(self) -> None:
        """Show the tab that was chosen, with the newest data, and hide the others."""
        self.query_one(TabLine).current = self._tab
        for tab in self.query_one("#scores-tabs").children:
            tab.display = tab.id == f"scores-{self._tab}"
        if self._tab not in self._fresh:
            self._fresh.add(self._tab)
            self._current.show(self._analyses, self._instance)

    async def action_instance(self, step: int) -> None:
        """Show another instance, or all of them."""
        names: Sequence[str] = ["", *self._standings]
        self._instance = names[(names.index(self._instance) + step) % len(names)]
        self._fresh.clear()
        await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something with what is stored."""
        if action in ("tab", "plot", "instance"):
            return bool(self._analyses)
        return True

    # Room

    def on_resize(self, event: events.Resize) -> None:
        """Give card and plot as much room as leaves a table its own."""
        self.set_class(event.size.height >= HIGH, "-high")
        self.set_class(event.size.width >= BROAD, "-broad")
        self._arrange()

    def _arrange(self) -> None:
        room = self.has_class("-high") and self.has_class("-broad")
        self.set_class(room if self._plot_wanted is None else self._plot_wanted, "-plot")

    def action_plot(self) -> None:
        """Show the plot, or hide it."""
        self._plot_wanted = not self.has_class("-plot")
        self._arrange()

    # Other keys

    def action_reload(self) -> None:
        """Read what is stored again, and say so."""
        self._asked = True
        self.read()

    async def action_back_up(self) -> None:
        """Queue a backup of every instance."""
        if jobs := await self.trying(self.services.backup.back_up()):
            self.tell(f"{plural(len(jobs), 'backup')} queued; 6 shows them at work.")


def _whole_minutes(seconds: float) -> float:
    """Return an age that changes once a minute, so that the card is not repainted for nothing."""
    return seconds - seconds % MINUTE
