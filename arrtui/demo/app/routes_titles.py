"""What the routes of movies and of series share: the rules of a title, edits of many, facts of files."""

from __future__ import annotations

from typing import Any

from arrtui.demo.app.store import Store, apply_tags
from arrtui.demo.http.errors import broken, failure, invalid, unreadable
from arrtui.demo.http.routing import HandlerRequest, integers
from arrtui.demo.http.wire import Obj
from arrtui.demo.world import catalogue
from arrtui.demo.world.tables import Kind, languages, qualities

MONITOR_NEW = ("all", "none")
SERIES_TYPES = ("standard", "daily", "anime")
_ENUMS: dict[str, tuple[str, ...]] = {
    "minimumAvailability": ("tba", "announced", "inCinemas", "released", "deleted"),
    "monitorNewItems": MONITOR_NEW,
    "seriesType": SERIES_TYPES,
    "applyTags": ("add", "remove", "replace"),
}


def check_enums(body: Obj) -> None:
    """Refuse words that are none of an enum's; null is allowed, numbers are not looked at."""
    for name, words in _ENUMS.items():
        value = body.get(name)
        if isinstance(value, str) and value.lower() not in {word.lower() for word in words}:
            raise unreadable(f"$.{name}", f"The JSON value could not be converted to {name}.")


def check_profile(store: Store, body: Obj) -> list[Obj]:
    """The rules of a title's quality profile."""
    profile = body.get("qualityProfileId") or 0
    if profile <= 0:
        text = "'Quality Profile Id' must be greater than '0'."
        return [failure("QualityProfileId", text, profile, "GreaterThanValidator")]
    if profile not in store.profiles:
        text = "Quality Profile does not exist"
        return [failure("QualityProfileId", text, profile, "QualityProfileExistsValidator")]
    return []


def check_root(store: Store, root: str) -> list[Obj]:
    """The rules of the root folder a title goes to."""
    if not root:
        return [failure("RootFolderPath", "'Root Folder Path' must not be empty.", root, "NotEmptyValidator")]
    if not any(item["path"] == root for item in store.root_folders.values()):
        text = f"Root folder '{root}' does not exist"
        return [failure("RootFolderPath", text, root, "RootFolderExistsValidator")]
    return []


def check_path(store: Store, titles: dict[int, Obj], path: str, own: int = 0) -> list[Obj]:
    """The rules of a title's folder: absolute, no root folder, nobody else's and above nobody else's."""
    word = "movie" if store.kind == "radarr" else "series"
    if not path.startswith("/"):
        return [failure("Path", f"Invalid Path: '{path}'", path, "PathValidator")]
    if any(item["path"] == path for item in store.root_folders.values()):
        text = f"Path '{path}' is already configured as a root folder"
        return [failure("Path", text, path, "RootFolderValidator")]
    others = [item["path"] for number, item in titles.items() if number != own]
    if path in others:
        text = f"Path '{path}' is already configured for an existing {word}"
        return [failure("Path", text, path, f"{word.capitalize()}PathValidator")]
    if any(other.startswith(f"{path}/") for other in others):
        text = f"Path '{path}' is an ancestor of an existing {word}"
        return [failure("Path", text, path, f"{word.capitalize()}AncestorValidator")]
    return []


def check_place(store: Store, titles: dict[int, Obj], body: Obj) -> list[Obj]:
    """The rules of where a new title goes: a folder of its own, or a registered root folder."""
    path = (body.get("path") or "").rstrip("/")
    if path:
        return check_path(store, titles, path)
    return check_root(store, (body.get("rootFolderPath") or "").rstrip("/"))


def place_of(store: Any, titles: dict[int, Obj], body: Obj, head: Obj) -> str:
    """The folder a new title gets, checked as the service does that adds it (`AddMovieValidator`).

    Raises ApiError with the failed rules.
    """
    root = (body.get("rootFolderPath") or "").rstrip("/")
    path = (body.get("path") or "").rstrip("/") or (store.folder_for(head, root) if root else "")
    if found := check_path(store, titles, path):
        raise invalid(*found)
    return path


