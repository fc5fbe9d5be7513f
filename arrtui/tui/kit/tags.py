"""Tags as they are typed into a field, separated by blanks or commas."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_NEW_TAG = re.compile(r"[a-z0-9-]+")
"""What Radarr and Sonarr 5 take as a new tag (``TagController``)."""


def parse_tags(text: str) -> list[str]:
    """Return the tags that were typed, each once and sorted, in lower case as the apps keep them."""
    return sorted({tag.lower() for tag in text.replace(",", " ").split()})


def invalid_tags(text: str, existing: Sequence[str]) -> list[str]:
    """Return the typed tags that neither exist nor could be created."""
    return [tag for tag in parse_tags(text) if tag not in existing and not _NEW_TAG.fullmatch(tag)]


def invalid_tag_text(tag: str) -> str:
    """Return what is wrong with a tag that cannot be created."""
    return f"{tag}: tags have only a-z, 0-9 and -"


def new_tags_text(tags: Collection[str]) -> str:
    """Return what is said of tags that will be created; empty for none."""
    return f"new, will be created: {' '.join(tags)}" if tags else ""
