"""Invented releases: names, groups, qualities and media facts that custom formats match."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.naming import REPLACEMENTS, shorten
from arrtui.demo.world.profiles import groups_of
from arrtui.demo.world.tables import Kind, languages, qualities

_UNSAFE = re.compile(r"[\x00-\x1f\u200b]")
_SCENE = re.compile(r"[^\w.-]+")
_PARSED = re.compile(r"\[(?P<quality>[^\]]+)\](?:-(?P<group>[\w]+))?$")
_SERVICES = ("AMZN", "NF", "DSNP", "ATVP", "HMAX", "HULU", "MAX", "iT")
_AUDIO_CODECS = {
    "TrueHD": "TrueHD Atmos",
    "Atmos": "EAC3 Atmos",
    "DTS-HD": "DTS-HD MA",
    "DTS": "DTS",
    "FLAC": "FLAC",
    "DDP": "EAC3",
    "EAC3": "EAC3",
    "DD5": "AC3",
    "Opus": "Opus",
}
"""Codecs by the word of a release name that stands for them; the first one counts."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A kind of release: how often it is drawn, its quality, the words after the title, who makes it."""

    weight: int
    quality: str
    words: tuple[str, ...]
    makers: tuple[str, ...]
    minute_mb: int
    """Megabytes per minute of running time."""
    language: str = ""


@cache
def _recipes() -> dict[str, list[Recipe]]:
    """Return the packaged kinds of release by flavour: `hd`, `tv`, `uhd`, `german` or `anime`."""
    text = resources.files("arrtui.demo").joinpath("data", "recipes.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, list[Recipe]])


def safe_name(title: str, limit: int = 110) -> str:
    """Return a title as a file name of at most `limit` characters, without a dot or blank at an end."""
    clean = _UNSAFE.sub("", title.replace(":", " -").translate(REPLACEMENTS))
    return shorten(clean, limit) or "Untitled"


def scene_stem(title: str) -> str:
    """Return a title as release names carry it: dots for blanks, nothing else unusual."""
    return _SCENE.sub(".", title).strip(".") or "Untitled"


@cache
def quality_model(kind: Kind, name: str, version: int = 1, repack: bool = False) -> Obj:
    """Return the `quality` object that all files of this quality and revision share."""
    if name not in qualities(kind):
        name = name.replace("Remux-", "Bluray-") + " Remux"
    revision = {"version": version, "real": 0, "isRepack": repack}
    return {"quality": qualities(kind)[name], "revision": revision}


@cache
def _language_list(kind: Kind, names: tuple[str, ...]) -> list[Obj]:
    """Return the `languages` list that all files in these languages share."""
    return [languages(kind)[name] for name in names]


def make_release(rng: random.Random, kind: Kind, flavour: str, original: str, minutes: int) -> Obj:
    """Invent a release: quality, group, languages, size in bytes, and the words after the title."""
    recipes = _recipes()[flavour]
    recipe = rng.choices(recipes, weights=[recipe.weight for recipe in recipes])[0]
    words = rng.choice(recipe.words).replace("{svc}", rng.choice(_SERVICES))
    tier = rng.choice(recipe.makers)
    groups = (groups_of(kind, tier) or ("HOMEMADE",)) if tier else ("NOGRP", "RARBG", "iNTERNAL", "")
    group = rng.choice(groups)
    repack = rng.random() < 0.05
    quality = quality_model(kind, recipe.quality, 2 if repack else 1, repack)
    resolution = quality["quality"]["resolution"]
    tail = f"{'REPACK.' if repack else ''}{f'{resolution}p.' if resolution else ''}{words}"
    spoken = [recipe.language or "English"]
    if original in languages(kind) and original not in spoken and rng.random() < 0.7:
        spoken = [original]
    if (".DL." in words and "German" in words) or "Dual-Audio" in words:
        spoken.append("English")
    return {
        "tail": f"{tail}-{group}" if group else tail,
        "releaseGroup": group or None,
        "quality": quality,
        "languages": _language_list(kind, tuple(dict.fromkeys(spoken))),
        "size": int(minutes * recipe.minute_mb * rng.uniform(0.7, 1.3) * 1_000_000) or 1,
        "indexerFlags": 1 if rng.random() < 0.04 else 0,
        "words": words,
    }


@cache
def media_info(words: str, resolution: int, language: str, minutes: int) -> Obj:
    """Return what a probe of the file would say; shared by files of one kind and running time."""
    height = resolution or 480
    dynamic = "HDR" if "HDR" in words or "DV" in words else ""
    return {
        "audioBitrate": 640_000 if "DDP" in words else 1_509_000,
        "audioChannels": 7.1 if "7.1" in words else 2.0 if "2.0" in words else 5.1,
        "audioCodec": next((codec for word, codec in _AUDIO_CODECS.items() if word in words), "AAC"),
        "audioLanguages": language,
        "audioStreamCount": 1,
        "videoBitDepth": 10 if "10bit" in words or dynamic else 8,
        "videoBitrate": height * 6_000,
        "videoCodec": "x265" if "265" in words or "HEVC" in words else "AV1" if "AV1" in words else "x264",
        "videoFps": 23.976,
        "videoDynamicRange": dynamic,
        "videoDynamicRangeType": "DV HDR10" if "DV" in words else "HDR10" if dynamic else "",
        "resolution": f"{height * 16 // 9}x{height}",
        "runTime": f"{minutes // 60}:{minutes % 60:02}:07",
        "scanType": "Progressive",
        "subtitles": "eng/ger/spa",
    }


def parse_name(kind: Kind, name: str) -> Obj:
    """Return quality and group as the app parses them from a renamed file (`… [Quality]-Group.mkv`)."""
    match = _PARSED.search(name.rsplit(".", 1)[0])
    text = match["quality"] if match else "Unknown"
    quality = next((word for word in (text, text.split()[0]) if word in qualities(kind)), "Unknown")
    return {"quality": quality_model(kind, quality), "releaseGroup": match["group"] if match else None}
