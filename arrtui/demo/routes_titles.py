"""What the routes of movies and of series share: the rules of a title, edits of many, facts of files."""

from __future__ import annotations

from arrtui.demo import catalogue
from arrtui.demo.errors import failure, invalid
from arrtui.demo.routing import integers
from arrtui.demo.store import Store, apply_tags
from arrtui.demo.wire import Obj


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


def check_edit(store: Store, body: Obj) -> list[Obj]:
    """The rules of an edit of many titles; the profile's come before the root folder is looked at."""
    if body.get("qualityProfileId") is not None and (found := check_profile(store, body)):
        return found
    return check_root(store, body["rootFolderPath"].rstrip("/")) if body.get("rootFolderPath") else []


def edit_title(title: Obj, body: Obj, names: tuple[str, ...]) -> None:
    """Take over what an edit of many titles gives: the named fields, the root folder, the tags."""
    for name in names:
        if body.get(name) is not None:
            title[name] = body[name]
    if body.get("rootFolderPath"):
        title["path"] = f"{body['rootFolderPath'].rstrip('/')}/{title['path'].rsplit('/', 1)[-1]}"
    if body.get("tags") is not None:
        apply_tags(title, integers(body, "tags"), str(body.get("applyTags", "add")))


def fetch_metadata(name: str, what: str, external_id: int, path: str) -> None:
    """The synchronous look-up on the metadata host: 400 for an id it does not know."""
    if not catalogue.known(external_id):
        text = f"A {what} with this ID was not found. Path: {path}"
        raise invalid(failure(name, text, external_id, ""))


def set_facts(file: Obj, row: Obj, names: tuple[str, ...]) -> None:
    """Take over the facts of a file that are given."""
    for name in names:
        value = row.get(name)
        if value is None or (name == "sceneName" and " " in value):
            continue
        file[name] = value
