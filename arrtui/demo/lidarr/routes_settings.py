"""Routes of settings that only Lidarr has, or has in a way of its own."""

from __future__ import annotations

from operator import itemgetter

from arrtui.demo.app.live.events import HealthTouched, ResourceChanged
from arrtui.demo.app.requests import Call as AnyCall
from arrtui.demo.app.rows import name_is_taken, read_row, require_row
from arrtui.demo.app.settings_resource import SettingsResource
from arrtui.demo.http.errors import described, failure, refuse_if_any
from arrtui.demo.http.routing import Table, accepted, check_types, created, integers
from arrtui.demo.http.wire import EMPTY, Obj, Reply
from arrtui.demo.lidarr.monitoring import MONITOR_WORDS, NEW_ITEM_WORDS, read_word
from arrtui.demo.lidarr.profiles import LISTS, NONE
from arrtui.demo.lidarr.views import Call

_NAMES = {
    "primaryAlbumTypes": ("primary type", "PrimaryTypeValidator`1"),
    "secondaryAlbumTypes": ("secondary type", "SecondaryTypeValidator`1"),
    "releaseStatuses": ("release status", "ReleaseStatusValidator`1"),
}
"""What the rule of each list calls its items, and its code."""


class MetadataProfiles(SettingsResource):
    """Which albums are taken over from the host (`MetadataProfileController`)."""

    def table(self) -> Table:
        """Return the routes, with a profile to start from."""
        return [("GET", f"/api/v3/{self.resource}/schema", self.schema), *super().table()]

    def schema(self, call: AnyCall) -> Obj:
        """Show a profile to start from: nothing is allowed."""
        profile = next(row for row in self.rows(call).values() if row["name"] == NONE)
        return {key: value for key, value in profile.items() if key != "id"} | {"name": ""}

    def read(self, call: AnyCall, number: int) -> Obj:
        """Read a profile: each list allows something, and need not be whole; the name is the database's."""
        body, rows = call.object, self.rows(call)
        check_types(body, name=str, **dict.fromkeys(LISTS, list))
        name, failures = body.get("name"), []
        if not (name or "").strip():
            failures.append(failure("Name", "'Name' must not be empty.", name, "NotEmptyValidator"))
        if name == NONE or rows.get(number, {}).get("name") == NONE:
            text = "'None' is a reserved profile name"
            failures.append(failure("Name", text, name, "PredicateValidator"))
        for key, (word, code) in _NAMES.items():
            items, property_ = body.get(key), key[0].upper() + key[1:]
            if items is None:
                text = f"'{word.title()}' must not be empty."
                failures.append(failure(property_, text, None, "NotEmptyValidator"))
            if not any(item.get("allowed") for item in items or ()):
                text = f"Must have at least one allowed {word}"
                failures.append(failure(property_, text, items, code))
        refuse_if_any(failures)
        if name_is_taken(rows, name, number):
            raise call.store.storage.constraint_failed("MetadataProfiles", "Name")
        return {"name": name, **{key: body[key] for key in LISTS}}

    def delete(self, call: AnyCall) -> Reply:
        """Delete a profile nobody uses. Raises ApiError: 404, 400 for one in use or the reserved one."""
        profile = require_row(self.rows(call), call.id, "MetadataProfile")
        users = (*call.store.titles.values(), *call.store.providers["importlist"].values())
        in_use = any(user.get("metadataProfileId") == call.id for user in users)
        roots = call.store.root_folders.values()
        if (
            in_use
            or profile["name"] == NONE
            or any(row["defaultMetadataProfileId"] == call.id for row in roots)
        ):
            raise described(400, f"Metadata profile [{profile['name']}] is in use.")
        return super().delete(call)


class AlbumExclusions(SettingsResource):
    """What import lists leave out: artists and albums in one table (`ImportListExclusionController`)."""

    def read(self, call: AnyCall, number: int) -> Obj:
        """Read an exclusion: a UUID that is not there yet, and a name."""
        body = call.object
        check_types(body, foreignId=str, artistName=str)
        foreign_id, name = body.get("foreignId"), body.get("artistName")
        failures = []
        if not foreign_id:
            text = "'Foreign Id' must not be empty."
            failures.append(failure("ForeignId", text, foreign_id, "NotEmptyValidator"))
        elif len(foreign_id) != 36:
            failures.append(
                failure("ForeignId", "'{value}' is not a valid GUID", foreign_id, "GuidValidator")
            )
        if any(row["foreignId"] == foreign_id and row["id"] != number for row in self.rows(call).values()):
            text = "This exclusion has already been added."
            failures.append(failure("ForeignId", text, foreign_id, "ImportListExclusionExistsValidator"))
        if not name:
            failures.append(
                failure("ArtistName", "'Artist Name' must not be empty.", name, "NotEmptyValidator")
            )
        refuse_if_any(failures)
        return {"foreignId": foreign_id, "artistName": name}


