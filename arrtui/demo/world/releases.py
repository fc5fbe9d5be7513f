"""Invented releases: names, groups, qualities and media facts that custom formats match."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.profiles import groups_of
from arrtui.demo.world.tables import Kind, languages, qualities

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\u200b]')
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
    words: str
    """The choices of words, separated by blanks."""
    makers: tuple[str, ...]
    minute_mb: int
    """Megabytes per minute of running time."""
    language: str = ""


def _tiers(family: str, *numbers: int) -> tuple[str, ...]:
    """Return the names of the guide's tiers of release groups."""
    return tuple(f"{family} Tier {number:02}" for number in numbers)


_HD = (
    Recipe(
        30,
        "Bluray-1080p",
        "BluRay.DTS.x264 BluRay.DD5.1.x264 BluRay.DTS-HD.MA.5.1.x264",
        _tiers("HD Bluray", 1, 2, 3),
        95,
    ),
    Recipe(
        27,
        "WEBDL-1080p",
        "{svc}.WEB-DL.DDP5.1.H.264 {svc}.WEB-DL.DDP5.1.Atmos.H.264 {svc}.WEB-DL.DD5.1.H.264",
        _tiers("WEB", 1, 2, 3),
        48,
    ),
    Recipe(
        9,
        "Remux-1080p",
        "BluRay.REMUX.AVC.DTS-HD.MA.5.1 BluRay.REMUX.AVC.TrueHD.7.1.Atmos BluRay.REMUX.AVC.FLAC.2.0",
        _tiers("Remux", 1, 2, 3),
        210,
    ),
    Recipe(6, "WEBRip-1080p", "{svc}.WEBRip.DD5.1.x264 WEBRip.AAC2.0.x264", ("WEB Tier 03", ""), 40),
    Recipe(9, "Bluray-1080p", "BluRay.x265.10bit.AAC5.1 BluRay.HEVC.x265", ("LQ", "LQ", ""), 22),
    Recipe(2, "WEBDL-1080p", "WEB-DL.AV1.Opus5.1 Upscaled.WEB-DL.DDP5.1.H.264", ("LQ", ""), 20),
    Recipe(7, "Bluray-720p", "BluRay.DTS.x264 BluRay.AC3.x264", ("HD Bluray Tier 02", ""), 45),
    Recipe(3, "HDTV-720p", "HDTV.x264 HDTV.AAC2.0.H.264", ("",), 18),
    Recipe(3, "DVD", "DVDRip.XviD DVDRip.x264", ("LQ", ""), 9),
    Recipe(2, "SDTV", "SDTV.XviD", ("",), 7),
)
_UHD = (
    Recipe(
        28,
        "Bluray-2160p",
        "UHD.BluRay.DV.HDR10.DTS-HD.MA.5.1.x265 UHD.BluRay.TrueHD.7.1.Atmos.HDR10.x265",
        _tiers("UHD Bluray", 1, 2, 3),
        260,
    ),
    Recipe(
        26,
        "WEBDL-2160p",
        "{svc}.WEB-DL.DDP5.1.Atmos.DV.HDR.H.265 {svc}.WEB-DL.DDP5.1.HDR.H.265 {svc}.WEB-DL.DDP5.1.DV.H.265",
        _tiers("WEB", 1, 2, 3),
        130,
    ),
    Recipe(
        22,
        "Remux-2160p",
        "UHD.BluRay.REMUX.DV.HDR.HEVC.TrueHD.7.1.Atmos UHD.BluRay.REMUX.HDR.HEVC.DTS-HD.MA.5.1 "
        "UHD.BluRay.REMUX.HDR10+.HEVC.DTS-X.7.1",
        _tiers("Remux", 1, 2, 3),
        460,
    ),
    Recipe(
        9, "WEBRip-2160p", "WEBRip.DDP5.1.SDR.x265 {svc}.WEBRip.DDP5.1.x265", ("WEB Tier 03", "LQ", ""), 60
    ),
    Recipe(8, "Bluray-1080p", "BluRay.DTS.x264", _tiers("HD Bluray", 1, 2), 95),
    Recipe(4, "WEBDL-1080p", "{svc}.WEB-DL.DDP5.1.H.264", ("WEB Tier 01",), 48),
)
_GERMAN = (
    Recipe(
        40,
        "Bluray-1080p",
        "German.DL.BluRay.x264 German.DTS.DL.BluRay.x264",
        _tiers("German Bluray", 1, 2, 3),
        90,
        "German",
    ),
    Recipe(
        25,
        "WEBDL-1080p",
        "German.DL.{svc}.WEB.H264 German.EAC3.DL.WEB.H264",
        _tiers("German Web", 1, 2, 3),
        45,
        "German",
    ),
    Recipe(10, "WEBDL-1080p", "{svc}.WEB-DL.DDP5.1.H.264", ("WEB Tier 01",), 45),
    Recipe(8, "Bluray-1080p", "German.BluRay.x264", ("German LQ", "German Microsized"), 15, "German"),
    Recipe(5, "Bluray-1080p", "FRENCH.BluRay.x264", ("HD Bluray Tier 02",), 60, "French"),
)
_ANIME = (
    Recipe(
        34,
        "WEBDL-1080p",
        "CR.WEB-DL.AAC2.0.H.264 HIDIVE.WEB-DL.AAC2.0.H.264 Dual-Audio.WEB-DL.DDP5.1.H.264",
        _tiers("Anime Web", 1, 2, 3, 4),
        55,
        "Japanese",
    ),
    Recipe(
        30,
        "Bluray-1080p",
        "BluRay.10bit.FLAC.x265 BluRay.Dual-Audio.10bit.FLAC.x265 BluRay.x264.FLAC",
        _tiers("Anime BD", 1, 2, 4, 6),
        80,
        "Japanese",
    ),
    Recipe(10, "Bluray-720p", "BluRay.x264.AAC", ("Anime LQ Groups", ""), 25, "Japanese"),
    Recipe(6, "HDTV-720p", "HDTV.x264.AAC", ("Anime Raws", ""), 20, "Japanese"),
    Recipe(5, "DVD", "DVDRip.x264.AC3", ("",), 9, "Japanese"),
)
_TV = (
    Recipe(
        46,
        "WEBDL-1080p",
        "{svc}.WEB-DL.DDP5.1.H.264 {svc}.WEB-DL.DDP5.1.Atmos.H.264 {svc}.WEB-DL.AAC2.0.H.264",
        _tiers("WEB", 1, 2, 3),
        48,
    ),
    Recipe(14, "WEBRip-1080p", "{svc}.WEBRip.DD5.1.x264 WEBRip.AAC2.0.x264", ("WEB Tier 03", ""), 40),
    Recipe(10, "WEBDL-720p", "{svc}.WEB-DL.DDP5.1.H.264", _tiers("WEB", 1, 2), 24),
    Recipe(7, "Remux-1080p", "BluRay.REMUX.AVC.DTS-HD.MA.5.1", _tiers("Remux", 1, 2), 190),
    Recipe(6, "Bluray-1080p", "BluRay.DD5.1.x264 BluRay.x265.10bit.AAC5.1", ("LQ", ""), 60),
    Recipe(7, "HDTV-720p", "HDTV.x264 HDTV.AAC2.0.H.264", ("",), 18),
    Recipe(5, "WEBRip-1080p", "WEBRip.x265.AAC2.0 WEBRip.AV1.Opus", ("LQ", ""), 9),
    Recipe(3, "DVD", "DVDRip.x264 DVDRip.XviD", ("",), 9),
    Recipe(2, "SDTV", "SDTV.XviD", ("",), 6),
)
_RECIPES = {"hd": _HD, "tv": _TV, "uhd": _UHD, "german": _GERMAN, "anime": _ANIME}


