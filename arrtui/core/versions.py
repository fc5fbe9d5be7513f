"""Which versions of the apps arrtui works with. Pure."""

from __future__ import annotations

import re

from arrtui.core.apps import Kind

REFUSED_BELOW = {Kind.RADARR: "5.3.3", Kind.SONARR: "4.0.0"}
"""Radarr lists the files of many movies at once since then; Sonarr has custom formats since then."""
RECOMMENDED = {Kind.RADARR: "5.10.4", Kind.SONARR: "4.0.9.2421"}
"""From here on the apps decide upgrades as arrtui explains them (``UpgradeDiskSpecification``)."""

EDITS_FILES_FROM = "5.21.1"
"""Radarr sets facts of many files at once since then (``PUT /moviefile/bulk``); Sonarr 4 always does."""


def parsed(version: str) -> tuple[int, ...]:
    """Return a version's numbers; empty where it has none."""
    found = re.match(r"\d+(\.\d+)*", version.strip())
    return tuple(map(int, found.group().split("."))) if found else ()


def is_refused(kind: Kind, version: str) -> bool:
    """Tell whether the version is known and too old."""
    numbers = parsed(version)
    return bool(numbers) and numbers < parsed(REFUSED_BELOW[kind])


def version_warnings(kind: Kind, version: str) -> tuple[str, ...]:
    """Return what the user should know of a version that is not refused."""
    numbers = parsed(version)
    if not numbers:
        return (f"{kind.app.name} does not tell its version; some answers may be misunderstood.",)
    if numbers >= parsed(RECOMMENDED[kind]):
        return ()
    return (
        f"{kind.app.name} {version} is older than {RECOMMENDED[kind]}: it decides upgrades differently from"
        " what arrtui explains. Update it.",
    )


def can_edit_files(kind: Kind, version: str) -> bool:
    """Tell whether the app can set facts of files; a Radarr that does not tell its version cannot."""
    return kind is Kind.SONARR or parsed(version) >= parsed(EDITS_FILES_FROM)
