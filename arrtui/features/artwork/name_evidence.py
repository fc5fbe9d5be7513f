"""Which player reads a published name, and how that is known. Pure.

What is recorded was seen while Kodi 20.1 and Jellyfin 10.11 ran over one tree (``recorded/players``); what is
tried was seen on Debian's Kodi 20.1 by ``python -m tests.trials kodi`` and ``kodi-music``. All else is known
by documents only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from arrtui.core.art_layouts import TitleForm
from arrtui.core.artwork import ACTOR_SLOT, NFO, ArtKind, ArtSlot, slot_of
from arrtui.features.artwork.naming import JELLYFIN, KODI, PLEX, base_of, published_names


class Evidence(StrEnum):
    """How it is known that a player reads a name, in the words of screens."""

    RECORDED = "recorded"
    TRIED = "tried on Kodi 20.1"
    DOCUMENTS = "by documents"


class NameScope(StrEnum):
    """What an image is of, as far as its name depends on it."""

    FILM = "film"
    SERIES = "series"
    SEASON = "season"
    SPECIALS = "specials"
    EPISODE = "episode"
    SET = "set"
    ARTIST = "artist"
    ALBUM = "album"


_FOR_ALL = frozenset(
    {ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.CLEARLOGO, ArtKind.CLEARART, ArtKind.LANDSCAPE}
)
_SEASON = frozenset({ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.LANDSCAPE})
_THUMB = frozenset({ArtKind.THUMB})
RECORDED: Mapping[str, Mapping[NameScope, frozenset[ArtKind]]] = {
    KODI: {
        NameScope.FILM: _FOR_ALL | {ArtKind.DISCART, ArtKind.KEYART, ArtKind.CHARACTERART},
        NameScope.SERIES: frozenset({ArtKind.FANART}),
        NameScope.SEASON: _SEASON,
        NameScope.SPECIALS: frozenset({ArtKind.POSTER, ArtKind.FANART}),
        NameScope.EPISODE: _THUMB,
        NameScope.SET: _SEASON | {ArtKind.CLEARLOGO},
    },
    JELLYFIN: {
        NameScope.FILM: _FOR_ALL | {ArtKind.DISCART},
        NameScope.SERIES: _FOR_ALL,
        NameScope.SEASON: _SEASON,
        NameScope.SPECIALS: frozenset({ArtKind.POSTER, ArtKind.FANART}),
        NameScope.EPISODE: _THUMB,
    },
}
"""Kinds whose names the records show to be read, by player; of films as published, beside the video."""
_RECORDED_MORE = {(KODI, NameScope.FILM), (KODI, NameScope.SERIES), (JELLYFIN, NameScope.FILM)}
"""Where further fanart is recorded."""
TRIED_OF_MUSIC: Mapping[NameScope, frozenset[ArtKind]] = {
    NameScope.ARTIST: frozenset({ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.CLEARLOGO}),
    NameScope.ALBUM: frozenset({ArtKind.THUMB, ArtKind.DISCART}),
}
"""Kinds of artists and albums whose names Kodi 20.1 was seen to read (``tests.trials kodi-music``)."""
_MUSIC = (NameScope.ARTIST, NameScope.ALBUM)


def scope_of(slot: ArtSlot, *, form: TitleForm) -> NameScope:
    """Return what the image of a slot is of."""
    if form is TitleForm.ARTIST:
        return NameScope.ARTIST if slot.season is None else NameScope.ALBUM
    if slot.of_set:
        return NameScope.SET
    if slot.episode is not None:
        return NameScope.EPISODE
    if slot.season is not None:
        return NameScope.SEASON if slot.season else NameScope.SPECIALS
    return NameScope(form.value)


def evidence_of(slot: ArtSlot, player: str, *, form: TitleForm) -> Evidence:
    """Return how it is known that a player reads the name under which a slot is published for it."""
    scope = scope_of(slot, form=form)
    if scope in _MUSIC:
        is_tried = player == KODI and slot.kind in TRIED_OF_MUSIC.get(scope, ())
        return Evidence.TRIED if is_tried else Evidence.DOCUMENTS
    recorded = slot.kind in RECORDED.get(player, {}).get(scope, ())
    if recorded and (slot.number == 1 or (player, scope) in _RECORDED_MORE):
        return Evidence.RECORDED
    return Evidence.TRIED if player == KODI else Evidence.DOCUMENTS


def readers_of(
    slot: str, path: str, players: Collection[str], *, form: TitleForm
) -> list[tuple[str, Evidence]]:
    """Return which of some players a published file is for, and how it is known that they read it.

    Args:
        slot: As text; also of an actor's picture, or :data:`~arrtui.core.artwork.NFO`.
        path: Of the file, below the title's folder, of a set's picture absolute; empty for all files of the
            slot.
        players: Those for which names are published.
        form: Of the title.
    """
    asked = [player for player in (KODI, JELLYFIN, PLEX) if player in players]
    if slot == NFO:
        of_music = {KODI: Evidence.TRIED, JELLYFIN: Evidence.DOCUMENTS}
        known = of_music if form.is_music else dict.fromkeys(of_music, Evidence.RECORDED)
        return [(player, known[player]) for player in asked if player in known]
    if slot.startswith(ACTOR_SLOT):
        return [(player, Evidence.RECORDED) for player in asked if player == KODI]
    place = slot_of(slot)
    if place.of_set:
        return [(KODI, evidence_of(place, KODI, form=form))] if KODI in asked else []
    stem, folder = base_of(path), path.rpartition("/")[0]
    extension = path[len(stem) :] or ".jpg"
    bases: tuple[str, ...] = (stem.rpartition(f"-{place.kind}")[0], f"{folder}/video".lstrip("/"))
    if form.has_part_folders:
        bases = (f"{folder}/" if folder else "",)
    names = {
        player: [
            name for base in bases for name in published_names(place, base, {player}, extension, form=form)
        ]
        for player in asked
    }
    return [
        (player, evidence_of(place, player, form=form))
        for player, own in names.items()
        if path in own or (own and not path)
    ]


def readers_text(slot: str, path: str, players: Collection[str], *, form: TitleForm) -> str:
    """Return the same in words: ``Kodi (recorded), Plex (by documents)``."""
    readers = readers_of(slot, path, players, form=form)
    return ", ".join(f"{player.title()} ({evidence})" for player, evidence in readers)
