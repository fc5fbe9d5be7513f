"""The register of the apps: one descriptor per kind of app holds everything in which the apps differ.

Adding a kind of app means a member of :class:`Kind` and a module of its own with its :class:`App`, which is
put into the register below; the code asks the descriptor and never compares kinds. What cannot be said as
data (how an answer becomes records, how a body is built) is in the app's client class, which the descriptor
names.
"""

from __future__ import annotations

from arrtui.core.apps.commands import Command, Commands
from arrtui.core.apps.lidarr import LIDARR
from arrtui.core.apps.model import (
    APPS,
    Ability,
    App,
    ExclusionFields,
    ExternalId,
    Feature,
    FeedNames,
    Kind,
    Noun,
    ScanRules,
    TitleResource,
)
from arrtui.core.apps.naming_syntax import NamingSyntax
from arrtui.core.apps.radarr import RADARR
from arrtui.core.apps.sonarr import SONARR
from arrtui.core.apps.title_profiles import METADATA, PROFILE_BY_NAME, QUALITY, TITLE_PROFILES, TitleProfile

__all__ = [
    "APPS",
    "METADATA",
    "PROFILE_BY_NAME",
    "QUALITY",
    "TITLE_PROFILES",
    "Ability",
    "App",
    "Command",
    "Commands",
    "ExclusionFields",
    "ExternalId",
    "Feature",
    "FeedNames",
    "Kind",
    "NamingSyntax",
    "Noun",
    "ScanRules",
    "TitleProfile",
    "TitleResource",
    "app_of",
]

APPS.update((app.kind, app) for app in (RADARR, SONARR, LIDARR))


def app_of(instance: str) -> App:
    """Return the descriptor of an instance's app; the name of an instance begins with its kind."""
    return APPS[instance.partition(".")[0]]
