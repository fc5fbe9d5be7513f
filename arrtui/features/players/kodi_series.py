"""Bring a series in Kodi in line with its folder: its own pictures and NFO, its seasons', its episodes."""

from __future__ import annotations

import asyncio
from functools import partial

from arrtui.clients.kodi import KodiEntry
from arrtui.core.players import PlayerTask, ToldTitle
from arrtui.features.players.kodi_actors import has_new_faces, new_actor_pictures
from arrtui.features.players.kodi_art import ArtRules, pictures_for
from arrtui.features.players.kodi_library import KodiEpisodes, KodiWork, art_rules
from arrtui.features.players.kodi_videos import VideoTelling, drop_textures
from arrtui.features.players.nfo_reading import differs, is_readable
from arrtui.features.players.outcomes import TitleOutcome
from arrtui.features.players.titles import PlayerTitle

SHOW_NFO = "tvshow.nfo"


async def tell_series(
    work: KodiWork, title: PlayerTitle, last: ToldTitle | None, task: PlayerTask
) -> TitleOutcome:
    """Tell Kodi of a series. Raises PlayerError, PlayerBusyError; what was done until then stays done."""
    episodes = VideoTelling(work, KodiEpisodes(work.client), title, last, task)
    outcome = await episodes.run()
    changed = 0
    for show in await work.client.shows_below(work.paths.player_folder(title.folder)):
        changed += await _tell_show(work, title, last, task, show)
    return outcome._replace(changed=outcome.changed + changed)


async def _tell_show(
    work: KodiWork, title: PlayerTitle, last: ToldTitle | None, task: PlayerTask, show: KodiEntry
) -> int:
    """Bring a series and its seasons in line; return how many things changed."""
    changed = 0
    faces = new_actor_pictures(title, last, "") if SHOW_NFO in title.nfos else {}
    is_new = await has_new_faces(work, title, SHOW_NFO, faces, partial(work.client.show_cast, show.tvshowid))
    if is_new or await _has_other_nfo(title, last, task, show):
        work.check()
        await work.client.refresh_show(show.tvshowid)
        changed += 1
    rules = art_rules(work, title, last)
    if art := rules.to_set(pictures_for(title), show.own_art()):
        await work.list_folders(title, art.values())
        await work.client.set_show_art(show.tvshowid, art)
        changed += len(art)
    changed += await _tell_seasons(work, title, rules, show)
    addresses = [
        address
        for entry in await work.client.shows_below(work.paths.player_folder(title.folder))
        for address in entry.art.values()
    ]
    return changed + await drop_textures(work, addresses)


async def _tell_seasons(work: KodiWork, title: PlayerTitle, rules: ArtRules, show: KodiEntry) -> int:
    """Set the pictures of the seasons; return how many."""
    changed = 0
    for season in await work.client.seasons_of(show.tvshowid):
        work.check()
        if art := rules.to_set(pictures_for(title, season.season), season.own_art()):
            await work.list_folders(title, art.values())
            await work.client.set_season_art(season.seasonid, art)
            changed += len(art)
    return changed


async def _has_other_nfo(
    title: PlayerTitle, last: ToldTitle | None, task: PlayerTask, show: KodiEntry
) -> bool:
    """Return whether Kodi does not know what the NFO of a series says, and can read it."""
    mark = title.nfos.get(SHOW_NFO)
    if mark is None:
        return False
    path = title.path(SHOW_NFO)
    if last is None:
        asked = task.reads_nfo or await asyncio.to_thread(differs, path, show.title, show.plot)
    else:
        asked = task.reads_nfo or last.files.get(SHOW_NFO) != mark
    return asked and await asyncio.to_thread(is_readable, path)
