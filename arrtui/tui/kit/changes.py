"""What `z` and `Z` go back from: the changes of what a pane or a screen shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.dom import DOMNode

from arrtui.tui.kit.host import host_of

if TYPE_CHECKING:
    from arrtui.features.library.merge import Title
    from arrtui.features.sync.changes import ChangeSubject


@runtime_checkable
class HasChanges(Protocol):
    """A pane, a part of it or a screen that is about something of which changes can be undone."""

    @property
    def change_subject(self) -> ChangeSubject | None:
        """What it shows now; None for everything."""


def subject_of_title(title: Title, instances: frozenset[str] = frozenset()) -> ChangeSubject:
    """Return a title on all its instances as a subject, ``instances`` where nothing of it was changed."""
    from arrtui.features.sync.changes import title_subject

    return title_subject(
        ((copy.instance, copy.external_id, copy.item_id) for copy in title.copies), instances
    )


class ChangeFollower:
    """Says whether another change is undone next than before, so that the key line must be made anew."""

    def __init__(self, node: DOMNode) -> None:
        self._node = node
        self._last: tuple[object, ...] = ()

    def moved(self, subject: ChangeSubject | None) -> bool:
        """Return whether ``z`` or ``Z`` does something else for a subject than for the one before."""
        history = host_of(self._node).undoing.history
        if history is None:
            return False
        newest_ones = (history.newest_change, history.newest_undo)
        following = tuple(newest() if subject is None else newest(subject) for newest in newest_ones)
        last, self._last = self._last, following
        return following != last
