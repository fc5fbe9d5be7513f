"""What can be read from the name of a release or a file (`Parser`, `QualityParser`, `LanguageParser`)."""

from __future__ import annotations

import re
from typing import NamedTuple

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.releases import parse_name, quality_model
from arrtui.demo.world.tables import Kind, languages, qualities

_RESOLUTION = re.compile(r"\b(2160|1080|720|576|480)p\b", re.IGNORECASE)
_SOURCES = (
    ("Remux", re.compile(r"\bremux\b", re.IGNORECASE)),
    ("WEBRip", re.compile(r"\bweb-?rip\b", re.IGNORECASE)),
    ("WEBDL", re.compile(r"\bweb(?:-?dl)?\b", re.IGNORECASE)),
    ("Bluray", re.compile(r"\b(?:blu-?ray|bd-?rip)\b", re.IGNORECASE)),
    ("HDTV", re.compile(r"\bhdtv\b", re.IGNORECASE)),
    ("DVD", re.compile(r"\bdvd(?:rip)?\b", re.IGNORECASE)),
)
_REVISION = re.compile(r"\b(proper|repack|rerip)\b", re.IGNORECASE)
_GROUP = re.compile(r"-(?P<group>[A-Za-z0-9]+)(?:\.[a-z0-9]{2,4})?$")
_SPOKEN = ("German", "French", "Spanish", "Italian", "Japanese", "Korean", "Polish", "Dutch", "Russian")


class ParsedRelease(NamedTuple):
    """What a name says besides the title."""

    quality: Obj
    group: str
    languages: list[Obj]
    """Empty where the name speaks of none."""


def parse_release(kind: Kind, name: str) -> ParsedRelease:
    """Read quality, group and languages of a release, or of a file as the demo's formats name it."""
    spoken = [
        languages(kind)[word] for word in _SPOKEN if re.search(rf"\b{word}\b", name, flags=re.IGNORECASE)
    ]
    renamed = parse_name(kind, name)
    if renamed["quality"]["quality"]["id"]:
        return ParsedRelease(renamed["quality"], renamed["releaseGroup"] or "", spoken)
    group = _GROUP.search(name)
    revision = _REVISION.search(name)
    version, is_repack = (2 if revision else 1), bool(revision and revision[1].lower() != "proper")
    quality = quality_model(kind, _quality_name(kind, name), version, is_repack)
    return ParsedRelease(quality, group["group"] if group else "", spoken)


def _quality_name(kind: Kind, name: str) -> str:
    """Return the name of the quality a release says it has; `Unknown` where it says nothing."""
    resolution = _RESOLUTION.search(name)
    source = next((word for word, pattern in _SOURCES if pattern.search(name)), "")
    pixels = int(resolution[1]) if resolution else 0
    if source == "DVD" or (source == "HDTV" and pixels < 720):
        return "DVD" if source == "DVD" else "SDTV"
    wanted = f"{source or 'HDTV'}-{pixels or 480}p"
    if wanted in qualities(kind) and (source or resolution):
        return wanted
    remux = f"Bluray-{pixels}p Remux"
    return remux if source == "Remux" and remux in qualities(kind) else "Unknown"
