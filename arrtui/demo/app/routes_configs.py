"""Routes of the app settings: `/config/NAME`, which is always row 1."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from arrtui.demo.app.live.events import HealthTouched
from arrtui.demo.app.requests import Call
from arrtui.demo.app.spec import FormatRule
from arrtui.demo.http.errors import ApiError, Check, broken, broken_rules, refuse_if_any, unreadable
from arrtui.demo.http.routing import Table, accepted, as_number, check_types
from arrtui.demo.http.wire import Obj, Reply
from arrtui.demo.world.naming import fill_format
from arrtui.demo.world.words import listed


class _Words(NamedTuple):
    """An enum of app settings, which are sent as words or as their numbers."""

    type: str
    """Its name below `NzbDrone.Core`, as the apps' errors have it."""
    words: tuple[str, ...]


_ENUMS = {
    "colonReplacementFormat": _Words(
        "Organizer.ColonReplacementFormat", listed("delete dash spaceDash spaceDashSpace smart")
    ),
    "downloadPropersAndRepacks": _Words(
        "Qualities.ProperDownloadTypes", listed("preferAndUpgrade doNotUpgrade doNotPrefer")
    ),
    "fileDate": _Words(
        "MediaFiles.FileDateType", listed("none cinemas release localAirDate utcAirDate albumReleaseDate")
    ),
    "rescanAfterRefresh": _Words("Configuration.RescanAfterRefreshType", listed("always afterManual never")),
    "episodeTitleRequired": _Words(
        "MediaFiles.EpisodeImport.EpisodeTitleRequiredType", listed("always bulkSeasonReleases never")
    ),
    "allowFingerprinting": _Words("Configuration.AllowFingerprinting", listed("never newFiles allFiles")),
    "writeAudioTags": _Words("Configuration.WriteAudioTagsType", listed("no newFiles allFiles sync")),
    "listSyncLevel": _Words(
        "ImportLists.ListSyncLevelType",
        listed("disabled logOnly keepAndUnmonitor keepAndTag removeAndKeep removeAndDelete"),
    ),
}
_COLONS = range(6)
"""Numbers of the ways to replace a colon where they are no words."""
_BAD_COLONS = '\\/<>:*?"|'
"""Characters that may not stand for a colon."""
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
    answer = config | {key: value for key, value in body.items() if key in config and key != "id"}
    if name == "naming":
        if body.get("id", 1) != 1:  # it is looked for by this id, and there is one row only
            return accepted(config, f"config/{name}")
        config |= answer | _readable_colon(answer)
    else:
        config |= answer
    call.store.configs[name] = config
    call.store.publish(HealthTouched())
    return accepted(answer, f"config/{name}")


def _readable_colon(naming: Obj) -> Obj:
    """Return how a colon is replaced as it is read back: a number without meaning becomes the first one."""
    value = naming["colonReplacementFormat"]
    words = _ENUMS["colonReplacementFormat"].words
    if isinstance(value, str) or value in _COLONS:
        return {}
    return {"colonReplacementFormat": 0 if "customColonReplacementFormat" in naming else words[0]}


def _check_members(config: Obj, body: Obj) -> None:
    """Refuse members of another type and words that are none of an enum's. Raises ApiError 400."""
    for key, (type_, words) in _ENUMS.items():
        value = body.get(key)
        if key not in config or isinstance(config[key], int):
            continue
        if isinstance(value, str) and value not in words:
            raise unreadable(f"$.{key}", f"The JSON value could not be converted to NzbDrone.Core.{type_}.")
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
            fits = bool(re.search(rule.pattern.replace("(?<", "(?P<"), str(value or ""), re.IGNORECASE))
            is_regular = rule.code == "RegularExpressionValidator"
            filled = {"regularExpression": rule.pattern} if is_regular else {}
            skipped = value is None and is_regular
            checks.append(Check(not fits and not skipped, name, rule.message, value, rule.code, filled))
    return [*checks, _style_check(body), _colon_check(body)]


def _style_check(body: Obj) -> Check:
    style = as_number(body.get("multiEpisodeStyle"), int)
    text = f"'Multi Episode Style' must be between 0 and 5. You entered {style}."
    wrong = isinstance(style, int) and not 0 <= style <= 5
    filled = {"from": 0, "to": 5, "value": style}
    return Check(wrong, "MultiEpisodeStyle", text, style, "InclusiveBetweenValidator", filled)


def _colon_check(body: Obj) -> Check:
    custom = str(body.get("customColonReplacementFormat") or "")
    illegal = " ".join(character for character in _BAD_COLONS if character in custom)
    text, filled = f"Contains illegal characters: {illegal}", {"invalidCharacters": illegal}
    name, code = "CustomColonReplacementFormat", "IllegalColonCharactersValidator"
    return Check(bool(illegal), name, text, custom, code, filled)


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
        where = {"path": folder}
        owner = {**where, "user": "root"}
        checks.append(Check(True, "RecycleBin", text, folder, "FolderWritableValidator", owner))
        text = f"Path '{folder}' does not exist"
        checks.append(Check(True, "RecycleBin", text, folder, "PathExistsValidator", where))
    valid_mode = mode is None or re.fullmatch("[0-7]?[4-7][0-7]{2}", str(mode)) is not None
    text = "Must contain a valid Unix permissions octal"
    checks.append(Check(not valid_mode, "ChmodFolder", text, mode, "FolderChmodValidator"))
    script: Any = body.get("scriptImportPath") or ""
    missing = bool(body.get("useScriptImport")) and not script.startswith("/")
    text, where = f"Invalid Path: '{script}'", {"path": script}
    checks.append(Check(missing, "ScriptImportPath", text, script, "PathValidator", where))
    return checks


def _at_least(name: str, value: int, least: int) -> Check:
    text = f"'{_spaced(name)}' must be greater than or equal to '{least}'."
    filled = {"comparisonValue": least, "comparisonProperty": ""}
    return Check(value < least, name, text, value, "GreaterThanOrEqualValidator", filled)


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
