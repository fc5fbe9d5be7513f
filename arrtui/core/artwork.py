"""What is known of the artwork and metadata of titles: kinds, slots, candidates, images, what was published.

A title is its instance and its external id, so that what the owner chose outlives a title that is removed and
added again. A *slot* is a place for one image of a title: its poster, the poster of its second season. Paths
below a title's folder are relative, with ``/`` between their parts; names on disk are as ``surrogateescape``.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

import msgspec

from arrtui.core.structs import describe_structs
from arrtui.core.trailers import FolderNote


class ArtKind(StrEnum):
    """What an image is for, by Kodi's names of artwork types."""

    POSTER = "poster"
    FANART = "fanart"
    BANNER = "banner"
    CLEARLOGO = "clearlogo"
    CLEARART = "clearart"
    DISCART = "discart"
    LANDSCAPE = "landscape"
    KEYART = "keyart"
    CHARACTERART = "characterart"
    THUMB = "thumb"
    """A frame of an episode."""


class ArtSlot(NamedTuple):
    """A place for one image of a title. Its text form is the key that is stored and typed."""

    kind: ArtKind
    season: int | None = None
    """None for the title as a whole; 0 for specials."""
    episode: int | None = None
    """None for the season or the title as a whole."""
    number: int = 1
    """From 1; above 1 only where a title has several of a kind, as further fanart."""
    of_set: bool = False
    """Whether it is of the set that a film belongs to: all films of the set share it."""

    @property
    def text(self) -> str:
        """Return the slot as text: ``poster``, ``fanart#2``, ``s01:poster``, ``s01e02:thumb`` …"""
        if self.of_set:
            return f"{SET_SLOT}{self.kind}"
        part = "" if self.season is None else f"s{self.season:02}"
        part += "" if self.episode is None else f"e{self.episode:02}"
        number = "" if self.number == 1 else f"#{self.number}"
        return f"{part}:{self.kind}{number}" if part else f"{self.kind}{number}"


SET_SLOT = "set:"
"""Begins the slot of a set's picture: ``set:poster``."""
ACTOR_SLOT = "actor:"
"""Begins the slot of an actor's picture: ``actor:Sigourney Weaver``."""
_SLOT = re.compile(r"(?:s(\d{1,5})(?:e(\d{1,5}))?:)?([a-z]+)(?:#(\d{1,3}))?")


def slot_of(text: str) -> ArtSlot:
    """Return the slot that a text names. Raises ValueError for a text that names none."""
    name = text.strip().lower()
    if name.startswith(SET_SLOT):
        return ArtSlot(ArtKind(name.removeprefix(SET_SLOT)), of_set=True)
    match = _SLOT.fullmatch(name)
    if match is None:
        raise ValueError(f"{text!r} names no slot for an image")
    season, episode, kind, number = match.groups()
    of_season, of_episode = (None if part is None else int(part) for part in (season, episode))
    return ArtSlot(ArtKind(kind), of_season, of_episode, int(number or 1))


NFO = "nfo"
"""Stands for the NFO of a title among slots of locks and of published files."""
NFO_EXTENSION = ".nfo"
WHOLE_TITLE = "*"
"""A lock on everything of a title."""
FIELD_LOCK = "field:"
"""Begins a lock on one field of the metadata: ``field:plot``."""


class FileClass(StrEnum):
    """What a file in a title's folder is."""

    VIDEO = "video"
    NFO = "nfo"
    IMAGE = "image"
    SUBTITLE = "subtitle"
    TRAILER = "trailer"
    EXTRA = "extra"
    UNKNOWN = "unknown"


class ArtFile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file in a title's folder, as the scan found it."""

    relative_path: str
    kind: FileClass
    size: int
    """Bytes."""
    mtime_ns: int
    slot: str = ""
    """The slot that an image fills by its name; empty for none that a player knows."""
    sha256: str = ""
    """Of an image that was adopted into the cache, or of an NFO that was read; empty for others."""


class NfoFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an NFO says, as far as arrtui reads it."""

    relative_path: str
    root: str = ""
    """``movie``, ``tvshow`` or ``episodedetails``; empty where there is no XML."""
    url: str = ""
    """An address of a provider in or behind the XML."""
    ids: dict[str, str] = msgspec.field(default_factory=dict)
    """``uniqueid`` by type, ``tmdb``, ``imdb``, ``tvdb``."""
    title: str = ""
    year: int = 0
    is_locked: bool = False
    episodes: int = 0
    """How many episodes it describes."""
    error: str = ""
    """Why it cannot be read, a sentence; what came before the fault counts."""


class ArtNoteKind(StrEnum):
    """What the owner should know of the artwork in a folder."""

    TWO_NFO = "two_nfo"
    """``{base}.nfo`` and ``movie.nfo`` differ; players prefer ``movie.nfo``."""
    ID_CONFLICT = "id_conflict"
    """An NFO names another title than the app."""
    BROKEN_NFO = "broken_nfo"
    BROKEN_IMAGE = "broken_image"
    """An image that cannot be shown: its type, size or content is wrong."""
    LINK = "link"
    """A link in a title's folder: what the app does goes through it."""
    FOREIGN_NAME = "foreign_name"
    """A name that some player misunderstands."""
    UNREADABLE = "unreadable"


