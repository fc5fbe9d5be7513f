"""What the tabs of the Scores pane have in common: the analyses they show, and running text made of lines."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from typing import TypeVar

from textual.containers import Vertical
from textual.content import Content

from arrtui.core.errors import ArrtuiError
from arrtui.features.scores.model import Analysis, Judged, ScoredFile, Verdict
from arrtui.tui.kit.host import Host, host_of, is_plain
from arrtui.tui.kit.signs import CONTENT_STYLES, Sign
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.table.cells import sanitise

T = TypeVar("T")
Line = list[tuple[str, str]]
"""Pieces of text, each with the name of its style."""

NOTHING_STORED = """\
Nothing is known of any score yet.

Scores are computed from backups: press 1 for the Estate pane, and B there to back up
all instances. Then this page fills by itself."""

VERDICTS = {
    Verdict.DONE: Sign("+", "done", "good"),
    Verdict.QUALITY: Sign("^", "quality", "accent"),
    Verdict.FORMAT: Sign("~", "formats", "warn"),
    Verdict.NO_UPGRADES: Sign("-", "no upgrades", "dim"),
}
"""What becomes of a file, as a glyph and a word."""

_STYLES = {**CONTENT_STYLES, "title": "bold", "head": "bold underline", "key": "bold $text-accent"}


class ScoresTab(Vertical):
    """A tab. The pane hands analyses down; what they say of one instance, or of all, is shown."""

    DEFAULT_CSS = """
    ScoresTab {
        height: 1fr;
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
        """What is known of all instances."""
        self.instance = ""
        """The instance shown; empty for all."""

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
        return [one for one in self.analyses if self.instance in ("", one.instance)]

    def show(self, analyses: list[Analysis], instance: str) -> None:
        """Show other data, or another instance; empty for all."""
        self.analyses, self.instance = list(analyses), instance
        if self.is_mounted:
            self.refill()

    def on_mount(self) -> None:
        """Draw in ASCII where that is asked for, and show what was handed down before."""
        for table in self.query(EstateTable):
            table.ascii = self.plain
        self.set_class(self.plain, "-ascii")
        self.refill()

    def refill(self) -> None:
        """Show what is known now."""
        raise NotImplementedError

    def focus_content(self) -> None:
        """Let keys go to what they are mostly for."""
        raise NotImplementedError

    def analysis_of(self, instance: str) -> Analysis | None:
        """Return what is known of an instance."""
        return next((one for one in self.analyses if one.instance == instance), None)

    def tell(self, sentence: str) -> None:
        """Say in one line what was done."""
        self.notify(sentence, markup=False)

    async def trying(self, work: Awaitable[T]) -> T | None:
        """Return what some work gives, or None after showing the sentence of its error."""
        try:
            return await work
        except ArrtuiError as error:
            self.notify(str(error), severity="error", markup=False)
            return None


def content(lines: Iterable[Line]) -> Content:
    """Return lines as text to show; names in them are made harmless."""
    return Content("\n").join([content_line(line) for line in lines])


def content_line(line: Line) -> Content:
    """Return one line as text to show."""
    return Content.assemble(*((sanitise(text), _STYLES[style]) for text, style in line))


def file_title(file: ScoredFile) -> str:
    """Return the title of a file's movie with its year, or of its series with the numbers of its episodes."""
    if file.season <= 0 and not file.episodes:
        return f"{file.title} ({file.year})" if file.year else file.title
    numbers = "".join(f"E{number:02}" for number in file.episodes)
    return f"{file.title} S{file.season:02}{numbers}"


def profile_name(analysis: Analysis, judged: Judged) -> str:
    """Return the name of a file's profile, empty where it is not known."""
    profile = analysis.library.profiles.get(judged.file.profile_id)
    return profile.name if profile else ""


def files_of(analysis: Analysis, profile: str) -> list[Judged]:
    """Return the files that have a profile of this name."""
    return [one for one in analysis.judged if profile_name(analysis, one) == profile]


def signed(number: int) -> str:
    """Return a difference with its sign, e.g. ``+1,200``."""
    return f"{number:+,}" if number else "0"


def share_text(share: float) -> str:
    """Return a share of 0 to 1 in at most four cells; what is there at all is not told as nothing."""
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"
