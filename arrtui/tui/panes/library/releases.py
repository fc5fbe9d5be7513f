"""Ask the indexers of an instance for a title: which instance, where several have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.dom import DOMNode

from arrtui.core.apps import APPS
from arrtui.features.library.merge import Copy, Title
from arrtui.runtime.releases import ReleaseSubject
from arrtui.tui.kit.dialogs.options import OptionsDialog
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.notices import notify_refused


class SearchPlaceDialog(OptionsDialog[Copy]):
    """Gives the copy whose instance is to search."""

    heading = "Whose indexers?"
    hint = "enter searches, esc leaves"

    def __init__(self, copies: Sequence[Copy]) -> None:
        super().__init__()
        self._copies = copies

    def lines(self) -> Iterable[Content]:
        """A line for each instance that has the title."""
        return (Content(copy.instance) for copy in self._copies)

    def choose(self, place: int) -> None:
        """Search there."""
        self.dismiss(self._copies[place])


async def list_releases(
    node: DOMNode, title: Title, season: int | None = None, episode: int | None = None
) -> None:
    """Push the screen that searches for a title, a season, episode or album; to be called in a worker."""
    from arrtui.tui.panes.scores.releases.opening import open_releases

    app = APPS[title.kind]
    if app.judges_children and episode is None:
        titles, unit = app.title.plural.capitalize(), app.unit.singular
        notify_refused(node, f"{titles} are searched {unit} by {unit}: choose one in its lists.")
        return
    if title.has_children and season is None:
        notify_refused(node, "A series is searched by season or episode: choose one of them in its lists.")
        return
    copy: Copy | None = title.copies[0]
    if len(title.copies) > 1:
        copy = await host_of(node).push_screen_wait(SearchPlaceDialog(title.copies))
    if copy is not None:
        name = f"{copy.title} ({title.year})" if title.year else copy.title
        subject = ReleaseSubject(copy.instance, copy.item_id, name, season)
        if season is not None and episode is not None:
            service = host_of(node).services.loops.releases
            subject = await service.of_child(copy.instance, copy.item_id, name, (season, episode))
        open_releases(node, subject)
