"""Languages and qualities with each app's own numbers (R and S4 `Language.cs`, `Quality.cs`)."""

from __future__ import annotations

from functools import cache
from typing import Literal

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.words import listed

Kind = Literal["radarr", "sonarr", "lidarr"]
AUDIO: frozenset[Kind] = frozenset({"lidarr"})
"""Apps whose files are audio: they know no languages and no least step of a score, and their formats look at
the one name of a file and at its size."""

_SHARED_LANGUAGES = listed(
    "Unknown English French Spanish German Italian Danish Dutch Japanese Icelandic Chinese Russian Polish "
    "Vietnamese Swedish Norwegian Finnish Turkish Portuguese Flemish Greek Korean Hungarian Hebrew "
    "Lithuanian Czech"
)
_RADARR_LANGUAGES = listed(
    "Hindi, Romanian, Thai, Bulgarian, Portuguese (Brazil), Arabic, Ukrainian, Persian, Bengali, Slovak, "
    "Latvian, Spanish (Latino), Catalan, Croatian, Serbian, Bosnian, Estonian, Tamil, Indonesian, Telugu, "
    "Macedonian, Slovenian, Malayalam, Kannada, Albanian, Afrikaans",
    ", ",
)
_SONARR_LANGUAGES = listed(
    "Arabic, Hindi, Bulgarian, Malayalam, Ukrainian, Slovak, Thai, Portuguese (Brazil), Spanish (Latino), "
    "Romanian, Latvian, Persian, Catalan, Croatian, Serbian, Bosnian, Estonian, Tamil, Indonesian, "
    "Macedonian, Slovenian",
    ", ",
)

_RADARR_QUALITIES = """
0 Unknown unknown 0 none|24 WORKPRINT workprint 0 none|25 CAM cam 0 none|26 TELESYNC telesync 0 none
27 TELECINE telecine 0 none|28 DVDSCR dvd 480 screener|29 REGIONAL dvd 480 regional|1 SDTV tv 480 none
2 DVD dvd 0 none|23 DVD-R dvd 480 remux|8 WEBDL-480p webdl 480 none|12 WEBRip-480p webrip 480 none
20 Bluray-480p bluray 480 none|21 Bluray-576p bluray 576 none|4 HDTV-720p tv 720 none
5 WEBDL-720p webdl 720 none|14 WEBRip-720p webrip 720 none|6 Bluray-720p bluray 720 none
9 HDTV-1080p tv 1080 none|3 WEBDL-1080p webdl 1080 none|15 WEBRip-1080p webrip 1080 none
7 Bluray-1080p bluray 1080 none|30 Remux-1080p bluray 1080 remux|16 HDTV-2160p tv 2160 none
18 WEBDL-2160p webdl 2160 none|17 WEBRip-2160p webrip 2160 none|19 Bluray-2160p bluray 2160 none
31 Remux-2160p bluray 2160 remux|22 BR-DISK bluray 1080 brdisk|10 Raw-HD tv 1080 rawhd
"""
_SONARR_QUALITIES = """
0 Unknown unknown 0|1 SDTV television 480|12 WEBRip-480p webRip 480|8 WEBDL-480p web 480|2 DVD dvd 480
13 Bluray-480p bluray 480|22 Bluray-576p bluray 576|4 HDTV-720p television 720|9 HDTV-1080p television 1080
10 Raw-HD televisionRaw 1080|14 WEBRip-720p webRip 720|5 WEBDL-720p web 720|6 Bluray-720p bluray 720
15 WEBRip-1080p webRip 1080|3 WEBDL-1080p web 1080|7 Bluray-1080p bluray 1080
20 Bluray-1080p_Remux blurayRaw 1080|16 HDTV-2160p television 2160|17 WEBRip-2160p webRip 2160
18 WEBDL-2160p web 2160|19 Bluray-2160p bluray 2160|21 Bluray-2160p_Remux blurayRaw 2160
"""
_LIDARR_QUALITIES = """
0 Unknown|32 MP3-8|31 MP3-16|30 MP3-24|29 MP3-32|28 MP3-40|27 MP3-48|26 MP3-56|25 MP3-64|24 MP3-80|23 MP3-96
33 MP3-112|22 MP3-128|19 OGG_Vorbis_Q5|5 MP3-160|1 MP3-192|18 OGG_Vorbis_Q6|9 AAC-192|20 WMA|34 MP3-224
17 OGG_Vorbis_Q7|8 MP3-VBR-V2|3 MP3-256|16 OGG_Vorbis_Q8|10 AAC-256|2 MP3-VBR-V0|12 AAC-VBR|4 MP3-320
15 OGG_Vorbis_Q9|11 AAC-320|14 OGG_Vorbis_Q10|6 FLAC|7 ALAC|35 APE|36 WavPack|21 FLAC_24bit|37 ALAC_24bit
13 WAV
"""

SOURCES = {
    "radarr": listed("unknown cam telesync telecine workprint dvd tv webdl webrip bluray"),
    "sonarr": listed("unknown television televisionRaw web webRip dvd bluray blurayRaw"),
    "lidarr": listed("unknown"),
}
"""`QualitySource` in the order of its numbers, which custom formats refer to."""

MODIFIERS = ("none", "regional", "screener", "rawhd", "brdisk", "remux")
"""Radarr's `Modifier` in the order of its numbers."""


@cache
def languages(kind: Kind) -> dict[str, Obj]:
    """Return every language of the app by name, as `{id, name}`: none where it knows no languages."""
    if kind in AUDIO:
        return {}
    further = _RADARR_LANGUAGES if kind == "radarr" else _SONARR_LANGUAGES
    numbers = {name: number for number, name in enumerate([*_SHARED_LANGUAGES, *further])}
    numbers |= {"Any": -1, "Original": -2} if kind == "radarr" else {"Original": -2}
    return {name: {"id": number, "name": name} for name, number in numbers.items()}


@cache
def qualities(kind: Kind) -> dict[str, Obj]:
    """Return every quality of the app by name, worst first, as the `quality` object of its resources."""
    text = {"radarr": _RADARR_QUALITIES, "sonarr": _SONARR_QUALITIES, "lidarr": _LIDARR_QUALITIES}[kind]
    table: dict[str, Obj] = {}
    for row in text.strip().replace("\n", "|").split("|"):
        number, key, *facts = row.split()
        name = key.replace("_", " ")
        table[name] = {"id": int(number), "name": name}
        if facts:
            table[name] |= {"source": facts[0], "resolution": int(facts[1])}
        if len(facts) > 2:
            table[name]["modifier"] = facts[2]
    return table
