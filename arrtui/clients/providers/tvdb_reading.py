"""From TheTVDB's answers to candidates and fields. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from arrtui.clients.providers import tvdb_answers as wire
from arrtui.clients.providers.protocol import field_list, texts_in, unique_ids
from arrtui.core.artwork import ArtCandidate, ArtKind, ArtSlot, MetadataField

NAME = "tvdb"
IMAGES = "https://artworks.thetvdb.com"
"""Where images without a host are."""
MOST_ACTORS = 30
_TYPES: Mapping[int, ArtKind] = {
    1: ArtKind.BANNER,
    2: ArtKind.POSTER,
    3: ArtKind.FANART,
    6: ArtKind.BANNER,
    7: ArtKind.POSTER,
    8: ArtKind.FANART,
    14: ArtKind.POSTER,
    15: ArtKind.FANART,
    16: ArtKind.BANNER,
    22: ArtKind.CLEARART,
    23: ArtKind.CLEARLOGO,
    24: ArtKind.CLEARART,
    25: ArtKind.CLEARLOGO,
}
"""Kinds by the number of an artwork's type (``GET /artwork/types``); 6 to 8 are of seasons."""
_OF_SEASONS = frozenset({6, 7, 8})
_WORDED = 100_000
"""What is added to the score of artwork in the main language, which is no vote."""
_REMOTE_IDS = {"IMDB": "imdb", "TheMovieDB.com": "tmdb"}


class _Language(NamedTuple):
    code: str
    """Three letters, as TheTVDB has them."""
    country: str
    """Three letters of the country whose certifications it stands for."""
    prefix: str
    """Two letters of it."""


_TABLE = """
en eng usa US, de deu deu DE, fr fra fra FR, es spa esp ES, it ita ita IT, pt por prt PT, nl nld nld NL,
sv swe swe SE, da dan dnk DK, no nor nor NO, nb nor nor NO, fi fin fin FI, pl pol pol PL, cs ces cze CZ,
sk slk svk SK, hu hun hun HU, ro ron rou RO, bg bul bgr BG, el ell grc GR, tr tur tur TR, ru rus rus RU,
uk ukr ukr UA, he heb isr IL, ar ara egy EG, hi hin ind IN, th tha tha TH, vi vie vnm VN, id ind idn ID,
ja jpn jpn JP, ko kor kor KR, zh zho chn CN, hr hrv hrv HR, sr srp srb RS, sl slv svn SI, et est est EE,
lv lav lva LV, lt lit ltu LT, is isl isl IS, fa fas irn IR, ca cat esp ES
"""
_LANGUAGES: Mapping[str, _Language] = {
    two: _Language(code, country, prefix)
    for two, code, country, prefix in (line.split() for line in _TABLE.split(","))
}
"""By their two letters (ISO 639-1) the languages that have titles there."""
_TWO_LETTERS = {language.code: two for two, language in reversed(list(_LANGUAGES.items()))}


def codes(languages: Sequence[str]) -> list[str]:
    """Return the languages of texts in three letters; those that TheTVDB has no word for are left out."""
    known = [_LANGUAGES[name].code for name in texts_in(languages) if name in _LANGUAGES]
    return known or ["eng"]


def kept(title: wire.TvdbTitle, languages: Sequence[str]) -> wire.TvdbTitle:
    """Return a title with what is worth storing: artwork and texts in these languages, and actors."""
    record, wanted = title.data, {"", *codes(languages)}
    texts = record.translations
    record = msgspec.structs.replace(
        record,
        artworks=tuple(art for art in record.artworks if art.type in _TYPES and art.language in wanted),
        characters=tuple(sorted(record.characters, key=lambda part: part.sort)[: 3 * MOST_ACTORS]),
        translations=wire.TvdbTranslations(
            name_translations=tuple(text for text in texts.name_translations if text.language in wanted),
            overview_translations=tuple(
                text for text in texts.overview_translations if text.language in wanted
            ),
        ),
    )
    return wire.TvdbTitle(data=record)


