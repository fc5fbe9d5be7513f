"""Where a title is found in the web pages of its app. Pure."""

from __future__ import annotations

from urllib.parse import quote

from arrtui.core.apps import APPS


def title_address(base: str, kind: str, slug: str, external_id: str) -> str:
    """Return the address of a title's page below an instance's own address.

    Without a slug it is the start page, or for Radarr the page of its external id, which is its slug.
    """
    base, resource = base.rstrip("/"), APPS[kind].resource
    part = slug or (external_id if resource.slug_is_external_id else "")
    return f"{base}/{resource.page}/{quote(part, safe='')}" if part else f"{base}/"
