"""Open the list of what indexers have, of the movie or the episodes that one looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.dom import DOMNode

from arrtui.runtime.releases import ReleaseSubject

if TYPE_CHECKING:
    from arrtui.features.loops.load import StoredChains
    from arrtui.features.loops.model import Chain
    from arrtui.features.scores.model import ScoredFile


def open_releases(node: DOMNode, subject: ReleaseSubject) -> None:
    """Push the screen that searches for a subject."""
    from arrtui.tui.panes.scores.releases.screen import ReleasesScreen

    node.app.push_screen(ReleasesScreen(subject))


def subject_of_chain(stored: StoredChains, chain: Chain) -> ReleaseSubject:
    """Return the movie or episode that a chain is of; of several episodes their season."""
    report = stored.report
    title = report.titles.get(chain.item_id) or f"title {chain.item_id}"
    if report.albums and chain.episode_ids:
        number = chain.episode_ids[0]
        album = report.albums.get(number, "")
        return ReleaseSubject(report.instance, chain.item_id, title, album_id=number, album=album)
    numbers = sorted(report.episodes[number] for number in chain.episode_ids if number in report.episodes)
    if not numbers:
        return ReleaseSubject(report.instance, chain.item_id, title)
    season, first = numbers[0]
    return ReleaseSubject(report.instance, chain.item_id, title, season, first if len(numbers) == 1 else None)


def subject_of_file(file: ScoredFile) -> ReleaseSubject:
    """Return the movie or episode that a file holds; of several episodes their season."""
    title = f"{file.title} ({file.year})" if file.year else file.title
    if not file.kind.app.has_children:
        return ReleaseSubject(file.instance, file.item_id, title)
    if file.album:
        (number,) = file.episode_ids
        return ReleaseSubject(file.instance, file.item_id, title, album_id=number, album=file.album)
    episode = file.episodes[0] if len(file.episodes) == 1 else None
    return ReleaseSubject(file.instance, file.item_id, title, file.season, episode)
