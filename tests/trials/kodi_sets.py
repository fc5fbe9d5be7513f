"""The real Kodi shows pictures of sets out of its folder of sets, and actors out of ``.actors``."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from arrtui.clients.kodi import KodiClient
from arrtui.core.art_layouts import FILM_ART
from arrtui.core.artwork import SlotChoice
from arrtui.db.artwork import slots
from arrtui.features.artwork.naming import actor_name, set_folder
from tests.trials.kodi_site import Site, Step, drawn

NAMES = (
    *("Alien: The/Set?", "Wait for it...", 'Star*Wars|<x>"y"', "Back\\slash", " lead and trail ", "Dot. "),
    *("Ünï cøde", "100% & more", "../../etc", ".hidden", "CON", "semi;colon, `tick`"),
)
"""Names of sets, with everything that Kodi changes in the names of their folders."""
ACTORS = ("Ann Actor", "J.R. O'Neil Jr.", "Bo-Bo Ünï")


def _sets(site: Site) -> dict[str, dict[str, Any]]:
    """Return Kodi's sets by title."""
    rows = site.kodi.rpc("VideoLibrary.GetMovieSets", properties=["title", "art"])["sets"]
    return {row["title"]: row for row in rows}


def _film(site: Site, number: int, name: str) -> str:
    """Add a film of a set; return its external id."""
    title = f"Film {number} (2001)"
    film = site.films.add(title, nfo=False)
    (site.films.folder(film) / f"{title}.mkv").write_bytes(site.video)
    actors = [{"name": actor} for actor in ACTORS]
    site.write_nfo(site.films, film, f"{title}.mkv", "movie", title=title, set={"name": name}, actor=actors)
    return film


def _picture(site: Site, film: str, name: str, kind: str, colour: str) -> None:
    """Publish a picture of the set of a film."""
    path = site.kodi.sets / set_folder(name) / f"{kind}{'.png' if 'clear' in kind else '.jpg'}"
    site.films.publish(film, str(path), f"set:{kind}", drawn(colour, path.suffix))


def names(site: Site) -> Iterator[tuple[str, bool]]:
    """New films of sets with all sorts of names, whose pictures are there before Kodi scans."""
    for number, name in enumerate(NAMES):
        film = _film(site, number, name)
        for kind in FILM_ART.of_set:
            _picture(site, film, name, kind, "lime")
    for actor in ACTORS:
        site.films.publish(film, actor_name(actor, ".jpg"), f"actor:{actor}", drawn("blue"))
    site.kodi.scan(site.films.root)
    sets = _sets(site)
    for name in NAMES:
        art = sets.get(name.strip(), {"art": {}})["art"]
        shown = {kind: site.kodi.colour(art[kind]) for kind in FILM_ART.of_set if kind in art}
        yield (
            f"the set {name!r} in {set_folder(name)!r}: {sorted(map(str, shown))}",
            set(shown.values()) == {"lime"} and len(shown) == len(FILM_ART.of_set),
        )
    fields = ["cast", "file"]
    rows = site.kodi.rpc("VideoLibrary.GetMovies", properties=fields)["movies"]
    cast = next(row["cast"] for row in rows if f"Film {len(NAMES) - 1} " in row["file"])
    for actor in cast:
        colour = site.kodi.colour(actor.get("thumbnail", ""))
        yield f"the actor {actor['name']}: {colour}", colour == "blue"


def _colours(site: Site, title: str) -> dict[str, str]:
    art = _sets(site)[title]["art"]
    return {kind: site.kodi.colour(address) for kind, address in art.items()}


def known_set(site: Site) -> Iterator[tuple[str, bool]]:
    """Pictures of a set that Kodi has already: they come, change and go."""
    name, number = "Late Collection", len(NAMES)
    film = _film(site, number, name)
    site.tell(site.films)
    for kind in ("poster", "fanart"):
        _picture(site, film, name, kind, "red")
    site.kodi.scan(site.films.folder(film))
    art = _sets(site)[name]["art"]
    yield f"a scan does not show them: {art}", "poster" not in art
    notes = site.tell(site.films)
    colours = _colours(site, name)
    yield f"arrtui shows them: {colours} {notes}", colours == {"poster": "red", "fanart": "red"}
    _picture(site, film, name, "poster", "blue")
    site.tell(site.films)
    colours = _colours(site, name)
    yield f"a changed one is shown: {colours}", colours == {"poster": "blue", "fanart": "red"}
    site.films.unpublish(film, str(site.kodi.sets / name / "fanart.jpg"))
    site.tell(site.films)
    yield "one that was taken back goes", _colours(site, name) == {"poster": "blue"}
    own = site.kodi.sets / name / "fanart.png"
    own.write_bytes(drawn("lime", ".png"))
    choice = SlotChoice(
        external_id=film,
        slot="set:fanart",
        sha256="0" * 64,
        provider="owner",
        address=str(own),
        by_owner=True,
    )
    site.database.write_sync(slots.store_unlocked, site.films.name, [choice])
    site.tell(site.films)
    colours = _colours(site, name)
    yield f"the owner's is shown: {colours}", colours == {"poster": "blue", "fanart": "lime"}
    folder = asyncio.run(KodiClient(site.films.players[0]).sets_folder())
    yield f"Kodi tells where it looks for them: {folder}", folder == f"{site.kodi.sets}/"


STEPS: tuple[Step, ...] = (names, known_set)
