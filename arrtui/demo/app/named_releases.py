"""What `/parse` tells of a release's name, in both apps alike (`ParseController`)."""

from __future__ import annotations

import re

from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.catalogue import clean_title
from arrtui.demo.world.parsing import ParsedRelease
from arrtui.demo.world.tables import languages


def words_of(name: str) -> str:
    """Return a part of a release's name with blanks for its dots."""
    return re.sub(r"[._]", " ", name).strip()


def titles_named(store: Store, name: str) -> list[Obj]:
    """Return the titles of the library that are called so."""
    wanted = clean_title(name)
    return [title for title in store.titles.values() if clean_title(title["title"]) == wanted]


def scored_name(store: Store, title: Obj | None, name: str, release: ParsedRelease, **facts: str) -> Obj:
    """Return languages, formats and score of a name, with the profile of a title; score 0 without one.

    A release that names no language has the title's original one; size and flags are not known.
    """
    unknown: Obj = languages(store.kind)["Unknown"]
    original = store.metadata(title[store.spec.external_id])["originalLanguage"] if title else unknown
    spoken = release.languages or [original]
    described = {"relativePath": name, "quality": release.quality, "languages": spoken}
    described |= {"releaseGroup": release.group, **facts}
    formats = store.matched(described, original["id"])
    score = store.score_now(described, title["qualityProfileId"], original["id"]) if title else 0
    rows = [{"id": number, "name": store.formats[number]["name"]} for number in formats]
    return {"languages": spoken, "customFormats": rows, "customFormatScore": score}
