"""Quality profiles and custom formats of an instance, built from the TRaSH guides' data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.formats import compiled
from arrtui.demo.world.tables import Kind, languages, qualities

ROLES: dict[tuple[str, str], tuple[str, ...]] = {
    ("radarr", "hd"): ("HD Bluray + WEB", "Remux + WEB 1080p", "WEB 1080p", "[German] HD Bluray + WEB"),
    ("radarr", "uhd"): ("UHD Bluray + WEB", "Remux + WEB 2160p", "WEB 2160p", "[SQP] SQP-1 (2160p)"),
    ("radarr", "anime"): ("[Anime] Remux-1080p", "Remux + WEB 1080p"),
    ("sonarr", "hd"): ("WEB-1080p", "Remux + WEB 1080p", "WEB-2160p", "[German] WEB-1080p"),
    ("sonarr", "uhd"): ("WEB-2160p", "WEB-1080p"),
    ("sonarr", "anime"): ("[Anime] Remux-1080p", "WEB-1080p"),
}
"""Which profiles an instance of a kind and a role has, the most used first."""

IMPLEMENTATIONS = {
    "ReleaseTitleSpecification": "Release Title",
    "ReleaseGroupSpecification": "Release Group",
    "LanguageSpecification": "Language",
    "SourceSpecification": "Source",
    "ResolutionSpecification": "Resolution",
    "IndexerFlagSpecification": "Indexer Flag",
    "SizeSpecification": "Size",
    "EditionSpecification": "Edition",
    "QualityModifierSpecification": "Quality Modifier",
    "ReleaseTypeSpecification": "Release Type",
}
"""Kinds of specification and the names the apps show for them."""

_PLAIN_GROUP = re.compile(r"^\^\(([A-Za-z0-9]+)\)\$$")


def role_of(instance: str) -> str:
    """What an instance is for, told by its name: `uhd`, `anime` or `hd`."""
    name = instance.lower()
    if "4k" in name or "uhd" in name:
        return "uhd"
    return "anime" if "anime" in name else "hd"


@cache
def guide(kind: Kind) -> Obj:
    """The packaged guide data of an app."""
    text = resources.files("arrtui.demo").joinpath("data", f"{kind}.json").read_bytes()
    data: Obj = msgspec.json.decode(text)
    return data


@cache
def groups_of(kind: Kind, format_name: str) -> tuple[str, ...]:
    """Release groups a format lists by their plain name, or by the name of a pattern for a group."""
    found = [item for item in guide(kind)["formats"] if item["name"] == format_name]
    specs = [spec for item in found for spec in item["specifications"] if not spec["negate"]]
    plain = (_PLAIN_GROUP.match(str(spec["fields"].get("value"))) for spec in specs)
    names = tuple(match[1] for match in plain if match)
    return names or tuple(spec["name"] for spec in specs if _names_group(spec))


def _names_group(spec: Obj) -> bool:
    pattern = compiled(str(spec["fields"].get("value")))
    return pattern is not None and spec["name"].isalnum() and bool(pattern.search(f"x264-{spec['name']}"))


def build_formats(kind: Kind, role: str) -> list[Obj]:
    """The custom formats of an instance: all that one of its profiles scores."""
    wanted = {name for profile in _profiles(kind, role) for name in profile["scores"]}
    chosen = [item for item in guide(kind)["formats"] if item["name"] in wanted]
    return [_format(number, item) for number, item in enumerate(chosen, 1)]


def _profiles(kind: Kind, role: str) -> list[Obj]:
    names = ROLES[kind, role]
    return sorted(
        (item for item in guide(kind)["profiles"] if item["name"] in names),
        key=lambda item: names.index(item["name"]),
    )


def _format(number: int, item: Obj) -> Obj:
    return {
        "id": number,
        "name": item["name"],
        "includeCustomFormatWhenRenaming": False,
        "specifications": [specification(spec) for spec in item["specifications"]],
    }


def specification(spec: Obj) -> Obj:
    """A specification as the apps return it; `fields` may come as a mapping or as the apps' list."""
    implementation = spec["implementation"]
    fields = spec.get("fields") or {}
    pairs = (
        fields.items() if isinstance(fields, dict) else ((item["name"], item.get("value")) for item in fields)
    )
    return {
        "name": spec.get("name", ""),
        "implementation": implementation,
        "implementationName": IMPLEMENTATIONS.get(implementation, implementation),
        "infoLink": "https://wiki.servarr.com/radarr/settings#custom-formats-2",
        "negate": bool(spec.get("negate")),
        "required": bool(spec.get("required")),
        "fields": [_field(order, name, value) for order, (name, value) in enumerate(pairs)],
    }


