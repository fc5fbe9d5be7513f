"""Names come out as the apps build them, or are not told; formats with a token more or less."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.apps import Kind
from arrtui.core.naming import NamedEpisode, NamingFacts, NamingScheme, parse_naming, read_naming, token_key
from arrtui.core.naming.values import token_values

MOVIE = NamingFacts(
    title="The Film: Part & Parcel",
    year=1999,
    imdb_id="tt0000001",
    tmdb_id=12,
    quality_title="WEBDL-1080p",
    revision=(2, 0),
    release_group="GRP",
    edition="25th imax director's cut",
    file_name="present name",
    media={"videoCodec": "x264", "audioCodec": "DTS-HD MA", "audioChannels": 5.1},
)
PLAIN = msgspec.structs.replace(MOVIE, release_group=" ", edition="", media={}, revision=(1, 0))
PAIR = (NamedEpisode(1, "Begin (1)", 1), NamedEpisode(2, "Begin (2)", 2))
SERIES = msgspec.structs.replace(
    MOVIE, title="A Series", series_type="standard", season=3, episodes=(NamedEpisode(7, "An Ending?", 31),)
)
DOUBLE = msgspec.structs.replace(SERIES, episodes=PAIR)
ANIME = msgspec.structs.replace(DOUBLE, series_type="anime")
NUMBERED = "{Series Title} - S{season:00}E{episode:00}"


def scheme(kind: Kind, text: str, **settings: Any) -> NamingScheme:
    app = kind.app
    body: dict[str, Any] = {app.rename_switch: True, "replaceIllegalCharacters": True}
    body |= {"colonReplacementFormat": "smart", **dict.fromkeys(app.file_formats, text)}
    return read_naming(kind, body | settings)


@pytest.mark.parametrize(
    ("text", "facts", "name"),
    [
        ("{Movie Title} ({Release Year}) {Quality Full}", MOVIE,
         "The Film - Part & Parcel (1999) WEBDL-1080p Proper"),
        ("{Movie.CleanTitle}.{Release.Year}.{Quality.Title}{-Release Group}", MOVIE,
         "The.Film.Part.and.Parcel.1999.WEBDL-1080p-GRP"),
        ("{Movie TitleThe} [{MediaInfo VideoCodec} {MediaInfo AudioCodec} {MediaInfo AudioChannels}]", MOVIE,
         "Film - Part & Parcel, The [x264 DTS-HD MA 5.1]"),
        ("{Movie Title} {edition-{Edition Tags}} {imdb-{ImdbId}} {tmdb-{TmdbId}}", MOVIE,
         "The Film - Part & Parcel {edition-25th IMAX Director's Cut} {imdb-tt0000001} {tmdb-12}"),
        ("{Movie Title} {[MediaInfo VideoCodec]}{-Release Group} {edition-{Edition Tags}}", PLAIN,
         "The Film - Part & Parcel"),
        ("{movie title} - {RELEASE GROUP}", PLAIN, "the film - part & parcel - RADARR"),
        ("{Movie Title:40}", MOVIE, "The Film - Part & Parcel"),
        ("{Movie TitleFirstCharacter}/{Movie Title}", MOVIE, "F/The Film - Part & Parcel"),
        ("{Original Title}", MOVIE, "present name"),
        ("{Original Title} {Release Year}", MOVIE, "1999"),
        ("Con.{Movie Title}", PLAIN, "Con_The Film - Part & Parcel"),
        # not told
        ("{Movie Title:10}", MOVIE, None),
        ("{Movie Title:DE}", MOVIE, None),
        ("{Movie Title} {Custom Formats}", MOVIE, None),
        ("{Movie Title} {MediaInfo AudioLanguages}", MOVIE, None),
        ("{Movie Title} {Nope Token}", MOVIE, None),
        ("{Movie Title} {Quality Title}", msgspec.structs.replace(MOVIE, quality_title=None), None),
    ],
)  # fmt: skip
def test_names_of_movies(text: str, facts: NamingFacts, name: str | None) -> None:
    assert scheme(Kind.RADARR, text).name_of(facts) == name


@pytest.mark.parametrize(
    ("text", "facts", "style", "name"),
    [
        (NUMBERED + " - {Episode Title} {Quality Full}", SERIES, 0,
         "A Series - S03E07 - An Ending WEBDL-1080p Proper"),
        (NUMBERED + " - {Episode Title}", DOUBLE, 0, "A Series - S03E01-02 - Begin"),
        ("{Series Title}.S{season:00}E{episode:00}", DOUBLE, 1, "A Series.S03E01.S03E02"),
        (NUMBERED, DOUBLE, 2, "A Series - S03E01E02"),
        (NUMBERED, DOUBLE, 3, "A Series - S03E01-E02"),
        (NUMBERED, DOUBLE, 4, "A Series - S03E01-02"),
        (NUMBERED, DOUBLE, 5, "A Series - S03E01-E02"),
        (NUMBERED + " - {absolute:000} - {Quality Proper}", DOUBLE, 0, "A Series - S03E01-02 - - Proper"),
        (NUMBERED + " - {absolute:000} - {Quality Proper}", ANIME, 5, "A Series - S03E01-E02 - 001-002 - v2"),
        ("{Series TitleTheYear} {season}x{episode:00}", SERIES, 0, "Series, A (1999) 3x07"),
        ("{Series Title} ... {{S{season:00}E{episode:00}}}", SERIES, 0, "A Series ... {S03E07}"),
        ("{Series Title} - {Air-Date}", SERIES, 0, None),
        (NUMBERED + " {MediaInfo VideoCodec}", msgspec.structs.replace(SERIES, media={"audioCodec": "AAC"}),
         0, None),
        (NUMBERED + " - {Episode Title}", msgspec.structs.replace(SERIES, room=30), 0, None),
    ],
)  # fmt: skip
def test_names_of_episodes(text: str, facts: NamingFacts, style: int, name: str | None) -> None:
    naming = scheme(Kind.SONARR, text, colonReplacementFormat=4, multiEpisodeStyle=style)
    assert naming.name_of(facts) == name


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"colonReplacementFormat": "delete"}, "The Film Part & Parcel"),
        ({"colonReplacementFormat": "spaceDash"}, "The Film - Part & Parcel"),
        ({"colonReplacementFormat": "dash"}, "The Film- Part & Parcel"),
        ({"colonReplacementFormat": 9}, "The Film Part & Parcel"),
        ({"colonReplacementFormat": 5, "customColonReplacementFormat": "~"}, "The Film~ Part & Parcel"),
        ({"replaceIllegalCharacters": False}, "The Film Part & Parcel"),
        ({"renameMovies": False}, None),
    ],
)
def test_colons_are_replaced_as_the_settings_say(settings: dict[str, Any], name: str | None) -> None:
    assert scheme(Kind.RADARR, "{Movie Title}", **settings).name_of(MOVIE) == name


def test_a_series_of_another_type_has_a_format_of_its_own() -> None:
    formats = {
        "standardEpisodeFormat": "s",
        "dailyEpisodeFormat": "d",
        "animeEpisodeFormat": "{absolute:000}",
    }
    naming = scheme(Kind.SONARR, "", **formats)
    daily = msgspec.structs.replace(SERIES, series_type="daily")
    assert naming.name_of(daily) == "d"
    assert naming.name_of(msgspec.structs.replace(daily, season=0)) == "s"
    assert naming.name_of(ANIME) == "001-002"
    assert naming.name_of(msgspec.structs.replace(ANIME, episodes=(NamedEpisode(7),))) == "s"


@pytest.mark.parametrize(
    ("text", "token", "without"),
    [
        ("{Movie Title} {MediaInfo VideoCodec}{-Release Group}", "mediainfo.videocodec",
         "{Movie Title}{-Release Group}"),
        ("{Movie Title} [{Quality Full}]", "{Quality Full}", "{Movie Title}"),
        ("{Movie Title} - {Quality Full} {Release Year}", "Quality Full", "{Movie Title} - {Release Year}"),
        ("{Quality Full} {Movie Title}", "Quality Full", "{Movie Title}"),
        ("{Movie Title} {(Release Year)}", "Release Year", "{Movie Title} "),
        ("{Movie Title} {edition-{Edition Tags}}", "{edition-{Edition Tags}}", "{Movie Title}"),
        ("{Movie Title}", "Quality Full", "{Movie Title}"),
    ],
)  # fmt: skip
def test_a_token_is_taken_out_with_its_brackets(text: str, token: str, without: str) -> None:
    naming = parse_naming(text, Kind.RADARR)
    assert naming.without(token).text == without
    assert naming.has(token) == (text != without)


def test_a_token_is_added_as_the_others_are_set_apart() -> None:
    plain = parse_naming("{Movie Title} ({Release Year}){-Release Group}", Kind.RADARR)
    dotted = parse_naming("{Movie.Title}.{Release.Year}", Kind.RADARR)
    codec = "MediaInfo VideoCodec"
    assert plain.with_token(codec).text == plain.text + " {MediaInfo VideoCodec}"
    assert plain.with_token(codec, after="Movie Title").text.startswith(
        "{Movie Title} {MediaInfo VideoCodec} ("
    )
    assert plain.with_token("{[MediaInfo VideoCodec]}").text == plain.text + "{[MediaInfo VideoCodec]}"
    assert dotted.with_token(codec).text == "{Movie.Title}.{Release.Year}.{MediaInfo VideoCodec}"


_WRITTEN = ("{Movie Title}", "({Release Year})", "[{Quality Full}]", "{-Release Group}", "{[Edition Tags]}")


@given(
    st.lists(st.sampled_from(_WRITTEN), min_size=1, unique=True),
    st.sampled_from((" ", ".", " - ", "")),
    st.sampled_from(("MediaInfo VideoCodec", "{[MediaInfo VideoCodec]}", "{-MediaInfo VideoCodec}")),
)
def test_a_token_that_was_added_can_be_taken_out(tokens: list[str], apart: str, token: str) -> None:
    naming = parse_naming(apart.join(tokens), Kind.RADARR)
    longer = naming.with_token(token)
    assert longer.has("mediainfo videocodec") and longer.without(token) == naming


@pytest.mark.parametrize("kind", list(Kind))
def test_every_token_listed_is_rendered(kind: Kind) -> None:
    facts = MOVIE if kind is Kind.RADARR else SERIES
    names = {name: scheme(kind, f"x {{{name}}}").name_of(facts) for name in token_values(kind)}
    assert None not in names.values()
    assert len({token_key(name) for name in names}) == len(names)
