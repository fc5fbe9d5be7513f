"""What could be imported by hand from a folder, and why not (`ManualImportService`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from arrtui.demo.app.importing import is_sample, videos_of
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import require_row
from arrtui.demo.app.scans import scanned_facts, unknown_videos
from arrtui.demo.app.store import Store
from arrtui.demo.app.view import View
from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.parsing import parse_release
from arrtui.demo.world.tables import languages

FULL_SEASON = "Single episode file contains all episodes in seasons. Review file name or manually import"


class ManualImportRoutes:
    """The list of one app, whose view renders the titles in it."""

    def __init__(self, view: View[Any]) -> None:
        self._view = view

    def table(self) -> Table:
        """Return the routes."""
        return [("GET", "/api/v3/manualimport", self.importable)]

    def importable(self, call: Call) -> list[Obj]:
        """List the videos of a folder that a scan looks at, with the reasons against each.

        Of a folder Radarr hides the files of its library, Sonarr lists them without quality and reasons. By
        `movieId` Radarr lists the files of the movie, then what else lies beside them, with no reasons at
        all.
        """
        store, spec = call.store, call.store.spec
        if spec.kind == "radarr" and call.text(spec.id_key):
            title = require_row(store.titles, call.number(spec.id_key), spec.model)
            others = unknown_videos(store, title, store.files_in(title["path"]))
            videos = (*store.files_of(title["id"]), *others)
            return [self._row(call, title["path"], video, title) for video in videos]
        folder = call.text("folder").rstrip("/")
        owner = next((row for row in store.titles.values() if row["path"] == folder), None)
        known = {file["relativePath"]: file for file in store.files_of(owner["id"])} if owner else {}
        rows = []
        for video in videos_of(store, Path(folder)):
            name = video["relativePath"]
            wanted = {spec.id_key: owner["id"]} if owner and spec.kind == "radarr" else {}
            wanted |= store.named_by(folder.rsplit("/", 1)[-1], name.rsplit("/", 1)[-1])
            named = store.titles.get(wanted.get(spec.id_key, 0))
            if name not in known:
                rows.append(self._judged(call, folder, video, named, wanted))
            elif spec.kind == "sonarr":
                row = self._row(call, folder, video, named)
                rows.append({key: value for key, value in row.items() if key not in _OF_UNKNOWN_FILES})
        return rows

    def _row(self, call: Call, folder: str, video: Obj, title: Obj | None) -> Obj:
        """Return a video without a reason against it."""
        store = call.store
        path = f"{folder}/{video['relativePath']}"
        facts = scanned_facts(store.kind, video) | {"languages": _spoken(store, path, title)}
        facts |= {key: video[key] for key in ("quality", "languages", "releaseGroup") if key in video}
        row: Obj = {"path": path, "relativePath": video["relativePath"], "folderName": Path(folder).name}
        row |= {"name": Path(path).stem, "size": video["size"], **facts}
        row |= {store.spec.noun: self._view.title_resource(call, title)} if title else {}
        row |= {"qualityWeight": _weight(store, facts["quality"]), "indexerFlags": 0, "rejections": []}
        scores: Obj = {"customFormats": [], "customFormatScore": 0}
        if title:
            original = store.original_language(title)
            scored = store.scored(video | facts, title["qualityProfileId"], original)
            scores = {key: scored[key] for key in scores}
        return row | scores | {"id": sum(path.encode()) * 7919 % 2**31}

    def _judged(self, call: Call, folder: str, video: Obj, title: Obj | None, wanted: Obj) -> Obj:
        """Return a video with the reasons against it; each is a sentence."""
        store, spec = call.store, call.store.spec
        row = self._row(call, folder, video, title) | self._view.import_details(store, wanted)
        reasons = [] if title else [f"Unknown {spec.model}"]
        if wanted.get("fullSeason"):
            reasons.append(FULL_SEASON)
        if title and title["path"] != folder and is_sample(video["size"]):
            reasons.append("Sample")  # what lies in the folder of its title is none
        present = store.replaced_by(title, wanted) if title else []
        for file in present:
            if title and store.is_worse(row, file, title["qualityProfileId"]):
                before, after = (each["quality"]["quality"]["name"] for each in (file, row))
                files = spec.file_words if spec.kind == "radarr" else f"{spec.file_words}(s)"
                existing = f"Not an upgrade for existing {files}."
                reasons.append(f"{existing} Existing quality: {before}. New Quality {after}.")
                break  # the rule ends at the first file that is better
        return row | {"rejections": [{"reason": reason, "type": "permanent"} for reason in reasons]}


_OF_UNKNOWN_FILES = ("quality", "qualityWeight", "rejections")
"""Members that a file of the library has not in Sonarr's list of a folder."""


def _spoken(store: Store, path: str, title: Obj | None) -> list[Obj]:
    """Return the languages a name tells, else the one its title was made in (`AggregateLanguage`)."""
    table = languages(store.kind)
    original = store.original_language(title) if title else table["Unknown"]["id"]
    told = parse_release(store.kind, Path(path).name).languages
    return told or [row for row in table.values() if row["id"] == original]


def _weight(store: Store, model: Obj) -> int:
    """Return how a quality ranks by its definition and revision (`ManualImportController`)."""
    number, revision = model["quality"]["id"], model["revision"]
    definitions = store.quality_definitions.values()
    weight = next((row["weight"] for row in definitions if row["quality"]["id"] == number), 0)
    return int(weight) + int(revision["real"]) * 10 + int(revision["version"])