class ArtNote(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something in a title's folder of which the owner should know."""

    kind: ArtNoteKind
    relative_path: str
    detail: str = ""
    """A sentence."""


class ArtFolder(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The folder of a title as the scan read it last."""

    external_id: str
    path: str
    """On this machine."""
    changes: dict[str, int] = msgspec.field(default_factory=dict)
    """Change time in nanoseconds of the folder (``""``) and of each folder below it."""
    files: tuple[ArtFile, ...] = ()
    nfos: tuple[NfoFacts, ...] = ()
    notes: tuple[ArtNote, ...] = ()
    links: tuple[FolderNote, ...] = ()
    error: str = ""
    """Why the folder could not be read; ``missing`` for one that is not there."""
    read_at: float = 0.0


class ChildIds(NamedTuple):
    """A part of a title with an id of its own, as an album, and the place that its slots name."""

    season: int
    number: int
    external_id: str


class TitleIds(NamedTuple):
    """A title as providers are asked for it."""

    kind: str
    """Of the app: ``radarr``, ``sonarr``."""
    external_id: str
    tmdb_id: int = 0
    imdb_id: str = ""
    tvdb_id: int = 0
    title: str = ""
    year: int = 0
    collection_id: int = 0
    """TMDB's id of the set that a film belongs to; 0 where no pictures of it are wanted."""
    children: tuple[ChildIds, ...] = ()
    """Its parts that have ids of their own and files."""


class ArtCandidate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An image that could fill a slot: its address and measures; nothing of it is downloaded."""

    slot: str
    provider: str
    """``app``, ``tmdb``, ``tvdb``, ``fanart``, ``musicbrainz`` …"""
    address: str
    """Where it is downloaded; never with a key in it. Of the app's own covers a path below its address."""
    preview: str = ""
    """Address of a smaller one; empty for none."""
    width: int = 0
    """0 where the provider does not say."""
    height: int = 0
    language: str = ""
    """ISO 639-1; empty for an image without words."""
    votes: int = 0
    rating: float = 0.0
    """0 to 10."""
    perceptual_hash: str = ""
    """16 hexadecimal digits once the image was seen; empty before."""
    refusal: str = ""
    """Why the image cannot be used, a sentence, once it was downloaded; it is not downloaded again."""


class TitleCandidates(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The candidates of a title, as its providers named them last."""

    external_id: str
    candidates: tuple[ArtCandidate, ...] = ()
    faults: dict[str, str] = msgspec.field(default_factory=dict)
    """Why a provider told nothing, a sentence by provider; what it told before still counts."""
    read_at: float = 0.0
    judged_by: str = ""
    """Mark of the facts by which images were chosen from them last; empty where that was not finished."""


class AssetOrigin(StrEnum):
    """Where an image in the cache is from."""

    OWNER = "owner"
    """It lay in the title's folder, or was imported by hand: never replaced unless asked, never evicted."""
    PROVIDER = "provider"
    APP = "app"
    NFO = "nfo"
    """No image: an NFO that arrtui wrote."""


class Asset(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A file in the cache, ``cache/ab/cd/<sha256>.<extension>``, or an NFO, which is in the database."""

    sha256: str
    extension: str
    """With its dot: ``.jpg``, ``.png``, ``.webp``, ``.gif``, ``.nfo``."""
    size: int
    """Bytes."""
    width: int = 0
    height: int = 0
    perceptual_hash: str = ""
    origin: AssetOrigin
    added_at: float
    verified_at: float = 0.0
    """When its content was last found to have its hash, UTC seconds."""


class SlotChoice(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Which image fills a slot of a title."""

    external_id: str
    slot: str
    sha256: str = ""
    """In the cache; empty while it is not there yet."""
    provider: str = ""
    """``owner`` for one that lay in the folder, ``import`` for one given by hand, else the provider."""
    address: str = ""
    """Where it was downloaded; of the owner's picture of a set the path at which it lies."""
    by_owner: bool = False
    """Chosen by the owner or theirs: no phase replaces it unasked."""
    chosen_at: float = 0.0


class Placement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A file that arrtui published into a title's folder."""

    external_id: str
    relative_path: str
    """Below the title's folder; absolute for what lies elsewhere, as Kodi's folder of sets."""
    slot: str
    """:data:`NFO` for an NFO."""
    sha256: str
    size: int
    mtime_ns: int
    placed_at: float
    """0 while it is being written: noted before, confirmed afterwards."""
    base: str = ""
    """Name, without extension, of the video that it stands beside; empty for one of the title as a whole."""
    lost_at: float | None = None
    """When it was found to be gone or renamed by an app."""
    mark: str = ""
    """Of an NFO, what it was made of: while that stays the same, it is not composed again."""
    replaces: str = ""
    """Hash of what was published under this name before, while this is being written in its place."""
    changed_ns: int = 0
    """Its change time, which whoever sets size and time back cannot set; 0 where it is not known."""

    def is_of(self, sha256: str) -> bool:
        """Return whether it is of the image chosen; an empty hash is that of no choice, or of an NFO."""
        return sha256 in ("", self.sha256)


class MetadataField(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A value of a title's metadata and where it is from."""

    name: str
    """As in an NFO: ``plot``, ``tagline``, ``mpaa``, ``genre`` …"""
    value: object
    """Text, number, or a list of texts or objects."""
    source: str
    """``app``, a provider, ``nfo`` or ``owner``."""
    read_at: float = 0.0


class ArtState(StrEnum):
    """How a slot of a title stands, and its sign in the matrix."""

    PUBLISHED = "published"
    CACHED = "cached"
    CANDIDATES = "candidates"
    NONE = "none"
    LOST = "lost"
    """Published once, and taken by an app since."""


class PhaseName(StrEnum):
    """The phases, in their order; ``verify`` stands by itself."""

    SCAN = "scan"
    ENRICH = "enrich"
    PUBLISH = "publish"
    PLAYERS = "players"
    NOTIFY = "notify"
    VERIFY = "verify"


class PublishAction(StrEnum):
    """What publishing does with one file."""

    WRITE = "write"
    """A name that is free."""
    REPLACE = "replace"
    """Over a file of the owner or a player, which goes to the recycle bin."""
    UPDATE = "update"
    """Over a file of ours."""
    RENAME = "rename"
    """Ours, under the name that its video had before."""
    REMOVE = "remove"
    """Ours, no longer wanted, or an app's renamed copy of ours."""


class PublishEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One file that would be published, replaced or removed, and the reason, a sentence."""

    external_id: str
    title: str
    action: PublishAction
    relative_path: str
    slot: str
    sha256: str = ""
    size: int = 0
    reason: str = ""
    before: str = ""
    """Of a rename, the path before; of a replacement, the hash of what is there, where it is known."""
    approved: bool | None = None
    """None while undecided."""


class PublishPlan(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What publishing would do to the folders of an instance, to be reviewed line by line."""

    id: int = 0
    instance: str
    made_at: float
    approved_at: float | None = None
    done_at: float | None = None
    entries: tuple[PublishEntry, ...] = ()
    refusals: tuple[str, ...] = ()
    """What is left out and why, sentences."""


describe_structs(__name__)
