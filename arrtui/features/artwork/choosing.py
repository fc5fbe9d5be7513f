"""Decide which images titles lack, and which candidates are tried for them. Pure.

A slot that is empty takes the best candidate; one that a phase filled takes only a clearly better one, so
that a second run, with the same facts, changes nothing. What is locked or the owner's stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from arrtui.core.art_layouts import ArtLayout
from arrtui.core.art_ranking import RankedCandidate
from arrtui.core.artwork import (
    ACTOR_SLOT,
    ArtCandidate,
    ArtKind,
    ArtSlot,
    Asset,
    SlotChoice,
    slot_of,
)
from arrtui.core.config import ArtworkConfig
from arrtui.db.artwork.slots import is_locked
from arrtui.features.artwork.scoring import NO_WORDS, Scorer

CLEARLY_BETTER = 10.0
"""Points by which a candidate beats the image that a phase chose before."""
MOST_TRIES = 4
"""Candidates that are downloaded for one slot at most, when they are refused or look alike."""
MOST_KEPT = 30
"""Candidates that are kept of one slot."""


class PresentParts(NamedTuple):
    """Which parts of a title have files."""

    seasons: frozenset[int] = frozenset()
    episodes: frozenset[tuple[int, int]] = frozenset()
    """Season and number."""
    in_set: bool = False
    """Whether pictures are wanted of a set that the title belongs to."""


class FilledSlots(NamedTuple):
    """What is known of a title's slots."""

    choices: Mapping[str, SlotChoice] = {}
    """By slot."""
    locks: Set[str] = frozenset()
    assets: Mapping[str, Asset] = {}
    """The files of the choices that are in the cache, by hash."""


class SlotTask(NamedTuple):
    """A slot to be filled, and with what."""

    slot: str
    tries: tuple[RankedCandidate, ...]
    """The best first."""
    least: float
    """Score from which a candidate is taken."""


def wanted_slots(layout: ArtLayout, options: ArtworkConfig, present: PresentParts) -> list[ArtSlot]:
    """Return the slots that a title of an app is to have filled, in the order of their kinds."""
    kinds = [ArtKind(kind) for kind in options.kinds]
    wanted = [
        ArtSlot(kind, number=number)
        for kind in kinds
        if kind in layout.title
        for number in range(1, (options.fanart if kind is ArtKind.FANART else 1) + 1)
    ]
    wanted += [
        ArtSlot(kind, season)
        for season in sorted(present.seasons)
        for kind in kinds
        if kind in layout.season and (kind is not ArtKind.FANART or options.fanart)
    ]
    wanted += [
        ArtSlot(kind, season, episode)
        for season, episode in sorted(present.episodes)
        for kind in kinds
        if kind in layout.episode
    ]
    wanted += [
        ArtSlot(kind, of_set=True)
        for kind in kinds
        if present.in_set and kind in layout.of_set and (kind is not ArtKind.FANART or options.fanart)
    ]
    return wanted


def has_slot(layout: ArtLayout, slot: ArtSlot) -> bool:
    """Return whether titles of an app can have an image in a slot: several of a kind only as their fanart."""
    if slot.number != 1 and (slot.kind is not ArtKind.FANART or slot.season is not None):
        return False
    if slot.of_set:
        return slot.kind in layout.of_set
    if slot.season is None:
        return slot.kind in layout.title
    return slot.kind in (layout.season if slot.episode is None else layout.episode)


def pool_of(slot: str) -> str:
    """Return the slot under which the candidates for a slot are: further images of a kind share them.

    An actor's picture is in a pool of its own.
    """
    return slot if slot.startswith(ACTOR_SLOT) else slot_of(slot)._replace(number=1).text


def look_of(choice: SlotChoice, asset: Asset) -> ArtCandidate:
    """Return a chosen image as what others are compared with."""
    return ArtCandidate(
        slot=choice.slot,
        provider=choice.provider,
        address=choice.address,
        perceptual_hash=asset.perceptual_hash,
    )


