"""The register of the profiles that a title has by name: quality profile, metadata profile.

Whatever handles them goes over this register, and asks :attr:`.App.profiles` which of them an app has: maps
of pairs, translation, comparison, bodies of requests, actions, review, undo and restore. Another kind of
profile is an entry here, with a field in :class:`.Item` and a map in :class:`.SyncMap`.
"""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.domain import SettingType


class TitleProfile(NamedTuple):
    """One kind of profile that titles have."""

    name: str
    """Of the field in plans and among what a pair keeps equal: ``quality_profile``."""
    wire: str
    """Key of its id in the app's JSON: ``qualityProfileId``."""
    type: SettingType
    item_field: str
    """Field of :class:`.Item` with its id."""
    heading: str
    """In tables and forms: ``Profile``."""
    letter: str
    """Chooses it in the menu of actions."""
    binding: str
    """What the configuration calls that key: ``action.profile``."""
    reserved: str = ""
    """The name of one that the app keeps to itself: it takes no change of it and no deletion."""
    drops_children: bool = False
    """With the next refresh the app deletes children without files that the profile does not allow."""

    @property
    def key(self) -> str:
        """What names of the app's other keys and classes begin or go on with: ``QualityProfile``."""
        return f"{self.wire[:1].upper()}{self.wire[1:]}".removesuffix("Id")

    @property
    def word(self) -> str:
        """What it is called in sentences: ``quality profile``."""
        return self.name.replace("_", " ")

    @property
    def map_option(self) -> str:
        """The map of a pair with its names: ``quality_profiles``."""
        return f"{self.name}s"


QUALITY = TitleProfile(
    "quality_profile",
    "qualityProfileId",
    SettingType.QUALITY_PROFILE,
    "profile_id",
    "Profile",
    "p",
    "action.profile",
)
METADATA = TitleProfile(
    "metadata_profile",
    "metadataProfileId",
    SettingType.METADATA_PROFILE,
    "metadata_profile_id",
    "Metadata profile",
    "b",
    "action.albums",
    reserved="None",
    drops_children=True,
)
TITLE_PROFILES = (QUALITY, METADATA)
"""In the order they are shown in."""
PROFILE_BY_NAME = {profile.name: profile for profile in TITLE_PROFILES}
