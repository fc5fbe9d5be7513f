"""What panes, screens and dialogs may ask of the app they run in. Nothing below the app imports it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from arrtui.core.events import Job
    from arrtui.features.sync.changes import ChangeHistory
    from arrtui.runtime.services import Services


@runtime_checkable
class FollowsJobs(Protocol):
    """A pane, or a screen on top of the panes, that shows what becomes of jobs."""

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Show all jobs by id; ``changed`` are those that differ since the last call, None for all."""


@runtime_checkable
class FollowsSnapshots(Protocol):
    """A pane, or a screen on top of the panes, that shows what is stored of titles."""

    def snapshots_taken(self, instances: Collection[str]) -> None:
        """Called when what is stored of these instances may have changed."""


class KnowsChanges(FollowsJobs, Protocol):
    """What goes back, and forth again, among the changes that were written to apps."""

    history: ChangeHistory | None
    """What can be undone; None until it is read."""


class Host(Protocol):
    """The app, as everything in it sees it."""

    services: Services
    """The work behind the screen."""
    clock: Callable[[], float]
    """UTC seconds since the epoch."""
    plain: bool
    """Whether only ASCII is drawn."""
    demo: bool
    """Whether the estate is the simulated one."""

    @property
    def jobs(self) -> Mapping[int, Job]:
        """All jobs known, by id."""

    @property
    def open_screens(self) -> list[Screen[Any]]:
        """The screens of all panes, whether they show or not."""

    @property
    def undoing(self) -> KnowsChanges:
        """What `z` and `Z` do."""

    def copy(self, text: str, what: str) -> None:
        """Copy a text to the clipboard of the terminal and say that ``what`` was copied."""

    def open_address(self, address: str) -> None:
        """Open a web address, or show and copy it where no browser would open."""

    def notify(
        self, message: str, *, title: str = "", severity: SeverityLevel = "information", markup: bool = True
    ) -> None:
        """Show a notification."""

    def push_screen(self, screen: Screen[Any]) -> Any:
        """Open a screen above the others."""

    async def push_screen_wait(self, screen: Screen[Any]) -> Any:
        """Open a screen and return its result. To be called in a worker."""


def host_of(node: DOMNode) -> Host:
    """Return the app a widget or a screen runs in."""
    return cast("Host", node.app)


def is_plain(node: DOMNode) -> bool:
    """Return whether only ASCII is drawn; False in an app that knows of no such option."""
    return bool(getattr(node.app, "plain", False))