def _field(order: int, name: str, value: Any) -> Obj:
    field = {"order": order, "name": name, "label": name.capitalize(), "value": value, "type": "textbox"}
    return field | {"advanced": False, "privacy": "normal", "isFloat": False}


def build_profiles(kind: Kind, role: str, formats: list[Obj]) -> list[Obj]:
    """The quality profiles of an instance, plus a plain `Any` that never upgrades."""
    built = [_profile(kind, number, item, formats) for number, item in enumerate(_profiles(kind, role), 1)]
    return [*built, _any_profile(kind, len(built) + 1, formats)]


def _profile(kind: Kind, number: int, item: Obj, formats: list[Obj]) -> Obj:
    items = list(_items(kind, item["items"]))
    profile: Obj = {"name": item["name"], "upgradeAllowed": item["upgradeAllowed"]}
    profile["cutoff"] = next(index for index, name in _named(items) if name == item["cutoff"])
    profile["items"] = items
    for key in ("minFormatScore", "cutoffFormatScore", "minUpgradeFormatScore"):
        profile[key] = item[key]
    profile["formatItems"] = format_items(formats, item["scores"])
    if kind == "radarr":
        profile["language"] = languages(kind)[item.get("language") or "Original"]
    return profile | {"id": number}


def format_items(formats: list[Obj], scores: dict[str, int]) -> list[Obj]:
    """Every format of the instance with its score in a profile, best first as the apps list them."""
    rows = [
        {"format": item["id"], "name": item["name"], "score": scores.get(item["name"], 0)} for item in formats
    ]
    return sorted(rows, key=lambda row: (-row["score"], row["name"]))


def _items(kind: Kind, names: list[Obj]) -> Iterator[Obj]:
    """The guide lists qualities best first; the apps worst first, with groups numbered from 1000."""
    group = 1000
    for item in reversed(names):
        if members := item.get("items"):
            inner = [_single(kind, name, item["allowed"]) for name in reversed(members)]
            yield {"id": group, "name": item["name"], "items": inner, "allowed": item["allowed"]}
            group += 1
        else:
            yield _single(kind, item["name"], item["allowed"])


def _single(kind: Kind, name: str, allowed: bool) -> Obj:
    return {"quality": qualities(kind)[name], "items": [], "allowed": allowed}


def _named(items: list[Obj]) -> Iterator[tuple[int, str]]:
    for item in items:
        quality = item.get("quality") or item
        yield quality.get("id", 0), quality["name"]


def _any_profile(kind: Kind, number: int, formats: list[Obj]) -> Obj:
    items = [_single(kind, name, name != "Unknown") for name in qualities(kind)]
    profile: Obj = {"name": "Any", "upgradeAllowed": False, "cutoff": 7, "items": items}
    profile |= {"minFormatScore": 0, "cutoffFormatScore": 0, "minUpgradeFormatScore": 1}
    profile["formatItems"] = format_items(formats, {})
    if kind == "radarr":
        profile["language"] = languages(kind)["Any"]
    return profile | {"id": number}


def quality_index(profile: Obj, quality_id: int) -> int:
    """Where a quality (or group) stands in a profile; 0 when it is not there (`QualityProfile.cs:60-91`)."""
    for index, item in enumerate(profile["items"]):
        own = item["quality"]["id"] if item.get("quality") else item.get("id")
        members = (member["quality"]["id"] for member in item.get("items") or ())
        if own == quality_id or quality_id in members:
            return index
    return 0


def cutoff_index(profile: Obj) -> int:
    """The place a file must reach: the cutoff, or the first allowed quality when upgrades are off."""
    if profile["upgradeAllowed"]:
        return quality_index(profile, profile["cutoff"])
    return next((index for index, item in enumerate(profile["items"]) if item["allowed"]), 0)


def quality_cutoff_unmet(profile: Obj, quality_id: int) -> bool:
    """`qualityCutoffNotMet` (`UpgradableSpecification.cs:124-140`): quality only, never the score."""
    return quality_index(profile, quality_id) < cutoff_index(profile)
