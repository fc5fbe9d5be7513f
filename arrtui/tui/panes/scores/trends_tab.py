"""The tab of trends: score events per week, median and health per day, and the history of one title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from arrtui.features.scores.model import Day, Week
from arrtui.tui.kit.detail_panel import DetailPanel
from arrtui.tui.kit.host import is_plain
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.text_line import TextBlock
from arrtui.tui.panes.scores.lines import content
from arrtui.tui.panes.scores.tab import NOTHING_STORED, ScoresTab
from arrtui.tui.panes.scores.title_dialog import ChosenTitle, TitleDialog
from arrtui.tui.panes.scores.trends_text import (
    KINDS,
    day_lines,
    happened,
    last_improvement,
    summed,
    title_lines,
    week_lines,
)

NO_TREND = """\
There is no trend yet: two backups are needed.

Trends are the differences between backups. Press 1 for the Estate pane and B there to back
up all instances, today and again another day; every backup adds to what is shown here."""
READING = "Reading trends ..."
ROOMY = 22
"""Lines from which bands are two lines high, and a title's history stands below the days."""
HEAD, BELOW = 1, 3
"""Lines of the weeks above their bands, and below them."""


class WeekChart(TextBlock, can_focus=True):
    """The weeks; the arrows choose the one that is described in words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", "Week before", id="trends.before", tooltip="Tell of the week before"),
        Binding("right,l", "move(1)", "Week after", id="trends.after", tooltip="Tell of the week after"),
    ]

    DEFAULT_CSS = """
    WeekChart {
        height: 9;
        &.-roomy {
            height: 14;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._weeks: Sequence[Week] = ()
        self._today = date.min
        self._chosen = 0

    def fill(self, weeks: Sequence[Week], today: date) -> None:
        """Show other weeks; the chosen one stays, or is the last."""
        chosen = self._weeks[self._chosen].start if self._weeks else ""
        self._weeks, self._today = weeks, today
        starts = [week.start for week in weeks]
        self._chosen = starts.index(chosen) if chosen in starts else len(weeks) - 1
        self.refresh()

    def action_move(self, step: int) -> None:
        """Choose another week."""
        self._chosen = min(len(self._weeks) - 1, max(0, self._chosen + step))
        self.refresh()

    def render(self) -> Content:
        """Draw the last improvement, the bands and the week in words."""
        if not self._weeks:
            return Content("")
        width, height = self.content_size
        plain = is_plain(self)
        band_height = max(1, (height - HEAD - BELOW) // len(KINDS))
        weeks = week_lines(self._weeks, self._chosen, width, band_height, plain=plain)
        return content([last_improvement(self._weeks, self._today), *weeks])


class DayChart(TextBlock):
    """Median score and health per day, in the lines there are."""

    DEFAULT_CSS = """
    DayChart {
        height: 1fr;
    }
    """

    days: reactive[Mapping[str, Sequence[Day]]] = reactive(dict)
    """Of each instance."""

    def render(self) -> Content:
        """Draw the days."""
        width, height = self.content_size
        if not self.days:
            return Content("")
        plain = is_plain(self)
        return content(day_lines(self.days, width, height, plain=plain))


class TrendsTab(ScoresTab):
    """Weeks, days and, once one is chosen, the history of a title."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("title", "trends.title", "Show a title's score history", action="choose_title"),
        bind("back", "trends.back", "Leave the title's history", action="forget", show=False),
    ]

    DEFAULT_CSS = """
    TrendsTab {
        & > #trends {
            height: 1fr;
            & > DetailPanel {
                display: none;
            }
        }
        &.-title > #trends > DetailPanel {
            display: block;
        }
        &.-title.-tight > #trends > DayChart {
            display: none;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._weeks = WeekChart(id="trends-weeks")
        self._days = DayChart(id="trends-days")
        self._history = DetailPanel()
        self._title: ChosenTitle | None = None

    def compose(self) -> ComposeResult:
        """The weeks, the days and the title, or what to do where there are none."""
        yield Static(READING, classes="tab-none", markup=False)
        with Vertical(id="trends"):
            yield self._weeks
            yield self._days
            yield self._history

    def focus_content(self) -> None:
        """Focus the weeks, or the history of the chosen title."""
        (self._history if self._title else self._weeks).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Draw higher bands where there are enough lines."""
        self._weeks.set_class(event.size.height >= ROOMY, "-roomy")
        self.set_class(event.size.height < ROOMY, "-tight")

    # Reading

    def refill(self) -> None:
        """Read what is stored of the instances shown."""
        if not self.shown:
            self._show_nothing(NOTHING_STORED)
            return
        self.run_worker(try_or_notify(self, self._read()), exclusive=True, group="trends-read")
        self._read_title()

    async def _read(self) -> None:
        names, scores = [analysis.instance for analysis in self.shown], self.host.services.scores
        weeks = summed([await scores.weeks(name) for name in names])
        days = {name: await scores.days(name) for name in names}
        days = {
            name: days_of_instance for name, days_of_instance in days.items() if len(days_of_instance) > 1
        }
        if not days and not any(happened(week) for week in weeks):
            self._show_nothing(NO_TREND)
            return
        self.remove_class("-none")
        self._weeks.fill(weeks, datetime.fromtimestamp(self.host.clock(), UTC).date())
        self._days.days = days

    def _show_nothing(self, reason: str) -> None:
        self.query_one(".tab-none", Static).update(reason)
        self.add_class("-none")

    # One title

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave esc to the pane while no title is chosen."""
        if action == "forget":
            return self._title is not None
        return not self.has_class("-none") if action == "choose_title" else True

    def action_choose_title(self) -> None:
        """Ask for a title, and show its score history."""
        self.app.push_screen(
            TitleDialog(self.shown), lambda title: None if title is None else self._show_title(title)
        )

    def action_forget(self) -> None:
        """Hide the title's history."""
        self._show_title(None)

    def _show_title(self, title: ChosenTitle | None) -> None:
        self._title = title
        self.set_class(title is not None, "-title")
        self.focus_content()
        self.refresh_bindings()
        self._read_title()

    @work(exclusive=True, group="trends-title")
    async def _read_title(self) -> None:
        title = self._title
        if title is None:
            return
        samples = await try_or_notify(
            self, self.host.services.scores.samples(title.instance, title.external_id)
        )
        if samples is not None and title is self._title:
            lines = title_lines(title.words, title.instance, samples, self.host.clock())
            self._history.show(content(lines), title)
