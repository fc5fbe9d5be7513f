"""The real Kodi reads every name that is published for it: those that no record has, and the others again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from arrtui.core.art_layouts import FILM_ART, SERIES_ART, TitleForm
from arrtui.core.artwork import ArtKind, ArtSlot
from arrtui.features.artwork.name_evidence import evidence_of
from arrtui.features.artwork.naming import KODI
from arrtui.features.players.kodi_art import kodi_kind
from tests.trials.kodi_site import Site, Step

FILM, SHOW = "Alien (1979)", "Dark (2017)"
SPECIAL, FIRST, DOUBLE = (
    "Specials/Dark S00E01.mkv",
    "Season 01/Dark S01E01.mkv",
    "Season 01/Dark S01E02-E03.mkv",
)
COLOURS = ("red", "lime", "blue")


def _publish(site: Site, title: str, slots: Iterable[ArtSlot], video: str, *, is_series: bool) -> None:
    home = site.shows if is_series else site.films
    for number, slot in enumerate(slots):
        site.publish(home, title, slot.text, video, COLOURS[number % 3])


def _shown(
    site: Site, slots: Iterable[ArtSlot], art: dict[str, str], *, is_series: bool
) -> Iterator[tuple[str, bool]]:
    """Yield for each slot whether Kodi shows the picture that was published for it."""
    for number, slot in enumerate(slots):
        address = art.get(kodi_kind(slot), "")
        colour = site.kodi.colour(address) if address else "not there"
        known = evidence_of(slot, KODI, form=TitleForm.SERIES if is_series else TitleForm.FILM)
        yield f"{slot.text} ({known}): {colour}", colour == COLOURS[number % 3]


def films(site: Site) -> Iterator[tuple[str, bool]]:
    """A film with a picture of each kind, and one more fanart."""
    film = site.films.add(FILM, nfo=False)
    (site.films.folder(film) / f"{FILM}.mkv").write_bytes(site.video)
    site.write_nfo(site.films, film, f"{FILM}.mkv", "movie", title="Alien")
    slots = [*map(ArtSlot, FILM_ART.title), ArtSlot(ArtKind.FANART, number=2)]
    _publish(site, film, slots, f"{FILM}.mkv", is_series=False)
    site.kodi.scan(site.films.folder(film))
    yield from _shown(site, slots, site.film()["art"], is_series=False)


def series(site: Site) -> Iterator[tuple[str, bool]]:
    """A series with a picture of each kind for itself, its specials and a season, and one more fanart."""
    show = site.shows.add(SHOW, SPECIAL, FIRST, DOUBLE, nfo=False)
    numbers = {SPECIAL: (0, 1), FIRST: (1, 1), DOUBLE: (1, 2)}
    thumbs = {video: ArtSlot(ArtKind.THUMB, *place) for video, place in numbers.items()}
    for video, (season, episode) in numbers.items():
        (site.shows.folder(show) / video).write_bytes(site.video)
        _publish(site, show, [thumbs[video]], video, is_series=True)
        values = {"title": f"Part {episode}", "season": season, "episode": episode}
        site.write_nfo(site.shows, show, video, "episodedetails", **values)
    nfo = (site.shows.folder(show) / DOUBLE).with_suffix(".nfo")
    third = b"<episodedetails><title>Part 3</title><season>1</season><episode>3</episode></episodedetails>"
    nfo.write_bytes(nfo.read_bytes() + third)
    site.write_nfo(site.shows, show, "", "tvshow", title="Dark")
    own = [*map(ArtSlot, SERIES_ART.title), ArtSlot(ArtKind.FANART, number=2)]
    of_seasons = {season: [ArtSlot(kind, season) for kind in SERIES_ART.season] for season in (0, 1)}
    for slots in (own, *of_seasons.values()):
        _publish(site, show, slots, "", is_series=True)
    site.kodi.scan(site.shows.folder(show))
    (row,) = site.kodi.rpc("VideoLibrary.GetTVShows", properties=["art"])["tvshows"]
    yield from _shown(site, own, row["art"], is_series=True)
    for season in _seasons(site, row["tvshowid"]):
        yield from _shown(site, of_seasons[season["season"]], season["art"], is_series=True)
    shown = {row["episode"]: row["art"] for row in site.episodes() if "S01" in row["file"]}
    yield "one file is two episodes", sorted(shown) == [1, 2, 3]
    for number in (2, 3):
        colour = site.kodi.colour(shown[number].get("thumb", ""))
        yield f"the frame of a file with two episodes, episode {number}: {colour}", colour == COLOURS[0]


def _seasons(site: Site, show: int) -> list[dict[str, Any]]:
    fields = ["season", "art"]
    return list(site.kodi.rpc("VideoLibrary.GetSeasons", tvshowid=show, properties=fields)["seasons"])


STEPS: tuple[Step, ...] = (films, series)
