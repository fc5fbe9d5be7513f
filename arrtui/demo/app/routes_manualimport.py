"""What could be imported by hand from a folder, and why not (`ManualImportService`)."""

from __future__ import annotations

from pathlib import Path

from arrtui.demo.app.importing import is_sample, videos_of
from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import require_row
from arrtui.demo.app.scans import scanned_facts, unknown_videos
from arrtui.demo.app.store import Store
from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import languages


def importable(call: Call) -> list[Obj]:
    """List the videos of a folder that a scan looks at, with the reasons against each.

    Of a folder Radarr hides the files of its library, Sonarr lists them without quality and reasons. By
    `movieId` Radarr lists the files of the movie, then what else lies beside them, with no reasons at all.
    """
    store, spec = call.store, call.store.spec
    if spec.kind == "radarr" and call.text(spec.id_key):
        title = require_row(store.titles, call.number(spec.id_key), spec.model)
        others = unknown_videos(store, title, store.files_in(title["path"]))
        return [_row(store, title["path"], file, title) for file in (*store.files_of(title["id"]), *others)]
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
            rows.append(_judged(store, folder, video, named, wanted))
        elif spec.kind == "sonarr":
            row = _row(store, folder, video, named)
            rows.append({key: value for key, value in row.items() if key not in ("quality", "rejections")})
    return rows


def _row(store: Store, folder: str, video: Obj, title: Obj | None) -> Obj:
    """Return a video without a reason against it."""
    path = f"{folder}/{video['relativePath']}"
    facts = scanned_facts(store.kind, video) | {
        key: video[key] for key in ("quality", "languages", "releaseGroup") if key in video
    }
    row: Obj = {"path": path, "relativePath": video["relativePath"], "folderName": Path(folder).name}
    row |= {"name": Path(path).stem, "size": video["size"], "languages": [languages(store.kind)["Unknown"]]}
    row |= {store.spec.noun: title} if title else {}
    row |= {**facts, "customFormats": [], "customFormatScore": 0, "indexerFlags": 0, "rejections": []}
    return row | {"id": sum(path.encode()) * 7919 % 2**31}


def _judged(store: Store, folder: str, video: Obj, title: Obj | None, wanted: Obj) -> Obj:
    """Return a video with the reasons against it; each is a sentence."""
    row, spec = _row(store, folder, video, title), store.spec
    reasons = [] if title else [f"Unknown {spec.model}"]
    if title and title["path"] != folder and is_sample(video["size"]):
        reasons.append("Sample")  # what lies in the folder of its title is none
    present = store.replaced_by(title, wanted) if title else []
    for file in present:
        if title and store.is_worse(row, file, title["qualityProfileId"]):
            before, after = (each["quality"]["quality"]["name"] for each in (file, row))
            files = spec.file_words if spec.kind == "radarr" else f"{spec.file_words}(s)"
            existing = f"Not an upgrade for existing {files}."
            reasons.append(f"{existing} Existing quality: {before}. New Quality {after}.")
    return row | {"rejections": [{"reason": reason, "type": "permanent"} for reason in reasons]}


TABLE: Table = [("GET", "/api/v3/manualimport", importable)]