def check_edit(store: Store, body: Obj) -> list[Obj]:
    """The rules of an edit of many titles; the profile's come before the root folder is looked at."""
    if body.get("qualityProfileId") is not None and (found := check_profile(store, body)):
        return found
    return check_root(store, body["rootFolderPath"].rstrip("/")) if body.get("rootFolderPath") else []


def edit_titles(call: HandlerRequest, chosen: list[Obj], body: Obj, names: tuple[str, ...]) -> None:
    """Take over what an edit of many titles gives: the named fields, the root folder, the tags."""
    tags = integers(body, "tags") if body.get("tags") is not None else None
    for title in chosen:
        for name in names:
            if body.get(name) is not None:
                title[name] = body[name]
        if tags is not None:
            apply_tags(title, tags, str(body.get("applyTags") or "add"))
    if body.get("rootFolderPath"):
        _change_root(call, chosen, body["rootFolderPath"].rstrip("/"), move=bool(body.get("moveFiles")))


def _change_root(call: HandlerRequest, chosen: list[Obj], root: str, *, move: bool) -> None:
    """Without moving the folder keeps its name; with it the app makes a new name, and a command moves it."""
    store = call.store
    key, word = ("movieId", "Movie") if call.app.kind == "radarr" else ("seriesId", "Series")
    moved = [{key: title["id"], "sourcePath": title["path"]} for title in chosen]
    for title in chosen:
        below = title["path"].removeprefix(store.root_of(title["path"])).strip("/")
        store.relocate(title, store.folder_for(title, root) if move else f"{root}/{below}")
    if move and moved:
        many = "movies" if word == "Movie" else "series"
        command = {"name": f"BulkMove{word}", many: moved, "destinationRootFolder": root}
        store.commands.post(call.app.kind, command, "manual")


def change_path(call: HandlerRequest, title: Obj, path: str) -> None:
    """Point a title at another folder, as its own PUT does; with `?moveFiles=true` a command moves files."""
    before = title["path"]
    call.store.relocate(title, path)
    if call.flag("moveFiles") and path != before:
        key, word = ("movieId", "Movie") if call.app.kind == "radarr" else ("seriesId", "Series")
        command = {"name": f"Move{word}", key: title["id"], "sourcePath": before, "destinationPath": path}
        call.store.commands.post(call.app.kind, command, "manual")


def fetch_metadata(name: str, what: str, external_id: int, path: str) -> None:
    """The synchronous look-up on the metadata host: 400 for an id it does not know."""
    if not catalogue.known(external_id):
        text = f"A {what} with this ID was not found. Path: {path}"
        raise invalid(failure(name, text, external_id, ""))


def set_facts(kind: Kind, file: Obj, row: Obj, names: tuple[str, ...]) -> None:
    """Take over the facts of a file that are given.

    A scene name is taken only if it looks like one. Raises ApiError for a quality or language the app does
    not know.
    """
    for name in names:
        value = row.get(name)
        if value is None or (name == "sceneName" and not _is_scene_name(value)):
            continue
        if name == "quality":
            file[name] = _quality(kind, value)
        else:
            file[name] = _languages(kind, value) if name == "languages" else value


def _is_scene_name(value: str) -> bool:
    return "." in value and " " not in value


def _quality(kind: Kind, value: Obj) -> Obj:
    """The quality by its number; its name and the rest of it are the app's own."""
    number = (value.get("quality") or {}).get("id", 0)
    found = next((item for item in qualities(kind).values() if item["id"] == number), None)
    if found is None:
        raise broken(f"ID does not match a known quality (Parameter '{number}')")
    return {"quality": found, "revision": {"version": 1, "real": 0, "isRepack": False} | _revision(value)}


def _revision(value: Obj) -> Obj:
    return {key: item for key, item in (value.get("revision") or {}).items() if item is not None}


def _languages(kind: Kind, value: list[Obj]) -> list[Obj]:
    """The languages by their numbers; Any and Original are left out."""
    known = {item["id"]: item for item in languages(kind).values()}
    if unknown := [item for item in value if item.get("id") not in known]:
        raise broken(f"ID does not match a known language (Parameter '{unknown[0].get('id')}')")
    return [known[item["id"]] for item in value if item["id"] >= 0]
