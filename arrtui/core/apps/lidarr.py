"""The descriptor of Lidarr."""

from __future__ import annotations

from arrtui.core.app_extras import MUSIC_EXTRAS
from arrtui.core.apps.commands import Command, Commands
from arrtui.core.apps.common import COMMON_SETTINGS, UPDATE_FIELDS
from arrtui.core.apps.feed_names import FeedNames
from arrtui.core.apps.model import (
    Ability,
    App,
    CoverFiles,
    ExclusionFields,
    ExternalId,
    Feature,
    Kind,
    Noun,
    ScanRules,
    TitleResource,
)
from arrtui.core.apps.naming_syntax import LIDARR_NAMING
from arrtui.core.apps.vocabularies import LIDARR_VOCABULARY
from arrtui.core.art_layouts import ARTIST_ART
from arrtui.core.domain import SettingType

LIDARR = App(
    kind=Kind.LIDARR,
    name="Lidarr",
    port=8686,
    api="/api/v1",
    client="arrtui.clients.lidarr:LidarrClient",
    title=Noun("artist", "artists"),
    child=Noun("album", "albums"),
    child_id=ExternalId("foreignAlbumId", "MusicBrainz id", "musicbrainz", numeric=False),
    external_id=ExternalId(
        "foreignArtistId",
        "MusicBrainz id",
        "musicbrainz",
        numeric=False,
        query="mbId",
        excluded="foreignId",
    ),
    resource=TitleResource(
        path="/artist",
        ids="artistIds",
        exclude="addImportListExclusion",
        files="/trackfile/editor",
        page="artist",
        rename_id="artistId",
        most_finds=10,
        name="artistName",
        slug_is_external_id=True,
        imports_many=False,
        unsent=frozenset({"nextAlbum", "lastAlbum", "statistics"}),
        new_roots_add=True,
        moves_with_files=True,
    ),
    settings={
        **COMMON_SETTINGS,
        SettingType.EXCLUSION: "/importlistexclusion",
        SettingType.METADATA_PROFILE: "/metadataprofile",
        SettingType.METADATA_PROVIDER: "/config/metadataprovider",
    },
    exclusion=ExclusionFields(title="artistName", has_pages=False),
    commands=Commands(
        refresh=Command("RefreshArtist", "artistIds", takes_many=True),
        rescan=Command("RescanFolders", "folders", takes_many=True),
        search=Command("ArtistSearch", "artistId"),
        search_units=Command("AlbumSearch", "albumIds", takes_many=True),
        search_new=Command("MissingAlbumSearch", "artistId"),
        move=Command("MoveArtist", "artistId"),
        move_many=Command("BulkMoveArtist", "artist"),
        refresh_many="BulkRefreshArtist",
        refresh_child=Command("RefreshAlbum", "albumId"),
    ),
    scan=ScanRules(frozenset()),
    extras=MUSIC_EXTRAS,
    art=ARTIST_ART,
    covers=CoverFiles("artist/", "album/", keeps_extension=True),
    feed=FeedNames("artist", "trackfile", "album"),
    folder_format="artistFolderFormat",
    file_formats=("standardTrackFormat", "multiDiscTrackFormat"),
    rename_switch="renameTracks",
    naming=LIDARR_NAMING,
    vocabulary=LIDARR_VOCABULARY,
    features=frozenset({Feature.ARTWORK}),
    features_off=frozenset({Feature.ARTWORK}),  # no record of what players and Lidarr do with it exists
    file_unit=Noun("track", "tracks"),
    stores_scene_names=False,
    has_score_increment=False,
    most_file_days=1,  # files of 500 albums a request; imported anew they show in no list
    daily_settings=frozenset(
        (
            *(SettingType.IMPORT_LIST, SettingType.REMOTE_PATH_MAPPING),
            *(SettingType.CUSTOM_FILTER, SettingType.METADATA_PROVIDER),
        )
    ),
    group="Type",
    child_types=(  # by their ids (``PrimaryAlbumType``)
        *(Noun("Album", "Albums"), Noun("EP", "EPs"), Noun("Single", "Singles")),
        *(Noun("Broadcast", "Broadcasts"), Noun("Other", "Others")),
    ),
    dated="Released",
    refresh_overwrites=True,
    refresh_overwrites_children=True,
    title_fields=("monitor_new_items",),
    update_fields=(*UPDATE_FIELDS, "episodes", "monitor_new_items", "metadata_profile"),
    oldest="2.0.1.3769",  # refreshes several artists at once, has auto-tagging
    recommended="2.5.3.4341",  # the newest of the additions that arrtui was made for (LIDARR_API 8)
    below_recommended="it may refuse some of what arrtui asks, and tells less in its webhooks",
    since={Ability.EDIT_FILES: "", Ability.ADD_AS_GIVEN: ""},
)
