"""Have Kodi scan a whole root folder once, where many titles below it are new to it.

A scan of a root leaves what Kodi knows of titles below it as it is, also of those whose folder is gone (seen
on 20.1, ``python -m tests.trials kodi``).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence

from arrtui.core.art_layouts import TitleForm
from arrtui.core.text import plural
from arrtui.features.players.kodi_forms import KODI_FORMS
from arrtui.features.players.kodi_library import KodiWork
from arrtui.features.players.paths import separator_of
from arrtui.features.players.titles import PlayerTitle
from arrtui.media.mounts import look_at_root

MANY = 20
"""New titles below a root for which it is scanned as a whole."""


async def scan_roots(work: KodiWork, titles: Iterable[PlayerTitle], say: Callable[[str], None]) -> None:
    """Have the roots scanned below which many of some titles are new, one root after the other.

    ``say`` is told which root is scanned. Raises PlayerError, PlayerBusyError while Kodi scans already.
    """
    by_root: dict[tuple[str, TitleForm], list[PlayerTitle]] = {}
    for title in titles:
        if not title.root_doubt and title.form in KODI_FORMS:
            by_root.setdefault((title.root, title.form), []).append(title)
    for (root, form), below in by_root.items():
        if len(below) >= MANY:
            await _scan_root(work, root, below, say, form)


async def _scan_root(
    work: KodiWork,
    root: str,
    titles: Sequence[PlayerTitle],
    say: Callable[[str], None],
    form: TitleForm,
) -> None:
    """Have a root scanned if many of some titles below it are new and lie there."""
    folder, places_below = work.paths.player_folder(root), KODI_FORMS[form].places_below
    known = _names_below(folder, await places_below(work.client, folder))
    names = {title.folder: _names_below(folder, [work.paths.player_folder(title.folder)]) for title in titles}
    new = [title for title in titles if not names[title.folder] & known]
    there = await asyncio.to_thread(_those_there, root, new)
    if len(there) < MANY:
        return
    say(f"scanning {root}, where {plural(len(there), 'title')} may be new")
    await work.scan_root(root, len(there), music=form.is_music)
    known = _names_below(folder, await places_below(work.client, folder))
    came = {title.folder for title in there if names[title.folder] & known}
    if came:
        work.fresh |= came
        work.looked_at |= {title.folder for title in there}


def _names_below(folder: str, places: Iterable[str]) -> set[str]:
    """Return the names in a folder of a player that paths of it begin with; of Windows without case."""
    separator = separator_of(folder)
    is_windows = separator == "\\"
    names = (place[len(folder) :].split(separator)[0] for place in places)
    return {name.casefold() if is_windows else name for name in names if name}


def _those_there(root: str, titles: Iterable[PlayerTitle]) -> list[PlayerTitle]:
    """Return the titles whose folders are there; none of a root that is away or empty. Blocks."""
    look = look_at_root(root)
    if look.error or not look.names:
        return []
    return [title for title in titles if os.path.isdir(title.folder)]  # noqa: PTH112
