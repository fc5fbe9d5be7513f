"""The names that an app would give its files by its naming settings."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.clients import wire
from arrtui.clients.answers import Fetched, NewName
from arrtui.clients.asking import Asking


class RenameResource(wire.OfTitle):
    """The name that a file would get (``RenameMovieResource`` and its like of the other apps)."""

    movie_file_id: wire.Whole = 0
    episode_file_id: wire.Whole = 0
    track_file_id: wire.Whole = 0
    new_path: str = ""

    @property
    def file_id(self) -> int:
        """The id of the file."""
        return self.movie_file_id or self.episode_file_id or self.track_file_id


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
            RenameResource,
            _new_name,
            query={self.app.resource.rename_id: item_ids},
            heavy=True,
        )


def _new_name(row: RenameResource) -> NewName:
    return NewName(row.title_id, row.file_id, row.new_path)
