"""What tokens stand for. A token that is not listed here is not foretold, whether the app knows it or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pkgutil import resolve_name

from arrtui.core.apps import Kind
from arrtui.core.naming.facts import NamingFacts, NamingOptions
from arrtui.core.naming.formats import NamingToken, token_key
from arrtui.core.naming.titles import (
    clean_title,
    clean_title_the,
    clean_title_the_year,
    edition_words,
    first_character,
    joined_titles,
    title_the,
    title_year,
    without_year,
)

Value = Callable[[NamingFacts, NamingToken], str | None]
"""Returns what a token stands for; None where that is not known."""
_BAD = str.maketrans({"\\": "+", "/": "+", "?": "!", "*": "-"} | dict.fromkeys('<>|"', ""))
_REMOVED = str.maketrans(dict.fromkeys('\\/<>?*|"', ""))
_COLONS = {"dash": "-", "spaceDash": " -", "spaceDashSpace": " - "}
_PLAIN = NamingOptions()


def clean_name(text: str, options: NamingOptions) -> str:
    """Return a value without what names of files may not have (``CleanFileName``)."""
    if not options.replaces_illegal:
        return text.replace(":", "").translate(_REMOVED).lstrip(" .").rstrip(" ")
    if options.colon == "smart":
        text = text.replace(": ", " - ").replace(":", "-")
    else:
        colon = options.custom_colon if options.colon == "custom" else _COLONS.get(options.colon, "")
        text = text.replace(":", colon)
    return text.translate(_BAD).lstrip(" .").rstrip(" ")


def limit_of(token: NamingToken) -> int:
    """Return the length that a token's argument asks for; 0 for none (``GetMaxLengthFromFormatter``)."""
    return int(token.argument) if re.fullmatch(r"\s*[+-]?\d{1,9}\s*", token.argument) else 0


def _whole(text: str | None, token: NamingToken) -> str | None:
    """Return a text that needs not be cut, else None."""
    limit = abs(limit_of(token))
    return text if text is None or not limit or len(text) <= limit else None


def _of(text: Callable[[NamingFacts], str | None]) -> Value:
    """Return the value of a token that may be cut."""
    return lambda facts, token: _whole(text(facts), token)


def _in_no_language(text: Callable[[NamingFacts], str | None]) -> Value:
    """Return the value of a token whose argument may name languages, for which no title is stored."""
    return lambda facts, token: None if token.argument and not limit_of(token) else _whole(text(facts), token)


def _quality(*parts: str) -> Value:
    """Return the value of a token of the quality: its title and what its revision adds."""

    def value(facts: NamingFacts, token: NamingToken) -> str | None:
        version, real = facts.revision
        proper = "" if version <= 1 else f"v{version}" if facts.series_type == "anime" else "Proper"
        known = {"title": facts.quality_title, "proper": proper, "real": "REAL" if real > 0 else ""}
        texts = [known[part] for part in parts]
        return None if None in texts else " ".join(filter(None, texts))

    return value


def _codecs(*members: str) -> Value:
    """Return the value of a token of codecs, as the app formats them in ``mediaInfo``."""
    return lambda facts, token: (
        " ".join(str(facts.media.get(member, "")) for member in members) if facts.media else ""
    )


def _certain_codecs(*members: str) -> Value:
    """Return the same where a codec that the app does not know leaves the token itself in the name.

    Of such a file no row tells that from an empty codec.
    """
    known = _codecs(*members)
    return lambda facts, token: (
        None if facts.media and not all(map(facts.media.get, members)) else known(facts, token)
    )


def _channels(facts: NamingFacts, token: NamingToken) -> str:
    channels = facts.media.get("audioChannels", 0)
    return f"{channels:.1f}" if isinstance(channels, int | float) and channels > 0 else ""


def _bit_depth(facts: NamingFacts, token: NamingToken) -> str:
    return str(facts.media.get("videoBitDepth", 8)) if facts.media else ""


def _group(default: str) -> Value:
    """Return the value of the token of the release group; without brackets it is never empty."""

    def value(facts: NamingFacts, token: NamingToken) -> str | None:
        if facts.release_group.strip():
            return _whole(facts.release_group, token)
        return "" if token.prefix or token.suffix else default

    return value


def _number(facts: NamingFacts, token: NamingToken, numbers: list[int]) -> str | None:
    if token.argument.strip("0"):
        return None
    return "-".join(f"{number:0{len(token.argument)}d}" for number in numbers)


def _season(facts: NamingFacts, token: NamingToken) -> str | None:
    return _number(facts, token, [facts.season])


def _episode(facts: NamingFacts, token: NamingToken) -> str | None:
    numbers = [episode.number for episode in facts.episodes]
    return _number(facts, token, [numbers[0], numbers[-1]] if len(numbers) > 1 else numbers)


def _episode_title(joint: str, written: Callable[[str], str] = str) -> Value:
    """Return the value of a token of the titles of episodes."""

    def value(facts: NamingFacts, token: NamingToken) -> str | None:
        joined = joined_titles([written(episode.title) for episode in facts.episodes], joint)
        limit = limit_of(token)
        return None if 0 < limit < len(joined.encode()) else joined

    return value


def original_title(facts: NamingFacts, keeps_name: bool) -> str:
    """Return what ``{Original Title}`` stands for: the name of the release, or the present name."""
    return clean_name(
        facts.scene_name if facts.scene_name.strip() else original_name(facts, keeps_name), _PLAIN
    )


