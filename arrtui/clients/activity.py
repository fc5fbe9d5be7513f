"""What an app is doing: its downloads, and how much it still wants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from arrtui.clients import wire
from arrtui.clients.answers import Download
from arrtui.clients.asking import Asking
from arrtui.clients.redact import without_credentials
from arrtui.core.masking import mask_addresses

if TYPE_CHECKING:
    from arrtui.clients.http import Query

_TIME_SPAN = re.compile(r"(?:(\d+)\.)?(\d+):(\d{2}):(\d{2})(?:\.\d+)?")
"""How .NET writes a duration: ``1.02:03:04``."""
_TROUBLED = frozenset({"warning", "error"})


class ActivityReads(Asking):
    """Asks what is under way. Every method raises an ArrError that names what was being done."""

    async def downloads(self) -> list[Download]:
        """Return the downloads of the queue, those that belong to no title too: one request, never paged.

        ``GET /queue`` answers a page past the end with the last one again, ``/queue/details`` has no pages
        (``QueueDetailsController``).
        """
        fetched = await self._list("/queue/details", "reading the queue", wire.QueueResource, _download)
        return fetched.records

    async def count_missing(self) -> int:
        """Return how many monitored titles or episodes have no file, one request."""
        return await self._count("/wanted/missing", "counting what is missing")

    async def count_below_cutoff(self) -> int:
        """Return how many monitored files are below the quality cutoff of their profile, one request."""
        return await self._count("/wanted/cutoff", "counting what is below its cutoff")

    async def _count(self, path: str, what: str) -> int:
        query: Query = {"page": 1, "pageSize": 1, "monitored": "true"}
        return (await self._page(path, what, query)).total_records


def _download(resource: wire.QueueResource) -> Download:
    sentences = [*resource.error_message.splitlines()]
    for message in resource.status_messages:
        sentences += message.messages or [message.title]
    told = dict.fromkeys(sentence.strip() for sentence in sentences if sentence.strip())
    messages = tuple(mask_addresses(without_credentials(sentence)) for sentence in told)
    return Download(
        id=resource.id,
        release=resource.title,
        item_id=resource.title_id,
        episode_id=resource.child_id,
        status=resource.status,
        import_state=resource.tracked_download_state,
        troubled=bool(_TROUBLED & {resource.tracked_download_status, resource.status})
        or resource.status == "failed",
        note=" ".join(messages),
        quality=resource.quality.quality.name,
        score=resource.custom_format_score,
        size=int(resource.size),
        left=int(resource.sizeleft),
        seconds_left=_seconds(resource.timeleft),
        added=resource.added,
        client=resource.download_client,
        indexer=resource.indexer,
        download_id=resource.download_id,
        tracked_status=resource.tracked_download_status,
        messages=messages,
    )


def _seconds(text: str) -> float | None:
    parts = _TIME_SPAN.fullmatch(text)
    if parts is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    return float(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
