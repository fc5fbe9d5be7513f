"""The pages of the apps' web interfaces that show what they are doing. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from arrtui.core.activity import ActivityEntry, ActivityKind

_PAGES = {
    ActivityKind.FAULT: "",
    ActivityKind.HEALTH: "system/status",
    ActivityKind.DOWNLOAD: "activity/queue",
    ActivityKind.COMMAND: "system/tasks",
    ActivityKind.RELEASE: "activity/history",
    ActivityKind.WANTED: "wanted/missing",
}
_CUTOFF_PAGE = "wanted/cutoffunmet"


def page_address(base: str, entry: ActivityEntry) -> str:
    """Return the address of the page about a row that is about no stored title.

    It is the row's own where that is a web address, else a page below the instance's address ``base``.
    """
    if urlsplit(entry.address).scheme in ("http", "https"):
        return entry.address
    page = _CUTOFF_PAGE if entry.state == "below cutoff" else _PAGES[entry.kind]
    return f"{base.rstrip('/')}/{page}"