def original_name(facts: NamingFacts, keeps_name: bool) -> str:
    """Return what ``{Original Filename}`` stands for: the present name, in formats that tell nothing else."""
    return facts.file_name if keeps_name else ""


def _titles(noun: str) -> dict[str, Value]:
    return {
        f"{noun} TitleThe": _of(lambda facts: title_the(facts.title)),
        f"{noun} CleanTitleThe": _of(lambda facts: clean_title_the(facts.title)),
    }


_CODECS: dict[str, tuple[str, ...]] = {
    "MediaInfo Video": ("videoCodec",),
    "MediaInfo VideoCodec": ("videoCodec",),
    "MediaInfo Audio": ("audioCodec",),
    "MediaInfo AudioCodec": ("audioCodec",),
    "MediaInfo Simple": ("videoCodec", "audioCodec"),
}
_FILE: dict[str, Value] = {
    "Quality Full": _quality("title", "proper", "real"),
    "Quality Title": _quality("title"),
    "Quality Proper": _quality("proper"),
    "Quality Real": _quality("real"),
    "MediaInfo VideoBitDepth": _bit_depth,
    "MediaInfo AudioChannels": _channels,
    "MediaInfo VideoDynamicRange": _codecs("videoDynamicRange"),
    "MediaInfo VideoDynamicRangeType": _codecs("videoDynamicRangeType"),
}
MOVIE_TOKENS: dict[str, Value] = {
    **{name: _codecs(*members) for name, members in _CODECS.items()},
    "Release Group": _group("Radarr"),
    "Edition Tags": _of(lambda facts: edition_words(facts.edition)),
    **_FILE,
    **_titles("Movie"),
    "Movie Title": _in_no_language(lambda facts: facts.title),
    "Movie CleanTitle": _in_no_language(lambda facts: clean_title(facts.title)),
    "Movie TitleFirstCharacter": _in_no_language(lambda facts: first_character(title_the(facts.title))),
    "Movie OriginalTitle": _of(lambda facts: facts.original_title),
    "Movie CleanOriginalTitle": _of(lambda facts: clean_title(facts.original_title)),
    "Movie Certification": lambda facts, token: facts.certification,
    "Movie Collection": _of(lambda facts: facts.collection),
    "Movie CollectionThe": _of(lambda facts: title_the(facts.collection)),
    "Release Year": lambda facts, token: str(facts.year or ""),
    "ImdbId": lambda facts, token: facts.imdb_id,
    "TmdbId": lambda facts, token: str(facts.tmdb_id),
}
SERIES_TOKENS: dict[str, Value] = {
    **{name: _certain_codecs(*members) for name, members in _CODECS.items()},
    "Release Group": _group("Sonarr"),
    **_FILE,
    **_titles("Series"),
    "Series Title": _of(lambda facts: facts.title),
    "Series CleanTitle": _of(lambda facts: clean_title(facts.title)),
    "Series TitleYear": _of(lambda facts: title_year(facts.title, facts.year)),
    "Series CleanTitleYear": _of(lambda facts: clean_title(title_year(facts.title, facts.year))),
    "Series TitleWithoutYear": _of(lambda facts: without_year(facts.title)),
    "Series CleanTitleWithoutYear": _of(lambda facts: clean_title(without_year(facts.title))),
    "Series TitleTheYear": _of(lambda facts: title_year(title_the(facts.title), facts.year)),
    "Series CleanTitleTheYear": _of(lambda facts: clean_title_the_year(facts.title, facts.year)),
    "Series TitleTheWithoutYear": _of(lambda facts: without_year(title_the(facts.title))),
    "Series CleanTitleTheWithoutYear": _of(lambda facts: clean_title_the(without_year(facts.title))),
    "Series TitleFirstCharacter": _of(lambda facts: first_character(title_the(facts.title))),
    "Series Year": lambda facts, token: str(facts.year),
    "Season": _season,
    "Episode": _episode,
    "Episode Title": _episode_title("+"),
    "Episode CleanTitle": _episode_title("and", clean_title),
    "ImdbId": lambda facts, token: facts.imdb_id,
    "TvdbId": lambda facts, token: facts.tvdb_id,
    "TmdbId": lambda facts, token: str(facts.tmdb_id or ""),
}
_DOUBTFUL = ("Clean", "FirstCharacter", "VideoDynamicRange")
"""Parts of names of tokens whose value the app may make otherwise: of letters with marks, or by reading the
file anew. A present name that has it proves it; one that does not have it yet proves nothing."""


@cache
def token_values(kind: Kind) -> Mapping[str, Value]:
    """Return what the tokens of an app stand for by their names, all that are foretold.

    :func:`original_title` and :func:`original_name` are besides.
    """
    dotted = kind.app.naming.values
    values: Mapping[str, Value] = resolve_name(dotted) if dotted else {}
    return values


@cache
def values_by_key(kind: Kind) -> Mapping[str, Value]:
    """Return what the tokens of an app stand for by their keys."""
    return {token_key(name): value for name, value in token_values(kind).items()}


@cache
def addable_tokens(kind: Kind) -> tuple[str, ...]:
    """Return the tokens that are foretold of a name that does not have them."""
    return tuple(name for name in token_values(kind) if not any(part in name for part in _DOUBTFUL))
