"""Pictures of actors: which a title's metadata names. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.artwork import ACTOR_SLOT, ArtCandidate, MetadataField
from arrtui.features.artwork.naming import actor_name

MOST_ACTORS = 15
"""Actors of a title whose pictures are downloaded."""


def actor_candidates(fields: Iterable[MetadataField]) -> dict[str, ArtCandidate]:
    """Return the pictures of a title's first actors by slot: ``actor:NAME``; of two of a name the first."""
    known: dict[str, ArtCandidate] = {}
    for field in fields:
        if field.name != "actor" or not isinstance(field.value, list):
            continue
        for actor in field.value[:MOST_ACTORS]:
            entry = actor if isinstance(actor, dict) else {}
            name, address = str(entry.get("name", "")).strip(), str(entry.get("thumb", ""))
            if actor_name(name, ".jpg") and address.startswith(("https://", "http://")):
                slot = f"{ACTOR_SLOT}{name}"
                known.setdefault(slot, ArtCandidate(slot=slot, provider=field.source, address=address))
    return known
