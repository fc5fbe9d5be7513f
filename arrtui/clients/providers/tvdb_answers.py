"""The answers of TheTVDB, the fields in use (thetvdb.github.io/v4-api)."""

from __future__ import annotations

from msgspec import field

from arrtui.clients.wire import Fraction, Whole, Wire
from arrtui.core.structs import describe_structs


class TvdbLogin(Wire):
    """What a login brings."""

    token: str = ""


class TvdbToken(Wire):
    """``POST /login``."""

    data: TvdbLogin = field(default_factory=TvdbLogin)


class TvdbNamed(Wire):
    """A genre, studio, network, status, or a title in passing."""

    id: Whole = 0
    name: str = ""


class TvdbArtwork(Wire):
    """An image (``ArtworkExtendedRecord``)."""

    image: str = ""
    thumbnail: str = ""
    language: str = ""
    """Three letters; empty for one without words."""
    type: Whole = 0
    score: Fraction = 0.0
    width: Whole = 0
    height: Whole = 0
    season_id: Whole = 0


class TvdbSeasonType(Wire):
    """By which order a season counts episodes."""

    type: str = ""
    """``official``, ``dvd``, ``absolute`` …"""


class TvdbSeason(Wire):
    """A season (``SeasonBaseRecord``)."""

    id: Whole = 0
    number: Whole = 0
    image: str = ""
    type: TvdbSeasonType = field(default_factory=TvdbSeasonType)


class TvdbCharacter(Wire):
    """A part and who plays it, or somebody of the crew."""

    name: str = ""
    person_name: str = ""
    people_type: str = ""
    image: str = ""
    person_img_url: str = field(default="", name="personImgURL")
    sort: Whole = 0


class TvdbRemoteId(Wire):
    """The id of a title at another site."""

    id: str = ""
    source_name: str = ""


class TvdbContentRating(Wire):
    """A certification."""

    name: str = ""
    country: str = ""
    """Three small letters."""


class TvdbTranslation(Wire):
    """A text of a title in a language."""

    language: str = ""
    name: str = ""
    overview: str = ""
    tagline: str = ""


class TvdbTranslations(Wire):
    """``translations``, where ``meta=translations`` asks for them."""

    name_translations: tuple[TvdbTranslation, ...] = ()
    overview_translations: tuple[TvdbTranslation, ...] = ()


class TvdbFirstRelease(Wire, rename=str):
    """``first_release`` of a film."""

    date: str = ""


class TvdbRecord(Wire):
    """``SeriesExtendedRecord`` and ``MovieExtendedRecord``."""

    id: Whole = 0
    name: str = ""
    overview: str = ""
    year: str = ""
    first_aired: str = ""
    average_runtime: Whole = 0
    runtime: Whole = 0
    original_language: str = ""
    original_country: str = ""
    status: TvdbNamed = field(default_factory=TvdbNamed)
    genres: tuple[TvdbNamed, ...] = ()
    studios: tuple[TvdbNamed, ...] = ()
    original_network: TvdbNamed = field(default_factory=TvdbNamed)
    artworks: tuple[TvdbArtwork, ...] = ()
    seasons: tuple[TvdbSeason, ...] = ()
    characters: tuple[TvdbCharacter, ...] = ()
    remote_ids: tuple[TvdbRemoteId, ...] = ()
    content_ratings: tuple[TvdbContentRating, ...] = ()
    translations: TvdbTranslations = field(default_factory=TvdbTranslations)
    first_release: TvdbFirstRelease = field(default_factory=TvdbFirstRelease, name="first_release")


class TvdbTitle(Wire):
    """``/series/{id}/extended`` and ``/movies/{id}/extended``."""

    data: TvdbRecord = field(default_factory=TvdbRecord)


class TvdbEpisode(Wire):
    """An episode (``EpisodeBaseRecord``)."""

    season_number: Whole = 0
    number: Whole = 0
    name: str = ""
    overview: str = ""
    aired: str = ""
    runtime: Whole = 0
    image: str = ""


class TvdbEpisodePage(Wire):
    """A page of episodes."""

    episodes: tuple[TvdbEpisode, ...] = ()


class TvdbLinks(Wire):
    """Where the next page is."""

    next: str = ""


class TvdbEpisodes(Wire):
    """``/series/{id}/episodes/default/{language}``."""

    data: TvdbEpisodePage = field(default_factory=TvdbEpisodePage)
    links: TvdbLinks = field(default_factory=TvdbLinks)


class TvdbFind(Wire):
    """A title that another site's id leads to."""

    movie: TvdbNamed = field(default_factory=TvdbNamed)
    series: TvdbNamed = field(default_factory=TvdbNamed)


class TvdbFinds(Wire):
    """``/search/remoteid/{id}``."""

    data: tuple[TvdbFind, ...] = ()


describe_structs(__name__)
