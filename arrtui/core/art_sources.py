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
}


def source_word(source: str) -> str:
    """Return where an image or value is from, as screens call it."""
    return _WORDS.get(source, source)
