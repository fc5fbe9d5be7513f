"""Note which files of the owner go with videos, before a scan forgets that they lay there.

Run in database threads, inside the transaction that stores what was read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from arrtui.core.apps import App
from arrtui.core.artwork import ArtFolder
from arrtui.core.taken_files import TakenFile
from arrtui.db.artwork import assets, folders, placements, taken
from arrtui.features.artwork.following import gone_videos, is_of_folder, taken_files


def note_before_storing(
    app: App,
    instance: str,
    known: Mapping[str, ArtFolder],
    read: Sequence[ArtFolder],
    titles: Collection[str],
    now: float,
) -> list[ArtFolder]:
    """Note what went of folders that were read anew, and of titles that are gone; return what may be stored.

    Args:
        app: The app.
        instance: Its name.
        known: The folders as they were stored when the reading began.
        read: The folders as they are now.
        titles: External ids of the titles that the app has.
        now: UTC seconds.

    A folder that somebody else stored meanwhile, as what an app took came back, is left to the next scan.
    """
    times = folders.read_times(instance) if read else {}
    current = [
        folder
        for folder in read
        if (before := known.get(folder.external_id)) is None
        or times.get(folder.external_id) == before.read_at
    ]
    present: dict[str, dict[str, int | None]] = {
        folder.external_id: {file.relative_path: file.size for file in folder.files}
        for folder in current
        if folder.external_id in known
    }
    present |= {external_id: {} for external_id in known if external_id not in titles}
    changed = {
        external_id: sizes for external_id, sizes in present.items() if gone_videos(known[external_id], sizes)
    }
    if changed:
        taken.note(instance, _taken(app, instance, known, changed, now))
    return current


def _taken(
    app: App,
    instance: str,
    known: Mapping[str, ArtFolder],
    present: Mapping[str, Mapping[str, int | None]],
    now: float,
) -> list[TakenFile]:
    """Return what of the owner's went with videos; ``present``: sizes of what lies in folders now."""
    ids = list(present)
    placed, earlier = placements.placements(instance, ids), taken.taken(instance, ids)
    files = [
        file
        for external_id in ids
        for file in taken_files(
            app,
            known[external_id],
            present[external_id],
            placed.get(external_id, ()),
            earlier.get(external_id, ()),
            now,
        )
    ]
    cached = assets.assets(sorted({file.sha256 for file in files}))
    return [file for file in files if is_of_folder(cached.get(file.sha256))]
