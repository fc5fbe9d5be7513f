"""Which movie a name is of, as the app reads it (`Parser.ParseMovieTitle`)."""

from __future__ import annotations

import re

from arrtui.demo.app.named_releases import titles_named, words_of
from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj

DATED = re.compile(r"^(?P<title>.+?)[ ._(-]+(?P<year>(?:19|20)\d\d)(?P<rest>\W.*)?$")


def names_a_movie(name: str) -> bool:
    """Return whether a name parses as that of a movie: a title with a year behind it."""
    return DATED.match(name) is not None


def movie_named(store: Store, name: str) -> Obj | None:
    """Return the movie of the library that a name is of."""
    match = DATED.match(name)
    titles = titles_named(store, words_of(match["title"])) if match else []
    return next((movie for movie in titles if match and movie["year"] == int(match["year"])), None)
