"""What names of releases and files say: artist, album, quality and group (`Parser`, `QualityParser`)."""

from __future__ import annotations

import re
from typing import NamedTuple

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.releases import quality_model

_PLAIN = re.compile(
    r"^(?P<artist>.+?) - (?P<album>.+?)(?: \(\d{4}\))?(?: \[(?P<words>[^\]]+)\])?(?:-(?P<group>\w+))?$"
)
_SCENE = re.compile(
    r"^(?P<artist>[^-]+)-(?P<album>[^-]+)-(?P<words>.+?)-(?P<year>(?:19|20)\d\d)(?:-(?P<group>\w+))?$"
)
_LOSSLESS = (
    ("FLAC 24bit", re.compile(r"(?=.*\bflac\b)(?=.*\b24[ -]?bit\b)", re.IGNORECASE)),
    ("FLAC", re.compile(r"\bflac\b", re.IGNORECASE)),
    ("ALAC", re.compile(r"\balac\b", re.IGNORECASE)),
    ("WAV", re.compile(r"\bwav\b", re.IGNORECASE)),
)
_RATE = re.compile(r"\b(320|256|224|192|160|128|112|96)\b")
_VARIABLE = re.compile(r"\bV([02])\b", re.IGNORECASE)
_BY_EXTENSION = {"flac": "FLAC", "m4a": "AAC-256", "wav": "WAV", "ogg": "OGG Vorbis Q6", "wma": "WMA"}


class ParsedAlbum(NamedTuple):
    """A release of an album by its name."""

    artist: str
    album: str
    quality: Obj
    group: str


def parse_quality(name: str) -> Obj:
    """Return the quality a name tells: by its words, else by its extension."""
    ending = name.rsplit(".", 1)[-1].lower()
    spelled = re.sub(r"[._]", " ", name)
    quality = next((word for word, pattern in _LOSSLESS if pattern.search(spelled)), "")
    rate, variable = _RATE.search(spelled), _VARIABLE.search(spelled)
    if not quality and re.search(r"\bmp3\b", spelled, re.IGNORECASE):
        quality = f"MP3-{rate[1]}" if rate else f"MP3-VBR-V{variable[1]}" if variable else "MP3-192"
    if not quality and rate and re.search(r"\baac\b", spelled, re.IGNORECASE):
        quality = f"AAC-{rate[1]}"
    return quality_model("lidarr", quality or _BY_EXTENSION.get(ending, "Unknown"))


def parse_album(name: str) -> ParsedAlbum | None:
    """Return what the name of a release says, None for one that names no album."""
    match = _SCENE.match(name) or _PLAIN.match(name)
    if match is None:
        return None
    words = [re.sub(r"[._]", " ", match[part]).strip() for part in ("artist", "album")]
    return ParsedAlbum(words[0], words[1], parse_quality(f"{match['words'] or ''}"), match["group"] or "")


def plain(text: str) -> str:
    """Return only letters and digits, as the app compares names."""
    return "".join(letter for letter in text.lower() if letter.isalnum())
