"""The register of the apps: one descriptor per kind of app holds everything in which the apps differ.

Adding a kind of app means a member of :class:`Kind` and its :class:`App` in :data:`APPS`; the code asks the
descriptor and never compares kinds. What cannot be said as data (how an answer becomes records, how a body is
built) is in the app's client class, which the descriptor names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from arrtui.core.app_extras import EPISODE_EXTRAS, FILM_EXTRAS, ExtraRules
from arrtui.core.art_layouts import FILM_ART, SERIES_ART, ArtLayout
from arrtui.core.domain import SettingType
from arrtui.core.text import plural


class Kind(StrEnum):
    """Which app an instance is. The value names its sections of the configuration and its rows stored."""

    RADARR = "radarr"
    SONARR = "sonarr"

    @property
    def app(self) -> App:
        """The descriptor of the app."""
        return APPS[self]


class Ability(StrEnum):
    """What only some versions of an app can do."""

    EDIT_FILES = "edit_files"
    """Set facts of many files with one request (``PUT /moviefile/bulk``)."""
    ADD_AS_GIVEN = "add_as_given"
    """Add a title with exactly the parts monitored that are given (``MonitorTypes.Skip``)."""
    PLAIN_TAGS = "plain_tags"
    """Take only tags of a-z, 0-9 and - (``TagController``)."""
    MANY_NAMES = "many_names"
    """Tell the names that the files of several titles would get in one answer (``RenameMovieController``)."""
    SIZES_IN_PROFILES = "sizes_in_profiles"
    """Keep the size limits of qualities in each quality profile (S5 ``QualityProfileQualityItem``)."""


@dataclass(frozen=True)
class Noun:
    """What an app calls something, e.g. ``movie`` and ``movies``."""

    singular: str
    plural: str

    def of(self, count: int) -> str:
        """Return the form that stands beside a number."""
        return self.singular if count == 1 else self.plural

    def count(self, number: int) -> str:
        """Return a number with its noun, e.g. ``1 movie``, ``1,204 movies``."""
        return plural(number, self.singular, self.plural)


@dataclass(frozen=True)
class ExternalId:
    """The id that titles of different instances are matched by."""

    field: str
    """In the app's JSON and queries: ``tmdbId``."""
    label: str
    """On screens and in messages: ``TMDb id``."""
    provider: str
    """The site that gives the id out, in short: ``tmdb``."""
    numeric: bool = True
    """The app writes it as a number, 0 for none; otherwise as text."""

    def to_wire(self, external_id: str) -> int | str:
        """Return an id as the app, JSON output and exports write it; none is 0 where ids are numbers.

        Raises ValueError for a text that is no number where ids are numbers.
        """
        return int(external_id or 0) if self.numeric else external_id

    def from_wire(self, value: object) -> str:
        """Return an id of an app's answer as text, empty for none (missing, null, 0 or negative)."""
        if not self.numeric:
            return value if isinstance(value, str) else ""
        return str(value) if isinstance(value, int) and value > 0 else ""

    def in_wire_form(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of an item with the external id as the app writes it, if it is among them."""
        fields = dict(record)
        if "external_id" in fields:
            fields["external_id"] = self.to_wire(fields["external_id"])
        return fields


@dataclass(frozen=True)
class TitleResource:
    """Where the app's API has its titles, and what it calls them in requests."""

    path: str
    """``/movie``."""
    ids: str
    """Field with the app's own ids in the bodies of the editor."""
    exclude: str
    """Field of a removal that also puts the titles on the exclusion list."""
    files: str
    """Where facts of many files are written."""
    page: str
    """The part of a title's web address before its slug: ``movie``."""
    rename_id: str
    """Field of a request for the names that files would get: ``movieId``."""
    most_finds: int
    """Titles that are looked up one by one by their external id; more cost less as the whole list."""
    slug_is_external_id: bool = False
    """A title without a slug has its external id in the web address."""

    @property
    def id(self) -> str:
        """Query key of one title's id: ``movieId``."""
        return self.ids.removesuffix("s")


@dataclass(frozen=True)
class ExclusionFields:
    """Fields of an entry of the exclusion list beside the external id."""

    title: str
    year: str = ""
    """Empty where the app keeps no year."""


@dataclass(frozen=True)
class Command:
    """A command of ``POST /command`` and the argument that names what it is about."""

    name: str
    argument: str
    takes_many: bool = False
    """The argument is a list of ids; otherwise one id."""
    monitored_only: bool = False
    """A search in which the app refuses every release for what is not monitored, even when it is started by
    hand (S ``MonitoredEpisodeSpecification``)."""

    def body(self, ids: list[int]) -> dict[str, object]:
        """Return the command's arguments; one that takes a single id gets the first."""
        return {self.argument: ids if self.takes_many else ids[0]}


@dataclass(frozen=True)
class Commands:
    """The commands that arrtui starts."""

    refresh: Command
    """Reads a title again from its provider, and its folder."""
    rescan: Command
    """Reads a title's folder on disk."""
    search: Command
    """Searches for whole titles."""
    search_units: Command
    """Searches for what a file holds: movies, episodes."""
    search_new: Command
    """Searches for what a title lacks that was just added."""
    move: Command
    """Moves the folder of a title whose path was changed; the app starts it itself."""
    move_many: Command
    """The same of several; its argument is a list of objects that name their title as that of ``move``."""
    search_season: Command | None = None
    """Searches for a season; its number is ``seasonNumber``."""


@dataclass(frozen=True)
class ScanRules:
    """What the app does with a video that it finds in a title's folder (``DiskScanService``)."""

    left_folders: frozenset[str]
    """Folders it does not look into, in small letters; dot folders besides."""
    takes_any_at_top: bool = False
    """Any name at the top becomes the title's file while none is known, and below it what names a year."""
    takes_any_in_season: bool = False
    """Any name in ``Season 01`` becomes an episode of season 1 while none better is known, and so does what
    names an episode anywhere."""


@dataclass(frozen=True)
class FeedNames:
    """Which messages of the live feed are about titles, by name."""

    title: str
    """Its resource is a title."""
    file: str
    """Its resource is a file, which names its title."""
    child: str = ""
    """Its resource is an episode, which names its title; empty where there are none."""


@dataclass(frozen=True, kw_only=True)
class App:
    """What distinguishes one kind of app from the others."""

    kind: Kind
    name: str
    """As ``/system/status`` gives it."""
    port: int
    """Default port of a new installation."""
    api: str
    """Prefix of the API's paths."""
    client: str
    """Dotted name of the client's class, which is imported when a client is made."""
    title: Noun
    child: Noun | None = None
    """What a title consists of, e.g. episodes; None where a title is one thing with one file."""
    external_id: ExternalId
    resource: TitleResource
    settings: Mapping[SettingType, str]
    """Where each type of setting is kept, relative to `api`."""
    exclusion: ExclusionFields
    commands: Commands
    title_fields: tuple[str, ...]
    """Fields of :class:`Item` that only some apps have and that can be written."""
    update_fields: tuple[str, ...]
    """What a sync pair can keep equal."""
    oldest: str
    """Older versions are refused."""
    recommended: str
    """From here on the app decides upgrades as arrtui explains them (``UpgradeDiskSpecification``)."""
    scan: ScanRules
    extras: ExtraRules
    art: ArtLayout
    """Which images its titles can have."""
    feed: FeedNames
    extras_overwrite: bool = False
    """An extra file of a release that has the extension of the file just imported takes its place (S
    ``OtherExtraService``)."""
    folder_format: str
    """Field of the naming settings with the name of a title's folder."""
    file_formats: tuple[str, ...]
    """Fields of the naming settings with the names of files, the usual one first."""
    rename_switch: str
    """Field of the naming settings that says whether files are renamed."""
    has_original_path: bool = False
    """A file's record has the path that it was imported from (``originalFilePath``)."""
    refresh_overwrites: bool = False
    """A refresh writes a title back as it was when it began, so that edits made meanwhile are lost."""
    since: Mapping[Ability, str]
    """The version that brought each ability, empty for all; an ability not listed is none of the app's."""

    @property
    def has_children(self) -> bool:
        """Return whether titles consist of several things with files of their own."""
        return self.child is not None

    @property
    def letter(self) -> str:
        """The letter of a title in narrow columns."""
        return self.title.singular[0].upper()

    @property
    def unit(self) -> Noun:
        """What files hold: the child, or the title itself."""
        return self.child or self.title


_SETTINGS: Mapping[SettingType, str] = {
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
_LEFT_FOLDERS = frozenset(
    (
        *("extras", "extrafanart", "behind the scenes", "deleted scenes", "featurettes", "interviews"),
        *("other", "scenes", "samples", "shorts", "trailers", "@eadir", "plex versions"),
    )
)
_UPDATE_FIELDS = ("monitored", "quality_profile", "tags", "root_folder")

_RADARR = App(
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
    settings={**_SETTINGS, SettingType.EXCLUSION: "/exclusions", SettingType.COLLECTION: "/collection"},
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
    scan=ScanRules(_LEFT_FOLDERS | {"sample"}, takes_any_at_top=True),
    extras=FILM_EXTRAS,
    art=FILM_ART,
    feed=FeedNames("movie", "moviefile"),
    folder_format="movieFolderFormat",
    file_formats=("standardMovieFormat",),
    rename_switch="renameMovies",
    has_original_path=True,
    title_fields=("minimum_availability",),
    update_fields=(*_UPDATE_FIELDS, "minimum_availability"),
    oldest="5.3.3",  # lists the files of many movies with one request
    recommended="5.10.4",
    since={
        Ability.EDIT_FILES: "5.21.1",
        Ability.ADD_AS_GIVEN: "",
        Ability.PLAIN_TAGS: "",
        Ability.MANY_NAMES: "5.27.1",
    },
)
_SONARR = App(
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
    settings={**_SETTINGS, SettingType.EXCLUSION: "/importlistexclusion"},
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
    scan=ScanRules(_LEFT_FOLDERS, takes_any_in_season=True),
    extras=EPISODE_EXTRAS,
    art=SERIES_ART,
    feed=FeedNames("series", "episodefile", "episode"),
    folder_format="seriesFolderFormat",
    file_formats=("standardEpisodeFormat", "dailyEpisodeFormat", "animeEpisodeFormat"),
    rename_switch="renameEpisodes",
    refresh_overwrites=True,
    extras_overwrite=True,
    title_fields=("series_type", "monitor_new_items", "season_folder", "seasons"),
    update_fields=(*_UPDATE_FIELDS, "seasons", "episodes", "series_type", "monitor_new_items"),
    oldest="4.0.0",  # has custom formats
    recommended="4.0.9.2421",
    since={
        Ability.EDIT_FILES: "",
        Ability.ADD_AS_GIVEN: "4.0.2.1192",
        Ability.PLAIN_TAGS: "5",
        Ability.SIZES_IN_PROFILES: "5",
    },
)

APPS: Mapping[str, App] = {app.kind: app for app in (_RADARR, _SONARR)}
"""The descriptor of each kind, by :class:`Kind` or its value."""


def app_of(instance: str) -> App:
    """Return the descriptor of an instance's app; the name of an instance begins with its kind."""
    return APPS[instance.partition(".")[0]]
