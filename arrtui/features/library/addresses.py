"""Where a title is found in the web pages of its app. Pure."""

from __future__ import annotations

from urllib.parse import quote

from arrtui.core.apps import Kind


def title_address(base: str, kind: str, slug: str, external_id: str) -> str:
    """Return the address of a title's page below an instance's own address.

    Radarr's slug is the ``tmdbId``; without one, and for a series without a slug, it is the start page.
    """
    base = base.rstrip("/")
    if kind == Kind.RADARR:
        part = slug or (str(external_id) if external_id else "")
        return f"{base}/movie/{quote(part, safe='')}" if part else f"{base}/"
    return f"{base}/series/{quote(slug, safe='')}" if slug else f"{base}/"
