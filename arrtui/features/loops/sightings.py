"""What files and releases score by the present formats of their profiles. Pure.

The score that an app noted counts where formats, scores and the title's profile are known to be those of now.
Any other release is evaluated as it would be today; what cannot be told of it leaves room for more points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import add, itemgetter
from typing import NamedTuple

from arrtui.core.bits import places_of
from arrtui.core.matching import MatchFacts
from arrtui.core.profiles import ProfileBody
from arrtui.core.text import format_iso
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.compute import ScoreBook

_IMPORTS = frozenset({"downloadFolderImported", "movieFolderImported", "seriesFolderImported"})
Mask = tuple[int, int]
"""The releases that a format matches, and those of which it cannot be told, as bits."""


class Seen(StrEnum):
    """Where a score was seen."""

    FILE = "file"
    """On disk, now."""
    GRAB = "grab"
    IMPORT = "import"
    """Before the file was renamed."""


class Sighting(NamedTuple):
    """A file or a release, and what it scores in its title's profile today."""

    seen: Seen
    profile_id: int
    quality_id: int
    name: str
    """Of the release, or of the file."""
    date: str
    """ISO; empty for a file that is there."""
    score: int | None
    """None where it cannot be told."""
    most: int
    """What it may score at most: its score where that is noted."""


@dataclass(frozen=True)
class StoredReleases:
    """The releases of an instance's history: those whose noted score counts today, and the others."""

    noted: Sequence[Sighting] = ()
    rows: Sequence[ChainRow] = ()
    """To be evaluated; those of one profile stand together."""
    profile_ids: Sequence[int] = ()
    """Of the titles of ``rows``."""
    facts: Sequence[MatchFacts] = field(default=())
    """Of ``rows``."""


def stored_releases(book: ScoreBook, rows: Iterable[ChainRow]) -> StoredReleases:
    """Return the grabs and imports among the rows of a history; each once, of titles that are there."""
    noted: list[Sighting] = []
    others: list[tuple[int, ChainRow]] = []
    profiles = book.settings.latest.profiles
    first = {number: format_iso(book.settings.same_since(number)) for number in profiles}
    moved = {move.item_id: format_iso(move.at) for move in book.find_moves()}
    known: set[tuple[int, bool, str, str]] = set()
    for row in rows:
        is_grab = row.event == "grabbed"
        if not (is_grab or row.event in _IMPORTS) or (item := book.item_of(row)) is None:
            continue
        key = (item.id, is_grab, row.title, row.download_id or row.date)
        if item.profile_id not in first or key in known:
            continue  # a pack has a row for each episode
        known.add(key)
        since = max(first[item.profile_id], moved.get(item.id, ""))
        if row.score is not None and row.item_id == item.id and row.date >= since:
            noted.append(_sighting(row, item.profile_id, row.score, row.score))
        else:
            others.append((item.profile_id, row))
    others.sort(key=itemgetter(0))
    return StoredReleases(
        noted,
        [row for _, row in others],
        [profile_id for profile_id, _ in others],
        [book.release_facts(row) if row.event == "grabbed" else book.import_facts(row) for _, row in others],
    )


def evaluated(
    releases: StoredReleases, profiles: Mapping[int, ProfileBody], masks: Mapping[int, Mask]
) -> list[Sighting]:
    """Return what the releases that no noted score tells of score today.

    ``masks`` have a bit for each of ``releases.rows``, by id of the format: those that match it, and those of
    which it cannot be told.
    """
    least: list[int] = []
    most: list[int] = []
    start = 0
    for profile_id, count in Counter(releases.profile_ids).items():
        certain, gains, losses = (_Points(count) for _ in range(3))
        for format_id, score in profiles[profile_id].scores.items():
            if score and format_id in masks:
                matched, unknown = (mask >> start for mask in masks[format_id])
                certain.add(matched, score)
                (gains if score > 0 else losses).add(unknown, score)
        least += map(add, certain.sums, losses.sums)
        most += map(add, certain.sums, gains.sums)
        start += count
    rows = zip(releases.rows, releases.profile_ids, least, most, strict=True)
    return [
        _sighting(row, profile_id, high if low == high else None, high) for row, profile_id, low, high in rows
    ]


class _Points:
    """What some releases score, format by format."""

    def __init__(self, count: int) -> None:
        self._everything = (1 << count) - 1
        self._most = count // 2
        self._of_all = 0
        self._own = [0] * count

    def add(self, bits: int, points: int) -> None:
        """Add points to the releases whose bits are set; what most have is taken from the others."""
        bits &= self._everything
        if bits.bit_count() > self._most:
            self._of_all += points
            bits, points = self._everything & ~bits, -points
        for place in places_of(bits):
            self._own[place] += points

    @property
    def sums(self) -> Iterator[int]:
        """What each has."""
        return (self._of_all + own for own in self._own)


def _sighting(row: ChainRow, profile_id: int, score: int | None, most: int) -> Sighting:
    seen = Seen.GRAB if row.event == "grabbed" else Seen.IMPORT
    return Sighting(seen, profile_id, row.quality_id, row.title, row.date, score, most)
