"""Give Kodi's sets of films the pictures that lie in their folders: published ones and the owner's.

Kodi reads the folder of a set only with a film that is new or read anew, and then by its last listing (seen
on 20.1, ``python -m tests.trials kodi``): a scan does not show what came to it later, changed or went.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from arrtui.core.players import ToldTitle
from arrtui.features.players.kodi_art import ArtRules
from arrtui.features.players.kodi_library import KodiWork
from arrtui.features.players.kodi_videos import drop_textures
from arrtui.features.players.outcomes import TitleOutcome
from arrtui.features.players.titles import PlayerPicture, PlayerTitle


def set_folders(title: PlayerTitle, last: ToldTitle | None) -> tuple[str, ...]:
    """Return the folders of sets, on this machine, in which pictures are or were published for a title."""
    known = [*title.files, *(last.files if last is not None else ())]
    return tuple(dict.fromkeys(os.path.dirname(path) for path in known if path.startswith("/")))  # noqa: PTH120


async def _shown_pictures(work: KodiWork, title: PlayerTitle) -> dict[str, PlayerPicture]:
    """Return the pictures of a set that Kodi is to have: the owner's only out of its folder of sets."""
    pictures = {kind: picture for kind, picture in title.set_pictures.items() if picture.is_ours}
    if len(pictures) < len(title.set_pictures):
        known = work.paths.local(await work.client.sets_folder() or "") or ""
        for kind, picture in title.set_pictures.items():
            is_there = str(Path(picture.path).parent.parent) == known.rstrip("/")
            if not picture.is_ours and is_there and await asyncio.to_thread(os.path.isfile, picture.path):
                pictures[kind] = picture
    return pictures


async def tell_sets(
    work: KodiWork, title: PlayerTitle, last: ToldTitle | None, outcome: TitleOutcome
) -> TitleOutcome:
    """Set pictures of the set of a film whose videos Kodi was told of with an outcome; return all of it.

    Raises PlayerError.
    """
    folders = set_folders(title, last)
    if not folders:
        return outcome
    films = await work.client.movies_below(work.paths.player_folder(title.folder))
    rules = ArtRules(title, last, work.paths, os.path.isfile, folders)
    pictures = await _shown_pictures(work, title)
    changed = 0
    for setid in dict.fromkeys(film.setid for film in films if film.setid):
        work.check()
        film_set = await work.client.movie_set(setid)
        if art := rules.to_set(pictures, film_set.own_art()):
            await work.list_folders(title, art.values())
            await work.client.set_movie_set_art(setid, art)
            changed += len(art)
            film_set = await work.client.movie_set(setid)
        changed += await drop_textures(work, film_set.art.values())
    notes, ours = outcome.notes, any(picture.is_ours for picture in pictures.values())
    if films and ours and not any(film.setid for film in films):
        notes += (
            f"{title.title}: Kodi has it in no set, so the pictures of its set are not shown: its NFO names "
            "none",
        )
    return outcome._replace(changed=outcome.changed + changed, notes=notes)
