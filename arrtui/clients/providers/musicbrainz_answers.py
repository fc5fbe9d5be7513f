"""Answers of MusicBrainz and of the Cover Art Archive: the members in use, all of them optional."""

from __future__ import annotations

from msgspec import field

from arrtui.clients.wire import Fraction, Whole, Wire
from arrtui.core.structs import describe_structs


class Cover(Wire, rename=str):
    """An image of the Cover Art Archive."""

    image: str = ""
    """The whole one, as large as somebody scanned it."""
    types: tuple[str, ...] = ()
    front: bool = False
    approved: bool = False
    thumbnails: dict[str, str] = field(default_factory=dict)
    """JPEG by the pixels of the longer side at most: ``250``, ``500``, ``1200``, ``small``, ``large``."""


class Covers(Wire, rename=str):
    """``/release-group/{id}`` of the Cover Art Archive."""

    images: tuple[Cover, ...] = ()


class MusicGenre(Wire, rename=str):
    """A genre, and how many voted for it."""

    name: str = ""
    count: Whole = 0


class MusicRating(Wire, rename="kebab"):
    """Of five stars."""

    value: Fraction = 0.0
    votes_count: Whole = 0


class LifeSpan(Wire, rename="kebab"):
    """From when to when; each a year, a month or a day."""

    begin: str = ""
    end: str = ""


class MusicArtist(Wire, rename="kebab"):
    """``/artist/{id}`` of MusicBrainz."""

    id: str = ""
    name: str = ""
    sort_name: str = ""
    type: str = ""
    """``Person``, ``Group``, ``Orchestra``, ``Choir`` …"""
    disambiguation: str = ""
    life_span: LifeSpan = field(default_factory=LifeSpan)
    genres: tuple[MusicGenre, ...] = ()
    rating: MusicRating = field(default_factory=MusicRating)


class ReleaseGroup(Wire, rename="kebab"):
    """``/release-group/{id}`` of MusicBrainz: an album, whatever its editions."""

    id: str = ""
    title: str = ""
    primary_type: str = ""
    secondary_types: tuple[str, ...] = ()
    disambiguation: str = ""
    first_release_date: str = ""
    genres: tuple[MusicGenre, ...] = ()
    rating: MusicRating = field(default_factory=MusicRating)


class ReleaseGroups(Wire, rename="kebab"):
    """``/release-group?artist={id}`` of MusicBrainz: those of an artist, a page of them."""

    release_group_count: Whole = 0
    """Of all pages."""
    release_groups: tuple[ReleaseGroup, ...] = ()


describe_structs(__name__)
