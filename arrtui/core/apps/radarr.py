"""The descriptor of Radarr."""

from __future__ import annotations

from arrtui.core.app_extras import FILM_EXTRAS
from arrtui.core.apps.commands import Command, Commands
from arrtui.core.apps.common import COMMON_SETTINGS, LEFT_FOLDERS, UPDATE_FIELDS
from arrtui.core.apps.feed_names import FeedNames
from arrtui.core.apps.guide_terms import RADARR_GUIDES
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
from arrtui.core.apps.naming_syntax import RADARR_NAMING
from arrtui.core.apps.vocabularies import RADARR_VOCABULARY
from arrtui.core.art_layouts import FILM_ART
from arrtui.core.domain import SettingType

RADARR = App(
    kind=Kind.RADARR,
    name="Radarr",
    port=7878,
    api="/api/v3",
    client="arrtui.clients.radarr:RadarrClient",
    title=Noun("movie", "movies"),
    external_id=ExternalId("tmdbId", "TMDb id", "tmdb"),
    resource=TitleResource(
        path="/movie",
        ids="movieIds",
        exclude="addImportExclusion",
        files="/moviefile/bulk",
        page="movie",
        rename_id="movieId",
        most_finds=10,
        slug_is_external_id=True,
    ),
    settings={**COMMON_SETTINGS, SettingType.EXCLUSION: "/exclusions", SettingType.COLLECTION: "/collection"},
    exclusion=ExclusionFields(title="movieTitle", year="movieYear"),
    commands=Commands(
        refresh=Command("RefreshMovie", "movieIds", takes_many=True),
        rescan=Command("RescanMovie", "movieId"),
        search=Command("MoviesSearch", "movieIds", takes_many=True),
        search_units=Command("MoviesSearch", "movieIds", takes_many=True),
        search_new=Command("MoviesSearch", "movieIds", takes_many=True),
        move=Command("MoveMovie", "movieId"),
        move_many=Command("BulkMoveMovie", "movies"),
    ),
    scan=ScanRules(LEFT_FOLDERS | {"sample"}, takes_any_at_top=True),
    extras=FILM_EXTRAS,
    art=FILM_ART,
    feed=FeedNames("movie", "moviefile"),
    folder_format="movieFolderFormat",
    file_formats=("standardMovieFormat",),
    rename_switch="renameMovies",
    naming=RADARR_NAMING,
    vocabulary=RADARR_VOCABULARY,
    guides=RADARR_GUIDES,
    has_original_path=True,
    title_fields=("minimum_availability",),
    update_fields=(*UPDATE_FIELDS, "minimum_availability"),
    oldest="5.3.3",  # lists the files of many movies with one request
    recommended="5.10.4",
    since={
        Ability.EDIT_FILES: "5.21.1",
        Ability.ADD_AS_GIVEN: "",
        Ability.PLAIN_TAGS: "",
        Ability.MANY_NAMES: "5.27.1",
    },
)
