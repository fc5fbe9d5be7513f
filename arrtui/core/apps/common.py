"""What descriptors of several apps share."""

from __future__ import annotations

from collections.abc import Mapping

from arrtui.core.domain import SettingType

COMMON_SETTINGS: Mapping[SettingType, str] = {
    SettingType.QUALITY_PROFILE: "/qualityprofile",
    SettingType.CUSTOM_FORMAT: "/customformat",
    SettingType.TAG: "/tag",
    SettingType.NAMING: "/config/naming",
    SettingType.MEDIA_MANAGEMENT: "/config/mediamanagement",
    SettingType.DELAY_PROFILE: "/delayprofile",
    SettingType.IMPORT_LIST: "/importlist",
    SettingType.INDEXER: "/indexer",
    SettingType.DOWNLOAD_CLIENT: "/downloadclient",
    SettingType.NOTIFICATION: "/notification",
    SettingType.QUALITY_DEFINITION: "/qualitydefinition",
    SettingType.RELEASE_PROFILE: "/releaseprofile",
    SettingType.REMOTE_PATH_MAPPING: "/remotepathmapping",
    SettingType.AUTO_TAG: "/autotagging",
    SettingType.CUSTOM_FILTER: "/customfilter",
    SettingType.METADATA_CONSUMER: "/metadata",
}
"""Where every app keeps a setting; root folders have methods of their own in the client."""
LEFT_FOLDERS = frozenset(
    (
        *("extras", "extrafanart", "behind the scenes", "deleted scenes", "featurettes", "interviews"),
        *("other", "scenes", "samples", "shorts", "trailers", "@eadir", "plex versions"),
    )
)
UPDATE_FIELDS = ("monitored", "quality_profile", "tags", "root_folder")
