"""A title or an episode in full: in a panel that follows a table's cursor, or on a screen of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from arrtui.core.errors import ArrtuiError
from arrtui.features.library.detail import TitleDetail
from arrtui.features.library.merge import Title
from arrtui.features.library.seasons import EpisodeKey
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.changes import subject_of_title
from arrtui.tui.kit.debounce import Debounce
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.kit.release_keys import releases_bindings
from arrtui.tui.kit.text_line import HeadLine
from arrtui.tui.panes.library.addresses import address_bindings, copy_address, show_addresses
from arrtui.tui.panes.library.releases import list_releases
from arrtui.tui.panes.library.title_detail_text import title_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from arrtui.core.domain import Track
    from arrtui.features.loops.title import ScoreHistory
    from arrtui.features.sync.changes import ChangeSubject


DEBOUNCE = 0.1
"""Seconds the cursor must rest before the detail follows it."""


class DetailSubject(NamedTuple):
    """What a detail is about: a title, or an episode of a series."""

    title: Title
    episode: EpisodeKey | None = None
    heading: str = ""
    """The name of an episode with that of its series; empty for a title."""
    step: str = ""
    """What the breadcrumb calls the episode."""


def episode_subject(title: Title, row: EpisodeListRow) -> DetailSubject:
    """Return an episode, or an album, as a subject of its own."""
    key = EpisodeKey(row.season, row.number)
    if row.album_type:
        return DetailSubject(title, key, f"{row.series} - {row.title}", row.title)
    step = f"{row.label} {row.title}".strip()
    return DetailSubject(title, key, f"{row.series} {step}", step)


class TitleDetailView(LinesView):
    """Shows everything stored of a title; what it holds is never taken for markup."""

    def __init__(
        self,
        subject: Callable[[], DetailSubject | None],
        *,
        asks_apps: bool = False,
        id: str | None = None,
    ) -> None:
        """Make the panel; ``subject`` returns what to show at the time it is read.

        ``asks_apps``: whether tracks are read too, which are not stored.
        """
        super().__init__(id=id)
        self._asks_apps = asks_apps
        self._subject = subject
        self._debounce = Debounce(self, self.reload, DEBOUNCE)
        self._detail: TitleDetail | None = None
        self._heading = ""
        self._histories: Sequence[ScoreHistory] | None = None
        self._tracks: Mapping[str, Sequence[Track] | str] = {}

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
        services = host_of(self).services
        try:
            detail = await services.library.detail(subject.title, subject.episode)
            self.show_title(detail, subject.heading)
            places = [(copy.instance, copy.row.item_id) for copy in detail.copies]
            episodes = None if subject.episode is None else [subject.episode]
            self._histories = await services.loops.titles.histories(places, episodes)
            self._tracks = await self._read_tracks(detail)
        except ArrtuiError as error:
            self.say(str(error))
        else:
            self._draw(anew=False)

    async def _read_tracks(self, detail: TitleDetail) -> dict[str, Sequence[Track] | str]:
        """Return the tracks of an album by instance, as their apps say now, or why one does not say."""
        tracks: dict[str, Sequence[Track] | str] = {}
        for copy in detail.copies:
            if self._asks_apps and copy.episode and copy.episode.album_type:
                try:
                    tracks[copy.instance] = await host_of(self).services.library.tracks(copy.episode)
                except ArrtuiError as error:
                    tracks[copy.instance] = str(error)
        return tracks

    def show_title(self, detail: TitleDetail, heading: str = "") -> None:
        """Show a title, or with a ``heading`` one episode; the same one stays where it is scrolled to.

        Of another one the history of its score is not read yet.
        """
        before = _identity(self._detail, self._heading)
        self._detail, self._heading = detail, heading
        is_other = _identity(detail, heading) != before
        if is_other:
            self._histories, self._tracks = None, {}
        self._draw(anew=is_other)

    def say(self, text: str) -> None:
        """Show a sentence instead of a title."""
        self._detail = None
        self.set_lines(Content.styled(text, "$text-muted").wrap(max(1, self.room)), from_top=True)

    def wrap_again(self) -> None:
        """Wrap the lines to the new width."""
        self._draw(anew=False)

    def _draw(self, *, anew: bool) -> None:
        if self._detail is not None:
            self.set_lines(
                title_lines(self._detail, self.room, self._heading, self._histories, self._tracks),
                from_top=anew,
            )


class TitleScreen(Screen[None]):
    """Shows everything stored of its subject until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("back", "title.back", "Go back to where you were", action="app.pop_screen"),
        *address_bindings("title", show_copy=True),
        bind("refresh", "title.reload", "Read what is stored again"),
        *releases_bindings("title"),
    ]

    def __init__(self, subject: DetailSubject) -> None:
        super().__init__()
        self._subject = subject
        self._detail = TitleDetailView(lambda: subject, asks_apps=True)

    def compose(self) -> ComposeResult:
        """The breadcrumb, the detail, and the keys."""
        yield HeadLine("Library", self._subject.title.title, self._subject.step)
        yield self._detail
        yield KeyLine()

    @property
    def change_subject(self) -> ChangeSubject:
        """The title."""
        return subject_of_title(self._subject.title)

    def on_mount(self) -> None:
        """Read the subject."""
        self._detail.focus()
        self._detail.reload()

    def action_refresh(self) -> None:
        """Read what is stored again."""
        self._detail.reload()

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Read again when an instance that has the title may have changed."""
        if any(copy.instance in instances for copy in self._subject.title.copies):
            self._detail.reload()

    async def action_address(self) -> None:
        """Show the addresses of the title."""
        await show_addresses(self, self._subject.title)

    @work(group="releases")
    async def action_releases(self) -> None:
        """List what indexers have of it."""
        subject = self._subject
        await list_releases(self, subject.title, *(subject.episode or ()))

    async def action_copy(self) -> None:
        """Copy the first address of the title."""
        await copy_address(self, self._subject.title)


def _identity(detail: TitleDetail | None, heading: str) -> object:
    """Return what tells titles and episodes apart."""
    return detail and ([(copy.instance, copy.row.item_id) for copy in detail.copies], heading)
