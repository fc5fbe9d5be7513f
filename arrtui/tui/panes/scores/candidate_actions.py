"""What is done with candidates: search, unmonitor, ignore for a while, and their web addresses."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import ClassVar, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from arrtui.core.apps import Kind
from arrtui.core.errors import ArrtuiError
from arrtui.core.text import plural
from arrtui.features.library.addresses import title_address
from arrtui.features.scores.model import ScoredFile
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.panes.scores.candidate_rows import CandidateRow, file_name

T = TypeVar("T")

_ACTIONS: tuple[tuple[str, str, str, str, str], ...] = (
    ("S", "search", "Search", "search", "Have the app search for better releases now"),
    ("u", "unmonitor", "Unmonitor", "unmonitor", "Let the app leave them as they are"),
    ("i", "ignore", "Ignore", "ignore", "Leave them out of the list for a while, or take them back"),
    ("w", "addresses", "Address", "address", "Show its web address"),
    ("y", "copy_address", "Copy", "copy", "Copy its web address"),
)
ACTIONS = frozenset(action for _key, action, *_rest in _ACTIONS)


def action_bindings(scope: str) -> list[BindingType]:
    """Return the bindings of the actions under a scope of the configuration."""
    return [
        Binding(key, action, label, show=name not in ("address", "copy"), id=f"{scope}.{name}", tooltip=told)
        for key, action, label, name, told in _ACTIONS
    ]


class ScoreActing(DOMNode):
    """What the table of candidates and a candidate in full can do."""

    BINDINGS: ClassVar[list[BindingType]] = []

    @property
    def chosen(self) -> Sequence[CandidateRow]:
        """The candidates an action is about: the marked ones, or the one shown."""
        raise NotImplementedError

    def acted(self) -> None:
        """Hear that an action was done with what is chosen."""
        raise NotImplementedError

    def ignoring_changed(self) -> None:
        """Hear that other candidates are ignored now."""
        raise NotImplementedError

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    async def trying(self, done: Awaitable[T]) -> T | None:
        """Return what some work gives, or None after showing the sentence of its error."""
        try:
            return await done
        except ArrtuiError as error:
            self.app.notify(str(error), severity="error", markup=False)
            return None

    def _tell(self, sentence: str) -> None:
        self.app.notify(sentence, markup=False)

    # Actions

    @work(group="score-action")
    async def action_search(self) -> None:
        """Ask, and queue searches, as many an hour as configured."""
        from arrtui.tui.panes.scores.search_dialog import SearchDialog, search_words

        files = [row.file for row in self.chosen]
        per_hour = self.host.services.config.scores.searches_per_hour
        text = search_words(files, per_hour, self.host.clock())
        if not files or not await self.app.push_screen_wait(SearchDialog(text)):
            return
        jobs = await self.trying(self.host.services.scores.search(files))
        if jobs is not None:
            self._tell(f"{plural(len(files), 'search', 'searches')} queued; 6 shows them at work.")
            self.acted()

    @work(group="score-action")
    async def action_unmonitor(self) -> None:
        """Ask, and have the files' movies or episodes unmonitored."""
        from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question

        files = [row.file for row in self.chosen]
        if not files or not await self.app.push_screen_wait(ConfirmDialog(Question(*unmonitor_words(files)))):
            return
        jobs = await self.trying(self.host.services.scores.unmonitor(files))
        if jobs is not None:
            self._tell(f"{plural(len(jobs), 'action')} queued; 6 shows what becomes of it.")
            self.acted()

    async def action_ignore(self) -> None:
        """Leave candidates out of the list for a while; where all of them are, take them back."""
        rows = self.chosen
        files = [row.file for row in rows]
        if not files:
            return
        scores = self.host.services.scores
        back = all(row.ignored_until is not None for row in rows)
        try:
            await (scores.unignore(files) if back else scores.ignore(files))
        except ArrtuiError as error:
            self.app.notify(str(error), severity="error", markup=False)
            return
        days = self.host.services.config.scores.ignore_days
        what = file_name(files[0]) if len(files) == 1 else plural(len(files), "file")
        told = "is listed again" if back else f"ignored for {plural(days, 'day')}; I shows what is ignored"
        self._tell(f"{what}: {told}.")
        self.acted()
        self.ignoring_changed()

    async def action_addresses(self) -> None:
        """Show where the title is found in its app's web pages."""
        from arrtui.tui.panes.library.addresses import AddressDialog

        if (found := await self._address()) is not None:
            file, address = found
            self.app.push_screen(AddressDialog(file_name(file), {file.instance: address}))

    async def action_copy_address(self) -> None:
        """Copy the title's web address."""
        if (found := await self._address()) is not None:
            file, address = found
            self.host.copy(address, f"The address on {file.instance}")

    async def _address(self) -> tuple[ScoredFile, str] | None:
        """Return the first file chosen and its address."""
        rows = self.chosen
        if not rows:
            return None
        file, services = rows[0].file, self.host.services
        slug = await self.trying(services.library.slug(file.instance, file.item_id))
        base = services.config.instance(file.instance).web_url
        return file, title_address(base, file.kind, slug or "", file.external_id)


def unmonitor_words(files: Sequence[ScoredFile]) -> tuple[str, str, str]:
    """Return the title, the text and the Yes of the question before files are unmonitored."""
    names = ", ".join(dict.fromkeys(one.instance for one in files))
    movies = sum(one.kind == Kind.RADARR for one in files)
    episodes = sum(len(one.episodes) for one in files if one.kind == Kind.SONARR)
    parts = [plural(movies, "movie")] if movies else []
    parts += [plural(episodes, "episode")] if episodes else []
    what = " and ".join(parts)
    text = (
        f"{what} will no longer be searched for or upgraded by {names}. Files stay as they are.\n\n"
        "Each step is noted; 3 lists it, and z undoes it there."
    )
    return f"Unmonitor on {names}", text, f"Unmonitor {what}"
