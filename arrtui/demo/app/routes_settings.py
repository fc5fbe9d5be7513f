"""Routes of release profiles, remote path mappings and saved filters."""

from __future__ import annotations

from arrtui.demo.app.requests import Call
from arrtui.demo.app.settings_resource import SettingsResource
from arrtui.demo.http.errors import broken, failure, refuse_if_any, rule
from arrtui.demo.http.routing import Table, check_types, integers
from arrtui.demo.http.wire import Obj

_BLANK_TERM = "'{}' should not contain whitespaces or an empty string"


class ReleaseProfiles(SettingsResource):
    """Words a release must or must not contain (`ReleaseProfileController`)."""

    def read(self, call: Call, number: int) -> Obj:
        """Read a profile: terms come as a list or as text with commas."""
        body = call.object
        check_types(body, name=str, enabled=bool, indexerId=int, tags=list)
        profile: Obj = {"name": body.get("name"), "enabled": body.get("enabled", True)}
        for key in ("required", "ignored"):
            terms = body.get(key) or []
            profile[key] = [term for term in terms.split(",") if term] if isinstance(terms, str) else terms
        profile |= {"indexerId": body.get("indexerId") or 0, "tags": integers(body, "tags")}
        failures = []
        if not profile["required"] and not profile["ignored"]:
            failures.append(rule("'Must contain' or 'Must not contain' is required"))
        for key, label in (("required", "Must contain"), ("ignored", "Must not contain")):
            if any(not term.strip() for term in profile[key]):
                failures.append(rule(_BLANK_TERM.format(label), key.capitalize()))
        indexer = profile["indexerId"]
        if profile["enabled"] and indexer and indexer not in call.store.providers["indexer"]:
            failures.append(rule("Indexer does not exist", "IndexerId"))
        refuse_if_any(failures)
        return {key: value for key, value in profile.items() if value is not None}


class PathMappings(SettingsResource):
    """Where the folders of a download client lie for the app (`RemotePathMappingController`)."""

    def read(self, call: Call, number: int) -> Obj:
        """Read a mapping; paths are kept with a separator at the end."""
        body = call.object
        check_types(body, host=str, remotePath=str, localPath=str)
        host, remote, local = (body.get(key) or "" for key in ("host", "remotePath", "localPath"))
        failures = []
        if not host:
            failures.append(failure("Host", "'Host' must not be empty.", host, "NotEmptyValidator"))
        if not remote:
            text = "'Remote Path' must not be empty."
            failures.append(failure("RemotePath", text, remote, "NotEmptyValidator"))
        elif remote != remote.strip() and not call.store.spec.takes_blank_paths:
            failures.append(
                failure("RemotePath", "Must not start or end with a space", remote, "PredicateValidator")
            )
        failures += _check_local(call, local)
        refuse_if_any(failures)
        mapping = {"host": host, "remotePath": _as_folder(remote), "localPath": _as_folder(local)}
        for row in self.rows(call).values():
            if row["id"] != number and all(row[key] == mapping[key] for key in ("host", "remotePath")):
                raise broken("RemotePath already configured.")
        return mapping


def _check_local(call: Call, path: str) -> list[Obj]:
    """Return the broken rules of the folder as the app sees it: absolute, there, and not `/` in Radarr."""
    if not path.startswith("/"):
        return [failure("LocalPath", f"Invalid Path: '{path}'", path, "PathValidator")]
    if path == "/" and not call.store.spec.takes_blank_paths:
        return [failure("LocalPath", "Can't be the root of a drive", path, "PredicateValidator")]
    if not call.store.is_folder(path):
        return [failure("LocalPath", f"Path '{path}' does not exist", path, "PathExistsValidator")]
    return []


def _as_folder(path: str) -> str:
    separator = "\\" if "\\" in path else "/"
    return path if path.endswith(separator) else path + separator


class CustomFilters(SettingsResource):
    """Filters saved in the web interface; the app does not look inside (`CustomFilterController`)."""

    def read(self, call: Call, number: int) -> Obj:
        """Read a filter; without a type the database refuses it."""
        body = call.object
        check_types(body, type=str, label=str, filters=list)
        if body.get("type") is None:
            raise call.store.storage.value_missing("CustomFilters", "Type")
        return {"type": body["type"], "label": body.get("label") or "", "filters": body.get("filters") or []}


TABLE: Table = [
    *ReleaseProfiles("releaseprofile", "release_profiles", "ReleaseProfile").table(),
    *PathMappings("remotepathmapping", "path_mappings", "RemotePathMapping").table(),
    *CustomFilters("customfilter", "custom_filters", "CustomFilter").table(),
]
