"""The real Kodi shows what is published, and an upgraded film or episode stays watched.

``python -m tests.trials kodi`` runs itself again in a network namespace; see :mod:`tests.trials.real_kodi`.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.trials import kodi_later, kodi_names, kodi_sets
from tests.trials.kodi_site import Site, Step
from tests.trials.real_kodi import make_network, why_not

FILM, SHOW = "Heat (1995)", "The Wire (2002)"
EPISODES = tuple(f"Season 01/The Wire S01E0{number} HDTV.mkv" for number in (1, 2))
KINDS = ("poster", "fanart", "banner", "clearlogo", "clearart", "discart", "landscape")


def new_film(site: Site) -> Iterator[tuple[str, bool]]:
    """A new film in a folder that Kodi has not listed yet."""
    site.kodi.rpc("VideoLibrary.Scan")
    heat = site.films.add(FILM, nfo=False)
    (site.films.folder(heat) / f"{FILM}.mkv").write_bytes(site.video)
    site.write_nfo(site.films, heat, f"{FILM}.mkv", "movie", title="Heat, told", plot="Plot", year=1995)
    for kind in KINDS:
        site.publish(site.films, heat, kind, f"{FILM}.mkv", "red")
    site.publish(site.films, heat, "fanart#2", f"{FILM}.mkv", "blue")
    notes = site.tell(site.films)
    film = site.film()
    yield f"the title of the NFO is shown: {film['title']} {notes}", film["title"] == "Heat, told"
    shown = sorted(kind for kind in (*KINDS, "fanart1") if kind in film["art"])
    yield f"pictures shown: {', '.join(shown)}", len(shown) == len(KINDS) + 1
    colours = {site.kodi.colour(film["art"][kind]) for kind in KINDS}
    yield f"they are the published ones: {colours}", colours == {"red"}


def known_film(site: Site) -> Iterator[tuple[str, bool]]:
    """Pictures and NFO of a watched film change."""
    before = site.film()
    site.kodi.rpc(
        "VideoLibrary.SetMovieDetails",
        movieid=before["movieid"],
        playcount=3,
        tag=["with Ann"],
        art={"characterart": f"{site.films.root}/../mine.jpg"},
    )
    site.kodi.rpc(
        "VideoLibrary.SetMovieDetails", movieid=before["movieid"], resume={"position": 1.0, "total": 2.0}
    )
    site.publish(site.films, "601", "poster", f"{FILM}.mkv", "blue")
    site.publish(site.films, "601", "keyart", f"{FILM}.mkv", "lime")
    site.tell(site.films)
    film = site.film()
    yield (
        "id and playcount stay when pictures change",
        (film["movieid"], film["playcount"]) == (before["movieid"], 3),
    )
    yield "a new kind is shown", site.kodi.colour(film["art"]["keyart"]) == "lime"
    colour = site.kodi.colour(film["art"]["poster"])
    yield f"a changed poster of the same name is shown: {colour}", colour == "blue"
    site.write_nfo(site.films, "601", f"{FILM}.mkv", "movie", title="Heat, retold")
    site.tell(site.films)
    film = site.film()
    yield f"a changed NFO is read: {film['title']}", film["title"] == "Heat, retold"
    yield from _kept("after the NFO was read again", film)


def _kept(when: str, film: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    kept = (film["playcount"], film["tag"], film["resume"]["position"], "characterart" in film["art"])
    yield f"{when}: playcount, tags, position, chosen picture {kept}", kept == (3, ["with Ann"], 1.0, True)


def upgraded_film(site: Site) -> Iterator[tuple[str, bool]]:
    """A watched film is replaced by one of another name."""
    before = site.film()["movieid"]
    better = f"{FILM} Bluray-2160p.mkv"
    site.films.upgrade("601", f"{FILM}.mkv", better)
    (site.films.folder("601") / better).write_bytes(site.video)
    site.kodi.calls.clear()
    notes = site.tell(site.films)
    film = site.film()
    fresh = film["movieid"] != before and film["file"].endswith(better)
    yield f"there is one entry, that of the new file {notes}", fresh
    yield from _kept("after the upgrade", film)
    yield "its poster is the published one", site.kodi.colour(film["art"]["poster"]) == "blue"


def series(site: Site) -> Iterator[tuple[str, bool]]:
    """A new series, then an upgrade of a watched episode."""
    wire = site.shows.add(SHOW, *EPISODES, nfo=False)
    for number, video in enumerate(EPISODES, start=1):
        (site.shows.folder(wire) / video).write_bytes(site.video)
        values = {"title": f"Part {number}", "season": 1, "episode": number}
        site.write_nfo(site.shows, wire, video, "episodedetails", **values)
        site.publish(site.shows, wire, f"s01e{number:02}:thumb", video, "lime")
    site.write_nfo(site.shows, wire, "", "tvshow", title="The Wire, told")
    site.publish(site.shows, wire, "poster", "", "red")
    site.publish(site.shows, wire, "s01:poster", "", "blue")
    notes = site.tell(site.shows)
    (show,) = site.kodi.rpc("VideoLibrary.GetTVShows", properties=["title", "art"])["tvshows"]
    yield f"the title of tvshow.nfo is shown: {show['title']} {notes}", show["title"] == "The Wire, told"
    yield "its poster is shown", site.kodi.colour(show["art"]["poster"]) == "red"
    (season,) = site.kodi.rpc("VideoLibrary.GetSeasons", tvshowid=show["tvshowid"], properties=["art"])[
        "seasons"
    ]
    yield "the season's poster is shown", site.kodi.colour(season["art"]["poster"]) == "blue"
    rows = site.episodes()
    yield "episodes have their titles", [row["title"] for row in rows] == ["Part 1", "Part 2"]
    yield "and their frames", {site.kodi.colour(row["art"]["thumb"]) for row in rows} == {"lime"}
    site.publish(site.shows, wire, "s01:banner", "", "lime")
    site.kodi.rpc("VideoLibrary.SetEpisodeDetails", episodeid=rows[0]["episodeid"], playcount=2)
    better = EPISODES[0].replace("HDTV", "Bluray")
    site.shows.upgrade(wire, EPISODES[0], better)
    site.shows.set_videos(wire, better, EPISODES[1])
    for video in (better, EPISODES[1]):
        (site.shows.folder(wire) / video).write_bytes(site.video)
    notes = site.tell(site.shows)
    rows = site.episodes()
    watched = [(Path(row["file"]).name, row["playcount"]) for row in rows]
    yield (
        f"an upgraded episode stays watched: {watched} {notes}",
        watched == [(Path(better).name, 2), (Path(EPISODES[1]).name, 0)],
    )
    (season,) = site.kodi.rpc("VideoLibrary.GetSeasons", tvshowid=show["tvshowid"], properties=["art"])[
        "seasons"
    ]
    yield "a season's new banner is shown", site.kodi.colour(season["art"]["banner"]) == "lime"


def film_without_nfo(site: Site) -> Iterator[tuple[str, bool]]:
    """A watched film is replaced by one without NFO, its old entry goes, and an NFO comes later."""
    old, new = f"{FILM} Bluray-2160p.mkv", f"{FILM} Remux.mkv"
    site.films.upgrade("601", old, new, nfo=False)
    (site.films.folder("601") / new).write_bytes(site.video)
    notes = site.tell(site.films)
    (task,) = site.films.waiting()
    kept = [state.playcount for state in task.kept.values()]
    yield f"what was watched is kept: {notes}", kept == [3]
    site.kodi.rpc("VideoLibrary.RemoveMovie", movieid=site.film()["movieid"])
    site.write_nfo(site.films, "601", new, "movie", title="Heat, remuxed")
    notes = site.tell(site.films)
    film = site.film()
    yield f"the new film is shown {notes}", film["file"].endswith(new)
    yield from _kept("once it has an NFO", film)


def lost_root(site: Site) -> Iterator[tuple[str, bool]]:
    """The disk of the films is not mounted."""
    site.films.root.rename(site.films.root.with_name("unmounted"))
    site.films.root.mkdir()
    asyncio.run(site.films.tell(asks_again=True))
    yield "nothing is removed while the root is empty", site.film()["playcount"] == 3


STEPS: tuple[Step, ...] = (new_film, known_film, upgraded_film, film_without_nfo, series, lost_root)
SITES = {"players": STEPS, "names": kodi_names.STEPS, "sets": kodi_sets.STEPS, "later": kodi_later.STEPS}
"""Steps by the site on which they are done, each with a Kodi of its own."""


def inside() -> Iterator[str]:
    """Run the steps in this process, which has a network namespace of its own."""
    make_network()
    for name, steps in SITES.items():
        with tempfile.TemporaryDirectory(prefix=f"arrtui-kodi-{name}-") as folder:
            site = Site(Path(folder))
            with site.kodi.running():
                for step in steps:
                    for sentence, is_right in step(site):
                        yield f"{'ok' if is_right else 'WRONG'} {name}, {step.__name__}: {sentence.strip()}"
            site.database.close()


def trial(times: int) -> Iterator[str]:
    """Run everything ``times`` over, each in a network namespace; yield a line for each thing looked at."""
    if reason := why_not():
        yield f"WRONG {reason}"
        return
    for _ in range(times):
        command = ["unshare", "--net", sys.executable, "-m", "tests.trials.kodi"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            yield from (line.rstrip("\n") for line in process.stdout)
        if process.returncode:
            yield f"WRONG the trial ended with {process.returncode}"


if __name__ == "__main__":
    for line in inside():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
