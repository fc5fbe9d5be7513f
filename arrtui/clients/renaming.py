"""The names that an app would give its files by its naming settings."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.clients import wire
from arrtui.clients.answers import Fetched, NewName
from arrtui.clients.asking import Asking


class RenameReads(Asking):
    """Asks which files would be renamed, and how; nothing is renamed."""

    async def new_names(self, item_ids: Sequence[int]) -> Fetched[NewName]:
        """Return the names of the files of some titles that would be renamed: one request.

        Several titles need :attr:`~arrtui.core.apps.Ability.MANY_NAMES`. A file that keeps its name is not in
        the answer.

        :raises ServerFaultError: Radarr has no title of one of these ids.
        :raises NotFoundError: Sonarr has none.
        """
        return await self._list(
            "/rename",
            "asking for new names of files",
            wire.RenameResource,
            _new_name,
            query={self.app.resource.rename_id: item_ids},
            heavy=True,
        )


def _new_name(row: wire.RenameResource) -> NewName:
    title_id = row.movie_id or row.series_id or row.artist_id
    file_id = row.movie_file_id or row.episode_file_id or row.track_file_id
    return NewName(title_id, file_id, row.new_path)
