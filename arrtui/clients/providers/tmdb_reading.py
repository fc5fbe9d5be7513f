"""From TMDB's answers to candidates and fields. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from arrtui.clients.providers import tmdb_answers as wire
from arrtui.clients.providers.protocol import field_list, texts_in, unique_ids
from arrtui.core.artwork import ArtCandidate, ArtKind, ArtSlot, MetadataField

NAME = "tmdb"
PREVIEW = "w342"
"""The size of previews: pixels of width (``/configuration``)."""
FULL = "original"
MOST_ACTORS = 30
_COUNTRIES = {"en": "US", "da": "DK", "sv": "SE", "ja": "JP", "ko": "KR", "zh": "CN", "cs": "CZ", "el": "GR"}
"""Countries whose certifications a language stands for, where its own letters are no country's."""
_YOUTUBE = "plugin://plugin.video.youtube/play/?video_id={}"


def kept(title: wire.TmdbTitle, languages: Sequence[str]) -> wire.TmdbTitle:
    """Return a title with what is worth storing: texts in these languages, actors, directors and writers."""
    wanted = frozenset(texts_in(languages))
    translations = tuple(text for text in title.translations.translations if text.iso_639_1 in wanted)
    videos = tuple(video for video in title.videos.results if _is_trailer(video))
    return msgspec.structs.replace(
        title,
        translations=wire.TmdbTranslations(translations=translations),
        credits=_main_people(title.credits),
        aggregate_credits=_main_people(title.aggregate_credits),
        videos=wire.TmdbVideos(results=videos[:3]),
        seasons=tuple(msgspec.structs.replace(season, overview="") for season in title.seasons),
    )


def kept_seasons(answer: wire.TmdbSeasons) -> wire.TmdbSeasons:
    """Return seasons with what is worth storing: of the crew of an episode directors and writers."""

    def kept_episode(episode: wire.TmdbEpisode) -> wire.TmdbEpisode:
        crew = tuple(person for person in episode.crew if _jobs(person))
        return msgspec.structs.replace(episode, crew=crew)

    return wire.TmdbSeasons(
        tuple(
            msgspec.structs.replace(season, episodes=tuple(map(kept_episode, season.episodes)))
            for season in answer.seasons
        )
    )


def _main_people(people: wire.TmdbCredits) -> wire.TmdbCredits:
    cast = tuple(sorted(people.cast, key=lambda person: person.order)[:MOST_ACTORS])
    return wire.TmdbCredits(cast=cast, crew=tuple(person for person in people.crew if _jobs(person)))


def _jobs(person: wire.TmdbPerson) -> set[str]:
    """Return what a member of the crew did, of what an NFO tells: ``director``, ``credits``."""
    jobs = {person.job, *(job.job for job in person.jobs)}
    directing = {"director"} if "Director" in jobs else set()
    return directing | ({"credits"} if jobs & {"Writer", "Screenplay", "Story", "Teleplay"} else set())


def _is_trailer(video: wire.TmdbVideo) -> bool:
    return video.type == "Trailer" and video.site == "YouTube" and bool(video.key)


def title_candidates(
    title: wire.TmdbTitle | wire.TmdbSet, images: str, *, of_set: bool = False
) -> Iterator[ArtCandidate]:
    """Yield the images of a title, or of a set of films; ``images`` is the address of the image host.

    A backdrop with words is a landscape, a poster without words is key art besides.
    """
    for image in title.images.posters:
        yield from _candidates(ArtSlot(ArtKind.POSTER, of_set=of_set), image, images)
        if not image.iso_639_1:
            yield from _candidates(ArtSlot(ArtKind.KEYART, of_set=of_set), image, images)
    for image in title.images.backdrops:
        kind = ArtKind.LANDSCAPE if image.iso_639_1 else ArtKind.FANART
        yield from _candidates(ArtSlot(kind, of_set=of_set), image, images)
    for image in title.images.logos:
        yield from _candidates(ArtSlot(ArtKind.CLEARLOGO, of_set=of_set), image, images)


def season_candidates(seasons: Iterable[wire.TmdbSeason], images: str) -> Iterator[ArtCandidate]:
    """Yield the posters of seasons and the stills of their episodes."""
    for season in seasons:
        posters = season.images.posters or (wire.TmdbImage(file_path=season.poster_path),)
        for image in posters:
            yield from _candidates(ArtSlot(ArtKind.POSTER, season.season_number), image, images)
        for episode in season.episodes:
            if episode.episode_number < 0:
                continue
            slot = ArtSlot(ArtKind.THUMB, season.season_number, episode.episode_number)
            yield from _candidates(slot, wire.TmdbImage(file_path=episode.still_path), images)


def _candidates(slot: ArtSlot, image: wire.TmdbImage, images: str) -> Iterator[ArtCandidate]:
    """Yield an image as a candidate, unless it has no path or is drawn of vectors, which no player shows."""
    path = image.file_path
    if not path.startswith("/") or path.endswith(".svg"):
        return
    yield ArtCandidate(
        slot=slot.text,
        provider=NAME,
        address=f"{images}/{FULL}{path}",
        preview=f"{images}/{PREVIEW}{path}",
        width=max(0, image.width),
        height=max(0, image.height),
        language=image.iso_639_1,
        votes=max(0, image.vote_count),
        rating=min(10.0, max(0.0, image.vote_average)),
    )


