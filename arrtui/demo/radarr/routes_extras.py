"""Routes of what belongs to movies: people and adopted files."""

from __future__ import annotations

import random

from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import Obj
from arrtui.demo.radarr.views import Call
from arrtui.demo.world.words import NAMES

_JOBS = (("Directing", "Director"), ("Writing", "Screenplay"))


def credits_of(call: Call) -> list[Obj]:
    """List cast and crew of a movie; without one of everything in the database."""
    movie_id = call.number("movieId") or call.number("movieMetadataId")
    movies = [call.store.movies[movie_id]] if movie_id in call.store.movies else []
    if not movie_id:
        movies = list(call.store.movies.values())
    return [row for movie in movies for row in _people(movie)]


def _people(movie: Obj) -> list[Obj]:
    """Return four people of the cast and two of the crew, always the same for a movie."""
    rng = random.Random(movie["tmdbId"])
    names = rng.sample(NAMES, 6)
    first = movie["id"] * 10
    rows = []
    for order, name in enumerate(names):
        person = 1_000 + sum(map(ord, name))
        row: Obj = {"personName": name, "creditTmdbId": f"{movie['tmdbId']:x}{order}", "personTmdbId": person}
        row |= {"movieMetadataId": movie["id"], "images": [], "order": order}
        if order < 4:
            row |= {"character": f"Role {order + 1}", "type": "cast"}
        else:
            department, job = _JOBS[order - 4]
            row |= {"department": department, "job": job, "type": "crew"}
        rows.append(row | {"id": first + order})
    return rows


def extra_files(call: Call) -> list[Obj]:
    """List the files beside a movie that the app has adopted, of its file or of none."""
    return [
        {
            "movieId": row.title_id,
            "movieFileId": row.file_id,
            "relativePath": row.path,
            "extension": f".{row.path.rsplit('.', 1)[-1]}",
            "type": row.table,
            "id": row.id,
        }
        for row in call.store.extras.of_title(call.number("movieId"))
    ]


def alternate_titles(call: Call) -> list[Obj]:
    """List what else a movie is called; without one of everything in the database."""
    movie_id = call.number("movieId")
    movies = [row for row in call.store.movies.values() if movie_id in (0, row["id"])]
    return [title for movie in movies for title in call.store.metadata(movie["tmdbId"])["alternateTitles"]]


def nothing_listed(call: Call) -> list[Obj]:
    """List blocked releases of a movie, or what import lists offer: nothing in the demo."""
    return []


TABLE: Table = [
    ("GET", "/api/v3/alttitle", alternate_titles),
    ("GET", "/api/v3/blocklist/movie", nothing_listed),
    ("GET", "/api/v3/importlist/movie", nothing_listed),
    ("GET", "/api/v3/credit", credits_of),
    ("GET", "/api/v3/extrafile", extra_files),
]
