"""What an app will do to the files in a title's folder, as front ends ask it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from arrtui.runtime.releases import find_title

if TYPE_CHECKING:
    from arrtui.features.artwork.foretold import ForetoldFile
    from arrtui.runtime.services import Services


async def foretell(services: Services, instance: str, text: str) -> tuple[str, list[ForetoldFile]]:
    """Return what a title is called, and what will become of the files in its folder.

    ``text`` is its name or external id. Raises UsageError for no such title, ArrError.
    """
    from arrtui.clients import make_client
    from arrtui.features.artwork.foretold import foretell_title
    from arrtui.media.mapping import PathMapper

    config = services.config.instance(instance)
    item = await find_title(config, services.database, text)
    path = PathMapper(config.path_mapping).local(item.path)
    async with make_client(config) as client:
        files = await foretell_title(client, services.database, item, Path(path) if path else None)
    return f"{item.title} ({item.year})" if item.year else item.title, files
