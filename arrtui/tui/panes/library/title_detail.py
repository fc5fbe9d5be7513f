"""One title in full, in a panel that scrolls and follows a table's cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import events, work
from textual.content import Content
from textual.timer import Timer

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import episode_number
from arrtui.features.library.detail import TitleDetail
from arrtui.features.library.merge import Title
from arrtui.features.library.seasons import EpisodeKey
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.panes.library.title_detail_text import title_lines

if TYPE_CHECKING:
    from collections.abc import Callable


class DetailSubject(NamedTuple):
    """What is shown in full: a title, or one episode of a series."""

    title: Title
    episode: EpisodeKey | None = None
    heading: str = ""
    """What an episode is called where it stands alone."""


def episode_subject(title: Title, row: EpisodeListRow) -> DetailSubject:
    """Return an episode as a subject of its own."""
    key = EpisodeKey(row.season, row.number)
    return DetailSubject(title, key, f"{row.series} {episode_number(*key)} {row.title}".strip())


class TitleDetailView(LinesView):
    """Shows everything stored of a title; what it holds is never taken for markup."""

    DEFAULT_CSS = """
    TitleDetailView {
        padding: 0 1;
        background: $surface;
        color: $foreground;
        &:ansi {
            background: ansi_default;
            color: ansi_default;
        }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._detail: TitleDetail | None = None
        self._heading = ""
        self._resting: Timer | None = None

    @property
    def detail(self) -> TitleDetail | None:
        """What is shown."""
        return self._detail

    def follow(self, subject: Callable[[], DetailSubject | None], after: float = 0.0) -> None:
        """Read a subject and show it, unless another one is asked for within ``after`` seconds.

        ``subject`` is called when it is time to read.
        """
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        if after:
            self._resting = self.set_timer(after, lambda: self._rested(subject))
        else:
            self._read(subject())

    @property
    def resting(self) -> bool:
        """Whether a subject is asked for that is not read yet because another may follow."""
        return self._resting is not None

    def _rested(self, subject: Callable[[], DetailSubject | None]) -> None:
        self._resting = None
        self._read(subject())

    @work(group="title-detail", exclusive=True)
    async def _read(self, subject: DetailSubject | None) -> None:
        if subject is None:
            self.say("")
            return
        title, episode, heading = subject
        services = host_of(self).services
        try:
            found = await services.library.detail(title, episode)
        except ArrtuiError as error:
            self.say(str(error))
        else:
            self.show_title(found, heading)

    def show_title(self, detail: TitleDetail, heading: str = "") -> None:
        """Show a title, or with a ``heading`` one episode; the same one stays where it is scrolled to."""
        same = _identity(detail, heading) == _identity(self._detail, self._heading)
        self._detail, self._heading = detail, heading
        self._draw(anew=not same)

    def say(self, text: str) -> None:
        """Show a sentence instead of a title."""
        self._detail = None
        self.set_lines(Content.styled(text, "$text-muted").wrap(max(1, self.room)), anew=True)

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew."""
        self._draw(anew=False)

    def _draw(self, *, anew: bool) -> None:
        if self._detail is not None:
            self.set_lines(title_lines(self._detail, self.room, self._heading), anew=anew)


def _identity(detail: TitleDetail | None, heading: str) -> object:
    """Return what tells titles and episodes apart."""
    return detail and ([(copy.instance, copy.row.item_id) for copy in detail.copies], heading)
