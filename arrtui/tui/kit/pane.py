"""The base class of panes: data handed down by the main screen, and the widget that gets the focus."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.containers import Vertical

from arrtui.core.events import Job
from arrtui.runtime.estate import EstateRow
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.key_table import declared_bindings, shown_keys
from arrtui.tui.kit.notices import notify_done, try_or_notify

if TYPE_CHECKING:
    from arrtui.features.sync.changes import ChangeSubject
    from arrtui.runtime.services import Services
    from arrtui.tui.kit.dialogs.confirm import Question
    from arrtui.tui.kit.table import EstateTable

T = TypeVar("T")


class Pane(Vertical):
    """A pane. The screen hands new data down by calling these methods; a pane asks by posting messages.

    All of them are called on every pane, shown or not, so a pane that is hidden may note what changed and
    catch up in :meth:`shown`.
    """

    DEFAULT_CSS = """
    Pane {
        width: 1fr;
        height: 1fr;
    }
    """

    TOUR: ClassVar[tuple[str, ...]] = ()
    """Six lines for a newcomer: what the pane is for, then its main keys as ``{id of the binding}``."""
    PARTS: ClassVar[Mapping[str, str]] = {}
    """Dotted names of the widgets inside that have actions of their own, and the action that shows each."""

    def on_mount(self) -> None:
        """Draw in ASCII where that is asked for."""
        self.set_class(self.host.plain, "-ascii")

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    @property
    def services(self) -> Services:
        """The work behind the screen."""
        return self.host.services

    @property
    def now(self) -> Callable[[], float]:
        """The clock, UTC seconds since the epoch."""
        return self.host.clock

    def show_estate(self, rows: Sequence[EstateRow]) -> None:
        """Show what is stored of the instances, in the order of the configuration."""

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Show all jobs by id; ``changed`` are those that differ since the last call, None for all."""

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Called when what is stored of these instances may have changed."""

    def titles_changed(self, places: Collection[tuple[str, int]]) -> None:
        """Called before :meth:`snapshots_taken` with what is known to be different.

        These are titles: instance and the app's id of each.
        """

    def activity_stored(self, instances: Collection[str]) -> None:
        """Called when what is stored of the activity of these instances is newer."""

    def config_read(self) -> None:
        """Called after the configuration was read again: other instances, pairs or limits may count now."""
        self.snapshots_taken(self.services.config.instance_names())

    def tick(self) -> None:
        """Called once a minute, to update ages."""

    def shown(self) -> None:
        """Called when the pane has been brought to the front."""

    def focus_content(self) -> None:
        """Focus the widget that the pane's keys are for."""

    async def viewed_table(self, name: str) -> EstateTable[Any]:
        """Return the table that saved views of a name belong to, after showing it."""
        from arrtui.tui.kit.table import EstateTable

        return next(table for table in self.query(EstateTable) if table.viewed_as == name)

    @property
    def change_subject(self) -> ChangeSubject | None:
        """What the pane shows now, of which `z` undoes the newest change; None for everything."""
        return None

    def keys_of(self, binding_id: str) -> str:
        """Return the keys of a binding of the pane as people write them, whether it is live now or not.

        Raises:
            KeyError: The pane declares no such binding.
        """
        configured = self.services.config.keys.get(binding_id)
        return shown_keys(configured or declared_bindings(type(self))[binding_id].key)

    # For actions

    def tell(self, sentence: str) -> None:
        """Show a notification about what was done."""
        notify_done(self, sentence)

    async def trying(self, work: Awaitable[T]) -> T | None:
        """Return the result of ``work``, or None after showing its ArrtuiError."""
        return await try_or_notify(self, work)

    async def ask(self, question: Question) -> bool:
        """Ask for confirmation and return the answer. To be called in a worker."""
        from arrtui.tui.kit.dialogs.confirm import ConfirmDialog

        yes: bool = await self.app.push_screen_wait(ConfirmDialog(question))
        return yes
