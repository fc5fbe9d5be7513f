"""The rules of a title: enums, quality profile, root folder and path, and the facts of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.demo.http.errors import broken, failure, unreadable
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import Kind, languages, qualities

if TYPE_CHECKING:
    from arrtui.demo.app.store import Store

_ENUMS: dict[str, tuple[str, ...]] = {
    "minimumAvailability": ("tba", "announced", "inCinemas", "released", "deleted"),
    "monitorNewItems": ("all", "none"),
    "seriesType": ("standard", "daily", "anime"),
    "applyTags": ("add", "remove", "replace"),
}
_SYSTEM_FOLDERS = ("/bin", "/boot", "/lib", "/sbin", "/proc", "/usr/bin")
"""Where no title may lie on Linux (`SystemFolders`)."""


def check_enums(body: Obj) -> None:
    """Replace numbers of enums by their words, and refuse what is none of them; null is allowed."""
    for name, words in _ENUMS.items():
        if (value := body.get(name)) is None:
            continue
        known = {word.lower(): word for word in words} | dict(enumerate(words))
        word = known.get(value.lower() if isinstance(value, str) else value)
        if word is None or isinstance(value, bool):
            raise unreadable(f"$.{name}", f"The JSON value could not be converted to {name}.")
        body[name] = word


def check_profile(store: Store, body: Obj) -> list[Obj]:
    """Return the broken rules of a title's quality profile."""
    profile = body.get("qualityProfileId") or 0
    if profile <= 0:
        text = "'Quality Profile Id' must be greater than '0'."
        return [failure("QualityProfileId", text, profile, "GreaterThanValidator")]
    if profile not in store.profiles:
        text = "Quality Profile does not exist"
        return [failure("QualityProfileId", text, profile, "QualityProfileExistsValidator")]
    return []


def check_folder(store: Store, body: Obj, number: int = 0) -> list[Obj]:
    """Return the broken rules of the folder of a title that is written; `number` as in `check_path`.

    A new one needs a path or a root folder; a path without the latter is looked at twice (`IsValidPath`).
    """
    path, root = (body.get("path") or "").rstrip("/"), (body.get("rootFolderPath") or "").rstrip("/")
    failures = (check_path(store, path, number) or _check_reserved(store, path)) if path else []
    if number or not root:
        if not path:
            failures.append(
                failure("Path", "'Path' must not be empty.", body.get("path"), "NotEmptyValidator")
            )
        elif not path.startswith("/"):
            failures.append(failure("Path", f"Invalid Path: '{path}'", path, "PathValidator"))
    return failures if path or number else failures + check_root(store, root)


def check_root(store: Store, root: str) -> list[Obj]:
    """Return the broken rules of the root folder a title goes to."""
    if not root:
        return [failure("RootFolderPath", "'Root Folder Path' must not be empty.", None, "NotEmptyValidator")]
    if not any(row["path"] == root for row in store.root_folders.values()):
        text = f"Root folder '{root}' does not exist"
        return [failure("RootFolderPath", text, root, "RootFolderExistsValidator")]
    return []


def check_path(store: Store, path: str, number: int = 0) -> list[Obj]:
    """Return the broken rules of the folder of the title with this id, 0 for a new one.

    It is absolute, no root folder, nobody else's and above nobody else's.
    """
    if not path.startswith("/"):
        return [failure("Path", f"Invalid Path: '{path}'", path, "PathValidator")]
    if any(root["path"] == path for root in store.root_folders.values()):
        text = f"Path '{path}' is already configured as a root folder"
        return [failure("Path", text, path, "RootFolderValidator")]
    spec = store.spec
    others = [title["path"] for title in store.titles.values() if title["id"] != number]
    if path in others:
        text = f"Path '{path}' is already configured for {spec.other_title}"
        return [failure("Path", text, path, f"{spec.model}PathValidator")]
    if any(other.startswith(f"{path}/") for other in others):
        text = f"Path '{path}' is an ancestor of an existing {spec.noun}"
        return [failure("Path", text, path, f"{spec.model}AncestorValidator")]
    return []


def check_recycle_bin(store: Store, path: str) -> list[Obj]:
    """Return the broken rule of a folder that is the recycle bin or in it (`RecycleBinValidator`)."""
    recycle_bin = (store.configs["mediamanagement"].get("recycleBin") or "").rstrip("/")
    if not recycle_bin or not (relation := _relation(path, recycle_bin)):
        return []
    text = f"Path '{path}' is {relation} configured recycle bin folder"
    return [failure("Path", text, path, "RecycleBinValidator")]


def _check_reserved(store: Store, path: str) -> list[Obj]:
    """Return the broken rules of a folder that a controller refuses: the bin's and the system's.

    A mapped drive is refused by Windows services only (`MappedNetworkDriveValidator`); the demo's are none.
    """
    if failures := check_recycle_bin(store, path):
        return failures
    for folder in _SYSTEM_FOLDERS:
        if relation := _relation(path, folder):
            text = f"Is {relation} system folder {folder}"
            return [failure("Path", text, path, "SystemFolderValidator")]
    return []


def _relation(path: str, folder: str) -> str:
    """Return how a path lies to a folder, in the words of the apps; empty if it is not in it."""
    if path == folder:
        return "set to"
    return "child of" if path.startswith(f"{folder}/") else ""


def set_facts(kind: Kind, file: Obj, body: Obj, names: tuple[str, ...]) -> None:
    """Copy the named facts of a file that are given; a scene name only if it looks like one.

    Raises ApiError for a quality or language the app does not know.
    """
    for name in names:
        value = body.get(name)
        if value is None or (name == "sceneName" and ("." not in value or " " in value)):
            continue
        if name == "quality":  # by its number: the name and the rest of it are the app's own
            number = (value.get("quality") or {}).get("id", 0)
            quality = next((row for row in qualities(kind).values() if row["id"] == number), None)
            if quality is None:
                raise broken(f"ID does not match a known quality (Parameter '{number}')")
            revision = {"version": 1, "real": 0, "isRepack": False}
            revision |= {key: part for key, part in (value.get("revision") or {}).items() if part is not None}
            value = {"quality": quality, "revision": revision}
        elif name == "languages":  # by their numbers; Any and Original are left out
            table = {row["id"]: row for row in languages(kind).values()}
            for language in value:
                if language.get("id") not in table:
                    raise broken(f"ID does not match a known language (Parameter '{language.get('id')}')")
            value = [table[language["id"]] for language in value if language["id"] >= 0]
        file[name] = value
