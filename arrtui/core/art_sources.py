"""Where images and values of the metadata are from, as they are stored and as screens call it."""

from __future__ import annotations

OWNER = "owner"
"""An image that lay in a title's folder: its owner put it there."""
IMPORTED = "import"
"""An image that its owner gave from a path."""
OWN_SOURCES = frozenset({OWNER, IMPORTED})
"""Sources of images that are the owner's."""
_WORDS = {
    OWNER: "yours",
    IMPORTED: "imported",
    "app": "the app",
    "nfo": "NFO",
    "tmdb": "TMDB",
    "tvdb": "TheTVDB",
    "fanart": "Fanart.tv",
    "musicbrainz": "MusicBrainz",
}
_SCREEN, _MUSIC = frozenset({"tmdb", "tvdb"}), frozenset({"musicbrainz"})
_KNOWN_IDS = {
    "tmdb": _SCREEN,
    "tvdb": _SCREEN,
    "musicbrainz": _MUSIC,
}
"""Whose ids a provider knows titles by, where it does not know those of every app."""


def source_word(source: str) -> str:
    """Return where an image or value is from, as screens call it."""
    return _WORDS.get(source, source)


def knows_ids(provider: str, ids: str) -> bool:
    """Return whether a provider can be asked for titles by the ids of a site: ``tmdb``, ``musicbrainz``."""
    return provider not in _KNOWN_IDS or ids in _KNOWN_IDS[provider]