# ---- root folders ---------------------------------------------------------------------------------


def _root_resource(call: Call, root: Obj) -> Obj:
    """Render a root folder with what an artist found in it gets."""
    if not call.store.is_folder(root["path"]):
        return root | {"accessible": False}
    free = 79_000_000_000 - call.store.tick * 4096
    return root | {"accessible": True, "freeSpace": free, "totalSpace": 16 * 10**12}


def read_roots(call: Call) -> Reply:
    """List the root folders; those that are missing may hold it back."""
    resources = [_root_resource(call, root) for root in call.store.root_folders.values()]
    missing = sum(not resource["accessible"] for resource in resources)
    return Reply(resources, held_back=missing * call.store.offline_seconds)


def read_root(call: Call) -> Obj:
    """Show one root folder."""
    return _root_resource(call, read_row(call.store.root_folders, call.id, "RootFolder"))


def _read_root_body(call: Call, number: int) -> Obj:
    """Return the root folder sent. Raises ApiError 400: name, both profiles and a folder that is there."""
    store, body = call.store, call.object
    check_types(body, name=str, path=str, defaultTags=list)
    path, failures = (body.get("path") or "").rstrip("/"), []
    if not path.startswith("/"):
        failures.append(failure("Path", "Invalid Path: '{path}'", body.get("path"), "PathValidator"))
    elif any(row["path"] == path and row["id"] != number for row in store.root_folders.values()):
        text = f"Path '{path}' is already configured as a root folder"
        failures.append(failure("Path", text, path, "RootFolderValidator"))
    elif not store.is_folder(path):
        failures.append(failure("Path", f"Path '{path}' does not exist", path, "PathExistsValidator"))
    if not body.get("name"):
        failures.append(failure("Name", "'Name' must not be empty.", body.get("name"), "NotEmptyValidator"))
    tables = {"defaultMetadataProfileId": store.metadata_profiles, "defaultQualityProfileId": store.profiles}
    for key, table in tables.items():
        if body.get(key) not in table:
            kind = "Metadata" if "Metadata" in key else "Quality"
            text, code = f"{kind} profile does not exist", f"{kind}ProfileExistsValidator"
            failures.append(failure(key[0].upper() + key[1:], text, body.get(key), code))
    refuse_if_any(failures)
    words = {"defaultMonitorOption": MONITOR_WORDS, "defaultNewItemMonitorOption": NEW_ITEM_WORDS}
    return {
        "name": body["name"],
        "path": path,
        "defaultMetadataProfileId": body["defaultMetadataProfileId"],
        "defaultQualityProfileId": body["defaultQualityProfileId"],
        **{key: read_word(body, key, known) or "all" for key, known in words.items()},
        "defaultTags": integers(body, "defaultTags"),
    }


def post_root(call: Call) -> Reply:
    """Add a root folder; a scan of it follows that adds the artists whose files it holds."""
    store, row = call.store, _read_root_body(call, 0)
    number = store.next_id(store.root_folders)
    store.root_folders[number] = {"id": number, **row}
    resource = _root_resource(call, store.root_folders[number])
    scan = {"name": "RescanFolders", "folders": [row["path"]], "filter": "none", "addNewArtists": True}
    store.commands.post(scan, "unspecified")
    store.publish(ResourceChanged("rootfolder", "created", resource))
    store.publish(HealthTouched())
    return created("rootfolder", resource)


def put_root(call: Call) -> Reply:
    """Change a root folder; another path is taken, though it was meant to be refused."""
    store, number = call.store, call.body_id
    row = _read_root_body(call, number)
    require_row(store.root_folders, number, "RootFolder")
    store.root_folders[number] = {"id": number, **row}
    resource = _root_resource(call, store.root_folders[number])
    store.publish(ResourceChanged("rootfolder", "updated", resource))
    return accepted(resource, "rootfolder")


def delete_root(call: Call) -> Reply:
    """Forget a root folder. Raises ApiError 404."""
    require_row(call.store.root_folders, call.id, "RootFolder")
    del call.store.root_folders[call.id]
    call.store.publish(HealthTouched())
    return Reply(EMPTY)


def read_tags(call: Call) -> list[Obj]:
    """List the tags by their labels."""
    return sorted(call.store.tags.values(), key=itemgetter("label"))


TABLE: Table = [
    ("GET", "/api/v3/tag", read_tags),
    *MetadataProfiles("metadataprofile", "metadata_profiles", "MetadataProfile").table(),
    *AlbumExclusions("importlistexclusion", "exclusions", "ImportListExclusion").table(),
    ("GET", "/api/v3/rootfolder", read_roots),
    ("GET", "/api/v3/rootfolder/{id:int}", read_root),
    ("POST", "/api/v3/rootfolder", post_root),
    ("PUT", "/api/v3/rootfolder/{id:int}", put_root),
    ("DELETE", "/api/v3/rootfolder/{id:int}", delete_root),
]
