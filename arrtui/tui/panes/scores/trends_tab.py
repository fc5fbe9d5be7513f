"""The tab of trends: what happened to scores each week, how they stood each day, and one title's past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from arrtui.features.scores.model import Day, Week
from arrtui.tui.kit.host import is_plain
from arrtui.tui.kit.split import DetailPanel
from arrtui.tui.panes.scores.tab import NOTHING_STORED, Line, ScoresTab, content
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
"""Lines from which bands are two lines high, and a title's past stands below the days."""
HEAD, BELOW = 1, 3
"""Lines of the weeks above their bands, and below them."""


class WeekChart(Widget, can_focus=True):
    """The weeks; one of them is told in words, and the arrows choose which."""

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", "Week before", id="trends.before", tooltip="Tell of the week before"),
        Binding("right,l", "move(1)", "Week after", id="trends.after", tooltip="Tell of the week after"),
    ]

    DEFAULT_CSS = """
    WeekChart {
        height: 9;
        padding: 0 1;
        text-wrap: nowrap;
        color: $foreground;
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
        """Show other weeks; the one told in words stays, or is the last."""
        kept = self.week.start if self.week else ""
        self._weeks, self._today = weeks, today
        starts = [week.start for week in weeks]
        self._chosen = starts.index(kept) if kept in starts else len(weeks) - 1
        self.refresh()

    @property
    def week(self) -> Week | None:
        """The week told in words."""
        return self._weeks[self._chosen] if 0 <= self._chosen < len(self._weeks) else None

    def action_move(self, step: int) -> None:
        """Tell of another week."""
        self._chosen = min(len(self._weeks) - 1, max(0, self._chosen + step))
        self.refresh()

    def render(self) -> Content:
        """Draw the last improvement, the bands and the week in words."""
        if not self._weeks:
            return Content("")
        width, height = self.content_size
        plain = is_plain(self)
        band = max(1, (height - HEAD - BELOW) // len(KINDS))
        lines: list[Line] = [last_improvement(self._weeks, self._today)]
        lines += week_lines(self._weeks, self._chosen, width, band, plain=plain)
        return content(lines)


class DayChart(Widget, can_focus=False):
    """The days, in the lines there are."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    DayChart {
        height: 1fr;
        padding: 0 1;
        text-wrap: nowrap;
        color: $foreground;
    }
    """

    days: Mapping[str, Sequence[Day]]
    """Of each instance."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.days = {}

    def render(self) -> Content:
        """Draw the days."""
        width, height = self.content_size
        if not self.days:
            return Content("")
        plain = is_plain(self)
        return content(day_lines(self.days, width, height, plain=plain))


class TrendsTab(ScoresTab):
    """Weeks, days and, once one is chosen, a title's past."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("H", "choose_title", "Title", id="trends.title", tooltip="Show a title's score history"),
        Binding(
            "escape",
            "forget",
            "Back",
            show=False,
            id="trends.back",
            tooltip="Leave the title's history",
        ),
    ]

    DEFAULT_CSS = """
    TrendsTab {
        & > #trends {
            height: 1fr;
            & > DetailPanel {
                display: none;
                height: 1fr;
                padding: 0 1;
                background: $background;
                border-top: solid $panel-lighten-2;
                scrollbar-size-vertical: 1;
                &:focus {
                    border-top: solid $accent;
                }
            }
        }
        &.-ascii > #trends > DetailPanel {
            border-top: ascii $panel-lighten-2;
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
        self._past = DetailPanel()
        self._title: ChosenTitle | None = None

    def compose(self) -> ComposeResult:
        """The weeks, the days and the title, or what to do where there are none."""
        yield Static(READING, classes="tab-none", markup=False)
        with Vertical(id="trends"):
            yield self._weeks
            yield self._days
            yield self._past

    def focus_content(self) -> None:
        """Let keys choose a week, or scroll a title's past."""
        (self._past if self._title else self._weeks).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Draw higher bands where there is room."""
        self._weeks.set_class(event.size.height >= ROOMY, "-roomy")
        self.set_class(event.size.height < ROOMY, "-tight")

    # Reading

    def refill(self) -> None:
        """Read what is stored of the instances shown."""
        if not self.shown:
            self._nothing(NOTHING_STORED)
        else:
            self._read([one.instance for one in self.shown])
            self._read_title()

    @work(exclusive=True, group="trends-read")
    async def _read(self, names: Sequence[str]) -> None:
        await self.trying(self._read_all(names))

    async def _read_all(self, names: Sequence[str]) -> None:
        scores = self.host.services.scores
        weeks = summed([await scores.weeks(name) for name in names])
        days = {name: found for name in names if len(found := await scores.days(name)) > 1}
        if not days and not any(happened(week) for week in weeks):
            self._nothing(NO_TREND)
            return
        self.remove_class("-none")
        self._weeks.fill(weeks, datetime.fromtimestamp(self.host.clock(), UTC).date())
        self._days.days = days
        self._days.refresh()

    def _nothing(self, sentence: str) -> None:
        self.query_one(".tab-none", Static).update(sentence)
        self.add_class("-none")

    # One title

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave esc to others while there is nothing to leave."""
        if action == "forget":
            return self._title is not None
        return not self.has_class("-none") if action == "choose_title" else True

    def action_choose_title(self) -> None:
        """Ask for a title, and show how its scores became what they are."""
        self.app.push_screen(TitleDialog(self.shown), self._choose)

    def action_forget(self) -> None:
        """Show no title's past any more."""
        self._choose(None, forget=True)

    def _choose(self, title: ChosenTitle | None, *, forget: bool = False) -> None:
        if title is None and not forget:
            return
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
        samples = await self.trying(self.host.services.scores.samples(title.instance, title.external_id))
        if samples is not None and title is self._title:
            lines = title_lines(title.words, title.instance, samples, self.host.clock())
            self._past.show(content(lines), title)
