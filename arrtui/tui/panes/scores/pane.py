"""The Scores pane: how well instances do, how their scores are spread, and tabs for everything else."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from arrtui.core.apps.words import judged_noun
from arrtui.core.errors import ArrtuiError
from arrtui.core.text import MINUTE, plural
from arrtui.features.scores.model import Analysis
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.card import CardView, ScoreCard, Standing
from arrtui.tui.panes.scores.instance_line import InstanceLine
from arrtui.tui.panes.scores.plot import ScorePlot
from arrtui.tui.panes.scores.profiles_tab import ProfilesTab
from arrtui.tui.panes.scores.tab import TryWanted
from arrtui.tui.panes.scores.tabs import TABS, TabHolder, TabLine

if TYPE_CHECKING:
    from arrtui.features.sync.changes import ChangeSubject

HIGH = 28
"""Lines of the pane from which card and plot have room for all they say."""
BROAD = 100
"""Columns from which the plot stands beside the card."""
READING = "Reading scores ..."
NO_INSTANCE = "No instance is configured yet.\nPress 1 for the Estate pane and add one there."
NO_BACKUP = """\
Nothing is backed up yet, so there are no scores to look at.

Press B to back up all instances; this pane fills when the first is done."""


class NoScores(Static, can_focus=True):
    """What to do where nothing is stored; it has the focus, so that keys of the pane work."""


class ScoresPane(Pane):
    """Card and plot above, one of several tabs below."""

    TOUR = (
        "Why each file has its custom format score, and which are worth a better one.",
        "{scores.tab-before} and {scores.tab-next} change the tab.",
        "{scores.instance-before} and {scores.instance-next} change the instance.",
        "Candidates lists what to upgrade, the best first; S has it searched for.",
        "Profiles: how files score. Cutoffs: which never stop. Loops: what goes round.",
        "What-if tries other scores on your files before any profile is changed.",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("tab_before", "scores.tab-before", action="tab_step(-1)", show=False),
        bind("tab_next", "scores.tab-next", action="tab_step(1)", show=False),
        bind("instance_before", "scores.instance-before", "Show the instance before, or all",
             action="instance(-1)", show=False),
        bind("instance_next", "scores.instance-next", "Show the next instance, or all",
             action="instance(1)", show=False),
        bind("back_up_all", "scores.back-up", "Back up all instances now", show=False),
        bind("refresh", "scores.reload", "Read what is stored again", show=False),
        *(
            menu_item("narrow", tab.letter, tab.id, f"tab('{tab.name}')", tab.title, tab.tooltip)
            for tab in TABS
        ),
        menu_item("narrow", "v", "scores.plot", "plot", "Plot", "How scores are spread, or hide that"),
    ]  # fmt: skip

    PARTS = {f"arrtui.tui.panes.scores.{tab.tab_class}": f"tab('{tab.name}')" for tab in TABS}  # noqa: RUF012

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
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._reloader = Reloader(self, self._read)
        self._analyses: list[Analysis] = []
        self._standings: dict[str, Standing] = {}
        self._instance = ""
        self._reading = False
        self._reload_asked = False
        self._plot_wanted: bool | None = None
        self._wanted_profile: tuple[str, str] | None = None
        """Instance and name of the profile that the cursor goes to once there is one to go to."""
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
        yield TabHolder(id="scores-tabs")

    def on_mount(self) -> None:
        """Read what is stored."""
        self.query_one(ScoreCard).plain = self.host.plain
        self.query_one(ScorePlot).plain = self.host.plain
        self.add_class("-none")
        self.focus_content()
        self._reloader.request()

    # Reading

    async def _read(self) -> None:
        """Read analyses and days; what was shown stays until all of it is there."""
        self._reading = True
        self._update_card()
        scores = self.services.scores
        try:
            analyses = await scores.analyses()
            days = [await scores.days(analysis.instance) for analysis in analyses]
            self._standings = {
                analysis.instance: Standing(analysis.instance, analysis.health, tuple(days_of_instance))
                for analysis, days_of_instance in zip(analyses, days, strict=True)
            }
            self._analyses = analyses
            if self._instance not in self._standings:
                self._instance = ""
            self.read_once = True
            await self._show()
        except ArrtuiError as error:
            self.query_one(NoScores).update(f"{error}\n\nr reads again.")
            raise
        finally:
            self.read_once = True
            self._reading = False
            self._update_card()
        if self._reload_asked:
            self._reload_asked = False
            self.tell("Read again from the database.")

    async def _show(self) -> None:
        was_empty = self.has_class("-none")
        self.query_one(NoScores).update(NO_BACKUP if self.services.config.instances else NO_INSTANCE)
        self.set_class(not self._analyses, "-none")
        self._update_card()
        shown = self._shown
        plot = self.query_one(ScorePlot)
        plot.noun = judged_noun(analysis.instance for analysis in shown)
        plot.scores = await asyncio.to_thread(
            lambda: [judged.score for analysis in shown for judged in analysis.judged]
        )
        self.query_one(TabHolder).show_data(self._analyses, self._instance)
        self._go_to_profile()
        if was_empty != self.has_class("-none") and self.display and self.app.screen is self.screen:
            self.focus_content()

    @property
    def _shown(self) -> list[Analysis]:
        return [analysis for analysis in self._analyses if self._instance in ("", analysis.instance)]

    def _update_card(self) -> None:
        """Update the card and the line above it: how the instances do, and the age of the oldest data."""
        shown = self._shown
        oldest = min((analysis.library.taken_at for analysis in shown), default=None)
        age = None if oldest is None else self.now() - oldest
        configured = [instance.name for instance in self.services.config.instances]
        view = CardView(
            instances=tuple(self._standings),
            chosen=self._instance,
            standings=tuple(self._standings[analysis.instance] for analysis in shown),
            # Whole minutes, so that the card is not repainted for nothing.
            age=None if age is None else age - age % MINUTE,
            never=tuple(name for name in configured if name not in self._standings) if shown else (),
            reading=self._reading,
            disagreements=sum(analysis.disagreements for analysis in shown),
            unexplained=sum(analysis.unexplained for analysis in shown),
        )
        self.query_one(InstanceLine).view = self.query_one(ScoreCard).view = view

    # Data handed down

    def shown(self) -> None:
        """Read again if stored data has changed meanwhile."""
        if self.is_mounted and self._reloader.outdated:
            self._reloader.request()

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Read again, at once or when the pane shows again."""
        self._reloader.outdated = True
        if self.display:
            self._reloader.request()

    def tick(self) -> None:
        """Update the data-age label."""
        self._update_card()

    # Tabs and instances

    @property
    def change_subject(self) -> ChangeSubject | None:
        """What the tab that shows is about, else the instance that is chosen; None while all show."""
        from arrtui.features.sync.changes import ChangeSubject

        if self.is_mounted and (subject := self.query_one(TabHolder).current.change_subject) is not None:
            return subject
        return ChangeSubject(instances=frozenset({self._instance})) if self._instance else None

    def focus_content(self) -> None:
        """Focus the tab that shows."""
        if not self.is_mounted:
            return
        if self.has_class("-none"):
            self.query_one(NoScores).focus()
        else:
            self.query_one(TabHolder).current.focus_content()

    async def viewed_table(self, name: str) -> EstateTable[Any]:
        """Return the table that saved views of a name belong to, after showing its tab."""
        await self.action_tab(name)
        return await super().viewed_table(name)

    async def show_profile(self, instance: str, profile: str) -> None:
        """Show the profiles with the cursor on one, as soon as what is stored has been read."""
        await self.action_tab("profiles")
        self._wanted_profile = (instance, profile)
        if self._instance not in ("", instance):
            self._instance = ""
            await self._show()
        self._go_to_profile()

    def _go_to_profile(self) -> None:
        tab, wanted = self.query_one(TabHolder).current, self._wanted_profile
        if wanted is not None and self._analyses and isinstance(tab, ProfilesTab):
            self._wanted_profile = None
            tab.select(*wanted)

    async def action_tab(self, name: str) -> None:
        """Show another tab."""
        self.query_one(TabLine).current = name
        await self.query_one(TabHolder).show_tab(name)

    async def on_try_wanted(self, event: TryWanted) -> None:
        """Try what a profile could want in What-if."""
        from arrtui.tui.panes.scores.whatif.tab import WhatIfTab

        event.stop()
        await self.action_tab("whatif")
        tab = self.query_one(TabHolder).current
        if isinstance(tab, WhatIfTab):
            tab.editor.try_wanted(event.profile, event.wanted, event.format_name)

    async def action_tab_step(self, step: int) -> None:
        """Show the tab beside the one that shows."""
        await self.action_tab(self.query_one(TabHolder).beside(step))

    async def action_instance(self, step: int) -> None:
        """Show another instance, or all of them."""
        names = ["", *self._standings]
        self._instance = names[(names.index(self._instance) + step) % len(names)]
        await self._show()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only what means something with what is stored."""
        return bool(self._analyses) if action in ("tab", "tab_step", "plot", "instance") else True

    # Layout

    def on_resize(self, event: events.Resize) -> None:
        """Give card and plot as much room as leaves a table its own."""
        self.set_class(event.size.height >= HIGH, "-high")
        self.set_class(event.size.width >= BROAD, "-broad")
        self._arrange()

    def _arrange(self) -> None:
        fits = self.has_class("-high") and self.has_class("-broad")
        self.set_class(fits if self._plot_wanted is None else self._plot_wanted, "-plot")

    def action_plot(self) -> None:
        """Show the plot, or hide it."""
        self._plot_wanted = not self.has_class("-plot")
        self._arrange()

    # Other keys

    def action_refresh(self) -> None:
        """Read what is stored again, and say so."""
        self._reload_asked = True
        self._reloader.request()

    async def action_back_up_all(self) -> None:
        """Queue a backup of every instance."""
        if jobs := await self.trying(self.services.backup.back_up()):
            self.tell(f"{plural(len(jobs), 'backup')} queued; 6 shows them at work.")
