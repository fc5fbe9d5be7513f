"""From a file to its title: the Library's screen of it, and its page in the app's web interface."""

from __future__ import annotations

from textual.dom import DOMNode
from textual.screen import Screen

from arrtui.core.errors import ArrtuiError
from arrtui.features.scores.model import ScoredFile
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.notices import notify_failed, notify_refused


async def open_title(node: DOMNode, file: ScoredFile) -> None:
    """Push the Library's screen of a file's movie or series, or notify why that fails."""
    try:
        screen = await title_screen(host_of(node), file)
    except ArrtuiError as error:
        notify_failed(node, error)
        return
    if screen is None:
        notify_refused(node, f"{file.title} is not stored any more.")
    else:
        node.app.push_screen(screen)


async def title_screen(host: Host, file: ScoredFile) -> Screen[None] | None:
    """Return the Library's screen of a file's title; None where it is not stored any more."""
    from arrtui.features.library.seasons import EpisodeKey
    from arrtui.tui.panes.library.series import SeriesScreen
    from arrtui.tui.panes.library.title_detail import DetailSubject, TitleScreen

    library = await host.services.library.titles()
    title = library.by_place.get((file.instance, file.item_id))
    if title is None:
        return None
    if not title.has_children:
        return TitleScreen(DetailSubject(title))
    episode = EpisodeKey(file.season, file.episodes[0]) if file.episodes else None
    return SeriesScreen(title, at=episode)


async def web_address(host: Host, file: ScoredFile) -> str:
    """Return the address of a file's title in its app's web interface. Raises ArrtuiError."""
    from arrtui.features.library.addresses import title_address

    slug = await host.services.library.slug(file.instance, file.item_id)
    base = host.services.config.instance(file.instance).web_url
    return title_address(base, file.kind, slug, file.external_id)
