"""Recorded requests of Sonarr that the simulator does not answer as the real app."""

from __future__ import annotations

REASONS: dict[str, str] = {}
"""By name of the request why the simulator leaves it out, for good."""

DIFFERENT: frozenset[str] = frozenset()
"""Requests it still answers in another way; the list only ever gets shorter."""
