"""Judge and order the videos that may be the trailer of a title. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from arrtui.core.folding import fold
from arrtui.core.text import format_duration
from arrtui.features.trailers.candidates import Source, VideoCandidate, VideoVerdict, Wish, video_key

SHORTEST, LONGEST = 30, 600
"""Seconds of a trailer."""
LEAST_SIMILARITY = 0.75
"""Of the title of a video to the title wanted: 1 is the same words, 0 none in common."""
RECYCLED = "You recycled it."
_SHORT_SECONDS = 180
"""The longest video that YouTube counts as a short."""
_TRAILER_WORDS = re.compile(r"\b(trailer|teaser|bande.annonce|tr[aá]iler|zwiastun|fragman|трейлер)\b")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"the", "a", "an", "and"})
_REMARKS = frozenset(
    {
        *(
            "official",
            "trailer",
            "trailers",
            "teaser",
            "tv",
            "spot",
            "hd",
            "uhd",
            "4k",
            "1080p",
            "2160p",
            "hq",
        ),
        *(
            "movie",
            "film",
            "series",
            "season",
            "new",
            "final",
            "first",
            "main",
            "international",
            "theatrical",
        ),
        *(
            "english",
            "subtitles",
            "subtitled",
            "netflix",
            "prime",
            "video",
            "hbo",
            "max",
            "disney",
            "restored",
        ),
    }
)
"""Words around the name of a film in the title of a video, unless they are in the name."""


# --- judging ---------------------------------------------------------------------------------------------


def judge(candidate: VideoCandidate, wish: Wish) -> VideoVerdict:
    """Return whether a candidate may be the trailer.

    What the owner picked is only refused for what cannot become a file; a video named by the app or by TMDB
    is of the title, whatever it is called.
    """
    for reason in _reasons(candidate, wish):
        return VideoVerdict(candidate=candidate, rejected=reason)
    return VideoVerdict(candidate=candidate)


def _reasons(candidate: VideoCandidate, wish: Wish) -> Iterator[str]:
    yield from _faults_of_video(candidate)
    if candidate.source is Source.CHOICE:
        return
    if video_key(candidate.address) in wish.recycled:
        yield RECYCLED
    yield from _faults_of_kind(candidate, wish)
    if not candidate.source.trusted:
        yield from _faults_of_title(candidate, wish)


def _faults_of_video(candidate: VideoCandidate) -> Iterator[str]:
    """Yield why a video cannot become a file."""
    if candidate.live_status == "is_live":
        yield "It is a live stream."
    if candidate.live_status == "is_upcoming":
        yield "It is not out yet."
    if candidate.seconds is None:
        if candidate.source is Source.SEARCH or (
            candidate.looked_up and candidate.source is not Source.CHOICE
        ):
            yield "How long it is is not known."
    elif candidate.seconds > LONGEST:
        yield f"It takes {format_duration(candidate.seconds)}, longer than any trailer."


def _faults_of_kind(candidate: VideoCandidate, wish: Wish) -> Iterator[str]:
    """Yield why a video is something else than a trailer."""
    title, own = fold(candidate.title), fold(wish.title)
    seconds = candidate.seconds
    if seconds is not None and seconds < SHORTEST:
        yield f"It takes only {format_duration(seconds)}."
    upright = (candidate.height or 0) > (candidate.width or 0) > 0
    if (
        "/shorts/" in candidate.address
        or "#shorts" in title
        or (upright and seconds is not None and seconds <= _SHORT_SECONDS)
    ):
        yield "It is a short."
    for word in wish.excluded_words:
        pattern = rf"\b{re.escape(fold(word))}\b"
        if re.search(pattern, title) and not re.search(pattern, own):
            yield f"Its title has the word {word}."
    teaser = candidate.teaser or (re.search(r"\bteaser\b", title) and "trailer" not in title)
    if teaser and not wish.teasers:
        yield "It is a teaser."


def _faults_of_title(candidate: VideoCandidate, wish: Wish) -> Iterator[str]:
    """Yield why a video is of something else."""
    title = fold(candidate.title)
    if not _TRAILER_WORDS.search(title):
        yield "Its title does not say that it is a trailer."
    years = {int(year) for year in _YEAR.findall(title)} - {int(year) for year in _YEAR.findall(wish.title)}
    if wish.year and wish.season is None and years and all(abs(year - wish.year) > 1 for year in years):
        yield f"It is of {min(years)}, not of {wish.year}."
    seasons = {int(number) for number in re.findall(r"\bseason (\d+)\b", title)}
    if wish.season is not None and seasons != {wish.season}:
        yield f"It is not of season {wish.season}."
    if similarity(candidate, wish) < LEAST_SIMILARITY:
        yield f"Its title is not like {wish.title}."


def similarity(candidate: VideoCandidate, wish: Wish) -> float:
    """Return how alike the title of a video and the title wanted are, 0 to 1.

    It is the F1 measure of their words. Remarks, years and the name of the channel do not count, nor what
    follows the first remark: ``Alien | Official Trailer | 20th Century Studios``.
    """
    wanted = set(_WORD.findall(fold(wish.title))) - _ARTICLES or set(_WORD.findall(fold(wish.title)))
    ignored = (_ARTICLES | _REMARKS | set(_WORD.findall(fold(candidate.channel)))) - wanted
    words = _WORD.findall(fold(candidate.title))
    remarks = (place for place, word in enumerate(words) if word in _REMARKS or _YEAR.fullmatch(word))
    remark = next((place for place in remarks if words[place] not in wanted), len(words))
    named = _names(words[:remark], ignored, wanted) or _names(words, ignored, wanted)
    common = len(wanted & named)
    return 2 * common / (len(wanted) + len(named)) if named else 0.0


def _names(words: Iterable[str], ignored: frozenset[str], wanted: set[str]) -> set[str]:
    """Return the words that may be of the name of a film."""
    return {word for word in words if word in wanted or not (word in ignored or _YEAR.fullmatch(word))}


# --- ordering --------------------------------------------------------------------------------------------


def rank(candidates: Iterable[VideoCandidate], wish: Wish) -> list[VideoVerdict]:
    """Return the verdicts on the candidates of a source, the best first and the rejected last.

    Of equal candidates the one that its source named first comes first.
    """
    verdicts = [judge(candidate, wish) for candidate in {each.address: each for each in candidates}.values()]
    return sorted(verdicts, key=lambda verdict: (bool(verdict.rejected), _order(verdict.candidate, wish)))


def _order(candidate: VideoCandidate, wish: Wish) -> tuple[object, ...]:
    """Return what a candidate is ordered by, the least first."""
    languages = wish.languages
    language = languages.index(candidate.language) if candidate.language in languages else len(languages)
    title = fold(candidate.title)
    official = candidate.official or "official" in title or "official" in fold(candidate.channel)
    likeness = 0.0 if candidate.source.trusted else -similarity(candidate, wish)
    newest = "".join(chr(0x10FFFF - ord(char)) for char in candidate.date)
    return (
        *(candidate.teaser or "teaser" in title, language, likeness, not official),
        *(newest if candidate.source.trusted else "", -(candidate.views or 0)),
    )
