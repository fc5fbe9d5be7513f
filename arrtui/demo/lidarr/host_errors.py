"""What a request is answered while the metadata host does not answer the app (`SkyHookException`)."""

from __future__ import annotations

from arrtui.demo.http.errors import unreachable
from arrtui.demo.lidarr.store import LidarrStore


def require_host(store: LidarrStore, term: str | None = None) -> None:
    """Raise ApiError 503 while the host is down; `term`: what a search was for."""
    if store.metadata_host_down:
        text = "Unable to communicate with LidarrAPI. Service temporarily unavailable (503)."
        if term is not None:
            text = f"Search for '{term}' failed. LidarrAPI Temporarily Unavailable (503)"
        raise unreachable(text)
