"""Auto tags: rules that give titles tags and take them away again (`AutoTaggingService.GetTagChanges`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import Kind
from arrtui.demo.world.words import listed

_STATUSES: dict[Kind, dict[str, int]] = {
    "radarr": {"deleted": -1, "tba": 0, "announced": 1, "inCinemas": 2, "released": 3},
    "sonarr": {"deleted": -1, "continuing": 0, "ended": 1, "upcoming": 2},
    "lidarr": {"deleted": -1, "continuing": 0, "ended": 1},
}
_TYPES = {"standard": 0, "daily": 1, "anime": 2}
_SHARED = listed("Genre Monitored QualityProfile RootFolder Status Tag")
_OWN: dict[Kind, tuple[str, ...]] = {
    "radarr": listed("Keyword OriginalLanguage Runtime Studio Year"),
    "sonarr": listed("OriginalLanguage SeriesType Year"),
    "lidarr": listed("MetadataProfile"),
}
FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "Genre": (("value", "tag"),),
    "Keyword": (("value", "tag"),),
    "Studio": (("value", "tag"),),
    "Monitored": (),
    "OriginalLanguage": (("value", "select"),),
    "QualityProfile": (("value", "qualityProfile"),),
    "MetadataProfile": (("value", "metadataProfile"),),
    "RootFolder": (("value", "rootFolder"),),
    "SeriesType": (("value", "select"),),
    "Status": (("value", "select"),),
    "Tag": (("value", "tagSelect"),),
    "Year": (("min", "number"), ("max", "number")),
    "Runtime": (("min", "number"), ("max", "number")),
}
"""Names and types of the fields of each kind of condition."""


def implementations(kind: Kind) -> tuple[str, ...]:
    """Return the kinds of condition an app has, without `Specification`, by name."""
    return tuple(sorted((*_SHARED, *_OWN[kind])))


def tags_by_rules(kind: Kind, rules: Iterable[Obj], title: Obj) -> list[int]:
    """Return the tags a title has once the rules have been applied to it.

    `title` holds its metadata, its `rootFolderPath` and its own fields.
    """
    tags = list(dict.fromkeys(title["tags"]))
    given: set[int] = set()
    taken: set[int] = set()
    for rule in rules:
        if _holds(kind, rule["specifications"], title):
            given |= set(rule["tags"])
        elif rule["removeTagsAutomatically"]:
            taken |= set(rule["tags"])
    kept = [tag for tag in tags if tag not in taken - given]
    return [*kept, *sorted(given - set(kept))]


def _holds(kind: Kind, conditions: list[Obj], title: Obj) -> bool:
    """Return whether each group of conditions of one sort has a match, and no required one fails."""
    groups: dict[str, list[tuple[bool, bool]]] = {}
    for condition in conditions:
        matched = _matches(kind, condition, title) != condition["negate"]
        groups.setdefault(condition["implementation"], []).append((condition["required"], matched))
    return all(
        any(matched for _, matched in group) and all(matched for required, matched in group if required)
        for group in groups.values()
    )


def _matches(kind: Kind, condition: Obj, title: Obj) -> bool:
    values = {field["name"]: field.get("value") for field in condition["fields"]}
    name = condition["implementation"].removesuffix("Specification")
    if name == "Status":
        return bool(_STATUSES[kind].get(title["status"]) == values.get("value"))
    return _CONDITIONS[name](values, title)


def _shares(key: str) -> Callable[[Mapping[str, Any], Obj], bool]:
    """Return a check that a title's words under a key have one in common with the condition's."""

    def check(values: Mapping[str, Any], title: Obj) -> bool:
        own = title.get(key) or []
        words = {str(word).lower() for word in (own if isinstance(own, list) else [own])}
        return bool(words & {str(word).lower() for word in values.get("value") or ()})

    return check


def _within(key: str) -> Callable[[Mapping[str, Any], Obj], bool]:
    return lambda values, title: values.get("min", 0) <= title.get(key, 0) <= values.get("max", 0)


_CONDITIONS: dict[str, Callable[[Mapping[str, Any], Obj], bool]] = {
    "Genre": _shares("genres"),
    "Keyword": _shares("keywords"),
    "Studio": _shares("studio"),
    "Year": _within("year"),
    "Runtime": _within("runtime"),
    "Monitored": lambda values, title: bool(title["monitored"]),
    "Tag": lambda values, title: values.get("value") in title["tags"],
    "OriginalLanguage": lambda values, title: title["originalLanguage"]["id"] == values.get("value"),
    "QualityProfile": lambda values, title: title["qualityProfileId"] == values.get("value"),
    "MetadataProfile": lambda values, title: title["metadataProfileId"] == values.get("value"),
    "RootFolder": lambda values, title: (
        title["rootFolderPath"].rstrip("/") == str(values.get("value")).rstrip("/")
    ),
    "SeriesType": lambda values, title: _TYPES.get(title["seriesType"]) == values.get("value"),
}
