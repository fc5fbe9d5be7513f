"""Sonarr 5 (`v5-develop`), as far as its v3 API differs from Sonarr 4."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from arrtui.demo.app.quality_sizes import SIZES, set_sizes
from arrtui.demo.sonarr.spec import SONARR
from arrtui.demo.sonarr.store import SonarrStore

_SINGLE = "episode|episodefile|tag|tag/detail|command|qualityprofile|rootfolder|notification|indexer"
SONARR_5 = replace(
    SONARR,
    version="5.0.0.1000",
    migration=230,
    tag_pattern="[a-z0-9-]+",
    file_editor_is_deprecated=True,
    sizes_in_profiles=True,
    operation_status=400,
    bodiless_absence=rf"GET /api/v3/({_SINGLE}|{SONARR.exclusion_path})/\d+",
    api_versions=("v5", ("v3",)),
    is_containerized=True,
    feed_versions=(3, 5),
    media_management=SONARR.media_management
    | {"userRejectedExtensions": "", "seasonPackUpgrade": "all", "seasonPackUpgradeThreshold": 100},
    ui=SONARR.ui | {"timeZone": ""},
)


class Sonarr5Store(SonarrStore):
    """The state of one Sonarr 5: its profiles carry the sizes that the definitions of an older one have.

    What an upgrade from Sonarr 4 leaves, tags its rules would refuse among it, a test may put there.
    """

    spec = SONARR_5

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        definitions = self.quality_definitions.values()
        limits = {row["quality"]["id"]: {key: row.get(key) for key in SIZES} for row in definitions}
        # The items of two profiles may share one object: each gets its own.
        for profile in self.profiles.values():
            profile["items"] = [
                {**item, "items": [dict(member) for member in item.get("items") or ()]}
                for item in profile["items"]
            ]
        set_sizes(self.profiles.values(), limits)
