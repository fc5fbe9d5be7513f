"""Release names: which are equal, and which revision they are. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

_TAG = (
    r"-(?:RP|1|NZBGeek|Obfuscated|Obfuscation|Scrambled|sample|Pre|postbot|xpost|Rakuv[a-z0-9]*|WhiteRev"
    r"|BUYMORE|AsRequested|AlternativeToRequested|GEROV|Z0iDS3N|Chamele0n|4P|4Planet|AlteZachen"
    r"|RePACKPOST|\[rartv\]|\[rarbg\]|\[eztv\])"
)
_LAST_TAG = re.compile(_TAG, re.IGNORECASE)
_REPOST = re.compile(rf"(?:{_TAG})+$|\[(?:rartv|rarbg|eztv|TGx)\]$", re.IGNORECASE)
"""What reposters put behind a name (``CleanReleaseGroupRegex``)."""
_EXTENSION = re.compile(r"\.(mkv|mp4|avi|ts|m2ts|wmv|mov|iso|nzb)$", re.IGNORECASE)
_LONGEST_EXTENSION = 5
_FILLER = re.compile(r"[\W_]+")
_ASCII_FILLER = bytes(code for code in range(128) if not chr(code).isalnum())
_PROPER = re.compile(r"\bproper\b", re.IGNORECASE)
_REPACK = re.compile(r"\b(?:repack|rerip)(\d?)\b", re.IGNORECASE)
_REPAIRED = ("proper", "repack", "rerip")
_VERSION = re.compile(r"\d[-._ ]?v(\d)[-._ ]|\[v(\d)\]", re.IGNORECASE)
_REAL = re.compile(r"\bREAL\b")


@lru_cache(maxsize=65_536)
def release_key(title: str) -> str:
    """Return what equal releases share: the name without case, dots, blanks and what reposters added."""
    name = title.strip()
    if "." in name[-_LONGEST_EXTENSION:]:
        name = _EXTENSION.sub("", name)
    if name.endswith("]") or _LAST_TAG.fullmatch(name, max(0, name.rfind("-"))):
        name = _REPOST.sub("", name)
    if name.isascii():  # nearly all are, and this takes a tenth of the time
        return name.encode().translate(None, _ASCII_FILLER).decode().lower()
    return _FILLER.sub("", name).casefold()


def is_repack(title: str) -> bool:
    """Return whether a release is a repack or a rerip by its name."""
    return _REPACK.search(title) is not None


@lru_cache(maxsize=65_536)
def revision_of(title: str) -> tuple[int, int]:
    """Return how often a release was repaired: its ``real``, then its version.

    As ``QualityParser.ParseQualityModifiers`` reads it from the name: a proper or a repack is version 2, a
    ``REPACK2`` version 3.
    """
    version, lowered = 1, title.lower()
    may_be_repaired = any(word in lowered for word in _REPAIRED)  # most are not, and a pattern takes longer
    if may_be_repaired and _PROPER.search(title):
        version = 2
    if may_be_repaired and (repack := _REPACK.search(title)):
        version = int(repack[1]) + 1 if repack[1] else 2
    elif numbered := _VERSION.search(title):
        version = int(numbered[1] or numbered[2])
    return len(_REAL.findall(title)) if version > 1 else 0, version
