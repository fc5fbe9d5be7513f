"""The answers of TMDB, the fields in use (developer.themoviedb.org/reference)."""

from __future__ import annotations

from msgspec import Struct, field

from arrtui.clients.wire import Fraction, Whole, Wire
from arrtui.core.structs import describe_structs


class TmdbAnswer(Wire, rename=str):
    """The base of TMDB's answers, whose members have their names as they are."""


class TmdbImage(TmdbAnswer):
    """An image of ``images``."""

    file_path: str = ""
    width: Whole = 0
    height: Whole = 0
    iso_639_1: str = ""
    """Empty for one without words."""
    vote_average: Fraction = 0.0
    vote_count: Whole = 0


class TmdbImages(TmdbAnswer):
    """The images of a film, a series or a season."""

    posters: tuple[TmdbImage, ...] = ()
    backdrops: tuple[TmdbImage, ...] = ()
    logos: tuple[TmdbImage, ...] = ()


class TmdbSet(TmdbAnswer):
    """``/collection/{id}`` with its images: a set of films."""

    id: Whole = 0
    images: TmdbImages = field(default_factory=TmdbImages)


class TmdbNamed(TmdbAnswer):
    """A genre, company, network, country or keyword."""

    id: Whole = 0
    name: str = ""


class TmdbCollection(TmdbAnswer):
    """``belongs_to_collection``."""

    id: Whole = 0
    name: str = ""
    overview: str = ""


class TmdbRole(TmdbAnswer):
    """A role of an actor in ``aggregate_credits``."""

    character: str = ""


class TmdbPerson(TmdbAnswer):
    """A member of the cast or crew."""

    name: str = ""
    character: str = ""
    order: Whole = 0
    profile_path: str = ""
    job: str = ""
    department: str = ""
    roles: tuple[TmdbRole, ...] = ()
    jobs: tuple[TmdbPerson, ...] = ()


class TmdbCredits(TmdbAnswer):
    """``credits`` of a film, ``aggregate_credits`` of a series."""

    cast: tuple[TmdbPerson, ...] = ()
    crew: tuple[TmdbPerson, ...] = ()


class TmdbIds(TmdbAnswer):
    """``external_ids``."""

    imdb_id: str = ""
    tvdb_id: Whole = 0


class TmdbRelease(TmdbAnswer):
    """A release of a film in a country."""

    certification: str = ""


class TmdbCountryReleases(TmdbAnswer):
    """What a country says of a film (``release_dates``) or series (``content_ratings``)."""

    iso_3166_1: str = ""
    release_dates: tuple[TmdbRelease, ...] = ()
    rating: str = ""


class TmdbReleases(TmdbAnswer):
    """``release_dates`` and ``content_ratings``."""

    results: tuple[TmdbCountryReleases, ...] = ()


class TmdbText(TmdbAnswer):
    """Texts of a title in another language."""

    title: str = ""
    name: str = ""
    overview: str = ""
    tagline: str = ""


class TmdbTranslation(TmdbAnswer):
    """A translation."""

    iso_639_1: str = ""
    data: TmdbText = field(default_factory=TmdbText)


class TmdbTranslations(TmdbAnswer):
    """``translations``."""

    translations: tuple[TmdbTranslation, ...] = ()


class TmdbKeywords(TmdbAnswer):
    """``keywords``: of a film under one name, of a series under another."""

    keywords: tuple[TmdbNamed, ...] = ()
    results: tuple[TmdbNamed, ...] = ()


class TmdbVideo(TmdbAnswer):
    """A video as TMDB lists it."""

    site: str = ""
    key: str = ""
    """The video's id on its site."""
    name: str = ""
    type: str = ""
    """``Trailer``, ``Teaser``, ``Clip``, ``Featurette`` …"""
    official: bool = False
    iso_639_1: str = ""
    published_at: str = ""


class TmdbVideos(TmdbAnswer):
    """``videos``."""

    results: tuple[TmdbVideo, ...] = ()


class TmdbEpisode(TmdbAnswer):
    """An episode of a season."""

    episode_number: Whole = 0
    name: str = ""
    overview: str = ""
    air_date: str = ""
    runtime: Whole = 0
    still_path: str = ""
    vote_average: Fraction = 0.0
    vote_count: Whole = 0
    crew: tuple[TmdbPerson, ...] = ()


class TmdbSeason(TmdbAnswer):
    """A season, with its episodes where it was asked for by itself."""

    season_number: Whole = 0
    name: str = ""
    overview: str = ""
    air_date: str = ""
    poster_path: str = ""
    episodes: tuple[TmdbEpisode, ...] = ()
    images: TmdbImages = field(default_factory=TmdbImages)


class TmdbTitle(TmdbAnswer):
    """A film (``/movie/{id}``) or a series (``/tv/{id}``) with what is appended to it."""

    id: Whole = 0
    title: str = ""
    name: str = ""
    original_title: str = ""
    original_name: str = ""
    overview: str = ""
    tagline: str = ""
    runtime: Whole = 0
    episode_run_time: tuple[Whole, ...] = ()
    release_date: str = ""
    first_air_date: str = ""
    status: str = ""
    vote_average: Fraction = 0.0
    vote_count: Whole = 0
    imdb_id: str = ""
    genres: tuple[TmdbNamed, ...] = ()
    production_companies: tuple[TmdbNamed, ...] = ()
    production_countries: tuple[TmdbNamed, ...] = ()
    networks: tuple[TmdbNamed, ...] = ()
    created_by: tuple[TmdbNamed, ...] = ()
    belongs_to_collection: TmdbCollection = field(default_factory=TmdbCollection)
    seasons: tuple[TmdbSeason, ...] = ()
    images: TmdbImages = field(default_factory=TmdbImages)
    credits: TmdbCredits = field(default_factory=TmdbCredits)
    aggregate_credits: TmdbCredits = field(default_factory=TmdbCredits)
    external_ids: TmdbIds = field(default_factory=TmdbIds)
    release_dates: TmdbReleases = field(default_factory=TmdbReleases)
    content_ratings: TmdbReleases = field(default_factory=TmdbReleases)
    translations: TmdbTranslations = field(default_factory=TmdbTranslations)
    keywords: TmdbKeywords = field(default_factory=TmdbKeywords)
    videos: TmdbVideos = field(default_factory=TmdbVideos)


class TmdbMatch(TmdbAnswer):
    """A title that a search or another provider's id leads to."""

    id: Whole = 0
    title: str = ""
    name: str = ""
    original_title: str = ""
    original_name: str = ""
    release_date: str = ""
    first_air_date: str = ""


class TmdbMatches(TmdbAnswer):
    """``/find/{id}`` and ``/search/…``."""

    movie_results: tuple[TmdbMatch, ...] = ()
    tv_results: tuple[TmdbMatch, ...] = ()
    results: tuple[TmdbMatch, ...] = ()


class TmdbSeasons(Struct):
    """Seasons of a series that were asked for at once."""

    seasons: tuple[TmdbSeason, ...] = ()


describe_structs(__name__)
