"""The base of the Scores pane's tabs: the analyses they show, and what a tab must define."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Vertical
from textual.message import Message

from arrtui.features.scores.model import Analysis
from arrtui.tui.kit.host import Host, host_of, is_plain
from arrtui.tui.kit.table import EstateTable

if TYPE_CHECKING:
    from arrtui.features.sync.changes import ChangeSubject

NOTHING_STORED = """\
Nothing is known of any score yet.

Scores are computed from backups: press 1 for the Estate pane, and B there to back up
all instances. Then this page fills by itself."""
NO_PROFILE = (
    "No quality profile is stored.\nPress 1 for the Estate pane, and B there to back up all instances."
)


class TryWanted(Message):
    """Another score that a profile could want, or a format could count in it, is to be tried in What-if."""

    def __init__(self, instance: str, profile: str, wanted: int, format_name: str = "") -> None:
        super().__init__()
        self.profile = (instance, profile)
        self.wanted = wanted
        self.format_name = format_name
        """Of the format; empty for the score that the profile wants."""


class ScoresTab(Vertical):
    """A tab. The pane hands all analyses to :meth:`show`; the tab shows one instance of them, or all.

    A tab defines :meth:`refill`, and a ``_table`` or its own :meth:`focus_content`. With the class ``-none``
    it hides everything but its widget of the class ``tab-none``.
    """

    _table: EstateTable[Any]
    TAB_OF = "scores"
    """Scope of the bindings of the pane, whose keys are live together with those of the tab."""

    DEFAULT_CSS = """
    ScoresTab {
        height: 1fr;
        & > .tab-line {
            height: 1;
            padding: 0 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        & > .tab-none {
            display: none;
            height: 1fr;
            padding: 1 3;
        }
        &.-none > * {
            display: none;
        }
        &.-none > .tab-none {
            display: block;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.analyses: list[Analysis] = []
        """Of all instances."""
        self.instance = ""
        """The instance shown; empty for all."""

    @property
    def change_subject(self) -> ChangeSubject | None:
        """What the tab is about, of which `z` undoes the newest change; None for what the pane shows."""
        return None

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    @property
    def plain(self) -> bool:
        """Whether only ASCII is drawn."""
        return is_plain(self)

    @property
    def shown(self) -> list[Analysis]:
        """The analyses of the instances shown."""
        return [analysis for analysis in self.analyses if self.instance in ("", analysis.instance)]

    def analysis_of(self, instance: str) -> Analysis | None:
        """Return the analysis of an instance, None where nothing of it is stored."""
        return next((analysis for analysis in self.analyses if analysis.instance == instance), None)

    def show(self, analyses: list[Analysis], instance: str) -> None:
        """Show other data, or another instance; empty for all."""
        self.analyses, self.instance = list(analyses), instance
        if self.is_mounted:
            self.refill()

    def on_mount(self) -> None:
        """Draw in ASCII if configured, and show what was handed down before."""
        self.set_class(self.plain, "-ascii")
        self.refill()

    def refill(self) -> None:
        """Show :attr:`shown`; called after each change of the data or the instance."""
        raise NotImplementedError

    def focus_content(self) -> None:
        """Focus the widget that most keys are for: the tab's table."""
        self._table.focus()