def safe_name(title: str, limit: int = 110) -> str:
    """Return a title as a file name of at most `limit` characters, without a dot or blank at an end."""
    clean = _UNSAFE.sub("", title.replace(":", " -")).strip(" .")
    while len(clean.encode()) > limit * 2 or len(clean) > limit:
        clean = clean[:-1].strip(" .")
    return clean or "Untitled"


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
    recipes = _RECIPES[flavour]
    recipe = rng.choices(recipes, weights=[recipe.weight for recipe in recipes])[0]
    words = rng.choice(recipe.words.split()).replace("{svc}", rng.choice(_SERVICES))
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


def queue_entry(number: int, title: str, file: Obj, **ids: Any) -> Obj:
    """Return a running download as the store keeps it; `ids` say of what."""
    return {
        "id": number,
        "languages": file["languages"],
        "quality": file["quality"],
        "size": float(file["size"]),
        "title": title,
        "sizeleft": file["size"] / 3,
        "timeleft": "00:21:09",
        "status": "downloading",
        "trackedDownloadStatus": "ok",
        "trackedDownloadState": "downloading",
        "statusMessages": [],
        "downloadId": f"SABnzbd_nzo_{number:08}",
        "protocol": "usenet",
        "downloadClient": "sab",
        "downloadClientHasPostImportCategory": False,
        "indexer": "NZB Harbour",
        "outputPath": f"/downloads/{title}",
        **ids,
    }
