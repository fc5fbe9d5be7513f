"""The descriptor of Sonarr."""

from __future__ import annotations

from arrtui.core.app_extras import EPISODE_EXTRAS
from arrtui.core.apps.commands import Command, Commands
from arrtui.core.apps.common import COMMON_SETTINGS, LEFT_FOLDERS, UPDATE_FIELDS
from arrtui.core.apps.feed_names import FeedNames
from arrtui.core.apps.guide_terms import SONARR_GUIDES
from arrtui.core.apps.model import (
    Ability,
    App,
    ExclusionFields,
    ExternalId,
    Kind,
    Noun,
    ScanRules,
    TitleResource,
)
from arrtui.core.apps.naming_syntax import SONARR_NAMING
from arrtui.core.apps.vocabularies import SONARR_VOCABULARY
from arrtui.core.art_layouts import SERIES_ART
from arrtui.core.domain import SettingType

SONARR = App(
    kind=Kind.SONARR,
    name="Sonarr",
    port=8989,
    api="/api/v3",
    client="arrtui.clients.sonarr:SonarrClient",
    title=Noun("series", "series"),
    child=Noun("episode", "episodes"),
    external_id=ExternalId("tvdbId", "TVDb id", "tvdb"),
    resource=TitleResource(
        path="/series",
        ids="seriesIds",
        exclude="addImportListExclusion",
        files="/episodefile/bulk",
        page="series",
        rename_id="seriesId",
        most_finds=0,  # with ``tvdbId`` the app counts the whole library's episodes too
    ),
    settings={**COMMON_SETTINGS, SettingType.EXCLUSION: "/importlistexclusion"},
    exclusion=ExclusionFields(title="title"),
    commands=Commands(
        refresh=Command("RefreshSeries", "seriesIds", takes_many=True),
        rescan=Command("RescanSeries", "seriesId"),
        search=Command("SeriesSearch", "seriesId", monitored_only=True),
        search_units=Command("EpisodeSearch", "episodeIds", takes_many=True),
        search_new=Command("MissingEpisodeSearch", "seriesId"),
        move=Command("MoveSeries", "seriesId"),
        move_many=Command("BulkMoveSeries", "series"),
        search_season=Command("SeasonSearch", "seriesId", monitored_only=True),
    ),
    scan=ScanRules(LEFT_FOLDERS, takes_any_in_season=True),
    extras=EPISODE_EXTRAS,
    art=SERIES_ART,
    feed=FeedNames("series", "episodefile", "episode"),
    folder_format="seriesFolderFormat",
    file_formats=("standardEpisodeFormat", "dailyEpisodeFormat", "animeEpisodeFormat"),
    rename_switch="renameEpisodes",
    naming=SONARR_NAMING,
    vocabulary=SONARR_VOCABULARY,
    guides=SONARR_GUIDES,
    refresh_overwrites=True,
    extras_overwrite=True,
    title_fields=("series_type", "monitor_new_items", "season_folder", "seasons"),
    update_fields=(*UPDATE_FIELDS, "seasons", "episodes", "series_type", "monitor_new_items"),
    oldest="4.0.0",  # has custom formats
    recommended="4.0.9.2421",
    since={
        Ability.EDIT_FILES: "",
        Ability.ADD_AS_GIVEN: "4.0.2.1192",
        Ability.PLAIN_TAGS: "5",
        Ability.SIZES_IN_PROFILES: "5",
    },
)
