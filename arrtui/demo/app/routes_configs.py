"""Routes of the app settings: `/config/NAME`, which is always row 1."""

from __future__ import annotations

import re
from typing import Any

from arrtui.demo.app.live.events import HealthTouched
from arrtui.demo.app.requests import Call
from arrtui.demo.app.spec import FormatRule
from arrtui.demo.http.errors import ApiError, Check, broken, broken_rules, refuse_if_any, unreadable
from arrtui.demo.http.routing import Table, accepted, as_number, check_types
from arrtui.demo.http.wire import Obj, Reply
from arrtui.demo.world.naming import fill_format
from arrtui.demo.world.words import listed

_WORDS: dict[str, tuple[str, ...]] = {
    "downloadPropersAndRepacks": listed("preferAndUpgrade doNotUpgrade doNotPrefer"),
    "fileDate": listed("none cinemas release localAirDate utcAirDate"),
    "rescanAfterRefresh": listed("always afterManual never"),
    "episodeTitleRequired": listed("always bulkSeasonReleases never"),
    "listSyncLevel": listed("disabled logOnly keepAndUnmonitor keepAndTag removeAndKeep removeAndDelete"),
}
"""Enums of app settings; numbers are taken too."""
_LEAST_SPACE = 100
"""MB that must stay free when a file is imported."""


def get_config(call: Call) -> Obj:
    """Show one group of app settings, whatever id is asked for. Raises ApiError 404."""
    name, configs = call.params["name"], call.store.configs
    if name not in configs:
        raise ApiError(404)
    if name != "host":
        return configs[name]
    return configs[name] | {"apiKey": call.app.api_key, "urlBase": call.app.url_base, "port": call.app.port}


def put_config(call: Call) -> Reply:
    """Replace a group of app settings by its rules; members it does not know are dropped."""
    name, config, body = call.params["name"], get_config(call), call.object
    _check_members(config, body)
    match name:
        case "naming":
            refuse_if_any(broken_rules(_naming_checks(call.store.spec.naming_rules, body)))
        case "mediamanagement":
            refuse_if_any(broken_rules(_media_checks(call, body)))
    config |= {key: value for key, value in body.items() if key in config and key != "id"}
    call.store.configs[name] = config
    call.store.publish(HealthTouched())
    return accepted(config, f"config/{name}")


def _check_members(config: Obj, body: Obj) -> None:
    """Refuse members of another type and words that are none of an enum's. Raises ApiError 400."""
    for key, words in _WORDS.items():
        value = body.get(key)
        if isinstance(value, str) and key in config and value not in words:
            raise unreadable(f"$.{key}", f"The JSON value could not be converted to {key}.")
        if isinstance(value, int) and not isinstance(value, bool) and value in range(len(words)):
            body[key] = words[value]
    if isinstance(config.get("colonReplacementFormat"), int):
        check_types(body, colonReplacementFormat=int, multiEpisodeStyle=int)


def _naming_checks(rules: tuple[FormatRule, ...], body: Obj) -> list[Check]:
    """Check each format: it is there and holds what tells one title from another."""
    checks = []
    for rule in rules:
        name, value = rule.name[0].upper() + rule.name[1:], body.get(rule.name)
        text = f"'{_spaced(name)}' must not be empty."
        checks.append(Check(not str(value or "").strip(), name, text, value, "NotEmptyValidator"))
        if value is None:
            checks += [Check(True, name, message, None, code) for code, message in rule.when_absent]
        if rule.pattern:
            fits = bool(re.search(rule.pattern, str(value or ""), re.IGNORECASE))
            skipped = value is None and rule.code == "RegularExpressionValidator"
            checks.append(Check(not fits and not skipped, name, rule.message, value, rule.code))
    style = as_number(body.get("multiEpisodeStyle"), int)
    text = f"'Multi Episode Style' must be between 0 and 5. You entered {style}."
    wrong = isinstance(style, int) and not 0 <= style <= 5
    return [*checks, Check(wrong, "MultiEpisodeStyle", text, style, "InclusiveBetweenValidator")]


def _media_checks(call: Call, body: Obj) -> list[Check]:
    """Check free space, permissions, the recycle bin and the script of media management."""
    check_types(body, minimumFreeSpaceWhenImporting=int, recycleBinCleanupDays=int, recycleBin=str)
    space, days = body.get("minimumFreeSpaceWhenImporting") or 0, body.get("recycleBinCleanupDays") or 0
    mode, folder = body.get("chmodFolder"), body.get("recycleBin") or ""
    looked_at = "userRejectedExtensions"  # Sonarr 5 does not expect it to be left out
    if looked_at in call.store.configs["mediamanagement"] and body.get(looked_at) is None:
        raise broken("Object reference not set to an instance of an object.")
    if folder and not folder.startswith("/"):
        text = f"value [{folder}]  is not a valid *nix path. paths must start with / (Parameter 'path')"
        raise broken(text)
    checks = [
        _at_least("RecycleBinCleanupDays", days, 0),
        _at_least("MinimumFreeSpaceWhenImporting", space, _LEAST_SPACE),
    ]
    if folder and not call.store.is_folder(folder):
        text = f"Folder '{folder}' is not writable by user 'root'"
        checks.append(Check(True, "RecycleBin", text, folder, "FolderWritableValidator"))
        checks.append(
            Check(True, "RecycleBin", f"Path '{folder}' does not exist", folder, "PathExistsValidator")
        )
    valid_mode = mode is None or re.fullmatch("[0-7]?[4-7][0-7]{2}", str(mode)) is not None
    text = "Must contain a valid Unix permissions octal"
    checks.append(Check(not valid_mode, "ChmodFolder", text, mode, "FolderChmodValidator"))
    script: Any = body.get("scriptImportPath") or ""
    missing = bool(body.get("useScriptImport")) and not script.startswith("/")
    checks.append(Check(missing, "ScriptImportPath", f"Invalid Path: '{script}'", script, "PathValidator"))
    return checks


def _at_least(name: str, value: int, least: int) -> Check:
    text = f"'{_spaced(name)}' must be greater than or equal to '{least}'."
    return Check(value < least, name, text, value, "GreaterThanOrEqualValidator")


def _spaced(name: str) -> str:
    return re.sub("(?<=.)(?=[A-Z])", " ", name)


def naming_examples(call: Call) -> Obj:
    """Show example names by the formats of the request, without an `id` by the stored ones.

    One whose format is missing is left out.
    """
    spec, stored = call.store.spec, call.store.configs["naming"]
    patterns = {
        name: call.text(member) if call.number("id") else stored[member]
        for name, member in spec.naming_examples.items()
    }
    return {name: fill_format(pattern, spec.example_values) for name, pattern in patterns.items() if pattern}


TABLE: Table = [
    ("GET", "/api/v3/config/naming/examples", naming_examples),
    ("GET", "/api/v3/config/{name}", get_config),
    ("GET", "/api/v3/config/{name}/{id:int}", get_config),
    ("PUT", "/api/v3/config/{name}", put_config),
    ("PUT", "/api/v3/config/{name}/{id:int}", put_config),
]
