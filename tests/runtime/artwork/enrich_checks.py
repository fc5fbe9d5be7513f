"""What must hold of the cache and its tables, whatever was killed."""

from __future__ import annotations

from arrtui.core.artwork import Asset
from arrtui.db.artwork import assets, slots
from arrtui.db.database import Database
from arrtui.media.art_cache import ArtCache, AssetCheck


def broken(database: Database, cache: ArtCache, name: str = "radarr.main") -> list[str]:
    """Return what is wrong: files without a note, choices without a note or a whole file."""
    files = list(cache.files())  # first: what is noted later is no orphan
    noted: dict[str, Asset] = database.read_sync(assets.assets)
    wrong = [f"orphan {file.sha256}" for file in files if file.sha256 not in noted]
    wrong += [
        f"{sha256} of {external_id} {slot}"
        for external_id, chosen in database.read_sync(slots.choices, name).items()
        for slot, choice in chosen.items()
        if (sha256 := choice.sha256) not in noted
        or cache.check(sha256, noted[sha256].extension, noted[sha256].size) is not AssetCheck.WHOLE
    ]
    return wrong
