"""Compare the settings of two sides by what they mean. Pure.

The left side is what is compared with; on the right one is what would be changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from arrtui.core.domain import Setting, SettingType
from arrtui.core.settings.accepted import Acceptance, acceptance_of
from arrtui.core.settings.book import SettingsBook
from arrtui.core.settings.conditions import ConditionMeaning, translated
from arrtui.core.settings.identity import KIND_WORDS, Identity, MatchedSettings, identity_words, match
from arrtui.core.settings.meaning import Meaning, meaning_of
from arrtui.core.settings.model import MatrixCell, SettingDifference, SettingStanding
from arrtui.core.settings.words import field_changes

Accepted = frozenset[Acceptance]

ALWAYS_THERE = frozenset({SettingType.QUALITY_DEFINITION, SettingType.NAMING, SettingType.MEDIA_MANAGEMENT})
"""Types that no app is without: where none is stored, none was read."""
_WITHOUT_REFERENCES = frozenset({SettingType.CUSTOM_FORMAT, SettingType.TAG, SettingType.QUALITY_DEFINITION})
"""Types of which an equal text means the same on each instance of a kind of app."""
_READ_LATER = frozenset(
    (
        *(SettingType.QUALITY_DEFINITION, SettingType.RELEASE_PROFILE, SettingType.REMOTE_PATH_MAPPING),
        *(SettingType.AUTO_TAG, SettingType.CUSTOM_FILTER, SettingType.METADATA_CONSUMER),
    )
)
"""Types that backups of before arrtui read quality definitions are without."""


_Books = tuple[SettingsBook, SettingsBook]
_Places = Mapping[Identity, tuple[int, int]]


class Compared(NamedTuple):
    """How a setting stands, with what its acceptance goes by."""

    difference: SettingDifference
    acceptance: Acceptance | None = None
    """None where there is nothing to accept."""


def compare(
    type: SettingType, left: SettingsBook, right: SettingsBook, accepted: Accepted = frozenset()
) -> list[Compared]:
    """Return how each setting of a type stands on the right side, also those that are the same."""
    for book in (left, right):
        if why := not_stored(type, book):
            return [Compared(SettingDifference(type, KIND_WORDS[type], SettingStanding.UNTOLD, why=why))]
    matches = match(type, left, right)
    return compare_matches(type, matches, (left, right), accepted)


def compare_matches(
    type: SettingType,
    matches: Sequence[MatchedSettings],
    books: _Books,
    accepted: Accepted = frozenset(),
) -> list[Compared]:
    """Return how the settings that were matched stand, in the order of the matches."""
    places = _places(type, matches)
    return [_compared(type, matched, books, places, accepted) for matched in matches]


def count(
    type: SettingType, left: SettingsBook, right: SettingsBook, accepted: Accepted = frozenset()
) -> MatrixCell:
    """Return how many settings of a type stand how on the right side.

    It is what :func:`count_cell` tells of :func:`compare`, without wording what differs.
    """
    if why := not_stored(type, left) or not_stored(type, right):
        return MatrixCell(untold=why)
    books, matches = (left, right), match(type, left, right)
    places, own = _places(type, matches), {row for row in accepted if row.type == type.value}
    standings: Counter[SettingStanding] = Counter()
    untold = ""
    for matched in matches:
        judgement = _judged(type, matched, books, places)
        untold = untold or judgement.why
        is_accepted = (
            own and judgement.is_difference and judgement.acceptance(type, matched.identity, books) in own
        )
        standings[SettingStanding.ACCEPTED if is_accepted else judgement.standing] += 1
    return _cell(standings, untold)


def count_cell(compared: Iterable[Compared]) -> MatrixCell:
    """Return the counts of how settings stand, and why some cannot be told."""
    differences = [row.difference for row in compared]
    untold = next((row.why for row in differences if row.standing is SettingStanding.UNTOLD), "")
    return _cell(Counter(row.standing for row in differences), untold)


def _cell(counts: Mapping[SettingStanding, int], untold: str) -> MatrixCell:
    return MatrixCell(
        same=counts[SettingStanding.SAME],
        differs=counts[SettingStanding.DIFFERS],
        missing=counts[SettingStanding.MISSING],
        only_here=counts[SettingStanding.ONLY_HERE],
        accepted=counts[SettingStanding.ACCEPTED],
        untold=untold,
    )


def not_stored(type: SettingType, book: SettingsBook) -> str:
    """Return why nothing is known of a type on a side; empty where it is."""
    read_all = bool(book.of(SettingType.QUALITY_DEFINITION))
    if book.of(type) or (read_all and type not in ALWAYS_THERE) or type not in ALWAYS_THERE | _READ_LATER:
        return ""
    return f"no {KIND_WORDS[type]} are stored of {book.side}"


class _Judgement(NamedTuple):
    """How the settings that one identity fits stand, without words for it."""

    standing: SettingStanding
    left: Meaning | None = None
    """None where the side has none, or where nothing is to be told."""
    right: Meaning | None = None
    why: str = ""
    """Why it cannot be told."""

    @property
    def is_difference(self) -> bool:
        return self.standing not in (SettingStanding.SAME, SettingStanding.UNTOLD)

    def acceptance(self, type: SettingType, identity: Identity, books: _Books) -> Acceptance:
        """Return what the acceptance of the difference goes by."""
        left, right = (book.side.instance for book in books)
        return acceptance_of(type, identity, (left, self.left), (right, self.right))


def _compared(
    type: SettingType, matched: MatchedSettings, books: _Books, places: _Places, accepted: Accepted
) -> Compared:
    """Return how the settings that one identity fits stand, with what differs."""
    judgement = _judged(type, matched, books, places)
    left_id, right_id = (rows[0].id if len(rows) == 1 else None for rows in (matched.left, matched.right))
    name = identity_words(type, matched.identity)
    difference = SettingDifference(type, name, judgement.standing, (), left_id, right_id, why=judgement.why)
    if not judgement.is_difference:
        return Compared(difference)
    acceptance = judgement.acceptance(type, matched.identity, books)
    fields = field_changes(judgement.right or {}, judgement.left or {})
    if acceptance in accepted:
        difference = difference._replace(standing=SettingStanding.ACCEPTED, accepted=True)
    return Compared(difference._replace(fields=fields), acceptance)


def _judged(type: SettingType, matched: MatchedSettings, books: _Books, places: _Places) -> _Judgement:
    """Return how the settings that one identity fits stand."""
    sides = zip((matched.left, matched.right), books, strict=True)
    doubled = [f"two of this name on {book.side}" for rows, book in sides if len(rows) > 1]
    if not doubled and _plainly_same(type, matched, books):
        return _SAME
    left, lacking = _meaning(matched.left, books[0], books[1])
    right, lacking_too = _meaning(matched.right, books[1], books[0])
    if why := ", ".join(doubled or (*lacking, *lacking_too)):
        return _Judgement(SettingStanding.UNTOLD, why=why)
    if left is not None and right is not None and matched.identity in places:
        left, right = (
            {**meaning, "place": place}
            for meaning, place in zip((left, right), places[matched.identity], strict=True)
        )
    if left == right:
        return _SAME
    standing = SettingStanding.DIFFERS
    if left is None or right is None:
        standing = SettingStanding.ONLY_HERE if left is None else SettingStanding.MISSING
    return _Judgement(standing, left, right)


_SAME = _Judgement(SettingStanding.SAME)


def _plainly_same(type: SettingType, matched: MatchedSettings, books: _Books) -> bool:
    """Return whether both sides say the same without a look at what that means, as most formats do."""
    if books[0] is books[1]:
        return True
    if type not in _WITHOUT_REFERENCES or books[0].kind != books[1].kind or () in matched:
        return False
    left, right = matched.left[0].body, matched.right[0].body
    return left == right or left | {"id": 0} == right | {"id": 0}


def _meaning(
    rows: tuple[Setting, ...], book: SettingsBook, other: SettingsBook
) -> tuple[Meaning | None, list[str]]:
    """Return what a setting means, and what of it the other kind of app has no words for.

    Between kinds of app it is by the names that they share; None for no setting.
    """
    if not rows:
        return None, []
    meaning = book.meanings.get((rows[0].type, rows[0].id))
    if meaning is None:
        meaning = book.meanings[rows[0].type, rows[0].id] = meaning_of(rows[0], book)
    if book.kind == other.kind:
        return meaning, []
    shared, lacking = dict(meaning), []
    for about, fact in meaning.items():
        if isinstance(fact, ConditionMeaning):
            shared[about], lack = translated(fact, other.kind)
            lacking += [f"{about} of {book.side}: {lack}"] if lack else []
    return shared, lacking


def _places(type: SettingType, matches: Sequence[MatchedSettings]) -> _Places:
    """Return the places of delay profiles among those that both sides have: the first that fits counts.

    Their own ``order`` depends on how often an app's were moved. Other types have none.
    """
    if type is not SettingType.DELAY_PROFILE:
        return {}
    both = [matched for matched in matches if len(matched.left) == len(matched.right) == 1]
    left = sorted(both, key=lambda matched: _order(matched.left[0]))
    right = sorted(both, key=lambda matched: _order(matched.right[0]))
    places = {matched.identity: place for place, matched in enumerate(right, 1)}
    return {matched.identity: (place, places[matched.identity]) for place, matched in enumerate(left, 1)}


def _order(profile: Setting) -> int:
    order = profile.body.get("order")
    return order if isinstance(order, int) else 0
