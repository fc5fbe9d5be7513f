"""What indexers have of a title, grabbing it, and taking a download back with its release blocked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from arrtui.clients import decoding, wire
from arrtui.clients.answers import Fetched
from arrtui.clients.asking import HEAVY, Asking
from arrtui.clients.redact import without_credentials
from arrtui.core.masking import mask_addresses
from arrtui.core.text import without_controls

if TYPE_CHECKING:
    from arrtui.clients.http import Query

SEARCH_TIMEOUT = 300.0
"""Seconds an answer about releases may take at least: the app asks all indexers, each for up to minutes."""
_LONGEST_TEXT = 500
"""Characters of a name or a sentence that are kept."""
_MOST_REJECTIONS = 50
_BLOCKED_PER_PAGE = 1_000


class SearchSubject(NamedTuple):
    """What releases are searched for: a movie, an episode, or a season."""

    item_id: int
    episode_id: int = 0
    """0 for a movie or a season."""
    season: int | None = None
    """Counts where no episode is named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundRelease:
    """A release as an interactive search lists it, with the app's decision on it."""

    guid: str = field(repr=False)
    """What the app knows it by; it may hold the key of an indexer, so it is kept nowhere."""
    indexer_id: int
    indexer: str
    title: str
    size: int
    """Bytes, by the indexer."""
    age_hours: float
    protocol: str
    quality_id: int
    quality: str
    revision: tuple[int, int]
    """``(version, real)``, compared real first by the apps."""
    is_repack: bool
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    score: int
    group: str
    approved: bool
    rejections: tuple[str, ...]
    """The app's sentences."""
    seeders: int | None
    """None for Usenet."""
    leechers: int | None
    season: int
    """0 for a movie."""
    episodes: tuple[int, ...]
    """Numbers of the episodes in it, as the app maps them; empty for a movie."""
    is_pack: bool
    """Whether it is a whole season."""
    can_be_grabbed: bool
    """Whether the app knows what it is of."""


class BlockedRelease(NamedTuple):
    """A row of the blocklist."""

    id: int
    title: str


class ReleaseRequests(Asking):
    """Asks for releases and decides about them. Every method raises an ArrError that names what was done."""

    async def search_releases(self, subject: SearchSubject) -> Fetched[FoundRelease]:
        """Return what the indexers have, best first: one request, never repeated, which may take minutes.

        Nothing is grabbed; the app keeps the list for 30 minutes (``ReleaseController``).
        """
        what = "searching for releases"
        answer = await self.http.get(
            f"{self.app.api}/release",
            what=what,
            params=self._search_query(subject),
            timeout=max(self.config.timeout * HEAVY, SEARCH_TIMEOUT),
            patient=False,
        )
        return await self._read(
            answer, what, lambda body: decoding.read_list(body, wire.ReleaseResource, _release_of)
        )

    def _search_query(self, subject: SearchSubject) -> Query:
        """Return what the search is asked with; without any of these the app fetches all its RSS feeds."""
        if subject.episode_id:
            return {"episodeId": subject.episode_id}
        query: dict[str, int] = {self.app.resource.id: subject.item_id}
        return query if subject.season is None else query | {"seasonNumber": subject.season}

    async def grab_release(self, release: FoundRelease) -> None:
        """Have the app grab a release that a search of the last 30 minutes has listed, rejected or not.

        :raises NotFoundError: the app has forgotten that list.
        :raises ConflictError: the indexer does not give the release out.
        """
        body = {"guid": release.guid, "indexerId": release.indexer_id}
        what = f"grabbing {release.title}"
        await self._send("POST", "/release", what, body, at_least=SEARCH_TIMEOUT)

    async def drop_download(self, row_id: int, *, remove_from_client: bool) -> None:
        """Remove a download from the queue, block its release, and have the app search for no other.

        ``row_id`` is that of any of its rows; all of them go.

        :raises NotFoundError: there is no such row any more.
        """
        query: Query = {
            "removeFromClient": str(remove_from_client).lower(),
            "blocklist": "true",
            "skipRedownload": "true",
        }
        await self._send("DELETE", f"/queue/{row_id}", "removing a download from the queue", query=query)

    async def blocked_releases(self, item_id: int) -> list[BlockedRelease]:
        """Return the newest blocked releases of a title: one request."""
        what = "reading the blocklist"
        query: Query = {
            "page": 1,
            "pageSize": _BLOCKED_PER_PAGE,
            "sortKey": "date",
            "sortDirection": "descending",
            self.app.resource.ids: item_id,
        }
        page = await self._page("/blocklist", what, query)
        rows = decoding.read_list(bytes(page.records), wire.BlocklistResource, _blocked_release)
        return rows.records

    async def unblock_release(self, block_id: int) -> None:
        """Take a release off the blocklist; the app says nothing of one that is not on it."""
        await self._send("DELETE", f"/blocklist/{block_id}", "taking a release off the blocklist")


def _release_of(resource: wire.ReleaseResource) -> FoundRelease:
    """Return a release without what its indexer must not put into a terminal or a log."""
    if not resource.guid:
        raise decoding.UnusableError("it has no guid")
    season = resource.mapped_season_number
    revision = resource.quality.revision
    return FoundRelease(
        guid=resource.guid,
        indexer_id=resource.indexer_id,
        indexer=_clean(resource.indexer),
        title=_clean(resource.title),
        size=max(0, resource.size),
        age_hours=max(0.0, resource.age_hours),
        protocol=_clean(resource.protocol),
        quality_id=resource.quality.quality.id,
        quality=_clean(resource.quality.quality.name),
        revision=(revision.version, revision.real),
        is_repack=revision.is_repack,
        languages=_names(resource.languages),
        formats=_names(resource.custom_formats),
        score=resource.custom_format_score,
        group=_clean(resource.release_group),
        approved=resource.approved,
        rejections=tuple(_clean(text) for text in resource.rejections[:_MOST_REJECTIONS]),
        seeders=resource.seeders,
        leechers=resource.leechers,
        season=resource.season_number if season is None else season,
        episodes=tuple(resource.mapped_episode_numbers or resource.episode_numbers),
        is_pack=resource.full_season,
        can_be_grabbed=resource.download_allowed,
    )


def _blocked_release(resource: wire.BlocklistResource) -> BlockedRelease:
    return BlockedRelease(resource.id, _clean(resource.source_title))


def _names(rows: Iterable[wire.Named]) -> tuple[str, ...]:
    return tuple(_clean(row.name) for row in rows)


def _clean(text: str) -> str:
    """Return a text from outside on one line, without keys, of a length that can be shown."""
    text = without_controls(mask_addresses(without_credentials(text)))
    return " ".join(text.split())[:_LONGEST_TEXT]