def rank_pools(
    candidates: Iterable[ArtCandidate], scorer: Scorer, filled: FilledSlots
) -> dict[str, list[RankedCandidate]]:
    """Return the candidates of a title by slot, the best first; those that look like the owner's say so."""
    pools: defaultdict[str, list[ArtCandidate]] = defaultdict(list)
    for candidate in candidates:
        pools[pool_of(candidate.slot)].append(candidate)
    owners = _owners_looks(filled)
    return {slot: scorer.rank(pool, owners.get(slot, ())) for slot, pool in pools.items()}


def lookalikes(filled: FilledSlots, scorer: Scorer) -> list[SlotChoice]:
    """Return what a phase chose that looks like an image of the owner that came since, beside it.

    What is locked stays.
    """
    owners = _owners_looks(filled)
    return [
        choice
        for slot, choice in (filled.choices.items() if owners else ())
        if choice.sha256 in filled.assets
        and is_free(slot, filled)
        and scorer.duplicate_of(look_of(choice, filled.assets[choice.sha256]), owners.get(pool_of(slot), ()))
    ]


def _owners_looks(filled: FilledSlots) -> dict[str, list[ArtCandidate]]:
    """Return the images that are the owner's, by the slot under which the candidates for theirs are."""
    looks: dict[str, list[ArtCandidate]] = {}
    for choice in filled.choices.values():
        if choice.by_owner and choice.sha256 in filled.assets:
            looks.setdefault(pool_of(choice.slot), []).append(look_of(choice, filled.assets[choice.sha256]))
    return looks


def kept_candidates(
    pools: Mapping[str, Sequence[RankedCandidate]], chosen: Collection[str]
) -> list[ArtCandidate]:
    """Return the candidates that are worth keeping: the best of each slot, and those that were chosen."""
    return [
        entry.candidate
        for pool in pools.values()
        for place, entry in enumerate(pool)
        if place < MOST_KEPT or entry.candidate.address in chosen
    ]


class SlotChooser:
    """Finds what is to be downloaded for a title."""

    def __init__(self, options: ArtworkConfig, scorer: Scorer) -> None:
        self._options = options
        self._scorer = scorer

    def tasks(
        self, wanted: Iterable[ArtSlot], pools: Mapping[str, Sequence[RankedCandidate]], filled: FilledSlots
    ) -> list[SlotTask]:
        """Return the slots for which there is something better than what they have."""
        tasks = []
        for slot in (wanted_slot.text for wanted_slot in wanted):
            if not is_free(slot, filled):
                continue
            pool = pools.get(pool_of(slot), ())
            score = self._score_now(slot, pool, filled)
            least = max(self._options.min_score, 0 if score is None else score + CLEARLY_BETTER)
            used = {
                choice.address
                for choice in filled.choices.values()
                if choice.slot != slot or score is not None
            }
            tries = tuple(
                entry
                for entry in pool
                if entry.score >= least
                and not (entry.duplicate_of or entry.candidate.refusal or entry.candidate.address in used)
            )
            if tries:
                tasks.append(SlotTask(slot, tries, least))
        return tasks

    def _score_now(self, slot: str, pool: Sequence[RankedCandidate], filled: FilledSlots) -> float | None:
        """Return the score of the image that fills a slot, None for an empty one.

        An image that no provider names any more counts as one in the preferred language.
        """
        choice = filled.choices.get(slot)
        asset = None if choice is None else filled.assets.get(choice.sha256)
        if choice is None or asset is None:
            return None
        for entry in pool:
            if entry.candidate.address == choice.address:
                return entry.score
        preferred = next(iter(self._scorer.languages(slot_of(slot).kind)), NO_WORDS)
        presumed = ArtCandidate(
            slot=slot,
            provider=choice.provider,
            address=choice.address,
            width=asset.width,
            height=asset.height,
            language="" if preferred == NO_WORDS else preferred,
        )
        return self._scorer.score(presumed).score


def is_free(slot: str, filled: FilledSlots) -> bool:
    """Return whether a phase may fill a slot: neither locked nor filled by the owner."""
    choice = filled.choices.get(slot)
    return not is_locked(filled.locks, slot) and not (choice is not None and choice.by_owner)
