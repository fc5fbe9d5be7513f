"""One module per outside service; HTTP only. Importing this loads no HTTP library."""

from arrtui.clients.answers import (
    AiredEpisode,
    AppCommand,
    AppStatus,
    Delivery,
    Download,
    Fetched,
    HistoryPage,
    ListedItem,
    Odd,
    RemoteTitle,
    Skipped,
)
from arrtui.clients.arr import ArrClient, make_client
from arrtui.clients.radarr import RadarrClient
from arrtui.clients.sonarr import SonarrClient

__all__ = [
    "AiredEpisode",
    "AppCommand",
    "AppStatus",
    "ArrClient",
    "Delivery",
    "Download",
    "Fetched",
    "HistoryPage",
    "ListedItem",
    "Odd",
    "RadarrClient",
    "RemoteTitle",
    "Skipped",
    "SonarrClient",
    "make_client",
]
