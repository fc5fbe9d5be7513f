"""The numbers that conditions of each app mean: languages, sources, modifiers, indexer flags, release types.

The apps give a file's facts by name and a condition's value by number. The numbers are not the same in both
apps (``Language.cs``, ``QualitySource.cs``, ``Modifier.cs``, ``IndexerFlags``, ``ReleaseType.cs``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

ORIGINAL_LANGUAGE = -2
"""A condition's number for the title's original language."""
_ORIGINAL = "Original"
_UNKNOWN = "Unknown"
_FIRST_LANGUAGES = (
    *(
        _UNKNOWN,
        "English",
        "French",
        "Spanish",
        "German",
        "Italian",
        "Danish",
        "Dutch",
        "Japanese",
        "Icelandic",
    ),
    *(
        "Chinese",
        "Russian",
        "Polish",
        "Vietnamese",
        "Swedish",
        "Norwegian",
        "Finnish",
        "Turkish",
        "Portuguese",
    ),
    *("Flemish", "Greek", "Korean", "Hungarian", "Hebrew", "Lithuanian", "Czech"),
)
"""From 0 on, alike in both apps."""


@dataclass(frozen=True)
class Vocabulary:
    """The numbers of one app, by the names that its API uses."""

    languages: Mapping[int, str]
    sources: tuple[str, ...]
    """In small letters, from 0 on."""
    flags: Mapping[str, int]
    """Name in small letters → bit."""
    modifiers: tuple[str, ...] = ()
    """In small letters, from 0 on."""
    release_types: tuple[str, ...] = ()
    """In small letters, from 0 on."""
    simplifies_titles: bool = False
    """Title conditions see a name without ``<>?*|`` (``SimplifyReleaseTitle``); the file's own as it is."""
    implementations: frozenset[str] = field(default_factory=frozenset)
    """The conditions that the app has, without ``Specification``."""

    @cached_property
    def language_names(self) -> frozenset[str]:
        """The languages that a file or a title may have."""
        return frozenset(self.languages.values())

    def flag_bits(self, names: tuple[str, ...]) -> int | None:
        """Return the bits of flags by name, as a history row has them; None for a name the app has not.

        A flag without a name stands as its number (``Enum.ToString``).
        """
        bits = 0
        for name in names:
            bit = int(name) if name.isdecimal() else self.flags.get(name.casefold())
            if bit is None:
                return None
            bits |= bit
        return bits


def _languages(*names: str, **extra: int) -> Mapping[int, str]:
    numbered = {**dict(enumerate((*_FIRST_LANGUAGES, *names))), ORIGINAL_LANGUAGE: _ORIGINAL}
    return numbered | {number: name for name, number in extra.items()}


_COMMON = frozenset(
    ("ReleaseTitle", "ReleaseGroup", "Language", "IndexerFlag", "Source", "Resolution", "Size")
)

_FLAGS = {
    "freeleech": 1,
    "halfleech": 2,
    "doubleupload": 4,
    "internal": 8,
    "scene": 16,
    "freeleech75": 32,
    "freeleech25": 64,
    "nuked": 128,
}
RADARR_VOCABULARY = Vocabulary(
    languages=_languages(
        *(
            "Hindi",
            "Romanian",
            "Thai",
            "Bulgarian",
            "Portuguese (Brazil)",
            "Arabic",
            "Ukrainian",
            "Persian",
        ),
        *(
            "Bengali",
            "Slovak",
            "Latvian",
            "Spanish (Latino)",
            "Catalan",
            "Croatian",
            "Serbian",
            "Bosnian",
        ),
        *("Estonian", "Tamil", "Indonesian", "Telugu", "Macedonian", "Slovenian", "Malayalam", "Kannada"),
        *("Albanian", "Afrikaans", "Marathi", "Tagalog", "Urdu", "Romansh", "Mongolian", "Georgian"),
        Any=-1,
    ),
    sources=(
        *("unknown", "cam", "telesync", "telecine", "workprint"),
        *("dvd", "tv", "webdl", "webrip", "bluray"),
    ),
    modifiers=("none", "regional", "screener", "rawhd", "brdisk", "remux"),
    flags={
        "g_freeleech": 1,
        "g_halfleech": 2,
        "g_doubleupload": 4,
        "ptp_golden": 8,
        "ptp_approved": 16,
        "g_internal": 32,
        "g_scene": 128,
        "g_freeleech75": 256,
        "g_freeleech25": 512,
        "nuked": 2048,
    },
    simplifies_titles=True,
    implementations=_COMMON | {"Edition", "QualityModifier", "Year"},
)
SONARR_VOCABULARY = Vocabulary(
    languages=_languages(
        *(
            "Arabic",
            "Hindi",
            "Bulgarian",
            "Malayalam",
            "Ukrainian",
            "Slovak",
            "Thai",
            "Portuguese (Brazil)",
        ),
        *(
            "Spanish (Latino)",
            "Romanian",
            "Latvian",
            "Persian",
            "Catalan",
            "Croatian",
            "Serbian",
            "Bosnian",
        ),
        *("Estonian", "Tamil", "Indonesian", "Macedonian", "Slovenian", "Azerbaijani", "Uzbek", "Malay"),
        *("Urdu", "Romansh", "Georgian"),
    ),
    sources=("unknown", "television", "televisionraw", "web", "webrip", "dvd", "bluray", "blurayraw"),
    flags=_FLAGS,
    release_types=("unknown", "singleepisode", "multiepisode", "seasonpack"),
    implementations=_COMMON | {"ReleaseType"},
)
LIDARR_VOCABULARY = Vocabulary(
    languages={},
    sources=(),
    flags={name: bit for name, bit in _FLAGS.items() if name != "nuked"},
    implementations=frozenset({"ReleaseTitle", "ReleaseGroup", "IndexerFlag", "Size"}),
)
