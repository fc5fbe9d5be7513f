"""The files beside videos that an app has taken into its tables."""

from __future__ import annotations

from arrtui.clients import wire
from arrtui.clients.asking import Asking
from arrtui.core.app_extras import AdoptedFile


class ExtraReads(Asking):
    """Asks which files an app holds as belonging to its videos."""

    async def extra_files(self, item_id: int) -> list[AdoptedFile] | None:
        """Return what the app has taken in of a title's folder: one request; None where it does not tell.

        Those with the id of a video are deleted, and renamed, with it (``ExtraFileService``). A title that is
        gone has none. Raises ArrError.
        """
        if not self.app.extras.path:
            return None
        fetched = await self._list(
            self.app.extras.path,
            "listing the files beside a film",
            wire.ExtraFileResource,
            _adopted,
            query={self.app.resource.id: item_id},
        )
        return [file for file in fetched.records if file.relative_path]


def _adopted(row: wire.ExtraFileResource) -> AdoptedFile:
    return AdoptedFile(row.relative_path.replace("\\", "/"), row.type.lower(), row.movie_file_id)
