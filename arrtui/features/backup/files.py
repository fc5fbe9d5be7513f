"""Read the files of many titles while some of them may be deleted."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.clients import ArrClient, Fetched
from arrtui.core.domain import MediaFile
from arrtui.core.errors import NotFoundError


async def read_files(client: ArrClient, item_ids: Sequence[int]) -> tuple[Fetched[MediaFile], set[int]]:
    """Return the files of up to ``client.files_per_request`` titles, and which of the titles are gone.

    Sonarr answers 404 for a series that was deleted, Radarr for all of a batch while rows of files of a
    deleted movie remain (``MovieFileController``): halves of it are asked for then. Raises the client's
    :class:`ArrError`; a 404 without the app's own words is none about a title.
    """
    try:
        return await client.files(item_ids), set()
    except NotFoundError as error:
        if not error.message:
            raise
    if len(item_ids) == 1:
        return Fetched([], []), set(item_ids)
    middle = len(item_ids) // 2
    first, first_gone = await read_files(client, item_ids[:middle])
    second, second_gone = await read_files(client, item_ids[middle:])
    fetched = Fetched(first.records + second.records, first.skipped + second.skipped, first.odd + second.odd)
    return fetched, first_gone | second_gone