def title_fields(
    title: wire.TmdbTitle, languages: Sequence[str], images: str, *, is_series: bool
) -> list[MetadataField]:
    """Return the metadata of a film or a series."""
    translated = _Texts(title, texts_in(languages))
    people = title.aggregate_credits if is_series else title.credits
    companies = title.networks if is_series else title.production_companies
    premiered = title.first_air_date if is_series else title.release_date
    runtime = title.runtime or (title.episode_run_time[0] if title.episode_run_time else 0)
    collection = title.belongs_to_collection
    set_of = {"name": collection.name, "overview": collection.overview} if collection.name else {}
    trailers = [_YOUTUBE.format(video.key) for video in title.videos.results if _is_trailer(video)]
    values: dict[str, object] = {
        "title": translated("title") or translated("name"),
        "originaltitle": title.original_title or title.original_name,
        "year": int(premiered[:4]) if premiered[:4].isdecimal() else 0,
        "plot": translated("overview"),
        "tagline": translated("tagline"),
        "runtime": runtime,
        "mpaa": certification(title, languages),
        "genre": _names(title.genres),
        "studio": _names(companies),
        "country": _names(title.production_countries),
        "premiered": premiered,
        "status": title.status,
        "set": set_of,
        "tag": _names([*title.keywords.keywords, *title.keywords.results]),
        "ratings": _ratings(title.vote_average, title.vote_count),
        "uniqueid": unique_ids(
            tmdb=title.id, imdb=title.imdb_id or title.external_ids.imdb_id, tvdb=title.external_ids.tvdb_id
        ),
        "actor": [_actor(person, images) for person in people.cast if person.name],
        "director": [person.name for person in people.crew if "director" in _jobs(person)],
        "credits": _names([*_writers(people.crew), *title.created_by]),
        "trailer": trailers[0] if trailers else "",
    }
    return field_list(NAME, values)


def episode_fields(season: wire.TmdbSeason) -> dict[int, list[MetadataField]]:
    """Return the metadata of a season's episodes by their numbers."""
    return {
        episode.episode_number: field_list(
            NAME,
            {
                "title": episode.name,
                "plot": episode.overview,
                "aired": episode.air_date,
                "runtime": episode.runtime,
                "ratings": _ratings(episode.vote_average, episode.vote_count),
                "director": [person.name for person in episode.crew if "director" in _jobs(person)],
                "credits": _names(_writers(episode.crew)),
            },
        )
        for episode in season.episodes
    }


def certification(title: wire.TmdbTitle, languages: Sequence[str]) -> str:
    """Return the certification of the first language's country, else of the USA.

    Those of other countries than the USA begin with the country, as Jellyfin reads them: ``DE-12``.
    """
    countries = [_COUNTRIES.get(language, language.upper()) for language in texts_in(languages)]
    known: dict[str, str] = {}
    for country in [*title.release_dates.results, *title.content_ratings.results]:
        texts = [country.rating, *(release.certification for release in country.release_dates)]
        known.setdefault(country.iso_3166_1, next((text for text in texts if text), ""))
    for name in (*countries, "US"):
        if text := known.get(name):
            return text if name == "US" else f"{name}-{text}"
    return ""


class _Texts:
    """The texts of a title in the first language that has them."""

    def __init__(self, title: wire.TmdbTitle, languages: Sequence[str]) -> None:
        by_language = {text.iso_639_1: text.data for text in reversed(title.translations.translations)}
        self._sources = [title, *(by_language[name] for name in languages[1:] if name in by_language)]

    def __call__(self, name: str) -> str:
        """Return a text, empty where no language has it."""
        return next((text for source in self._sources if (text := str(getattr(source, name, "")))), "")


def _names(things: Iterable[wire.TmdbNamed | wire.TmdbPerson]) -> list[str]:
    """Return names once each, in their order."""
    return list(dict.fromkeys(thing.name for thing in things if thing.name))


def _writers(crew: Iterable[wire.TmdbPerson]) -> list[wire.TmdbPerson]:
    return [person for person in crew if "credits" in _jobs(person)]


def _ratings(value: float, votes: int) -> list[dict[str, object]]:
    """Return a rating by the name that Kodi and Jellyfin know TMDB's by; none without votes."""
    if not votes or not 0 < value <= 10:
        return []
    return [{"name": "themoviedb", "max": 10, "default": True, "value": round(value, 1), "votes": votes}]


def _actor(person: wire.TmdbPerson, images: str) -> dict[str, object]:
    roles = [person.character, *(role.character for role in person.roles)]
    path = person.profile_path
    return {
        "name": person.name,
        "role": ", ".join(dict.fromkeys(role for role in roles if role)),
        "order": person.order,
        "thumb": f"{images}/{FULL}{path}" if path.startswith("/") else "",
    }
