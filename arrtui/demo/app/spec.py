"""What tells the simulated apps from each other: names, numbers and default settings, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import Kind


class FormatRule(NamedTuple):
    """What a format of the naming settings must hold."""

    name: str
    """The member of `/config/naming`."""
    pattern: str = ""
    """What is searched in it; empty: it only has to be there."""
    message: str = ""
    code: str = ""
    when_absent: tuple[tuple[str, str], ...] = ()
    """Code and message of further rules that a format left out breaks."""


@dataclass(frozen=True, kw_only=True)
class AppSpec:
    """One kind of app; what all do alike asks it for the names."""

    kind: Kind
    version: str
    migration: int
    """Number of the newest migration of the app's database."""
    port: int
    """The default one."""

    metadata_api: str
    """What the app calls the host that knows titles."""
    noun: str
    """`movie`, `series` or `artist`: the resource of the titles, and the word of messages."""
    plural: str
    other_title: str
    """How a title that has a folder already is called where another one wants it."""
    file: str
    """As `movieFile`: events begin with it, and the resource is called so in lower case."""
    file_words: str
    """The same as messages have it."""
    external_id: str
    """`tmdbId`, `tvdbId` or `foreignArtistId`."""

    exclusion_path: str
    exclusion_title: str
    exclusion_flag: str
    """The parameter that excludes a title as it is deleted."""
    exclusion_has_year: bool

    commands: tuple[str, ...]
    downloads_command: str
    """The command that imports what a finished download has left."""
    tasks: Mapping[str, int]
    """Commands the app gives itself, with the minutes between two of them."""
    indexer_flags: tuple[str, ...]
    """Names of the flags by their bits, from the lowest; empty for a bit that has no meaning."""
    file_editor_is_deprecated: bool
    history_loads_title: bool
    """Whether the history of an unknown title is an error."""
    history_events: Mapping[int, str]
    """The numbers of history events, which differ between the apps."""
    notification_events: tuple[str, ...]
    """Events a notification can subscribe to, without their `on`."""
    tag_pattern: str | None
    """What a tag's label must match in lower case; None: anything is taken, even an empty label."""
    tag_release_profiles: str
    """The key of `/tag/detail` with the release profiles that use a tag."""
    takes_blank_paths: bool
    """Whether a path mapping may have blanks at the ends of its remote path, and `/` as the local one."""
    greatest_size: int
    """MB a minute that a quality's size limits may reach."""
    declared_json: str
    """Pattern of the requests (method, path) whose actions declare that they produce JSON."""
    profile_in_use: tuple[int, str]
    """Status and the member of a profile that the error of deleting a used one names."""
    tags_new_titles: bool
    """Whether auto tags are applied as a title is added; else its first refresh does it."""
    indexer_advice: str
    """What is said of an indexer that refuses the connection; `{}` stands for the refusal."""
    profiles_have_language: bool
    """Whether a quality profile names the language that is wanted."""
    has_release_type: bool
    """Whether a release is known to be of one episode, several or a season."""
    checks_conditions_twice: bool
    """Whether a custom format without conditions breaks two rules."""
    tells_url_of_health: bool
    """Whether a webhook about the health names the address of the app."""
    reads_new_lists: bool
    plain_test_answer: bool
    """A successful test of a provider is answered as text, not as JSON."""
    """Whether an import list is read as soon as it has been added."""
    refresh_message: str
    """What a refresh says of the title it is at."""
    scan_message: str
    """What a scan says of it."""

    roots: Mapping[str, tuple[str, ...]]
    """Relative names of the root folders by the role of an instance; one is a prefix of another."""
    import_list: tuple[str, dict[str, Any], Obj]
    """Implementation, fields and further settings of the import list every instance has."""
    imports_extras_below: bool
    """Whether extra files are imported from the sub folders of a download too, and over the video itself."""
    whose: str
    """Whose root folder a message is about."""
    failsafe: str
    """What the message of an empty root folder ends with."""
    metadata_consumers: tuple[tuple[str, str, Obj], ...]
    """Name, implementation and fields of what writes metadata into the folders; an app has each once."""
    media_management: Obj
    naming: Obj
    indexer_config: Obj
    ui: Obj
    download_config: Obj
    list_config: Obj
    """The app's own part of these groups of settings."""
    further_configs: Mapping[str, Obj]
    """Groups of settings that only this app has."""
    naming_rules: tuple[FormatRule, ...]
    naming_examples: Mapping[str, str]
    """The members of `/config/naming/examples` and the formats they show."""
    example_values: Mapping[str, str | int | list[int]]
    """What stands for the tokens of those formats."""
    webhook_test: Obj
    """The app's own part of the test call of a Webhook connection."""

    # What Sonarr 5 does otherwise; the values are those of all other apps.
    sizes_in_profiles: bool = False
    """Whether the size limits of qualities belong to each profile."""
    operation_status: int = 500
    """What an `InvalidOperationException` is answered with."""
    bodiless_absence: str = ""
    """Pattern of the requests (method, path) whose 404 has no body."""
    api_versions: tuple[str, tuple[str, ...]] = ("v3", ())
    """The newest version of the API, and those that are deprecated."""
    is_containerized: bool | None = None
    # What Lidarr does otherwise; the values are those of all other apps.
    api: str = "v3"
    """The version of the API, as its paths have it."""
    describes_absence: bool = False
    """Whether the 404 of a GET by an unknown id says what is not there."""
    has_increment: bool = True
    """Whether a quality profile says by how much a score has to rise (`minUpgradeFormatScore`)."""
    sorts_by_columns: bool = False
    """Whether the sort key of a page is a column of the database: an unknown one is an error."""
    describes_conflicts: bool = True
    """Whether a constraint of the database that fails is described."""
    feed_versions: tuple[int, ...] = ()
    """The versions of the API in which the feed sends each message; empty: once, without a version."""

    @property
    def app_name(self) -> str:
        """`Radarr`, `Sonarr` or `Lidarr`."""
        return self.kind.capitalize()

    @property
    def model(self) -> str:
        """`Movie`, `Series` or `Artist`, as commands, validators and messages name it."""
        return self.noun.capitalize()

    @property
    def id_key(self) -> str:
        """`movieId`, `seriesId` or `artistId`."""
        return f"{self.noun}Id"

    @property
    def ids_key(self) -> str:
        """`movieIds`, `seriesIds` or `artistIds`."""
        return f"{self.noun}Ids"

    @property
    def external_name(self) -> str:
        """The external id as a validator names it: `TmdbId` or `TvdbId`."""
        return self.external_id[0].upper() + self.external_id[1:]

    def exclusion(self, number: int, external_id: int | str | None, title: str | None, year: int) -> Obj:
        """Return a row of the import exclusions."""
        row = {"id": number, self.external_id: external_id, self.exclusion_title: title}
        return row | {"movieYear": year} if self.exclusion_has_year else row
