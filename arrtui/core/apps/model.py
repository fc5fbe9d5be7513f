"""What a descriptor of an app says, and the register of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from arrtui.core.app_extras import ExtraRules
from arrtui.core.apps.commands import Commands
from arrtui.core.apps.feed_names import FeedNames
from arrtui.core.apps.guide_terms import NO_GUIDES, GuideTerms
from arrtui.core.apps.naming_syntax import NamingSyntax
from arrtui.core.apps.title_profiles import TITLE_PROFILES, TitleProfile
from arrtui.core.apps.vocabularies import Vocabulary
from arrtui.core.art_layouts import ArtLayout
from arrtui.core.domain import SettingType
from arrtui.core.text import plural

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Kind(StrEnum):
    """Which app an instance is. The value names its sections of the configuration and its rows stored."""

    RADARR = "radarr"
    SONARR = "sonarr"
    LIDARR = "lidarr"

    @property
    def app(self) -> App:
        """The descriptor of the app."""
        return APPS[self]


class Feature(StrEnum):
    """What arrtui does for the titles of some apps only."""

    TRAILERS = "trailers"
    ARTWORK = "artwork"


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

    @property
    def heading(self) -> str:
        """Return what several stand under: ``Movies``."""
        return self.plural.capitalize()

    def count(self, number: int) -> str:
        """Return a number with its noun, e.g. ``1 movie``, ``1,204 movies``."""
        return plural(number, self.singular, self.plural)


FILE = Noun("file", "files")


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
    query: str = ""
    """Query key of the titles with one id, where it is not `field`."""
    excluded: str = ""
    """Field of an entry of the exclusion list, where it is not `field`."""

    @property
    def given_by(self) -> str:
        """Return what people call the site that gives the id out: ``MusicBrainz``."""
        return self.label.removesuffix(" id")

    @property
    def query_key(self) -> str:
        """Return the query key of the titles with one id."""
        return self.query or self.field

    @property
    def exclusion_field(self) -> str:
        """Return the field of an entry of the exclusion list."""
        return self.excluded or self.field

    def is_well_formed(self, external_id: str) -> bool:
        """Return whether a text can be such an id: a number, or a UUID in small letters.

        An app is never asked for another: Lidarr answers 500 for what is no UUID (LIDARR_API 2).
        """
        return external_id.isdecimal() if self.numeric else bool(_UUID.fullmatch(external_id))

    def to_wire(self, external_id: str) -> int | str:
        """Return an id as the app, JSON output and exports write it; none is 0 where ids are numbers.

        Raises ValueError for a text that is no number where ids are numbers.
        """
        return int(external_id or 0) if self.numeric else external_id

    def from_wire(self, value: object) -> str:
        """Return an id of an app's answer as text, in small letters; empty for none, 0 or a negative one."""
        if not self.numeric:
            return value.lower() if isinstance(value, str) else ""
        return str(value) if isinstance(value, int) and value > 0 else ""

    def of_exclusion(self, row: Mapping[str, Any]) -> str:
        """Return the id that an entry of the app's exclusion list names, empty for none."""
        return self.from_wire(row.get(self.exclusion_field))

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
    name: str = "title"
    """Field with what the title is called."""
    slug_is_external_id: bool = False
    """A title without a slug has its external id in the web address."""
    imports_many: bool = True
    """The app adds several titles with one request; otherwise one by one."""
    unsent: frozenset[str] = frozenset()
    """Fields of a title that the app gives and that are never sent back."""
    new_roots_add: bool = False
    """The app scans a new root folder at once and adds the titles whose files it holds (LIDARR_API 0)."""
    moves_with_files: bool = False
    """Another folder is only written together with moving the files there: the app points the rows of all
    files at it in any case (LIDARR_API 0)."""

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
    has_pages: bool = True
    """Whether some version of the app has the list in pages too."""


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
class CoverFiles:
    """Where the app has the files of its pictures, below ``/mediacover`` (``MediaCoverController``)."""

    title: str = ""
    """Folder around those of titles."""
    child: str = ""
    """Folder around the covers of children; empty where it keeps no pictures of them."""
    keeps_extension: bool = False
    """A file has the extension of its source; otherwise its type decides."""


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
    child_id: ExternalId | None = None
    """The id that its children are matched by; without one they are by season and number."""
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
    """Older versions are warned of."""
    below_recommended: str = "it decides upgrades differently from what arrtui explains"
    """Why, as the end of a sentence (``UpgradeDiskSpecification``)."""
    scan: ScanRules
    extras: ExtraRules
    art: ArtLayout
    """Which images its titles can have."""
    covers: CoverFiles = CoverFiles()
    feed: FeedNames
    group: str = "Season"
    """Heading of what its children are grouped by."""
    child_types: tuple[Noun, ...] = ()
    """What children without numbers can be, by what they are grouped by; the last one is any other."""
    dated: str = "Aired"
    """Heading of the date of a child."""
    features: frozenset[Feature] = frozenset(Feature)
    features_off: frozenset[Feature] = frozenset()
    """Those of them that an instance has only where its table of the configuration switches them on."""
    stores_scene_names: bool = True
    """A file keeps the name of the release it came from, which conditions on titles read."""
    has_score_increment: bool = True
    """A profile says how much more an upgrade has to score (``minUpgradeFormatScore``)."""
    extras_overwrite: bool = False
    """An extra file of a release that has the extension of the file just imported takes its place (S
    ``OtherExtraService``)."""
    folder_format: str
    """Field of the naming settings with the name of a title's folder."""
    file_formats: tuple[str, ...]
    """Fields of the naming settings with the names of files, the usual one first."""
    rename_switch: str
    """Field of the naming settings that says whether files are renamed."""
    naming: NamingSyntax
    """How it reads formats, and which names are foretold."""
    vocabulary: Vocabulary
    """The numbers that values of its conditions mean, and the conditions it has."""
    guides: GuideTerms = NO_GUIDES
    """What guides call its settings."""
    file_unit: Noun | None = None
    """What one file holds, where it is not all of `unit`; files are named after it in webhooks."""
    has_original_path: bool = False
    """A file's record has the path that it was imported from (``originalFilePath``)."""
    most_file_days: int = 0
    """Days within which all files are read again whatever is configured, as that takes few requests; 0: as
    configured."""
    daily_settings: frozenset[SettingType] = frozenset()
    """Types of setting that a backup reads together with all files only, so that it costs fewer requests:
    people alone change them, and nothing arrtui computes or writes before then follows from them."""
    refresh_overwrites: bool = False
    """A refresh writes a title back as it was when it began, so that edits made meanwhile are lost."""
    refresh_overwrites_children: bool = False
    """It writes back what of the title's children was monitored, too."""
    since: Mapping[Ability, str]
    """The version that brought each ability, empty for all; an ability not listed is none of the app's."""

    @property
    def has_children(self) -> bool:
        """Return whether titles consist of several things with files of their own."""
        return self.child is not None

    @property
    def numbers_children(self) -> bool:
        """Return whether its children have a season and a number; those with an id of their own have none."""
        return self.has_children and self.child_id is None

    @property
    def has_years(self) -> bool:
        """Return whether a title has a year."""
        return bool(self.exclusion.year)

    @property
    def profiles(self) -> tuple[TitleProfile, ...]:
        """Return the profiles that its titles have by name, the quality profile first."""
        return tuple(profile for profile in TITLE_PROFILES if profile.type in self.settings)

    @property
    def chooses_children(self) -> bool:
        """Return whether a profile of its titles says which children they get."""
        return any(profile.drops_children for profile in self.profiles)

    @property
    def removes_children(self) -> bool:
        """Return whether single children can be removed, which excludes them."""
        return self.child_id is not None

    @property
    def judges_children(self) -> bool:
        """Return whether it weighs a release against all files of a child together, not against each file."""
        return self.child_id is not None

    @property
    def judged(self) -> Noun:
        """What a release is weighed against: a file, or all files of a child."""
        return self.child if self.child is not None and self.judges_children else FILE

    @property
    def letter(self) -> str:
        """The letter of a title in narrow columns."""
        return self.title.singular[0].upper()

    @property
    def file_noun(self) -> Noun:
        """What one file holds, which it is named after: movie, episode, track."""
        return self.file_unit or self.unit

    def type_number(self, child_type: str) -> int:
        """Return the group of children of a type, which stands in place of a season."""
        known = [noun.singular for noun in self.child_types]
        return known.index(child_type) if child_type in known else max(len(known) - 1, 0)

    def group_name(self, number: int) -> str:
        """Return what a group of children is called: ``Season 2``, ``Specials``, ``EPs``."""
        if self.numbers_children:
            return f"{self.group} {number}" if number else "Specials"
        return self.child_types[min(max(number, 0), len(self.child_types) - 1)].plural

    @property
    def groups(self) -> str:
        """What its children are grouped by, of several: ``seasons``, ``types of album``."""
        group = self.group.lower()
        return f"{group}s" if self.numbers_children else f"{group}s of {self.unit.singular}"

    @property
    def unit(self) -> Noun:
        """What files hold: the child, or the title itself."""
        return self.child or self.title


APPS: dict[str, App] = {}
"""The descriptor of each kind, by :class:`Kind` or its value; filled by the package."""
