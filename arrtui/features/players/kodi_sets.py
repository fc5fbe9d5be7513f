"""Give Kodi's sets of films the pictures that were published for them.

Kodi reads the folder of a set only with a film that is new or read anew, and then by its last listing (seen
on 20.1, ``python -m tests.trials kodi``): a scan does not show what came to it later, changed or went.
"""

from __future__ import annotations

import os

from arrtui.core.players import ToldTitle
from arrtui.features.players.kodi_art import ArtRules
from arrtui.features.players.kodi_library import KodiWork
from arrtui.features.players.kodi_videos import drop_textures
from arrtui.features.players.outcomes import TitleOutcome
from arrtui.features.players.titles import PlayerTitle


def set_folders(title: PlayerTitle, last: ToldTitle | None) -> tuple[str, ...]:
    """Return the folders of sets, on this machine, in which pictures are or were published for a title."""
    known = [*title.files, *(last.files if last is not None else ())]
    return tuple(dict.fromkeys(os.path.dirname(path) for path in known if path.startswith("/")))  # noqa: PTH120


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
    changed = 0
    for setid in dict.fromkeys(film.setid for film in films if film.setid):
        work.check()
        film_set = await work.client.movie_set(setid)
        if art := rules.to_set(title.set_pictures, film_set.own_art()):
            await work.list_folders(title, art.values())
            await work.client.set_movie_set_art(setid, art)
            changed += len(art)
            film_set = await work.client.movie_set(setid)
        changed += await drop_textures(work, film_set.art.values())
    notes = outcome.notes
    if films and title.set_pictures and not any(film.setid for film in films):
        notes += (
            f"{title.title}: Kodi has it in no set, so the pictures of its set are not shown: its NFO names "
            "none",
        )
    return outcome._replace(changed=outcome.changed + changed, notes=notes)
