"""Tags as they are typed into a field, separated by blanks or commas."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NEW_TAG = re.compile(r"[a-z0-9-]+")
"""What Radarr and Sonarr 5 take as a new tag (``TagController``)."""


def parse_tags(text: str) -> list[str]:
    """Return the tags that were typed, each once and sorted, in lower case as the apps keep them."""
    return sorted({tag.lower() for tag in text.replace(",", " ").split()})


def invalid_tags(text: str, existing: Sequence[str]) -> list[str]:
    """Return the typed tags that neither exist nor could be created."""
    return [tag for tag in parse_tags(text) if tag not in existing and not _NEW_TAG.fullmatch(tag)]
