"""Score the images that could fill a slot, 0 to 100, and put them into order. Pure.

The points: resolution 30, aspect 20, language 20, votes 20, provider 10.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from arrtui.core.art_layouts import ArtLayout
from arrtui.core.art_ranking import RankedCandidate, ScorePart
from arrtui.core.art_sources import OWNER
from arrtui.core.artwork import ArtCandidate, ArtKind, slot_of
from arrtui.core.config import ArtworkConfig

RESOLUTION, ASPECT, LANGUAGE, VOTES, PROVIDER = 30.0, 20.0, 20.0, 20.0, 10.0
NO_WORDS = "none"
"""Stands in the owner's languages for an image without words."""
_FEW_VOTES = 10
"""So many votes say as much as what is presumed of an image without any."""
_PRESUMED_RATING = 5.0
"""Of 10."""


class IdealImage(NamedTuple):
    """What an image of a kind is at its best: players show no more than this."""

    width: int
    height: int
    tolerance: float = 0.25
    """How far the aspect may be off, as the logarithm of the ratio, before it gets no points."""
    is_wordless: bool = False
    """Whether one without words is always preferred."""
    least: int = 0
    """Pixels of the width below which an image is worth nothing."""


IDEALS = {
    ArtKind.POSTER: IdealImage(1000, 1500),
    ArtKind.FANART: IdealImage(1920, 1080, is_wordless=True),
    ArtKind.BANNER: IdealImage(1000, 185),
    ArtKind.CLEARLOGO: IdealImage(800, 310, tolerance=1.5),
    ArtKind.CLEARART: IdealImage(1000, 562, tolerance=0.5),
    ArtKind.DISCART: IdealImage(1000, 1000),
    ArtKind.LANDSCAPE: IdealImage(1000, 562),
    ArtKind.KEYART: IdealImage(1000, 1500, is_wordless=True),
    ArtKind.CHARACTERART: IdealImage(512, 512, tolerance=0.5, is_wordless=True),
    ArtKind.THUMB: IdealImage(1280, 720, is_wordless=True),
}
"""By kind; sizes as Kodi's wiki asks for them (Artwork types)."""
COVER = IdealImage(1000, 1000, is_wordless=True, least=250)
"""Of a kind whose images are square; all of them have words."""


class Scorer:
    """Scores images by the owner's options."""

    def __init__(self, options: ArtworkConfig, layout: ArtLayout) -> None:
        """``layout``: of the app whose titles the images are for."""
        self._options = options
        self.layout = layout

    def score(self, candidate: ArtCandidate) -> RankedCandidate:
        """Return a candidate with its score and the parts of it."""
        kind = slot_of(candidate.slot).kind
        ideal = self._ideal(kind)
        if 0 < candidate.width < ideal.least:
            return RankedCandidate(candidate, 0.0, (ScorePart("resolution", 0.0, RESOLUTION),))
        size, shape = _measure(candidate, ideal)
        parts = (
            ScorePart("resolution", RESOLUTION * size, RESOLUTION),
            ScorePart("aspect", ASPECT * shape, ASPECT),
            ScorePart("language", LANGUAGE * _place(_word(candidate), self.languages(kind)), LANGUAGE),
            ScorePart("votes", VOTES * _confidence(candidate), VOTES),
            ScorePart(
                "provider", PROVIDER * _place(candidate.provider, self._options.providers_of(kind)), PROVIDER
            ),
        )
        return RankedCandidate(candidate, round(sum(part.points for part in parts), 2), parts)

    def counts(self, candidate: ArtCandidate) -> bool:
        """Return whether the owner has images of its kind from its provider."""
        return candidate.provider in self._options.providers_of(slot_of(candidate.slot).kind)

    def languages(self, kind: ArtKind) -> tuple[str, ...]:
        """Return the languages of images of a kind, the preferred one first."""
        languages = self._options.languages
        if not self._ideal(kind).is_wordless:
            return languages
        return (NO_WORDS, *(language for language in languages if language != NO_WORDS))

    def _ideal(self, kind: ArtKind) -> IdealImage:
        return COVER if kind in self.layout.square else IDEALS[kind]

    def rank(
        self, candidates: Iterable[ArtCandidate], owners: Sequence[ArtCandidate] = ()
    ) -> list[RankedCandidate]:
        """Return the candidates for one slot, the best first; near-duplicates name the better one.

        One in a language that the owner did not name stands behind all others. ``owners``: images of the
        kind that are the owner's, next to which no look-alike is wanted.
        """
        ranked: list[RankedCandidate] = []
        seen: list[ArtCandidate] = []
        for entry in sorted({c.address: self.score(c) for c in candidates}.values(), key=self._order):
            candidate = entry.candidate
            better = self.duplicate_of(candidate, seen)
            duplicate_of = "" if better is None else better.address
            others = [other for other in owners if other.address != candidate.address]
            if self.duplicate_of(candidate, others) is not None:
                duplicate_of = OWNER
            ranked.append(entry._replace(duplicate_of=duplicate_of))
            if better is None and candidate.perceptual_hash:
                seen.append(candidate)
        return ranked

    def duplicate_of(self, candidate: ArtCandidate, others: Sequence[ArtCandidate]) -> ArtCandidate | None:
        """Return one of others that looks the same; None where none does or the image was never seen."""
        own = candidate.perceptual_hash
        if not own or not others:
            return None
        from arrtui.media.images import NEAR_DUPLICATE  # pillow, which listing candidates does without
        from arrtui.media.perceptual_hash import similarity

        alike = (other for other in others if similarity(own, other.perceptual_hash) >= NEAR_DUPLICATE)
        return next(alike, None)

    def _order(self, entry: RankedCandidate) -> tuple[bool, float, int, str]:
        candidate = entry.candidate
        is_foreign = _word(candidate) not in self.languages(slot_of(candidate.slot).kind)
        return is_foreign and bool(candidate.language), -entry.score, -candidate.votes, candidate.address


def _word(candidate: ArtCandidate) -> str:
    """Return an image's language as the owner's options name it."""
    return candidate.language or NO_WORDS


def _measure(candidate: ArtCandidate, ideal: IdealImage) -> tuple[float, float]:
    """Return how much of the ideal's size an image has and how near its shape is, 0 to 1.

    Half for both where the provider does not say how large it is.
    """
    width, height = candidate.width, candidate.height
    if width <= 0 or height <= 0:
        return 0.5, 0.5
    size = math.sqrt(width * height / (ideal.width * ideal.height))
    off = abs(math.log(width / height * ideal.height / ideal.width))
    return min(1.0, size), max(0.0, 1.0 - off / ideal.tolerance)


def _place(name: str, order: Sequence[str]) -> float:
    """Return 1 for the first of an order, less for each further one, 0 for what is not in it."""
    return 1.0 - order.index(name) / len(order) if name in order else 0.0


def _confidence(candidate: ArtCandidate) -> float:
    """Return what the votes say, 0 to 1: few of them stay near what is presumed (a Bayesian average).

    A provider that counts votes without a rating counts who likes the image.
    """
    votes = max(0, candidate.votes)
    rating = candidate.rating if candidate.rating > 0 else 10.0 if votes else _PRESUMED_RATING
    average = (votes * min(10.0, rating) + _FEW_VOTES * _PRESUMED_RATING) / (votes + _FEW_VOTES)
    return average / 10
