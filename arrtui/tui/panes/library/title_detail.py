"""A title or an episode in full, in a panel that scrolls and follows a table's cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import events, work
from textual.content import Content

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import episode_number
from arrtui.features.library.detail import TitleDetail
from arrtui.features.library.merge import Title
from arrtui.features.library.seasons import EpisodeKey
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.debounce import Debounce
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.panes.library.title_detail_text import title_lines

if TYPE_CHECKING:
    from collections.abc import Callable


DEBOUNCE = 0.1
"""Seconds the cursor must rest before the detail follows it."""


class DetailSubject(NamedTuple):
    """What a detail is about: a title, or an episode of a series."""

    title: Title
    episode: EpisodeKey | None = None
    heading: str = ""
    """The name of an episode; empty for a title."""


def episode_subject(title: Title, row: EpisodeListRow) -> DetailSubject:
    """Return an episode as a subject of its own."""
    key = EpisodeKey(row.season, row.number)
    return DetailSubject(title, key, f"{row.series} {episode_number(*key)} {row.title}".strip())


class TitleDetailView(LinesView):
    """Shows everything stored of a title; what it holds is never taken for markup."""

    def __init__(self, subject: Callable[[], DetailSubject | None], *, id: str | None = None) -> None:
        """Make the panel; ``subject`` returns what to show at the time it is read."""
        super().__init__(id=id)
        self._subject = subject
        self._debounce = Debounce(self, self.reload, DEBOUNCE)
        self._detail: TitleDetail | None = None
        self._heading = ""

    @property
    def detail(self) -> TitleDetail | None:
        """What is shown."""
        return self._detail

    @property
    def pending(self) -> bool:
        """Whether a read is to come once the cursor rests."""
        return self._debounce.pending

    def reload_later(self) -> None:
        """Read the subject and show it once nothing else was asked for within :data:`DEBOUNCE`."""
        self._debounce.trigger()

    def reload(self) -> None:
        """Read the subject and show it."""
        self._debounce.cancel()
        self._read(self._subject())

    @work(group="title-detail", exclusive=True)
    async def _read(self, subject: DetailSubject | None) -> None:
        if subject is None:
            self.say("")
            return
        library = host_of(self).services.library
        try:
            detail = await library.detail(subject.title, subject.episode)
        except ArrtuiError as error:
            self.say(str(error))
        else:
            self.show_title(detail, subject.heading)

    def show_title(self, detail: TitleDetail, heading: str = "") -> None:
        """Show a title, or with a ``heading`` one episode; the same one stays where it is scrolled to."""
        before = _identity(self._detail, self._heading)
        self._detail, self._heading = detail, heading
        self._draw(anew=_identity(detail, heading) != before)

    def say(self, text: str) -> None:
        """Show a sentence instead of a title."""
        self._detail = None
        self.set_lines(Content.styled(text, "$text-muted").wrap(max(1, self.room)), from_top=True)

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the lines to the new width."""
        self._draw(anew=False)

    def _draw(self, *, anew: bool) -> None:
        if self._detail is not None:
            self.set_lines(title_lines(self._detail, self.room, self._heading), from_top=anew)


def _identity(detail: TitleDetail | None, heading: str) -> object:
    """Return what tells titles and episodes apart."""
    return detail and ([(copy.instance, copy.row.item_id) for copy in detail.copies], heading)