def title_candidates(record: wire.TvdbRecord) -> Iterator[ArtCandidate]:
    """Yield the images of a title and of its seasons in the official order."""
    official = (season for season in record.seasons if season.type.type == "official" and season.number >= 0)
    seasons = {season.id: season.number for season in official}
    for art in record.artworks:
        kind = _TYPES.get(art.type)
        season = seasons.get(art.season_id)
        if kind is None or (art.type in _OF_SEASONS) != (season is not None) or not art.image:
            continue
        score = int(art.score)
        yield ArtCandidate(
            slot=ArtSlot(kind, season).text,
            provider=NAME,
            address=_address(art.image),
            preview=_address(art.thumbnail),
            width=max(0, art.width),
            height=max(0, art.height),
            language=_TWO_LETTERS.get(art.language, art.language),
            votes=max(0, score - _WORDED if score >= _WORDED else score),
        )


def episode_candidates(episodes: Iterable[wire.TvdbEpisode]) -> Iterator[ArtCandidate]:
    """Yield the stills of episodes."""
    for episode in episodes:
        if episode.image and min(episode.season_number, episode.number) >= 0:
            slot = ArtSlot(ArtKind.THUMB, episode.season_number, episode.number)
            yield ArtCandidate(slot=slot.text, provider=NAME, address=_address(episode.image))


def title_fields(
    record: wire.TvdbRecord, languages: Sequence[str], *, is_series: bool
) -> list[MetadataField]:
    """Return the metadata of a film or a series."""
    names = {text.language: text for text in record.translations.name_translations}
    overviews = {text.language: text for text in record.translations.overview_translations}
    wanted = codes(languages)
    premiered = record.first_aired if is_series else record.first_release.date
    people = record.characters
    sites = ((_REMOTE_IDS.get(remote.source_name), remote.id) for remote in record.remote_ids)
    remote_ids = {site: number for site, number in sites if site}
    values: dict[str, object] = {
        "title": _first(names[code].name for code in wanted if code in names) or record.name,
        "originaltitle": record.name,
        "year": int(record.year) if record.year.isdecimal() and len(record.year) == 4 else 0,
        "plot": _first(overviews[code].overview for code in wanted if code in overviews) or record.overview,
        "tagline": _first(names[code].tagline for code in wanted if code in names),
        "runtime": record.average_runtime or record.runtime,
        "mpaa": _certification(record, languages),
        "genre": _names(record.genres),
        "studio": _names((record.original_network,) if is_series else record.studios),
        "premiered": premiered,
        "status": record.status.name,
        "uniqueid": unique_ids(tvdb=record.id, **remote_ids),
        "actor": [_actor(part) for part in people if part.people_type == "Actor" and part.person_name][
            :MOST_ACTORS
        ],
        "director": _of_crew(people, "Director"),
        "credits": _of_crew(people, "Writer"),
    }
    return field_list(NAME, values)


def episode_fields(episodes: Iterable[wire.TvdbEpisode], season: int) -> dict[int, list[MetadataField]]:
    """Return the metadata of a season's episodes by their numbers."""
    return {
        episode.number: field_list(
            NAME,
            {
                "title": episode.name,
                "plot": episode.overview,
                "aired": episode.aired,
                "runtime": episode.runtime,
            },
        )
        for episode in episodes
        if episode.season_number == season
    }


def _address(image: str) -> str:
    return f"{IMAGES}{image}" if image.startswith("/") else image


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _names(things: Iterable[wire.TvdbNamed]) -> list[str]:
    return list(dict.fromkeys(thing.name for thing in things if thing.name))


def _certification(record: wire.TvdbRecord, languages: Sequence[str]) -> str:
    """Return the certification of the first language's country, else of the USA; see TMDB's."""
    known = {rating.country: rating.name for rating in reversed(record.content_ratings) if rating.name}
    for name in (*texts_in(languages), "en"):
        language = _LANGUAGES.get(name)
        if language is not None and (text := known.get(language.country)):
            return text if language.prefix == "US" else f"{language.prefix}-{text}"
    return ""


def _of_crew(people: Iterable[wire.TvdbCharacter], people_type: str) -> list[str]:
    names = (part.person_name for part in people if part.people_type == people_type and part.person_name)
    return list(dict.fromkeys(names))


def _actor(part: wire.TvdbCharacter) -> dict[str, object]:
    return {
        "name": part.person_name,
        "role": part.name,
        "order": part.sort,
        "thumb": _address(part.person_img_url or part.image),
    }
