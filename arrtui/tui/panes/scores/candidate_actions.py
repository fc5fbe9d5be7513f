"""What is done with candidates: search, unmonitor, ignore for a while, and their web addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

from textual.binding import BindingType
from textual.widget import Widget

from arrtui.core.apps import Noun
from arrtui.core.errors import ArrtuiError
from arrtui.core.text import plural
from arrtui.features.scores.model import ScoredFile
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_done, notify_failed, try_or_notify
from arrtui.tui.kit.release_keys import releases_bindings
from arrtui.tui.panes.scores.candidate_rows import CandidateRow, file_name
from arrtui.tui.panes.scores.releases.opening import open_releases, subject_of_file
from arrtui.tui.panes.scores.title_links import web_address


def action_bindings(scope: str) -> list[BindingType]:
    """Return the bindings of the actions; ``scope`` is the first part of their ids in the configuration.

    The widget that has them defines ``action_candidate(name)`` and ``action_releases()``, and hands both to
    :meth:`CandidateActions.run`.
    """
    return [
        bind("search", f"{scope}.search", "Have the app search for better releases now",
             action="candidate('search')", writes=True),
        bind("ignore", f"{scope}.ignore", "Leave them out of the list for a while, or take them back",
             action="candidate('ignore')"),
        bind("address", f"{scope}.address", "Show its web address", action="candidate('show_address')",
             show=False),
        bind("copy", f"{scope}.copy", "Copy its web address", action="candidate('copy_address')", show=False),
        menu_item("actions", "u", f"{scope}.unmonitor", "candidate('unmonitor')", "Unmonitor",
                  "Let the app leave them as they are", writes=True),
        *releases_bindings(scope),
    ]  # fmt: skip


class CandidateActions:
    """The actions on the candidates that a table or a screen has chosen."""

    def __init__(
        self,
        owner: Widget,
        choose: Callable[[], Awaitable[Sequence[CandidateRow] | None]],
        *,
        on_done: Callable[[], None] = lambda: None,
        on_ignored: Callable[[], object],
    ) -> None:
        """Make the actions.

        Args:
            owner: Runs the workers and has the app.
            choose: Returns the candidates an action is about, None when none are; called in a worker.
            on_done: Called after an action on them.
            on_ignored: Called when other candidates are ignored than before.
        """
        self._owner = owner
        self._choose = choose
        self._on_done = on_done
        self._on_ignored = on_ignored

    def run(self, name: str) -> None:
        """Run the action of a binding in a worker, since it may wait for an answer."""
        action: Callable[[Sequence[CandidateRow]], Awaitable[None]] = getattr(self, name)

        async def act() -> None:
            if rows := await self._choose():
                await action(rows)

        self._owner.run_worker(act(), group="score-action")

    async def search(self, rows: Sequence[CandidateRow]) -> None:
        """Ask, and queue searches, as many an hour as configured."""
        from arrtui.tui.panes.scores.search_dialog import SearchDialog, search_words

        files, services = [row.file for row in rows], self._host.services
        text = search_words(files, services.config.scores.searches_per_hour, self._host.clock())
        if not await self._host.push_screen_wait(SearchDialog(text, titles_of(files))):
            return
        if await try_or_notify(self._owner, services.scores.search(files)) is not None:
            notify_done(
                self._owner, f"{plural(len(files), 'search', 'searches')} queued; 6 shows them at work."
            )
            self._on_done()

    async def unmonitor(self, rows: Sequence[CandidateRow]) -> None:
        """Ask, and queue the unmonitoring of the files' movies or episodes."""
        from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question

        files = [row.file for row in rows]
        question = Question(*unmonitor_words(files), titles_of(files))
        if not await self._host.push_screen_wait(ConfirmDialog(question)):
            return
        jobs = await try_or_notify(self._owner, self._host.services.scores.unmonitor(files))
        if jobs is not None:
            notify_done(self._owner, f"{plural(len(jobs), 'action')} queued; 6 shows what becomes of it.")
            self._on_done()

    async def list_releases(self, rows: Sequence[CandidateRow]) -> None:
        """List what indexers have of the first file's movie or episode."""
        open_releases(self._owner, subject_of_file(rows[0].file))

    async def ignore(self, rows: Sequence[CandidateRow]) -> None:
        """Leave candidates out of the list for a while; list them again where all of them are ignored."""
        files = [row.file for row in rows]
        scores = self._host.services.scores
        listed_again = all(row.ignored_until is not None for row in rows)
        try:
            await (scores.unignore(files) if listed_again else scores.ignore(files))
        except ArrtuiError as error:
            notify_failed(self._owner, error)
            return
        subject = file_name(files[0]) if len(files) == 1 else plural(len(files), "file")
        days = plural(self._host.services.config.scores.ignore_days, "day")
        outcome = "is listed again" if listed_again else f"ignored for {days}; f i shows what is ignored"
        notify_done(self._owner, f"{subject}: {outcome}.")
        self._on_done()
        self._on_ignored()

    async def show_address(self, rows: Sequence[CandidateRow]) -> None:
        """Show the web address of the first title."""
        from arrtui.tui.panes.library.addresses import AddressDialog

        file = rows[0].file
        if (address := await try_or_notify(self._owner, web_address(self._host, file))) is not None:
            self._host.push_screen(AddressDialog(file_name(file), {file.instance: address}))

    async def copy_address(self, rows: Sequence[CandidateRow]) -> None:
        """Copy the web address of the first title."""
        file = rows[0].file
        if (address := await try_or_notify(self._owner, web_address(self._host, file))) is not None:
            self._host.copy(address, f"The address on {file.instance}")

    @property
    def _host(self) -> Host:
        return host_of(self._owner)


def titles_of(files: Sequence[ScoredFile]) -> tuple[str, ...]:
    """Return what files are called in a question, each once."""
    return tuple(dict.fromkeys(file_name(file) for file in files))


def unmonitor_words(files: Sequence[ScoredFile]) -> tuple[str, str, str]:
    """Return the title, the text and the Yes of the question before files are unmonitored."""
    names = ", ".join(dict.fromkeys(file.instance for file in files))
    units: Counter[Noun] = Counter()
    for file in sorted(files, key=lambda file: file.kind):
        units[file.kind.app.unit] += len(file.episodes) if file.kind.app.has_children else 1
    titles = " and ".join(noun.count(number) for noun, number in units.items() if number)
    text = (
        f"{titles} will no longer be searched for or upgraded by {names}. Files stay as they are.\n\n"
        "Each step is noted; z undoes it, and 3 lists it."
    )
    return f"Unmonitor on {names}", text, f"Unmonitor {titles}"
