"""The real Kodi gets pictures of actors that come later, and many new titles by one scan of their root."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from arrtui.features.artwork.naming import actor_name
from arrtui.features.players.kodi_roots import MANY
from tests.trials.kodi_site import Site, Step, drawn

FILM, SHOW = "Alien (1979)", "The Wire (2002)"
EPISODE = "Season 01/The Wire S01E01.mkv"
ACTORS = ("Sigourney Weaver", "Ian Holm", "J.R. O'Neil Jr.")
OTHERS = ("Idris Elba", "Dominic West")
"""Of the series: all titles of an actor share the picture."""
_FILM_FIELDS = ["file", "playcount", "tag", "resume", "cast", "art"]


def _cast(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def _films(site: Site) -> dict[str, dict[str, Any]]:
    """Return Kodi's films by title, without the frames that it takes of videos when it has time."""
    rows = site.kodi.rpc("VideoLibrary.GetMovies", properties=["title", *_FILM_FIELDS])["movies"]
    for row in rows:
        row["art"] = {kind: address for kind, address in row["art"].items() if "video@" not in address}
    return {row["title"]: row for row in rows}


def _add_film(site: Site, title: str) -> str:
    film = site.films.add(title, nfo=False)
    (site.films.folder(film) / f"{title}.mkv").write_bytes(site.video)
    site.write_nfo(
        site.films, film, f"{title}.mkv", "movie", title=title, actor=[{"name": name} for name in ACTORS]
    )
    return film


def _colours(site: Site, cast: list[dict[str, str]]) -> list[str]:
    return [site.kodi.colour(actor["thumbnail"]) if "thumbnail" in actor else "none" for actor in cast]


def actors_of_a_series(site: Site) -> Iterator[tuple[str, bool]]:
    """A series that Kodi knows, with a watched episode, gets pictures of its actors."""
    wire = site.shows.add(SHOW, EPISODE, nfo=False)
    (site.shows.folder(wire) / EPISODE).write_bytes(site.video)
    site.write_nfo(site.shows, wire, EPISODE, "episodedetails", title="Part 1", season=1, episode=1)
    site.write_nfo(
        site.shows, wire, "", "tvshow", title="The Wire", actor=[{"name": name} for name in OTHERS]
    )
    site.tell(site.shows)
    (before,) = site.episodes()
    site.kodi.rpc("VideoLibrary.SetEpisodeDetails", episodeid=before["episodeid"], playcount=2)
    for actor in OTHERS:
        site.shows.publish(wire, actor_name(actor, ".jpg"), f"actor:{actor}", drawn("lime"))
    site.kodi.scan(site.shows.folder(wire))
    yield "a scan does not show pictures of actors", _show_colours(site) == ["none"] * 2
    notes = site.tell(site.shows)
    colours = _until(lambda: _show_colours(site), ["lime"] * 2)
    yield f"arrtui has them shown: {colours} {notes}", colours == ["lime"] * 2
    (after,) = site.episodes()
    kept = (after["episodeid"], after["playcount"])
    yield f"the episode keeps id and playcount: {kept}", kept == (before["episodeid"], 2)


def _show_colours(site: Site) -> list[str]:
    (show,) = site.kodi.rpc("VideoLibrary.GetTVShows", properties=["cast"])["tvshows"]
    return _colours(site, show["cast"])


def _until(look: Callable[[], list[str]], wanted: list[str]) -> list[str]:
    """Return what is seen once it is as wanted, or after some seconds: Kodi reads an NFO when it has time."""
    deadline = time.monotonic() + 8.0
    while (seen := look()) != wanted and time.monotonic() < deadline:
        time.sleep(0.2)
    return seen


def actors_of_a_film(site: Site) -> Iterator[tuple[str, bool]]:
    """A watched film that Kodi knows gets pictures of its actors."""
    film = _add_film(site, FILM)
    site.tell(site.films)
    before = _films(site)[FILM]
    poster = {"poster": f"{site.films.root}/../mine.jpg"}
    site.kodi.rpc(
        "VideoLibrary.SetMovieDetails", movieid=before["movieid"], playcount=3, tag=["x"], art=poster
    )
    resume = {"position": 1.0, "total": 2.0}
    site.kodi.rpc("VideoLibrary.SetMovieDetails", movieid=before["movieid"], resume=resume)
    for actor in ACTORS:
        site.films.publish(film, actor_name(actor, ".png"), f"actor:{actor}", drawn("blue", ".png"))
    site.kodi.scan(site.films.folder(film))
    yield (
        "a scan does not show pictures of actors",
        _colours(site, _films(site)[FILM]["cast"]) == ["none"] * 3,
    )
    site.kodi.calls.clear()
    notes = site.tell(site.films)
    after = _films(site)[FILM]
    colours = _colours(site, after["cast"])
    yield f"arrtui has them shown: {colours} {notes}", colours == ["blue"] * 3
    kept = (
        after["playcount"],
        after["tag"],
        after["resume"]["position"],
        "mine.jpg" in after["art"]["poster"],
    )
    yield f"what was watched stays: {kept}", kept == (3, ["x"], 1.0, True)
    site.films.publish(film, ".actors/Nobody.jpg", "actor:Nobody", drawn("red"))
    site.tell(site.films)
    yield "nothing is read again for somebody else", _films(site)[FILM]["movieid"] == after["movieid"]


def new_root(site: Site) -> Iterator[tuple[str, bool]]:
    """Many films and series are new below roots of which Kodi knows something, and something is gone."""
    before = _films(site)[FILM]
    (episode,) = site.episodes()
    gone = _add_film(site, "Gone (1999)")
    site.tell(site.films)
    site.films.folder(gone).rename(site.films.root.parent / "moved away")
    for number in range(2 * MANY):
        _add_film(site, f"New {number:02} (2001)")
        show = site.shows.add(f"New {number:02} (2002)", EPISODE, nfo=False)
        (site.shows.folder(show) / EPISODE).write_bytes(site.video)
        site.write_nfo(site.shows, show, EPISODE, "episodedetails", title="P", season=1, episode=1)
        site.write_nfo(site.shows, show, "", "tvshow", title=f"New {number:02}")
    began = time.monotonic()
    notes = [site.tell(home) for home in (site.films, site.shows)]
    films = _films(site)
    count = len(site.kodi.rpc("VideoLibrary.GetTVShows")["tvshows"]), len(site.episodes())
    elapsed = time.monotonic() - began
    yield (
        f"{len(films)} films, {count[0]} series after {elapsed:.0f} s {notes}",
        (len(films), *count) == (2 * MANY + 2, 2 * MANY + 1, 2 * MANY + 1),
    )
    after = films[FILM]
    other = {name: (before[name], after[name]) for name in before if after[name] != before[name]}
    yield f"the known film is as it was {other or ''}", not other
    kept = next(row for row in site.episodes() if row["episodeid"] == episode["episodeid"])
    yield "the known episode too", kept == episode
    yield "one whose folder is away stays known", "Gone (1999)" in films


STEPS: tuple[Step, ...] = (actors_of_a_series, actors_of_a_film, new_root)
