"""Quality profiles and custom formats of an instance, built from the TRaSH guides' data."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.conditions import specification
from arrtui.demo.world.formats import compiled
from arrtui.demo.world.tables import AUDIO, Kind, languages, qualities

ROLES: dict[tuple[str, str], tuple[str, ...]] = {
    ("radarr", "hd"): ("HD Bluray + WEB", "Remux + WEB 1080p", "WEB 1080p", "[German] HD Bluray + WEB"),
    ("radarr", "uhd"): ("UHD Bluray + WEB", "Remux + WEB 2160p", "WEB 2160p", "[SQP] SQP-1 (2160p)"),
    ("radarr", "anime"): ("[Anime] Remux-1080p", "Remux + WEB 1080p"),
    ("sonarr", "hd"): ("WEB-1080p", "Remux + WEB 1080p", "WEB-2160p", "[German] WEB-1080p"),
    ("sonarr", "uhd"): ("WEB-2160p", "WEB-1080p"),
    ("sonarr", "anime"): ("[Anime] Remux-1080p", "WEB-1080p"),
    **dict.fromkeys(
        (("lidarr", "hd"), ("lidarr", "uhd"), ("lidarr", "anime")),
        ("Scored Lossless", "Lossless", "Standard"),
    ),
}
"""Which profiles an instance of a kind and a role has, the most used first."""

_SCORE_LIMITS = ("minFormatScore", "cutoffFormatScore", "minUpgradeFormatScore")
_PLAIN_GROUP = re.compile(r"^\^\(([A-Za-z0-9]+)\)\$$")


def role_of(instance: str) -> str:
    """Return what an instance is for, by its name: `uhd`, `anime` or `hd`."""
    name = instance.lower()
    if "4k" in name or "uhd" in name:
        return "uhd"
    return "anime" if "anime" in name else "hd"


@cache
def guide(kind: Kind) -> Obj:
    """Return the packaged guide data of an app."""
    text = resources.files("arrtui.demo").joinpath("data", f"{kind}.json").read_bytes()
    data: Obj = msgspec.json.decode(text)
    return data


@cache
def groups_of(kind: Kind, format_name: str) -> tuple[str, ...]:
    """Return the release groups a format lists by plain name, else by the name of a pattern for a group."""
    formats = [format_ for format_ in guide(kind)["formats"] if format_["name"] == format_name]
    specs = [spec for format_ in formats for spec in format_["specifications"] if not spec["negate"]]
    plain = (_PLAIN_GROUP.match(str(spec["fields"].get("value"))) for spec in specs)
    if names := tuple(match[1] for match in plain if match):
        return names
    patterns = ((spec["name"], compiled(str(spec["fields"].get("value")))) for spec in specs)
    return tuple(
        name
        for name, pattern in patterns
        if pattern is not None and name.isalnum() and pattern.search(f"x264-{name}")
    )


def build_formats(kind: Kind, role: str) -> list[Obj]:
    """Return the custom formats of an instance, the caller's: all that one of its profiles scores."""
    formats: list[Obj] = marshal.loads(_built_formats(kind, role))  # noqa: S302
    return formats


@cache
def _built_formats(kind: Kind, role: str) -> bytes:
    """Return the same as bytes: to build them takes ten times as long as to read them."""
    scored = {name for profile in _guide_profiles(kind, role) for name in profile["scores"]}
    formats = [format_ for format_ in guide(kind)["formats"] if format_["name"] in scored]
    return marshal.dumps(
        [
            {
                "id": number,
                "name": format_["name"],
                "includeCustomFormatWhenRenaming": False,
                "specifications": [specification(spec) for spec in format_["specifications"]],
            }
            for number, format_ in enumerate(formats, 1)
        ]
    )


def _guide_profiles(kind: Kind, role: str) -> list[Obj]:
    """Return the guide's profiles of a role, the most used first."""
    by_name = {profile["name"]: profile for profile in guide(kind)["profiles"]}
    return [by_name[name] for name in ROLES[kind, role] if name in by_name]


def build_profiles(kind: Kind, role: str, formats: list[Obj]) -> list[Obj]:
    """Return the quality profiles of an instance, plus a plain `Any` that never upgrades."""
    profiles = []
    for source in _guide_profiles(kind, role):
        profile: Obj = {"name": source["name"], "upgradeAllowed": source["upgradeAllowed"]}
        items = list(_quality_items(kind, source["items"]))
        names = {(item.get("quality") or item)["name"]: (item.get("quality") or item)["id"] for item in items}
        profile |= {"cutoff": names[source["cutoff"]], "items": items}
        profile |= {key: source[key] for key in _SCORE_LIMITS if key in source}
        profile["formatItems"] = format_items(formats, source["scores"])
        if kind == "radarr":
            profile["language"] = languages(kind)[source.get("language") or "Original"]
        profiles.append(profile)
    items = [_quality_item(kind, name, name != "Unknown") for name in qualities(kind)]
    profile = {"name": "Any", "upgradeAllowed": False, "cutoff": 7, "items": items}
    profile |= {"minFormatScore": 0, "cutoffFormatScore": 0}
    profile |= {} if kind in AUDIO else {"minUpgradeFormatScore": 1}
    profile["formatItems"] = format_items(formats, {})
    if kind == "radarr":
        profile["language"] = languages(kind)["Any"]
    return [profile | {"id": number} for number, profile in enumerate([*profiles, profile], 1)]


def format_items(formats: list[Obj], scores: dict[str, int]) -> list[Obj]:
    """Return every format of the instance with its score in a profile, best first as the apps list them."""
    rows = [
        {"format": row["id"], "name": row["name"], "score": scores.get(row["name"], 0)} for row in formats
    ]
    return sorted(rows, key=lambda row: (-row["score"], row["name"]))


def _quality_items(kind: Kind, guide_items: list[Obj]) -> Iterator[Obj]:
    """Return a guide's qualities, which are best first, as the apps do: worst first, groups from 1000 on."""
    group = 1000
    for item in reversed(guide_items):
        name, allowed = item["name"], item["allowed"]
        if members := item.get("items"):
            inner = [_quality_item(kind, member, allowed) for member in reversed(members)]
            yield {"id": group, "name": name, "items": inner, "allowed": allowed}
            group += 1
        else:
            yield _quality_item(kind, name, allowed)


def _quality_item(kind: Kind, name: str, allowed: bool) -> Obj:
    return {"quality": qualities(kind)[name], "items": [], "allowed": allowed}


def quality_index(profile: Obj, quality_id: int) -> int:
    """Return where a quality (or group) stands in a profile; 0 if it does not (`QualityProfile.cs:60-91`)."""
    for index, item in enumerate(profile["items"]):
        item_id = item["quality"]["id"] if item.get("quality") else item.get("id")
        members = (member["quality"]["id"] for member in item.get("items") or ())
        if item_id == quality_id or quality_id in members:
            return index
    return 0


def quality_cutoff_unmet(profile: Obj, quality_id: int) -> bool:
    """Return `qualityCutoffNotMet` (`UpgradableSpecification.cs:124-140`): quality only, never the score.

    Without upgrades the first allowed quality is the cutoff.
    """
    if profile["upgradeAllowed"]:
        cutoff = quality_index(profile, profile["cutoff"])
    else:
        cutoff = next((index for index, item in enumerate(profile["items"]) if item["allowed"]), 0)
    return quality_index(profile, quality_id) < cutoff
