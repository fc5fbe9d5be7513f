"""The routes both apps have, beside those of titles and files."""

from __future__ import annotations

from typing import Any

from arrtui.demo.app import (
    routes_autotags,
    routes_backups,
    routes_configs,
    routes_delays,
    routes_filesystem,
    routes_formats,
    routes_profiles,
    routes_providers,
    routes_qualities,
    routes_settings,
    routes_system,
    routes_tags,
    routes_upkeep,
)
from arrtui.demo.app.routes_covers import cover_routes
from arrtui.demo.app.routes_exclusions import exclusion_routes
from arrtui.demo.app.routes_history import HistoryRoutes
from arrtui.demo.app.routes_manualimport import ManualImportRoutes
from arrtui.demo.app.routes_queue import QueueRoutes
from arrtui.demo.app.routes_releases import ReleaseRoutes
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.app.view import View
from arrtui.demo.http.routing import Table


def shared_routes(spec: AppSpec, view: View[Any]) -> Table:
    """Return the routes of an app whose view renders the records."""
    return [
        *HistoryRoutes(spec, view).table(),
        *QueueRoutes(spec, view).table(),
        *ReleaseRoutes(view).table(),
        *exclusion_routes(spec),
        *routes_tags.TABLE,
        *routes_profiles.TABLE,
        *routes_formats.TABLE,
        *routes_delays.TABLE,
        *routes_qualities.TABLE,
        *routes_settings.TABLE,
        *cover_routes(view),
        *routes_autotags.TABLE,
        *routes_configs.TABLE,
        *routes_providers.TABLE,
        *routes_system.TABLE,
        *routes_backups.TABLE,
        *routes_upkeep.TABLE,
        *routes_filesystem.TABLE,
        *ManualImportRoutes(view).table(),
    ]
